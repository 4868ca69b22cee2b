//! Everything that an embed of a plot shows, before it is drawn: its series with their rows, in their units, by
//! their clock, and what must be said beside them.

use super::clock::zone_for;
use super::credit::attribution;
use super::derived;
use super::fieldwork;
use super::rows::{Failure, MOST_ROWS, Rows, rows};
use super::series::{SceneSeries, Setting};
use super::subject::{self, Subject};
use super::words::{Words, fill};
use crate::app::AppState;
use crate::clock::now;
use crate::http::AppError;
use futures_util::future::join_all;
use gagehouse_chart::PlotQuery;
use gagehouse_chart::embed::EmbedQuery;
use gagehouse_chart::events::Event;
use gagehouse_chart::format::count;
use gagehouse_chart::local::{clock_text, zone_text};
use gagehouse_chart::navigate::{between, extent_of};
use gagehouse_chart::normal::{LEAST_YEARS, Normal};
use gagehouse_chart::quality::signs_text;
use gagehouse_chart::query::{PlotKind, QueryProblem, Window};
use gagehouse_model::{TimeRange, TimeUs, Viewer, ZoneOffsets};
use gagehouse_observations::Period;
use std::collections::BTreeSet;
use std::sync::Arc;

/// Series of one embed.
pub const MOST_SERIES: usize = 8;

/// What an embed shows.
#[derive(Debug)]
pub struct Scene {
    /// Its address.
    pub query: EmbedQuery,
    /// What is drawn of it.
    pub plot: PlotQuery,
    /// Its words.
    pub words: &'static Words,
    /// Its series.
    pub series: Vec<SceneSeries>,
    /// What it is made of: its series, and those of which others are computed.
    credited: Vec<Subject>,
    /// Records of field work about them.
    pub events: Vec<Event>,
    /// The time shown.
    pub window: TimeRange,
    /// The clock of all times.
    pub zone: ZoneOffsets,
    /// When it was put together.
    pub now: TimeUs,
    /// What of the address could not be used, and what is missing.
    pub messages: Vec<String>,
    /// What lines, bands and signs stand for.
    pub notes: Vec<String>,
}

/// Why there is nothing to draw.
#[derive(Debug)]
pub enum Refused {
    /// The address names nothing; the words say what is missing.
    NotNamed(Vec<String>),
    /// Nothing that the address names exists for this viewer.
    Unknown(Vec<String>),
    /// Nothing of it is published by its owner.
    Hidden(Vec<String>),
    /// Too much is being read.
    Busy,
    /// Our fault.
    Failed(AppError),
}

impl From<AppError> for Refused {
    fn from(error: AppError) -> Self {
        Self::Failed(error)
    }
}

impl Scene {
    /// Looks up and reads what an address names.
    pub async fn of(
        state: &AppState,
        viewer: &Viewer,
        query: EmbedQuery,
        problems: &[QueryProblem],
    ) -> Result<Self, Refused> {
        let words = Words::of(query.look.language);
        let mut messages: Vec<String> =
            problems.iter().map(|problem| words.not_used(problem)).collect();
        let plot = &query.plot;
        if plot.series.is_empty() {
            messages.insert(0, words.nothing_named.to_owned());
            return Err(Refused::NotNamed(messages));
        }
        let named = plot.series.len();
        if named > MOST_SERIES {
            let (named, shown) = (named.to_string(), MOST_SERIES.to_string());
            messages.push(fill(words.too_many, &[&named, &shown]));
        }
        let names: Vec<_> = plot.series.iter().take(MOST_SERIES).cloned().collect();
        let found = subject::find(state, viewer, &names).await?;
        let numbers = |wanted: &dyn Fn(&Option<Subject>) -> bool| {
            let places = found.iter().enumerate().filter(|(_, it)| wanted(it));
            places.map(|(place, _)| (place + 1).to_string()).collect::<Vec<_>>()
        };
        let unknown = numbers(&|it| it.is_none());
        let hidden = numbers(&|it| it.as_ref().is_some_and(|it| !it.record.results_visible));
        messages.extend(unknown.iter().map(|number| fill(words.unknown_series, &[number])));
        messages.extend(hidden.iter().map(|number| fill(words.hidden_series, &[number])));
        let known: Vec<Subject> = found.into_iter().flatten().collect();
        if known.is_empty() {
            return Err(Refused::Unknown(messages));
        }
        let is_read = |subject: &&Subject| {
            subject.record.results_visible && derived::needs(plot, subject.style)
        };
        let subjects: Vec<Subject> = known.iter().filter(is_read).cloned().collect();
        if subjects.is_empty() && !hidden.is_empty() {
            return Err(Refused::Hidden(messages));
        }
        let now = now();
        let ends = |it: &Subject| (it.record.begin, it.record.end);
        let extent = extent_of(known.iter().map(ends), now);
        Self::read((state, viewer), query, (subjects, extent, now), messages).await
    }

    /// Reads the rows of subjects; the catalog knows of the time between the ends of `extent`.
    async fn read(
        (state, viewer): (&AppState, &Viewer),
        query: EmbedQuery,
        (subjects, extent, now): (Vec<Subject>, TimeRange, TimeUs),
        mut messages: Vec<String>,
    ) -> Result<Self, Refused> {
        let words = Words::of(query.look.language);
        let plot = &query.plot;
        let window = plot.window.range(extent).unwrap_or(extent);
        let window = between(window.start, window.end);
        // What ends with the data ends with what has come since the catalog was made.
        let is_open = matches!(plot.window, Window::Period(_) | Window::Span { to: None, .. });
        let until = if is_open { TimeUs(i64::MAX) } else { window.end };
        let most_rows = MOST_ROWS / subjects.len().max(1);
        let reading = subjects.iter().map(|subject| {
            let mut wanted = vec![TimeRange { start: window.start, end: until }];
            if plot.kind.is_over_time() {
                wanted.extend(subject.other_years(plot, window, now).ranges());
                wanted.extend(record_for_normal(plot, subject, (window, most_rows)).ok());
            }
            rows(state, subject, wanted, most_rows)
        });
        let mut read = Vec::new();
        for rows in join_all(reading).await {
            read.push(
                rows.ok_or_else(|| anyhow::anyhow!("reading observations ended early"))
                    .map_err(AppError::Internal)?,
            );
        }
        let is_busy =
            |rows: &Arc<Rows>| rows.failure == Some(Failure::Busy) && rows.series.is_empty();
        if read.iter().any(is_busy) {
            return Err(Refused::Busy);
        }
        let newest = read.iter().filter_map(|rows| rows.series.extent()).map(|all| all.end).max();
        let window = match newest.filter(|newest| is_open && *newest > extent.end) {
            Some(end) => {
                let extent = TimeRange { start: extent.start, end };
                plot.window.range(extent).unwrap_or(window)
            }
            None => window,
        };
        let zone = subjects.first().and_then(|subject| subject.site.zone.as_ref());
        let zone = zone_for(plot.zone, zone, window);
        let asked = plot.clone();
        let made = super::computed(state, move || {
            let setting = Setting { plot: &asked, window, now };
            let of = |(subject, rows): (&Subject, Arc<Rows>)| {
                let normal = record_for_normal(&asked, subject, (window, most_rows));
                let series = SceneSeries::measured(setting, subject.clone(), rows);
                if normal.is_ok() { series.with_normal(&asked) } else { series }
            };
            let mut series: Vec<SceneSeries> = subjects.iter().zip(read).map(of).collect();
            let mut drawn = asked.clone();
            let refused = derived::add(&mut series, &mut drawn, setting, words);
            series.retain(|series| asked.is_shown(&series.subject.name));
            Ok((series, drawn, refused, subjects))
        });
        let (series, drawn, refused, subjects) = made.await.map_err(AppError::Internal)?;
        messages.extend(refused);
        let named: Vec<_> = series.iter().map(|series| series.subject.name.clone()).collect();
        let (events, since) = fieldwork::read(state, viewer, plot, &named, window).await?;
        let mut scene = Self {
            plot: drawn,
            query,
            words,
            series,
            credited: subjects,
            events,
            window,
            zone,
            now,
            messages,
            notes: Vec::new(),
        };
        let problems = scene.problems(most_rows, since);
        scene.messages.extend(problems);
        scene.notes = scene.noted();
        if !scene.series.iter().any(|series| series.has_values(window)) {
            scene.messages.insert(0, words.nothing_here.to_owned());
        }
        Ok(scene)
    }

    /// What is missing of what was asked for, and why.
    fn problems(&self, most_rows: usize, since: Option<TimeUs>) -> Vec<String> {
        let (words, plot) = (self.words, &self.query.plot);
        let missing: BTreeSet<String> =
            self.series.iter().flat_map(|series| series.missing(self)).collect();
        let mut said = Vec::from_iter(missing);
        if !plot.kind.is_over_time() {
            let is_lonely = plot.kind == PlotKind::Scatter && self.series.len() < 2;
            said.extend(is_lonely.then(|| words.two_for_scatter.to_owned()));
            let unused = [
                plot.compare.map(|compare| format!("compare={}", compare.word())),
                plot.band.then(|| "band=normal".to_owned()),
            ];
            let unused = unused.into_iter().flatten();
            said.extend(unused.map(|it| fill(words.over_time_only, &[&it])));
            return said;
        }
        if self.is_too_long_to_compare() {
            said.push(words.too_long_to_compare.to_owned());
        }
        if plot.band && Normal::is_too_long(self.window) {
            said.push(words.normal_too_long.to_owned());
        } else if plot.band {
            said.extend(self.series.iter().filter_map(|series| self.no_normal(series, most_rows)));
        }
        said.extend(since.map(|since| fill(words.records_since, &[&self.time_text(since)])));
        said
    }

    fn is_too_long_to_compare(&self) -> bool {
        self.series.iter().any(|series| series.years.is_too_long)
    }

    /// What stands in the plot beside its series.
    fn noted(&self) -> Vec<String> {
        let (words, plot) = (self.words, &self.query.plot);
        let is_over_time = plot.kind.is_over_time();
        let mut notes = Vec::new();
        for series in &self.series {
            let number = series.number_on_plot();
            let made_of = series.made_of.as_ref();
            notes.extend(made_of.map(|made_of| fill(words.made_of, &[&number, made_of])));
            let signs = signs_text(&series.survey, &words.charts).filter(|_| is_over_time);
            notes.extend(signs.map(|signs| fill(words.signs, &[&number, &signs])));
            notes.extend(self.normal_note(series));
        }
        let hows = self.series.iter().filter_map(|series| series.how.as_ref());
        let hows: BTreeSet<String> = hows
            .filter(|_| !plot.kind.puts_days_together())
            .map(|how| {
                let least = format!("{:.0}", how.least_complete * 100.0);
                fill(words.aggregated, &[&how.zone.name, &least])
            })
            .collect();
        notes.extend(hows);
        if is_over_time && plot.compare.is_some() && !self.is_too_long_to_compare() {
            notes.push(words.other_years.to_owned());
            let left_out = self.series.iter().map(|series| series.years.left_out).max();
            let left_out = left_out.filter(|years| *years > 0);
            notes.extend(left_out.map(|it| fill(words.years_left_out, &[&count(it as u64)])));
        }
        notes
    }

    /// What the signs of field records stand for.
    pub fn legend(&self) -> Option<String> {
        let legend = self.words.charts.legend(&self.events, self.plot.events)?;
        Some(format!("{legend}."))
    }

    /// What the band of a series rests on.
    fn normal_note(&self, series: &SceneSeries) -> Option<String> {
        let words = self.words;
        let normal = series.normal.as_ref()?;
        let (fewest, most) = normal.years_of_band()?;
        let (first, last) = normal.years?;
        let years = if fewest == most { most.to_string() } else { format!("{fewest}–{most}") };
        let daily = series.subject.aggregation(Period::Day, None);
        let how = words.charts.put_together(Period::Day, daily.statistic);
        let number = series.number_on_plot();
        let (first, last) = (first.to_string(), last.to_string());
        let parts = [&number, &how, &years, &first, &last, normal.zone_name()];
        Some(fill(words.normal_range, &parts))
    }

    /// Why a series has no band of what is normal.
    fn no_normal(&self, series: &SceneSeries, most_rows: usize) -> Option<String> {
        let words = self.words;
        if series.normal.as_ref().is_some_and(Normal::has_band) {
            return None;
        }
        let number = series.number_on_plot();
        if series.made_of.is_some() || !has_normal(&series.subject) {
            return Some(fill(words.normal_not_for, &[&number]));
        }
        let of = (self.window, most_rows);
        Some(match record_for_normal(&self.query.plot, &series.subject, of) {
            Err(NoNormal::TooMany(values)) => {
                let (values, most) = (count(values), count(most_rows as u64));
                fill(words.normal_too_much, &[&number, &values, &most])
            }
            _ => fill(words.normal_none, &[&number, &LEAST_YEARS.to_string()]),
        })
    }

    /// What stands above it: as was asked for, else site and variables.
    pub fn title(&self) -> String {
        if let Some(title) = &self.query.look.title {
            return title.clone();
        }
        let measured = || self.series.iter().filter(|series| series.made_of.is_none());
        let is_measured = measured().next().is_some();
        let of = |read: fn(&SceneSeries) -> &String| {
            let mut texts: Vec<&str> = Vec::new();
            let named = self.series.iter().filter(|it| !is_measured || it.made_of.is_none());
            for text in named.map(read) {
                if !texts.contains(&text.as_str()) {
                    texts.push(text);
                }
            }
            texts.join(", ")
        };
        let (sites, variables) =
            (of(|it| &it.subject.site.name), of(|it| &it.subject.record.variable_name));
        format!("{sites}: {variables}")
    }

    /// Whether a message is among those told.
    pub fn says(&self, message: &str) -> bool {
        self.messages.iter().any(|known| known == message)
    }

    /// An instant with its zone: `2026-11-20 14:15 (America/Denver, UTC−07:00)`.
    pub fn time_text(&self, time: TimeUs) -> String {
        format!("{} ({})", self.short_time(time), zone_text(&self.zone, time))
    }

    /// An instant without its zone, whole minutes without seconds.
    pub fn short_time(&self, time: TimeUs) -> String {
        let text = clock_text(&self.zone, time);
        let text = text.split('.').next().unwrap_or_default();
        text.strip_suffix(":00").unwrap_or(text).to_owned()
    }

    /// From when to when.
    pub fn window_text(&self) -> String {
        let last = TimeUs(self.window.end.0.saturating_sub(1).max(self.window.start.0));
        fill(self.words.window, &[&self.short_time(self.window.start), &self.time_text(last)])
    }

    /// From when to when, beside a plot that names its zone.
    pub fn short_window_text(&self) -> String {
        let last = TimeUs(self.window.end.0.saturating_sub(1).max(self.window.start.0));
        fill(self.words.window, &[&self.short_time(self.window.start), &self.short_time(last)])
    }

    /// Who stands for the data and what may become of it: what no address can switch off.
    pub fn attribution(&self) -> Vec<String> {
        attribution(self.words, self.credited.iter())
    }

    /// One sentence for each series: how many values of which size the window holds.
    pub fn summary(&self) -> Vec<String> {
        let words = self.words;
        let last = TimeUs(self.window.end.0.saturating_sub(1).max(self.window.start.0));
        let (from, to) = (self.short_time(self.window.start), self.time_text(last));
        let of = |series: &SceneSeries| {
            let statistics = series.drawn().statistics(self.window);
            let label = series.label(words);
            match statistics.min.zip(statistics.max) {
                None => fill(words.summary_nothing, &[&label, &from, &to]),
                Some((min, max)) => {
                    let values = count(statistics.count);
                    let (min, max) = (series.number(min.value), series.text(max.value));
                    fill(words.summary, &[&label, &values, &min, &max, &from, &to])
                }
            }
        };
        self.series.iter().map(of).collect()
    }
}

/// Why a series has no band of what is normal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum NoNormal {
    /// Nobody asked, or there is none for such values.
    None,
    /// Its record has about so many values, more than an embed reads.
    TooMany(u64),
}

/// Whether a normal range says something about a series.
fn has_normal(subject: &Subject) -> bool {
    subject.aggregation(Period::Day, None).statistic.is_like_its_rows()
}

/// The record of which the normal range is made, when it is asked for and can be read.
fn record_for_normal(
    plot: &PlotQuery,
    subject: &Subject,
    (window, most_rows): (TimeRange, usize),
) -> Result<TimeRange, NoNormal> {
    if !plot.band
        || !plot.kind.is_over_time()
        || Normal::is_too_long(window)
        || !has_normal(subject)
    {
        return Err(NoNormal::None);
    }
    let record = extent_of(std::iter::once((subject.record.begin, subject.record.end)), window.end);
    let counted = || u64::try_from(record.len_us().checked_div(subject.step_us()?)?).ok();
    let values = subject.record.value_count.or_else(counted).unwrap_or_default();
    if values > most_rows as u64 {
        return Err(NoNormal::TooMany(values));
    }
    Ok(record)
}
