//! `/embed/v1/map`: the sites of a network as a picture with links, and as a list.
//!
//! Places lie on a grid of degrees, east and north stretched alike, over coasts and borders ([`super::ground`]), which are
//! part of the picture: a page of others must not load a map.

use super::answer::Answer;
use super::ground::{Bounds, Ground};
use super::html::messages;
use super::site::{footer, not_used, refusal, written};
use super::subject::{Subject, of_rows};
use super::words::{Words, fill};
use super::{ancestors, answered, computed};
use crate::app::AppState;
use crate::catalog::sources;
use crate::clock::now;
use crate::http::AppError;
use axum::extract::{RawQuery, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use gagehouse_catalog::{SiteRecord, Status};
use gagehouse_chart::draw::{Palette, RGBColor};
use gagehouse_chart::embed::{EmbedQuery, HEIGHT_PX, Theme, WIDTH_PX};
use gagehouse_chart::query::QueryProblem;
use gagehouse_chart::ticks::value_ticks;
use gagehouse_model::{TimeUs, Viewer};
use gagehouse_page::html::escaped;
use gagehouse_sensorthings::percent::encode_segment;
use std::collections::HashMap;
use std::fmt::Write as _;

/// Sites that are drawn and listed.
const MOST_SITES: usize = 500;
/// A map shows at least so much, in degrees of latitude.
const LEAST_DEGREES: f64 = 0.02;
/// Room around the sites, as a share of what they reach over.
const ROOM: f64 = 0.12;
/// A degree of latitude, about.
const KM_A_DEGREE: f64 = 111.2;
const KM_A_MILE: f64 = 1.609_344;
/// No bar of the scale is longer.
const BAR_PX: f64 = 110.0;
/// Names stand beside sites while there are no more than this.
const MOST_NAMES: usize = 25;

/// The sites of a network with how alive they are
///
/// Parameters: `network=source:id`, else `network=source` for all sites of a source; theme, color, lang, height, width,
/// title as of `/embed/v1/plot`.
#[utoipa::path(get, path = "/embed/v1/map", tag = "embed",
    params(
        ("network" = String, Query, description = "`source:id` of a network as /api/v1/networks gives it, or a source's key", example = "local"),
        ("theme" = Option<String>, Query, description = "auto, light, dark"),
        ("lang" = Option<String>, Query, description = "en, es"),
    ),
    responses(
        (status = 200, content_type = "text/html", description = "The page"),
        (status = 404, content_type = "text/html", description = "No such network, or nothing public in it"),
    ))]
pub async fn get_map(
    State(state): State<AppState>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Response {
    let text = query.unwrap_or_default();
    let (query, mut problems) = EmbedQuery::parse(&text);
    let mut network = String::new();
    problems.retain(|problem| {
        let is_network = problem.name == "network";
        if is_network {
            network.clone_from(&problem.value);
        }
        !is_network
    });
    let told: Vec<String> = problems.iter().map(ToString::to_string).collect();
    let name = format!("map {network} {} {}", query.render(), told.join("\n"));
    let (around, asked) = (ancestors(&state), query.clone());
    let busy = move || {
        let said = [Words::of(asked.look.language).busy.to_owned()];
        refusal(StatusCode::TOO_MANY_REQUESTS, &asked, &said, &around)
    };
    let make = || make(state.clone(), network, query, problems);
    answered(&state, &name, &headers, busy, make).await
}

/// A network and its sites.
struct Found {
    name: String,
    path: String,
    subjects: Vec<Subject>,
    sites: Vec<SiteRecord>,
    source: String,
}

async fn find(state: &AppState, viewer: &Viewer, text: &str) -> Result<Option<Found>, AppError> {
    let (source, id) = text.split_once(':').map_or((text, None), |(source, id)| (source, Some(id)));
    let found = match sources::find(state, source).await {
        Ok(found) => found,
        Err(AppError::NotFound(_)) => return Ok(None),
        Err(error) => return Err(error),
    };
    let Some(row) = found.row else { return Ok(None) };
    let mut rows = state.store.catalog_rows(viewer, row.id).await?;
    let only = rows.networks.first().filter(|_| rows.networks.len() == 1);
    let mut name =
        only.map_or_else(|| found.entry.name.clone(), |(_, network)| network.name.clone());
    let mut path = "/".to_owned();
    if let Some(id) = id {
        let network = rows.networks.iter().find(|(_, network)| network.external_id == id);
        let Some((key, network)) = network else { return Ok(None) };
        let key = *key;
        name.clone_from(&network.name);
        path = format!("/networks/{source}/{}", encode_segment(id));
        rows.sites.retain(|site| site.network_id == key);
        rows.datastreams.retain(|(_, row)| row.network_id == key);
    }
    let sites: Vec<SiteRecord> = rows.sites.iter().map(|site| site.record.clone()).collect();
    if sites.is_empty() {
        return Ok(None);
    }
    let subjects = of_rows(&found.entry.name, &found.entry.key, rows).collect();
    Ok(Some(Found { name, path, subjects, sites, source: source.to_owned() }))
}

async fn make(
    state: AppState,
    network: String,
    query: EmbedQuery,
    problems: Vec<QueryProblem>,
) -> anyhow::Result<Answer> {
    let words = Words::of(query.look.language);
    let around = ancestors(&state);
    let found = find(&state, &Viewer::Anonymous, &network).await;
    let found = found.map_err(|error| anyhow::anyhow!("{error:?}"))?;
    let Some(found) = found else {
        let mut said = not_used(words, &problems);
        said.insert(0, words.unknown_network.to_owned());
        return refusal(StatusCode::NOT_FOUND, &query, &said, &around);
    };
    let public_url = state.settings.public_url.clone();
    let (ground, folder) = (state.embeds.ground.clone(), state.settings.static_dir.clone());
    computed(&state, move || {
        let ground = ground.get_or_init(|| Ground::read(&folder));
        page(&found, ground, (&query, &problems), (&public_url, &around))
    })
    .await
}

/// A site as it is drawn and listed.
struct Place {
    name: String,
    address: String,
    at: Option<(f64, f64)>,
    status: Status,
}

fn page(
    found: &Found,
    ground: &Ground,
    (query, problems): (&EmbedQuery, &[QueryProblem]),
    (public_url, around): (&str, &str),
) -> anyhow::Result<Answer> {
    let words = Words::of(query.look.language);
    let places = places(found, public_url, now());
    let title = query.look.title.clone();
    let title = title.unwrap_or_else(|| fill(words.map_title, &[&found.name]));
    let mut said = not_used(words, problems);
    if found.sites.len() > MOST_SITES {
        let (all, most) = (found.sites.len().to_string(), MOST_SITES.to_string());
        said.push(fill(words.too_many, &[&all, &most]));
    }
    let lost: Vec<&str> =
        places.iter().filter(|it| it.at.is_none()).map(|it| it.name.as_str()).collect();
    if !lost.is_empty() {
        said.push(fill(words.without_place, &[&lost.join(", ")]));
    }
    let list: String = places
        .iter()
        .map(|place| {
            format!(
                "<li>{} <a href=\"{}\" target=\"_top\" rel=\"noopener\">{}</a> <span class=\"{}\">{}</span></li>",
                sign(place.status),
                escaped(&place.address),
                escaped(&place.name),
                if place.status == Status::Live { "live" } else { "quiet" },
                words.status(place.status),
            )
        })
        .collect();
    let label = fill(words.sites_of, &[&found.name]);
    let body = format!(
        "{}<details><summary>{}</summary><ul class=\"sites\">{list}</ul></details>{}{}",
        picture(&places, ground, query, &label),
        escaped(&label),
        messages(&said),
        footer(words, &found.subjects, &format!("{public_url}{}", found.path)),
    );
    written(StatusCode::OK, query, words, (&title, &body, ""), None, around)
}

fn places(found: &Found, public_url: &str, now: TimeUs) -> Vec<Place> {
    let mut best: HashMap<&str, Status> = HashMap::new();
    for subject in &found.subjects {
        let status = subject.status(subject.record.end, now);
        let of_site = best.entry(subject.site.external_id.as_str()).or_insert(status);
        *of_site = status.min(*of_site);
    }
    let of = |site: &SiteRecord| {
        let code = encode_segment(site.url_code());
        let at = site.longitude.zip(site.latitude);
        Place {
            name: site.name.clone(),
            address: format!("{public_url}/sites/{}/{code}", found.source),
            at: at.filter(|(x, y)| (-180.0..=180.0).contains(x) && (-85.0..=85.0).contains(y)),
            status: best.get(site.external_id.as_str()).copied().unwrap_or(Status::Never),
        }
    };
    found.sites.iter().take(MOST_SITES).map(of).collect()
}

/// The sign of a status beside its words: told apart without colour.
fn sign(status: Status) -> &'static str {
    match status {
        Status::Live => "●",
        Status::Late => "◐",
        _ => "○",
    }
}

/// A tick of degrees as a map writes it: `110.5° W`.
fn degrees(label: &str, (below, above): (&str, &str)) -> String {
    match label.strip_prefix('\u{2212}') {
        Some(size) => format!("{size}° {below}"),
        None => format!("{label}° {above}"),
    }
}

/// The sites in their places, each a link.
fn picture(places: &[Place], base: &Ground, query: &EmbedQuery, label: &str) -> String {
    let all: Vec<(f64, f64)> = places.iter().filter_map(|place| place.at).collect();
    if all.is_empty() {
        return String::new();
    }
    let width_px = f64::from(query.look.width_px.unwrap_or(WIDTH_PX));
    let height_px = (f64::from(query.look.height_px.unwrap_or(HEIGHT_PX)) - 140.0).max(160.0);
    let range = |read: fn(&(f64, f64)) -> f64| {
        let values = all.iter().map(read);
        values
            .fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), it| (low.min(it), high.max(it)))
    };
    let ((west, east), (south, north)) = (range(|at| at.0), range(|at| at.1));
    let (middle_x, middle_y) = (f64::midpoint(west, east), f64::midpoint(south, north));
    // At this latitude a degree to the east is so much of one to the north.
    let squeeze = middle_y.to_radians().cos();
    let high = (north - south).max(LEAST_DEGREES) * (1.0 + 2.0 * ROOM);
    let wide = ((east - west) * squeeze).max(LEAST_DEGREES) * (1.0 + 2.0 * ROOM);
    let px_a_degree = (width_px / wide).min(height_px / high);
    let px = |(x, y): (f64, f64)| {
        (
            width_px / 2.0 + (x - middle_x) * squeeze * px_a_degree,
            height_px / 2.0 - (y - middle_y) * px_a_degree,
        )
    };
    let half_x = width_px / 2.0 / px_a_degree / squeeze;
    let half_y = height_px / 2.0 / px_a_degree;
    let palette =
        if query.look.theme == Theme::Dark { Palette::dark() } else { Palette::default() };
    let css = super::drawing::css;
    let words = Words::of(query.look.language);
    let [west, east, south, north] = words.compass;
    let (ground, grid, ink, axis) = (palette.ground, palette.grid, palette.ink, palette.axis);
    let mut svg = format!(
        "<div class=\"plot map-plot\"><svg class=\"map\" viewBox=\"0 0 {width_px} {height_px}\" role=\"group\" \
         aria-label=\"{}\"><rect width=\"{width_px}\" height=\"{height_px}\" fill=\"{}\"/>",
        escaped(label),
        css(ground),
    );
    let view = Bounds {
        west: middle_x - half_x,
        east: middle_x + half_x,
        south: middle_y - half_y,
        north: middle_y + half_y,
    };
    let paths = base.paths(view, px);
    for (path, opacity, stroke_px) in [(paths.counties, 0.3, 0.8), (paths.coasts, 0.75, 1.2)] {
        let _ = write!(
            svg,
            "<path d=\"{path}\" fill=\"none\" stroke=\"{}\" stroke-opacity=\"{opacity}\" stroke-width=\"{stroke_px}\"/>",
            css(axis)
        );
    }
    for tick in value_ticks((middle_x - half_x, middle_x + half_x), (width_px / 160.0) as usize) {
        let (x, _) = px((tick.value, middle_y));
        let _ = write!(
            svg,
            "<line x1=\"{x:.0}\" x2=\"{x:.0}\" y1=\"0\" y2=\"{height_px}\" stroke=\"{}\"/>\
             <text x=\"{:.0}\" y=\"{:.0}\" font-size=\"11\" fill=\"{}\">{}</text>",
            css(grid),
            x + 3.0,
            height_px - 5.0,
            css(axis),
            degrees(&tick.label, (west, east))
        );
    }
    for tick in value_ticks((middle_y - half_y, middle_y + half_y), (height_px / 90.0) as usize) {
        let (_, y) = px((middle_x, tick.value));
        let _ = write!(
            svg,
            "<line x1=\"0\" x2=\"{width_px}\" y1=\"{y:.0}\" y2=\"{y:.0}\" stroke=\"{}\"/>\
             <text x=\"4\" y=\"{:.0}\" font-size=\"11\" fill=\"{}\">{}</text>",
            css(grid),
            y - 3.0,
            css(axis),
            degrees(&tick.label, (south, north))
        );
    }
    let has_names = all.len() <= MOST_NAMES;
    let fills = |status: Status| -> RGBColor {
        match status {
            Status::Live => palette.series_color(2),
            Status::Late => palette.series_color(1),
            _ => ground,
        }
    };
    for place in places {
        let Some((x, y)) = place.at.map(px) else { continue };
        let _ = write!(
            svg,
            "<a href=\"{}\" target=\"_top\" rel=\"noopener\" aria-label=\"{}, {}\"><circle cx=\"{x:.1}\" cy=\"{y:.1}\" \
             r=\"12\" fill-opacity=\"0\"/><circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"6\" fill=\"{}\" stroke=\"{}\" \
             stroke-width=\"1.5\"/>",
            escaped(&place.address),
            escaped(&place.name),
            words.status(place.status),
            css(fills(place.status)),
            css(ink),
        );
        if has_names {
            let is_left = x > width_px * 0.7;
            let (anchor, shift) = if is_left { ("end", -10.0) } else { ("start", 10.0) };
            let _ = write!(
                svg,
                "<text x=\"{:.0}\" y=\"{:.0}\" font-size=\"12\" text-anchor=\"{anchor}\" fill=\"{}\" stroke=\"{}\" \
                 stroke-width=\"3\" paint-order=\"stroke\">{}</text>",
                x + shift,
                y + 4.0,
                css(ink),
                css(ground),
                escaped(&place.name)
            );
        }
        svg.push_str("</a>");
    }
    let km_a_px = KM_A_DEGREE / px_a_degree;
    svg.push_str(&scale_bar((width_px - 12.0, height_px - 26.0), km_a_px, &palette));
    svg.push_str("</svg></div>");
    svg
}

/// How long a kilometre and a mile are, from a right lower corner to the left.
fn scale_bar((right_px, bottom_px): (f64, f64), km_a_px: f64, palette: &Palette) -> String {
    let mut markup = String::new();
    let mut y_px = bottom_px;
    for (unit, km) in [("mi", KM_A_MILE), ("km", 1.0)] {
        let px_a_unit = km / km_a_px;
        let length = round_below(BAR_PX / px_a_unit);
        let left_px = right_px - length * px_a_unit;
        let text = gagehouse_chart::format::exact(length, 0);
        let _ = write!(
            markup,
            "<path d=\"M{left_px:.0} {:.0}v5H{right_px:.0}v-5\" fill=\"none\" stroke=\"{}\" stroke-width=\"1.5\"/>\
             <text x=\"{right_px:.0}\" y=\"{:.0}\" text-anchor=\"end\" font-size=\"11\" fill=\"{ink}\" stroke=\"{}\" stroke-width=\"3\" \
             paint-order=\"stroke\">{text} {unit}</text>",
            y_px - 5.0,
            super::drawing::css(palette.ink),
            y_px - 7.0,
            super::drawing::css(palette.ground),
            ink = super::drawing::css(palette.ink),
        );
        y_px -= 24.0;
    }
    format!("<g aria-hidden=\"true\">{markup}</g>")
}

/// The largest of 1, 2 and 5 times a power of ten that is not above a number.
fn round_below(most: f64) -> f64 {
    let power = 10f64.powf(most.log10().floor());
    let steps = [5.0, 2.0, 1.0].map(|step| step * power);
    steps.into_iter().find(|step| *step <= most).unwrap_or(power)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scale_bar_has_a_round_length_that_fits() {
        assert_eq!([0.73, 1.0, 4.9, 57.0].map(round_below), [0.5, 1.0, 2.0, 50.0]);
        let bar = scale_bar((700.0, 300.0), 0.5, &Palette::default());
        assert!(bar.contains(">50 km<") && bar.contains(">20 mi<"), "{bar}");
    }
}
