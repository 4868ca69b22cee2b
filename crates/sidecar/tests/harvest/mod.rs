//! What the catalog says after services were walked, well behaved and badly behaved ones.

mod observations;
mod pass_through;
mod places;
pub mod stand_in;

use crate::support::builders::{a_datastream, load, rows};
use crate::support::for_each_database;
use gagehouse_model::time::DAY_US;
use gagehouse_model::{TimeUs, Viewer, Visibility};
use gagehouse_sidecar::app::AppState;
use gagehouse_sidecar::demo;
use gagehouse_sidecar::harvest::{Harvester, Patience};
use gagehouse_sidecar::settings::{Environment, Options, Settings};
use gagehouse_sidecar::store::Store;
use gagehouse_sidecar::store::catalog::read::SourceRows;
use gagehouse_sidecar::store::entities::source;
use serde_json::json;
use stand_in::{Mood, StandIn, datastream, thing};
use std::collections::BTreeMap;
use std::time::Duration;

/// A server's state over a store, with a configuration file.
pub fn state(store: &Store, toml: &str) -> AppState {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("gagehouse.toml");
    std::fs::write(&file, toml).unwrap();
    let options = Options::from([
        ("config", file.to_str().unwrap().to_owned()),
        ("static_dir", folder.path().to_str().unwrap().to_owned()),
    ]);
    AppState::new(store.clone(), Settings::load(&options, &Environment::default()).unwrap())
}

/// A source `far` at a stand-in.
pub fn listed(stand_in: &StandIn, more: &str) -> String {
    format!("[[source]]\nkey = \"far\"\nname = \"Far\"\nurl = \"{}\"\n{more}", stand_in.url)
}

pub fn impatient(state: AppState) -> Harvester {
    let patience = Patience {
        request: Duration::from_millis(500),
        wait: Duration::from_millis(5),
        ..Patience::default()
    };
    Harvester::with_patience(state, patience)
}

fn harvester(store: &Store, stand_in: &StandIn) -> Harvester {
    impatient(state(store, &listed(stand_in, "")))
}

async fn row(store: &Store, key: &str) -> source::Model {
    store.catalog_sources().await.unwrap().into_iter().find(|row| row.key == key).unwrap()
}

async fn seen(store: &Store, key: &str) -> SourceRows {
    let id = row(store, key).await.id;
    store.catalog_rows(&Viewer::Anonymous, id).await.unwrap()
}

/// Our keys of the datastreams by variable.
fn keys(rows: &SourceRows) -> BTreeMap<String, i32> {
    rows.datastreams.iter().map(|(_, row)| (row.record.variable_name.clone(), row.id)).collect()
}

#[test]
fn a_service_becomes_rows_of_the_catalog() {
    for_each_database(|store| async move {
        let far = StandIn::start().await;
        let report = harvester(&store, &far).harvest("far").await.unwrap().unwrap();
        assert_eq!((report.sites, report.datastreams, report.missing), (2, 3, None));

        let rows = seen(&store, "far").await;
        assert_eq!(rows.networks[0].1.name, "Made-up network");
        let site = &rows.sites[0].record;
        assert_eq!((site.code.as_deref(), site.longitude), (Some("LR_A"), Some(-111.5)));
        assert_eq!((site.elevation_m, site.country.as_deref()), (Some(1500.5), Some("US")));
        assert_eq!(site.zone.as_ref().unwrap().standard_offset_minutes, -420);
        let stream = &rows.datastreams[2].1.record;
        assert_eq!((stream.external_id.as_str(), stream.site.as_str()), ("o'd 3", "t2"));
        assert_eq!(stream.variable_category.as_deref(), Some("Hydrology"));
        assert_eq!(stream.sensor_model.as_deref(), Some("Maker T-1"));
        assert_eq!(stream.spacing.unwrap().us(), 900_000_000);
        assert_eq!(stream.aggregation.unwrap().us(), 3_600_000_000);
        assert_eq!(
            (stream.method_id.as_deref(), stream.method_code.as_deref()),
            (Some("s1"), Some("TH-1"))
        );
        assert_eq!(
            (&*stream.tags, stream.vertical_offset_m),
            (&["purpose: drought watch".to_owned()][..], Some(-0.1))
        );
        assert_eq!((stream.no_data_value, stream.value_count), (Some(-9999.0), Some(12)));
        assert_eq!((stream.latest_value, stream.latest_time), (Some(7.5), stream.end));
        let row = row(&store, "far").await;
        assert_eq!((row.last_error, row.revision), (None, 1));
        assert!(row.last_success_us.is_some());
    });
}

#[test]
fn a_second_walk_over_the_same_changes_nothing_and_asks_for_no_value_again() {
    for_each_database(|store| async move {
        let far = StandIn::start().await;
        let harvester = harvester(&store, &far);
        harvester.harvest("far").await.unwrap();
        let (before, asked) = (seen(&store, "far").await, far.requests("/Observations"));
        let report = harvester.harvest("far").await.unwrap().unwrap();
        assert_eq!(report.replaced, Default::default());
        assert_eq!(seen(&store, "far").await, before);
        assert_eq!(far.requests("/Observations"), asked);
        assert_eq!(row(&store, "far").await.revision, 1);
    });
}

#[test]
fn a_service_that_gives_its_first_value_as_the_latest_is_not_believed() {
    for_each_database(|store| async move {
        let far = StandIn::start().await;
        far.with(|inside| inside.mood = Mood::OldestFirst);
        harvester(&store, &far).harvest("far").await.unwrap();
        let rows = seen(&store, "far").await;
        let latest = rows.datastreams.iter().map(|(_, row)| row.record.latest_value);
        assert!(far.requests("/Observations") > 0 && latest.flatten().next().is_none());
    });
}

#[test]
fn our_keys_survive_a_source_rebuilt_with_new_ids() {
    for_each_database(|store| async move {
        let far = StandIn::start().await;
        let harvester = harvester(&store, &far);
        harvester.harvest("far").await.unwrap();
        let before = seen(&store, "far").await;
        far.with(|inside| {
            // The old numbers now belong to other things.
            inside.things = vec![thing("t2", "LR_A", "Stream"), thing("t9", "LR_B", "Climate")];
            inside.datastreams = vec![
                datastream("d2", "t2", "temp"),
                datastream("d1", "t2", "pH"),
                datastream("d7", "t9", "stage"),
                datastream("d8", "t9", "new"),
            ];
        });
        let report = harvester.harvest("far").await.unwrap().unwrap();
        let after = seen(&store, "far").await;
        let site_keys = |rows: &SourceRows| {
            let codes = rows.sites.iter().map(|row| (row.record.code.clone(), row.id));
            codes.collect::<BTreeMap<_, _>>()
        };
        assert_eq!(site_keys(&after), site_keys(&before));
        let (mut kept, added) = (keys(&after), report.replaced.datastreams.added);
        assert!(kept.remove("new").is_some());
        assert_eq!((kept, added), (keys(&before), 1));
        let temp = after.datastreams.iter().find(|(_, row)| row.record.variable_name == "temp");
        assert_eq!(temp.unwrap().1.record.external_id, "d2", "and the new id is known");
    });
}

#[test]
fn what_vanishes_is_not_shown_and_comes_back_with_its_key() {
    for_each_database(|store| async move {
        let far = StandIn::start().await;
        let harvester = harvester(&store, &far);
        harvester.harvest("far").await.unwrap();
        let before = keys(&seen(&store, "far").await);
        let taken = far.with(|inside| inside.datastreams.remove(1));
        let report = harvester.harvest("far").await.unwrap().unwrap();
        assert_eq!(report.replaced.datastreams.gone, 1);
        assert_eq!(keys(&seen(&store, "far").await).len(), 2);
        far.with(|inside| inside.datastreams.push(taken));
        harvester.harvest("far").await.unwrap();
        assert_eq!(keys(&seen(&store, "far").await), before);
    });
}

#[test]
fn a_source_that_fails_keeps_its_last_good_catalog_and_says_why() {
    for_each_database(|store| async move {
        let far = StandIn::start().await;
        let harvester = harvester(&store, &far);
        harvester.harvest("far").await.unwrap();
        let good = seen(&store, "far").await;
        let success = row(&store, "far").await.last_success_us;
        for (mood, says) in [
            (Mood::Html, "/Things: the service answered with text/html in place of JSON"),
            (Mood::Slow, "did not answer in time"),
            (Mood::Empty, "lists no Things"),
        ] {
            far.with(|inside| inside.mood = mood.clone());
            let error = harvester.harvest("far").await.unwrap_err().to_string();
            assert!(error.contains(says), "{mood:?}: {error}");
            let row = row(&store, "far").await;
            assert_eq!(row.last_error.as_deref(), Some(error.as_str()));
            assert_eq!((row.last_success_us, row.revision), (success, 1));
            assert_eq!(seen(&store, "far").await, good, "{mood:?}");
        }
        far.with(|inside| inside.mood = Mood::Well);
        harvester.harvest("far").await.unwrap();
        assert_eq!(row(&store, "far").await.last_error, None);
    });
}

#[test]
fn a_service_that_is_down_fails_without_naming_its_address() {
    for_each_database(|store| async move {
        let toml = "[[source]]\nkey = \"far\"\nurl = \"http://127.0.0.1:9/v1.1\"\n";
        let error = impatient(state(&store, toml)).harvest("far").await.unwrap_err().to_string();
        assert!(error.contains("could not be reached"), "{error}");
        assert!(!error.contains("127.0.0.1"), "{error}");
        assert!(row(&store, "far").await.last_success_us.is_none());
        let harvester = impatient(state(&store, toml));
        assert_eq!(harvester.remains("far").await, "nothing was ever read from it");
    });
}

#[test]
fn an_endless_link_ends_with_everything_once() {
    for_each_database(|store| async move {
        let far = StandIn::start().await;
        far.with(|inside| inside.mood = Mood::Endless);
        let report = harvester(&store, &far).harvest("far").await.unwrap().unwrap();
        assert_eq!((report.datastreams, report.missing), (3, None));
        assert!(far.requests("/Datastreams?") <= 3, "{}", far.requests("/Datastreams?"));
    });
}

#[test]
fn a_walk_that_breaks_off_adds_what_it_found_and_drops_nothing() {
    for_each_database(|store| async move {
        let far = StandIn::start().await;
        let harvester = harvester(&store, &far);
        harvester.harvest("far").await.unwrap();
        far.with(|inside| {
            inside.mood = Mood::BreaksOff;
            inside.datastreams = vec![datastream("d9", "t1", "new")];
        });
        let report = harvester.harvest("far").await.unwrap().unwrap();
        assert!(report.missing.unwrap().contains("incomplete"));
        assert_eq!(keys(&seen(&store, "far").await).len(), 4);
        assert!(row(&store, "far").await.last_error.unwrap().contains("incomplete"));
    });
}

#[test]
fn datastreams_of_things_that_are_not_listed_are_left_out_and_told() {
    for_each_database(|store| async move {
        let far = StandIn::start().await;
        far.with(|inside| inside.datastreams.push(datastream("d9", "elsewhere", "foreign")));
        let report = harvester(&store, &far).harvest("far").await.unwrap().unwrap();
        assert_eq!(report.datastreams, 3);
        assert!(report.missing.unwrap().contains("1 Datastreams belong to no Thing"));
    });
}

#[test]
fn what_a_service_calls_private_is_not_shown_to_everybody() {
    for_each_database(|store| async move {
        let far = StandIn::start().await;
        far.with(|inside| {
            inside.things[0]["properties"]["isPrivate"] = json!(true);
            inside.datastreams[2]["properties"]["isVisible"] = json!(false);
        });
        harvester(&store, &far).harvest("far").await.unwrap();
        let rows = seen(&store, "far").await;
        assert_eq!((rows.sites.len(), rows.datastreams.len()), (1, 1));
        assert!(!rows.datastreams[0].1.record.results_visible);
        let id = row(&store, "far").await.id;
        let all = store.catalog_rows(&Viewer::System, id).await.unwrap();
        assert_eq!(all.datastreams.len(), 3);
        assert_eq!(all.datastreams[0].1.record.visibility, Visibility::Private);
    });
}

#[test]
fn each_kind_of_credentials_opens_its_service() {
    for_each_database(|store| async move {
        for (more, name, value) in [
            ("credentials.api_key = \"k3y\"", "x-api-key", "k3y"),
            ("credentials.bearer = \"t0ken\"", "authorization", "Bearer t0ken"),
            ("credentials.basic = \"gage:s3cret\"", "authorization", "Basic Z2FnZTpzM2NyZXQ="),
        ] {
            let far = StandIn::start().await;
            far.with(|inside| inside.wants = Some((name, value.to_owned())));
            let with = impatient(state(&store, &listed(&far, more)));
            assert_eq!(with.harvest("far").await.unwrap().unwrap().datastreams, 3, "{more}");
            let without = harvester(&store, &far).harvest("far").await.unwrap_err().to_string();
            assert!(without.contains("wants credentials"), "{without}");
        }
    });
}

#[test]
fn a_stale_token_does_not_hide_what_is_public() {
    for_each_database(|store| async move {
        let far = StandIn::start().await;
        far.with(|inside| {
            inside.wants = Some(("authorization", "Bearer new".to_owned()));
            inside.open_to_anonymous = true;
        });
        let more = "credentials.bearer = \"old\"";
        let report = impatient(state(&store, &listed(&far, more))).harvest("far").await;
        assert_eq!(report.unwrap().unwrap().datastreams, 3);
    });
}

#[test]
fn credentials_never_reach_another_host() {
    for_each_database(|store| async move {
        let (far, thief) = (StandIn::start().await, StandIn::start().await);
        let to = format!("{}/Things", thief.url);
        far.with(|inside| inside.mood = Mood::Elsewhere(to));
        let more = "credentials.api_key = \"k3y\"";
        let harvest = impatient(state(&store, &listed(&far, more))).harvest("far").await;
        let error = harvest.unwrap_err().to_string();
        let says = format!("redirects to {}/Things (307), which is not followed", thief.url);
        assert!(error.contains(&says), "{error}");
        assert_eq!(thief.requests(""), 0);
    });
}

#[test]
fn two_at_once_are_one_walk() {
    for_each_database(|store| async move {
        let far = StandIn::start().await;
        let harvester = harvester(&store, &far);
        let (one, two) = tokio::join!(harvester.harvest("far"), harvester.harvest("far"));
        assert_eq!([one.unwrap(), two.unwrap()].iter().flatten().count(), 1);
        assert_eq!(far.requests("/Things?"), 1);
    });
}

#[test]
fn the_embedded_service_is_walked_without_a_socket() {
    for_each_database(|store| async move {
        let stream = a_datastream("T").put(&store).await;
        load(&store, stream.id, rows(&[(0, 1.5), (900_000_000, 2.5)])).await;
        let mark = store.local_mark().await.unwrap();
        let harvester = impatient(state(&store, ""));
        let report = harvester.harvest("local").await.unwrap().unwrap();
        assert_eq!((report.sites, report.datastreams, report.missing), (1, 1, None));
        let catalog = seen(&store, "local").await;
        let record = &catalog.datastreams[0].1.record;
        assert_eq!(record.external_id, stream.id.to_string());
        assert_eq!(record.latest_time, Some(TimeUs(900_000_000)));
        assert_eq!((record.latest_value, record.revision), (Some(2.5), Some(1)));
        assert_eq!(catalog.sites[0].record.zone.as_ref().unwrap().standard_offset_minutes, -420);
        assert_eq!(catalog.networks.len(), 1, "its own network, not a second one");

        assert_eq!(store.local_mark().await.unwrap(), mark, "a harvest is no change");
        load(&store, stream.id, rows(&[(0, 3.5)])).await;
        assert_ne!(store.local_mark().await.unwrap(), mark);
        harvester.harvest("local").await.unwrap();
        let record = &seen(&store, "local").await.datastreams[0].1.record;
        assert_eq!(record.revision, Some(2), "a correction is seen in the catalog");
    });
}

#[test]
fn real_sites_beside_the_demonstration_are_not_called_synthetic_and_its_own_always_are() {
    for_each_database(|store| async move {
        let month = TimeUs(demo::clock::EPOCH_US + 30 * DAY_US);
        demo::load::load(&store, demo::SEED, month, demo::Size::Small).await.unwrap();
        let harvester = impatient(state(&store, ""));
        harvester.harvest("local").await.unwrap();
        assert!(row(&store, "local").await.synthetic, "while there is nothing else");

        a_datastream("T").put(&store).await;
        harvester.harvest("local").await.unwrap();
        assert!(!row(&store, "local").await.synthetic);
        let sites = seen(&store, "local").await.sites;
        assert_eq!(sites.len(), 31);
        for site in sites {
            let is_demo = site.record.code.as_deref() != Some("S");
            assert_eq!(site.record.synthetic, is_demo, "{}", site.record.name);
        }
    });
}

#[test]
fn an_empty_server_has_an_empty_catalog_and_no_error() {
    for_each_database(|store| async move {
        impatient(state(&store, "")).harvest("local").await.unwrap();
        let row = row(&store, "local").await;
        assert!(row.last_success_us.is_some());
        assert_eq!(row.last_error, None);
    });
}
