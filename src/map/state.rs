//! What the map page's parts share: the sites, those that the filters leave, their classes, and what the URL selects.

use super::filter::{SiteFilter, about_series};
use super::leaflet::Map;
use super::look::{Classes, ColorBy, classes};
use super::near::Near;
use super::points::SiteIndex;
use super::query::MapQuery;
use crate::api::abort::AbortHandle;
use crate::api::catalog::use_catalog;
use crate::browser;
use crate::chunks;
use gagehouse_catalog::CatalogQuery;
use gagehouse_catalog::spatial::{Counted, HIDDEN};
use gagehouse_model::TimeUs;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_location, use_navigate};
use std::sync::Arc;

/// The page's state; everything but the pointer, the place to be near and what lies at one point is derived from
/// catalog and URL.
#[derive(Clone, Copy)]
pub struct MapState {
    /// The sites; `None` until the catalog is there.
    pub index: Memo<Option<Arc<SiteIndex>>>,
    /// What the URL says.
    pub query: Memo<MapQuery>,
    /// What of the URL could not be used, in sentences.
    pub problems: Memo<Vec<String>>,
    /// Indices of the sites that the filters leave: by name, or nearest first.
    pub shown: Memo<Arc<Vec<usize>>>,
    /// What the colours mean, and the class of each site.
    pub classes: Memo<Option<Arc<Classes>>>,
    /// The shown sites counted by class, for the map.
    pub counted: Memo<Arc<Counted>>,
    /// Index of the site whose card is open.
    pub selected: Memo<Option<usize>>,
    /// Where sites are listed around; never in the URL, as it may be where the reader is.
    pub near: RwSignal<Option<Near>>,
    /// Sites that lie on one another and are listed.
    pub here: RwSignal<Option<Arc<Vec<usize>>>>,
    /// Whether dragging over the map marks an area.
    pub marks_area: RwSignal<bool>,
    /// Whether the server offers layers of tiles.
    pub has_layers: Signal<bool>,
    /// Leaflet's map, once it is there.
    pub leaflet: RwSignal<Option<Map>, LocalStorage>,
    /// Whether Enter was pressed in the search box: where no site matches, a place of that name is gone to.
    pub seeks_place: RwSignal<bool>,
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
        let index = Memo::new_with_compare(
            move |_| {
                let now = TimeUs((browser::now_ms() * 1e3) as i64);
                catalog.catalog().map(|catalog| Arc::new(SiteIndex::new(&catalog, now)))
            },
            are_different,
        );
        let search = use_location().search;
        let parsed = Memo::new(move |_| search.with(|text| MapQuery::parse(text)));
        let query = Memo::new(move |_| parsed.with(|(query, _)| query.clone()));
        // What decides which sites are shown: moving the map changes none of it.
        let filters = Memo::new(move |_| {
            query.with(|query| MapQuery {
                view: None,
                site: None,
                layers: Vec::new(),
                ..query.clone()
            })
        });
        let by_series = use_series_filter(index, filters);
        let near = RwSignal::new(None::<Near>);
        let shown = Memo::new(move |_| {
            let Some(index) = index.get() else { return Arc::default() };
            let Some(with_series) = by_series.get() else { return Arc::default() };
            let mut shown: Vec<usize> = filters.with(|query| {
                let filter = SiteFilter::new(query, with_series.as_deref().map(Vec::as_slice));
                (0..index.len()).filter(|at| filter.passes(&index, *at)).collect()
            });
            near.with(|near| {
                if let Some(near) = near {
                    let km = |at: &usize| {
                        index.place(*at).map_or(f64::INFINITY, |place| near.distance_km(place))
                    };
                    shown.sort_by_cached_key(|at| (km(at) * 1e3) as u64);
                }
            });
            Arc::new(shown)
        });
        let color = Memo::new(move |_| query.with(|query| query.color.clone()));
        let standing = use_standing(index, color);
        let classes = Memo::new(move |_| {
            let (index, by) = (index.get()?, color.get());
            if let Some(classes) = classes(&index, &by) {
                return Some(Arc::new(classes));
            }
            // An answer to another question, or about other sites, would say something wrong of these.
            let is_of_these = |(of, classes): &&(ColorBy, Arc<Classes>)| {
                *of == by && classes.of.len() == index.len()
            };
            let answered = standing.with(|known| {
                known.as_ref().filter(is_of_these).map(|(_, classes)| classes.clone())
            });
            Some(answered.unwrap_or_else(|| {
                Arc::new(Classes::undivided(&index, "Asking how values stand".to_owned()))
            }))
        });
        let counted = Memo::new_with_compare(
            move |_| {
                let (Some(index), Some(classes)) = (index.get(), classes.get()) else {
                    return Arc::default();
                };
                let mut class = vec![HIDDEN; index.len()];
                shown.with(|shown| {
                    for at in shown.iter() {
                        class[*at] = classes.of[*at];
                    }
                });
                Arc::new(index.spatial.count(&class))
            },
            |a, b| match (a, b) {
                (Some(a), Some(b)) => !Arc::ptr_eq(a, b),
                _ => true,
            },
        );
        let selected = Memo::new(move |_| {
            let site = query.with(|query| query.site.clone())?;
            index.with(|index| index.as_ref()?.find(&site))
        });
        let has_layers = Signal::derive(move || {
            catalog.state.with(|it| it.loaded().is_some_and(|it| !it.layers.is_empty()))
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
        Self {
            index,
            query,
            problems,
            shown,
            classes,
            counted,
            selected,
            near,
            here: RwSignal::new(None),
            marks_area: RwSignal::new(false),
            has_layers,
            leaflet: RwSignal::new_local(None),
            seeks_place: RwSignal::new(false),
            navigate: StoredValue::new(navigate),
        }
    }

    /// Changes the URL; the rest follows from it.
    pub fn change(self, history: History, change: impl FnOnce(&mut MapQuery)) {
        let Some(mut query) = self.query.try_get_untracked() else { return };
        let before = query.clone();
        change(&mut query);
        let Some(navigate) = self.navigate.try_get_value().filter(|_| query != before) else {
            return;
        };
        let text = query.render();
        let path = if text.is_empty() { "/".to_owned() } else { format!("/?{text}") };
        let replace = history == History::Replace;
        navigate(&path, NavigateOptions { replace, scroll: false, ..NavigateOptions::default() });
    }

    /// Opens the card of a site, or closes it.
    pub fn select(self, site: Option<usize>) {
        let reference = site.and_then(|at| {
            self.index.with_untracked(|index| Some(index.as_ref()?.site(at)?.reference()))
        });
        self.here.set(None);
        self.change(History::Push, |query| query.site = reference);
    }

    /// Lists sites that lie on one another.
    pub fn list_here(self, sites: Vec<usize>) {
        self.change(History::Push, |query| query.site = None);
        self.here.set(Some(Arc::new(sites)));
    }
}

/// Which rows of sites have a series that passes: `None` until it is known, `Some(None)` when no filter is about series.
fn use_series_filter(
    index: Memo<Option<Arc<SiteIndex>>>,
    filters: Memo<MapQuery>,
) -> Memo<Option<Option<Arc<Vec<bool>>>>> {
    let asked = Memo::new(move |_| filters.with(|query| about_series(&query.catalog)));
    let answered = RwSignal::new(None::<(CatalogQuery, Arc<SiteIndex>, Arc<Vec<bool>>)>);
    Effect::new(move |_| {
        let (Some(query), Some(index)) = (asked.get(), index.get()) else { return };
        spawn_local(async move {
            // Without its code the filter leaves nothing, as an address with a filter must not show what it excludes.
            let passes = match chunks::series_filter().await {
                Ok(filter) => filter(&index.catalog, index.now, &query),
                Err(_) => vec![false; index.len()],
            };
            let _ = answered.try_set(Some((query, index, Arc::new(passes))));
        });
    });
    Memo::new(move |_| {
        let Some(query) = asked.get() else { return Some(None) };
        let index = index.get()?;
        answered.with(|answered| {
            let (of, index_of, passes) = answered.as_ref()?;
            let is_this = *of == query && Arc::ptr_eq(index_of, &index);
            is_this.then(|| Some(passes.clone()))
        })
    })
}

/// The classes of colours that take more than the catalog has: asked for when one is chosen.
fn use_standing(
    index: Memo<Option<Arc<SiteIndex>>>,
    color: Memo<ColorBy>,
) -> RwSignal<Option<(ColorBy, Arc<Classes>)>> {
    let answered = RwSignal::new(None);
    let abort = AbortHandle::of_owner();
    Effect::new(move |_| {
        let (by, Some(index)) = (color.get(), index.get()) else { return };
        let ColorBy::Percentile(variable) = by.clone() else { return };
        spawn_local(async move {
            let classes = match chunks::standing().await {
                Ok(classes) => classes(index, variable, abort).await,
                Err(_) => Classes::undivided(&index, "Not known: reload the page".to_owned()),
            };
            if color.try_with_untracked(|now| *now == by) == Some(true) {
                let _ = answered.try_set(Some((by, Arc::new(classes))));
            }
        });
    });
    answered
}

fn are_different<T>(a: Option<&Option<Arc<T>>>, b: Option<&Option<Arc<T>>>) -> bool {
    match (a.and_then(Option::as_ref), b.and_then(Option::as_ref)) {
        (Some(a), Some(b)) => !Arc::ptr_eq(a, b),
        (None, None) => a.is_some() != b.is_some(),
        _ => true,
    }
}
