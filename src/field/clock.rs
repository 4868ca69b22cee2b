//! The device's clock, with its offset.

use crate::browser;
use gagehouse_model::TimeUs;
use gagehouse_model::zone::offset_text;
use gagehouse_records::{Precision, When};

/// Offset of the device's clock from UTC now, minutes east.
pub fn device_offset_minutes() -> i32 {
    -(js_sys::Date::new_0().get_timezone_offset() as i32)
}

/// Now, to the minute, on a clock of an offset.
pub fn now(offset_minutes: i32) -> When {
    When::new(browser::now(), offset_minutes, Precision::Minute)
}

/// A time of the device for a person: the clock alone on the same day, else with its date; always with the offset.
pub fn shown(time_ms: f64) -> String {
    let offset = device_offset_minutes();
    let text = TimeUs((time_ms * 1e3) as i64).to_local_text(offset);
    let today = browser::now().to_local_text(offset);
    let is_today = text.get(..10) == today.get(..10);
    let from = if is_today { 11 } else { 0 };
    format!("{} (UTC{})", text.get(from..16).unwrap_or(&text), offset_text(offset))
}
