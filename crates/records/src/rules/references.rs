//! What a record names is there, of the kind it should be, and not deleted.

use super::{Known, tail};
use crate::Body;
use crate::body::Reference;
use crate::fault::Faults;

/// The code of a fault that a record names another one that is not there, or not yet.
pub const UNKNOWN_RECORD: &str = "unknown-record";

/// The fault that a record names another one that is not there.
pub fn unknown(reference: &Reference, faults: &mut Faults) {
    let message = format!("there is no {} {}", expected(reference), reference.id);
    faults.error(tail(&reference.field), UNKNOWN_RECORD, message);
}

fn expected(reference: &Reference) -> String {
    if reference.kinds.len() > 2 {
        return "record".to_owned();
    }
    reference.kinds.iter().map(|kind| kind.one()).collect::<Vec<_>>().join(" or ")
}

pub(super) fn check(body: &Body, known: &Known, faults: &mut Faults) {
    for reference in body.references() {
        let field = tail(&reference.field);
        match known.records.get(&reference.id) {
            None => unknown(&reference, faults),
            Some(other) if other.is_deleted => {
                let message = format!("{} {} was deleted", other.body.kind().one(), reference.id);
                faults.error(field, "deleted", message);
            }
            Some(other) if !reference.kinds.contains(&other.body.kind()) => {
                let (what, expected) = (other.body.kind().one(), expected(&reference));
                let message = format!("{} is a {what}, expected a {expected}", reference.id);
                faults.error(field, "other-kind", message);
            }
            Some(_) => {}
        }
    }
}
