//! `/oembed`: what a plot or a site of ours is to a program that wants to show it (oEmbed 1.0).

use super::answer::{Answer, JSON};
use super::{answered, not_found};
use crate::app::AppState;
use crate::http::error::{ErrorBody, error_response};
use axum::extract::{Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use gagehouse_chart::embed::{EmbedQuery, HEIGHT_PX, WIDTH_PX};
use gagehouse_chart::query::encoding::encoded;
use gagehouse_model::Viewer;
use gagehouse_page::html::escaped;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// Nothing is made smaller than this: less cannot be read.
const LEAST_PX: u32 = 160;
/// How long who shows it may keep what is said here, in seconds.
const CACHE_AGE_S: u32 = 300;

/// What is asked.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct OembedQuery {
    /// The address of a plot, a site or an embed here.
    url: Option<String>,
    /// Most width, in CSS pixels.
    maxwidth: Option<String>,
    /// Most height, in CSS pixels.
    maxheight: Option<String>,
    /// json; nothing else is answered.
    format: Option<String>,
}

/// What it is.
#[derive(Debug, Serialize, ToSchema)]
pub struct Oembed {
    /// Always `rich`.
    #[serde(rename = "type")]
    kind: &'static str,
    /// Always `1.0`.
    version: &'static str,
    /// What it shows; never a value, which would be old when it is read.
    title: String,
    /// Who provides it.
    provider_name: &'static str,
    /// Where its home is.
    provider_url: String,
    /// For how many seconds this may be kept.
    cache_age: u32,
    /// A bare frame.
    html: String,
    /// Width of the frame.
    width: u32,
    /// Height of the frame.
    height: u32,
    /// A picture of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    thumbnail_url: Option<String>,
    /// Width of the picture.
    #[serde(skip_serializing_if = "Option::is_none")]
    thumbnail_width: Option<u32>,
    /// Height of the picture.
    #[serde(skip_serializing_if = "Option::is_none")]
    thumbnail_height: Option<u32>,
}

/// Where an address of ours is described.
pub fn address(public_url: &str, url: &str) -> String {
    format!("{public_url}/oembed?format=json&url={}", encoded(url))
}

/// What of ours an address names.
#[derive(Debug, PartialEq)]
enum Named {
    Plot(Box<EmbedQuery>),
    Site { source: String, code: String, query: String },
}

/// A plot, a site or an embed of this server as oEmbed describes it
#[utoipa::path(get, path = "/oembed", tag = "embed", params(OembedQuery),
    responses(
        (status = 200, body = Oembed),
        (status = 400, body = ErrorBody, description = "No url, or a size that is no number"),
        (status = 404, body = ErrorBody, description = "Nothing public here has this address"),
        (status = 501, body = ErrorBody, description = "A format other than json"),
    ))]
pub async fn get_oembed(
    State(state): State<AppState>,
    Query(query): Query<OembedQuery>,
    headers: HeaderMap,
) -> Response {
    if let Some(format) = query.format.as_deref().filter(|format| *format != "json") {
        let message = format!("format={format}: only json is answered");
        return error_response(StatusCode::NOT_IMPLEMENTED, message);
    }
    let bad = |message: String| error_response(StatusCode::BAD_REQUEST, message);
    let Some(url) = &query.url else {
        return bad("url is missing: the address of a plot or a site of this server".to_owned());
    };
    let size = |name: &str, text: &Option<String>| match text.as_deref().map(str::parse::<u32>) {
        None => Ok(None),
        Some(Ok(number)) if number > 0 => Ok(Some(number)),
        Some(_) => Err(format!("{name}={}: expected pixels", text.as_deref().unwrap_or_default())),
    };
    let (width, height) =
        match (size("maxwidth", &query.maxwidth), size("maxheight", &query.maxheight)) {
            (Ok(width), Ok(height)) => (width, height),
            (Err(message), _) | (_, Err(message)) => return bad(message),
        };
    let nothing = || not_found("nothing public here has this address".to_owned());
    let Some(named) = named(&state.settings.public_url, url) else { return nothing() };
    let title = match title(&state, &named).await {
        Ok(Some(title)) => title,
        Ok(None) => return nothing(),
        Err(error) => return axum::response::IntoResponse::into_response(error),
    };
    let answer = described(&state.settings.public_url, &named, title, (width, height));
    let text = match serde_json::to_string(&answer) {
        Ok(text) => text,
        Err(error) => return super::failed(error.into()).value.response(&headers),
    };
    let name = format!("oembed {text}");
    let policy = "default-src 'none'; frame-ancestors 'none'";
    let make = move || Answer::text(StatusCode::OK, JSON, &text, policy);
    let busy = make.clone();
    answered(&state, &name, &headers, busy, || async move { make() }).await
}

/// What an address of ours names; nothing for addresses of others.
fn named(public_url: &str, url: &str) -> Option<Named> {
    let rest = url.strip_prefix(public_url)?;
    let rest = rest.split('#').next().unwrap_or_default();
    let (path, query) = rest.split_once('?').unwrap_or((rest, ""));
    let path = path.trim_end_matches('/');
    if matches!(path, "/plot" | "/embed/v1/plot" | "/embed/v1/plot.svg" | "/embed/v1/plot.png") {
        return Some(Named::Plot(Box::new(EmbedQuery::parse(query).0)));
    }
    let site = path.strip_prefix("/sites/").or_else(|| path.strip_prefix("/embed/v1/site/"))?;
    let (source, code) = site.split_once('/')?;
    let decoded = |text: &str| gagehouse_sensorthings::percent::decode(text);
    Some(Named::Site {
        source: decoded(source),
        code: decoded(code),
        query: if path.starts_with("/embed/") { query.to_owned() } else { String::new() },
    })
}

/// What it shows, without values; `None` for what does not exist or is not public.
async fn title(state: &AppState, named: &Named) -> Result<Option<String>, crate::http::AppError> {
    match named {
        Named::Plot(query) => {
            let names: Vec<_> =
                query.plot.series.iter().take(super::scene::MOST_SERIES).cloned().collect();
            let found = super::subject::find(state, &Viewer::Anonymous, &names).await?;
            let mut found = found.into_iter().flatten().filter(|it| it.record.results_visible);
            let Some(first) = found.next() else { return Ok(None) };
            let more = if found.next().is_some() { ", …" } else { "" };
            let title = format!("{}: {}{more}", first.site.name, first.record.variable_name);
            Ok(Some(query.look.title.clone().unwrap_or(title)))
        }
        Named::Site { source, code, .. } => {
            let card = super::site::find(state, &Viewer::Anonymous, source, code).await?;
            Ok(card.map(|card| card.site.name))
        }
    }
}

fn described(
    public_url: &str,
    named: &Named,
    title: String,
    (most_width, most_height): (Option<u32>, Option<u32>),
) -> Oembed {
    let within = |wanted: u32, most: Option<u32>| most.map_or(wanted, |most| wanted.min(most));
    let wanted = match named {
        Named::Plot(query) => {
            (query.look.width_px.unwrap_or(WIDTH_PX), query.look.height_px.unwrap_or(HEIGHT_PX))
        }
        Named::Site { .. } => (480, HEIGHT_PX),
    };
    let (width, height) = (within(wanted.0, most_width), within(wanted.1, most_height));
    let (address, picture) = match named {
        Named::Plot(query) => {
            let mut query = (**query).clone();
            // What does not fit is scrolled inside.
            query.look.height_px = Some(height.max(LEAST_PX)).filter(|px| *px != HEIGHT_PX);
            query.look.width_px = None;
            let page = format!("{public_url}/embed/v1/plot?{}", query.render());
            let fits = width >= LEAST_PX && height >= LEAST_PX;
            query.look.width_px = Some(width);
            query.look.height_px = Some(height);
            let picture = format!("{public_url}/embed/v1/plot.png?{}", query.render());
            (page, Some(picture).filter(|_| fits))
        }
        Named::Site { source, code, query } => {
            let joint = if query.is_empty() { "" } else { "?" };
            let code = gagehouse_sensorthings::percent::encode_segment(code);
            (format!("{public_url}/embed/v1/site/{source}/{code}{joint}{query}"), None)
        }
    };
    let html = format!(
        "<iframe src=\"{}\" width=\"{width}\" height=\"{height}\" title=\"{}\" frameborder=\"0\" scrolling=\"auto\"></iframe>",
        escaped(&address),
        escaped(&title)
    );
    Oembed {
        kind: "rich",
        version: "1.0",
        title,
        provider_name: "Gagehouse",
        provider_url: public_url.to_owned(),
        cache_age: CACHE_AGE_S,
        html,
        width,
        height,
        thumbnail_width: picture.as_ref().map(|_| width),
        thumbnail_height: picture.as_ref().map(|_| height),
        thumbnail_url: picture,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOME: &str = "https://gages.example.org";

    fn of(url: &str) -> Option<Named> {
        named(HOME, url)
    }

    #[test]
    fn only_addresses_of_ours_are_described() {
        assert!(matches!(of("https://gages.example.org/plot?d=local:1"), Some(Named::Plot(_))));
        let site = of("https://gages.example.org/sites/local/A%20B").unwrap();
        assert_eq!(
            site,
            Named::Site { source: "local".into(), code: "A B".into(), query: String::new() }
        );
        for url in [
            "https://gages.example.org.evil/plot?d=local:1",
            "https://other.example.org/plot?d=local:1",
            "https://gages.example.org/catalog",
            "https://gages.example.org/sites/local",
            "javascript:alert(1)",
            "",
        ] {
            assert_eq!(of(url), None, "{url}");
        }
    }

    #[test]
    fn the_most_size_is_obeyed_and_the_frame_is_bare() {
        let named = of("https://gages.example.org/plot?d=local:1&title=A%22B").unwrap();
        let it = described(HOME, &named, "A\"B".into(), (Some(400), Some(200)));
        assert_eq!((it.width, it.height), (400, 200));
        assert_eq!((it.thumbnail_width, it.thumbnail_height), (Some(400), Some(200)));
        assert!(it.html.starts_with("<iframe ") && it.html.ends_with("></iframe>"));
        assert!(
            it.html.contains("height=200&amp;title=A%22B")
                && it.html.contains("title=\"A&quot;B\"")
        );
        let tiny = described(HOME, &named, String::new(), (Some(100), Some(90)));
        assert_eq!((tiny.width, tiny.height, tiny.thumbnail_url), (100, 90, None));
    }
}
