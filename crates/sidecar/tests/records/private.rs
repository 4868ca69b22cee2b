//! Private rows are nowhere for whoever may not see them, and everywhere for whoever may.

use super::house::{HIDDEN, House, SECRET, TEN_US, a_deployment, a_retrieval, a_visit, id};
use crate::support::for_each_database;
use axum::http::StatusCode;
use gagehouse_model::TimeUs;
use gagehouse_records::Role;
use gagehouse_sidecar::store::accounts::Grant;

/// Ways to a private thing that do not name it.
const WAYS: [&str; 12] = [
    "/Things",
    "/Things?$expand=Datastreams,Locations,HistoricalLocations",
    "/Datastreams?$expand=Thing,Sensor,ObservedProperty,Observations",
    "/Observations?$expand=Datastream,FeatureOfInterest&$top=1000",
    "/Locations?$expand=Things",
    "/FeaturesOfInterest?$expand=Observations($expand=Datastream)",
    "/Sensors?$expand=Datastreams",
    "/ObservedProperties?$expand=Datastreams($expand=Thing)",
    "/HistoricalLocations?$expand=Thing,Locations",
    "/Things(1)/Datastreams",
    "/Things?$filter=substringof('heron',Datastreams/name)",
    "/Datastreams?$filter=Thing/name%20eq%20'Site%20of%20the%20heron'",
];

#[test]
fn raw_and_hidden_data_are_seen_by_members_and_by_nobody_else_through_every_way() {
    for_each_database(|store| async move {
        let house = House::fill(&store).await;
        for who in ["", "stranger"] {
            for way in WAYS {
                let answer = house.get(who, &format!("/sensorthings/v1.1{way}")).await;
                assert_eq!(answer.status, StatusCode::OK, "{way}");
                // The filter itself is repeated in no answer but links of further pages.
                assert!(!answer.text().contains(SECRET), "{who:?} {way}: {}", answer.text());
            }
            for path in ["/api/v1/catalog", "/api/v1/sites", "/api/v1/networks", "/api/v1/sources"]
            {
                assert!(!house.get(who, path).await.text().contains(SECRET), "{path}");
            }
            let site = house.get(who, "/api/v1/sites/local/S").await.json();
            assert_eq!(site["datastreams"].as_array().unwrap().len(), 1);
            let path = format!("/api/v1/sites/local/{HIDDEN}");
            assert_eq!(house.get(who, &path).await.status, StatusCode::NOT_FOUND);
            for id in [2, 3] {
                for path in [
                    format!("/sensorthings/v1.1/Datastreams({id})"),
                    format!("/sensorthings/v1.1/Datastreams({id})/Observations"),
                    format!("/api/v1/datastreams/local/{id}/changes?since=0"),
                ] {
                    assert_eq!(house.get(who, &path).await.status, StatusCode::NOT_FOUND, "{path}");
                }
            }
        }
        let seen =
            house.get("technician", "/sensorthings/v1.1/Datastreams?$count=true").await.json();
        assert_eq!(seen["@iot.count"], 3);
        let seen = house.get("technician", "/sensorthings/v1.1/Datastreams(3)/Observations").await;
        assert_eq!(seen.json()["value"].as_array().unwrap().len(), 2);
        assert_eq!(seen.header("cache-control"), "private, no-store");
        let site = house.get("technician", "/api/v1/sites/local/S").await.json();
        assert_eq!(site["datastreams"].as_array().unwrap().len(), 2);
        // Counts differ by who counts, also in the catalog's parts, whose address opens them for their own alone.
        let count = async |who: &'static str| {
            house.get(who, "/api/v1/networks").await.json()[0]["datastreams"].clone()
        };
        assert_eq!((count("").await, count("technician").await), (1.into(), 3.into()));
        let manifest = house.get("technician", "/api/v1/catalog").await.json();
        let part = manifest["sources"][0]["parts"][0]["url"].as_str().unwrap().to_owned();
        let own = house.get("technician", &part).await;
        assert!(own.text().contains(SECRET));
        assert_eq!(own.header("cache-control"), "private, no-store");
        for who in ["", "stranger"] {
            assert_eq!(house.get(who, &part).await.status, StatusCode::NOT_FOUND, "{who}");
        }
    });
}

#[test]
fn a_partner_sees_what_is_named_and_nothing_beside_it() {
    for_each_database(|store| async move {
        let house = House::fill(&store).await;
        let network = store.network_named("local:N").await.unwrap().unwrap().id;
        let names = async || {
            let found = house.get("partner", "/sensorthings/v1.1/Datastreams").await.json();
            let name = |row: &serde_json::Value| row["name"].as_str().unwrap().to_owned();
            found["value"].as_array().unwrap().iter().map(name).collect::<Vec<_>>()
        };
        let grant = async |grants: &[Grant]| {
            store
                .set_role("partner", network, Some(Role::Partner), grants, "test", TimeUs(TEN_US))
                .await
                .unwrap();
        };
        // Raw data of every site, the hidden one with them.
        assert_eq!(names().await.len(), 3);
        grant(&[Grant::Datastream(house.raw)]).await;
        assert_eq!(names().await, ["Datastream T-1", "raw heron"]);
        let raw = house.get("partner", "/sensorthings/v1.1/Datastreams(2)/Observations").await;
        assert_eq!(raw.json()["value"].as_array().unwrap().len(), 2);
        let hidden = format!("/api/v1/sites/local/{HIDDEN}");
        assert_eq!(house.get("partner", &hidden).await.status, StatusCode::NOT_FOUND);
        grant(&[Grant::Site(house.hidden_site)]).await;
        assert_eq!(names().await, ["Datastream T-1", "hidden heron"]);
        assert_eq!(house.get("partner", &hidden).await.status, StatusCode::OK);
        let expanded = house.get("partner", "/sensorthings/v1.1/Datastreams(3)?$expand=Thing($expand=Locations),Sensor,ObservedProperty").await;
        assert_eq!(expanded.json()["Thing"]["Locations"].as_array().unwrap().len(), 1);
        // Visits of the hidden site, unless they are private themselves.
        house.make("technician", "visits", 20, a_visit(house.hidden_site)).await;
        let private =
            serde_json::json!({"visibility": "private", "record": a_visit(house.hidden_site)});
        house.put("technician", "visits", 21, 500, "*", private).await;
        let visits = house.get("partner", "/api/v1/visits").await.json();
        assert_eq!(
            (visits["total"].as_u64(), visits["items"][0]["id"].as_str()),
            (Some(1), Some(id(20).to_string().as_str()))
        );
        // A retrieval that names no site is as hidden as its deployment.
        house.equip().await;
        house
            .make(
                "technician",
                "deployments",
                30,
                a_deployment(house.hidden_site, 4, "2026-04-01T10:00-07:00"),
            )
            .await;
        house.make("technician", "actions", 31, a_retrieval(30, "2026-04-02T10:00-07:00")).await;
        let total = async |who: &'static str| {
            house.get(who, "/api/v1/actions").await.json()["total"].clone()
        };
        assert_eq!(
            (total("").await, total("partner").await, total("technician").await),
            (0.into(), 1.into(), 1.into())
        );
        // Readings beside a private series are not counted either.
        let reading = |key: i32| {
            serde_json::json!({"variable": "WaterTemp", "value": "6.2", "unit": "°C", "reading_type": "routine",
            "when": "2026-05-03T10:05-07:00", "datastream": key})
        };
        let readings = serde_json::json!({"site": house.site, "action_type": "observation", "begin": "2026-05-03T10:05-07:00",
            "readings": [reading(house.raw), reading(house.corrected)]});
        house.make("technician", "actions", 32, readings).await;
        let action = house.get("", &format!("/api/v1/actions/{}", id(32))).await.json();
        for list in [&action["record"]["readings"], &action["computed"]["readings"]] {
            assert_eq!(list.as_array().unwrap().len(), 1, "{action}");
        }
        grant(&[]).await;
        assert_eq!(names().await, ["Datastream T-1"]);
        assert_eq!(house.get("partner", "/api/v1/visits").await.json()["total"], 0);
        // A key of somewhere else opens nothing there.
        let other = store.network_named("local:M").await.unwrap().unwrap().id;
        let foreign = [Grant::Site(house.hidden_site), Grant::Datastream(house.hidden)];
        store
            .set_role("partner", other, Some(Role::Partner), &foreign, "test", TimeUs(TEN_US))
            .await
            .unwrap();
        assert_eq!(names().await, ["Datastream T-1"]);
    });
}
