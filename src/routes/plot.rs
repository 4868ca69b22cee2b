//! The plot of the datastreams that the URL names.
//!
//! `state` holds what the parts below share; `loader` fetches rows into the `store`; `painter` draws them on
//! the canvases of the `surface`; the other modules are the page's parts, one component each.

mod aggregation;
mod axes;
mod axes_panel;
mod calendars;
mod cursor_card;
mod derive_form;
mod derived;
mod details;
mod export;
mod export_csv;
mod export_dialog;
mod export_values;
mod failure;
mod first_picture;
mod gestures;
mod keyboard;
mod kind_charts;
mod kind_select;
mod legend;
mod live;
mod loader;
mod normal_range;
mod nothing_here;
mod notices;
mod other_years;
mod overview;
mod painter;
mod putting_together;
mod quality_list;
mod readout;
mod records;
mod records_fetch;
mod records_list;
mod series_info;
mod series_mark;
mod state;
mod statistics_table;
mod store;
mod summaries;
mod summary;
mod surface;
mod thresholds;
mod toolbar;
mod trying_again;
mod units;
mod values_table;
mod views;
mod warm_up;
mod window_form;
mod zone_select;

use crate::api::catalog::{CatalogState, use_catalog};
use crate::api::observations;
use crate::chunks;
use crate::components::empty_state::EmptyState;
use crate::components::error_state::ErrorState;
use crate::components::later::Later;
use crate::components::loading_state::LoadingState;
use crate::components::page_title::PageTitle;
use crate::components::synthetic_notice::SyntheticNotice;
use first_picture::FirstPicture;
use gagehouse_chart::query::PlotKind;
use gagehouse_page::synthetic;
use leptos::prelude::*;
use leptos_router::components::A;
use painter::Painter;

pub use details::{charts, details};
pub use export_dialog::export_parts;
pub use state::PlotState;

/// The page.
#[component]
pub fn PlotPage() -> impl IntoView {
    // The worker starts while the catalog is fetched.
    observations::prepare();
    let state = PlotState::new();
    warm_up::warm_up(state);
    let context = use_catalog();
    let synthetic = Signal::derive(move || {
        let Some(catalog) = context.catalog() else { return Vec::new() };
        state.query.with(|query| {
            let named = query.series.iter();
            let sites = named.filter_map(|name| catalog.find_datastream(name)?.site());
            synthetic::networks(sites)
        })
    });
    let title = move || {
        let names: Vec<String> = state.infos.with(|infos| {
            infos.iter().map(|info| format!("{}, {}", info.variable, info.site)).collect()
        });
        title_of(&names)
    };
    view! {
        <SyntheticNotice networks=synthetic />
        <div class="column column--wide plot-page">
            <PageTitle text=Signal::derive(title) />
            <h1 tabindex="-1">"Plot"</h1>
            <notices::PlotNotices state />
            {move || body(state)}
        </div>
    }
    .into_any()
}

/// Names the first series and counts the others: a title is one line of a tab.
fn title_of(names: &[String]) -> String {
    match names {
        [] => "Plot".to_owned(),
        [first, second, others @ ..] if !others.is_empty() => {
            format!("{first}; {second} and {} more", others.len())
        }
        few => few.join("; "),
    }
}

/// What the catalog's state and the URL's series allow to show.
fn body(state: PlotState) -> AnyView {
    #[derive(Clone, Copy, PartialEq)]
    enum Shows {
        Loading,
        Failed,
        NothingChosen,
        NothingKnown,
        Plot,
    }
    let catalog = use_catalog();
    let shows = Memo::new(move |_| {
        let is_named = state.query.with(|query| !query.series.is_empty());
        let is_known = state.infos.with(|infos| !infos.is_empty());
        catalog.state.with(|catalog| match catalog {
            _ if !is_named => Shows::NothingChosen,
            CatalogState::Loading => Shows::Loading,
            CatalogState::Failed(_) => Shows::Failed,
            _ if !is_known => Shows::NothingKnown,
            _ => Shows::Plot,
        })
    });
    (move || match shows.get() {
        Shows::Loading => view! { <LoadingState text="Loading the catalog" /> }.into_any(),
        Shows::Failed => catalog.state.with(|catalog_state| match catalog_state {
            CatalogState::Failed(error) => view! {
                <ErrorState
                    title="The catalog could not be loaded"
                    error=error.clone()
                    retry=Callback::new(move |()| catalog.reload())
                />
            }
            .into_any(),
            _ => ().into_any(),
        }),
        Shows::NothingChosen => view! {
            <EmptyState title="No series chosen">
                <p>
                    "A plot shows series from the "
                    <A href="/catalog">"catalog"</A>
                    ": choose some there, or open a site from the "
                    <A href="/">"map"</A>
                    "."
                </p>
            </EmptyState>
        }
        .into_any(),
        Shows::NothingKnown => view! {
            <EmptyState title="None of these series is in the catalog">
                <p>"Choose others from the " <A href="/catalog">"catalog"</A> "."</p>
            </EmptyState>
        }
        .into_any(),
        Shows::Plot => view! { <Plot state /> }.into_any(),
    })
    .into_any()
}

#[component]
fn Plot(state: PlotState) -> impl IntoView {
    live::keep_live(state);
    normal_range::follow(state);
    let painter = Painter::new(state);
    let failures = failure::failures(state);
    let kind = Memo::new(move |_| state.query.with(|query| query.kind));
    let is_other = Signal::derive(move || kind.get() != PlotKind::Time);
    let FirstPicture { is_drawn, is_time_for_the_rest } = FirstPicture::of(state);
    let is_below = move || is_time_for_the_rest.get();
    let has_failed = move || failures.with(|failures| !failures.is_empty());
    let progress = trying_again::progress(state);
    view! {
        <toolbar::PlotToolbar state />
        <failure::PlotFailure state failures />
        <div hidden=has_failed>
            <div hidden=move || kind.get() != PlotKind::Time>
                <div class="plot-stage">
                    <surface::PlotSurface state painter />
                    <cursor_card::CursorCard state painter />
                    <nothing_here::NothingHere state />
                </div>
                <Show when=is_below>
                    <axes_panel::AxisNotes state />
                    <other_years::CompareNote state />
                    <normal_range::NormalNote state />
                </Show>
            </div>
            <Later state fetch=chunks::plot_charts is_wanted=is_other text="Loading the chart" />
            <Show when=is_below>
                <aggregation::AggregationNote state />
                <overview::OverviewStrip state />
                <div hidden=move || kind.get() != PlotKind::Time>
                    <surface::PlotKeys />
                </div>
            </Show>
        </div>
        <p class="visually-hidden" role="status">{move || progress.get()}</p>
        <Show when=is_below>
            <div class="plot-toolbar">
                <window_form::WindowForm state />
                <zone_select::ZoneSelect state />
                <units::UnitsSelect state />
                <aggregation::AggregationSelect state />
                <other_years::CompareSelect state />
                <normal_range::NormalCheck state />
            </div>
            <axes_panel::AxesPanel state painter />
            <derive_form::DeriveForm state />
            <notices::Cautions state />
            <legend::PlotLegend state painter />
        </Show>
        <Later state fetch=chunks::plot_details is_wanted=is_drawn text="Loading the statistics" />
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_names_two_series_and_counts_the_others() {
        let names: Vec<String> = (1..=13).map(|n| format!("Stage, site {n}")).collect();
        assert_eq!(title_of(&[]), "Plot");
        assert_eq!(title_of(&names[..1]), "Stage, site 1");
        assert_eq!(title_of(&names[..2]), "Stage, site 1; Stage, site 2");
        assert_eq!(title_of(&names), "Stage, site 1; Stage, site 2 and 11 more");
    }
}
