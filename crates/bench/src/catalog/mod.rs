//! The catalog at a nation's scale: what is sent, how fast it is read, how fast a tick in a facet is answered.

mod in_browser;
mod synthetic;

use std::hint::black_box;
use std::io::Write;
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use gagehouse_catalog::part::{self, FORMAT, Part, from_records};
use gagehouse_catalog::{
    Catalog, CatalogIndex, CatalogQuery, Engine, Facet, PartKind, SourceParts, Wanted,
};

use crate::browser::Programs;
use crate::report::{Bar, Report, median};
use synthetic::{Dice, Like, NOW};

/// Datastreams of a large network of networks, and of all there could be.
const LARGE: usize = 100_000;
const ALL: usize = 1_000_000;
/// The twelve facets that a page has open.
const OPEN: [Facet; 12] = [
    Facet::Status,
    Facet::Network,
    Facet::Variable,
    Facet::Site,
    Facet::SiteType,
    Facet::State,
    Facet::Level,
    Facet::Interval,
    Facet::Unit,
    Facet::Medium,
    Facet::Method,
    Facet::Sensor,
];
/// Rows that a screen shows.
const SCREEN: usize = 40;
const TOGGLES: usize = 300;
/// Values of a facet that is as long as any could be: one for each datastream.
const WIDE: usize = 500_000;

/// Measures natively, then in Chromium.
pub fn measure(report: &mut Report, programs: &Programs) -> Result<()> {
    sizes(report)?;
    search(report)?;
    for (like, name) in [(Like::Networks, "networks"), (Like::Dice, "independent")] {
        toggles(report, like, name)?;
    }
    wide(report)?;
    in_browser::measure(report, programs)
}

/// The parts of a catalog as they are sent, before compression.
fn parts(datastreams: usize, like: Like) -> (Vec<u8>, Vec<u8>) {
    let (meta, mut fresh) = from_records(&synthetic::catalog(datastreams, like));
    fresh.of = "meta".to_owned();
    (part::encode(&Part::Meta(Arc::new(meta))), part::encode(&Part::Fresh(Arc::new(fresh))))
}

/// As the sidecar compresses them.
fn compressed(bytes: &[u8]) -> Result<usize> {
    let mut brotli = brotli::CompressorWriter::new(Vec::new(), 1 << 16, 7, 22);
    brotli.write_all(bytes).context("compressing")?;
    Ok(brotli.into_inner().len())
}

fn sizes(report: &mut Report) -> Result<()> {
    report.table(&format!("catalog: {LARGE} datastreams at {} sites as they are sent", LARGE / 13));
    let records = synthetic::catalog(LARGE, Like::Networks);
    let (meta, fresh) = from_records(&records);
    let with_ids = compressed(&part::encode(&Part::Meta(Arc::new(meta.clone()))))?;
    let fresh = compressed(&part::encode(&Part::Fresh(Arc::new(fresh))))?;
    let mut bare = meta;
    (bare.datastreams.external_id, bare.sites.external_id) = Default::default();
    let without = compressed(&part::encode(&Part::Meta(Arc::new(bare))))?;
    let mb = |bytes: usize| bytes as f64 / 1e6;
    report.value("catalog.sent.without_ids", mb(without + fresh), "MB", Bar::AtMost(1.0));
    report.value("catalog.sent.with_ids", mb(with_ids + fresh), "MB", Bar::AtMost(2.5));
    report.value("catalog.sent.freshness", mb(fresh), "MB", Bar::None);
    Ok(())
}

fn read(meta: &[u8], fresh: &[u8]) -> Result<Catalog> {
    let mut source = SourceParts { entry: synthetic::entry(Vec::new())?, meta: None, fresh: None };
    for (kind, bytes) in [(PartKind::Meta, meta), (PartKind::Fresh, fresh)] {
        match part::decode(kind, FORMAT, bytes)? {
            Part::Meta(part) => source.meta = Some(part),
            Part::Fresh(part) => source.fresh = Some(part),
        }
    }
    Ok(Catalog::build(&[source]))
}

fn search(report: &mut Report) -> Result<()> {
    let (meta, fresh) = parts(LARGE, Like::Networks);
    let index = CatalogIndex::new(&read(&meta, &fresh)?, NOW);
    let mut engine = Engine::new(&index);
    report.table(&format!("catalog: searching {LARGE} datastreams"));
    let texts = [
        "logan",
        "logan temp",
        "turbidty",
        "\"near frank\" ph",
        "0100",
        "river 00060 raw",
        "e",
        "wilkins discharge hydrology",
    ];
    let first = Instant::now();
    engine.answer(&CatalogQuery { text: "x".into(), ..CatalogQuery::default() });
    report.value("catalog.search.first", milliseconds(first.elapsed()), "ms", Bar::None);
    let mut times = Vec::new();
    for text in texts.iter().cycle().take(80) {
        engine.answer(&CatalogQuery::default());
        let start = Instant::now();
        engine.answer(&CatalogQuery { text: (*text).into(), ..CatalogQuery::default() });
        black_box(engine.rows(0..SCREEN));
        times.push(start.elapsed());
    }
    times.sort();
    let name = "catalog.search.p95";
    report.value(name, milliseconds(times[times.len() * 95 / 100]), "ms", Bar::AtMost(10.0));
    Ok(())
}

fn toggles(report: &mut Report, like: Like, name: &str) -> Result<()> {
    let (meta, fresh) = parts(ALL, like);
    report.table(&format!("catalog: {ALL} datastreams, facets as in {name}, natively"));
    let mut reading = Vec::new();
    for _ in 0..3 {
        let start = Instant::now();
        black_box(read(&meta, &fresh)?);
        reading.push(start.elapsed());
    }
    let key = |what: &str| format!("catalog.{name}.{what}");
    report.value(&key("decode"), milliseconds(median(reading)), "ms", Bar::AtMost(1_000.0));
    let catalog = read(&meta, &fresh)?;
    let start = Instant::now();
    let index = CatalogIndex::new(&catalog, NOW);
    let mut engine = Engine::new(&index);
    black_box(engine.rows(0..SCREEN));
    report.value(&key("index"), milliseconds(start.elapsed()), "ms", Bar::None);

    let mut dice = Dice::new(3);
    let mut query = CatalogQuery::default();
    let mut times = Vec::new();
    for _ in 0..TOGGLES {
        let facet = OPEN[dice.roll(OPEN.len())];
        let values = index.facet(facet).map_or(0, |column| column.values.len());
        let ticked = query.ticked.values().map(Vec::len).sum::<usize>();
        // As a person does: a few ticks, then some are taken back.
        let key = match (ticked > 4 || dice.roll(3) == 0, query.ticked.iter().next()) {
            (true, Some((facet, keys))) => Some((*facet, keys[0].clone())),
            _ if values == 0 => None,
            _ => {
                let most = Wanted { most: 6, ..Wanted::default() };
                let shown = engine.choices(facet, &query, most).shown;
                (!shown.is_empty()).then(|| (facet, shown[dice.roll(shown.len())].key.clone()))
            }
        };
        let Some((facet, key)) = key else { continue };
        query.toggle(facet, &key);
        let start = Instant::now();
        black_box(engine.answer(&query));
        black_box(engine.rows(0..SCREEN));
        for facet in OPEN {
            black_box(engine.choices(facet, &query, Wanted { most: 6, ..Wanted::default() }));
        }
        times.push(start.elapsed());
    }
    times.sort();
    let at =
        |percent: usize| milliseconds(times[(times.len() * percent / 100).min(times.len() - 1)]);
    report.value(&key("toggle.p50"), at(50), "ms", Bar::None);
    report.value(&key("toggle.p95"), at(95), "ms", Bar::AtMost(16.0));
    report.value(&key("toggle.max"), at(100), "ms", Bar::None);
    report.value(&key("engine"), engine.bytes() as f64 / 1e6, "MB", Bar::None);
    Ok(())
}

/// Opening a facet in which every datastream has a value of its own, and finding some of them.
fn wide(report: &mut Report) -> Result<()> {
    let (meta, fresh) = parts(WIDE, Like::OwnMethods);
    let index = CatalogIndex::new(&read(&meta, &fresh)?, NOW);
    let engine = Engine::new(&index);
    report.table(&format!("catalog: a facet of {WIDE} values, natively"));
    let mut time = |what: &str, search: &str, bar: Bar| {
        let start = Instant::now();
        let wanted = Wanted { search, most: 6 };
        black_box(engine.choices(Facet::Method, &CatalogQuery::default(), wanted));
        report.value(&format!("catalog.wide.{what}"), milliseconds(start.elapsed()), "ms", bar);
    };
    time("open", "", Bar::AtMost(100.0));
    time("again", "", Bar::None);
    time("first_search", "by model 49", Bar::None);
    time("search", "by model 48", Bar::None);
    Ok(())
}

fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}
