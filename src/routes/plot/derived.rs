//! Series computed from two others of the plot, beside those of the catalog.

use super::series_info::SeriesInfo;
use gagehouse_chart::PlotQuery;
use gagehouse_chart::derived::{Ingredient, recipe};
use gagehouse_chart::query::Derived;
use gagehouse_chart::words::ENGLISH;
use gagehouse_model::DatastreamRef;
use gagehouse_model::unit::Conversion;
use gagehouse_observations::compare::derived::Operation;

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
    let labels = [first.label(), second.label()];
    let made =
        recipe(it, &ingredient(first, &labels[0]), &ingredient(second, &labels[1]), &ENGLISH)?;
    let begin = first.begin.max(second.begin);
    let end = first.end.zip(second.end).map(|(a, b)| a.min(b));
    Ok(SeriesInfo {
        name: it.name(),
        style,
        variable: made.variable,
        measured_unit: made.unit.clone(),
        unit: made.unit,
        known_unit: made.known,
        conversion: Conversion::NONE,
        datum: None,
        aggregation: String::new(),
        site: made.site,
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
                ("Computation", made.words.clone()),
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
            conversion: made.conversion,
            words: made.words,
        }),
    })
}

fn ingredient<'a>(info: &'a SeriesInfo, label: &'a str) -> Ingredient<'a> {
    Ingredient {
        variable: &info.variable,
        stands_for: &info.aggregation,
        unit: &info.unit,
        known: info.known_unit,
        site: &info.site,
        label,
        datum: info.datum,
    }
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

    fn info(name: &str, unit: &str) -> SeriesInfo {
        let known = gagehouse_model::Unit { symbol: Some(unit.to_owned()), ..Default::default() };
        SeriesInfo {
            name: name.parse().unwrap(),
            style: 0,
            variable: "Stage".to_owned(),
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

    #[test]
    fn what_is_computed_comes_after_the_series_and_what_cannot_be_is_told() {
        let infos = [info("a:1", "m"), info("a:2", "ft"), info("a:3", "NTU")];
        let text = "d=a:1&d=a:2&d=a:3&derive=difference,1,2&derive=difference,1,3";
        let (made, refused) = infos_of(&PlotQuery::parse(text).0, &infos);
        assert_eq!((made.len(), made[0].style), (1, 3));
        assert_eq!(made[0].axis_title(), "Difference 1 − 2: Stage (m)");
        assert_eq!(refused, ["1 − 3: values in m and in NTU cannot be brought to one unit"]);
    }
}
