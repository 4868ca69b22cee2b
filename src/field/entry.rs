//! One record of a visit that is open on the page: what its fields read, what is wrong with it.

use super::clock;
use super::device::Device;
use super::device::draft::{Part, Sheet, VisitDraft, put};
use super::device::lock::Held;
use super::words::term_text;
use crate::browser;
use gagehouse_model::zone::offset_from_text;
use gagehouse_records::rules::{self, Known, Other, SiteFacts, Span};
use gagehouse_records::vocabulary::ACTION_TYPE;
use gagehouse_records::{Body, Decimal, Fault, Kind, RecordId, Severity, When};
use leptos::prelude::*;
use serde_json::Value;
use std::collections::HashMap;

/// An open visit, shared by the forms on its page.
#[derive(Clone, Copy)]
pub struct OpenVisit {
    /// What the device keeps.
    pub device: Device,
    /// The visit.
    pub draft: RwSignal<VisitDraft>,
    /// Whether it was tried to finish it: what is missing is told from then on.
    pub tried: RwSignal<bool>,
    /// Whose it is, of the browser's tabs.
    pub held: RwSignal<Held>,
}

/// One of its records.
#[derive(Clone, Copy)]
pub struct Entry {
    /// The visit.
    pub visit: OpenVisit,
    /// The record.
    pub id: RecordId,
    faults: Memo<Vec<Fault>>,
}

impl OpenVisit {
    /// Changes the visit and keeps it; nothing once its page was left, or another tab has it.
    pub fn change(self, change: impl FnOnce(&mut VisitDraft)) {
        if self.held.try_get_untracked() == Some(Held::Elsewhere) {
            return;
        }
        let changed = self.draft.try_update(|draft| {
            change(draft);
            draft.changed_ms = browser::now_ms();
            draft.clone()
        });
        if let Some(draft) = changed {
            self.device.keep_draft(&draft);
        }
    }

    /// A record of it.
    pub fn entry(self, id: RecordId) -> Entry {
        let faults = Memo::new(move |_| self.faults_of(id));
        Entry { visit: self, id, faults }
    }

    /// Adds a part.
    pub fn add(self, part: Part) {
        self.change(|draft| draft.parts.push(part));
    }

    /// Our key of the site.
    pub fn site(self) -> Option<i32> {
        self.draft.try_with_untracked(VisitDraft::site).flatten()
    }

    /// The network.
    pub fn network(self) -> String {
        self.draft.try_with_untracked(|draft| draft.network.clone()).unwrap_or_default()
    }

    /// Offset of the clock that times are read from.
    pub fn offset_minutes(self) -> i32 {
        self.draft.try_with_untracked(|draft| draft.offset_minutes).unwrap_or(0)
    }

    /// Now on that clock.
    pub fn now(self) -> String {
        clock::now(self.offset_minutes()).to_string()
    }

    /// Where items were and are, with what this visit says; without one record of it.
    pub fn spans(self, without: Option<RecordId>) -> Vec<Span> {
        let mut spans = self.device.replica.with(|replica| replica.spans());
        self.draft.with(|draft| {
            for sheet in draft.sheets().filter(|sheet| Some(sheet.id) != without) {
                match body(sheet) {
                    Body::Deployment(b) => {
                        let known = spans.iter().find(|span| span.deployment == sheet.id);
                        let ended = known.and_then(|span| span.end);
                        spans.retain(|span| span.deployment != sheet.id);
                        if let (Some(equipment), Some(site), Some(begin)) =
                            (b.equipment, b.site, b.begin)
                        {
                            let attached_to = b.attached_to;
                            let deployment = sheet.id;
                            spans.push(Span {
                                deployment,
                                equipment,
                                site,
                                attached_to,
                                begin,
                                end: ended.or(b.end),
                            });
                        }
                    }
                    Body::Action(b) if b.is_retrieval() => {
                        let ended =
                            spans.iter_mut().find(|span| Some(span.deployment) == b.deployment);
                        if let Some(span) = ended {
                            span.end = b.begin;
                        }
                    }
                    _ => {}
                }
            }
        });
        // A retrieval that is looked at has not ended anything yet, also where the server has it.
        if let Some(without) = without {
            self.draft.with(|draft| {
                let sheet = draft.sheet(without).map(body);
                if let Some(Body::Action(b)) = sheet
                    && let Some(span) =
                        spans.iter_mut().find(|span| Some(span.deployment) == b.deployment)
                {
                    span.end = None;
                }
                spans.retain(|span| span.deployment != without);
            });
        }
        spans
    }

    /// Everything that is wrong with a record, alone and among the others.
    fn faults_of(self, id: RecordId) -> Vec<Fault> {
        let Some(sheet) = self.draft.with(|draft| draft.sheet(id).cloned()) else {
            return Vec::new();
        };
        let (record, rows) = sheet.tidy_rows();
        let (body, mut faults) = Body::parse(sheet.kind, &record);
        let known = self.known(id, &body);
        rules::check(id, &body, &known, &mut faults);
        let mut found = faults.found;
        found.iter_mut().for_each(|fault| fault.field = rows.typed(&fault.field));
        self.draft.with(|draft| draft.labels(id)).told(found)
    }

    /// What there is beside a record.
    fn known(self, id: RecordId, of: &Body) -> Known {
        let mut records: HashMap<RecordId, Other> = HashMap::new();
        let mut add =
            |id: RecordId, body: Body| drop(records.insert(id, Other { is_deleted: false, body }));
        self.device.replica.with(|replica| {
            let mut named: Vec<RecordId> = of.references().into_iter().map(|r| r.id).collect();
            // The items of deployments that end, and the models of items.
            named.extend(named.clone().iter().filter_map(|id| replica.deployment(*id)?.equipment));
            named.extend(named.clone().iter().filter_map(|id| replica.equipment(*id)?.model));
            for id in named {
                if let Some(record) = replica.get(id) {
                    add(id, record.body.clone());
                }
            }
        });
        self.draft.with(|draft| draft.sheets().for_each(|sheet| add(sheet.id, body(sheet))));
        let mut known = Known {
            records,
            spans: self.spans(Some(id)),
            now: Some(browser::now()),
            retrieved: self
                .spans(None)
                .into_iter()
                .find(|span| span.deployment == id)
                .and_then(|span| span.end),
            terms: self.device.replica.with(|replica| replica.terms(&self.network())),
            ..Known::default()
        };
        self.device.sites.with(|sites| {
            for site in &sites.value {
                let offset = site.standard_utc_offset.as_deref().and_then(offset_from_text);
                let facts = SiteFacts { name: site.name.clone(), standard_offset_minutes: offset };
                known.sites.insert(site.key, facts);
            }
        });
        self.device.streams.with(|all| {
            for site in all.values() {
                known
                    .datastreams
                    .extend(site.datastreams.iter().map(|stream| (stream.key, site.key)));
            }
        });
        known
    }
}

impl Entry {
    /// A text of the record as it was typed; tracked.
    pub fn text(self, pointer: &str) -> String {
        self.visit.draft.with(|draft| self.look(draft, pointer))
    }

    /// The same, not tracked.
    pub fn text_now(self, pointer: &str) -> String {
        self.visit.draft.with_untracked(|draft| self.look(draft, pointer))
    }

    fn look(self, draft: &VisitDraft, pointer: &str) -> String {
        match draft.sheet(self.id).and_then(|sheet| sheet.record.pointer(pointer)) {
            Some(Value::String(text)) => text.clone(),
            Some(Value::Null) | None => String::new(),
            Some(other) => other.to_string(),
        }
    }

    /// A number of the record as it was typed; tracked.
    pub fn decimal(self, pointer: &str) -> Option<Decimal> {
        self.text(pointer).parse().ok()
    }

    /// A number of the record; tracked.
    pub fn number(self, pointer: &str) -> Option<f64> {
        self.decimal(pointer).map(|decimal| decimal.value())
    }

    /// A time of the record; tracked.
    pub fn when(self, pointer: &str) -> Option<When> {
        self.text(pointer).parse().ok()
    }

    /// Another record that it names; tracked.
    pub fn named(self, pointer: &str) -> Option<RecordId> {
        self.text(pointer).parse().ok()
    }

    /// Writes a field and keeps it.
    pub fn set(self, pointer: &str, value: Value) {
        self.visit.change(|draft| {
            if let Some(sheet) = draft.sheet_mut(self.id) {
                put(&mut sheet.record, pointer, value);
            }
        });
    }

    /// Writes a free text.
    pub fn type_text(self, pointer: &str, text: String) {
        self.set(pointer, Value::String(text));
    }

    /// Writes what was typed of a number, a time or a name of a record; nothing where nothing was.
    pub fn type_in(self, pointer: &str, text: String) {
        let value = if text.trim().is_empty() { Value::Null } else { Value::String(text) };
        self.set(pointer, value);
    }

    /// The record; tracked.
    pub fn body(self) -> Option<Body> {
        self.visit.draft.with(|draft| draft.sheet(self.id).map(body))
    }

    /// What is wrong, by severity; what is missing only when it was tried to finish. Tracked.
    pub fn faults(self, severity: Severity) -> Vec<Fault> {
        let tried = self.visit.tried.get();
        let is_told =
            |fault: &&Fault| fault.severity == severity && (tried || fault.code != "required");
        self.faults.with(|faults| faults.iter().filter(is_told).cloned().collect())
    }
}

impl Entry {
    /// What stops the record, each with the name of its field, also while nobody tried to finish it. Tracked.
    pub fn lacks(self) -> Vec<String> {
        let labels = self.visit.draft.with(|draft| draft.labels(self.id));
        self.faults.with(|faults| {
            let errors = faults.iter().filter(|fault| fault.severity == Severity::Error);
            errors.map(|fault| labels.said(fault)).collect()
        })
    }

    /// Whether something stops a field, or the list of which it is the first. Tracked.
    pub fn is_wrong(self, pointer: &str) -> bool {
        let list = pointer.strip_suffix("/0").unwrap_or(pointer);
        let faults = self.faults(Severity::Error);
        faults.iter().any(|fault| fault.field == pointer || fault.field == list)
    }
}

/// A record as far as it can be read.
pub fn body(sheet: &Sheet) -> Body {
    Body::parse(sheet.kind, &sheet.tidy()).0
}

/// The site's name.
pub fn site_name(device: Device, site: Option<i32>) -> String {
    let found = device.sites.with(|sites| {
        sites.value.iter().find(|known| Some(known.key) == site).map(|known| known.name.clone())
    });
    found.unwrap_or_else(|| "a site".to_owned())
}

/// What a record is, for a person.
pub fn title(device: Device, sheet: &Sheet) -> String {
    let item = |id: Option<RecordId>| {
        let code = id.and_then(|id| {
            device.replica.with_untracked(|r| r.equipment(id).map(|e| e.code.clone()))
        });
        code.unwrap_or_default()
    };
    match (sheet.kind, body(sheet)) {
        (_, Body::Calibration(b)) => {
            let what = if b.place == "bench" { "Bench calibration" } else { "Calibration" };
            format!("{what} of {} {}", item(b.equipment), b.output_variable)
        }
        (_, Body::Deployment(b)) => format!("Deployment of {}", item(b.equipment)),
        (_, Body::Action(b)) if b.is_retrieval() => {
            let ended = b
                .deployment
                .and_then(|id| device.replica.with_untracked(|r| r.deployment(id)?.equipment));
            format!("Retrieval of {}", item(ended))
        }
        (_, Body::Action(b)) if b.maintenance.as_ref().is_some_and(|m| m.is_factory_service) => {
            format!("Factory service of {}", item(b.equipment.first().copied()))
        }
        (_, Body::Action(b)) if b.logger.is_some() => {
            format!("Check of the logger {}", item(b.equipment.first().copied()))
        }
        (_, Body::Action(b)) if b.discharge.is_some() => {
            let measured = b.discharge.as_ref().and_then(|it| Some((it.value.as_ref()?, &it.unit)));
            let measured = measured.map(|(value, unit)| format!(" {} {unit}", value.text()));
            format!("Discharge measurement{}", measured.unwrap_or_default())
        }
        (_, Body::Action(b)) if !b.readings.is_empty() => {
            format!("Reading of {}", b.readings[0].variable)
        }
        (_, Body::Action(b)) if !b.action_type.is_empty() => {
            let own = device.replica.with_untracked(|r| r.term_name(ACTION_TYPE, &b.action_type));
            let name = own.unwrap_or_else(|| term_text(ACTION_TYPE, &b.action_type));
            format!("{name} {}", item(b.equipment.first().copied())).trim_end().to_owned()
        }
        (_, Body::Annotation(_)) => "Note".to_owned(),
        (_, Body::Attachment(b)) => format!("Photo {}", b.caption),
        (Kind::Visit, _) => "Visit".to_owned(),
        (_, body) => record_title(&body),
    }
}

/// What a record of its own is called: its kind and its name.
pub fn record_title(body: &Body) -> String {
    let one = capitalized(body.kind().one());
    match body {
        // A network has one.
        Body::Limits(_) => one,
        body => format!("{one} {}", body.index().title).trim_end().to_owned(),
    }
}

/// With its first letter large.
pub fn capitalized(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}
