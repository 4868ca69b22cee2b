//! Everything that an embed of a plot shows, before it is drawn: its series with their rows, in their units, by
//! their clock, and what must be said beside them.

use super::clock::zone_for;
use super::rows::{Failure, MOST_ROWS, Rows, rows};
use super::subject::{self, Subject};
use super::words::{Words, fill};
use crate::app::AppState;
use crate::clock::now;
use crate::http::AppError;
use futures_util::future::join_all;
use gagehouse_catalog::Status;
use gagehouse_chart::conditions::words::with_unit;
use gagehouse_chart::conditions::{Reading, Shown};
use gagehouse_chart::embed::EmbedQuery;
use gagehouse_chart::format::{computed, count};
use gagehouse_chart::local::{clock_text, zone_text};
use gagehouse_chart::navigate::{between, extent_of};
use gagehouse_chart::quality::{Survey, survey};
use gagehouse_chart::query::agg::in_words;
use gagehouse_chart::query::{DrawnAs, PlotKind, QueryProblem, Window};
use gagehouse_chart::years::OtherYears;
use gagehouse_model::series_words::datum_of;
use gagehouse_model::{TimeRange, TimeUs, Viewer, ZoneOffsets};
use gagehouse_observations::{Aggregation, Series, Statistic};
use std::collections::BTreeSet;
use std::sync::Arc;

/// Series of one embed.
pub const MOST_SERIES: usize = 8;
/// Signs of a kind, at most one for each of so many parts of the window.
const MARKS: u32 = 240;

/// What an embed shows.
#[derive(Debug)]
pub struct Scene {
    /// Its address.
    pub query: EmbedQuery,
    /// Its words.
    pub words: &'static Words,
    /// Its series.
    pub series: Vec<SceneSeries>,
    /// The time shown.
    pub window: TimeRange,
    /// The clock of all times.
    pub zone: ZoneOffsets,
    /// When it was put together.
    pub now: TimeUs,
    /// What of the address could not be used, and what is missing.
    pub messages: Vec<String>,
}

/// A series of a scene.
#[derive(Debug)]
pub struct SceneSeries {
    /// What the catalog says.
    pub subject: Subject,
    /// Its rows as they were measured.
    pub rows: Arc<Rows>,
    /// In which unit it is shown.
    pub shown: Shown,
    /// What its heights are counted from; nothing when it is no height of water.
    pub datum: Option<&'static str>,
    /// What is drawn, where that is not the rows as measured.
    made: Option<Series>,
    /// How its rows were put together.
    pub how: Option<Aggregation>,
    /// As what it is drawn.
    pub drawn_as: DrawnAs,
    /// Rows that cannot be drawn, or are limits only.
    pub survey: Survey,
    /// The same days of other years.
    pub years: OtherYears,
    /// Its newest number.
    pub newest: Option<Reading>,
    /// How alive it is.
    pub status: Status,
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
            problems.iter().map(|problem| fill(words.not_used, &[&problem.to_string()])).collect();
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
        messages.extend(not_drawn(&query, words));
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
        let is_shown =
            |subject: &Subject| subject.record.results_visible && plot.is_shown(&subject.name);
        let subjects: Vec<Subject> =
            found.iter().flatten().filter(|s| is_shown(s)).cloned().collect();
        if subjects.is_empty() && !hidden.is_empty() {
            return Err(Refused::Hidden(messages));
        }
        if subjects.is_empty() && found.iter().all(Option::is_none) {
            return Err(Refused::Unknown(messages));
        }
        Self::read(state, query, subjects, messages).await
    }

    /// Reads the rows of subjects.
    async fn read(
        state: &AppState,
        query: EmbedQuery,
        subjects: Vec<Subject>,
        mut messages: Vec<String>,
    ) -> Result<Self, Refused> {
        let (words, now) = (Words::of(query.look.language), now());
        let ends = |it: &Subject| (it.record.begin, it.record.end);
        let extent = extent_of(subjects.iter().map(ends), now);
        let window = query.plot.window.range(extent).unwrap_or(extent);
        let window = between(window.start, window.end);
        // What ends with the data ends with what has come since the catalog was made.
        let is_open =
            matches!(query.plot.window, Window::Period(_) | Window::Span { to: None, .. });
        let until = if is_open { TimeUs(i64::MAX) } else { window.end };
        let most_rows = MOST_ROWS / subjects.len().max(1);
        let reading = subjects.iter().map(|subject| {
            let years = years_of(&query, subject, window, extent);
            let mut wanted = vec![TimeRange { start: window.start, end: until }];
            wanted.extend(years.ranges());
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
                query.plot.window.range(extent).unwrap_or(window)
            }
            None => window,
        };
        let zone = subjects.first().and_then(|subject| subject.site.zone.as_ref());
        let zone = zone_for(query.plot.zone, zone, window);
        if query.plot.compare.is_some() {
            let of = |subject| years_of(&query, subject, window, extent).is_too_long;
            let is_too_long = subjects.first().is_some_and(of);
            let said = if is_too_long { words.too_long_to_compare } else { words.other_years };
            messages.push(said.to_owned());
        }
        let series = subjects.into_iter().zip(read);
        let series = series.map(|(subject, rows)| {
            let years = years_of(&query, &subject, window, extent);
            SceneSeries::of(&query, subject, rows, (window, years), now)
        });
        let series: Vec<SceneSeries> = series.collect();
        let mut scene = Self { query, words, series, window, zone, now, messages };
        let missing: BTreeSet<String> =
            scene.series.iter().flat_map(|series| series.missing(&scene)).collect();
        scene.messages.extend(missing);
        if !scene.series.iter().any(|series| series.has_values(window)) {
            scene.messages.insert(0, words.nothing_here.to_owned());
        }
        Ok(scene)
    }

    /// What stands above it: as was asked for, else site and variables.
    pub fn title(&self) -> String {
        if let Some(title) = &self.query.look.title {
            return title.clone();
        }
        let of = |read: fn(&SceneSeries) -> &String| {
            let mut texts: Vec<&str> = Vec::new();
            for text in self.series.iter().map(read) {
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
        attribution(self.words, self.series.iter().map(|series| &series.subject))
    }

    /// One sentence for each series: how many values of which size the window holds.
    pub fn summary(&self) -> Vec<String> {
        let words = self.words;
        let last = TimeUs(self.window.end.0.saturating_sub(1).max(self.window.start.0));
        let (from, to) = (self.short_time(self.window.start), self.time_text(last));
        let of = |series: &SceneSeries| {
            let statistics = series.drawn().statistics(self.window);
            let label = series.label();
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

/// Who stands for series and what may become of their values.
pub fn attribution<'a>(
    words: &Words,
    subjects: impl Iterator<Item = &'a Subject> + Clone,
) -> Vec<String> {
    let of = |read: fn(&Subject) -> Option<&String>| {
        subjects.clone().filter_map(read).collect::<BTreeSet<&String>>()
    };
    let disclaimers = of(|it| it.site.disclaimer.as_ref());
    let is_said = disclaimers.iter().any(|text| text.to_lowercase().contains("synthetic"));
    let mut said = Vec::new();
    if subjects.clone().any(|it| it.site.synthetic) && !is_said {
        said.push(words.synthetic.to_owned());
    }
    let is_provisional = subjects.clone().any(Subject::is_unreviewed);
    said.push(if is_provisional { words.provisional } else { words.revisable }.to_owned());
    let sources: BTreeSet<String> = subjects.clone().map(source_text).collect();
    said.push(fill(words.source, &[&Vec::from_iter(sources).join("; ")]));
    let licences: Vec<&str> =
        of(|it| it.site.licence.as_ref()).into_iter().map(String::as_str).collect();
    if !licences.is_empty() {
        said.push(fill(words.licence, &[&licences.join("; ")]));
    }
    said.extend(disclaimers.into_iter().cloned());
    said
}

/// Who publishes a series: its network and source, once when they have one name; this server needs no naming.
pub fn source_text(subject: &Subject) -> String {
    match &subject.network {
        Some(network) if subject.name.source.is_local() => network.name.clone(),
        Some(network) if network.name != subject.source => {
            format!("{}, {}", network.name, subject.source)
        }
        _ => subject.source.clone(),
    }
}

/// What of an address an embed does not draw.
fn not_drawn(query: &EmbedQuery, words: &Words) -> Vec<String> {
    let plot = &query.plot;
    let mut said = Vec::new();
    if !matches!(plot.kind, PlotKind::Time | PlotKind::Table) {
        said.push(fill(words.only_over_time, &[plot.kind.word()]));
    }
    for derived in &plot.derived {
        said.push(fill(words.not_computed, &[&format!("derive={derived}")]));
    }
    if plot.band {
        said.push(fill(words.not_computed, &["band=normal"]));
    }
    said
}

fn years_of(
    query: &EmbedQuery,
    subject: &Subject,
    window: TimeRange,
    extent: TimeRange,
) -> OtherYears {
    let Some(compare) = query.plot.compare else { return OtherYears::default() };
    OtherYears::of(compare, window, extent, &standard_zone(subject))
}

/// The standard clock of a subject's site.
fn standard_zone(subject: &Subject) -> ZoneOffsets {
    subject.site.zone.as_ref().map_or_else(ZoneOffsets::utc, ZoneOffsets::standard)
}

impl SceneSeries {
    fn of(
        query: &EmbedQuery,
        subject: Subject,
        rows: Arc<Rows>,
        (window, years): (TimeRange, OtherYears),
        now: TimeUs,
    ) -> Self {
        let record = &subject.record;
        let variable = record.variable_name.as_str();
        let stands_for = record.aggregation_statistic.as_deref().unwrap_or("");
        let preference = query.plot.units.unwrap_or_default();
        let shown = Shown::of(&record.unit, variable, preference);
        let mut made = (!shown.conversion.is_none())
            .then(|| rows.series.mapped(|value| shown.conversion.apply(value)));
        let how = query.plot.agg.map(|period| {
            let stamp = query.plot.stamp(&subject.name);
            Aggregation::fitting(period, standard_zone(&subject), stamp, (variable, stands_for))
        });
        if let Some(how) = &how {
            made = Some(how.of_all(made.as_ref().unwrap_or(&rows.series)).1);
        }
        let chosen = query.plot.drawn_as(&subject.name);
        let drawn_as = DrawnAs::suiting(chosen, how.is_some(), stands_for);
        let statistic = Statistic::fitting(variable, Some(stands_for));
        let newest = newest(&rows.series, &subject, statistic);
        Self {
            datum: datum_of(variable, &record.name),
            status: subject.status(newest.as_ref().map(|it| it.time).or(record.end), now),
            survey: survey(&rows.series, window, MARKS),
            subject,
            rows,
            shown,
            made,
            how,
            drawn_as,
            years,
            newest,
        }
    }

    /// What is drawn: rows in their unit, or put together.
    pub fn drawn(&self) -> &Series {
        self.made.as_ref().unwrap_or(&self.rows.series)
    }

    /// Its name beside others: its site only where those differ.
    pub fn name_in(&self, scene: &Scene) -> String {
        let site = &self.subject.site.name;
        let variable = &self.subject.record.variable_name;
        let level = self.subject.level();
        let is_twin = scene.series.iter().any(|other| {
            other.subject.style != self.subject.style
                && other.subject.record.variable_name == *variable
                && other.subject.site.name == *site
        });
        let level = if is_twin && !level.is_empty() { format!(", {level}") } else { String::new() };
        let is_alone = scene.series.iter().all(|other| other.subject.site.name == *site);
        if is_alone { format!("{variable}{level}") } else { format!("{site}, {variable}{level}") }
    }

    fn has_values(&self, window: TimeRange) -> bool {
        self.drawn().value_range(window).is_some()
    }

    /// What it is, in one line.
    pub fn label(&self) -> String {
        let how = self.how.as_ref().map(|how| format!(", {}", in_words(how.period, how.statistic)));
        format!("{}{}", self.subject.label(), how.unwrap_or_default())
    }

    /// A value of [`Self::drawn`] in figures, without unit.
    pub fn number(&self, value: f64) -> String {
        if self.how.is_some() || !self.shown.conversion.is_none() {
            let finer = (-self.shown.conversion.ratio().log10()).ceil().clamp(0.0, 6.0) as usize;
            return computed(value, self.rows.decimals + finer);
        }
        gagehouse_chart::format::exact(value, self.rows.decimals)
    }

    /// A value of [`Self::drawn`] with its unit.
    pub fn text(&self, value: f64) -> String {
        with_unit(&self.number(value), &self.shown.unit)
    }

    /// The newest value, with unit and datum.
    pub fn newest_text(&self) -> Option<String> {
        let value = self.shown.text(self.newest.as_ref()?.value);
        Some(self.datum.map_or(value.clone(), |datum| format!("{value} ({datum})")))
    }

    /// What must be said when the newest value is not of now.
    pub fn not_current(&self, words: &Words, now: TimeUs) -> Option<String> {
        let newest = self.newest.as_ref().map(|newest| newest.time).or(self.subject.record.end);
        match self.status {
            Status::Live => None,
            Status::Ended => Some(words.has_ended.to_owned()),
            Status::Never => Some(words.no_value_yet.to_owned()),
            Status::Suspect => Some(words.in_the_future.to_owned()),
            Status::Late | Status::Stale | Status::Seasonal => Some(newest.map_or_else(
                || words.not_current.to_owned(),
                |newest| fill(words.no_value_for, &[&words.age(now.0.saturating_sub(newest.0))]),
            )),
        }
    }

    /// The newest value with its own time, and whether it is current: what every form of an embed says.
    pub fn newest_sentence(&self, scene: &Scene) -> String {
        let words = scene.words;
        let value = self.newest_text().zip(self.newest.as_ref());
        let told = value
            .map(|(value, newest)| fill(words.value_at, &[&value, &scene.time_text(newest.time)]));
        let state = self.not_current(words, scene.now);
        match (told, state) {
            (Some(told), Some(state)) => format!("{told}, {state}"),
            (Some(told), None) => told,
            (None, state) => state.unwrap_or_else(|| words.no_value_yet.to_owned()),
        }
    }

    /// What of the window is not here, and why.
    fn missing(&self, scene: &Scene) -> Vec<String> {
        let words = scene.words;
        let mut said = Vec::new();
        if let Some(Failure::Source(why)) = &self.rows.failure {
            if self.rows.series.is_empty() {
                said.push(fill(words.incomplete, &[why]));
            } else {
                let ago = words.ago(self.rows.read, scene.now);
                said.push(fill(words.as_read, &[&ago]));
            }
        }
        let in_window = self.rows.holes.iter().filter(|hole| {
            self.rows.failure.is_none() && hole.range.intersection(scene.window).is_some()
        });
        said.extend(in_window.map(|hole| fill(words.incomplete, &[&hole.reason])));
        said
    }
}

/// The newest number that is known: of the rows, or what the catalog saw.
fn newest(series: &Series, subject: &Subject, statistic: Statistic) -> Option<Reading> {
    let of_rows = Reading::newest(series, statistic);
    let record = &subject.record;
    let is_number = |value: &f64| value.is_finite() && record.no_data_value != Some(*value);
    let seen = record.latest_time.zip(record.latest_value.filter(is_number));
    let of_catalog = seen.map(|(time, value)| Reading::bare(time, value));
    match (of_rows, of_catalog) {
        (Some(rows), Some(catalog)) if catalog.time > rows.time => Some(catalog),
        (rows, catalog) => rows.or(catalog),
    }
}
