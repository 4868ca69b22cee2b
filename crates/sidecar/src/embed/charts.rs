//! The kinds of plot that are not over time: histogram, boxes, exceedance, probability, scatter, calendar.

use super::scene::Scene;
use gagehouse_chart::axes::title;
use gagehouse_chart::calendar::chart::days_chart;
use gagehouse_chart::kinds::{self, Chart, Charted};
use gagehouse_chart::query::PlotKind;
use gagehouse_observations::{Period, Stamp};

/// The charts of a scene; none when it is over time.
pub fn charts(scene: &Scene) -> Vec<Chart> {
    let (plot, words) = (&scene.plot, scene.words);
    if plot.kind.is_over_time() {
        return Vec::new();
    }
    let of_days = plot.kind.puts_days_together();
    let texts = scene.series.iter().map(|series| {
        let label = if of_days { series.subject.label(words) } else { series.label(words) };
        (label, title(&series.subject.record.variable_name, &series.shown.unit))
    });
    let texts: Vec<(String, String)> = texts.collect();
    let series = scene.series.iter().zip(&texts).map(|(series, (label, quantity))| {
        let charted = Charted {
            series: if of_days { series.in_unit() } else { series.drawn() },
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
    let series: Vec<_> = series.collect();
    if plot.kind == PlotKind::Calendar {
        let calendars =
            scene.series.iter().zip(&series).filter_map(|(series, (charted, daily))| {
                let days = (&daily.zone, Stamp::Instant);
                days_chart(charted, &series.rows.covered, scene.window, days)
            });
        return calendars.map(Chart::Days).collect();
    }
    kinds::charts(plot, &series, scene.window).into_iter().map(Chart::Xy).collect()
}
