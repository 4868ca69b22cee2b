//! What is served: one site with a hundred datastreams of 100,000 quarter-hourly values each.

use anyhow::Result;
use gagehouse_model::{Spacing, TimeUs, Unit, Visibility};
use gagehouse_observations::Columns;
use gagehouse_sidecar::store::Store;
use gagehouse_sidecar::store::networks::{
    NewDatastream, NewNetwork, NewObservedProperty, NewSensor, NewSite, put_datastream,
    put_network, put_site,
};
use gagehouse_sidecar::store::observations::{Load, Origin};
use serde_json::Map;

pub const DATASTREAMS: usize = 100;
pub const ROWS_PER_DATASTREAM: usize = 100_000;
/// The first time, at the start of 2010, and the step of all datastreams.
pub const FIRST_US: i64 = 1_262_304_000_000_000;
pub const STEP_US: i64 = 15 * 60 * 1_000_000;

/// Rows that one call of [`append`] adds.
const APPENDED: usize = 10_000;
const DATASTREAMS_PER_LOAD: usize = 10;

/// Fills an empty store.
pub async fn fill(store: &Store) -> Result<()> {
    let ids = describe(store).await?;
    for some in ids.chunks(DATASTREAMS_PER_LOAD) {
        let loads = some.iter().map(|id| load_of(*id, 0, ROWS_PER_DATASTREAM)).collect();
        store.load(loads, origin()).await?;
    }
    Ok(())
}

/// Adds rows at the end of one datastream after the other; `written` says how many are there from
/// earlier calls. Returns their number.
pub async fn append(store: &Store, ids: &[i32], written: usize) -> Result<usize> {
    let call = written / APPENDED;
    let (round, at) = (call / ids.len(), call % ids.len());
    let first = ROWS_PER_DATASTREAM + round * APPENDED;
    store.load(vec![load_of(ids[at], first, APPENDED)], origin()).await?;
    Ok(APPENDED)
}

fn load_of(datastream_id: i32, first: usize, count: usize) -> Load {
    let mut rows = Columns::with_capacity(count);
    for row in first..first + count {
        let value = 8.0 + 6.0 * (row as f64 / 96.0 * std::f64::consts::TAU).sin();
        rows.push(FIRST_US + row as i64 * STEP_US, (value * 1e3).round() / 1e3, 0);
    }
    Load { datastream_id, rows }
}

fn origin() -> Origin {
    Origin { actor: "bench".to_owned(), source_file: None }
}

/// The network, its site and its datastreams; returns the ids of the datastreams, made now or before.
pub async fn describe(store: &Store) -> Result<Vec<i32>> {
    let write = store.begin().await?;
    let network = NewNetwork {
        code: "bench".to_owned(),
        name: "Bench".to_owned(),
        description: String::new(),
        link: None,
        visibility: Visibility::Public,
    };
    let network = put_network(&*write, &network).await?;
    let site = NewSite {
        code: "B1".to_owned(),
        name: "Bench".to_owned(),
        description: String::new(),
        visibility: Visibility::Public,
        site_type: None,
        watershed: None,
        zone: None,
        disclaimer: None,
        synthetic: true,
        location: None,
        since: TimeUs(FIRST_US),
        extra: Map::new(),
    };
    let site = put_site(&*write, &network, &site).await?;
    let sensor = NewSensor {
        name: "Bench".to_owned(),
        description: String::new(),
        method_type: "Simulation".to_owned(),
        method_link: None,
        model: None,
        manufacturer: None,
    };
    let property = NewObservedProperty {
        code: "T".to_owned(),
        name: "Temperature".to_owned(),
        definition: "Temperature".to_owned(),
        description: String::new(),
        category: None,
    };
    let mut ids = Vec::with_capacity(DATASTREAMS);
    for number in 0..DATASTREAMS {
        let datastream = NewDatastream {
            code: format!("T{number}"),
            name: format!("Temperature {number}"),
            description: String::new(),
            visibility: Visibility::Public,
            results_visible: true,
            unit: Unit { name: None, symbol: Some("°C".to_owned()), definition: None },
            result_type: None,
            sampled_medium: None,
            processing_level: None,
            processing_level_definition: None,
            no_data_value: None,
            spacing: Spacing::from_us(STEP_US),
            aggregation_statistic: None,
            aggregation_interval: None,
            status: None,
            extra: Map::new(),
        };
        let model =
            put_datastream(&*write, &network, &site, &sensor, &property, &datastream).await?;
        ids.push(model.id);
    }
    write.commit().await?;
    Ok(ids)
}
