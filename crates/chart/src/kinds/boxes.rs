//! Boxes and whiskers, overall or by month, season or year.

use super::Charted;
use crate::domain::{padded, padded_log};
use crate::format::count;
use crate::query::BoxesBy;
use crate::words::{ChartWords, fill};
use crate::xy::{BoxShape, Shape, XyAxis, XyChart};
use gagehouse_model::{TimeRange, ZoneOffsets};
use gagehouse_observations::distribution::boxes::{Boxed, Grouping};

/// Boxes of a series by the clock of `zone`; `None` without values.
pub fn chart(
    charted: &Charted<'_>,
    window: TimeRange,
    by: BoxesBy,
    zone: &ZoneOffsets,
) -> Option<XyChart> {
    let words = charted.words;
    let grouping = match by {
        BoxesBy::Overall => Grouping::Overall,
        BoxesBy::Month => Grouping::Month,
        BoxesBy::Season => Grouping::Season { first_month: 12 },
        BoxesBy::Year => Grouping::Year,
        BoxesBy::WaterYear => Grouping::WaterYear,
    };
    let boxes = charted.series.boxes(window, grouping, zone);
    let ranges = boxes.iter().map(|boxed| {
        let outliers = boxed.outliers.iter().copied();
        let min = outliers.clone().fold(boxed.whisker_low, f64::min);
        (min, outliers.fold(boxed.whisker_high, f64::max))
    });
    let ranges: Vec<(f64, f64)> = ranges.collect();
    ranges.first()?;
    let log = charted.log && ranges.iter().all(|(min, _)| *min > 0.0);
    let range = if log { padded_log(ranges) } else { padded(ranges) };
    let names: Vec<String> = boxes.iter().map(|boxed| name(words, by, boxed.group)).collect();
    let shapes = boxes.iter().enumerate().map(|(place, boxed)| BoxShape {
        x: place as f64,
        quartiles: [boxed.q1, boxed.median, boxed.q3],
        mean: boxed.mean,
        whiskers: (boxed.whisker_low, boxed.whisker_high),
        outliers: boxed.outliers.clone(),
    });
    let shapes = Shape::Boxes(shapes.collect());
    let rows = boxes.iter().zip(&names).map(|(boxed, name)| row(charted, boxed, name));
    let rows = rows.collect();
    let mut notes = vec![words.parts_of_a_box.to_owned()];
    if by != BoxesBy::Overall {
        notes.push(fill(words.grouped, &[&zone.name]));
    }
    if charted.log && !log {
        notes.push(words.not_logarithmic.to_owned());
    }
    Some(XyChart {
        title: fill(words.boxes, &[charted.label]),
        x: XyAxis {
            title: String::new(),
            range: (-0.6, names.len() as f64 - 0.4),
            log: false,
            categories: names,
            ticks: Vec::new(),
        },
        y: XyAxis { title: charted.quantity.to_owned(), range, log, ..XyAxis::default() },
        shapes: vec![(shapes, charted.style)],
        notes,
        heads: words.boxes_heads.map(str::to_owned).to_vec(),
        rows,
    })
}

fn row(charted: &Charted<'_>, boxed: &Boxed, name: &str) -> Vec<String> {
    let numbers =
        [boxed.whisker_low, boxed.q1, boxed.median, boxed.q3, boxed.whisker_high, boxed.mean];
    let mut row = vec![name.to_owned(), count(boxed.count)];
    row.extend(numbers.map(|number| charted.text(number)));
    row.push(count(boxed.outlier_count));
    row
}

fn name(words: &ChartWords, by: BoxesBy, group: i64) -> String {
    let of = |names: &[&str], at: i64| {
        let name = usize::try_from(at).ok().and_then(|at| names.get(at));
        name.map_or_else(|| group.to_string(), |name| (*name).to_owned())
    };
    match by {
        BoxesBy::Overall => words.all.to_owned(),
        BoxesBy::Month => of(&words.months, group - 1),
        BoxesBy::Season => of(&words.seasons, group),
        BoxesBy::Year => group.to_string(),
        BoxesBy::WaterYear => fill(words.water_year, &[&group.to_string()]),
    }
}
