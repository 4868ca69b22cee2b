//! The sign of a series: its colour, its marker and its number.

use leptos::prelude::*;

/// Drawn beside a series' name; the number is what its tag on the plot says.
#[component]
pub fn SeriesMark(
    /// Style of the series, from 0.
    style: usize,
) -> impl IntoView {
    let hollow = style % 8 >= 4;
    let shape = match style % 4 {
        0 => view! { <circle cx="10" cy="8" r="4.5" /> }.into_any(),
        1 => view! { <rect x="6" y="4" width="8" height="8" /> }.into_any(),
        2 => view! { <path d="M10 2.5 15 12H5z" /> }.into_any(),
        _ => view! { <path d="M10 2.5 15.5 8 10 13.5 4.5 8z" /> }.into_any(),
    };
    let class = format!("series-mark series-mark--{}", style % 8 + 1);
    view! {
        <span class=class>
            <svg viewBox="0 0 20 16" width="25" height="20" aria-hidden="true">
                <path d="M0 8h20" class="series-mark__line" />
                <g class=if hollow { "series-mark__hollow" } else { "series-mark__filled" }>{shape}</g>
            </svg>
            <span class="series-mark__number">{style + 1}</span>
        </span>
    }
}
