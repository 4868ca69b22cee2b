//! Days, weeks, months and years of a zone's civil calendar.

use gagehouse_model::time::{DAY_US, HOUR_US, civil_from_days, days_from_civil};
use gagehouse_model::{TimeRange, TimeUs, ZoneOffsets};

/// What is put together to one value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Period {
    /// A clock hour.
    Hour,
    /// From midnight to midnight.
    Day,
    /// From Monday to Sunday, as ISO 8601 counts weeks.
    Week,
    /// A calendar month.
    Month,
    /// From 1 October to 30 September, named by the year in which it ends (USGS).
    WaterYear,
    /// From 1 January to 31 December.
    Year,
}

impl Period {
    /// The period that an instant lies in, by the clock of `zone`.
    ///
    /// A site's standard time (a fixed offset) makes every day 24 hours long; a zone with summer time
    /// makes two days a year 23 and 25 hours long.
    pub fn around(self, time: TimeUs, zone: &ZoneOffsets) -> TimeRange {
        let local_us = zone.local_us(time);
        let (start_us, end_us) = self.local_edges_us(local_us);
        let (start, end) =
            (zone.first_instant_of_local(start_us), zone.first_instant_of_local(end_us));
        // Where a zone repeats a midnight, the clock shows the old date again after the new day began.
        if time >= end {
            return self.around_date(end_us, zone);
        }
        TimeRange { start, end }
    }

    /// What a period is called: `2024-05-01 13:00`, `2024-05-01`, `2024-W18`, `2024-05`, `WY 2024`, `2024`.
    pub fn name(self, period: TimeRange, zone: &ZoneOffsets) -> String {
        // Its middle has its date, whatever the clock does where it begins.
        let middle_us = zone.local_us(TimeUs(period.start.0 + period.len_us() / 2));
        let day = middle_us.div_euclid(DAY_US);
        let (year, month, date) = civil_from_days(day);
        match self {
            Self::Hour => {
                let hour = middle_us.rem_euclid(DAY_US) / HOUR_US;
                format!("{year:04}-{month:02}-{date:02} {hour:02}:00")
            }
            Self::Day => format!("{year:04}-{month:02}-{date:02}"),
            Self::Week => {
                // The year of a week is that of its Thursday, and week 1 holds the year's first one.
                let thursday = day - (day + 3).rem_euclid(7) + 3;
                let (year, ..) = civil_from_days(thursday);
                let week = (thursday - days_from_civil(year, 1, 1)) / 7 + 1;
                format!("{year:04}-W{week:02}")
            }
            Self::Month => format!("{year:04}-{month:02}"),
            Self::WaterYear => format!("WY {:04}", water_year(year, month)),
            Self::Year => format!("{year:04}"),
        }
    }

    /// The period that follows one of its kind.
    pub fn after(self, period: TimeRange, zone: &ZoneOffsets) -> TimeRange {
        self.around(period.end, zone)
    }

    fn around_date(self, local_us: i64, zone: &ZoneOffsets) -> TimeRange {
        let (start_us, end_us) = self.local_edges_us(local_us);
        TimeRange {
            start: zone.first_instant_of_local(start_us),
            end: zone.first_instant_of_local(end_us),
        }
    }

    /// Beginning and end of the period on the local clock.
    fn local_edges_us(self, local_us: i64) -> (i64, i64) {
        let day = local_us.div_euclid(DAY_US);
        let (year, month, _) = civil_from_days(day);
        let of_days = |from: i64, to: i64| (from * DAY_US, to * DAY_US);
        match self {
            Self::Hour => {
                let start_us = local_us.div_euclid(HOUR_US) * HOUR_US;
                (start_us, start_us + HOUR_US)
            }
            Self::Day => of_days(day, day + 1),
            // Day 0, 1970-01-01, was a Thursday.
            Self::Week => {
                let monday = day - (day + 3).rem_euclid(7);
                of_days(monday, monday + 7)
            }
            Self::Month => {
                let next = if month == 12 { (year + 1, 1) } else { (year, month + 1) };
                of_days(days_from_civil(year, month, 1), days_from_civil(next.0, next.1, 1))
            }
            Self::WaterYear => {
                let named = water_year(year, month);
                of_days(days_from_civil(named - 1, 10, 1), days_from_civil(named, 10, 1))
            }
            Self::Year => of_days(days_from_civil(year, 1, 1), days_from_civil(year + 1, 1, 1)),
        }
    }
}

/// The water year of a month: October to December belong to the next calendar year's.
pub fn water_year(year: i64, month: u32) -> i64 {
    year + i64::from(month >= 10)
}

/// Year, month (1–12) and day (1–31) that the clock of `zone` shows.
pub fn local_date(time: TimeUs, zone: &ZoneOffsets) -> (i64, u32, u32) {
    civil_from_days(zone.local_us(time).div_euclid(DAY_US))
}

/// The day of the year, 1–366, where 29 February has a number of its own (60) in every year, so that one
/// date has one number; 1 March is 61.
pub fn day_of_leap_year(month: u32, day: u32) -> u16 {
    // 2000 was a leap year.
    (days_from_civil(2000, month, day) - days_from_civil(2000, 1, 1) + 1) as u16
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(period: Period, time: &str, zone: &ZoneOffsets) -> String {
        let range = period.around(time.parse().unwrap(), zone);
        format!("{} {}", range.start, range.end)
    }

    #[test]
    fn periods_begin_and_end_at_the_sites_standard_midnight() {
        let zone = ZoneOffsets::fixed("UTC\u{2212}07:00", -420);
        for (period, expected) in [
            (Period::Hour, "2020-03-01T06:00:00Z 2020-03-01T07:00:00Z"),
            (Period::Day, "2020-02-29T07:00:00Z 2020-03-01T07:00:00Z"),
            (Period::Week, "2020-02-24T07:00:00Z 2020-03-02T07:00:00Z"),
            (Period::Month, "2020-02-01T07:00:00Z 2020-03-01T07:00:00Z"),
            (Period::WaterYear, "2019-10-01T07:00:00Z 2020-10-01T07:00:00Z"),
            (Period::Year, "2020-01-01T07:00:00Z 2021-01-01T07:00:00Z"),
        ] {
            assert_eq!(told(period, "2020-03-01T06:59:59Z", &zone), expected, "{period:?}");
        }
        assert_eq!((water_year(2020, 9), water_year(2020, 10)), (2020, 2021));
        assert_eq!((day_of_leap_year(2, 29), day_of_leap_year(3, 1)), (60, 61));
    }

    #[test]
    fn periods_have_the_names_that_people_call_them() {
        let zone = ZoneOffsets::fixed("UTC\u{2212}07:00", -420);
        let name = |period: Period, time: &str| {
            period.name(period.around(time.parse().unwrap(), &zone), &zone)
        };
        assert_eq!(name(Period::Hour, "2024-05-01T20:59:00Z"), "2024-05-01 13:00");
        assert_eq!(name(Period::Day, "2024-05-01T06:59:00Z"), "2024-04-30");
        assert_eq!(name(Period::Month, "2024-05-01T12:00:00Z"), "2024-05");
        assert_eq!(name(Period::WaterYear, "2024-10-01T12:00:00Z"), "WY 2025");
        assert_eq!(name(Period::Year, "2024-10-01T12:00:00Z"), "2024");
        // ISO 8601: 2021-01-03 was the Sunday of the last week of 2020, 2024-12-30 is in 2025's first.
        assert_eq!(name(Period::Week, "2021-01-03T12:00:00Z"), "2020-W53");
        assert_eq!(name(Period::Week, "2024-12-30T12:00:00Z"), "2025-W01");
    }

    #[test]
    fn a_civil_day_of_summer_time_is_23_or_25_hours_long() {
        let denver = ZoneOffsets {
            name: "America/Denver".into(),
            first_offset_minutes: -420,
            transitions: vec![
                ("2020-03-08T09:00:00Z".parse().unwrap(), -360),
                ("2020-11-01T08:00:00Z".parse().unwrap(), -420),
            ],
        };
        let hours =
            |time: &str| Period::Day.around(time.parse().unwrap(), &denver).len_us() / HOUR_US;
        assert_eq!(
            [
                hours("2020-03-08T12:00:00Z"),
                hours("2020-07-01T12:00:00Z"),
                hours("2020-11-01T12:00:00Z")
            ],
            [23, 24, 25]
        );
    }

    #[test]
    fn every_instant_lies_in_its_period_and_periods_follow_without_gap_where_midnight_repeats() {
        let zone = ZoneOffsets {
            name: "over midnight".into(),
            first_offset_minutes: 60,
            transitions: vec![(TimeUs(20 * DAY_US), 0), (TimeUs(40 * DAY_US - HOUR_US / 2), 60)],
        };
        for period in [Period::Hour, Period::Day, Period::Week, Period::Month] {
            let mut range = period.around(TimeUs(18 * DAY_US), &zone);
            for quarter in 0..30 * 96 {
                let time = TimeUs(18 * DAY_US + quarter * HOUR_US / 4);
                let around = period.around(time, &zone);
                assert!(around.contains(time), "{period:?} {time} {around:?}");
                if !range.contains(time) {
                    assert_eq!(period.after(range, &zone), around, "{period:?} {time}");
                    range = around;
                }
            }
        }
    }
}
