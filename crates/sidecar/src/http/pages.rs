//! Pages of sites and networks with their text: for search engines, previews of links, readers without JavaScript, and
//! everybody until the app has started. `/sitemap.xml` and `/robots.txt` lead there.
//!
//! The text is put into the app's `index.html` at its markers; the app takes its place. What is unknown, or private to
//! others than who asks, is the same 404, with the app, which says so in words.

use super::site::{Page, missing};
use super::{AppError, etag};
use crate::accounts::Visitor;
use crate::app::AppState;
use crate::catalog::history;
use crate::catalog::published::catalog_of;
use crate::catalog::sources::{find, listed};
use crate::clock::now;
use crate::sensorthings::base_url;
use axum::Router;
use axum::extract::rejection::PathRejection;
use axum::extract::{OriginalUri, Path, Query, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::middleware::from_fn;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use gagehouse_model::{SiteRef, Viewer};
use gagehouse_page::head::Head;
use gagehouse_page::{Group, History, address, html, sitemap};
use serde::Deserialize;
use std::collections::BTreeSet;

/// The routes of this module.
pub fn router() -> Router<AppState> {
    Router::new()
        .route("/sites/{source}/{code}", get(site_page))
        .route("/networks/{source}/{name}", get(network_page))
        .route("/sitemap.xml", get(site_map))
        .route("/robots.txt", get(robots))
        .layer(from_fn(etag::conditional))
}

async fn site_page(
    State(state): State<AppState>,
    visitor: Visitor,
    path: Result<Path<(String, String)>, PathRejection>,
    headers: HeaderMap,
    OriginalUri(uri): OriginalUri,
) -> Response {
    // An address that is no text names nothing.
    let Ok(Path((source, code))) = path else { return answer(&state, Ok(None)) };
    let base = base_url(&state.settings, &headers, &uri);
    let text = site_text(&state, &visitor.viewer, (&source, &code), &base).await;
    answer(&state, text)
}

async fn network_page(
    State(state): State<AppState>,
    visitor: Visitor,
    path: Result<Path<(String, String)>, PathRejection>,
    headers: HeaderMap,
    OriginalUri(uri): OriginalUri,
) -> Response {
    let Ok(Path((source, name))) = path else { return answer(&state, Ok(None)) };
    let base = base_url(&state.settings, &headers, &uri);
    let text = network_text(&state, &visitor.viewer, (&source, &name), &base).await;
    answer(&state, text)
}

/// Head and text of a page.
type Text = (Head, String);

/// The page with its text; a 404 where there is none; the bare app where the text could not be made.
fn answer(state: &AppState, text: Result<Option<Text>, AppError>) -> Response {
    let page = match state.site.page() {
        Ok(page) => page,
        Err(error) => return missing(&error),
    };
    let (status, body) = match text {
        Ok(Some((head, text))) => (StatusCode::OK, filled(&page, &head.html(), &text)),
        Ok(None) => (StatusCode::NOT_FOUND, page.html.clone()),
        Err(error) => {
            tracing::error!("the text of a page could not be made: {error:?}");
            (StatusCode::OK, page.html.clone())
        }
    };
    html_response(status, body, &page)
}

fn html_response(status: StatusCode, body: String, page: &Page) -> Response {
    super::site::html(status, body, Some(page.policy.clone()))
}

async fn site_text(
    state: &AppState,
    viewer: &Viewer,
    (source, code): (&str, &str),
    base: &str,
) -> Result<Option<Text>, AppError> {
    let Ok(listed) = find(state, source).await else { return Ok(None) };
    let Some(row) = listed.row else { return Ok(None) };
    let rows = state.store.catalog_site(viewer, row.id, code).await?;
    let Some(rows) = rows else { return Ok(None) };
    let history = match rows.sites.first() {
        Some(row) => history::of_site(&state.store, viewer, row.id).await?,
        None => History::default(),
    };
    let name = SiteRef { source: listed.entry.key.clone(), code: code.to_owned() };
    let catalog = catalog_of(listed.entry, &rows);
    let Some(site) = catalog.find_site(&name) else { return Ok(None) };
    let (url, now) = (format!("{base}/{}", address::site(&site)), now());
    let head = Head::of_site(&catalog, &site, (base, &url), now);
    Ok(Some((head, html::site(&catalog, &site, &history, &url, now))))
}

async fn network_text(
    state: &AppState,
    viewer: &Viewer,
    (source, name): (&str, &str),
    base: &str,
) -> Result<Option<Text>, AppError> {
    let Ok(listed) = find(state, source).await else { return Ok(None) };
    let Some(row) = listed.row else { return Ok(None) };
    let rows = state.store.catalog_group(viewer, row.id, name).await?;
    let catalog = catalog_of(listed.entry, &rows);
    let Some(group) = Group::find(&catalog, source, name) else { return Ok(None) };
    let url = format!("{base}/{}", address::group(source, name));
    let text = html::group(&catalog, &group, now());
    Ok(Some((Head::of_group(&group, &url), text)))
}

/// The page with a head and a text at its markers; where a marker is missing, that part stays as it is.
fn filled(page: &Page, head: &str, text: &str) -> String {
    let with_head = between(&page.html, "<!--page-head-->", "<!--/page-head-->", head);
    between(&with_head, "<!--page-text-->", "<!--/page-text-->", text)
}

fn between(html: &str, open: &str, close: &str, text: &str) -> String {
    let parts = html.split_once(open).and_then(|(before, rest)| {
        let (_, after) = rest.split_once(close)?;
        Some(format!("{before}{text}{after}"))
    });
    parts.unwrap_or_else(|| html.to_owned())
}

/// Which part of a sitemap that is too long for one.
#[derive(Debug, Deserialize)]
struct Part {
    part: Option<usize>,
}

async fn site_map(
    State(state): State<AppState>,
    Query(Part { part }): Query<Part>,
    headers: HeaderMap,
    OriginalUri(uri): OriginalUri,
) -> Result<Response, AppError> {
    let base = base_url(&state.settings, &headers, &uri);
    let mut paths: Vec<String> = vec![String::new(), "catalog".to_owned()];
    for row in listed(&state).await?.into_iter().filter_map(|source| source.row) {
        let mut watersheds = BTreeSet::new();
        for site in state.store.catalog_sites(&Viewer::Anonymous, row.id).await? {
            let code = address::encoded(site.record.url_code());
            paths.push(format!("sites/{}/{code}", row.key));
            watersheds.extend(site.record.watershed);
        }
        let networks = state.store.catalog_networks(&Viewer::Anonymous, row.id).await?;
        let networks = networks.into_iter().filter(|network| network.sites > 0);
        let groups = networks.map(|network| network.record.external_id).chain(watersheds);
        paths.extend(groups.map(|name| address::group(&row.key, &name)));
    }
    let urls: Vec<String> = paths.iter().map(|path| format!("{base}/{path}")).collect();
    let parts = urls.len().div_ceil(sitemap::MOST);
    let xml = match part {
        None if parts > 1 => sitemap::index(&format!("{base}/sitemap.xml?part="), parts),
        None => sitemap::of(urls.iter().map(String::as_str)),
        Some(part) => {
            let urls = part.checked_sub(1).and_then(|part| urls.chunks(sitemap::MOST).nth(part));
            let urls = urls.ok_or_else(|| {
                AppError::NotFound(format!("the sitemap has {parts} parts, not {part}"))
            })?;
            sitemap::of(urls.iter().map(String::as_str))
        }
    };
    Ok(([(header::CONTENT_TYPE, "application/xml; charset=utf-8")], xml).into_response())
}

async fn robots(
    State(state): State<AppState>,
    headers: HeaderMap,
    OriginalUri(uri): OriginalUri,
) -> impl IntoResponse {
    let base = base_url(&state.settings, &headers, &uri);
    let text = format!(
        "User-agent: *\nDisallow: /api/\nDisallow: /sensorthings/\nSitemap: {base}/sitemap.xml\n"
    );
    ([(header::CONTENT_TYPE, "text/plain; charset=utf-8")], text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_stands_between_its_markers_and_nothing_else_moves() {
        let html =
            "<head><!--page-head-->old<!--/page-head--></head><!--page-text--><!--/page-text-->x";
        let page = between(html, "<!--page-head-->", "<!--/page-head-->", "new");
        assert_eq!(page, "<head>new</head><!--page-text--><!--/page-text-->x");
        assert_eq!(
            between("no markers", "<!--page-head-->", "<!--/page-head-->", "new"),
            "no markers"
        );
    }
}
