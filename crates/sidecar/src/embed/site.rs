//! `/embed/v1/site/{source}/{code}`: a site's current conditions on a card.

use super::answer::{Answer, HTML};
use super::clock::zone_for;
use super::credit::attribution;
use super::drawing::Colors;
use super::html::{Page, data_of_words, messages};
use super::plot::age;
use super::subject::{Subject, of_rows};
use super::words::{Words, fill};
use super::{ancestors, answered, oembed};
use crate::app::AppState;
use crate::catalog::published::catalog_of;
use crate::catalog::sources;
use crate::clock::now;
use crate::http::AppError;
use axum::extract::{Path, RawQuery, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use gagehouse_catalog::site::by_variable;
use gagehouse_catalog::{SiteRecord, Status};
use gagehouse_chart::conditions::Shown;
use gagehouse_chart::embed::EmbedQuery;
use gagehouse_chart::local::{clock_text, zone_text};
use gagehouse_chart::query::QueryProblem;
use gagehouse_model::{DatastreamRef, SiteRef, SiteZone, TimeRange, TimeUs, Viewer};
use gagehouse_page::html::escaped;
use gagehouse_sensorthings::percent::encode_segment;
use serde_json::json;

/// What the catalog says of a site.
#[derive(Debug)]
pub struct Card {
    /// The site.
    pub site: SiteRecord,
    /// Its series.
    pub subjects: Vec<Subject>,
    /// The series that speak for its variables, in the source's order, by the rule that the site's page follows too.
    pub speaking: Vec<DatastreamRef>,
}

/// A site by its code, else its Thing id; `None` for what does not exist or is not for the viewer.
pub async fn find(
    state: &AppState,
    viewer: &Viewer,
    source: &str,
    code: &str,
) -> Result<Option<Card>, AppError> {
    let found = match sources::find(state, source).await {
        Ok(found) => found,
        Err(AppError::NotFound(_)) => return Ok(None),
        Err(error) => return Err(error),
    };
    let Some(row) = found.row else { return Ok(None) };
    let Some(rows) = state.store.catalog_site(viewer, row.id, code).await? else { return Ok(None) };
    let Some(site) = rows.sites.first().map(|site| site.record.clone()) else { return Ok(None) };
    let catalog = catalog_of(found.entry.clone(), &rows);
    let name = SiteRef { source: found.entry.key.clone(), code: code.to_owned() };
    let variables = catalog.find_site(&name).map(|site| by_variable(&catalog, &site, now()));
    let variables = variables.into_iter().flatten();
    let speaking = variables.filter_map(|it| Some(it.series.first()?.reference())).collect();
    let subjects = of_rows(&found.entry.name, &found.entry.key, rows).collect();
    Ok(Some(Card { site, subjects, speaking }))
}

/// A site's newest values as a page to be framed
///
/// Parameters: units, tz, theme, color, lang, height, title as of `/embed/v1/plot`.
#[utoipa::path(get, path = "/embed/v1/site/{source}/{code}", tag = "embed",
    params(
        ("source" = String, Path, description = "Key of the source", example = "local"),
        ("code" = String, Path, description = "Code of the site, else its Thing id"),
        ("units" = Option<String>, Query, description = "measured, us, metric"),
        ("theme" = Option<String>, Query, description = "auto, light, dark"),
        ("lang" = Option<String>, Query, description = "en, es"),
    ),
    responses(
        (status = 200, content_type = "text/html", description = "The page"),
        (status = 404, content_type = "text/html", description = "No such site, or not public"),
    ))]
pub async fn get_site_embed(
    State(state): State<AppState>,
    Path((source, code)): Path<(String, String)>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Response {
    let (query, problems) = EmbedQuery::parse(query.as_deref().unwrap_or_default());
    let told: Vec<String> = problems.iter().map(ToString::to_string).collect();
    let name = format!("site {source}/{code} {} {}", query.render(), told.join("\n"));
    let (around, asked) = (ancestors(&state), query.clone());
    let busy = move || {
        let said = [Words::of(asked.look.language).busy.to_owned()];
        refusal(StatusCode::TOO_MANY_REQUESTS, &asked, &said, &around)
    };
    let make = || make(state.clone(), (source, code), query, problems);
    answered(&state, &name, &headers, busy, make).await
}

/// A page that says why there is nothing.
pub fn refusal(
    status: StatusCode,
    query: &EmbedQuery,
    said: &[String],
    around: &str,
) -> anyhow::Result<Answer> {
    let words = Words::of(query.look.language);
    let title = query.look.title.as_deref().unwrap_or("Gagehouse");
    written(status, query, words, (title, &messages(said), ""), None, around)
}

/// A page without a plot.
pub fn written(
    status: StatusCode,
    query: &EmbedQuery,
    words: &'static Words,
    (title, body, style): (&str, &str, &str),
    oembed: Option<&str>,
    around: &str,
) -> anyhow::Result<Answer> {
    let colors = Colors::of(&query.look);
    let data = json!({ "words": data_of_words(words) }).to_string();
    let look = &query.look;
    let page = Page { words, look, colors: &colors, title, body, style, data: &data, oembed };
    let (page, policy) = page.write(around);
    Answer::text(status, HTML, &page, &policy)
}

/// What of an address could not be used.
pub fn not_used(words: &Words, problems: &[QueryProblem]) -> Vec<String> {
    problems.iter().map(|it| words.not_used(it)).collect()
}

async fn make(
    state: AppState,
    (source, code): (String, String),
    query: EmbedQuery,
    problems: Vec<QueryProblem>,
) -> anyhow::Result<Answer> {
    let words = Words::of(query.look.language);
    let around = ancestors(&state);
    let card = find(&state, &Viewer::Anonymous, &source, &code).await;
    let card = card.map_err(|error| anyhow::anyhow!("{error:?}"))?;
    let Some(Card { site, subjects, speaking }) = card else {
        let said = [words.unknown_site.to_owned()];
        return refusal(StatusCode::NOT_FOUND, &query, &said, &around);
    };
    let now = now();
    let named = |name: &DatastreamRef| subjects.iter().find(|subject| subject.name == *name);
    let mut shown: Vec<&Subject> = speaking.iter().filter_map(named).collect();
    shown.sort_by_key(|subject| subject.status(subject.record.end, now) == Status::Ended);
    // Most sites show one level: then it stands once below them.
    let mut levels: Vec<String> = shown.iter().map(|subject| subject.level(words)).collect();
    levels.dedup();
    let has_levels = levels.len() > 1;
    let level = levels.into_iter().next().filter(|level| !has_levels && !level.is_empty());
    let level = level.map(|level| format!("<p class=\"quiet\">{}</p>", escaped(&level)));
    // Most sites send all their values at once: then the time stands once above them.
    let newest = shown.iter().filter_map(|subject| subject.record.latest_time).max();
    let together = newest.map(|newest| {
        let at = time_text(&query, site.zone.as_ref(), newest);
        format!("<p class=\"quiet\">{}, {}</p>", escaped(&at), age(words, newest, now))
    });
    let items: String =
        shown.into_iter().map(|subject| item(subject, &query, (newest, now), has_levels)).collect();
    let public_url = &state.settings.public_url;
    let path = format!("{source}/{}", encode_segment(site.url_code()));
    let address = format!("{public_url}/embed/v1/site/{path}");
    let body = format!(
        "{}<dl>{items}</dl>{}{}{}",
        together.unwrap_or_default(),
        level.unwrap_or_default(),
        messages(&not_used(words, &problems)),
        footer(words, &subjects, &format!("{public_url}/sites/{path}")),
    );
    let title = query.look.title.clone().unwrap_or_else(|| site.name.clone());
    let oembed = oembed::address(public_url, &address);
    written(StatusCode::OK, &query, words, (&title, &body, ""), Some(&oembed), &around)
}

/// Attribution, and the way to the whole.
pub fn footer(words: &Words, subjects: &[Subject], full: &str) -> String {
    let said = attribution(words, subjects.iter());
    format!(
        "<footer><p>{}</p><p><a href=\"{}\" target=\"_top\" rel=\"noopener\">{}</a></p></footer>",
        escaped(&said.join(" ")),
        escaped(full),
        words.full_view
    )
}

fn item(
    subject: &Subject,
    query: &EmbedQuery,
    (together, now): (Option<TimeUs>, TimeUs),
    has_level: bool,
) -> String {
    let words = Words::of(query.look.language);
    let record = &subject.record;
    let shown =
        Shown::of(&record.unit, &record.variable_name, query.plot.units.unwrap_or_default());
    let is_number = |value: &f64| value.is_finite() && record.no_data_value != Some(*value);
    let value = record.latest_time.zip(record.latest_value.filter(is_number));
    let value = value.map(|(time, value)| {
        let at = (Some(time) != together).then(|| {
            let at = time_text(query, subject.site.zone.as_ref(), time);
            format!(" <span class=\"quiet\">{}, {}</span>", escaped(&at), age(words, time, now))
        });
        format!("<strong>{}</strong>{}", escaped(&shown.text(value)), at.unwrap_or_default())
    });
    let status = subject.status(record.latest_time.or(record.end), now);
    let level = Some(subject.level(words)).filter(|level| has_level && !level.is_empty());
    let level = level.map(|level| format!(" <span class=\"quiet\">{}</span>", escaped(&level)));
    format!(
        "<dt>{}</dt><dd>{}{}{}</dd>",
        escaped(&record.variable_name),
        value.unwrap_or_default(),
        level.unwrap_or_default(),
        state_markup(words, status, record.latest_time.or(record.end), now)
    )
}

/// What must be said when a value is not of now.
pub fn state_markup(words: &Words, status: Status, newest: Option<TimeUs>, now: TimeUs) -> String {
    let said = match (status, newest) {
        (Status::Live, _) => return String::new(),
        (Status::Ended, _) => words.has_ended.to_owned(),
        (Status::Suspect, _) => words.in_the_future.to_owned(),
        (Status::Never, _) | (_, None) => words.no_value_yet.to_owned(),
        (_, Some(newest)) => {
            fill(words.no_value_for, &[&words.age(now.0.saturating_sub(newest.0))])
        }
    };
    format!(" <span class=\"late\">{}</span>", escaped(&said))
}

/// An instant by the clock that an address asks for.
pub fn time_text(query: &EmbedQuery, zone: Option<&SiteZone>, time: TimeUs) -> String {
    let around = TimeRange { start: time, end: TimeUs(time.0.saturating_add(1)) };
    let zone = zone_for(query.plot.zone, zone, around);
    let clock = clock_text(&zone, time);
    let clock = clock.split('.').next().unwrap_or_default();
    let clock = clock.strip_suffix(":00").unwrap_or(clock);
    format!("{clock} ({})", zone_text(&zone, time))
}
