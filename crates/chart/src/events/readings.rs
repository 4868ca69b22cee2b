//! Values that somebody read, beside the series of the sensor that they check.

use super::{Event, EventKind, EventKinds, EventReading, instant};
use crate::frame::{AxisSpec, Frame};
use crate::scale::ValueScale;
use gagehouse_model::unit::{KnownUnit, Unit};
use gagehouse_model::{DatastreamRef, TimeRange};

/// A series beside which readings stand.
#[derive(Debug, Clone, Copy)]
pub struct Beside<'a> {
    /// What addresses it.
    pub name: &'a DatastreamRef,
    /// The unit in which it is shown, possibly empty.
    pub unit: &'a str,
    /// The same, where its conversion is known.
    pub known_unit: Option<&'static KnownUnit>,
    /// Its colour and marker, from 0.
    pub style: usize,
    /// Number of its axis.
    pub axis: usize,
}

/// A reading in its place.
#[derive(Debug, Clone, PartialEq)]
pub struct PlacedReading {
    /// When it was read.
    pub x_px: f64,
    /// Its value, or the edge beyond which that lies.
    pub y_px: f64,
    /// Which edge, when it lies beyond one.
    pub beyond: Option<Edge>,
    /// From its value less its uncertainty to its value and it.
    pub reach_px: Option<(f64, f64)>,
    /// Style of its series.
    pub style: usize,
    /// Its event by its number.
    pub of: usize,
}

/// An edge of the data.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Edge {
    /// Upper.
    Top,
    /// Lower.
    Bottom,
}

/// The value of a reading in a unit: as it is when its unit is called the same, converted when both are known to measure the same;
/// nothing is converted by guess.
pub fn value_in(
    reading: &EventReading,
    unit: &str,
    known: Option<&KnownUnit>,
) -> Option<(f64, Option<f64>)> {
    if reading.unit.trim() == unit.trim() {
        return Some((reading.value, reading.uncertainty));
    }
    let own = Unit { symbol: Some(reading.unit.clone()), ..Unit::default() };
    let conversion = own.known()?.conversion_to(known?)?;
    let uncertainty = reading.uncertainty.map(|uncertainty| uncertainty * conversion.ratio());
    Some((conversion.apply(reading.value), uncertainty))
}

fn each<'a>(
    events: &'a [Event],
    shown: EventKinds,
    series: &'a [Beside<'a>],
) -> impl Iterator<Item = (usize, &'a Event, &'a Beside<'a>, f64, Option<f64>)> {
    let is_shown = shown.has(EventKind::Readings);
    let readings = events.iter().enumerate().filter(move |_| is_shown);
    readings.flat_map(move |(at, event)| {
        let of = series.iter().filter(|series| event.datastreams.contains(series.name));
        of.filter_map(move |series| {
            let (value, uncertainty) =
                value_in(event.reading.as_ref()?, series.unit, series.known_unit)?;
            Some((at, event, series, value, uncertainty))
        })
    })
}

/// Lets axes reach as far as the readings of the window, unless one lies further off than the axis is long: a slip of
/// the pen must not press a record flat.
pub fn widen(
    axes: &mut [AxisSpec],
    events: &[Event],
    shown: EventKinds,
    series: &[Beside<'_>],
    window: TimeRange,
) {
    for (_, event, series, value, _) in each(events, shown, series) {
        let Some(axis) = axes.get_mut(series.axis) else { continue };
        if !window.contains(instant(event)) || axis.fixed.is_some() || axis.log && value <= 0.0 {
            continue;
        }
        let ends = axis.value_ranges.iter().copied();
        let Some((min, max)) = ends.reduce(|a, b| (a.0.min(b.0), a.1.max(b.1))) else { continue };
        let is_outside = value < min || value > max;
        if is_outside && value >= min - (max - min) && value <= max + (max - min) {
            axis.value_ranges.push((value, value));
        }
    }
}

/// Where readings stand; those in a unit that cannot be converted have no place.
pub fn place(
    events: &[Event],
    shown: EventKinds,
    series: &[Beside<'_>],
    frame: &Frame,
) -> Vec<PlacedReading> {
    let placed =
        each(events, shown, series).filter_map(|(of, event, series, value, uncertainty)| {
            let scale = frame.axes.get(series.axis)?.scale;
            let x_px = frame.time.px(instant(event));
            let inside = (frame.data.left_px..=frame.data.right_px).contains(&x_px);
            let (y_px, beyond) = place_of(value, scale)?;
            let reach_px = uncertainty.filter(|_| beyond.is_none()).map(|uncertainty| {
                let px = |value: f64| scale.px(value).clamp(scale.top_px, scale.bottom_px);
                (px(value + uncertainty), px(value - uncertainty))
            });
            inside.then_some(PlacedReading {
                x_px,
                y_px,
                beyond,
                reach_px,
                style: series.style,
                of,
            })
        });
    placed.collect()
}

fn place_of(value: f64, scale: ValueScale) -> Option<(f64, Option<Edge>)> {
    if !value.is_finite() {
        return None;
    }
    Some(match value {
        value if !scale.has(value) || value < scale.min => (scale.bottom_px, Some(Edge::Bottom)),
        value if value > scale.max => (scale.top_px, Some(Edge::Top)),
        value => (scale.px(value), None),
    })
}

#[cfg(test)]
mod tests {
    use super::super::tests::an_event;
    use super::*;
    use crate::frame::{PlotSpec, arrange};
    use gagehouse_model::ZoneOffsets;

    fn read(value: f64, unit: &str) -> Event {
        let reading = EventReading {
            value,
            text: value.to_string(),
            unit: unit.to_owned(),
            uncertainty: Some(0.01),
        };
        let event = an_event(EventKind::Readings, "2026-05-03T10:00Z", None);
        Event { reading: Some(reading), datastreams: vec![name()], ..event }
    }

    fn name() -> DatastreamRef {
        "local:1".parse().unwrap()
    }

    fn feet() -> Option<&'static KnownUnit> {
        Unit { symbol: Some("ft".to_owned()), ..Unit::default() }.known()
    }

    fn axis(range: (f64, f64)) -> AxisSpec {
        AxisSpec {
            title: String::new(),
            key: String::new(),
            value_ranges: vec![range],
            style: None,
            side: None,
            log: false,
            fixed: None,
            thresholds: Vec::new(),
        }
    }

    #[test]
    fn a_reading_in_metres_stands_at_its_feet_exactly_and_one_in_an_unknown_unit_nowhere() {
        let value = |event: &Event| value_in(event.reading.as_ref().unwrap(), "ft", feet());
        assert_eq!(value(&read(0.3048, "m")).map(|(value, _)| value), Some(1.0));
        assert_eq!(value(&read(3.2, " ft")), Some((3.2, Some(0.01))));
        assert_eq!(value(&read(3.2, "cubits")), None);
        assert_eq!(value(&read(3.2, "°C")), None);
        let cubits = value_in(read(3.2, "cubits").reading.as_ref().unwrap(), "cubits", None);
        assert_eq!(cubits.map(|(value, _)| value), Some(3.2));
    }

    #[test]
    fn an_axis_reaches_to_a_reading_near_by_and_one_far_off_is_held_at_the_edge() {
        let name = name();
        let series = [Beside { name: &name, unit: "ft", known_unit: feet(), style: 3, axis: 0 }];
        let start = "2026-05-01T00:00:00Z".parse().unwrap();
        let window = TimeRange { start, end: "2026-06-01T00:00:00Z".parse().unwrap() };
        let events = [read(2.4, "ft"), read(700.0, "ft")];
        let all = EventKinds::default();
        let mut axes = vec![axis((1.0, 2.0))];
        widen(&mut axes, &events, all, &series, window);
        assert_eq!(axes[0].value_ranges, [(1.0, 2.0), (2.4, 2.4)]);
        let mut fixed = vec![AxisSpec { fixed: Some((0.0, 2.0)), ..axis((1.0, 2.0)) }];
        widen(&mut fixed, &events, all, &series, window);
        assert_eq!(fixed[0].value_ranges.len(), 1);
        let frame = arrange(&PlotSpec {
            width_px: 800.0,
            height_px: 400.0,
            font_px: 12.0,
            window,
            zone: ZoneOffsets::utc(),
            lanes: 0,
            axes,
        });
        let placed = place(&events, all, &series, &frame);
        assert_eq!(placed.iter().map(|it| it.beyond).collect::<Vec<_>>(), [None, Some(Edge::Top)]);
        assert_eq!((placed[1].y_px, placed[0].style), (frame.data.top_px, 3));
        assert!(
            placed[0]
                .reach_px
                .is_some_and(|(top, bottom)| top < placed[0].y_px && bottom > placed[0].y_px)
        );
        assert_eq!(place(&events, all.toggled(EventKind::Readings), &series, &frame), []);
        assert_eq!(place(&events, all, &[], &frame), []);
    }
}
