//! Pages: complete, without repetition, while data arrive, and no further than the end.

use super::house::{House, NEW_YEAR_US, S};
use crate::support::builders::{load, rows};
use crate::support::for_each_database;
use serde_json::Value;

/// Follows next links to the end and gives every id. The link is asked as a client would: as it stands.
async fn walk(house: &House, path: &str) -> Vec<i64> {
    let mut ids = Vec::new();
    let mut next = format!("/sensorthings/v1.1/{}", path.replace(' ', "%20"));
    for _ in 0..50 {
        let page = house.raw("GET", &next, &[]).await.json();
        let rows = page["value"].as_array().unwrap_or_else(|| panic!("{next}: {page}"));
        ids.extend(rows.iter().map(|row| row["@iot.id"].as_i64().unwrap()));
        match &page["@iot.nextLink"] {
            Value::Null => return ids,
            link => {
                assert!(!rows.is_empty());
                next =
                    link.as_str().unwrap().strip_prefix("http://gages.example").unwrap().to_owned();
            }
        }
    }
    panic!("{path} never ends");
}

#[test]
fn pages_joined_are_the_whole_whatever_the_order() {
    for_each_database(|store| async move {
        let house = House::fill(&store).await;
        for order in [
            "",
            "&$orderby=id desc",
            "&$orderby=result",
            "&$orderby=result desc",
            "&$orderby=result desc,phenomenonTime,id",
            "&$orderby=phenomenonTime desc",
            "&$orderby=phenomenonTime desc,result asc",
            "&$orderby=Datastream/name,result desc",
            "&$orderby=resultQuality/result_qualifiers[0]",
            "&$orderby=resultQuality/result_qualifiers[0] desc",
            "&$orderby=resultTime,validTime desc",
        ] {
            let whole = house.ids(&format!("Observations?$top=1000{order}")).await;
            assert_eq!(whole.len(), 12);
            for top in [1, 5, 12] {
                let paged = walk(&house, &format!("Observations?$top={top}{order}")).await;
                assert_eq!(paged, whole, "{top} {order}");
            }
        }
        for path in [
            "Datastreams?$top=1&$orderby=phenomenonTime desc,properties/noDataValue",
            "Datastreams?$top=3&$orderby=unitOfMeasurement/definition desc,name",
            "Datastreams?$top=1&$filter=id gt 0&$expand=Thing&$count=true&$select=id",
        ] {
            let ids = walk(&house, path).await;
            assert_eq!(ids.len(), 4, "{path}: {ids:?}");
        }
    });
}

#[test]
fn all_observations_by_time_are_right_where_one_datastream_could_fill_the_page() {
    for_each_database(|store| async move {
        let house = House::fill(&store).await;
        // Two datastreams that overlap, with many times in common, and a third far away.
        let values = |from: i64, step: i64, count: i64| {
            let at = |n| (NEW_YEAR_US + (from + n * step) * S, n as f64);
            rows(&(0..count).map(at).collect::<Vec<_>>())
        };
        load(&store, 1, values(7_200, 60, 30)).await;
        load(&store, 2, values(7_260, 30, 40)).await;
        load(&store, 3, values(900_000, 1, 3)).await;
        for options in [
            "$orderby=phenomenonTime desc",
            "$orderby=phenomenonTime",
            "$orderby=phenomenonTime desc,result,id",
            "$orderby=phenomenonTime desc&$filter=result gt 3",
            "$orderby=phenomenonTime&$filter=Datastream/id eq 1",
            "$orderby=phenomenonTime desc&$filter=phenomenonTime lt 2024-01-01T02:10:00Z",
            "$filter=phenomenonTime gt 2024-01-01T02:10:00Z",
        ] {
            let whole = house.ids(&format!("Observations?$top=1000&{options}")).await;
            for top in [2, 7, 20] {
                let paged = walk(&house, &format!("Observations?$top={top}&{options}")).await;
                assert_eq!(paged, whole, "{top} {options}");
                let skipped =
                    house.ids(&format!("Observations?$top={top}&$skip=4&{options}")).await;
                let end = whole.len().min(4 + top);
                assert_eq!(skipped, whole[4..end], "{top} {options}");
            }
        }
    });
}

#[test]
fn a_page_follows_only_if_there_are_more_rows() {
    for_each_database(|store| async move {
        let house = House::fill(&store).await;
        let next = |answer: &Value| answer.get("@iot.nextLink").cloned();
        for path in [
            "Datastreams(1)/Observations?$top=10",
            "Datastreams(1)/Observations?$top=9999999999",
            "Datastreams(1)/Observations?$top=0&$count=true",
            "Datastreams(1)/Observations?$top=5&$skip=5",
            "Datastreams(1)/Observations?$skip=1000",
            "Datastreams(3)/Observations?$resultFormat=dataArray",
            "Datastreams(1)/Observations?$top=0&$resultFormat=dataArray",
        ] {
            assert_eq!(next(&house.json(path).await), None, "{path}");
        }
        let answer = house.json("Datastreams(1)/Observations?$top=9&$count=true").await;
        assert_eq!(answer["@iot.count"], 10);
        assert!(next(&answer).is_some());
        assert_eq!(house.json("Things?$count=false").await.get("@iot.count"), None);
        // Order: filter, count, order, skip, top.
        let path = "Datastreams(1)/Observations?$count=true&$top=1&$skip=2&$orderby=phenomenonTime asc&$filter=result gt '3'";
        let answer = house.json(path).await;
        assert_eq!((&answer["@iot.count"], &answer["value"][0]["@iot.id"]), (&7.into(), &6.into()));
    });
}

#[test]
fn a_next_link_stays_right_while_data_arrive() {
    for_each_database(|store| async move {
        let house = House::fill(&store).await;
        let first =
            house.json("Datastreams(1)/Observations?$top=4&$orderby=phenomenonTime desc").await;
        let next = first["@iot.nextLink"].as_str().unwrap().to_owned();
        let next = next.strip_prefix("http://gages.example").unwrap();
        // New rows at the live end and in the middle of what was read.
        let at = |second: i64| NEW_YEAR_US + second * S;
        load(&store, 1, rows(&[(at(3600), 50.0), (at(500), 51.0)])).await;
        let page = house.raw("GET", next, &[]).await.json();
        let results: Vec<f64> = page["value"]
            .as_array()
            .unwrap()
            .iter()
            .map(|o| o["result"].as_f64().unwrap())
            .collect();
        assert_eq!(results, [5.5, 4.5, 3.5, 2.5]);
    });
}

#[test]
fn a_next_link_keeps_every_option() {
    for_each_database(|store| async move {
        let house = House::fill(&store).await;
        let path = "Datastreams(1)/Observations?%24filter=result+gt+0+and+phenomenonTime+ge+2024-01-01T00%3A00%3A00+00:00&$top=2&$select=id,result&$resultFormat=DataArray&$count=true&$skip=1&$orderby=result";
        let page = house.json(path).await;
        let next = page["@iot.nextLink"].as_str().unwrap();
        assert_eq!(
            next,
            "http://gages.example/sensorthings/v1.1/Datastreams(1)/Observations?$top=2&$count=true\
             &$filter=(result%20gt%200)%20and%20(phenomenonTime%20ge%202024-01-01T00:00:00Z)\
             &$orderby=result%20asc&$select=id,result&$resultFormat=dataArray&$skiptoken=%5B2.5,3%5D"
        );
        let next = house.raw("GET", next.strip_prefix("http://gages.example").unwrap(), &[]).await;
        assert_eq!(next.json()["value"][0]["dataArray"][0], serde_json::json!([4, 3.5]));
    });
}
