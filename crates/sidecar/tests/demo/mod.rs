//! `serve --demo`: what it does to a database.

use crate::support::for_each_database;
use gagehouse_model::time::{DAY_US, TimeUs};
use gagehouse_model::{Viewer, Visibility};
use gagehouse_sidecar::demo::clock::EPOCH_US;
use gagehouse_sidecar::demo::load::{Outcome, load};
use gagehouse_sidecar::demo::{Demo, SEED, Size, places};
use gagehouse_sidecar::store::Store;
use gagehouse_sidecar::store::entities::{datastream, location, thing};
use gagehouse_sidecar::store::networks::{NewNetwork, put_network};
use sea_orm::{EntityTrait, PaginatorTrait};

/// A year after the generator's epoch: the less weather, the faster the test.
const NOW: TimeUs = TimeUs(EPOCH_US + 365 * DAY_US);

async fn load_small(store: &Store, now: TimeUs) -> u64 {
    match load(store, SEED, now, Size::Small).await.expect("the network loads") {
        Outcome::Ready { added } => added,
        Outcome::NotEmpty => panic!("the database is empty"),
    }
}

#[test]
fn the_demonstration_network_fills_an_empty_database_and_a_second_start_adds_nothing() {
    for_each_database(|store| async move {
        let added = load_small(&store, NOW).await;
        assert_eq!(thing::Entity::find().count(store.read()).await.unwrap(), 30);
        // One site has no place.
        assert_eq!(location::Entity::find().count(store.read()).await.unwrap(), 29);
        let datastreams = datastream::Entity::find().all(store.read()).await.unwrap();
        let counted: i64 = datastreams.iter().map(|row| row.observation_count).sum();
        assert_eq!(counted as u64, added);
        assert!(datastreams.iter().all(|row| row.revision == 1 && row.observation_count > 0));
        assert_eq!(load_small(&store, NOW).await, 0);
    });
}

#[test]
fn what_is_stored_is_what_the_generator_made() {
    for_each_database(|store| async move {
        load_small(&store, NOW).await;
        let demo = Demo::new(SEED, NOW, Size::Small);
        let place = &places()[0];
        let series = demo.series(place);
        let made = demo.site(place, &series).record(&series[0], 0);
        let rows = datastream::Entity::find().all(store.read()).await.unwrap();
        let row = rows.iter().find(|row| row.code == "TR-30:WTEMP:0").unwrap();
        let stored = store.range(&Viewer::Anonymous, row.id, None).await.unwrap();
        assert_eq!(stored, made);
    });
}

#[test]
fn a_later_start_adds_only_the_time_since() {
    for_each_database(|store| async move {
        let first = load_small(&store, NOW).await;
        let later = load_small(&store, TimeUs(NOW.0 + DAY_US)).await;
        assert!(later > 0 && later < first / 15, "{later} of {first}");
    });
}

#[test]
fn a_database_with_other_networks_is_left_alone() {
    for_each_database(|store| async move {
        let write = store.begin().await.unwrap();
        let ours = NewNetwork {
            code: "ours".into(),
            name: "Ours".into(),
            description: String::new(),
            link: None,
            visibility: Visibility::Public,
        };
        put_network(&*write, &ours).await.unwrap();
        write.commit().await.unwrap();
        let outcome = load(&store, SEED, NOW, Size::Small).await.unwrap();
        assert_eq!(outcome, Outcome::NotEmpty);
        assert_eq!(thing::Entity::find().count(store.read()).await.unwrap(), 0);
    });
}
