//! How often a value is not exceeded, on an axis on which a normal distribution is a straight line.

use super::Charted;
use super::exceedance::{curve, notes};
use crate::domain::{padded, padded_log};
use crate::query::CurveChoice;
use crate::words::fill;
use crate::xy::{Shape, XyAxis, XyChart};
use gagehouse_model::TimeRange;
use gagehouse_observations::Aggregation;
use gagehouse_observations::distribution::normal::normal_quantile;

/// Where the axis has ticks, in per cent.
const TICKS: [f64; 17] = [
    0.001, 0.01, 0.1, 1.0, 2.0, 5.0, 10.0, 25.0, 50.0, 75.0, 90.0, 95.0, 98.0, 99.0, 99.9, 99.99,
    99.999,
];
/// Shares that the table names.
const SHARES: [f64; 9] = [0.01, 0.05, 0.10, 0.25, 0.50, 0.75, 0.90, 0.95, 0.99];
/// Points of so few values are drawn beside their line.
const FEW: usize = 200;
/// What is left free beside the curve, in standard deviations.
const MARGIN: f64 = 0.15;

/// The normal-probability plot of a series, its days put together as `daily` says; `None` without values.
pub fn chart(
    charted: &Charted<'_>,
    window: TimeRange,
    of: CurveChoice,
    daily: &Aggregation,
) -> Option<XyChart> {
    let words = charted.words;
    let curve = curve(charted, window, of, daily);
    let (largest, smallest) = (curve.points.first()?, curve.points.last()?);
    let log = charted.log && largest.value > 0.0;
    let place = |exceeded: f64| normal_quantile(1.0 - exceeded);
    let shown = curve.points.iter().rev().filter(|point| !log || point.value > 0.0);
    let line: Vec<(f64, f64)> = shown.map(|p| (place(p.probability), p.value)).collect();
    let (least, from) = line.first().map(|(x, y)| (*y, *x))?;
    let (left, right) = (place(smallest.probability) - MARGIN, place(largest.probability) + MARGIN);
    let mut shapes = vec![(Shape::Line(line.clone()), charted.style)];
    if line.len() <= FEW {
        shapes.push((Shape::Points(line), charted.style));
    }
    if log && curve.not_positive > 0 {
        shapes.push((Shape::BelowScale(left, from), charted.style));
    }
    let ticks = TICKS.iter().map(|percent| (normal_quantile(percent / 100.0), percent.to_string()));
    let rows = SHARES.iter().filter_map(|share| {
        let value = curve.value_exceeded(1.0 - share)?;
        Some(vec![format!("{:.0} %", share * 100.0), charted.text(value)])
    });
    let ranges = [(least, largest.value)];
    let mut notes = notes(words, &curve, log, of, daily);
    let straight = if log { words.straight_if_log_normal } else { words.straight_if_normal };
    notes.push(straight.to_owned());
    Some(XyChart {
        title: fill(words.probability, &[charted.label]),
        x: XyAxis {
            title: words.share_not_exceeded.to_owned(),
            range: (left, right),
            ticks: ticks.filter(|(z, _)| (left..=right).contains(z)).collect(),
            ..XyAxis::default()
        },
        y: XyAxis {
            title: charted.quantity.to_owned(),
            range: if log { padded_log(ranges) } else { padded(ranges) },
            log,
            ..XyAxis::default()
        },
        notes,
        rows: rows.collect(),
        heads: words.probability_heads.map(str::to_owned).to_vec(),
        shapes,
    })
}
