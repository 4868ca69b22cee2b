//! The catalog page's state: everything follows from the catalog, the URL and the minute it is.
//!
//! What somebody changes is ahead of the URL until the next frame: rows and counts follow at once, the address when they are
//! painted.

use crate::api::catalog::use_catalog;
use crate::browser;
use gagehouse_catalog::catalog::DatastreamRow;
use gagehouse_catalog::query::{ParsedQuery, QueryProblem};
use gagehouse_catalog::{
    Answer, CatalogIndex, CatalogQuery, Choices, Column, Engine, Facet, Wanted,
};
use gagehouse_model::{DatastreamRef, TimeUs};
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_location, use_navigate};
use std::ops::Range;
use std::sync::Arc;
use std::time::Duration;

/// The page's state. Cloning it copies handles.
#[derive(Clone, Copy)]
pub struct CatalogPageState {
    /// The catalog with its facets; `None` until it is loaded.
    pub index: Memo<Option<Arc<CatalogIndex>>>,
    /// Counts up when another catalog is loaded, not when time passes.
    pub generation: Memo<u64>,
    /// What the URL says.
    pub query: Memo<CatalogQuery>,
    /// What the URL says and cannot be used.
    pub problems: Memo<Vec<QueryProblem>>,
    /// The part of it that decides which rows are listed, in which order.
    pub filters: Memo<CatalogQuery>,
    /// The series that it selects.
    pub selected: Memo<Vec<DatastreamRef>>,
    /// What the query leaves.
    pub answer: Memo<Answered>,
    /// The minute by which ages are judged.
    pub now: Signal<TimeUs>,
    engine: StoredValue<Option<Engine>>,
    /// What was changed and is not in the URL yet.
    ahead: RwSignal<Option<CatalogQuery>>,
    /// How the history remembers it.
    unwritten: StoredValue<Option<History>>,
    navigate: StoredValue<Navigate>,
}

/// An answer, different from the one before whatever it says: other rows may be as many.
#[derive(Debug, Clone, Default)]
pub struct Answered {
    /// What the query leaves.
    pub answer: Answer,
    serial: u64,
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

impl CatalogPageState {
    /// The state of the current page.
    pub fn of_page() -> Self {
        let catalog = use_catalog();
        let now = minute();
        let index = Memo::new_with_compare(
            move |_| {
                catalog.catalog().map(|catalog| {
                    let now = now.get_untracked();
                    let index = || CatalogIndex::new(&catalog, now);
                    Arc::new(browser::timed("catalog index", index))
                })
            },
            are_different,
        );
        let generation = Memo::new(move |before: Option<&u64>| {
            index.track();
            before.map_or(0, |before| before + 1)
        });
        let index = Memo::new_with_compare(
            move |_| index.get().map(|index| Arc::new(index.at(now.get()))),
            are_different,
        );
        let search = use_location().search;
        let parsed: Memo<ParsedQuery> =
            Memo::new(move |_| search.with(|text| CatalogQuery::parse(text)));
        let ahead = RwSignal::new(None::<CatalogQuery>);
        // A URL that was written says the same; any other, by Back or a link, is what counts now.
        Effect::new(move |_| {
            search.track();
            ahead.set(None);
        });
        let query = Memo::new(move |_| {
            if let Some(query) = ahead.get() {
                return query;
            }
            parsed.with(|parsed| {
                index.with(|index| match index {
                    Some(index) => index.canonical(&parsed.query),
                    None => parsed.query.clone(),
                })
            })
        });
        let problems = Memo::new(move |_| parsed.with(|parsed| parsed.problems.clone()));
        let filters = Memo::new(move |_| query.with(CatalogQuery::filters));
        let selected = Memo::new(move |_| query.with(|query| query.selected.clone()));
        let engine = StoredValue::new(None::<Engine>);
        let known = StoredValue::new(None::<Arc<CatalogIndex>>);
        let answer = Memo::new_with_compare(
            move |before: Option<&Answered>| {
                let serial = before.map_or(0, |before| before.serial + 1);
                let Some(index) = index.get() else { return Answered::default() };
                let is_known = known.with_value(|known| {
                    known.as_ref().is_some_and(|known| Arc::ptr_eq(known, &index))
                });
                if !is_known {
                    engine.set_value(Some(Engine::new(&index)));
                    known.set_value(Some(index));
                }
                let answer = engine.try_update_value(|engine| {
                    let answer = |engine: &mut Engine| filters.with(|query| engine.answer(query));
                    browser::timed("catalog answer", || engine.as_mut().map(answer))
                });
                Answered { answer: answer.flatten().unwrap_or_default(), serial }
            },
            |a, b| a.map(|a| a.serial) != b.map(|b| b.serial),
        );
        let navigate: Navigate = Arc::new(use_navigate());
        let navigate = StoredValue::new(navigate);
        let unwritten = StoredValue::new(None);
        Self {
            index,
            generation,
            query,
            filters,
            selected,
            problems,
            answer,
            now,
            engine,
            ahead,
            unwritten,
            navigate,
        }
    }

    /// How many series pass; tracked.
    pub fn count(self) -> usize {
        self.answer.with(|answered| answered.answer.rows)
    }

    /// The rows at some places of the order; tracked.
    pub fn rows(self, places: Range<usize>) -> Vec<DatastreamRow> {
        self.answer.track();
        let rows = self.engine.try_update_value(|engine| Some(engine.as_mut()?.rows(places)));
        rows.flatten().unwrap_or_default().into_iter().map(DatastreamRow).collect()
    }

    /// The values of a facet; tracked.
    pub fn choices(self, facet: Facet, wanted: Wanted) -> Choices {
        self.answer.track();
        self.engine.with_value(|engine| match engine {
            Some(engine) => self.query.with(|query| engine.choices(facet, query, wanted)),
            None => Choices::default(),
        })
    }

    /// The columns of the table; tracked.
    pub fn columns(self) -> Vec<Column> {
        self.query.with(CatalogQuery::shown_columns)
    }

    /// Changes the query; the URL follows with the next frame.
    pub fn change(self, history: History, change: impl FnOnce(&mut CatalogQuery)) {
        let Some(mut query) = self.query.try_get_untracked() else { return };
        let before = query.clone();
        change(&mut query);
        if query == before {
            return;
        }
        self.ahead.set(Some(query));
        let waiting = self.unwritten.try_get_value().flatten();
        let history = if waiting == Some(History::Push) { History::Push } else { history };
        self.unwritten.set_value(Some(history));
        if waiting.is_none() {
            request_animation_frame(move || self.write());
        }
    }

    /// Writes what is ahead of the URL into it, unless somebody has gone elsewhere.
    fn write(self) {
        let unwritten = self.unwritten.try_update_value(Option::take).flatten();
        let query = self.ahead.try_get_untracked().flatten();
        let (Some(history), Some(query)) = (unwritten, query) else { return };
        let Some(navigate) = self.navigate.try_get_value() else { return };
        let text = query.render();
        let path = if text.is_empty() { "/catalog".to_owned() } else { format!("/catalog?{text}") };
        let replace = history == History::Replace;
        navigate(&path, NavigateOptions { replace, scroll: false, ..NavigateOptions::default() });
    }

    /// Opens the details of a row.
    pub fn open_details(self, row: DatastreamRow) {
        let Some(index) = self.index.get_untracked() else { return };
        let reference = index.catalog().datastream(row).reference();
        self.change(History::Push, |query| query.details = Some(reference));
    }

    /// Number of series in the catalog.
    pub fn total(self) -> usize {
        self.index.with(|index| index.as_ref().map_or(0, |index| index.catalog().len()))
    }
}

fn are_different(
    a: Option<&Option<Arc<CatalogIndex>>>,
    b: Option<&Option<Arc<CatalogIndex>>>,
) -> bool {
    match (a.and_then(Option::as_ref), b.and_then(Option::as_ref)) {
        (Some(a), Some(b)) => !Arc::ptr_eq(a, b),
        (None, None) => a.is_some() != b.is_some(),
        _ => true,
    }
}

/// The time now, told anew every minute.
fn minute() -> Signal<TimeUs> {
    let read = || TimeUs((browser::now_ms() * 1e3) as i64);
    let now = RwSignal::new(read());
    let timer = set_interval_with_handle(
        move || {
            let _ = now.try_set(read());
        },
        Duration::from_secs(60),
    );
    if let Ok(timer) = timer {
        on_cleanup(move || timer.clear());
    }
    now.into()
}
