//! The field records of the window: which kinds are shown, what each holds, and the way from one to its place on the plot.

use super::records_fetch::{Fetching, follow};
use super::state::PlotState;
use crate::browser::under_base;
use gagehouse_chart::PlotQuery;
use gagehouse_chart::events::draw::corners;
use gagehouse_chart::events::words::{shape_name, when_text, window_around};
use gagehouse_chart::events::{Event, EventKind, instant};
use gagehouse_chart::format::count;
use gagehouse_chart::query::Window;
use gagehouse_model::TimeRange;
use gagehouse_records::RecordId;
use leptos::html;
use leptos::prelude::*;
use leptos_router::components::A;
use std::fmt::Write as _;

/// Records listed at most; the others are reached by zooming.
const MOST: usize = 100;

/// The section; nothing while there are no records.
#[component]
pub fn RecordsSection(
    /// What the page shares.
    state: PlotState,
) -> impl IntoView {
    let fetching = follow(state);
    let any = Memo::new(move |_| state.records.events.with(|events| !events.is_empty()));
    let failed = Memo::new(move |_| match fetching.state.get() {
        Fetching::Failed(why) => Some(why),
        _ => None,
    });
    let retry = move |_| fetching.again.update(|times| *times += 1);
    view! {
        <Show when=move || failed.with(Option::is_some)>
            <p class="small" role="status">
                {move || failed.get().map(|why| format!("The field records could not be loaded: {why} "))}
                <button type="button" class="link-button" on:click=retry>"Try again"</button>
            </p>
        </Show>
        <Show when=move || any.get()>
            <section aria-labelledby="records-heading" class="plot-records">
                <h2 id="records-heading">"Field records"</h2>
                <Kinds state />
                <Left state since=fetching.since />
                <List state />
            </section>
        </Show>
    }
}

/// A box for each kind that is there, with its sign.
#[component]
fn Kinds(state: PlotState) -> impl IntoView {
    let boxes = move || {
        let present = state.records.events.with(|events| {
            let is_there = |kind: &EventKind| events.iter().any(|event| event.kind == *kind);
            EventKind::ALL.into_iter().filter(is_there).collect::<Vec<_>>()
        });
        let of = |kind: EventKind| {
            let is_on = move || state.query.with(|query| query.events.has(kind));
            let toggle = move |_| state.change(|query| query.events = query.events.toggled(kind));
            view! {
                <label>
                    <input type="checkbox" prop:checked=is_on on:change=toggle />
                    <Sign kind />
                    {kind.name()}
                </label>
            }
        };
        present.into_iter().map(of).collect::<Vec<_>>()
    };
    view! {
        <fieldset class="plot-records__kinds">
            <legend class="small quiet">"Shown on the plot"</legend>
            {boxes}
        </fieldset>
    }
}

/// The sign by which the plot shows a kind.
#[component]
fn Sign(kind: EventKind) -> impl IntoView {
    let shape = match kind {
        EventKind::Deployments => view! {
            <rect x="0" y="4" width="16" height="8" fill-opacity="0.25" />
            <path d="M1 4v8" stroke="currentColor" stroke-width="2" />
        }
        .into_any(),
        EventKind::Readings => view! {
            <circle cx="8" cy="8" r="5.5" fill="none" stroke="currentColor" stroke-width="2" />
            <path d="M8 4.5v7M4.5 8h7" stroke="currentColor" stroke-width="2" />
        }
        .into_any(),
        kind => {
            let points = corners(kind, (8.0, 8.0), 5.0).into_iter().fold(
                String::new(),
                |mut points, (x, y)| {
                    let _ = write!(points, "{x:.1},{y:.1} ");
                    points
                },
            );
            view! { <polygon points=points /> }.into_any()
        }
    };
    view! {
        <svg
            class="plot-records__sign"
            viewBox="0 0 16 16"
            width="16"
            height="16"
            fill="currentColor"
            role="img"
            aria-label=shape_name(kind)
        >
            {shape}
        </svg>
    }
}

/// Says what of the window is not here.
#[component]
fn Left(state: PlotState, since: Signal<Option<gagehouse_model::TimeUs>>) -> impl IntoView {
    move || {
        let since = since.get()?;
        let view = state.settled.get().filter(|view| view.start < since)?;
        let text = state.zone.with(|zone| {
            gagehouse_chart::local::short_span(zone, TimeRange { start: since, end: view.end })
        });
        Some(view! {
            <p class="small" role="status">
                {format!("There are more records than are shown at once: these are all from {text}. Zoom in for earlier ones.")}
            </p>
        })
    }
}

fn is_in(event: &Event, view: TimeRange) -> bool {
    let lasts = event.is_open && event.begin.earliest() < view.end;
    let end = event.end.map_or(instant(event), |end| end.end());
    lasts || event.begin.earliest() < view.end && end >= view.start
}

/// What lies in the window, the latest first.
#[component]
fn List(state: PlotState) -> impl IntoView {
    let here = Memo::new(move |_| {
        let Some(view) = state.settled.get() else { return Vec::new() };
        let kinds = state.query.with(|query| query.events);
        state.records.events.with(|events| {
            let here = events.iter().rev();
            here.filter(|it| kinds.has(it.kind) && is_in(it, view)).cloned().collect::<Vec<_>>()
        })
    });
    let more = move || here.with(Vec::len).saturating_sub(MOST);
    let items = move || {
        here.with(|here| {
            here.iter()
                .take(MOST)
                .map(|event| view! { <Item state event=event.clone() /> })
                .collect::<Vec<_>>()
        })
    };
    view! {
        <p class="small quiet" role="status">
            {move || match here.with(Vec::len) {
                0 => "None of the kinds shown lies in this window.".to_owned(),
                1 => "1 record in this window.".to_owned(),
                all => format!("{} records in this window, the latest first.", count(all as u64)),
            }}
        </p>
        <ul class="plot-records__list" aria-label="Field records of the window">{items}</ul>
        {move || (more() > 0).then(|| view! {
            <p class="small">{format!("And {} earlier ones: zoom in for them.", count(more() as u64))}</p>
        })}
    }
}

#[component]
fn Item(state: PlotState, event: Event) -> impl IntoView {
    let node = NodeRef::<html::Details>::new();
    let summary = NodeRef::<html::Summary>::new();
    let record: RecordId = event.record;
    let begun = state.records.opened.get_untracked();
    Effect::new(move |_| {
        let opened = state.records.opened.get();
        if opened == begun || opened.is_none_or(|(opened, _)| opened != record) {
            return;
        }
        if let (Some(node), Some(summary)) = (node.get_untracked(), summary.get_untracked()) {
            node.set_open(true);
            summary.scroll_into_view();
            let _ = summary.focus();
        }
    });
    let when = state.zone.with(|zone| when_text(&event, zone));
    let lines: Vec<_> =
        event.details.iter().map(|line| view! { <li>{line.clone()}</li> }).collect();
    let around = window_around(&event);
    let address = state.query.with_untracked(|query| {
        let window = Window::Span { from: Some(around.start), to: Some(around.end) };
        let query = PlotQuery { window, ..query.clone() };
        format!("/plot?{}", query.render())
    });
    let json = under_base(&format!("/api/v1/{}/{record}", event.record_kind));
    // The field app is another program, for members of the network.
    let sheet = event.visit.map(|visit| {
        let href = under_base(&format!("/field/visits/{visit}/sheet"));
        view! { " · " <a href=href rel="external">"Sheet of the visit, for members"</a> }
    });
    let item = event.item.map(|item| {
        let href = under_base(&format!("/field/equipment/{item}"));
        view! { " · " <a href=href rel="external">"The item, for members"</a> }
    });
    view! {
        <li>
            <details node_ref=node>
                <summary node_ref=summary>
                    <Sign kind=event.kind />
                    <strong>{event.title.clone()}</strong>
                    " "
                    <span class="quiet">{when}</span>
                </summary>
                <ul>{lines}</ul>
                <p>
                    <A href=address scroll=false>"Plot the days around it"</A>
                    " · "
                    <a href=json rel="external">"The record as JSON"</a>
                    {sheet}
                    {item}
                </p>
            </details>
        </li>
    }
}
