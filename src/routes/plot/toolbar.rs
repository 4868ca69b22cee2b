//! Periods, zoom and link of the plot, as buttons.

use super::export_dialog::ExportDialog;
use super::keyboard::ViewMove;
use super::kind_select::KindSelect;
use super::state::PlotState;
use super::units::units_of;
use super::views::Views;
use crate::browser;
use crate::components::embed_button::{EmbedButton, Embeddable};
use gagehouse_chart::PlotQuery;
use gagehouse_chart::query::{Period, Window};
use leptos::prelude::*;
use leptos::task::spawn_local;

const PERIODS: [(&str, Period); 4] = [
    ("7 days", Period::days(7)),
    ("30 days", Period::days(30)),
    ("1 year", Period::years(1)),
    ("All data", Period::All),
];

const MOVES: [(&str, &str, ViewMove); 4] = [
    ("←", "Earlier", ViewMove::Earlier),
    ("−", "Zoom out", ViewMove::ZoomOut),
    ("+", "Zoom in", ViewMove::ZoomIn),
    ("→", "Later", ViewMove::Later),
];

/// The row of buttons above the plot.
#[component]
pub fn PlotToolbar(
    /// What the page shares.
    state: PlotState,
) -> impl IntoView {
    let periods = PERIODS.map(|(text, period)| {
        let window = Window::Period(period);
        let is_on = move || state.query.with(|query| query.window == window).to_string();
        let choose = move |_| state.change(|query| query.window = window);
        view! {
            <button type="button" class="segment" aria-pressed=is_on on:click=choose>
                {text}
            </button>
        }
    });
    let moves = MOVES.map(|(text, label, moved)| {
        let apply = move |_| {
            if let Some(view) = state.view.get_untracked() {
                state.move_view(moved.apply(view, state));
            }
        };
        view! {
            <button type="button" class="segment" aria-label=label title=label on:click=apply>
                {text}
            </button>
        }
    });
    view! {
        <div class="plot-toolbar">
            <KindSelect state />
            <div class="segments" role="group" aria-label="Period">{periods}</div>
            <div class="segments" role="group" aria-label="Move and zoom">{moves}</div>
            <div class="segments" role="group" aria-label="Views">
                <button
                    type="button"
                    class="segment"
                    aria-label="Previous view"
                    title="Previous view"
                    disabled=move || !state.views.with(Views::has_previous)
                    on:click=move |_| state.previous_view()
                >
                    "↶"
                </button>
                <button
                    type="button"
                    class="segment"
                    aria-label="Next view"
                    title="Next view"
                    disabled=move || !state.views.with(Views::has_next)
                    on:click=move |_| state.next_view()
                >
                    "↷"
                </button>
            </div>
            <CopyLink state />
            <EmbedButton subject=embeddable(state) />
            <ExportDialog state />
        </div>
    }
}

/// What another page would show of this plot.
fn embeddable(state: PlotState) -> Signal<Embeddable> {
    Signal::derive(move || {
        let query =
            state.query.with(|query| PlotQuery { units: Some(units_of(query)), ..query.clone() });
        let names: Vec<String> =
            state.shown().iter().map(|info| format!("{}, {}", info.variable, info.site)).collect();
        Embeddable::Plot { query: Box::new(query), label: names.join("; ") }
    })
}

/// Copies the page's address; says whether that worked.
#[component]
fn CopyLink(state: PlotState) -> impl IntoView {
    let said = RwSignal::new("");
    let copy = move |_| {
        spawn_local(async move {
            // The address follows the view when it rests.
            crate::api::http::sleep(300).await;
            let copied = copy_address(state).await;
            let text = if copied {
                "Link copied."
            } else {
                "The browser did not allow it; copy the address from its address bar."
            };
            said.try_set(text);
        });
    };
    view! {
        <button type="button" class="button button--quiet" on:click=copy>"Copy link"</button>
        <span class="small quiet" role="status">{move || said.get()}</span>
    }
}

/// The address with its units said, since another device may prefer others.
fn address_of(state: PlotState) -> Option<String> {
    let location = browser::window()?.location();
    let mut query = state.query.try_get_untracked()?;
    query.units = Some(units_of(&query));
    let (origin, path) = (location.origin().ok()?, location.pathname().ok()?);
    Some(format!("{origin}{path}?{}", query.render()))
}

async fn copy_address(state: PlotState) -> bool {
    match address_of(state) {
        Some(address) => browser::copy_text(&address).await,
        None => false,
    }
}
