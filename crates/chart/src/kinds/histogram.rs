//! How many values of the window lie in which range.

use super::Charted;
use crate::format::count;
use crate::words::fill;
use crate::xy::{Shape, XyAxis, XyChart};
use gagehouse_model::TimeRange;
use gagehouse_observations::distribution::histogram::{Beyond, BinRule, Histogram};

/// The histogram of a series; `None` without values.
pub fn chart(charted: &Charted<'_>, window: TimeRange) -> Option<XyChart> {
    let words = charted.words;
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
        title: fill(words.histogram, &[charted.label]),
        x: XyAxis {
            title: charted.quantity.to_owned(),
            range: (first - half, last + half),
            ..XyAxis::default()
        },
        y: XyAxis {
            title: words.number_of_values.to_owned(),
            range: (0.0, most * 1.06 + 0.5),
            ..XyAxis::default()
        },
        shapes: vec![(Shape::Bars(bars), charted.style)],
        notes: notes(charted, &histogram, rule),
        heads: words.histogram_heads.map(str::to_owned).to_vec(),
        rows: rows.collect(),
    })
}

/// What the bars hold, and which values have none since they lie too far from the others.
fn notes(charted: &Charted<'_>, histogram: &Histogram, rule: BinRule) -> Vec<String> {
    let words = charted.words;
    let held = count(histogram.counts.iter().sum());
    let bins = histogram.counts.len().to_string();
    let mut notes = vec![fill(words.bins, &[&held, &bins, rule.name()])];
    let edges = (histogram.edges.first(), histogram.edges.last());
    if let (Some(first), Some(last)) = edges {
        let ends =
            [(words.far_below, histogram.below, first), (words.far_above, histogram.above, last)];
        let ends = ends.into_iter().filter(|(_, beyond, _)| beyond.count > 0);
        notes.extend(ends.map(|(said, beyond, edge)| {
            let (edge, farthest) = (charted.text(*edge), charted.text(beyond.farthest));
            fill(said, &[&count(beyond.count), &edge, &farthest])
        }));
    }
    notes
}
