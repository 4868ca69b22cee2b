//! A series computed from two others.

use super::matching::matched;
use crate::columns::Columns;
use crate::series::Series;
use gagehouse_model::{Quality, TimeRange};

/// What is made of two numbers of one time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Operation {
    /// First minus second.
    Difference,
    /// First over second; a gap where the second is zero.
    Ratio,
}

/// First and second put together where both have a number, at most `tolerance_us` apart (see
/// [`matched`]), at the times of the first. Where the first has a number without partner there is a gap.
///
/// Whoever calls has made the units fit. Of a pair the words of both about their quality are kept.
pub fn derived(
    (first, second): (&Series, &Series),
    operation: Operation,
    window: TimeRange,
    tolerance_us: i64,
) -> Columns {
    let pairs = matched(first, second, window, tolerance_us).pairs;
    let mut columns = Columns::with_capacity(pairs.len());
    let mut pairs = pairs.into_iter().peekable();
    for row in first.numbers(window) {
        let Some(pair) = pairs.next_if(|pair| pair.first.index == row.index) else {
            columns.push_interval((row.time.0, row.end().0), f64::NAN, 0);
            continue;
        };
        let value = match operation {
            Operation::Difference => pair.first.value - pair.second.value,
            Operation::Ratio => pair.first.value / pair.second.value,
        };
        let value = if value.is_finite() { value } else { f64::NAN };
        let words = [(first, pair.first.quality), (second, pair.second.quality)]
            .map(|(series, index)| series.quality_words().get(usize::from(index)));
        let quality = columns.quality_index(&both(words));
        columns.push_interval((row.time.0, row.end().0), value, quality);
    }
    columns
}

/// What both say, each thing once.
fn both(words: [Option<&Quality>; 2]) -> Quality {
    let mut both = Quality::default();
    for word in words.into_iter().flatten() {
        for said in word.code.iter().chain(&word.qualifiers) {
            if !both.qualifiers.contains(said) {
                both.qualifiers.push(said.clone());
            }
        }
    }
    both
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::SeriesOptions;
    use gagehouse_model::TimeUs;

    fn series(rows: &[(i64, f64)], qualifier: &str) -> Series {
        let mut page = Columns::default();
        let quality = page.quality_index(&Quality::from_qualifiers([qualifier]));
        for &(time_us, value) in rows {
            page.push(time_us, value, quality);
        }
        let mut series = Series::new(SeriesOptions::default());
        series.append(&page);
        series
    }

    #[test]
    fn a_difference_has_gaps_where_one_is_missing_and_a_ratio_where_the_second_is_zero() {
        let upstream = series(&[(0, 5.0), (10, 6.0), (20, 8.0)], "A");
        let downstream = series(&[(1, 2.0), (21, 0.0)], "P");
        let window = TimeRange { start: TimeUs(0), end: TimeUs(100) };
        let of = |operation| derived((&upstream, &downstream), operation, window, 2);
        let difference = of(Operation::Difference);
        assert_eq!(difference.time_us(), [0, 10, 20]);
        assert!(difference.value()[1].is_nan());
        assert_eq!((difference.value()[0], difference.value()[2]), (3.0, 8.0));
        assert_eq!(difference.quality_at(0).unwrap().label(), "A, P");
        let ratio = of(Operation::Ratio);
        assert_eq!(ratio.value()[0], 2.5);
        assert!(ratio.value()[2].is_nan());
    }
}
