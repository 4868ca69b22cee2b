//! In which units this device shows values, on every page.

use crate::browser;
use gagehouse_chart::query::UnitsChoice;
use gagehouse_model::unit::UnitPreference;

/// Under which the device remembers units.
const STORAGE_KEY: &str = "gagehouse.units";

/// What the device prefers; as measured where it has not said.
pub fn remembered() -> UnitPreference {
    let word = browser::remembered(STORAGE_KEY);
    word.and_then(|word| UnitsChoice::from_word(&word)).unwrap_or_default()
}

/// Remembers what the reader chose.
pub fn remember(units: UnitPreference) {
    browser::remember(STORAGE_KEY, Some(UnitsChoice::word(units)));
}
