//! Units are recognised for sure or not at all, and converted exactly.

use super::*;
use proptest::prelude::*;

fn named(name: &str, symbol: &str) -> Unit {
    let text = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    Unit { name: text(name), symbol: text(symbol), definition: None }
}

fn known(name: &str, symbol: &str) -> Option<&'static str> {
    named(name, symbol).known().map(|unit| unit.symbol)
}

fn by_symbol_of_ours(symbol: &str) -> &'static KnownUnit {
    UNITS.iter().find(|unit| unit.symbol == symbol).unwrap()
}

fn convert(value: f64, from: &str, to: &str) -> f64 {
    by_symbol_of_ours(from).conversion_to(by_symbol_of_ours(to)).unwrap().apply(value)
}

#[test]
fn units_are_known_by_the_spellings_that_sources_use() {
    for (name, symbol, expected) in [
        ("Cubic Feet per Second", "ft^3/s", "ft³/s"),
        ("", "cfs", "ft³/s"),
        ("Cubic Foot per Second", "ft³/s", "ft³/s"),
        ("cubic meters per second", "m3/s", "m³/s"),
        ("UNKNOWN", "US Gal/min", "gal/min"),
        ("Feet", "ft", "ft"),
        ("Foot", "ft_i", "ft"),
        ("in", "in", "in"),
        ("Degrees Centigrade", "degC", "°C"),
        ("Degree Celsius", "degC; Cel", "°C"),
        ("", "\u{b0}F", "°F"),
        ("", "\u{b5}S/cm", "µS/cm"),
        ("", "\u{3bc}S/cm", "µS/cm"),
        ("Decisiemen per Meter", "dS/m", "dS/m"),
        ("Inch of Mercury", "in_i'Hg", "inHg"),
        ("Million Gallon US per Day", "MGD", "Mgal/d"),
        ("acre feet", "", "acre-ft"),
        ("Kilopascal", "KPa", "kPa"),
    ] {
        assert_eq!(known(name, symbol), Some(expected), "{name} {symbol}");
    }
}

#[test]
fn a_name_decides_where_its_symbol_means_something_else() {
    assert_eq!(known("Cubic Foot", "cfs; cft_i"), Some("ft³"));
    assert_eq!(known("Gallon US per Month", "gpm"), None);
    assert_eq!(known("Foot, British", "ft"), None);
    assert_eq!(known("Foot, US Survey", "ft_us"), Some("ftUS"));
}

#[test]
fn what_measures_something_else_is_never_converted() {
    for (name, symbol) in [
        ("Nephelometric Turbidity Unit", "NTU"),
        ("Formazin Nephelometric Unit", "FNU"),
        ("feet above NAVD 1988", "ft NAVD88"),
        ("pH Unit", "pH"),
        ("Percent saturation", "% Sat"),
        ("Coulomb", "C"),
        ("Farad", "F"),
        ("", ""),
    ] {
        assert_eq!(known(name, symbol), None, "{name}");
    }
    let (foot, flow) = (by_symbol_of_ours("ft"), by_symbol_of_ours("ft³/s"));
    assert_eq!(foot.conversion_to(flow), None);
}

#[test]
fn defined_values_come_out_to_the_last_bit() {
    for (value, from, to, expected) in [
        (1.0, "ft", "m", 0.3048),
        (1.0, "in", "mm", 25.4),
        (1.0, "ft³/s", "m³/s", 0.028_316_846_592),
        (1.0, "ft³/s", "L/s", 28.316_846_592),
        (212.0, "°F", "°C", 100.0),
        (32.0, "°F", "°C", 0.0),
        (-40.0, "°C", "°F", -40.0),
        (0.0, "°C", "K", 273.15),
        (1.0, "mi/h", "m/s", 0.447_04),
        (1.0, "gal", "L", 3.785_411_784),
        (1.0, "acre-ft", "m³", 1_233.481_837_547_52),
        (1.0, "acre", "ft²", 43_560.0),
        (1.0, "inHg", "hPa", 33.863_886_403_41),
        (1_013.25, "hPa", "atm", 1.0),
        (1.0, "mi²", "km²", 2.589_988_110_336),
        (1.0, "dS/m", "µS/cm", 1_000.0),
        (1.0, "mi", "ft", 5_280.0),
        (3_937.0, "ftUS", "m", 1_200.0),
        (1.0, "Mgal", "gal", 1e6),
    ] {
        assert_eq!(convert(value, from, to), expected, "{value} {from} in {to}");
    }
    // The tables of SP 811 give these to seven figures.
    for (value, from, to, expected) in [
        (1.0, "psi", "kPa", 6.894_757),
        (1.0, "gal/min", "L/s", 6.309_020e-2),
        (1.0, "acre-ft", "m³", 1.233_482e3),
        (1.0, "mmHg", "Pa", 133.322_4),
        (1.0, "Mgal/d", "m³/s", 4.381_264e-2),
    ] {
        let found: f64 = convert(value, from, to);
        assert!((found / expected - 1.0).abs() < 5e-7, "{from} {to} {found}");
    }
}

#[test]
fn a_day_of_flow_is_a_volume_and_an_hour_of_rain_a_depth() {
    let integral = |value: f64, from: &str, to: &str| {
        let to = by_symbol_of_ours(to);
        by_symbol_of_ours(from).integral_conversion_to(to).map(|conversion| conversion.apply(value))
    };
    assert_eq!(integral(86_400.0, "ft³/s", "ft³"), Some(86_400.0));
    assert_eq!(integral(43_560.0, "ft³/s", "acre-ft"), Some(1.0));
    assert_eq!(integral(86_400.0, "Mgal/d", "Mgal"), Some(1.0));
    assert_eq!(integral(3_600.0, "mm/h", "mm"), Some(1.0));
    assert_eq!(integral(1.0, "ft³/s", "ft"), None);
}

#[test]
fn a_preference_picks_the_counterpart_that_people_read() {
    use UnitPreference::{AsMeasured, Metric, UsCustomary};
    for (preference, from, variable, expected) in [
        (UsCustomary, "m³/s", "Discharge", "ft³/s"),
        (UsCustomary, "cm", "Gage height", "ft"),
        (UsCustomary, "cm", "Snow depth", "in"),
        (UsCustomary, "m/s", "Wind speed", "mi/h"),
        (UsCustomary, "m/s", "Water velocity", "ft/s"),
        (UsCustomary, "kPa", "Barometric pressure", "inHg"),
        (UsCustomary, "mg/L", "Oxygen", "mg/L"),
        (UsCustomary, "ft", "Gage height", "ft"),
        (Metric, "ft³/s", "Discharge", "m³/s"),
        (Metric, "in", "Precipitation", "mm"),
        (Metric, "°F", "Temperature", "°C"),
        (Metric, "K", "Temperature", "K"),
        (AsMeasured, "°F", "Temperature", "°F"),
    ] {
        let found = preference.unit_for(by_symbol_of_ours(from), variable);
        assert_eq!(found.symbol, expected, "{preference:?} {from} {variable}");
    }
}

#[test]
fn every_unit_has_its_own_spellings_and_every_counterpart_measures_the_same() {
    let mut seen = std::collections::HashSet::new();
    for unit in UNITS {
        assert_eq!(by_symbol(unit.symbols[0]), Some(unit), "{}", unit.symbol);
        assert!(unit.symbols.iter().all(|symbol| *symbol == normalized(symbol)), "{}", unit.symbol);
        assert!(unit.symbols.iter().all(|symbol| seen.insert(*symbol)), "{}", unit.symbol);
        assert!(unit.names.iter().all(|name| *name == name.to_lowercase()), "{}", unit.symbol);
        for preference in [UnitPreference::UsCustomary, UnitPreference::Metric] {
            for variable in ["Wind", "Rain", "Air pressure", "Stage"] {
                let to = preference.unit_for(unit, variable);
                assert_eq!(to.quantity, unit.quantity, "{} {}", unit.symbol, to.symbol);
                assert!(unit.conversion_to(unit).unwrap().is_none());
            }
        }
    }
}

proptest! {
    #[test]
    fn there_and_back_is_where_it_was(
        value in prop_oneof![-1e6f64..1e6, -1.0f64..1.0, any::<f64>().prop_filter("finite", |v| v.abs() < 1e280)],
        from in 0..UNITS.len(),
        to in any::<prop::sample::Index>(),
    ) {
        let from = &UNITS[from];
        let same: Vec<_> = UNITS.iter().filter(|unit| unit.quantity == from.quantity).collect();
        let to = same[to.index(same.len())];
        let there = from.conversion_to(to).unwrap();
        let back = to.conversion_to(from).unwrap();
        let returned = back.apply(there.apply(value));
        // A zero that lies elsewhere hides small numbers behind it, as 273.15 K does.
        let offset = (there.apply(0.0) / there.ratio()).abs();
        let tolerance = 8.0 * f64::EPSILON * value.abs().max(offset);
        prop_assert!((returned - value).abs() <= tolerance.max(f64::MIN_POSITIVE), "{} {} {} {}", value, from.symbol, to.symbol, returned);
    }

    #[test]
    fn order_is_kept(a in -1e9f64..1e9, b in -1e9f64..1e9, from in 0..UNITS.len()) {
        let from = &UNITS[from];
        let to = UnitPreference::UsCustomary.unit_for(from, "");
        let conversion = from.conversion_to(to).unwrap();
        if a < b {
            prop_assert!(conversion.apply(a) <= conversion.apply(b));
        }
    }
}
