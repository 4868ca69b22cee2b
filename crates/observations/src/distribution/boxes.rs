//! Box-and-whisker summaries, overall and by month, season or year.
//!
//! The box reaches from the first to the third quartile (definition 7 of Hyndman and Fan) with a line at the
//! median; whiskers end at the outermost numbers within 1.5 times the box's length of the box; what lies
//! beyond is an outlier (Tukey, Exploratory Data Analysis, 1977). No notches: they assume independence,
//! which neighbouring samples of a river do not have.

use crate::aggregate::calendar::{local_date, water_year};
use crate::quantile::quantiles;
use crate::series::Series;
use gagehouse_model::{TimeRange, ZoneOffsets};
use std::collections::BTreeMap;

/// Outliers that a box names; the others are counted.
pub const MOST_OUTLIERS: usize = 500;

/// By what numbers are grouped, on the clock of the site.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Grouping {
    /// All in one.
    Overall,
    /// Calendar months, the same month of all years together.
    Month,
    /// Quarters of a year, the first of which begins with that month (1–12): 12 for the meteorological
    /// winter, 1 for quarters of the calendar year.
    Season {
        /// Month with which the first season begins.
        first_month: u32,
    },
    /// Calendar years.
    Year,
    /// Water years, named by the year in which they end.
    WaterYear,
}

impl Grouping {
    /// The group of a local date: 0 overall, month 1–12, season 0–3 from the first, or the year.
    fn of(self, (year, month, _): (i64, u32, u32)) -> i64 {
        match self {
            Self::Overall => 0,
            Self::Month => i64::from(month),
            Self::Season { first_month } => {
                i64::from((month + 12 - first_month.clamp(1, 12)) % 12 / 3)
            }
            Self::Year => year,
            Self::WaterYear => water_year(year, month),
        }
    }
}

/// One box.
#[derive(Debug, Clone, PartialEq)]
pub struct Boxed {
    /// 0 overall, month 1–12, season 0–3 from the first one, or the year.
    pub group: i64,
    /// Numbers.
    pub count: u64,
    /// First quartile.
    pub q1: f64,
    /// Median.
    pub median: f64,
    /// Third quartile.
    pub q3: f64,
    /// Arithmetic mean.
    pub mean: f64,
    /// Smallest number within 1.5 box lengths of the box.
    pub whisker_low: f64,
    /// Largest number within 1.5 box lengths of the box.
    pub whisker_high: f64,
    /// Outermost of the numbers beyond the whiskers, from both ends inwards, at most [`MOST_OUTLIERS`].
    pub outliers: Vec<f64>,
    /// Numbers beyond the whiskers, those that are not named included.
    pub outlier_count: u64,
}

impl Series {
    /// Boxes of a window in order of their groups; groups without numbers have none.
    pub fn boxes(&self, window: TimeRange, grouping: Grouping, zone: &ZoneOffsets) -> Vec<Boxed> {
        let mut groups: BTreeMap<i64, Vec<f64>> = BTreeMap::new();
        for row in self.numbers(window) {
            groups.entry(grouping.of(local_date(row.time, zone))).or_default().push(row.value);
        }
        groups.into_iter().filter_map(|(group, numbers)| boxed(group, numbers)).collect()
    }
}

fn boxed(group: i64, mut numbers: Vec<f64>) -> Option<Boxed> {
    let quartiles: [f64; 3] = quantiles(&mut numbers, &[0.25, 0.5, 0.75]).try_into().ok()?;
    let [q1, median, q3] = quartiles;
    let reach = 1.5 * (q3 - q1);
    let (low, high) = (q1 - reach, q3 + reach);
    let inside = || numbers.iter().copied().filter(|v| low <= *v && *v <= high);
    let mut outliers: Vec<f64> =
        numbers.iter().copied().filter(|v| *v < low || high < *v).collect();
    let outlier_count = outliers.len() as u64;
    let beyond = |v: f64| if v < low { low - v } else { v - high };
    outliers.sort_by(|a, b| beyond(*b).total_cmp(&beyond(*a)));
    outliers.truncate(MOST_OUTLIERS);
    let sum: crate::sum::Sum = numbers.iter().copied().collect();
    Some(Boxed {
        group,
        count: numbers.len() as u64,
        q1,
        median,
        q3,
        mean: sum.total() / numbers.len() as f64,
        whisker_low: inside().reduce(f64::min).unwrap_or(q1),
        whisker_high: inside().reduce(f64::max).unwrap_or(q3),
        outliers,
        outlier_count,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Columns, SeriesOptions};

    fn boxes(rows: &[(&str, f64)], grouping: Grouping) -> Vec<Boxed> {
        let mut page = Columns::default();
        for (time, value) in rows {
            page.push(time.parse::<gagehouse_model::TimeUs>().unwrap().0, *value, 0);
        }
        let mut series = Series::new(SeriesOptions::default());
        series.append(&page);
        let zone = ZoneOffsets::fixed("UTC\u{2212}07:00", -420);
        series.boxes(series.extent().unwrap(), grouping, &zone)
    }

    #[test]
    fn whiskers_end_at_numbers_and_what_lies_beyond_is_named() {
        let values = [1.0, 2.0, 3.0, 4.0, 5.0, 100.0];
        let rows: Vec<(String, f64)> = values
            .iter()
            .enumerate()
            .map(|(i, v)| (format!("2024-01-0{}T12:00:00Z", i + 1), *v))
            .collect();
        let rows: Vec<(&str, f64)> = rows.iter().map(|(t, v)| (t.as_str(), *v)).collect();
        let only = &boxes(&rows, Grouping::Overall)[0];
        // Quartiles of six numbers: h = 1.25, 2.5, 3.75.
        assert_eq!((only.q1, only.median, only.q3), (2.25, 3.5, 4.75));
        assert_eq!((only.whisker_low, only.whisker_high), (1.0, 5.0));
        assert_eq!((only.outliers.as_slice(), only.outlier_count), ([100.0].as_slice(), 1));
    }

    #[test]
    fn groups_are_those_of_the_sites_clock() {
        let rows = [
            ("2024-01-01T06:00:00Z", 1.0), // still 31 December 2023 at UTC−7
            ("2024-01-01T07:00:00Z", 2.0),
            ("2024-10-01T06:59:00Z", 3.0),
            ("2024-10-01T07:00:00Z", 4.0),
        ];
        let groups = |grouping| -> Vec<(i64, u64)> {
            boxes(&rows, grouping).iter().map(|b| (b.group, b.count)).collect()
        };
        assert_eq!(groups(Grouping::Month), [(1, 1), (9, 1), (10, 1), (12, 1)]);
        assert_eq!(groups(Grouping::Year), [(2023, 1), (2024, 3)]);
        assert_eq!(groups(Grouping::WaterYear), [(2024, 3), (2025, 1)]);
        assert_eq!(groups(Grouping::Season { first_month: 12 }), [(0, 2), (3, 2)]);
        assert_eq!(groups(Grouping::Season { first_month: 1 }), [(0, 1), (2, 1), (3, 2)]);
    }
}
