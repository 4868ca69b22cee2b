//! Input that nobody should send, each with a clear answer.

use super::house::{House, a_deployment, a_retrieval, a_visit, an_item, id};
use crate::support::for_each_database;
use axum::body::Body;
use axum::http::StatusCode;
use serde_json::json;

fn has(faults: &[(String, String)], field: &str, code: &str) -> bool {
    faults.iter().any(|(f, c)| f == field && c == code)
}

#[test]
fn bad_records_are_refused_with_every_fault_at_its_field() {
    for_each_database(|store| async move {
        let house = House::fill(&store).await;
        house.equip().await;
        let site = house.site;
        let mut backwards = a_visit(site);
        backwards["end"] = json!("2026-05-03T09:00-07:00");
        backwards["begin"] = json!("2026-05-03T10:00-07:00");
        backwards["crew"] = json!([id(777), "nobody"]);
        backwards["lead"] = json!(7);
        let refused = house.make("technician", "visits", 20, backwards).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        let faults = refused.faults();
        for (field, code) in [
            ("/end", "before-begin"),
            ("/crew/1", "type"),
            ("/lead", "type"),
            ("/crew/0", "unknown-record"),
        ] {
            assert!(has(&faults, field, code), "{field} {code}: {faults:?}");
        }
        assert_eq!(refused.header("content-type"), "application/problem+json");
        assert_eq!(
            (refused.json()["status"].as_u64(), refused.json()["title"].as_str()),
            (Some(422), Some("Unprocessable Entity"))
        );

        // The same probe at two sites; a retrieval of nothing, and of what was retrieved.
        house
            .make("technician", "deployments", 30, a_deployment(site, 4, "2026-04-01T10:00-07:00"))
            .await;
        let twice = house
            .make(
                "technician",
                "deployments",
                31,
                a_deployment(house.hidden_site, 4, "2026-04-02T10:00-07:00"),
            )
            .await;
        assert!(
            twice.status == StatusCode::CONFLICT && has(&twice.faults(), "/equipment", "deployed")
        );
        let nothing = house
            .make(
                "technician",
                "actions",
                32,
                json!({"site": site, "action_type": "instrumentRetrieval",
            "deployment": id(999), "begin": "2026-04-03T10:00-07:00"}),
            )
            .await;
        assert!(has(&nothing.faults(), "/deployment", "unknown-record"), "{}", nothing.text());
        assert_eq!(
            house
                .make("technician", "actions", 33, a_retrieval(30, "2026-04-03T10:00-07:00"))
                .await
                .status,
            StatusCode::CREATED
        );
        let again = house
            .make("technician", "actions", 34, a_retrieval(30, "2026-04-04T10:00-07:00"))
            .await;
        assert_eq!(again.status, StatusCode::CONFLICT, "{}", again.text());
        // Deployed again: the retrieval before it can neither move beyond it nor go away.
        assert_eq!(
            house
                .make(
                    "technician",
                    "deployments",
                    35,
                    a_deployment(site, 4, "2026-04-05T10:00-07:00")
                )
                .await
                .status,
            StatusCode::CREATED
        );
        let moved = house
            .put(
                "technician",
                "actions",
                33,
                200,
                "1",
                json!({"record": a_retrieval(30, "2026-04-06T10:00-07:00")}),
            )
            .await;
        assert!(has(&moved.faults(), "/begin", "deployed"), "{}", moved.text());
        let undone = house.delete("technician", "actions", 33, 201, 1).await;
        assert!(has(&undone.faults(), "/deployment", "deployed"), "{}", undone.text());

        // A site that is hidden from somebody is like one that is not there.
        let hidden = house.make("stranger", "visits", 60, a_visit(house.hidden_site)).await;
        let absent = house.make("stranger", "visits", 61, a_visit(777_777)).await;
        assert_eq!((hidden.status, absent.status), (StatusCode::NOT_FOUND, StatusCode::NOT_FOUND));
        assert_eq!(hidden.json()["message"], absent.json()["message"]);

        // Codes and serial numbers are one item's.
        let mut copy = an_item("S-1");
        copy["code"] = json!("another");
        let draft = json!({"network": "local:N", "record": copy});
        let duplicate = house.put("technician", "equipment", 36, 202, "*", draft).await;
        assert_eq!(duplicate.faults(), [("/serial_number".to_owned(), "duplicate".to_owned())]);

        // Far offsets are kept, further ones refused; a clock that is a year ahead is noticed.
        for (number, offset, status) in [
            (40, "+14:00", StatusCode::CREATED),
            (41, "-12:00", StatusCode::CREATED),
            (42, "+14:15", StatusCode::UNPROCESSABLE_ENTITY),
        ] {
            let record = json!({"site": site, "begin": format!("2026-05-03T10:00{offset}"), "status": "final", "party": "AB"});
            assert_eq!(
                house.make("technician", "visits", number, record).await.status,
                status,
                "{offset}"
            );
        }
        let ahead = json!({"site": site, "begin": "2927-05-03T10:00-07:00", "status": "final", "party": "AB"});
        let ahead = house.make("technician", "visits", 43, ahead).await;
        assert_eq!(
            (ahead.status, ahead.json()["warnings"][0]["code"].as_str()),
            (StatusCode::CREATED, Some("future"))
        );
    });
}

#[test]
fn words_that_are_code_elsewhere_are_words_here() {
    for_each_database(|store| async move {
        let house = House::fill(&store).await;
        let words = "'; DROP TABLE record; -- <script>alert(1)</script> =1+1 %_\\";
        let mut visit = a_visit(house.site);
        visit["remarks"] = json!("a\u{0}b");
        let refused = house.make("technician", "visits", 19, visit.clone()).await;
        assert_eq!(refused.faults(), [("/remarks".to_owned(), "character".to_owned())]);
        visit["remarks"] = json!(words);
        visit["party"] = json!("=cmd|' /C calc'!A0");
        assert_eq!(house.make("technician", "visits", 20, visit).await.status, StatusCode::CREATED);
        let read = house.get("", &format!("/api/v1/visits/{}", id(20))).await;
        assert_eq!(read.header("content-type"), "application/json");
        assert_eq!(read.json()["record"]["remarks"], words);
        let csv = house.get("", "/api/v1/visits?format=csv").await.text();
        assert!(csv.contains(",'=cmd|' /C calc'!A0"), "{csv}");
        for query in ["q=%27%3B%20DROP", "q=%25_%5C", "term=%27%3B%20DROP", "network=%27%3B--"] {
            let found = house.get("", &format!("/api/v1/visits?{query}")).await;
            assert_eq!(found.status, StatusCode::OK, "{query}");
        }
        for (query, part) in [
            ("limit=0", "limit"),
            ("after=x", "after"),
            ("from=yesterday", "from"),
            ("sites=1", "sites"),
            ("format=xml", "format"),
            ("q=%00", "q"),
        ] {
            let refused = house.get("", &format!("/api/v1/visits?{query}")).await;
            assert!(
                refused.status == StatusCode::BAD_REQUEST && refused.text().contains(part),
                "{query}: {}",
                refused.text()
            );
        }
    });
}

#[test]
fn requests_without_what_makes_them_safe_to_repeat_are_refused() {
    for_each_database(|store| async move {
        let house = House::fill(&store).await;
        let path = format!("/api/v1/visits/{}", id(20));
        let body = json!({"record": a_visit(house.site)}).to_string();
        let operation = id(1).to_string();
        let ask = async |headers: &[(&str, &str)], body: &str| {
            house.ask("technician", "PUT", &path, headers, body.to_owned()).await.status
        };
        let op = ("operation-id", operation.as_str());
        assert_eq!(ask(&[op], &body).await, StatusCode::PRECONDITION_REQUIRED);
        assert_eq!(
            ask(&[op, ("if-none-match", "*"), ("if-match", "\"1\"")], &body).await,
            StatusCode::PRECONDITION_REQUIRED
        );
        assert_eq!(ask(&[("if-none-match", "*")], &body).await, StatusCode::BAD_REQUEST);
        assert_eq!(
            ask(&[("operation-id", "7"), ("if-none-match", "*")], &body).await,
            StatusCode::BAD_REQUEST
        );
        assert_eq!(ask(&[op, ("if-match", "x")], &body).await, StatusCode::BAD_REQUEST);
        assert_eq!(ask(&[op, ("if-none-match", "*")], "{").await, StatusCode::BAD_REQUEST);
        assert_eq!(ask(&[op, ("if-match", "\"1\"")], &body).await, StatusCode::NOT_FOUND);
        let other = house
            .ask(
                "technician",
                "PUT",
                "/api/v1/visits/7",
                &[op, ("if-none-match", "*")],
                body.clone(),
            )
            .await;
        assert_eq!(other.status, StatusCode::UNPROCESSABLE_ENTITY);
        let nobody = house.ask("", "PUT", &path, &[op, ("if-none-match", "*")], body).await;
        assert_eq!(nobody.status, StatusCode::UNAUTHORIZED);
        let silent = house.ask("technician", "DELETE", &path, &[op], Body::empty()).await;
        assert_eq!(silent.status, StatusCode::PRECONDITION_REQUIRED);
        let all = house.get("technician", "/api/v1/visits").await.json();
        assert_eq!(all["total"], 0);
    });
}
