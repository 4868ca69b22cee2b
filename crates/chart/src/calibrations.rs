//! The calibrations of an instrument over time: by how much it was fouled and had drifted at each.

use crate::domain::padded;
use crate::format::exact;
use crate::local::stamp_text;
use crate::scale::TimeScale;
use crate::time_ticks::time_ticks;
use crate::xy::{Shape, XyAxis, XyChart};
use gagehouse_model::time::DAY_US;
use gagehouse_model::{TimeRange, TimeUs, ZoneOffsets};

/// What a calibration found, in the unit of its output variable.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Found {
    /// When.
    pub at: TimeUs,
    /// By what cleaning changed the sensor, less what the water did; `None` where it was not read.
    pub fouling: Option<f64>,
    /// What the cleaned sensor lacked to the standards; `None` without any.
    pub drift: Option<f64>,
}

/// Styles of the two lines.
const FOULING: usize = 0;
const DRIFT: usize = 1;
/// Room on both sides, as a share of the time shown.
const ROOM: f64 = 0.04;
/// What is computed from readings of two or three decimals is told with four.
const ROUNDED_BY: f64 = 1e4;
/// Size of letters by which ticks keep apart, px.
const LABEL_PX: f64 = 18.0;
const NOTE: &str = "Circles: fouling, by which cleaning changed the sensor, less what the water did. \
                    Squares: drift, what the cleaned sensor lacked to the standards.";

/// Fouling and drift at each calibration, ascending in time; `None` where none of them has either.
pub fn chart(
    found: &[Found],
    title: String,
    unit: &str,
    zone: &ZoneOffsets,
    width_px: f64,
) -> Option<XyChart> {
    let places = |value: fn(&Found) -> Option<f64>| -> Vec<(f64, f64)> {
        found.iter().filter_map(|found| Some((days(found.at), value(found)?))).collect()
    };
    let (fouling, drift) = (places(|found| found.fouling), places(|found| found.drift));
    let all = || fouling.iter().chain(&drift);
    let first = all().map(|(x, _)| *x).reduce(f64::min)?;
    let last = all().map(|(x, _)| *x).reduce(f64::max)?;
    let room = ((last - first) * ROOM).max(1.0);
    let range = (first - room, last + room);
    // Nothing found is a finding: zero is on the axis.
    let values = all().map(|(_, y)| (*y, *y)).chain([(0.0, 0.0)]);
    let mut shapes = Vec::new();
    for (places, style) in [(&fouling, FOULING), (&drift, DRIFT)] {
        shapes.push((Shape::Line(places.clone()), style));
        shapes.push((Shape::Marks(places.clone()), style));
    }
    Some(XyChart {
        title,
        x: XyAxis {
            title: String::new(),
            range,
            ticks: ticks(range, zone, width_px),
            ..XyAxis::default()
        },
        y: XyAxis { title: format!("Error ({unit})"), range: padded(values), ..XyAxis::default() },
        shapes,
        notes: vec![NOTE.to_owned()],
        heads: ["Time", "Fouling", "Drift"].map(str::to_owned).to_vec(),
        rows: found.iter().map(|found| row(found, zone)).collect(),
    })
}

fn days(time: TimeUs) -> f64 {
    time.0 as f64 / DAY_US as f64
}

/// Ticks at round dates, with what they belong to.
fn ticks((from, to): (f64, f64), zone: &ZoneOffsets, width_px: f64) -> Vec<(f64, String)> {
    let time = |days: f64| TimeUs((days * DAY_US as f64) as i64);
    let window = TimeRange { start: time(from), end: time(to) };
    let scale = TimeScale { window, left_px: 0.0, right_px: width_px };
    // Labels have one line here: room is left for the longest.
    let ticks = time_ticks(scale, zone, LABEL_PX).into_iter();
    let label = |label: String, context: Option<String>| match context {
        Some(context) if !context.is_empty() => format!("{label} {context}"),
        _ => label,
    };
    ticks.map(|tick| (days(tick.time), label(tick.label, tick.context))).collect()
}

fn row(found: &Found, zone: &ZoneOffsets) -> Vec<String> {
    let rounded = |value: f64| exact((value * ROUNDED_BY).round() / ROUNDED_BY, 0);
    let text = |value: Option<f64>| value.map_or("–".to_owned(), rounded);
    vec![stamp_text(zone, found.at), text(found.fouling), text(found.drift)]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(time: &str, fouling: Option<f64>, drift: Option<f64>) -> Found {
        Found { at: time.parse().unwrap(), fouling, drift }
    }

    #[test]
    fn each_calibration_has_a_mark_for_what_was_found_and_zero_is_shown() {
        let all = [
            found("2026-03-01T10:00:00Z", Some(0.08), Some(-0.1129)),
            found("2026-05-01T10:00:00Z", None, Some(-0.2)),
            found("2026-07-01T10:00:00Z", Some(0.1), None),
        ];
        let chart = chart(&all, "pH".into(), "pH", &ZoneOffsets::utc(), 600.0).unwrap();
        let marks = |style| {
            let of_style = chart.shapes.iter().filter(move |(_, of)| *of == style);
            let marks = of_style.filter_map(|(shape, _)| match shape {
                Shape::Marks(marks) => Some(marks.len()),
                _ => None,
            });
            marks.sum::<usize>()
        };
        assert_eq!((marks(FOULING), marks(DRIFT)), (2, 2));
        assert!(chart.y.range.0 < -0.2 && chart.y.range.1 > 0.1);
        assert!(chart.x.ticks.iter().all(|(x, _)| (chart.x.range.0..chart.x.range.1).contains(x)));
        assert_eq!(chart.rows[1], ["2026-05-01 10:00:00 UTC", "–", "−0.2"]);
    }

    #[test]
    fn calibrations_without_any_finding_are_no_chart() {
        let none = [found("2026-03-01T10:00:00Z", None, None)];
        assert_eq!(chart(&none, String::new(), "pH", &ZoneOffsets::utc(), 600.0), None);
    }
}
