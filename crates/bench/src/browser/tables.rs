//! The tables of the browser bench, with the bars of the design.

use super::outcome::{
    BySubject, Frames, Memory, Outcome, Pixels, Size, Startup, Step, Verdict, limit, middle,
    quantile,
};
use crate::report::{Bar, Report};

const OURS: &str = "gagehouse";
const UPLOT: &str = "json_uplot";
const PLOTLY: &str = "json_plotly";

/// Bars that hold for a million observations, pages from memory.
const BAR_ROWS: u64 = 1_000_000;
/// Bars of zoom and pan hold for so many.
const FRAME_BAR_ROWS: u64 = 10_000_000;

/// Prints and keeps everything that was measured.
pub fn tell(report: &mut Report, outcome: &Outcome) {
    let Outcome { version, load, plot, constants, .. } = outcome;
    report.table(&format!(
        "browser: Chromium {version}, {} x {} pixels, load average {load:.1} at the start",
        plot.width, plot.height
    ));
    report.value("browser.load_average", *load, "", Bar::None);
    report.value("browser.constants.copy", constants.copy / 1e3, "MB/s", Bar::None);
    report.value("browser.constants.fixed_scan", constants.scan / 1e3, "MB/s", Bar::None);
    report.value("browser.constants.column", constants.column * 1e3, "us", Bar::None);
    report.value("browser.constants.axes", constants.axes, "ms", Bar::None);
    for (rows, size) in &outcome.sizes {
        pixels(report, outcome, *rows, size);
        if let Some(frames) = &size.frames {
            tell_frames(report, *rows, frames);
        }
        if let Some(bytes) = &size.bytes {
            memory(report, *rows, bytes);
        }
    }
    independence(report, outcome);
    if let Some(steps) = &outcome.many {
        tell_many(report, steps);
    }
    if let Some(verdicts) = &outcome.correctness {
        correctness(report, verdicts);
    }
    if let Some(starts) = &outcome.startup {
        startup(report, starts);
    }
}

fn pixels(report: &mut Report, outcome: &Outcome, rows: u64, size: &Size) {
    let Some(arrival) = &size.arrival else { return };
    let ways = [("memory", &size.memory, arrival.memory), ("http", &size.http, arrival.http)];
    for (way, runs, arrival_ms) in ways {
        let Some(runs) = runs.as_ref().filter(|runs| runs.values().any(|runs| !runs.is_empty()))
        else {
            continue;
        };
        let Some(ours) = runs.get(OURS) else { continue };
        let prefix = format!("browser.pixels.{rows}.{way}");
        report.table(&format!(
            "B1, {rows} observations, pages from {way}: from the first request to the plot, \
             median (and median deviation) of {} runs",
            ours.len()
        ));
        let total = |runs: &[Pixels]| middle(runs.iter().map(|run| run.total));
        let (our_total, _) = total(ours);
        let limit_ms = limit(rows, arrival_ms, &outcome.constants, &outcome.plot);
        for (subject, runs) in runs {
            let (median, deviation) = total(runs);
            report.value(&format!("{prefix}.{subject}.total"), median, "ms", Bar::None);
            report.value(&format!("{prefix}.{subject}.deviation"), deviation, "ms", Bar::None);
            let (raster, _) = middle(runs.iter().map(|run| run.raster));
            report.value(&format!("{prefix}.{subject}.raster"), raster, "ms", Bar::None);
            if subject == OURS {
                let (first, _) = middle(runs.iter().map(|run| run.first));
                report.value(&format!("{prefix}.{subject}.first"), first, "ms", Bar::None);
                continue;
            }
            let is_held = rows == BAR_ROWS && way == "memory";
            let bar = match subject.as_str() {
                UPLOT if is_held => Bar::AtLeast(8.0),
                PLOTLY if is_held => Bar::AtLeast(25.0),
                _ => Bar::None,
            };
            let name = format!("{prefix}.times_faster_than_{subject}");
            report.value(&name, median / our_total, "x", bar);
        }
        report.value(&format!("{prefix}.arrival"), arrival_ms, "ms", Bar::None);
        report.value(&format!("{prefix}.limit"), limit_ms, "ms", Bar::None);
        let is_held = rows == BAR_ROWS && way == "memory";
        let bar = if is_held { Bar::AtLeast(0.5) } else { Bar::None };
        report.value(&format!("{prefix}.efficiency"), limit_ms / our_total, "", bar);
    }
}

fn scripts(steps: &[Step]) -> impl Iterator<Item = f64> + Clone + '_ {
    steps.iter().filter(|step| !step.is_torn).map(|step| step.script)
}

fn totals(steps: &[Step]) -> impl Iterator<Item = f64> + Clone + '_ {
    steps.iter().filter(|step| !step.is_torn).map(|step| step.script + step.raster)
}

fn tell_frames(report: &mut Report, rows: u64, frames: &BySubject<Frames>) {
    let prefix = format!("browser.frames.{rows}");
    let is_held = rows == FRAME_BAR_ROWS;
    report.table(&format!("B3, {rows} observations: a step of zoom or pan"));
    let Some(ours) = frames.get(OURS) else { return };
    for (subject, frames) in frames {
        for (what, steps) in [("zoom_and_pan", &frames.steps), ("wide_pan", &frames.wide)] {
            let name = |figure: &str| format!("{prefix}.{subject}.{what}.{figure}");
            let bar = if is_held && subject == OURS { Bar::AtMost(4.0) } else { Bar::None };
            report.value(&name("script_p95"), quantile(scripts(steps), 0.95), "ms", bar);
            report.value(&name("script_p50"), quantile(scripts(steps), 0.5), "ms", Bar::None);
            let rasters = steps.iter().map(|step| step.raster);
            report.value(&name("raster_p50"), quantile(rasters, 0.5), "ms", Bar::None);
            report.value(&name("both_p50"), quantile(totals(steps), 0.5), "ms", Bar::None);
            report.value(&name("both_max"), quantile(totals(steps), 1.0), "ms", Bar::None);
            let long = totals(steps).filter(|ms| *ms > 16.7).count() as f64;
            report.value(&name("over_16.7_ms"), 100.0 * long / steps.len() as f64, "%", Bar::None);
        }
        if subject != OURS {
            let of = |frames: &Frames| quantile(totals(&frames.wide), 0.5);
            let bar = if is_held && subject == UPLOT { Bar::AtLeast(10.0) } else { Bar::None };
            let name = format!("{prefix}.wide_pan.times_faster_than_{subject}");
            report.value(&name, of(frames) / of(ours), "x", bar);
        }
    }
}

fn tell_many(report: &mut Report, steps: &[Step]) {
    report.table("12 series of 350,000 observations each: a step of moving the view");
    let name = |figure: &str| format!("browser.many.{figure}");
    report.value(&name("script_p50"), quantile(scripts(steps), 0.5), "ms", Bar::None);
    report.value(&name("script_p95"), quantile(scripts(steps), 0.95), "ms", Bar::AtMost(6.0));
    let rasters = || steps.iter().map(|step| step.raster);
    report.value(&name("raster_p50"), quantile(rasters(), 0.5), "ms", Bar::None);
    report.value(&name("raster_p95"), quantile(rasters(), 0.95), "ms", Bar::None);
    report.value(&name("both_p95"), quantile(totals(steps), 0.95), "ms", Bar::None);
}

/// Whether a step takes as long with the most observations as with fewer.
fn independence(report: &mut Report, outcome: &Outcome) {
    let wide = |rows: &u64| {
        let frames = outcome.sizes.get(rows)?.frames.as_ref()?.get(OURS)?;
        Some(quantile(scripts(&frames.wide), 0.95))
    };
    if let Some((fewer, most)) = wide(&BAR_ROWS).zip(wide(&FRAME_BAR_ROWS)) {
        let name = "browser.frames.wide_pan.script_of_10_M_by_that_of_1_M";
        report.value(name, most / fewer, "x", Bar::AtMost(1.5));
    }
}

fn memory(report: &mut Report, rows: u64, bytes: &BySubject<Memory>) {
    report.table(&format!(
        "B5, {rows} observations: memory after rubbish was collected, beyond that of the empty page"
    ));
    for (subject, Memory { empty, full }) in bytes {
        let name = |what: &str| format!("browser.memory.{rows}.{subject}.{what}");
        let parts = [
            ("heap_and_buffers", full.heap - empty.heap),
            ("wasm", full.wasm - empty.wasm),
            ("resident", full.resident - empty.resident),
        ];
        for (what, bytes) in parts {
            report.value(&name(what), bytes / 1e6, "MB", Bar::None);
        }
        let each = (full.resident - empty.resident) / rows as f64;
        report.value(&name("resident_each"), each, "B/obs", Bar::None);
    }
}

fn correctness(report: &mut Report, verdicts: &BySubject<Verdict>) {
    report.table("B7: pictures of a hard series, column by column against its rows");
    for (subject, verdict) in verdicts {
        let bar = if subject == OURS { Bar::AtMost(0.0) } else { Bar::None };
        let mut tell = |what: &str, count: u32, of: u32| {
            let name = format!("browser.correctness.{subject}.{what}");
            report.value(&name, f64::from(count), &format!("of {of}"), bar);
        };
        tell("columns_wrong", verdict.wrong, verdict.columns);
        tell("spikes_lost", verdict.lost, verdict.spikes);
        tell("equal_times_lost", verdict.equal_lost, verdict.equal);
        tell("missing_results_bridged", verdict.result_gaps_bridged, verdict.result_gaps);
        tell("missing_rows_bridged", verdict.row_gaps_bridged, verdict.row_gaps);
    }
}

fn startup(report: &mut Report, starts: &BySubject<Vec<Startup>>) {
    report.table(
        "B8: a cold start at 1.6 Mbit/s, 150 ms and a quarter of the processor's speed; plots of 2,000 observations",
    );
    let of = |runs: &[Startup]| {
        (
            middle(runs.iter().map(|run| run.took)).0 / 1e3,
            middle(runs.iter().map(|run| run.bytes)).0 / 1e3,
            middle(runs.iter().map(|run| run.requests)).0,
        )
    };
    for (subject, runs) in starts {
        let (seconds, kilobytes, requests) = of(runs);
        let name = |what: &str| format!("browser.startup.{subject}.{what}");
        let bar = if subject == "gagehouse_map" { Bar::AtMost(3.5) } else { Bar::None };
        report.value(&name("ready"), seconds, "s", bar);
        report.value(&name("sent"), kilobytes, "kB", Bar::None);
        report.value(&name("requests"), requests, "", Bar::None);
    }
    if let Some((ours, uplot)) = starts.get("gagehouse_plot").zip(starts.get(UPLOT)) {
        let ((our_s, our_kb, _), (their_s, their_kb, _)) = (of(ours), of(uplot));
        let name = |what: &str| format!("browser.startup.uplot_{what}");
        report.value(&name("is_smaller"), our_kb / their_kb, "x", Bar::None);
        report.value(&name("is_sooner"), our_s / their_s, "x", Bar::None);
        report.line(
            "Here a page of uPlot alone wins: an app with its map, catalog and plots is larger.",
        );
    }
}
