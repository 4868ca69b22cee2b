//! How much of each day of the window is there, series by series.

use super::kind_charts::standard_zone;
use super::series_info::SeriesInfo;
use super::state::PlotState;
use super::store::Held;
use crate::chart::calendar::paint;
use crate::chart::palette::palette_of_page;
use crate::chart::size::use_size;
use crate::components::theme_toggle::use_theme_is_dark;
use gagehouse_chart::calendar::{
    Calendar, Day, MONTHS, Month, Step, arrange, months, percent_of_many, stepped,
};
use gagehouse_chart::query::PlotKind;
use gagehouse_model::time::{DAY_US, days_from_civil};
use gagehouse_model::{TimeRange, TimeUs};
use gagehouse_observations::Stamp;
use leptos::ev::{KeyboardEvent, PointerEvent};
use leptos::html;
use leptos::prelude::*;

const FONT_PX: f64 = 11.0;

/// A calendar for each shown series, while that is the kind of plot.
#[component]
pub fn Calendars(
    /// What the page shares.
    state: PlotState,
) -> impl IntoView {
    let is_shown = Memo::new(move |_| state.query.with(|query| query.kind == PlotKind::Calendar));
    let shown = move || if is_shown.get() { state.shown() } else { Vec::new() };
    let legend = move || {
        is_shown.get().then(|| {
            view! {
                <p class="plot-keys small">
                    "Each day is filled from below by the share of it that is there: values over those that the usual \
                     step of the series lets expect, by the standard clock of the site. A full cell is a whole day, an \
                     empty one a day without values, a hatched one is not loaded."
                </p>
            }
        })
    };
    view! {
        {legend}
        <For
            each=shown
            key=|info| (info.name.clone(), info.style)
            children=move |info| view! { <SeriesCalendar state info /> }
        />
    }
}

/// The days of the window, those that were not read marked.
fn days_of(info: &SeriesInfo, held: &Held, view: TimeRange) -> Vec<Day> {
    let zone = standard_zone(info);
    let is_read = |(year, month, day): (i64, u32, u32)| {
        let local_us = days_from_civil(year, month, day) * DAY_US;
        let start = zone.first_instant_of_local(local_us);
        let end = zone.first_instant_of_local(local_us + DAY_US);
        // The first and the last day of the record are read when their rows are.
        let record = held.series.extent();
        let part = record.and_then(|record| record.intersection(TimeRange { start, end }));
        part.is_none_or(|part| held.state.covered.covers(part))
            && (part.is_some() || held.state.covered.contains(TimeUs(start.0.midpoint(end.0))))
    };
    let days = held.series.completeness(view, &zone, Stamp::Instant).into_iter();
    days.map(|day| Day { day, is_read: is_read(day.date) }).collect()
}

/// The calendar of one series: a canvas to read day by day, and a table by months.
#[component]
fn SeriesCalendar(state: PlotState, info: SeriesInfo) -> impl IntoView {
    let (label, style) = (info.label(), info.style);
    let info = StoredValue::new(info);
    let is_loading = Memo::new(move |_| state.loader.is_loading());
    let days = Memo::new(move |before: Option<&Vec<Day>>| {
        let Some(view) = state.settled.get() else { return Vec::new() };
        if is_loading.get() {
            return before.cloned().unwrap_or_default();
        }
        state.store.track();
        let days = |info: &SeriesInfo| {
            state.store.with(&info.name, |held| days_of(info, held, view)).unwrap_or_default()
        };
        info.with_value(days)
    });
    let selected = RwSignal::new(None::<usize>);
    Effect::new(move |_| {
        days.track();
        selected.set(None);
    });
    let node = NodeRef::<html::Div>::new();
    let canvas = NodeRef::<html::Canvas>::new();
    let size_px = use_size(node);
    let calendar = Memo::new(move |_| {
        let (width_px, _) = size_px.get();
        days.with(|days| {
            if width_px > 0.0 { arrange(days, width_px, FONT_PX) } else { Calendar::default() }
        })
    });
    let is_dark = use_theme_is_dark();
    Effect::new(move |_| {
        is_dark.track();
        canvas.track();
        let (width_px, _) = size_px.get();
        let selected = selected.get();
        calendar.with(|calendar| {
            days.with(|days| {
                let what = (calendar, days.as_slice());
                paint(canvas, what, (selected, style), width_px, &palette_of_page())
            })
        });
    });
    let on_move = move |event: PointerEvent| {
        let Some(corner) = node.get_untracked().map(|node| node.get_bounding_client_rect()) else {
            return;
        };
        let (x_px, y_px) = (f64::from(event.client_x()), f64::from(event.client_y()));
        let (x_px, y_px) = (x_px - corner.left(), y_px - corner.top());
        let day = calendar.with_untracked(|calendar| calendar.day_at(x_px, y_px));
        if day.is_some() && day != selected.get_untracked() {
            selected.set(day);
        }
    };
    let on_key = move |event: KeyboardEvent| {
        if event.ctrl_key() || event.alt_key() || event.meta_key() {
            return;
        }
        let Some(step) = step_of_key(&event.key()) else { return };
        event.prevent_default();
        let next = days.with_untracked(|days| stepped(days, selected.get_untracked(), step));
        selected.set(next);
    };
    let said = move || {
        days.with(|days| {
            let day = selected.get().and_then(|selected| days.get(selected).map(Day::words));
            day.unwrap_or_else(|| summary(days))
        })
    };
    let rows =
        move || days.with(|days| months(days)).into_iter().map(month_row).collect::<Vec<_>>();
    let name = format!("Completeness of {label}");
    let table_label = format!("{name} by month");
    let height = move || format!("{:.0}px", calendar.with(|calendar| calendar.height_px));
    view! {
        <section class="figure">
            <h2>{name.clone()}</h2>
            <div
                class="calendar"
                node_ref=node
                style:height=height
                role="application"
                tabindex="0"
                aria-label=name
                aria-describedby=format!("calendar-keys-{style}")
                on:pointermove=on_move
                on:pointerdown=on_move
                on:keydown=on_key
            >
                <canvas class="plot-canvas" node_ref=canvas aria-hidden="true"></canvas>
            </div>
            <p role="status" data-testid="day">{said}</p>
            <p class="small quiet" id=format!("calendar-keys-{style}")>
                "Keys: left and right go day by day, up and down by months, Page Up and Page Down by years, Home and \
                 End to the first and the last day."
            </p>
            <details>
                <summary>"As a table"</summary>
                <div class="table-scroll" tabindex="0" role="region" aria-label=table_label>
                    <table class="figures">
                        <thead>
                            <tr>
                                <th scope="col">"Month"</th>
                                <th scope="col">"Share there"</th>
                                <th scope="col">"Whole days"</th>
                                <th scope="col">"Days in part"</th>
                                <th scope="col">"Days without values"</th>
                                <th scope="col">"Days not loaded"</th>
                            </tr>
                        </thead>
                        <tbody>{rows}</tbody>
                    </table>
                </div>
            </details>
        </section>
    }
}

fn step_of_key(key: &str) -> Option<Step> {
    Some(match key {
        "ArrowLeft" => Step::Days(-1),
        "ArrowRight" => Step::Days(1),
        "ArrowUp" => Step::Months(-1),
        "ArrowDown" => Step::Months(1),
        "PageUp" => Step::Months(-12),
        "PageDown" => Step::Months(12),
        "Home" => Step::First,
        "End" => Step::Last,
        _ => return None,
    })
}

/// All days in a sentence.
fn summary(days: &[Day]) -> String {
    let Some((first, last)) = days.first().zip(days.last()) else {
        return "No values in this window.".to_owned();
    };
    let months = months(days);
    let sum = |of: fn(&Month) -> usize| months.iter().map(of).sum::<usize>();
    let read: Vec<f64> = days.iter().filter(|day| day.is_read).map(Day::share).collect();
    let share = read.iter().sum::<f64>() / (read.len() as f64).max(1.0);
    let unread = match sum(|month| month.unread) {
        0 => String::new(),
        days => format!(", {days} not loaded"),
    };
    format!(
        "{} to {}: {} % there; {} whole days, {} in part, {} without values{unread}.",
        first.date_text(),
        last.date_text(),
        percent_of_many(share),
        sum(|month| month.complete),
        sum(|month| month.partly),
        sum(|month| month.empty),
    )
}

fn month_row(month: Month) -> impl IntoView {
    let (year, number) = month.month;
    let name = MONTHS.get(number as usize - 1).copied().unwrap_or_default();
    let share =
        month.share.map_or("–".to_owned(), |share| format!("{} %", percent_of_many(share)));
    view! {
        <tr>
            <th scope="row">{format!("{name} {year}")}</th>
            <td>{share}</td>
            <td>{month.complete}</td>
            <td>{month.partly}</td>
            <td>{month.empty}</td>
            <td>{month.unread}</td>
        </tr>
    }
}
