//! The files and lines that leave the plot, made of what is shown.

use super::axes::axes_in;
use super::kind_charts::charts_of;
use super::loader::LoadStatus;
use super::other_years::other_years;
use super::series_info::SeriesInfo;
use super::state::PlotState;
use super::store::Held;
use super::summary::span_text;
use crate::browser;
use crate::chart::download::save;
use crate::chart::picture::Pictured;
use gagehouse_chart::draw::Palette;
use gagehouse_chart::export::csv::{CsvAbout, CsvSeries, parts};
use gagehouse_chart::export::figure::{FigureSeries, figure};
use gagehouse_chart::frame::PlotSpec;
use gagehouse_chart::query::PlotKind;
use gagehouse_model::TimeRange;
use gagehouse_sensorthings::request::{Dialect, ServiceRoot, observations_url};
use js_sys::Array;
use leptos::prelude::*;
use std::collections::BTreeSet;

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

/// Makes the CSV file and hands it over; says whether the browser took it.
pub fn save_csv(state: PlotState, window: TimeRange, with_header: bool) -> bool {
    let shown = state.shown();
    let mut cautions: BTreeSet<String> =
        shown.iter().filter_map(|info| info.disclaimer.clone()).collect();
    if shown.iter().any(|info| info.unreviewed) {
        let text = "Raw or provisional data have not been reviewed and may be wrong or revised.";
        cautions.insert(text.to_owned());
    }
    let about = CsvAbout {
        window,
        zone: state.zone.get_untracked(),
        cautions: cautions.into_iter().collect(),
        address: address(),
        with_header,
    };
    let files = Array::new();
    state.store.with_all(|held| {
        let several = shown.len() > 1;
        let series: Vec<CsvSeries<'_>> = shown
            .iter()
            .map(|info| CsvSeries {
                series: held.get(&info.name).map(Held::measured),
                column: if several {
                    format!("{}, {}", info.label(), info.measured_unit)
                } else {
                    gagehouse_chart::axes::title(&info.variable, &info.measured_unit)
                },
                blocks: blocks(info),
                incomplete: incomplete(state, info, window),
            })
            .collect();
        for part in parts(&series, &about) {
            files.push(&part.into());
        }
    });
    save(&files, "text/csv;charset=utf-8", &file_name(&shown, "csv"))
}

/// What the file says of a series, with the request that repeats it.
fn blocks(info: &SeriesInfo) -> Vec<(&'static str, Vec<(&'static str, String)>)> {
    let mut blocks = info.blocks.clone();
    if let Some((_, entries)) = blocks.last_mut() {
        entries.push(("ServiceUrl", info.observations_url.clone()));
    }
    blocks
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
    let base = browser::window().and_then(|window| window.location().origin().ok());
    let url = browser::under_base(&info.observations_url);
    let root = match base {
        Some(base) if url.starts_with('/') => format!("{base}{url}"),
        _ => info.observations_url.clone(),
    };
    observations_url(&ServiceRoot::new(&root), &info.name.id, window.into(), 0, plain)
}

/// The address of the page.
fn address() -> String {
    let href = browser::window().and_then(|window| window.location().href().ok());
    href.unwrap_or_default()
}

/// What is shown, as a picture of a size; several charts of another kind give the first.
pub fn picture(state: PlotState, window: TimeRange, size: (u32, u32)) -> Option<Pictured> {
    let shown = state.shown();
    let kind = state.query.with(|query| query.kind);
    if !matches!(kind, PlotKind::Time | PlotKind::Table) {
        let charts = charts_of(state, kind, &shown, window);
        return charts.into_iter().next().map(Pictured::Chart);
    }
    let (axes, axis_of) = axes_in(state, &shown, window);
    let spec = PlotSpec {
        width_px: f64::from(size.0),
        height_px: f64::from(size.1),
        font_px: 12.0,
        window,
        zone: state.zone.get_untracked(),
        axes,
    };
    let mut notes = vec![span_text(state, window)];
    notes.extend(shown.iter().filter_map(|info| {
        let why = incomplete(state, info, window)?;
        Some(format!("INCOMPLETE: series {}: {why}", info.style + 1))
    }));
    let labels: Vec<String> =
        shown.iter().map(|info| format!("{} · {}", info.label(), info.source)).collect();
    let normals = state.normals.get_untracked();
    let years: Vec<_> = shown.iter().map(|info| other_years(state, info, window).shown).collect();
    state.store.with_all(|held| {
        let series = shown.iter().zip(&labels).zip(&years);
        let series = series.filter_map(|((info, label), years)| {
            Some(FigureSeries {
                series: held.get(&info.name)?.drawn(),
                style: info.style,
                drawn_as: state.drawn_as(info),
                axis: *axis_of.get(&info.name)?,
                label,
                years,
                normal: normals.get(&info.name).map(AsRef::as_ref),
            })
        });
        Pictured::Figure(figure(&spec, &series.collect::<Vec<_>>(), &notes))
    })
}

/// Colours for paper, whatever the page's are.
pub fn palette() -> Palette {
    Palette::default()
}
