//! The rows that the page holds, outside of signals: what changes them counts a version up.

use super::derived::MadeOf;
use super::series_info::SeriesInfo;
use crate::api::observations::State;
use gagehouse_chart::derived::{compute, covered_by_both, decimals};
use gagehouse_chart::format::{computed, decimals_of_rows, exact};
use gagehouse_model::unit::Conversion;
use gagehouse_model::{DatastreamRef, TimeRange};
use gagehouse_observations::{
    Aggregation, Bin, Columns, Series, SeriesOptions, ValueKind, aggregate,
};
use leptos::prelude::*;
use std::collections::HashMap;
use std::rc::Rc;

/// Rows put together.
struct Aggregated {
    how: Aggregation,
    /// Of how many rows it was made.
    rows: usize,
    bins: Vec<Bin>,
    /// The complete bins, to draw.
    series: Series,
}

/// A series that is loaded, or being loaded.
pub struct Held {
    /// Its rows, in the unit in which they are shown.
    pub series: Series,
    /// Its rows as measured, while they are shown in another unit.
    measured: Option<Series>,
    conversion: Conversion,
    /// Its rows put together.
    aggregated: Option<Aggregated>,
    /// Whether that changed and nobody was told.
    is_changed: bool,
    /// Of how many rows in which units it was computed, and how far apart in time they may be; nothing when
    /// it was read.
    made_of: Option<(MadeOfRows, i64)>,
    /// With how many decimals its values are shown at least.
    pub decimals: usize,
    /// What is here, and what could not be had.
    pub state: State,
}

/// How many rows a series has, and from which unit they were converted.
pub type Made = (usize, Conversion);

/// The same of each of two series.
type MadeOfRows = [Made; 2];

impl Held {
    /// How far apart in time numbers may be that were put together; nothing when the series was read.
    pub fn tolerance_us(&self) -> Option<i64> {
        self.made_of.map(|(_, tolerance_us)| tolerance_us)
    }

    /// Its rows as measured.
    pub fn measured(&self) -> &Series {
        self.measured.as_ref().unwrap_or(&self.series)
    }

    /// What is drawn and read at the cursor: rows put together, or each by itself.
    pub fn drawn(&self) -> &Series {
        self.aggregated.as_ref().map_or(&self.series, |aggregated| &aggregated.series)
    }

    /// How rows were put together for what is drawn.
    pub fn aggregation(&self) -> Option<&Aggregation> {
        self.aggregated.as_ref().map(|aggregated| &aggregated.how)
    }

    /// The periods that begin in a window, in the unit as measured, while rows are put together.
    pub fn bins_as_measured(&self, window: TimeRange) -> Vec<Bin> {
        let Some(aggregated) = &self.aggregated else { return Vec::new() };
        let mut bins = match &self.measured {
            None => aggregated.bins.clone(),
            Some(measured) => measured.aggregated(window, &aggregated.how),
        };
        bins.retain(|bin| window.contains(bin.span.start));
        bins
    }

    /// Whether its rows are intervals with both ends, so that nobody has to say what their times mean.
    pub fn has_intervals(&self) -> bool {
        let last = self.series.len().checked_sub(1);
        [Some(0), last]
            .into_iter()
            .filter_map(|index| self.series.row(index?))
            .any(|row| row.duration_us > 0)
    }

    /// What [`Self::series`] was made of.
    pub fn made(&self) -> Made {
        (self.series.len(), self.conversion)
    }

    /// Whether its rows are put together so already.
    fn is_put_together(&self, how: &Aggregation) -> bool {
        let is_same = |known: &Aggregated| known.how == *how && known.rows == self.series.len();
        self.aggregated.as_ref().is_some_and(is_same)
    }

    /// A value of what is drawn in figures: as measured, or with a decimal more where it was computed.
    pub fn drawn_text(&self, value: f64) -> String {
        let is_computed = self.aggregated.is_some() && value.is_finite();
        if is_computed { self.computed_text(value) } else { self.text(value) }
    }

    /// A value of [`Self::series`] in figures: as measured, or with decimals that fit its other unit.
    pub fn text(&self, value: f64) -> String {
        let is_measured = self.measured.is_none() && self.made_of.is_none();
        if is_measured || self.series.kind(value) != ValueKind::Number {
            return exact(value, self.decimals);
        }
        if self.made_of.is_some() {
            return computed(value, self.decimals.saturating_sub(1));
        }
        self.computed_text(value)
    }

    /// A number computed from values of [`Self::series`], in figures.
    pub fn computed_text(&self, number: f64) -> String {
        let finer = (-self.conversion.ratio().log10()).ceil().clamp(0.0, 6.0) as usize;
        computed(number, self.decimals + finer)
    }

    /// Files a page as it was measured.
    fn append(&mut self, page: &Columns) {
        let Some(measured) = self.measured.as_mut() else { return self.series.append(page) };
        measured.append(page);
        let (no_data_value, by) = (measured.options().no_data_value, self.conversion);
        self.series.append(&page.mapped(|value| match ValueKind::of(value, no_data_value) {
            ValueKind::Number => by.apply(value),
            _ => value,
        }));
    }

    /// Shows the rows by a conversion of what was measured.
    fn convert(&mut self, conversion: Conversion) {
        if self.conversion == conversion {
            return;
        }
        let measured = self.measured.take().unwrap_or_else(|| self.series.clone());
        self.conversion = conversion;
        self.aggregated = None;
        if conversion.is_none() {
            self.series = measured;
        } else {
            self.series = measured.mapped(|value| conversion.apply(value));
            self.measured = Some(measured);
        }
    }
}

/// All series of the page, by name.
#[derive(Clone, Copy)]
pub struct SeriesStore {
    held: StoredValue<HashMap<DatastreamRef, Held>, LocalStorage>,
    version: RwSignal<u64>,
}

impl SeriesStore {
    /// An empty store of the current owner.
    pub fn new() -> Self {
        Self { held: StoredValue::new_local(HashMap::new()), version: RwSignal::new(0) }
    }

    /// Whoever calls this runs again when rows were added.
    pub fn track(self) {
        self.version.track();
    }

    /// Reads a series, if any of it was loaded.
    pub fn with<T>(self, name: &DatastreamRef, read: impl FnOnce(&Held) -> T) -> Option<T> {
        self.held.try_with_value(|held| held.get(name).map(read)).flatten()
    }

    /// Reads all series.
    pub fn with_all<T>(self, read: impl FnOnce(&HashMap<DatastreamRef, Held>) -> T) -> Option<T> {
        self.held.try_with_value(read)
    }

    /// Files pages, and notes how the loading of a series fares with them. What depends on rows learns of it
    /// by [`Self::announce`].
    pub fn take(self, info: &SeriesInfo, pages: &[Rc<Columns>], state: State) {
        self.hold(info, |held| {
            for page in pages {
                held.decimals = held.decimals.max(decimals_of_rows(page.value().iter().copied()));
                held.append(page);
            }
            held.state = state;
        });
    }

    /// Holes are being asked for again: they are on their way now.
    pub fn forget_holes(self, name: &DatastreamRef) {
        self.held.try_update_value(|held| {
            if let Some(held) = held.get_mut(name) {
                held.state.holes.clear();
            }
        });
        self.announce();
    }

    /// The parts of a window whose rows are not here, ascending.
    pub fn missing(self, name: &DatastreamRef, window: TimeRange) -> Vec<TimeRange> {
        self.with(name, |held| held.state.covered.missing(window)).unwrap_or_else(|| vec![window])
    }

    /// Whether observations of a window may be missing.
    pub fn is_incomplete(self, name: &DatastreamRef, window: TimeRange) -> bool {
        self.with(name, |held| !held.state.covered.covers(window)).unwrap_or(true)
    }

    /// Computes the rows of the series that are made of others, where those have changed.
    pub fn compute(self, infos: &[SeriesInfo]) {
        let changed = self.held.try_update_value(|all| {
            let mut changed = false;
            for info in infos {
                let Some(made_of) = &info.made_of else { continue };
                let Some((first, second)) = all.get(&made_of.first).zip(all.get(&made_of.second))
                else {
                    continue;
                };
                let rows = [first, second].map(Held::made);
                let covered = covered_by_both(&first.state.covered, &second.state.covered);
                let is_same = |before: &Held| {
                    before.made_of.is_some_and(|(of, _)| of == rows)
                        && before.state.covered == covered
                };
                if all.get(&info.name).is_some_and(is_same) {
                    continue;
                }
                let MadeOf { operation, conversion, .. } = *made_of;
                let made = compute(operation, conversion, &first.series, &second.series);
                let decimals = decimals(operation, first.decimals, second.decimals);
                let series = made.series;
                let holes = [first, second].into_iter().flat_map(|held| held.state.holes.clone());
                let holes = holes.collect();
                let state = State { covered, holes, rows: series.len() as u64, ..State::default() };
                let held = Held {
                    series,
                    measured: None,
                    conversion: Conversion::NONE,
                    aggregated: None,
                    is_changed: false,
                    made_of: Some((rows, made.tolerance_us)),
                    decimals,
                    state,
                };
                all.insert(info.name.clone(), held);
                changed = true;
            }
            changed
        });
        if changed == Some(true) {
            self.announce();
        }
    }

    fn hold(self, info: &SeriesInfo, change: impl FnOnce(&mut Held)) {
        let options = SeriesOptions {
            no_data_value: info.no_data_value,
            spacing: info.spacing,
            ..SeriesOptions::default()
        };
        self.held.try_update_value(|held| {
            change(held.entry(info.name.clone()).or_insert_with(|| Held {
                series: Series::new(options),
                measured: None,
                conversion: Conversion::NONE,
                aggregated: None,
                is_changed: false,
                made_of: None,
                decimals: 0,
                state: State::default(),
            }));
        });
    }

    /// Lets what depends on rows run again.
    pub fn announce(self) {
        self.version.try_update(|version| *version += 1);
    }

    /// Shows the rows of series in the units that they are shown in now.
    pub fn convert(self, infos: &[SeriesInfo]) {
        let changed = self.held.try_update_value(|held| {
            let mut changed = false;
            for info in infos {
                if let Some(held) = held.get_mut(&info.name) {
                    changed |= held.conversion != info.conversion;
                    held.convert(info.conversion);
                }
            }
            changed
        });
        if changed == Some(true) {
            self.announce();
        }
    }

    /// Which of these series are to be put together and are not yet. Those that are to be shown row by row are so from
    /// now on.
    pub fn to_put_together(
        self,
        asked: Vec<(DatastreamRef, Option<Aggregation>)>,
    ) -> Vec<(DatastreamRef, Aggregation)> {
        let left = self.held.try_update_value(|all| {
            let mut left = Vec::new();
            for (name, how) in asked {
                let Some(held) = all.get_mut(&name) else { continue };
                match how {
                    None => held.is_changed |= held.aggregated.take().is_some(),
                    Some(how) if held.is_put_together(&how) => {}
                    Some(how) => left.push((name, how)),
                }
            }
            left
        });
        left.unwrap_or_default()
    }

    /// Takes what was made of all rows of a series.
    pub fn put_together(self, name: &DatastreamRef, how: Aggregation, bins: Vec<Bin>) {
        self.held.try_update_value(|all| {
            if let Some(held) = all.get_mut(name) {
                let (rows, series) = (held.series.len(), aggregate::drawn(&bins));
                held.aggregated = Some(Aggregated { how, rows, bins, series });
                held.is_changed = true;
            }
        });
    }

    /// Lets what depends on rows run again, if any were put together, or are not any more.
    pub fn announce_put_together(self) {
        let changed = self.held.try_update_value(|all| {
            let each = all.values_mut().map(|held| std::mem::take(&mut held.is_changed));
            each.fold(false, |any, is_changed| any | is_changed)
        });
        if changed == Some(true) {
            self.announce();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_shown_in_another_unit_and_kept_as_measured() {
        let celsius = |symbol: &str| gagehouse_model::Unit {
            symbol: Some(symbol.to_owned()),
            ..Default::default()
        };
        let (from, to) = (celsius("°C").known().unwrap(), celsius("°F").known().unwrap());
        let conversion = from.conversion_to(to).unwrap();
        let options = SeriesOptions { no_data_value: Some(-9999.0), ..SeriesOptions::default() };
        let mut series = Series::new(options);
        let mut page = Columns::default();
        [100.0, -9999.0, f64::NAN].into_iter().zip(0..).for_each(|(value, time_us)| {
            page.push(time_us, value, 0);
        });
        series.append(&page);
        let measured = series.clone();
        let mut held = Held {
            series,
            measured: None,
            conversion: Conversion::NONE,
            aggregated: None,
            is_changed: false,
            made_of: None,
            decimals: 1,
            state: State::default(),
        };
        held.convert(conversion);
        let values: Vec<f64> = held.series.rows(0..2).map(|row| row.value).collect();
        assert_eq!(values, [212.0, -9999.0]);
        assert_eq!(
            (held.text(212.0), held.text(-9999.0)),
            ("212.00".to_owned(), "−9999.0".to_owned())
        );
        assert_eq!(held.measured().row(0), measured.row(0));
        held.convert(Conversion::NONE);
        assert_eq!((held.series.row(0), held.text(100.0)), (measured.row(0), "100.0".to_owned()));
    }
}
