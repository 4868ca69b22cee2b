//! Which axes the shown series have, by what the reader decided about them.

use super::other_years::other_years;
use super::series_info::SeriesInfo;
use super::state::PlotState;
use super::store::Held;
use gagehouse_chart::axes::{self, Shown};
use gagehouse_chart::frame::AxisSpec;
use gagehouse_model::{DatastreamRef, TimeRange};
use leptos::prelude::*;
use std::collections::HashMap;

/// The axes in the order of the series, and the number of each series' axis. Tracked, but for the rows.
pub fn axes_in(
    state: PlotState,
    shown: &[SeriesInfo],
    view: TimeRange,
) -> (Vec<AxisSpec>, HashMap<DatastreamRef, usize>) {
    let query = state.query.get();
    let normals = state.normals.get();
    let years: Vec<_> = shown.iter().map(|info| other_years(state, info, view).shown).collect();
    let axes = state.store.with_all(|held| {
        let of_each = shown.iter().zip(&years).map(|(info, years)| Shown {
            property: &info.variable,
            unit: &info.unit,
            style: info.style,
            drawn_as: state.drawn_as(info),
            series: held.get(&info.name).map(Held::drawn),
            normal: normals.get(&info.name).map(AsRef::as_ref),
            years,
        });
        axes::axes_in(&query, &of_each.collect::<Vec<_>>(), view)
    });
    let (axes, axis_of) = axes.unwrap_or_default();
    let names = shown.iter().map(|info| info.name.clone());
    (axes, names.zip(axis_of).collect())
}

/// For each shown series on a logarithmic axis, how many of the view's values that axis has no place for.
/// Tracked.
pub fn below_scale(state: PlotState) -> Vec<(SeriesInfo, u64)> {
    state.store.track();
    let Some(view) = state.settled.get() else { return Vec::new() };
    let shown = state.shown();
    let (axes, axis_of) = axes_in(state, &shown, view);
    let is_log = |info: &SeriesInfo| axis_of.get(&info.name).is_some_and(|axis| axes[*axis].log);
    let count = |info: &SeriesInfo| {
        let count = state.store.with(&info.name, |held| {
            let (min, _) = held.drawn().value_range(view)?;
            (min <= 0.0).then(|| not_positive(held, view))
        });
        count.flatten().filter(|count| *count > 0)
    };
    let logged = shown.iter().filter(|info| is_log(info));
    logged.filter_map(|info| Some((info.clone(), count(info)?))).collect()
}

fn not_positive(held: &Held, view: TimeRange) -> u64 {
    let rows = held.drawn().indices(view).filter_map(|index| held.drawn().row(index));
    let numbers = rows
        .filter(|row| held.drawn().kind(row.value) == gagehouse_observations::ValueKind::Number);
    numbers.filter(|row| row.value <= 0.0).count() as u64
}
