//! `$expand` in the forms that clients send.

use super::house::{House, NEW_YEAR_US, S};
use crate::support::builders::{a_datastream, a_site, load, rows};
use crate::support::for_each_database;
use gagehouse_sidecar::store::Store;
use gagehouse_sidecar::store::entities::thing_location;
use sea_orm::{ActiveModelTrait, Set};
use serde_json::{Value, json};
use std::time::Duration;

#[test]
fn three_levels_are_expanded_each_with_its_own_options() {
    for_each_database(|store| async move {
        let house = House::fill(&store).await;
        let path = "Things?$top=2&$select=id&$expand=Datastreams($orderby=id desc;$top=10;$select=id;\
                    $expand=Observations($orderby=phenomenonTime desc;$top=2;$select=result,id))";
        let answer = house.json(path).await;
        let last = |id: i64, result: Value| json!({ "@iot.id": id, "result": result });
        let things = answer["value"].as_array().unwrap();
        assert_eq!(
            things[0]["Datastreams"][0]["Observations"],
            json!([last(8194, Value::Null), last(8193, 100.into())])
        );
        assert_eq!(
            things[0]["Datastreams"][1]["Observations"],
            json!([last(10, 9.5.into()), last(9, 8.5.into())])
        );
        assert_eq!(
            things[1]["Datastreams"],
            json!([{ "@iot.id": 4, "Observations": [] }, { "@iot.id": 3, "Observations": [] }])
        );
        let next = things[0]["Datastreams"][1]["Observations@iot.nextLink"].as_str().unwrap();
        let page = house.raw("GET", next.strip_prefix("http://gages.example").unwrap(), &[]).await;
        assert_eq!(page.json()["value"], json!([last(8, 7.5.into()), last(7, 6.5.into())]));
        assert_eq!(things[0]["Datastreams"][0].get("Observations@iot.nextLink"), None);
    });
}

#[test]
fn the_slash_form_and_repeated_navigation_are_one_expansion() {
    for_each_database(|store| async move {
        let house = House::fill(&store).await;
        let path = "Datastreams?$top=1&$expand=Sensor,ObservedProperty,Thing/Locations,\
                    Observations($select=@iot.id;$orderby=phenomenonTime desc;$top=1),\
                    Observations/FeatureOfInterest($select=feature)";
        let datastream = house.json(path).await["value"][0].clone();
        for link in [
            &datastream["Sensor"]["@iot.selfLink"],
            &datastream["ObservedProperty"]["@iot.selfLink"],
            &datastream["Thing"]["@iot.selfLink"],
            &datastream["Thing"]["Locations"][0]["@iot.selfLink"],
        ] {
            assert!(link.as_str().unwrap().starts_with("http://gages.example/"), "{datastream}");
        }
        let feature = json!({ "feature": { "type": "Point", "coordinates": [-111.5, 41.9] } });
        assert_eq!(
            datastream["Observations"],
            json!([{ "@iot.id": 10, "FeatureOfInterest": feature }])
        );
        assert_eq!(datastream.get("Thing@iot.navigationLink"), None);
    });
}

#[test]
fn every_navigation_can_be_expanded_and_leads_where_its_link_leads() {
    for_each_database(|store| async move {
        let house = House::fill(&store).await;
        for (set, navigations) in [
            ("Things", &["Locations", "HistoricalLocations", "Datastreams"][..]),
            ("Locations", &["Things", "HistoricalLocations"]),
            ("HistoricalLocations", &["Thing", "Locations"]),
            ("Datastreams", &["Thing", "Sensor", "ObservedProperty", "Observations"]),
            ("Sensors", &["Datastreams"]),
            ("ObservedProperties", &["Datastreams"]),
            ("Observations", &["Datastream", "FeatureOfInterest"]),
            ("FeaturesOfInterest", &["Observations"]),
        ] {
            let plain = house.json(&format!("{set}?$top=3")).await;
            for nav in navigations {
                let expanded = house.json(&format!("{set}?$top=3&$expand={nav}")).await;
                let pairs = plain["value"]
                    .as_array()
                    .unwrap()
                    .iter()
                    .zip(expanded["value"].as_array().unwrap());
                for (entity, with) in pairs {
                    let link = entity[format!("{nav}@iot.navigationLink")].as_str().unwrap();
                    let there = house
                        .raw("GET", link.strip_prefix("http://gages.example").unwrap(), &[])
                        .await
                        .json();
                    let there = there.get("value").unwrap_or(&there);
                    assert_eq!(&with[*nav], there, "{set} {nav}");
                }
            }
        }
    });
}

#[test]
fn filters_and_counts_inside_an_expansion_concern_each_parent() {
    for_each_database(|store| async move {
        let house = House::fill(&store).await;
        let path = "Datastreams?$select=id&$expand=Observations($filter=result gt 5;$count=true;$top=1;$skip=1;$select=result)";
        let answer = house.json(path).await;
        let seen: Vec<(Value, Value)> = answer["value"]
            .as_array()
            .unwrap()
            .iter()
            .map(|d| (d["Observations@iot.count"].clone(), d["Observations"].clone()))
            .collect();
        assert_eq!(seen[0], (5.into(), json!([{ "result": 6.5 }])));
        assert_eq!(seen[1], (1.into(), json!([])));
        assert_eq!(seen[2], (0.into(), json!([])));
    });
}

/// Site A with twenty more datastreams of two hundred values each, and a long description.
async fn crowd(store: &Store) -> House {
    let house = House::fill(store).await;
    let values: Vec<_> = (0..200).map(|n| (NEW_YEAR_US + n * S, n as f64)).collect();
    for number in 0..20 {
        let mut datastream = a_datastream(&format!("A-{}", 10 + number));
        datastream.site = a_site("A");
        datastream.site.description = "long ".repeat(100_000);
        let id = datastream.put(store).await.id;
        load(store, id, rows(&values)).await;
    }
    house
}

const REFUSED: &str = "one answer holds at most 50000 expanded entities and 24 MB of them; \
                       ask for less by $top, outside or inside $expand";

#[test]
fn an_answer_that_grows_with_every_level_is_refused_before_it_is_made() {
    for_each_database(|store| async move {
        let house = crowd(&store).await;
        // 22 datastreams, and below each of them all 22 again with 200 values.
        let deep = "Things?$expand=Datastreams($select=id;$expand=Thing($select=id;\
                    $expand=Datastreams($select=id;$expand=Observations($top=200))))";
        let (status, message) = house.error(deep).await;
        assert_eq!(status, 400);
        let at = "Datastreams/Thing/Datastreams/Observations";
        assert_eq!(message, format!("$expand, at {at}: {REFUSED}"));
        // Few entities, but the site's half a megabyte once for each of them.
        let heavy =
            "Datastreams?$top=100&$expand=Thing,Observations($expand=Datastream($expand=Thing))";
        let (status, message) = house.error(heavy).await;
        assert_eq!(status, 400);
        let at = "Observations/Datastream/Thing";
        assert_eq!(message, format!("$expand, at {at}: {REFUSED}"));
        // Asked for less, the same is answered.
        for less in [
            "Things?$top=1&$expand=Datastreams($top=3;$expand=Thing($expand=Datastreams($top=3;$expand=Observations($top=5))))",
            "Things?$expand=Locations,Datastreams($expand=ObservedProperty,Sensor)",
            "Datastreams?$expand=Thing($expand=Locations),Sensor,ObservedProperty&$top=1000",
            "Observations?$expand=Datastream&$top=1000",
        ] {
            assert_eq!(house.get(less).await.status, 200, "{less}");
        }
    });
}

#[test]
fn answers_with_expanded_entities_are_made_a_few_at_a_time_and_others_meanwhile() {
    for_each_database(|store| async move {
        House::fill(&store).await;
        let (house, state) = House::with_state(&store, &[]);
        let places = state.expanding.available_permits() as u32;
        let busy = state.expanding.clone().acquire_many_owned(places).await.unwrap();
        let waiting = house.get("Things?$expand=Datastreams");
        let waited = tokio::time::timeout(Duration::from_millis(200), waiting).await;
        assert!(waited.is_err(), "an answer is made beyond the places");
        assert_eq!(house.get("Things").await.status, 200);
        drop(busy);
        assert_eq!(house.get("Things?$expand=Datastreams").await.status, 200);
    });
}

#[test]
fn an_entity_below_two_parents_stands_whole_below_both() {
    for_each_database(|store| async move {
        let house = House::fill(&store).await;
        let shared = thing_location::ActiveModel { thing_id: Set(2), location_id: Set(1) };
        let write = store.begin().await.unwrap();
        shared.insert(&*write).await.unwrap();
        write.commit().await.unwrap();
        let path = "Things?$select=id&$expand=Locations($select=id;$orderby=id;\
                    $expand=HistoricalLocations($select=id;$top=1))";
        let answer = house.json(path).await;
        let location = |thing: usize, at: usize| &answer["value"][thing]["Locations"][at];
        assert_eq!(location(0, 0), location(1, 0));
        for (thing, at) in [(0, 0), (1, 0), (1, 1)] {
            let times = location(thing, at)["HistoricalLocations"].as_array().unwrap();
            assert_eq!(times.len(), 1, "{answer}");
        }
    });
}
