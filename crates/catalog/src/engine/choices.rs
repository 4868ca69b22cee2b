//! The values of a facet as its panel shows them.

use super::Engine;
use crate::column::NONE;
use crate::facet::Facet;
use crate::query::CatalogQuery;
use crate::text::fold;
use std::cmp::Reverse;

/// A value of a facet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// Its key in URLs.
    pub key: String,
    /// Its name for people.
    pub label: String,
    /// What sources call it besides.
    pub note: Option<String>,
    /// How many rows it alone would leave in its facet.
    pub count: u32,
    /// Whether it is ticked.
    pub ticked: bool,
    /// Whether the catalog has it; a link may name a value that is gone.
    pub known: bool,
}

/// Which values are wanted.
#[derive(Debug, Clone, Copy)]
pub struct Wanted<'a> {
    /// Only those whose name holds this.
    pub search: &'a str,
    /// At most so many, ticked ones not counted.
    pub most: usize,
}

impl Default for Wanted<'_> {
    fn default() -> Self {
        Self { search: "", most: usize::MAX }
    }
}

/// Values of a facet: ticked ones first and always, then those with rows by count, then by name.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Choices {
    /// Those to be shown.
    pub shown: Vec<Choice>,
    /// How many more fit the search.
    pub more: usize,
    /// How many values have rows, whatever is searched.
    pub with_rows: usize,
}

impl Engine {
    /// The values of a facet under the query that was answered last; `query` says which are ticked.
    pub fn choices(&self, facet: Facet, query: &CatalogQuery, wanted: Wanted) -> Choices {
        let Some(column) = self.index().facet(facet) else { return Choices::default() };
        let ticked = query.ticked_in(facet);
        let found: Vec<Option<u32>> = ticked.iter().map(|key| column.values.find(key)).collect();
        let counts = self.counts_by_value(facet);
        let search = fold(wanted.search.trim());
        let fitting = (!search.is_empty()).then(|| column.holding(&search));
        let fits = |value: u32| fitting.as_ref().is_none_or(|fitting| fitting[value as usize]);
        let ranks = column.ranks();
        let rank = |value: u32| ranks.get(value as usize).copied().unwrap_or(NONE);
        let mut with_rows = 0;
        let mut open: Vec<(Reverse<u32>, u32, u32)> = Vec::new();
        for (value, count) in (0u32..).zip(&counts) {
            if *count > 0 {
                with_rows += 1;
                if fits(value) && !found.contains(&Some(value)) {
                    open.push((Reverse(*count), rank(value), value));
                }
            }
        }
        let total = open.len();
        if wanted.most < total {
            open.select_nth_unstable(wanted.most);
            open.truncate(wanted.most);
        }
        open.sort_unstable();

        let mut first: Vec<(Reverse<u32>, u32, Choice)> = ticked
            .iter()
            .zip(&found)
            .map(|(key, value)| match value {
                Some(value) => {
                    let count = counts.get(*value as usize).copied().unwrap_or(0);
                    let choice = Choice {
                        ticked: true,
                        key: key.clone(),
                        ..self.choice(facet, *value, count)
                    };
                    (Reverse(count), rank(*value), choice)
                }
                None => {
                    let choice = Choice {
                        key: key.clone(),
                        label: key.clone(),
                        note: None,
                        count: 0,
                        ticked: true,
                        known: false,
                    };
                    (Reverse(u32::MAX), 0, choice)
                }
            })
            .collect();
        first.sort_by_key(|(count, rank, _)| (*count, *rank));
        let mut shown: Vec<Choice> = first.into_iter().map(|(_, _, choice)| choice).collect();
        let more = total - open.len();
        shown.extend(open.into_iter().map(|(count, _, value)| self.choice(facet, value, count.0)));
        Choices { shown, more, with_rows }
    }

    fn choice(&self, facet: Facet, value: u32, count: u32) -> Choice {
        let values = self.index().facet(facet).map(|column| &column.values);
        Choice {
            key: values.map(|v| v.key(value).into_owned()).unwrap_or_default(),
            label: values.map(|v| v.label(value).into_owned()).unwrap_or_default(),
            note: values.and_then(|v| v.note(value)).map(str::to_owned),
            count,
            ticked: false,
            known: true,
        }
    }

    /// How many rows each value of a facet alone would leave in it.
    fn counts_by_value(&self, facet: Facet) -> Vec<u32> {
        let mut counts = self.counts_of(facet);
        let Some(column) = self.index().facet(facet) else { return counts };
        if column.sets.is_empty() {
            counts.truncate(column.values.len());
            return counts;
        }
        let mut of_values = vec![0; column.values.len()];
        for (count, values) in counts.iter().zip(&column.sets) {
            values.iter().for_each(|value| of_values[*value as usize] += count);
        }
        of_values
    }
}
