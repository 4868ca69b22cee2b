//! Small made-up networks: `a_site("S").put(&store)` and `a_datastream("T").at("S").put(&store)`.

use gagehouse_model::{Quality, SiteZone, Spacing, TimeUs, Unit, Visibility};
use gagehouse_observations::Columns;
use gagehouse_sidecar::store::Store;
use gagehouse_sidecar::store::entities::{datastream, network, thing};
use gagehouse_sidecar::store::networks::{
    NewDatastream, NewLocation, NewNetwork, NewObservedProperty, NewSensor, NewSite,
    put_datastream, put_network, put_site,
};
use gagehouse_sidecar::store::observations::{Load, Loaded, Origin};
use sea_orm::ConnectionTrait;

/// A public network.
pub fn a_network(code: &str) -> NewNetwork {
    NewNetwork {
        code: code.to_owned(),
        name: format!("Network {code}"),
        description: "made up for a test".to_owned(),
        link: None,
        visibility: Visibility::Public,
    }
}

/// A public site at a place of its own, of network `N`.
pub fn a_site(code: &str) -> NewSite {
    NewSite {
        code: code.to_owned(),
        name: format!("Site {code}"),
        description: "made up for a test".to_owned(),
        visibility: Visibility::Public,
        site_type: Some("Stream".to_owned()),
        watershed: Some("Made-up River".to_owned()),
        zone: Some(SiteZone {
            iana: Some("America/Denver".to_owned()),
            standard_offset_minutes: -420,
        }),
        disclaimer: None,
        synthetic: false,
        location: Some(NewLocation {
            longitude: -111.5,
            latitude: 41.9,
            elevation_m: Some(1_900.0),
            ..NewLocation::default()
        }),
        since: TimeUs(0),
        extra: serde_json::Map::new(),
    }
}

/// A public raw datastream of water temperature every 15 minutes.
pub fn a_datastream(code: &str) -> ADatastream {
    ADatastream {
        site: a_site("S"),
        property: NewObservedProperty {
            code: "WaterTemp".to_owned(),
            name: "Temperature".to_owned(),
            definition: "made up for a test".to_owned(),
            description: "made up for a test".to_owned(),
            category: Some("Hydrology".to_owned()),
        },
        new: NewDatastream {
            code: code.to_owned(),
            name: format!("Datastream {code}"),
            description: "made up for a test".to_owned(),
            visibility: Visibility::Public,
            results_visible: true,
            unit: Unit {
                name: Some("degree Celsius".to_owned()),
                symbol: Some("°C".to_owned()),
                definition: None,
            },
            result_type: Some("Time series coverage".to_owned()),
            sampled_medium: Some("Liquid aqueous".to_owned()),
            processing_level: Some("0".to_owned()),
            processing_level_definition: Some("Raw data".to_owned()),
            no_data_value: Some(-9999.0),
            spacing: Spacing::from_amount(15.0, "minutes"),
            aggregation_statistic: Some("Continuous".to_owned()),
            aggregation_interval: None,
            status: None,
            extra: serde_json::Map::new(),
        },
    }
}

/// A datastream before it is stored; change what the test is about.
pub struct ADatastream {
    pub site: NewSite,
    pub property: NewObservedProperty,
    pub new: NewDatastream,
}

impl ADatastream {
    /// Stores it with its site in network `N`.
    pub async fn put(&self, store: &Store) -> datastream::Model {
        let write = store.begin().await.unwrap();
        let (network, site) = put_place(&*write, &self.site).await;
        let sensor = NewSensor {
            name: "Thermistor".to_owned(),
            description: "made up for a test".to_owned(),
            method_type: "Instrument deployment".to_owned(),
            method_link: None,
            model: Some("T-1".to_owned()),
            manufacturer: None,
        };
        let row = put_datastream(&*write, &network, &site, &sensor, &self.property, &self.new);
        let row = row.await.unwrap();
        write.commit().await.unwrap();
        row
    }
}

/// Stores a site in network `N`.
pub async fn put_place<C: ConnectionTrait>(
    db: &C,
    site: &NewSite,
) -> (network::Model, thing::Model) {
    let network = put_network(db, &a_network("N")).await.unwrap();
    let site = put_site(db, &network, site).await.unwrap();
    (network, site)
}

/// Rows without quality.
pub fn rows(rows: &[(i64, f64)]) -> Columns {
    let mut columns = Columns::default();
    for (time_us, value) in rows {
        columns.push(*time_us, *value, 0);
    }
    columns
}

/// Rows with one qualifier each; an empty one says nothing.
pub fn qualified_rows(rows: &[(i64, f64, &str)]) -> Columns {
    let mut columns = Columns::default();
    for (time_us, value, qualifier) in rows {
        let said = Some(*qualifier).filter(|text| !text.is_empty());
        let quality = columns.quality_index(&Quality::from_qualifiers(said));
        columns.push(*time_us, *value, quality);
    }
    columns
}

/// Loads one batch, as from `test.csv`.
pub async fn load(store: &Store, datastream_id: i32, rows: Columns) -> Loaded {
    let origin = Origin { actor: "test".to_owned(), source_file: Some("test.csv".to_owned()) };
    store.load(vec![Load { datastream_id, rows }], origin).await.unwrap()[0]
}
