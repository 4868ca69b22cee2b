//! What becomes of a catalog that is odd: the page stays usable and nothing is invented.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first thing that does not hold")]

use gagehouse_catalog::part::from_records;
use gagehouse_catalog::spatial::extent;
use gagehouse_catalog::{
    Catalog, CatalogIndex, CatalogQuery, DatastreamRecord, Engine, Facet, SiteRecord,
    SourceCatalog, SourceEntry, SourceParts, SourceState, Status, Wanted,
};
use gagehouse_model::TimeUs;
use std::sync::Arc;

const NOW: TimeUs = TimeUs(1_800_000_000_000_000);
const DAY_US: i64 = 86_400_000_000;

fn catalog_of(sites: Vec<SiteRecord>, datastreams: Vec<DatastreamRecord>) -> Catalog {
    let (meta, fresh) = from_records(&SourceCatalog { networks: Vec::new(), sites, datastreams });
    let entry = SourceEntry {
        key: "odd".parse().unwrap(),
        name: "Odd".into(),
        kind: "sensorthings".into(),
        description: None,
        synthetic: false,
        observations_url: "/sensorthings/v1.1".into(),
        state: SourceState::Ok,
        last_attempt_us: None,
        last_success_us: None,
        last_error: None,
        parts: Vec::new(),
    };
    let (meta, fresh) = (Some(Arc::new(meta)), Some(Arc::new(fresh)));
    Catalog::build(&[SourceParts { entry, meta, fresh }])
}

fn a_site_at(id: &str, longitude: f64, latitude: f64) -> SiteRecord {
    let mut site = SiteRecord::new(id, id);
    (site.longitude, site.latitude) = (Some(longitude), Some(latitude));
    site
}

fn position(longitude: f64, latitude: f64) -> Option<(f64, f64)> {
    let catalog = catalog_of(vec![a_site_at("1", longitude, latitude)], Vec::new());
    let [position] = catalog.sites().map(|site| site.position()).collect::<Vec<_>>()[..] else {
        return None;
    };
    position
}

#[test]
fn a_facet_of_half_a_million_values_shows_a_few_and_its_search_finds_any() {
    const VALUES: usize = 500_000;
    let series = |id: usize| {
        let mut record = DatastreamRecord::new(id.to_string(), "1", "pH");
        record.method_name = Some(format!("Probe {id}"));
        record
    };
    let catalog = catalog_of(vec![SiteRecord::new("1", "Mill")], (0..VALUES).map(series).collect());
    let mut engine = Engine::new(&CatalogIndex::new(&catalog, NOW));
    let mut query = CatalogQuery::default();
    let ticked = "Probe 499998".to_owned();
    query.toggle(Facet::Method, &ticked);
    assert_eq!(engine.answer(&query).rows, 1);
    let choices = engine.choices(Facet::Method, &query, Wanted { search: "", most: 200 });
    assert_eq!((choices.shown.len(), choices.more), (201, VALUES - 201));
    assert!(choices.shown[0].ticked && choices.shown[0].key == ticked);
    let searched =
        engine.choices(Facet::Method, &query, Wanted { search: "PROBE 49999", most: 200 });
    let mut found: Vec<_> = searched.shown.iter().map(|choice| choice.label.as_str()).collect();
    found.sort_unstable();
    // The ticked one stays whatever is searched; "Probe 49999" itself is among the found.
    assert_eq!(found.len(), 11);
    assert!(found.contains(&"Probe 49999") && found.contains(&"Probe 499999"));
    assert_eq!(searched.more, 0);
}

#[test]
fn a_value_without_a_name_is_no_choice_and_its_rows_stay() {
    let series = |id: usize, said: &str| {
        let mut record = DatastreamRecord::new(id.to_string(), "1", "pH");
        let text = || Some(said.to_owned());
        (record.processing_level, record.sampled_medium) = (text(), text());
        (record.unit.symbol, record.unit.name) = (text(), text());
        (record.method_name, record.variable_code, record.tags) =
            (text(), text(), vec![said.into()]);
        record
    };
    let mut site = SiteRecord::new("1", "Mill");
    (site.site_type, site.admin_area_1, site.admin_area_2) =
        (Some(String::new()), Some(String::new()), Some(String::new()));
    let catalog = catalog_of(vec![site], vec![series(1, ""), series(2, "x"), series(3, "")]);
    let mut engine = Engine::new(&CatalogIndex::new(&catalog, NOW));
    let query = CatalogQuery::default();
    assert_eq!(engine.answer(&query).rows, 3);
    for facet in Facet::ALL {
        for choice in engine.choices(facet, &query, Wanted::default()).shown {
            assert!(!choice.label.trim().is_empty() && choice.count > 0, "{facet:?} {choice:?}");
        }
    }
}

#[test]
fn coordinates_that_are_none_are_not_drawn_and_longitudes_to_360_are_turned() {
    assert_eq!(position(0.0, 0.0), None);
    assert_eq!(position(-0.0, 0.0), None);
    assert_eq!(position(248.2, 41.7), Some((248.2 - 360.0, 41.7)));
    assert_eq!(position(180.0, -18.0), Some((180.0, -18.0)));
    // On the equator, and on the meridian of Greenwich, there are sites.
    assert_eq!(position(-51.07, 0.0), Some((-51.07, 0.0)));
    assert_eq!(position(0.0, 51.5), Some((0.0, 51.5)));
    for (longitude, latitude) in [(999.0, 10.0), (10.0, 90.5), (-180.5, 10.0), (f64::NAN, 1.0)] {
        assert_eq!(position(longitude, latitude), None, "{longitude} {latitude}");
    }
}

#[test]
fn sites_on_both_sides_of_the_date_line_are_looked_at_together() {
    let sites = vec![a_site_at("Suva", 178.4, -18.1), a_site_at("Apia", 188.2, -13.8)];
    let catalog = catalog_of(sites, Vec::new());
    let around = extent(catalog.sites().filter_map(|site| site.position())).unwrap();
    assert!((around.west - 178.4).abs() < 1e-9 && (around.east - 188.2).abs() < 1e-9);
}

#[test]
fn names_from_right_to_left_and_of_three_hundred_characters_come_back_whole_and_are_found() {
    let long = "Wasserstandsmeßstelle ".repeat(14);
    let names = ["محطة وادي الأردن", long.trim(), "גשר הירקון"];
    let sites = names.iter().enumerate().map(|(id, name)| SiteRecord::new(id.to_string(), *name));
    let series =
        (0..names.len()).map(|id| DatastreamRecord::new(id.to_string(), id.to_string(), "pH"));
    let catalog = catalog_of(sites.collect(), series.collect());
    let mut engine = Engine::new(&CatalogIndex::new(&catalog, NOW));
    for (text, name) in
        [("الأردن", names[0]), ("wasserstandsmessstelle", names[1]), ("הירקון", names[2])]
    {
        let query = CatalogQuery { text: text.into(), ..CatalogQuery::default() };
        assert_eq!(engine.answer(&query).rows, 1, "{text}");
        let row = engine.rows(0..1)[0];
        let site = catalog.datastreams().nth(row as usize).unwrap().site().unwrap();
        assert_eq!(site.name(), name);
    }
}

#[test]
fn an_update_in_2103_is_called_wrong_and_comes_last_among_what_is_alive() {
    let series = |id: &str, end: i64| {
        let mut record = DatastreamRecord::new(id, "1", "pH");
        record.end = Some(TimeUs(end));
        record
    };
    let far = NOW.0 + 77 * 365 * DAY_US;
    let catalog =
        catalog_of(vec![SiteRecord::new("1", "Mill")], vec![series("a", far), series("b", NOW.0)]);
    let mut engine = Engine::new(&CatalogIndex::new(&catalog, NOW));
    let query = CatalogQuery::default();
    engine.answer(&query);
    let statuses = engine.choices(Facet::Status, &query, Wanted::default()).shown;
    let labels: Vec<_> = statuses.iter().map(|choice| choice.label.as_str()).collect();
    assert!(labels.contains(&Status::Suspect.label()) && labels.contains(&Status::Live.label()));
}
