//! Reading whatever is sent.

use super::*;
use crate::RecordId;
use proptest::prelude::*;
use serde_json::json;

fn faults(kind: Kind, json: Value) -> Vec<(String, String)> {
    let (_, faults) = Body::parse(kind, &json);
    faults.found.into_iter().map(|fault| (fault.field, fault.code)).collect()
}

#[test]
fn every_fault_is_listed_at_once_with_its_field() {
    let found = faults(
        Kind::Visit,
        json!({
            "site": "seven", "begin": "2026-05-03T10:15-07:00", "end": "2026-05-03T09:00-07:00",
            "crew": ["nobody", 7], "status": "final", "wether": "rain",
            "position": {"latitude": "95", "longitude": "12,5"},
        }),
    );
    let expected = [
        ("/crew/0", "type"),
        ("/crew/1", "type"),
        ("/position/longitude", "type"),
        ("/site", "type"),
        ("/wether", "unknown"),
        ("/end", "before-begin"),
        ("/crew", "required"),
        ("/position/latitude", "range"),
    ];
    let mut found: Vec<_> = found.iter().map(|(f, c)| (f.as_str(), c.as_str())).collect();
    found.sort_unstable();
    let mut expected = expected.to_vec();
    expected.sort_unstable();
    assert_eq!(found, expected);
}

#[test]
fn faults_deep_in_lists_keep_the_index_that_was_sent() {
    let found = faults(
        Kind::Action,
        json!({"action_type": "observation", "begin": "2026-05-03-07:00", "readings": [
            {"variable": "Stage", "value": "1.2", "unit": "m", "when": "2026-05-03", "reading_type": "routine"},
            7,
            {"variable": "Stage", "value": "=1+1", "unit": "m", "when": "2026-05-03T10:00Z", "reading_type": "routine"},
        ]}),
    );
    let found: Vec<_> = found.iter().map(|(f, c)| (f.as_str(), c.as_str())).collect();
    assert!(found.contains(&("/readings/0/when", "type")), "{found:?}");
    assert!(found.contains(&("/readings/1", "type")), "{found:?}");
    assert!(found.contains(&("/readings/2/value", "type")), "{found:?}");
}

#[test]
fn what_is_no_record_at_all_is_one_fault() {
    for json in [json!(null), json!([]), json!("x"), json!(7)] {
        assert_eq!(faults(Kind::Equipment, json), [(String::new(), "type".to_owned())]);
    }
}

#[test]
fn sending_a_program_before_its_tables_are_retrieved_needs_a_reason() {
    let id = "0190c0de-0000-7000-8000-000000000000";
    let hash = "a".repeat(64);
    let mut program = json!({
        "logger": id, "name": "stream.cr1x", "version": "3", "sha256": hash, "previous": id,
        "begin": "2026-05-03T11:00-07:00",
        "retrieved": [{"table": "Min15", "newest_in_logger": 500, "newest_in_file": 499, "sha256": hash}],
    });
    let code = |json: &Value| faults(Kind::DataloggerProgram, json.clone());
    assert_eq!(
        code(&program),
        [("/retrieved/0/newest_in_file".to_owned(), "not-retrieved".to_owned())]
    );
    program["retrieved"][0]["newest_in_file"] = json!(500);
    assert_eq!(code(&program), []);
    program["retrieved"] = json!([]);
    assert_eq!(code(&program), [("/retrieved".to_owned(), "not-retrieved".to_owned())]);
    program["not_retrieved_reason"] = json!("logger destroyed by lightning");
    assert_eq!(code(&program), []);
}

pub(super) fn any_json() -> impl Strategy<Value = Value> {
    let names = prop_oneof![
        Just("site"),
        Just("begin"),
        Just("end"),
        Just("crew"),
        Just("readings"),
        Just("value"),
        Just("standards"),
        Just("cleaning"),
        Just("status"),
        Just("x"),
        Just("a/b~"),
    ];
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<i64>().prop_map(|n| json!(n)),
        any::<f64>().prop_map(|n| json!(n)),
        ".{0,12}".prop_map(|s| json!(s)),
        Just(json!("2026-05-03T10:15-07:00")),
        Just(json!("7.00")),
    ];
    leaf.prop_recursive(4, 40, 5, move |inner| {
        prop_oneof![
            proptest::collection::btree_map(
                names.clone().prop_map(str::to_owned),
                inner.clone(),
                0..5
            )
            .prop_map(|m| json!(m)),
            proptest::collection::vec(inner, 0..5).prop_map(|v| json!(v)),
        ]
    })
}

#[test]
fn oxygen_is_held_against_saturation_in_its_own_unit() {
    let check = |unit: &str| {
        let json = json!({"place": "bench", "equipment": RecordId::new(1, [1; 10]), "output_variable": "ODO", "unit": unit,
            "begin": "2026-05-03T10:15-07:00", "oxygen": {"temperature_c": "20", "pressure_mmhg": "760", "as_found": "9.0"}});
        Body::parse(Kind::Calibration, &json).1.found
    };
    assert_eq!(check("mg/L"), []);
    let wrong = check("%");
    assert_eq!((wrong.len(), wrong[0].field.as_str()), (1, "/unit"));
}

proptest! {
    #[test]
    fn whatever_is_sent_is_read_or_refused_and_what_is_kept_reads_the_same(json in any_json()) {
        for kind in Kind::ALL {
            let (body, faults) = Body::parse(*kind, &json);
            let kept = body.to_json();
            let (again, _) = Body::parse(*kind, &kept);
            prop_assert_eq!(&again, &body);
            prop_assert!(faults.stop() || json.is_object());
            let _ = (body.references(), body.terms(), body.index(), body.unique());
        }
    }
}
