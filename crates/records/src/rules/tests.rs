//! What speaks against a record among others.

use super::*;
use proptest::prelude::*;
use serde_json::{Value, json};

fn id(n: u8) -> RecordId {
    RecordId::new(u64::from(n), [n; 10])
}

fn when(text: &str) -> When {
    text.parse().unwrap()
}

fn known() -> Known {
    let mut known = Known { now: Some(TimeUs::from_civil(2026, 6, 1, 0)), ..Known::default() };
    for (site, name) in [(1, "Mill"), (2, "Bridge")] {
        let facts = SiteFacts { name: name.into(), standard_offset_minutes: Some(-420) };
        known.sites.insert(site, facts);
    }
    known.datastreams.extend([(11, 1), (22, 2)]);
    let mut put = |n: u8, kind: Kind, json: Value| {
        let (body, faults) = Body::parse(kind, &json);
        assert!(!faults.stop(), "{:?}", faults.found);
        known.records.insert(id(n), Other { is_deleted: false, body });
    };
    put(
        1,
        Kind::Organization,
        json!({"code": "O", "name": "O", "organization_type": "manufacturer"}),
    );
    put(
        2,
        Kind::EquipmentModel,
        json!({"name": "Sonde", "manufacturer": id(1), "is_instrument": true,
        "output_variables": [{"variable": "pH", "unit": "pH"}, {"variable": "SpCond", "unit": "µS/cm"}]}),
    );
    put(
        3,
        Kind::Equipment,
        json!({"code": "S-1", "name": "Sonde", "equipment_type": "sensor", "model": id(2),
        "serial_number": "1", "owner": id(1), "status": "inStock"}),
    );
    put(
        4,
        Kind::Visit,
        json!({"site": 1, "begin": "2026-05-03T10:00-07:00", "end": "2026-05-03T12:00-07:00",
        "status": "final", "party": "AB"}),
    );
    put(
        5,
        Kind::ReferenceMaterial,
        json!({"code": "pH7", "name": "pH 7 buffer", "medium": "liquidAqueous", "lot": "L1",
        "expires": "2026-01-31-07:00", "values": [{"variable": "pH", "value": "7.00", "unit": "pH"}]}),
    );
    put(
        6,
        Kind::Method,
        json!({"code": "cal", "name": "Two points", "method_type": "instrumentCalibration"}),
    );
    known
}

fn faults(kind: Kind, json: Value, known: &Known) -> Vec<(String, String)> {
    let (body, mut faults) = Body::parse(kind, &json);
    check(id(99), &body, known, &mut faults);
    faults.found.into_iter().map(|f| (f.field, f.code)).collect()
}

fn has(found: &[(String, String)], field: &str, code: &str) -> bool {
    found.iter().any(|(f, c)| f == field && c == code)
}

fn span(n: u8, site: i32, begin: &str, end: Option<&str>) -> Span {
    let (begin, end) = (when(begin), end.map(when));
    Span { deployment: id(n), equipment: id(3), site, attached_to: None, begin, end }
}

fn a_deployment() -> Value {
    json!({"site": 1, "visit": id(4), "action_type": "instrumentDeployment", "equipment": id(3),
        "begin": "2026-05-03T11:00-07:00",
        "datastreams": [{"datastream": 11, "output_variable": "pH", "unit": "pH", "medium": "liquidAqueous"}]})
}

#[test]
fn a_deployment_that_fits_has_no_fault() {
    assert_eq!(faults(Kind::Deployment, a_deployment(), &known()), []);
}

#[test]
fn one_item_is_at_one_place_at_a_time() {
    let mut known = known();
    known.spans = vec![span(7, 2, "2026-04-01T09:00-07:00", None)];
    let (body, mut found) = Body::parse(Kind::Deployment, &a_deployment());
    check(id(99), &body, &known, &mut found);
    assert_eq!(
        found.found[0].message,
        "item 'S-1' is deployed at Bridge since 2026-04-01T09:00-07:00, and is still there"
    );
    // Out of the water there on the same day, which is all that is known.
    known.spans = vec![span(7, 2, "2026-04-01T09:00-07:00", Some("2026-05-03-07:00"))];
    assert_eq!(faults(Kind::Deployment, a_deployment(), &known), []);
    // Deployed later: one that is still open would last into it.
    known.spans = vec![span(7, 2, "2026-05-20T09:00-07:00", None)];
    assert!(has(&faults(Kind::Deployment, a_deployment(), &known), "/equipment", "deployed"));
}

#[test]
fn old_and_new_sensor_are_read_side_by_side_within_the_visit() {
    let mut known = known();
    let (body, _) = Body::parse(Kind::Deployment, &a_deployment());
    known.records.insert(id(8), Other { is_deleted: false, body });
    known.spans = vec![span(8, 1, "2026-04-03T11:00-07:00", None)];
    let swap = |when: &str| {
        json!({"site": 1, "visit": id(4), "action_type": "instrumentRetrieval", "begin": "2026-05-03T11:30-07:00",
            "deployment": id(8), "readings": [{"variable": "pH", "unit": "pH", "reading_type": "reference", "when": when,
            "value": "7.1", "sensor_value": "7.3", "datastream": 11, "device": id(3)}]})
    };
    assert_eq!(faults(Kind::Action, swap("2026-05-03T11:25-07:00"), &known), []);
    for outside in ["2026-05-03T09:59-07:00", "2026-05-03T12:01-07:00"] {
        let found = faults(Kind::Action, swap(outside), &known);
        assert!(has(&found, "/readings/0/when", "outside-visit"), "{found:?}");
    }
}

#[test]
fn a_retrieval_ends_a_deployment_that_is_there_and_only_once() {
    let mut known = known();
    let (body, _) = Body::parse(Kind::Deployment, &a_deployment());
    known.records.insert(id(8), Other { is_deleted: false, body });
    known.spans = vec![span(8, 1, "2026-05-03T11:00-07:00", None)];
    let retrieval = |begin: &str| json!({"site": 1, "action_type": "instrumentRetrieval", "begin": begin, "deployment": id(8)});
    assert_eq!(faults(Kind::Action, retrieval("2026-05-20T11:00-07:00"), &known), []);
    let early = faults(Kind::Action, retrieval("2026-05-02T11:00-07:00"), &known);
    assert!(has(&early, "/begin", "before-begin"), "{early:?}");
    known.spans[0].end = Some(when("2026-05-10T11:00-07:00"));
    assert!(has(
        &faults(Kind::Action, retrieval("2026-05-20T11:00-07:00"), &known),
        "/deployment",
        "retrieved"
    ));
    let nothing = json!({"action_type": "instrumentRetrieval", "begin": "2026-05-20-07:00", "deployment": id(50)});
    assert!(has(&faults(Kind::Action, nothing, &known), "/deployment", "unknown-record"));
    let mut other = retrieval("2026-05-20T11:00-07:00");
    other["action_type"] = json!("equipmentRetrieval");
    assert!(has(&faults(Kind::Action, other, &known), "/action_type", "other-type"));
}

#[test]
fn what_was_done_lies_inside_its_visit_and_at_its_site() {
    let action = json!({"site": 2, "visit": id(4), "action_type": "observation",
        "begin": "2026-05-03T09:00-07:00", "end": "2026-05-03T13:00-07:00"});
    let found = faults(Kind::Action, action, &known());
    assert!(has(&found, "/site", "other-site"));
    assert!(has(&found, "/begin", "outside-visit") && has(&found, "/end", "outside-visit"));
    // A visit that is made shorter leaves it outside.
    let mut known = known();
    known.children = vec![Child {
        id: id(9),
        kind: Kind::Action,
        site: Some(1),
        begin: Some(when("2026-05-03T11:00-07:00")),
        end: None,
    }];
    let visit = json!({"site": 1, "begin": "2026-05-03T10:00-07:00", "end": "2026-05-03T10:30-07:00",
        "status": "final", "party": "AB"});
    assert!(has(&faults(Kind::Visit, visit, &known), "/end", "outside-visit"));
}

#[test]
fn methods_variables_and_units_fit_and_an_expired_standard_is_noticed() {
    let calibration = |variable: &str, unit: &str| {
        json!({"site": 1, "place": "field", "equipment": id(3),
        "output_variable": variable, "unit": unit, "method": id(6), "begin": "2026-05-03T11:00-07:00",
        "standards": [{"material": id(5), "value": "7.00", "as_found": "7.10"}]})
    };
    let found = faults(Kind::Calibration, calibration("pH", "pH"), &known());
    assert!(has(&found, "/standards/0/material", "standard-expired"), "{found:?}");
    assert!(has(&found, "/equipment", "not-at-site"));
    assert_eq!(found.len(), 2);
    let found = faults(Kind::Calibration, calibration("Chl", "pH"), &known());
    assert!(has(&found, "/output_variable", "not-of-model"));
    let found = faults(Kind::Calibration, calibration("pH", "mV"), &known());
    assert!(has(&found, "/unit", "not-of-model"));
    let mut deployment = a_deployment();
    deployment["method"] = json!(id(6));
    deployment["datastreams"][0]["datastream"] = json!(22);
    let found = faults(Kind::Deployment, deployment, &known());
    assert!(has(&found, "/method", "other-type"));
    assert!(has(&found, "/datastreams/0/datastream", "other-site"));
}

#[test]
fn clocks_are_noticed_and_never_refused() {
    let visit = |begin: &str| json!({"site": 1, "begin": begin, "status": "final", "party": "AB"});
    let (body, mut found) = Body::parse(Kind::Visit, &visit("2027-05-03T10:00+14:00"));
    check(id(99), &body, &known(), &mut found);
    assert!(!found.stop());
    let codes: Vec<_> = found.found.iter().map(|f| f.code.as_str()).collect();
    assert_eq!(codes, ["future", "offset"]);
    assert_eq!(faults(Kind::Visit, visit("2026-05-03T10:00-06:00"), &known()), []);
}

#[test]
fn an_end_that_has_not_come_yet_is_noticed() {
    let visit = json!({"site": 1, "begin": "2026-05-03T10:00-07:00", "end": "2036-05-03T11:00-07:00", "status": "final",
        "party": "AB"});
    assert_eq!(faults(Kind::Visit, visit, &known()), [("/end".to_owned(), "future".to_owned())]);
    let action = json!({"site": 1, "action_type": "fieldActivity", "begin": "2026-05-03T10:00-07:00",
        "end": "2036-05-03T11:00-07:00"});
    assert!(has(&faults(Kind::Action, action, &known()), "/end", "future"));
}

#[test]
fn terms_are_odm2s_or_the_networks_own() {
    let mut known = known();
    let visit = json!({"site": 1, "begin": "2026-05-03-07:00", "status": "final", "party": "AB", "completed_work": ["kayaking"]});
    assert!(has(&faults(Kind::Visit, visit.clone(), &known), "/completed_work/0", "term"));
    known.terms.insert(("completedWork".into(), "kayaking".into()));
    assert_eq!(faults(Kind::Visit, visit, &known), []);
}

#[test]
fn what_is_lost_is_deployed_only_with_a_reason_and_what_is_deleted_not_at_all() {
    let mut known = known();
    if let Some(Other { body: Body::Equipment(item), .. }) = known.records.get_mut(&id(3)) {
        item.status = "lost".into();
    }
    assert!(has(
        &faults(Kind::Deployment, a_deployment(), &known),
        "/override_reason",
        "not-in-stock"
    ));
    let mut found_again = a_deployment();
    found_again["override_reason"] = json!("found downstream");
    assert_eq!(faults(Kind::Deployment, found_again.clone(), &known), []);
    known.records.get_mut(&id(3)).unwrap().is_deleted = true;
    assert!(has(&faults(Kind::Deployment, found_again, &known), "/equipment", "deleted"));
}

#[test]
fn levels_are_run_between_the_reference_points_of_the_site_that_are_still_there() {
    let mut known = known();
    for (n, site, given_up) in [(7, 1, None), (8, 2, None), (9, 1, Some("2026-04-01-07:00"))] {
        let point = json!({"site": site, "name": format!("RP{n}"), "datum": "NAVD88", "decommissioned": given_up,
            "reason": "washed out"});
        let (body, _) = Body::parse(Kind::ReferencePoint, &point);
        known.records.insert(id(n), Other { is_deleted: false, body });
    }
    let survey = |origin: u8, point: u8| {
        let levels = json!({"site": 1, "visit": id(4), "action_type": "levelSurvey", "begin": "2026-05-03T11:00-07:00",
            "levels": {"origin": id(origin), "points": [{"name": "staff gage at 1 m", "elevation": "1.003", "unit": "m"},
                {"reference_point": id(point), "elevation": "2.345", "unit": "m"}]}});
        faults(Kind::Action, levels, &known)
    };
    assert_eq!(survey(7, 7), []);
    assert!(has(&survey(8, 7), "/levels/origin", "other-site"));
    assert!(has(&survey(7, 8), "/levels/points/1/reference_point", "other-site"));
    assert!(has(&survey(7, 9), "/levels/points/1/reference_point", "given-up"));
}

proptest! {
    /// However deployments are put in, those that the rule lets in never overlap.
    #[test]
    fn accepted_deployments_of_an_item_never_overlap(
        wishes in proptest::collection::vec((0i64..200, 0i64..40, any::<bool>()), 1..20),
    ) {
        let mut known = known();
        let hour = |h: i64| When::new(TimeUs(h * 3_600_000_000), -420, crate::Precision::Minute);
        for (n, (begin, length, is_open)) in (100u8..).zip(wishes) {
            let json = json!({"site": 1, "action_type": "instrumentDeployment", "equipment": id(3),
                "begin": hour(begin), "end": (!is_open).then(|| hour(begin + length))});
            let (body, mut found) = Body::parse(Kind::Deployment, &json);
            check(id(n), &body, &known, &mut found);
            if found.stop() {
                continue;
            }
            known.spans.push(Span { deployment: id(n), equipment: id(3), site: 1, attached_to: None,
                begin: hour(begin), end: (!is_open).then(|| hour(begin + length)) });
        }
        for (at, one) in known.spans.iter().enumerate() {
            for other in &known.spans[at + 1..] {
                prop_assert!(!one.overlaps(other) && !other.overlaps(one));
            }
        }
        prop_assert!(known.spans.iter().filter(|span| span.end.is_none()).count() <= 1);
    }
}
