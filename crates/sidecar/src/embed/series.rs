//! A series of a plot: its rows in the unit in which they are shown, and what is said of them.

use super::rows::{Failure, Rows};
use super::scene::Scene;
use super::subject::Subject;
use super::words::{Words, fill};
use gagehouse_catalog::Status;
use gagehouse_chart::conditions::words::with_unit;
use gagehouse_chart::conditions::{Reading, Shown};
use gagehouse_chart::derived::Ingredient;
use gagehouse_chart::format::{computed, exact};
use gagehouse_chart::normal::Normal;
use gagehouse_chart::quality::{MARKS, Survey, survey};
use gagehouse_chart::query::{DrawnAs, PlotQuery};
use gagehouse_chart::years::OtherYears;
use gagehouse_model::series_words::datum_of;
use gagehouse_model::unit::KnownUnit;
use gagehouse_model::{TimeRange, TimeUs};
use gagehouse_observations::{Aggregation, Period, Series, Statistic};
use std::sync::Arc;

/// A series of a scene.
#[derive(Debug)]
pub struct SceneSeries {
    /// What the catalog says.
    pub subject: Subject,
    /// Its rows as they were measured, or computed of those of two others.
    pub rows: Arc<Rows>,
    /// In which unit it is shown.
    pub shown: Shown,
    /// What its heights are counted from; nothing when it is no height of water.
    pub datum: Option<&'static str>,
    /// What it was computed from, in words.
    pub made_of: Option<String>,
    /// Its rows in the unit in which they are shown, where that is not the one as measured.
    converted: Option<Series>,
    /// The same put together.
    put_together: Option<Series>,
    /// How its rows were put together.
    pub how: Option<Aggregation>,
    /// As what it is drawn.
    pub drawn_as: DrawnAs,
    /// Rows that cannot be drawn, or are limits only.
    pub survey: Survey,
    /// The same days of other years.
    pub years: OtherYears,
    /// What is normal for its dates, while that is shown.
    pub normal: Option<Normal>,
    /// Its newest number.
    pub newest: Option<Reading>,
    /// How alive it is.
    pub status: Status,
}

/// What a scene decides for all of its series.
#[derive(Debug, Clone, Copy)]
pub struct Setting<'a> {
    /// What is plotted.
    pub plot: &'a PlotQuery,
    /// The time shown.
    pub window: TimeRange,
    /// When it is put together.
    pub now: TimeUs,
}

impl SceneSeries {
    /// A series of a source, of its rows.
    pub fn measured(setting: Setting<'_>, subject: Subject, rows: Arc<Rows>) -> Self {
        let record = &subject.record;
        let preference = setting.plot.units.unwrap_or_default();
        let shown = Shown::of(&record.unit, &record.variable_name, preference);
        let datum = datum_of(&record.variable_name, &record.name);
        let mut made = Self::of(setting, (subject, rows, shown));
        made.newest = newer(made.newest, &made.subject);
        made.status = made.subject.status(made.newest_time(), setting.now);
        Self { datum, ..made }
    }

    /// A series computed from two others, as `made_of` says; its rows are in the unit in which it is shown.
    pub fn computed(
        setting: Setting<'_>,
        (subject, rows, shown): (Subject, Arc<Rows>, Shown),
        made_of: String,
    ) -> Self {
        Self { made_of: Some(made_of), ..Self::of(setting, (subject, rows, shown)) }
    }

    fn of(setting: Setting<'_>, (subject, rows, shown): (Subject, Arc<Rows>, Shown)) -> Self {
        let Setting { plot, window, now } = setting;
        let record = &subject.record;
        let stands_for = record.aggregation_statistic.as_deref().unwrap_or("");
        let converted = (!shown.conversion.is_none())
            .then(|| rows.series.mapped(|value| shown.conversion.apply(value)));
        let stamp = plot.stamp(&subject.name);
        let how = plot.agg.map(|period| subject.aggregation(period, stamp));
        let in_unit = converted.as_ref().unwrap_or(&rows.series);
        let put_together = how.as_ref().map(|how| how.of_all(in_unit));
        let drawn_as = DrawnAs::suiting(plot.drawn_as(&subject.name), how.is_some(), stands_for);
        let statistic = Statistic::fitting(&record.variable_name, Some(stands_for));
        let newest = Reading::newest(&rows.series, statistic);
        let newest_time = newest.as_ref().map(|it| it.time);
        Self {
            datum: None,
            made_of: None,
            status: subject.status(newest_time.or(record.end), now),
            survey: survey(&rows.series, window, MARKS),
            years: subject.other_years(plot, window, now),
            normal: None,
            subject,
            rows,
            shown,
            converted,
            put_together,
            how,
            drawn_as,
            newest,
        }
    }

    /// Works out what is normal for its dates, of all its rows that are here.
    pub fn with_normal(mut self, plot: &PlotQuery) -> Self {
        let daily = self.subject.aggregation(Period::Day, plot.stamp(&self.subject.name));
        let in_unit = self.in_unit();
        let all = in_unit.extent();
        self.normal = all.map(|all| Normal::of(&in_unit.aggregated(all, &daily), &daily));
        self
    }

    /// What is drawn: rows in their unit, or put together.
    pub fn drawn(&self) -> &Series {
        self.put_together.as_ref().unwrap_or_else(|| self.in_unit())
    }

    /// Its rows each by itself, in the unit in which they are shown.
    pub fn in_unit(&self) -> &Series {
        self.converted.as_ref().unwrap_or(&self.rows.series)
    }

    /// The unit in which it is shown, where its conversion is known.
    pub fn known_unit(&self, plot: &PlotQuery) -> Option<&'static KnownUnit> {
        let record = &self.subject.record;
        plot.units.unwrap_or_default().shown(&record.unit, &record.variable_name).known
    }

    /// What must be known of it to compute another one; `label` is [`Subject::label`].
    pub fn ingredient<'a>(&'a self, plot: &PlotQuery, label: &'a str) -> Ingredient<'a> {
        let record = &self.subject.record;
        Ingredient {
            variable: &record.variable_name,
            stands_for: record.aggregation_statistic.as_deref().unwrap_or(""),
            unit: &self.shown.unit,
            known: self.known_unit(plot),
            site: &self.subject.site.name,
            label,
            datum: self.datum,
        }
    }

    /// Its name beside others: its site only where those differ.
    pub fn name_in(&self, scene: &Scene) -> String {
        let site = &self.subject.site.name;
        let variable = &self.subject.record.variable_name;
        let level = self.subject.level(scene.words);
        let is_twin = scene.series.iter().any(|other| {
            other.subject.style != self.subject.style
                && other.subject.record.variable_name == *variable
                && other.subject.site.name == *site
        });
        let level = if is_twin && !level.is_empty() { format!(", {level}") } else { String::new() };
        let is_alone = scene.series.iter().all(|other| other.subject.site.name == *site);
        if is_alone { format!("{variable}{level}") } else { format!("{site}, {variable}{level}") }
    }

    /// Whether there is anything to draw of a window.
    pub fn has_values(&self, window: TimeRange) -> bool {
        self.drawn().value_range(window).is_some()
    }

    /// Its number on the plot, as it is written.
    pub fn number_on_plot(&self) -> String {
        (self.subject.style + 1).to_string()
    }

    /// What it is, in one line.
    pub fn label(&self, words: &Words) -> String {
        let put_together = |how: &Aggregation| {
            format!(", {}", words.charts.put_together(how.period, how.statistic))
        };
        let how = self.how.as_ref().map(put_together).unwrap_or_default();
        format!("{}{how}", self.subject.label(words))
    }

    /// A value of [`Self::drawn`] in figures, without unit.
    pub fn number(&self, value: f64) -> String {
        let decimals = self.rows.decimals;
        if self.how.is_some() || !self.shown.conversion.is_none() {
            let finer = (-self.shown.conversion.ratio().log10()).ceil().clamp(0.0, 6.0) as usize;
            return computed(value, decimals + finer);
        }
        match self.made_of {
            Some(_) => computed(value, decimals.saturating_sub(1)),
            None => exact(value, decimals),
        }
    }

    /// A value of [`Self::drawn`] with its unit.
    pub fn text(&self, value: f64) -> String {
        with_unit(&self.number(value), &self.shown.unit)
    }

    /// When its newest number was measured; else until when the catalog says that there are any.
    fn newest_time(&self) -> Option<TimeUs> {
        self.newest.as_ref().map(|newest| newest.time).or(self.subject.record.end)
    }

    /// The newest value, with unit and datum.
    pub fn newest_text(&self, words: &Words) -> Option<String> {
        let newest = self.newest.as_ref()?.value;
        let value = match self.made_of {
            Some(_) => {
                let decimals = self.rows.decimals.saturating_sub(1);
                with_unit(&computed(newest, decimals), &self.shown.unit)
            }
            None => self.shown.text(newest),
        };
        Some(match self.datum {
            Some(datum) => format!("{value} ({})", words.datum(datum)),
            None => value,
        })
    }

    /// What must be said when the newest value is not of now.
    pub fn not_current(&self, words: &Words, now: TimeUs) -> Option<String> {
        match self.status {
            Status::Live => None,
            Status::Ended => Some(words.has_ended.to_owned()),
            Status::Never => Some(words.no_value_yet.to_owned()),
            Status::Suspect => Some(words.in_the_future.to_owned()),
            Status::Late | Status::Stale | Status::Seasonal => {
                Some(self.newest_time().map_or_else(
                    || words.not_current.to_owned(),
                    |newest| {
                        fill(words.no_value_for, &[&words.age(now.0.saturating_sub(newest.0))])
                    },
                ))
            }
        }
    }

    /// The newest value with its own time, and whether it is current: what every form of an embed says.
    pub fn newest_sentence(&self, scene: &Scene) -> String {
        let words = scene.words;
        let value = self.newest_text(words).zip(self.newest.as_ref());
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
    pub fn missing(&self, scene: &Scene) -> Vec<String> {
        let words = scene.words;
        let mut said = Vec::new();
        if let Some(Failure::Source(why)) = &self.rows.failure {
            if self.rows.series.is_empty() {
                said.push(words.incomplete(why));
            } else {
                let ago = words.ago(self.rows.read, scene.now);
                said.push(fill(words.as_read, &[&ago]));
            }
        }
        let in_window = self.rows.holes.iter().filter(|hole| {
            self.rows.failure.is_none() && hole.range.intersection(scene.window).is_some()
        });
        said.extend(in_window.map(|hole| words.incomplete(&hole.reason)));
        said
    }
}

/// The newest number that is known: of the rows, or what the catalog saw.
fn newer(of_rows: Option<Reading>, subject: &Subject) -> Option<Reading> {
    let record = &subject.record;
    let is_number = |value: &f64| value.is_finite() && record.no_data_value != Some(*value);
    let seen = record.latest_time.zip(record.latest_value.filter(is_number));
    let of_catalog = seen.map(|(time, value)| Reading::bare(time, value));
    match (of_rows, of_catalog) {
        (Some(rows), Some(catalog)) if catalog.time > rows.time => Some(catalog),
        (rows, catalog) => rows.or(catalog),
    }
}
