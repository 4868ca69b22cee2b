//! The plot in words, for people who do not see it.

use super::aggregation::short_words;
use super::state::PlotState;
use gagehouse_chart::format::count;
use gagehouse_chart::local;
use gagehouse_model::TimeRange;
use leptos::prelude::*;

/// One sentence for each series: how many values the view holds and between which they lie. Follows the
/// view once it rests; tracked.
pub fn summary_of(state: PlotState) -> String {
    state.store.track();
    let Some(view) = state.settled.get() else { return "Plot without data yet.".to_owned() };
    let shown = state.shown();
    let sentences: Vec<String> = shown
        .iter()
        .map(|info| {
            let said = state.store.with(&info.name, |held| {
                let statistics = held.drawn().statistics(view);
                let (min, max) = statistics.min.zip(statistics.max)?;
                let unit =
                    if info.unit.is_empty() { String::new() } else { format!(" {}", info.unit) };
                let values = count(statistics.count);
                let (min, max) = (held.drawn_text(min.value), held.drawn_text(max.value));
                let how = held.aggregation().map(|how| format!("{}, ", short_words(how)));
                let how = how.unwrap_or_default();
                Some(format!("{how}{values} values from {min} to {max}{unit}"))
            });
            let said = said.flatten().unwrap_or_else(|| "no values".to_owned());
            let is_incomplete = state.store.is_incomplete(&info.name, view);
            let note = if is_incomplete { ", incomplete" } else { "" };
            format!("{}: {said}{note}.", info.label())
        })
        .collect();
    format!("Time series plot, {}. {}", span_text(state, view), sentences.join(" "))
}

/// From when to when by the plot's clock, with the zone; tracked.
pub fn span_text(state: PlotState, view: TimeRange) -> String {
    state.zone.with(|zone| local::span_text(zone, view))
}
