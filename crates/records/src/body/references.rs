//! The records that a record names.

use super::Body;
use crate::{Kind, RecordId};

/// Another record that a record names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reference {
    /// The field that names it, as a JSON pointer.
    pub field: String,
    /// Its id.
    pub id: RecordId,
    /// What it may be.
    pub kinds: &'static [Kind],
}

impl Body {
    /// The records that this one names.
    pub fn references(&self) -> Vec<Reference> {
        use Kind as K;
        const PERSON: &[Kind] = &[K::Person];
        const ORGANIZATION: &[Kind] = &[K::Organization];
        const METHOD: &[Kind] = &[K::Method];
        const EQUIPMENT: &[Kind] = &[K::Equipment];
        const VISIT: &[Kind] = &[K::Visit];
        const POINT: &[Kind] = &[K::ReferencePoint];
        let mut all = Collected::default();
        match self {
            Self::Term(_) | Self::Limits(_) | Self::ReferencePoint(_) => {}
            Self::Organization(b) => all.one("/parent", b.parent, ORGANIZATION),
            Self::Person(b) => {
                for (at, affiliation) in b.affiliations.iter().enumerate() {
                    let field = format!("/affiliations/{at}/organization");
                    all.one(&field, affiliation.organization, ORGANIZATION);
                }
            }
            Self::Method(b) => all.one("/organization", b.organization, ORGANIZATION),
            Self::EquipmentModel(b) => {
                all.one("/manufacturer", b.manufacturer, ORGANIZATION);
                for (at, output) in b.output_variables.iter().enumerate() {
                    all.one(&format!("/output_variables/{at}/method"), output.method, METHOD);
                }
            }
            Self::Equipment(b) => {
                all.one("/model", b.model, &[K::EquipmentModel]);
                all.one("/owner", b.owner, &[K::Person, K::Organization]);
                all.one("/vendor", b.vendor, ORGANIZATION);
            }
            Self::ReferenceMaterial(b) => all.one("/organization", b.organization, ORGANIZATION),
            Self::Visit(b) => {
                all.many("/crew", &b.crew, PERSON);
                all.one("/lead", b.lead, PERSON);
            }
            Self::Deployment(b) => {
                all.one("/visit", b.visit, VISIT);
                all.one("/equipment", b.equipment, EQUIPMENT);
                all.one("/attached_to", b.attached_to, EQUIPMENT);
                all.one("/method", b.method, METHOD);
                all.many("/by", &b.by, PERSON);
            }
            Self::Action(b) => {
                all.one("/visit", b.visit, VISIT);
                all.one("/method", b.method, METHOD);
                all.many("/by", &b.by, PERSON);
                all.many("/equipment", &b.equipment, EQUIPMENT);
                all.one("/deployment", b.deployment, &[K::Deployment]);
                for (at, reading) in b.readings.iter().enumerate() {
                    all.one(
                        &format!("/readings/{at}/reference_point"),
                        reading.reference_point,
                        POINT,
                    );
                    all.one(&format!("/readings/{at}/device"), reading.device, EQUIPMENT);
                }
                if let Some(levels) = &b.levels {
                    all.one("/levels/origin", levels.origin, POINT);
                    for (at, point) in levels.points.iter().enumerate() {
                        let field = format!("/levels/points/{at}/reference_point");
                        all.one(&field, point.reference_point, POINT);
                    }
                }
            }
            Self::Calibration(b) => {
                all.one("/visit", b.visit, VISIT);
                all.one("/equipment", b.equipment, EQUIPMENT);
                all.one("/method", b.method, METHOD);
                all.many("/by", &b.by, PERSON);
                all.many("/reference_equipment", &b.reference_equipment, EQUIPMENT);
                for (at, check) in b.standards.iter().enumerate() {
                    let field = format!("/standards/{at}/material");
                    all.one(&field, check.material, &[K::ReferenceMaterial]);
                }
            }
            Self::DataloggerProgram(b) => {
                all.one("/logger", b.logger, EQUIPMENT);
                all.one("/visit", b.visit, VISIT);
                all.one("/author", b.author, PERSON);
                all.one("/previous", b.previous, &[K::DataloggerProgram]);
                for (at, column) in b.columns.iter().enumerate() {
                    all.one(&format!("/columns/{at}/equipment"), column.equipment, EQUIPMENT);
                }
            }
            Self::Attachment(b) => all.one("/of", b.of, Kind::ALL),
            Self::Annotation(b) => all.one("/of", b.of, Kind::ALL),
            Self::Relation(b) => {
                all.one("/from", b.from, Kind::ALL);
                all.one("/to", b.to, Kind::ALL);
            }
        }
        all.0
    }
}

#[derive(Default)]
struct Collected(Vec<Reference>);

impl Collected {
    fn one(&mut self, field: &str, id: Option<RecordId>, kinds: &'static [Kind]) {
        self.0.extend(id.map(|id| Reference { field: field.to_owned(), id, kinds }));
    }

    fn many(&mut self, field: &str, ids: &[RecordId], kinds: &'static [Kind]) {
        for (at, id) in ids.iter().enumerate() {
            self.one(&format!("{field}/{at}"), Some(*id), kinds);
        }
    }
}
