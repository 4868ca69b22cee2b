//! Any record: reading it with every fault at once, and what the store needs to know of it.
//!
//! The records that it names are in `references`, what lists are made by in `index`, its terms and datastreams in `words`.

mod index;
mod read;
mod references;
#[cfg(test)]
mod tests;
mod words;

pub use index::Index;
pub(crate) use read::{Fields, Read};
pub use references::Reference;

use crate::Kind;
use crate::fault::{Fault, Faults};
use crate::kinds::{
    Action, Annotation, Attachment, Calibration, DataloggerProgram, Deployment, Equipment,
    EquipmentModel, Method, Organization, Person, ReferenceMaterial, ReferencePoint, Relation,
    Term, Visit,
};
use crate::limits::Limits;
use read::refuse_nul;
use serde_json::Value;

macro_rules! bodies {
    ($($name:ident),*) => {
        /// A record of any kind.
        #[derive(Debug, Clone, PartialEq)]
        #[expect(missing_docs, reason = "the variants are the kinds, described there")]
        pub enum Body { $($name(Box<$name>),)* }

        impl Body {
            /// Its kind.
            pub fn kind(&self) -> Kind {
                match self { $(Self::$name(_) => Kind::$name,)* }
            }

            /// As it is kept and sent: every field in the order of the names, absent ones with their defaults.
            pub fn to_json(&self) -> Value {
                match self { $(Self::$name(body) => serde_json::to_value(body),)* }.unwrap_or_default()
            }

            fn check(&self, faults: &mut Faults) {
                match self { $(Self::$name(body) => body.check(faults),)* }
            }

            fn read(kind: Kind, json: &Value, faults: &mut Faults) -> Self {
                match kind {
                    $(Kind::$name => Self::$name(Read::read(json, faults).unwrap_or_default()),)*
                }
            }
        }
    };
}

crate::each_kind!(bodies);

impl Body {
    /// Reads a record and lists everything that is wrong with it alone. What could not be read is left out of the body.
    pub fn parse(kind: Kind, json: &Value) -> (Self, Faults) {
        let mut unread = Faults::default();
        if !json.is_object() {
            unread.error("", "type", format!("a {} is an object with fields", kind.one()));
            return (Self::read(kind, &Value::Object(Default::default()), &mut unread), unread);
        }
        refuse_nul(json, &mut unread);
        let body = Self::read(kind, json, &mut unread);
        let mut faults = Faults::default();
        body.check(&mut faults);
        // A field that could not be read is not missing as well.
        let is_known = |fault: &Fault| {
            fault.code == "required" && unread.found.iter().any(|known| known.field == fault.field)
        };
        faults.found.retain(|fault| !is_known(fault));
        unread.found.append(&mut faults.found);
        (body, unread)
    }
}
