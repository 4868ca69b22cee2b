//! Whether a quantity's zero means that there is none of it: only then do ratios and percentages say something.

use crate::series_words::datum_of;

/// Whether a unit is one of temperature whose zero is a convention.
pub fn is_conventional_temperature(unit: &str) -> bool {
    ["°C", "°F", "degC", "degF", "deg C", "deg F"].contains(&unit.trim())
}

/// Words of variables, and codes of theirs, whose zero is a convention or which are logarithms or directions.
const CONVENTIONS: [&str; 16] = [
    "ph",
    "00400",
    "orp",
    "redox",
    "00090",
    "eh",
    "direction",
    "azimuth",
    "bearing",
    "level",
    "elevation",
    "altitude",
    "gh",
    "wl",
    "wse",
    "00065",
];

/// The same of words that a code writes together with others.
const WITHIN: [&str; 6] =
    ["gageheight", "gaugeheight", "waterlevel", "elevation", "oxidationreduction", "direction"];

/// Whether a variable, by its name or its code, in a unit has a true zero: not pH, a temperature in °C or °F, a level over its
/// datum, a redox potential or a direction.
pub fn has_true_zero(variable: &str, unit: &str) -> bool {
    let name = variable.to_lowercase();
    let joined: String = name.chars().filter(|c| c.is_alphanumeric()).collect();
    let is_ph = ["ph", "ph units", "std units", "standard units"];
    !is_conventional_temperature(unit)
        && !is_ph.contains(&unit.trim().to_lowercase().as_str())
        && datum_of(variable, "").is_none()
        && !name.split(|c: char| !c.is_alphanumeric()).any(|word| CONVENTIONS.contains(&word))
        && !WITHIN.iter().any(|words| joined.contains(words))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentages_are_of_what_can_be_none() {
        for (variable, unit) in [
            ("SpCond", "µS/cm"),
            ("Discharge", "m³/s"),
            ("ODO", "mg/L"),
            ("TURB", "NTU"),
            ("Snow depth", "m"),
            ("Phosphate as P", "mg/L"),
            ("Air temperature", "K"),
        ] {
            assert!(has_true_zero(variable, unit), "{variable} in {unit}");
        }
        for (variable, unit) in [
            ("PH", "pH"),
            ("pH, water, field", ""),
            ("00400", "std units"),
            ("WTEMP", "°C"),
            ("Air temperature", "°F"),
            ("Stage", "m"),
            ("gage_height", "ft"),
            ("WaterLevel", "m"),
            ("Water surface elevation", "m"),
            ("ORP", "mV"),
            ("Oxidation-reduction potential", "mV"),
            ("Wind direction", "°"),
        ] {
            assert!(!has_true_zero(variable, unit), "{variable} in {unit}");
        }
    }
}
