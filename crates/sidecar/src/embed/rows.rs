//! Observations for embeds: read by the same plan as in a browser, once for everybody, and kept for a while.
//!
//! A source that fails is shown as it was, and said to be so. No source can hold the server: rows, bytes, time and
//! readings at once are limited, for each source and for all.

use super::shelf::Made;
use super::subject::Subject;
use crate::app::AppState;
use crate::clock::now;
use crate::harvest::sensorthings::{EMBEDDED_ROOT, Transport, reply};
use crate::sensorthings;
use gagehouse_chart::format::decimals_of_rows;
use gagehouse_model::{Coverage, TimeRange, TimeUs};
use gagehouse_observations::{Series, SeriesOptions};
use gagehouse_sensorthings::paging::{Hole, Knowledge, Limits, Plan, Target};
use gagehouse_sensorthings::request::ServiceRoot;
use std::sync::Arc;
use std::time::Duration;
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep, timeout_at};

/// Rows that one embed reads, of all its series.
pub const MOST_ROWS: usize = 500_000;
/// Bytes of one series on their way.
const MOST_BYTES: u64 = 64_000_000;
/// Patience with one series, and with one request of it.
const PATIENCE: Duration = Duration::from_secs(12);
const REQUEST_MS: u64 = 8_000;
/// A source that asks for a longer wait is taken as it is: nobody waits so long before an embed.
const LONGEST_WAIT_MS: u64 = 1_200;
/// Readings of one source at once.
pub const OF_ONE_SOURCE: usize = 6;
/// So long an answer waits for its turn at the own store.
const WAIT_FOR_OWN: Duration = Duration::from_secs(2);
/// How long rows are good: the embedded service's are a read away.
const GOOD_LOCAL: Duration = Duration::from_secs(30);
const GOOD_REMOTE: Duration = Duration::from_secs(240);
/// Rows of another service are still shown so long while new ones are read.
const WHILE_READING: Duration = Duration::from_secs(300);
/// After a failure the source is left alone so long.
const AFTER_FAILURE: Duration = Duration::from_secs(60);
/// What a row takes in memory, about.
const BYTES_A_ROW: usize = 24;

/// The rows of a stretch of a series.
#[derive(Debug)]
pub struct Rows {
    /// As they were measured.
    pub series: Series,
    /// What is here.
    pub covered: Coverage,
    /// What could not be had.
    pub holes: Vec<Hole>,
    /// With how many decimals the source writes.
    pub decimals: usize,
    /// When they were read.
    pub read: TimeUs,
    /// Why they are not newer, if reading them again failed.
    pub failure: Option<Failure>,
}

/// Why there are no newer rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Failure {
    /// The source does not answer as it should.
    Source(String),
    /// Too many readings of it are under way.
    Busy,
}

/// The rows of a subject in some stretches, the most wanted first.
pub async fn rows(
    state: &AppState,
    subject: &Subject,
    wanted: Vec<TimeRange>,
    most_rows: usize,
) -> Option<Arc<Rows>> {
    let stretches: Vec<String> =
        wanted.iter().map(|range| format!("{}-{}", range.start.0, range.end.0)).collect();
    let name = format!("{} {most_rows} {}", subject.name, stretches.join(" "));
    let (state_of_task, subject) = (state.clone(), subject.clone());
    let make = move |before: Option<Arc<Rows>>| async move {
        let is_local = subject.name.source.is_local();
        let read = read(&state_of_task, &subject, wanted, most_rows).await;
        let rows = match (read.failure.is_some(), before) {
            (true, Some(before)) if !before.series.is_empty() => Rows {
                series: before.series.clone(),
                covered: before.covered.clone(),
                holes: before.holes.clone(),
                failure: read.failure,
                ..*before
            },
            _ => read,
        };
        let good_for = match (&rows.failure, is_local) {
            (Some(Failure::Busy), _) => Duration::ZERO,
            (Some(Failure::Source(_)), _) => AFTER_FAILURE,
            (None, true) => GOOD_LOCAL,
            (None, false) => GOOD_REMOTE,
        };
        let waits = !is_local && rows.failure.is_none();
        Made {
            bytes: rows.series.len() * BYTES_A_ROW + 1_000,
            value: Arc::new(rows),
            good_for,
            better_than_waiting_for: if waits { WHILE_READING } else { Duration::ZERO },
        }
    };
    state.embeds.rows.get(&name, make).await
}

async fn read(
    state: &AppState,
    subject: &Subject,
    wanted: Vec<TimeRange>,
    most_rows: usize,
) -> Rows {
    let mut series = Series::new(SeriesOptions {
        no_data_value: subject.record.no_data_value,
        spacing: subject.record.spacing,
        ..SeriesOptions::default()
    });
    let nothing = |series: Series, failure: Failure| Rows {
        series,
        covered: Coverage::default(),
        holes: Vec::new(),
        decimals: 0,
        read: now(),
        failure: Some(failure),
    };
    let Some((root, transport)) = way_to(state, subject) else {
        return nothing(series, Failure::Source("it is not listed any more".to_owned()));
    };
    let places = state.embeds.places_of(&subject.name.source);
    // What is read from the own store is here in milliseconds: a page of ten frames waits for its turn. A service far
    // away may take its time, and whoever waited for it would keep others from being answered.
    let place = if subject.name.source.is_local() {
        let turn = tokio::time::timeout(WAIT_FOR_OWN, places.acquire_owned()).await;
        turn.ok().and_then(Result::ok)
    } else {
        places.try_acquire_owned().ok()
    };
    let Some(_place) = place else { return nothing(series, Failure::Busy) };
    let known = state.embeds.known(&root);
    let mut plan = Plan::new(
        Target {
            root: ServiceRoot::new(&root),
            datastream: subject.name.id.clone(),
            with_credentials: transport.has_credentials(),
            step_us: subject.step_us(),
            known,
            limits: Limits {
                rows: most_rows,
                bytes: MOST_BYTES,
                timeout_ms: REQUEST_MS,
                ..Limits::default()
            },
        },
        now().0.unsigned_abs(),
    );
    plan.want(&wanted);
    let ended = Instant::now() + PATIENCE;
    let mut running = JoinSet::new();
    let mut decimals = 0;
    let mut why = None;
    while why.is_none() {
        while let Some(job) = plan.next_job() {
            if job.after_ms > LONGEST_WAIT_MS {
                why = plan.retries().next().map(|retry| retry.reason);
                break;
            }
            let transport = transport.clone();
            running.spawn(async move {
                sleep(Duration::from_millis(job.after_ms)).await;
                (job.ticket, transport.get(&job.request).await)
            });
        }
        match timeout_at(ended, running.join_next()).await {
            Ok(Some(Ok((ticket, fetched)))) => {
                let page = plan.accept(ticket, &reply(&fetched));
                decimals = decimals.max(decimals_of_rows(page.value().iter().copied()));
                series.append(&page);
            }
            Ok(Some(Err(error))) => why = Some(error.to_string()),
            Ok(None) => break,
            Err(_) => why = Some("it did not answer in time".to_owned()),
        }
    }
    state.embeds.learn(&root, plan.known());
    let mut holes = plan.holes().to_vec();
    if let Some(reason) = &why {
        let told: Coverage = holes.iter().map(|hole| hole.range).collect();
        let covered = plan.covered();
        let missing = wanted.iter().flat_map(|range| covered.missing(*range));
        let missing = missing.flat_map(|range| told.missing(range));
        holes.extend(missing.map(|range| Hole { range, reason: reason.clone() }));
        holes.sort_by_key(|hole| hole.range.start);
    }
    // Some of it is better than what was before; nothing of it is a failure.
    let first = holes.first().map(|hole| hole.reason.clone());
    let failure = first.filter(|_| series.is_empty()).map(Failure::Source);
    Rows { series, covered: plan.covered().clone(), holes, decimals, read: now(), failure }
}

/// Where a subject's source answers, and the way there.
fn way_to(state: &AppState, subject: &Subject) -> Option<(String, Transport)> {
    let key = &subject.name.source;
    if key.is_local() {
        let router = sensorthings::router().with_state(state.clone());
        return Some((EMBEDDED_ROOT.to_owned(), Transport::InProcess(router)));
    }
    let source = state.settings.sources.iter().find(|source| source.key == *key)?;
    let transport = Transport::Http { upstream: state.upstream.clone(), source: source.clone() };
    Some((source.url.clone(), transport))
}

/// What was learned of services, by root.
pub type KnownServices = std::collections::HashMap<String, Knowledge>;
