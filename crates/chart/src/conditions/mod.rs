//! What a series' newest values say, in words: one sentence for pages, embeds, pictures and titles.
//!
//! [`Reading`] is the newest number with its trend, [`Standing`] how it compares with other years, and
//! [`Conditions`] puts them together with unit, datum, level, thresholds and age.

pub mod rank;
pub mod standing;
pub mod trend;
pub mod words;

use crate::format;
use crate::local::{clock_text, zone_text};
use gagehouse_model::age::ago_in_words;
use gagehouse_model::unit::{Conversion, UnitPreference};
use gagehouse_model::{TimeUs, Unit, ZoneOffsets};
use gagehouse_observations::aggregate::calendar::local_date;
use gagehouse_observations::{Series, Statistic, ValueKind};
pub use rank::{Rank, SeriesStanding, Standings};
pub use standing::Standing;
pub use trend::Trend;
use words::{number_text, unit_beside, with_unit};

/// Rows without a number at the end of a series that are passed over in search of the newest number.
const MOST_PASSED: usize = 10_000;

/// The newest number of a series, in the unit of its source.
#[derive(Debug, Clone, PartialEq)]
pub struct Reading {
    /// When it was measured.
    pub time: TimeUs,
    /// The number.
    pub value: f64,
    /// Which way the series goes; `None` for what has no trend, such as directions and totals.
    pub trend: Option<Trend>,
    /// What its source says of the quality of this value.
    pub quality: Option<String>,
    /// With how many decimals its series is written, as its newest rows tell; 0 where only this one is known.
    pub decimals: usize,
}

impl Reading {
    /// The newest number of a series whose last rows are here; `None` without one.
    pub fn newest(series: &Series, statistic: Statistic) -> Option<Self> {
        let from = series.len().saturating_sub(MOST_PASSED);
        let mut rows: Vec<_> = series.rows(from..series.len()).collect();
        rows.reverse();
        let numbers = || rows.iter().filter(|row| series.kind(row.value) == ValueKind::Number);
        let row = *numbers().next()?;
        let decimals = format::decimals_of_rows(numbers().map(|row| row.value));
        let trend = statistic.is_like_its_rows().then(|| Trend::up_to(series, row));
        let quality = series.quality_words().get(usize::from(row.quality));
        let quality = quality.filter(|quality| !quality.is_empty()).map(|quality| quality.label());
        Some(Self { time: row.time, value: row.value, trend, quality, decimals })
    }

    /// A value of which nothing but its time is known.
    pub fn bare(time: TimeUs, value: f64) -> Self {
        Self { time, value, trend: None, quality: None, decimals: 0 }
    }
}

/// In which unit values of a series are shown, and how they get there.
#[derive(Debug, Clone, PartialEq)]
pub struct Shown {
    /// What stands beside a value.
    pub unit: String,
    /// From the source's unit.
    pub conversion: Conversion,
}

impl Shown {
    /// The unit in which a reader wants to see a variable; the source's where it is not known for sure.
    pub fn of(unit: &Unit, variable: &str, preference: UnitPreference) -> Self {
        let shown = preference.shown(unit, variable);
        Self { unit: shown.label, conversion: shown.conversion }
    }

    /// A measured value in the shown unit, without it: with as many decimals as its source gave, and after a
    /// conversion as many as its last decimal is worth.
    pub fn number(&self, value: f64) -> String {
        self.number_of(value, 0)
    }

    /// The same among others of its series: with at least the `decimals` that these have, trailing zeros kept.
    pub fn number_of(&self, value: f64, decimals: usize) -> String {
        let decimals = decimals.max(format::decimals_of(value));
        if !self.conversion.is_none() {
            let finer = (-self.conversion.ratio().abs().log10()).ceil().clamp(-6.0, 6.0) as i64;
            let decimals = (decimals as i64 + finer).clamp(0, 12) as usize;
            return format::minus_sign(format!("{:.decimals$}", self.conversion.apply(value)));
        }
        let text = number_text(value);
        if text.contains('e') { text } else { format::exact(value, decimals) }
    }

    /// Smallest and largest of some values of a series, `0.450 to 0.494 m`.
    pub fn range(&self, (low, high): (f64, f64), decimals: usize) -> String {
        // Both have the decimals of that which has more.
        let decimals = [low, high].into_iter().map(format::decimals_of).fold(decimals, usize::max);
        let high = with_unit(&self.number_of(high, decimals), &self.unit);
        format!("{} to {high}", self.number_of(low, decimals))
    }

    /// A measured value in the shown unit, with it.
    pub fn text(&self, value: f64) -> String {
        self.text_of(value, 0)
    }

    /// The same beside the name of its variable: without a unit that only repeats it, with at least so many decimals.
    pub fn beside_name(&self, variable: &str, (value, decimals): (f64, usize)) -> String {
        with_unit(&self.number_of(value, decimals), unit_beside(&self.unit, variable))
    }

    /// The same among others of its series, with at least so many decimals.
    pub fn text_of(&self, value: f64, decimals: usize) -> String {
        with_unit(&self.number_of(value, decimals), &self.unit)
    }
}

/// A value that means something to people, in the source's unit.
#[derive(Debug, Clone, PartialEq)]
pub struct Mark {
    /// The value from which on it counts.
    pub value: f64,
    /// What it is called, for example `Flood stage`.
    pub name: String,
    /// What happens there, possibly empty.
    pub meaning: String,
}

/// The parts of the sentence.
#[derive(Debug, Clone, PartialEq)]
pub struct Conditions<'a> {
    /// Name of the variable.
    pub variable: &'a str,
    /// The reference that a level is measured from, for example `gage datum`.
    pub above: Option<&'a str>,
    /// Unit of what is shown.
    pub shown: &'a Shown,
    /// Processing level, for example `raw data`.
    pub level: Option<&'a str>,
    /// The newest number.
    pub reading: &'a Reading,
    /// How it compares with other years.
    pub standing: Option<&'a Standing>,
    /// Values that mean something, in any order.
    pub marks: &'a [Mark],
}

impl Conditions<'_> {
    /// `2.31 m above gage datum`.
    pub fn value_text(&self) -> String {
        let value = (self.reading.value, self.reading.decimals);
        let value = self.shown.beside_name(self.variable, value);
        self.above.map_or(value.clone(), |datum| format!("{value} above {datum}"))
    }

    /// `at 14:15 (UTC−07:00)` on the day of `now`, else with its date.
    pub fn time_text(&self, zone: &ZoneOffsets, now: TimeUs) -> String {
        let time = self.reading.time;
        let clock = clock_text(zone, time);
        let clock = clock.split('.').next().unwrap_or_default();
        let clock = clock.strip_suffix(":00").unwrap_or(clock);
        let is_today = local_date(time, zone) == local_date(now, zone);
        let clock = clock.split_once(' ').filter(|_| is_today).map_or(clock, |(_, clock)| clock);
        format!("at {clock} ({})", zone_text(zone, time))
    }

    /// The highest mark that the value has reached, and the next one above it: `above Action stage (2 m)`,
    /// `0.4 m below Flood stage (3 m)`.
    pub fn mark_text(&self) -> Option<String> {
        let value = self.reading.value;
        let reached = self.marks.iter().filter(|mark| mark.value <= value);
        let reached = reached.max_by(|a, b| a.value.total_cmp(&b.value));
        let next = self.marks.iter().filter(|mark| mark.value > value);
        let next = next.min_by(|a, b| a.value.total_cmp(&b.value));
        let named = |mark: &Mark| {
            let meaning =
                if mark.meaning.is_empty() { String::new() } else { format!(": {}", mark.meaning) };
            format!("{} ({}{meaning})", mark.name, self.shown.text(mark.value))
        };
        match (reached, next) {
            (Some(mark), _) => Some(format!("at or above {}", named(mark))),
            (None, Some(mark)) => Some(format!("below {}", named(mark))),
            (None, None) => None,
        }
    }

    /// The whole sentence, with its full stop.
    pub fn sentence(&self, zone: &ZoneOffsets, now: TimeUs) -> String {
        let mut text =
            format!("{} {} {}", self.variable, self.value_text(), self.time_text(zone, now));
        if let Some(trend) = self.reading.trend {
            text.push_str(", ");
            text.push_str(trend.word());
        }
        text.push_str(", ");
        text.push_str(&ago_in_words(self.reading.time, now));
        let after = [
            self.standing.map(Standing::text),
            self.mark_text(),
            self.reading.quality.as_ref().map(|quality| format!("marked {quality}")),
            self.level.map(str::to_owned),
        ];
        for part in after.into_iter().flatten() {
            text.push_str("; ");
            text.push_str(&part);
        }
        text.push('.');
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use gagehouse_model::Spacing;
    use gagehouse_model::time::MINUTE_US;
    use gagehouse_observations::{Columns, SeriesOptions};

    fn metres() -> Unit {
        Unit { name: Some("metre".into()), symbol: Some("m".into()), definition: None }
    }

    fn at(text: &str) -> TimeUs {
        text.parse().unwrap()
    }

    #[test]
    fn the_sentence_says_value_unit_datum_time_trend_age_and_rank() {
        let mut columns = Columns::default();
        let last = at("2026-11-20T21:15:00Z").0;
        for (back, value) in [(4, 2.39), (3, 2.37), (2, 2.35), (1, 2.33), (0, 2.31)] {
            columns.push(last - back * 15 * MINUTE_US, value, 0);
        }
        columns.push(last + 15 * MINUTE_US, -9999.0, 0);
        let mut series = Series::new(SeriesOptions {
            no_data_value: Some(-9999.0),
            spacing: Spacing::from_us(15 * MINUTE_US),
            ..SeriesOptions::default()
        });
        series.append(&columns);
        let reading = Reading::newest(&series, Statistic::Mean).unwrap();
        let shown = Shown::of(&metres(), "Stage", UnitPreference::AsMeasured);
        let standing = Standing { date: (11, 20), lower: 17, higher: 3, years: 20, since: 1990 };
        let conditions = Conditions {
            variable: "Stage",
            above: Some("gage datum"),
            shown: &shown,
            level: Some("raw data"),
            reading: &reading,
            standing: Some(&standing),
            marks: &[],
        };
        let zone = ZoneOffsets::fixed("UTC\u{2212}07:00", -420);
        assert_eq!(
            conditions.sentence(&zone, at("2026-11-20T21:55:00Z")),
            "Stage 2.31\u{a0}m above gage datum at 14:15 (UTC\u{2212}07:00), falling, 40 minutes ago; \
             higher than on 85\u{a0}% of 20 Novembers since 1990; raw data."
        );
        let later = conditions.sentence(&zone, at("2026-11-25T21:15:00Z"));
        assert!(
            later.contains("at 2026-11-20 14:15 (UTC\u{2212}07:00), falling, 5 days ago"),
            "{later}"
        );
    }

    #[test]
    fn a_reader_s_unit_keeps_what_the_last_decimal_is_worth() {
        let feet = Shown::of(&metres(), "Stage", UnitPreference::UsCustomary);
        assert_eq!(feet.text(2.31), "7.58\u{a0}ft");
        let odd = Unit { name: Some("furlong".into()), ..Unit::default() };
        assert_eq!(
            Shown::of(&odd, "Stage", UnitPreference::Metric).text(-1.5),
            "\u{2212}1.5\u{a0}furlong"
        );
    }

    #[test]
    fn a_value_and_its_range_have_the_decimals_of_their_series() {
        let mut series = Series::new(SeriesOptions::default());
        let mut columns = Columns::default();
        for (minute, value) in [(0, 0.45), (1, 0.494), (2, 0.48)] {
            columns.push(minute * MINUTE_US, value, 0);
        }
        series.append(&columns);
        let reading = Reading::newest(&series, Statistic::Mean).unwrap();
        let shown = Shown::of(&metres(), "Stage", UnitPreference::AsMeasured);
        assert_eq!(shown.text_of(reading.value, reading.decimals), "0.480\u{a0}m");
        assert_eq!(shown.range((0.45, 0.494), reading.decimals), "0.450 to 0.494\u{a0}m");
        assert_eq!(shown.range((0.45, 0.494), 0), "0.450 to 0.494\u{a0}m");
        // What nothing else is known of has its own, and small numbers keep their exponent.
        assert_eq!(shown.text(0.48), "0.48\u{a0}m");
        assert_eq!(shown.number_of(2.5e-9, 2), "2.5e\u{2212}9");
        let feet = Shown::of(&metres(), "Stage", UnitPreference::UsCustomary);
        assert_eq!(feet.range((0.45, 0.494), 3), "1.476 to 1.621\u{a0}ft");
    }

    #[test]
    fn the_highest_mark_reached_is_told_with_its_meaning() {
        let shown = Shown::of(&metres(), "Stage", UnitPreference::AsMeasured);
        let mark = |value, name: &str, meaning: &str| Mark {
            value,
            name: name.to_owned(),
            meaning: meaning.to_owned(),
        };
        let marks =
            [mark(3.0, "Flood stage", "the road is under water"), mark(2.0, "Action stage", "")];
        let text = |value| {
            let reading = Reading::bare(TimeUs(0), value);
            Conditions {
                variable: "Stage",
                above: None,
                shown: &shown,
                level: None,
                reading: &reading,
                standing: None,
                marks: &marks,
            }
            .mark_text()
            .unwrap()
        };
        assert_eq!(text(2.0), "at or above Action stage (2\u{a0}m)");
        assert_eq!(text(3.5), "at or above Flood stage (3\u{a0}m: the road is under water)");
        assert_eq!(text(0.1), "below Action stage (2\u{a0}m)");
    }

    #[test]
    fn a_series_without_a_number_has_no_reading() {
        let mut series = Series::new(SeriesOptions::default());
        assert_eq!(Reading::newest(&series, Statistic::Mean), None);
        let mut columns = Columns::default();
        columns.push(0, f64::NAN, 0);
        series.append(&columns);
        assert_eq!(Reading::newest(&series, Statistic::Mean), None);
    }
}
