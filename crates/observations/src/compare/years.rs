//! The same days of other years.

use gagehouse_model::time::civil_from_days;
use gagehouse_model::time::{DAY_US, days_from_civil, days_in_month};
use gagehouse_model::{TimeRange, TimeUs, ZoneOffsets};

/// A window's days in another year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SameDays {
    /// Years from the window: −1 is the year before.
    pub years: i64,
    /// The calendar year in which the stretch begins.
    pub year: i64,
    /// The stretch, by the same dates and clock times.
    pub range: TimeRange,
    /// What to add to a time of the stretch to lay it over the window, where both begin together.
    pub shift_us: i64,
}

/// The same days in every other year that `extent` touches, in order of years, the window's own left out.
///
/// Dates are those of the zone's clock. 29 February is followed as 1 March in years without it; a stretch
/// that crosses the end of February is a day longer or shorter than its window.
pub fn same_days(window: TimeRange, extent: TimeRange, zone: &ZoneOffsets) -> Vec<SameDays> {
    let year_of = |time: TimeUs| civil_from_days(zone.local_us(time).div_euclid(DAY_US)).0;
    let (start_year, end_year) = (year_of(window.start), year_of(window.end));
    let first = year_of(extent.start) - end_year;
    let last = year_of(TimeUs(extent.end.0.saturating_sub(1))) - start_year;
    (first..=last)
        .filter(|years| *years != 0)
        .filter_map(|years| {
            let start = in_other_year(window.start, years, zone);
            let end = in_other_year(window.end, years, zone);
            let range = TimeRange::new(start, end)?;
            range.intersection(extent)?;
            let shift_us = window.start.0.saturating_sub(start.0);
            Some(SameDays { years, year: year_of(start), range, shift_us })
        })
        .collect()
}

/// The instant with the same date and clock time some years later.
fn in_other_year(time: TimeUs, years: i64, zone: &ZoneOffsets) -> TimeUs {
    let local_us = zone.local_us(time);
    let (year, month, day) = civil_from_days(local_us.div_euclid(DAY_US));
    let year = year + years;
    let days = if day > days_in_month(year, month) {
        days_from_civil(year, month + 1, 1)
    } else {
        days_from_civil(year, month, day)
    };
    zone.first_instant_of_local(days * DAY_US + local_us.rem_euclid(DAY_US))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn range(start: &str, end: &str) -> TimeRange {
        TimeRange { start: start.parse().unwrap(), end: end.parse().unwrap() }
    }

    #[test]
    fn a_window_is_followed_through_the_years_of_the_record() {
        let zone = ZoneOffsets::fixed("UTC\u{2212}07:00", -420);
        let window = range("2024-02-28T07:00:00Z", "2024-03-02T07:00:00Z");
        let extent = range("2022-06-01T00:00:00Z", "2025-03-01T00:00:00Z");
        let told: Vec<(i64, String, String)> = same_days(window, extent, &zone)
            .iter()
            .map(|days| (days.year, days.range.start.to_string(), days.range.end.to_string()))
            .collect();
        assert_eq!(
            told,
            [
                (2023, "2023-02-28T07:00:00Z".to_owned(), "2023-03-02T07:00:00Z".to_owned()),
                (2025, "2025-02-28T07:00:00Z".to_owned(), "2025-03-02T07:00:00Z".to_owned()),
            ]
        );
    }

    #[test]
    fn the_29th_of_february_is_the_1st_of_march_in_other_years() {
        let window = range("2024-02-29T00:00:00Z", "2024-03-05T00:00:00Z");
        let extent = range("2023-01-01T00:00:00Z", "2023-12-31T00:00:00Z");
        let days = same_days(window, extent, &ZoneOffsets::utc());
        assert_eq!(days[0].range, range("2023-03-01T00:00:00Z", "2023-03-05T00:00:00Z"));
        assert_eq!(days[0].shift_us, 365 * DAY_US);
    }

    #[test]
    fn a_window_over_new_year_is_compared_as_a_whole() {
        let window = range("2023-12-15T00:00:00Z", "2024-01-15T00:00:00Z");
        let extent = range("2022-12-20T00:00:00Z", "2023-06-01T00:00:00Z");
        let days = same_days(window, extent, &ZoneOffsets::utc());
        assert_eq!(days.iter().map(|d| (d.years, d.year)).collect::<Vec<_>>(), [(-1, 2022)]);
    }
}
