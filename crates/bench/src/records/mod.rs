//! Field records in SQLite: lists of 10,000 visits and 5,000 items, what a plot shows of ten years of them, and
//! fifty technicians who write at once.
//!
//! Through the router without a socket, from the request to the whole answer; readers and writers share the processors
//! with the server.

mod fill;
mod in_browser;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::Request;
use gagehouse_chart::query::encoding::encoded;
use gagehouse_model::TimeUs;
use gagehouse_model::time::DAY_US;
use gagehouse_sidecar::app::app;
use serde_json::{Value, json};
use tokio::runtime::Runtime;
use tower::ServiceExt;

use crate::browser::Programs;
use crate::report::{Bar, Report};
use crate::serve::{database, percentile_ms};
use fill::{Filled, ITEMS, TOKEN, VISITS, id};

/// Requests of a list.
const PAGES: usize = 200;
/// A list opens within so many milliseconds.
const OPENS: Bar = Bar::AtMost(300.0);
/// A record is written within so many milliseconds, however many others are.
const BAR: Bar = Bar::AtMost(50.0);
/// Technicians, how long they write, and what a technician's device waits between two records while it empties its outbox.
const TECHNICIANS: usize = 50;
const WRITING: Duration = Duration::from_secs(10);
const PAUSE: Duration = Duration::from_millis(500);

/// Fills a database with records, opens lists of them, and writes more.
pub fn measure(report: &mut Report, programs: Programs<'_>) -> Result<()> {
    let runtime = Runtime::new()?;
    let file = report.folder().join("records.db");
    database::remove(&file)?;
    let state = database::open(&file, Some(programs.app), &runtime)?;
    let start = Instant::now();
    let filled = runtime.block_on(fill::fill(&state))?;
    report.table(&format!("records: {VISITS} visits and {ITEMS} items in SQLite"));
    let made = (VISITS + ITEMS) as f64 / start.elapsed().as_secs_f64();
    report.value("records.import", made, "records/s", Bar::None);
    let router = app(state.clone());
    lists(report, &runtime, &router)?;
    in_browser::measure(report, &runtime, &state, programs)?;
    events(report, &runtime, &router)?;
    writes(report, &runtime, &router, &filled, ("outbox", Some(PAUSE), BAR))?;
    writes(report, &runtime, &router, &filled, ("at_once", None, BAR))?;
    runtime.block_on(state.store.close())?;
    database::remove(&file)
}

fn lists(report: &mut Report, runtime: &Runtime, router: &Router) -> Result<()> {
    for (kind, total) in [("visits", VISITS), ("equipment", ITEMS)] {
        let path = format!("/api/v1/{kind}?limit=100");
        let first = runtime.block_on(get(router, &path, true))?.1;
        ensure!(first["total"] == total, "{kind}: {} in all", first["total"]);
        let mut middle = first;
        for _ in 0..total / 200 {
            let after = encoded(middle["next"].as_str().context("a list ends too early")?);
            middle = runtime.block_on(get(router, &format!("{path}&after={after}"), true))?.1;
        }
        let after = encoded(middle["next"].as_str().unwrap_or_default());
        for (name, path, is_member) in [
            ("first_page", path.clone(), true),
            ("first_page_public", path.clone(), false),
            ("middle_page", format!("{path}&after={after}"), true),
            ("search", format!("{path}&q=17"), true),
        ] {
            let mut times = Vec::with_capacity(PAGES);
            for _ in 0..PAGES {
                times.push(runtime.block_on(get(router, &path, is_member))?.0);
            }
            tell(report, &format!("records.{kind}.{name}"), &mut times, OPENS);
        }
    }
    Ok(())
}

fn events(report: &mut Report, runtime: &Runtime, router: &Router) -> Result<()> {
    for (name, days) in [("month", 30), ("year", 365), ("ten_years", 3_653)] {
        let mut times = Vec::with_capacity(PAGES);
        for number in 0..PAGES {
            let from = fill::FIRST_US + number as i64 * DAY_US;
            let to = TimeUs(from + days * DAY_US).to_rfc3339();
            let from = TimeUs(from).to_rfc3339();
            let path = format!("/api/v1/events?d=local:1&from={from}&to={to}");
            times.push(runtime.block_on(get(router, &path, false))?.0);
        }
        tell(report, &format!("records.events.{name}"), &mut times, Bar::None);
    }
    Ok(())
}

/// Technicians at once, each with one record after the other.
fn writes(
    report: &mut Report,
    runtime: &Runtime,
    router: &Router,
    filled: &Filled,
    (name, pause, bar): (&str, Option<Duration>, Bar),
) -> Result<()> {
    let over = Arc::new(AtomicBool::new(false));
    let start = Instant::now();
    let mut times = runtime.block_on(async {
        let technicians = (0..TECHNICIANS).map(|technician| {
            let (router, over, site) = (router.clone(), over.clone(), filled.site);
            let first = (name.len() * 100 + technician) as u64 * 100_000 + 10_000_000;
            tokio::spawn(async move {
                if let Some(pause) = pause {
                    // Not all in step.
                    tokio::time::sleep(pause * technician as u32 / TECHNICIANS as u32).await;
                }
                let mut times = Vec::new();
                for number in first.. {
                    if over.load(Ordering::Relaxed) {
                        break;
                    }
                    times.push(put(&router, number, site).await?);
                    if let Some(pause) = pause {
                        tokio::time::sleep(pause).await;
                    }
                }
                Ok::<_, anyhow::Error>(times)
            })
        });
        let technicians: Vec<_> = technicians.collect();
        tokio::time::sleep(WRITING).await;
        over.store(true, Ordering::Relaxed);
        let mut times = Vec::new();
        for technician in technicians {
            times.extend(technician.await??);
        }
        anyhow::Ok(times)
    })?;
    let rate = times.len() as f64 / start.elapsed().as_secs_f64();
    report.value(&format!("records.write.{name}.rate"), rate, "records/s", Bar::None);
    tell(report, &format!("records.write.{name}"), &mut times, bar);
    Ok(())
}

fn tell(report: &mut Report, name: &str, times: &mut [Duration], p99: Bar) {
    report.value(&format!("{name}.p50"), percentile_ms(times, 50), "ms", Bar::None);
    report.value(&format!("{name}.p99"), percentile_ms(times, 99), "ms", p99);
}

/// How long an answer took, and its JSON.
async fn get(router: &Router, path: &str, is_member: bool) -> Result<(Duration, Value)> {
    let mut request = Request::get(path).header("host", "localhost");
    if is_member {
        request = request.header("authorization", format!("Bearer {TOKEN}"));
    }
    let request = request.body(Body::empty())?;
    let router = router.clone();
    // On a thread of the runtime, where requests are answered.
    tokio::spawn(async move {
        let start = Instant::now();
        let response = router.oneshot(request).await?;
        ensure!(response.status().is_success(), "the router answers {}", response.status());
        let body = to_bytes(response.into_body(), usize::MAX).await?;
        Ok((start.elapsed(), serde_json::from_slice(&body)?))
    })
    .await?
}

async fn put(router: &Router, number: u64, site: i32) -> Result<Duration> {
    let body = json!({"record": fill::a_visit(number, site)}).to_string();
    let request = Request::put(format!("/api/v1/visits/{}", id(number)))
        .header("host", "localhost")
        .header("authorization", format!("Bearer {TOKEN}"))
        .header("operation-id", id(number + 1_000_000_000).to_string())
        .header("if-none-match", "*")
        .body(Body::from(body))?;
    let start = Instant::now();
    let response = router.clone().oneshot(request).await?;
    let status = response.status();
    let body = to_bytes(response.into_body(), usize::MAX).await?;
    ensure!(status.is_success(), "{status}: {}", String::from_utf8_lossy(&body));
    Ok(start.elapsed())
}
