//! All of a real network: the twelve Logan files, when the shared data lie beside the repository.

use super::examples::root;
use crate::support::{for_each_database, in_a_folder};
use gagehouse_model::{TimeUs, Viewer};
use gagehouse_sidecar::import::csv;
use gagehouse_sidecar::import::summary::Counts;
use gagehouse_sidecar::store::Store;
use gagehouse_sidecar::store::entities::{datastream, observation, thing};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};
use std::path::PathBuf;
use std::sync::Arc;

/// The data files, or none: then the test says so.
fn data_files() -> Vec<PathBuf> {
    let folder = root().join("../shared/data/logan");
    let Ok(entries) = std::fs::read_dir(&folder) else {
        println!("{} is not there: the Logan files are not tested", folder.display());
        return Vec::new();
    };
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| path.extension().is_some_and(|extension| extension == "csv"));
    files.sort();
    files
}

async fn import_twice_and_count(store: &Store, files: &[PathBuf]) {
    let mapping = root().join("examples/mappings/logan.toml");
    let summary = csv::run(store, files, &mapping, Arc::new(|_, _| {})).await.unwrap();
    let first =
        Counts { loaded: 2_398_953, missing: 177_663, no_data: 31_866, ..Counts::default() };
    assert_eq!((summary.total(), summary.series.len(), summary.complaints()), (first, 60, vec![]));
    assert!(summary.files.iter().all(|file| file.issues.count == 0));
    assert_eq!(summary.files.iter().map(|file| file.rows).sum::<u64>(), 214_718);
    println!("{summary}");

    let with_value = observation::Entity::find().filter(observation::Column::Result.ne(-9999.0));
    assert_eq!(with_value.count(store.read()).await.unwrap(), 2_367_087);
    let streams = datastream::Entity::find().all(store.read()).await.unwrap();
    assert_eq!(streams.len(), 60);
    assert_eq!(streams.iter().map(|stream| stream.observation_count).sum::<i64>(), 2_398_953);
    let tony_grove = streams.iter().find(|stream| stream.code == "LR_TG_BA:pH:1").unwrap();
    let midnight = TimeUs::from_civil(2014, 5, 30, 0).0;
    assert!(tony_grove.phenomenon_start_us.unwrap() > midnight);
    // 2020-03-31 23:45 at UTC−07:00.
    let end: TimeUs = "2020-04-01T06:45:00Z".parse().unwrap();
    let raw = streams.iter().find(|stream| stream.code == "LR_TG_BA:pH:0").unwrap();
    assert_eq!(raw.phenomenon_end_us, Some(end.0));
    let sites = thing::Entity::find().all(store.read()).await.unwrap();
    assert_eq!(sites.iter().filter(|site| site.feature_id.is_none()).count(), 1);

    let again = csv::run(store, files, &mapping, Arc::new(|_, _| {})).await.unwrap();
    let unchanged = Counts { loaded: 0, unchanged: 2_398_953, ..first };
    assert_eq!(again.total(), unchanged);
    let log = store.batches_since(&Viewer::Anonymous, raw.id, 0).await.unwrap();
    assert_eq!(log.len(), 3);
}

#[test]
fn the_twelve_logan_files_give_sixty_datastreams_and_a_second_import_adds_nothing() {
    let files = data_files();
    if files.is_empty() {
        return;
    }
    assert_eq!(files.len(), 12);
    for_each_database(|store| {
        let files = &files;
        async move { import_twice_and_count(&store, files).await }
    });
}

#[test]
fn the_files_in_reverse_order_give_the_same_series() {
    let mut files = data_files();
    if files.is_empty() {
        return;
    }
    files.retain(|file| file.to_string_lossy().contains("TonyGrove"));
    let files = &files;
    in_a_folder(|folder| async move {
        let mapping = root().join("examples/mappings/logan.toml");
        let mut shown = Vec::new();
        for (name, order) in
            [("forth", files.clone()), ("back", files.iter().rev().cloned().collect())]
        {
            let url = format!("sqlite://{}/{name}.db", folder.display());
            let store = Store::open(&url).await.unwrap();
            csv::run(&store, &order, &mapping, Arc::new(|_, _| {})).await.unwrap();
            let id = super::datastream_id(&store, "LR_TG_BA:Stage:1").await;
            shown.push(store.range(&Viewer::Anonymous, id, None).await.unwrap());
            store.close().await.unwrap();
        }
        assert!(shown[0] == shown[1] && shown[0].len() > 50_000);
    });
}
