//! The whole record in a strip below the plot, with a brush that shows and moves the window.

use super::state::PlotState;
use super::summary::span_text;
use crate::chart::overview::paint;
use crate::chart::palette::palette_of_page;
use crate::chart::size::use_size;
use crate::components::theme_toggle::use_theme_is_dark;
use gagehouse_chart::format::count;
use gagehouse_chart::local::stamp_text;
use gagehouse_chart::overview::{Grip, Overview, OverviewSpec, arrange};
use gagehouse_model::{TimeRange, TimeUs};
use leptos::ev::{KeyboardEvent, PointerEvent};
use leptos::html;
use leptos::prelude::*;

const FONT_PX: f64 = 11.0;
/// An edge of the brush is held so far outside of it, in CSS pixels; as wide as the style sheet makes it.
const EDGE_PX: f64 = 24.0;

/// A press on the strip.
#[derive(Debug, Clone, Copy)]
struct Held {
    grip: Grip,
    from: TimeUs,
    view: TimeRange,
}

/// The strip.
#[component]
pub fn OverviewStrip(
    /// What the page shares.
    state: PlotState,
) -> impl IntoView {
    let node = NodeRef::<html::Div>::new();
    let size_px = use_size(node);
    let strip = Memo::new(move |_| {
        let (width_px, height_px) = size_px.get();
        let record = state.extent();
        let zone = state.zone.get();
        (width_px > 0.0)
            .then(|| arrange(&OverviewSpec { width_px, height_px, font_px: FONT_PX, record, zone }))
    });
    let canvas = NodeRef::<html::Canvas>::new();
    repaint(state, strip, canvas);
    let held = StoredValue::new(None::<Held>);
    let at = move |event: &PointerEvent, strip: &Overview| {
        let left = node.get_untracked().map_or(0.0, |node| node.get_bounding_client_rect().left());
        let px = f64::from(event.client_x()) - left;
        (px, strip.time.time(px))
    };
    let on_press = move |event: PointerEvent| {
        let Some((strip, view)) = strip.get_untracked().zip(state.view.get_untracked()) else {
            return;
        };
        if event.button() > 0 {
            return;
        }
        if let Some(node) = node.get_untracked() {
            let _ = node.set_pointer_capture(event.pointer_id());
        }
        let (px, time) = at(&event, &strip);
        let (grip, view) = held_at(px, time, view, &strip);
        held.set_value(Some(Held { grip, from: time, view }));
        if Some(view) != state.view.get_untracked() {
            state.move_view(view);
        }
    };
    let on_move = move |event: PointerEvent| {
        let Some((held, strip)) = held.get_value().zip(strip.get_untracked()) else { return };
        let by_us = at(&event, &strip).1.0.saturating_sub(held.from.0);
        state.move_view(held.grip.moved(held.view, by_us, strip.time.window));
    };
    let on_release = move |_: PointerEvent| held.set_value(None);
    let px = move |of: fn(&Overview, TimeRange) -> f64| {
        let px = strip.get().zip(state.view.get()).map(|(strip, view)| of(&strip, view));
        format!("{:.1}px", px.unwrap_or(0.0))
    };
    view! {
        <div class="overview" role="group" aria-label="Whole record">
            <div
                class="overview__strip"
                node_ref=node
                on:pointerdown=on_press
                on:pointermove=on_move
                on:pointerup=on_release
                on:pointercancel=on_release
                on:dblclick=move |_| state.move_view(state.extent())
            >
                <canvas class="plot-canvas" node_ref=canvas aria-hidden="true"></canvas>
                <div
                    class="overview__shade"
                    style:left="0"
                    style:width=move || px(|strip, view| strip.seen_px(view).0)
                ></div>
                <div
                    class="overview__shade"
                    style:left=move || px(|strip, view| strip.seen_px(view).1)
                    style:width=move || px(|strip, view| strip.width_px - strip.seen_px(view).1)
                ></div>
                <BrushPart
                    state
                    strip
                    grip=Grip::Whole
                    left=move || px(|strip, view| strip.held_px(view).0)
                    width=move || px(|strip, view| strip.held_px(view).1 - strip.held_px(view).0)
                />
                <BrushPart
                    state
                    strip
                    grip=Grip::Start
                    left=move || px(|strip, view| strip.held_px(view).0 - EDGE_PX)
                    width=String::new
                />
                <BrushPart
                    state
                    strip
                    grip=Grip::End
                    left=move || px(|strip, view| strip.held_px(view).1)
                    width=String::new
                />
            </div>
            {move || not_loaded(state)}
        </div>
    }
}

/// What a press at a pixel holds, and the view it starts from: outside the brush, the window jumps there.
fn held_at(px: f64, time: TimeUs, view: TimeRange, strip: &Overview) -> (Grip, TimeRange) {
    let (from, to) = strip.held_px(view);
    match px {
        px if (from - EDGE_PX..from).contains(&px) => (Grip::Start, view),
        px if (to..to + EDGE_PX).contains(&px) => (Grip::End, view),
        px if (from..to).contains(&px) => (Grip::Whole, view),
        _ => {
            let by_us = time.0.saturating_sub(Grip::Whole.at(view).0);
            (Grip::Whole, Grip::Whole.moved(view, by_us, strip.time.window))
        }
    }
}

/// The brush or one of its edges, as a slider along the record.
#[component]
fn BrushPart<L, W>(
    state: PlotState,
    strip: Memo<Option<Overview>>,
    grip: Grip,
    left: L,
    width: W,
) -> impl IntoView
where
    L: Fn() -> String + Send + 'static,
    W: Fn() -> String + Send + 'static,
{
    let (label, class) = match grip {
        Grip::Whole => ("Window", "overview__brush"),
        Grip::Start => ("Start of the window", "overview__edge overview__edge--start"),
        Grip::End => ("End of the window", "overview__edge"),
    };
    // A window beyond the record has no place on the strip.
    let is_elsewhere = Memo::new(move |_| {
        let shown = strip.get().zip(state.view.get());
        shown.is_some_and(|(strip, view)| strip.time.window.intersection(view).is_none())
    });
    let share = move || {
        let (strip, view) = strip.get().zip(state.settled.get())?;
        let share = (strip.time.px(grip.at(view)) - strip.data.left_px) / strip.data.width_px();
        Some(format!("{:.0}", share.clamp(0.0, 1.0) * 100.0))
    };
    let words = move || {
        let view = state.settled.get()?;
        Some(match grip {
            Grip::Whole => span_text(state, view),
            Grip::Start | Grip::End => state.zone.with(|zone| stamp_text(zone, grip.at(view))),
        })
    };
    let on_key = move |event: KeyboardEvent| {
        let Some((view, strip)) = state.view.get_untracked().zip(strip.get_untracked()) else {
            return;
        };
        if event.ctrl_key() || event.alt_key() || event.meta_key() {
            return;
        }
        let record = strip.time.window;
        let Some(by_us) = step_us(&event.key(), grip, view, record) else { return };
        event.prevent_default();
        state.move_view(grip.moved(view, by_us, record));
    };
    view! {
        <div
            class=class
            role="slider"
            tabindex="0"
            aria-label=label
            aria-valuemin="0"
            aria-valuemax="100"
            aria-valuenow=share
            aria-valuetext=words
            style:left=left
            style:width=width
            style:visibility=move || if is_elsewhere.get() { "hidden" } else { "visible" }
            on:keydown=on_key
        ></div>
    }
}

/// How far a key moves a part of the brush.
fn step_us(key: &str, grip: Grip, view: TimeRange, record: TimeRange) -> Option<i64> {
    let step_us = (view.len_us() / 10).max(1);
    let page_us = if grip == Grip::Whole { view.len_us() } else { step_us * 5 };
    let here_us = grip.at(view).0;
    Some(match key {
        "ArrowLeft" | "ArrowDown" => -step_us,
        "ArrowRight" | "ArrowUp" => step_us,
        "PageDown" => -page_us,
        "PageUp" => page_us,
        "Home" => record.start.0.saturating_sub(here_us).saturating_sub(view.len_us()),
        "End" => record.end.0.saturating_sub(here_us).saturating_add(view.len_us()),
        _ => return None,
    })
}

/// Says that the strip is not complete, and offers the rest.
fn not_loaded(state: PlotState) -> Option<AnyView> {
    state.store.track();
    let record = state.extent();
    let shown = state.shown();
    let is_missing =
        |info: &&super::series_info::SeriesInfo| state.store.is_incomplete(&info.name, record);
    let is_read = |info: &&super::series_info::SeriesInfo| info.made_of.is_none();
    let missing: Vec<_> = shown.iter().filter(is_read).filter(is_missing).cloned().collect();
    if state.loader.is_loading() || missing.is_empty() {
        return None;
    }
    let values: Option<u64> = missing.iter().map(|info| info.value_count).sum();
    let values = values.map(|values| format!(" (about {} values in all)", count(values)));
    let load = move |_| state.loader.want_all(&missing, record);
    Some(
        view! {
            <p class="small quiet overview__note">
                "Hatched: not loaded. "
                <button type="button" class="link-button" on:click=load>
                    "Load the whole record" {values}
                </button>
            </p>
        }
        .into_any(),
    )
}

/// Paints the strip again when rows come, or what it shows changes; not when the window moves.
fn repaint(state: PlotState, strip: Memo<Option<Overview>>, canvas: NodeRef<html::Canvas>) {
    let is_dark = use_theme_is_dark();
    let is_scheduled = StoredValue::new(false);
    let paint_now = move || {
        let strip = strip.try_get_untracked().flatten()?;
        let shown = untrack(|| state.shown());
        let record = strip.time.window;
        let mut missing: Vec<TimeRange> = Vec::new();
        for info in &shown {
            missing.extend(state.store.missing(&info.name, record));
        }
        missing.sort_by_key(|part| part.start);
        state.store.with_all(|held| {
            let drawn: Vec<_> = shown
                .iter()
                .filter_map(|info| {
                    let held = held.get(&info.name)?;
                    Some((&held.series, &held.state.covered, info.style))
                })
                .collect();
            paint(canvas, &strip, &drawn, &missing, &palette_of_page())
        })?
    };
    Effect::new(move |_| {
        is_dark.track();
        state.store.track();
        strip.track();
        state.query.track();
        state.infos.track();
        canvas.track();
        if !is_scheduled.try_update_value(|on| std::mem::replace(on, true)).unwrap_or(true) {
            request_animation_frame(move || {
                if is_scheduled.try_set_value(false).is_none() {
                    paint_now();
                }
            });
        }
    });
}
