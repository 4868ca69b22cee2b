//! `GET /api/v1/places`: where a place of a name is, as the service of the settings knows it.
//!
//! The service is asked by us: it never learns who asked, and needs no exception of the app's policy. What it answers is kept
//! for a day, so that a name that many search is asked for once. [`answer`] reads what such services send.

mod answer;

use crate::app::AppState;
use crate::embed::shelf::{Made, Shelf};
use crate::harvest::upstream::Fetched;
use crate::http::AppError;
use crate::http::error::ErrorBody;
use axum::Json;
use axum::extract::{Query, State};
use gagehouse_catalog::text::fold;
use gagehouse_page::places::{Place, Places};
use serde::Deserialize;
use std::time::Duration;
use utoipa::IntoParams;
use utoipa_axum::{router::OpenApiRouter, routes};

/// Characters of a name.
const MOST_CHARS: usize = 120;
/// Bytes of an answer.
const MOST_BYTES: u64 = 1 << 20;
/// How long an answer is kept, and a failure.
const GOOD_FOR: Duration = Duration::from_secs(86_400);
const AFTER_FAILURE: Duration = Duration::from_secs(20);
/// What an answer takes in memory, about.
const BYTES: usize = 2_000;

/// Answers of the service by name, kept between requests; else what is said of its failure.
pub type Kept = Shelf<Result<Vec<Place>, String>>;

/// What is looked for.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Asked {
    /// The name of a place.
    #[param(example = "Logan, Utah")]
    q: String,
}

/// The routes of this module.
pub fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(get_places))
}

/// Places of a name
///
/// As the service knows them that the settings name (`[geocoder]`); `service` is null where they name none. `attribution`
/// must stand beside what is shown.
#[utoipa::path(get, path = "/api/v1/places", tag = "catalog",
    params(Asked),
    responses(
        (status = 200, description = "Name, latitude and longitude of each, the most fitting first", content_type = "application/json"),
        (status = 400, body = ErrorBody),
        (status = 502, body = ErrorBody, description = "The service did not answer as it should"),
        (status = 503, body = ErrorBody)))]
async fn get_places(
    State(state): State<AppState>,
    Query(Asked { q }): Query<Asked>,
) -> Result<Json<Places>, AppError> {
    let Some(geocoder) = state.settings.geocoder.clone() else {
        return Ok(Json(Places::default()));
    };
    let name = q.split_whitespace().collect::<Vec<_>>().join(" ");
    let chars = name.chars().count();
    if !(2..=MOST_CHARS).contains(&chars) {
        let problem = format!("q has {chars} characters; a name has 2 to {MOST_CHARS}");
        return Err(AppError::BadRequest(problem));
    }
    let upstream = state.upstream.clone();
    let (url, service, patience) = (geocoder.url(&name), geocoder.name.clone(), geocoder.patience);
    let make = |_| async move {
        let fetched = match upstream.places().try_acquire() {
            Ok(_place) => upstream.get_url(&url, None, patience, MOST_BYTES).await,
            Err(_) => {
                Fetched::Network("too many requests to other services are under way".to_owned())
            }
        };
        let value = answer::read(&service, patience, fetched);
        Made {
            bytes: BYTES,
            good_for: if value.is_ok() { GOOD_FOR } else { AFTER_FAILURE },
            value: value.into(),
            better_than_waiting_for: Duration::ZERO,
        }
    };
    match state.places.get(&fold(&name), make).await.as_deref() {
        Some(Ok(places)) => Ok(Json(Places {
            service: Some(geocoder.name),
            attribution: geocoder.attribution,
            places: places.clone(),
        })),
        Some(Err(problem)) => Err(AppError::BadGateway(problem.clone())),
        None => Err(anyhow::anyhow!("the search for a place was not ended").into()),
    }
}
