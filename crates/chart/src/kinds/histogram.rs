//! How many values of the window lie in which range.

use super::Charted;
use crate::format::count;
use crate::xy::{Shape, XyAxis, XyChart};
use gagehouse_model::TimeRange;
use gagehouse_observations::distribution::histogram::{Beyond, BinRule, Histogram};

/// The histogram of a series; `None` without values.
pub fn chart(charted: &Charted<'_>, window: TimeRange) -> Option<XyChart> {
    let rule = BinRule::FreedmanDiaconis;
    let mut values: Vec<f64> = charted.series.numbers(window).map(|row| row.value).collect();
    let histogram = Histogram::of(&mut values, rule)?;
    let edges: Vec<(f64, f64)> =
        histogram.edges.windows(2).map(|pair| (pair[0], pair[1])).collect();
    let (first, last) = (edges.first()?.0, edges.last()?.1);
    // A single value has a bin without width, which is drawn as wide as a tenth of it.
    let half = if first < last { 0.0 } else { (first.abs() / 20.0).max(0.5) };
    let bins = edges.iter().zip(&histogram.counts);
    let bars = bins.clone().map(|((from, to), n)| (from - half, to + half, *n as f64)).collect();
    let most = histogram.counts.iter().copied().max().unwrap_or(0) as f64;
    let rows = bins.map(|((from, to), n)| vec![charted.text(*from), charted.text(*to), count(*n)]);
    let (below, above) = (histogram.below, histogram.above);
    let ends = |beyond: Beyond| (beyond.count > 0).then_some(beyond);
    let rows = ends(below)
        .map(|b| vec![charted.text(b.farthest), charted.text(first), count(b.count)])
        .into_iter()
        .chain(rows)
        .chain(
            ends(above).map(|a| vec![charted.text(last), charted.text(a.farthest), count(a.count)]),
        );
    Some(XyChart {
        title: format!("Histogram: {}", charted.label),
        x: XyAxis {
            title: charted.quantity.to_owned(),
            range: (first - half, last + half),
            ..XyAxis::default()
        },
        y: XyAxis {
            title: "Number of values".to_owned(),
            range: (0.0, most * 1.06 + 0.5),
            ..XyAxis::default()
        },
        shapes: vec![(Shape::Bars(bars), charted.style)],
        notes: notes(charted, &histogram, rule),
        heads: ["From", "To", "Values"].map(str::to_owned).to_vec(),
        rows: rows.collect(),
    })
}

/// What the bars hold, and which values have none since they lie too far from the others.
fn notes(charted: &Charted<'_>, histogram: &Histogram, rule: BinRule) -> Vec<String> {
    let held = histogram.counts.iter().sum();
    let mut notes = vec![format!(
        "{} values in {} bins of equal width (rule: {}). A bin holds its lower edge; the last one both.",
        count(held),
        histogram.counts.len(),
        rule.name()
    )];
    let edges = (histogram.edges.first(), histogram.edges.last());
    if let (Some(first), Some(last)) = edges {
        let ends = [("below", histogram.below, first), ("above", histogram.above, last)];
        notes.extend(ends.into_iter().filter(|(_, beyond, _)| beyond.count > 0).map(
            |(side, beyond, edge)| {
                format!(
                    "Not drawn, as far from the others: {} {side} {}, as far as {}.",
                    count(beyond.count),
                    charted.text(*edge),
                    charted.text(beyond.farthest)
                )
            },
        ));
    }
    notes
}
