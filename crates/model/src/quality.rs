//! What a source says about the trust in one result.

use serde::{Deserialize, Serialize};

/// Quality of an Observation: a code and qualifiers, as HydroServer's `resultQuality` object carries them.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Quality {
    /// Quality code, for example `good`; nearly unused in practice.
    #[serde(rename = "quality_code", alias = "qualityCode")]
    pub code: Option<String>,
    /// Qualifier codes in the source's order, for example `["A", "e"]`.
    #[serde(rename = "result_qualifiers", alias = "resultQualifiers", default)]
    pub qualifiers: Vec<String>,
}

impl Quality {
    /// Quality that consists of qualifiers alone.
    pub fn from_qualifiers<I: IntoIterator<Item = S>, S: Into<String>>(qualifiers: I) -> Self {
        Self { code: None, qualifiers: qualifiers.into_iter().map(Into::into).collect() }
    }

    /// Whether it says nothing.
    pub fn is_empty(&self) -> bool {
        self.code.is_none() && self.qualifiers.is_empty()
    }

    /// Whether it says that the value is a limit, not a measurement: a code of ODM's censor vocabulary (`lt`
    /// less than, `gt` greater than, `nd` not detected, `pnq` present but not quantified) or `<`, `>`.
    pub fn is_censored(&self) -> bool {
        let is_limit = |word: &String| {
            ["lt", "gt", "nd", "pnq", "<", ">"].iter().any(|code| word.eq_ignore_ascii_case(code))
        };
        self.code.iter().chain(&self.qualifiers).any(is_limit)
    }

    /// Code and qualifiers in one line, for cursors and tables; empty when nothing is said.
    pub fn label(&self) -> String {
        let mut parts: Vec<&str> = self.code.iter().map(String::as_str).collect();
        parts.extend(self.qualifiers.iter().map(String::as_str));
        parts.join(", ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_below_the_detection_limit_is_censored_and_an_approved_one_is_not() {
        assert!(Quality::from_qualifiers(["A", "<"]).is_censored());
        assert!(Quality { code: Some("LT".into()), qualifiers: vec![] }.is_censored());
        assert!(!Quality::from_qualifiers(["A", "e", "nc"]).is_censored());
    }

    #[test]
    fn both_spellings_are_read_and_one_is_written() {
        let snake = r#"{"quality_code":null,"result_qualifiers":["A","e"]}"#;
        let camel = r#"{"qualityCode":null,"resultQualifiers":["A","e"]}"#;
        let quality: Quality = serde_json::from_str(camel).unwrap();
        assert_eq!(quality, serde_json::from_str(snake).unwrap());
        assert_eq!(quality.label(), "A, e");
        assert_eq!(serde_json::to_string(&quality).unwrap(), snake);
    }
}
