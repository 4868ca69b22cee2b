//! A calendar of how much of each day is there: where its days stand, and what they say.
//!
//! Each year is a block with a row for each month; as many blocks stand side by side as there is room for. A day is
//! filled from below by the share of it that is there, so that its colour is not the only sign.

use crate::format::count;
use crate::frame::Area;
use gagehouse_model::time::{days_from_civil, days_in_month};
use gagehouse_observations::compare::calendar::CalendarDay;

/// Short names of the months.
pub const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

const SMALLEST_CELL_PX: f64 = 8.0;
const LARGEST_CELL_PX: f64 = 15.0;
/// Days of the longest month.
const COLUMNS: f64 = 31.0;
/// Days by which a label stands above their column.
const LABELLED_DAYS: [u32; 4] = [1, 10, 20, 30];
/// A day with at least this share counts as complete.
pub const COMPLETE: f64 = 0.995;

/// A day of a series.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Day {
    /// Its date and what is there of it.
    pub day: CalendarDay,
    /// Whether all of it was read; what is not there may be on its way otherwise.
    pub is_read: bool,
}

impl Day {
    /// The share of it that is there; of a series without a usual step, whether anything is.
    pub fn share(&self) -> f64 {
        let any = if self.day.count > 0 { 1.0 } else { 0.0 };
        self.day.completeness.unwrap_or(any).clamp(0.0, 1.0)
    }

    /// Its date, `2024-05-01`.
    pub fn date_text(&self) -> String {
        let (year, month, day) = self.day.date;
        format!("{year:04}-{month:02}-{day:02}")
    }

    /// What is there of it, in words.
    pub fn words(&self) -> String {
        let values = match self.day.count {
            1 => "1 value".to_owned(),
            values => format!("{} values", count(values)),
        };
        let date = self.date_text();
        if !self.is_read {
            return format!("{date}: not all of it is loaded, {values} so far");
        }
        match self.day.completeness {
            _ if self.day.count == 0 => format!("{date}: no values"),
            None => format!("{date}: {values}"),
            Some(_) => format!("{date}: {} % there, {values}", percent(self.share())),
        }
    }

    fn number(&self) -> i64 {
        let (year, month, day) = self.day.date;
        days_from_civil(year, month, day)
    }
}

/// A share in whole per cent; only what is whole is 100, only nothing is 0.
pub fn percent(share: f64) -> u32 {
    let percent = (share * 100.0).round() as u32;
    match percent {
        100 if share < COMPLETE => 99,
        0 if share > 0.0 => 1,
        percent => percent,
    }
}

/// A mean share in per cent with a decimal; only what is whole is 100, only nothing is 0: `99.8`.
pub fn percent_of_many(share: f64) -> String {
    let percent = (share * 1_000.0).round() / 10.0;
    match percent {
        _ if share >= 1.0 => "100".to_owned(),
        _ if share <= 0.0 => "0".to_owned(),
        percent => format!("{:.1}", percent.clamp(0.1, 99.9)),
    }
}

/// A calendar in pixels.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Calendar {
    /// As high as its blocks need.
    pub height_px: f64,
    /// Where each day stands, in the order of the days.
    pub cells: Vec<Area>,
    /// Texts that end at a place: left of rows and above columns, with the pixel of their right end and middle.
    pub labels: Vec<(f64, f64, String)>,
    /// Years, with the pixel of their left end and middle.
    pub years: Vec<(f64, f64, String)>,
}

/// Arranges days, which ascend, in a width.
pub fn arrange(days: &[Day], width_px: f64, font_px: f64) -> Calendar {
    let label_px = font_px * 2.6;
    let cell_px = ((width_px - label_px - font_px) / COLUMNS).floor();
    let cell_px = cell_px.clamp(SMALLEST_CELL_PX, LARGEST_CELL_PX);
    // A row is as high as the name of its month.
    let row_px = cell_px.max(font_px + 1.0);
    let block_px = label_px + cell_px * COLUMNS + font_px;
    let across = ((width_px / block_px).floor() as usize).max(1);
    let head_px = font_px * 3.2;
    let mut calendar = Calendar::default();
    let (mut row_top_px, mut next_top_px) = (0.0, 0.0_f64);
    let mut year_start = 0;
    let mut number = 0;
    while year_start < days.len() {
        let year = days[year_start].day.date.0;
        let year_end =
            year_start + days[year_start..].partition_point(|day| day.day.date.0 == year);
        let of_year = &days[year_start..year_end];
        if number % across == 0 {
            row_top_px = next_top_px;
        }
        let left_px = (number % across) as f64 * block_px;
        let first_month = of_year[0].day.date.1;
        let top_px = row_top_px + head_px;
        calendar.years.push((left_px, row_top_px + font_px, year.to_string()));
        for day in LABELLED_DAYS {
            let right_px = left_px + label_px + cell_px * f64::from(day);
            calendar.labels.push((right_px, row_top_px + font_px * 2.4, day.to_string()));
        }
        let last_month = of_year[of_year.len() - 1].day.date.1;
        for month in first_month..=last_month {
            let middle_px = top_px + (f64::from(month - first_month) + 0.5) * row_px;
            let name = MONTHS.get(month as usize - 1).copied().unwrap_or_default();
            calendar.labels.push((left_px + label_px - font_px * 0.5, middle_px, name.to_owned()));
        }
        for day in of_year {
            let (_, month, of_month) = day.day.date;
            let cell_left_px = left_px + label_px + f64::from(of_month - 1) * cell_px;
            let cell_top_px = top_px + f64::from(month - first_month) * row_px;
            calendar.cells.push(Area {
                left_px: cell_left_px + 0.5,
                top_px: cell_top_px + 0.5,
                right_px: cell_left_px + cell_px - 1.0,
                bottom_px: cell_top_px + row_px - 1.0,
            });
        }
        let rows = f64::from(last_month - first_month + 1);
        next_top_px = next_top_px.max(top_px + rows * row_px + font_px * 0.6);
        calendar.height_px = next_top_px;
        year_start = year_end;
        number += 1;
    }
    calendar
}

impl Calendar {
    /// The day at a place.
    pub fn day_at(&self, x_px: f64, y_px: f64) -> Option<usize> {
        self.cells.iter().position(|cell| {
            (cell.left_px - 0.5..cell.right_px + 1.0).contains(&x_px)
                && (cell.top_px - 0.5..cell.bottom_px + 1.0).contains(&y_px)
        })
    }
}

/// Ways from day to day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// So many days later, earlier when negative.
    Days(i64),
    /// So many months later, on the same day of the month or its last.
    Months(i64),
    /// The first day.
    First,
    /// The last day.
    Last,
}

/// The day after a step, the nearest there is; without a day before, the last, or the first if that is asked for.
pub fn stepped(days: &[Day], from: Option<usize>, step: Step) -> Option<usize> {
    let last = days.len().checked_sub(1)?;
    let from = from.and_then(|from| days.get(from));
    let wanted = match (step, from) {
        (Step::First, _) => return Some(0),
        (Step::Last, _) | (_, None) => return Some(last),
        (Step::Days(by), Some(from)) => from.number() + by,
        (Step::Months(by), Some(from)) => {
            let (year, month, day) = from.day.date;
            let months = year * 12 + i64::from(month) - 1 + by;
            let (year, month) = (months.div_euclid(12), months.rem_euclid(12) as u32 + 1);
            days_from_civil(year, month, day.min(days_in_month(year, month)))
        }
    };
    Some(days.partition_point(|day| day.number() < wanted).min(last))
}

/// What a month holds, for the table.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Month {
    /// Year and month, from 1.
    pub month: (i64, u32),
    /// Days that are complete.
    pub complete: usize,
    /// Days of which a part is there.
    pub partly: usize,
    /// Days without a value.
    pub empty: usize,
    /// Days of which not all was read.
    pub unread: usize,
    /// Mean share of the days that were read; `None` when none was.
    pub share: Option<f64>,
}

/// The months of some days, which ascend.
pub fn months(days: &[Day]) -> Vec<Month> {
    let of_month = |day: &Day| (day.day.date.0, day.day.date.1);
    let groups = days.chunk_by(|a, b| of_month(a) == of_month(b));
    groups
        .map(|days| {
            let read: Vec<f64> = days.iter().filter(|day| day.is_read).map(Day::share).collect();
            let complete = read.iter().filter(|share| **share >= COMPLETE).count();
            let empty = read.iter().filter(|share| **share <= 0.0).count();
            Month {
                month: of_month(&days[0]),
                complete,
                partly: read.len() - complete - empty,
                empty,
                unread: days.len() - read.len(),
                share: (!read.is_empty()).then(|| read.iter().sum::<f64>() / read.len() as f64),
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use gagehouse_model::time::civil_from_days;

    fn days(from: (i64, u32, u32), number: i64) -> Vec<Day> {
        let first = days_from_civil(from.0, from.1, from.2);
        (first..first + number)
            .map(|day| Day {
                day: CalendarDay { date: civil_from_days(day), count: 96, completeness: Some(1.0) },
                is_read: true,
            })
            .collect()
    }

    #[test]
    fn days_of_a_month_stand_in_a_row_and_are_found_where_they_stand() {
        let days = days((2024, 2, 10), 30);
        let calendar = arrange(&days, 360.0, 12.0);
        assert_eq!(calendar.cells.len(), 30);
        let (tenth, last_of_february, first_of_march) =
            (calendar.cells[0], calendar.cells[19], calendar.cells[20]);
        assert_eq!(tenth.top_px, last_of_february.top_px);
        assert!(first_of_march.top_px > tenth.bottom_px && first_of_march.left_px < tenth.left_px);
        for (number, cell) in calendar.cells.iter().enumerate() {
            assert!(cell.right_px <= 360.0 && cell.bottom_px <= calendar.height_px);
            let middle =
                (cell.left_px.midpoint(cell.right_px), cell.top_px.midpoint(cell.bottom_px));
            assert_eq!(calendar.day_at(middle.0, middle.1), Some(number));
        }
        assert_eq!(calendar.day_at(2.0, 2.0), None);
    }

    #[test]
    fn years_stand_side_by_side_where_there_is_room() {
        let days = days((2021, 1, 1), 3 * 365);
        let tops = |width_px: f64| {
            arrange(&days, width_px, 12.0).years.iter().map(|year| year.1).collect::<Vec<_>>()
        };
        let (wide, narrow) = (tops(1_600.0), tops(390.0));
        assert_eq!(wide[0], wide[2]);
        assert!(narrow[0] < narrow[1] && narrow[1] < narrow[2]);
        assert!(arrange(&[], 390.0, 12.0).cells.is_empty());
    }

    #[test]
    fn steps_go_by_days_and_months_and_stay_inside() {
        let days = days((2024, 1, 31), 90);
        let date = |from, step| stepped(&days, from, step).map(|at| days[at].date_text());
        assert_eq!(date(Some(0), Step::Months(1)), Some("2024-02-29".to_owned()));
        assert_eq!(date(Some(0), Step::Days(1)), Some("2024-02-01".to_owned()));
        assert_eq!(date(Some(0), Step::Days(-7)), Some("2024-01-31".to_owned()));
        assert_eq!(date(Some(5), Step::Last), date(None, Step::Days(1)));
        assert_eq!(date(None, Step::First), Some("2024-01-31".to_owned()));
        assert_eq!(stepped(&[], None, Step::First), None);
    }

    #[test]
    fn a_day_says_what_is_there_and_a_month_counts_its_days() {
        let mut days = days((2024, 2, 28), 4);
        days[1].day = CalendarDay { count: 48, completeness: Some(0.5), ..days[1].day };
        days[2].day = CalendarDay { count: 0, completeness: Some(0.0), ..days[2].day };
        days[3].is_read = false;
        let words: Vec<String> = days.iter().map(Day::words).collect();
        assert_eq!(
            words,
            [
                "2024-02-28: 100 % there, 96 values",
                "2024-02-29: 50 % there, 48 values",
                "2024-03-01: no values",
                "2024-03-02: not all of it is loaded, 96 values so far",
            ]
        );
        let months = months(&days);
        let told: Vec<_> =
            months.iter().map(|m| (m.complete, m.partly, m.empty, m.unread, m.share)).collect();
        assert_eq!(told, [(1, 1, 0, 0, Some(0.75)), (0, 0, 1, 1, Some(0.0))]);
        let many = [1.0, 0.99999, 0.5, 1e-9, 0.0].map(percent_of_many);
        assert_eq!(many, ["100", "99.9", "50.0", "0.1", "0"]);
        assert_eq!((percent(0.9949), percent(0.001), percent(1.0)), (99, 1, 100));
    }
}
