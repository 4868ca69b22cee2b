//! Which axes the shown series have, by what the reader decided about them.

use super::other_years::other_years;
use super::series_info::SeriesInfo;
use super::state::PlotState;
use super::store::Held;
use gagehouse_chart::axes::{OnAxis, axes_of};
use gagehouse_chart::frame::AxisSpec;
use gagehouse_chart::query::{DrawnAs, Reach};
use gagehouse_chart::years::value_range;
use gagehouse_model::{DatastreamRef, TimeRange};
use leptos::prelude::*;
use std::collections::HashMap;

/// Into so many columns a view is cut to find its smallest value above zero.
const COLUMNS_FOR_LEAST: u32 = 500;

/// The axes in the order of the series, and the number of each series' axis. Tracked, but for the rows.
pub fn axes_in(
    state: PlotState,
    shown: &[SeriesInfo],
    view: TimeRange,
) -> (Vec<AxisSpec>, HashMap<DatastreamRef, usize>) {
    let choices = state.query.with(|query| query.axes.clone());
    let needs_all = choices.iter().any(|choice| choice.reach == Reach::All);
    let needs_least = choices.iter().any(|choice| choice.log);
    let on_axis = |info: &SeriesInfo| {
        let years = other_years(state, info, view).shown;
        let normal = state.normals.with(|normals| normals.get(&info.name).cloned());
        let normal = normal.and_then(|normal| normal.value_range(view));
        let range = |held: &Held| {
            let own = held.drawn().value_range(view);
            let in_window = hull(hull(own, value_range(held.drawn(), &years)), normal);
            let extent = held.drawn().extent().filter(|_| needs_all);
            let in_all = extent.and_then(|extent| held.drawn().value_range(extent));
            let least = needs_least.then(|| least_positive(held, view, in_window)).flatten();
            (in_window, in_all, least)
        };
        let (in_window, in_all, least_positive) =
            state.store.with(&info.name, range).unwrap_or_default();
        OnAxis {
            property: info.variable.clone(),
            unit: info.unit.clone(),
            style: info.style,
            from_zero: state.drawn_as(info) == DrawnAs::Bars,
            in_window,
            in_all,
            least_positive,
        }
    };
    let series: Vec<OnAxis> = shown.iter().map(on_axis).collect();
    let thresholds = state.query.with(|query| query.thresholds.clone());
    let (axes, axis_of) = axes_of(&series, &choices, &thresholds);
    let names = shown.iter().map(|info| info.name.clone());
    (axes, names.zip(axis_of).collect())
}

/// From the smallest to the largest of two ranges.
fn hull(a: Option<(f64, f64)>, b: Option<(f64, f64)>) -> Option<(f64, f64)> {
    let both = a.into_iter().chain(b);
    both.reduce(|all, one| (all.0.min(one.0), all.1.max(one.1)))
}

fn least_positive(held: &Held, view: TimeRange, range: Option<(f64, f64)>) -> Option<f64> {
    let (min, _) = range?;
    if min > 0.0 {
        return Some(min);
    }
    let pieces = held.drawn().reduced(view, COLUMNS_FOR_LEAST).pieces.into_iter();
    let values = pieces.flat_map(|piece| [piece.first, piece.min, piece.max, piece.last]);
    let positive = values.map(|point| point.value).filter(|value| *value > 0.0);
    positive.reduce(f64::min)
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
