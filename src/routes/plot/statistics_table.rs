//! What the window holds, series by series, in numbers.

use super::series_info::SeriesInfo;
use super::series_mark::SeriesMark;
use super::state::PlotState;
use super::store::Held;
use super::summary::span_text;
use gagehouse_chart::format::count;
use gagehouse_chart::local::stamp_text;
use gagehouse_model::{TimeRange, ZoneOffsets};
use gagehouse_observations::Row;
use leptos::prelude::*;

/// Counts, extremes, mean and standard deviation of the window; follows the view once it rests.
#[component]
pub fn StatisticsTable(
    /// What the page shares.
    state: PlotState,
) -> impl IntoView {
    let rows = move || {
        state.store.track();
        let view = state.settled.get()?;
        let shown = state.shown();
        let rows = state.zone.with(|zone| {
            let row = |info: &SeriesInfo| {
                state.store.with(&info.name, |held| series_row(info, held, view, zone))
            };
            shown.iter().filter_map(row).collect::<Vec<_>>()
        });
        Some(rows)
    };
    let caption = move || state.settled.get().map(|view| span_text(state, view));
    let incomplete = move || {
        state.store.track();
        let view = state.settled.get()?;
        let is_incomplete = |info: &SeriesInfo| state.store.is_incomplete(&info.name, view);
        let note = "; incomplete, since not all observations are here";
        state.shown().iter().any(is_incomplete).then_some(note)
    };
    view! {
        <p id="statistics-caption" class="small quiet">"Values from " {caption} {incomplete}</p>
        <div class="table-scroll" tabindex="0" role="region" aria-labelledby="statistics-caption">
            <table class="figures" aria-labelledby="statistics-caption">
                <thead>
                    <tr>
                        <th scope="col">"Series"</th>
                        <th scope="col">"Values"</th>
                        <th scope="col">"Missing"</th>
                        <th scope="col">"No data"</th>
                        <th scope="col">"Smallest"</th>
                        <th scope="col">"Largest"</th>
                        <th scope="col">"Mean"</th>
                        <th scope="col">"Standard deviation"</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
        <p class="small quiet">
            "Mean and standard deviation are of the values alone, without missing and no-data ones. Standard deviation is the sample’s: √(Σ(x − mean)² / (n − 1)). Values near each other in time are not independent."
        </p>
    }
}

fn series_row(info: &SeriesInfo, held: &Held, view: TimeRange, zone: &ZoneOffsets) -> AnyView {
    let statistics = held.series.statistics(view);
    let extreme = |row: Option<Row>| {
        let Some(row) = row else { return "–".into_any() };
        let value = held.text(row.value);
        let time = stamp_text(zone, row.time);
        view! { {value} <br /> <span class="quiet small">{time}</span> }.into_any()
    };
    let number = |number: Option<f64>| number.map_or("–".to_owned(), |n| held.computed_text(n));
    view! {
        <tr>
            <th scope="row">
                <SeriesMark style=info.style />
                " "
                {info.axis_title()}
                <br />
                <span class="quiet small">{info.site.clone()}</span>
                {(!held.state.covered.covers(view))
                    .then(|| view! { " " <span class="badge">"Incomplete"</span> })}
            </th>
            <td>{count(statistics.count)}</td>
            <td>{count(statistics.missing + statistics.non_finite)}</td>
            <td>{count(statistics.no_data)}</td>
            <td>{extreme(statistics.min)}</td>
            <td>{extreme(statistics.max)}</td>
            <td>{number(statistics.mean)}</td>
            <td>{number(statistics.standard_deviation)}</td>
        </tr>
    }
    .into_any()
}
