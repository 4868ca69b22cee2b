//! Instants of a zone's local clock.

use gagehouse_model::time::MINUTE_US;
use gagehouse_model::zone::offset_text;
use gagehouse_model::{TimeRange, TimeUs, ZoneOffsets};

/// What the local clock shows at an instant, as microseconds of a clock without zone.
pub fn local_us(zone: &ZoneOffsets, time: TimeUs) -> i64 {
    zone.local_us(time)
}

/// The instants at which the local clock shows this: none in the hour that summer time skips, two in the
/// hour that it repeats, else one.
pub fn instants_of_local(zone: &ZoneOffsets, local_us: i64) -> impl Iterator<Item = TimeUs> {
    let day_us = gagehouse_model::time::DAY_US;
    // No zone is more than a day away from UTC, so the offset before and the one after are among these.
    let around = [local_us.saturating_sub(day_us), local_us, local_us.saturating_add(day_us)];
    let mut offsets = around.map(|us| zone.offset_minutes_at(TimeUs(us)));
    offsets.sort_unstable();
    let instant = |offset: i32| TimeUs(local_us.saturating_sub(i64::from(offset) * MINUTE_US));
    let [a, b, c] = offsets
        .map(|offset| Some(instant(offset)).filter(|time| zone.offset_minutes_at(*time) == offset));
    // Larger offsets are earlier instants; equal ones count once.
    let b = b.filter(|_| offsets[1] != offsets[2]);
    let a = a.filter(|_| offsets[0] != offsets[1]);
    [c, b, a].into_iter().flatten()
}

/// The calendar years, in UTC, that hold all of these; `None` without any. A clock that is good for them tells none of
/// their instants wrongly.
pub fn whole_years(ranges: impl IntoIterator<Item = TimeRange>) -> Option<TimeRange> {
    let all = ranges.into_iter().reduce(TimeRange::hull)?;
    let start = TimeUs::from_civil(all.start.civil_date().0, 1, 1, 0);
    let end = TimeUs::from_civil(all.end.civil_date().0 + 1, 1, 1, 0);
    Some(TimeRange { start: start.min(all.start), end: end.max(all.end) })
}

/// An instant in full: `2019-05-01 12:15:00 (America/Denver, UTC−06:00)`; the offset once when it is the
/// zone's name.
pub fn full_text(zone: &ZoneOffsets, time: TimeUs) -> String {
    format!("{} ({})", clock_text(zone, time), zone_text(zone, time))
}

/// An instant without naming its zone: `2019-05-01 12:15:00`.
pub fn clock_text(zone: &ZoneOffsets, time: TimeUs) -> String {
    time.to_local_text(zone.offset_minutes_at(time))
}

/// An instant with its offset, without the zone's name: `2019-05-01 12:15:00 UTC−06:00`.
pub fn stamp_text(zone: &ZoneOffsets, time: TimeUs) -> String {
    format!("{} {}", clock_text(zone, time), utc_offset_text(zone, time))
}

/// From when to when, to the second, with the zone; each end with its own offset where they differ.
pub fn span_text(zone: &ZoneOffsets, range: TimeRange) -> String {
    let (from, to) = (whole_seconds(zone, range.start), whole_seconds(zone, range.end));
    let offset = utc_offset_text(zone, range.start);
    let last = zone_text(zone, range.end);
    if offset == utc_offset_text(zone, range.end) {
        format!("{from} to {to} ({last})")
    } else {
        format!("{from} ({offset}) to {to} ({last})")
    }
}

/// From when to when, to the second, without the zone.
pub fn short_span(zone: &ZoneOffsets, range: TimeRange) -> String {
    format!("{} to {}", whole_seconds(zone, range.start), whole_seconds(zone, range.end))
}

fn whole_seconds(zone: &ZoneOffsets, time: TimeUs) -> String {
    clock_text(zone, time).split('.').next().unwrap_or_default().to_owned()
}

/// The zone's name and the offset in force at an instant.
pub fn zone_text(zone: &ZoneOffsets, time: TimeUs) -> String {
    let offset = utc_offset_text(zone, time);
    if offset == zone.name { offset } else { format!("{}, {offset}", zone.name) }
}

/// The offset in force at an instant: `UTC−06:00`.
pub fn utc_offset_text(zone: &ZoneOffsets, time: TimeUs) -> String {
    match zone.offset_minutes_at(time) {
        0 => "UTC".to_owned(),
        minutes => format!("UTC{}", offset_text(minutes).replace('-', "\u{2212}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use gagehouse_model::time::DAY_US;
    use proptest::prelude::*;

    fn denver_2019() -> ZoneOffsets {
        ZoneOffsets {
            name: "America/Denver".to_owned(),
            first_offset_minutes: -420,
            transitions: vec![
                ("2019-03-10T09:00:00Z".parse().unwrap(), -360),
                ("2019-11-03T08:00:00Z".parse().unwrap(), -420),
            ],
        }
    }

    fn instants(local: &str) -> Vec<String> {
        let local: TimeUs = local.parse().unwrap();
        instants_of_local(&denver_2019(), local.0).map(TimeUs::to_rfc3339).collect()
    }

    #[test]
    fn the_skipped_hour_has_no_instant_and_the_repeated_hour_two() {
        assert_eq!(instants("2019-03-10T02:30:00Z"), Vec::<String>::new());
        assert_eq!(
            instants("2019-11-03T01:30:00Z"),
            ["2019-11-03T07:30:00Z", "2019-11-03T08:30:00Z"]
        );
        assert_eq!(instants("2019-05-01T00:00:00Z"), ["2019-05-01T06:00:00Z"]);
        assert_eq!(instants("2019-03-10T03:00:00Z"), ["2019-03-10T09:00:00Z"]);
    }

    #[test]
    fn each_end_of_a_span_across_a_clock_change_has_its_own_offset() {
        let span = |start: &str, end: &str| {
            let (start, end) = (start.parse().unwrap(), end.parse().unwrap());
            span_text(&denver_2019(), TimeRange { start, end })
        };
        assert_eq!(
            span("2019-10-22T10:30:00Z", "2019-11-21T10:30:00.5Z"),
            "2019-10-22 04:30:00 (UTC\u{2212}06:00) to 2019-11-21 03:30:00 (America/Denver, UTC\u{2212}07:00)"
        );
        assert_eq!(
            span("2019-05-01T06:00:00Z", "2019-05-02T06:00:00Z"),
            "2019-05-01 00:00:00 to 2019-05-02 00:00:00 (America/Denver, UTC\u{2212}06:00)"
        );
        let repeated = ["2019-11-03T07:30:00Z", "2019-11-03T08:30:00Z"]
            .map(|time| stamp_text(&denver_2019(), time.parse().unwrap()));
        assert_eq!(
            repeated,
            ["2019-11-03 01:30:00 UTC\u{2212}06:00", "2019-11-03 01:30:00 UTC\u{2212}07:00"]
        );
    }

    #[test]
    fn a_time_is_never_without_its_zone() {
        let time: TimeUs = "2019-05-01T18:15:00Z".parse().unwrap();
        assert_eq!(
            full_text(&denver_2019(), time),
            "2019-05-01 12:15:00 (America/Denver, UTC\u{2212}06:00)"
        );
        assert_eq!(full_text(&ZoneOffsets::utc(), time), "2019-05-01 18:15:00 (UTC)");
        let standard = ZoneOffsets::fixed("UTC\u{2212}07:00", -420);
        assert_eq!(full_text(&standard, time), "2019-05-01 11:15:00 (UTC\u{2212}07:00)");
    }

    proptest! {
        /// Whatever a page tells of, its clock is good for: deployments begun years before the view too.
        #[test]
        fn whole_years_hold_every_instant_told(
            spans in prop::collection::vec((-10_000i64..30_000, 0i64..20_000), 1..8),
        ) {
            let spans = spans.iter().map(|(from, days)| TimeRange {
                start: TimeUs(from * DAY_US),
                end: TimeUs((from + days) * DAY_US),
            });
            let years = whole_years(spans.clone()).unwrap();
            for span in spans {
                prop_assert!(years.start <= span.start && span.end <= years.end);
            }
            for edge in [years.start, years.end] {
                prop_assert_eq!(edge.civil_date(), (edge.civil_date().0, 1, 1));
            }
        }
    }
}
