//! `/embed/v1/plot`, `/embed/v1/plot.svg` and `/embed/v1/plot.png`: one plot as a page and as pictures.

use super::answer::{Answer, HTML, SVG};
use super::charts::charts;
use super::drawing::{self, Colors};
use super::fieldwork;
use super::html::{Page, data_of_words, messages};
use super::scene::{Refused, Scene};
use super::series::SceneSeries;
use super::words::{Words, fill};
use super::{ancestors, answered, computed};
use crate::app::AppState;
use axum::extract::{RawQuery, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use gagehouse_chart::embed::{EmbedQuery, HEIGHT_PX, Look, Table};
use gagehouse_chart::export::figure::{self, Figure};
use gagehouse_chart::format::count;
use gagehouse_chart::kinds::Chart;
use gagehouse_chart::query::{PlotKind, QueryProblem};
use gagehouse_chart::text::width_px as text_px;
use gagehouse_model::{TimeUs, Viewer};
use gagehouse_observations::{Row, ValueKind};
use gagehouse_page::html::escaped;
use serde_json::{Value, json};
use std::fmt::Write as _;

/// Widths that are drawn for wide and for narrow frames; a style decides which is shown.
const WIDE_PX: f64 = 720.0;
const NARROW_PX: f64 = 380.0;
/// What a page has around its plot beside lines of text.
const AROUND_PX: f64 = 62.0;
const LEAST_PLOT_PX: f64 = 150.0;
/// A text of a page is wider than the table of widths says by so much, since devices have fonts of their own.
const WIDER: f64 = 1.15;
/// Columns of time of which the cursor knows the values.
const CURSOR_COLUMNS: u32 = 300;
/// Rows of a table.
const TABLE_ROWS: usize = 48;

/// In which form a plot is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    Page,
    Svg,
    Png,
}

/// A plot as a page to be framed
///
/// Parameters are those of the app's plot page, and how it looks: theme, color, lang, height, title, table.
#[utoipa::path(get, path = "/embed/v1/plot", tag = "embed",
    params(
        ("d" = Vec<String>, Query, description = "Series, `source:id`, repeated; 8 at most", example = "local:1"),
        ("p" = Option<String>, Query, description = "The last part of the data: P7D, P6M, P1Y, all", example = "P30D"),
        ("from" = Option<String>, Query, description = "First instant, RFC 3339, in place of p"),
        ("to" = Option<String>, Query, description = "First instant not shown"),
        ("units" = Option<String>, Query, description = "measured, us, metric"),
        ("tz" = Option<String>, Query, description = "site, standard, utc"),
        ("agg" = Option<String>, Query, description = "day, week, month, year and others of the app"),
        ("compare" = Option<String>, Query, description = "Other years: 1 to 10, all"),
        ("th" = Option<Vec<String>>, Query, description = "Marked values, `12.5,Flood stage:Stage (ft)`, repeated"),
        ("axis" = Option<Vec<String>>, Query, description = "Choices of axes, `log,right:Discharge (cfs)`, repeated"),
        ("derive" = Option<Vec<String>>, Query, description = "What is computed of two series, `difference,1,2` or `ratio,1,2`, repeated"),
        ("band" = Option<String>, Query, description = "normal: what is normal for each date lies behind"),
        ("events" = Option<String>, Query, description = "Public records of field work: some of visits, calibrations, maintenance, programs, deployments, readings, or none [default: all]"),
        ("kind" = Option<String>, Query, description = "time, histogram, box, exceedance, probability, scatter, table"),
        ("by" = Option<String>, Query, description = "Boxes of: overall, month, season, year, wateryear"),
        ("of" = Option<String>, Query, description = "Curves of: days, samples"),
        ("theme" = Option<String>, Query, description = "auto, light, dark"),
        ("color" = Option<String>, Query, description = "Colour of the page around, six hexadecimal digits"),
        ("lang" = Option<String>, Query, description = "en, es"),
        ("height" = Option<u32>, Query, description = "160 to 2000 CSS pixels"),
        ("title" = Option<String>, Query, description = "In place of site and variable"),
        ("table" = Option<String>, Query, description = "closed, open"),
    ),
    responses(
        (status = 200, content_type = "text/html", description = "The page; what could not be used of the address is told in it"),
        (status = 400, content_type = "text/html", description = "The address names no series"),
        (status = 404, content_type = "text/html", description = "No such series, or not public"),
        (status = 429, content_type = "text/html", description = "Too much is being drawn: come back in 5 s"),
    ))]
pub async fn get_plot(
    State(state): State<AppState>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Response {
    get(&state, Form::Page, query, &headers).await
}

/// The same plot as an SVG file
///
/// Parameters of `/embed/v1/plot`, and width.
#[utoipa::path(get, path = "/embed/v1/plot.svg", tag = "embed",
    params(
        ("d" = Vec<String>, Query, description = "Series, `source:id`, repeated", example = "local:1"),
        ("width" = Option<u32>, Query, description = "160 to 2000 CSS pixels"),
        ("height" = Option<u32>, Query, description = "160 to 2000 CSS pixels"),
    ),
    responses(
        (status = 200, content_type = "image/svg+xml", description = "The picture"),
        (status = 404, content_type = "image/svg+xml", description = "A picture that says why there is none"),
    ))]
pub async fn get_svg(
    State(state): State<AppState>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Response {
    get(&state, Form::Svg, query, &headers).await
}

/// The same plot as a PNG file
///
/// Parameters of `/embed/v1/plot`, width and scale.
#[utoipa::path(get, path = "/embed/v1/plot.png", tag = "embed",
    params(
        ("d" = Vec<String>, Query, description = "Series, `source:id`, repeated", example = "local:1"),
        ("width" = Option<u32>, Query, description = "160 to 2000 CSS pixels"),
        ("height" = Option<u32>, Query, description = "160 to 2000 CSS pixels"),
        ("scale" = Option<u32>, Query, description = "1 to 3 pixels each way for one of the size; 2 for print"),
    ),
    responses(
        (status = 200, content_type = "image/png", description = "The picture"),
        (status = 404, content_type = "image/png", description = "A picture that says why there is none"),
    ))]
pub async fn get_png(
    State(state): State<AppState>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Response {
    get(&state, Form::Png, query, &headers).await
}

async fn get(state: &AppState, form: Form, query: Option<String>, asked: &HeaderMap) -> Response {
    let (query, problems) = EmbedQuery::parse(query.as_deref().unwrap_or_default());
    let told: Vec<String> = problems.iter().map(ToString::to_string).collect();
    let name = format!("{form:?} {} {}", query.render(), told.join("\n"));
    let (around, look) = (ancestors(state), query.look.clone());
    let busy = move || {
        let said = vec![Words::of(look.language).busy.to_owned()];
        refusal(form, StatusCode::TOO_MANY_REQUESTS, &said, &look, &around)
    };
    answered(state, &name, asked, busy, || make(state.clone(), form, query, problems)).await
}

async fn make(
    state: AppState,
    form: Form,
    query: EmbedQuery,
    problems: Vec<QueryProblem>,
) -> anyhow::Result<Answer> {
    let around = ancestors(&state);
    let look = query.look.clone();
    let words = Words::of(look.language);
    let refused = match Scene::of(&state, &Viewer::Anonymous, query, &problems).await {
        Ok(scene) => {
            let public_url = state.settings.public_url.clone();
            return computed(&state, move || drawn(form, scene, &public_url, &around)).await;
        }
        Err(refused) => refused,
    };
    let (status, said) = match refused {
        Refused::NotNamed(said) => (StatusCode::BAD_REQUEST, said),
        Refused::Unknown(said) | Refused::Hidden(said) => (StatusCode::NOT_FOUND, said),
        Refused::Busy => (StatusCode::TOO_MANY_REQUESTS, vec![words.busy.to_owned()]),
        Refused::Failed(error) => {
            tracing::error!("a plot could not be put together: {error:?}");
            (StatusCode::INTERNAL_SERVER_ERROR, vec![words.out_of_service.to_owned()])
        }
    };
    computed(&state, move || refusal(form, status, &said, &look, &around)).await
}

fn drawn(form: Form, mut scene: Scene, public_url: &str, around: &str) -> anyhow::Result<Answer> {
    let charts = charts(&scene);
    let nothing = scene.words.nothing_here;
    if charts.is_empty() && !scene.plot.kind.is_over_time() && !scene.says(nothing) {
        scene.messages.insert(0, nothing.to_owned());
    }
    let (scene, charts) = (&scene, charts.as_slice());
    let colors = Colors::of(&scene.query.look);
    match form {
        Form::Page => {
            let (page, policy) = page(scene, charts, &colors, (public_url, around));
            Answer::text(StatusCode::OK, HTML, &page, &policy)
        }
        Form::Svg => Answer::text(
            StatusCode::OK,
            SVG,
            &drawing::file(scene, charts, &colors),
            PICTURE_POLICY,
        ),
        Form::Png => {
            let scale = scene.query.look.scale.unwrap_or(1);
            let svg = drawing::file(scene, charts, &colors);
            Ok(Answer::png(StatusCode::OK, drawing::png(&svg, scale)?))
        }
    }
}

/// A picture opened by itself may have its own style and nothing else.
const PICTURE_POLICY: &str =
    "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'";

/// What says why there is nothing to see.
fn refusal(
    form: Form,
    status: StatusCode,
    said: &[String],
    look: &Look,
    around: &str,
) -> anyhow::Result<Answer> {
    let colors = Colors::of(look);
    match form {
        Form::Page => {
            let words = Words::of(look.language);
            let data = json!({ "words": data_of_words(words) }).to_string();
            let page = Page {
                words,
                look,
                colors: &colors,
                title: look.title.as_deref().unwrap_or("Gagehouse"),
                body: &messages(said),
                style: "",
                data: &data,
                oembed: None,
            };
            let (page, policy) = page.write(around);
            Answer::text(status, HTML, &page, &policy)
        }
        Form::Svg => {
            Answer::text(status, SVG, &drawing::message(said, look, &colors), PICTURE_POLICY)
        }
        Form::Png => {
            let svg = drawing::message(said, look, &colors);
            Ok(Answer::png(status, drawing::png(&svg, look.scale.unwrap_or(1))?))
        }
    }
}

/// The page of a scene, with its policy.
fn page(
    scene: &Scene,
    charts: &[Chart],
    colors: &Colors,
    (public_url, around): (&str, &str),
) -> (String, String) {
    let words = scene.words;
    let look = &scene.query.look;
    let title = scene.title();
    let full = format!("{public_url}/plot?{}", scene.query.plot.render());
    let mut said = scene.messages.clone();
    said.extend(colors.refused.iter().map(|color| fill(words.brand_unreadable, &[color])));
    let pictures = match charts {
        [] if scene.plot.kind.is_over_time() => over_time(scene, colors, &title),
        charts => of_charts(scene, charts, colors, &title),
    };
    let noted: Vec<String> = scene.notes.iter().cloned().chain(pictures.legend).collect();
    let mut body = String::new();
    let _ = write!(body, "<ul class=\"now\">{}</ul>{}", newest(scene, colors), pictures.markup);
    let _ =
        write!(body, "<p class=\"said\" id=\"said\">{}</p>", escaped(&scene.short_window_text()));
    body.push_str(&messages(&said));
    // Who did not ask for records need not hear that there is no room for them.
    let is_asked = scene.query.plot.events != gagehouse_chart::PlotQuery::default().events;
    if let Some(class) = pictures.no_room_in.filter(|_| is_asked) {
        let _ =
            write!(body, "<p class=\"quiet {class}\">{}</p>", escaped(words.no_room_for_records));
    }
    let is_open = look.table == Table::Open || scene.plot.kind == PlotKind::Table;
    let open = if is_open { " open" } else { "" };
    let summary: String =
        scene.summary().iter().map(|line| format!("<p>{}</p>", escaped(line))).collect();
    let _ = write!(
        body,
        "<details{open}><summary>{}</summary>{summary}{}</details>",
        words.in_numbers, pictures.tables
    );
    let said: Vec<String> = noted.into_iter().chain(scene.attribution()).collect();
    let _ = write!(
        body,
        "<footer><p>{} <a href=\"{}\" target=\"_top\" rel=\"noopener\">{}</a></p></footer>",
        escaped(&said.join(" ")),
        escaped(&full),
        words.full_view
    );
    let address = format!("{public_url}/embed/v1/plot?{}", scene.query.render());
    let oembed = super::oembed::address(public_url, &address);
    let page = Page {
        words,
        look,
        colors,
        title: &title,
        body: &body,
        style: &pictures.style,
        data: &pictures.data.to_string(),
        oembed: Some(&oembed),
    };
    page.write(around)
}

/// The pictures of a page, the same as tables, and what style and script must know of them.
struct Pictures {
    markup: String,
    tables: String,
    /// The class of the picture in which records have no room; empty for both.
    no_room_in: Option<&'static str>,
    /// What their signs stand for.
    legend: Option<String>,
    style: String,
    data: Value,
}

/// The plot of values over time, with their cursor.
fn over_time(scene: &Scene, colors: &Colors, title: &str) -> Pictures {
    let look = &scene.query.look;
    let height_px = look.height_px.unwrap_or(HEIGHT_PX);
    let plot = |width_px: f64| {
        let left_px = f64::from(height_px) - around_px(scene, title, width_px);
        drawing::plot(scene, (width_px, left_px.max(LEAST_PLOT_PX)))
    };
    let ((wide, has_room), (narrow, has_room_too)) = (plot(WIDE_PX), plot(NARROW_PX));
    let label = format!("{}. {}", scene.words.plot_of, scene.summary().join(" "));
    let svg = |figure: &Figure, class| {
        inline(&figure::svg(figure, colors.drawn(look.theme)), class, &label)
    };
    let plot_px = wide.height_px();
    Pictures {
        markup: format!(
            "<div class=\"plot\" id=\"plot\">{}{}</div>",
            svg(&wide, "wide"),
            svg(&narrow, "narrow")
        ),
        tables: scene
            .series
            .iter()
            .map(|series| newest_rows(scene, series))
            .chain([fieldwork::list(scene)])
            .collect(),
        no_room_in: match (has_room, has_room_too) {
            (true, true) => None,
            (true, false) => Some("narrow"),
            (false, true) => Some("wide"),
            (false, false) => Some(""),
        },
        legend: scene.legend().filter(|_| has_room || has_room_too),
        style: format!(
            "main{{height:{height_px}px}}main:has(details[open]){{height:auto}}\
             main:has(details[open]) .plot{{flex:0 0 {plot_px}px}}"
        ),
        data: data(scene, &wide, &narrow),
    }
}

/// The charts of another kind, which share the room; where there is too little of it the page grows.
fn of_charts(scene: &Scene, charts: &[Chart], colors: &Colors, title: &str) -> Pictures {
    let look = &scene.query.look;
    let height_px = look.height_px.unwrap_or(HEIGHT_PX);
    let each_px = |width_px: f64| {
        let texts: f64 = charts.iter().map(|chart| chart_texts_px(chart, width_px)).sum();
        let left_px = f64::from(height_px) - around_px(scene, title, width_px) - texts;
        (left_px / charts.len().max(1) as f64).max(LEAST_PLOT_PX)
    };
    let sizes = [("wide", WIDE_PX), ("narrow", NARROW_PX)];
    let sizes = sizes.map(|(class, width_px)| (class, (width_px, each_px(width_px))));
    let of_one = |chart: &Chart| {
        let label = format!("{}. {}", chart.title(), chart.notes().join(" "));
        let mut own = "";
        let svgs = sizes.map(|(class, (width_px, each_px))| {
            let height_px = chart.own_height_px(width_px, drawing::FONT_PX).inspect(|_| {
                own = " own";
            });
            let size_px = (width_px, height_px.unwrap_or(each_px));
            let svg = chart.svg(size_px, drawing::FONT_PX, colors.drawn(look.theme));
            inline(&svg, class, &label)
        });
        let notes: String = chart
            .notes()
            .iter()
            .map(|note| format!("<p class=\"quiet\">{}</p>", escaped(note)))
            .collect();
        format!(
            "<section class=\"chart{own}\"><h2>{}</h2><div class=\"plot{own}\">{}</div>{notes}</section>",
            escaped(chart.title()),
            svgs.concat()
        )
    };
    let markup: String = charts.iter().map(of_one).collect();
    let tables = charts.iter().map(|chart| {
        let (heads, rows) = chart.table();
        table(chart.title(), heads, rows)
    });
    let plot_px = sizes[0].1.1;
    Pictures {
        markup: format!("<div class=\"charts\">{markup}</div>"),
        tables: tables.collect(),
        no_room_in: None,
        legend: None,
        style: format!(
            "main{{min-height:{height_px}px}}main:has(details[open]) .plot:not(.own){{flex:0 0 {plot_px}px}}"
        ),
        data: json!({ "words": data_of_words(scene.words) }),
    }
}

/// What the texts of a chart take of a page of this width, about.
fn chart_texts_px(chart: &Chart, width_px: f64) -> f64 {
    let notes: f64 = chart.notes().iter().map(|note| lines(note, 12.5, width_px) * 17.5).sum();
    lines(chart.title(), 14.0, width_px) * 20.0 + notes + 18.0
}

/// Lines that a text takes in a page of this width, about.
fn lines(text: &str, font_px: f64, width_px: f64) -> f64 {
    (text_px(text, font_px) * WIDER / (width_px - 24.0)).ceil().max(1.0)
}

/// What stands around the plot of a page of this width, about: it is drawn in the proportions that are left.
fn around_px(scene: &Scene, title: &str, width_px: f64) -> f64 {
    let lines = |text: &str, font_px: f64| lines(text, font_px, width_px);
    let newest = scene.series.iter().map(|series| {
        let told = format!("{} {}", series.newest_sentence(scene), scene.words.ago);
        let name = if scene.series.len() > 1 { series.name_in(scene) } else { String::new() };
        lines(&format!("{name} {told}"), 14.0) * 23.0
    });
    let messages: f64 = scene.messages.iter().map(|text| lines(text, 12.5) * 19.5).sum();
    let footer: Vec<String> = scene.notes.iter().cloned().chain(scene.legend()).collect();
    let footer =
        format!("{} {} {}", footer.join(" "), scene.attribution().join(" "), scene.words.full_view);
    // The link stands in a line of its own height.
    let footer = lines(&footer, 12.5) * 17.5 + 7.0;
    let window_and_details = 17.5 + 26.0;
    let texts = lines(title, 16.0) * 20.0 + newest.sum::<f64>() + messages + footer;
    AROUND_PX + texts + window_and_details
}

/// The newest value of each series, with its time and age; the list is the plot's legend too.
fn newest(scene: &Scene, colors: &Colors) -> String {
    let words = scene.words;
    let many = scene.series.len() > 1;
    let palette = colors.drawn(scene.query.look.theme);
    let of = |series: &SceneSeries| {
        let name = match many {
            true => format!(
                "{}<span class=\"quiet\">{} {}</span> ",
                drawing::mark(series.subject.style, palette),
                series.number_on_plot(),
                escaped(&series.name_in(scene))
            ),
            false => String::new(),
        };
        let value = series.newest_text(words).zip(series.newest.as_ref()).map(|(value, newest)| {
            format!(
                "<strong>{}</strong> <span class=\"quiet\">{}, {}</span>",
                escaped(&value),
                escaped(&scene.time_text(newest.time)),
                age(words, newest.time, scene.now)
            )
        });
        let state = series.not_current(words, scene.now);
        let state = state.map(|state| format!(" <span class=\"late\">{}</span>", escaped(&state)));
        format!("<li>{name}{}{}</li>", value.unwrap_or_default(), state.unwrap_or_default())
    };
    scene.series.iter().map(of).collect()
}

/// An age that the page's script keeps true.
pub fn age(words: &Words, time: TimeUs, now: TimeUs) -> String {
    let ms = time.0 / 1_000;
    format!("<span data-time=\"{ms}\">{}</span>", escaped(&words.ago(time, now)))
}

/// A picture in the page, with its words for those who do not see it.
fn inline(svg: &str, class: &str, label: &str) -> String {
    let rest = svg.strip_prefix("<svg").unwrap_or("></svg>");
    format!("<svg class=\"{class}\" role=\"img\" aria-label=\"{}\"{rest}", escaped(label))
}

/// The newest values of a series as a table.
fn newest_rows(scene: &Scene, series: &SceneSeries) -> String {
    let words = scene.words;
    let drawn = series.drawn();
    let indices = drawn.indices(scene.window);
    let all = indices.len();
    let from = indices.end - all.min(TABLE_ROWS);
    let mut rows: Vec<Row> = drawn.rows(from..indices.end).collect();
    rows.reverse();
    let value = |row: &Row| match drawn.kind(row.value) {
        ValueKind::Number => series.number(row.value),
        ValueKind::NoData => fill(words.no_data, &[&series.number(row.value)]),
        ValueKind::NonFinite => words.not_finite.to_owned(),
        ValueKind::Missing => {
            let state = drawn.state_words().get(usize::from(row.state));
            state.filter(|_| row.state != 0).map_or(words.missing, String::as_str).to_owned()
        }
    };
    let cells: Vec<Vec<String>> =
        rows.iter().map(|row| vec![scene.short_time(row.time), value(row)]).collect();
    let label = series.label(words);
    let caption =
        fill(words.table_caption, &[&label, &count(rows.len() as u64), &count(all as u64)]);
    let unit = match series.shown.unit.as_str() {
        "" => words.value.to_owned(),
        unit => format!("{} ({unit})", words.value),
    };
    table(&caption, &[fill(words.time, &[&scene.zone.name]), unit], &cells)
}

fn table(caption: &str, heads: &[String], rows: &[Vec<String>]) -> String {
    let heads: String =
        heads.iter().map(|head| format!("<th scope=\"col\">{}</th>", escaped(head))).collect();
    let rows: String = rows
        .iter()
        .map(|cells| {
            let cells = cells.iter().map(|cell| format!("<td>{}</td>", escaped(cell)));
            format!("<tr>{}</tr>", cells.collect::<String>())
        })
        .collect();
    format!(
        "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"{caption}\"><table><caption>{caption}</caption>\
         <thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table></div>",
        caption = escaped(caption),
    )
}

/// What the script reads: scales, and values at the columns of the plot.
fn data(scene: &Scene, wide: &Figure, narrow: &Figure) -> Value {
    let ms = |time: TimeUs| time.0.div_euclid(1_000);
    let series: Vec<Value> = scene.series.iter().map(|series| of_series(scene, series)).collect();
    let changes: Vec<_> =
        scene.zone.transitions.iter().map(|(time, minutes)| json!([ms(*time), minutes])).collect();
    json!({
        "words": data_of_words(scene.words),
        "zone": {"name": scene.zone.name, "first": scene.zone.first_offset_minutes, "changes": changes},
        "window": [ms(scene.window.start), ms(scene.window.end)],
        "series": series,
        "frames": {"wide": scales(wide, scene.series.len()), "narrow": scales(narrow, scene.series.len())},
    })
}

/// The scales of a figure: of time, and of each series.
fn scales(figure: &Figure, series: usize) -> Value {
    let frame = figure.frame();
    let of = |number: usize| {
        let axis = frame.axes.get(figure.axis_of(number)?)?;
        let scale = axis.scale;
        Some(json!({
            "top": scale.top_px, "bottom": scale.bottom_px,
            "min": scale.min, "max": scale.max, "log": scale.log,
        }))
    };
    let axes: Vec<_> = (0..series).map(|number| of(number).unwrap_or(Value::Null)).collect();
    json!({"x": [frame.data.left_px, frame.data.right_px], "y": axes})
}

fn of_series(scene: &Scene, series: &SceneSeries) -> Value {
    let reduced = series.drawn().reduced(scene.window, CURSOR_COLUMNS);
    let mut points: Vec<_> = reduced
        .pieces
        .iter()
        .flat_map(|piece| [piece.first, piece.min, piece.max, piece.last])
        .collect();
    points.sort_by_key(|point| point.time);
    points.dedup();
    let mut before = 0;
    let times: Vec<i64> = points
        .iter()
        .map(|point| {
            let at = point.time.0.div_euclid(1_000);
            let step = at - before;
            before = at;
            step
        })
        .collect();
    let values: Vec<f64> = points.iter().map(|point| point.value).collect();
    let figures: Vec<String> =
        values.iter().map(|value| series.number(*value).replace('\u{2212}', "-")).collect();
    // Most values are written as JSON writes them.
    let is_plain = values.iter().zip(&figures).all(|(value, text)| value.to_string() == *text);
    json!({
        "n": series.subject.style + 1,
        "unit": series.shown.unit,
        "step": series.drawn().longest_step_us().unwrap_or(0) / 1_000,
        "t": times,
        "v": values,
        "s": if is_plain { Value::Null } else { json!(figures) },
    })
}
