//! How often a value is exceeded: flow duration where whole years of days are there, else of raw samples.

use super::Charted;
use crate::domain::{padded, padded_log};
use crate::format::count;
use crate::xy::{Shape, XyAxis, XyChart};
use gagehouse_model::{TimeRange, ZoneOffsets};
use gagehouse_observations::distribution::exceedance::{CurveOf, Exceedance};
use gagehouse_observations::{Aggregation, Period, Stamp, Statistic};

/// Points of a curve at most; more than there are pixels.
const MOST_POINTS: usize = 2_000;
/// A day counts with this share of its rows, a water year with this share of its days.
const LEAST_COMPLETE: f64 = 0.8;
const LEAST_YEAR: f64 = 0.9;
/// Shares of time that the table names.
const SHARES: [f64; 9] = [0.01, 0.05, 0.10, 0.25, 0.50, 0.75, 0.90, 0.95, 0.99];

/// The curve of a series, days by the clock of `zone`; `None` without values.
pub fn chart(
    charted: &Charted<'_>,
    window: TimeRange,
    daily: Statistic,
    zone: &ZoneOffsets,
) -> Option<XyChart> {
    let how = Aggregation {
        period: Period::Day,
        zone: zone.clone(),
        stamp: Stamp::Instant,
        statistic: daily,
        least_complete: LEAST_COMPLETE,
    };
    let of_days = charted.series.flow_duration(window, &how, LEAST_YEAR, MOST_POINTS);
    let curve = if of_days.count > 0 {
        of_days
    } else {
        charted.series.raw_exceedance(window, MOST_POINTS)
    };
    let (first, last) = (curve.points.first()?, curve.points.last()?);
    let log = charted.log && first.value > 0.0;
    let shown = curve.points.iter().filter(|point| !log || point.value > 0.0);
    let line: Vec<(f64, f64)> = shown.map(|p| (p.probability * 100.0, p.value)).collect();
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
        notes: notes(&curve, log, zone),
        rows: rows.collect(),
        heads: ["Exceeded", "Value"].map(str::to_owned).to_vec(),
        shapes: vec![(Shape::Line(line), charted.style)],
    })
}

fn notes(curve: &Exceedance, log: bool, zone: &ZoneOffsets) -> Vec<String> {
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
                "Of {} daily values, days by {}, water years {}.{out}",
                count(curve.count),
                zone.name,
                years.join(", ")
            )
        }
        CurveOf::RawSamples => format!(
            "Of {} raw samples: no water year of the window is complete enough for a curve of days.",
            count(curve.count)
        ),
    }];
    if log && curve.not_positive > 0 {
        notes.push(format!(
            "{} values of zero or less have no place on the logarithmic axis; the curve ends where they begin.",
            count(curve.not_positive)
        ));
    }
    notes
}
