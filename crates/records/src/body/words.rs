//! The terms and the datastreams that a record uses.

use super::Body;
use crate::vocabulary::{self as v, Vocabulary};

impl Body {
    /// The terms that it uses, each with its field.
    pub fn terms(&self) -> Vec<(String, Vocabulary, &str)> {
        let mut all: Vec<(String, Vocabulary, &str)> = Vec::new();
        let mut add = |field: &str, vocabulary: Vocabulary, code| {
            all.push((field.to_owned(), vocabulary, code))
        };
        match self {
            Self::Organization(b) => {
                add("/organization_type", v::ORGANIZATION_TYPE, &b.organization_type)
            }
            Self::Method(b) => add("/method_type", v::METHOD_TYPE, &b.method_type),
            Self::Equipment(b) => {
                add("/equipment_type", v::EQUIPMENT_TYPE, &b.equipment_type);
                add("/status", v::EQUIPMENT_STATUS, &b.status);
            }
            Self::ReferenceMaterial(b) => add("/medium", v::MEDIUM, &b.medium),
            Self::ReferencePoint(b) => add("/datum", v::ELEVATION_DATUM, &b.datum),
            Self::Visit(b) => {
                add("/status", v::VISIT_STATUS, &b.status);
                for (at, work) in b.completed_work.iter().enumerate() {
                    add(&format!("/completed_work/{at}"), v::COMPLETED_WORK, work);
                }
            }
            Self::Deployment(b) => {
                for (at, fed) in b.datastreams.iter().enumerate() {
                    add(&format!("/datastreams/{at}/medium"), v::MEDIUM, &fed.medium);
                }
            }
            Self::Action(b) => {
                add("/action_type", v::ACTION_TYPE, &b.action_type);
                for (at, reading) in b.readings.iter().enumerate() {
                    add(
                        &format!("/readings/{at}/reading_type"),
                        v::READING_TYPE,
                        &reading.reading_type,
                    );
                }
                if let Some(d) = &b.discharge {
                    add("/discharge/discharge_method", v::DISCHARGE_METHOD, &d.discharge_method);
                    add("/discharge/quality_rating", v::QUALITY_RATING, &d.quality_rating);
                    add("/discharge/control_condition", v::CONTROL_CONDITION, &d.control_condition);
                }
            }
            Self::Calibration(b) => add("/place", v::CALIBRATION_PLACE, &b.place),
            Self::Attachment(b) => add("/attachment_kind", v::ATTACHMENT_KIND, &b.attachment_kind),
            Self::Annotation(b) => add("/annotation_type", v::ANNOTATION_TYPE, &b.annotation_type),
            Self::Relation(b) => {
                add("/relationship_type", v::RELATIONSHIP_TYPE, &b.relationship_type)
            }
            Self::DataloggerProgram(b) => {
                for (at, column) in b.columns.iter().enumerate() {
                    if !column.aggregation.is_empty() {
                        let field = format!("/columns/{at}/aggregation");
                        add(&field, v::AGGREGATION_STATISTIC, &column.aggregation);
                    }
                }
            }
            Self::Term(_) | Self::Limits(_) | Self::Person(_) | Self::EquipmentModel(_) => {}
        }
        all.retain(|(_, _, code)| !code.is_empty());
        all
    }

    /// The datastreams that it names by our keys, each with its field.
    pub fn datastreams(&self) -> Vec<(String, i32)> {
        let at = |list: &str, at: usize, key: Option<i32>| {
            key.map(|key| (format!("/{list}/{at}/datastream"), key))
        };
        match self {
            Self::Deployment(b) => (b.datastreams.iter().enumerate())
                .filter_map(|(n, fed)| at("datastreams", n, fed.datastream))
                .collect(),
            Self::Action(b) => (b.readings.iter().enumerate())
                .filter_map(|(n, reading)| at("readings", n, reading.datastream))
                .collect(),
            Self::DataloggerProgram(b) => (b.columns.iter().enumerate())
                .filter_map(|(n, column)| at("columns", n, column.datastream))
                .collect(),
            _ => Vec::new(),
        }
    }

    /// Leaves out what is said of datastreams that somebody may not see.
    pub fn keep_datastreams(&mut self, keep: impl Fn(i32) -> bool) {
        let is_kept = |key: &Option<i32>| key.is_none_or(&keep);
        match self {
            Self::Deployment(b) => b.datastreams.retain(|fed| is_kept(&fed.datastream)),
            Self::Action(b) => b.readings.retain(|reading| is_kept(&reading.datastream)),
            Self::DataloggerProgram(b) => b.columns.retain(|column| is_kept(&column.datastream)),
            _ => {}
        }
    }
}
