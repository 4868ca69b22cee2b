//! Charts of one invented series, drawn as files.
#![expect(clippy::unwrap_used, reason = "a test stops where something is not as it made it")]

use gagehouse_chart::draw::Palette;
use gagehouse_chart::kinds::{Chart, Charted, boxes, exceedance, histogram, probability, scatter};
use gagehouse_chart::query::{BoxesBy, CurveChoice};
use gagehouse_chart::words::ENGLISH;
use gagehouse_chart::xy::{Shape, XyChart};
use gagehouse_model::{TimeRange, TimeUs, ZoneOffsets};
use gagehouse_observations::{
    Aggregation, Columns, Period, Series, SeriesOptions, Stamp, Statistic,
};

const HOUR_US: i64 = 3_600_000_000;

/// Hours from 2020-10-01, the value of each by its number.
fn hours(count: i64, value: impl Fn(i64) -> f64) -> Series {
    let start_us = "2020-10-01T00:00:00Z".parse::<TimeUs>().unwrap().0;
    let mut page = Columns::default();
    (0..count).for_each(|hour| page.push(start_us + hour * HOUR_US, value(hour), 0));
    let mut series = Series::new(SeriesOptions::default());
    series.append(&page);
    series
}

fn charted(series: &Series) -> Charted<'_> {
    Charted {
        series,
        style: 0,
        label: "Here, Stage",
        quantity: "Stage (m)",
        decimals: 1,
        log: false,
        words: &ENGLISH,
    }
}

/// Daily means by UTC.
fn daily() -> Aggregation {
    Aggregation {
        period: Period::Day,
        zone: ZoneOffsets::utc(),
        stamp: Stamp::Instant,
        statistic: Statistic::Mean,
        least_complete: 0.8,
    }
}

fn window(series: &Series) -> TimeRange {
    series.extent().unwrap()
}

fn svg_of(chart: &XyChart) -> String {
    Chart::Xy(chart.clone()).svg((600.0, 300.0), 12.0, &Palette::default())
}

#[test]
fn a_value_far_from_the_others_is_told_and_in_the_table_and_leaves_them_their_bins() {
    let series = hours(1_001, |hour| if hour == 1_000 { 1e9 } else { hour as f64 });
    let chart = histogram::chart(&charted(&series), window(&series)).unwrap();
    let Shape::Bars(bars) = &chart.shapes[0].0 else { panic!("{:?}", chart.shapes) };
    assert!(bars.len() > 10 && chart.x.range.1 < 5_000.0);
    assert!(chart.notes[0].starts_with("1,000 values"));
    assert!(chart.notes[1].contains(": 1 above") && chart.notes[1].contains("1000000000.0"));
    assert_eq!(chart.rows.last().unwrap()[1..], ["1000000000.0", "1"]);
}

#[test]
fn a_histogram_counts_every_value_once_and_is_drawn_with_its_axes() {
    let series = hours(1_000, |hour| (hour % 10) as f64);
    let chart = histogram::chart(&charted(&series), window(&series)).unwrap();
    let Shape::Bars(bars) = &chart.shapes[0].0 else { panic!("{:?}", chart.shapes) };
    assert_eq!(bars.iter().map(|bar| bar.2).sum::<f64>(), 1_000.0);
    assert_eq!(chart.rows.len(), bars.len());
    let svg = svg_of(&chart);
    assert!(svg.contains("Stage (m)") && svg.contains("Number of values"));
}

#[test]
fn a_histogram_of_one_value_has_one_bar_that_can_be_seen() {
    let series = hours(5, |_| 7.0);
    let chart = histogram::chart(&charted(&series), window(&series)).unwrap();
    assert!(chart.x.range.0 < 7.0 && 7.0 < chart.x.range.1);
    assert!(histogram::chart(&charted(&hours(0, |_| 0.0)), window(&series)).is_none());
}

#[test]
fn boxes_by_month_are_named_and_drawn_one_beside_the_other() {
    let series = hours(24 * 365, |hour| (hour / 700) as f64);
    let zone = ZoneOffsets::utc();
    let chart = boxes::chart(&charted(&series), window(&series), BoxesBy::Month, &zone).unwrap();
    assert_eq!(chart.x.categories.len(), 12);
    assert_eq!(chart.x.categories[9], "Oct");
    let svg = svg_of(&chart);
    assert!(svg.contains("Jan") && svg.contains("Stage (m)"));
}

#[test]
fn the_curve_is_of_days_when_a_water_year_is_there_and_of_samples_when_not_or_when_wanted() {
    let year = hours(24 * 365, |hour| hour as f64);
    let told = |series: &Series, of| {
        let chart = exceedance::chart(&charted(series), window(series), of, &daily()).unwrap();
        (chart.notes[0].clone(), chart.rows[4].clone())
    };
    let (note, _) = told(&year, CurveChoice::Days);
    assert!(note.starts_with("Of 365 daily values (daily mean), days by UTC"), "{note}");
    let (note, _) = told(&year, CurveChoice::Samples);
    assert!(note.starts_with("Of 8,760 raw samples, which is no curve of time"), "{note}");
    let (note, row) = told(&hours(24 * 7, |hour| hour as f64), CurveChoice::Days);
    assert!(note.starts_with("Of 168 raw samples: no water year"), "{note}");
    assert_eq!(row, ["50 %", "83.5"]);
}

#[test]
fn zero_flow_on_a_logarithmic_axis_is_said_and_marked() {
    let series = hours(100, |hour| if hour < 40 { 0.0 } else { hour as f64 });
    let charted = Charted { log: true, ..charted(&series) };
    for make in [exceedance::chart, probability::chart] {
        let chart = make(&charted, window(&series), CurveChoice::Samples, &daily()).unwrap();
        assert!(chart.notes[1].starts_with("40 values of zero or less"), "{:?}", chart.notes);
        assert!(chart.y.log && chart.y.range.0 > 0.0);
        let below = chart.shapes.iter().find_map(|(shape, _)| match shape {
            Shape::BelowScale(from, to) => Some((*from, *to)),
            _ => None,
        });
        let (from, to) = below.unwrap();
        assert!(from < to && chart.x.range.0 <= from && to <= chart.x.range.1);
        assert!(svg_of(&chart).contains("<polygon"));
    }
}

#[test]
fn normal_values_are_a_straight_line_on_a_probability_plot() {
    // The 999 quantiles of a normal distribution with mean 50 and deviation 10.
    let normal = gagehouse_observations::distribution::normal::normal_quantile;
    let series = hours(999, |hour| 50.0 + 10.0 * normal((hour + 1) as f64 / 1_000.0));
    let chart = probability::chart(&charted(&series), window(&series), CurveChoice::Days, &daily());
    let chart = chart.unwrap();
    let Shape::Line(points) = &chart.shapes[0].0 else { panic!("{:?}", chart.shapes) };
    assert!(points.iter().all(|(z, value)| (50.0 + 10.0 * z - value).abs() < 1e-6));
    let labels: Vec<&str> = chart.x.ticks.iter().map(|(_, label)| label.as_str()).collect();
    assert_eq!(labels[..4], ["0.1", "1", "2", "5"]);
    assert_eq!(chart.rows[4], ["50 %", "50.0"]);
    assert!(chart.notes[1].starts_with("A straight line would be a normal distribution"));
    assert!(svg_of(&chart).contains("99.9"));
}

#[test]
fn a_scatter_pairs_what_was_observed_together() {
    let (x, y) = (hours(50, |hour| hour as f64), hours(40, |hour| -(hour as f64)));
    let chart = scatter::chart(&charted(&x), &charted(&y), window(&x)).unwrap();
    let Shape::Points(points) = &chart.shapes[0].0 else { panic!("{:?}", chart.shapes) };
    assert_eq!((points.len(), points[3]), (40, (3.0, -3.0)));
    assert!(chart.notes[0].contains("10 values of the first and 0 of the second"));
    assert!(!svg_of(&chart).is_empty());
}
