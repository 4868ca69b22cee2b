//! What the series say at the cursor, beside it: the legend says the same further down, with more words.

use super::painter::Painter;
use super::readout::Readout;
use super::records::card_rows;
use super::series_mark::SeriesMark;
use super::state::PlotState;
use gagehouse_chart::local::{clock_text, full_text};
use leptos::prelude::*;

/// More series than this are left to the legend.
const MOST_ROWS: usize = 8;
/// From the cursor to the card, in CSS pixels.
const APART_PX: f64 = 12.0;

/// On which side of the cursor the card stands, and how far from that edge of the plot.
#[derive(Clone, Copy, PartialEq)]
enum Place {
    FromLeft(f64),
    FromRight(f64),
}

/// The card; nothing while there is no cursor, or nothing at it.
#[component]
pub fn CursorCard(
    /// What the page shares.
    state: PlotState,
    /// What knows where the cursor is.
    painter: Painter,
) -> impl IntoView {
    let place = Memo::new(move |_| {
        let time = state.cursor.get()?;
        state.view.track();
        let ((scale, _), frame) = painter.time().zip(painter.frame())?;
        let px = scale.px(time);
        let is_inside = (scale.left_px..=scale.right_px).contains(&px);
        let is_early = px < f64::midpoint(scale.left_px, scale.right_px);
        is_inside.then_some(if is_early {
            Place::FromLeft(px + APART_PX)
        } else {
            Place::FromRight(frame.width_px - px + APART_PX)
        })
    });
    let left = move || match place.get() {
        Some(Place::FromLeft(px)) => format!("{px:.0}px"),
        _ => "auto".to_owned(),
    };
    let right = move || match place.get() {
        Some(Place::FromRight(px)) => format!("{px:.0}px"),
        _ => "auto".to_owned(),
    };
    let near = Memo::new(move |_| {
        place.get()?;
        let time = state.cursor.get()?;
        let ((scale, _), _) = painter.time().zip(painter.frame())?;
        Some(painter.records_near(scale.px(time))).filter(|near| !near.is_empty())
    });
    let records = move || near.get().map(|near| card_rows(state, &near));
    let rows = move || {
        place.get()?;
        let readouts = state.readouts.get();
        let first = readouts.first()?.time;
        let time = state.zone.with(|zone| full_text(zone, first));
        let row = |readout: &Readout| {
            let other_time = (readout.time != first)
                .then(|| state.zone.with(|zone| clock_text(zone, readout.time)));
            view! {
                <li>
                    <SeriesMark style=readout.style />
                    " "
                    <strong>{readout.value.clone()}</strong>
                    " "
                    <span class="quiet">{other_time}</span>
                </li>
            }
        };
        let rows: Vec<_> = readouts.iter().take(MOST_ROWS).map(row).collect();
        let more = readouts.len().saturating_sub(MOST_ROWS);
        let more =
            (more > 0).then(|| view! { <li class="quiet">{format!("and {more} more")}</li> });
        Some(view! {
            <p class="cursor-card__time">{time}</p>
            <ul>{rows} {more}</ul>
        })
    };
    // Who hears the page is told by the live region and the legend.
    view! {
        <div
            class="cursor-card small"
            data-testid="cursor-card"
            aria-hidden="true"
            style:left=left
            style:right=right
            hidden=move || {
                place.get().is_none()
                    || state.readouts.with(Vec::is_empty) && near.with(Option::is_none)
            }
        >
            {rows}
            {records}
        </div>
    }
}
