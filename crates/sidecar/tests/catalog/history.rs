//! What was done at a site and what hangs there now: on its page and beside it, for whoever may see it.

use super::pages::{serve, visit};
use crate::records::house::{HIDDEN, House, TEN_US, a_deployment, a_retrieval, a_visit, id};
use crate::support::for_each_database;
use axum::http::StatusCode;
use gagehouse_model::TimeUs;
use gagehouse_model::time::DAY_US;
use gagehouse_sidecar::clock;
use serde_json::{Value, json};

/// The day after the visit.
const LATER: TimeUs = TimeUs(TEN_US + DAY_US);
const PATH: &str = "/api/v1/sites/local/S/history";

/// A sonde that was swapped for another on a visit, and a visit that others may not see.
async fn fill(house: &House) {
    house.equip().await;
    let made = async |kind, number, record: Value| {
        let answer = house.make("technician", kind, number, record).await;
        assert_eq!(answer.status, StatusCode::CREATED, "{kind} {number}: {}", answer.text());
    };
    made("deployments", 10, a_deployment(house.site, 4, "2026-03-01T09:00-07:00")).await;
    let mut swap = a_visit(house.site);
    swap["completed_work"] = json!(["cleaning", "calibration"]);
    made("visits", 20, swap).await;
    let of_visit = |mut record: Value| {
        record["visit"] = json!(id(20));
        record
    };
    made("actions", 22, of_visit(a_retrieval(10, "2026-05-03T10:40-07:00"))).await;
    made("deployments", 23, of_visit(a_deployment(house.site, 5, "2026-05-03T11:15-07:00"))).await;
    let mut private = a_visit(house.site);
    private["begin"] = json!("2026-05-03T13:00-07:00");
    private["end"] = json!("2026-05-03T13:30-07:00");
    private["remarks"] = json!("the key is under the stone");
    let draft = json!({ "visibility": "private", "record": private });
    let hidden = house.put("technician", "visits", 30, 1_000_030, "*", draft).await;
    assert_eq!(hidden.status, StatusCode::CREATED, "{}", hidden.text());
}

#[test]
fn visits_and_what_is_deployed_are_told_in_words_to_whoever_may_see_them() {
    for_each_database(|store| async move {
        let house = House::fill(&store).await;
        let nothing = clock::at(LATER, house.get("", PATH)).await.json();
        assert_eq!(nothing, json!({"visits": [], "visit_count": 0, "equipment": []}));
        fill(&house).await;
        let seen = clock::at(LATER, house.get("", PATH)).await.json();
        assert_eq!(
            seen,
            json!({
                "visits": [{
                    "begin": "2026-05-03 10:00 UTC\u{2212}07:00",
                    "done": ["cleaning", "calibration", "instrument retrieval", "instrument deployment"],
                    "remarks": "clear water",
                }],
                "visit_count": 1,
                "equipment": [{
                    "name": "Sonde", "model": "Sonde 6", "serial_number": "S-2",
                    "since": "2026-05-03 11:15 UTC\u{2212}07:00",
                }],
            })
        );
        // Before the swap the other one hung there.
        let before = TimeUs(TEN_US - DAY_US);
        let hung = clock::at(before, house.get("", PATH)).await.json();
        assert_eq!(hung["equipment"][0]["serial_number"], "S-1");
        let own = clock::at(LATER, house.get("technician", PATH)).await.json();
        assert_eq!(own["visit_count"], 2);
        assert_eq!(own["visits"][0]["remarks"], "the key is under the stone");
        let private = house.get("", &format!("/api/v1/sites/local/{HIDDEN}/history")).await;
        assert_eq!(private.status, StatusCode::NOT_FOUND);

        let (_folder, _, app) = serve(&store);
        let (_, page) = clock::at(LATER, visit(&app, "/sites/local/S")).await;
        for part in [
            "Field visits and equipment",
            "Sonde, Sonde 6, no. S-2",
            "Cleaning, calibration, instrument retrieval, instrument deployment.",
        ] {
            assert!(page.contains(part), "{part} is not in {page}");
        }
        assert!(!page.contains("under the stone"));
    });
}
