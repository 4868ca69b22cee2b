//! What `run.mjs` measured, and what can be reckoned from it.

use std::collections::BTreeMap;

use serde::Deserialize;

/// By subject, `gagehouse` among them.
pub type BySubject<T> = BTreeMap<String, T>;

#[derive(Deserialize)]
pub struct Outcome {
    /// Of Chromium.
    pub version: String,
    /// Load average of the machine at the start.
    pub load: f64,
    pub plot: PlotSize,
    pub constants: Constants,
    pub correctness: Option<BySubject<Verdict>>,
    pub startup: Option<BySubject<Vec<Startup>>>,
    /// Moves of a plot of many series.
    pub many: Option<Vec<Step>>,
    /// By number of observations.
    pub sizes: BTreeMap<u64, Size>,
}

/// In CSS pixels, which are device pixels here.
#[derive(Deserialize)]
pub struct PlotSize {
    pub width: f64,
    pub height: f64,
}

/// Bytes a millisecond, and milliseconds.
#[derive(Deserialize)]
pub struct Constants {
    pub copy: f64,
    pub scan: f64,
    pub column: f64,
    pub axes: f64,
}

#[derive(Deserialize)]
pub struct Size {
    pub arrival: Option<Arrival>,
    pub memory: Option<BySubject<Vec<Pixels>>>,
    pub http: Option<BySubject<Vec<Pixels>>>,
    pub frames: Option<BySubject<Frames>>,
    pub bytes: Option<BySubject<Memory>>,
}

/// Milliseconds until all pages were handed over.
#[derive(Deserialize)]
pub struct Arrival {
    pub memory: f64,
    pub http: f64,
}

/// One run from the first request to the plot, in milliseconds.
#[derive(Deserialize)]
pub struct Pixels {
    pub total: f64,
    pub first: f64,
    pub raster: f64,
}

#[derive(Deserialize)]
pub struct Frames {
    pub steps: Vec<Step>,
    pub wide: Vec<Step>,
}

/// One zoom or move, in milliseconds.
#[derive(Deserialize, Clone, Copy)]
pub struct Step {
    pub script: f64,
    pub raster: f64,
    /// Another frame began while its event was handled: its script cannot be told apart.
    #[serde(rename = "isTorn")]
    pub is_torn: bool,
}

#[derive(Deserialize)]
pub struct Memory {
    pub empty: Bytes,
    pub full: Bytes,
}

/// Bytes after rubbish was collected.
#[derive(Deserialize)]
pub struct Bytes {
    pub heap: f64,
    pub wasm: f64,
    pub resident: f64,
}

/// How a picture of the hard series compares with its rows.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Verdict {
    pub columns: u32,
    pub wrong: u32,
    pub spikes: u32,
    pub lost: u32,
    pub equal: u32,
    pub equal_lost: u32,
    pub result_gaps: u32,
    pub result_gaps_bridged: u32,
    pub row_gaps: u32,
    pub row_gaps_bridged: u32,
}

/// One cold start on a slow machine and line.
#[derive(Deserialize)]
pub struct Startup {
    /// Milliseconds.
    pub took: f64,
    /// As sent.
    pub bytes: f64,
    pub requests: f64,
}

/// The value below which such a share of the values lies; NaN when there are none.
pub fn quantile(values: impl Iterator<Item = f64>, share: f64) -> f64 {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(f64::total_cmp);
    let at = ((values.len() as f64 * share) as usize).min(values.len().saturating_sub(1));
    values.get(at).copied().unwrap_or(f64::NAN)
}

/// The middle value and the median distance from it.
pub fn middle(values: impl Iterator<Item = f64> + Clone) -> (f64, f64) {
    let median = quantile(values.clone(), 0.5);
    (median, quantile(values.map(|value| (value - median).abs()), 0.5))
}

/// The least time from the first request to the plot (in milliseconds): pages of 10,000 rows arrive one after the
/// other, each is read by a loop that checks nothing while the next one comes, then columns and axes are drawn.
pub fn limit(rows: u64, arrival: f64, constants: &Constants, plot: &PlotSize) -> f64 {
    const ROW_BYTES: f64 = 46.0;
    const PAGE_ROWS: u64 = 10_000;
    let read = |rows: u64| rows as f64 * ROW_BYTES / constants.scan;
    let arrived_and_read = (arrival + read(rows.min(PAGE_ROWS))).max(read(rows));
    arrived_and_read + plot.width * constants.column + constants.axes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_limit_is_reading_when_pages_are_here_at_once_and_arrival_when_they_are_late() {
        let constants = Constants { copy: 1e7, scan: 1e6, column: 0.001, axes: 1.0 };
        let plot = PlotSize { width: 1_000.0, height: 400.0 };
        assert_eq!(limit(1_000_000, 0.0, &constants, &plot), 46.0 + 1.0 + 1.0);
        assert_eq!(limit(1_000_000, 500.0, &constants, &plot), 500.46 + 1.0 + 1.0);
    }

    #[test]
    fn one_slow_run_does_not_move_the_middle() {
        assert_eq!(middle([3.0, 1.0, 2.0, 90.0, 2.5].into_iter()), (2.5, 0.5));
        assert!(quantile(std::iter::empty(), 0.5).is_nan());
    }
}
