//! A technician's visit, and what can be read of it afterwards.

use super::house::{House, a_deployment, a_retrieval, a_visit, id};
use crate::support::for_each_database;
use axum::body::Body;
use axum::http::StatusCode;
use serde_json::json;

#[test]
fn a_visit_with_a_swap_and_a_calibration_is_read_back_with_what_follows_from_it() {
    for_each_database(|store| async move {
        let house = House::fill(&store).await;
        house.equip().await;
        let old = house
            .make(
                "technician",
                "deployments",
                10,
                a_deployment(house.site, 4, "2026-03-01T09:00-07:00"),
            )
            .await;
        assert_eq!(old.status, StatusCode::CREATED, "{}", old.text());
        assert_eq!(old.header("etag"), "\"1\"");
        let mut visit = a_visit(house.site);
        visit["weather"] = json!("rain");
        assert_eq!(house.make("technician", "visits", 20, visit).await.status, StatusCode::CREATED);
        // Worked by hand: fouling (7.50 − 7.40) − (7.62 − 7.60) = 0.08; drift between (7, 7.10) and (10, 10.20) at 7.50:
        // −0.10 + (−0.10) × 0.40 / 3.10 = −0.1129; sum 0.1929: excellent.
        let calibration = json!({"site": house.site, "visit": id(20), "place": "field", "equipment": id(4),
            "output_variable": "pH", "unit": "pH", "begin": "2026-05-03T10:20-07:00",
            "cleaning": {"sensor_before": "7.40", "sensor_after": "7.50", "meter_before": "7.60", "meter_after": "7.62"},
            "standards": [
                {"material": id(6), "value": "7.00", "as_found": "7.10", "as_left": "7.00", "millivolts": "-3.0", "temperature_c": "25.0"},
                {"material": id(7), "value": "10.00", "as_found": "10.20", "as_left": "10.01", "millivolts": "-177.0", "temperature_c": "25.0"}]});
        let made = house.make("technician", "calibrations", 21, calibration).await;
        assert_eq!(made.status, StatusCode::CREATED, "{}", made.text());
        assert_eq!(made.json()["warnings"], json!([]));
        let mut out = a_retrieval(10, "2026-05-03T10:40-07:00");
        out["visit"] = json!(id(20));
        assert_eq!(house.make("technician", "actions", 22, out).await.status, StatusCode::CREATED);
        let mut back = a_deployment(house.site, 5, "2026-05-03T11:15-07:00");
        back["visit"] = json!(id(20));
        back["datastreams"] = json!([{"datastream": house.corrected, "output_variable": "WaterTemp", "unit": "°C", "medium": "liquidAqueous"},
            {"datastream": house.raw, "output_variable": "WaterTemp", "unit": "°C", "medium": "liquidAqueous"}]);
        assert_eq!(
            house.make("technician", "deployments", 23, back).await.status,
            StatusCode::CREATED
        );
        let reading = json!({"site": house.site, "visit": id(20), "action_type": "observation", "begin": "2026-05-03T10:05-07:00",
            "readings": [{"variable": "WaterTemp", "value": "6.20", "unit": "°C", "reading_type": "routine",
                "when": "2026-05-03T10:05-07:00", "datastream": house.corrected},
               {"variable": "WaterTemp", "value": "6.20", "unit": "°C", "reading_type": "routine",
                "when": "2026-05-03T11:55-07:00", "datastream": house.corrected}]});
        assert_eq!(
            house.make("technician", "actions", 24, reading).await.status,
            StatusCode::CREATED
        );

        let read = async |who: &'static str, kind: &str, number| {
            house.get(who, &format!("/api/v1/{kind}/{}", id(number))).await.json()
        };
        let verdict = read("", "calibrations", 21).await["computed"]["verdict"].clone();
        let near = |key: &str, value: f64| (verdict[key].as_f64().unwrap() - value).abs() < 5e-5;
        assert!(
            near("fouling", 0.08) && near("drift", -0.1129) && near("sum", 0.1929),
            "{verdict}"
        );
        assert!((verdict["ph_slope_percent"].as_f64().unwrap() - 98.04).abs() < 0.01);
        assert_eq!(verdict["accuracy"], "excellent");
        assert_eq!(verdict["advice"], json!([]));
        assert_eq!(verdict["passes_as_found"], true);
        // The item that was taken out is nowhere, the other one is there; the old deployment has its end.
        assert_eq!(read("", "equipment", 4).await["computed"], json!({}));
        assert_eq!(read("", "equipment", 5).await["computed"]["deployed"]["site"], house.site);
        assert_eq!(
            read("", "deployments", 10).await["computed"]["ended"],
            "2026-05-03T10:40-07:00"
        );
        // A third of the way from 6.20 to 6.26; and nothing near the other one.
        let beside = read("", "actions", 24).await["computed"]["readings"].clone();
        assert!((beside[0]["sensor"].as_f64().unwrap() - 6.22).abs() < 1e-9, "{beside}");
        assert!((beside[0]["departure"].as_f64().unwrap() - 0.02).abs() < 1e-9);
        assert_eq!(beside[1]["sensor"], json!(null));
        // Digits as typed, and who did it for members alone.
        let visit = read("technician", "visits", 20).await;
        assert_eq!(
            (visit["created_by"].as_str(), visit["record"]["weather"].as_str()),
            (Some("technician"), Some("rain"))
        );
        assert_eq!(read("", "visits", 20).await["created_by"], json!(null));
        // The raw series is private: so is that the sensor feeds it.
        assert_eq!(
            read("technician", "deployments", 23).await["record"]["datastreams"]
                .as_array()
                .unwrap()
                .len(),
            2
        );
        assert_eq!(
            read("", "deployments", 23).await["record"]["datastreams"].as_array().unwrap().len(),
            1
        );

        // Lists: children of the visit, what was in place in April, a site's equipment on one day.
        let count = async |query: &str| {
            house.get("", &format!("/api/v1/{query}")).await.json()["total"].clone()
        };
        assert_eq!(count(&format!("actions?visit={}", id(20))).await, 2);
        assert_eq!(count("deployments?from=2026-04-01T00:00:00Z&to=2026-04-02T00:00:00Z").await, 1);
        assert_eq!(count("deployments?from=2026-05-03T17:50:00Z&to=2026-05-03T17:51:00Z").await, 0);
        assert_eq!(count("visits?q=CLEAR").await, 1);
        assert_eq!(count("visits?q=%25").await, 0);
        assert_eq!(count(&format!("calibrations?naming={}", id(6))).await, 1);
        assert_eq!(count("equipment?network=local:M").await, 0);
        // With what follows from each, as for one alone.
        for (kind, numbers) in [("equipment", [4, 5].as_slice()), ("calibrations", &[21])] {
            let list = house.get("", &format!("/api/v1/{kind}?computed=true")).await.json();
            for &number in numbers {
                let items = list["items"].as_array().unwrap();
                let item = items.iter().find(|item| item["id"] == json!(id(number))).unwrap();
                assert_eq!(item["computed"], read("", kind, number).await["computed"], "{kind}");
            }
        }
        let many = house.get("", "/api/v1/equipment?computed=true&limit=201").await;
        assert_eq!(many.status, StatusCode::BAD_REQUEST);
        let csv = house.get("", "/api/v1/visits?format=csv").await;
        assert!(csv.header("content-disposition").contains("visits.csv"));
        assert!(csv.text().contains(",2026-05-03T10:00-07:00,"), "{}", csv.text());
        let file = house.get("", "/api/v1/visits?format=json-file").await;
        assert!(file.header("content-disposition").contains("visits.json"));
        assert_eq!(file.json()[0]["record"]["begin"], "2026-05-03T10:00-07:00");
        // A file that would hold a part only is none.
        let part = house.get("", "/api/v1/actions?format=csv&limit=1").await;
        assert_eq!(part.status, StatusCode::BAD_REQUEST);
    });
}

#[test]
fn changes_come_in_their_order_with_tombstones_and_to_those_who_may_see_them() {
    for_each_database(|store| async move {
        let house = House::fill(&store).await;
        house.equip().await;
        house.make("technician", "visits", 20, a_visit(house.site)).await;
        house.make("technician", "visits", 21, a_visit(house.hidden_site)).await;
        let all = house.get("technician", "/api/v1/changes").await.json();
        let next = all["next"].as_i64().unwrap();
        let ids: Vec<_> =
            all["rows"].as_array().unwrap().iter().map(|row| row["id"].clone()).collect();
        assert_eq!(ids.last(), Some(&json!(id(21))));
        let public = house.get("", "/api/v1/changes").await.json();
        assert!(!public["rows"].as_array().unwrap().iter().any(|row| row["id"] == json!(id(21))));
        assert_eq!(house.delete("technician", "visits", 21, 50, 1).await.status, StatusCode::OK);
        assert_eq!(house.delete("technician", "visits", 20, 51, 1).await.status, StatusCode::OK);
        let later = house.get("technician", &format!("/api/v1/changes?after={next}")).await.json();
        assert_eq!(
            (
                later["rows"].as_array().unwrap().len(),
                later["tombstones"].as_array().unwrap().len()
            ),
            (0, 2)
        );
        assert_eq!(later["tombstones"][0]["reason"], "mistake");
        assert_eq!(later["more"], false);
        let paged = house.get("technician", "/api/v1/changes?limit=3").await.json();
        assert_eq!(
            (paged["rows"].as_array().unwrap().len(), paged["more"].as_bool()),
            (3, Some(true))
        );
        // What is named stays; a tombstone says so, and can be brought back.
        let used = house.delete("manager", "organizations", 1, 52, 1).await;
        assert_eq!(used.status, StatusCode::CONFLICT);
        assert!(used.text().contains("3 ") || used.text().contains("equipment"), "{}", used.text());
        let gone = house.get("technician", &format!("/api/v1/visits/{}", id(20))).await;
        assert_eq!((gone.status, gone.json()["deleted"].as_bool()), (StatusCode::GONE, Some(true)));
        let back = house
            .put("technician", "visits", 20, 53, "2", json!({"record": a_visit(house.site)}))
            .await;
        assert_eq!(back.status, StatusCode::OK, "{}", back.text());
        assert_eq!(
            house.get("", &format!("/api/v1/visits/{}", id(20))).await.status,
            StatusCode::OK
        );
        // The log has all of it, for managers.
        let log = house.get("manager", &format!("/api/v1/audit?subject={}", id(20))).await.json();
        let actions: Vec<_> =
            log.as_array().unwrap().iter().map(|e| e["action"].as_str().unwrap()).collect();
        assert_eq!(actions, ["create", "delete", "restore"]);
        assert_eq!(log[1]["old"]["remarks"], "clear water");
        // Back from a number the same entries come, the newest first.
        let mut back = house
            .get("manager", &format!("/api/v1/audit?before=9999&subject={}", id(20)))
            .await
            .json();
        back.as_array_mut().unwrap().reverse();
        assert_eq!(back, log);
        assert_eq!(
            house.get("manager", "/api/v1/audit?before=9&after=1").await.status,
            StatusCode::BAD_REQUEST
        );
        assert_eq!(house.get("technician", "/api/v1/audit").await.status, StatusCode::FORBIDDEN);
        assert_eq!(house.get("", "/api/v1/audit").await.status, StatusCode::UNAUTHORIZED);
    });
}

#[test]
fn a_file_is_kept_under_its_hash_and_sent_as_nothing_that_runs() {
    for_each_database(|store| async move {
        let house = House::fill(&store).await;
        house.make("technician", "visits", 20, a_visit(house.site)).await;
        let mut photo = b"\xff\xd8\xff\xe1\x00\x0eExif GPS 41\xff\xc0\x00\x08\x08\x00\x10\x00\x10\x01\xff\xda\x00\x02pixels\xff\xd9".to_vec();
        photo[5] = 13;
        photo.extend(b"<script>alert(1)</script>");
        let attach = async |number: u64, bytes: &[u8], visibility: &str| {
            let hash = gagehouse_sidecar::store::records::apply::sha256(bytes);
            let record = json!({"of": id(20), "sha256": hash, "file_name": "gage \"1\"\u{e9}.jpg", "attachment_kind": "gage"});
            let draft = json!({"visibility": visibility, "record": record});
            let made =
                house.put("technician", "attachments", number, number + 5_000, "*", draft).await;
            assert_eq!(made.status, StatusCode::CREATED, "{}", made.text());
            let path = format!("/api/v1/attachments/{}/content", id(number));
            (house.ask("technician", "PUT", &path, &[], bytes.to_vec()).await, path)
        };
        let (kept, path) = attach(30, &photo, "public").await;
        assert_eq!(kept.status, StatusCode::NO_CONTENT, "{}", kept.text());
        let sent = house.get("technician", &path).await;
        assert_eq!(sent.body, photo);
        assert_eq!(sent.header("content-type"), "image/jpeg");
        assert_eq!(sent.header("x-content-type-options"), "nosniff");
        assert_eq!(
            sent.header("content-disposition"),
            "attachment; filename*=UTF-8''gage%20%221%22%C3%A9.jpg"
        );
        assert!(sent.header("content-security-policy").contains("sandbox"));
        // Everybody else gets the picture without place and without what was hung on it.
        let public = house.get("", &path).await.text();
        assert!(
            public.contains("pixels") && !public.contains("GPS") && !public.contains("script"),
            "{public}"
        );

        let (_, path) = attach(31, b"private notes", "private").await;
        assert_eq!(house.get("technician", &path).await.status, StatusCode::OK);
        assert_eq!(house.get("", &path).await.status, StatusCode::NOT_FOUND);
        assert_eq!(house.get("stranger", &path).await.status, StatusCode::NOT_FOUND);
        let svg = b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>";
        let (refused, _) = attach(32, svg, "public").await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        let (_, path) = attach(33, b"text", "public").await;
        let other = house.ask("technician", "PUT", &path, &[], b"other".to_vec()).await;
        assert_eq!(other.faults(), [("/sha256".to_owned(), "content".to_owned())]);
        let large = house.ask("technician", "PUT", &path, &[], vec![0xff; 60_000_000]).await;
        assert_eq!(large.status, StatusCode::PAYLOAD_TOO_LARGE);
        let nobody = house.ask("", "PUT", &path, &[], Body::from("text")).await;
        assert_eq!(nobody.status, StatusCode::UNAUTHORIZED);
    });
}

#[test]
fn a_large_photo_is_kept_and_one_beyond_the_limit_is_refused_with_its_size_before_it_is_read() {
    for_each_database(|store| async move {
        let house = House::fill(&store).await;
        house.make("technician", "visits", 20, a_visit(house.site)).await;
        // A picture with so much behind its end as a camera's raw copy has.
        let mut photo =
            b"\xff\xd8\xff\xc0\x00\x08\x08\x00\x10\x00\x10\x01\xff\xda\x00\x02pixels\xff\xd9"
                .to_vec();
        photo.resize(20_000_000, 7);
        let hash = gagehouse_sidecar::store::records::apply::sha256(&photo);
        let record =
            json!({"of": id(20), "sha256": hash, "file_name": "a.jpg", "attachment_kind": "other"});
        assert_eq!(
            house.make("technician", "attachments", 21, record).await.status,
            StatusCode::CREATED
        );
        let path = format!("/api/v1/attachments/{}/content", id(21));
        let kept = house.ask("technician", "PUT", &path, &[], photo).await;
        assert_eq!(kept.status, StatusCode::NO_CONTENT, "{}", kept.text());
        assert_eq!(house.get("technician", &path).await.body.len(), 20_000_000);
        // The device says how long it is; nothing has to be sent to be refused.
        let stated = [("content-length", "60000000")];
        let refused = house.ask("technician", "PUT", &path, &stated, "").await;
        assert_eq!(refused.status, StatusCode::PAYLOAD_TOO_LARGE);
        let message = refused.json()["message"].as_str().unwrap().to_owned();
        assert_eq!(message, "the file has 60.0 MB; at most 33.6 MB are taken");
        let silent = house.ask("technician", "PUT", &path, &[], vec![7; 34_000_000]).await;
        assert_eq!(silent.status, StatusCode::PAYLOAD_TOO_LARGE);
        // Other requests are not larger for that.
        let record =
            house.ask("technician", "PUT", "/api/v1/visits/x", &[], vec![b' '; 9_000_000]).await;
        assert_eq!(record.status, StatusCode::PAYLOAD_TOO_LARGE);
    });
}
