//! Units of measurement as SensorThings carries them, and exact conversion between those that are known.

mod convert;
mod preference;
mod table;

pub use convert::Conversion;
pub use preference::{ShownUnit, UnitPreference};
use serde::{Deserialize, Serialize};
pub use table::{Household, KnownUnit, Quantity, UNITS};

/// A unit as its source writes it. Parts may be absent; an empty symbol is shown as the name.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Unit {
    /// Full name, for example `degree Celsius`.
    pub name: Option<String>,
    /// Symbol, for example `°C`.
    pub symbol: Option<String>,
    /// URI or text that defines it.
    pub definition: Option<String>,
}

impl Unit {
    /// What stands beside a value: the symbol, else the name, else nothing.
    pub fn label(&self) -> &str {
        [&self.symbol, &self.name]
            .into_iter()
            .flatten()
            .map(String::as_str)
            .find(|text| !text.is_empty())
            .unwrap_or("")
    }

    /// The unit as one whose conversion is known. The name decides, since symbols are used for more than
    /// one unit (`gpm` for gallons per minute and per month, `cfs` for cubic feet); the symbol where the name
    /// says nothing that is known. `None` for what is not known for sure: nothing is converted by guess.
    pub fn known(&self) -> Option<&'static KnownUnit> {
        let name = self.name.as_deref().unwrap_or("").trim().to_lowercase();
        let named = UNITS.iter().find(|unit| unit.names.contains(&name.as_str()));
        if named.is_some() {
            return named;
        }
        if name.split_whitespace().any(|word| OTHER_THAN_ITS_SYMBOL.contains(&word)) {
            return None;
        }
        let said = [self.symbol.as_deref(), self.name.as_deref()];
        // A symbol may list several spellings (`degC; Cel`).
        said.into_iter().flatten().flat_map(|text| text.split(';')).find_map(by_symbol)
    }
}

/// Words in a name that make its unit another one than its symbol says.
const OTHER_THAN_ITS_SYMBOL: [&str; 8] =
    ["month", "year", "week", "british", "imperial", "survey", "sidereal", "difference"];

fn by_symbol(symbol: &str) -> Option<&'static KnownUnit> {
    let symbol = normalized(symbol);
    UNITS.iter().find(|unit| unit.symbols.contains(&symbol.as_str()))
}

/// A symbol without blanks, with plain digits for raised ones and `u` for micro.
fn normalized(symbol: &str) -> String {
    let plain = symbol.trim().chars().filter_map(|c| match c {
        ' ' | '^' | '*' | '\u{b7}' | '\'' => None,
        '\u{b5}' | '\u{3bc}' => Some('u'),
        '\u{b2}' => Some('2'),
        '\u{b3}' => Some('3'),
        '\u{207b}' => Some('-'),
        '\u{b9}' => Some('1'),
        other => Some(other),
    });
    plain.collect()
}

#[cfg(test)]
mod tests;
