//! What a user of the facet panel and the search box can rely on.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first thing that does not hold")]

use gagehouse_catalog::catalog::DatastreamRow;
use gagehouse_catalog::part::from_records;
use gagehouse_catalog::predecessor::{Meant, meaning};
use gagehouse_catalog::search::terms;
use gagehouse_catalog::text::fold;
use gagehouse_catalog::{
    Catalog, CatalogIndex, CatalogQuery, Column, DatastreamRecord, Engine, Facet, Filter,
    NetworkRecord, SiteRecord, Sort, SourceCatalog, SourceEntry, SourceParts, SourceState, Wanted,
    Years,
};
use gagehouse_model::{Spacing, TimeUs, Visibility};
use proptest::prelude::*;
use std::collections::BTreeMap;
use std::sync::Arc;

const NOW: TimeUs = TimeUs(1_800_000_000_000_000);
const DAY_US: i64 = 86_400_000_000;

/// What one datastream of a random catalog is made of: small numbers, so that values repeat and some are absent.
type Seed = (u8, u8, u8, u8, u8, u8);

fn a_datastream(id: usize, (site, variable, level, spacing, age, unit): Seed) -> DatastreamRecord {
    let names = ["pH", "Temperature, water", "Gage height (m)", "Débit", "Stage"];
    let name = names[variable as usize % names.len()];
    let mut record = DatastreamRecord::new(id.to_string(), (site % 4).to_string(), name);
    record.processing_level = (level % 3 != 2).then(|| (level % 3).to_string());
    record.spacing = Spacing::from_us(i64::from(spacing % 3) * DAY_US);
    record.unit.symbol = (unit % 3 != 0).then(|| ["", "m", "°C"][unit as usize % 3].to_owned());
    record.tags = match age % 4 {
        0 => vec!["drought".into(), "purpose: flood warning".into()],
        1 => vec!["drought".into()],
        _ => vec![],
    };
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
        site.admin_area_1 = (id < 3).then(|| ["Utah", "Idaho", "Utah"][id].to_owned());
        site.admin_area_2 = (id != 1).then(|| "Cache".to_owned());
        site.tags = if id == 0 { vec!["drought".into(), "list: A".into()] } else { vec![] };
        (site.longitude, site.latitude) = (Some(-111.0 - id as f64), Some(41.0));
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

/// The filters of a query by the plainest means: asked of each row, one after another.
struct Plain<'a> {
    index: &'a CatalogIndex,
    query: &'a CatalogQuery,
}

impl Plain<'_> {
    /// Keys of the values that a row has in a facet.
    fn keys(&self, facet: Facet, row: u32) -> Vec<String> {
        let column = self.index.facet(facet).unwrap();
        let site = self.index.catalog().datastream(DatastreamRow(row)).site();
        let code = column.code(row as usize, site.map(|site| site.row().0));
        column.values_of(&code).iter().map(|value| column.values.key(*value).into_owned()).collect()
    }

    fn passes(&self, filter: Filter, row: u32) -> bool {
        let series = self.index.catalog().datastream(DatastreamRow(row));
        let query = self.query;
        match filter {
            Filter::Facet(facet) => {
                let ticked = query.ticked_in(facet);
                ticked.is_empty() || self.keys(facet, row).iter().any(|key| ticked.contains(key))
            }
            Filter::Text => {
                let site = series.site().unwrap();
                let mut fields: Vec<String> = [
                    series.variable_name(),
                    &series.name(),
                    series.unit_label(),
                    series.processing_level().unwrap_or(""),
                    series.variable_category().unwrap_or(""),
                    series.external_id(),
                    site.name(),
                    site.code().unwrap_or(""),
                    site.external_id(),
                    site.network_name().unwrap_or(""),
                    site.watershed().unwrap_or(""),
                    site.site_type().unwrap_or(""),
                    site.admin_area_1().unwrap_or(""),
                    site.admin_area_2().unwrap_or(""),
                    series.source().name.as_str(),
                ]
                .map(fold)
                .to_vec();
                fields.extend(series.tags().map(fold));
                fields.extend(self.keys(Facet::Variable, row).iter().map(|key| fold(key)));
                let has = |term: &String| fields.iter().any(|field| field.contains(term.as_str()));
                terms(&query.text).iter().all(has)
            }
            Filter::Range => {
                let (from, to) = (query.from, query.to);
                (from.is_none() && to.is_none())
                    || (series.begin().is_some_and(|begin| to.is_none_or(|to| begin < to))
                        && series.end().is_some_and(|end| from.is_none_or(|from| end >= from)))
            }
            Filter::Years => query.years.is_none_or(|years| {
                series.years_of_data().is_some_and(|data| data >= years.as_f64())
            }),
            Filter::Span => query.span.is_none_or(|years| {
                Years::span(series.begin(), series.end()).is_some_and(|s| s >= years.as_f64())
            }),
            Filter::Area => query.area.is_none_or(|area| {
                let (longitude, latitude) = series.site().unwrap().position().unwrap();
                area.holds(longitude, latitude)
            }),
            Filter::OnlySelected => {
                !query.only_selected || query.selected.contains(&series.reference())
            }
        }
    }

    /// The rows that pass every filter, one excepted.
    fn rows(&self, but: Option<Filter>) -> Vec<u32> {
        let all = 0..self.index.catalog().len() as u32;
        let passes = |filter, row| Some(filter) == but || self.passes(filter, row);
        all.filter(|row| Filter::all().all(|filter| passes(filter, *row))).collect()
    }
}

/// A step of a user: what changes in the query.
type Step = (u8, usize, usize);

fn after(index: &CatalogIndex, query: &CatalogQuery, (kind, facet, value): Step) -> CatalogQuery {
    let mut query = query.clone();
    match kind {
        0 => query.text = ["", "mill", "\"lake 10\" m", "rio DEBIT", "gage"][value % 5].into(),
        1 => {
            query.from = [None, Some(TimeUs(NOW.0 - 30 * DAY_US))][value % 2];
            query.to = [None, Some(TimeUs(NOW.0 - 2 * DAY_US))][facet % 2];
        }
        2 => query.only_selected = !query.only_selected,
        3 => query.years = [None, "0.01".parse().ok(), "0.3".parse().ok()][value % 3],
        4 => query.span = [None, "2".parse().ok()][value % 2],
        5 => query.area = [None, "-112.5,40,-110,42".parse().ok()][value % 2],
        6 => query = query.without_filters(),
        _ => {
            let facet = Facet::ALL[facet % Facet::COUNT];
            let column = index.facet(facet).unwrap();
            let value = value % (column.values.len() + 1);
            let key = match value < column.values.len() {
                true => column.values.key(value as u32).into_owned(),
                false => "no such value".to_owned(),
            };
            query.toggle(facet, &key);
        }
    }
    query.selected = vec!["a:1".parse().unwrap(), "b:0".parse().unwrap(), "b:77".parse().unwrap()];
    query
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    proptest::collection::vec((0..20u8, 0..40usize, 0..8usize), 1..12)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(80))]

    #[test]
    fn whatever_was_asked_before_rows_counts_and_advice_are_those_of_a_plain_count(
        first in seeds(),
        second in seeds(),
        steps in steps(),
    ) {
        let index = an_index(&first, &second);
        let mut engine = Engine::new(&index);
        let mut query = CatalogQuery::default();
        for step in steps {
            query = after(&index, &query, step);
            let answer = engine.answer(&query);
            let plain = Plain { index: &index, query: &query };
            let expected = plain.rows(None);
            let few = engine.rows(2..5);
            let mut rows = engine.rows(0..usize::MAX);
            prop_assert_eq!(answer.rows, rows.len());
            prop_assert_eq!(&few[..], &rows[rows.len().min(2)..rows.len().min(5)]);
            rows.sort_unstable();
            prop_assert_eq!(&rows, &expected);
            for (filter, more) in &answer.relaxed {
                prop_assert_eq!(plain.rows(Some(*filter)).len(), expected.len() + more);
                let relaxed = query.without(*filter);
                prop_assert_eq!(index.answer(&relaxed).0.rows, expected.len() + more);
            }
            for facet in Facet::ALL {
                let mut counted: BTreeMap<String, u32> = BTreeMap::new();
                for row in plain.rows(Some(Filter::Facet(facet))) {
                    plain.keys(facet, row).into_iter().for_each(|k| *counted.entry(k).or_default() += 1);
                }
                let choices = engine.choices(facet, &query, Wanted::default());
                let ticked = query.ticked_in(facet);
                for choice in &choices.shown {
                    prop_assert_eq!(choice.count, counted.remove(&choice.key).unwrap_or(0));
                    prop_assert_eq!(choice.ticked, ticked.contains(&choice.key));
                    prop_assert!(choice.count > 0 || choice.ticked);
                }
                prop_assert!(counted.is_empty(), "not shown: {:?}", counted);
                let is_shown = |key: &String| choices.shown.iter().any(|choice| choice.key == *key);
                prop_assert!(ticked.iter().all(is_shown));
                let order: Vec<_> = choices
                    .shown
                    .iter()
                    .map(|c| (c.known && !c.ticked, c.known && c.ticked, !c.count))
                    .filter(|(_, known, _)| *known || ticked.is_empty())
                    .collect();
                prop_assert!(order.is_sorted());
                let most = Wanted { most: 2, ..Wanted::default() };
                let few = engine.choices(facet, &query, most);
                let first = &choices.shown[..few.shown.len()];
                prop_assert_eq!(&few.shown[..], first);
                prop_assert_eq!(few.shown.len() + few.more, choices.shown.len());
            }
        }
    }

    #[test]
    fn each_count_is_the_number_of_rows_left_with_that_value_alone(
        first in seeds(),
        steps in steps(),
    ) {
        let index = an_index(&first, &[]);
        let mut query = CatalogQuery::default();
        for step in steps {
            query = after(&index, &query, step);
        }
        for facet in Facet::ALL {
            for choice in index.choices(facet, &query) {
                let mut alone = query.clone();
                alone.ticked.insert(facet, vec![choice.key.clone()]);
                prop_assert_eq!(index.answer(&alone).0.rows, choice.count as usize);
            }
        }
    }

    #[test]
    fn sorting_keeps_every_row_and_puts_missing_values_last(
        first in seeds(),
        by in 0..Column::ALL.len(),
        descending in any::<bool>(),
    ) {
        let index = an_index(&first, &first);
        let by = Column::ALL[by];
        let sort = Sort { by: Some(by), descending };
        let (_, mut rows) = index.answer(&CatalogQuery { sort, ..Default::default() });
        if by == Column::End {
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
    assert_eq!(index.answer(&query).0.rows, 2);
    query.tick(Facet::Level, "1".into());
    assert_eq!(index.answer(&query).0.rows, 3);
    query.tick(Facet::Variable, "pH".into());
    assert_eq!(index.answer(&query).0.rows, 2);
    query.tick(Facet::Watershed, "Seco".into());
    assert_eq!(index.answer(&query).1, [1]);
}

#[test]
fn two_sites_of_one_name_are_two_choices_and_a_code_keeps_its_zeros() {
    let index = an_index(&[(0, 0, 0, 0, 0, 0), (1, 0, 0, 0, 0, 0)], &[]);
    let query = CatalogQuery::default();
    let choices = index.choices(Facet::Site, &query);
    let labels: Vec<_> = choices.iter().map(|choice| choice.label.as_str()).collect();
    assert_eq!(labels, ["Mill Brook (000)", "Mill Brook (001)"]);
    assert_eq!(choices[1].key, "a:001");
}

#[test]
fn every_term_must_occur_in_any_column_without_case_and_accents() {
    let index = an_index(&[(2, 3, 0, 1, 1, 2), (0, 2, 1, 1, 1, 1)], &[]);
    let left =
        |text: &str| index.answer(&CatalogQuery { text: text.into(), ..Default::default() }).0.rows;
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
        index.answer(&query).0.rows
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
    let (answer, rows) = index.answer(&query);
    let first = &index.choices(Facet::Variable, &query)[0];
    assert_eq!((first.key.as_str(), first.count, first.known), ("Turbidity", 0, false));
    assert!(rows.is_empty());
    assert_eq!(answer.relaxed, [(Filter::Facet(Facet::Variable), 1)]);
}

#[test]
fn an_empty_catalog_answers_every_query() {
    let index = CatalogIndex::new(&Catalog::default(), NOW);
    let mut query = CatalogQuery { text: "a b".into(), from: Some(NOW), ..Default::default() };
    query.tick(Facet::Site, "a:1".into());
    assert!(index.answer(&query).1.is_empty());
    assert!(Facet::ALL.iter().all(|f| index.choices(*f, &query).len() <= 1));
}

#[test]
fn one_quantity_under_two_names_is_one_choice_that_tells_both() {
    let index = an_index(&[(0, 2, 0, 0, 1, 0), (1, 4, 0, 0, 1, 0), (2, 3, 0, 0, 1, 0)], &[]);
    let mut query = CatalogQuery::default();
    let choices = index.choices(Facet::Variable, &query);
    assert_eq!((choices[0].label.as_str(), choices[0].count), ("Gage height", 2));
    assert_eq!(choices[0].note.as_deref(), Some("Gage height (m); Stage"));
    assert_eq!((choices[1].label.as_str(), choices[1].count), ("Débit", 1));
    // A link that names the variable as one of the sources does means the same.
    query.tick(Facet::Variable, "Stage".into());
    assert_eq!(index.answer(&query).0.rows, 2);
    assert_eq!(index.canonical(&query).ticked_in(Facet::Variable), ["Gage height"]);
}

#[test]
fn two_counties_of_one_name_are_two_and_a_tag_of_the_site_is_one_of_its_series() {
    let index = an_index(&[(0, 0, 0, 0, 2, 0), (2, 0, 0, 0, 2, 0), (3, 0, 0, 0, 1, 0)], &[]);
    let query = CatalogQuery::default();
    let labels = |facet| -> Vec<(String, u32)> {
        index.choices(facet, &query).into_iter().map(|c| (c.label, c.count)).collect()
    };
    assert_eq!(labels(Facet::County), [("Cache, Utah".into(), 2), ("Cache".into(), 1)]);
    assert_eq!(labels(Facet::Tag), [("drought".into(), 2), ("list: A".into(), 1)]);
}

#[test]
fn what_fits_best_comes_first_and_a_slip_is_forgiven() {
    let index = an_index(&[(2, 3, 0, 1, 1, 2), (0, 2, 1, 1, 1, 1), (3, 0, 1, 1, 1, 1)], &[]);
    let found = |text: &str| {
        let (_, rows) = index.answer(&CatalogQuery { text: text.into(), ..Default::default() });
        rows.iter()
            .map(|row| {
                index.catalog().datastream(DatastreamRow(*row)).site().unwrap().name().to_owned()
            })
            .collect::<Vec<_>>()
    };
    assert_eq!(found("uper"), ["Upper lake 10"]);
    assert_eq!(found("hieght"), ["Mill Brook"]);
    // "Lake" is a word of one name, a network of the others.
    assert_eq!(found("lake")[0], "Upper lake 10");
    assert_eq!(found("xyzzyx"), Vec::<String>::new());
}

#[test]
fn addresses_of_the_predecessors_mean_what_they_meant() {
    let index = an_index(&[(0, 0, 0, 0, 1, 0), (1, 2, 1, 0, 1, 0), (1, 0, 0, 0, 1, 0)], &[]);
    let catalog = |address: &str| match meaning(&index, address, None) {
        Meant::Catalog(query) => query.render(),
        Meant::Plot(series) => format!("plot {series:?}"),
    };
    assert_eq!(
        catalog("?view=map&network=lakes&sitecode=001&qualitycontrollevelcode=1&flag"),
        "f.network=Lakes&f.site=a:001&f.site=b:001&f.level=1"
    );
    // What is not there is ticked all the same, and said on the page.
    assert_eq!(catalog("sitecode=XX&variablecode=a+b%2C1"), "f.site=XX&f.code=a+b,1");
    assert_eq!(
        catalog("dataTypes=ph,Stage&siteTypes=stream"),
        "f.variable=pH&f.variable=Stage&f.type=Stream"
    );
    assert_eq!(catalog("nothing"), "");
    let plot = meaning(&index, "sitecode=001&plot=true&view=visualization", None);
    assert_eq!(plot, Meant::Plot(vec!["a:1".parse().unwrap(), "a:2".parse().unwrap()]));
    let plot = meaning(&index, "datastreams=2,77&plot=true", Some("1"));
    assert_eq!(plot, Meant::Plot(vec!["a:2".parse().unwrap()]));
    let thing = meaning(&index, "", Some("1"));
    assert!(
        matches!(thing, Meant::Catalog(query) if query.render() == "f.site=a:001&f.site=b:001")
    );
}
