//! `gagehouse import sites`: station lists into sites of the embedded service.
//!
//! - [`mapping`] says what the columns of each list mean; [`fields`] finds them in a row.
//! - [`place`] turns two texts into a place, or says why they are none.
//! - [`mod@read`] reads a list into [`read::Listed`] sites; [`join`] makes one site of those that several lists know.
//! - [`report`] counts, and holds everything that was noticed with file, line, column and value.
//!
//! A site is the same in two lists when network and code are: the agency and its number. What it is called and where it
//! is, is said by the first list of the mapping that says it; every list leaves its name as a tag.

mod counties;
mod fields;
mod join;
mod mapping;
mod place;
mod read;
mod report;

pub use mapping::SitesMapping;
pub use report::{ListCounts, SitesReport, Told, What};

use super::csv::{ImportError, visibility};
use super::mapping::Problem;
use crate::store::Store;
use crate::store::networks::{NewNetwork, NewSite, put_network, put_sites};
use join::Joined;
use mapping::{CheckedSites, MappingError};
use std::path::{Path, PathBuf};
use std::time::Instant;

/// Imports station lists by a mapping file. An error means that nothing was stored.
pub async fn run(
    store: &Store,
    files: &[PathBuf],
    mapping: &Path,
) -> Result<SitesReport, ImportError> {
    let started = Instant::now();
    let (checked, joined, mut report) = read_all(files, mapping).await?;
    let write = store.begin().await?;
    for entry in &checked.mapping.networks {
        let code = entry.code.get_ref();
        let sites = joined.new_sites(code);
        if sites.is_empty() {
            continue;
        }
        let network = NewNetwork {
            code: code.clone(),
            name: entry.name.clone(),
            description: entry.description.clone(),
            link: entry.link.clone(),
            visibility: visibility(entry.private),
        };
        let network = put_network(&*write, &network).await?;
        report.stored.add(put_sites(&*write, &network, &sites).await?);
    }
    write.commit().await?;
    report.took = started.elapsed();
    Ok(report)
}

/// Reads what [`run`] would store, and writes nothing.
pub async fn dry_run(files: &[PathBuf], mapping: &Path) -> Result<SitesReport, ImportError> {
    let started = Instant::now();
    let (_, _, mut report) = read_all(files, mapping).await?;
    report.is_dry_run = true;
    report.took = started.elapsed();
    Ok(report)
}

/// The sites that [`run`] would store, for programs that do something else with them.
pub async fn read(files: &[PathBuf], mapping: &Path) -> Result<Vec<NewSite>, ImportError> {
    let (checked, joined, _) = read_all(files, mapping).await?;
    let networks = checked.mapping.networks.iter();
    Ok(networks.flat_map(|network| joined.new_sites(network.code.get_ref())).collect())
}

async fn read_all(
    files: &[PathBuf],
    mapping: &Path,
) -> Result<(CheckedSites, Joined, SitesReport), ImportError> {
    let text = std::fs::read_to_string(mapping)
        .map_err(|error| ImportError::MappingFile { path: mapping.to_owned(), error })?;
    let checked = SitesMapping::parse(&mapping.display().to_string(), &text)?;
    let files = files.to_vec();
    tokio::task::spawn_blocking(move || {
        // In the order of the mapping: its first list has the first word.
        let mut lists = Vec::new();
        let mut problems = Vec::new();
        for path in files {
            match read::Plan::new(&checked, &path) {
                Ok(plan) => lists.push(plan),
                Err(found) => problems.extend::<Vec<Problem>>(found),
            }
        }
        if !problems.is_empty() {
            return Err(ImportError::Mapping(MappingError(problems)));
        }
        lists.sort_by_key(|plan| plan.list);
        let mut report = SitesReport::default();
        let mut joined = Joined::default();
        for plan in &lists {
            let counts = match read::read(&checked, plan, &mut report.told) {
                Ok(list) => joined.take(&checked, list, &mut report.told),
                Err(error) => report::ListCounts {
                    file: plan.file.clone(),
                    error: Some(format!("cannot be read: {error}")),
                    ..report::ListCounts::default()
                },
            };
            report.lists.push(counts);
        }
        joined.finish(&checked, &lists, &mut report);
        Ok((checked, joined, report))
    })
    .await?
}
