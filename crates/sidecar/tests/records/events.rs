//! What plots show of records: everything that explains a series, to whoever may see it, in one bounded answer.

use super::house::{Answer, House, a_deployment, a_retrieval, a_visit, id};
use crate::harvest::impatient;
use crate::support::for_each_database;
use axum::http::StatusCode;
use serde_json::{Value, json};

/// A day at the public site: item 4 deployed in April, a visit with checks, cleaning and a reading, item 4 taken out.
async fn a_day(house: &House) {
    house.equip().await;
    let fed = json!([{"datastream": house.raw, "output_variable": "WaterTemp", "unit": "°C", "medium": "liquidAqueous"}]);
    let mut deployment = a_deployment(house.site, 4, "2026-04-01T10:00-07:00");
    deployment["datastreams"] = fed;
    let visit = || json!(id(11));
    let at = "2026-05-03T10:30-07:00";
    let person = json!({"first_name": "Ada", "last_name": "Lark"});
    let person = json!({"network": "local:N", "record": person});
    assert_eq!(
        house.put("technician", "people", 9, 1_000_009, "*", person).await.status,
        StatusCode::CREATED
    );
    let mut the_visit = a_visit(house.site);
    the_visit["crew"] = json!([id(9)]);
    for (kind, number, record) in [
        ("deployments", 10, deployment),
        ("visits", 11, the_visit),
        (
            "calibrations",
            12,
            json!({"site": house.site, "visit": visit(), "place": "field", "equipment": id(4),
            "output_variable": "WaterTemp", "unit": "°C", "begin": at, "reference_equipment": [id(5)],
            "standards": [{"value": "6.20", "as_found": "6.26", "as_left": "6.20"}]}),
        ),
        (
            "actions",
            13,
            json!({"site": house.site, "visit": visit(), "action_type": "equipmentMaintenance", "begin": at,
            "equipment": [id(4)], "maintenance": {"is_cleaning": true, "reason": "algae"}}),
        ),
        (
            "actions",
            14,
            json!({"site": house.site, "visit": visit(), "action_type": "observation", "begin": at, "readings": [
            {"variable": "WaterTemp", "value": "6.25", "unit": "°C", "reading_type": "routine", "when": at,
             "datastream": house.corrected},
            {"variable": "WaterTemp", "value": "6.30", "unit": "°C", "reading_type": "routine", "when": at,
             "datastream": house.raw}]}),
        ),
        ("actions", 15, a_retrieval(10, "2026-05-03T11:00-07:00")),
    ] {
        let made = house.make("technician", kind, number, record).await;
        assert_eq!(made.status, StatusCode::CREATED, "{kind} {number}: {}", made.text());
    }
}

fn told(answer: &Answer) -> Vec<(String, String)> {
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
    let events = answer.json()["events"].as_array().cloned().unwrap();
    let text = |event: &Value, key: &str| event[key].as_str().unwrap().to_owned();
    events.iter().map(|event| (text(event, "kind"), text(event, "title"))).collect()
}

fn pairs(all: &[(&str, &str)]) -> Vec<(String, String)> {
    all.iter().map(|(kind, title)| ((*kind).to_owned(), (*title).to_owned())).collect()
}

const MAY: &str = "from=2026-05-01T00:00:00Z&to=2026-06-01T00:00:00Z";

#[test]
fn a_series_is_told_what_was_done_to_it_and_with_what() {
    for_each_database(|store| async move {
        let house = House::fill(&store).await;
        a_day(&house).await;
        let path = format!("/api/v1/events?d=local:1&{MAY}");
        let seen = house.get("technician", &path).await;
        let all = pairs(&[
            ("deployments", "Deployment of Sonde S-1"),
            ("visits", "Visit"),
            ("calibrations", "Calibration of WaterTemp"),
            ("maintenance", "Cleaning of Sonde S-1"),
            ("readings", "WaterTemp: 6.25 °C (routine)"),
            ("readings", "WaterTemp: 6.30 °C (routine)"),
            ("deployments", "Retrieval of Sonde S-1"),
        ]);
        assert_eq!(told(&seen), all);
        let json = seen.json();
        let deployment = &json["events"][0];
        assert_eq!(deployment["label"], "S-1");
        // The end is that of the retrieval, with the precision it was written with.
        assert_eq!(deployment["end"], "2026-05-03T11:00-07:00");
        assert_eq!(deployment["record"], id(10).to_string());
        assert_eq!((&json["more"], &json["since"]), (&json!(false), &Value::Null));
        let visit = &json["events"][1];
        assert_eq!(visit["details"], json!(["Crew: Ada Lark; AB", "clear water"]));
        assert_eq!(json["events"][2]["visit"], id(11).to_string());
        let reading = &json["events"][4];
        assert_eq!(reading["reading"]["value"], 6.25);
        assert_eq!(reading["datastreams"], json!(["local:1"]));
        // Whole sites, and some kinds alone.
        let site =
            house.get("technician", &format!("/api/v1/events?site={}&{MAY}", house.site)).await;
        assert_eq!(told(&site), all);
        let some = house.get("technician", &format!("{path}&kinds=visits,maintenance")).await;
        assert_eq!(told(&some), [all[1].clone(), all[3].clone()]);
        let before =
            house.get("technician", "/api/v1/events?d=local:1&to=2026-05-01T00:00:00Z").await;
        assert_eq!(told(&before), [all[0].clone()]);
        let after =
            house.get("technician", "/api/v1/events?d=local:1&from=2026-05-04T00:00:00Z").await;
        assert_eq!(told(&after), []);
    });
}

#[test]
fn others_see_what_is_public_without_names_and_private_series() {
    for_each_database(|store| async move {
        let house = House::fill(&store).await;
        a_day(&house).await;
        for who in ["", "stranger"] {
            let seen = house.get(who, &format!("/api/v1/events?d=local:1&d=local:2&{MAY}")).await;
            let titles: Vec<String> = told(&seen).into_iter().map(|(_, title)| title).collect();
            assert!(titles.contains(&"WaterTemp: 6.25 °C (routine)".to_owned()), "{titles:?}");
            assert!(!titles.contains(&"WaterTemp: 6.30 °C (routine)".to_owned()), "{titles:?}");
            assert!(
                !seen.text().contains("Lark") && !seen.text().contains("local:2"),
                "{}",
                seen.text()
            );
            // What is hidden and what is not there look the same.
            for nowhere in
                ["d=local:3", "d=local:77", &format!("site={}", house.hidden_site), "site=77"]
            {
                let none = house.get(who, &format!("/api/v1/events?{nowhere}")).await;
                assert_eq!(none.json(), json!({"events": [], "more": false}), "{nowhere}");
            }
        }
        // A private visit takes with it what was done on it.
        let mut visit = a_visit(house.site);
        visit["crew"] = json!([id(9)]);
        let hidden = json!({"visibility": "private", "record": visit});
        assert_eq!(
            house.put("manager", "visits", 11, 700, "1", hidden).await.status,
            StatusCode::OK
        );
        let titles = told(&house.get("", &format!("/api/v1/events?d=local:1&{MAY}")).await);
        let left: Vec<&str> = titles.iter().map(|(_, title)| title.as_str()).collect();
        assert_eq!(left, ["Deployment of Sonde S-1", "Retrieval of Sonde S-1"]);
    });
}

#[test]
fn what_is_about_another_series_of_the_site_is_left_out_as_far_as_that_is_known() {
    for_each_database(|store| async move {
        let house = House::fill(&store).await;
        a_day(&house).await;
        // A datastream of another variable at the same site.
        let mut stage = crate::support::builders::a_datastream("T-9");
        stage.property.name = "Stage".to_owned();
        stage.property.code = "STAGE".to_owned();
        let stage = stage.put(&store).await;
        let harvester = gagehouse_sidecar::harvest::Harvester::new(house.state.clone());
        assert!(harvester.harvest_and_log("local").await);
        let seen =
            house.get("technician", &format!("/api/v1/events?d=local:{}&{MAY}", stage.id)).await;
        let kinds: Vec<String> = told(&seen).into_iter().map(|(kind, _)| kind).collect();
        assert_eq!(kinds, ["visits"]);
    });
}

#[test]
fn what_was_done_to_an_item_at_the_bench_or_at_the_maker_is_told_where_it_hung_then() {
    for_each_database(|store| async move {
        let house = House::fill(&store).await;
        a_day(&house).await;
        let bench = |begin: &str| {
            json!({"place": "bench", "equipment": id(4), "output_variable": "WaterTemp", "unit": "°C", "begin": begin,
                "reference_equipment": [id(5)], "standards": [{"value": "20.00", "as_found": "20.10"}]})
        };
        let service = json!({"action_type": "equipmentMaintenance", "equipment": [id(4)], "begin": "2026-04-20-07:00",
            "maintenance": {"is_factory_service": true, "reason": "new seal"}});
        for (kind, number, record) in [
            ("calibrations", 30, bench("2026-04-10T10:00-07:00")),
            // It was taken out before: nothing hangs anywhere that this explains.
            ("calibrations", 31, bench("2026-05-20T10:00-07:00")),
            ("actions", 32, service),
        ] {
            let draft = json!({"network": "local:N", "record": record});
            let made = house.put("technician", kind, number, 5_000 + number, "*", draft).await;
            assert_eq!(made.status, StatusCode::CREATED, "{kind} {number}: {}", made.text());
        }
        let range = "from=2026-04-05T00:00:00Z&to=2026-06-01T00:00:00Z";
        let path = format!("/api/v1/events?d=local:1&{range}&kinds=calibrations,maintenance");
        let seen = house.get("technician", &path).await;
        assert_eq!(
            told(&seen),
            pairs(&[
                ("calibrations", "Bench check of WaterTemp"),
                ("maintenance", "Factory service of Sonde S-1"),
                ("calibrations", "Calibration of WaterTemp"),
                ("maintenance", "Cleaning of Sonde S-1"),
            ])
        );
        let json = seen.json();
        assert_eq!(json["events"][0]["item"], id(4).to_string());
        assert_eq!(json["events"][0]["datastreams"], json!(["local:1"]));
    });
}

#[test]
fn an_answer_is_bounded_and_says_from_when_on_it_is_whole() {
    for_each_database(|store| async move {
        let house = House::fill(&store).await;
        for day in 1..=5u64 {
            let mut visit = a_visit(house.site);
            visit["begin"] = json!(format!("2026-05-0{day}T10:00-07:00"));
            visit["end"] = json!(format!("2026-05-0{day}T12:00-07:00"));
            house.make("technician", "visits", 20 + day, visit).await;
        }
        let seen = house.get("", "/api/v1/events?d=local:1&limit=3").await.json();
        let begins: Vec<&str> = seen["events"]
            .as_array()
            .unwrap()
            .iter()
            .map(|it| it["begin"].as_str().unwrap())
            .collect();
        assert_eq!(
            begins,
            ["2026-05-03T10:00-07:00", "2026-05-04T10:00-07:00", "2026-05-05T10:00-07:00"]
        );
        assert_eq!((&seen["more"], &seen["since"]), (&json!(true), &json!("2026-05-03T17:00:00Z")));
        for (query, named) in [
            ("", "name datastreams"),
            ("d=nothing", "nothing"),
            ("site=x", "site=x"),
            ("d=local:1&from=yesterday", "yesterday"),
            ("d=local:1&kinds=floods", "floods"),
            ("d=local:1&limit=0", "limit=0"),
            ("d=local:1&limt=7", "limt=7"),
            (&"d=local:1&".repeat(201), "201"),
        ] {
            let refused = house.get("", &format!("/api/v1/events?{query}")).await;
            assert_eq!(refused.status, StatusCode::BAD_REQUEST, "{query}");
            assert!(refused.text().contains(named), "{}", refused.text());
        }
    });
}

#[test]
fn an_embed_marks_what_anybody_may_see_and_names_the_signs() {
    for_each_database(|store| async move {
        let house = House::fill(&store).await;
        a_day(&house).await;
        impatient(house.state.clone()).harvest("local").await.unwrap();
        let path = |form: &str, more: &str| {
            format!("/embed/v1/plot{form}?d=local:1&{MAY}&height=700{more}")
        };
        let page = house.get("", &path("", "")).await;
        assert_eq!(page.status, StatusCode::OK, "{}", page.text());
        for text in [
            "Field records: visits (circle), calibrations (diamond), cleaning and maintenance (square), \
             deployments (bar), reference readings (ring with a cross).",
            "Cleaning of Sonde S-1",
        ] {
            assert!(page.text().contains(text), "'{text}' is missing in {}", page.text());
        }
        assert!(!page.text().contains("Lark"), "no names of people");
        let svg = house.get("", &path(".svg", "&lang=es")).await.text();
        assert!(svg.contains("Registros de campo: visitas (círculo)"), "{svg}");
        let none = house.get("", &path("", "&events=none")).await.text();
        assert!(!none.contains("Field records") && !none.contains("Cleaning of"), "{none}");
        // Who asks for records hears when there is no room for them; others need not.
        let low = |more: &str| path("", more).replace("height=700", "height=300");
        let no_room = "Field records have no room at this height";
        let asked = house.get("", &low("&events=calibrations,readings")).await.text();
        assert!(asked.contains(no_room), "{asked}");
        let unasked = house.get("", &low("")).await.text();
        assert!(!unasked.contains(no_room), "{unasked}");
        // What is for members is not in a frame, whoever looks at it.
        for who in ["", "technician"] {
            let own =
                house.get(who, &format!("/embed/v1/plot?d=local:{}&{MAY}", house.hidden)).await;
            assert_eq!(own.status, StatusCode::NOT_FOUND);
        }
    });
}
