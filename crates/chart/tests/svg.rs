//! A whole plot as a file, without a browser.
#![expect(clippy::unwrap_used, reason = "a test stops where something is not as it made it")]

use gagehouse_chart::PlotQuery;
use gagehouse_chart::axes::{Shown, axes_in};
use gagehouse_chart::draw::{self, Palette, SVG_FONT_SCALE};
use gagehouse_chart::export;
use gagehouse_chart::export::figure::{FigureEvents, FigureSeries, FigureView, figure};
use gagehouse_chart::frame::{AxisSpec, PlotSpec, arrange};
use gagehouse_chart::holes::{bands, broken};
use gagehouse_chart::normal::Normal;
use gagehouse_chart::quality::{Mark, MarkKind, placed};
use gagehouse_chart::query::{Compare, DrawnAs};
use gagehouse_chart::trace::{TraceStyle, trace};
use gagehouse_chart::years::OtherYears;
use gagehouse_model::time::DAY_US;
use gagehouse_model::{Coverage, TimeRange, TimeUs, ZoneOffsets};
use gagehouse_observations::{
    Aggregation, Columns, Period, Series, SeriesOptions, Stamp, Statistic,
};
use plotters::backend::SVGBackend;

/// A year of quarter hours with a daily cycle, a gap of a week and one spike.
fn a_year() -> Series {
    let start_us = "2019-01-01T07:00:00Z".parse::<TimeUs>().unwrap().0;
    let mut page = Columns::default();
    for quarter in 0..35_040i64 {
        let in_gap = (20_000..20_672).contains(&quarter);
        let daily = (quarter as f64 / 96.0 * std::f64::consts::TAU).sin();
        let value = if quarter == 9_000 { 60.0 } else { 10.0 + 4.0 * daily };
        if !in_gap {
            page.push(start_us + quarter * 900_000_000, value, 0);
        }
    }
    let mut series = Series::new(SeriesOptions::default());
    series.append(&page);
    series
}

fn svg_of(series: &Series, width_px: u32, height_px: u32) -> String {
    let window = series.extent().unwrap();
    let frame = arrange(&PlotSpec {
        width_px: f64::from(width_px),
        height_px: f64::from(height_px),
        font_px: 12.0,
        window,
        zone: ZoneOffsets::fixed("UTC\u{2212}07:00", -420),
        lanes: 0,
        axes: vec![AxisSpec {
            title: "Temperature (°C)".to_owned(),
            value_ranges: series.reduced(window, width_px).value_range().into_iter().collect(),
            style: Some(0),
            key: String::new(),
            side: None,
            log: false,
            fixed: None,
            thresholds: vec![(11.0, "Flood stage 11".to_owned()), (99.0, "far".to_owned())],
        }],
    });
    let columns = frame.data.width_px().round() as u32;
    let reduced = series.reduced(window, columns);
    let style = TraceStyle { drawn_as: DrawnAs::Line, stroke_px: 1.5, marker_spacing_px: 8.0 };
    let traced = trace(&reduced, frame.time, frame.axes[0].scale, style);
    let palette = Palette { font_scale: SVG_FONT_SCALE, ..Palette::default() };
    let mut svg = String::new();
    {
        let mut backend = SVGBackend::with_string(&mut svg, (width_px, height_px));
        draw::frame(&mut backend, &frame, &palette).unwrap();
        draw::trace(&mut backend, &frame, &traced, 0, &palette).unwrap();
    }
    svg
}

#[test]
fn a_year_of_data_draws_as_svg_with_its_axes_gap_and_spike() {
    let svg = svg_of(&a_year(), 900, 400);
    for text in
        ["Temperature (°C)", "Jan", "Jul", "2019", "UTC\u{2212}07:00", "60", "Flood stage 11"]
    {
        assert!(svg.contains(text), "{text} is missing");
    }
    assert!(!svg.contains("far"), "a threshold beyond the axis has no place on it");
    // Bars are the filled rectangles after the ground's; the gap of a week leaves 1.9 % of them out.
    let bars: Vec<(f64, f64)> = svg
        .lines()
        .filter(|line| line.starts_with("<rect") && line.contains("#0067A5"))
        .map(|line| (attribute(line, "x"), attribute(line, "y")))
        .collect();
    assert!((750..830).contains(&bars.len()), "{}", bars.len());
    let widest_hole = bars.windows(2).map(|pair| pair[1].0 - pair[0].0).fold(0.0, f64::max);
    assert!((14.0..20.0).contains(&widest_hole), "{widest_hole}");
    let highest = bars.iter().map(|bar| bar.1).fold(f64::MAX, f64::min);
    assert_eq!(bars.iter().filter(|bar| bar.1 == highest).count(), 1);
}

fn attribute(line: &str, name: &str) -> f64 {
    let from = line.find(&format!(" {name}=\"")).unwrap() + name.len() + 3;
    line[from..].split('"').next().unwrap().parse().unwrap()
}

#[test]
fn a_plot_of_one_value_draws() {
    let mut page = Columns::default();
    page.push(1_000_000, 7.0, 0);
    let mut series = Series::new(SeriesOptions::default());
    series.append(&page);
    assert!(svg_of(&series, 320, 240).contains("<circle"));
}

#[test]
fn other_years_and_the_normal_range_lie_behind_a_figures_line() {
    // Five years and a half of days, each with the number of its year.
    let mut page = Columns::default();
    let first = TimeUs::from_civil(2019, 1, 1, 0).0;
    for day in 0..2_000 {
        let time = TimeUs(first + day * DAY_US);
        page.push(time.0, time.civil_date().0 as f64, 0);
    }
    let mut series = Series::new(SeriesOptions::default());
    series.append(&page);
    let (start, end) = (TimeUs::from_civil(2024, 2, 1, 0), TimeUs::from_civil(2024, 3, 20, 0));
    let window = TimeRange { start, end };
    let record = series.extent().unwrap();
    let years = OtherYears::of(Compare::Before(2), window, record, &ZoneOffsets::utc()).shown;
    let daily = Aggregation {
        period: Period::Day,
        zone: ZoneOffsets::utc(),
        stamp: Stamp::Instant,
        statistic: Statistic::Mean,
        least_complete: 0.8,
    };
    let normal = Normal::of(&series.aggregated(record, &daily), &daily);
    let view = FigureView {
        width_px: 900.0,
        height_px: 500.0,
        font_px: 12.0,
        window,
        zone: ZoneOffsets::utc(),
    };
    let drawn = FigureSeries {
        property: "Stage",
        unit: "m",
        series: &series,
        style: 0,
        drawn_as: DrawnAs::Line,
        label: "Copper Bridge, Stage",
        normal: Some(&normal),
        years: &years,
        covered: &Coverage::from_iter([record]),
        holes: &[],
        marks: &[],
    };
    let figure = figure(&PlotQuery::default(), &view, &[drawn], FigureEvents::NONE, &[]);
    let svg = export::figure::svg(&figure, &Palette::default());
    for text in ["2022", "2023", "<polygon"] {
        assert!(svg.contains(text), "{text} is missing");
    }
}

#[test]
fn a_figure_shows_holes_and_marks_and_says_below_the_plot_what_its_series_are() {
    let series = a_year();
    let window = series.extent().unwrap();
    let view = FigureView {
        width_px: 900.0,
        height_px: 500.0,
        font_px: 12.0,
        window,
        zone: ZoneOffsets::utc(),
    };
    let at = |share: i64| TimeUs(window.start.0 + window.len_us() / 10 * share);
    let hole = TimeRange { start: at(4), end: at(5) };
    let covered = Coverage::from_iter([
        TimeRange { start: window.start, end: hole.start },
        TimeRange { start: hole.end, end: window.end },
    ]);
    let marks = [
        Mark { time: at(1), kind: MarkKind::Missing },
        Mark { time: at(2), kind: MarkKind::NoData },
    ];
    let drawn = FigureSeries {
        property: "Stage",
        unit: "m",
        series: &series,
        style: 1,
        drawn_as: DrawnAs::Line,
        label: "Copper Bridge, Stage, level 0",
        normal: None,
        years: &[],
        covered: &covered,
        holes: &[hole],
        marks: &marks,
    };
    let note = "INCOMPLETE: the server stopped".to_owned();
    let figure = figure(&PlotQuery::default(), &view, &[drawn], FigureEvents::NONE, &[note]);
    let svg = export::figure::svg(&figure, &Palette::default());
    for text in ["2  Copper Bridge, Stage, level 0", "INCOMPLETE", "Stage (m)", "UTC", "○", "×"]
    {
        assert!(svg.contains(text), "{text} is missing");
    }
    let strokes = svg.matches("opacity=\"0.35\"").count();
    assert!(strokes > 20, "{strokes} strokes hatch the hole");
}

/// The selectors that a canvas asks one by one, and what the figure of the same address holds: files and embeds show
/// what the page does.
#[test]
fn a_figure_holds_exactly_what_a_canvas_of_its_size_is_painted_from() {
    let series = a_year();
    let window = series.extent().unwrap();
    let at = |share: i64| TimeUs(window.start.0 + window.len_us() / 10 * share);
    let hole = TimeRange { start: at(4), end: at(5) };
    let parts = [(window.start, hole.start), (hole.end, window.end)];
    let covered: Coverage =
        parts.into_iter().map(|(start, end)| TimeRange { start, end }).collect();
    let marks = [Mark { time: at(1), kind: MarkKind::Missing }];
    let (query, problems) = PlotQuery::parse("axis=0..80:Stage%20(m)&th=50,Flood:Stage%20(m)");
    assert_eq!(problems, []);
    let zone = ZoneOffsets::fixed("UTC\u{2212}07:00", -420);
    let view =
        FigureView { width_px: 900.0, height_px: 500.0, font_px: 12.0, window, zone: zone.clone() };
    let drawn = FigureSeries {
        property: "Stage",
        unit: "m",
        series: &series,
        style: 0,
        drawn_as: DrawnAs::Line,
        label: "Copper Bridge, Stage",
        normal: None,
        years: &[],
        covered: &covered,
        holes: &[hole],
        marks: &marks,
    };
    let figure = figure(&query, &view, &[drawn], FigureEvents::NONE, &[]);
    let shown = Shown {
        property: "Stage",
        unit: "m",
        style: 0,
        drawn_as: DrawnAs::Line,
        series: Some(&series),
        normal: None,
        years: &[],
    };
    let (axes, _) = axes_in(&query, &[shown], window);
    // One line of text and a half stand below the plot.
    let spec =
        PlotSpec { width_px: 900.0, height_px: 476.0, font_px: 12.0, window, zone, lanes: 0, axes };
    let frame = arrange(&spec);
    assert_eq!(*figure.frame(), frame);
    assert_eq!((frame.axes[0].scale.min, frame.axes[0].scale.max), (0.0, 80.0));
    let columns = frame.data.width_px().round() as u32;
    let reduced = series.reduced(window, columns);
    let style = TraceStyle::of(&reduced, DrawnAs::Line, 1.0);
    let traced = trace(&broken(&reduced, &covered), frame.time, frame.axes[0].scale, style);
    assert_eq!(figure.traces(), [(traced, 0)]);
    let holes: Vec<_> = bands(&[hole], frame.time).into_iter().map(|band| (band, 0)).collect();
    assert_eq!(figure.holes(), holes);
    assert_eq!(figure.marks()[0].0, placed(&marks, frame.time, draw::MARKS_APART_PX));
    // What was selected is what stands in the file, to the pixel.
    let svg = export::figure::svg(&figure, &Palette::default());
    for (x_px, tick) in &frame.time_ticks {
        let stroke =
            format!("x1=\"{0}\" y1=\"{1}\" x2=\"{0}\"", x_px.round(), frame.data.bottom_px.round());
        assert!(svg.contains(&stroke) && svg.contains(&tick.label), "{}", tick.label);
    }
    for (y_px, label) in &frame.axes[0].ticks {
        assert!(
            svg.contains(&format!("y1=\"{}\"", y_px.round())) && svg.contains(label),
            "{label}"
        );
    }
}

#[test]
fn a_figure_shows_records_above_its_data_and_readings_among_them() {
    let series = a_year();
    let window = series.extent().unwrap();
    let name = "local:1".parse().unwrap();
    let event = |kind: &str, title: &str, more: &str| {
        let text = format!(
            r#"{{"record": "0190c0de-0000-7000-8000-000000000000", "record_kind": "actions", "kind": "{kind}", "site": 1,
                "title": "{title}", "datastreams": ["local:1"], {more}}}"#
        );
        text.parse::<serde_json::Value>().and_then(serde_json::from_value).unwrap()
    };
    let events: Vec<gagehouse_chart::events::Event> = vec![
        event(
            "visits",
            "Visit",
            r#""begin": "2019-03-01T10:00-07:00", "end": "2019-03-01T12:00-07:00""#,
        ),
        event(
            "deployments",
            "Deployment",
            r#""begin": "2019-03-01T11:00-07:00", "is_open": true, "label": "SN-0042""#,
        ),
        event(
            "readings",
            "Field thermometer",
            r#""begin": "2019-03-01T10:15-07:00", "reading": {"value": 50.0, "text": "50.0", "unit": "°F"}"#,
        ),
    ];
    let celsius = gagehouse_model::Unit { symbol: Some("°C".to_owned()), ..Default::default() };
    let drawn = FigureSeries {
        property: "Temperature",
        unit: "°C",
        series: &series,
        style: 0,
        drawn_as: DrawnAs::Line,
        label: "",
        normal: None,
        years: &[],
        covered: &Coverage::from_iter([window]),
        holes: &[],
        marks: &[],
    };
    let zone = ZoneOffsets::utc();
    let view = FigureView { width_px: 900.0, height_px: 500.0, font_px: 12.0, window, zone };
    let named = [(&name, celsius.known())];
    let records = FigureEvents { events: &events, now: window.end, series: &named };
    let figure_of = |query: &PlotQuery| figure(query, &view, &[drawn], records, &[]);
    let shown = figure_of(&PlotQuery::default());
    assert_eq!((shown.events().marks.len(), shown.events().spans.len()), (1, 1));
    // 50 °F is 10 °C, to the pixel of the sensor's axis.
    let frame = shown.frame();
    assert_eq!(shown.readings()[0].y_px, frame.axes[0].scale.px(10.0));
    let svg = export::figure::svg(&shown, &Palette::default());
    assert!(svg.contains("SN-0042"), "{svg}");
    let hidden = figure_of(&PlotQuery::parse("events=none").0);
    assert!(hidden.frame().data.top_px < frame.data.top_px && hidden.readings().is_empty());
    assert!(!export::figure::svg(&hidden, &Palette::default()).contains("SN-0042"));
}
