//! What the map page's parts share: the sites, those that the search leaves, and what the URL selects.

use super::points::SiteIndex;
use super::query::MapQuery;
use crate::api::catalog::use_catalog;
use crate::browser;
use gagehouse_model::TimeUs;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_navigate, use_query_map};
use std::sync::Arc;

/// The page's state; everything but the pointer is derived from catalog and URL.
#[derive(Clone, Copy)]
pub struct MapState {
    /// The sites; `None` until the catalog is there.
    pub index: Memo<Option<Arc<SiteIndex>>>,
    /// What the URL says.
    pub query: Memo<MapQuery>,
    /// What of the URL could not be used, in sentences.
    pub problems: Memo<Vec<String>>,
    /// Indices of the sites that the search leaves.
    pub shown: Memo<Arc<Vec<usize>>>,
    /// Index of the site whose card is open.
    pub selected: Memo<Option<usize>>,
    navigate: StoredValue<Navigate>,
}

type Navigate = Arc<dyn Fn(&str, NavigateOptions) + Send + Sync>;

/// How a change of the URL is remembered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum History {
    /// Back returns to what was before.
    Push,
    /// Back skips it.
    Replace,
}

impl MapState {
    /// The state of the current page.
    pub fn of_page() -> Self {
        let catalog = use_catalog();
        let index = Memo::new(move |_| {
            let now = TimeUs((browser::now_ms() * 1e3) as i64);
            catalog.catalog().map(|catalog| Arc::new(SiteIndex::new(&catalog, now)))
        });
        let parameters = use_query_map();
        let parsed = Memo::new(move |_| {
            parameters.with(|parameters| {
                MapQuery::parse(parameters.into_iter().map(|(key, value)| (key.as_ref(), value)))
            })
        });
        let query = Memo::new(move |_| parsed.with(|(query, _)| query.clone()));
        let search = Memo::new(move |_| query.with(|query| query.search.clone()));
        let shown = Memo::new(move |_| {
            let shown = index
                .with(|index| index.as_ref().map(|index| search.with(|text| index.matching(text))));
            Arc::new(shown.unwrap_or_default())
        });
        let selected = Memo::new(move |_| {
            let site = query.with(|query| query.site.clone())?;
            index.with(|index| index.as_ref()?.find(&site))
        });
        let problems = Memo::new(move |_| {
            let mut problems = parsed.with(|(_, problems)| problems.clone());
            let site = query.with(|query| query.site.clone());
            let is_loaded = index.with(Option::is_some);
            if let Some(site) = site.filter(|_| is_loaded && selected.get().is_none()) {
                problems.push(format!("site={site}: the catalog does not list this site"));
            }
            problems
        });
        let navigate: Navigate = Arc::new(use_navigate());
        Self { index, query, problems, shown, selected, navigate: StoredValue::new(navigate) }
    }

    /// Changes the URL; the rest follows from it.
    pub fn change(self, history: History, change: impl FnOnce(&mut MapQuery)) {
        let Some(mut query) = self.query.try_get_untracked() else { return };
        let before = query.clone();
        change(&mut query);
        let Some(navigate) = self.navigate.try_get_value().filter(|_| query != before) else {
            return;
        };
        let path = format!("/{}", encoded(&query));
        let replace = history == History::Replace;
        navigate(&path, NavigateOptions { replace, scroll: false, ..NavigateOptions::default() });
    }

    /// Opens the card of a site, or closes it.
    pub fn select(self, site: Option<usize>) {
        let reference = site.and_then(|at| {
            self.index.with_untracked(|index| Some(index.as_ref()?.site(at)?.reference()))
        });
        self.change(History::Push, |query| query.site = reference);
    }
}

/// `?key=value&…`, or nothing for the default query.
fn encoded(query: &MapQuery) -> String {
    let mut text = String::new();
    for (key, value) in query.pairs() {
        text.push(if text.is_empty() { '?' } else { '&' });
        text.push_str(key);
        text.push('=');
        let value = String::from(js_sys::encode_uri_component(&value));
        text.push_str(&value.replace("%3A", ":").replace("%2C", ",").replace("%20", "+"));
    }
    text
}
