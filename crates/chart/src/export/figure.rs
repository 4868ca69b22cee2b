//! A plot of time as a figure of its own: axes, series, and below them what they are.
//!
//! The app's pictures and what the server draws for embeds are both made here, from the same address.

use crate::axes::{Shown, axes_in};
use crate::draw::{self, Palette};
use crate::events::readings::{self, Beside, PlacedReading};
use crate::events::{self, Event, EventLayout, Lanes};
use crate::frame::{Frame, PlotSpec, arrange};
use crate::holes::{bands as holes_in, broken};
use crate::normal::{Band, Normal};
use crate::quality::{Mark, MarkKind, placed};
use crate::query::{DrawnAs, PlotQuery};
use crate::text::{cut_to, width_px};
use crate::trace::{Px, Trace, TraceStyle, order, trace};
use crate::years::{beside_ends, dash, year_trace, years_drawn_as};
use gagehouse_model::unit::KnownUnit;
use gagehouse_model::{Coverage, DatastreamRef, TimeRange, TimeUs, ZoneOffsets};
use gagehouse_observations::Series;
use gagehouse_observations::compare::years::SameDays;
use plotters::style::text_anchor::{HPos, VPos};
use plotters_backend::{DrawingBackend, DrawingErrorKind};

/// A span in other words has at least so much room.
const LEAST_SPAN_PX: f64 = 60.0;
/// Width of the strokes of other years, in CSS pixels.
pub const YEARS_STROKE_PX: f64 = 1.3;
/// Height of a line below the plot, in sizes of a letter.
const LINE: f64 = 1.5;

/// What of a plot a figure shows, and how large it is, lines below the plot included.
#[derive(Debug, Clone, PartialEq)]
pub struct FigureView {
    /// Width of the figure.
    pub width_px: f64,
    /// Height of the figure.
    pub height_px: f64,
    /// Size of its letters.
    pub font_px: f64,
    /// The time shown.
    pub window: TimeRange,
    /// The clock by which ticks are set and which is named under them.
    pub zone: ZoneOffsets,
}

/// A series of a figure.
#[derive(Debug, Clone, Copy)]
pub struct FigureSeries<'a> {
    /// What is observed.
    pub property: &'a str,
    /// In which unit, possibly empty.
    pub unit: &'a str,
    /// Its rows.
    pub series: &'a Series,
    /// Its colour and marker, from 0.
    pub style: usize,
    /// As what it is drawn.
    pub drawn_as: DrawnAs,
    /// What it is, in one line; nothing stands below the plot when it is empty.
    pub label: &'a str,
    /// What is normal for its dates, while that is shown.
    pub normal: Option<&'a Normal>,
    /// The days of other years that lie behind it.
    pub years: &'a [SameDays],
    /// What of it is here: lines end elsewhere.
    pub covered: &'a Coverage,
    /// What of it could not be had, ascending: hatched.
    pub holes: &'a [TimeRange],
    /// Rows that cannot be drawn, or are limits only.
    pub marks: &'a [Mark],
}

/// The records of field work that a figure shows, as far as its address does.
#[derive(Debug, Clone, Copy)]
pub struct FigureEvents<'a> {
    /// The records.
    pub events: &'a [Event],
    /// What lasts still lasts until then.
    pub now: TimeUs,
    /// What addresses each series, and its unit where the conversion of that is known, in the order of the series.
    pub series: &'a [(&'a DatastreamRef, Option<&'static KnownUnit>)],
}

impl FigureEvents<'_> {
    /// No records.
    pub const NONE: Self = Self { events: &[], now: TimeUs(0), series: &[] };
}

/// A figure, finished but for its drawing.
#[derive(Debug, Clone, PartialEq)]
pub struct Figure {
    frame: Frame,
    axis_of: Vec<usize>,
    /// Left and right edges of stretches that are not here, with the style of their series.
    holes: Vec<((f64, f64), usize)>,
    traces: Vec<(Trace, usize)>,
    /// The order in which they are drawn, by their places.
    order: Vec<usize>,
    /// What is normal, behind everything.
    bands: Vec<(Band, usize)>,
    /// The same of other years, drawn lighter and dashed behind, with their names at their ends.
    years: Vec<((Trace, &'static [f64]), usize)>,
    names: Vec<(Px, String)>,
    /// Signs at the lower edge, a row for each series that has any.
    marks: Vec<(Vec<(f64, MarkKind)>, usize)>,
    /// Records above the data.
    events: EventLayout,
    /// What somebody read, among the data.
    readings: Vec<PlacedReading>,
    /// Lines below the plot; those of series with their style.
    lines: Vec<(Option<usize>, String)>,
    height_px: f64,
}

impl Figure {
    /// Where everything of the plot stands.
    pub fn frame(&self) -> &Frame {
        &self.frame
    }

    /// Height of the whole figure.
    pub fn height_px(&self) -> f64 {
        self.height_px
    }

    /// With the labels of its time ticks in other words, such as months of another language.
    pub fn with_tick_labels(mut self, word: impl Fn(&str) -> String) -> Self {
        for (_, tick) in &mut self.frame.time_ticks {
            tick.label = word(&tick.label);
            tick.context = tick.context.as_deref().map(&word);
        }
        self
    }

    /// With spans that are several deployments in other words, told their number.
    pub fn with_spans(mut self, word: impl Fn(usize) -> String) -> Self {
        for span in self.events.spans.iter_mut().filter(|span| span.of.len() > 1) {
            if !span.text.is_empty() {
                let room_px = width_px(&span.text, self.frame.font_px).max(LEAST_SPAN_PX);
                span.text = cut_to(&word(span.of.len()), self.frame.font_px, room_px);
            }
        }
        self
    }

    /// What the series show, in pixels, each with its style.
    pub fn traces(&self) -> &[(Trace, usize)] {
        &self.traces
    }

    /// The number of the axis on which a series stands, told its place.
    pub fn axis_of(&self, series: usize) -> Option<usize> {
        self.axis_of.get(series).copied()
    }

    /// Left and right edges of the stretches that are not here, each with the style of its series.
    pub fn holes(&self) -> &[((f64, f64), usize)] {
        &self.holes
    }

    /// The signs at the lower edge, a row for each series that has any.
    pub fn marks(&self) -> &[(Vec<(f64, MarkKind)>, usize)] {
        &self.marks
    }

    /// Where records stand above the data.
    pub fn events(&self) -> &EventLayout {
        &self.events
    }

    /// Where readings stand among the data.
    pub fn readings(&self) -> &[PlacedReading] {
        &self.readings
    }
}

/// Arranges what an address shows of its series. `notes` follow the names of the series below the plot.
pub fn figure(
    query: &PlotQuery,
    view: &FigureView,
    series: &[FigureSeries<'_>],
    records: FigureEvents<'_>,
    notes: &[String],
) -> Figure {
    let font = view.font_px;
    let named = series.iter().filter(|series| !series.label.is_empty());
    let of_series =
        named.map(|series| (Some(series.style), format!("{}  {}", series.style + 1, series.label)));
    let lines: Vec<(Option<usize>, String)> =
        of_series.chain(notes.iter().map(|note| (None, note.clone()))).collect();
    let below_px = font * LINE * lines.len() as f64 + font * 0.5;
    let shown = series.iter().map(|series| Shown {
        property: series.property,
        unit: series.unit,
        style: series.style,
        drawn_as: series.drawn_as,
        series: Some(series.series),
        normal: series.normal,
        years: series.years,
    });
    let (mut axes, axis_of) = axes_in(query, &shown.collect::<Vec<_>>(), view.window);
    let (events, kinds) = (records.events, query.events);
    let lanes = Lanes::of(events, kinds, records.now);
    let named = series.iter().zip(records.series).zip(&axis_of);
    let beside = named.map(|((series, (name, known_unit)), axis)| Beside {
        name,
        unit: series.unit,
        known_unit: *known_unit,
        style: series.style,
        axis: *axis,
    });
    let beside: Vec<Beside<'_>> = beside.collect();
    readings::widen(&mut axes, events, kinds, &beside, view.window);
    let frame = arrange(&PlotSpec {
        width_px: view.width_px,
        height_px: (view.height_px - below_px).max(font * 8.0),
        font_px: font,
        window: view.window,
        zone: view.zone.clone(),
        lanes: lanes.rows(),
        axes,
    });
    let columns = frame.data.width_px().round().max(1.0) as u32;
    let mut years = Vec::new();
    let mut names = Vec::new();
    let mut bands = Vec::new();
    for number in order(series.iter().map(|series| series.drawn_as)) {
        let series = &series[number];
        let Some(axis) = frame.axes.get(axis_of[number]) else { continue };
        bands.extend(series.normal.map(|it| (it.band(frame.time, axis.scale), series.style)));
        let style = TraceStyle {
            drawn_as: years_drawn_as(series.drawn_as),
            stroke_px: YEARS_STROKE_PX,
            marker_spacing_px: f64::INFINITY,
        };
        for days in series.years {
            let covered = Some(series.covered);
            let trace = year_trace(series.series, covered, days, (frame.time, axis.scale), style);
            names.extend(trace.end.map(|end| (end, days.name())));
            years.push(((trace, dash(days.years)), series.style));
        }
    }
    let ends: Vec<Px> = names.iter().map(|(end, _)| *end).collect();
    let places = beside_ends(&ends, font, (frame.data.top_px + font, frame.data.bottom_px - font));
    names.iter_mut().zip(places).for_each(|((end, _), place)| *end = place);
    let traces = series.iter().zip(&axis_of).filter_map(|(series, axis)| {
        let scale = frame.axes.get(*axis)?.scale;
        let reduced = series.series.reduced(view.window, columns);
        let reduced = broken(&reduced, series.covered);
        let style = TraceStyle::of(&reduced, series.drawn_as, 1.0);
        Some((trace(&reduced, frame.time, scale, style), series.style))
    });
    let traces: Vec<_> = traces.collect();
    let order = order(series.iter().map(|series| series.drawn_as));
    let gaps = series.iter().flat_map(|series| {
        let gaps = holes_in(series.holes, frame.time).into_iter();
        gaps.map(|gap| (gap, series.style))
    });
    let marked = series.iter().filter(|series| !series.marks.is_empty());
    let marks =
        marked.map(|series| (placed(series.marks, frame.time, draw::MARKS_APART_PX), series.style));
    let (holes, marks) = (gaps.collect(), marks.collect());
    Figure {
        events: lanes.place(events, &frame),
        readings: readings::place(events, kinds, &beside, &frame),
        frame,
        axis_of,
        holes,
        traces,
        order,
        bands,
        years,
        names,
        marks,
        lines,
        height_px: view.height_px,
    }
}

/// A figure as an SVG file; empty when it could not be drawn, which a text never refuses.
pub fn svg(figure: &Figure, palette: &Palette) -> String {
    let size = (figure.frame.width_px.round() as u32, figure.height_px.round() as u32);
    draw::svg_file(size, palette, |backend, palette| draw(backend, figure, palette))
}

/// Draws a figure.
///
/// # Errors
/// What the backend refuses.
pub fn draw<B: DrawingBackend>(
    backend: &mut B,
    figure: &Figure,
    palette: &Palette,
) -> Result<(), DrawingErrorKind<B::ErrorType>> {
    let Figure { frame, holes, traces, bands, years, names, marks, lines, height_px, .. } = figure;
    let Figure { events, readings, .. } = figure;
    let in_order = figure.order.iter().filter_map(|&number| traces.get(number));
    let font = frame.font_px;
    let corner = draw::at(frame.width_px, *height_px);
    backend.draw_rect((0, 0), corner, &draw::filled(palette.ground), true)?;
    draw::frame(backend, frame, palette)?;
    events::draw::lanes(backend, frame, events, palette)?;
    for (hole, style) in holes {
        draw::hole(backend, frame, *hole, *style, palette)?;
    }
    for (band, style) in bands {
        draw::band(backend, frame, band, *style, palette)?;
    }
    for ((trace, dash), style) in years {
        draw::year(backend, frame, (trace, dash), *style, palette)?;
    }
    for (trace, style) in in_order {
        draw::trace(backend, frame, trace, *style, palette)?;
    }
    let at_end = draw::text_style(palette, font, (HPos::Right, VPos::Center));
    for ((x_px, y_px), name) in names {
        let x_px = x_px.min(frame.data.right_px) - font * 0.3;
        backend.draw_text(name, &at_end, draw::at(x_px, *y_px))?;
    }
    events::draw::readings(backend, readings, palette)?;
    for (row, (places, style)) in marks.iter().enumerate() {
        draw::marks(backend, frame, (row, places), *style, palette)?;
    }
    let text = draw::text_style(palette, font, (HPos::Left, VPos::Center));
    for (number, (style, line)) in lines.iter().enumerate() {
        let y_px = frame.height_px + font * LINE * (number as f64 + 0.5);
        if let Some(style) = style {
            let color = palette.series_color(*style);
            let (from, to) = (draw::at(font * 0.5, y_px), draw::at(font * 2.5, y_px));
            backend.draw_line(from, to, &draw::stroked(color, 3))?;
            draw::marker(backend, draw::at(font * 1.5, y_px), *style, palette)?;
        }
        let line = cut_to(line, font, frame.width_px - font * 4.0);
        backend.draw_text(&line, &text, draw::at(font * 3.0, y_px))?;
    }
    Ok(())
}
