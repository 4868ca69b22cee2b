//! `/embed/v1/table`: chosen gages now, one a line.

use super::answer::Answer;
use super::html::messages;
use super::plot::age;
use super::rows::{Failure, rows};
use super::scene::MOST_SERIES;
use super::site::{footer, not_used, refusal, state_markup, time_text, written};
use super::subject::{self, Subject};
use super::words::{Words, fill};
use super::{ancestors, answered};
use crate::app::AppState;
use crate::clock::now;
use axum::extract::{RawQuery, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use futures_util::future::join_all;
use gagehouse_chart::conditions::{Reading, Shown};
use gagehouse_chart::embed::EmbedQuery;
use gagehouse_chart::query::QueryProblem;
use gagehouse_model::time::DAY_US;
use gagehouse_model::{TimeRange, TimeUs, Viewer};
use gagehouse_observations::Statistic;
use gagehouse_page::html::escaped;
use gagehouse_sensorthings::percent::encode_segment;

/// Gages of one table.
const MOST_GAGES: usize = 30;
/// Rows of a gage that are read for its trend.
const MOST_ROWS: usize = 5_000;

/// Chosen gages now: value, trend, condition and age
///
/// Parameters: `d=source:id`, repeated, 30 at most; units, tz, theme, color, lang, height, title as of `/embed/v1/plot`.
#[utoipa::path(get, path = "/embed/v1/table", tag = "embed",
    params(
        ("d" = Vec<String>, Query, description = "Series, `source:id`, repeated", example = "local:1"),
        ("title" = Option<String>, Query, description = "For example Our five gages"),
        ("units" = Option<String>, Query, description = "measured, us, metric"),
        ("theme" = Option<String>, Query, description = "auto, light, dark"),
        ("lang" = Option<String>, Query, description = "en, es"),
    ),
    responses(
        (status = 200, content_type = "text/html", description = "The page"),
        (status = 400, content_type = "text/html", description = "The address names no series"),
        (status = 404, content_type = "text/html", description = "No such series, or not public"),
    ))]
pub async fn get_table(
    State(state): State<AppState>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Response {
    let (query, problems) = EmbedQuery::parse(query.as_deref().unwrap_or_default());
    let told: Vec<String> = problems.iter().map(ToString::to_string).collect();
    let name = format!("table {} {}", query.render(), told.join("\n"));
    let (around, asked) = (ancestors(&state), query.clone());
    let busy = move || {
        let said = [Words::of(asked.look.language).busy.to_owned()];
        refusal(StatusCode::TOO_MANY_REQUESTS, &asked, &said, &around)
    };
    answered(&state, &name, &headers, busy, || make(state.clone(), query, problems)).await
}

async fn make(
    state: AppState,
    query: EmbedQuery,
    problems: Vec<QueryProblem>,
) -> anyhow::Result<Answer> {
    let words = Words::of(query.look.language);
    let around = ancestors(&state);
    let mut said = not_used(words, &problems);
    let named = query.plot.series.len();
    if named == 0 {
        said.insert(0, words.nothing_named.to_owned());
        return refusal(StatusCode::BAD_REQUEST, &query, &said, &around);
    }
    if named > MOST_GAGES {
        said.push(fill(words.too_many, &[&named.to_string(), &MOST_GAGES.to_string()]));
    }
    let names: Vec<_> = query.plot.series.iter().take(MOST_GAGES).cloned().collect();
    let found = subject::find(&state, &Viewer::Anonymous, &names).await;
    let found = found.map_err(|error| anyhow::anyhow!("{error:?}"))?;
    for (place, subject) in found.iter().enumerate() {
        let number = (place + 1).to_string();
        match subject {
            None => said.push(fill(words.unknown_series, &[&number])),
            Some(it) if !it.record.results_visible => {
                said.push(fill(words.hidden_series, &[&number]));
            }
            Some(_) => {}
        }
    }
    let subjects: Vec<Subject> =
        found.into_iter().flatten().filter(|it| it.record.results_visible).collect();
    if subjects.is_empty() {
        return refusal(StatusCode::NOT_FOUND, &query, &said, &around);
    }
    let now = now();
    let readings = join_all(subjects.iter().map(|subject| newest(&state, subject, now))).await;
    if readings.iter().any(|(_, is_busy)| *is_busy) {
        let said = [words.busy.to_owned()];
        return refusal(StatusCode::TOO_MANY_REQUESTS, &query, &said, &around);
    }
    let public_url = &state.settings.public_url;
    let lines: String = subjects
        .iter()
        .zip(readings)
        .map(|(subject, (reading, _))| line(public_url, &query, subject, reading, now))
        .collect();
    let title = query.look.title.clone().unwrap_or_else(|| words.table_title.to_owned());
    let heads = [words.gage, words.value, words.trend, words.condition, words.age];
    let heads: String = heads.iter().map(|head| format!("<th scope=\"col\">{head}</th>")).collect();
    let plotted: Vec<_> = query.plot.series.iter().take(MOST_SERIES).cloned().collect();
    let plotted = gagehouse_chart::PlotQuery { series: plotted, ..query.plot.clone() };
    let body = format!(
        "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"{}\"><table><thead><tr>{heads}</tr></thead>\
         <tbody>{lines}</tbody></table></div>{}{}",
        escaped(&title),
        messages(&said),
        footer(words, &subjects, &format!("{public_url}/plot?{}", plotted.render())),
    );
    // Names are read whole; on a phone the table is moved sideways.
    let style = ".scroll{max-height:none}table{min-width:33em}th,td{overflow-wrap:normal}";
    written(StatusCode::OK, &query, words, (&title, &body, style), None, &around)
}

/// The newest number of a subject with its trend, and whether its source is being asked too much.
async fn newest(state: &AppState, subject: &Subject, now: TimeUs) -> (Option<Reading>, bool) {
    let record = &subject.record;
    let end = record.latest_time.or(record.end).unwrap_or(now);
    let day = TimeRange { start: TimeUs(end.0.saturating_sub(DAY_US)), end: TimeUs(i64::MAX) };
    let is_number = |value: &f64| value.is_finite() && record.no_data_value != Some(*value);
    let seen = record.latest_time.zip(record.latest_value.filter(is_number));
    let seen = seen.map(|(time, value)| Reading::bare(time, value));
    let Some(rows) = rows(state, subject, vec![day], MOST_ROWS).await else { return (seen, false) };
    let stands_for = record.aggregation_statistic.as_deref();
    let statistic = Statistic::fitting(&record.variable_name, stands_for);
    let read = Reading::newest(&rows.series, statistic);
    let is_busy = rows.failure == Some(Failure::Busy) && rows.series.is_empty();
    (read.or(seen), is_busy)
}

fn line(
    public_url: &str,
    query: &EmbedQuery,
    subject: &Subject,
    reading: Option<Reading>,
    now: TimeUs,
) -> String {
    let words = Words::of(query.look.language);
    let (record, site) = (&subject.record, &subject.site);
    let shown =
        Shown::of(&record.unit, &record.variable_name, query.plot.units.unwrap_or_default());
    let newest = reading.as_ref().map(|reading| reading.time).or(record.end);
    let status = subject.status(newest, now);
    let (source, code) = (&subject.name.source, encode_segment(site.url_code()));
    let value = reading.as_ref().map(|it| shown.text(it.value)).unwrap_or_default();
    let trend = reading.as_ref().and_then(|it| it.trend).map(|trend| words.trend(trend));
    let at = newest.map(|newest| time_text(query, site.zone.as_ref(), newest));
    let age = newest.map(|newest| age(words, newest, now));
    format!(
        "<tr><td><a href=\"{public_url}/sites/{source}/{code}\" target=\"_top\" rel=\"noopener\">{}</a> \
         <span class=\"quiet\">{}</span></td><td><strong>{}</strong> <span class=\"quiet when\">{}</span></td><td>{}</td><td>{}{}</td><td>{}</td></tr>",
        escaped(&site.name),
        escaped(&record.variable_name),
        escaped(&value),
        escaped(&at.unwrap_or_default()),
        trend.unwrap_or("–"),
        words.status(status),
        state_markup(words, status, newest, now),
        age.unwrap_or_default(),
    )
}
