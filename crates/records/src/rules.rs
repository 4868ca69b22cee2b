//! What a record must not contradict in the others, and what is only noticed.
//!
//! The shell looks up what a record names ([`Body::references`], [`items`], [`models`]) and hands it over as [`Known`].

mod calibration;
mod placing;
mod points;
mod references;
#[cfg(test)]
mod tests;
mod visit;

pub use references::{UNKNOWN_RECORD, unknown};

use crate::fault::Faults;
use crate::kinds::{Deployment, Equipment};
use crate::{Body, Kind, RecordId, When};
use gagehouse_model::TimeUs;
use std::collections::{HashMap, HashSet};

/// What there is beside the record that is looked at.
#[derive(Debug, Clone, Default)]
pub struct Known {
    /// Records of the network, by id. One that is not here does not exist for the writer.
    pub records: HashMap<RecordId, Other>,
    /// Sites of the network, by our key.
    pub sites: HashMap<i32, SiteFacts>,
    /// The site of each datastream of the network, by our keys.
    pub datastreams: HashMap<i32, i32>,
    /// The deployments of the items concerned, as they are without the record that is looked at.
    pub spans: Vec<Span>,
    /// Terms that the network added: vocabulary and code.
    pub terms: HashSet<(String, String)>,
    /// What was done on this visit.
    pub children: Vec<Child>,
    /// When this deployment was ended.
    pub retrieved: Option<When>,
    /// The server's clock.
    pub now: Option<TimeUs>,
}

/// Another record.
#[derive(Debug, Clone)]
pub struct Other {
    /// Whether it was deleted.
    pub is_deleted: bool,
    /// What it says.
    pub body: Body,
}

/// A site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SiteFacts {
    /// Its name.
    pub name: String,
    /// Offset of its standard time, minutes east of UTC.
    pub standard_offset_minutes: Option<i32>,
}

/// An item at a site for a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    /// The deployment.
    pub deployment: RecordId,
    /// The item.
    pub equipment: RecordId,
    /// Our key of the site.
    pub site: i32,
    /// The item that carries it.
    pub attached_to: Option<RecordId>,
    /// Since when.
    pub begin: When,
    /// Until when; `None` while it lasts.
    pub end: Option<When>,
}

/// Something done on a visit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Child {
    /// Its id.
    pub id: RecordId,
    /// Its kind.
    pub kind: Kind,
    /// Our key of its site.
    pub site: Option<i32>,
    /// Begin.
    pub begin: Option<When>,
    /// End.
    pub end: Option<When>,
}

impl Span {
    /// Whether the item is there at a time, as far as precision tells.
    pub fn holds(&self, at: When) -> bool {
        !at.is_before(self.begin) && !self.end.is_some_and(|end| end.is_before(at))
    }

    /// Whether two spans certainly have time in common.
    pub fn overlaps(&self, other: &Self) -> bool {
        let ended = |span: &Self| span.end.map_or(TimeUs(i64::MAX), When::earliest);
        self.begin.end().max(other.begin.end()) < ended(self).min(ended(other))
    }
}

/// The items whose deployments have to be known.
pub fn items(body: &Body, known: &Known) -> Vec<RecordId> {
    match body {
        Body::Deployment(b) => b.equipment.iter().chain(&b.attached_to).copied().collect(),
        Body::Action(b) => {
            let ended = b.deployment.and_then(|id| deployment(known, id));
            b.equipment.iter().copied().chain(ended.and_then(|d| d.equipment)).collect()
        }
        Body::Calibration(b) => b.equipment.into_iter().collect(),
        Body::DataloggerProgram(b) => b.logger.into_iter().collect(),
        _ => Vec::new(),
    }
}

/// The models that have to be known: those of the items that a record names.
pub fn models(known: &Known) -> Vec<RecordId> {
    let model = |other: &Other| match &other.body {
        Body::Equipment(item) => item.model,
        _ => None,
    };
    let mut ids: Vec<RecordId> = known.records.values().filter_map(model).collect();
    ids.retain(|id| !known.records.contains_key(id));
    ids
}

/// Looks at a record among the others.
pub fn check(id: RecordId, body: &Body, known: &Known, faults: &mut Faults) {
    references::check(body, known, faults);
    for (field, vocabulary, code) in body.terms() {
        let added = (vocabulary.0.to_owned(), code.to_owned());
        if !vocabulary.has(code) && !known.terms.contains(&added) {
            let message = format!("'{code}' is no term of {}", vocabulary.0);
            faults.error(tail(&field), "term", message);
        }
    }
    let index = body.index();
    if let Some(site) = index.site.filter(|site| !known.sites.contains_key(site)) {
        faults.error("site", "unknown-site", format!("there is no site {site} in this network"));
    }
    for (field, key) in body.datastreams() {
        match (known.datastreams.get(&key), index.site) {
            (None, _) => {
                let message = format!("there is no datastream {key} in this network");
                faults.error(tail(&field), "unknown-datastream", message);
            }
            (Some(at), Some(site)) if *at != site => {
                let message = format!("datastream {key} is of another site");
                faults.error(tail(&field), "other-site", message);
            }
            _ => {}
        }
    }
    visit::check_visit(body, known, faults);
    visit::check_clock(index.site, index.begin, known, faults);
    let end = match body {
        Body::Visit(b) => b.end,
        _ => body.interval().and_then(|(_, end)| end),
    };
    visit::check_future("end", end, known, faults);
    match body {
        Body::Visit(b) => {
            for child in &known.children {
                let outside = child.begin.zip(b.begin).is_some_and(|(c, v)| c.is_before(v))
                    || child.end.or(child.begin).zip(b.end).is_some_and(|(c, v)| v.is_before(c));
                if outside {
                    let message = format!("{} {} is outside of it", child.kind.one(), child.id);
                    faults.error("end", "outside-visit", message);
                }
                if child.site.is_some() && child.site != b.site {
                    let message = format!("{} {} is at another site", child.kind.one(), child.id);
                    faults.error("site", "other-site", message);
                }
            }
        }
        Body::Deployment(b) => placing::check_deployment(id, b, known, faults),
        Body::Action(b) => {
            placing::check_action(b, known, faults);
            points::check_points(b, body, known, faults);
        }
        Body::Calibration(b) => calibration::check_calibration(b, known, faults),
        Body::DataloggerProgram(b) => {
            let logger = b.logger.and_then(|id| equipment(known, id));
            if logger.is_some_and(|logger| logger.equipment_type != "datalogger") {
                faults.error("logger", "not-a-logger", "the item is no datalogger");
            }
        }
        _ => {}
    }
}

/// Where an item is: at the site of a deployment that holds at the time, else where its record says.
pub fn whereabouts(spans: &[Span], item: RecordId, at: When) -> Option<&Span> {
    spans.iter().find(|span| span.equipment == item && span.holds(at))
}

/// A pointer without its first slash, as [`Faults`] takes it.
fn tail(pointer: &str) -> &str {
    pointer.strip_prefix('/').unwrap_or(pointer)
}

fn site_name(known: &Known, site: i32) -> String {
    known.sites.get(&site).map_or_else(|| format!("site {site}"), |facts| facts.name.clone())
}

fn equipment(known: &Known, id: RecordId) -> Option<&Equipment> {
    match &known.records.get(&id)?.body {
        Body::Equipment(item) => Some(item),
        _ => None,
    }
}

fn deployment(known: &Known, id: RecordId) -> Option<&Deployment> {
    match &known.records.get(&id)?.body {
        Body::Deployment(deployment) => Some(deployment),
        _ => None,
    }
}
