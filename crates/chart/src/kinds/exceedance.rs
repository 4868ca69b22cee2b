//! How often a value is exceeded: flow duration where whole years of days are there, else of raw samples.

use super::Charted;
use crate::domain::{padded, padded_log};
use crate::format::count;
use crate::query::CurveChoice;
use crate::query::agg::in_words;
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
        title: format!("Exceedance: {}", charted.label),
        x: XyAxis {
            title: "Share of values that are larger (%)".to_owned(),
            range: (0.0, 100.0),
            ..XyAxis::default()
        },
        y: XyAxis {
            title: charted.quantity.to_owned(),
            range: if log { padded_log(ranges) } else { padded(ranges) },
            log,
            ..XyAxis::default()
        },
        notes: notes(&curve, log, of, daily),
        rows: rows.collect(),
        heads: ["Exceeded", "Value"].map(str::to_owned).to_vec(),
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
    curve: &Exceedance,
    log: bool,
    of: CurveChoice,
    daily: &Aggregation,
) -> Vec<String> {
    let mut notes = vec![match &curve.of {
        CurveOf::DailyValues { years, left_out } => {
            let years: Vec<String> = years.iter().map(i64::to_string).collect();
            let out: Vec<String> = left_out
                .iter()
                .map(|(year, share)| format!("{year} ({:.0} % of days)", share * 100.0))
                .collect();
            let out = if out.is_empty() {
                String::new()
            } else {
                format!(" Left out as incomplete: {}.", out.join(", "))
            };
            format!(
                "Of {} daily values ({}), days by {}, water years {}.{out}",
                count(curve.count),
                in_words(Period::Day, daily.statistic),
                daily.zone.name,
                years.join(", ")
            )
        }
        CurveOf::RawSamples => {
            let why = match of {
                CurveChoice::Days => {
                    ": no water year of the window is complete enough for a curve of days"
                }
                CurveChoice::Samples => {
                    ", which is no curve of time where they are not evenly spaced"
                }
            };
            format!("Of {} raw samples{why}.", count(curve.count))
        }
    }];
    if log && curve.not_positive > 0 {
        notes.push(format!(
            "{} values of zero or less have no place on the logarithmic axis: triangles mark where they are.",
            count(curve.not_positive)
        ));
    }
    notes
}
