//! What a series says at the cursor.

use super::series_info::SeriesInfo;
use super::store::SeriesStore;
use gagehouse_chart::local::full_text;
use gagehouse_chart::quality::in_words;
use gagehouse_model::{DatastreamRef, TimeRange, TimeUs, ZoneOffsets};
use gagehouse_observations::ValueKind;

/// A row counts as being at the cursor when it is no further away than this share of the view.
const REACH: f64 = 0.02;

/// The row of a series at the cursor.
#[derive(Debug, Clone, PartialEq)]
pub struct Readout {
    /// The series.
    pub name: DatastreamRef,
    /// Its style.
    pub style: usize,
    /// When the row was observed.
    pub time: TimeUs,
    /// The number to mark, when it is one.
    pub number: Option<f64>,
    /// The value in words, with its unit.
    pub value: String,
    /// What its source says about its quality, possibly nothing.
    pub quality: String,
}

impl Readout {
    /// What the series say at an instant, those that have a row near it.
    pub fn at(
        time: TimeUs,
        infos: &[SeriesInfo],
        store: SeriesStore,
        view: Option<TimeRange>,
    ) -> Vec<Self> {
        let reach_us = view.map_or(0.0, |view| view.len_us() as f64 * REACH);
        infos.iter().filter_map(|info| Self::of(time, info, store, reach_us)).collect()
    }

    /// The row of one series, if it is near.
    pub fn of_one(
        time: TimeUs,
        info: &SeriesInfo,
        store: SeriesStore,
        view: TimeRange,
    ) -> Option<Self> {
        Self::of(time, info, store, view.len_us() as f64 * REACH)
    }

    fn of(time: TimeUs, info: &SeriesInfo, store: SeriesStore, reach_us: f64) -> Option<Self> {
        store
            .with(&info.name, |held| {
                let drawn = held.drawn();
                let row = drawn.nearest(time)?;
                let usual_us = drawn.longest_step_us().unwrap_or(0) as f64;
                let distance_us = row.time.0.abs_diff(time.0) as f64;
                if distance_us > reach_us.max(usual_us) {
                    return None;
                }
                let kind = drawn.kind(row.value);
                let quality = drawn.quality_words().get(usize::from(row.quality));
                let number = held.drawn_text(row.value);
                let state = drawn.state_words().get(usize::from(row.state));
                let state = state.filter(|_| row.state != 0);
                let value = match kind {
                    ValueKind::Number => info.with_unit_and_datum(&number),
                    ValueKind::Missing => state.map_or("no value", String::as_str).to_owned(),
                    ValueKind::NoData => format!("no data ({number})"),
                    ValueKind::NonFinite => format!("no finite value ({number})"),
                };
                Some(Self {
                    name: info.name.clone(),
                    style: info.style,
                    time: row.time,
                    number: (kind == ValueKind::Number).then_some(row.value),
                    value,
                    quality: quality.map(in_words).unwrap_or_default(),
                })
            })
            .flatten()
    }

    /// In a sentence, for people who hear it.
    pub fn sentence(&self, label: &str, zone: &ZoneOffsets) -> String {
        let quality = match self.quality.as_str() {
            "" => String::new(),
            quality => format!(", quality {quality}"),
        };
        format!("{label}: {}{quality}, {}.", self.value, full_text(zone, self.time))
    }
}
