//! Series computed from two others of the plot: what they are called, whether their units allow it, their rows.

use super::series_info::SeriesInfo;
use super::store::Held;
use gagehouse_chart::PlotQuery;
use gagehouse_chart::query::Derived;
use gagehouse_model::unit::{Conversion, Quantity};
use gagehouse_model::{Coverage, DatastreamRef, TimeRange};
use gagehouse_observations::Columns;
use gagehouse_observations::Statistic;
use gagehouse_observations::compare::derived::{Operand, Operation, derived};
use gagehouse_observations::compare::matching::usual_tolerance_us;

/// What a series is computed from.
#[derive(Debug, Clone, PartialEq)]
pub struct MadeOf {
    /// What is made of the two.
    pub operation: Operation,
    /// The first.
    pub first: DatastreamRef,
    /// The second.
    pub second: DatastreamRef,
    /// From the second's unit into the first's, as both are shown.
    pub conversion: Conversion,
    /// What the two are, in full.
    pub words: String,
}

/// The series that an address asks to compute, and why some cannot be.
pub fn infos_of(query: &PlotQuery, infos: &[SeriesInfo]) -> (Vec<SeriesInfo>, Vec<String>) {
    let (mut made, mut refused) = (Vec::new(), Vec::new());
    for (number, it) in query.derived.iter().enumerate() {
        let find = |place: usize| {
            let name = query.series.get(place)?;
            infos.iter().find(|info| info.name == *name)
        };
        // What the catalog does not know is told about itself.
        let Some((first, second)) = find(it.first).zip(find(it.second)) else { continue };
        match info_of(*it, first, second, query.series.len() + number) {
            Ok(info) => made.push(info),
            Err(why) => refused.push(why),
        }
    }
    (made, refused)
}

fn info_of(
    it: Derived,
    first: &SeriesInfo,
    second: &SeriesInfo,
    style: usize,
) -> Result<SeriesInfo, String> {
    let conversion = common_unit(it, first, second)?;
    let (word, unit) = match it.operation {
        Operation::Difference => ("Difference", first.unit.clone()),
        Operation::Ratio => ("Ratio", String::new()),
    };
    let formula = it.formula();
    let sign = if it.operation == Operation::Difference { "minus" } else { "divided by" };
    let begin = first.begin.max(second.begin);
    let end = first.end.zip(second.end).map(|(a, b)| a.min(b));
    let both = |a: &str, b: &str| if a == b { a.to_owned() } else { format!("{a} and {b}") };
    let heights = first.datum.is_some() && second.datum.is_some();
    let zeros = if heights && (first.site != second.site || first.datum != second.datum) {
        "; their heights are counted from different zeros"
    } else {
        ""
    };
    let words = format!("{} {sign} {}{zeros}", first.label(), second.label());
    Ok(SeriesInfo {
        name: it.name(),
        style,
        variable: format!("{word} {formula}: {}", both(&first.variable, &second.variable)),
        measured_unit: unit.clone(),
        unit,
        known_unit: first.known_unit.filter(|_| it.operation == Operation::Difference),
        conversion: Conversion::NONE,
        datum: None,
        aggregation: String::new(),
        site: both(&first.site, &second.site),
        site_path: None,
        source: "Computed here".to_owned(),
        level: String::new(),
        unreviewed: first.unreviewed || second.unreviewed,
        synthetic: first.synthetic || second.synthetic,
        results_hidden: false,
        disclaimer: None,
        observations_url: String::new(),
        no_data_value: None,
        spacing: first.spacing,
        zone: first.zone.clone(),
        blocks: vec![(
            "Computed Series",
            vec![
                ("Computation", words.clone()),
                ("First", first.name.to_string()),
                ("Second", second.name.to_string()),
            ],
        )],
        begin,
        end,
        value_count: None,
        revision: None,
        made_of: Some(MadeOf {
            operation: it.operation,
            first: first.name.clone(),
            second: second.name.clone(),
            conversion,
            words,
        }),
    })
}

/// How the second's numbers become those of the first's unit, or why they cannot.
fn common_unit(it: Derived, first: &SeriesInfo, second: &SeriesInfo) -> Result<Conversion, String> {
    let formula = it.formula();
    for info in [first, second] {
        if Statistic::fitting(&info.variable, Some(&info.aggregation)) == Statistic::CircularMean {
            return Err(format!(
                "{formula}: {} is a direction, and directions are not subtracted or divided like numbers",
                info.variable
            ));
        }
    }
    let is_temperature =
        first.known_unit.is_some_and(|unit| unit.quantity == Quantity::Temperature);
    if it.operation == Operation::Ratio && is_temperature {
        return Err(format!(
            "{formula}: a ratio of temperatures in {} says nothing, since their zero is a convention",
            first.unit
        ));
    }
    if first.unit == second.unit {
        return Ok(Conversion::NONE);
    }
    let known = second.known_unit.zip(first.known_unit);
    known.and_then(|(from, to)| from.conversion_to(to)).ok_or_else(|| {
        let named =
            |unit: &str| if unit.is_empty() { "no unit".to_owned() } else { unit.to_owned() };
        format!(
            "{formula}: values in {} and in {} cannot be brought to one unit",
            named(&first.unit),
            named(&second.unit)
        )
    })
}

/// Rows that were computed.
pub struct Computed {
    /// The rows.
    pub rows: Columns,
    /// Numbers further apart in time were not put together.
    pub tolerance_us: i64,
}

/// Computes the rows of a series from all rows of its two.
pub fn compute(made_of: &MadeOf, first: &Held, second: &Held) -> Computed {
    let tolerance_us = usual_tolerance_us(&first.series, &second.series);
    let operands = (
        Operand { series: &first.series, conversion: Conversion::NONE },
        Operand { series: &second.series, conversion: made_of.conversion },
    );
    let extent: Option<TimeRange> = first.series.extent();
    let rows = extent.map(|all| derived(operands, made_of.operation, all, tolerance_us));
    Computed { rows: rows.unwrap_or_default(), tolerance_us }
}

/// What is here of what is computed from two: where both are.
pub fn covered_by_both(first: &Held, second: &Held) -> Coverage {
    let ranges = first.state.covered.ranges().iter();
    ranges.flat_map(|range| second.state.covered.within(*range)).collect()
}

/// A length of time in words: `7.5 min`.
pub fn tolerance_text(tolerance_us: i64) -> String {
    let seconds = tolerance_us as f64 / 1e6;
    match seconds {
        s if s < 120.0 => format!("{s} s"),
        s if s < 7_200.0 => format!("{} min", s / 60.0),
        s => format!("{} h", s / 3_600.0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn info(name: &str, variable: &str, unit: &str) -> SeriesInfo {
        let known = gagehouse_model::Unit { symbol: Some(unit.to_owned()), ..Default::default() };
        SeriesInfo {
            name: name.parse().unwrap(),
            style: 0,
            variable: variable.to_owned(),
            unit: unit.to_owned(),
            measured_unit: unit.to_owned(),
            known_unit: known.known(),
            conversion: Conversion::NONE,
            datum: None,
            aggregation: String::new(),
            site: "Copper Bridge".to_owned(),
            site_path: None,
            source: String::new(),
            level: String::new(),
            unreviewed: false,
            synthetic: true,
            results_hidden: false,
            disclaimer: None,
            observations_url: String::new(),
            no_data_value: None,
            spacing: None,
            zone: None,
            blocks: Vec::new(),
            begin: None,
            end: None,
            value_count: None,
            revision: None,
            made_of: None,
        }
    }

    fn asked(text: &str) -> (Vec<SeriesInfo>, Vec<String>) {
        let infos = [
            info("a:1", "Stage", "m"),
            info("a:2", "Stage", "ft"),
            info("a:3", "Turbidity", "NTU"),
            info("a:4", "Water temperature", "°C"),
            info("a:5", "Air temperature", "°F"),
            info("a:6", "Wind direction", "°"),
        ];
        let names = "d=a:1&d=a:2&d=a:3&d=a:4&d=a:5&d=a:6&derive=";
        infos_of(&PlotQuery::parse(&format!("{names}{text}")).0, &infos)
    }

    #[test]
    fn a_difference_is_in_the_unit_of_the_first_and_a_ratio_has_none() {
        let (made, refused) = asked("difference,1,2&derive=ratio,2,1&derive=difference,4,5");
        assert_eq!(refused, Vec::<String>::new());
        let told: Vec<_> = made.iter().map(SeriesInfo::axis_title).collect();
        assert_eq!(
            told,
            [
                "Difference 1 − 2: Stage (m)",
                "Ratio 2 ÷ 1: Stage",
                "Difference 4 − 5: Water temperature and Air temperature (°C)"
            ]
        );
        let in_metres = made[0].made_of.as_ref().unwrap().conversion;
        assert_eq!(in_metres.apply(1.0), 0.3048);
        assert_eq!(made[0].style, 6);
    }

    #[test]
    fn units_that_do_not_convert_are_refused_with_words() {
        for (text, why) in [
            ("difference,1,3", "1 − 3: values in m and in NTU cannot be brought to one unit"),
            ("ratio,3,1", "3 ÷ 1: values in NTU and in m cannot be brought to one unit"),
            ("ratio,4,5", "4 ÷ 5: a ratio of temperatures in °C says nothing"),
            ("difference,6,1", "6 − 1: Wind direction is a direction"),
        ] {
            let (made, refused) = asked(text);
            assert!(made.is_empty() && refused[0].starts_with(why), "{text}: {refused:?}");
        }
    }
}
