use super::*;
use gagehouse_model::time::DAY_US;
use sha2::{Digest, Sha256};
use std::collections::HashMap;

/// Two years after the epoch: the less weather, the faster the test.
const NOW: TimeUs = TimeUs(clock::EPOCH_US + 730 * DAY_US + 7);

/// Every record of a network, by site code, variable and level.
fn records(demo: &Demo) -> HashMap<(&'static str, Variable, u8), Columns> {
    let mut all = HashMap::new();
    for place in places() {
        let series = demo.series(place);
        let site = demo.site(place, &series);
        for series in &series {
            all.insert((place.code, series.variable, series.level), site.record(series, 0));
        }
    }
    all
}

fn fingerprint(demo: &Demo) -> String {
    let mut hash = Sha256::new();
    for place in places() {
        let series = demo.series(place);
        let site = demo.site(place, &series);
        for series in &series {
            let columns = site.record(series, 0);
            hash.update((columns.len() as u64).to_le_bytes());
            for row in 0..columns.len() {
                hash.update(columns.time_us()[row].to_le_bytes());
                hash.update(columns.value()[row].to_bits().to_le_bytes());
                let said = columns.quality_at(row).map(gagehouse_model::Quality::label);
                hash.update(said.unwrap_or_default());
            }
        }
    }
    format!("{:x}", hash.finalize())
}

/// The flagship, its stream series and records, at full size.
fn flagship(variable: Variable, level: u8) -> Columns {
    let demo = Demo::new(SEED, NOW, Size::Full);
    let place = &places()[0];
    let series = demo.series(place);
    let wanted = series.iter().find(|s| (s.variable, s.level) == (variable, level)).unwrap();
    demo.site(place, &series).record(wanted, 0)
}

fn values_by_time(columns: &Columns) -> HashMap<i64, f64> {
    let known = columns.time_us().iter().zip(columns.value());
    known.filter(|(_, v)| **v != instrument::NO_DATA).map(|(t, v)| (*t, *v)).collect()
}

#[test]
fn the_same_seed_gives_the_same_network_and_another_seed_another() {
    let make = |seed| fingerprint(&Demo::new(seed, NOW, Size::Small));
    let first = make(SEED);
    assert_eq!(first, make(SEED));
    assert_ne!(first, make(SEED + 1));
}

#[test]
fn a_later_run_continues_an_earlier_one() {
    let later = TimeUs(NOW.0 + 3 * DAY_US);
    let (old, new) = (Demo::new(SEED, NOW, Size::Small), Demo::new(SEED, later, Size::Small));
    let (old, new) = (records(&old), records(&new));
    for (key, old) in old.iter().filter(|(key, _)| key.1 != Variable::Turbidity) {
        let new = values_by_time(&new[key]);
        let mut common = 0;
        for (time, value) in values_by_time(old) {
            if let Some(again) = new.get(&time) {
                assert_eq!(value, *again, "{key:?} at {time}");
                common += 1;
            }
        }
        assert!(common > 300, "{key:?}: {common} common values");
    }
}

#[test]
fn thirty_sites_have_the_datastreams_and_troubles_that_are_promised() {
    let demo = Demo::new(SEED, NOW, Size::Small);
    assert_eq!(places().len(), 30);
    let codes: std::collections::HashSet<_> = places().iter().map(|place| place.code).collect();
    assert_eq!(codes.len(), 30);
    let records = records(&demo);
    assert!(records.len() > 200, "{}", records.len());
    assert!(records.values().all(|columns| !columns.is_empty()));
    let dead = &records[&("TR-20", Variable::Turbidity, 0)];
    assert!(dead.value().iter().all(|value| *value == instrument::NO_DATA));
    assert_eq!(dead.quality_at(0).unwrap().label(), "Sensor dead, awaiting replacement");
    let last = |code| *records[&(code, Variable::Stage, 0)].time_us().last().unwrap();
    assert!(NOW.0 - last("TR-40") > 180 * DAY_US && NOW.0 - last("TR-10") < 2 * DAY_US);
    let nowhere = places().iter().filter(|place| place.role == Role::Nowhere).count();
    assert_eq!(nowhere, 1);
}

#[test]
fn the_whole_network_is_as_large_as_it_says() {
    let demo = Demo::new(SEED, TimeUs(clock::EPOCH_US + 3_700 * DAY_US), Size::Full);
    let rows = |place| {
        let series: Vec<Series> = demo.series(place);
        series.iter().map(|s| (s.steps.end - s.steps.start) / s.every).sum::<i64>()
    };
    let total: i64 = places().iter().map(rows).sum();
    assert!((5_000_000..6_800_000).contains(&total), "{total}");
    let place = &places()[0];
    let series = demo.series(place);
    let stage = series.iter().find(|series| series.variable == Variable::Stage).unwrap();
    let stage = demo.site(place, &series).record(stage, 0);
    assert!(stage.len() > 350_000, "{}", stage.len());
    assert!(stage.time_us().windows(2).all(|pair| pair[0] < pair[1]));
}

#[test]
fn every_value_is_one_that_its_instrument_can_show() {
    for ((code, variable, level), columns) in records(&Demo::new(SEED, NOW, Size::Small)) {
        let (low, high) = variable.about().behaviour.limits;
        for value in columns.value().iter().filter(|v| **v != instrument::NO_DATA) {
            assert!((low..=high).contains(value), "{code} {variable:?} {level}: {value}");
        }
    }
}

#[test]
fn discharge_is_the_rating_of_the_corrected_stage() {
    let (stage, discharge) = (flagship(Variable::Stage, 1), flagship(Variable::Discharge, 1));
    assert_eq!(stage.time_us(), discharge.time_us());
    // In summer, that is: under ice the rating does not hold, and the words say so.
    let summer = |row: &usize| (5..10).contains(&TimeUs(stage.time_us()[*row]).civil_date().1);
    let pairs =
        (0..stage.len()).filter(summer).map(|row| (stage.value()[row], discharge.value()[row]));
    let mut pairs: Vec<_> = pairs.filter(|(h, _)| *h != instrument::NO_DATA).collect();
    assert!(pairs.len() > 25_000, "{}", pairs.len());
    pairs.sort_by(|a, b| a.0.total_cmp(&b.0));
    assert!(pairs.windows(2).all(|pair| pair[0].1 <= pair[1].1));
    assert!(pairs.iter().all(|(_, q)| (0.05..300.0).contains(q)));
}

#[test]
fn oxygen_stays_near_what_its_water_can_hold_and_falls_when_it_warms() {
    let (water, oxygen) = (
        values_by_time(&flagship(Variable::WaterTemperature, 1)),
        values_by_time(&flagship(Variable::Oxygen, 1)),
    );
    let pairs: Vec<_> = oxygen.iter().filter_map(|(t, o)| Some((*water.get(t)?, *o))).collect();
    for (water_c, oxygen) in &pairs {
        let share = oxygen / stream::saturation_mg_l(*water_c, places()[0].elevation_m);
        assert!((0.75..1.3).contains(&share), "{share} at {water_c}");
    }
    assert!(correlation(&pairs) < -0.8, "{}", correlation(&pairs));
}

#[test]
fn conductance_dilutes_and_turbidity_rises_with_flow() {
    let discharge = values_by_time(&flagship(Variable::Discharge, 1));
    let against_flow = |variable| {
        let values = values_by_time(&flagship(variable, 1));
        let pairs =
            values.iter().filter_map(|(t, v)| Some((discharge.get(t)?.ln(), v.max(0.01).ln())));
        correlation(&pairs.collect::<Vec<_>>())
    };
    assert!(against_flow(Variable::Conductance) < -0.6, "{}", against_flow(Variable::Conductance));
    assert!(against_flow(Variable::Turbidity) > 0.5, "{}", against_flow(Variable::Turbidity));
}

#[test]
fn snow_lies_in_winter_and_not_in_august() {
    let demo = Demo::new(SEED, NOW, Size::Full);
    let place = places().iter().find(|place| place.code == "TR-C1").unwrap();
    let series = demo.series(place);
    let wanted = series.iter().find(|s| s.variable == Variable::SnowDepth).unwrap();
    let depth = values_by_time(&demo.site(place, &series).record(wanted, 0));
    let mean_in = |wanted: u32| {
        let days = depth.iter().filter(|(t, _)| TimeUs(**t).civil_date().1 == wanted);
        let values: Vec<f64> = days.map(|(_, v)| *v).collect();
        values.iter().sum::<f64>() / values.len() as f64
    };
    assert!(mean_in(3) > 60.0 && mean_in(8) < 3.0, "{} {}", mean_in(3), mean_in(8));
}

fn correlation(pairs: &[(f64, f64)]) -> f64 {
    let n = pairs.len() as f64;
    let mean = |f: &dyn Fn(&(f64, f64)) -> f64| pairs.iter().map(f).sum::<f64>() / n;
    let (x, y) = (mean(&|p| p.0), mean(&|p| p.1));
    let xy = mean(&|p| (p.0 - x) * (p.1 - y));
    xy / (mean(&|p| (p.0 - x).powi(2)) * mean(&|p| (p.1 - y).powi(2))).sqrt()
}
