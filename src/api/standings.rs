//! How newest values stand among other years, as the server works it out where the observations are.

use super::abort::AbortHandle;
use super::error::ApiError;
use super::http;
use crate::links;
use gagehouse_chart::conditions::{SeriesStanding, Standings};

/// A large network takes the server some requests; then whatever is known is shown.
const MOST_REQUESTS: usize = 12;
const WAIT_MS: i32 = 500;

/// Of the series of a variable.
pub async fn of_variable(name: &str, abort: AbortHandle) -> Result<Vec<SeriesStanding>, ApiError> {
    ask(&format!("/api/v1/standings?variable={}", links::encoded(name)), abort).await
}

/// Of some series of the embedded service, by their ids.
pub async fn of_series(
    ids: &[String],
    abort: AbortHandle,
) -> Result<Vec<SeriesStanding>, ApiError> {
    ask(&format!("/api/v1/standings?datastreams={}", ids.join(",")), abort).await
}

async fn ask(url: &str, abort: AbortHandle) -> Result<Vec<SeriesStanding>, ApiError> {
    let mut asked = 0;
    loop {
        let answer: Standings = http::get_json(url, abort).await?;
        asked += 1;
        if answer.is_complete || asked == MOST_REQUESTS {
            return Ok(answer.series);
        }
        http::sleep(WAIT_MS).await;
    }
}
