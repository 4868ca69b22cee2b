//! What a level survey says of the reference points of a site: the heights that were found beside those that are recorded.

use crate::kinds::{ElevationPeriod, ReferencePoint, StaffPoint};
use crate::{Decimal, When, arithmetic};

impl ReferencePoint {
    /// The height that was recorded of it before a time. One that begins then may be what a survey of that time found.
    pub fn height_before(&self, at: When) -> Option<&ElevationPeriod> {
        let begun = |period: &&ElevationPeriod| period.from.is_some_and(|from| from.is_before(at));
        self.periods.iter().filter(begun).max_by_key(|period| period.from.map(When::earliest))
    }
}

impl ElevationPeriod {
    /// The height with its unit, `2.348 m`.
    pub fn text(&self) -> Option<String> {
        Some(format!("{} {}", self.elevation.as_ref()?.text(), self.unit).trim_end().to_owned())
    }
}

impl StaffPoint {
    /// By how much the height found is above the recorded one, in the unit of what was found, with the decimals of the finer of
    /// both. Nothing where one is missing or the units do not measure the same for sure.
    pub fn above(&self, recorded: &ElevationPeriod) -> Option<Decimal> {
        let (found, known) = (self.elevation.as_ref()?, recorded.elevation.as_ref()?);
        let in_its_unit = arithmetic::in_unit(known.value(), &recorded.unit, &self.unit)?;
        let decimals = found.decimals().max(known.decimals());
        Some(Decimal::new(found.value() - in_its_unit, decimals))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn period(from: &str, elevation: &str, unit: &str) -> ElevationPeriod {
        ElevationPeriod {
            from: from.parse().ok(),
            elevation: elevation.parse().ok(),
            unit: unit.to_owned(),
            uncertainty: None,
        }
    }

    fn found(elevation: &str, unit: &str) -> StaffPoint {
        StaffPoint {
            elevation: elevation.parse().ok(),
            unit: unit.to_owned(),
            ..StaffPoint::default()
        }
    }

    #[test]
    fn what_a_survey_found_is_held_against_the_height_before_it() {
        let periods = vec![
            period("2026-05-03T12:00-07:00", "2.351", "m"),
            period("2019-06-01-07:00", "2.350", "m"),
            period("2023-06-01-07:00", "2.348", "m"),
        ];
        let point = ReferencePoint { periods, ..ReferencePoint::default() };
        let at = |at: &str| {
            let at = at.parse().unwrap();
            point.height_before(at).and_then(ElevationPeriod::text)
        };
        assert_eq!(at("2018-05-03T12:00-07:00"), None);
        assert_eq!(at("2020-05-03T12:00-07:00").as_deref(), Some("2.350 m"));
        // The height from the survey's own time on is its result.
        assert_eq!(at("2026-05-03T12:00-07:00").as_deref(), Some("2.348 m"));
        assert_eq!(at("2026-05-03T12:01-07:00").as_deref(), Some("2.351 m"));
    }

    /// Worked by hand: 2.345 m is 3 mm below 2.348 m; 7.70 ft are 2.34696 m, and 2.348 m are 7.7034 ft.
    #[test]
    fn heights_differ_in_the_unit_of_what_was_found() {
        let recorded = period("2023-06-01-07:00", "2.348", "m");
        let above = |found: StaffPoint| found.above(&recorded).map(|above| above.text().to_owned());
        assert_eq!(above(found("2.345", "m")).as_deref(), Some("-0.003"));
        assert_eq!(above(found("7.70", "ft")).as_deref(), Some("-0.003"));
        assert_eq!(above(found("234.9", "cm")).as_deref(), Some("0.100"));
        assert_eq!(above(found("7.70", "cubits")), None);
        assert_eq!(above(found("", "m")), None);
    }
}
