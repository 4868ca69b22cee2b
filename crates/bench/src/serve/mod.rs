//! dataArray pages of the embedded SensorThings service, over HTTP, from SQLite.
//!
//! The server runs in this process on a free port; readers are threads with a connection each, which
//! take the answer's bytes and do nothing with them. On a machine of two cores they share these with
//! the server: the times are those of a small server under load, not of the server alone.

mod network;
mod reader;

use std::net::SocketAddr;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, anyhow};
use gagehouse_sidecar::app::{AppState, app};
use gagehouse_sidecar::settings::{Environment, Options, Settings};
use tokio::net::TcpListener;
use tokio::runtime::Runtime;

use crate::report::{Bar, Report};
use network::{DATASTREAMS, FIRST_US, ROWS_PER_DATASTREAM, STEP_US};
use reader::Reader;

/// Pages read for each size by the one reader.
const PAGES: usize = 400;
/// Readers beside the writer, and how long they read.
const READERS: usize = 8;
const MIXED_TIME: Duration = Duration::from_secs(20);

/// Serves 10 million observations and reads pages of them, alone and beside a writer.
pub fn measure(report: &mut Report) -> Result<()> {
    let folder = std::env::temp_dir().join(format!("gagehouse-bench-{}", std::process::id()));
    std::fs::create_dir_all(&folder)?;
    let outcome = measure_in(&folder, report);
    std::fs::remove_dir_all(&folder)?;
    outcome
}

fn measure_in(folder: &std::path::Path, report: &mut Report) -> Result<()> {
    let database = format!("sqlite://{}", folder.join("bench.db").display());
    let options = Options::from([("database_url", database)]);
    let settings = Settings::load(&options, &Environment::default())?;
    let runtime = Runtime::new()?;
    let state = runtime.block_on(AppState::start(settings))?;

    let stored = DATASTREAMS * ROWS_PER_DATASTREAM;
    report.table(&format!("serve: {stored} observations of {DATASTREAMS} datastreams in SQLite"));
    let start = Instant::now();
    let ids = runtime.block_on(network::fill(&state.store))?;
    let rate = stored as f64 / start.elapsed().as_secs_f64();
    // The bar is that of the import, which parses files too.
    report.value("serve.load", rate, "obs/s", Bar::AtLeast(500_000.0));

    let listener = runtime.block_on(TcpListener::bind("127.0.0.1:0"))?;
    let address = listener.local_addr()?;
    let router = app(state.clone()).into_make_service_with_connect_info::<SocketAddr>();
    runtime.spawn(async move { axum::serve(listener, router).await });

    for (rows, p50_bar, p99_bar) in
        [(1_000, Bar::None, Bar::None), (10_000, Bar::AtMost(3.0), Bar::AtMost(6.0))]
    {
        let (mut times, bytes) = read_pages(address, &ids, rows)?;
        let total: Duration = times.iter().sum();
        let name = |what: &str| format!("serve.page_{rows}.{what}");
        report.value(&name("p50"), percentile_ms(&mut times, 50), "ms", p50_bar);
        report.value(&name("p99"), percentile_ms(&mut times, 99), "ms", p99_bar);
        let rate = bytes as f64 / 1e6 / total.as_secs_f64();
        report.value(&name("bytes"), rate, "MB/s", Bar::None);
    }
    mixed(report, &runtime, &state, address, &ids)
}

/// One reader, page after page, over all datastreams.
fn read_pages(address: SocketAddr, ids: &[i32], rows: usize) -> Result<(Vec<Duration>, usize)> {
    let mut reader = Reader::connect(address)?;
    let mut bytes = 0;
    let mut times = Vec::with_capacity(PAGES);
    // The first page of a size is read twice: statements are prepared and pages are in memory.
    reader.get(&page_path(ids, 0, rows))?;
    for number in 0..PAGES {
        let path = page_path(ids, number, rows);
        let start = Instant::now();
        bytes += reader.get(&path)?;
        times.push(start.elapsed());
    }
    Ok((times, bytes))
}

/// Eight readers of 10,000-observation pages while another thread loads.
fn mixed(
    report: &mut Report,
    runtime: &Runtime,
    state: &AppState,
    address: SocketAddr,
    ids: &[i32],
) -> Result<()> {
    let over = AtomicBool::new(false);
    let (waits, written) = thread::scope(|scope| -> Result<_> {
        let readers: Vec<_> = (0..READERS)
            .map(|reader| {
                let over = &over;
                scope.spawn(move || read_until(over, address, ids, reader * 1_000))
            })
            .collect();
        let start = Instant::now();
        let mut written = 0;
        while start.elapsed() < MIXED_TIME {
            written += runtime.block_on(network::append(&state.store, ids, written))?;
        }
        over.store(true, Ordering::Relaxed);
        let mut waits = Vec::new();
        for reader in readers {
            waits.extend(reader.join().map_err(|_| anyhow!("a reader failed"))??);
        }
        Ok((waits, written))
    })?;
    let seconds = MIXED_TIME.as_secs_f64();
    let worst = waits.iter().max().copied().context("no page was read beside the writer")?;
    let mut waits = waits;
    report.value("serve.mixed.pages", waits.len() as f64 / seconds, "pages/s", Bar::None);
    report.value("serve.mixed.p50", percentile_ms(&mut waits, 50), "ms", Bar::None);
    report.value("serve.mixed.worst_wait", worst.as_secs_f64() * 1e3, "ms", Bar::None);
    report.value("serve.mixed.load", written as f64 / seconds, "obs/s", Bar::None);
    Ok(())
}

fn read_until(
    over: &AtomicBool,
    address: SocketAddr,
    ids: &[i32],
    first: usize,
) -> Result<Vec<Duration>> {
    let mut reader = Reader::connect(address)?;
    let mut waits = Vec::new();
    while !over.load(Ordering::Relaxed) {
        let path = page_path(ids, first + waits.len(), 10_000);
        let start = Instant::now();
        reader.get(&path)?;
        waits.push(start.elapsed());
    }
    Ok(waits)
}

/// A page somewhere in a datastream; the number decides which, far from the page before.
fn page_path(ids: &[i32], number: usize, rows: usize) -> String {
    let id = ids[number * 37 % ids.len()];
    let first_row = number * 7_919 % (ROWS_PER_DATASTREAM - rows);
    let from = gagehouse_model::TimeUs(FIRST_US + first_row as i64 * STEP_US).to_rfc3339();
    format!(
        "/sensorthings/v1.1/Datastreams({id})/Observations?$resultFormat=dataArray\
         &$select=id,phenomenonTime,result,resultQuality&$orderby=phenomenonTime%20asc,id%20asc\
         &$filter=phenomenonTime%20ge%20{from}&$top={rows}"
    )
}

fn percentile_ms(times: &mut [Duration], percent: usize) -> f64 {
    times.sort();
    let at = (times.len() * percent / 100).min(times.len().saturating_sub(1));
    times.get(at).map_or(0.0, |time| time.as_secs_f64() * 1e3)
}
