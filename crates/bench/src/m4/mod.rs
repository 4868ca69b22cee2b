//! Ten million rows reduced to a plot's columns: our pyramid beside a look at every row and beside
//! tsdownsample, on the same numbers in the same run.

mod data;
mod peer;

use std::hint::black_box;
use std::time::{Duration, Instant};

use anyhow::{Result, ensure};
use gagehouse_model::{TimeRange, TimeUs};
use gagehouse_observations::budget::Method;
use gagehouse_observations::{Point, Series};

use crate::report::{Bar, Report, median};
use data::Data;

const ROWS: usize = 10_000_000;
const COLUMNS: u32 = 1_200;
const VIEWS: usize = 100;
const ROUNDS: usize = 7;
/// Points where a number of them is asked for.
const BUDGET: u32 = 2_000;

/// Builds series of ten million rows and asks them for views.
pub fn measure(report: &mut Report) -> Result<()> {
    let jittered = Data::jittered(ROWS);
    report.table(&format!(
        "m4: {ROWS} rows, {COLUMNS} columns, {VIEWS} views from all rows to a thousandth"
    ));
    let values_read =
        median_of(ROUNDS, || black_box(&jittered.value).iter().copied().fold(0.0, f64::max));
    report.value("m4.limit.one_pass_over_values", ms(values_read), "ms", Bar::None);

    let (series, built) = jittered.series();
    report.value("m4.build", ROWS as f64 / 1e6 / built.as_secs_f64(), "M/s", Bar::None);
    report_views(report, "m4.views", &series, Bar::AtMost(4.0));
    report_views(
        report,
        "m4.views_one_missing_in_thousand",
        &jittered.with_missing(1_000).series().0,
        Bar::None,
    );
    report_views(
        report,
        "m4.views_one_missing_in_hundred",
        &jittered.with_missing(100).series().0,
        Bar::None,
    );

    let whole = whole(&series);
    let ours = median_of(ROUNDS, || series.m4(whole, COLUMNS));
    let brute = median_of(3, || every_row(&jittered, whole));
    report.value("m4.whole", ms(ours), "ms", Bar::None);
    report.value("m4.whole_by_every_row", ms(brute), "ms", Bar::None);
    ensure!(
        points_of(&series, whole) == every_row(&jittered, whole),
        "M4 differs from a look at every row"
    );
    // The pyramid is built while pages arrive; a view has to be worth it.
    report.value("m4.times_faster_than_every_row", ratio(brute, ours), "x", Bar::AtLeast(1.0));
    let budgeted = |method| median_of(3, || series.budgeted(whole, BUDGET, method));
    let (lttb, min_max_lttb) = (budgeted(Method::Lttb), budgeted(Method::MinMaxLttb));
    report.value("m4.lttb", ms(lttb), "ms", Bar::None);
    report.value("m4.min_max_lttb", ms(min_max_lttb), "ms", Bar::None);

    match peer::measure(report.folder(), &jittered, COLUMNS * 4, BUDGET) {
        Ok(peer) => {
            for (name, took_ms, ours) in [
                ("m4", peer.m4_ms, ours),
                ("lttb", peer.lttb_ms, lttb),
                ("min_max_lttb", peer.min_max_lttb_ms, min_max_lttb),
            ] {
                report.value(&format!("m4.tsdownsample.{name}"), took_ms, "ms", Bar::None);
                let bar = if name == "m4" { Bar::AtLeast(1.0) } else { Bar::None };
                report.value(
                    &format!("m4.times_faster_than_tsdownsample.{name}"),
                    took_ms / ms(ours),
                    "x",
                    bar,
                );
            }
            let ours = points_of(&series, whole);
            let equal =
                ours.iter().filter(|point| peer.m4_times_us.binary_search(&point.time.0).is_ok());
            let share = equal.count() as f64 / ours.len() as f64;
            report.value("m4.points_that_tsdownsample_chose_too", share, "", Bar::None);
        }
        Err(reason) => report.table(&format!("m4: tsdownsample was not measured: {reason:#}")),
    }
    Ok(())
}

/// The middle and the 95 % view, each view taken at the middle of some rounds.
fn report_views(report: &mut Report, name: &str, series: &Series, bar: Bar) {
    let mut took: Vec<Duration> =
        views(whole(series)).map(|view| median_of(ROUNDS, || series.m4(view, COLUMNS))).collect();
    took.sort();
    report.value(&format!("{name}.p50"), ms(took[VIEWS / 2]), "ms", Bar::None);
    report.value(&format!("{name}.p95"), ms(took[VIEWS * 95 / 100]), "ms", bar);
}

/// Views of falling length at scattered places.
fn views(whole: TimeRange) -> impl Iterator<Item = TimeRange> {
    (0..VIEWS).map(move |number| {
        let share = 0.001f64.powf(number as f64 / VIEWS as f64);
        let length_us = (whole.len_us() as f64 * share) as i64;
        let place = (number * 37 % VIEWS) as f64 / VIEWS as f64;
        let start_us = whole.start.0 + ((whole.len_us() - length_us) as f64 * place) as i64;
        TimeRange { start: TimeUs(start_us), end: TimeUs(start_us + length_us) }
    })
}

fn whole(series: &Series) -> TimeRange {
    series.extent().unwrap_or(TimeRange { start: TimeUs(0), end: TimeUs(1) })
}

/// First, smallest, largest and last row of each column, those that are the same once.
fn points_of(series: &Series, view: TimeRange) -> Vec<Point> {
    let pieces = series.m4(view, COLUMNS).pieces;
    pieces
        .iter()
        .flat_map(|piece| in_order([piece.first, piece.min, piece.max, piece.last]))
        .collect()
}

/// The same by looking at every row, which are all numbers and no gap apart.
fn every_row(data: &Data, view: TimeRange) -> Vec<Point> {
    let mut points = Vec::new();
    let mut column: Option<(i128, [Point; 4])> = None;
    for (&time_us, &value) in data.time_us.iter().zip(&data.value) {
        let here = Point { time: TimeUs(time_us), value };
        let offset = i128::from(time_us - view.start.0);
        let number = offset * i128::from(COLUMNS) / i128::from(view.len_us());
        match &mut column {
            Some((at, [_, min, max, last])) if *at == number => {
                if value < min.value {
                    *min = here;
                }
                if value > max.value {
                    *max = here;
                }
                *last = here;
            }
            _ => points.extend(
                column
                    .replace((number, [here; 4]))
                    .into_iter()
                    .flat_map(|(_, four)| in_order(four)),
            ),
        }
    }
    points.extend(column.into_iter().flat_map(|(_, four)| in_order(four)));
    points
}

fn in_order(mut four: [Point; 4]) -> impl Iterator<Item = Point> {
    four.sort_by_key(|point| point.time);
    let mut before = None;
    four.into_iter().filter(move |point| before.replace(point.time) != Some(point.time))
}

fn median_of<T>(rounds: usize, mut what: impl FnMut() -> T) -> Duration {
    median(
        (0..rounds)
            .map(|_| {
                let start = Instant::now();
                black_box(what());
                start.elapsed()
            })
            .collect(),
    )
}

fn ms(took: Duration) -> f64 {
    took.as_secs_f64() * 1e3
}

fn ratio(other: Duration, ours: Duration) -> f64 {
    other.as_secs_f64() / ours.as_secs_f64()
}
