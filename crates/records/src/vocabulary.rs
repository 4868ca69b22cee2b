//! The terms that records may use: ODM2's and our own, with those that a network adds.

use std::collections::BTreeMap;
use std::sync::OnceLock;

/// A vocabulary of which a term is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Vocabulary(pub &'static str);

/// One term.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term {
    /// What a record keeps.
    pub code: String,
    /// What a person reads.
    pub name: String,
}

/// ODM2 ActionType, with level surveys and discharge measurements apart.
pub const ACTION_TYPE: Vocabulary = Vocabulary("actionType");
/// ODM2 MethodType: the types of actions, and `unknown`.
pub const METHOD_TYPE: Vocabulary = Vocabulary("methodType");
/// ODM2 EquipmentType.
pub const EQUIPMENT_TYPE: Vocabulary = Vocabulary("equipmentType");
/// Where an item is kept when it is not deployed.
pub const EQUIPMENT_STATUS: Vocabulary = Vocabulary("equipmentStatus");
/// ODM2 RelationshipType, the part used here.
pub const RELATIONSHIP_TYPE: Vocabulary = Vocabulary("relationshipType");
/// ODM2 OrganizationType.
pub const ORGANIZATION_TYPE: Vocabulary = Vocabulary("organizationType");
/// ODM2 Medium.
pub const MEDIUM: Vocabulary = Vocabulary("medium");
/// ODM2 ElevationDatum, and a gage's own.
pub const ELEVATION_DATUM: Vocabulary = Vocabulary("elevationDatum");
/// ODM2 AggregationStatistic.
pub const AGGREGATION_STATISTIC: Vocabulary = Vocabulary("aggregationStatistic");
/// ODM2 AnnotationType, the part used here.
pub const ANNOTATION_TYPE: Vocabulary = Vocabulary("annotationType");
/// What a reading was taken for.
pub const READING_TYPE: Vocabulary = Vocabulary("readingType");
/// From where a discharge was measured.
pub const DISCHARGE_METHOD: Vocabulary = Vocabulary("dischargeMethod");
/// How well a discharge measurement went: within 2, 5, 8 % or worse.
pub const QUALITY_RATING: Vocabulary = Vocabulary("qualityRating");
/// What the control of a gage looked like.
pub const CONTROL_CONDITION: Vocabulary = Vocabulary("controlCondition");
/// What was done on a visit.
pub const COMPLETED_WORK: Vocabulary = Vocabulary("completedWork");
/// How far a visit's record is.
pub const VISIT_STATUS: Vocabulary = Vocabulary("visitStatus");
/// What a file shows.
pub const ATTACHMENT_KIND: Vocabulary = Vocabulary("attachmentKind");
/// Where a calibration was done.
pub const CALIBRATION_PLACE: Vocabulary = Vocabulary("calibrationPlace");

impl Vocabulary {
    /// The terms that everybody has, in the order in which they are offered.
    pub fn terms(self) -> &'static [Term] {
        seed().get(self.0).map_or(&[], Vec::as_slice)
    }

    /// Whether everybody has a term.
    pub fn has(self, code: &str) -> bool {
        self.terms().iter().any(|term| term.code == code)
    }

    /// The name of a term.
    pub fn name(self, code: &str) -> Option<&'static str> {
        self.terms().iter().find(|term| term.code == code).map(|term| term.name.as_str())
    }
}

/// The names of all vocabularies.
pub fn names() -> impl Iterator<Item = &'static str> {
    seed().keys().map(String::as_str)
}

fn seed() -> &'static BTreeMap<String, Vec<Term>> {
    static SEED: OnceLock<BTreeMap<String, Vec<Term>>> = OnceLock::new();
    SEED.get_or_init(|| {
        let mut all: BTreeMap<String, Vec<Term>> = BTreeMap::new();
        let mut section = String::new();
        for line in include_str!("vocabularies.txt").lines().map(str::trim) {
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            if let Some(name) = line.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
                section = name.to_owned();
                continue;
            }
            let term = match line.split_once(": ") {
                Some((code, name)) => Term { code: code.to_owned(), name: name.to_owned() },
                None => Term { code: lower_camel_case(line), name: line.to_owned() },
            };
            let list = all.entry(section.clone()).or_default();
            if !list.iter().any(|known| known.code == term.code) {
                list.push(term);
            }
        }
        let mut methods = all.get(ACTION_TYPE.0).cloned().unwrap_or_default();
        methods.extend(all.remove("methodTypeOnly").unwrap_or_default());
        all.insert(METHOD_TYPE.0.to_owned(), methods);
        all
    })
}

/// `Equipment deployment` as `equipmentDeployment`.
pub fn lower_camel_case(name: &str) -> String {
    let mut code = String::with_capacity(name.len());
    for (at, word) in name.split(|c: char| !c.is_alphanumeric()).enumerate() {
        let mut letters = word.chars();
        match letters.next() {
            Some(first) if at > 0 => code.extend(first.to_uppercase()),
            Some(first) => code.extend(first.to_lowercase()),
            None => {}
        }
        code.push_str(letters.as_str());
    }
    code
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn terms_have_the_codes_of_odm2() {
        assert_eq!(lower_camel_case("Generic non-observation"), "genericNonObservation");
        assert!(ACTION_TYPE.has("instrumentDeployment") && METHOD_TYPE.has("instrumentDeployment"));
        assert!(METHOD_TYPE.has("unknown") && !ACTION_TYPE.has("unknown"));
        assert!(RELATIONSHIP_TYPE.has("isRetrievalFor"));
        assert_eq!(MEDIUM.name("liquidAqueous"), Some("Liquid aqueous"));
        assert!(ELEVATION_DATUM.has("NAVD88") && ELEVATION_DATUM.has("localDatum"));
        assert_eq!(Vocabulary("nothing").terms(), []);
    }

    #[test]
    fn no_vocabulary_is_empty_and_no_code_is_there_twice() {
        for name in names() {
            let terms = seed().get(name).unwrap();
            let codes: std::collections::BTreeSet<_> = terms.iter().map(|t| &t.code).collect();
            assert!(!terms.is_empty() && codes.len() == terms.len(), "{name}");
        }
        for used in [
            ACTION_TYPE,
            METHOD_TYPE,
            EQUIPMENT_TYPE,
            EQUIPMENT_STATUS,
            RELATIONSHIP_TYPE,
            ORGANIZATION_TYPE,
            MEDIUM,
            ELEVATION_DATUM,
            AGGREGATION_STATISTIC,
            ANNOTATION_TYPE,
            READING_TYPE,
            DISCHARGE_METHOD,
            QUALITY_RATING,
            CONTROL_CONDITION,
            COMPLETED_WORK,
            VISIT_STATUS,
            ATTACHMENT_KIND,
            CALIBRATION_PLACE,
        ] {
            assert!(!used.terms().is_empty(), "{used:?}");
        }
    }
}
