//! How often a value is exceeded: flow duration where whole years of days are there, else of raw samples.

use super::Charted;
use crate::domain::{padded, padded_log};
use crate::format::count;
use crate::query::CurveChoice;
use crate::words::{ChartWords, fill};
use crate::xy::{Shape, XyAxis, XyChart};
use gagehouse_model::TimeRange;
use gagehouse_observations::distribution::exceedance::{CurveOf, Exceedance};
use gagehouse_observations::{Aggregation, Period};

/// Points of a curve at most; more than there are pixels.
const MOST_POINTS: usize = 2_000;
/// A water year counts with this share of its days.
const LEAST_YEAR: f64 = 0.9;
/// Shares of time that the table names.
const SHARES: [f64; 9] = [0.01, 0.05, 0.10, 0.25, 0.50, 0.75, 0.90, 0.95, 0.99];

/// The curve of a series, its days put together as `daily` says; `None` without values.
pub fn chart(
    charted: &Charted<'_>,
    window: TimeRange,
    of: CurveChoice,
    daily: &Aggregation,
) -> Option<XyChart> {
    let words = charted.words;
    let curve = curve(charted, window, of, daily);
    let (first, last) = (curve.points.first()?, curve.points.last()?);
    let log = charted.log && first.value > 0.0;
    let shown = curve.points.iter().filter(|point| !log || point.value > 0.0);
    let line: Vec<(f64, f64)> = shown.map(|p| (p.probability * 100.0, p.value)).collect();
    let mut shapes = vec![(Shape::Line(line.clone()), charted.style)];
    if log && let Some((share, _)) = line.last().filter(|_| curve.not_positive > 0) {
        shapes.push((Shape::BelowScale(*share, 100.0), charted.style));
    }
    let least = line.last().map_or(last.value, |point| point.1);
    let ranges = [(least, first.value)];
    let rows = SHARES.iter().filter_map(|share| {
        let value = curve.value_exceeded(*share)?;
        Some(vec![format!("{:.0} %", share * 100.0), charted.text(value)])
    });
    Some(XyChart {
        title: fill(words.exceedance, &[charted.label]),
        x: XyAxis {
            title: words.share_exceeded.to_owned(),
            range: (0.0, 100.0),
            ..XyAxis::default()
        },
        y: XyAxis {
            title: charted.quantity.to_owned(),
            range: if log { padded_log(ranges) } else { padded(ranges) },
            log,
            ..XyAxis::default()
        },
        notes: notes(words, &curve, log, of, daily),
        rows: rows.collect(),
        heads: words.exceedance_heads.map(str::to_owned).to_vec(),
        shapes,
    })
}

/// Of days where there are complete enough years and nothing else is wanted, else of samples.
pub(super) fn curve(
    charted: &Charted<'_>,
    window: TimeRange,
    of: CurveChoice,
    daily: &Aggregation,
) -> Exceedance {
    let days = || charted.series.flow_duration(window, daily, LEAST_YEAR, MOST_POINTS);
    let of_days = (of == CurveChoice::Days).then(days).filter(|curve| curve.count > 0);
    of_days.unwrap_or_else(|| charted.series.raw_exceedance(window, MOST_POINTS))
}

/// What must be said beside a curve.
pub(super) fn notes(
    words: &ChartWords,
    curve: &Exceedance,
    log: bool,
    of: CurveChoice,
    daily: &Aggregation,
) -> Vec<String> {
    let values = count(curve.count);
    let mut notes = match &curve.of {
        CurveOf::DailyValues { years, left_out } => {
            let years: Vec<String> = years.iter().map(i64::to_string).collect();
            let how = words.put_together(Period::Day, daily.statistic);
            let mut notes =
                vec![fill(words.of_days, &[&values, &how, &daily.zone.name, &years.join(", ")])];
            let out: Vec<String> = left_out
                .iter()
                .map(|(year, share)| {
                    let share = format!("{:.0}", share * 100.0);
                    fill(words.year_left_out, &[&year.to_string(), &share])
                })
                .collect();
            if !out.is_empty() {
                notes.push(fill(words.years_left_out, &[&out.join(", ")]));
            }
            notes
        }
        CurveOf::RawSamples => {
            let said = match of {
                CurveChoice::Days => words.no_whole_year,
                CurveChoice::Samples => words.of_samples,
            };
            vec![fill(said, &[&values])]
        }
    };
    if log && curve.not_positive > 0 {
        notes.push(fill(words.below_scale, &[&count(curve.not_positive)]));
    }
    notes
}
