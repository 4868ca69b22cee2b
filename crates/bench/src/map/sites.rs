//! Sites to draw: the real lists, when the shared data lie beside the repository, else as many synthetic ones.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use gagehouse_catalog::record::{DatastreamRecord, SiteRecord, SourceCatalog};
use gagehouse_model::{Spacing, TimeUs};
use gagehouse_sidecar::import::sites;

/// Sites of the map when there are no real lists.
const SYNTHETIC: usize = 30_000;
const DAY_US: i64 = 86_400_000_000;

/// A site with its place.
pub struct Site {
    pub name: String,
    pub site_type: Option<String>,
    pub longitude: f64,
    pub latitude: f64,
}

/// The sites of six real lists, or synthetic ones; whether they are real.
pub fn real() -> Result<(Vec<Site>, bool)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let Ok(folder) = std::fs::read_dir(root.join("../shared/data/stations")) else {
        return Ok((synthetic(SYNTHETIC), false));
    };
    let is_list = |path: &PathBuf| {
        path.extension().is_some_and(|extension| extension == "tsv" || extension == "csv")
    };
    let files: Vec<PathBuf> =
        folder.filter_map(|entry| Some(entry.ok()?.path())).filter(is_list).collect();
    let mapping = root.join("examples/mappings/stations.toml");
    let runtime = tokio::runtime::Runtime::new()?;
    let read = runtime.block_on(sites::read(&files, &mapping)).context("the real lists")?;
    let site = |site: gagehouse_sidecar::store::networks::NewSite| {
        let place = site.location?;
        Some(Site {
            name: site.name,
            site_type: site.site_type,
            longitude: place.longitude,
            latitude: place.latitude,
        })
    };
    Ok((read.into_iter().filter_map(site).collect(), true))
}

/// Sites around a few thousand centres, as gages lie along rivers; always the same.
pub fn synthetic(count: usize) -> Vec<Site> {
    let mut state = 12_345u64;
    let mut random = || {
        state =
            state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 11) as f64 / (1u64 << 53) as f64
    };
    let centres: Vec<(f64, f64)> =
        (0..3_000).map(|_| (-125.0 + 58.0 * random(), 25.0 + 24.0 * random())).collect();
    (0..count)
        .map(|n| {
            let (longitude, latitude) = centres[n % centres.len()];
            Site {
                name: format!("Site {n}"),
                site_type: None,
                longitude: longitude + (random() - 0.5) * 1.5,
                latitude: latitude + (random() - 0.5) * 1.5,
            }
        })
        .collect()
}

/// A catalog of them; with a series each, some live, some late, some ended, where that is asked for.
pub fn catalog(sites: &[Site], with_series: bool) -> SourceCatalog {
    let now =
        std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
    let now_us = i64::try_from(now.as_micros()).unwrap_or(0);
    let mut catalog = SourceCatalog::default();
    for (n, site) in sites.iter().enumerate() {
        let id = n.to_string();
        let mut record = SiteRecord::new(&id, &site.name);
        record.site_type.clone_from(&site.site_type);
        (record.longitude, record.latitude) = (Some(site.longitude), Some(site.latitude));
        catalog.sites.push(record);
        if with_series {
            let mut series = DatastreamRecord::new(&id, &id, "Discharge");
            series.spacing = Spacing::from_us(900_000_000);
            let days = [0, 0, 0, 1, 30, 4_000][n % 6];
            series.end = Some(TimeUs(now_us - days * DAY_US));
            catalog.datastreams.push(series);
        }
    }
    catalog
}
