//! The sums of a calibration. Every function names its source; the tests are worked by hand.
//!
//! Wagner, R.J. and others, 2006, Guidelines and standard procedures for continuous water-quality monitors: U.S. Geological Survey
//! Techniques and Methods 1–D3 ("TM1-D3"). USGS Office of Water Quality Technical Memorandum 2011.03 ("2011.03").

use gagehouse_model::Unit;

/// A correction, in the unit of the values and in percent.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Correction {
    /// What is to be added to the recorded values.
    pub value: f64,
    /// The same in percent of what was read; `None` where that was 0.
    pub percent: Option<f64>,
}

impl Correction {
    fn of(value: f64, read: f64) -> Self {
        let percent = (read != 0.0).then(|| 100.0 * value / read);
        Self { value, percent }
    }
}

/// Fouling: what cleaning changed, less what the water itself did meanwhile by the field meter (before, after).
/// F = (A − B) − (Ea − Eb); in percent of B, the fouled reading (TM1-D3).
pub fn fouling(before: f64, after: f64, meter: Option<(f64, f64)>) -> Correction {
    let water = meter.map_or(0.0, |(before, after)| after - before);
    Correction::of((after - before) - water, before)
}

/// Drift: what is lacking to the standard in the cleaned sensor's reading. D = S − R; in percent of R (TM1-D3).
pub fn drift(standard: f64, reading: f64) -> Correction {
    Correction::of(standard - reading, reading)
}

/// Drift at the value of the water, from checks (standard, reading): between the two readings around it on a straight
/// line, outside them that of the nearest. Without the water's value it is the largest.
pub fn drift_at(checks: &[(f64, f64)], water: Option<f64>) -> Option<Correction> {
    let mut checks = checks.to_vec();
    checks.sort_by(|a, b| a.1.total_cmp(&b.1));
    let Some(water) = water else {
        let worst = checks.iter().max_by(|a, b| (a.0 - a.1).abs().total_cmp(&(b.0 - b.1).abs()));
        return worst.map(|(standard, reading)| drift(*standard, *reading));
    };
    let above = checks.partition_point(|(_, reading)| *reading < water);
    let below = above.checked_sub(1).and_then(|at| checks.get(at));
    match (below, checks.get(above)) {
        (Some((s0, r0)), Some((s1, r1))) if r1 > r0 => {
            let (d0, d1) = (s0 - r0, s1 - r1);
            Some(Correction::of(d0 + (d1 - d0) * (water - r0) / (r1 - r0), water))
        }
        (_, Some((standard, reading))) | (Some((standard, reading)), None) => {
            Some(drift(*standard, *reading))
        }
        (None, None) => None,
    }
}

/// How far a correction has grown at a time between two visits, 0 to 1 (TM1-D3: linear in time).
pub fn share(t: f64, from: f64, to: f64) -> f64 {
    if to > from { ((t - from) / (to - from)).clamp(0.0, 1.0) } else { 1.0 }
}

/// A value corrected by one standard: y + k (S − R).
pub fn corrected_by_one(y: f64, k: f64, (standard, reading): (f64, f64)) -> f64 {
    y + k * (standard - reading)
}

/// A value corrected by two standards, low and high, each (standard, reading) (Shaughnessy and others, driftR).
pub fn corrected_by_two(y: f64, k: f64, low: (f64, f64), high: (f64, f64)) -> f64 {
    let at = |(standard, reading): (f64, f64)| standard - k * (standard - reading);
    let (low_read, high_read) = (at(low), at(high));
    (y - low_read) / (high_read - low_read) * (high.0 - low.0) + low.0
}

/// Nernst's slope at a temperature, mV per pH: ln 10 · R T / F (59.16 at 25 °C; CODATA 2018).
pub fn nernst_slope_mv(temperature_c: f64) -> f64 {
    const GAS: f64 = 8.314_462_618;
    const FARADAY: f64 = 96_485.332_12;
    std::f64::consts::LN_10 * GAS * (temperature_c + 273.15) / FARADAY * 1000.0
}

/// Slope of a pH electrode in percent of Nernst's, from two buffers (pH, mV). A good one falls by 95 to 102 % of it.
pub fn ph_slope_percent(low: (f64, f64), high: (f64, f64), temperature_c: f64) -> Option<f64> {
    let span = high.0 - low.0;
    (span > 0.0).then(|| 100.0 * (low.1 - high.1) / span / nernst_slope_mv(temperature_c))
}

/// Oxygen in water saturated with air, mg/L, at °C, mmHg of the place and g/kg of salt
/// (Benson and Krause 1980, 1984, as USGS uses them: 2011.03).
pub fn oxygen_saturation(temperature_c: f64, pressure_mmhg: f64, salinity: f64) -> f64 {
    let t = temperature_c + 273.15;
    let fresh = (-139.344_11 + 1.575_701e5 / t - 6.642_308e7 / t.powi(2)
        + 1.243_800e10 / t.powi(3)
        - 8.621_949e11 / t.powi(4))
    .exp();
    let salt = (-salinity * (0.017_674 - 10.754 / t + 2140.7 / t.powi(2))).exp();
    let vapour = (11.8571 - 3840.70 / t - 216_961.0 / t.powi(2)).exp();
    let theta = 0.000_975 - 1.426e-5 * temperature_c + 6.436e-8 * temperature_c.powi(2);
    let atm = pressure_mmhg / 760.0;
    let pressure = (atm - vapour) * (1.0 - theta * atm) / ((1.0 - vapour) * (1.0 - theta));
    fresh * salt * pressure
}

/// A sensor's departure from a reference, and in percent of the reference ("not available" where that is 0).
pub fn departure(sensor: f64, reference: f64) -> Correction {
    Correction::of(sensor - reference, reference)
}

/// A value in another unit, by the symbols of both; nothing where they do not measure the same for sure.
pub fn in_unit(value: f64, from: &str, to: &str) -> Option<f64> {
    if from.trim() == to.trim() {
        return Some(value);
    }
    let unit = |symbol: &str| Unit { symbol: Some(symbol.to_owned()), ..Unit::default() }.known();
    Some(unit(from)?.conversion_to(unit(to)?)?.apply(value))
}

/// A measured discharge against the rating's, %.
pub fn discharge_departure_percent(measured: f64, rated: f64) -> Option<f64> {
    (rated != 0.0).then(|| 100.0 * (measured - rated) / rated)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn near(a: f64, b: f64) -> bool {
        (a - b).abs() < 1e-9
    }

    /// Worked by hand: conductance 500 before, 520 after cleaning, while the field meter went from 515 to 518:
    /// (520 − 500) − (518 − 515) = 17; 17 / 500 = 3.4 %.
    #[test]
    fn fouling_is_what_cleaning_changed_less_what_the_water_did() {
        let fouling = fouling(500.0, 520.0, Some((515.0, 518.0)));
        assert!(near(fouling.value, 17.0) && near(fouling.percent.unwrap(), 3.4));
        assert!(near(super::fouling(500.0, 520.0, None).value, 20.0));
        assert_eq!(super::fouling(0.0, 0.4, None).percent, None);
    }

    /// Worked by hand: the cleaned sensor shows 980 in 1000: D = 20, 20 / 980 = 2.0408 %.
    #[test]
    fn drift_is_what_lacks_to_the_standard() {
        let drift = drift(1000.0, 980.0);
        assert!(near(drift.value, 20.0) && near(drift.percent.unwrap(), 2000.0 / 980.0));
    }

    /// Worked by hand: 4.00 reads 4.10 (D −0.10), 7.00 reads 7.30 (D −0.30). At 5.70, halfway between the readings: −0.20.
    #[test]
    fn drift_between_two_standards_is_on_a_line_and_beyond_them_that_of_the_nearest() {
        let checks = [(7.0, 7.3), (4.0, 4.1)];
        let at = |water| drift_at(&checks, water).unwrap().value;
        assert!(near(at(Some(5.7)), -0.2));
        assert!(near(at(Some(3.0)), -0.1) && near(at(Some(8.0)), -0.3));
        assert!(near(at(None), -0.3));
        assert_eq!(drift_at(&[], Some(1.0)), None);
    }

    /// Worked by hand: buffers 7.00 at −3 mV and 4.00 at +171 mV, 25 °C: 174 / 3 = 58 mV/pH, 58 / 59.16 = 98.04 %.
    #[test]
    fn an_electrodes_slope_is_a_percentage_of_nernsts() {
        assert!((nernst_slope_mv(25.0) - 59.16).abs() < 0.005);
        let slope = ph_slope_percent((4.0, 171.0), (7.0, -3.0), 25.0).unwrap();
        assert!((slope - 98.04).abs() < 0.01, "{slope}");
        assert_eq!(ph_slope_percent((7.0, 0.0), (7.0, 1.0), 25.0), None);
    }

    /// USGS tables (2011.03) of fresh water at 760 mmHg; seawater of 35 g/kg at 20 °C holds 225.5 µmol/kg (Benson and Krause
    /// 1984), which at 1.0248 kg/L and 31.999 g/mol is 7.395 mg/L.
    #[test]
    fn oxygens_saturation_is_that_of_the_usgs_tables() {
        for (temperature_c, pressure_mmhg, salinity, mg_l) in [
            (0.0, 760.0, 0.0, 14.62),
            (10.0, 760.0, 0.0, 11.29),
            (20.0, 760.0, 0.0, 9.09),
            (25.0, 760.0, 0.0, 8.26),
            (30.0, 760.0, 0.0, 7.56),
            (20.0, 760.0, 35.0, 7.395),
        ] {
            let saturation = oxygen_saturation(temperature_c, pressure_mmhg, salinity);
            assert!((saturation - mg_l).abs() < 0.01, "{temperature_c} °C: {saturation}");
        }
        // By hand: 640 mmHg is 0.8421 atm; vapour at 20 °C is 0.0231 atm; (0.8421 − 0.0231) / (1 − 0.0231) = 0.8384, and
        // (1 − θ P) / (1 − θ) with θ = 0.000716 adds 0.01 %: 9.092 × 0.8385 = 7.62.
        assert!((oxygen_saturation(20.0, 640.0, 0.0) - 7.62).abs() < 0.01);
    }

    #[test]
    fn corrections_grow_from_nothing_to_the_whole_between_visits() {
        assert_eq!(
            (share(0.0, 0.0, 10.0), share(5.0, 0.0, 10.0), share(20.0, 0.0, 10.0)),
            (0.0, 0.5, 1.0)
        );
        assert!(near(corrected_by_one(100.0, 0.5, (1000.0, 980.0)), 110.0));
        // By hand: k = 1, 0 reads 2 and 100 reads 104: 53 is (53 − 2) / 102 × 100 = 50.
        assert!(near(corrected_by_two(53.0, 1.0, (0.0, 2.0), (100.0, 104.0)), 50.0));
        assert!(near(corrected_by_two(53.0, 0.0, (0.0, 2.0), (100.0, 104.0)), 53.0));
    }

    #[test]
    fn values_are_put_into_other_units_only_where_both_are_known() {
        assert!(near(in_unit(1.0, "ft", "m").unwrap(), 0.3048));
        assert!(near(in_unit(2.0, "ft3/s", "ft³/s").unwrap(), 2.0));
        assert_eq!(in_unit(2.0, "cubits", "cubits "), Some(2.0));
        assert_eq!(in_unit(2.0, "m", "m³/s"), None);
        assert_eq!(in_unit(2.0, "cubits", "m"), None);
    }

    #[test]
    fn percentages_of_nothing_are_not_available() {
        assert_eq!(departure(0.1, 0.0).percent, None);
        assert!(near(departure(6.24, 6.42).value, -0.18));
        assert_eq!(discharge_departure_percent(10.0, 0.0), None);
        assert!(near(discharge_departure_percent(11.0, 10.0).unwrap(), 10.0));
    }

    proptest! {
        #[test]
        fn a_standard_reads_right_after_its_own_correction(s in 1.0f64..2000.0, r in 1.0f64..2000.0) {
            prop_assert!((corrected_by_one(r, 1.0, (s, r)) - s).abs() < 1e-6);
            let other = (s + 500.0, r + 450.0);
            prop_assert!((corrected_by_two(r, 1.0, (s, r), other) - s).abs() < 1e-6);
            prop_assert!((corrected_by_two(other.1, 1.0, (s, r), other) - other.0).abs() < 1e-6);
        }

        #[test]
        fn drift_at_a_value_lies_between_those_of_the_standards(
            checks in proptest::collection::vec((0.0f64..100.0, 0.0f64..100.0), 1..4),
            water in -10.0f64..110.0,
        ) {
            let all: Vec<f64> = checks.iter().map(|(s, r)| s - r).collect();
            let (low, high) = (
                all.iter().copied().fold(f64::INFINITY, f64::min),
                all.iter().copied().fold(f64::NEG_INFINITY, f64::max),
            );
            let drift = drift_at(&checks, Some(water)).unwrap().value;
            prop_assert!(drift >= low - 1e-9 && drift <= high + 1e-9);
        }

        #[test]
        fn cold_water_and_high_pressure_hold_more_oxygen(
            t in 0.0f64..40.0, p in 500.0f64..800.0, s in 0.0f64..40.0,
        ) {
            let here = oxygen_saturation(t, p, s);
            prop_assert!(here > oxygen_saturation(t + 0.5, p, s));
            prop_assert!(here < oxygen_saturation(t, p + 1.0, s));
            prop_assert!(here > oxygen_saturation(t, p, s + 0.5));
        }
    }
}
