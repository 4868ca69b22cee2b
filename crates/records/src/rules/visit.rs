//! What was done lies inside its visit and at its site; clocks that are off are noticed.

use super::{Known, Other};
use crate::fault::Faults;
use crate::{Body, When};
use gagehouse_model::time::MINUTE_US;

/// How far ahead of the server a time may be before it is noticed.
const AHEAD_US: i64 = 10 * MINUTE_US;

pub(super) fn check_visit(body: &Body, known: &Known, faults: &mut Faults) {
    let index = body.index();
    let visit = index.visit.and_then(|id| known.records.get(&id));
    let Some(Other { body: Body::Visit(visit), .. }) = visit else { return };
    if let Some(site) = index.site.filter(|site| Some(*site) != visit.site) {
        faults.error("site", "other-site", format!("the visit is at another site than {site}"));
    }
    let Some((begin, end)) = body.interval() else { return };
    let mut times = vec![("begin".to_owned(), begin), ("end".to_owned(), end)];
    if let Body::Action(action) = body {
        let read = action.readings.iter().enumerate();
        times.extend(read.map(|(at, reading)| (format!("readings/{at}/when"), reading.when)));
    }
    for (field, time) in &times {
        let Some(time) = *time else { continue };
        if let Some(from) = visit.begin.filter(|from| time.is_before(*from)) {
            let message = format!("{time} is before the visit began, {from}");
            faults.error(field, "outside-visit", message);
        }
        if let Some(to) = visit.end.filter(|to| to.is_before(time)) {
            let message = format!("{time} is after the visit ended, {to}");
            faults.error(field, "outside-visit", message);
        }
    }
}

/// A time that has not come yet is noticed.
pub(super) fn check_future(field: &str, when: Option<When>, known: &Known, faults: &mut Faults) {
    let Some((when, now)) = when.zip(known.now) else { return };
    if when.earliest().0 > now.0.saturating_add(AHEAD_US) {
        let message = format!("{when} is in the future: the server's clock says {now}");
        faults.warn(field, "future", message);
    }
}

/// Clocks are noticed and never a reason to refuse.
pub(super) fn check_clock(
    site: Option<i32>,
    begin: Option<When>,
    known: &Known,
    faults: &mut Faults,
) {
    check_future("begin", begin, known, faults);
    let Some(begin) = begin else { return };
    let standard =
        site.and_then(|site| known.sites.get(&site)).and_then(|s| s.standard_offset_minutes);
    if let Some(standard) = standard {
        // Summer time is an hour ahead.
        let offset = begin.offset_minutes();
        if offset != standard && offset != standard + 60 {
            let usual = gagehouse_model::zone::offset_text(standard);
            let message = format!("{begin} has another offset than the site, {usual}");
            faults.warn("begin", "offset", message);
        }
    }
}
