//! `GET /api/v1/standings`: how the newest values of the embedded service's series stand among those of the same date in
//! other years. Worked out where the observations are, once for each revision of a series; other sources keep theirs.

use super::sources::find;
use crate::accounts::Visitor;
use crate::app::AppState;
use crate::clock::now;
use crate::embed::shelf::{Made, Shelf};
use crate::embed::subject::{Subject, of_rows};
use crate::http::AppError;
use crate::http::error::ErrorBody;
use crate::settings::LOCAL;
use crate::store::{Store, StoreError};
use axum::Json;
use axum::extract::{Query, State};
use futures_util::{StreamExt, stream};
use gagehouse_catalog::Status;
use gagehouse_chart::conditions::standing::same_dates;
use gagehouse_chart::conditions::{Reading, SeriesStanding, Standing, Standings};
use gagehouse_chart::sparkline::last_day;
use gagehouse_model::{TimeRange, Viewer};
use gagehouse_observations::{Series, SeriesOptions, Statistic};
use serde::Deserialize;
use std::time::Duration;
use tokio::time::{Instant, timeout_at};
use utoipa::IntoParams;

/// Series read at once for one request: others read too.
const AT_ONCE: usize = 3;
/// What is not known by then is left for the next request.
const PATIENCE: Duration = Duration::from_secs(8);
/// How long an answer is kept; a new value has a place of its own.
const GOOD_FOR: Duration = Duration::from_secs(3_600);
/// What one answer takes in memory, with its name.
const BYTES: usize = 400;
/// Series that may be named.
const MOST_NAMED: usize = 1_000;

/// How each series stands, kept between requests; `None` where there is nothing to compare.
pub type Kept = Shelf<Result<Option<SeriesStanding>, StoreError>>;

/// Which series.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Asked {
    /// Those of a variable, by its name.
    #[param(example = "Discharge")]
    variable: Option<String>,
    /// These, by their ids at the embedded service.
    #[param(example = "12,13")]
    datastreams: Option<String>,
}

/// How the newest values stand among those of the same date in other years
///
/// Of the series of the embedded service that are live or late: the value of the newest reading, in how many years the
/// value of the whole day was lower and higher, in how many there is one, and since when. `standing` is null where fewer
/// than five years have the date. Directions and totals are left out. While `is_complete` is false the same request answers more
/// a little later.
#[utoipa::path(get, path = "/api/v1/standings", tag = "catalog",
    params(Asked),
    responses(
        (status = 200, description = "The series with their standings", content_type = "application/json"),
        (status = 400, body = ErrorBody)))]
pub async fn get_standings(
    State(state): State<AppState>,
    visitor: Visitor,
    Query(asked): Query<Asked>,
) -> Result<Json<Standings>, AppError> {
    let source = find(&state, LOCAL).await?;
    let Some(row) = source.row else {
        return Ok(Json(Standings { is_complete: true, ..Standings::default() }));
    };
    let viewer = &visitor.viewer;
    let rows = match (&asked.variable, &asked.datastreams) {
        (Some(variable), None) => state.store.catalog_of_variable(viewer, row.id, variable).await?,
        (None, Some(ids)) => {
            let ids: Vec<&str> = ids.split(',').collect();
            if ids.len() > MOST_NAMED {
                let problem = format!("datastreams: {} ids; at most {MOST_NAMED}", ids.len());
                return Err(AppError::BadRequest(problem));
            }
            state.store.catalog_datastreams(viewer, row.id, &ids).await?
        }
        _ => {
            let problem = "name a variable=… or datastreams=…, one of them";
            return Err(AppError::BadRequest(problem.to_owned()));
        }
    };
    let now = now();
    let is_current = |subject: &Subject| {
        matches!(subject.record.signs().status(now), Status::Live | Status::Late)
    };
    let current = of_rows(&source.entry.name, &source.entry.key, rows).filter(is_current);
    let current: Vec<Subject> = current.collect();
    let asked_for = current.len();
    let mut standings = stream::iter(current)
        .map(|subject| standing(&state, viewer, subject))
        .buffer_unordered(AT_ONCE);
    let (mut series, mut known, until) = (Vec::new(), 0, Instant::now() + PATIENCE);
    while let Ok(Some(standing)) = timeout_at(until, standings.next()).await {
        known += 1;
        series.extend(standing?);
    }
    series.sort_by(|a: &SeriesStanding, b| a.datastream.cmp(&b.datastream));
    Ok(Json(Standings { series, is_complete: known == asked_for }))
}

/// How one series stands, worked out when that is not known of its revision.
async fn standing(
    state: &AppState,
    viewer: &Viewer,
    subject: Subject,
) -> Result<Option<SeriesStanding>, AppError> {
    let record = &subject.record;
    let end = record.end.max(record.latest_time);
    let name = format!("{viewer:?} {} {:?} {end:?}", record.external_id, record.revision);
    let (store, viewer) = (state.store.clone(), viewer.clone());
    let make = |_| async move {
        let value = read(&store, &viewer, &subject).await;
        let good_for = if value.is_ok() { GOOD_FOR } else { Duration::ZERO };
        let better_than_waiting_for = Duration::ZERO;
        Made { value: value.into(), bytes: BYTES, good_for, better_than_waiting_for }
    };
    match state.standings.get(&name, make).await.as_deref() {
        Some(Ok(standing)) => Ok(standing.clone()),
        // One that was withdrawn since its row was read is not told.
        Some(Err(StoreError::NotFound { .. })) => Ok(None),
        Some(Err(error)) => Err(anyhow::anyhow!("{error}").into()),
        None => Err(anyhow::anyhow!("how {name} stands was not worked out to its end").into()),
    }
}

async fn read(
    store: &Store,
    viewer: &Viewer,
    subject: &Subject,
) -> Result<Option<SeriesStanding>, StoreError> {
    let record = &subject.record;
    let stands_for = record.aggregation_statistic.as_deref();
    let statistic = Statistic::fitting(&record.variable_name, stands_for);
    let end = record.end.max(record.latest_time);
    let id = record.external_id.parse().ok().filter(|_| statistic.is_like_its_rows());
    let (Some(id), Some(end)) = (id, end) else { return Ok(None) };
    let mut series = Series::new(SeriesOptions {
        no_data_value: record.no_data_value,
        spacing: record.spacing,
        ..SeriesOptions::default()
    });
    series.append(&store.stretches(viewer, id, vec![last_day(end)]).await?);
    let Some(newest) = Reading::newest(&series, statistic) else { return Ok(None) };
    let zone = subject.standard_zone();
    let extent = record.begin.and_then(|begin| TimeRange::new(begin, end));
    let dates = extent.map_or_else(Vec::new, |extent| same_dates(extent, newest.time, &zone));
    series.append(&store.stretches(viewer, id, dates).await?);
    let value = (newest.time, newest.value);
    Ok(Some(SeriesStanding {
        datastream: record.external_id.clone(),
        time: newest.time,
        value: newest.value,
        standing: Standing::of(&series, statistic, value, &zone),
    }))
}
