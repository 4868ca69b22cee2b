//! The same days of other years.

use gagehouse_model::time::civil_from_days;
use gagehouse_model::time::{DAY_US, days_from_civil, days_in_month};
use gagehouse_model::{TimeRange, TimeUs, ZoneOffsets};

/// A window's days in another year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SameDays {
    /// Years from the window: −1 is the year before.
    pub years: i64,
    /// The calendar years in which the stretch begins and ends.
    pub named: (i64, i64),
    /// The window's parts that have dates there, ascending: one, or more where 29 February comes between.
    pub parts: Vec<Laid>,
}

/// A part of a window, and where its dates lie in another year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Laid {
    /// The part of the window.
    pub window: TimeRange,
    /// What to add to a time of the other year to lay it over the window.
    pub shift_us: i64,
}

impl Laid {
    /// The same dates in the other year.
    pub fn range(&self) -> TimeRange {
        let there = |time: TimeUs| TimeUs(time.0.saturating_sub(self.shift_us));
        TimeRange { start: there(self.window.start), end: there(self.window.end) }
    }
}

impl SameDays {
    /// What lies in the other year where this lies in the window; nothing on a 29 February that only
    /// one of the two years has.
    pub fn there(&self, time: TimeUs) -> Option<TimeUs> {
        let part = self.parts.iter().find(|part| part.window.contains(time))?;
        Some(TimeUs(time.0.saturating_sub(part.shift_us)))
    }

    /// The stretches of the other year.
    pub fn ranges(&self) -> impl Iterator<Item = TimeRange> + '_ {
        self.parts.iter().map(Laid::range)
    }

    /// The year, or both where the window crosses a New Year: `2023`, `2022–2023`.
    pub fn name(&self) -> String {
        let (first, last) = self.named;
        if first == last { first.to_string() } else { format!("{first}–{last}") }
    }
}

/// The same days in every other year that `extent` touches, in order of years, the window's own left out.
///
/// Dates and clock times are those of the zone. 29 February is laid over 29 February alone: in years without it
/// nothing lies there, and a leap year's is left out of windows that have none.
pub fn same_days(window: TimeRange, extent: TimeRange, zone: &ZoneOffsets) -> Vec<SameDays> {
    let year_of = |time: TimeUs| civil_from_days(zone.local_us(time).div_euclid(DAY_US)).0;
    let named = (year_of(window.start), year_of(TimeUs(window.end.0.saturating_sub(1))));
    let pieces = around_leap_days(window, named, zone);
    let first = year_of(extent.start) - named.1;
    let last = year_of(TimeUs(extent.end.0.saturating_sub(1))) - named.0;
    (first..=last)
        .filter(|years| *years != 0)
        .map(|years| SameDays {
            years,
            named: (named.0 + years, named.1 + years),
            parts: laid(&pieces, years, zone),
        })
        .filter(|days| days.ranges().any(|range| range.intersection(extent).is_some()))
        .collect()
}

/// A window cut where 29 February begins, and where March begins.
fn around_leap_days(window: TimeRange, years: (i64, i64), zone: &ZoneOffsets) -> Vec<TimeRange> {
    let dates = (years.0..=years.1).flat_map(|year| {
        let last_of_february = days_in_month(year, 2);
        let leap_day = (last_of_february == 29).then(|| days_from_civil(year, 2, 29));
        leap_day.into_iter().chain([days_from_civil(year, 3, 1)])
    });
    let mut pieces = Vec::new();
    let mut start = window.start;
    for edge in dates.map(|days| zone.first_instant_of_local(days * DAY_US)) {
        if start < edge && edge < window.end {
            pieces.push(TimeRange { start, end: edge });
            start = edge;
        }
    }
    pieces.extend(TimeRange::new(start, window.end));
    pieces
}

/// Pieces laid some years away, neighbours that are moved alike as one.
fn laid(pieces: &[TimeRange], years: i64, zone: &ZoneOffsets) -> Vec<Laid> {
    let mut parts: Vec<Laid> = Vec::new();
    for piece in pieces {
        let Some(there) = in_other_year(piece.start, years, zone) else { continue };
        let shift_us = piece.start.0.saturating_sub(there.0);
        match parts.last_mut() {
            Some(last) if last.shift_us == shift_us && last.window.end == piece.start => {
                last.window.end = piece.end;
            }
            _ => parts.push(Laid { window: *piece, shift_us }),
        }
    }
    parts
}

/// The instant with the same date and clock time some years later; `None` for a 29 February where there is none.
fn in_other_year(time: TimeUs, years: i64, zone: &ZoneOffsets) -> Option<TimeUs> {
    let local_us = zone.local_us(time);
    let (year, month, day) = civil_from_days(local_us.div_euclid(DAY_US));
    let year = year + years;
    let days = (day <= days_in_month(year, month)).then(|| days_from_civil(year, month, day))?;
    Some(zone.first_instant_of_local(days * DAY_US + local_us.rem_euclid(DAY_US)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn range(start: &str, end: &str) -> TimeRange {
        TimeRange { start: start.parse().unwrap(), end: end.parse().unwrap() }
    }

    fn told(days: &SameDays) -> Vec<(String, String)> {
        days.ranges().map(|range| (range.start.to_string(), range.end.to_string())).collect()
    }

    fn texts(ranges: &[(&str, &str)]) -> Vec<(String, String)> {
        ranges.iter().map(|(start, end)| ((*start).to_owned(), (*end).to_owned())).collect()
    }

    #[test]
    fn a_window_is_followed_through_the_years_of_the_record() {
        let zone = ZoneOffsets::fixed("UTC\u{2212}07:00", -420);
        let window = range("2023-05-01T07:00:00Z", "2023-05-08T07:00:00Z");
        let extent = range("2021-06-01T00:00:00Z", "2025-05-02T00:00:00Z");
        let days = same_days(window, extent, &zone);
        let years: Vec<_> = days.iter().map(|days| (days.years, days.name())).collect();
        let named = [(-1, "2022"), (1, "2024"), (2, "2025")];
        assert_eq!(years, named.map(|(years, name)| (years, name.to_owned())));
        assert_eq!(told(&days[1]), texts(&[("2024-05-01T07:00:00Z", "2024-05-08T07:00:00Z")]));
        assert_eq!(days[0].there(window.start), Some(TimeUs(window.start.0 - 365 * DAY_US)));
    }

    #[test]
    fn over_the_end_of_february_every_date_lies_on_its_own_date() {
        let extent = range("2020-01-01T00:00:00Z", "2024-12-31T00:00:00Z");
        let of = |window, years| {
            let days = same_days(window, extent, &ZoneOffsets::utc());
            days.into_iter().find(|days| days.years == years).unwrap()
        };
        // From a leap year to one that is none: nothing lies on 29 February.
        let window = range("2024-02-27T00:00:00Z", "2024-03-03T00:00:00Z");
        let days = of(window, -1);
        assert_eq!(
            told(&days),
            texts(&[
                ("2023-02-27T00:00:00Z", "2023-03-01T00:00:00Z"),
                ("2023-03-01T00:00:00Z", "2023-03-03T00:00:00Z"),
            ])
        );
        assert_eq!(days.there("2024-02-29T12:00:00Z".parse().unwrap()), None);
        assert_eq!(
            days.there("2024-03-01T12:00:00Z".parse().unwrap()),
            Some("2023-03-01T12:00:00Z".parse().unwrap())
        );
        // The other way: the leap day is left out.
        let window = range("2023-02-27T00:00:00Z", "2023-03-03T00:00:00Z");
        assert_eq!(
            told(&of(window, 1)),
            texts(&[
                ("2024-02-27T00:00:00Z", "2024-02-29T00:00:00Z"),
                ("2024-03-01T00:00:00Z", "2024-03-03T00:00:00Z"),
            ])
        );
        // Between two leap years, and between two that are none, one piece.
        let window = range("2024-02-27T00:00:00Z", "2024-03-03T00:00:00Z");
        assert_eq!(of(window, -4).parts.len(), 1);
        let window = range("2023-02-27T00:00:00Z", "2023-03-03T00:00:00Z");
        assert_eq!(of(window, -1).parts.len(), 1);
    }

    #[test]
    fn a_window_over_new_year_is_compared_as_a_whole() {
        let window = range("2023-12-15T00:00:00Z", "2024-01-15T00:00:00Z");
        let extent = range("2022-12-20T00:00:00Z", "2023-06-01T00:00:00Z");
        let days = same_days(window, extent, &ZoneOffsets::utc());
        assert_eq!(
            days.iter().map(|d| (d.years, d.name())).collect::<Vec<_>>(),
            [(-1, "2022–2023".to_owned())]
        );
    }

    #[test]
    fn a_window_inside_a_leap_day_has_nothing_in_years_without_one() {
        let window = range("2024-02-29T06:00:00Z", "2024-02-29T18:00:00Z");
        let extent = range("2019-01-01T00:00:00Z", "2024-12-31T00:00:00Z");
        let days = same_days(window, extent, &ZoneOffsets::utc());
        assert_eq!(days.iter().map(|days| days.years).collect::<Vec<_>>(), [-4]);
    }
}
