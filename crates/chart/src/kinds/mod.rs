//! Other charts of the same series and window: histogram, boxes, exceedance, probability, scatter.
//!
//! Numbers are counted and summed in the observations crate; here they become an [`crate::xy::XyChart`].

pub mod boxes;
pub mod exceedance;
pub mod histogram;
pub mod probability;
pub mod scatter;

use crate::format::exact;
use gagehouse_observations::Series;

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
