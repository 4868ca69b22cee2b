//! Series computed from two others of the plot: a difference, a ratio.

use super::rows::Rows;
use super::series::{SceneSeries, Setting};
use super::subject::Subject;
use super::words::{Words, fill};
use gagehouse_chart::axes;
use gagehouse_chart::conditions::Shown;
use gagehouse_chart::derived::{Recipe, compute, covered_by_both, decimals, recipe};
use gagehouse_chart::query::{Derived, PlotQuery};
use gagehouse_chart::words::ENGLISH;
use gagehouse_model::unit::Conversion;
use std::sync::Arc;

/// Whether a series at a place of the address must be read for what is drawn: it is, or is computed from.
pub fn needs(plot: &PlotQuery, place: usize) -> bool {
    let is_shown = plot.series.get(place).is_some_and(|name| plot.is_shown(name));
    let is_used = |it: &Derived| it.first == place || it.second == place;
    is_shown || plot.derived.iter().any(|it| is_used(it) && plot.is_shown(&it.name()))
}

/// Adds what an address asks to compute from its series, and says why some cannot be. `plot` is what is drawn: what it
/// decides about axes names them in English, as the app does, and then by the words of the embed.
pub fn add(
    series: &mut Vec<SceneSeries>,
    plot: &mut PlotQuery,
    setting: Setting<'_>,
    words: &Words,
) -> Vec<String> {
    let mut refused = Vec::new();
    for (number, it) in setting.plot.derived.iter().enumerate() {
        let find = |place: usize| series.iter().find(|series| series.subject.style == place);
        // What is not here is told about itself.
        let Some((first, second)) = find(it.first).zip(find(it.second)) else { continue };
        let made = |words: &Words, charts| {
            let labels = [first.subject.label(words), second.subject.label(words)];
            let first = first.ingredient(setting.plot, &labels[0]);
            recipe(*it, &first, &second.ingredient(setting.plot, &labels[1]), charts)
        };
        match made(words, &words.charts) {
            Err(why) => refused.push(fill(words.not_computed, &[&why])),
            Ok(recipe) => {
                if let Ok(english) = made(words, &ENGLISH) {
                    rename(plot, &english, &recipe);
                }
                let style = setting.plot.series.len() + number;
                series.push(computed(setting, *it, (first, second), (recipe, style)));
            }
        }
    }
    refused
}

/// Lets what an address says of an axis hold for the same axis in other words.
fn rename(plot: &mut PlotQuery, english: &Recipe, told: &Recipe) {
    let [from, to] = [english, told].map(|recipe| axes::title(&recipe.variable, &recipe.unit));
    let of_axes = plot.axes.iter_mut().map(|axis| &mut axis.title);
    let all = of_axes.chain(plot.thresholds.iter_mut().map(|threshold| &mut threshold.title));
    all.filter(|title| **title == from).for_each(|title| title.clone_from(&to));
}

fn computed(
    setting: Setting<'_>,
    it: Derived,
    (first, second): (&SceneSeries, &SceneSeries),
    (recipe, style): (Recipe, usize),
) -> SceneSeries {
    let made = compute(it.operation, recipe.conversion, first.in_unit(), second.in_unit());
    let both = [first, second].map(|series| series.rows.as_ref());
    let rows = Rows {
        series: made.series,
        covered: covered_by_both(&both[0].covered, &both[1].covered),
        holes: both.iter().flat_map(|rows| rows.holes.iter().cloned()).collect(),
        decimals: decimals(it.operation, both[0].decimals, both[1].decimals),
        read: both[0].read.min(both[1].read),
        failure: None,
    };
    let mut record = first.subject.record.clone();
    record.variable_name = recipe.variable;
    record.aggregation_statistic = None;
    record.processing_level = None;
    record.processing_level_definition = None;
    record.value_count = None;
    record.begin = record.begin.max(second.subject.record.begin);
    record.end = record.end.zip(second.subject.record.end).map(|(a, b)| a.min(b));
    let site = gagehouse_catalog::SiteRecord { name: recipe.site, ..first.subject.site.clone() };
    let subject = Subject { name: it.name(), style, record, site, ..first.subject.clone() };
    let shown = Shown { unit: recipe.unit, conversion: Conversion::NONE };
    SceneSeries::computed(setting, (subject, Arc::new(rows), shown), recipe.words)
}
