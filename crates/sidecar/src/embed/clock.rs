//! The clock of a plot, from the zone table that this program carries.

use chrono::{DateTime, Offset, TimeZone};
use chrono_tz::Tz;
use gagehouse_chart::query::ZoneChoice;
use gagehouse_model::time::{DAY_US, SECOND_US};
use gagehouse_model::{SiteZone, TimeRange, TimeUs, ZoneOffsets};

/// No zone changes its offset and changes it back within less than this.
const STEP_US: i64 = 7 * DAY_US;
/// Outside these instants (the years 1900 to 2100) the offset is that at the border.
const FIRST_US: i64 = -25_567 * DAY_US;
const LAST_US: i64 = 47_482 * DAY_US;

/// The zone of a choice, good for the window and a year around it. A reader's own zone is not known here; the site's
/// stands for it.
pub fn zone_for(choice: ZoneChoice, site: Option<&SiteZone>, window: TimeRange) -> ZoneOffsets {
    let Some(site) = site else { return ZoneOffsets::utc() };
    match choice {
        ZoneChoice::Utc => ZoneOffsets::utc(),
        ZoneChoice::Standard => ZoneOffsets::standard(site),
        ZoneChoice::Site | ZoneChoice::Browser => {
            let civil = site.iana.as_deref().and_then(|name| offsets_of(name, window));
            civil.unwrap_or_else(|| ZoneOffsets::standard(site))
        }
    }
}

/// The offsets of an IANA zone around a window; `None` for a name that is none.
fn offsets_of(name: &str, window: TimeRange) -> Option<ZoneOffsets> {
    let zone: Tz = name.parse().ok()?;
    let year_us = 366 * DAY_US;
    let from_us = window.start.0.saturating_sub(year_us).clamp(FIRST_US, LAST_US);
    let to_us = window.end.0.saturating_add(year_us).clamp(FIRST_US, LAST_US);
    let first_offset_minutes = offset_minutes(zone, from_us)?;
    let mut transitions = Vec::new();
    let (mut at_us, mut offset) = (from_us, first_offset_minutes);
    while at_us < to_us {
        let next_us = at_us + STEP_US;
        let next_offset = offset_minutes(zone, next_us)?;
        if next_offset != offset {
            let (mut before_us, mut after_us) = (at_us, next_us);
            while after_us - before_us > SECOND_US {
                let middle_us = before_us + (after_us - before_us) / 2;
                match offset_minutes(zone, middle_us)? == offset {
                    true => before_us = middle_us,
                    false => after_us = middle_us,
                }
            }
            let change_us = after_us.div_euclid(SECOND_US) * SECOND_US;
            transitions.push((TimeUs(change_us), next_offset));
        }
        (at_us, offset) = (next_us, next_offset);
    }
    Some(ZoneOffsets { name: name.to_owned(), first_offset_minutes, transitions })
}

fn offset_minutes(zone: Tz, time_us: i64) -> Option<i32> {
    let utc = DateTime::from_timestamp_micros(time_us)?.naive_utc();
    Some(zone.offset_from_utc_datetime(&utc).fix().local_minus_utc() / 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_clock_of_a_site_changes_when_its_zone_does() {
        let site = SiteZone { iana: Some("America/Denver".into()), standard_offset_minutes: -420 };
        let (start, end) = ("2019-05-01T00:00:00Z", "2019-12-01T00:00:00Z");
        let window = TimeRange { start: start.parse().unwrap(), end: end.parse().unwrap() };
        let zone = zone_for(ZoneChoice::Site, Some(&site), window);
        let change = "2019-11-03T08:00:00Z".parse().unwrap();
        assert!(zone.transitions.contains(&(change, -420)), "{zone:?}");
        assert_eq!(zone.offset_minutes_at(window.start), -360);
        let standard = zone_for(ZoneChoice::Standard, Some(&site), window);
        assert_eq!(standard.name, "UTC\u{2212}07:00");
        let odd = SiteZone { iana: Some("Nowhere/Much".into()), ..site };
        assert_eq!(zone_for(ZoneChoice::Site, Some(&odd), window), standard);
        assert_eq!(zone_for(ZoneChoice::Site, None, window), ZoneOffsets::utc());
    }
}
