//! The newest rows of a series, followed while its card is shown: its last day, its last month, and the same date of
//! other years.

use crate::api::observations::{Feed, News, Source, State, source_of};
use gagehouse_catalog::Datastream;
use gagehouse_chart::conditions::standing::same_dates;
use gagehouse_chart::conditions::{Reading, Standing};
use gagehouse_chart::sparkline::{Sparkline, last_day};
use gagehouse_model::time::DAY_US;
use gagehouse_model::{DatastreamRef, SiteZone, Spacing, TimeRange, TimeUs, ZoneOffsets};
use gagehouse_observations::{Series, SeriesOptions, Statistic};
use leptos::prelude::*;

/// A month of a series with more rows is not fetched for two numbers.
const MOST_ROWS: i64 = 10_000;
const MONTH_US: i64 = 30 * DAY_US;

/// A series to follow.
#[derive(Debug, Clone, PartialEq)]
pub struct Followed {
    name: DatastreamRef,
    observations_url: String,
    begin: Option<TimeUs>,
    options: SeriesOptions,
    zone: ZoneOffsets,
    statistic: Statistic,
}

/// What its rows say so far.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Readings {
    /// How far they are.
    pub progress: Progress,
    /// The newest number.
    pub newest: Option<Reading>,
    /// How it stands among other years.
    pub standing: Option<Standing>,
    /// The line of the last day.
    pub line: Option<Sparkline>,
    /// Smallest and largest value of the last 30 days.
    pub month: Option<(f64, f64)>,
}

/// How far the rows of the last day are.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Progress {
    /// Not asked for yet.
    #[default]
    Waiting,
    /// On their way.
    Loading,
    /// Here.
    Here,
    /// A part could not be had, for this reason.
    Partly(String),
    /// None could be had, for this reason.
    Failed(String),
}

impl Followed {
    /// `None` for a series that hides its values.
    pub fn of(series: &Datastream, zone: Option<&SiteZone>) -> Option<Self> {
        let options = SeriesOptions {
            no_data_value: series.no_data_value(),
            spacing: series.spacing(),
            ..SeriesOptions::default()
        };
        (!series.results_hidden()).then(|| Self {
            name: series.reference(),
            observations_url: series.source().observations_url.clone(),
            begin: series.begin(),
            options,
            zone: zone.map_or_else(ZoneOffsets::utc, ZoneOffsets::standard),
            statistic: Statistic::fitting(series.variable_name(), series.aggregation_statistic()),
        })
    }

    fn source(&self, end: TimeUs) -> Source {
        Source {
            step_us: self.options.spacing.map(Spacing::us),
            end: Some(end),
            // A few rows that change all the time are not worth keeping.
            kept_as: None,
            ..source_of(&self.observations_url, &self.name.id, &[])
        }
    }

    /// The last 30 days, unless that is too much.
    fn month(&self, end: TimeUs) -> Option<TimeRange> {
        let step_us = self.options.spacing.map_or(DAY_US / 96, Spacing::us).max(1);
        let month = TimeRange { start: TimeUs(end.0.saturating_sub(MONTH_US)), ..last_day(end) };
        (MONTH_US / step_us <= MOST_ROWS).then_some(month)
    }

    /// The same date in years before.
    fn dates(&self, end: TimeUs) -> Vec<TimeRange> {
        let record = self.begin.and_then(|begin| TimeRange::new(begin, end));
        let comparable = record.filter(|_| self.statistic.is_like_its_rows());
        comparable.map_or_else(Vec::new, |record| same_dates(record, end, &self.zone))
    }

    fn judged(&self, rows: &Series, end: TimeUs, state: &State) -> Readings {
        let day = last_day(end);
        let newest = Reading::newest(rows, self.statistic);
        let reason = state.holes.first().map(|hole| hole.reason.clone());
        let is_here = state.covered.covers(day);
        let progress = match reason {
            _ if is_here => Progress::Here,
            Some(why) if rows.is_empty() => Progress::Failed(why),
            Some(why) => Progress::Partly(why),
            None => Progress::Loading,
        };
        let line = (progress != Progress::Loading).then(|| Sparkline::of(rows, day)).flatten();
        let month = self.month(end).filter(|month| state.covered.covers(*month));
        let dates = self.dates(end);
        let are_here = state.is_over || dates.iter().all(|date| state.covered.covers(*date));
        let standing = newest.as_ref().filter(|_| are_here && !dates.is_empty());
        let standing = standing.and_then(|newest| {
            Standing::of(rows, self.statistic, (newest.time, newest.value), &self.zone)
        });
        let month = month.and_then(|month| rows.value_range(month));
        Readings { progress, newest, standing, line, month }
    }
}

/// A feed with what it is of.
struct Held {
    followed: Followed,
    end: TimeUs,
    feed: Feed,
}

/// Follows a series into `readings` for as long as the current owner lives, once `is_near`. A later `end` fetches what is
/// new; another series begins anew.
pub fn follow(
    followed: Signal<Option<Followed>>,
    end: Signal<Option<TimeUs>>,
    is_near: Signal<bool>,
    readings: RwSignal<Readings>,
) {
    let rows = StoredValue::new_local(Series::new(SeriesOptions::default()));
    let held = StoredValue::new_local(None::<Held>);
    let end_now = StoredValue::new(None::<TimeUs>);
    Effect::new(move |_| {
        let wanted = followed.get().zip(end.get()).filter(|_| is_near.get());
        let Some((followed, end)) = wanted else { return };
        end_now.set_value(Some(end));
        held.update_value(|held| {
            match held {
                Some(held) if held.followed == followed => {
                    if held.end < end {
                        held.feed.news_since(TimeUs(held.end.0 + 1));
                    }
                    held.end = end;
                }
                _ => {
                    rows.set_value(Series::new(followed.options));
                    readings.set(Readings { progress: Progress::Loading, ..Readings::default() });
                    let heard = followed.clone();
                    let feed = Feed::open(followed.source(end), move |news| {
                        hear(&heard, news, rows, end_now, readings);
                    });
                    *held = Some(Held { followed: followed.clone(), end, feed });
                }
            }
            if let Some(held) = held {
                let mut wanted = vec![last_day(end)];
                wanted.extend(followed.dates(end));
                wanted.extend(followed.month(end));
                held.feed.want(wanted);
            }
        });
    });
}

fn hear(
    followed: &Followed,
    news: News,
    rows: StoredValue<Series, LocalStorage>,
    end: StoredValue<Option<TimeUs>>,
    readings: RwSignal<Readings>,
) {
    match news {
        News::Progress(pages, state) => {
            rows.try_update_value(|rows| pages.iter().for_each(|page| rows.append(page)));
            let Some(end) = end.try_get_value().flatten() else { return };
            let judged = rows.try_with_value(|rows| followed.judged(rows, end, &state));
            let is_new = judged.is_some() && judged != readings.try_with_untracked(Readings::clone);
            if let Some(judged) = judged.filter(|_| is_new) {
                readings.try_set(judged);
            }
        }
        News::Kept(_) => {}
        News::Failed(why) => {
            readings.try_update(|readings| readings.progress = Progress::Failed(why));
        }
    }
}
