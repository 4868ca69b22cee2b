//! The kinds of plot that are not over time: histogram, boxes, exceedance, probability, scatter.

use super::scene::Scene;
use gagehouse_chart::axes::title;
use gagehouse_chart::kinds::{self, Charted};
use gagehouse_chart::xy::XyChart;
use gagehouse_observations::Period;

/// The charts of a scene; none when it is over time.
pub fn charts(scene: &Scene) -> Vec<XyChart> {
    let (plot, words) = (&scene.plot, scene.words);
    if plot.kind.is_over_time() {
        return Vec::new();
    }
    let is_curve = plot.kind.is_curve();
    let texts = scene.series.iter().map(|series| {
        let label = if is_curve { series.subject.label(words) } else { series.label(words) };
        (label, title(&series.subject.record.variable_name, &series.shown.unit))
    });
    let texts: Vec<(String, String)> = texts.collect();
    let series = scene.series.iter().zip(&texts).map(|(series, (label, quantity))| {
        let charted = Charted {
            series: if is_curve { series.in_unit() } else { series.drawn() },
            style: series.subject.style,
            label,
            quantity,
            decimals: series.rows.decimals,
            log: plot.axis(quantity).log,
            words: &words.charts,
        };
        let stamp = plot.stamp(&series.subject.name);
        (charted, series.subject.aggregation(Period::Day, stamp))
    });
    kinds::charts(plot, &series.collect::<Vec<_>>(), scene.window)
}
