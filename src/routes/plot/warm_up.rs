//! Drawing before there is anything to draw.
//!
//! A browser compiles each function when it is first run: the first picture of a plot takes several times as long as
//! the second. While the page waits, for its catalog, for observations or for the reader's choice of a series, it draws
//! a made-up series on canvases that nobody sees.

use super::state::PlotState;
use crate::api::http::sleep;
use crate::browser;
use crate::chart::data::{Before, Drawn};
use crate::chart::palette::palette_of_page;
use crate::chart::{axes, data, signs};
use gagehouse_chart::Frame;
use gagehouse_chart::events::EventLayout;
use gagehouse_chart::frame::{AxisSpec, PlotSpec, arrange};
use gagehouse_chart::query::DrawnAs;
use gagehouse_model::time::MINUTE_US;
use gagehouse_model::{Coverage, TimeRange, TimeUs, ZoneOffsets};
use gagehouse_observations::{Columns, Series, SeriesOptions};
use leptos::html;
use leptos::prelude::*;
use leptos::tachys::html::node_ref::NodeRefContainer;
use leptos::task::spawn_local;

/// Rows of a made-up page, and how many pages: enough to be drawn reduced.
const ROWS: i64 = 5_000;
const PAGES: i64 = 4;
const SIZE_PX: (f64, f64) = (1_000.0, 400.0);
/// The page itself is built first.
const BEFORE_MS: i32 = 20;

/// Draws, a part at a time, unless the page has rows to draw by then.
pub fn warm_up(state: PlotState) {
    let canvases = [NodeRef::new(), NodeRef::new(), NodeRef::new()];
    spawn_local(async move {
        let mut series = Series::new(SeriesOptions::default());
        for page in 0..PAGES {
            sleep(if page == 0 { BEFORE_MS } else { 0 }).await;
            if !is_idle(state) {
                return;
            }
            series.append(&Columns::unpack(&page_of(page).pack()).unwrap_or_default());
        }
        sleep(0).await;
        if is_idle(state) {
            draw(&series, canvases);
        }
    });
}

/// Whether the page is there still, and has nothing of its own to draw.
fn is_idle(state: PlotState) -> bool {
    state.store.with_all(|held| held.is_empty()) == Some(true)
}

fn page_of(page: i64) -> Columns {
    let mut columns = Columns::with_capacity(ROWS as usize);
    for row in page * ROWS..(page + 1) * ROWS {
        columns.push(row * MINUTE_US, 50.0 + (row % 997) as f64 / 10.0, 0);
    }
    columns
}

fn draw(series: &Series, canvases: [NodeRef<html::Canvas>; 3]) -> Option<()> {
    let document = browser::window()?.document()?;
    for canvas in canvases {
        canvas.load(&document.create_element("canvas").ok()?);
    }
    let [ground, above, top] = canvases;
    let extent = series.extent()?;
    let covered = Coverage::from_iter([extent]);
    let palette = palette_of_page();
    let first = TimeRange { start: extent.start, end: TimeUs(extent.start.0 + 90 * MINUTE_US) };
    // All of it is drawn reduced, its first rows one by one.
    for window in [extent, first] {
        let frame = frame(series, window);
        axes::paint(ground, &frame, &EventLayout::default(), &palette)?;
        let drawn = Drawn {
            series,
            covered: &covered,
            holes: Vec::new(),
            style: 0,
            drawn_as: DrawnAs::Line,
            axis: 0,
            marks: &[],
            tag: None,
            normal: None,
            years: &[],
        };
        let drawn = [drawn];
        let shown = data::paint(above, &frame, &drawn, &mut Before::default(), &palette)?;
        signs::paint(top, &frame, &drawn, (&shown, &[]), &palette)?;
    }
    Some(())
}

fn frame(series: &Series, window: TimeRange) -> Frame {
    let axis = AxisSpec {
        title: "Warm-up".to_owned(),
        key: "Warm-up".to_owned(),
        value_ranges: series.value_range(window).into_iter().collect(),
        style: Some(0),
        side: None,
        log: false,
        fixed: None,
        thresholds: Vec::new(),
    };
    arrange(&PlotSpec {
        width_px: SIZE_PX.0,
        height_px: SIZE_PX.1,
        font_px: 12.0,
        window,
        zone: ZoneOffsets::utc(),
        lanes: 0,
        axes: vec![axis],
    })
}
