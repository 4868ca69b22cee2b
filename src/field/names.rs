//! What records are called that others name, and sites: of what the device keeps of the networks.

use super::device::replica::Replica;
use super::device::{Device, use_device};
use super::entry::record_title;
use super::words::when_text;
use crate::api::device::Site;
use gagehouse_records::event::tell::{Told, step};
use gagehouse_records::vocabulary::Vocabulary;
use gagehouse_records::{Body, Kind, RecordId};
use leptos::prelude::*;

/// The names. What is not kept yet, or not shown to whoever works here, is called by its id.
#[derive(Clone, Copy)]
pub struct Names(Device);

/// The names of the app.
pub fn use_names() -> Names {
    Names(use_device())
}

impl Names {
    /// Reads the device's copy; tracked only where what others are called by changes, not with every visit that comes.
    fn with<T>(self, read: impl FnOnce(&Replica) -> T) -> T {
        self.0.named.track();
        self.0.replica.with_untracked(read)
    }

    /// What a record is called; tracked.
    pub fn of(self, id: Option<RecordId>) -> String {
        let Some(id) = id else { return String::new() };
        let named = self.with(|replica| Some(replica.get(id)?.body.index().title));
        named.filter(|name| !name.is_empty()).unwrap_or_else(|| id.to_string())
    }

    /// What several are called.
    pub fn of_all(self, ids: &[RecordId]) -> String {
        ids.iter().map(|id| self.of(Some(*id))).collect::<Vec<_>>().join(", ")
    }

    /// A record as one step of its visit; tracked.
    pub fn step(self, id: RecordId, body: &Body) -> Option<gagehouse_records::event::Event> {
        let index = body.index();
        let told = Told { id, body, site: index.site.unwrap_or(0), visit: index.visit };
        self.with(|replica| step(told, replica))
    }

    /// A record by what it is, with its name or its time; tracked.
    pub fn title(self, id: RecordId, body: &Body) -> String {
        let index = body.index();
        let at = index.begin.map(|begin| format!(", {}", when_text(begin))).unwrap_or_default();
        match body.kind() {
            Kind::Visit => match index.site {
                Some(site) => format!("Visit of {}{at}", self.site_name(site)),
                None => format!("Visit{at}"),
            },
            Kind::Deployment | Kind::Action | Kind::Calibration => {
                let what = self.step(id, body).map(|step| step.title);
                format!("{}{at}", what.unwrap_or_else(|| record_title(body)))
            }
            _ => record_title(body),
        }
    }

    /// A term's name, also of one that a network added; its code while that is not known. Tracked.
    pub fn term(self, vocabulary: Vocabulary, code: &str) -> String {
        let own = || self.with(|replica| replica.term_name(vocabulary, code));
        let name = vocabulary.name(code).map(str::to_owned).or_else(own);
        name.unwrap_or_else(|| code.to_owned())
    }

    /// A site by our key; tracked.
    pub fn site(self, key: i32) -> Option<Site> {
        self.0.sites.with(|sites| sites.value.iter().find(|site| site.key == key).cloned())
    }

    /// A site's name, or its key while that is not known.
    pub fn site_name(self, key: i32) -> String {
        self.site(key).map_or_else(|| format!("site {key}"), |site| site.name)
    }
}
