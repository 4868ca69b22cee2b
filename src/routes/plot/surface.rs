//! The plot itself: canvases, pointer, wheel and keyboard.

use super::gestures::{Asked, Gestures};
use super::keyboard::{HELP, Move, move_of_key};
use super::painter::Painter;
use super::records;
use super::state::PlotState;
use super::summary::summary_of;
use gagehouse_chart::TimeScale;
use gagehouse_chart::events::Event;
use gagehouse_chart::navigate::{in_whole_columns, panned_px, zoomed};
use gagehouse_model::TimeRange;
use leptos::ev::{KeyboardEvent, PointerEvent, WheelEvent};
use leptos::html;
use leptos::prelude::*;

/// The interactive plot.
#[component]
pub fn PlotSurface(
    /// What the page shares.
    state: PlotState,
    /// What paints it.
    painter: Painter,
) -> impl IntoView {
    let surface = painter.surface;
    let gestures = StoredValue::new(Gestures::default());
    let scale = move || painter.time();
    let wheel_rest = StoredValue::new(0.0);
    let answer = move |asked: Asked| {
        painter.selection_px.set(None);
        match asked {
            Asked::Nothing => {}
            Asked::Cursor(time) => state.cursor.set(Some(time)),
            Asked::Selecting(from, to) => painter.selection_px.set(Some((from, to))),
            Asked::View(view) => state.move_view(view),
        }
    };
    let on_press = move |event: PointerEvent| {
        let Some((px, _)) = position(surface, &event) else { return };
        let is_touch = event.pointer_type() == "touch";
        let moves_view = is_touch || event.shift_key() || event.button() == 1;
        if !is_touch && event.button() > 1 {
            return;
        }
        if let Some(element) = surface.get_untracked() {
            let _ = element.set_pointer_capture(event.pointer_id());
        }
        gestures.update_value(|gestures| gestures.press(event.pointer_id(), px, moves_view));
    };
    let on_move = move |event: PointerEvent| {
        let Some(((px, _), scale)) = position(surface, &event).zip(scale()) else { return };
        let asked = gestures.try_update_value(|g| g.drag(event.pointer_id(), px, scale));
        answer(asked.unwrap_or(Asked::Nothing));
    };
    let on_release = move |event: PointerEvent| {
        let Some(((px, y_px), scale)) = position(surface, &event).zip(scale()) else { return };
        let asked = gestures.try_update_value(|g| g.release(event.pointer_id(), px, scale.0));
        let asked = asked.unwrap_or(Asked::Nothing);
        if let (Asked::Cursor(_), Some(number)) = (asked, painter.record_under((px, y_px))) {
            let record =
                |events: &std::sync::Arc<[_]>| events.get(number).map(|event: &Event| event.record);
            if let Some(record) = state.records.events.with_untracked(record) {
                state.records.open(record);
            }
        }
        answer(asked);
    };
    let on_cancel = move |_: PointerEvent| {
        gestures.update_value(Gestures::cancel);
        painter.selection_px.set(None);
    };
    let on_leave = move |event: PointerEvent| {
        if event.pointer_type() == "mouse" && event.buttons() == 0 {
            state.cursor.set(None);
        }
    };
    let on_wheel = move |event: WheelEvent| {
        let Some(((px, _), scale)) = position(surface, &event).zip(scale()) else { return };
        event.prevent_default();
        let view = wheel_rest.try_update_value(|rest| after_wheel(&event, px, scale, rest));
        if let Some(view) = view.flatten() {
            state.move_view(view);
        }
    };
    let on_key = move |event: KeyboardEvent| {
        let Some(moved) = move_of_key(&event.key(), event.shift_key()) else { return };
        if event.ctrl_key() || event.alt_key() || event.meta_key() {
            return;
        }
        event.prevent_default();
        match moved {
            Move::View(moved) => {
                let moved = state.view.get_untracked().map(|view| moved.apply(view, state));
                if let Some(view) = moved {
                    state.move_view(view);
                }
            }
            Move::PreviousView => state.previous_view(),
            Move::NextView => state.next_view(),
            Move::Cursor(step) => step.apply(state, scale().map(|(scale, _)| scale)),
            Move::Record { forth } => records::step(state, forth),
            Move::OpenRecord => records::open_at_cursor(state),
            Move::Leave => state.cursor.set(None),
        }
    };
    let undrawn = move || {
        let titles = painter.undrawn.get().join(", ");
        (!titles.is_empty()).then(|| {
            view! {
                <p class="plot-keys small" role="status">
                    {format!("No room for the axis of {titles}. Its line is drawn to a scale of its own: ")}
                    "read its values at the cursor, hide other series, or widen the window."
                </p>
            }
        })
    };
    let fit = move |_| state.move_view(state.extent());
    view! {
        <div
            class="plot-surface"
            node_ref=surface
            role="application"
            tabindex="0"
            aria-label="Interactive plot"
            aria-describedby="plot-keys"
            on:pointerdown=on_press
            on:pointermove=on_move
            on:pointerup=on_release
            on:pointercancel=on_cancel
            on:pointerleave=on_leave
            on:wheel=on_wheel
            on:keydown=on_key
            on:dblclick=fit
        >
            <canvas
                class="plot-canvas"
                node_ref=painter.axes
                role="img"
                aria-label=move || summary_of(state)
            ></canvas>
            <canvas class="plot-canvas" node_ref=painter.data aria-hidden="true"></canvas>
            <canvas class="plot-canvas" node_ref=painter.signs aria-hidden="true"></canvas>
            <canvas class="plot-canvas" node_ref=painter.overlay aria-hidden="true"></canvas>
        </div>
        {undrawn}
        <p class="visually-hidden" aria-live="polite">{move || state.spoken.get()}</p>
    }
}

/// What keys and pointer do on the plot.
#[component]
pub fn PlotKeys() -> impl IntoView {
    view! { <p id="plot-keys" class="plot-keys quiet small">{HELP}</p> }
}

/// Where a pointer is, from the surface's corner in CSS pixels.
fn position(
    surface: NodeRef<html::Div>,
    event: &impl AsRef<web_sys::MouseEvent>,
) -> Option<(f64, f64)> {
    let corner = surface.get_untracked()?.get_bounding_client_rect();
    let event = event.as_ref();
    Some((f64::from(event.client_x()) - corner.left(), f64::from(event.client_y()) - corner.top()))
}

/// Up and down zoom at the pointer, sideways moves by whole columns; what is less is the rest for the next turn.
fn after_wheel(
    event: &WheelEvent,
    px: f64,
    (scale, columns): (TimeScale, u32),
    rest: &mut f64,
) -> Option<TimeRange> {
    // Lines and pages, as some browsers count, become about as many pixels.
    let unit_px = [1.0, 24.0, 400.0][(event.delta_mode() as usize).min(2)];
    let (dx, dy) = (event.delta_x() * unit_px, event.delta_y() * unit_px);
    if dx.abs() > dy.abs() {
        let by = dx / (scale.right_px - scale.left_px).max(1.0) * f64::from(columns) + *rest;
        *rest = by - by.round();
        let by = by.round() as i64;
        return (by != 0).then(|| panned_px(scale.window, by, columns));
    }
    let px = px.clamp(scale.left_px, scale.right_px);
    let window = zoomed(scale.window, scale.time(px), (dy.clamp(-240.0, 240.0) * 0.0025).exp());
    Some(in_whole_columns(window, columns))
}
