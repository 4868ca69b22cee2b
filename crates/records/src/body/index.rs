//! What the store keeps beside a record: for lists, and so that nothing is there twice.

use super::Body;
use crate::{RecordId, When};

/// What lists are made and sorted by.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Index {
    /// Our key of the site.
    pub site: Option<i32>,
    /// The visit it belongs to.
    pub visit: Option<RecordId>,
    /// The item it is about.
    pub equipment: Option<RecordId>,
    /// The record it hangs on, whose place and visibility it shares.
    pub parent: Option<RecordId>,
    /// Begin, or the one time it has.
    pub begin: Option<When>,
    /// End.
    pub end: Option<When>,
    /// What a list shows first.
    pub title: String,
    /// Type of an action, status of a visit, type of an item.
    pub term: String,
}

impl Body {
    /// What no other record of the network and kind may have too: the field that says it, and the value.
    pub fn unique(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::Term(b) => vec![("/code", format!("{}\u{1f}{}", b.vocabulary, b.code))],
            Self::Limits(_) => vec![("", "limits".to_owned())],
            Self::Organization(b) => vec![("/code", b.code.clone())],
            Self::Method(b) => vec![("/code", b.code.clone())],
            Self::ReferenceMaterial(b) => vec![("/code", b.code.clone())],
            Self::Equipment(b) => {
                let model = b.model.map(String::from).unwrap_or_default();
                vec![
                    ("/code", format!("code\u{1f}{}", b.code)),
                    ("/serial_number", format!("serial\u{1f}{model}\u{1f}{}", b.serial_number)),
                ]
            }
            Self::ReferencePoint(b) => {
                vec![("/name", format!("{}\u{1f}{}", b.site.unwrap_or_default(), b.name))]
            }
            // A deployment is ended by one retrieval.
            Self::Action(b) => match b.deployment.filter(|_| b.is_retrieval()) {
                Some(deployment) => vec![("/deployment", deployment.to_string())],
                None => Vec::new(),
            },
            _ => Vec::new(),
        }
    }

    /// What lists are made and sorted by.
    pub fn index(&self) -> Index {
        match self {
            Self::Term(b) => {
                Index { title: b.name.clone(), term: b.vocabulary.clone(), ..Index::default() }
            }
            Self::Limits(_) => Index { title: "limits".to_owned(), ..Index::default() },
            Self::Organization(b) => Index {
                title: b.name.clone(),
                term: b.organization_type.clone(),
                ..Index::default()
            },
            Self::Person(b) => Index { title: b.name(), ..Index::default() },
            Self::Method(b) => {
                Index { title: b.name.clone(), term: b.method_type.clone(), ..Index::default() }
            }
            Self::EquipmentModel(b) => Index { title: b.name.clone(), ..Index::default() },
            Self::Equipment(b) => Index {
                title: format!("{} {} {}", b.code, b.name, b.serial_number),
                term: b.equipment_type.clone(),
                begin: b.purchased,
                ..Index::default()
            },
            Self::ReferenceMaterial(b) => {
                Index { title: format!("{} {}", b.name, b.lot), end: b.expires, ..Index::default() }
            }
            Self::ReferencePoint(b) => Index {
                site: b.site,
                title: b.name.clone(),
                begin: b.periods.first().and_then(|period| period.from),
                end: b.decommissioned,
                ..Index::default()
            },
            Self::Visit(b) => Index {
                site: b.site,
                begin: b.begin,
                end: b.end,
                title: b.remarks.chars().take(80).collect(),
                term: b.status.clone(),
                ..Index::default()
            },
            Self::Deployment(b) => Index {
                site: b.site,
                visit: b.visit,
                parent: b.visit,
                equipment: b.equipment,
                begin: b.begin,
                end: b.end,
                title: b.description.chars().take(80).collect(),
                term: b.action_type.clone(),
            },
            Self::Action(b) => Index {
                site: b.site,
                visit: b.visit,
                parent: b.visit,
                equipment: b.equipment.first().copied(),
                begin: b.begin,
                end: b.end,
                title: b.description.chars().take(80).collect(),
                term: b.action_type.clone(),
            },
            Self::Calibration(b) => Index {
                site: b.site,
                visit: b.visit,
                parent: b.visit,
                equipment: b.equipment,
                begin: b.begin,
                end: b.end,
                title: b.output_variable.clone(),
                term: b.place.clone(),
            },
            Self::DataloggerProgram(b) => Index {
                visit: b.visit,
                parent: b.visit,
                equipment: b.logger,
                begin: b.begin,
                end: b.end,
                title: format!("{} {}", b.name, b.version),
                ..Index::default()
            },
            Self::Attachment(b) => Index {
                parent: b.of,
                begin: b.taken,
                title: b.file_name.clone(),
                term: b.attachment_kind.clone(),
                ..Index::default()
            },
            Self::Annotation(b) => Index {
                parent: b.of,
                begin: b.when,
                title: b.text.chars().take(80).collect(),
                term: b.annotation_type.clone(),
                ..Index::default()
            },
            Self::Relation(b) => Index {
                parent: b.from,
                begin: b.begin,
                end: b.end,
                term: b.relationship_type.clone(),
                ..Index::default()
            },
        }
    }

    /// When it was done, of what belongs inside a visit.
    pub fn interval(&self) -> Option<(Option<When>, Option<When>)> {
        match self {
            Self::Deployment(b) => Some((b.begin, None)),
            Self::Action(b) => Some((b.begin, b.end)),
            Self::Calibration(b) => Some((b.begin, b.end)),
            Self::DataloggerProgram(b) => Some((b.begin, None)),
            _ => None,
        }
    }
}
