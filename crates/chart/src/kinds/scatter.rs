//! One series over another, where both were observed at about the same time.

use super::Charted;
use crate::domain::{padded, padded_log};
use crate::format::count;
use crate::words::fill;
use crate::xy::{Shape, XyAxis, XyChart};
use gagehouse_model::TimeRange;
use gagehouse_observations::compare::matching::{Pair, matched, usual_tolerance_us};

/// Points that are drawn at most; others are left out evenly, and that is said.
const MOST_POINTS: usize = 20_000;

/// The second series over the first; `None` without pairs. Rows count as of one time when they lie at most
/// half the smaller usual step apart.
pub fn chart(x: &Charted<'_>, y: &Charted<'_>, window: TimeRange) -> Option<XyChart> {
    let words = x.words;
    let tolerance_us = usual_tolerance_us(x.series, y.series);
    let matched = matched(x.series, y.series, window, tolerance_us);
    let every = matched.pairs.len().div_ceil(MOST_POINTS).max(1);
    let points: Vec<(f64, f64)> =
        matched.pairs.iter().step_by(every).map(|p| (p.first.value, p.second.value)).collect();
    let axis = |charted: &Charted<'_>, value: fn(&Pair) -> f64| {
        let values = || matched.pairs.iter().map(value);
        let log = charted.log && values().all(|value| value > 0.0);
        let (min, max) = (values().reduce(f64::min)?, values().reduce(f64::max)?);
        let range = if log { padded_log([(min, max)]) } else { padded([(min, max)]) };
        Some(XyAxis {
            title: format!("{} · {}", charted.style + 1, charted.quantity),
            range,
            log,
            ..XyAxis::default()
        })
    };
    let (x_axis, y_axis) = (axis(x, |pair| pair.first.value)?, axis(y, |pair| pair.second.value)?);
    let pairs = count(matched.pairs.len() as u64);
    let apart_s = (tolerance_us / 1_000_000).to_string();
    let alone = [count(matched.unmatched_first), count(matched.unmatched_second)];
    let mut notes = vec![fill(words.pairs, &[&pairs, &apart_s, &alone[0], &alone[1]])];
    if every > 1 {
        notes.push(fill(words.one_pair_in, &[&every.to_string()]));
    }
    let rows = matched.pairs.iter().take(100).map(|pair| {
        vec![pair.first.time.to_rfc3339(), x.text(pair.first.value), y.text(pair.second.value)]
    });
    Some(XyChart {
        title: fill(words.scatter, &[y.label, x.label]),
        x: x_axis,
        y: y_axis,
        shapes: vec![(Shape::Points(points), y.style)],
        notes,
        heads: vec![words.scatter_time.to_owned(), x.quantity.to_owned(), y.quantity.to_owned()],
        rows: rows.collect(),
    })
}
