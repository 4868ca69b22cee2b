//! What records are called that others name: people, organizations, models, methods, items, standards, reference points, terms; and sites.

use crate::api::abort::AbortHandle;
use crate::api::http::sleep;
use crate::api::records::{self, Asked, SiteEntry};
use crate::field::session::use_session;
use gagehouse_records::vocabulary::Vocabulary;
use gagehouse_records::{Body, Kind, RecordId};
use leptos::prelude::*;
use std::collections::HashMap;
use wasm_bindgen_futures::spawn_local;

/// The kinds whose names are fetched whole.
const KINDS: [Kind; 8] = [
    Kind::Organization,
    Kind::Person,
    Kind::Method,
    Kind::EquipmentModel,
    Kind::ReferenceMaterial,
    Kind::ReferencePoint,
    Kind::Term,
    Kind::Equipment,
];
/// Rows of a page, and most pages of a kind. Records that others name beyond these are shown by their ids.
const PAGE: u64 = 1_000;
const MOST_PAGES: usize = 10;
/// Records that are read at once, so that the page does not stand still.
const SLICE: usize = 100;

/// The names, fetched once for all pages.
#[derive(Clone, Copy)]
pub struct Names {
    bodies: RwSignal<HashMap<RecordId, Body>>,
    sites: RwSignal<HashMap<i32, SiteEntry>>,
    is_asked: StoredValue<bool>,
    abort: AbortHandle,
}

/// Provides the names; nothing is fetched yet.
pub fn provide_names() {
    provide_context(Names {
        bodies: RwSignal::default(),
        sites: RwSignal::default(),
        is_asked: StoredValue::new(false),
        abort: AbortHandle::of_owner(),
    });
}

/// The names of the app; they are fetched when a page first wants them.
pub fn use_names() -> Names {
    let names = expect_context::<Names>();
    let session = use_session();
    Effect::new(move |_| {
        // Once somebody works here: what may be named is theirs.
        if session.who().is_some() && !names.is_asked.get_value() {
            names.is_asked.set_value(true);
            spawn_local(names.fetch());
        }
    });
    names
}

impl Names {
    /// All that are known, for what tells of records; tracked.
    pub fn with_bodies<T>(self, read: impl FnOnce(&HashMap<RecordId, Body>) -> T) -> T {
        self.bodies.with(read)
    }

    /// What a record is called; its id while that is not known. Tracked.
    pub fn of(self, id: Option<RecordId>) -> String {
        let Some(id) = id else { return String::new() };
        let named = self.bodies.with(|bodies| bodies.get(&id).map(|body| body.index().title));
        named.filter(|name| !name.is_empty()).unwrap_or_else(|| id.to_string())
    }

    /// What several are called.
    pub fn of_all(self, ids: &[RecordId]) -> String {
        ids.iter().map(|id| self.of(Some(*id))).collect::<Vec<_>>().join(", ")
    }

    /// A term's name, also of one that a network added; its code while that is not known. Tracked.
    pub fn term(self, vocabulary: Vocabulary, code: &str) -> String {
        let own = || {
            self.bodies.with(|bodies| {
                bodies.values().find_map(|body| match body {
                    Body::Term(term) if term.vocabulary == vocabulary.0 && term.code == code => {
                        Some(term.name.clone())
                    }
                    _ => None,
                })
            })
        };
        let name = vocabulary.name(code).map(str::to_owned).or_else(own);
        name.unwrap_or_else(|| code.to_owned())
    }

    /// A site by our key; tracked.
    pub fn site(self, key: i32) -> Option<SiteEntry> {
        self.sites.with(|sites| sites.get(&key).cloned())
    }

    /// A site's name, or its key while that is not known.
    pub fn site_name(self, key: i32) -> String {
        self.site(key).map_or_else(|| format!("site {key}"), |site| site.name)
    }

    async fn fetch(self) {
        if let Ok(sites) = records::sites(self.abort).await {
            let _ = self.sites.try_update(|known| {
                known.extend(sites.into_iter().map(|site| (site.key, site)));
            });
        }
        for kind in KINDS {
            let mut after = String::new();
            for _ in 0..MOST_PAGES {
                let asked = Asked::default().with("limit", PAGE).with("after", &after);
                // What fails is shown by its id; the page itself says that the server does not answer.
                let Ok(page) = records::list(kind, &asked, self.abort).await else { break };
                let mut bodies: Vec<(RecordId, Body)> = Vec::with_capacity(page.items.len());
                for some in page.items.chunks(SLICE) {
                    bodies.extend(some.iter().filter_map(|item| {
                        Some((item.id.parse().ok()?, Body::parse(kind, &item.record).0))
                    }));
                    sleep(0).await;
                }
                if self.bodies.try_update(|known| known.extend(bodies)).is_none() {
                    return;
                }
                let Some(next) = page.next else { break };
                after = next;
            }
        }
    }
}
