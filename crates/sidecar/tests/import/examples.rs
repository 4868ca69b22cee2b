//! The example mappings and files of the repository do what they say.

use super::datastream_id;
use crate::support::for_each_database;
use gagehouse_model::Viewer;
use gagehouse_sidecar::import::csv;
use gagehouse_sidecar::import::summary::Summary;
use gagehouse_sidecar::store::Store;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The repository's root.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

async fn import_example(store: &Store, data: &str, mapping: &str) -> Summary {
    let files = [root().join("examples/data").join(data)];
    let mapping = root().join("examples/mappings").join(mapping);
    csv::run(store, &files, &mapping, Arc::new(|_, _| {})).await.unwrap()
}

#[test]
fn a_logger_file_with_its_four_lines_of_header_is_read() {
    for_each_database(|store| async move {
        let summary = import_example(&store, "logger.dat", "logger.toml").await;
        let total = summary.total();
        assert_eq!((total.loaded, total.missing, total.rejected), (11, 1, 0));
        assert_eq!(summary.files[0].issues.count, 0);
    });
}

#[test]
fn a_long_table_in_civil_time_is_read() {
    for_each_database(|store| async move {
        let summary = import_example(&store, "long.csv", "long.toml").await;
        let total = summary.total();
        assert_eq!((total.loaded, total.missing, total.no_data, total.rejected), (8, 1, 1, 0));
        let id = datastream_id(&store, "EX_WEIR:Q").await;
        let discharge = store.range(&Viewer::Anonymous, id, None).await.unwrap();
        assert_eq!(discharge.value(), [212.5, 214.0, 219.5]);
        // 01:00 in winter and 03:00 in summer time are one hour apart.
        assert_eq!(discharge.time_us()[1] - discharge.time_us()[0], 3_600_000_000);
    });
}
