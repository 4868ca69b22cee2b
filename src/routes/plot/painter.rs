//! Arranges and paints the plot when something it shows changes, at most once a frame.

use super::axes::axes_in;
use super::other_years::{YearReadout, other_years};
use super::readout::Readout;
use super::records::{self, PlacedRecords};
use super::series_info::SeriesInfo;
use super::state::PlotState;
use crate::chart::canvas::pixel_ratio;
use crate::chart::cursor::Overlay;
use crate::chart::data::{Before, Drawn, Likeness};
use crate::chart::palette::palette_of_page;
use crate::chart::size::use_size;
use crate::chart::{axes, cursor, data, signs};
use crate::components::theme_toggle::use_theme_is_dark;
use gagehouse_chart::axes::keep_reach;
use gagehouse_chart::draw::Palette;
use gagehouse_chart::frame::{AxisSpec, PlotSpec, arrange};
use gagehouse_chart::{Frame, TimeScale};
use gagehouse_model::{DatastreamRef, TimeRange, TimeUs};
use gagehouse_observations::Seen;
use leptos::html;
use leptos::prelude::*;
use std::collections::HashMap;

const FONT_PX: f64 = 12.0;

/// What was painted last.
struct Painted {
    frame: Frame,
    palette: Palette,
    /// What its axes were to show.
    axes: Vec<AxisSpec>,
    /// Axis of each drawn series.
    axis_of: HashMap<DatastreamRef, usize>,
    /// Where field records stand.
    records: PlacedRecords,
}

/// Paints the four canvases of a plot.
#[derive(Clone, Copy)]
pub struct Painter {
    /// What holds the canvases.
    pub surface: NodeRef<html::Div>,
    /// The lowest canvas.
    pub axes: NodeRef<html::Canvas>,
    /// The one above it.
    pub data: NodeRef<html::Canvas>,
    /// The one above the data.
    pub signs: NodeRef<html::Canvas>,
    /// The top canvas.
    pub overlay: NodeRef<html::Canvas>,
    size_px: RwSignal<(f64, f64)>,
    /// The stretch being selected, in pixels.
    pub selection_px: RwSignal<Option<(f64, f64)>>,
    /// Width of a bin where rows were reduced, by series.
    pub bins: RwSignal<HashMap<DatastreamRef, i64>>,
    /// Titles of the axes for which there is no room.
    pub undrawn: RwSignal<Vec<String>>,
    painted: StoredValue<Option<Painted>, LocalStorage>,
    /// What was seen of each series in the last frame.
    seen: StoredValue<HashMap<DatastreamRef, Seen>, LocalStorage>,
    /// What the canvas of the data shows.
    likeness: StoredValue<Option<Likeness>, LocalStorage>,
    /// The page's colours, once asked for.
    palette: StoredValue<Option<Palette>>,
    scheduled: StoredValue<bool>,
    passes: RwSignal<u64>,
    state: PlotState,
}

impl Painter {
    /// A painter of the current owner, which repaints by itself.
    pub fn new(state: PlotState) -> Self {
        let surface = NodeRef::new();
        let painter = Self {
            surface,
            axes: NodeRef::new(),
            data: NodeRef::new(),
            signs: NodeRef::new(),
            overlay: NodeRef::new(),
            size_px: use_size(surface),
            selection_px: RwSignal::new(None),
            bins: RwSignal::new(HashMap::new()),
            undrawn: RwSignal::new(Vec::new()),
            painted: StoredValue::new_local(None),
            seen: StoredValue::new_local(HashMap::new()),
            likeness: StoredValue::new_local(None),
            palette: StoredValue::new(None),
            scheduled: StoredValue::new(false),
            passes: RwSignal::new(0),
            state,
        };
        let is_dark = use_theme_is_dark();
        Effect::new(move |_| {
            is_dark.track();
            painter.palette.set_value(None);
            painter.schedule();
        });
        Effect::new(move |_| {
            state.view.track();
            state.zone.track();
            state.store.track();
            painter.size_px.track();
            state.query.track();
            state.infos.track();
            state.surveys.track();
            state.normals.track();
            state.records.events.track();
            painter.schedule();
        });
        Effect::new(move |_| {
            painter.passes.track();
            painter.paint_overlay();
        });
        painter
    }

    /// The frame painted last.
    pub fn frame(self) -> Option<Frame> {
        let read =
            |painted: &Option<Painted>| painted.as_ref().map(|painted| painted.frame.clone());
        self.painted.try_with_value(read).flatten()
    }

    /// The scale of time as the view is now, which is painted with the next frame, and into how many columns of
    /// pixels it is cut.
    pub fn time(self) -> Option<(TimeScale, u32)> {
        let frame = self.frame()?;
        let window = self.state.view.try_get_untracked().flatten();
        let columns = data::columns_of(&frame, pixel_ratio());
        Some((TimeScale { window: window.unwrap_or(frame.time.window), ..frame.time }, columns))
    }

    /// From where to where an axis reaches now, to about three digits of its range, by the title of its own.
    pub fn reach(self, title: &str) -> Option<(f64, f64)> {
        let read = |painted: &Option<Painted>| {
            let painted = painted.as_ref()?;
            let number = painted.axes.iter().position(|axis| axis.key == title)?;
            let scale = painted.frame.axes.get(number)?.scale;
            let digits = 2 - (scale.max - scale.min).log10().floor() as i32;
            let power = 10f64.powi(digits);
            let rounded = |value: f64| (value * power).round() / power;
            Some((rounded(scale.min), rounded(scale.max)))
        };
        self.painted.try_with_value(read).flatten()
    }

    /// The field records at a place on the axis of time, by their numbers.
    pub fn records_near(self, x_px: f64) -> Vec<usize> {
        let read = |painted: &Option<Painted>| Some(painted.as_ref()?.records.near(x_px));
        self.painted.try_with_value(read).flatten().unwrap_or_default()
    }

    /// The field record whose sign a pointer is on, by its number.
    pub fn record_under(self, place_px: (f64, f64)) -> Option<usize> {
        let read = |painted: &Option<Painted>| {
            let painted = painted.as_ref()?;
            painted.records.under(place_px, painted.frame.data.top_px)
        };
        self.painted.try_with_value(read).flatten()
    }

    fn schedule(self) {
        if self.scheduled.try_update_value(|on| std::mem::replace(on, true)) != Some(false) {
            return;
        }
        request_animation_frame(move || {
            if self.scheduled.try_set_value(false).is_none() {
                untrack(|| self.paint());
            }
        });
    }

    fn paint(self) -> Option<()> {
        let size = self.size_px.try_get_untracked().filter(|(w, h)| *w > 0.0 && *h > 0.0)?;
        let view = self.state.view.try_get_untracked().flatten()?;
        let shown = self.state.shown();
        let palette = self
            .palette
            .try_update_value(|palette| palette.get_or_insert_with(palette_of_page).clone())?;
        let (mut specs, axis_of) = axes_in(self.state, &shown, view);
        let beside = records::beside(&shown, &axis_of);
        let lanes = records::make_room(self.state, &mut specs, &beside, view);
        self.painted.with_value(|painted| {
            let moved = painted.as_ref().filter(|painted| self.only_moves(painted, view));
            let before = moved.into_iter().flat_map(|painted| {
                let scales = painted.frame.axes.iter().map(|axis| axis.scale);
                painted.axes.iter().zip(scales)
            });
            keep_reach(&mut specs, before);
        });
        let titles: Vec<_> =
            specs.iter().map(|axis| axis.has_scale().then(|| axis.title.clone())).collect();
        let frame = arrange(&PlotSpec {
            width_px: size.0,
            height_px: size.1,
            font_px: FONT_PX,
            window: view,
            zone: self.state.zone.get_untracked(),
            lanes,
            axes: specs.clone(),
        });
        let undrawn =
            titles.into_iter().zip(&frame.axes).filter(|(_, axis)| axis.line_px.is_none());
        let undrawn: Vec<String> = undrawn.filter_map(|(title, _)| title).collect();
        if self.undrawn.with_untracked(|before| *before != undrawn) {
            self.undrawn.set(undrawn);
        }
        let records = records::placed(self.state, &frame, &beside);
        let same = |painted: &Option<Painted>| {
            painted.as_ref().is_some_and(|last| {
                last.frame == frame
                    && last.palette == palette
                    && last.records.layout == records.layout
            })
        };
        if !self.painted.with_value(same) {
            axes::paint(self.axes, &frame, &records.layout, &palette)?;
        }
        self.paint_data(&frame, &shown, (&axis_of, &records), &palette)?;
        self.painted.set_value(Some(Painted { frame, palette, axes: specs, axis_of, records }));
        self.passes.update(|passes| *passes += 1);
        Some(())
    }

    /// Whether a view is on its way from the one painted last, neither at rest nor of another length.
    fn only_moves(self, painted: &Painted, view: TimeRange) -> bool {
        let before_us = painted.frame.time.window.len_us();
        // A move makes columns of whole microseconds.
        let is_as_long = before_us.abs_diff(view.len_us()) < before_us.unsigned_abs() / 1_000;
        is_as_long && self.state.settled.get_untracked() != Some(view)
    }

    fn paint_data(
        self,
        frame: &Frame,
        shown: &[SeriesInfo],
        (axis_of, records): (&HashMap<DatastreamRef, usize>, &PlacedRecords),
        palette: &Palette,
    ) -> Option<()> {
        let surveys = self.state.surveys.get_untracked();
        let normals = self.state.normals.get_untracked();
        let years: HashMap<&DatastreamRef, _> = shown
            .iter()
            .map(|info| (&info.name, other_years(self.state, info, frame.time.window).shown))
            .collect();
        let bins = self.state.store.with_all(|held| {
            let drawn: Vec<(&DatastreamRef, Drawn<'_>)> = shown
                .iter()
                .filter_map(|info| {
                    let held = held.get(&info.name)?;
                    let drawn = Drawn {
                        series: held.drawn(),
                        covered: &held.state.covered,
                        holes: held.state.holes.iter().map(|hole| hole.range).collect(),
                        style: info.style,
                        drawn_as: self.state.drawn_as(info),
                        axis: *axis_of.get(&info.name)?,
                        marks: surveys.get(&info.name).map_or(&[], |survey| &survey.marks),
                        tag: (shown.len() > 1).then(|| (info.style + 1).to_string()),
                        normal: normals.get(&info.name).map(AsRef::as_ref),
                        years: years.get(&info.name).map_or(&[], Vec::as_slice),
                    };
                    Some((&info.name, drawn))
                })
                .collect();
            let (names, drawn): (Vec<_>, Vec<_>) = drawn.into_iter().unzip();
            let mut seen = self.seen.try_update_value(std::mem::take)?;
            let mut before = Before {
                seen: names.iter().map(|name| seen.remove(*name)).collect(),
                likeness: self.likeness.try_update_value(Option::take)?,
            };
            let painted = data::paint(self.data, frame, &drawn, &mut before, palette)?;
            signs::paint(self.signs, frame, &drawn, (&painted, &records.readings), palette)?;
            let now = names.iter().zip(before.seen);
            let now = now.filter_map(|(name, seen)| Some(((*name).clone(), seen?)));
            self.seen.set_value(now.collect());
            self.likeness.set_value(before.likeness);
            let bins = painted.bins;
            let named = names.into_iter().cloned().zip(bins);
            Some(named.filter_map(|(name, bin)| Some((name, bin?))).collect::<HashMap<_, _>>())
        })??;
        if self.bins.with_untracked(|before| *before != bins) {
            self.bins.set(bins);
        }
        Some(())
    }

    fn paint_overlay(self) {
        let readouts = self.state.readouts.get();
        let selection_px = self.selection_px.get();
        let cursor = self.state.cursor.get();
        let shown = self.state.shown();
        let years = self.state.years.get();
        self.painted.with_value(|painted| {
            let Painted { frame, palette, axis_of, .. } = painted.as_ref()?;
            let rows = readouts.iter().filter(|row| shown.iter().any(|info| info.name == row.name));
            let px_of = |readout: &Readout| {
                let axis = frame.axes.get(*axis_of.get(&readout.name)?)?;
                let px = (frame.time.px(readout.time), axis.scale.px(readout.number?));
                Some((px, readout.style))
            };
            let year_px_of = |year: &YearReadout| {
                let time = TimeUs(year.readout.time.0.saturating_add(year.shift_us));
                px_of(&Readout { time, ..year.readout.clone() })
            };
            let overlay = Overlay {
                cursor_px: cursor.map(|time| frame.time.px(time)),
                rows: rows.filter_map(px_of).collect(),
                others: years.iter().filter_map(year_px_of).collect(),
                selection_px,
            };
            cursor::paint(self.overlay, frame, &overlay, palette)
        });
    }
}
