//! A verdict in words: the same in the form, on a visit's sheet, in lists and beside a plot.

use super::{Advice, Verdict};
use crate::arithmetic::Correction;
use crate::kinds::Calibration;
use crate::words::{percent_behind, when_text};
use crate::{Decimal, Precision, When};
use gagehouse_model::TimeUs;

/// A correction with the decimals that were read: `−0.12 pH`, `+17 µS/cm (+3.4 %)`.
pub fn correction_text(calibration: &Calibration, correction: Correction) -> String {
    let Calibration { output_variable, unit, .. } = calibration;
    let value = Decimal::new(correction.value, decimals_of(calibration)).signed(unit);
    format!("{value}{}", percent_behind(correction.percent, output_variable, unit))
}

/// The decimals with which a calibration's values were read: the most of any.
fn decimals_of(calibration: &Calibration) -> usize {
    let cleaning = calibration.cleaning.iter().flat_map(|c| [&c.sensor_before, &c.sensor_after]);
    let standards = calibration.standards.iter().flat_map(|check| [&check.value, &check.as_found]);
    let oxygen = calibration.oxygen.iter().map(|oxygen| &oxygen.as_found);
    let read = cleaning.chain(standards).chain(oxygen).flatten();
    read.map(Decimal::decimals).max().unwrap_or(0).min(6)
}

/// Fouling and drift, a line each.
pub fn found(calibration: &Calibration) -> Vec<String> {
    let line = |what: &str, correction: Option<Correction>| {
        Some(format!("{what} {}", correction_text(calibration, correction?)))
    };
    let lines = [line("Fouling", calibration.fouling()), line("Drift", calibration.drift())];
    lines.into_iter().flatten().collect()
}

impl Verdict {
    /// How good the record was, whether the sensor passes, and what its electrode is like.
    pub fn judged(&self, calibration: &Calibration) -> Vec<String> {
        let class = self.accuracy.map_or(
            "not rated: the network has no limits for this variable",
            crate::limits::Accuracy::name,
        );
        let sum = self.sum.map(|sum| {
            let sum = Decimal::new(sum, decimals_of(calibration));
            let sum = format!("{} {}", sum.text(), calibration.unit);
            format!(
                "|Fouling| + |drift| {}: the record since the last visit is {class}",
                sum.trim_end()
            )
        });
        let passes = |when: &str, passes: Option<bool>| {
            passes.map(|passes| {
                format!("{when} it {}", if passes { "passes" } else { "does not pass" })
            })
        };
        let slope = self.ph_slope_percent.map(|slope| {
            format!("Slope of the electrode {} % of Nernst's", Decimal::new(slope, 1).text())
        });
        let found = passes("As found", self.passes_as_found);
        let left = passes("As left", self.passes_as_left);
        [sum, found, left, slope].into_iter().flatten().collect()
    }

    /// What is to be done before leaving.
    pub fn to_do(&self) -> Vec<&'static str> {
        let line = |advice: &Advice| match advice {
            Advice::Calibrate => Some("Before leaving: calibrate it."),
            Advice::FactoryService => {
                Some("Before leaving: calibrate again, then have it serviced or replace it.")
            }
            Advice::Clean => Some("Clean more often: most of the error is fouling."),
            Advice::Maintain => Some("Maintain the electrode: its slope is outside 95 to 102 %."),
            Advice::Correct { .. } => None,
        };
        self.advice.iter().filter_map(line).collect()
    }

    /// From when to when the record needs correction, in the clock of the calibration.
    pub fn period(&self, calibration: &Calibration) -> Option<String> {
        let offset = calibration.begin.map_or(0, When::offset_minutes);
        let local = |text: &str| match text.parse::<TimeUs>() {
            Ok(time) => when_text(When::new(time, offset, Precision::Minute)),
            Err(_) => text.to_owned(),
        };
        self.advice.iter().find_map(|advice| match advice {
            Advice::Correct { from: Some(from), to } => {
                let (from, to) = (local(from), local(to));
                Some(format!("The record needs correction from {from} to {to}."))
            }
            Advice::Correct { from: None, to } => {
                Some(format!("The record needs correction up to {}.", local(to)))
            }
            _ => None,
        })
    }

    /// In a few words, for a list: `good; as left passes`.
    pub fn brief(&self) -> String {
        let passes = self.passes_as_left.map(|passes| ("as left", passes));
        let passes = passes.or(self.passes_as_found.map(|passes| ("as found", passes)));
        let passes = passes.map(|(when, passes)| {
            format!("{when} {}", if passes { "passes" } else { "does not pass" })
        });
        let class = self.accuracy.map(|class| class.name().to_owned());
        class.into_iter().chain(passes).collect::<Vec<_>>().join("; ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kinds::{Cleaning, StandardCheck};
    use crate::limits::Limits;
    use crate::verdict::verdict;

    fn ph() -> Calibration {
        let d = |text: &str| text.parse::<Decimal>().ok();
        Calibration {
            output_variable: "PH".into(),
            unit: "pH".into(),
            begin: "2026-05-03T10:15-07:00".parse().ok(),
            cleaning: Some(Cleaning {
                sensor_before: d("7.40"),
                sensor_after: d("7.30"),
                meter_before: d("7.20"),
                meter_after: d("7.22"),
            }),
            standards: vec![StandardCheck {
                value: d("7.00"),
                as_found: d("7.40"),
                as_left: d("7.00"),
                ..StandardCheck::default()
            }],
            ..Calibration::default()
        }
    }

    /// (7.30 − 7.40) − (7.22 − 7.20) = −0.12; 7.00 − 7.40 = −0.40; together 0.52: fair.
    #[test]
    fn a_verdict_is_told_without_percent_of_ph_and_with_the_period_in_its_clock() {
        let since = Some(TimeUs::from_civil(2026, 4, 1, 0));
        let verdict = verdict(&ph(), &Limits::usual(), since);
        assert_eq!(found(&ph()), ["Fouling −0.12 pH", "Drift −0.40 pH"]);
        assert_eq!(
            verdict.judged(&ph()),
            [
                "|Fouling| + |drift| 0.52 pH: the record since the last visit is fair",
                "As found it does not pass",
                "As left it passes"
            ]
        );
        let period = "The record needs correction from 2026-03-31 17:00 (UTC−07:00) to 2026-05-03 10:15 (UTC−07:00).";
        assert_eq!(verdict.period(&ph()).as_deref(), Some(period));
        assert_eq!(verdict.brief(), "fair; as left passes");
    }

    #[test]
    fn of_what_has_a_true_zero_percentages_are_told() {
        let conductance =
            Calibration { output_variable: "SpCond".into(), unit: "µS/cm".into(), ..ph() };
        let correction = Correction { value: 17.0, percent: Some(3.41) };
        assert_eq!(correction_text(&conductance, correction), "+17.00 µS/cm (+3.4 %)");
    }

    #[test]
    fn without_limits_a_list_says_nothing_of_the_class() {
        let chlorophyll = Calibration { output_variable: "Chl".into(), ..ph() };
        assert_eq!(verdict(&chlorophyll, &Limits::usual(), None).brief(), "");
    }
}
