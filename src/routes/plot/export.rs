//! The files and lines that leave the plot, made of what is shown.

use super::aggregation::short_words;
use super::calendars::calendars_of;
use super::kind_charts::charts_of;
use super::loader::LoadStatus;
use super::other_years::other_years;
use super::series_info::SeriesInfo;
use super::state::PlotState;
use super::summary::span_text;
use crate::browser;
use crate::chart::picture::Pictured;
use gagehouse_chart::draw::Palette;
use gagehouse_chart::events::words::legend;
use gagehouse_chart::export::figure::{FigureEvents, FigureSeries, FigureView, figure};
use gagehouse_chart::export::stack::stack;
use gagehouse_chart::kinds::Chart;
use gagehouse_chart::quality::signs_text;
use gagehouse_chart::query::PlotKind;
use gagehouse_chart::words::ENGLISH;
use gagehouse_model::{DatastreamRef, TimeRange, TimeUs};
use gagehouse_sensorthings::request::{Dialect, ServiceRoot, observations_url};
use leptos::prelude::*;
use std::collections::{BTreeSet, HashMap};

/// Why rows of the window are missing, when they are.
pub fn incomplete(state: PlotState, info: &SeriesInfo, window: TimeRange) -> Option<String> {
    if !state.store.is_incomplete(&info.name, window) {
        return None;
    }
    if info.made_of.is_some() {
        return Some("one of the series that it is computed from is".to_owned());
    }
    let why = match state.loader.status(&info.name) {
        LoadStatus::Partial(holes) => {
            let reasons: BTreeSet<String> = holes.into_iter().map(|hole| hole.reason).collect();
            reasons.into_iter().collect::<Vec<_>>().join("; ")
        }
        LoadStatus::Failed(why) => why,
        LoadStatus::Stopped => "loading was stopped".to_owned(),
        LoadStatus::Loading { .. } | LoadStatus::Waiting => "it is still being loaded".to_owned(),
        LoadStatus::Hidden => "its owner does not publish the observations".to_owned(),
        LoadStatus::Ready => "parts of the window are not loaded".to_owned(),
    };
    Some(why)
}

/// Rows of the window, all series together.
pub fn rows(state: PlotState, window: TimeRange) -> u64 {
    let shown = state.shown();
    let rows = shown.iter().filter_map(|info| {
        state.store.with(&info.name, |held| held.series.indices(window).len() as u64)
    });
    rows.sum()
}

/// A name for files: site and variable of the first series.
pub fn file_name(shown: &[SeriesInfo], extension: &str) -> String {
    let name = shown.first().map_or("plot".to_owned(), |info| {
        let more = if shown.len() > 1 { " and others" } else { "" };
        format!("{} - {}{more}", info.site, info.variable)
    });
    gagehouse_chart::export::csv::file_name(&name, extension)
}

/// The SensorThings request of a series' window, as other programs can repeat it.
pub fn request(info: &SeriesInfo, window: TimeRange) -> String {
    let plain = Dialect { data_array: false, ..Dialect::default() };
    observations_url(&ServiceRoot::new(&service_url(info)), &info.name.id, window.into(), 0, plain)
}

/// Where a series' service answers, whole, as it must be in what leaves the page.
pub fn service_url(info: &SeriesInfo) -> String {
    let url = &info.observations_url;
    if !url.starts_with('/') {
        return url.clone();
    }
    format!("{}{}", browser::origin(), browser::under_base(url))
}

/// The address of the page.
pub fn address() -> String {
    let href = browser::window().and_then(|window| window.location().href().ok());
    href.unwrap_or_default()
}

/// Size of the letters of pictures.
const FONT_PX: f64 = 12.0;

/// What stands below every picture: its span, and what of it is not there.
fn notes(state: PlotState, shown: &[SeriesInfo], window: TimeRange) -> Vec<String> {
    let mut notes = vec![span_text(state, window)];
    notes.extend(shown.iter().filter_map(|info| {
        let why = incomplete(state, info, window)?;
        Some(format!("INCOMPLETE: series {}: {why}", info.style + 1))
    }));
    notes
}

/// What is shown, as a picture of a size; charts of another kind stand one below the other.
pub fn picture(state: PlotState, window: TimeRange, size: (u32, u32)) -> Option<Pictured> {
    let shown = state.shown();
    let kind = state.query.with(|query| query.kind);
    if !kind.is_over_time() {
        let charts = match kind {
            PlotKind::Calendar => {
                calendars_of(state, &shown, window).into_iter().map(Chart::Days).collect()
            }
            _ => charts_of(state, &shown, window).into_iter().map(Chart::Xy).collect::<Vec<_>>(),
        };
        let size_px = (f64::from(size.0), f64::from(size.1));
        let stacked = stack(&charts, &notes(state, &shown, window), size_px, FONT_PX);
        return (!charts.is_empty()).then_some(Pictured::Charts(stacked, charts));
    }
    let view = FigureView {
        width_px: f64::from(size.0),
        height_px: f64::from(size.1),
        font_px: FONT_PX,
        window,
        zone: state.zone.get_untracked(),
    };
    let mut notes = notes(state, &shown, window);
    let normals = state.normals.get_untracked();
    let years: Vec<_> = shown.iter().map(|info| other_years(state, info, window).shown).collect();
    let surveys = state.surveys.get_untracked();
    notes.extend(shown.iter().filter_map(|info| {
        let signs = signs_text(surveys.get(&info.name)?, &ENGLISH)?;
        Some(format!("Series {}: {signs}", info.style + 1))
    }));
    let holes: HashMap<DatastreamRef, Vec<TimeRange>> = shown
        .iter()
        .filter_map(|info| {
            let holes = state.store.with(&info.name, |held| {
                held.state.holes.iter().map(|hole| hole.range).collect::<Vec<_>>()
            });
            Some((info.name.clone(), holes?))
        })
        .collect();
    let kinds = state.query.with(|query| query.events);
    let events = state.records.events.get_untracked();
    notes.extend(legend(&events, kinds));
    let now = TimeUs((browser::now_ms() * 1_000.0) as i64);
    let labels: Vec<String> = shown
        .iter()
        .map(|info| {
            let how = state.store.with(&info.name, |held| held.aggregation().map(short_words));
            let how = how.flatten().map(|how| format!(", {how}")).unwrap_or_default();
            format!("{}{how} · {}", info.label(), info.source)
        })
        .collect();
    state.store.with_all(|held| {
        let series = shown.iter().zip(&labels).zip(&years);
        let series = series.filter_map(|((info, label), years)| {
            let held = held.get(&info.name)?;
            Some(FigureSeries {
                property: &info.variable,
                unit: &info.unit,
                series: held.drawn(),
                covered: &held.state.covered,
                holes: holes.get(&info.name).map_or(&[], Vec::as_slice),
                marks: surveys.get(&info.name).map_or(&[], |survey| &survey.marks),
                style: info.style,
                drawn_as: state.drawn_as(info),
                label,
                years,
                normal: normals.get(&info.name).map(AsRef::as_ref),
            })
        });
        let series: Vec<_> = series.collect();
        let named = shown.iter().filter(|info| held.contains_key(&info.name));
        let named: Vec<_> = named.map(|info| (&info.name, info.known_unit)).collect();
        let records = FigureEvents { events: &events, now, series: &named };
        let figure = state.query.with(|query| figure(query, &view, &series, records, &notes));
        Pictured::Figure(Box::new(figure))
    })
}

/// Colours for paper, whatever the page's are.
pub fn palette() -> Palette {
    Palette::default()
}
