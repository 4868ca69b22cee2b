//! What a row of the catalog says in each column, as text.

use crate::conditions::{ago_text, series_status};
use gagehouse_catalog::facet::spacing_label;
use gagehouse_catalog::{Datastream, Status};
use gagehouse_model::{TimeUs, ZoneOffsets};

/// Stands where the source says nothing.
pub const NOTHING: &str = "–";

/// The texts of one row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowCells {
    /// Site.
    pub site: String,
    /// Whether the site is made up.
    pub synthetic: bool,
    /// Variable, with what tells it from others of its name: the statistic.
    pub variable: String,
    /// Unit.
    pub unit: String,
    /// Intended interval.
    pub interval: String,
    /// Processing level with its meaning.
    pub level: String,
    /// Day of the first value at the site.
    pub begin: String,
    /// Day of the last value at the site.
    pub end: String,
    /// Number of values.
    pub count: String,
    /// Status class.
    pub status: Status,
    /// Age of the last value, or why there is none; empty when the status says it.
    pub age: String,
}

impl RowCells {
    /// The texts of a series at `now`.
    pub fn of(series: &Datastream, now: TimeUs) -> Self {
        let text = |text: Option<&str>| text.unwrap_or(NOTHING).to_owned();
        let day = |time: Option<TimeUs>| time.map_or(NOTHING.to_owned(), |t| local_day(series, t));
        let age = match series.end() {
            Some(end) => ago_text(end, now),
            None if series.results_hidden() => "hidden by its owner".to_owned(),
            None => String::new(),
        };
        Self {
            site: text(series.site().map(|site| site.name())),
            synthetic: series.site().is_some_and(|site| site.synthetic()),
            variable: variable_text(series),
            unit: text(Some(series.unit_label()).filter(|unit| !unit.is_empty())),
            interval: series.spacing().map_or(NOTHING.to_owned(), spacing_label),
            level: level_text(series),
            begin: day(series.begin()),
            end: day(series.end()),
            count: series.value_count().map_or(NOTHING.to_owned(), grouped),
            status: series_status(series, now),
            age,
        }
    }
}

/// The variable, with its statistic when that says more.
pub fn variable_text(series: &Datastream) -> String {
    match series.aggregation_statistic().filter(|statistic| *statistic != "Continuous") {
        Some(statistic) => format!("{} ({})", series.variable_name(), statistic.to_lowercase()),
        None => series.variable_name().to_owned(),
    }
}

/// The level's code with its meaning.
pub fn level_text(series: &Datastream) -> String {
    match (series.processing_level(), series.processing_level_definition()) {
        (Some(code), Some(meaning)) if code != meaning => format!("{code}: {meaning}"),
        (Some(text), _) | (None, Some(text)) => text.to_owned(),
        (None, None) => NOTHING.to_owned(),
    }
}

/// The day of an instant by the clock of a series' site: its standard time, UTC when it states none.
fn local_day(series: &Datastream, time: TimeUs) -> String {
    let zone = series.site().and_then(|site| site.zone());
    let zone = zone.as_ref().map_or_else(ZoneOffsets::utc, ZoneOffsets::standard);
    time.to_local_text(zone.offset_minutes_at(time)).chars().take(10).collect()
}

/// A whole number in groups of three: `1,234,567`.
pub fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// A count with its noun: `1 series`, `1,200 series`.
pub fn series_count(number: usize) -> String {
    format!("{} series", grouped(number as u64))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn large_numbers_are_grouped() {
        for (number, text) in [(0, "0"), (999, "999"), (1_000, "1,000"), (2_367_087, "2,367,087")] {
            assert_eq!(grouped(number), text);
        }
    }
}
