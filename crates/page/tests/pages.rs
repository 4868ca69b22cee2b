//! What a search engine, a preview and a reader without JavaScript are told of a site and a network.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first thing that does not hold")]

use gagehouse_catalog::lines::{Attachment, Threshold};
use gagehouse_catalog::part::from_records;
use gagehouse_catalog::{
    Catalog, DatastreamRecord, NetworkRecord, SiteRecord, SourceCatalog, SourceEntry, SourceParts,
    SourceState,
};
use gagehouse_model::time::{HOUR_US, MINUTE_US};
use gagehouse_model::{SiteZone, Spacing, TimeUs, Unit, Visibility};
use gagehouse_page::card::{Newest, cards, leading};
use gagehouse_page::head::Head;
use gagehouse_page::{Group, History, html, sitemap};
use std::sync::Arc;

const EVIL: &str = "\"><script>alert('x')</script>&";

fn now() -> TimeUs {
    "2026-11-20T21:55:00Z".parse().unwrap()
}

fn catalog(name: &str, more: impl FnOnce(&mut SourceCatalog)) -> Catalog {
    let mut site = SiteRecord::new("1", name);
    site.network = Some("n 1".into());
    site.code = Some("007".into());
    site.zone = Some(SiteZone { iana: None, standard_offset_minutes: -420 });
    site.watershed = Some("Mill Creek".into());
    (site.longitude, site.latitude) = (Some(-111.5), Some(41.9));
    let mut stage = DatastreamRecord::new("11", "1", "Stage");
    stage.unit = Unit { name: Some("metre".into()), symbol: Some("m".into()), definition: None };
    stage.spacing = Spacing::from_us(15 * MINUTE_US);
    stage.processing_level = Some("0".into());
    stage.processing_level_definition = Some("Raw data".into());
    stage.begin = Some(TimeUs::from_civil(1990, 1, 1, 0));
    stage.end = Some(TimeUs(now().0 - 40 * MINUTE_US));
    stage.latest_time = stage.end;
    stage.latest_value = Some(2.31);
    stage.value_count = Some(350_000);
    stage.thresholds =
        vec![Threshold { value: 2.0, name: "Action stage".into(), meaning: String::new() }];
    let mut hidden = DatastreamRecord::new("12", "1", "pH");
    hidden.results_visible = false;
    hidden.end = Some(TimeUs(now().0 - HOUR_US));
    let mut gap = DatastreamRecord::new("13", "1", "Turbidity");
    gap.no_data_value = Some(-9999.0);
    (gap.latest_time, gap.latest_value) = (Some(TimeUs(now().0 - HOUR_US)), Some(-9999.0));
    let network = NetworkRecord {
        external_id: "n 1".into(),
        name: "Brooks".into(),
        description: Some("Small brooks".into()),
        link: Some("https://brooks.example".into()),
        visibility: Visibility::Public,
    };
    let mut rows = SourceCatalog {
        networks: vec![network],
        sites: vec![site],
        datastreams: vec![stage, hidden, gap, DatastreamRecord::new("14", "1", "Discharge")],
    };
    more(&mut rows);
    let (meta, fresh) = from_records(&rows);
    let (meta, fresh) = (Some(Arc::new(meta)), Some(Arc::new(fresh)));
    Catalog::build(&[SourceParts { entry: an_entry(), meta, fresh }])
}

fn an_entry() -> SourceEntry {
    SourceEntry {
        key: "local".parse().unwrap(),
        name: "This server".into(),
        kind: "embedded".into(),
        description: None,
        synthetic: false,
        observations_url: "/sensorthings/v1.1".into(),
        state: SourceState::Ok,
        last_attempt_us: None,
        last_success_us: None,
        last_error: None,
        parts: Vec::new(),
    }
}

const BASE: &str = "https://gages.example";
const URL: &str = "https://gages.example/sites/local/007";

#[test]
fn a_site_says_its_conditions_in_title_description_text_and_table() {
    let catalog = catalog("Brook at the mill", |_| {});
    let site = catalog.sites().next().unwrap();
    let head = Head::of_site(&catalog, &site, (BASE, URL), now());
    assert_eq!(head.title, "Brook at the mill (007)");
    let picture = "https://gages.example/embed/v1/plot.png?d=local:11&width=1200&height=630";
    assert_eq!(head.image.as_deref(), Some(picture));
    let oembed = "https://gages.example/oembed?format=json&url=https%3A%2F%2Fgages.example%2Fsites%2Flocal%2F007";
    assert_eq!(head.embed.as_deref(), Some(oembed));
    let conditions = "Stage 2.31\u{a0}m above local gage datum at 14:15 (UTC\u{2212}07:00), 40 minutes ago; at or \
                      above Action stage (2\u{a0}m); raw or provisional, not yet reviewed.";
    assert!(
        head.description.starts_with("Stage 2.31 m above local gage datum"),
        "{}",
        head.description
    );
    let page = html::site(&catalog, &site, &History::default(), URL, now());
    for part in [
        conditions,
        "<h1 tabindex=\"-1\" dir=\"auto\">Brook at the mill</h1>",
        "hidden by its owner",
        "no data",
        "350,000",
        "href=\"plot?d=local:11\"",
        "href=\"networks/local/n%201\"",
        "href=\"networks/local/Mill%20Creek\"",
        "Brooks (2026). Brooks data: Stage, pH, Turbidity, Discharge at Brook at the mill (007), 1990-01-01 to 2026-11-20.",
    ] {
        assert!(page.contains(part), "{part} is not in {page}");
    }
    assert!(!page.contains("9999"));
    assert_eq!(head.data["spatialCoverage"]["geo"]["latitude"], 41.9);
    assert_eq!(head.data["variableMeasured"].as_array().unwrap().len(), 4);
}

#[test]
fn a_card_names_no_unit_twice_and_the_period_of_a_total() {
    let catalog = catalog("Brook", |rows| {
        let mut ph = DatastreamRecord::new("15", "1", "pH");
        ph.unit =
            Unit { name: Some("pH unit".into()), symbol: Some("pH".into()), definition: None };
        (ph.latest_time, ph.latest_value) = (Some(now()), Some(7.89));
        let mut rain = DatastreamRecord::new("16", "1", "Precipitation");
        rain.aggregation_statistic = Some("Incremental".into());
        rain.spacing = Spacing::from_us(15 * MINUTE_US);
        (rain.latest_time, rain.latest_value) = (Some(now()), Some(0.0));
        rows.datastreams = vec![ph, rain];
    });
    let site = catalog.sites().next().unwrap();
    let cards = cards(&catalog, &site, Default::default(), now());
    assert_eq!((cards[0].value_text().as_str(), &cards[0].over), ("7.89", &None));
    assert_eq!(cards[1].over.as_deref(), Some("in 15 minutes"));
    let sentence = cards[0].sentence((None, None), None, now()).unwrap();
    assert!(sentence.starts_with("pH 7.89 at "), "{sentence}");
}

#[test]
fn each_card_says_honestly_what_is_known() {
    let catalog = catalog("Brook", |_| {});
    let site = catalog.sites().next().unwrap();
    let cards = cards(&catalog, &site, Default::default(), now());
    let newest: Vec<&Newest> = cards.iter().map(|card| &card.newest).collect();
    assert!(matches!(
        newest[..],
        [Newest::Number(..), Newest::Hidden, Newest::NoData(_), Newest::None]
    ));
    assert_eq!(leading(&cards).unwrap().variable, "Stage");
    assert_eq!(cards[0].over, None);
    let later = TimeUs(now().0 + 8 * HOUR_US);
    let cards = gagehouse_page::card::cards(&catalog, &site, Default::default(), later);
    let late = cards[0].status_text(None, later).unwrap();
    assert!(
        cards[0].goes_on()
            && !gagehouse_page::card::cards(
                &catalog,
                &site,
                Default::default(),
                TimeUs(now().0 + 9_000 * HOUR_US)
            )[0]
            .goes_on()
    );
    assert_eq!(late, "Late since 2026-11-21 03:15 UTC (2 hours ago)");
}

#[test]
fn names_cannot_leave_their_place() {
    let catalog = catalog(EVIL, |rows| {
        rows.networks[0].name = EVIL.into();
        let site = &mut rows.sites[0];
        site.code = Some(EVIL.into());
        site.description = Some(format!("{EVIL} described"));
        site.disclaimer = Some(EVIL.into());
        site.watershed = Some(EVIL.into());
        site.citation = Some(EVIL.into());
        site.tags = vec![EVIL.into()];
        site.attachments.extend(Attachment::new(EVIL, "https://a.example/\"onclick=\"x"));
        site.link = Some("javascript:alert(1)".into());
        for series in &mut rows.datastreams {
            series.variable_name = EVIL.into();
            series.unit.symbol = Some(EVIL.into());
            series.processing_level_definition = Some(EVIL.into());
            series.method_name = Some(EVIL.into());
        }
    });
    let site = catalog.sites().next().unwrap();
    let head = Head::of_site(&catalog, &site, (BASE, URL), now()).html();
    let page = html::site(&catalog, &site, &History::default(), URL, now());
    let group = Group::find(&catalog, "local", "n 1").unwrap();
    let network = html::group(&catalog, &group, now());
    for text in [&head, &page, &network, &Head::of_group(&group, URL).html()] {
        assert!(!text.contains("<script>"), "{text}");
        assert!(!text.contains("</script>&"), "{text}");
        assert!(!text.contains("href=\"javascript"), "{text}");
        assert!(!text.contains("\"onclick"), "{text}");
    }
    // The one script is data, and is whole.
    assert_eq!(head.matches("<script type=\"application/ld+json\">").count(), 1);
    assert_eq!(head.matches("</script>").count(), 1);
    let data = head.split("ld+json\">").nth(1).unwrap().split("</script>").next().unwrap();
    assert!(serde_json::from_str::<serde_json::Value>(data).is_ok());
}

#[test]
fn a_network_is_found_by_id_or_name_and_a_watershed_by_name() {
    let catalog = catalog("Brook", |_| {});
    let find = |name| Group::find(&catalog, "local", name).map(|group| group.kind.label());
    assert_eq!(find("n 1"), Some("Network"));
    assert_eq!(find("Brooks"), Some("Network"));
    assert_eq!(find("Mill Creek"), Some("Watershed"));
    assert_eq!(find("nowhere"), None);
    let group = Group::find(&catalog, "local", "n 1").unwrap();
    let page = html::group(&catalog, &group, now());
    assert!(page.contains("Stage 2.31") && page.contains("Small brooks"), "{page}");
    assert_eq!(Head::of_group(&group, URL).title, "Brooks (network)");
}

#[test]
fn the_text_of_a_network_has_what_the_app_shows_first_in_the_same_order() {
    let catalog = catalog("Brook", |rows| rows.sites[0].synthetic = true);
    let group = Group::find(&catalog, "local", "n 1").unwrap();
    let page = html::group(&catalog, &group, now());
    let parts = [
        "<strong>Synthetic data. </strong>Places and values of “Brooks” are made up.",
        "<h1 tabindex=\"-1\" dir=\"auto\">Brooks</h1>",
        "Small brooks",
        "1 site operated by one network",
        "href=\"catalog?f.network=Brooks\"",
        "href=\"?q=Brooks\"",
        "<h2>Sites</h2>",
        "class=\"site-sketch\"",
        "All <span class=\"figures\">1</span>",
        "Last value, for the date",
        "Stage 2.31",
    ];
    let place = |part: &&str| page.find(part).unwrap_or_else(|| panic!("{part} is not in {page}"));
    assert!(parts.iter().map(place).is_sorted(), "{page}");
}

#[test]
fn a_sitemap_names_at_most_as_many_pages_as_it_may() {
    let urls = vec!["https://a.example/?a&b"; sitemap::MOST + 3];
    assert!(sitemap::index("https://a.example/sitemap.xml?part=", 2).contains("?part=2</loc>"));
    let map = sitemap::of(urls);
    assert_eq!(map.matches("<loc>https://a.example/?a&amp;b</loc>").count(), sitemap::MOST);
}

#[test]
fn photos_of_the_source_s_own_server_are_shown_and_what_lies_elsewhere_is_linked() {
    let file = |name: &str, url: &str| Attachment::new(name, url).unwrap();
    let catalog = |observations_url: &str| {
        let mut site = SiteRecord::new("1", "Mill");
        site.attachments = vec![
            file("upstream_view.jpg", "https://data.example/media/1"),
            file("map.png", "https://elsewhere.example/map.png"),
            file("rating.pdf", "https://data.example/media/rating.pdf"),
        ];
        let rows = SourceCatalog { networks: vec![], sites: vec![site], datastreams: vec![] };
        let (meta, fresh) = from_records(&rows);
        let entry = SourceEntry { observations_url: observations_url.into(), ..an_entry() };
        let (meta, fresh) = (Some(Arc::new(meta)), Some(Arc::new(fresh)));
        Catalog::build(&[SourceParts { entry, meta, fresh }])
    };
    let shown = catalog("https://data.example/sta/v1.1");
    let page = html::site(&shown, &shown.sites().next().unwrap(), &History::default(), URL, now());
    assert!(
        page.contains(
            "<img src=\"https://data.example/media/1\" alt=\"Photo of Mill: upstream view\""
        ),
        "{page}"
    );
    assert_eq!(page.matches("<img").count(), 1);
    for link in ["https://elsewhere.example/map.png", "https://data.example/media/rating.pdf"] {
        assert!(page.contains(&format!("<li><a href=\"{link}\"")), "{page}");
    }
    // Through this server the reader never meets theirs.
    let passed_on = catalog("/api/v1/source/x");
    let page =
        html::site(&passed_on, &passed_on.sites().next().unwrap(), &History::default(), URL, now());
    assert!(!page.contains("<img"), "{page}");
}
