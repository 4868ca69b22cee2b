//! The other kinds of plot: histogram, boxes, exceedance, probability, scatter.

use super::aggregation::{aggregation_of, short_words};
use super::series_info::SeriesInfo;
use super::state::PlotState;
use super::store::Held;
use crate::components::figure::Figure;
use gagehouse_chart::kinds::{Charted, charts};
use gagehouse_chart::query::PlotKind;
use gagehouse_chart::words::ENGLISH;
use gagehouse_chart::xy::XyChart;
use gagehouse_model::{TimeRange, ZoneOffsets};
use gagehouse_observations::Period;
use leptos::prelude::*;

/// The charts of the window, made again when it rests and its rows have come.
#[component]
pub fn KindCharts(
    /// What the page shares.
    state: PlotState,
) -> impl IntoView {
    let charts = charts_memo(state);
    let kind = Memo::new(move |_| state.query.with(|query| query.kind));
    let nothing = move || {
        let needs_two = kind.get() == PlotKind::Scatter && state.shown().len() < 2;
        let is_empty = charts.with(Vec::is_empty) && !state.loader.is_loading();
        match kind.get() {
            kind if kind.is_over_time() || kind == PlotKind::Calendar => None,
            _ if needs_two => Some("A scatter needs two series: add another from the catalog."),
            _ if is_empty => Some("No values in this window."),
            _ => None,
        }
    };
    view! {
        <div class="kind-charts">
            <For each=move || charts.get() key=|chart| chart.title.clone() let(chart)>
                <Figure title=chart.title.clone() chart=named(charts, chart.title) />
            </For>
            <p role="status">{nothing}</p>
        </div>
    }
}

/// The chart of a title, as it is now.
fn named(charts: Memo<Vec<XyChart>>, title: String) -> Signal<Option<XyChart>> {
    let chart = Memo::new(move |_| {
        charts.with(|charts| charts.iter().find(|chart| chart.title == title).cloned())
    });
    chart.into()
}

fn charts_memo(state: PlotState) -> Memo<Vec<XyChart>> {
    let is_loading = Memo::new(move |_| state.loader.is_loading());
    Memo::new(move |before: Option<&Vec<XyChart>>| {
        let kind = state.query.with(|query| query.kind);
        let Some(view) = state.settled.get() else { return Vec::new() };
        if kind.is_over_time() {
            return Vec::new();
        }
        let shown = state.shown();
        if is_loading.get() {
            return before.cloned().unwrap_or_default();
        }
        state.store.track();
        charts_of(state, &shown, view)
    })
}

/// The charts of the kind that is shown, of the values that are drawn. Tracked, but for the rows.
pub fn charts_of(state: PlotState, shown: &[SeriesInfo], view: TimeRange) -> Vec<XyChart> {
    let query = state.query.get();
    // Curves put days together by themselves.
    let of_days = query.kind.puts_days_together();
    let labels: Vec<(String, String)> = shown
        .iter()
        .map(|info| {
            let how = state.store.with(&info.name, |held| held.aggregation().map(short_words));
            let how = how.flatten().filter(|_| !of_days).map(|how| format!(", {how}"));
            (format!("{}{}", info.label(), how.unwrap_or_default()), info.axis_title())
        })
        .collect();
    let charts = state.store.with_all(|held| {
        let series = shown.iter().zip(&labels).filter_map(|(info, (label, quantity))| {
            let held: &Held = held.get(&info.name)?;
            let charted = Charted {
                series: if of_days { &held.series } else { held.drawn() },
                style: info.style,
                label,
                quantity,
                decimals: held.decimals,
                log: query.axis(quantity).log,
                words: &ENGLISH,
            };
            Some((charted, aggregation_of(info, Period::Day, query.stamp(&info.name))))
        });
        charts(&query, &series.collect::<Vec<_>>(), view)
    });
    charts.unwrap_or_default()
}

/// The standard clock of a series' site, by which days are divided.
pub fn standard_zone(info: &SeriesInfo) -> ZoneOffsets {
    info.zone.as_ref().map_or_else(ZoneOffsets::utc, ZoneOffsets::standard)
}
