//! What embeds say, in the languages that they speak: one table for each.
//!
//! Names of sites, variables and units are their owners' and stay as they are.

mod en;
mod es;

use gagehouse_catalog::Status;
use gagehouse_chart::conditions::Trend;
use gagehouse_chart::embed::Language;
use gagehouse_chart::query::QueryProblem;
use gagehouse_chart::words::ChartWords;
pub use gagehouse_chart::words::fill;
use gagehouse_model::TimeUs;
use gagehouse_model::series_words::LOCAL_DATUM;
use gagehouse_model::time::MINUTE_US;

/// A table of messages; `{0}`, `{1}` … are filled in.
#[derive(Debug)]
pub struct Words {
    /// As `lang` says it.
    pub code: &'static str,
    /// Minute, hour, day, year, each alone and in plural.
    pub age_units: [[&'static str; 2]; 4],
    pub just_now: &'static str,
    pub ago: &'static str,
    pub ahead: &'static str,
    pub value_at: &'static str,
    pub not_current: &'static str,
    pub no_value_for: &'static str,
    pub has_ended: &'static str,
    pub in_the_future: &'static str,
    pub no_value_yet: &'static str,
    pub trends: [&'static str; 4],
    pub statuses: [&'static str; 7],
    pub provisional: &'static str,
    pub revisable: &'static str,
    pub synthetic: &'static str,
    pub source: &'static str,
    pub licence: &'static str,
    pub full_view: &'static str,
    pub in_numbers: &'static str,
    pub summary: &'static str,
    pub summary_nothing: &'static str,
    pub nothing_here: &'static str,
    pub window: &'static str,
    pub incomplete: &'static str,
    pub as_read: &'static str,
    pub table_caption: &'static str,
    pub time: &'static str,
    pub value: &'static str,
    pub missing: &'static str,
    pub no_data: &'static str,
    pub not_finite: &'static str,
    pub unknown_series: &'static str,
    pub unknown_site: &'static str,
    pub unknown_network: &'static str,
    pub nothing_named: &'static str,
    pub hidden_series: &'static str,
    pub too_many: &'static str,
    pub not_used: &'static str,
    pub brand_unreadable: &'static str,
    pub not_computed: &'static str,
    pub too_long_to_compare: &'static str,
    pub busy: &'static str,
    pub plot_of: &'static str,
    pub read_with_keys: &'static str,
    pub gage: &'static str,
    pub trend: &'static str,
    pub condition: &'static str,
    pub age: &'static str,
    pub table_title: &'static str,
    pub map_title: &'static str,
    pub sites_of: &'static str,
    pub without_place: &'static str,
    pub other_years: &'static str,
    pub values: &'static str,
    pub newest: &'static str,
    pub out_of_service: &'static str,
    pub level: &'static str,
    pub local_datum: &'static str,
    pub aggregated: &'static str,
    pub years_left_out: &'static str,
    pub normal_range: &'static str,
    pub normal_too_long: &'static str,
    pub normal_none: &'static str,
    pub normal_not_for: &'static str,
    pub normal_too_much: &'static str,
    pub made_of: &'static str,
    pub signs: &'static str,
    pub two_for_scatter: &'static str,
    pub over_time_only: &'static str,
    pub records_since: &'static str,
    pub no_room_for_records: &'static str,
    pub records: &'static str,
    /// West, east, south, north.
    pub compass: [&'static str; 4],
    /// What charts say.
    pub charts: ChartWords,
    /// What stands where sources and parsers give their reasons in English; nothing where they are told as they are.
    pub reasons: Option<&'static str>,
}

impl Words {
    /// The table of a language.
    pub fn of(language: Language) -> &'static Self {
        match language {
            Language::En => &en::WORDS,
            Language::Es => &es::WORDS,
        }
    }

    /// A length of time: `40 minutes`.
    pub fn age(&self, age_us: i64) -> String {
        let minutes = age_us.max(0) / MINUTE_US;
        let (amount, unit) = match minutes {
            ..120 => (minutes, 0),
            120..2_880 => (minutes / 60, 1),
            2_880..1_051_200 => (minutes / 1_440, 2),
            _ => (minutes / 525_960, 3),
        };
        format!("{amount} {}", self.age_units[unit][usize::from(amount != 1)])
    }

    /// How long ago: `40 minutes ago`.
    pub fn ago(&self, time: TimeUs, now: TimeUs) -> String {
        let age_us = now.0.saturating_sub(time.0);
        if age_us.abs() < MINUTE_US {
            return self.just_now.to_owned();
        }
        let template = if age_us < 0 { self.ahead } else { self.ago };
        fill(template, &[&self.age(age_us.saturating_abs())])
    }

    /// A trend.
    pub fn trend(&self, trend: Trend) -> &'static str {
        match trend {
            Trend::Rising => self.trends[0],
            Trend::Falling => self.trends[1],
            Trend::Steady => self.trends[2],
            Trend::Unknown => self.trends[3],
        }
    }

    /// How alive a series is.
    pub fn status(&self, status: Status) -> &'static str {
        let place = Status::ALL.iter().position(|known| *known == status).unwrap_or(0);
        self.statuses[place]
    }

    /// What of an address could not be used.
    pub fn not_used(&self, problem: &QueryProblem) -> String {
        let QueryProblem { name, value, .. } = problem;
        match self.reasons {
            None => fill(self.not_used, &[&problem.to_string()]),
            Some(_) => fill(self.not_used, &[&format!("{name}={value}")]),
        }
    }

    /// That something is missing, and why.
    pub fn incomplete(&self, why: &str) -> String {
        fill(self.incomplete, &[self.reasons.unwrap_or(why)])
    }

    /// What heights are counted from: a datum's own name, else that it is the gage's.
    pub fn datum<'a>(&self, datum: &'a str) -> &'a str {
        if datum == LOCAL_DATUM { self.local_datum } else { datum }
    }

    /// The label of a time tick, which the chart writes in English.
    pub fn tick(&self, label: &str) -> String {
        let english = en::WORDS.charts.months.iter();
        let word = |word: &str| {
            let place = english.clone().position(|month| *month == word);
            place.map_or(word, |place| self.charts.months[place]).to_owned()
        };
        label.split(' ').map(word).collect::<Vec<_>>().join(" ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use gagehouse_model::time::{DAY_US, HOUR_US};

    /// The places of a table's messages, message by message.
    fn places(words: &Words) -> Vec<Vec<String>> {
        let told = format!("{words:?}");
        let messages = told.split("\", ").map(|message| {
            let parts = message.split('{').skip(1);
            let mut parts: Vec<String> = parts
                .filter_map(|part| part.split_once('}').map(|(number, _)| number.to_owned()))
                .filter(|number| number.len() == 1)
                .collect();
            parts.sort();
            parts
        });
        messages.collect()
    }

    #[test]
    fn every_language_fills_in_the_same_parts() {
        assert_eq!(places(&en::WORDS), places(&es::WORDS));
        assert!(!format!("{:?}", es::WORDS).contains("\"\""), "a message is empty");
    }

    #[test]
    fn ages_are_told_as_people_say_them() {
        let now = TimeUs(1_800_000_000_000_000);
        let (en, es) = (&en::WORDS, &es::WORDS);
        assert_eq!(en.ago(TimeUs(now.0 - 26 * HOUR_US), now), "26 hours ago");
        assert_eq!(es.ago(TimeUs(now.0 - 3 * DAY_US), now), "hace 3 días");
        assert_eq!(en.ago(TimeUs(now.0 - MINUTE_US), now), "1 minute ago");
        assert_eq!(en.ago(now, now), "just now");
        assert_eq!(es.tick("12 Jan 2026"), "12 ene 2026");
    }
}
