//! Series computed from two others of a plot: whether their units allow it, what they are called, their rows.

use crate::query::Derived;
use crate::words::{ChartWords, fill};
use gagehouse_model::unit::{Conversion, KnownUnit, Quantity};
use gagehouse_model::{Coverage, Spacing};
use gagehouse_observations::compare::derived::{Operand, Operation, derived};
use gagehouse_observations::compare::matching::usual_tolerance_us;
use gagehouse_observations::{Series, SeriesOptions, Statistic};

/// Ratios are shown with so many decimals.
const RATIO_DECIMALS: usize = 3;

/// What must be known of each of the two.
#[derive(Debug, Clone, Copy)]
pub struct Ingredient<'a> {
    /// What is observed.
    pub variable: &'a str,
    /// The statistic that its values stand for, possibly empty.
    pub stands_for: &'a str,
    /// The unit in which it is shown, possibly empty.
    pub unit: &'a str,
    /// The same, where it is known for sure.
    pub known: Option<&'static KnownUnit>,
    /// Name of its site.
    pub site: &'a str,
    /// Site, variable and level.
    pub label: &'a str,
    /// What its heights are counted from, where it is a height of water.
    pub datum: Option<&'a str>,
}

/// What becomes of the two.
#[derive(Debug, Clone, PartialEq)]
pub struct Recipe {
    /// What it is called: `Difference 1 − 2: Stage`.
    pub variable: String,
    /// Its unit, empty for a ratio.
    pub unit: String,
    /// The same, where it is known for sure.
    pub known: Option<&'static KnownUnit>,
    /// The site, or both.
    pub site: String,
    /// From the second's unit into the first's, as both are shown.
    pub conversion: Conversion,
    /// What the two are, in full.
    pub words: String,
}

/// What is made of two series, or why nothing can be.
///
/// # Errors
/// Directions, ratios of temperatures, and units that cannot be brought to one, in words.
pub fn recipe(
    it: Derived,
    first: &Ingredient<'_>,
    second: &Ingredient<'_>,
    words: &ChartWords,
) -> Result<Recipe, String> {
    let conversion = common_unit(it, first, second, words)?;
    let is_difference = it.operation == Operation::Difference;
    let both = |a: &str, b: &str| if a == b { a.to_owned() } else { fill(words.and, &[a, b]) };
    let name = if is_difference { words.difference } else { words.ratio };
    let sentence = if is_difference { words.minus } else { words.divided_by };
    let sentence = fill(sentence, &[first.label, second.label]);
    let heights = first.datum.is_some() && second.datum.is_some();
    let has_other_zeros = heights && (first.site != second.site || first.datum != second.datum);
    Ok(Recipe {
        variable: fill(name, &[&it.formula(), &both(first.variable, second.variable)]),
        unit: if is_difference { first.unit.to_owned() } else { String::new() },
        known: first.known.filter(|_| is_difference),
        site: both(first.site, second.site),
        conversion,
        words: if has_other_zeros { fill(words.other_zeros, &[&sentence]) } else { sentence },
    })
}

/// How the second's numbers become those of the first's unit, or why they cannot.
fn common_unit(
    it: Derived,
    first: &Ingredient<'_>,
    second: &Ingredient<'_>,
    words: &ChartWords,
) -> Result<Conversion, String> {
    let formula = it.formula();
    for one in [first, second] {
        if Statistic::fitting(one.variable, Some(one.stands_for)) == Statistic::CircularMean {
            return Err(fill(words.direction_refused, &[&formula, one.variable]));
        }
    }
    let is_temperature = first.known.is_some_and(|unit| unit.quantity == Quantity::Temperature);
    if it.operation == Operation::Ratio && is_temperature {
        return Err(fill(words.temperatures_refused, &[&formula, first.unit]));
    }
    if first.unit == second.unit {
        return Ok(Conversion::NONE);
    }
    let known = second.known.zip(first.known);
    known.and_then(|(from, to)| from.conversion_to(to)).ok_or_else(|| {
        let [a, b] = [first.unit, second.unit].map(|unit| match unit {
            "" => words.no_unit,
            unit => unit,
        });
        fill(words.units_refused, &[&formula, a, b])
    })
}

/// A series that was computed.
#[derive(Debug)]
pub struct Computed {
    /// Its rows.
    pub series: Series,
    /// Numbers further apart in time were not put together.
    pub tolerance_us: i64,
}

/// Computes a series from all rows of two, in the units in which they are shown; `conversion` brings the second's numbers
/// to the first's unit.
pub fn compute(
    operation: Operation,
    conversion: Conversion,
    first: &Series,
    second: &Series,
) -> Computed {
    let tolerance_us = usual_tolerance_us(first, second);
    let spacing = first.usual_step_us().and_then(Spacing::from_us);
    let mut series = Series::new(SeriesOptions { spacing, ..SeriesOptions::default() });
    if let Some(all) = first.extent() {
        let operands = (
            Operand { series: first, conversion: Conversion::NONE },
            Operand { series: second, conversion },
        );
        series.append(&derived(operands, operation, all, tolerance_us));
    }
    Computed { series, tolerance_us }
}

/// With how many decimals its values are shown, told those of the two.
pub fn decimals(operation: Operation, first: usize, second: usize) -> usize {
    match operation {
        Operation::Difference => first.max(second),
        Operation::Ratio => RATIO_DECIMALS,
    }
}

/// What is here of what is computed from two: where both are.
pub fn covered_by_both(first: &Coverage, second: &Coverage) -> Coverage {
    first.ranges().iter().flat_map(|range| second.within(*range)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::ENGLISH;

    fn asked(text: &str) -> Result<Recipe, String> {
        let of = |variable: &'static str, unit: &'static str| {
            let known =
                gagehouse_model::Unit { symbol: Some(unit.to_owned()), ..Default::default() };
            Ingredient {
                variable,
                stands_for: "",
                unit,
                known: known.known(),
                site: "Copper Bridge",
                label: variable,
                datum: None,
            }
        };
        let all = [
            of("Stage", "m"),
            of("Stage", "ft"),
            of("Turbidity", "NTU"),
            of("Water temperature", "°C"),
            of("Air temperature", "°F"),
            of("Wind direction", "°"),
        ];
        let it: Derived = text.parse().unwrap();
        recipe(it, &all[it.first], &all[it.second], &ENGLISH)
    }

    #[test]
    fn a_difference_is_in_the_unit_of_the_first_and_a_ratio_has_none() {
        let made = ["difference,1,2", "ratio,2,1", "difference,4,5"].map(|text| {
            let recipe = asked(text).unwrap();
            crate::axes::title(&recipe.variable, &recipe.unit)
        });
        assert_eq!(
            made,
            [
                "Difference 1 − 2: Stage (m)",
                "Ratio 2 ÷ 1: Stage",
                "Difference 4 − 5: Water temperature and Air temperature (°C)"
            ]
        );
        assert_eq!(asked("difference,1,2").unwrap().conversion.apply(1.0), 0.3048);
    }

    #[test]
    fn units_that_do_not_convert_are_refused_with_words() {
        for (text, why) in [
            ("difference,1,3", "1 − 3: values in m and in NTU cannot be brought to one unit"),
            ("ratio,3,1", "3 ÷ 1: values in NTU and in m cannot be brought to one unit"),
            ("ratio,4,5", "4 ÷ 5: a ratio of temperatures in °C says nothing"),
            ("difference,6,1", "6 − 1: Wind direction is a direction"),
        ] {
            let refused = asked(text).unwrap_err();
            assert!(refused.starts_with(why), "{text}: {refused}");
        }
    }

    #[test]
    fn only_what_is_here_of_both_is_here_of_what_is_computed() {
        let at = gagehouse_model::TimeUs;
        let range = |start, end| gagehouse_model::TimeRange { start: at(start), end: at(end) };
        let first: Coverage = [range(0, 10), range(20, 30)].into_iter().collect();
        let second: Coverage = [range(5, 25)].into_iter().collect();
        assert_eq!(covered_by_both(&first, &second).ranges(), [range(5, 10), range(20, 25)]);
    }
}
