//! Paths, properties, links, who sees what, and what is refused.

use super::house::House;
use crate::support::for_each_database;
use serde_json::json;

#[test]
fn paths_lead_to_entities_at_any_depth() {
    for_each_database(|store| async move {
        let house = House::fill(&store).await;
        for (path, ids) in [
            ("Things", vec![1, 2]),
            ("Things(1)/Datastreams", vec![1, 2]),
            ("Things('2')/Datastreams", vec![3, 4]),
            ("Datastreams(2)/Thing/Datastreams(1)/Observations?$top=2", vec![1, 2]),
            ("Things(1)/Locations(1)/Things(1)/HistoricalLocations(1)/Locations", vec![1]),
            ("Sensors(1)/Datastreams", vec![1, 2, 3, 4]),
            ("ObservedProperties(1)/Datastreams(3)/Thing/Locations", vec![2]),
            ("FeaturesOfInterest(1)/Observations?$orderby=id&$top=2", vec![1, 2]),
            ("Observations(3)/FeatureOfInterest/Observations?$top=1&$orderby=id desc", vec![8194]),
            ("Locations(2)/HistoricalLocations(2)/Thing/Datastreams", vec![3, 4]),
        ] {
            assert_eq!(house.ids(path).await, ids, "{path}");
        }
        for (path, id) in [
            ("Datastreams(2)/Thing", 1),
            ("Observations(3)/Datastream", 1),
            ("Observations(8193)/Datastream/Sensor", 1),
            ("HistoricalLocations(2)/Thing", 2),
            ("Observations(1)/FeatureOfInterest", 1),
            ("Things(1)/Datastreams(2)/Observations(8193)", 8193),
        ] {
            assert_eq!(house.json(path).await["@iot.id"], id, "{path}");
        }
    });
}

#[test]
fn what_does_not_exist_or_belong_there_is_not_found() {
    for_each_database(|store| async move {
        let house = House::fill(&store).await;
        for path in [
            "Things(99)",
            "Things(9223372036854775807)",
            "Things(99999999999999999999)",
            "Things('x')",
            "Things(-1)",
            "Observations(0)",
            "Observations(11)",
            "Observations(9223372036854775807)",
            "Things(1)/Datastreams(3)",
            "Things(2)/Datastreams(1)/Observations",
            "Datastreams(1)/Observations(8193)",
            "Things(1)/Locations(2)",
            "Things(1)/nope",
            "Nope",
            "Things/Datastreams",
        ] {
            assert_eq!(house.error(path).await.0, 404, "{path}");
        }
    });
}

#[test]
fn private_sites_and_hidden_results_are_not_there() {
    for_each_database(|store| async move {
        let house = House::fill(&store).await;
        assert_eq!(house.ids("Things").await, [1, 2]);
        assert_eq!(house.ids("Locations").await, [1, 2]);
        assert_eq!(house.ids("HistoricalLocations").await, [1, 2]);
        assert_eq!(house.ids("FeaturesOfInterest").await, [1, 2]);
        assert_eq!(house.ids("Datastreams").await, [1, 2, 3, 4]);
        assert_eq!(house.ids("Datastreams(4)/Observations").await, [0i64; 0]);
        let count = house.json("Observations?$count=true&$top=0").await;
        assert_eq!(count, json!({ "@iot.count": 12, "value": [] }));
        // Ids of the hidden and of the private datastream's only observation.
        for path in ["Datastreams(5)", "Things(3)", "Observations(16385)", "Observations(24577)"] {
            assert_eq!(house.error(path).await.0, 404, "{path}");
        }
        // Nor does a filter tell anything about them.
        assert_eq!(house.ids("Sensors?$filter=Datastreams/id eq 5").await, [0i64; 0]);
        assert_eq!(house.ids("Datastreams?$filter=Observations/result eq 1").await, [0i64; 0]);
        let expanded = house.json("Sensors?$expand=Datastreams($select=id;$count=true)").await;
        assert_eq!(expanded["value"][0]["Datastreams@iot.count"], 4);
    });
}

#[test]
fn a_property_is_answered_alone_and_bare() {
    for_each_database(|store| async move {
        let house = House::fill(&store).await;
        assert_eq!(house.json("Things(1)/name").await, json!({ "name": "Site A" }));
        assert_eq!(house.json("Things(1)/id").await, json!({ "@iot.id": 1 }));
        assert_eq!(
            house.json("Things(1)/properties/siteType").await,
            json!({ "siteType": "Stream" })
        );
        assert_eq!(
            house.json("Locations(1)/location/geometry/coordinates[1]").await,
            json!({ "coordinates[1]": 41.9 })
        );
        for (path, kind, text) in [
            ("Things(1)/name/$value", "text/plain; charset=utf-8", "Site A"),
            ("Things(1)/id/$value", "text/plain; charset=utf-8", "1"),
            ("Observations(3)/result/$value", "text/plain; charset=utf-8", "2.5"),
            (
                "Observations(1)/phenomenonTime/$value",
                "text/plain; charset=utf-8",
                "2024-01-01T00:00:00Z",
            ),
            ("Datastreams(1)/observedArea/coordinates/$value", "application/json", "[-111.5,41.9]"),
        ] {
            let answer = house.get(path).await;
            assert_eq!((answer.header("content-type"), answer.text()), (kind, text), "{path}");
        }
        for path in [
            "Observations(1)/resultTime",
            "Observations(1)/resultTime/$value",
            "Datastreams(3)/phenomenonTime",
            "Things(1)/properties/nope",
            "Things(1)/properties/siteType/deeper",
        ] {
            let answer = house.get(path).await;
            assert_eq!((answer.status.as_u16(), answer.text()), (204, ""), "{path}");
        }
        let references = house.json("Things(1)/Datastreams/$ref").await;
        let links = references["value"].as_array().unwrap();
        assert_eq!(
            links[1],
            json!({ "@iot.selfLink": "http://gages.example/sensorthings/v1.1/Datastreams(2)" })
        );
    });
}

#[test]
fn select_gives_what_was_selected_and_nothing_else() {
    for_each_database(|store| async move {
        let house = House::fill(&store).await;
        let answer = house.json("Things(1)?$select=id,name,Datastreams").await;
        assert_eq!(
            answer,
            json!({
                "@iot.id": 1,
                "name": "Site A",
                "Datastreams@iot.navigationLink":
                    "http://gages.example/sensorthings/v1.1/Things(1)/Datastreams",
            })
        );
        let answer = house.json("Datastreams(3)?$select=@iot.id,phenomenonTime").await;
        assert_eq!(answer, json!({ "@iot.id": 3, "phenomenonTime": null }));
    });
}

#[test]
fn links_follow_the_configured_address_or_the_request() {
    for_each_database(|store| async move {
        let house = House::fill(&store).await;
        let proxied = [
            ("x-forwarded-host", "water.example"),
            ("x-forwarded-proto", "https"),
            ("x-forwarded-path", "/hydro"),
        ];
        let answer = house.get_with("Things?$top=1&$expand=Datastreams", &proxied).await.json();
        let root = "https://water.example/hydro/sensorthings/v1.1";
        assert_eq!(
            answer["@iot.nextLink"],
            format!("{root}/Things?$top=1&$expand=Datastreams&$skiptoken=%5B1%5D")
        );
        let inner = &answer["value"][0]["Datastreams"][0]["@iot.selfLink"];
        assert_eq!(inner, &format!("{root}/Datastreams(1)"));

        let configured = House::over(&store, &[("public_url", "https://gages.example/base")]);
        let answer = configured.get_with("Things(1)", &proxied).await.json();
        assert_eq!(
            answer["@iot.selfLink"],
            "https://gages.example/base/sensorthings/v1.1/Things(1)"
        );
    });
}

#[test]
fn every_origin_may_read_also_errors() {
    for_each_database(|store| async move {
        let house = House::fill(&store).await;
        let origin = [("origin", "https://elsewhere.example")];
        for path in ["Things", "Things(99)", "Things?$top=x"] {
            let answer = house.get_with(path, &origin).await;
            assert_eq!(answer.header("access-control-allow-origin"), "*", "{path}");
            assert_eq!(answer.header("access-control-expose-headers"), "location", "{path}");
        }
        let preflight = [
            ("origin", "https://elsewhere.example"),
            ("access-control-request-method", "GET"),
            ("access-control-request-headers", "x-api-key"),
        ];
        let answer = house.raw("OPTIONS", "/sensorthings/v1.1/Things", &preflight).await;
        assert_eq!(answer.header("access-control-allow-methods"), "GET,HEAD,OPTIONS");
        assert!(answer.header("access-control-allow-headers").contains("x-api-key"));
        let head = house.raw("HEAD", "/sensorthings/v1.1/Things", &origin).await;
        assert_eq!((head.status.as_u16(), head.body.len()), (200, 0));
    });
}

#[test]
fn what_is_wrong_is_named_with_its_place() {
    for_each_database(|store| async move {
        let house = House::fill(&store).await;
        for (path, status, message) in [
            ("Things?$foo=1", 400, "options, at 1: there is no option '$foo'"),
            ("Things?$top=-1", 400, "$top, at 1: expected a whole number of 0 or more, found '-1'"),
            (
                "Things?$filter=name eq 5",
                400,
                "$filter, at 1: text cannot be compared with a number",
            ),
            ("Things?$filter=name", 400, "$filter, at 1: expected a condition, not text"),
            ("Things?$orderby=colour", 400, "$orderby, at 1: a Thing has no property"),
            (
                "Things?$skiptoken=[true]",
                400,
                "$skiptoken, at 1: this token was not made by this service",
            ),
            ("Things?$skiptoken=[1,2]", 400, "$skiptoken, at 1: this token does not fit the order"),
            (
                "Things?$skiptoken=[\"x\"]",
                400,
                "$skiptoken, at 1: this token does not fit the order",
            ),
            ("Observations?$filter=result gt 'high' and id eq 1", 200, ""),
            ("Observations?$filter=id gt 'high'", 400, "$filter, at 7: 'high' is no number"),
            (
                "Observations?$filter=during(phenomenonTime,2024-01-01T00:00:00Z)",
                400,
                "$filter, at 23: during() needs an interval",
            ),
            (
                "Locations?$filter=geo.intersects(location,geography'POINT(1 2)')",
                501,
                "$filter, at 1: geo.intersects() is not supported yet",
            ),
            ("MultiDatastreams", 501, "path, at 1: MultiDatastreams are not supported yet"),
            ("Things(1)?$filter=id eq 1", 400, "$filter, at 1: $filter applies to a set"),
        ] {
            if status == 200 {
                assert_eq!(house.ids(path).await, [0i64; 0], "{path}");
                continue;
            }
            let (code, said) = house.error(path).await;
            assert_eq!(code, status, "{path}: {said}");
            assert!(said.starts_with(message), "{path}: {said}");
        }
        for uri in ["/sensorthings", "/sensorthings/v1.0/Things", "/sensorthings/v1.10"] {
            let answer = house.raw("GET", uri, &[]).await;
            assert_eq!((answer.status.as_u16(), &answer.json()["type"]), (404, &json!("error")));
        }
        let answer = house.raw("POST", "/sensorthings/v1.1/Things", &[]).await;
        assert_eq!((answer.status.as_u16(), &answer.json()["code"]), (405, &json!(405)));
    });
}
