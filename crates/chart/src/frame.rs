//! Where everything of a plot stands: margins, axes, ticks and labels, finished before anything is drawn.

use crate::domain::{padded, padded_log};
use crate::scale::{TimeScale, ValueScale};
use crate::text::{cut_before_unit, width_px};
use crate::ticks::{log_ticks, value_ticks};
use crate::time_ticks::{TimeTick, time_ticks};
use gagehouse_model::{TimeRange, ZoneOffsets};

/// Least share of the width that is left for the data; axes that would take more are not drawn.
const LEAST_DATA_SHARE: f64 = 0.6;
/// Room for the title of an axis, in sizes of a letter: the title stands at its own labels, and what is left over keeps
/// it apart from the next axis.
const TITLE_ROOM: f64 = 2.1;
/// Middle of the title, in sizes of a letter from the labels of its axis.
const TITLE_MIDDLE: f64 = 0.7;
/// Length of the strokes at ticks.
pub const TICK_PX: f64 = 5.0;

/// A plot to arrange.
#[derive(Debug, Clone, PartialEq)]
pub struct PlotSpec {
    /// Width of the whole plot.
    pub width_px: f64,
    /// Height of the whole plot.
    pub height_px: f64,
    /// Size of its letters.
    pub font_px: f64,
    /// The time shown.
    pub window: TimeRange,
    /// The clock by which ticks are set and which is named under them.
    pub zone: ZoneOffsets,
    /// Rows of records above the data.
    pub lanes: usize,
    /// One axis for each observed property and unit.
    pub axes: Vec<AxisSpec>,
}

/// A value axis to arrange.
#[derive(Debug, Clone, PartialEq)]
pub struct AxisSpec {
    /// Observed property and unit, `Temperature (°C)`.
    pub title: String,
    /// The title by which the address names it: that of its first property.
    pub key: String,
    /// Ranges of values that it shows; above zero when it is logarithmic.
    pub value_ranges: Vec<(f64, f64)>,
    /// Style of its series when it has one only; its line is drawn in that colour.
    pub style: Option<usize>,
    /// Where it stands; left and right in turn when nothing is said.
    pub side: Option<Side>,
    /// Whether its scale is logarithmic.
    pub log: bool,
    /// From which to which value it reaches, whatever its values are.
    pub fixed: Option<(f64, f64)>,
    /// Values that are marked, with what stands beside them.
    pub thresholds: Vec<(f64, String)>,
}

impl AxisSpec {
    /// Whether it has a scale to draw: values to show, or a reach of its own.
    pub fn has_scale(&self) -> bool {
        self.fixed.is_some() || !self.value_ranges.is_empty()
    }
}

/// A rectangle in pixels.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Area {
    /// Left edge.
    pub left_px: f64,
    /// Upper edge.
    pub top_px: f64,
    /// Right edge.
    pub right_px: f64,
    /// Lower edge.
    pub bottom_px: f64,
}

impl Area {
    /// Width.
    pub fn width_px(self) -> f64 {
        self.right_px - self.left_px
    }

    /// Height.
    pub fn height_px(self) -> f64 {
        self.bottom_px - self.top_px
    }
}

/// The side of the data on which an axis stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// Left.
    Left,
    /// Right.
    Right,
}

/// A value axis in its place.
#[derive(Debug, Clone, PartialEq)]
pub struct Axis {
    /// What it says at its side, cut to the height.
    pub title: String,
    /// Where it stands.
    pub side: Side,
    /// Pixel of its line; `None` when it is not drawn: there is no room, and its scale holds all the same, or
    /// it has no value to show.
    pub line_px: Option<f64>,
    /// Pixel of the middle of its title.
    pub title_px: f64,
    /// From values to pixels.
    pub scale: ValueScale,
    /// Pixels and labels of its ticks.
    pub ticks: Vec<(f64, String)>,
    /// Pixels of the marked values inside its range, with what stands beside them.
    pub thresholds: Vec<(f64, String)>,
    /// Style in whose colour its line is drawn.
    pub style: Option<usize>,
}

/// A plot arranged.
#[derive(Debug, Clone, PartialEq)]
pub struct Frame {
    /// Width of the whole plot.
    pub width_px: f64,
    /// Height of the whole plot.
    pub height_px: f64,
    /// Size of its letters.
    pub font_px: f64,
    /// Where the data are drawn.
    pub data: Area,
    /// From instants to pixels.
    pub time: TimeScale,
    /// Pixels of the time ticks, with their labels.
    pub time_ticks: Vec<(f64, TimeTick)>,
    /// Name of the zone by whose clock the ticks are set.
    pub zone_name: String,
    /// Value axes in the order of the spec.
    pub axes: Vec<Axis>,
}

/// Arranges a plot: the first axis on the left, the second on the right, and so on outwards.
pub fn arrange(spec: &PlotSpec) -> Frame {
    let font = spec.font_px;
    let top_px = font + font * crate::events::LANE * spec.lanes as f64;
    let bottom_px = (spec.height_px - font * 4.6).max(top_px + font * 2.0);
    let wanted_ticks = ((bottom_px - top_px) / (font * 3.6)).clamp(2.0, 12.0) as usize;
    let mut sides = Sides::default();
    let mut axes: Vec<Axis> = spec
        .axes
        .iter()
        .map(|axis| {
            let ranges = axis.value_ranges.iter().copied();
            let padded = if axis.log { padded_log(ranges) } else { padded(ranges) };
            let (min, max) = axis.fixed.unwrap_or(padded);
            let scale = ValueScale { min, max, top_px, bottom_px, log: axis.log };
            let ticks = if axis.log { log_ticks } else { value_ticks };
            let ticks = ticks((min, max), wanted_ticks).into_iter();
            Axis {
                title: cut_before_unit(&axis.title, font, bottom_px - top_px),
                side: sides.next_for(axis.side),
                line_px: None,
                title_px: 0.0,
                scale,
                ticks: ticks.map(|tick| (scale.px(tick.value), tick.label)).collect(),
                thresholds: axis
                    .thresholds
                    .iter()
                    .filter(|(value, _)| (min..=max).contains(value))
                    .map(|(value, text)| (scale.px(*value), text.clone()))
                    .collect(),
                style: axis.style,
            }
        })
        .collect();
    let with_scale = (0..axes.len()).filter(|number| spec.axes[*number].has_scale());
    let (left_px, right_px) = place_axes(&mut axes, with_scale, spec.width_px, font);
    let time = TimeScale { window: spec.window, left_px, right_px };
    let ticks = time_ticks(time, &spec.zone, font).into_iter();
    Frame {
        width_px: spec.width_px,
        height_px: spec.height_px,
        font_px: font,
        data: Area { left_px, top_px, right_px, bottom_px },
        time,
        time_ticks: ticks.map(|tick| (time.px(tick.time), tick)).collect(),
        zone_name: spec.zone.name.clone(),
        axes,
    }
}

/// How many axes stand where.
#[derive(Debug, Default)]
struct Sides {
    left: usize,
    right: usize,
}

impl Sides {
    /// The side that was said, else the one with fewer axes.
    fn next_for(&mut self, said: Option<Side>) -> Side {
        let emptier = if self.left <= self.right { Side::Left } else { Side::Right };
        let side = said.unwrap_or(emptier);
        match side {
            Side::Left => self.left += 1,
            Side::Right => self.right += 1,
        }
        side
    }
}

/// Gives every axis of these numbers that fits its line, from the data outwards; returns the data's left and
/// right edge.
fn place_axes(
    axes: &mut [Axis],
    numbers: impl Iterator<Item = usize>,
    whole_px: f64,
    font_px: f64,
) -> (f64, f64) {
    let label_room = |axis: &Axis| {
        let widest = axis.ticks.iter().map(|(_, label)| width_px(label, font_px));
        widest.fold(0.0, f64::max) * 1.06 + TICK_PX + font_px * 0.6
    };
    let title_room = font_px * TITLE_ROOM;
    let (mut left_px, mut right_px) = (font_px * 0.5, whole_px - font_px);
    let mut placed = Vec::new();
    for number in numbers {
        let axis = &axes[number];
        let room = label_room(axis) + title_room;
        let fits = right_px - left_px - room >= whole_px * LEAST_DATA_SHARE;
        if !fits && !placed.is_empty() {
            continue;
        }
        match axis.side {
            Side::Left => left_px += room,
            Side::Right => right_px -= room,
        }
        placed.push((number, room));
    }
    let (left_px, right_px) = (left_px.round(), right_px.round().max(left_px.round() + 1.0));
    let (mut next_left_px, mut next_right_px) = (left_px, right_px);
    for (number, room) in placed {
        let axis = &mut axes[number];
        match axis.side {
            Side::Left => {
                axis.line_px = Some(next_left_px.round());
                next_left_px -= room;
                axis.title_px = next_left_px + title_room - font_px * TITLE_MIDDLE;
            }
            Side::Right => {
                axis.line_px = Some(next_right_px.round());
                next_right_px += room;
                axis.title_px = next_right_px - title_room + font_px * TITLE_MIDDLE;
            }
        }
    }
    (left_px, right_px)
}

#[cfg(test)]
mod tests {
    use super::*;
    use gagehouse_model::TimeUs;

    fn a_spec(width_px: f64, axes: usize) -> PlotSpec {
        let axis = |number: usize| AxisSpec {
            title: format!("Property {number} (unit)"),
            value_ranges: vec![(0.0, 1_234.5)],
            style: Some(number),
            key: String::new(),
            side: None,
            log: false,
            fixed: None,
            thresholds: Vec::new(),
        };
        PlotSpec {
            width_px,
            height_px: 400.0,
            font_px: 12.0,
            window: TimeRange { start: TimeUs(0), end: TimeUs(86_400_000_000) },
            zone: ZoneOffsets::utc(),
            lanes: 0,
            axes: (0..axes).map(axis).collect(),
        }
    }

    #[test]
    fn axes_alternate_from_left_to_right_and_go_outwards() {
        let frame = arrange(&a_spec(1_200.0, 4));
        let lines: Vec<f64> = frame.axes.iter().map(|axis| axis.line_px.unwrap()).collect();
        assert_eq!(lines[0], frame.data.left_px);
        assert_eq!(lines[1], frame.data.right_px);
        assert!(lines[2] < lines[0] && lines[3] > lines[1]);
        assert!(frame.axes.iter().all(|axis| axis.title_px > 0.0 && axis.title_px < 1_200.0));
    }

    #[test]
    fn a_title_stands_nearer_to_its_own_labels_than_to_the_next_axis() {
        let frame = arrange(&a_spec(1_400.0, 6));
        for pair in [(0, 2), (2, 4), (1, 3), (3, 5)] {
            let (inner, outer) = (&frame.axes[pair.0], &frame.axes[pair.1]);
            let gap_px = (outer.line_px.unwrap() - inner.title_px).abs() - frame.font_px / 2.0;
            assert!(gap_px >= frame.font_px * 0.75, "{pair:?}: {gap_px}");
        }
    }

    #[test]
    fn on_a_phone_the_data_keep_most_of_the_width_and_the_other_axes_their_scales() {
        let frame = arrange(&a_spec(360.0, 6));
        assert!(frame.data.width_px() >= 216.0);
        assert!(frame.axes[0].line_px.is_some());
        assert!(frame.axes[5].line_px.is_none());
        assert!(frame.axes[5].scale.max > 1_234.5);
    }

    #[test]
    fn an_axis_stands_where_it_was_put_and_reaches_as_far_as_was_said() {
        let mut spec = a_spec(1_200.0, 3);
        spec.axes[0].side = Some(Side::Right);
        spec.axes[1].fixed = Some((0.0, 20.0));
        let frame = arrange(&spec);
        let sides: Vec<Side> = frame.axes.iter().map(|axis| axis.side).collect();
        assert_eq!(sides, [Side::Right, Side::Left, Side::Left]);
        assert_eq!((frame.axes[1].scale.min, frame.axes[1].scale.max), (0.0, 20.0));
    }

    #[test]
    fn no_scale_is_invented_for_an_axis_without_values_unless_its_reach_was_said() {
        let mut spec = a_spec(1_200.0, 3);
        spec.axes.iter_mut().for_each(|axis| axis.value_ranges.clear());
        spec.axes[2].fixed = Some((0.0, 20.0));
        let drawn: Vec<bool> =
            arrange(&spec).axes.iter().map(|axis| axis.line_px.is_some()).collect();
        assert_eq!(drawn, [false, false, true]);
    }

    #[test]
    fn a_plot_without_series_has_a_time_axis() {
        let frame = arrange(&a_spec(800.0, 0));
        assert!(!frame.time_ticks.is_empty() && frame.axes.is_empty());
    }

    #[test]
    fn no_size_is_too_small_to_arrange() {
        let frame = arrange(&a_spec(1.0, 2));
        assert!(frame.data.width_px() >= 1.0 && frame.data.height_px() > 0.0);
    }
}
