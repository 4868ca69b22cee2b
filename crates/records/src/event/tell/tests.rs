//! What is told of records, word by word.

use super::words::LINE;
use super::*;
use crate::Kind;
use crate::event::about::{Asked, Placed, Variable};
use serde_json::json;

fn id(number: u8) -> RecordId {
    RecordId::new(u64::from(number), [number; 10])
}

fn body(kind: Kind, json: serde_json::Value) -> Body {
    let (body, faults) = Body::parse(kind, &json);
    assert!(!faults.stop(), "{:?}", faults.found);
    body
}

fn names() -> HashMap<RecordId, Body> {
    let item = json!({"code": "I", "name": "Sonde", "equipment_type": "waterQualitySonde", "model": id(9),
        "serial_number": "S-17", "owner": id(9), "status": "inStock"});
    HashMap::from([
        (id(1), body(Kind::Equipment, item)),
        (id(2), body(Kind::Person, json!({"first_name": "Ada", "last_name": "Lark"}))),
    ])
}

fn told(body: &Body, among: &Among) -> Vec<Event> {
    tell(Told { id: id(50), body, site: 7, visit: None }, among, &names())
}

fn asking(code: &str) -> Among {
    let name = "local:1".parse().unwrap();
    let variable = Variable { code: code.to_owned(), name: "Gage height, above datum".to_owned() };
    Among { asked: vec![Asked { name, site: 7, variable }], ..Among::default() }
}

#[test]
fn a_visit_names_those_of_its_crew_who_may_be_shown_and_keeps_its_precision() {
    let visit = json!({"site": 7, "begin": "2026-05-03-07:00", "crew": [id(2), id(3)], "party": "WHE",
        "status": "final", "completed_work": ["cleaning"], "remarks": "clear"});
    let visit = body(Kind::Visit, visit);
    let events = told(&visit, &asking("PH"));
    assert_eq!(events.len(), 1);
    assert_eq!(events[0].details, ["Crew: Ada Lark; WHE", "Done: cleaning", "clear"]);
    assert_eq!(
        (events[0].begin.to_string().as_str(), events[0].visit),
        ("2026-05-03-07:00", Some(id(50)))
    );
}

#[test]
fn a_calibration_tells_fouling_and_drift_with_units_and_gives_the_field_meter_as_readings() {
    let calibration = json!({"site": 7, "place": "field", "equipment": id(1), "output_variable": "PH", "unit": "pH",
        "begin": "2026-05-03T10:15-07:00",
        "cleaning": {"sensor_before": "7.40", "sensor_after": "7.30", "meter_before": "7.20", "meter_after": "7.22"},
        "standards": [{"material": id(8), "value": "7.00", "as_found": "7.06", "as_left": "7.00"}]});
    let calibration = body(Kind::Calibration, calibration);
    let events = told(&calibration, &asking("PH"));
    let titles: Vec<&str> = events.iter().map(|event| event.title.as_str()).collect();
    let meter = ["Field meter before cleaning: 7.20 pH", "Field meter after cleaning: 7.22 pH"];
    assert_eq!(titles, ["Calibration of PH", meter[0], meter[1]]);
    let lines = &events[0].details;
    // (7.30 − 7.40) − (7.22 − 7.20) = −0.12; 7.00 − 7.06 = −0.06.
    assert!(lines.contains(&"Fouling: −0.12 pH".to_owned()), "{lines:?}");
    assert!(lines.contains(&"Drift: −0.06 pH".to_owned()), "{lines:?}");
    assert!(lines.contains(&"Standard: 7.00 pH, as found 7.06 pH, as left 7.00 pH".to_owned()));
    let readings: Vec<f64> =
        events.iter().filter_map(|e| Some(e.reading.as_ref()?.value)).collect();
    assert_eq!(readings, [7.20, 7.22]);
    // Whose variable nobody knows is shown, its values have no line to stand beside.
    assert_eq!(told(&calibration, &asking("STAGE")).len(), 1);
}

#[test]
fn what_was_done_at_the_bench_and_at_the_maker_says_so_and_names_its_item() {
    let bench = json!({"place": "bench", "equipment": id(1), "output_variable": "ODO", "unit": "mg/L",
        "begin": "2026-05-03T10:15-07:00", "oxygen": {"temperature_c": "20", "pressure_mmhg": "760", "as_found": "9.00"}});
    let told_bench = told(&body(Kind::Calibration, bench), &Among::default());
    assert_eq!(told_bench[0].title, "Bench check of ODO");
    assert_eq!(told_bench[0].item, Some(id(1)));
    let line = "Saturation: 9.09 mg/L, at 20 °C, at 760 mmHg, as found 9.00 mg/L";
    assert!(told_bench[0].details.contains(&line.to_owned()), "{:?}", told_bench[0].details);
    let service = json!({"action_type": "equipmentMaintenance", "equipment": [id(1)], "begin": "2026-05-03-07:00",
        "maintenance": {"is_factory_service": true, "reason": "new optics"}});
    let service = told(&body(Kind::Action, service), &Among::default());
    assert_eq!(service[0].title, "Factory service of Sonde S-17");
    assert_eq!(service[0].kind, EventKind::Maintenance);
    // Whose item may not be shown names none.
    let hidden = json!({"action_type": "equipmentMaintenance", "equipment": [id(7)], "begin": "2026-05-03-07:00"});
    assert_eq!(told(&body(Kind::Action, hidden), &Among::default())[0].item, None);
}

#[test]
fn every_action_is_a_step_of_its_visit() {
    let action = json!({"site": 7, "action_type": "specimenCollection", "begin": "2026-05-03T10:15-07:00",
        "equipment": [id(1)], "description": "two bottles"});
    let action = body(Kind::Action, action);
    assert_eq!(told(&action, &Among::default()), []);
    let told = Told { id: id(50), body: &action, site: 7, visit: None };
    let step = step(told, &names()).unwrap();
    assert_eq!(step.title, "Specimen collection of Sonde S-17");
    assert_eq!(step.details, ["two bottles"]);
}

#[test]
fn a_check_of_a_logger_tells_by_how_much_its_clock_was_off_and_its_batteries() {
    let check = json!({"site": 7, "action_type": "equipmentMaintenance", "equipment": [id(1)], "begin": "2026-05-03T10:15-07:00",
        "logger": {"clock": "2026-05-03T10:15:42-07:00", "right_time": "2026-05-03T10:15:30-07:00", "clock_was_set": true,
        "battery_v": "12.6"}});
    let event = &told(&body(Kind::Action, check), &Among::default())[0];
    assert_eq!(event.title, "Check of the logger Sonde S-17");
    let clock = "Its clock: 2026-05-03T10:15:42-07:00, +12 s against the right time, set";
    assert_eq!(event.details, [clock, "Battery: 12.6 V"]);
}

#[test]
fn a_deployment_is_called_by_its_serial_number_and_ends_with_its_retrieval() {
    let deployment = json!({"site": 7, "action_type": "instrumentDeployment", "equipment": id(1),
        "begin": "2026-05-03T10:15-07:00"});
    let deployment = body(Kind::Deployment, deployment);
    let mut among = Among::default();
    let open = told(&deployment, &among);
    assert_eq!((open[0].label.as_str(), open[0].is_open), ("S-17", true));
    assert_eq!(open[0].title, "Deployment of Sonde S-17");
    let Body::Deployment(own) = &deployment else { panic!() };
    let end = "2026-06-03T10:15-07:00".parse().ok();
    among.placed.insert(id(50), Placed { deployment: (**own).clone(), end });
    assert_eq!(told(&deployment, &among)[0].end, end);
    let retrieval = json!({"action_type": "instrumentRetrieval", "deployment": id(50), "begin": "2026-06-03T10:15-07:00"});
    let ended = told(&body(Kind::Action, retrieval), &among);
    assert_eq!(
        (ended[0].title.as_str(), ended[0].kind),
        ("Retrieval of Sonde S-17", EventKind::Deployments)
    );
}

#[test]
fn what_was_read_stands_beside_the_series_that_is_called_so_and_beside_no_other() {
    let action = json!({"site": 7, "action_type": "observation", "begin": "2026-05-03T10:00-07:00", "readings": [
        {"variable": "stage", "value": "1.20", "unit": "m", "when": "2026-05-03T10:05-07:00", "reading_type": "routine",
         "uncertainty": "0.01"},
        {"variable": "PH", "value": "7.2", "unit": "pH", "when": "2026-05-03T10:05-07:00", "reading_type": "routine"}],
        "discharge": {"value": "35", "unit": "ft³/s", "gage_height": "3.94", "gage_height_unit": "ft",
         "discharge_method": "wading", "quality_rating": "good", "control_condition": "clear"}});
    let (action, _) = Body::parse(Kind::Action, &action);
    let titles = |among: &Among| {
        told(&action, among).into_iter().map(|event| event.title).collect::<Vec<_>>()
    };
    assert_eq!(titles(&asking("STAGE")), ["stage: 1.20 m (routine)", "Gage height: 3.94 ft"]);
    assert_eq!(titles(&Among::default()).len(), 4);
    let mut elsewhere = asking("STAGE");
    elsewhere.asked[0].site = 8;
    assert_eq!(titles(&elsewhere), Vec::<String>::new());
}

#[test]
fn a_discharge_measurement_is_one_step_with_its_stage_its_quality_rating_and_its_control() {
    let action = json!({"site": 7, "action_type": "dischargeMeasurement", "begin": "2026-05-03T10:00-07:00",
        "equipment": [id(1)], "description": "soft bed",
        "discharge": {"number": "12", "value": "1.02", "unit": "m³/s", "gage_height": "0.512", "gage_height_unit": "m",
            "gage_height_change": "-0.004", "duration_h": "0.75", "discharge_method": "wading", "quality_rating": "good",
            "uncertainty_percent": "4", "control_condition": "reeds"}});
    let action = body(Kind::Action, action);
    let mut names = names();
    let own =
        json!({"vocabulary": "controlCondition", "code": "reeds", "name": "Reeds on the control"});
    names.insert(id(5), body(Kind::Term, own));
    let step = step(Told { id: id(50), body: &action, site: 7, visit: None }, &names).unwrap();
    assert_eq!(step.title, "Discharge measurement: 1.02 m³/s");
    let lines = [
        "Mean gage height: 0.512 m",
        "Change of gage height meanwhile: -0.004 m",
        "Number: 12",
        "How it was measured: wading",
        "Quality rating: good",
        "Uncertainty: 4 %",
        "Control condition: reeds on the control",
        "It took: 0.75 h",
        "With: Sonde S-17",
        "soft bed",
    ];
    assert_eq!(step.details, lines);
    // A plot has both values, each with the same lines.
    let events = told(&action, &Among::default());
    assert_eq!((events.len(), events[1].details[1].as_str()), (2, "Number: 12"));
}

#[test]
fn a_level_survey_tells_each_height_beside_the_recorded_one() {
    let point = |name: &str, elevation: &str| {
        let periods = json!([{"from": "2023-06-01-07:00", "elevation": elevation, "unit": "m"}]);
        let point = json!({"site": 7, "name": name, "datum": "localDatum", "periods": periods});
        body(Kind::ReferencePoint, point)
    };
    let names = HashMap::from([(id(3), point("RP1", "2.000")), (id(4), point("RP2", "2.348"))]);
    let survey = json!({"site": 7, "action_type": "levelSurvey", "begin": "2026-05-03T10:00-07:00",
        "levels": {"origin": id(3), "method": "closed loop", "points": [
            {"reference_point": id(4), "elevation": "2.345", "unit": "m"},
            {"name": "staff gage at 1 m", "elevation": "1.001", "unit": "m"}]}});
    let survey = body(Kind::Action, survey);
    let step = step(Told { id: id(50), body: &survey, site: 7, visit: None }, &names).unwrap();
    assert_eq!(step.title, "Level survey");
    let lines = [
        "Height held: RP1, 2.000 m recorded",
        "How: closed loop",
        "RP2: 2.345 m, -0.003 m against 2.348 m recorded",
        "staff gage at 1 m: 1.001 m",
    ];
    assert_eq!(step.details, lines);
}

#[test]
fn a_long_remark_is_cut_and_says_so() {
    let visit = json!({"site": 7, "begin": "2026-05-03-07:00", "party": "A", "status": "final", "remarks": "é".repeat(900)});
    let event = &told(&body(Kind::Visit, visit), &Among::default())[0];
    assert!(event.details[1].ends_with("é…") && event.details[1].chars().count() == LINE + 1);
}
