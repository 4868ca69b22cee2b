//! An item put in place.

use super::{NAME, TEXT, check_term, records};
use crate::fault::Faults;
use crate::vocabulary::MEDIUM;
use crate::{RecordId, When};

records! {
    /// An item of equipment put in place at a site. It lasts until a retrieval ends it, or `end` when that is all that is known.
    pub struct Deployment {
        /// Our key of the site.
        pub site: Option<i32>,
        /// The visit on which it was put in place.
        pub visit: Option<RecordId>,
        /// `instrumentDeployment` or `equipmentDeployment`.
        pub action_type: String,
        /// The item.
        pub equipment: Option<RecordId>,
        /// The item that carries it: a probe's sonde, a sonde's logger.
        pub attached_to: Option<RecordId>,
        /// How.
        pub method: Option<RecordId>,
        /// Back in the water, or put in place.
        pub begin: Option<When>,
        /// End of a deployment of which no retrieval was recorded.
        pub end: Option<When>,
        /// Who did it.
        pub by: Vec<RecordId>,
        /// The datastreams that an instrument feeds.
        pub datastreams: Vec<Fed>,
        /// Remarks.
        pub description: String,
        /// Why an item is put in place that is not in stock.
        pub override_reason: String,
    }

    /// A datastream that an instrument feeds.
    pub struct Fed {
        /// Our key of the datastream, which stays when a source is rebuilt.
        pub datastream: Option<i32>,
        /// Code of the model's output variable.
        pub output_variable: String,
        /// Symbol of the unit.
        pub unit: String,
        /// Processing level.
        pub processing_level: String,
        /// Term of `medium`.
        pub medium: String,
    }
}

impl Deployment {
    pub(crate) fn check(&self, faults: &mut Faults) {
        faults.need_some("site", &self.site);
        faults.need_some("equipment", &self.equipment);
        faults.need_some("begin", &self.begin);
        super::check_interval(faults, self.begin, self.end);
        if !matches!(self.action_type.as_str(), "instrumentDeployment" | "equipmentDeployment") {
            let message = format!(
                "'{}' is no deployment; expected instrumentDeployment or equipmentDeployment",
                self.action_type
            );
            faults.error("action_type", "term", message);
        }
        if self.action_type == "equipmentDeployment" && !self.datastreams.is_empty() {
            let message = "only an instrument feeds datastreams";
            faults.error("datastreams", "not-an-instrument", message);
        }
        if self.attached_to.is_some() && self.attached_to == self.equipment {
            faults.error("attached_to", "itself", "an item cannot carry itself");
        }
        faults.at_most("description", &self.description, TEXT);
        faults.at_most("override_reason", &self.override_reason, NAME);
        faults.each("datastreams", &self.datastreams, |faults, fed| {
            faults.need("output_variable", &fed.output_variable);
            faults.need("unit", &fed.unit);
            check_term(faults, "medium", &fed.medium, MEDIUM);
        });
    }
}
