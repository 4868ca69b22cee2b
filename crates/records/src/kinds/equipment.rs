//! Models of equipment, and items of them.

use super::{CODE, NAME, TEXT, check_code, check_link, check_name, check_term, records};
use crate::fault::Faults;
use crate::vocabulary::{EQUIPMENT_STATUS, EQUIPMENT_TYPE};
use crate::{Decimal, RecordId, When};
use std::collections::BTreeSet;

records! {
    /// A model of equipment.
    pub struct EquipmentModel {
        /// The organization that makes it.
        pub manufacturer: Option<RecordId>,
        /// Name.
        pub name: String,
        /// The maker's part number.
        pub part_number: String,
        /// About it.
        pub description: String,
        /// Its page.
        pub link: String,
        /// Whether it measures.
        pub is_instrument: bool,
        /// What it measures, when it does.
        pub output_variables: Vec<OutputVariable>,
    }

    /// A quantity that an instrument of a model puts out.
    pub struct OutputVariable {
        /// Code of the variable, unique in the model; calibrations and deployments name it.
        pub variable: String,
        /// The method by which it is measured.
        pub method: Option<RecordId>,
        /// Symbol of the unit it comes in.
        pub unit: String,
        /// Further units in which it may be recorded.
        pub other_units: Vec<String>,
        /// Smallest step shown, in `unit`.
        pub resolution: Option<Decimal>,
        /// Accuracy the maker states, in `unit`.
        pub accuracy: Option<Decimal>,
        /// What else the maker says of it.
        pub accuracy_note: String,
    }

    /// An item of equipment. That it is deployed is not written here: it follows from its deployments.
    pub struct Equipment {
        /// Code, unique in the network.
        pub code: String,
        /// Name.
        pub name: String,
        /// Term of `equipmentType`.
        pub equipment_type: String,
        /// Its model.
        pub model: Option<RecordId>,
        /// Serial number, unique in its model.
        pub serial_number: String,
        /// What its label shows to a scanner.
        pub asset_tag: String,
        /// Whose it is: a person or an organization.
        pub owner: Option<RecordId>,
        /// The organization that sold it.
        pub vendor: Option<RecordId>,
        /// When it was bought.
        pub purchased: Option<When>,
        /// Order number.
        pub order_number: String,
        /// About it.
        pub description: String,
        /// Its papers.
        pub link: String,
        /// Where it is when it is not deployed: term of `equipmentStatus`.
        pub status: String,
        /// Since when.
        pub status_since: Option<When>,
        /// Why.
        pub status_reason: String,
    }
}

impl EquipmentModel {
    pub(crate) fn check(&self, faults: &mut Faults) {
        check_name(faults, "name", &self.name);
        faults.need_some("manufacturer", &self.manufacturer);
        faults.at_most("part_number", &self.part_number, CODE);
        faults.at_most("description", &self.description, TEXT);
        check_link(faults, "link", &self.link);
        if !self.is_instrument && !self.output_variables.is_empty() {
            let message = "what is no instrument puts out no variables";
            faults.error("output_variables", "not-an-instrument", message);
        }
        let mut seen = BTreeSet::new();
        faults.each("output_variables", &self.output_variables, |faults, output| {
            check_code(faults, "variable", &output.variable);
            faults.need("unit", &output.unit);
            faults.at_most("accuracy_note", &output.accuracy_note, NAME);
            if !seen.insert(output.variable.clone()) {
                let message = format!("'{}' is there twice", output.variable);
                faults.error("variable", "twice", message);
            }
        });
    }

    /// The output variable of a code.
    pub fn output(&self, variable: &str) -> Option<&OutputVariable> {
        self.output_variables.iter().find(|output| output.variable == variable)
    }
}

impl OutputVariable {
    /// Whether it may be recorded in a unit.
    pub fn fits(&self, unit: &str) -> bool {
        self.unit == unit || self.other_units.iter().any(|other| other == unit)
    }
}

impl Equipment {
    pub(crate) fn check(&self, faults: &mut Faults) {
        check_code(faults, "code", &self.code);
        check_name(faults, "name", &self.name);
        check_term(faults, "equipment_type", &self.equipment_type, EQUIPMENT_TYPE);
        faults.need_some("model", &self.model);
        check_code(faults, "serial_number", &self.serial_number);
        faults.need_some("owner", &self.owner);
        faults.at_most("asset_tag", &self.asset_tag, CODE);
        faults.at_most("order_number", &self.order_number, CODE);
        faults.at_most("description", &self.description, TEXT);
        check_link(faults, "link", &self.link);
        check_term(faults, "status", &self.status, EQUIPMENT_STATUS);
        if self.status == "deployed" {
            let message = "that an item is deployed follows from its deployments";
            faults.error("status", "derived", message);
        }
        let gone = matches!(self.status.as_str(), "lost" | "retired");
        if gone && self.status_since.is_none() {
            faults.need_some("status_since", &self.status_since);
        }
    }

    /// Whether it can be put in place without saying why it is not in stock.
    pub fn is_at_hand(&self) -> bool {
        matches!(self.status.as_str(), "" | "inStock" | "inService")
    }
}
