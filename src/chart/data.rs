//! The second canvas: the series.
//!
//! While a view is moved, nearly all of its picture is the one before, further to the left or to the right: then that
//! is moved, and only the columns that came into view are drawn.

use super::canvas::{Surface, sized};
use super::ink::{draw, draw_below_scale};
use super::normal;
use super::palette::css;
use super::years::{self, YearEnd};
use gagehouse_chart::draw::{HOLE_SHADE, HOLE_STROKES, Palette};
use gagehouse_chart::frame::Area;
use gagehouse_chart::holes::{HATCH_STEP_PX, bands, broken};
use gagehouse_chart::normal::Normal;
use gagehouse_chart::quality::Mark;
use gagehouse_chart::query::DrawnAs;
use gagehouse_chart::trace::{Px, TraceStyle, end, marks_rows, order, trace};
use gagehouse_chart::{Frame, TimeScale, ValueScale};
use gagehouse_model::{Coverage, TimeRange};
use gagehouse_observations::compare::years::SameDays;
use gagehouse_observations::{Reduced, Seen, Series};
use leptos::html;
use leptos::prelude::NodeRef;
use plotters::style::RGBColor;
use std::borrow::Cow;

/// To move a picture costs as much as to draw so many series in every column.
const SERIES_WORTH_A_MOVE: usize = 3;
/// So far around it a column is inked: strokes, dots and marks are wider than a column. In CSS pixels.
const INK_REACH_PX: f64 = 6.0;

/// A series to draw.
pub struct Drawn<'a> {
    /// Its rows.
    pub series: &'a Series,
    /// What of it is here: lines end elsewhere.
    pub covered: &'a Coverage,
    /// What of it could not be had, ascending.
    pub holes: Vec<TimeRange>,
    /// Its colour and marker, from 0.
    pub style: usize,
    /// As what it is drawn.
    pub drawn_as: DrawnAs,
    /// Its axis in the frame.
    pub axis: usize,
    /// Rows that cannot be drawn, or are limits only.
    pub marks: &'a [Mark],
    /// What its tag says; nothing when there is only one series.
    pub tag: Option<String>,
    /// What is normal for its dates, while that is shown.
    pub normal: Option<&'a Normal>,
    /// The days of other years that lie behind it.
    pub years: &'a [SameDays],
}

/// What was drawn.
#[derive(Debug)]
pub struct Shown {
    /// For each series the width of a bin, when its rows were reduced.
    pub bins: Vec<Option<i64>>,
    /// For each series where its last value lies, in device pixels.
    pub ends: Vec<Option<Px>>,
    /// Where other years end.
    pub year_ends: Vec<YearEnd>,
}

/// What a picture depends on, but for where in time it lies and for the rows, for which [`Seen`] answers.
#[derive(Debug, PartialEq)]
pub struct Likeness {
    data: Area,
    columns: u32,
    palette: Palette,
    series: Vec<(usize, Look)>,
}

/// How a series is drawn.
#[derive(Debug, Clone, PartialEq)]
struct Look {
    value: ValueScale,
    style: TraceStyle,
    bin_us: Option<i64>,
    covered: Coverage,
}

/// What was painted before, kept for the next time.
#[derive(Debug, Default)]
pub struct Before {
    /// What was seen of each series, in the order of the series.
    pub seen: Vec<Option<Seen>>,
    /// What the canvas shows; nothing when it must be drawn anew in any case.
    pub likeness: Option<Likeness>,
}

/// Into how many columns of device pixels the window of a frame is cut.
pub fn columns_of(frame: &Frame, ratio: f64) -> u32 {
    (frame.data.width_px() * ratio).round().max(1.0) as u32
}

/// The scale of time in device pixels, and its columns, each one pixel wide.
pub(super) fn columns_in(frame: &Frame, ratio: f64) -> (TimeScale, u32) {
    let columns = columns_of(frame, ratio);
    let left_px = (frame.data.left_px * ratio).round();
    let right_px = left_px + f64::from(columns);
    (TimeScale { window: frame.time.window, left_px, right_px }, columns)
}

/// Draws series in a frame; `before` holds what an earlier call left there, and then what this one leaves.
pub fn paint(
    node: NodeRef<html::Canvas>,
    frame: &Frame,
    drawn: &[Drawn<'_>],
    before: &mut Before,
    palette: &Palette,
) -> Option<Shown> {
    let (surface, is_kept) = sized(node, (frame.width_px, frame.height_px))?;
    let (time, columns) = columns_in(frame, surface.ratio);
    let picture = Picture { surface: &surface, frame, drawn, time, columns, palette };
    before.seen.resize_with(drawn.len(), || None);
    for (series, seen) in drawn.iter().zip(&mut before.seen) {
        *seen = Some(series.series.reduced_after(seen.take(), time.window, columns));
    }
    let views: Vec<Cow<'_, Reduced>> = drawn
        .iter()
        .zip(before.seen.iter().flatten())
        .map(|(series, seen)| broken(seen.reduced(), series.covered))
        .collect();
    let looks: Vec<Option<Look>> =
        views.iter().zip(drawn).map(|(view, series)| picture.look(view, series)).collect();
    let likeness = picture.likeness(&looks);
    let shift_px = picture.shift_px(&before.seen).filter(|_| is_kept);
    let is_alike = likeness.is_some() && likeness == before.likeness;
    let shift_px = shift_px.filter(|_| is_alike);
    if shift_px.is_none() {
        // All of it, before anything is clipped: what was there may have had another area.
        let canvas = &surface.canvas;
        surface.context.clear_rect(0.0, 0.0, f64::from(canvas.width()), f64::from(canvas.height()));
    }
    surface.context.save();
    surface.clip_to(frame.data);
    let year_ends = match shift_px {
        Some(shift_px) => {
            picture.move_by(shift_px, &views, &looks);
            Vec::new()
        }
        None => picture.draw(&views, &looks),
    };
    surface.context.restore();
    let bins = views.iter().map(|view| view.bin_us).collect();
    let end =
        |(view, look): (&Cow<'_, Reduced>, &Option<Look>)| end(view, time, look.as_ref()?.value);
    let ends = views.iter().zip(&looks).map(end).collect();
    before.likeness = likeness;
    Some(Shown { bins, ends, year_ends })
}

/// What is drawn, and where.
struct Picture<'a> {
    surface: &'a Surface,
    frame: &'a Frame,
    drawn: &'a [Drawn<'a>],
    time: TimeScale,
    columns: u32,
    palette: &'a Palette,
}

impl Picture<'_> {
    /// How a series is drawn; nothing where it has no axis.
    fn look(&self, view: &Reduced, series: &Drawn<'_>) -> Option<Look> {
        let ratio = self.surface.ratio;
        let mut style = TraceStyle::of(view, series.drawn_as, ratio);
        // Decided for the whole view: a part of it is drawn alike.
        let is_marked = marks_rows(view, self.time, style);
        style.marker_spacing_px = if is_marked { 0.0 } else { f64::INFINITY };
        let value = in_device_px(self.frame.axes.get(series.axis)?.scale, ratio);
        Some(Look { value, style, bin_us: view.bin_us, covered: series.covered.clone() })
    }

    /// What this picture depends on; nothing when some of it does not move with the rows.
    fn likeness(&self, looks: &[Option<Look>]) -> Option<Likeness> {
        let moves = |series: &Drawn<'_>, look: &Look| {
            let is_wide = series.drawn_as == DrawnAs::Bars && look.bin_us.is_none();
            let has_more = series.normal.is_some() || !series.years.is_empty();
            !look.value.log && !is_wide && !has_more && bands(&series.holes, self.time).is_empty()
        };
        let series = self.drawn.iter().zip(looks).map(|(series, look)| {
            let look = look.as_ref().filter(|look| moves(series, look))?;
            Some((series.style, look.clone()))
        });
        let (data, columns, palette) = (self.frame.data, self.columns, self.palette.clone());
        Some(Likeness { data, columns, palette, series: series.collect::<Option<_>>()? })
    }

    /// By how many columns all series have moved, when enough is drawn and most of it stays in view.
    fn shift_px(&self, seen: &[Option<Seen>]) -> Option<i64> {
        let pieces: usize = seen.iter().flatten().map(|seen| seen.reduced().pieces.len()).sum();
        if pieces < self.columns as usize * SERIES_WORTH_A_MOVE {
            return None;
        }
        let mut shifts = seen.iter().map(|seen| seen.as_ref()?.shift());
        let first = shifts.next()??;
        let most = i64::from(self.columns) * 3 / 4;
        (shifts.all(|shift| shift == Some(first)) && first.abs() <= most).then_some(first)
    }

    /// Moves what is there, and draws what comes into view, and both edges: what stands there was drawn when its
    /// neighbours were others.
    fn move_by(&self, shift_px: i64, views: &[Cow<'_, Reduced>], looks: &[Option<Look>]) {
        if shift_px == 0 {
            return;
        }
        let (surface, columns) = (self.surface, i64::from(self.columns));
        let context = &surface.context;
        let (from_px, wide, high) = (self.time.left_px, columns as f64, surface.canvas.height());
        let _ = context.set_global_composite_operation("copy");
        let _ = context
            .draw_image_with_html_canvas_element_and_sw_and_sh_and_dx_and_dy_and_dw_and_dh(
                &surface.canvas,
                from_px,
                0.0,
                wide,
                f64::from(high),
                from_px - shift_px as f64,
                0.0,
                wide,
                f64::from(high),
            );
        let _ = context.set_global_composite_operation("source-over");
        let reach = (INK_REACH_PX * surface.ratio).ceil() as i64;
        let left = 0..reach - shift_px.min(0);
        let right = columns - reach - shift_px.max(0)..columns;
        for strip in [left, right] {
            let strip = strip.start.clamp(0, columns)..strip.end.clamp(0, columns);
            let from_px = self.time.left_px + strip.start as f64;
            let (width, height) = (strip.end - strip.start, f64::from(surface.canvas.height()));
            context.save();
            context.clear_rect(from_px, 0.0, width as f64, height);
            context.begin_path();
            context.rect(from_px, 0.0, width as f64, height);
            context.clip();
            let inked = (strip.start - reach).max(0)..(strip.end + reach).min(columns);
            let inked = inked.start as u32..inked.end as u32;
            let views = views.iter().map(|view| Cow::Owned(view.in_columns(inked.clone())));
            self.draw_series(&views.collect::<Vec<_>>(), looks);
            context.restore();
        }
    }

    /// Draws everything on an empty canvas; returns where other years end.
    fn draw(&self, views: &[Cow<'_, Reduced>], looks: &[Option<Look>]) -> Vec<YearEnd> {
        let (surface, palette) = (self.surface, self.palette);
        for series in self.drawn {
            for band in bands(&series.holes, self.time) {
                hatch(surface, self.frame, band, palette.series_color(series.style));
            }
        }
        for (series, look) in self.drawn.iter().zip(looks) {
            if let Some((look, range)) = look.as_ref().zip(series.normal) {
                normal::draw(surface, &range.band(self.time, look.value), series.style, palette);
            }
        }
        let mut year_ends: Vec<YearEnd> = Vec::new();
        for number in self.order() {
            if let Some(look) = &looks[number] {
                let scales = (self.time, look.value);
                year_ends.extend(years::draw(surface, &self.drawn[number], scales, palette));
            }
        }
        self.draw_series(views, looks);
        year_ends
    }

    fn draw_series(&self, views: &[Cow<'_, Reduced>], looks: &[Option<Look>]) {
        for number in self.order() {
            let Some(look) = &looks[number] else { continue };
            let traced = trace(&views[number], self.time, look.value, look.style);
            let style = self.drawn[number].style;
            draw(self.surface, &traced, look.style.stroke_px, style, self.palette);
            draw_below_scale(self.surface, &traced.below_scale_px, look.value.bottom_px);
        }
    }

    fn order(&self) -> Vec<usize> {
        order(self.drawn.iter().map(|series| series.drawn_as))
    }
}

fn in_device_px(scale: ValueScale, ratio: f64) -> ValueScale {
    ValueScale { top_px: scale.top_px * ratio, bottom_px: scale.bottom_px * ratio, ..scale }
}

/// A stretch whose observations are not here: a shade and strokes, in the colour of the series.
fn hatch(surface: &Surface, frame: &Frame, (left_px, right_px): (f64, f64), color: RGBColor) {
    let (context, ratio) = (&surface.context, surface.ratio);
    let (top_px, bottom_px) = (frame.data.top_px * ratio, frame.data.bottom_px * ratio);
    let area = Area { left_px, top_px, right_px, bottom_px };
    let color = css(color);
    context.set_fill_style_str(&color);
    context.set_global_alpha(HOLE_SHADE);
    context.fill_rect(area.left_px, area.top_px, area.width_px(), area.height_px());
    context.set_global_alpha(HOLE_STROKES);
    surface.hatch(area, HATCH_STEP_PX * ratio, (&color, ratio.max(1.0)));
    context.set_global_alpha(1.0);
}
