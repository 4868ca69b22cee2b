//! The one look at the clock.

use gagehouse_model::TimeUs;
use std::time::{SystemTime, UNIX_EPOCH};

/// Now.
pub fn now() -> TimeUs {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    TimeUs(i64::try_from(since.as_micros()).unwrap_or(i64::MAX))
}
