//! The window's observations as they were read, page by page.

use super::series_info::SeriesInfo;
use super::state::PlotState;
use super::store::Held;
use gagehouse_chart::format::count;
use gagehouse_chart::local::{clock_text, stamp_text, zone_text};
use gagehouse_chart::quality::in_words;
use gagehouse_model::{TimeUs, ZoneOffsets};
use gagehouse_observations::{Row, ValueKind};
use leptos::prelude::*;
use std::ops::Range;

const ROWS_PER_PAGE: usize = 100;

/// For each shown series a table that is filled when it is opened.
#[component]
pub fn ValuesTables(
    /// What the page shares.
    state: PlotState,
    /// Whether the tables are open from the start.
    open: bool,
) -> impl IntoView {
    view! {
        <For
            each=move || state.shown()
            key=|info| (info.name.clone(), info.style, info.unit.clone())
            children=move |info| view! { <ValuesTable state info open /> }
        />
    }
}

#[component]
fn ValuesTable(state: PlotState, info: SeriesInfo, open: bool) -> impl IntoView {
    let is_open = RwSignal::new(open);
    let page = RwSignal::new(0usize);
    let title = format!("Values of {}", info.label());
    let info = StoredValue::new(info);
    let rows_in_view = Memo::new(move |_| {
        state.store.track();
        let view = state.settled.get();
        let name = info.with_value(|info| info.name.clone());
        let range = view.and_then(|view| state.store.with(&name, |held| held.series.indices(view)));
        range.unwrap_or(0..0)
    });
    let pages = move || rows_in_view.with(|rows| rows.len().div_ceil(ROWS_PER_PAGE).max(1));
    let at = move || page.get().min(pages() - 1);
    let rows_shown = move || {
        let rows = rows_in_view.get();
        let from = rows.start + at() * ROWS_PER_PAGE;
        from..(from + ROWS_PER_PAGE).min(rows.end)
    };
    let with_held = move |read: &mut dyn FnMut(&Held, &ZoneOffsets)| {
        info.with_value(|info| {
            state.store.with(&info.name, |held| state.zone.with(|zone| read(held, zone)))
        })
    };
    let body = move || {
        let mut rows = Vec::new();
        if is_open.get() {
            let shown = rows_shown();
            with_held(&mut |held, zone| {
                let has_offsets = one_offset(held, shown.clone(), zone).is_none();
                let all = shown.clone().filter_map(|index| held.series.row(index));
                rows.extend(all.map(|row| value_row(&row, held, zone, has_offsets)));
            });
        }
        rows
    };
    let zone_name = move || {
        let mut name = state.zone.with(|zone| zone.name.clone());
        let shown = rows_shown();
        with_held(&mut |held, zone| {
            if let Some(time) = one_offset(held, shown.clone(), zone) {
                name = zone_text(zone, time);
            }
        });
        name
    };
    let position = move || {
        let rows = rows_in_view.get();
        let from = at() * ROWS_PER_PAGE;
        let to = (from + ROWS_PER_PAGE).min(rows.len());
        format!(
            "{} to {} of {}",
            count((from + 1).min(rows.len()) as u64),
            count(to as u64),
            count(rows.len() as u64)
        )
    };
    let toggled = move |event: leptos::ev::Event| {
        is_open.set(event_target::<web_sys::Element>(&event).has_attribute("open"));
    };
    let is_last = move || at() + 1 >= pages();
    let unit = info.with_value(|info| info.unit.clone());
    let value_head = if unit.is_empty() { "Value".to_owned() } else { format!("Value ({unit})") };
    view! {
        <details class="values" open=open on:toggle=toggled>
            <summary>{title.clone()}</summary>
            <div class="values__pages">
                <button
                    type="button"
                    class="button button--quiet"
                    disabled=move || at() == 0
                    on:click=move |_| page.set(at().saturating_sub(1))
                >
                    "Earlier rows"
                </button>
                <span class="figures" role="status">{position}</span>
                <button
                    type="button"
                    class="button button--quiet"
                    disabled=is_last
                    on:click=move |_| page.set(at() + 1)
                >
                    "Later rows"
                </button>
            </div>
            <div class="table-scroll" tabindex="0" role="region" aria-label=title>
                <table class="figures">
                    <thead>
                        <tr>
                            <th scope="col">{move || format!("Time ({})", zone_name())}</th>
                            <th scope="col">{value_head}</th>
                            <th scope="col">"Quality"</th>
                        </tr>
                    </thead>
                    <tbody>{body}</tbody>
                </table>
            </div>
        </details>
    }
}

/// An instant of some rows, when one offset from UTC is in force for all of them.
fn one_offset(held: &Held, rows: Range<usize>, zone: &ZoneOffsets) -> Option<TimeUs> {
    let first = held.series.row(rows.start)?.time;
    let last = held.series.row(rows.end.checked_sub(1)?)?.time;
    let is_set = |(at, _): &(TimeUs, i32)| first < *at && *at <= last;
    (!zone.transitions.iter().any(is_set)).then_some(first)
}

fn value_row(
    row: &Row,
    held: &Held,
    zone: &ZoneOffsets,
    has_offset: bool,
) -> impl IntoView + use<> {
    let number = held.text(row.value);
    let value = match held.series.kind(row.value) {
        ValueKind::NoData => format!("no data ({number})"),
        _ => number,
    };
    let words = held.series.quality_words().get(usize::from(row.quality));
    let quality = words.map(in_words).unwrap_or_default();
    // Where the clock is set, an hour comes twice.
    let time = if has_offset { stamp_text } else { clock_text }(zone, row.time);
    view! {
        <tr>
            <td>{time}</td>
            <td>{value}</td>
            <td>{quality}</td>
        </tr>
    }
}
