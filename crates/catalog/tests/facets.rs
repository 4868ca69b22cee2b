//! What a user of the facet panel and the search box can rely on.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first thing that does not hold")]

use gagehouse_catalog::catalog::DatastreamRow;
use gagehouse_catalog::part::from_records;
use gagehouse_catalog::{
    Catalog, CatalogIndex, CatalogQuery, DatastreamRecord, Facet, Filter, NetworkRecord,
    SiteRecord, Sort, SortBy, SourceCatalog, SourceEntry, SourceParts, SourceState,
};
use gagehouse_model::{Spacing, TimeUs, Visibility};
use proptest::prelude::*;
use std::sync::Arc;

const NOW: TimeUs = TimeUs(1_800_000_000_000_000);
const DAY_US: i64 = 86_400_000_000;

/// What one datastream of a random catalog is made of: small numbers, so that values repeat and some are absent.
type Seed = (u8, u8, u8, u8, u8, u8);

fn a_datastream(id: usize, (site, variable, level, spacing, age, unit): Seed) -> DatastreamRecord {
    let names = ["pH", "Temperature, water", "Gage height (m)", "Débit"];
    let name = names[variable as usize % names.len()];
    let mut record = DatastreamRecord::new(id.to_string(), (site % 4).to_string(), name);
    record.processing_level = (level % 3 != 2).then(|| (level % 3).to_string());
    record.spacing = Spacing::from_us(i64::from(spacing % 3) * DAY_US);
    record.unit.symbol = (unit % 3 != 0).then(|| ["", "m", "°C"][unit as usize % 3].to_owned());
    record.variable_category = (unit % 2 == 0).then(|| "Hydrology".to_owned());
    if age % 5 != 0 {
        record.begin = Some(TimeUs(NOW.0 - 900 * DAY_US));
        record.end = Some(TimeUs(NOW.0 - i64::from(age % 5) * i64::from(age) * DAY_US));
        record.value_count = Some(u64::from(age));
    }
    record
}

fn a_source(key: &str, seeds: &[Seed]) -> SourceParts {
    let network = |id: &str, name: &str| NetworkRecord {
        external_id: id.into(),
        name: name.into(),
        description: None,
        link: None,
        visibility: Visibility::Public,
    };
    let mut sites = Vec::new();
    for (id, name) in ["Mill Brook", "Mill Brook", "Río Seco", "Upper lake 10"].iter().enumerate()
    {
        let mut site = SiteRecord::new(id.to_string(), *name);
        site.code = (id != 3).then(|| format!("00{id}"));
        site.network = (id != 2).then(|| (id % 2).to_string());
        site.watershed = (id > 1).then(|| "Seco".to_owned());
        site.site_type = Some(if id == 3 { "Lake" } else { "Stream" }.to_owned());
        sites.push(site);
    }
    let datastreams = seeds.iter().enumerate().map(|(id, seed)| a_datastream(id, *seed)).collect();
    let networks = vec![network("0", "Brooks"), network("1", "Lakes")];
    let (meta, fresh) = from_records(&SourceCatalog { networks, sites, datastreams });
    SourceParts {
        entry: SourceEntry {
            key: key.parse().unwrap(),
            name: key.to_uppercase(),
            kind: "sensorthings".into(),
            description: None,
            synthetic: false,
            observations_url: "/sensorthings/v1.1".into(),
            state: SourceState::Ok,
            last_attempt_us: None,
            last_success_us: None,
            last_error: None,
            parts: vec![],
        },
        meta: Some(Arc::new(meta)),
        fresh: Some(Arc::new(fresh)),
    }
}

fn an_index(first: &[Seed], second: &[Seed]) -> CatalogIndex {
    let catalog = Catalog::build(&[a_source("a", first), a_source("b", second)]);
    CatalogIndex::new(&catalog, NOW)
}

fn seeds() -> impl Strategy<Value = Vec<Seed>> {
    proptest::collection::vec(any::<Seed>(), 0..40)
}

/// A query whose ticked values are among those of the index, with one that is not.
fn a_query(index: &CatalogIndex, ticks: &[(usize, usize)], text: &str, only: bool) -> CatalogQuery {
    let mut query = CatalogQuery { text: text.into(), only_selected: only, ..Default::default() };
    for (facet, value) in ticks {
        let facet = Facet::ALL[facet % Facet::ALL.len()];
        let column = index.facet(facet).unwrap();
        let key = column.keys.get(value % (column.len() + 1)).unwrap_or("no such value");
        query.tick(facet, key.to_owned());
    }
    query.selected = vec!["a:1".parse().unwrap(), "b:0".parse().unwrap(), "b:77".parse().unwrap()];
    query
}

proptest! {
    #[test]
    fn each_count_is_the_number_of_rows_left_with_that_value_alone(
        first in seeds(),
        second in seeds(),
        ticks in proptest::collection::vec((0..15usize, 0..6usize), 0..5),
        text in prop::sample::select(vec!["", "mill", "\"lake 10\" m", "rio DEBIT"]),
        only in any::<bool>(),
    ) {
        let index = an_index(&first, &second);
        let query = a_query(&index, &ticks, text, only);
        let answer = index.answer(&query);
        for facet in Facet::ALL {
            let choices = index.choices(facet, &answer, &query);
            let mut rows_of_counted_values = 0;
            for choice in &choices {
                let mut alone = query.clone();
                alone.ticked.insert(facet, vec![choice.key.clone()]);
                prop_assert_eq!(index.answer(&alone).rows.len(), choice.count as usize);
                prop_assert!(choice.count > 0 || choice.ticked);
                rows_of_counted_values += choice.count as usize;
            }
            let mut without = query.clone();
            without.ticked.remove(&facet);
            prop_assert!(rows_of_counted_values <= index.answer(&without).rows.len());
            for key in query.ticked_in(facet) {
                prop_assert!(choices.iter().any(|choice| choice.ticked && choice.key == *key));
            }
            let order: Vec<_> = choices.iter().map(|c| (c.known && !c.ticked, !c.count)).collect();
            prop_assert!(order.is_sorted_by(|a, b| !b.0 || a <= b));
        }
    }

    #[test]
    fn dropping_a_filter_brings_back_as_many_rows_as_promised(
        first in seeds(),
        ticks in proptest::collection::vec((0..15usize, 0..6usize), 0..5),
        only in any::<bool>(),
    ) {
        let index = an_index(&first, &[]);
        let query = a_query(&index, &ticks, "mill", only);
        let answer = index.answer(&query);
        for (filter, rows) in &answer.relaxed {
            let relaxed = query.without(*filter);
            prop_assert_eq!(index.answer(&relaxed).rows.len(), answer.rows.len() + rows);
        }
    }

    #[test]
    fn sorting_keeps_every_row_and_puts_missing_values_last(
        first in seeds(),
        by in 0..9usize,
        descending in any::<bool>(),
    ) {
        let index = an_index(&first, &first);
        let sort = Sort { by: SortBy::ALL[by], descending };
        let mut rows = index.answer(&CatalogQuery { sort, ..Default::default() }).rows;
        if sort.by == SortBy::End {
            let catalog = index.catalog();
            let ends: Vec<_> =
                rows.iter().map(|row| catalog.datastream(DatastreamRow(*row)).end()).collect();
            let known = ends.iter().take_while(|end| end.is_some()).count();
            prop_assert!(ends[known..].iter().all(Option::is_none));
            let in_order = ends[..known].is_sorted_by(|a, b| if descending { a >= b } else { a <= b });
            prop_assert!(in_order);
        }
        rows.sort_unstable();
        prop_assert_eq!(rows, (0..index.catalog().len() as u32).collect::<Vec<_>>());
    }
}

#[test]
fn values_of_one_facet_are_alternatives_and_facets_narrow_each_other() {
    let index = an_index(&[(0, 0, 0, 1, 1, 1), (2, 0, 1, 1, 1, 1), (2, 1, 0, 1, 1, 1)], &[]);
    let mut query = CatalogQuery::default();
    query.tick(Facet::Level, "0".into());
    assert_eq!(index.answer(&query).rows.len(), 2);
    query.tick(Facet::Level, "1".into());
    assert_eq!(index.answer(&query).rows.len(), 3);
    query.tick(Facet::Variable, "pH".into());
    assert_eq!(index.answer(&query).rows.len(), 2);
    query.tick(Facet::Watershed, "Seco".into());
    assert_eq!(index.answer(&query).rows, [1]);
}

#[test]
fn two_sites_of_one_name_are_two_choices_and_a_code_keeps_its_zeros() {
    let index = an_index(&[(0, 0, 0, 0, 0, 0), (1, 0, 0, 0, 0, 0)], &[]);
    let query = CatalogQuery::default();
    let choices = index.choices(Facet::Site, &index.answer(&query), &query);
    let labels: Vec<_> = choices.iter().map(|choice| choice.label.as_str()).collect();
    assert_eq!(labels, ["Mill Brook (000)", "Mill Brook (001)"]);
    assert_eq!(choices[1].key, "a:001");
}

#[test]
fn every_term_must_occur_in_any_column_without_case_and_accents() {
    let index = an_index(&[(2, 3, 0, 1, 1, 2), (0, 2, 1, 1, 1, 1)], &[]);
    let left = |text: &str| {
        index.answer(&CatalogQuery { text: text.into(), ..Default::default() }).rows.len()
    };
    assert_eq!(left("RIO debit °c"), 1);
    assert_eq!(left("height (m)"), 1);
    assert_eq!(left("\"mill brook\""), 1);
    assert_eq!(left("\"brook mill\""), 0);
    assert_eq!(left("brook mill"), 1);
    assert_eq!(left("brook debit"), 0);
    assert_eq!(left("s"), 2);
}

#[test]
fn a_range_keeps_series_that_have_data_in_it() {
    let index = an_index(&[(0, 0, 0, 0, 1, 0), (0, 0, 0, 0, 14, 0), (0, 0, 0, 0, 0, 0)], &[]);
    let left = |from: Option<i64>, to: Option<i64>| {
        let at = |days: i64| TimeUs(NOW.0 - days * DAY_US);
        let query = CatalogQuery { from: from.map(at), to: to.map(at), ..Default::default() };
        index.answer(&query).rows.len()
    };
    assert_eq!(left(Some(2), None), 1);
    assert_eq!(left(Some(100), Some(50)), 2);
    assert_eq!(left(None, Some(900)), 0);
    assert_eq!(left(None, Some(899)), 2);
}

#[test]
fn a_ticked_value_that_the_catalog_does_not_have_is_shown_and_leaves_nothing() {
    let index = an_index(&[(0, 0, 0, 0, 1, 0)], &[]);
    let mut query = CatalogQuery::default();
    query.tick(Facet::Variable, "Turbidity".into());
    let answer = index.answer(&query);
    let first = &index.choices(Facet::Variable, &answer, &query)[0];
    assert_eq!((first.key.as_str(), first.count, first.known), ("Turbidity", 0, false));
    assert!(answer.rows.is_empty());
    assert_eq!(answer.relaxed, [(Filter::Facet(Facet::Variable), 1)]);
}

#[test]
fn an_empty_catalog_answers_every_query() {
    let index = CatalogIndex::new(&Catalog::default(), NOW);
    let mut query = CatalogQuery { text: "a b".into(), from: Some(NOW), ..Default::default() };
    query.tick(Facet::Site, "a:1".into());
    let answer = index.answer(&query);
    assert!(answer.rows.is_empty());
    assert!(Facet::ALL.iter().all(|f| index.choices(*f, &answer, &query).len() <= 1));
}
