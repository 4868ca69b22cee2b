//! The browser app: the pages of its two doors for their own routes, its files, and real 404s for the rest.
//!
//! Files come from the static folder, in their `.br` or `.gz` form when there is one and the browser
//! takes it. Names with a content hash never change and are kept for a year; everything else is asked
//! for again. A page is read again when its file changes, together with its policy.

use super::{AppError, csp, etag};
use crate::app::AppState;
use crate::settings::{Settings, SourceSettings, tile_origin};
use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::middleware::from_fn;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::{Arc, RwLock};
use std::time::SystemTime;
use tower_http::services::ServeDir;

/// Paths that the browser app answers itself.
/// ([`super::pages`] has those with a text of their own).
const APP_ROUTES: [&str; 10] = [
    "/",
    "/catalog",
    "/plot",
    "/about",
    // Links to the programs before this one lead on.
    "/tsa",
    "/tsa/",
    "/browse",
    "/browse/",
    "/visualize-data",
    "/visualize-data/{thing}",
];

/// Paths that the field app answers itself.
const FIELD_ROUTES: [&str; 13] = [
    "/field",
    "/field/",
    "/field/sign-in",
    "/field/visits/{id}",
    "/field/visits/{id}/sheet",
    "/field/calendar",
    "/field/sites/{key}",
    "/field/equipment",
    "/field/equipment/{id}",
    "/field/records",
    "/field/records/{kind}",
    "/field/admin",
    "/field/log",
];

/// The service worker of the field app.
const FIELD_WORKER: &str = "/field/field-sw.js";

/// The page of the public app and that of the field app, which nobody gets by these names.
const PAGES: [&str; 2] = ["index.html", "field/index.html"];

/// The routes of this module.
pub fn router() -> Router<AppState> {
    let public =
        APP_ROUTES.iter().fold(Router::new(), |router, path| router.route(path, get(page)));
    FIELD_ROUTES
        .iter()
        .fold(public, |router, path| router.route(path, get(field_page)))
        .layer(from_fn(etag::conditional))
}

/// The built browser app.
#[derive(Debug)]
pub struct Site {
    folder: PathBuf,
    files: ServeDir,
    data_origins: Vec<String>,
    tile_origins: Vec<String>,
    /// In the order of [`PAGES`].
    pages: [RwLock<Option<Arc<Page>>>; 2],
}

/// A page as read.
#[derive(Debug)]
pub(super) struct Page {
    modified: SystemTime,
    pub(super) html: String,
    pub(super) policy: HeaderValue,
}

impl Site {
    /// The app in the settings' static folder; a missing one is told in the log and on its pages.
    pub fn new(settings: &Settings) -> Self {
        let sources = settings.sources.iter().filter_map(SourceSettings::browser_origin);
        let data_origins: BTreeSet<String> = sources.collect();
        let layers = settings.map_layers.iter().filter_map(tile_origin);
        // An origin of data has its pictures allowed already.
        let tile_origins: BTreeSet<String> =
            layers.filter(|origin| !data_origins.contains(origin)).collect();
        let folder = settings.static_dir.clone();
        let files = ServeDir::new(&folder)
            .append_index_html_on_directories(false)
            .precompressed_br()
            .precompressed_gzip();
        Self {
            folder,
            files,
            data_origins: data_origins.into_iter().collect(),
            tile_origins: tile_origins.into_iter().collect(),
            pages: Default::default(),
        }
    }

    /// Warns when there is no page to serve.
    pub fn check(&self) {
        if let Err(error) = self.page() {
            let folder = self.folder.display();
            tracing::warn!(
                "the browser app is missing: {error}; build it, or name its folder with --static-dir (now {folder})"
            );
        }
    }

    /// The public app's page.
    pub(super) fn page(&self) -> std::io::Result<Arc<Page>> {
        let [page, _] = &self.pages;
        self.read(PAGES[0], page, &self.tile_origins)
    }

    /// The field app's page, which has no map.
    fn field_page(&self) -> std::io::Result<Arc<Page>> {
        let [_, page] = &self.pages;
        self.read(PAGES[1], page, &[])
    }

    /// A page, read again when its file is newer.
    fn read(
        &self,
        name: &str,
        page: &RwLock<Option<Arc<Page>>>,
        tile_origins: &[String],
    ) -> std::io::Result<Arc<Page>> {
        let path = self.folder.join(name);
        let modified = std::fs::metadata(&path).and_then(|file| file.modified());
        let modified = modified.map_err(|error| named(&path, error))?;
        // A lock is poisoned only by a panic while it is held, and nothing here panics.
        let known = page.read().ok().and_then(|page| page.clone());
        if let Some(page) = known.filter(|page| page.modified == modified) {
            return Ok(page);
        }
        let html = std::fs::read_to_string(&path).map_err(|error| named(&path, error))?;
        let policy = HeaderValue::from_str(&csp::policy(&html, &self.data_origins, tile_origins))
            .map_err(std::io::Error::other)?;
        let read = Arc::new(Page { modified, html, policy });
        if let Ok(mut known) = page.write() {
            *known = Some(read.clone());
        }
        Ok(read)
    }
}

fn named(path: &std::path::Path, error: std::io::Error) -> std::io::Error {
    std::io::Error::new(error.kind(), format!("{}: {error}", path.display()))
}

async fn page(State(state): State<AppState>) -> Response {
    whole(state.site.page())
}

async fn field_page(State(state): State<AppState>) -> Response {
    whole(state.site.field_page())
}

fn whole(page: std::io::Result<Arc<Page>>) -> Response {
    match page {
        Ok(page) => html(StatusCode::OK, page.html.clone(), Some(page.policy.clone())),
        Err(error) => missing(&error),
    }
}

/// What is said where the app is not built.
pub(super) fn missing(error: &std::io::Error) -> Response {
    tracing::warn!("the browser app is missing: {error}");
    let text = "The browser app is not built. Run <code>cargo xtask run</code>, or start with \
                <code>--static-dir FOLDER</code>. The data is here: \
                <a href=\"/sensorthings/v1.1\">SensorThings service</a>.";
    html(StatusCode::SERVICE_UNAVAILABLE, notice("The app is missing", text), None)
}

/// A file of the app, else a 404 in the form that who asks can read.
pub async fn fallback(State(state): State<AppState>, request: Request) -> Response {
    let path = request.uri().path().to_owned();
    if ["/api", "/sensorthings"].iter().any(|prefix| below(&path, prefix)) {
        return AppError::NotFound(format!("there is nothing at {path}")).into_response();
    }
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return super::error::method_not_allowed(request).await;
    }
    let accept = request.headers().get(header::ACCEPT).and_then(|accept| accept.to_str().ok());
    let is_for_people = accept.is_some_and(|accept| accept.contains("text/html"));
    // Trunk builds into a hidden folder; pages are served by their routes alone.
    let hidden = path.split('/').any(|part| part.starts_with('.') || part.starts_with("%2e"));
    let is_page = PAGES.contains(&path.trim_start_matches('/'));
    if !hidden && !is_page {
        let mut files = state.site.files.clone();
        if let Ok(response) = files.try_call(request).await
            && response.status() != StatusCode::NOT_FOUND
        {
            return with_file_headers(response.map(Body::new), &path, &state.site);
        }
    }
    // A person gets the app, which says that there is no such page and where to go on.
    if is_for_people && let Ok(page) = state.site.page() {
        return html(StatusCode::NOT_FOUND, page.html.clone(), Some(page.policy.clone()));
    }
    let text = "There is no such page here. <a href=\"/\">To the map</a>";
    html(StatusCode::NOT_FOUND, notice("Not found", text), None)
}

fn below(path: &str, prefix: &str) -> bool {
    path.strip_prefix(prefix).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

fn with_file_headers(mut response: Response, path: &str, site: &Site) -> Response {
    let kept = if is_immutable(path) { "public, max-age=31536000, immutable" } else { "no-cache" };
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(kept));
    if path == FIELD_WORKER {
        // Its own folder would not hold the app's first page.
        headers.insert("service-worker-allowed", HeaderValue::from_static("/field"));
    }
    headers.entry(header::VARY).or_insert(HeaderValue::from_static("accept-encoding"));
    // A worker's policy is that of its own script.
    if let Ok(page) = site.page() {
        headers.insert(header::CONTENT_SECURITY_POLICY, page.policy.clone());
    }
    response
}

/// Whether the name changes whenever the content does: a hash that Trunk wrote into the file's name, in up to 16 digits
/// without leading zeros, or the version in the folder of a vendored library (`vendor/leaflet-1.9.4/`).
fn is_immutable(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    let hashed = name.split(['-', '_', '.']).any(|part| {
        (12..=16).contains(&part.len())
            && part.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'))
    });
    let mut folders = path.trim_start_matches('/').split('/');
    let vendored = folders.next() == Some("vendor")
        && folders.next().and_then(|folder| folder.rsplit_once('-')).is_some_and(|(_, version)| {
            version.contains('.') && version.bytes().all(|b| b.is_ascii_digit() || b == b'.')
        });
    hashed || vendored
}

pub(super) fn html(status: StatusCode, text: String, policy: Option<HeaderValue>) -> Response {
    let headers =
        [(header::CONTENT_TYPE, "text/html; charset=utf-8"), (header::CACHE_CONTROL, "no-cache")];
    let mut response = (status, headers, text).into_response();
    if let Some(policy) = policy {
        response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    response
}

/// A small page without the app. `text` is ours, never a request's.
fn notice(title: &str, text: &str) -> String {
    format!(
        "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width\"><title>{title} – Gagehouse</title>\
         <main><h1>{title}</h1><p>{text}</p></main></html>"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_that_change_with_their_content_are_kept_for_ever() {
        for path in [
            "/gagehouse-app-0123456789abcdef.js",
            "/gagehouse-app-0123456789abcdef_bg.wasm",
            "/field/gagehouse-field-ecda25cbc3c28b.js",
            "/vendor/leaflet-1.9.4/leaflet.js",
        ] {
            assert!(is_immutable(path), "{path}");
        }
        for path in [
            "/index.html",
            "/sw.js",
            "/vendor/leaflet/leaflet.js",
            "/app-0123456789abcdeg.js",
            "/vendor/a-b/c",
        ] {
            assert!(!is_immutable(path), "{path}");
        }
    }
}
