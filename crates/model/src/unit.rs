//! Units of measurement as SensorThings carries them.

use serde::{Deserialize, Serialize};

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
}
