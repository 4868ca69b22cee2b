//! What only a browser can answer: its table of time zones, and the pixels on a canvas.

use super::canvas::Surface;
use super::data::{self, Before, Drawn};
use super::ink;
use super::specimen::{self, Specimen};
use super::zone::zone_for;
use gagehouse_chart::draw::Palette;
use gagehouse_chart::frame::{AxisSpec, PlotSpec, arrange};
use gagehouse_chart::query::{DrawnAs, ZoneChoice};
use gagehouse_chart::trace::{TraceStyle, trace};
use gagehouse_chart::{Frame, TimeScale, ValueScale};
use gagehouse_model::time::DAY_US;
use gagehouse_model::{Coverage, SiteZone, TimeRange, TimeUs, ZoneOffsets};
use gagehouse_observations::{Columns, Series, SeriesOptions};
use leptos::html;
use leptos::prelude::*;
use leptos::tachys::html::node_ref::NodeRefContainer;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement, HtmlImageElement};

const WIDTH: u32 = 200;
const HEIGHT: u32 = 100;
const MINUTE_US: i64 = 60_000_000;

fn time(text: &str) -> TimeUs {
    text.parse().unwrap()
}

fn year_2019() -> TimeRange {
    TimeRange { start: time("2019-01-01T00:00:00Z"), end: time("2020-01-01T00:00:00Z") }
}

#[wasm_bindgen_test]
fn a_site_with_a_zone_shows_its_civil_time_with_the_minute_of_each_change() {
    let site = SiteZone { iana: Some("America/Denver".into()), standard_offset_minutes: -420 };
    let zone = zone_for(ZoneChoice::Site, Some(&site), year_2019());
    assert_eq!(zone.name, "America/Denver");
    let in_2019: Vec<_> = zone
        .transitions
        .iter()
        .filter(|(at, _)| year_2019().start <= *at && *at < year_2019().end)
        .copied()
        .collect();
    let expected = [(time("2019-03-10T09:00:00Z"), -360), (time("2019-11-03T08:00:00Z"), -420)];
    assert_eq!(in_2019, expected);
}

#[wasm_bindgen_test]
fn half_hours_and_the_southern_summer_are_right() {
    let site = SiteZone { iana: Some("Australia/Adelaide".into()), standard_offset_minutes: 570 };
    let zone = zone_for(ZoneChoice::Site, Some(&site), year_2019());
    let at_change = zone.transitions.iter().find(|(at, _)| *at == time("2019-10-05T16:30:00Z"));
    assert_eq!(at_change.map(|(_, minutes)| *minutes), Some(630));
}

#[wasm_bindgen_test]
fn a_zone_that_the_browser_does_not_know_leaves_the_sites_standard_time() {
    let site = SiteZone { iana: Some("Atlantis/Capital".into()), standard_offset_minutes: -90 };
    let zone = zone_for(ZoneChoice::Site, Some(&site), year_2019());
    assert_eq!((zone.first_offset_minutes, zone.transitions.len()), (-90, 0));
}

/// Draws minutes of a value, missing ones left out, over the whole of a small canvas; tells for each column of
/// pixels from where to where it is inked.
fn inked(minutes: usize, value: impl Fn(usize) -> Option<f64>) -> Vec<Option<(u32, u32)>> {
    let mut rows = Columns::with_capacity(minutes);
    for minute in 0..minutes {
        if let Some(value) = value(minute) {
            rows.push(minute as i64 * MINUTE_US, value, 0);
        }
    }
    let mut series = Series::new(SeriesOptions::default());
    series.append(&rows);
    let window = TimeRange { start: TimeUs(0), end: TimeUs(minutes as i64 * MINUTE_US) };
    let time = TimeScale { window, left_px: 0.0, right_px: f64::from(WIDTH) };
    let (top_px, bottom_px) = (0.0, f64::from(HEIGHT));
    let scale = ValueScale { min: 0.0, max: 100.0, top_px, bottom_px, log: false };
    let style = TraceStyle { drawn_as: DrawnAs::Line, stroke_px: 1.0, marker_spacing_px: 9.0 };
    let traced = trace(&series.reduced(window, WIDTH), time, scale, style);
    let surface = surface();
    ink::draw(&surface, &traced, 1.0, 0, &Palette::default());
    let (width, height) = (f64::from(WIDTH), f64::from(HEIGHT));
    let pixels = surface.context.get_image_data(0.0, 0.0, width, height).unwrap().data();
    let is_inked = |x: u32, y: u32| pixels[((y * WIDTH + x) * 4 + 3) as usize] > 0;
    (0..WIDTH)
        .map(|x| {
            let top = (0..HEIGHT).find(|&y| is_inked(x, y))?;
            Some((top, (0..HEIGHT).rfind(|&y| is_inked(x, y))?))
        })
        .collect()
}

fn surface() -> Surface {
    let document = web_sys::window().unwrap().document().unwrap();
    let canvas: HtmlCanvasElement = document.create_element("canvas").unwrap().dyn_into().unwrap();
    canvas.set_width(WIDTH);
    canvas.set_height(HEIGHT);
    let context: CanvasRenderingContext2d =
        canvas.get_context("2d").unwrap().unwrap().dyn_into().unwrap();
    Surface { canvas, context, ratio: 1.0 }
}

#[wasm_bindgen_test]
fn a_spike_of_one_row_in_a_hundred_thousand_reaches_its_height_on_the_canvas() {
    let columns = inked(100_000, |minute| Some(if minute == 61_234 { 90.0 } else { 20.0 }));
    let at = 61_234 * WIDTH as usize / 100_000;
    let (top, bottom) = columns[at].unwrap();
    assert!((9..=11).contains(&top), "the spike's top is at {top}");
    assert!((79..=81).contains(&bottom), "the ground is at {bottom}");
    let others = columns.iter().enumerate().filter(|(x, _)| x.abs_diff(at) > 1);
    assert!(others.into_iter().all(|(_, ink)| ink.unwrap().0 >= 79), "a spike that is none");
}

#[wasm_bindgen_test]
fn nothing_is_inked_in_a_gap_whether_rows_are_many_or_few() {
    for minutes in [100_000, 400] {
        let gap = minutes * 2 / 5..minutes * 3 / 5;
        let columns = inked(minutes, |minute| (!gap.contains(&minute)).then_some(50.0));
        let (before, inside, after) = (&columns[2..78], &columns[82..118], &columns[122..198]);
        assert!(inside.iter().all(Option::is_none), "{minutes} minutes: ink in the gap");
        let beside = before.iter().chain(after);
        assert!(beside.into_iter().all(Option::is_some), "{minutes} minutes: a hole in the line");
    }
}

/// A plot of a window with one axis for each series.
fn frame_of(axes: usize, window: TimeRange) -> Frame {
    let axis = |number: usize| AxisSpec {
        title: format!("Stage {number} (m)"),
        key: String::new(),
        value_ranges: vec![(0.0, 100.0)],
        style: Some(number),
        side: None,
        log: false,
        fixed: None,
        thresholds: Vec::new(),
    };
    arrange(&PlotSpec {
        width_px: 400.0,
        height_px: 220.0,
        font_px: 12.0,
        window,
        zone: ZoneOffsets::utc(),
        lanes: 0,
        axes: (0..axes).map(axis).collect(),
    })
}

/// A canvas on which series are drawn, with what an earlier drawing left there.
struct Shown {
    canvas: NodeRef<html::Canvas>,
    before: Before,
}

impl Shown {
    fn new() -> Self {
        let canvas = NodeRef::new();
        NodeRefContainer::<html::Canvas>::load(canvas, &surface().canvas);
        Self { canvas, before: Before::default() }
    }

    fn draw(&mut self, rows: &[Series], window: TimeRange) -> Vec<u8> {
        let covered =
            Coverage::from_iter([TimeRange { start: TimeUs(-DAY_US), end: TimeUs(400 * DAY_US) }]);
        let frame = frame_of(rows.len(), window);
        let drawn: Vec<Drawn<'_>> = rows
            .iter()
            .enumerate()
            .map(|(number, series)| Drawn {
                series,
                covered: &covered,
                holes: Vec::new(),
                style: number,
                drawn_as: [DrawnAs::Line, DrawnAs::Points][number % 2],
                axis: number,
                marks: &[],
                tag: None,
                normal: None,
                years: &[],
            })
            .collect();
        let palette = Palette::default();
        data::paint(self.canvas, &frame, &drawn, &mut self.before, &palette).unwrap();
        let canvas = self.canvas.get_untracked().unwrap();
        let context: CanvasRenderingContext2d =
            canvas.get_context("2d").unwrap().unwrap().dyn_into().unwrap();
        let (width, height) = (f64::from(canvas.width()), f64::from(canvas.height()));
        context.get_image_data(0.0, 0.0, width, height).unwrap().data().to_vec()
    }
}

/// A hundred thousand minutes, with gaps of many lengths and lone rows among them.
fn broken_minutes(salt: usize) -> Series {
    let mut rows = Columns::with_capacity(100_000);
    for minute in (0..100_000).filter(|at| at % 4_000 > 900 && (at * salt) % 977 > 60) {
        let value = ((minute * (31 + salt)) % 83) as f64 + 5.0;
        rows.push(minute as i64 * MINUTE_US, value, 0);
    }
    let mut series = Series::new(SeriesOptions::default());
    series.append(&rows);
    series
}

#[wasm_bindgen_test]
fn an_axis_that_comes_later_leaves_nothing_where_the_data_were() {
    let rows = [broken_minutes(1), broken_minutes(7)];
    let window = TimeRange { start: TimeUs(0), end: TimeUs(100_000 * MINUTE_US) };
    let mut shown = Shown::new();
    shown.draw(&rows[..1], window);
    let pixels = shown.draw(&rows, window);
    assert!(pixels == Shown::new().draw(&rows, window), "ink of the wider area is left");
}

#[wasm_bindgen_test]
fn a_picture_that_was_moved_is_the_one_that_is_drawn_anew() {
    let rows = [1, 7, 3, 11, 5].map(broken_minutes);
    let (mut moved, mut start, mut anew) = (Shown::new(), 20_000, 0);
    let columns = data::columns_of(&frame_of(rows.len(), year_2019()), 1.0);
    // Columns of forty minutes: a move by so many is one by whole columns.
    for by in [0, 1, 7, -3, 60, -90, 1, 1, -1, 0, 150] {
        start += by * 40;
        let length_us = i64::from(columns) * 40 * MINUTE_US;
        let from_us = start * MINUTE_US;
        let window = TimeRange { start: TimeUs(from_us), end: TimeUs(from_us + length_us) };
        let pixels = moved.draw(&rows, window);
        assert!(pixels.iter().any(|byte| *byte > 0));
        let expected = Shown::new().draw(&rows, window);
        let wrong = pixels.iter().zip(&expected).filter(|(a, b)| a.abs_diff(**b) > 2).count();
        assert_eq!(wrong, 0, "after a move by {by} columns");
        anew += usize::from(moved.before.seen[0].as_ref().unwrap().shift().is_none());
    }
    assert_eq!(anew, 1, "only the first picture is drawn from nothing");
}

/// The pixels of a figure as the page paints it, and where its frame is.
fn on_canvas(plot: &Specimen) -> Vec<u8> {
    let figure = plot.figure();
    let frame = figure.frame();
    let canvas = NodeRef::new();
    NodeRefContainer::<html::Canvas>::load(canvas, &surface().canvas);
    let drawn: Vec<Drawn<'_>> = plot
        .series
        .iter()
        .enumerate()
        .map(|(number, one)| Drawn {
            series: &one.series,
            covered: &one.covered,
            holes: one.holes.clone(),
            style: number,
            drawn_as: one.drawn_as,
            axis: figure.axis_of(number).unwrap(),
            marks: &one.marks,
            tag: None,
            normal: one.normal.as_ref(),
            years: &one.years,
        })
        .collect();
    data::paint(canvas, frame, &drawn, &mut Before::default(), &Palette::default()).unwrap();
    pixels_of(&canvas.get_untracked().unwrap())
}

fn pixels_of(canvas: &HtmlCanvasElement) -> Vec<u8> {
    let context: CanvasRenderingContext2d =
        canvas.get_context("2d").unwrap().unwrap().dyn_into().unwrap();
    let (width, height) = (f64::from(canvas.width()), f64::from(canvas.height()));
    context.get_image_data(0.0, 0.0, width, height).unwrap().data().to_vec()
}

/// The pixels of an SVG as the browser draws it.
async fn of_svg(svg: &str) -> Vec<u8> {
    let image = HtmlImageElement::new().unwrap();
    let coded = js_sys::encode_uri_component(svg).as_string().unwrap();
    image.set_src(&format!("data:image/svg+xml,{coded}"));
    JsFuture::from(image.decode()).await.unwrap();
    let canvas = surface().canvas;
    canvas.set_width(specimen::WIDTH_PX);
    canvas.set_height(specimen::HEIGHT_PX);
    let context: CanvasRenderingContext2d =
        canvas.get_context("2d").unwrap().unwrap().dyn_into().unwrap();
    context.draw_image_with_html_image_element(&image, 0.0, 0.0).unwrap();
    pixels_of(&canvas)
}

#[wasm_bindgen_test]
fn a_browser_selects_what_the_server_selects() {
    let told: String = specimen::all().iter().map(Specimen::selectors).collect();
    assert_eq!(told, specimen::SELECTORS);
}

/// A canvas, an SVG and a PNG of one plot have their ink in the same columns, from the same pixel to the same pixel: a pixel
/// and a half may differ, in a column of a hundred more.
#[wasm_bindgen_test]
async fn canvas_svg_and_png_show_the_same() {
    for plot in specimen::all() {
        let figure = plot.figure();
        let data = figure.frame().data;
        let png = specimen::ink_written(plot.name);
        let svg = gagehouse_chart::export::figure::svg(&figure, &Palette::default());
        let drawings = [("canvas", on_canvas(&plot)), ("svg", of_svg(&svg).await)];
        for (name, pixels) in drawings {
            let ink = specimen::ink(&pixels, data);
            let wrong = specimen::differing(&ink, &png);
            // Dashes of other years end between pixels.
            let has_dashes = plot.series.iter().any(|one| !one.years.is_empty());
            let percent = if has_dashes { 2 } else { 1 };
            let told = wrong.iter().take(12).map(|at| (*at, ink[*at], png[*at]));
            assert!(
                wrong.len() * 100 <= ink.len() * percent,
                "{}: {} of {} columns of the {name} differ from the PNG: {:?}",
                plot.name,
                wrong.len(),
                ink.len(),
                told.collect::<Vec<_>>()
            );
        }
    }
}
