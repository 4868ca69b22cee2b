//! All of six real station lists and the GAMUT sites, when the shared data lie beside the repository.

use super::examples::root;
use crate::support::for_each_database;
use gagehouse_sidecar::import::sites::{self, What};
use gagehouse_sidecar::store::entities::{location, thing};
use gagehouse_sidecar::store::networks::StoredSites;
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};
use std::path::PathBuf;

/// The lists of a folder, or none: then the test says so.
fn lists(folder: &str) -> Vec<PathBuf> {
    let folder = root().join("../shared/data").join(folder);
    let Ok(entries) = std::fs::read_dir(&folder) else {
        println!("{} is not there: its lists are not tested", folder.display());
        return Vec::new();
    };
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    let is_list = |path: &PathBuf| {
        path.extension().is_some_and(|extension| extension == "tsv" || extension == "csv")
    };
    files.retain(is_list);
    files.sort();
    files
}

#[test]
fn six_real_lists_give_every_station_once() {
    let files = lists("stations");
    if files.is_empty() {
        return;
    }
    for_each_database(|store| {
        let files = &files;
        async move {
            let mapping = root().join("examples/mappings/stations.toml");
            let report = sites::run(&store, files, &mapping).await.unwrap();
            println!("{report}");
            assert_eq!(report.complaints(), Vec::<String>::new());
            let total =
                |count: fn(&sites::ListCounts) -> u64| report.lists.iter().map(count).sum::<u64>();
            let rows = total(|list| list.rows);
            let told = total(|list| list.first + list.joined + list.repeated + list.rejected);
            assert_eq!((rows, told), (39_681, 39_681), "no row is lost");
            assert_eq!((report.sites, report.in_several_lists), (25_704, 8_308));
            assert_eq!(report.stored, StoredSites { new: 25_704, updated: 0, same: 0 });
            let things = thing::Entity::find().count(store.read()).await.unwrap();
            let places = location::Entity::find().count(store.read()).await.unwrap();
            assert_eq!((things, places), (25_704, 25_704 - report.without_place));

            // One gage in three lists.
            let fish = thing::Entity::find().filter(thing::Column::Code.eq("01013500"));
            let fish = fish.one(store.read()).await.unwrap().unwrap();
            let tags = fish.properties.unwrap()["tags"].clone();
            assert_eq!(tags["GAGES-II"], "reference gage");
            assert!(tags["HADS"].is_string() && tags["USGS current streamflow"].is_string());
            // Its county is a code in the list.
            let read = sites::read(files, &mapping).await.unwrap();
            let fish = read.into_iter().find(|site| site.code == "01013500").unwrap();
            let county = fish.location.and_then(|place| place.admin_area_2);
            assert_eq!(county.as_deref(), Some("Aroostook County"));
            // Guam is east, California is not.
            let east = location::Column::Longitude.gt(0.0);
            let east = location::Entity::find().filter(east).count(store.read()).await.unwrap();
            assert_eq!((report.count(What::Outside), east), (0, 6));

            let again = sites::run(&store, files, &mapping).await.unwrap();
            assert_eq!(again.stored, StoredSites { new: 0, updated: 0, same: 25_704 });
        }
    });
}

#[test]
fn the_gamut_sites_are_stored_with_what_their_list_says_wrongly_put_right_or_left_out() {
    let files = lists("gamut_sites");
    if files.is_empty() {
        return;
    }
    let sites_csv: Vec<PathBuf> = files.into_iter().filter(|f| f.ends_with("sites.csv")).collect();
    for_each_database(|store| {
        let files = &sites_csv;
        async move {
            let mapping = root().join("examples/mappings/gamut_sites.toml");
            let report = sites::run(&store, files, &mapping).await.unwrap();
            assert_eq!((report.sites, report.corrected, report.shared_points), (29, 2, 1));
            assert_eq!(report.told, []);
            let site = |code: &'static str| {
                let find = thing::Entity::find().filter(thing::Column::Code.eq(code));
                async { find.one(store.read()).await.unwrap().unwrap() }
            };
            assert_eq!(site("PR_BJ_AA").await.description, "");
            let latest = site("LR_FB_C").await.description;
            assert_eq!(latest, "Latest data when listed: 2014-06-24 14:00:00 UTC-07:00");
            let fort = site("RB_ARBR_USGS").await.description;
            assert!(fort.starts_with("Right bank;") && fort.contains(". Latest data"), "{fort}");
            let utah = location::Entity::find().all(store.read()).await.unwrap();
            assert!(utah.iter().all(|at| at.properties.as_ref().unwrap()["adminArea1"] == "Utah"));
        }
    });
}
