//! A catalog with what its facets, its order and its search need, made once and shared by whoever asks.

use crate::catalog::Catalog;
use crate::engine::{Answer, Choice, Engine, Groups, Orders, Wanted};
use crate::facet::{Facet, FacetColumn};
use crate::query::CatalogQuery;
use crate::search::SearchIndex;
use gagehouse_model::TimeUs;
use std::sync::{Arc, OnceLock};

/// A catalog with the code of every row in every facet. Cloning it copies pointers.
#[derive(Debug, Clone, Default)]
pub struct CatalogIndex {
    catalog: Catalog,
    /// By the numbers of [`Facet::ALL`].
    facets: Vec<Arc<FacetColumn>>,
    groups: Arc<OnceLock<Groups>>,
    search: Arc<OnceLock<SearchIndex>>,
    orders: Arc<Orders>,
}

impl CatalogIndex {
    /// Codes of every row in every facet; `now` decides the status classes.
    pub fn new(catalog: &Catalog, now: TimeUs) -> Self {
        let column = |facet| Arc::new(FacetColumn::build(catalog, facet, now));
        Self {
            catalog: catalog.clone(),
            facets: Facet::ALL.into_iter().map(column).collect(),
            ..Self::default()
        }
    }

    /// The same with the status classes of another time.
    pub fn at(&self, now: TimeUs) -> Self {
        let mut index = self.clone();
        if let Some(status) = index.facets.get_mut(Facet::Status as usize) {
            *status = Arc::new(FacetColumn::build(&self.catalog, Facet::Status, now));
        }
        index.orders = Arc::new(self.orders.without_status());
        index.groups = Arc::default();
        if let Some(groups) = self.groups.get() {
            let groups = groups.with_status(&index);
            let _ = index.groups.set(groups);
        }
        index
    }

    /// The catalog it was built from.
    pub fn catalog(&self) -> &Catalog {
        &self.catalog
    }

    /// The column of a facet.
    pub fn facet(&self, facet: Facet) -> Option<&FacetColumn> {
        self.facets.get(facet as usize).map(Arc::as_ref)
    }

    /// The name for people of a facet's value, if the catalog has it.
    pub fn label(&self, facet: Facet, key: &str) -> Option<String> {
        let column = self.facet(facet)?;
        Some(column.values.label(column.values.find(key)?).into_owned())
    }

    /// The query with every value by the key that its facet gives it, none twice: a link may name a variable as a source
    /// does.
    pub fn canonical(&self, query: &CatalogQuery) -> CatalogQuery {
        let mut canonical = query.clone();
        canonical.ticked.clear();
        for (facet, keys) in &query.ticked {
            for key in keys {
                let known = self.facet(*facet).and_then(|column| {
                    Some(column.values.key(column.values.find(key)?).into_owned())
                });
                canonical.tick(*facet, known.unwrap_or_else(|| key.clone()));
            }
        }
        canonical
    }

    /// What a query leaves, for who asks once.
    pub fn answer(&self, query: &CatalogQuery) -> (Answer, Vec<u32>) {
        let mut engine = Engine::new(self);
        let answer = engine.answer(query);
        let rows = engine.rows(0..answer.rows);
        (answer, rows)
    }

    /// The values of a facet under a query, for who asks once.
    pub fn choices(&self, facet: Facet, query: &CatalogQuery) -> Vec<Choice> {
        let mut engine = Engine::new(self);
        engine.answer(query);
        engine.choices(facet, query, Wanted::default()).shown
    }

    pub(crate) fn groups(&self) -> &Groups {
        self.groups.get_or_init(|| Groups::new(self))
    }

    pub(crate) fn search(&self) -> &SearchIndex {
        self.search.get_or_init(|| SearchIndex::new(&self.catalog))
    }

    pub(crate) fn orders(&self) -> &Orders {
        &self.orders
    }
}
