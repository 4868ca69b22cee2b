//! Time zones: what a site states, and offsets over time as plain data.

use crate::time::{DAY_US, MINUTE_US, TimeUs, parse_offset};
use serde::{Deserialize, Serialize};

/// The zone of a site: where its civil time comes from and the offset its loggers keep all year.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SiteZone {
    /// IANA name, such as `America/Denver`. `None` when the site does not say.
    pub iana: Option<String>,
    /// Offset of local standard time from UTC, minutes east; −420 for UTC−07:00.
    pub standard_offset_minutes: i32,
}

impl SiteZone {
    /// The fixed offset as ISO 8601 writes it, for example `-07:00`.
    pub fn standard_offset_text(&self) -> String {
        offset_text(self.standard_offset_minutes)
    }
}

/// `±hh:mm` for an offset in minutes east of UTC.
pub fn offset_text(offset_minutes: i32) -> String {
    let sign = if offset_minutes < 0 { '-' } else { '+' };
    format!("{sign}{:02}:{:02}", offset_minutes.abs() / 60, offset_minutes.abs() % 60)
}

/// Reads `±hh:mm`, `±hhmm`, `±hh` or `Z` into minutes east of UTC.
pub fn offset_from_text(text: &str) -> Option<i32> {
    if matches!(text, "Z" | "z" | "UTC") { Some(0) } else { parse_offset(text.as_bytes()) }
}

/// Offsets of one zone over time, as data: whoever knows the zone database (the browser's `Intl`, the
/// sidecar's tables) fills it, and drawing and labels only read it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ZoneOffsets {
    /// Name shown beside every time, for example `UTC−07:00` or `America/Denver`.
    pub name: String,
    /// Offset before the first transition, minutes east of UTC.
    pub first_offset_minutes: i32,
    /// Instants at which the offset changes, ascending, each with the offset from then on.
    pub transitions: Vec<(TimeUs, i32)>,
}

impl ZoneOffsets {
    /// One offset for all time.
    pub fn fixed(name: impl Into<String>, offset_minutes: i32) -> Self {
        Self { name: name.into(), first_offset_minutes: offset_minutes, transitions: Vec::new() }
    }

    /// UTC.
    pub fn utc() -> Self {
        Self::fixed("UTC", 0)
    }

    /// A site's standard time, named by its offset (`UTC−07:00`).
    pub fn standard(zone: &SiteZone) -> Self {
        if zone.standard_offset_minutes == 0 {
            return Self::utc();
        }
        let text = zone.standard_offset_text().replace('-', "\u{2212}");
        Self::fixed(format!("UTC{text}"), zone.standard_offset_minutes)
    }

    /// What the local clock shows at an instant, as microseconds of a clock without zone.
    pub fn local_us(&self, t: TimeUs) -> i64 {
        t.0.saturating_add(i64::from(self.offset_minutes_at(t)) * MINUTE_US)
    }

    /// The first instant at which the local clock shows this or something later: the beginning of a civil
    /// day, told its midnight, also where summer time skips or repeats that midnight.
    pub fn first_instant_of_local(&self, local_us: i64) -> TimeUs {
        // No zone is more than a day away from UTC.
        let from = TimeUs(local_us.saturating_sub(2 * DAY_US));
        let first = self.transitions.partition_point(|(at, _)| *at <= from);
        let mut offset = self.offset_minutes_at(from);
        for (at, next_offset) in self.transitions.get(first..).unwrap_or_default() {
            let instant = TimeUs(local_us.saturating_sub(i64::from(offset) * MINUTE_US));
            if instant < *at {
                return instant;
            }
            offset = *next_offset;
            if self.local_us(*at) >= local_us {
                return *at;
            }
        }
        TimeUs(local_us.saturating_sub(i64::from(offset) * MINUTE_US))
    }

    /// The offset in force at an instant, minutes east of UTC.
    pub fn offset_minutes_at(&self, t: TimeUs) -> i32 {
        match self.transitions.partition_point(|(from, _)| *from <= t) {
            0 => self.first_offset_minutes,
            n => self.transitions[n - 1].1,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_offset_changes_at_the_transition_itself() {
        let zone = ZoneOffsets {
            name: "America/Denver".into(),
            first_offset_minutes: -420,
            transitions: vec![(TimeUs(1_000), -360), (TimeUs(2_000), -420)],
        };
        assert_eq!(zone.offset_minutes_at(TimeUs(999)), -420);
        assert_eq!(zone.offset_minutes_at(TimeUs(1_000)), -360);
        assert_eq!(zone.offset_minutes_at(TimeUs(2_000)), -420);
    }

    #[test]
    fn a_civil_day_begins_at_its_first_instant_whatever_the_clock_does() {
        let hour_us = 60 * MINUTE_US;
        // Noon of day 10: one hour forward over midnight, noon of day 20: back.
        let forward = ZoneOffsets {
            name: "over midnight".into(),
            first_offset_minutes: 0,
            transitions: vec![(TimeUs(10 * DAY_US - hour_us / 2), 60), (TimeUs(20 * DAY_US), 0)],
        };
        // 23:30 is followed by 00:30: the day begins there.
        assert_eq!(forward.first_instant_of_local(10 * DAY_US), TimeUs(10 * DAY_US - hour_us / 2));
        // 01:00 of day 20 is followed by 00:00 again: the day began an hour before.
        assert_eq!(forward.first_instant_of_local(20 * DAY_US), TimeUs(20 * DAY_US - hour_us));
        assert_eq!(forward.first_instant_of_local(30 * DAY_US), TimeUs(30 * DAY_US));
        let standard = ZoneOffsets::fixed("UTC\u{2212}07:00", -420);
        assert_eq!(standard.first_instant_of_local(0), TimeUs(7 * hour_us));
        assert_eq!(standard.local_us(TimeUs(7 * hour_us)), 0);
    }

    #[test]
    fn offsets_read_as_they_are_written() {
        for minutes in [-720, -420, -210, 0, 330, 345, 840] {
            assert_eq!(offset_from_text(&offset_text(minutes)), Some(minutes));
        }
        assert_eq!(offset_from_text("7"), None);
    }
}
