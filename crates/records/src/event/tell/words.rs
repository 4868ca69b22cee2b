//! How lines are put.

/// Longest line.
pub(super) const LINE: usize = 300;
/// Lines with something to say.
#[derive(Default)]
pub(super) struct Lines(pub(super) Vec<String>);

impl Lines {
    /// A line with its name, unless it says nothing.
    pub(super) fn add(&mut self, name: &str, text: &str) {
        let text = text.trim();
        match (name, text) {
            (_, "") => {}
            ("", text) => self.0.push(cut(text)),
            (name, text) => self.0.push(cut(&format!("{name}: {text}"))),
        }
    }
}

/// A line, not longer than one may be.
pub(super) fn cut(text: &str) -> String {
    match text.char_indices().nth(LINE) {
        Some((at, _)) => format!("{}…", &text[..at]),
        None => text.to_owned(),
    }
}

/// A text with something to say.
pub(super) fn some(text: String) -> Vec<String> {
    if text.is_empty() { Vec::new() } else { vec![text] }
}

/// `Retrieval of Sonde S-17`.
pub(super) fn of(what: &str, item: &str) -> String {
    if item.is_empty() { what.to_owned() } else { format!("{what} of {item}") }
}

/// `Check of the logger Logger 7`.
pub(super) fn joined(what: &str, item: &str) -> String {
    if item.is_empty() { what.to_owned() } else { format!("{what} {item}") }
}

/// `7.20 pH`.
pub(super) fn with_unit(text: &str, unit: &str) -> String {
    if unit.is_empty() { text.to_owned() } else { format!("{text} {unit}") }
}
