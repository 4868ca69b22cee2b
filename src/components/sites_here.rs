//! The sites that lie on one another at a place of the map, to choose from.

use super::site_list::site_row;
use crate::map::state::MapState;
use leptos::html::H2;
use leptos::prelude::*;

/// Rows shown; more than that at one point is a list of its own.
const MOST: usize = 200;

/// The list, or nothing while no such place was chosen.
pub fn sites_here(state: MapState) -> AnyView {
    let shown = move || {
        let sites = state.here.get()?;
        let index = state.index.get()?;
        let heading = NodeRef::<H2>::new();
        Effect::new(move |_| {
            if let Some(heading) = heading.get() {
                let _ = heading.focus();
            }
        });
        let close = move || state.here.set(None);
        let rows: Vec<_> =
            sites.iter().take(MOST).filter_map(|at| site_row(state, &index, *at, "here")).collect();
        let more = sites.len().saturating_sub(MOST);
        Some(view! {
            <section
                class="site-card sites-here"
                aria-labelledby="sites-here-title"
                on:keydown=move |event| {
                    if event.key() == "Escape" {
                        close();
                    }
                }
            >
                <div class="site-card__head">
                    <h2 id="sites-here-title" node_ref=heading tabindex="-1">
                        {format!("{} sites at this place", sites.len())}
                    </h2>
                    <button type="button" class="icon-button" aria-label="Close" on:click=move |_| close()>
                        <svg viewBox="0 0 24 24" width="18" height="18" aria-hidden="true">
                            <path d="M5 5l14 14M19 5 5 19" stroke="currentColor" stroke-width="2.5" />
                        </svg>
                    </button>
                </div>
                <ul class="site-list__rows" aria-label="At this place">
                    {rows}
                </ul>
                {(more > 0)
                    .then(|| {
                        view! { <p class="quiet small">{format!("and {more} more; a search finds them")}</p> }
                    })}
            </section>
        })
    };
    view! { {shown} }.into_any()
}
