//! Other charts of the same series and window: histogram, boxes, exceedance, probability, scatter.
//!
//! Numbers are counted and summed in the observations crate; here they become an [`crate::xy::XyChart`].

pub mod boxes;
pub mod exceedance;
pub mod histogram;
pub mod probability;
pub mod scatter;

use crate::PlotQuery;
use crate::format::exact;
use crate::query::PlotKind;
use crate::words::ChartWords;
use crate::xy::XyChart;
use gagehouse_model::TimeRange;
use gagehouse_observations::{Aggregation, Series};

/// A series of which a chart is made.
#[derive(Debug, Clone, Copy)]
pub struct Charted<'a> {
    /// Its rows.
    pub series: &'a Series,
    /// Its colour, from 0.
    pub style: usize,
    /// Site, variable and level.
    pub label: &'a str,
    /// Observed property and unit.
    pub quantity: &'a str,
    /// With how many decimals its values are written.
    pub decimals: usize,
    /// Whether its values stand on a logarithmic scale.
    pub log: bool,
    /// What its chart says.
    pub words: &'static ChartWords,
}

/// The charts of the kind that an address asks for, one for each series or pair, each series with how its days are put
/// together: by the standard clock of its site. None for kinds over time.
pub fn charts(
    query: &PlotQuery,
    series: &[(Charted<'_>, Aggregation)],
    window: TimeRange,
) -> Vec<XyChart> {
    let PlotQuery { kind, by, curve, .. } = *query;
    if let (PlotKind::Scatter, [(x, _), rest @ ..]) = (kind, series) {
        return rest.iter().filter_map(|(y, _)| scatter::chart(x, y, window)).collect();
    }
    let of_each = series.iter().filter_map(|(charted, daily)| match kind {
        PlotKind::Histogram => histogram::chart(charted, window),
        PlotKind::Boxes => boxes::chart(charted, window, by, &daily.zone),
        PlotKind::Exceedance => exceedance::chart(charted, window, curve, daily),
        PlotKind::Probability => probability::chart(charted, window, curve, daily),
        PlotKind::Time | PlotKind::Scatter | PlotKind::Calendar | PlotKind::Table => None,
    });
    of_each.collect()
}

impl Charted<'_> {
    fn text(&self, value: f64) -> String {
        exact_rounded(value, self.decimals)
    }
}

/// A computed number with two decimals more than what was measured.
fn exact_rounded(value: f64, decimals: usize) -> String {
    let power = 10f64.powi(decimals as i32 + 2);
    let rounded = (value * power).round() / power;
    exact(if rounded.is_finite() { rounded } else { value }, decimals)
}
