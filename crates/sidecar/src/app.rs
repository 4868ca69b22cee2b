//! The whole server as one value: its state, and the one table of its routes.

use crate::accounts;
use crate::catalog::{self, published::Published, standings};
use crate::embed::{self, Embeds};
use crate::geocoder;
use crate::harvest::{pass_through, upstream::Upstream};
use crate::http::{self, site::Site};
use crate::records;
use crate::sensorthings;
use crate::settings::Settings;
use crate::store::Store;
use axum::Router;
use std::sync::Arc;
use tokio::sync::Semaphore;
use utoipa_axum::router::OpenApiRouter;

/// What standings take of memory.
const STANDING_BYTES: usize = 8 << 20;

/// What names of places take of memory.
const PLACE_BYTES: usize = 4 << 20;

/// What handlers share.
#[derive(Debug, Clone)]
pub struct AppState {
    /// The database.
    pub store: Store,
    /// What the program was told.
    pub settings: Arc<Settings>,
    /// The built browser app.
    pub site: Arc<Site>,
    /// The catalog's parts, kept between requests.
    pub published: Published,
    /// The client towards other services.
    pub upstream: Upstream,
    /// Embeds and the observations they show, kept between requests.
    pub embeds: Embeds,
    /// How series stand among other years, kept between requests.
    pub standings: standings::Kept,
    /// Places by name, kept between requests.
    pub places: geocoder::Kept,
    /// Places for answers with expanded entities, which take memory.
    pub expanding: Arc<Semaphore>,
}

impl AppState {
    /// Opens what the settings name.
    pub async fn start(settings: Settings) -> anyhow::Result<Self> {
        let store = Store::open(settings.database_url.expose()).await?;
        Ok(Self::new(store, settings))
    }

    /// The state around an open store.
    pub fn new(store: Store, settings: Settings) -> Self {
        let site = Arc::new(Site::new(&settings));
        Self {
            store,
            site,
            published: Published::default(),
            upstream: Upstream::default(),
            embeds: Embeds::default(),
            standings: standings::Kept::new(STANDING_BYTES),
            places: geocoder::Kept::new(PLACE_BYTES),
            expanding: Arc::new(Semaphore::new(sensorthings::EXPANDING_AT_ONCE)),
            settings: Arc::new(settings),
        }
    }
}

/// The server, ready for a listener or for a test's `oneshot`.
pub fn app(state: AppState) -> Router {
    let (api, _document) = api().split_for_parts();
    let router = api
        .merge(http::openapi::router())
        .merge(http::metrics::router())
        .merge(http::site::router())
        .merge(http::pages::router())
        .merge(sensorthings::router())
        .fallback(http::site::fallback)
        .method_not_allowed_fallback(http::error::method_not_allowed);
    http::with_layers(router, &state).with_state(state)
}

/// Every route that the OpenAPI document describes.
pub(crate) fn api() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .merge(http::health::router())
        .merge(accounts::router())
        .merge(catalog::router())
        .merge(records::router())
        .merge(pass_through::router())
        .merge(embed::router())
        .merge(geocoder::router())
}
