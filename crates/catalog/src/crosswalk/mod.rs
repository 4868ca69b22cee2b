//! One quantity under several names: which series of several sources measure the same.
//!
//! USGS calls it `00300`, ODM2 "Oxygen, dissolved", a HydroServer "Dissolved oxygen", a logger `DO`. The table is
//! [`table::QUANTITIES`]; a name that it does not know stands for itself. Sources' own names are kept beside.

mod table;

pub use table::{QUANTITIES, Quantity};

use crate::text::fold;
use std::collections::HashMap;

/// What a source says of a variable.
#[derive(Debug, Clone, Copy, Default)]
pub struct Said<'a> {
    /// Its name.
    pub name: &'a str,
    /// The source's code of it.
    pub code: Option<&'a str>,
    /// URI or text that defines it.
    pub definition: Option<&'a str>,
    /// Medium that was sampled.
    pub medium: Option<&'a str>,
}

/// The table made ready for looking up.
#[derive(Debug)]
pub struct Crosswalk {
    by_name: HashMap<String, &'static Quantity>,
    by_usgs_code: HashMap<&'static str, &'static Quantity>,
}

impl Default for Crosswalk {
    fn default() -> Self {
        let mut by_name = HashMap::new();
        let mut by_usgs_code = HashMap::new();
        for quantity in QUANTITIES {
            for name in quantity.names.iter().chain([&quantity.label]) {
                by_name.insert(letters_of(name), quantity);
            }
            by_usgs_code.extend(quantity.usgs.iter().map(|code| (*code, quantity)));
        }
        Self { by_name, by_usgs_code }
    }
}

impl Crosswalk {
    /// The quantity's name for people, when the table knows it.
    ///
    /// A USGS code is believed first, then an ODM2 definition, then the name, then the code taken as a name.
    pub fn quantity(&self, said: Said) -> Option<&'static str> {
        let found = said
            .code
            .and_then(usgs_code)
            .and_then(|code| self.by_usgs_code.get(code))
            .or_else(|| self.by_name.get(&letters_of(odm2_term(said.definition?)?)))
            .or_else(|| self.named(said.name))
            .or_else(|| self.named(said.code?))?;
        Some(match found.label {
            "Temperature" => temperature_of(said).unwrap_or(found.label),
            label => label,
        })
    }

    fn named(&self, name: &str) -> Option<&&'static Quantity> {
        self.by_name.get(&letters_of(name)).or_else(|| {
            // "Gage height (m)", "Temperature [degC]": the unit stands elsewhere.
            let bare = name.split(['(', '[']).next().unwrap_or(name);
            self.by_name.get(&letters_of(bare))
        })
    }
}

/// Letters and digits alone, folded: `Oxygen, dissolved` and `oxygen_dissolved` are one.
fn letters_of(name: &str) -> String {
    fold(name).chars().filter(|c| c.is_alphanumeric()).collect()
}

/// A USGS parameter code: five digits, with or without who says so.
fn usgs_code(code: &str) -> Option<&str> {
    let bare = code.rsplit([':', '/']).next().unwrap_or(code);
    (bare.len() == 5 && bare.bytes().all(|byte| byte.is_ascii_digit())).then_some(bare)
}

/// The term of a URI of ODM2's vocabulary of variable names.
fn odm2_term(definition: &str) -> Option<&str> {
    let (_, term) = definition.split_once("/variablename/")?;
    Some(term.trim_end_matches('/')).filter(|term| !term.is_empty())
}

/// "Temperature" is of the water, the air or the soil: the medium says so, else the code or the name.
fn temperature_of(said: Said) -> Option<&'static str> {
    let texts = [said.medium, said.code, Some(said.name)];
    texts.into_iter().flatten().find_map(|text| {
        let text = fold(text);
        let is = |words: &[&str]| words.iter().any(|word| text.contains(word));
        Some(match () {
            () if is(&["air", "atmos"]) => "Air temperature",
            () if is(&["soil", "sediment"]) => "Soil temperature",
            () if is(&["snow"]) => "Snow temperature",
            () if is(&["water", "aqueous", "wtemp", "stream"]) => "Water temperature",
            () => return None,
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn quantity(
        name: &str,
        code: Option<&str>,
        definition: Option<&str>,
        medium: Option<&str>,
    ) -> Option<&'static str> {
        Crosswalk::default().quantity(Said { name, code, definition, medium })
    }

    #[test]
    fn one_quantity_under_five_names_is_one() {
        let odm2 = "http://vocabulary.odm2.org/variablename/oxygenDissolved/";
        for (name, code, definition) in [
            ("Dissolved oxygen, water, unfiltered, milligrams per liter", Some("00300"), None),
            ("Oxygen, dissolved", Some("ODO"), None),
            ("Sonde 3", Some("USGS:00300"), None),
            ("Whatever", None, Some(odm2)),
            ("dissolved_oxygen", None, None),
            ("do", None, None),
            ("Oxygen, dissolved (mg/L)", None, None),
        ] {
            assert_eq!(quantity(name, code, definition, None), Some("Dissolved oxygen"), "{name}");
        }
        let percent = quantity("Oxygen, dissolved percent of saturation", None, None, None);
        assert_eq!(percent, Some("Dissolved oxygen saturation"));
    }

    #[test]
    fn temperature_is_told_apart_by_what_it_is_of() {
        for (name, code, medium, of) in [
            ("Temperature", None, Some("Liquid aqueous"), "Water temperature"),
            ("Temperature", Some("AirTemp_ST110_Avg"), None, "Air temperature"),
            ("Temperature", Some("SoilTemp_5cm_Avg"), None, "Soil temperature"),
            ("Temperature", Some("00020"), None, "Air temperature"),
            ("Temperature, water", Some("00010"), None, "Water temperature"),
            ("Temperature", Some("T1"), None, "Temperature"),
        ] {
            assert_eq!(quantity(name, code, None, medium), Some(of), "{name} {code:?} {medium:?}");
        }
    }

    #[test]
    fn what_the_table_does_not_know_stands_for_itself() {
        assert_eq!(quantity("Frogs per hour", Some("12345"), Some("a text"), None), None);
        assert_eq!(quantity("", Some("99999"), None, None), None);
    }

    #[test]
    fn no_name_and_no_code_stands_for_two_quantities() {
        let mut names = HashMap::new();
        let mut codes = HashMap::new();
        for quantity in QUANTITIES {
            for name in quantity.names.iter().chain([&quantity.label]) {
                let before = names.insert(letters_of(name), quantity.label);
                assert!(before.is_none_or(|label| label == quantity.label), "{name}");
            }
            for code in quantity.usgs {
                assert_eq!(usgs_code(code), Some(*code));
                assert!(codes.insert(code, quantity.label).is_none(), "{code}");
            }
        }
    }
}
