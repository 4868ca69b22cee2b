//! Other charts of the same series and window: histogram, boxes, exceedance, probability, scatter, and the calendar.
//!
//! Numbers are counted and summed in the observations crate; here they become an [`crate::xy::XyChart`] or a
//! [`crate::calendar::chart::DaysChart`].

pub mod boxes;
pub mod exceedance;
pub mod histogram;
pub mod probability;
pub mod scatter;

use crate::PlotQuery;
use crate::calendar::chart::DaysChart;
use crate::draw::{Palette, svg_file};
use crate::format::exact;
use crate::query::PlotKind;
use crate::words::ChartWords;
use crate::xy::{self, XyChart};
use gagehouse_model::TimeRange;
use gagehouse_observations::{Aggregation, Series};
use plotters_backend::{DrawingBackend, DrawingErrorKind};

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

/// A chart that is not over time.
#[derive(Debug, Clone, PartialEq)]
pub enum Chart {
    /// Of one quantity over another, or over categories.
    Xy(XyChart),
    /// Of days.
    Days(DaysChart),
}

impl Chart {
    /// What it shows, for a heading.
    pub fn title(&self) -> &String {
        match self {
            Self::Xy(chart) => &chart.title,
            Self::Days(chart) => &chart.title,
        }
    }

    /// What must be said beside it.
    pub fn notes(&self) -> &[String] {
        match self {
            Self::Xy(chart) => &chart.notes,
            Self::Days(chart) => &chart.notes,
        }
    }

    /// Heads and rows of the same as numbers.
    pub fn table(&self) -> (&[String], &[Vec<String>]) {
        match self {
            Self::Xy(chart) => (&chart.heads, &chart.rows),
            Self::Days(chart) => (&chart.heads, &chart.rows),
        }
    }

    /// The height that it needs in a width; none for a chart that fills what it is given.
    pub fn own_height_px(&self, width_px: f64, font_px: f64) -> Option<f64> {
        match self {
            Self::Xy(_) => None,
            Self::Days(chart) => Some(chart.arranged(width_px, font_px).height_px),
        }
    }

    /// Draws it in a rectangle of a size.
    ///
    /// # Errors
    /// What the backend refuses.
    pub fn draw<B: DrawingBackend>(
        &self,
        backend: &mut B,
        size_px: (f64, f64),
        font_px: f64,
        palette: &Palette,
    ) -> Result<(), DrawingErrorKind<B::ErrorType>> {
        match self {
            Self::Xy(chart) => xy::draw(backend, chart, size_px, font_px, palette),
            Self::Days(chart) => chart.draw(backend, size_px, font_px, palette),
        }
    }

    /// As an SVG file.
    pub fn svg(&self, size_px: (f64, f64), font_px: f64, palette: &Palette) -> String {
        let size = (size_px.0.round() as u32, size_px.1.round() as u32);
        svg_file(size, palette, |backend, palette| self.draw(backend, size_px, font_px, palette))
    }
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
