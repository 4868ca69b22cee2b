//! What the page says of the window below the plot, and shows in place of it.

use super::calendars::Calendars;
use super::kind_charts::KindCharts;
use super::quality_list::QualityList;
use super::records_list::RecordsSection;
use super::state::PlotState;
use super::statistics_table::StatisticsTable;
use super::values_table::ValuesTables;
use gagehouse_chart::query::PlotKind;
use leptos::prelude::*;

fn is_table(state: PlotState) -> Memo<bool> {
    Memo::new(move |_| state.query.with(|query| query.kind == PlotKind::Table))
}

/// The other kinds of plot.
pub fn charts(state: PlotState) -> impl IntoView {
    let is_table = is_table(state);
    view! {
        <KindCharts state />
        <Calendars state />
        <Show when=move || is_table.get()>
            <ValuesTables state open=true />
        </Show>
    }
}

/// Field records, statistics, quality and values of the window.
pub fn details(state: PlotState) -> impl IntoView {
    let is_table = is_table(state);
    view! {
        <RecordsSection state />
        <section aria-labelledby="statistics-heading">
            <h2 id="statistics-heading">"Statistics of the window"</h2>
            <StatisticsTable state />
        </section>
        <QualityList state />
        <Show when=move || !is_table.get()>
            <section aria-labelledby="values-heading">
                <h2 id="values-heading">"Values"</h2>
                <ValuesTables state open=false />
            </section>
        </Show>
    }
}
