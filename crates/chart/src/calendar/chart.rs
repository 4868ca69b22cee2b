//! The calendar of a series, with what it says and the same by months as a table.

use super::draw::draw;
use super::layout::{Calendar, arrange};
use super::{Day, Month, days_of, months, percent_of_many};
use crate::draw::{Palette, at, filled};
use crate::kinds::Charted;
use crate::words::{ChartWords, fill};
use gagehouse_model::{Coverage, TimeRange, ZoneOffsets};
use gagehouse_observations::Stamp;
use plotters_backend::{DrawingBackend, DrawingErrorKind};

/// A calendar of one series.
#[derive(Debug, Clone, PartialEq)]
pub struct DaysChart {
    /// What it shows, for a heading.
    pub title: String,
    /// Colour of its series, from 0.
    pub style: usize,
    /// Its days, ascending.
    pub days: Vec<Day>,
    /// What must be said beside it: all days in a sentence, and how to read it.
    pub notes: Vec<String>,
    /// Heads of its table.
    pub heads: Vec<String>,
    /// Its months, row by row.
    pub rows: Vec<Vec<String>>,
    months: &'static [&'static str; 12],
}

/// The calendar of a series' window by a clock; `None` when the window has no rows.
pub fn days_chart(
    charted: &Charted<'_>,
    covered: &Coverage,
    window: TimeRange,
    (zone, stamp): (&ZoneOffsets, Stamp),
) -> Option<DaysChart> {
    let days = days_of(charted.series, covered, window, (zone, stamp));
    let words = charted.words;
    let summary = summary(&days, words)?;
    Some(DaysChart {
        title: fill(words.completeness, &[charted.label]),
        style: charted.style,
        notes: vec![summary, fill(words.how_days_are_filled, &[&zone.name])],
        heads: words.completeness_heads.map(str::to_owned).to_vec(),
        rows: months(&days).iter().map(|month| month_row(month, words)).collect(),
        days,
        months: &words.months,
    })
}

impl DaysChart {
    /// Where its days stand in a width.
    pub fn arranged(&self, width_px: f64, font_px: f64) -> Calendar {
        arrange(&self.days, width_px, font_px, self.months)
    }

    /// Draws it in a rectangle of a size, of which it needs the height that [`Self::arranged`] tells.
    ///
    /// # Errors
    /// What the backend refuses.
    pub fn draw<B: DrawingBackend>(
        &self,
        backend: &mut B,
        (width_px, height_px): (f64, f64),
        font_px: f64,
        palette: &Palette,
    ) -> Result<(), DrawingErrorKind<B::ErrorType>> {
        backend.draw_rect((0, 0), at(width_px, height_px), &filled(palette.ground), true)?;
        let calendar = self.arranged(width_px, font_px);
        draw(backend, (&calendar, &self.days), self.style, font_px, palette)
    }
}

/// All days in a sentence; `None` without any.
pub fn summary(days: &[Day], words: &ChartWords) -> Option<String> {
    let (first, last) = days.first().zip(days.last())?;
    let months = months(days);
    let sum = |of: fn(&Month) -> usize| months.iter().map(of).sum::<usize>().to_string();
    let read: Vec<f64> = days.iter().filter(|day| day.is_read).map(Day::share).collect();
    let share = read.iter().sum::<f64>() / (read.len() as f64).max(1.0);
    let unread = match sum(|month| month.unread).as_str() {
        "0" => String::new(),
        days => fill(words.days_not_loaded, &[days]),
    };
    Some(fill(
        words.days_summary,
        &[
            &first.date_text(),
            &last.date_text(),
            &percent_of_many(share),
            &sum(|month| month.complete),
            &sum(|month| month.partly),
            &sum(|month| month.empty),
            &unread,
        ],
    ))
}

/// A month in the order of the table's heads.
pub fn month_row(month: &Month, words: &ChartWords) -> Vec<String> {
    let (year, number) = month.month;
    let name = words.months.get(number as usize - 1).copied().unwrap_or_default();
    let share =
        month.share.map_or("–".to_owned(), |share| format!("{} %", percent_of_many(share)));
    let counts = [month.complete, month.partly, month.empty, month.unread];
    [format!("{name} {year}"), share].into_iter().chain(counts.map(|it| it.to_string())).collect()
}
