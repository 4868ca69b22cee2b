//! The field records of the plot: what the page shares of them, and where they stand.
//!
//! They are fetched after the first picture, by the list below the plot; until then, and where there are none, nothing is shown.

use super::records_fetch::widened;
use super::series_info::SeriesInfo;
use super::state::PlotState;
use crate::browser;
use gagehouse_chart::Frame;
use gagehouse_chart::events::readings::{Beside, PlacedReading, place, widen};
use gagehouse_chart::events::words::{sentence, when_text};
use gagehouse_chart::events::{Event, EventKinds, EventLayout, Lanes, instant, next_instant};
use gagehouse_chart::frame::AxisSpec;
use gagehouse_chart::navigate::panned;
use gagehouse_model::{DatastreamRef, TimeRange, TimeUs};
use gagehouse_records::RecordId;
use leptos::prelude::*;
use std::collections::HashMap;
use std::sync::Arc;

/// A pointer this near, in CSS pixels, is on a sign.
const ON_PX: f64 = 8.0;
/// Records said at once at most.
const MOST_SAID: usize = 4;
/// Records in the card at the cursor at most, which is not to hide the plot.
const MOST_IN_CARD: usize = 3;

/// The records that were fetched, and what the reader does with them.
#[derive(Clone, Copy)]
pub struct Records {
    /// In the order of their times.
    pub events: RwSignal<Arc<[Event]>>,
    /// The rows above the data.
    pub lanes: Memo<Arc<Lanes>>,
    /// The record whose details the reader asked for on the plot.
    pub opened: RwSignal<Option<(RecordId, u32)>>,
}

impl Records {
    /// None yet; `kinds` are those that are shown.
    pub fn new(kinds: Memo<EventKinds>) -> Self {
        let events = RwSignal::new(Arc::<[Event]>::from([]));
        let lanes = Memo::new(move |_| {
            let now = TimeUs((browser::now_ms() * 1_000.0) as i64);
            Arc::new(events.with(|events| Lanes::of(events, kinds.get(), now)))
        });
        Self { events, lanes, opened: RwSignal::new(None) }
    }

    /// Opens the details of a record in the list.
    pub fn open(self, record: RecordId) {
        // The same one again, too.
        self.opened.update(|opened| *opened = Some((record, opened.map_or(0, |(_, n)| n + 1))));
    }
}

/// Records where they stand in a frame.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct PlacedRecords {
    /// Above the data.
    pub layout: EventLayout,
    /// Among the data.
    pub readings: Vec<PlacedReading>,
}

impl PlacedRecords {
    /// The events at a place on the axis of time, nearest first those of marks.
    pub fn near(&self, x_px: f64) -> Vec<usize> {
        let mut near = self.layout.near(x_px);
        let readings = self.readings.iter().filter(|read| (read.x_px - x_px).abs() <= ON_PX / 2.0);
        near.extend(readings.map(|read| read.of));
        near.dedup();
        near
    }

    /// The event whose sign a pointer is on.
    pub fn under(&self, (x_px, y_px): (f64, f64), top_px: f64) -> Option<usize> {
        if y_px < top_px {
            let in_row = |y: f64| (y - y_px).abs() <= ON_PX;
            let marks = self.layout.marks.iter();
            let mark = marks
                .filter(|mark| in_row(mark.y_px) && (mark.x_px - x_px).abs() <= ON_PX)
                .find_map(|mark| mark.of.first());
            let mut spans = self.layout.spans.iter();
            let in_span = || {
                spans
                    .find(|it| in_row(it.y_px) && (it.left_px..=it.right_px).contains(&x_px))
                    .and_then(|span| span.of.first())
            };
            return mark.or_else(in_span).copied();
        }
        let is_on = |read: &&PlacedReading| (read.x_px - x_px).hypot(read.y_px - y_px) <= ON_PX;
        self.readings.iter().find(is_on).map(|read| read.of)
    }
}

/// The series beside which readings stand, told the axis of each.
pub fn beside<'a>(
    shown: &'a [SeriesInfo],
    axis_of: &HashMap<DatastreamRef, usize>,
) -> Vec<Beside<'a>> {
    let of = |info: &'a SeriesInfo| {
        Some(Beside {
            name: &info.name,
            unit: &info.unit,
            known_unit: info.known_unit,
            style: info.style,
            axis: *axis_of.get(&info.name)?,
        })
    };
    shown.iter().filter_map(of).collect()
}

/// Lets axes reach to readings, and returns what the frame must have room for.
pub fn make_room(
    state: PlotState,
    axes: &mut [AxisSpec],
    beside: &[Beside<'_>],
    view: TimeRange,
) -> usize {
    let kinds = state.query.with_untracked(|query| query.events);
    state.records.events.with_untracked(|events| widen(axes, events, kinds, beside, view));
    state.records.lanes.with_untracked(|lanes| lanes.rows())
}

/// Where records stand in a frame.
pub fn placed(state: PlotState, frame: &Frame, beside: &[Beside<'_>]) -> PlacedRecords {
    let kinds = state.query.with_untracked(|query| query.events);
    state.records.events.with_untracked(|events| PlacedRecords {
        layout: state.records.lanes.with_untracked(|lanes| lanes.place(events, frame)),
        readings: place(events, kinds, beside, frame),
    })
}

/// Puts the cursor on the next record, or the one before, and says what is recorded there.
pub fn step(state: PlotState, forth: bool) {
    let kinds = state.query.with_untracked(|query| query.events);
    let cursor = state.cursor.get_untracked();
    let events = state.records.events.get_untracked();
    let Some(view) = state.view.get_untracked() else { return };
    let from = cursor.or(Some(if forth { TimeUs(view.start.0 - 1) } else { view.end }));
    // At least so much was fetched.
    let near = widened(view);
    let Some(time) = next_instant((&events, near), kinds, from, forth) else {
        let word = if forth { "later" } else { "earlier" };
        return state.spoken.set(format!("No {word} field record near this window."));
    };
    if !view.contains(time) {
        let center = TimeUs(view.start.0.midpoint(view.end.0));
        let share = (time.0 as f64 - center.0 as f64) / view.len_us() as f64;
        state.move_view(panned(view, share));
    }
    state.cursor.set(Some(time));
    let here: Vec<&Event> =
        events.iter().filter(|it| kinds.has(it.kind) && instant(it) == time).collect();
    let zone = state.zone.get_untracked();
    let said = here.iter().take(MOST_SAID).map(|event| sentence(event, &zone));
    let mut said: Vec<String> = said.collect();
    if let Some(more) = here.len().checked_sub(MOST_SAID).filter(|more| *more > 0) {
        said.push(format!("And {more} more."));
    }
    state.spoken.set(said.join(" "));
}

/// Opens the details of the record under the cursor.
pub fn open_at_cursor(state: PlotState) {
    let kinds = state.query.with_untracked(|query| query.events);
    let Some(time) = state.cursor.get_untracked() else { return };
    let record = state.records.events.with_untracked(|events| {
        let here = events.iter().find(|it| kinds.has(it.kind) && instant(it) == time);
        here.map(|event| event.record)
    });
    if let Some(record) = record {
        state.records.open(record);
    }
}

/// The line of a record that says most in little room: by what a sensor was off, else its first.
fn telling(event: &Event) -> Option<String> {
    let off = event.details.iter().find(|line| line.starts_with("Fouling"));
    off.or(event.details.first()).cloned()
}

/// What the card at the cursor says of the records there, each with its time by the clock that the card names.
pub fn card_rows(state: PlotState, near: &[usize]) -> impl IntoView + use<> {
    let zone = state.zone.get_untracked();
    let rows = state.records.events.with_untracked(|events| {
        let near = near.iter().filter_map(|at| events.get(*at));
        let row = |event: &Event| {
            let when = when_text(event, &zone);
            let when = when.split(" (").next().unwrap_or_default().to_owned();
            let line = telling(event).map(|line| view! { <span>{line}</span> });
            view! {
                <li>
                    <strong>{event.title.clone()}</strong>
                    <span class="quiet">{when}</span>
                    {line}
                </li>
            }
        };
        near.take(MOST_IN_CARD).map(row).collect::<Vec<_>>()
    });
    let more = near.len().saturating_sub(MOST_IN_CARD);
    let more = (more > 0)
        .then(|| view! { <li class="quiet">{format!("and {more} more; zoom in for each")}</li> });
    view! { <ul class="cursor-card__records">{rows} {more}</ul> }
}
