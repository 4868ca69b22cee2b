//! What a calibration means, before leaving the site.

pub mod words;

use crate::arithmetic::Correction;
use crate::kinds::Calibration;
use crate::limits::{Accuracy, Limits};
use serde::{Deserialize, Serialize};

/// What a calibration found.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Verdict {
    /// Fouling, in the unit of the calibration.
    pub fouling: Option<f64>,
    /// Fouling, % of the fouled reading.
    pub fouling_percent: Option<f64>,
    /// Drift, in the unit of the calibration.
    pub drift: Option<f64>,
    /// Drift, % of the cleaned reading.
    pub drift_percent: Option<f64>,
    /// |fouling| + |drift|, in the unit.
    pub sum: Option<f64>,
    /// How good the record since the last visit is.
    pub accuracy: Option<Accuracy>,
    /// Whether the sensor as found passes the calibration criterion.
    pub passes_as_found: Option<bool>,
    /// Whether it passes as left.
    pub passes_as_left: Option<bool>,
    /// Slope of a pH electrode, % of Nernst's.
    pub ph_slope_percent: Option<f64>,
    /// What to do, the first thing first.
    pub advice: Vec<Advice>,
}

/// One thing to do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "do", rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Advice {
    /// Set the sensor: as found it does not pass.
    Calibrate,
    /// Do not leave it: as left it does not pass. Calibrate again, then service or replace it.
    FactoryService,
    /// Clean more often: most of the error is fouling.
    Clean,
    /// Maintain the electrode: its slope is outside 95 to 102 %.
    Maintain,
    /// Correct the record from one time to another (RFC 3339 UTC).
    Correct {
        /// The last calibration or deployment; `None` when none is known.
        from: Option<String>,
        /// This one.
        to: String,
    },
}

/// Range of a sound electrode's slope, % of Nernst's.
const SLOPE_PERCENT: std::ops::RangeInclusive<f64> = 95.0..=102.0;

/// Judges a calibration by a network's limits. `since` is when the instrument was last known to be right.
pub fn verdict(
    calibration: &Calibration,
    limits: &Limits,
    since: Option<gagehouse_model::TimeUs>,
) -> Verdict {
    let limits = limits.of(&calibration.output_variable);
    let (fouling, drift) = (calibration.fouling(), calibration.drift());
    let sum = match (fouling, drift) {
        (None, None) => None,
        (fouling, drift) => Some(amount(fouling) + amount(drift)),
    };
    let sum_percent = match (fouling, drift) {
        (None, None) => None,
        (fouling, drift) => percent(fouling).zip(percent(drift)).map(|(f, d)| f + d),
    };
    let water = calibration.cleaning.as_ref().and_then(|c| c.sensor_before.as_ref());
    let right =
        water.map(|water| water.value()).or(calibration.worst(false).map(|(right, _)| right));
    let accuracy =
        limits.zip(right).zip(sum).and_then(|((l, value), sum)| l.class(value, sum, sum_percent));
    let passes = |as_left| {
        let (right, shown) = calibration.worst(as_left)?;
        limits?.criterion.holds(right, shown)
    };
    let (passes_as_found, passes_as_left) = (passes(false), passes(true));
    let ph_slope_percent = calibration.ph_slope_percent();

    let mut advice = Vec::new();
    if passes_as_left == Some(false) {
        advice.push(Advice::FactoryService);
    } else if passes_as_found == Some(false) && passes_as_left.is_none() {
        advice.push(Advice::Calibrate);
    }
    if ph_slope_percent.is_some_and(|slope| !SLOPE_PERCENT.contains(&slope)) {
        advice.push(Advice::Maintain);
    }
    let most = limits.zip(right).and_then(|(l, right)| l.criterion.at(right));
    let too_far = sum.zip(most).is_some_and(|(sum, most)| sum > most + 1e-9);
    if too_far && amount(fouling) > amount(drift) {
        advice.push(Advice::Clean);
    }
    if let Some(to) = calibration.begin.filter(|_| too_far) {
        let from = since.map(gagehouse_model::TimeUs::to_rfc3339);
        advice.push(Advice::Correct { from, to: to.earliest().to_rfc3339() });
    }
    Verdict {
        fouling: fouling.map(|f| f.value),
        fouling_percent: fouling.and_then(|f| f.percent),
        drift: drift.map(|d| d.value),
        drift_percent: drift.and_then(|d| d.percent),
        sum,
        accuracy,
        passes_as_found,
        passes_as_left,
        ph_slope_percent,
        advice,
    }
}

fn amount(correction: Option<Correction>) -> f64 {
    correction.map_or(0.0, |correction| correction.value.abs())
}

/// What was not looked at adds nothing; a percentage that is not available makes the sum so.
fn percent(correction: Option<Correction>) -> Option<f64> {
    match correction {
        None => Some(0.0),
        Some(correction) => correction.percent.map(f64::abs),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kinds::{Cleaning, StandardCheck};
    use gagehouse_model::TimeUs;

    fn d(text: &str) -> Option<crate::Decimal> {
        text.parse().ok()
    }

    fn conductance() -> Calibration {
        Calibration {
            output_variable: "SpCond".into(),
            unit: "µS/cm".into(),
            begin: "2026-05-03T10:15-07:00".parse().ok(),
            cleaning: Some(Cleaning {
                sensor_before: d("500"),
                sensor_after: d("520"),
                meter_before: d("515"),
                meter_after: d("518"),
            }),
            standards: vec![StandardCheck {
                value: d("1000"),
                as_found: d("980"),
                as_left: d("1000"),
                ..StandardCheck::default()
            }],
            ..Calibration::default()
        }
    }

    /// Worked by hand: F = 17 (3.4 %), D = 20 (2.0408 %), sum 37 and 5.4408 %: good. 980 in 1000 is 2 % off, the criterion 3 %:
    /// it passes. At 500 the criterion is 15, the sum 37: the record is to be corrected, and drift is the larger part.
    #[test]
    fn a_worked_sheet_gives_its_class_and_its_period() {
        let since = Some(TimeUs::from_civil(2026, 4, 1, 0));
        let verdict = verdict(&conductance(), &Limits::usual(), since);
        assert_eq!(
            (verdict.fouling, verdict.drift, verdict.sum),
            (Some(17.0), Some(20.0), Some(37.0))
        );
        assert!((verdict.fouling_percent.unwrap() - 3.4).abs() < 1e-9);
        assert!((verdict.drift_percent.unwrap() - 2.0408).abs() < 1e-4);
        assert_eq!(verdict.accuracy, Some(Accuracy::Good));
        assert_eq!((verdict.passes_as_found, verdict.passes_as_left), (Some(true), Some(true)));
        let from = Some("2026-04-01T00:00:00Z".to_owned());
        let to = "2026-05-03T17:15:00Z".to_owned();
        assert_eq!(verdict.advice, [Advice::Correct { from, to }]);
    }

    #[test]
    fn opposite_signs_do_not_cancel() {
        let mut calibration = conductance();
        calibration.standards[0].as_found = d("1020");
        let verdict = verdict(&calibration, &Limits::usual(), None);
        assert_eq!(
            (verdict.fouling, verdict.drift, verdict.sum),
            (Some(17.0), Some(-20.0), Some(37.0))
        );
    }

    #[test]
    fn a_sensor_that_fails_as_left_is_not_left() {
        let mut calibration = conductance();
        calibration.standards[0].as_found = d("900");
        calibration.standards[0].as_left = None;
        assert_eq!(verdict(&calibration, &Limits::usual(), None).advice[0], Advice::Calibrate);
        calibration.standards[0].as_left = d("940");
        assert_eq!(verdict(&calibration, &Limits::usual(), None).advice[0], Advice::FactoryService);
    }

    #[test]
    fn without_limits_or_readings_there_is_no_class() {
        let unknown = Calibration { output_variable: "Chl".into(), ..conductance() };
        let none = verdict(&unknown, &Limits::usual(), None);
        assert_eq!((none.accuracy, none.passes_as_found), (None, None));
        assert_eq!(none.sum, Some(37.0));
        let empty = verdict(&Calibration::default(), &Limits::usual(), None);
        assert_eq!((empty.sum, empty.advice), (None, vec![]));
    }
}
