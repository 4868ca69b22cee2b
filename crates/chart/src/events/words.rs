//! Events in words: when they were, with no more precision than is known, and what they are.

use super::{Event, EventKind, EventKinds, instant};
use crate::local::{clock_text, utc_offset_text, zone_text};
use crate::words::ENGLISH;
use gagehouse_model::time::DAY_US;
use gagehouse_model::{TimeRange, TimeUs, ZoneOffsets};
use gagehouse_records::{Precision, When};

/// When an event was, by a clock, the zone named: `2026-05-03 10:15 to 12:00 (America/Denver, UTC−06:00)`. Of a day alone the offset
/// is that of the clock by which it was written down.
pub fn when_text(event: &Event, zone: &ZoneOffsets) -> String {
    let (begin, end) = (event.begin, event.end);
    let from = clock(begin, zone);
    let to = end.map(|end| clock(end, zone));
    let (date, _) = from.split_once(' ').unwrap_or((&from, ""));
    // The date once where both ends are of one day.
    let to = to.map(|to| match to.split_once(' ') {
        Some((same, clock)) if same == date => format!(" to {clock}"),
        _ => format!(" to {to}"),
    });
    let open = if event.is_open { ", still there" } else { "" };
    let zone = match begin.precision() {
        Precision::Day => {
            let own = ZoneOffsets::fixed("", begin.offset_minutes());
            format!("time of day not recorded, {}", utc_offset_text(&own, begin.earliest()))
        }
        _ => zone_text(zone, begin.earliest()),
    };
    format!("{from}{}{open} ({zone})", to.unwrap_or_default())
}

fn clock(when: When, zone: &ZoneOffsets) -> String {
    match when.precision() {
        // A day of another offset stays the day that was written down.
        Precision::Day => {
            let own = ZoneOffsets::fixed("", when.offset_minutes());
            clock_text(&own, when.earliest()).chars().take(10).collect()
        }
        Precision::Minute => clock_text(zone, when.earliest()).chars().take(16).collect(),
        Precision::Second => clock_text(zone, when.earliest()),
    }
}

/// An event in a sentence, for people who hear it.
pub fn sentence(event: &Event, zone: &ZoneOffsets) -> String {
    let details: String = event.details.iter().map(|line| format!(" {line}.")).collect();
    format!("{}, {}.{details}", event.title, when_text(event, zone))
}

/// What the signs above the data and among them stand for, for a file that has no other legend; nothing when none is there.
pub fn legend(events: &[Event], shown: EventKinds) -> Option<String> {
    ENGLISH.legend(events, shown)
}

/// What its sign looks like, in words.
pub fn shape_name(kind: EventKind) -> &'static str {
    ENGLISH.event_shapes[kind as usize]
}

/// The window of a plot around an event: three days to each side of what is marked, so that what changed is seen.
pub fn window_around(event: &Event) -> TimeRange {
    let at = instant(event);
    let reach_us = 3 * DAY_US;
    TimeRange {
        start: TimeUs(at.0.saturating_sub(reach_us)),
        end: TimeUs(at.0.saturating_add(reach_us)),
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::an_event;
    use super::*;

    fn text(begin: &str, end: Option<&str>) -> String {
        let zone = ZoneOffsets::fixed("UTC\u{2212}06:00", -360);
        when_text(&an_event(EventKind::Visits, begin, end), &zone)
    }

    #[test]
    fn times_are_said_by_the_clock_of_the_plot_with_their_own_precision() {
        let visit = text("2026-05-03T10:15-07:00", Some("2026-05-03T12:00-07:00"));
        assert_eq!(visit, "2026-05-03 11:15 to 13:00 (UTC\u{2212}06:00)");
        let overnight = text("2026-05-03T23:15-06:00", Some("2026-05-04T02:00:30-06:00"));
        assert_eq!(overnight, "2026-05-03 23:15 to 2026-05-04 02:00:30 (UTC\u{2212}06:00)");
        // Midnight of the day as written is another day by the clock of the plot, and is not said.
        let day = text("2026-05-03+05:30", None);
        assert_eq!(day, "2026-05-03 (time of day not recorded, UTC+05:30)");
    }

    #[test]
    fn an_open_deployment_says_that_it_lasts() {
        let event = an_event(EventKind::Deployments, "2026-05-03T10:15-06:00", None);
        let event = Event { is_open: true, title: "Deployment of Sonde S-1".to_owned(), ..event };
        let zone = ZoneOffsets::fixed("UTC\u{2212}06:00", -360);
        let said = "Deployment of Sonde S-1, 2026-05-03 10:15, still there (UTC\u{2212}06:00).";
        assert_eq!(sentence(&event, &zone), said);
    }
}
