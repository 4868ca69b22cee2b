//! dataArray pages of the embedded SensorThings service, from SQLite.
//!
//! Measured twice: through the router without a socket (`router`), and over loopback HTTP as a client
//! sees it (`http`), by the loop of connections that `gagehouse serve` runs. The server runs in this
//! process; readers are threads with a connection each, which take the answer's bytes and do nothing
//! with them. On a machine of two cores they share these with the server: the times are those of a
//! small server under load, not of the server alone.

pub mod database;
pub mod network;
pub mod reader;

use std::net::SocketAddr;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, anyhow, ensure};
use axum::body::{Body, to_bytes};
use axum::http::Request;
use gagehouse_sidecar::app::{AppState, app};
use gagehouse_sidecar::http::connections;
use tokio::net::TcpListener;
use tokio::runtime::Runtime;
use tower::ServiceExt;

use crate::report::{Bar, Report};
use network::{FIRST_US, ROWS_PER_DATASTREAM, STEP_US};
use reader::Reader;

/// Pages read for each size by the one reader.
const PAGES: usize = 400;
/// Readers beside the writer, and how long they read.
const READERS: usize = 8;
const MIXED_TIME: Duration = Duration::from_secs(20);
/// What a client says that wants the bytes as they are, and what a browser says behind TLS and without.
const PLAIN: &str = "identity";
const BROWSER: &str = "gzip, deflate, br, zstd";
const OLD_BROWSER: &str = "gzip, deflate";

/// Serves 10 million observations and reads pages of them, alone and beside a writer.
pub fn measure(report: &mut Report) -> Result<()> {
    let runtime = Runtime::new()?;
    let file = database::ready(report, &runtime)?;
    let state = database::open(&file, None, &runtime)?;
    let ids = runtime.block_on(network::describe(&state.store))?;
    let address = start(&runtime, &state)?;

    report.table("serve: one reader of 10 million observations in SQLite");
    for rows in [1_000, 10_000] {
        let pages = through_router(&runtime, &state, &ids, rows)?;
        tell(report, &format!("serve.router.page_{rows}"), pages, (Bar::None, Bar::None));
        let bars = match rows {
            10_000 => (Bar::AtMost(3.0), Bar::AtMost(6.0)),
            _ => (Bar::None, Bar::None),
        };
        let pages = over_http(address, &ids, rows, PLAIN)?;
        tell(report, &format!("serve.http.page_{rows}"), pages, bars);
    }
    report.table("serve: the same over HTTP, compressed for a browser");
    for (name, encoding) in [("tls_browser", BROWSER), ("plain_browser", OLD_BROWSER)] {
        let pages = over_http(address, &ids, 10_000, encoding)?;
        tell(report, &format!("serve.http.{name}"), pages, (Bar::None, Bar::None));
    }
    runtime.block_on(state.store.close())?;

    report.table("serve: eight readers of 10,000 observations each, beside a writer");
    let copy = database::copy(&file)?;
    let state = database::open(&copy, None, &runtime)?;
    let address = start(&runtime, &state)?;
    mixed(report, &runtime, &state, address, &ids)?;
    runtime.block_on(state.store.close())?;
    database::remove(&copy)
}

/// Serves on a free port, as `gagehouse serve` does.
pub fn start(runtime: &Runtime, state: &AppState) -> Result<SocketAddr> {
    let listener = runtime.block_on(TcpListener::bind("127.0.0.1:0"))?;
    let address = listener.local_addr()?;
    let never = std::future::pending::<()>();
    let router = app(state.clone());
    let (head_time, drain_time) = (connections::HEAD_TIME, Duration::ZERO);
    runtime.spawn(connections::serve(listener, router, head_time, never, drain_time));
    Ok(address)
}

/// What reading pages took, and the bytes that came.
struct Pages {
    times: Vec<Duration>,
    bytes: usize,
}

fn tell(report: &mut Report, name: &str, mut pages: Pages, (p50, p99): (Bar, Bar)) {
    let total: Duration = pages.times.iter().sum();
    let name = |what: &str| format!("{name}.{what}");
    report.value(&name("p50"), percentile_ms(&mut pages.times, 50), "ms", p50);
    report.value(&name("p99"), percentile_ms(&mut pages.times, 99), "ms", p99);
    let bytes = pages.bytes as f64;
    report.value(&name("rate"), bytes / 1e6 / total.as_secs_f64(), "MB/s", Bar::None);
    report.value(&name("size"), bytes / 1e3 / PAGES as f64, "kB", Bar::None);
}

/// Pages of the router itself, from the request to the whole body.
fn through_router(runtime: &Runtime, state: &AppState, ids: &[i32], rows: usize) -> Result<Pages> {
    let router = app(state.clone());
    let mut pages = Pages { times: Vec::with_capacity(PAGES), bytes: 0 };
    for number in 0..PAGES + 1 {
        let request = Request::get(page_path(ids, number, rows)).body(Body::empty())?;
        let router = router.clone();
        let answer = async move {
            let start = Instant::now();
            let response = router.oneshot(request).await?;
            ensure!(response.status().is_success(), "the router answers {}", response.status());
            let body = to_bytes(response.into_body(), usize::MAX).await?;
            Ok((start.elapsed(), body.len()))
        };
        // On a thread of the runtime, where requests are answered. The first page warms up.
        let (time, bytes) = runtime.block_on(runtime.spawn(answer))??;
        if number > 0 {
            pages.times.push(time);
            pages.bytes += bytes;
        }
    }
    Ok(pages)
}

/// One reader, page after page, over all datastreams.
fn over_http(
    address: SocketAddr,
    ids: &[i32],
    rows: usize,
    accept_encoding: &'static str,
) -> Result<Pages> {
    let mut reader = Reader::connect(address, accept_encoding)?;
    let mut pages = Pages { times: Vec::with_capacity(PAGES), bytes: 0 };
    // The first page of a size is read twice: statements are prepared and pages are in memory.
    reader.get(&page_path(ids, 0, rows))?;
    for number in 0..PAGES {
        let path = page_path(ids, number, rows);
        let start = Instant::now();
        pages.bytes += reader.get(&path)?;
        pages.times.push(start.elapsed());
    }
    Ok(pages)
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
    let mut reader = Reader::connect(address, PLAIN)?;
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

/// The time below which so many of a hundred lie.
pub fn percentile_ms(times: &mut [Duration], percent: usize) -> f64 {
    times.sort();
    let at = (times.len() * percent / 100).min(times.len().saturating_sub(1));
    times.get(at).map_or(0.0, |time| time.as_secs_f64() * 1e3)
}
