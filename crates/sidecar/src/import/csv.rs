//! `gagehouse import csv`: checks the mapping and every header first, then loads file by file.
//!
//! A file is loaded in one transaction, whole or not at all, while the next one is already being parsed. It is held in memory
//! while it is loaded: about 20 bytes per value.

use super::mapping::{Checked, Mapping, MappingError, site_zone, spacing};
use super::plan::{Plan, Series, plan};
use super::summary::{Counts, FileReport, Summary};
use super::table::{self, Table};
use crate::clock::now;
use crate::store::networks::{
    NewDatastream, NewLocation, NewNetwork, NewObservedProperty, NewSensor, NewSite,
    put_datastream, put_network, put_site,
};
use crate::store::observations::{Load, Origin};
use crate::store::{Store, StoreError};
use gagehouse_model::{Unit, Visibility};
use std::collections::HashMap;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;
use tokio::task::JoinHandle;
use toml::Spanned;

/// Why nothing was imported.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    #[error("{}: cannot be read: {error}", path.display())]
    MappingFile { path: PathBuf, error: io::Error },
    #[error(transparent)]
    Mapping(#[from] MappingError),
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error("a parsing task ended early")]
    Task(#[from] tokio::task::JoinError),
}

/// Told now and then: the file and how many of its rows are parsed.
pub type Progress = Arc<dyn Fn(&Path, u64) + Send + Sync>;

/// Imports data files by a mapping file. An error means that nothing was loaded; what is wrong with single files and rows
/// is in the summary.
pub async fn run(
    store: &Store,
    files: &[PathBuf],
    mapping: &Path,
    progress: Progress,
) -> Result<Summary, ImportError> {
    read_all(Some(store), files, mapping, progress).await
}

/// Reads what [`run`] would load, and writes nothing: no database is needed, and none is looked at.
pub async fn dry_run(
    files: &[PathBuf],
    mapping: &Path,
    progress: Progress,
) -> Result<Summary, ImportError> {
    read_all(None, files, mapping, progress).await
}

async fn read_all(
    store: Option<&Store>,
    files: &[PathBuf],
    mapping: &Path,
    progress: Progress,
) -> Result<Summary, ImportError> {
    let started = Instant::now();
    let text = std::fs::read_to_string(mapping)
        .map_err(|error| ImportError::MappingFile { path: mapping.to_owned(), error })?;
    let checked = Mapping::parse(&mapping.display().to_string(), &text)?;
    let plan = plan(&checked, files)?;
    let target = match store {
        Some(store) => Some((store, describe(store, &checked, &plan).await?)),
        None => None,
    };
    let (checked, plan) = (Arc::new(checked), Arc::new(plan));
    let mut summary = Summary {
        series: plan.series.iter().map(|series| (series.code.clone(), Counts::default())).collect(),
        is_dry_run: store.is_none(),
        ..Summary::default()
    };
    let parse =
        |n: usize| (n < plan.files.len()).then(|| start_parsing(&checked, &plan, n, &progress));
    let mut parsing = parse(0);
    for n in 0..plan.files.len() {
        let parsed = match parsing.take() {
            Some(task) => task.await?,
            None => break,
        };
        parsing = parse(n + 1);
        let file = plan.files[n].path.display().to_string();
        let report = match parsed {
            Ok(table) => take(target.as_ref(), &plan, n, table, &mut summary).await,
            Err(error) => FileReport {
                error: Some(format!("cannot be read: {error}")),
                ..FileReport::default()
            },
        };
        summary.files.push(FileReport { file, ..report });
    }
    summary.took = started.elapsed();
    Ok(summary)
}

fn start_parsing(
    checked: &Arc<Checked>,
    plan: &Arc<Plan>,
    n: usize,
    progress: &Progress,
) -> JoinHandle<io::Result<Table>> {
    let (checked, plan, progress) = (checked.clone(), plan.clone(), progress.clone());
    tokio::task::spawn_blocking(move || {
        let file = &plan.files[n];
        progress(&file.path, 0);
        table::read(&checked, file, &|rows| progress(&file.path, rows))
    })
}

/// Counts what a file holds, and loads it if there is somewhere to load it to: a store with the id of each series.
async fn take(
    target: Option<&(&Store, Vec<i32>)>,
    plan: &Plan,
    n: usize,
    table: Table,
    summary: &mut Summary,
) -> FileReport {
    let file = &plan.files[n];
    let mut report = FileReport {
        rows: table.rows,
        rejected_rows: table.rejected_rows,
        unused_rows: table.unused_rows,
        first_unused_line: table.first_unused_line,
        issues: table.issues,
        refused: table.refused,
        values: table.cells.iter().map(|rows| rows.columns.len() as u64).sum(),
        rejected_values: table.cells.iter().map(|rows| rows.rejected).sum(),
        mostly_rejected: file
            .cells
            .iter()
            .zip(&table.cells)
            .filter(|(_, rows)| rows.rejected > rows.columns.len() as u64)
            .map(|(cell, _)| plan.series[cell.series].code.clone())
            .collect(),
        ..FileReport::default()
    };
    let mut read = Vec::with_capacity(table.cells.len());
    let mut counted = Vec::with_capacity(table.cells.len());
    for (cell, rows) in file.cells.iter().zip(table.cells) {
        let (missing, no_data, rejected) = (rows.missing, rows.no_data, rows.rejected);
        counted.push((cell.series, Counts { missing, no_data, rejected, ..Counts::default() }));
        read.push((cell.series, rows.columns));
    }
    let Some((store, datastream_ids)) = target else {
        for ((series, mut counts), (_, columns)) in counted.into_iter().zip(read) {
            counts.loaded = columns.len() as u64;
            summary.series[series].1.add(&counts);
        }
        return report;
    };
    let load = |(series, rows): (usize, _)| Load { datastream_id: datastream_ids[series], rows };
    let loads = read.into_iter().map(load).collect();
    let name = file.path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let origin = Origin { actor: "import".to_owned(), source_file: Some(name) };
    match store.load(loads, origin).await {
        Ok(loaded) => {
            for ((series, mut counts), loaded) in counted.into_iter().zip(loaded) {
                counts.loaded = loaded.added;
                counts.unchanged = loaded.unchanged;
                counts.revised = loaded.revised;
                summary.series[series].1.add(&counts);
            }
        }
        Err(error) => report.error = Some(error.to_string()),
    }
    report
}

/// Puts network, sites and datastreams; returns the id of each series.
async fn describe(store: &Store, checked: &Checked, plan: &Plan) -> Result<Vec<i32>, StoreError> {
    let mapping = &checked.mapping;
    let write = store.begin().await?;
    let network = NewNetwork {
        code: mapping.network.code.get_ref().clone(),
        name: mapping.network.name.clone(),
        description: mapping.network.description.clone(),
        link: mapping.network.link.clone(),
        visibility: visibility(mapping.network.private),
    };
    let network = put_network(&*write, &network).await?;
    let mut sites = HashMap::new();
    let mut ids = Vec::with_capacity(plan.series.len());
    for series in &plan.series {
        if !sites.contains_key(&series.site) {
            let new = new_site(checked, &series.site);
            sites.insert(series.site.clone(), put_site(&*write, &network, &new).await?);
        }
        let site = &sites[&series.site];
        let (sensor, observed_property, new) = new_datastream(checked, series, &site.name)?;
        let row =
            put_datastream(&*write, &network, site, &sensor, &observed_property, &new).await?;
        ids.push(row.id);
    }
    write.commit().await?;
    Ok(ids)
}

pub(super) fn visibility(private: bool) -> Visibility {
    if private { Visibility::Private } else { Visibility::Public }
}

fn new_site(checked: &Checked, code: &str) -> NewSite {
    let site = checked.site(code);
    let number = |value: Option<&Spanned<f64>>| value.map(|value| *value.get_ref());
    let location = site.and_then(|site| {
        Some(NewLocation {
            longitude: number(site.longitude.as_ref())?,
            latitude: number(site.latitude.as_ref())?,
            elevation_m: site.elevation_m,
            elevation_datum: site.elevation_datum.clone(),
            admin_area_1: site.admin_area_1.clone(),
            admin_area_2: site.admin_area_2.clone(),
            country: site.country.clone(),
        })
    });
    NewSite {
        code: code.to_owned(),
        name: site.map_or_else(|| code.to_owned(), |site| site.name.clone()),
        description: site.map(|site| site.description.clone()).unwrap_or_default(),
        visibility: visibility(site.is_some_and(|site| site.private)),
        site_type: site.and_then(|site| site.site_type.clone()),
        watershed: site.and_then(|site| site.watershed.clone()),
        zone: site.and_then(site_zone),
        disclaimer: site.and_then(|site| site.disclaimer.clone()),
        synthetic: site.is_some_and(|site| site.synthetic),
        location,
        since: now(),
        extra: serde_json::Map::new(),
    }
}

fn new_datastream(
    checked: &Checked,
    series: &Series,
    site_name: &str,
) -> Result<(NewSensor, NewObservedProperty, NewDatastream), StoreError> {
    let mapping = &checked.mapping;
    let column = &mapping.columns[series.column];
    let unknown = || StoreError::Unfit(format!("{} has no variable", series.code));
    let variable = checked.variable(column.variable.get_ref()).ok_or_else(unknown)?;
    let level_code = column.level.as_ref().map(Spanned::get_ref);
    let level = mapping.levels.iter().find(|level| Some(level.code.get_ref()) == level_code);
    let sensor_code = column.sensor.as_ref().or(variable.sensor.as_ref()).map(Spanned::get_ref);
    let sensor = mapping.sensors.iter().find(|sensor| Some(sensor.code.get_ref()) == sensor_code);
    let sensor = match sensor {
        Some(sensor) => NewSensor {
            name: sensor.name.clone(),
            description: sensor.description.clone(),
            method_type: sensor
                .method_type
                .clone()
                .unwrap_or_else(|| "Instrument deployment".to_owned()),
            method_link: sensor.method_link.clone(),
            model: sensor.model.clone(),
            manufacturer: sensor.manufacturer.clone(),
        },
        None => NewSensor {
            name: "Not stated".to_owned(),
            description: "The source does not say what measured".to_owned(),
            method_type: "Unknown".to_owned(),
            method_link: None,
            model: None,
            manufacturer: None,
        },
    };
    let observed_property = NewObservedProperty {
        code: variable.code.get_ref().clone(),
        name: variable.name.clone(),
        definition: variable.definition.clone(),
        description: variable.description.clone(),
        category: variable.category.clone(),
    };
    let mut name = format!("{} at {site_name}", variable.name);
    for part in [level.map(|level| &level.name), column.label.as_ref()].into_iter().flatten() {
        name.push_str(", ");
        name.push_str(part);
    }
    let length =
        |text: &Option<Spanned<String>>| text.as_ref().and_then(|text| spacing(text.get_ref()));
    let new = NewDatastream {
        code: series.code.clone(),
        description: name.clone(),
        name,
        visibility: visibility(column.private),
        results_visible: true,
        unit: Unit {
            name: Some(variable.unit.name.clone()),
            symbol: variable.unit.symbol.clone(),
            definition: variable.unit.definition.clone(),
        },
        result_type: Some(
            variable.result_type.clone().unwrap_or_else(|| "Time series coverage".to_owned()),
        ),
        sampled_medium: variable.medium.clone(),
        processing_level: level_code.cloned(),
        processing_level_definition: level
            .map(|level| level.definition.clone().unwrap_or_else(|| level.name.clone())),
        no_data_value: checked.no_data_value(column),
        spacing: length(&variable.spacing),
        aggregation_statistic: variable.aggregation.clone(),
        aggregation_interval: length(&variable.aggregation_interval),
        status: column.status.clone(),
        extra: serde_json::Map::new(),
    };
    Ok((sensor, observed_property, new))
}
