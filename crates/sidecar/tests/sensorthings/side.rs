//! Observations that are more than a number at an instant.

use super::house::{House, NEW_YEAR_US, S};
use crate::support::builders::a_datastream;
use crate::support::for_each_database;
use gagehouse_sidecar::store::Store;
use sea_orm::ConnectionTrait;
use serde_json::json;

/// Datastream 1 with: 1 a text, 2 an object, 3 true, 4 the number 5 over an interval, with result time,
/// valid time, parameters and quality-free; each an hour apart.
async fn fill(store: &Store) -> House {
    a_datastream("X").put(store).await;
    let write = store.begin().await.unwrap();
    let hour = |h: i64| NEW_YEAR_US + h * 3600 * S;
    let results = ["'\"ice\"'", "'{\"a\":[1,2]}'", "'true'", "NULL"];
    for (index, json) in results.iter().enumerate() {
        let (id, start) = (index as i64 + 1, hour(index as i64));
        let number = if id == 4 { "5" } else { "NULL" };
        let rest = if id == 4 {
            let [end, later] = [start + 600 * S, start + 900 * S];
            format!("{end}, {later}, {start}, {later}, {json}, '{{\"depth\":2}}'")
        } else {
            format!("NULL, NULL, NULL, NULL, {json}, NULL")
        };
        for sql in [
            format!(
                "INSERT INTO observation (datastream_id, time_us, id, result) VALUES (1, {start}, {id}, {number})"
            ),
            format!(
                "INSERT INTO observation_side (id, datastream_id, time_end_us, result_time_us, valid_start_us, valid_end_us, result, parameters) VALUES ({id}, 1, {rest})"
            ),
        ] {
            write.execute_unprepared(&sql).await.unwrap();
        }
    }
    let block = format!(
        "INSERT INTO observation_block (first_id, datastream_id, used, start_us, end_us) VALUES (1, 1, 4, {}, {})",
        hour(0),
        hour(3)
    );
    write.execute_unprepared(&block).await.unwrap();
    write.commit().await.unwrap();
    House::over(store, &[])
}

#[test]
fn results_of_every_type_are_answered_with_value_and_type() {
    for_each_database(|store| async move {
        let house = fill(&store).await;
        assert_eq!(
            house.list("Observations", "result").await,
            [json!("ice"), json!({ "a": [1, 2] }), json!(true), json!(5)]
        );
        let fourth = house.json("Observations(4)").await;
        assert_eq!(fourth["phenomenonTime"], "2024-01-01T03:00:00Z/2024-01-01T03:10:00Z");
        assert_eq!(fourth["resultTime"], "2024-01-01T03:15:00Z");
        assert_eq!(fourth["validTime"], "2024-01-01T03:00:00Z/2024-01-01T03:15:00Z");
        assert_eq!(fourth["parameters"], json!({ "depth": 2 }));
        let rows =
            house.json("Observations?$resultFormat=dataArray&$select=id,result,validTime").await;
        assert_eq!(rows["value"][0]["dataArray"][1], json!([2, { "a": [1, 2] }, null]));
        assert_eq!(house.get("Observations(1)/result/$value").await.text(), "ice");
        assert_eq!(house.json("Observations(2)/result/a[1]").await, json!({ "a[1]": 2 }));
    });
}

#[test]
fn filters_reach_what_stands_beside_the_number() {
    for_each_database(|store| async move {
        let house = fill(&store).await;
        for (filter, ids) in [
            ("result eq 'ice'", vec![1]),
            ("result eq '5'", vec![4]),
            ("result gt 4", vec![4]),
            ("result eq true", vec![3]),
            ("result", vec![3]),
            ("result/a[1] eq 2", vec![2]),
            ("result eq null", vec![]),
            ("parameters/depth ge 2", vec![4]),
            ("parameters eq null", vec![1, 2, 3]),
            ("resultTime gt 2024-01-01T00:00:00Z", vec![4]),
            ("validTime ge 2024-01-01T03:00:00Z", vec![4]),
            // An interval is before its end, and at least its start.
            ("phenomenonTime lt 2024-01-01T03:05:00Z", vec![1, 2, 3]),
            ("phenomenonTime lt 2024-01-01T03:10:00Z", vec![1, 2, 3, 4]),
            ("phenomenonTime ge 2024-01-01T03:00:00Z", vec![4]),
            ("phenomenonTime eq 2024-01-01T02:00:00Z", vec![3]),
            ("overlaps(phenomenonTime,2024-01-01T03:05:00Z)", vec![4]),
            ("during(2024-01-01T03:05:00Z,phenomenonTime)", vec![4]),
            ("phenomenonTime eq 2024-01-01T03:00:00Z/2024-01-01T03:10:00Z", vec![4]),
        ] {
            for set in ["Observations", "Datastreams(1)/Observations"] {
                assert_eq!(
                    house.ids(&format!("{set}?$filter={filter}")).await,
                    ids,
                    "{set} {filter}"
                );
            }
        }
    });
}
