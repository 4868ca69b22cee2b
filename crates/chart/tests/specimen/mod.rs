//! Plots that are drawn three times: on a browser's canvas, as SVG and as PNG.
//!
//! What is selected for each stands in `selectors.txt`, and which pixels of each column the PNG inks in `ink.txt`. The
//! chart crate's tests compare the first natively, the sidecar's the second; the app's compare both in a browser, with
//! what it paints on its canvas and with the SVG as the browser draws it. `GAGEHOUSE_WRITE_SPECIMENS=1` writes the files.
#![allow(dead_code, reason = "each program that includes it uses a part of it")]

use gagehouse_chart::PlotQuery;
use gagehouse_chart::export::figure::{Figure, FigureEvents, FigureSeries, FigureView, figure};
use gagehouse_chart::frame::Area;
use gagehouse_chart::normal::Normal;
use gagehouse_chart::quality::{Mark, MarkKind};
use gagehouse_chart::query::{Compare, DrawnAs};
use gagehouse_chart::trace::Trace;
use gagehouse_chart::years::OtherYears;
use gagehouse_model::time::{DAY_US, HOUR_US, MINUTE_US};
use gagehouse_model::{Coverage, TimeRange, TimeUs, ZoneOffsets};
use gagehouse_observations::compare::years::SameDays;
use gagehouse_observations::{
    Aggregation, Columns, Period, Series, SeriesOptions, Stamp, Statistic,
};
use std::fmt::Write as _;

/// Size of a figure, in CSS pixels.
pub const WIDTH_PX: u32 = 720;
/// Its height.
pub const HEIGHT_PX: u32 = 300;

/// What is selected, as it was written last.
pub const SELECTORS: &str = include_str!("selectors.txt");
/// Which pixels are inked, as was written last.
pub const INK: &str = include_str!("ink.txt");

/// A plot.
pub struct Specimen {
    /// What it shows.
    pub name: &'static str,
    /// Its address.
    pub query: PlotQuery,
    /// The time shown.
    pub window: TimeRange,
    /// Its series.
    pub series: Vec<One>,
}

/// A series of a plot.
pub struct One {
    /// What is observed.
    pub property: &'static str,
    /// Its rows.
    pub series: Series,
    /// As what it is drawn.
    pub drawn_as: DrawnAs,
    /// What of it is here.
    pub covered: Coverage,
    /// What is not.
    pub holes: Vec<TimeRange>,
    /// Rows that are marked.
    pub marks: Vec<Mark>,
    /// Other years behind it.
    pub years: Vec<SameDays>,
    /// What is normal for its dates.
    pub normal: Option<Normal>,
}

impl One {
    fn new(property: &'static str, series: Series, drawn_as: DrawnAs) -> Self {
        let covered = series.extent().into_iter().collect();
        let (holes, marks, years) = (Vec::new(), Vec::new(), Vec::new());
        Self { property, series, drawn_as, covered, holes, marks, years, normal: None }
    }
}

/// Rows at equal steps from 2019 on; `value` is in hundredths, from whole numbers alone, so that every processor has the
/// same.
fn rows(count: i64, step_us: i64, value: impl Fn(i64) -> Option<i64>) -> Series {
    let start_us = TimeUs::from_civil(2019, 1, 1, 7).0;
    let mut page = Columns::default();
    for number in 0..count {
        if let Some(value) = value(number) {
            page.push(start_us + number * step_us, value as f64 / 100.0, 0);
        }
    }
    let mut series = Series::new(SeriesOptions::default());
    series.append(&page);
    series
}

/// From 0 up to `high` and down again within `length`.
fn triangle(at: i64, length: i64, high: i64) -> i64 {
    let half = length / 2;
    let place = at.rem_euclid(length);
    high * (half - (place - half).abs()) / half
}

/// All of them.
pub fn all() -> Vec<Specimen> {
    vec![a_year(), two_days(), orders_of_magnitude(), years_and_normal()]
}

fn parsed(text: &str) -> PlotQuery {
    PlotQuery::parse(text).0
}

/// Quarter hours with a gap of two weeks, a spike, a stretch that is not here, and marks.
fn a_year() -> Specimen {
    let value = |at: i64| match at {
        9_000 => Some(6_000),
        20_000..21_344 => None,
        at => Some(1_000 + triangle(at, 96, 400) + triangle(at, 35_040, 1_500) + at * 7 % 53),
    };
    let mut one = One::new("Stage", rows(35_040, 15 * MINUTE_US, value), DrawnAs::Line);
    let window = one.series.extent().unwrap_or(TimeRange { start: TimeUs(0), end: TimeUs(1) });
    let at = |share: i64| TimeUs(window.start.0 + window.len_us() / 100 * share);
    let hole = TimeRange { start: at(72), end: at(78) };
    one.covered.remove(hole);
    one.holes.push(hole);
    one.marks = vec![
        Mark { time: at(10), kind: MarkKind::Missing },
        Mark { time: at(40), kind: MarkKind::NoData },
    ];
    Specimen { name: "a year of quarter hours", query: parsed(""), window, series: vec![one] }
}

/// Hours as a line with a gap, over bars on an axis of their own.
fn two_days() -> Specimen {
    let line = rows(48, HOUR_US, |at| {
        (!(20..26).contains(&at)).then_some(1_500 + triangle(at, 24, 900) + at * 13 % 70)
    });
    let bars = rows(48, HOUR_US, |at| Some(if at % 5 == 0 { at * 10 } else { 0 }));
    let window = line.extent().unwrap_or(TimeRange { start: TimeUs(0), end: TimeUs(1) });
    let line = One::new("Temperature", line, DrawnAs::Line);
    let bars = One::new("Rain", bars, DrawnAs::Bars);
    let query = parsed("axis=all:Rain%20(m)");
    Specimen { name: "two days of hours", query, window, series: vec![line, bars] }
}

/// Minutes over four orders of magnitude on a logarithmic axis, with stretches at zero.
fn orders_of_magnitude() -> Specimen {
    let value = |at: i64| match at % 5_000 {
        2_000..2_300 => Some(0),
        place => Some(10 + place * place / 25),
    };
    let one = One::new("Discharge", rows(20_000, MINUTE_US, value), DrawnAs::Line);
    let window = one.series.extent().unwrap_or(TimeRange { start: TimeUs(0), end: TimeUs(1) });
    let query = parsed("axis=log:Discharge%20(m)");
    Specimen { name: "orders of magnitude", query, window, series: vec![one] }
}

/// Days of six years: two of them and what is normal behind the last.
fn years_and_normal() -> Specimen {
    let value =
        |day: i64| Some(1_000 + triangle(day, 365, 2_000) + day / 365 * 150 + day * 31 % 97);
    let mut one = One::new("Stage", rows(2_190, DAY_US, value), DrawnAs::Line);
    let window = TimeRange {
        start: TimeUs::from_civil(2024, 2, 1, 0),
        end: TimeUs::from_civil(2024, 8, 1, 0),
    };
    let record = one.series.extent().unwrap_or(window);
    one.years = OtherYears::of(Compare::Before(2), window, record, &ZoneOffsets::utc()).shown;
    let daily = Aggregation {
        period: Period::Day,
        zone: ZoneOffsets::utc(),
        stamp: Stamp::Instant,
        statistic: Statistic::Mean,
        least_complete: 0.8,
    };
    one.normal = Some(Normal::of(&one.series.aggregated(record, &daily), &daily));
    Specimen {
        name: "other years and what is normal",
        query: parsed(""),
        window,
        series: vec![one],
    }
}

impl Specimen {
    /// Everything arranged.
    pub fn figure(&self) -> Figure {
        let view = FigureView {
            width_px: f64::from(WIDTH_PX),
            height_px: f64::from(HEIGHT_PX),
            font_px: 12.0,
            window: self.window,
            zone: ZoneOffsets::fixed("UTC\u{2212}07:00", -420),
        };
        let series = self.series.iter().enumerate().map(|(style, one)| FigureSeries {
            property: one.property,
            unit: "m",
            series: &one.series,
            style,
            drawn_as: one.drawn_as,
            label: "",
            normal: one.normal.as_ref(),
            years: &one.years,
            covered: &one.covered,
            holes: &one.holes,
            marks: &one.marks,
        });
        figure(&self.query, &view, &series.collect::<Vec<_>>(), FigureEvents::NONE, &[])
    }

    /// Domain, ticks, columns, gaps and marks, in lines. Pixels are told to a millionth: processors differ in the last
    /// digits of a logarithm.
    pub fn selectors(&self) -> String {
        let figure = self.figure();
        let frame = figure.frame();
        let mut text = format!("# {}\n", self.name);
        let Area { left_px, top_px, right_px, bottom_px } = frame.data;
        let _ =
            writeln!(text, "data {left_px} {top_px} {right_px} {bottom_px} {}", frame.zone_name);
        for (px, tick) in &frame.time_ticks {
            let _ = writeln!(text, "time {px:.6} {} {:?}", tick.label, tick.context);
        }
        for axis in &frame.axes {
            let (scale, title) = (axis.scale, &axis.title);
            let _ = writeln!(
                text,
                "axis {title}, {:?} at {:?}: {:.9} to {:.9}, log {}",
                axis.side, axis.line_px, scale.min, scale.max, scale.log
            );
            for (px, label) in axis.ticks.iter().chain(&axis.thresholds) {
                let _ = writeln!(text, "  tick {px:.6} {label}");
            }
        }
        for (trace, style) in figure.traces() {
            let _ = writeln!(text, "series {style}: {}", digest(trace));
        }
        for ((from, to), style) in figure.holes() {
            let _ = writeln!(text, "hole of {style} {from:.6} {to:.6}");
        }
        for (marks, style) in figure.marks() {
            let places = marks.iter().map(|(px, kind)| format!(" {px:.6} {}", kind.sign()));
            let _ = writeln!(text, "marks of {style}{}", places.collect::<String>());
        }
        text
    }
}

/// How many lines, columns and dots there are, and a number that changes with any of their places.
fn digest(trace: &Trace) -> String {
    let mut places = String::new();
    for (x, y) in trace.lines.iter().flatten().chain(&trace.dots).chain(&trace.markers) {
        let _ = write!(places, "{x:.6},{y:.6};");
    }
    for bar in &trace.bars {
        let (left, width) = (bar.left_px, bar.width_px);
        let _ = write!(places, "{left:.6},{width:.6},{:.6},{:.6};", bar.top_px, bar.bottom_px);
    }
    let fold = |sum: u64, byte: u8| (sum ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    let sum = places.bytes().fold(0xcbf2_9ce4_8422_2325, fold);
    format!(
        "{} lines, {} columns, {} dots, {} markers, {} below, {sum:016x}",
        trace.lines.len(),
        trace.bars.len(),
        trace.dots.len(),
        trace.markers.len(),
        trace.below_scale_px.len()
    )
}

/// From where to where a column of pixels is inked.
pub type Inked = Option<(u32, u32)>;

/// What of each column of pixels of a figure's data is inked in the colour of a series, told the pixels of the whole figure
/// as red, green, blue and opacity. Ground, mesh, axes and text are grey; bands and hatching are pale.
pub fn ink(rgba: &[u8], data: Area) -> Vec<Inked> {
    let is_inked = |x: u32, y: u32| {
        let at = ((y * WIDTH_PX + x) * 4) as usize;
        let alpha = f64::from(rgba[at + 3]) / 255.0;
        let on_white = |part: u8| f64::from(part).mul_add(alpha, 255.0 * (1.0 - alpha));
        let parts = [rgba[at], rgba[at + 1], rgba[at + 2]].map(on_white);
        let most = parts.into_iter().fold(0.0, f64::max);
        most - parts.into_iter().fold(255.0, f64::min) > 75.0
    };
    // Marks stand at the lower edge, as text.
    let rows = data.top_px as u32 + 1..data.bottom_px as u32 - 14;
    (data.left_px as u32 + 2..data.right_px as u32 - 1)
        .map(|x| {
            let top = rows.clone().find(|y| is_inked(x, *y))?;
            Some((top, rows.clone().rfind(|y| is_inked(x, *y))?))
        })
        .collect()
}

/// Inked columns in a line.
pub fn ink_text(name: &str, ink: &[Inked]) -> String {
    let columns = ink.iter().map(|column| match column {
        Some((top, bottom)) => format!("{top}-{bottom}"),
        None => ".".to_owned(),
    });
    format!("{name}: {}\n", columns.collect::<Vec<_>>().join(" "))
}

/// The inked columns of a plot, as they were written last.
pub fn ink_written(name: &str) -> Vec<Inked> {
    let line = INK.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(": "));
    let columns = line.unwrap_or_default().split(' ');
    let column = |text: &str| {
        let (top, bottom) = text.split_once('-')?;
        Some((top.parse().ok()?, bottom.parse().ok()?))
    };
    columns.map(column).collect()
}

/// Which columns of two pictures differ: by more than a pixel and a half up or down, a pixel to the side being allowed.
pub fn differing(one: &[Inked], other: &[Inked]) -> Vec<usize> {
    assert_eq!(one.len(), other.len(), "as many columns");
    let near = |places: &[Inked], at: usize, edge: fn((u32, u32)) -> u32| {
        let around = at.saturating_sub(1)..(at + 2).min(places.len());
        let edges = places[around].iter().flatten().map(|column| edge(*column));
        edges.clone().min().zip(edges.max())
    };
    let is_near = |at: usize| match (one[at], other[at]) {
        (None, None) => true,
        (Some(here), _) if near(other, at, |it| it.0).is_some() => {
            [|it: (u32, u32)| it.0, |it: (u32, u32)| it.1].into_iter().all(|edge| {
                near(other, at, edge).is_some_and(|(least, most)| {
                    f64::from(edge(here)) >= f64::from(least) - 1.5
                        && f64::from(edge(here)) <= f64::from(most) + 1.5
                })
            })
        }
        (None, Some(_)) => near(one, at, |it| it.0).is_some(),
        (Some(_), _) => false,
    };
    (0..one.len()).filter(|at| !is_near(*at)).collect()
}
