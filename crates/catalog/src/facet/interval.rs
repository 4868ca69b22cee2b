//! Intervals as keys and in words.

use gagehouse_model::Spacing;

/// An interval as an ISO 8601 duration, `PT15M`.
pub fn spacing_key(spacing: Spacing) -> String {
    let (amount, unit) = spacing.amount();
    match unit {
        "days" => format!("P{amount}D"),
        "hours" => format!("PT{amount}H"),
        "minutes" => format!("PT{amount}M"),
        _ => format!("PT{amount}S"),
    }
}

/// An interval in words, `15 minutes`, `1 day`.
pub fn spacing_label(spacing: Spacing) -> String {
    match spacing.amount() {
        (1.0, unit) => format!("1 {}", unit.trim_end_matches('s')),
        (amount, unit) => format!("{amount} {unit}"),
    }
}
