//! `$expand` in the forms that clients send.

use super::house::House;
use crate::support::for_each_database;
use serde_json::{Value, json};

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
