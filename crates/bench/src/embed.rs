//! Embeds from SQLite: one that nobody asked for yet, one that is at hand, and as many as two processors send.
//!
//! Times are of the server, from the request to the whole answer, through the router without a socket. Sustained
//! requests go over loopback HTTP; the readers share the processors with the server.

use std::fs;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, anyhow, ensure};
use axum::body::{Body, to_bytes};
use axum::http::Request;
use gagehouse_model::TimeUs;
use gagehouse_model::time::DAY_US;
use gagehouse_sidecar::app::{AppState, app};
use gagehouse_sidecar::harvest::Harvester;
use tokio::runtime::Runtime;
use tower::ServiceExt;

use crate::report::{Bar, Report};
use crate::serve::network::{self, DATASTREAMS, FIRST_US};
use crate::serve::reader::Reader;
use crate::serve::{database, percentile_ms, start};

/// Requests for what is at hand.
const CACHED: usize = 2_000;
/// Connections, and how long they ask; less would not let memory settle.
const READERS: usize = 8;
const SUSTAINED: Duration = Duration::from_secs(15);
/// After so long memory is looked at first.
const SETTLED: Duration = Duration::from_secs(3);

/// Draws a year of quarter hours of each of a hundred series, then serves one of them.
pub fn measure(report: &mut Report) -> Result<()> {
    let runtime = Runtime::new()?;
    let file = database::ready(report, &runtime)?;
    let copy = database::copy(&file)?;
    let state = database::open(&copy, None, &runtime)?;
    let ids = runtime.block_on(network::describe(&state.store))?;
    runtime.block_on(Harvester::new(state.clone()).harvest("local"))?;

    report.table("embed: one year of 15-minute data from SQLite");
    for form in ["plot", "plot.svg", "plot.png"] {
        // A server that has answered nothing of this form yet, so that rows are read too.
        let fresh = AppState::new(state.store.clone(), (*state.settings).clone());
        let (mut times, bytes) = through_router(&runtime, &fresh, DATASTREAMS + 1, |number| {
            path(form, ids[number % ids.len()], number)
        })?;
        let bar = if form == "plot" { Bar::AtMost(100.0) } else { Bar::None };
        let name = |what: &str| format!("embed.{form}.cold.{what}");
        report.value(&name("p50"), percentile_ms(&mut times, 50), "ms", Bar::None);
        report.value(&name("p95"), percentile_ms(&mut times, 95), "ms", bar);
        report.value(&name("size"), bytes as f64 / 1e3, "kB", Bar::None);
    }
    let one = path("plot", ids[0], 0);
    let (mut times, _) = through_router(&runtime, &state, CACHED, |_| one.clone())?;
    report.value("embed.plot.cached.p50", percentile_ms(&mut times, 50), "ms", Bar::None);
    report.value("embed.plot.cached.p95", percentile_ms(&mut times, 95), "ms", Bar::AtMost(5.0));

    report.table("embed: one cached plot over HTTP, beside its readers");
    let address = start(&runtime, &state)?;
    sustained(report, address, &one)?;
    runtime.block_on(state.store.close())?;
    database::remove(&copy)
}

/// The address of a year of a series; the number moves it by a day, so that no two are the same.
fn path(form: &str, id: i32, number: usize) -> String {
    let day = (number / DATASTREAMS) as i64;
    let from = TimeUs(FIRST_US + day * DAY_US).to_rfc3339();
    let to = TimeUs(FIRST_US + (day + 365) * DAY_US).to_rfc3339();
    format!("/embed/v1/{form}?d=local:{id}&from={from}&to={to}")
}

/// Times of answers, and the bytes of the last one; the first warms up and does not count.
fn through_router(
    runtime: &Runtime,
    state: &AppState,
    count: usize,
    path: impl Fn(usize) -> String,
) -> Result<(Vec<Duration>, usize)> {
    let router = app(state.clone());
    let (mut times, mut bytes) = (Vec::with_capacity(count), 0);
    for number in 0..count {
        let request = Request::get(path(number)).header("accept-encoding", "br");
        let request = request.body(Body::empty())?;
        let router = router.clone();
        let answer = async move {
            let start = Instant::now();
            let response = router.oneshot(request).await?;
            ensure!(response.status().is_success(), "the router answers {}", response.status());
            let body = to_bytes(response.into_body(), usize::MAX).await?;
            Ok((start.elapsed(), body.len()))
        };
        let (time, length) = runtime.block_on(runtime.spawn(answer))??;
        if number > 0 {
            times.push(time);
            bytes = length;
        }
    }
    Ok((times, bytes))
}

fn sustained(report: &mut Report, address: SocketAddr, path: &str) -> Result<()> {
    let over = AtomicBool::new(false);
    let (answers, settled_kb) = thread::scope(|scope| -> Result<_> {
        let readers: Vec<_> = (0..READERS)
            .map(|_| {
                let over = &over;
                scope.spawn(move || -> Result<usize> {
                    let mut reader = Reader::connect(address, "br")?;
                    let mut answers = 0;
                    while !over.load(Ordering::Relaxed) {
                        reader.get(path)?;
                        answers += 1;
                    }
                    Ok(answers)
                })
            })
            .collect();
        thread::sleep(SETTLED);
        let settled_kb = resident_kb()?;
        thread::sleep(SUSTAINED.saturating_sub(SETTLED));
        over.store(true, Ordering::Relaxed);
        let mut answers = 0;
        for reader in readers {
            answers += reader.join().map_err(|_| anyhow!("a reader failed"))??;
        }
        Ok((answers, settled_kb))
    })?;
    let rate = answers as f64 / SUSTAINED.as_secs_f64();
    report.value("embed.http.cached", rate, "requests/s", Bar::AtLeast(3_000.0));
    let grown_mb = (resident_kb()? - settled_kb) / 1e3;
    report.value("embed.http.memory_grown", grown_mb, "MB", Bar::AtMost(5.0));
    Ok(())
}

/// Memory of this process that is in use, in kB.
fn resident_kb() -> Result<f64> {
    let status = fs::read_to_string("/proc/self/status").context("how much memory is used")?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let line = line.context("the system does not say how much memory is used")?;
    Ok(line.trim().trim_end_matches("kB").trim().parse()?)
}
