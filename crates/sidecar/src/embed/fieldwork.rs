//! Records of field work on a plot: those that anybody may see, as marks and as a list.

use super::scene::Scene;
use crate::app::AppState;
use crate::http::AppError;
use crate::records::events::{EventsOf, events};
use gagehouse_chart::events::words::when_text;
use gagehouse_chart::events::{Event, EventKind, EventKinds, instant};
use gagehouse_chart::query::PlotQuery;
use gagehouse_model::{DatastreamRef, TimeRange, TimeUs, Viewer};
use gagehouse_page::html::escaped;
use gagehouse_records::Precision;

/// Records in a list.
const MOST_LISTED: usize = 40;

/// The records about series in a window, and from when on they are all here if some are missing.
pub async fn read(
    state: &AppState,
    viewer: &Viewer,
    plot: &PlotQuery,
    names: &[DatastreamRef],
    window: TimeRange,
) -> Result<(Vec<Event>, Option<TimeUs>), AppError> {
    if plot.events == EventKinds::NONE || !plot.kind.is_over_time() || names.is_empty() {
        return Ok((Vec::new(), None));
    }
    let of = EventsOf { kinds: plot.events, ..EventsOf::datastreams(names, window) };
    let list = events(state, viewer, &[], of).await?;
    Ok((list.events, list.since.and_then(|since| since.parse().ok())))
}

/// The newest records as a list, as markup; nothing when there are none.
pub fn list(scene: &Scene) -> String {
    let words = scene.words;
    let item = |event: &Event| {
        // Titles of records are written in English.
        let name = match words.reasons {
            None => event.title.clone(),
            Some(_) => format!("{} {}", words.charts.event_kinds[event.kind as usize], event.label),
        };
        let time = match event.begin.precision() {
            // No time of the day is known, so none is told.
            Precision::Day => when_text(event, &scene.zone).chars().take(10).collect(),
            _ => scene.time_text(instant(event)),
        };
        format!("<li>{}: {}</li>", escaped(&time), escaped(name.trim()))
    };
    let newest = scene.events.iter().rev().filter(|event| event.kind != EventKind::Readings);
    let items: String = newest.take(MOST_LISTED).map(item).collect();
    if items.is_empty() {
        return String::new();
    }
    format!("<h2>{}</h2><ul>{items}</ul>", words.records)
}
