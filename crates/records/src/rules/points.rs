//! The reference points that levels and readings name are those of the site, and still there.

use super::{Known, Other};
use crate::Body;
use crate::fault::Faults;
use crate::kinds::Action;

pub(super) fn check_points(b: &Action, body: &Body, known: &Known, faults: &mut Faults) {
    for reference in body.references() {
        let point = known.records.get(&reference.id);
        let Some(Other { body: Body::ReferencePoint(point), .. }) = point else { continue };
        let field = super::tail(&reference.field);
        if b.site.is_some() && point.site != b.site {
            let message = format!("reference point '{}' is at another site", point.name);
            faults.error(field, "other-site", message);
        }
        if let (Some(begin), Some(given_up)) = (b.begin, point.decommissioned)
            && given_up.is_before(begin)
        {
            let message = format!("reference point '{}' was given up, {given_up}", point.name);
            faults.warn(field, "given-up", message);
        }
    }
}
