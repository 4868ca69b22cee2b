//! Offsets of time zones, asked of the browser's own table and handed on as plain data.

use gagehouse_chart::query::ZoneChoice;
use gagehouse_model::time::{DAY_US, MINUTE_US};
use gagehouse_model::zone::offset_from_text;
use gagehouse_model::{SiteZone, TimeRange, TimeUs, ZoneOffsets};
use js_sys::{Array, Function, Object, Reflect};
use wasm_bindgen::{JsCast, JsValue};

/// No zone changes its offset and changes it back within less than this: Cairo did within 20 days in 2010.
const STEP_US: i64 = 14 * DAY_US;
/// Outside these instants (the years 1900 to 2100) the offset is that at the border.
const FIRST_US: i64 = -25_567 * DAY_US;
const LAST_US: i64 = 47_482 * DAY_US;

/// The zone of a choice, good for the window and a year around it, not for what else is told: the window must hold
/// that too. A site without a zone is in UTC.
pub fn zone_for(choice: ZoneChoice, site: Option<&SiteZone>, window: TimeRange) -> ZoneOffsets {
    match choice {
        ZoneChoice::Utc => ZoneOffsets::utc(),
        ZoneChoice::Browser => browser_zone_name()
            .and_then(|name| offsets_of(&name, window))
            .unwrap_or_else(ZoneOffsets::utc),
        ZoneChoice::Standard => site.map_or_else(ZoneOffsets::utc, ZoneOffsets::standard),
        ZoneChoice::Site => {
            let Some(site) = site else { return ZoneOffsets::utc() };
            let civil = site.iana.as_deref().and_then(|name| offsets_of(name, window));
            civil.unwrap_or_else(|| ZoneOffsets::standard(site))
        }
    }
}

/// Name of the reader's own zone.
pub fn browser_zone_name() -> Option<String> {
    let format = js_sys::Intl::DateTimeFormat::default();
    Reflect::get(&format.resolved_options(), &"timeZone".into()).ok()?.as_string()
}

/// The offsets of an IANA zone; `None` when the browser does not know it.
fn offsets_of(name: &str, window: TimeRange) -> Option<ZoneOffsets> {
    let clock = Clock::new(name)?;
    let year_us = 366 * DAY_US;
    let from_us = window.start.0.saturating_sub(year_us).clamp(FIRST_US, LAST_US);
    let to_us = window.end.0.saturating_add(year_us).clamp(FIRST_US, LAST_US);
    let first_offset_minutes = clock.offset_minutes(from_us)?;
    let mut transitions = Vec::new();
    let (mut at_us, mut offset) = (from_us, first_offset_minutes);
    while at_us < to_us {
        let next_us = at_us + STEP_US;
        let next_offset = clock.offset_minutes(next_us)?;
        if next_offset != offset {
            transitions.push((TimeUs(clock.change_between(at_us, next_us, offset)?), next_offset));
        }
        (at_us, offset) = (next_us, next_offset);
    }
    Some(ZoneOffsets { name: name.to_owned(), first_offset_minutes, transitions })
}

/// `Intl.DateTimeFormat` of one zone, which writes offsets such as `GMT-06:00`.
struct Clock {
    format: Function,
}

impl Clock {
    fn new(zone: &str) -> Option<Self> {
        let options = Object::new();
        for (name, value) in [("timeZone", zone), ("timeZoneName", "longOffset")] {
            Reflect::set(&options, &name.into(), &value.into()).ok()?;
        }
        let intl = Reflect::get(&js_sys::global(), &"Intl".into()).ok()?;
        let constructor: Function =
            Reflect::get(&intl, &"DateTimeFormat".into()).ok()?.dyn_into().ok()?;
        // Constructed by reflection, because an unknown zone throws.
        let format =
            Reflect::construct(&constructor, &Array::of2(&"en-US".into(), &options)).ok()?;
        let format = Reflect::get(&format, &"format".into()).ok()?.dyn_into().ok()?;
        Some(Self { format })
    }

    fn offset_minutes(&self, time_us: i64) -> Option<i32> {
        let time_ms = JsValue::from_f64(time_us as f64 / 1_000.0);
        let text = self.format.call1(&JsValue::UNDEFINED, &time_ms).ok()?.as_string()?;
        let offset = text.rsplit("GMT").next()?.trim().replace('\u{2212}', "-");
        // Offsets of the 19th century have seconds; they are cut to minutes.
        if offset.is_empty() { Some(0) } else { offset_from_text(offset.get(..6)?) }
    }

    /// The minute within which the offset leaves `offset`.
    fn change_between(&self, from_us: i64, to_us: i64, offset: i32) -> Option<i64> {
        let (mut before, mut after) = (from_us.div_euclid(MINUTE_US), to_us.div_euclid(MINUTE_US));
        while after - before > 1 {
            let middle = before + (after - before) / 2;
            if self.offset_minutes(middle * MINUTE_US)? == offset {
                before = middle;
            } else {
                after = middle;
            }
        }
        Some(after * MINUTE_US)
    }
}
