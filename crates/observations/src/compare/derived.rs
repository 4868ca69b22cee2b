//! A series computed from two others.

use super::matching::matched;
use crate::columns::Columns;
use crate::series::Series;
use gagehouse_model::unit::Conversion;
use gagehouse_model::{Quality, TimeRange};

/// What is made of two numbers of one time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Operation {
    /// First minus second.
    Difference,
    /// First over second; a gap where the second is zero.
    Ratio,
}

/// One of the two: a series, and how its numbers become those of the common unit.
#[derive(Debug, Clone, Copy)]
pub struct Operand<'a> {
    /// The series.
    pub series: &'a Series,
    /// [`Conversion::NONE`] when it is in the common unit already.
    pub conversion: Conversion,
}

/// First and second put together where both have a number, at most `tolerance_us` apart (see
/// [`matched`]), at the times of the first. Where the first has a number without partner there is a gap.
///
/// Of a pair the words of both about their quality are kept.
pub fn derived(
    (first, second): (Operand, Operand),
    operation: Operation,
    window: TimeRange,
    tolerance_us: i64,
) -> Columns {
    let pairs = matched(first.series, second.series, window, tolerance_us).pairs;
    let mut columns = Columns::with_capacity(pairs.len());
    let mut pairs = pairs.into_iter().peekable();
    for row in first.series.numbers(window) {
        let Some(pair) = pairs.next_if(|pair| pair.first.index == row.index) else {
            columns.push_interval((row.time.0, row.end().0), f64::NAN, 0);
            continue;
        };
        let a = first.conversion.apply(pair.first.value);
        let b = second.conversion.apply(pair.second.value);
        let value = match operation {
            Operation::Difference => a - b,
            Operation::Ratio => a / b,
        };
        let value = if value.is_finite() { value } else { f64::NAN };
        let words = [(first.series, pair.first.quality), (second.series, pair.second.quality)]
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
        let as_is = |series| Operand { series, conversion: Conversion::NONE };
        let operands = (as_is(&upstream), as_is(&downstream));
        let of = |operation| derived(operands, operation, window, 2);
        let difference = of(Operation::Difference);
        assert_eq!(difference.time_us(), [0, 10, 20]);
        assert!(difference.value()[1].is_nan());
        assert_eq!((difference.value()[0], difference.value()[2]), (3.0, 8.0));
        assert_eq!(difference.quality_at(0).unwrap().label(), "A, P");
        let ratio = of(Operation::Ratio);
        assert_eq!(ratio.value()[0], 2.5);
        assert!(ratio.value()[2].is_nan());
    }

    #[test]
    fn feet_and_metres_are_subtracted_in_one_unit() {
        let unit = |symbol: &str| {
            let unit = gagehouse_model::Unit { symbol: Some(symbol.into()), ..Default::default() };
            unit.known().unwrap()
        };
        let (metres, feet) = (series(&[(0, 1.0)], "A"), series(&[(0, 1.0)], "A"));
        let window = TimeRange { start: TimeUs(0), end: TimeUs(1) };
        let in_metres = unit("ft").conversion_to(unit("m")).unwrap();
        let difference = derived(
            (
                Operand { series: &metres, conversion: Conversion::NONE },
                Operand { series: &feet, conversion: in_metres },
            ),
            Operation::Difference,
            window,
            0,
        );
        assert_eq!(difference.value(), [1.0 - 0.3048]);
    }
}
