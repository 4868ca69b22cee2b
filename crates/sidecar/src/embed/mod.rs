//! Embeds: plots, site cards, tables and maps for the pages of others, as HTML, SVG and PNG.
//!
//! - [`scene`] is what a plot shows: [`subject`]s of the catalog with [`rows`] read by the same plan as in a browser,
//!   as [`series`] in their units, and what is [`derived`] of two; [`charts`] are the kinds that are not over time, [`fieldwork`] are the records that explain them, [`credit`] says
//!   whose they are. [`drawing`] makes SVG and PNG of it by the chart crate, [`plot`] the page.
//! - [`site`], [`table`], [`map`] are the other pages, [`oembed`] describes them, [`component`] is the element that
//!   frames them. [`html`] is the shell of a page, [`words`] what it says.
//! - [`shelf`] makes each thing once for all who ask at the same time and keeps it for a while; [`answer`] is how it is
//!   sent.
//!
//! Everybody sees the same: there is one anonymous viewer. Nothing here sets a cookie.

pub mod answer;
pub mod charts;
pub mod clock;
pub mod component;
pub mod credit;
pub mod derived;
pub mod drawing;
pub mod fieldwork;
pub mod ground;
pub mod html;
pub mod map;
pub mod oembed;
pub mod plot;
pub mod rows;
pub mod scene;
pub mod series;
pub mod shelf;
pub mod site;
pub mod subject;
pub mod table;
pub mod words;

use crate::app::AppState;
use crate::http::etag;
use answer::Answer;
use axum::http::HeaderMap;
use axum::middleware::from_fn;
use axum::response::{IntoResponse, Response};
use gagehouse_model::SourceKey;
use gagehouse_sensorthings::paging::Knowledge;
use ground::Ground;
use rows::{KnownServices, OF_ONE_SOURCE, Rows};
use shelf::{Made, Shelf};
use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use tokio::sync::Semaphore;
use utoipa_axum::{router::OpenApiRouter, routes};

/// What answers take of memory, and what rows take.
const ANSWER_BYTES: usize = 48 << 20;
const ROW_BYTES: usize = 64 << 20;
/// Answers that are being made at once; one more is told to come back.
const MAKING: usize = 24;

/// What embeds keep between requests. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Embeds {
    answers: Shelf<Answer>,
    rows: Shelf<Rows>,
    making: Arc<Semaphore>,
    /// Places for drawing, as many as there are processors.
    drawing: Arc<Semaphore>,
    by_source: Arc<Mutex<HashMap<SourceKey, Arc<Semaphore>>>>,
    known: Arc<Mutex<KnownServices>>,
    drawings: Arc<AtomicU64>,
    ground: Arc<OnceLock<Ground>>,
}

impl Default for Embeds {
    fn default() -> Self {
        let processors = std::thread::available_parallelism().map_or(2, usize::from);
        Self {
            answers: Shelf::new(ANSWER_BYTES),
            rows: Shelf::new(ROW_BYTES),
            making: Arc::new(Semaphore::new(MAKING)),
            drawing: Arc::new(Semaphore::new(processors)),
            by_source: Arc::default(),
            known: Arc::default(),
            drawings: Arc::default(),
            ground: Arc::default(),
        }
    }
}

impl Embeds {
    /// How many pages and pictures were made since the start.
    pub fn drawings(&self) -> u64 {
        self.drawings.load(Ordering::Relaxed)
    }

    fn places_of(&self, source: &SourceKey) -> Arc<Semaphore> {
        let mut places = self.by_source.lock().unwrap_or_else(PoisonError::into_inner);
        let new = || Arc::new(Semaphore::new(OF_ONE_SOURCE));
        places.entry(source.clone()).or_insert_with(new).clone()
    }

    fn known(&self, root: &str) -> Knowledge {
        let known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        known.get(root).copied().unwrap_or_default()
    }

    fn learn(&self, root: &str, knowledge: Knowledge) {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        known.insert(root.to_owned(), knowledge);
    }
}

/// The routes of this module.
pub fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(plot::get_plot))
        .routes(routes!(plot::get_svg))
        .routes(routes!(plot::get_png))
        .routes(routes!(site::get_site_embed))
        .routes(routes!(table::get_table))
        .routes(routes!(map::get_map))
        .routes(routes!(component::get_component))
        .routes(routes!(oembed::get_oembed))
        .layer(from_fn(etag::conditional))
}

/// The answer under a name, made when it is not at hand. `busy` is what is said when too much is being made.
async fn answered<M>(
    state: &AppState,
    name: &str,
    asked: &HeaderMap,
    busy: impl FnOnce() -> anyhow::Result<Answer> + Send + 'static,
    make: impl FnOnce() -> M,
) -> Response
where
    M: Future<Output = anyhow::Result<Answer>> + Send + 'static,
{
    let name = etag::hash(name.as_bytes());
    if let Some(answer) = state.embeds.answers.kept(&name) {
        return answer.response(asked);
    }
    let (places, drawings) = (state.embeds.making.clone(), state.embeds.drawings.clone());
    let making = make();
    let made = state.embeds.answers.get(&name, |_| async move {
        let made = match places.try_acquire_owned() {
            Ok(_place) => {
                drawings.fetch_add(1, Ordering::Relaxed);
                making.await
            }
            Err(_) => busy(),
        };
        made.map_or_else(failed, Answer::made)
    });
    match made.await {
        Some(answer) => answer.response(asked),
        None => failed(anyhow::anyhow!("making an answer ended early")).value.response(asked),
    }
}

/// What is sent when something of ours failed; the log has the reason.
fn failed(error: anyhow::Error) -> Made<Answer> {
    tracing::error!("an embed could not be made: {error:#}");
    Answer::failed().made()
}

/// Runs what computes beside what waits, no more at once than there are processors.
async fn computed<T: Send + 'static>(
    state: &AppState,
    compute: impl FnOnce() -> anyhow::Result<T> + Send + 'static,
) -> anyhow::Result<T> {
    let _place = state.embeds.drawing.clone().acquire_owned().await?;
    tokio::task::spawn_blocking(compute).await?
}

/// The pages that may frame an embed, as a policy names them.
fn ancestors(state: &AppState) -> String {
    match state.settings.embed_partners.as_slice() {
        [] => "*".to_owned(),
        // The app shows what it offers.
        partners => format!("'self' {}", partners.join(" ")),
    }
}

/// A response for what has no answer of its own.
fn not_found(message: String) -> Response {
    crate::http::AppError::NotFound(message).into_response()
}
