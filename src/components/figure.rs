//! A chart of one quantity over another, with its words and its table.

use super::theme_toggle::use_theme_is_dark;
use crate::chart::palette::palette_of_page;
use crate::chart::size::use_size;
use crate::chart::xy::paint;
use gagehouse_chart::xy::XyChart;
use leptos::html;
use leptos::prelude::*;

const FONT_PX: f64 = 12.0;

/// A chart with what must be said of it, drawn again when it, its size or the theme changes.
#[component]
pub fn Figure(
    /// Its heading.
    title: String,
    /// What it shows; an empty surface while there is none.
    chart: Signal<Option<XyChart>>,
) -> impl IntoView {
    let node = NodeRef::<html::Div>::new();
    let canvas = NodeRef::<html::Canvas>::new();
    let size_px = use_size(node);
    let is_dark = use_theme_is_dark();
    Effect::new(move |_| {
        is_dark.track();
        canvas.track();
        let (width_px, height_px) = size_px.get();
        chart.with(|chart| {
            if let Some(chart) = chart.as_ref().filter(|_| width_px > 0.0) {
                paint(canvas, chart, (width_px, height_px), FONT_PX, &palette_of_page());
            }
        });
    });
    let notes = move || {
        let notes = chart.get().map(|chart| chart.notes).unwrap_or_default().into_iter();
        notes.map(|note| view! { <p class="small quiet">{note}</p> }).collect::<Vec<_>>()
    };
    let table = move || {
        let chart = chart.get()?;
        let heads = chart.heads.into_iter().map(|head| view! { <th scope="col">{head}</th> });
        let rows = chart.rows.into_iter().map(|row| {
            let cells = row.into_iter().map(|cell| view! { <td>{cell}</td> });
            view! { <tr>{cells.collect::<Vec<_>>()}</tr> }
        });
        Some(view! {
            <thead>
                <tr>{heads.collect::<Vec<_>>()}</tr>
            </thead>
            <tbody>{rows.collect::<Vec<_>>()}</tbody>
        })
    };
    let words =
        move || chart.get().map(|chart| format!("{}. {}", chart.title, chart.notes.join(" ")));
    let table_label = format!("{title} as a table");
    view! {
        <section class="figure">
            <h2>{title}</h2>
            <div class="figure__surface" node_ref=node>
                <canvas class="plot-canvas" node_ref=canvas role="img" aria-label=words></canvas>
            </div>
            {notes}
            <details>
                <summary>"As a table"</summary>
                <div class="table-scroll" tabindex="0" role="region" aria-label=table_label>
                    <table class="figures">{table}</table>
                </div>
            </details>
        </section>
    }
}
