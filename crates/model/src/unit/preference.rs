//! Which unit a person would rather read.

use super::table::{Household, KnownUnit, Quantity, UNITS};
use super::{Conversion, Unit};
use serde::{Deserialize, Serialize};

/// The units in which values are shown, kept per device.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum UnitPreference {
    /// Feet, cubic feet per second, degrees Fahrenheit.
    UsCustomary,
    /// Metres, cubic metres per second, degrees Celsius.
    Metric,
    /// As each source measured.
    #[default]
    AsMeasured,
}

impl UnitPreference {
    /// The unit in which values of a variable are shown that were measured in `from`; the same where it is at
    /// home there already, or has no counterpart.
    ///
    /// The variable's name decides where one unit has two counterparts: wind is read in miles per hour and a
    /// current in feet per second, rain and snow in inches and a stage in feet, air pressure in inches
    /// of mercury and that of water in psi.
    pub fn unit_for(self, from: &'static KnownUnit, variable_name: &str) -> &'static KnownUnit {
        let name = variable_name.to_lowercase();
        let says = |words: &[&str]| words.iter().any(|word| name.contains(word));
        let symbol = match (self, from.household) {
            (Self::AsMeasured, _) | (_, Household::Both) => return from,
            (Self::UsCustomary, Household::UsCustomary) | (Self::Metric, Household::Metric) => {
                return from;
            }
            (Self::UsCustomary, Household::Metric) => match from.symbol {
                "cm" if says(&["snow", "precip", "rain"]) => "in",
                "m/s" | "km/h" if says(&["wind", "gust"]) => "mi/h",
                "Pa" | "hPa" | "mbar" | "kPa" if says(&["barometric", "air", "atmospheric"]) => {
                    "inHg"
                }
                other => counterpart(other, &US_OF_METRIC),
            },
            (Self::Metric, Household::UsCustomary) => counterpart(from.symbol, &METRIC_OF_US),
        };
        UNITS.iter().find(|unit| unit.symbol == symbol).unwrap_or(from)
    }
}

/// A unit in which values are shown.
#[derive(Debug, Clone, PartialEq)]
pub struct ShownUnit {
    /// What stands beside them, possibly empty.
    pub label: String,
    /// The unit, where its conversion is known.
    pub known: Option<&'static KnownUnit>,
    /// From the measured unit into this one.
    pub conversion: Conversion,
}

impl UnitPreference {
    /// The unit in which values of a variable are shown that were measured in `measured`.
    pub fn shown(self, measured: &Unit, variable_name: &str) -> ShownUnit {
        let known = measured.known();
        let as_measured = || ShownUnit {
            label: measured.label().to_owned(),
            known,
            conversion: Conversion::NONE,
        };
        let Some(from) = known.filter(|_| self != Self::AsMeasured) else { return as_measured() };
        let to = self.unit_for(from, variable_name);
        match from.conversion_to(to) {
            Some(conversion) => {
                ShownUnit { label: to.symbol.to_owned(), known: Some(to), conversion }
            }
            None => as_measured(),
        }
    }
}

impl KnownUnit {
    /// The conversion into another unit; `None` when they do not measure the same.
    pub fn conversion_to(&self, other: &Self) -> Option<Conversion> {
        let same = self.quantity == other.quantity;
        same.then(|| Conversion::between(self.scale, other.scale))
    }

    /// The conversion of a time integral, in this unit times seconds, into another unit: a flow into a volume,
    /// a speed (rainfall rate) into a length; `None` for anything else.
    pub fn integral_conversion_to(&self, other: &Self) -> Option<Conversion> {
        let fits = matches!(
            (self.quantity, other.quantity),
            (Quantity::Flow, Quantity::Volume) | (Quantity::Speed, Quantity::Length)
        );
        fits.then(|| Conversion::between(self.scale, other.scale))
    }
}

fn counterpart<'a>(symbol: &'a str, pairs: &[(&'a str, &'a str)]) -> &'a str {
    pairs.iter().find(|(from, _)| *from == symbol).map_or(symbol, |(_, to)| to)
}

const US_OF_METRIC: [(&str, &str); 25] = [
    ("mm", "in"),
    ("cm", "ft"),
    ("m", "ft"),
    ("km", "mi"),
    ("m²", "ft²"),
    ("ha", "acre"),
    ("km²", "mi²"),
    ("m³", "ft³"),
    ("L", "gal"),
    ("ML", "acre-ft"),
    ("m³/s", "ft³/s"),
    ("L/s", "gal/min"),
    ("m³/d", "acre-ft/d"),
    ("ML/d", "Mgal/d"),
    ("m/s", "ft/s"),
    ("cm/s", "ft/s"),
    ("km/h", "mi/h"),
    ("mm/h", "in/h"),
    ("mm/d", "in/d"),
    ("hPa", "psi"),
    ("mbar", "psi"),
    ("kPa", "psi"),
    ("bar", "psi"),
    ("dbar", "psi"),
    ("°C", "°F"),
];

const METRIC_OF_US: [(&str, &str); 21] = [
    ("in", "mm"),
    ("ft", "m"),
    ("ftUS", "m"),
    ("yd", "m"),
    ("mi", "km"),
    ("ft²", "m²"),
    ("acre", "ha"),
    ("mi²", "km²"),
    ("ft³", "m³"),
    ("gal", "L"),
    ("Mgal", "ML"),
    ("acre-ft", "m³"),
    ("ft³/s", "m³/s"),
    ("gal/min", "L/s"),
    ("Mgal/d", "ML/d"),
    ("acre-ft/d", "m³/d"),
    ("ft/s", "m/s"),
    ("mi/h", "m/s"),
    ("psi", "kPa"),
    ("inHg", "hPa"),
    ("°F", "°C"),
];
