//! `$resultFormat=dataArray`.

use super::house::House;
use crate::support::for_each_database;
use serde_json::json;

#[test]
fn components_are_those_selected_in_the_servers_order() {
    for_each_database(|store| async move {
        let house = House::fill(&store).await;
        let path = "Datastreams(1)/Observations?$resultFormat=dataArray&$select=resultQuality,result,phenomenonTime,@iot.id&$orderby=phenomenonTime asc,id asc&$filter=phenomenonTime ge 2024-01-01T00:01:00Z and phenomenonTime lt 2024-01-01T00:03:00Z&$top=10000";
        let ice = json!({ "quality_code": null, "result_qualifiers": ["ice"] });
        assert_eq!(
            house.json(path).await,
            json!({ "value": [{
                "Datastream@iot.navigationLink": "http://gages.example/sensorthings/v1.1/Datastreams(1)",
                "components": ["id", "phenomenonTime", "result", "resultQuality"],
                "dataArray@iot.count": 2,
                "dataArray": [
                    [2, "2024-01-01T00:01:00Z", 1.5, null],
                    [3, "2024-01-01T00:02:00Z", 2.5, ice],
                ],
            }] })
        );
    });
}

#[test]
fn rows_are_grouped_by_datastream_on_every_page() {
    for_each_database(|store| async move {
        let house = House::fill(&store).await;
        let path =
            "Observations?$resultFormat=dataArray&$select=result&$orderby=phenomenonTime,id&$top=5";
        let page = house.json(path).await;
        let groups = page["value"].as_array().unwrap();
        assert_eq!(groups.len(), 2);
        assert_eq!(groups[0]["dataArray"], json!([[0.5], [1.5], [2.5]]));
        assert_eq!(groups[1]["dataArray"], json!([[100], [null]]));
        assert!(page["@iot.nextLink"].is_string());
    });
}

#[test]
fn what_makes_no_row_is_refused() {
    for_each_database(|store| async move {
        let house = House::fill(&store).await;
        for (path, message) in [
            (
                "Things?$resultFormat=dataArray",
                "$resultFormat, at 1: dataArray is a format of Observations only",
            ),
            (
                "Observations?$resultFormat=dataArray&$select=Datastream",
                "$select, at 1: 'Datastream' cannot be a component of a dataArray",
            ),
            (
                "Observations?$resultFormat=dataArray&$expand=Datastream",
                "$expand, at 1: dataArray rows cannot hold expanded entities",
            ),
        ] {
            assert_eq!(house.error(path).await, (400, message.to_owned()), "{path}");
        }
        let csv = house.error("Observations?$resultFormat=CSV").await;
        assert_eq!(csv.0, 501);
    });
}
