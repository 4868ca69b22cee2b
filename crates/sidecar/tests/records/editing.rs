//! Two people at one record, and one operation sent more than once.

use super::house::{House, a_deployment, a_visit, id};
use crate::support::for_each_database;
use axum::http::StatusCode;
use gagehouse_records::merge::{merge, take_mine};
use serde_json::{Value, json};

#[test]
fn two_editors_of_other_fields_are_merged_and_of_the_same_field_asked() {
    for_each_database(|store| async move {
        let house = House::fill(&store).await;
        let before = a_visit(house.site);
        house.make("technician", "visits", 20, before.clone()).await;
        // What the server keeps has every field.
        let kept =
            house.get("technician", &format!("/api/v1/visits/{}", id(20))).await.json()["record"]
                .clone();
        let change = |field: &str, value: &str| {
            let mut record = kept.clone();
            record[field] = json!(value);
            record
        };
        let technician = house
            .put("technician", "visits", 20, 101, "1", json!({"record": change("weather", "rain")}))
            .await;
        assert_eq!((technician.status, technician.header("etag")), (StatusCode::OK, "\"2\""));
        let technician2 = change("remarks", "ice at the gage");
        let refused =
            house.put("technician2", "visits", 20, 102, "1", json!({"record": technician2})).await;
        assert_eq!(refused.status, StatusCode::PRECONDITION_FAILED);
        assert_eq!(refused.header("content-type"), "application/problem+json");
        assert_eq!(refused.header("etag"), "\"2\"");
        let current = refused.json()["current"].clone();
        assert_eq!(current["version"], 2);
        let merged = merge(&kept, &technician2, &current["record"]);
        assert_eq!(merged.conflicts, []);
        let sent = house
            .put(
                "technician2",
                "visits",
                20,
                103,
                "2",
                json!({"record": merged.value, "reason": "both"}),
            )
            .await;
        assert_eq!(sent.status, StatusCode::OK, "{}", sent.text());
        let now =
            house.get("", &format!("/api/v1/visits/{}", id(20))).await.json()["record"].clone();
        assert_eq!(
            (now["weather"].as_str(), now["remarks"].as_str()),
            (Some("rain"), Some("ice at the gage"))
        );
        // The same field: nothing is written until somebody chooses.
        let mine = {
            let mut mine = now.clone();
            mine["weather"] = json!("snow");
            mine
        };
        let theirs = {
            let mut theirs = now.clone();
            theirs["weather"] = json!("sun");
            theirs
        };
        assert_eq!(
            house.put("technician", "visits", 20, 104, "3", json!({"record": theirs})).await.status,
            StatusCode::OK
        );
        let refused =
            house.put("technician2", "visits", 20, 105, "3", json!({"record": mine})).await;
        let current: Value = refused.json()["current"]["record"].clone();
        let mut merged = merge(&now, &mine, &current);
        assert_eq!(merged.conflicts[0].field, "/weather");
        take_mine(&mut merged.value, &merged.conflicts[0]);
        assert_eq!(
            house
                .put("technician2", "visits", 20, 106, "4", json!({"record": merged.value}))
                .await
                .status,
            StatusCode::OK
        );
        let log = house.get("manager", &format!("/api/v1/audit?subject={}", id(20))).await.json();
        assert_eq!(log.as_array().unwrap().len(), 5);
        assert_eq!(
            (log[4]["old"]["weather"].as_str(), log[4]["new"]["weather"].as_str()),
            (Some("sun"), Some("snow"))
        );
        // Edit after delete is a conflict too.
        assert_eq!(house.delete("manager", "visits", 20, 107, 5).await.status, StatusCode::OK);
        let late =
            house.put("technician2", "visits", 20, 108, "5", json!({"record": before})).await;
        assert_eq!(
            (late.status, late.json()["current"]["deleted"].as_bool()),
            (StatusCode::GONE, Some(true))
        );
    });
}

#[test]
fn an_operation_that_comes_again_is_applied_once_and_answered_the_same() {
    for_each_database(|store| async move {
        let house = House::fill(&store).await;
        let draft = json!({"record": a_visit(house.site)});
        let first = house.put("technician", "visits", 20, 101, "*", draft.clone()).await;
        for _ in 0..10 {
            let again = house.put("technician", "visits", 20, 101, "*", draft.clone()).await;
            assert_eq!((again.status, again.body), (first.status, first.body.clone()));
        }
        // The same id for something else, or by somebody else.
        let mut other = draft.clone();
        other["record"]["weather"] = json!("rain");
        assert_eq!(
            house.put("technician", "visits", 20, 101, "*", other).await.status,
            StatusCode::CONFLICT
        );
        assert_eq!(
            house.put("technician2", "visits", 20, 101, "*", draft.clone()).await.status,
            StatusCode::CONFLICT
        );
        // A refusal is repeated as well, although by now it would be accepted.
        house.equip().await;
        let late = a_deployment(house.site, 4, "2026-05-01T10:00-07:00");
        house
            .make(
                "technician",
                "deployments",
                30,
                a_deployment(house.site, 4, "2026-04-01T10:00-07:00"),
            )
            .await;
        let refused = house.make("technician", "deployments", 31, late.clone()).await;
        assert_eq!(refused.status, StatusCode::CONFLICT);
        assert!(
            refused.text().contains("deployed at Site S since 2026-04-01T10:00-07:00"),
            "{}",
            refused.text()
        );
        house.delete("technician", "deployments", 30, 109, 1).await;
        let repeated = house.make("technician", "deployments", 31, late.clone()).await;
        assert_eq!(repeated.status, StatusCode::CONFLICT);
        let anew =
            house.put("technician", "deployments", 31, 110, "*", json!({"record": late})).await;
        assert_eq!(anew.status, StatusCode::CREATED);
    });
}

#[test]
fn of_many_who_deploy_one_item_at_once_one_succeeds() {
    for_each_database(|store| async move {
        let house = std::sync::Arc::new(House::fill(&store).await);
        house.equip().await;
        let tries = (0..12u64).map(|n| {
            let house = house.clone();
            tokio::spawn(async move {
                let record = a_deployment(house.site, 4, "2026-05-01T10:00-07:00");
                house.make("technician", "deployments", 40 + n, record).await.status
            })
        });
        let tries: Vec<_> = tries.collect();
        let mut made = 0;
        for attempt in tries {
            made += u32::from(attempt.await.unwrap() == StatusCode::CREATED);
        }
        assert_eq!(made, 1);
        assert_eq!(house.get("", "/api/v1/deployments").await.json()["total"], 1);
    });
}

#[test]
fn what_names_a_record_that_is_not_there_yet_waits_and_is_taken_after_it_by_the_same_operation() {
    for_each_database(|store| async move {
        let house = House::fill(&store).await;
        let remark = serde_json::json!({"of": id(40), "annotation_type": "siteAnnotation", "text": "low water"});
        let action = serde_json::json!({"site": house.site, "visit": id(40), "action_type": "observation",
            "begin": "2026-05-03T11:00-07:00"});
        // Neither says more than which visit it belongs to; the remark not even a site.
        for (kind, number, record) in [("annotations", 41, &remark), ("actions", 42, &action)] {
            let early = house.make("technician", kind, number, record.clone()).await;
            assert_eq!(early.status, StatusCode::FAILED_DEPENDENCY, "{}", early.text());
            assert_eq!(early.faults()[0].1, "unknown-record");
            assert!(early.text().contains(&id(40).to_string()));
        }
        // With another fault it is refused for good.
        let mut wrong = action.clone();
        wrong["end"] = "2026-05-03T10:00-07:00".into();
        let refused = house.make("technician", "actions", 43, wrong).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(
            house.make("technician", "visits", 40, a_visit(house.site)).await.status,
            StatusCode::CREATED
        );
        for (kind, number, record) in [("annotations", 41, remark), ("actions", 42, action)] {
            let taken = house.make("technician", kind, number, record).await;
            assert_eq!(taken.status, StatusCode::CREATED, "{}", taken.text());
        }
        // What others may not see is not there for them, and stays so.
        let hidden =
            serde_json::json!({"of": id(41), "annotation_type": "siteAnnotation", "text": "x"});
        let foreign = house.make("stranger", "annotations", 44, hidden).await;
        assert_eq!(foreign.status, StatusCode::FAILED_DEPENDENCY, "{}", foreign.text());
    });
}

#[test]
fn answers_are_forgotten_by_their_age_and_what_was_done_stays() {
    for_each_database(|store| async move {
        let house = House::fill(&store).await;
        let made = house.make("technician", "visits", 40, a_visit(house.site)).await;
        assert_eq!(made.status, StatusCode::CREATED);
        assert_eq!(store.forget_operations(gagehouse_model::TimeUs(0)).await.unwrap(), 0);
        let later = gagehouse_model::TimeUs(i64::MAX);
        assert_eq!(store.forget_operations(later).await.unwrap(), 1);
        // A device that sends it again is told that the record is there, as it is.
        let again = house.make("technician", "visits", 40, a_visit(house.site)).await;
        assert_eq!(again.status, StatusCode::PRECONDITION_FAILED);
        assert_eq!(again.json()["current"]["version"], 1);
    });
}
