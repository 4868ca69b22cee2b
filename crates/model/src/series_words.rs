//! What is said beside the values of a series: its processing level, and what its heights are counted from.

/// Code and meaning of a processing level in one text, possibly empty.
pub fn level_text(code: &str, meaning: &str) -> String {
    match (code.is_empty(), meaning.is_empty()) {
        (true, true) => String::new(),
        (false, true) => format!("level {code}"),
        (true, false) => meaning.to_owned(),
        (false, false) => format!("level {code}, {meaning}"),
    }
}

/// Whether a processing level says that nobody has reviewed the values.
pub fn is_unreviewed(code: &str, meaning: &str) -> bool {
    let meaning = meaning.to_lowercase();
    code == "0" || ["raw", "provisional", "unreviewed"].iter().any(|word| meaning.contains(word))
}

/// Heights above sea that names of variables and datastreams mention.
const DATUMS: [&str; 6] = ["NAVD88", "NAVD 88", "NGVD29", "NGVD 29", "IGLD85", "IGLD 85"];

/// The datum of a gage whose names mention none.
pub const LOCAL_DATUM: &str = "local gage datum";

/// What the height of a water level is counted from: the datum that its names mention, else the gage's own.
pub fn datum_of(variable: &str, name: &str) -> Option<&'static str> {
    let lower = variable.to_lowercase();
    let is_level = ["stage", "gage height", "gauge height", "water level"]
        .iter()
        .any(|word| lower.contains(word));
    let named = DATUMS.iter().find(|datum| variable.contains(**datum) || name.contains(**datum));
    is_level.then(|| named.copied().unwrap_or(LOCAL_DATUM))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stage_names_its_datum_and_a_temperature_has_none() {
        assert_eq!(datum_of("Stage", "Stage at Copper Bridge"), Some("local gage datum"));
        assert_eq!(datum_of("Water level above NAVD 88", ""), Some("NAVD 88"));
        assert_eq!(datum_of("Water temperature", "NAVD88"), None);
    }

    #[test]
    fn raw_values_are_unreviewed_whatever_their_level_is_called() {
        assert!(is_unreviewed("0", "") && is_unreviewed("P", "Provisional data"));
        assert!(!is_unreviewed("1", "Quality controlled"));
        assert_eq!(level_text("0", "Raw data"), "level 0, Raw data");
    }
}
