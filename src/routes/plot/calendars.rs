//! How much of each day of the window is there, series by series.

use super::kind_charts::standard_zone;
use super::series_info::SeriesInfo;
use super::state::PlotState;
use super::store::Held;
use crate::chart::calendar::paint;
use crate::chart::palette::palette_of_page;
use crate::chart::size::use_size;
use crate::components::theme_toggle::use_theme_is_dark;
use gagehouse_chart::calendar::chart::{DaysChart, days_chart};
use gagehouse_chart::calendar::{Day, Step, stepped};
use gagehouse_chart::frame::Area;
use gagehouse_chart::kinds::Charted;
use gagehouse_chart::query::PlotKind;
use gagehouse_chart::words::{ENGLISH, fill};
use gagehouse_model::TimeRange;
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
                    {fill(ENGLISH.how_days_are_filled, &["the site (standard time)"])}
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

/// The calendar of a series' window; `None` when it has no rows.
fn days_chart_of(info: &SeriesInfo, held: &Held, view: TimeRange) -> Option<DaysChart> {
    let label = info.label();
    let charted = Charted {
        series: &held.series,
        style: info.style,
        label: &label,
        quantity: "",
        decimals: held.decimals,
        log: false,
        words: &ENGLISH,
    };
    days_chart(&charted, &held.state.covered, view, (&standard_zone(info), Stamp::Instant))
}

/// The calendars of what is shown.
pub fn calendars_of(state: PlotState, shown: &[SeriesInfo], view: TimeRange) -> Vec<DaysChart> {
    let of = |info: &SeriesInfo| {
        state.store.with(&info.name, |held| days_chart_of(info, held, view)).flatten()
    };
    shown.iter().filter_map(of).collect()
}

/// The calendar of one series: a canvas to read day by day, and a table by months.
#[component]
fn SeriesCalendar(state: PlotState, info: SeriesInfo) -> impl IntoView {
    let (name, style) = (fill(ENGLISH.completeness, &[&info.label()]), info.style);
    let info = StoredValue::new(info);
    let is_loading = Memo::new(move |_| state.loader.is_loading());
    let chart = Memo::new(move |before: Option<&Option<DaysChart>>| {
        let view = state.settled.get()?;
        if is_loading.get() {
            return before.cloned().flatten();
        }
        state.store.track();
        info.with_value(|info| {
            state.store.with(&info.name, |held| days_chart_of(info, held, view)).flatten()
        })
    });
    let selected = RwSignal::new(None::<usize>);
    Effect::new(move |_| {
        chart.track();
        selected.set(None);
    });
    let node = NodeRef::<html::Div>::new();
    let canvas = NodeRef::<html::Canvas>::new();
    let size_px = use_size(node);
    let calendar = Memo::new(move |_| {
        let (width_px, _) = size_px.get();
        chart.with(|chart| {
            let arranged = chart.as_ref().filter(|_| width_px > 0.0);
            arranged.map(|chart| chart.arranged(width_px, FONT_PX)).unwrap_or_default()
        })
    });
    // The days, while there are any.
    let with_days = move |of: &dyn Fn(&[Day]) -> Option<usize>| {
        chart.with_untracked(|chart| of(&chart.as_ref()?.days))
    };
    let is_dark = use_theme_is_dark();
    Effect::new(move |_| {
        is_dark.track();
        canvas.track();
        let (width_px, _) = size_px.get();
        let height_px = calendar.with(|calendar| calendar.height_px);
        chart.with(|chart| {
            paint(canvas, chart.as_ref()?, (width_px, height_px), FONT_PX, &palette_of_page())
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
        selected.set(with_days(&|days| stepped(days, selected.get_untracked(), step)));
    };
    let said = move || {
        chart.with(|chart| {
            let Some(chart) = chart else { return "No values in this window.".to_owned() };
            let day = selected.get().and_then(|selected| chart.days.get(selected).map(Day::words));
            day.or_else(|| chart.notes.first().cloned()).unwrap_or_default()
        })
    };
    let rows = move || {
        let rows = chart.with(|chart| chart.as_ref().map(|chart| chart.rows.clone()));
        rows.unwrap_or_default().into_iter().map(month_row).collect::<Vec<_>>()
    };
    let heads = ENGLISH.completeness_heads.map(|head| view! { <th scope="col">{head}</th> });
    // A frame around the day that is read.
    let frame = Memo::new(move |_| {
        let selected = selected.get()?;
        calendar.with(|calendar| calendar.cells.get(selected).copied())
    });
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
                {move || frame.get().map(day_frame)}
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
                            <tr>{heads}</tr>
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

/// What stands around the day that is read.
fn day_frame(cell: Area) -> impl IntoView {
    let px = |length_px: f64| format!("{length_px}px");
    view! {
        <span
            class="calendar__day"
            style:left=px(cell.left_px - 2.0)
            style:top=px(cell.top_px - 2.0)
            style:width=px(cell.width_px() + 4.0)
            style:height=px(cell.height_px() + 4.0)
        ></span>
    }
}

fn month_row(row: Vec<String>) -> impl IntoView {
    let mut cells = row.into_iter();
    let name = cells.next();
    view! {
        <tr>
            <th scope="row">{name}</th>
            {cells.map(|cell| view! { <td>{cell}</td> }).collect::<Vec<_>>()}
        </tr>
    }
}
