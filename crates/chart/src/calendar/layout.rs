//! Where the days of a calendar stand.
//!
//! Each year is a block with a row for each month; as many blocks stand side by side as there is room for.

use super::Day;
use crate::frame::Area;

const SMALLEST_CELL_PX: f64 = 8.0;
const LARGEST_CELL_PX: f64 = 15.0;
/// Days of the longest month.
const COLUMNS: f64 = 31.0;
/// Days by which a label stands above their column.
const LABELLED_DAYS: [u32; 4] = [1, 10, 20, 30];

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

/// Arranges days, which ascend, in a width; months have their short names.
pub fn arrange(days: &[Day], width_px: f64, font_px: f64, months: &[&str; 12]) -> Calendar {
    let label_px = (font_px * 2.6).round();
    let cell_px = ((width_px - label_px - font_px) / COLUMNS).floor();
    let cell_px = cell_px.clamp(SMALLEST_CELL_PX, LARGEST_CELL_PX);
    // A row is as high as the name of its month.
    let row_px = cell_px.max(font_px.round() + 1.0);
    let block_px = label_px + cell_px * COLUMNS + font_px.round();
    let across = ((width_px / block_px).floor() as usize).max(1);
    let head_px = (font_px * 3.2).round();
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
            let name = months.get(month as usize - 1).copied().unwrap_or_default();
            calendar.labels.push((left_px + label_px - font_px * 0.5, middle_px, name.to_owned()));
        }
        for day in of_year {
            let (_, month, of_month) = day.day.date;
            let cell_left_px = left_px + label_px + f64::from(of_month - 1) * cell_px;
            let cell_top_px = top_px + f64::from(month - first_month) * row_px;
            calendar.cells.push(Area {
                left_px: cell_left_px,
                top_px: cell_top_px,
                right_px: cell_left_px + cell_px - 1.0,
                bottom_px: cell_top_px + row_px - 1.0,
            });
        }
        let rows = f64::from(last_month - first_month + 1);
        next_top_px = next_top_px.max(top_px + rows * row_px + (font_px * 0.6).round());
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
            (cell.left_px..cell.right_px + 1.0).contains(&x_px)
                && (cell.top_px..cell.bottom_px + 1.0).contains(&y_px)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::days;
    use super::*;
    use crate::words::ENGLISH;

    #[test]
    fn days_of_a_month_stand_in_a_row_and_are_found_where_they_stand() {
        let days = days((2024, 2, 10), 30);
        let calendar = arrange(&days, 360.0, 12.0, &ENGLISH.months);
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
            arrange(&days, width_px, 12.0, &ENGLISH.months)
                .years
                .iter()
                .map(|year| year.1)
                .collect::<Vec<_>>()
        };
        let (wide, narrow) = (tops(1_600.0), tops(390.0));
        assert_eq!(wide[0], wide[2]);
        assert!(narrow[0] < narrow[1] && narrow[1] < narrow[2]);
        assert!(arrange(&[], 390.0, 12.0, &ENGLISH.months).cells.is_empty());
    }
}
