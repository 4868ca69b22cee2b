//! Which axes a plot has, and on which of them each series stands.

use crate::frame::{AxisSpec, Side};
use crate::normal::Normal;
use crate::query::{AxisChoice, AxisPlace, DrawnAs, PlotQuery, Reach, Threshold};
use crate::scale::ValueScale;
use crate::years::value_range;
use gagehouse_model::TimeRange;
use gagehouse_observations::Series;
use gagehouse_observations::compare::years::SameDays;

/// Into so many columns a view is cut to find its smallest value above zero.
const COLUMNS_FOR_LEAST: u32 = 500;

/// A series that a plot shows, as far as it decides about axes.
#[derive(Debug, Clone, Copy)]
pub struct Shown<'a> {
    /// What is observed.
    pub property: &'a str,
    /// In which unit, possibly empty.
    pub unit: &'a str,
    /// Its colour and marker, from 0.
    pub style: usize,
    /// As what it is drawn.
    pub drawn_as: DrawnAs,
    /// Its rows; `None` before any came.
    pub series: Option<&'a Series>,
    /// What is normal for its dates, while that is shown.
    pub normal: Option<&'a Normal>,
    /// The days of other years that lie behind it.
    pub years: &'a [SameDays],
}

/// The axes of a view by what its address decided about them, and for each series the number of its axis.
pub fn axes_in(
    query: &PlotQuery,
    shown: &[Shown<'_>],
    view: TimeRange,
) -> (Vec<AxisSpec>, Vec<usize>) {
    let needs_all = query.axes.iter().any(|choice| choice.reach == Reach::All);
    let needs_least = query.axes.iter().any(|choice| choice.log);
    let on_axis = |shown: &Shown<'_>| {
        let normal = shown.normal.and_then(|normal| normal.value_range(view));
        let ranges = shown.series.map(|series| {
            let own = hull(series.value_range(view), value_range(series, shown.years));
            let in_window = hull(own, normal);
            let extent = series.extent().filter(|_| needs_all);
            let in_all = extent.and_then(|extent| series.value_range(extent));
            let least = needs_least.then(|| least_positive(series, view, in_window)).flatten();
            (in_window, in_all, least)
        });
        let (in_window, in_all, least_positive) = ranges.unwrap_or_default();
        OnAxis {
            property: shown.property.to_owned(),
            unit: shown.unit.to_owned(),
            style: shown.style,
            from_zero: shown.drawn_as == DrawnAs::Bars,
            in_window,
            in_all,
            least_positive,
        }
    };
    let series: Vec<OnAxis> = shown.iter().map(on_axis).collect();
    axes_of(&series, &query.axes, &query.thresholds)
}

/// From the smallest to the largest of two ranges.
fn hull(a: Option<(f64, f64)>, b: Option<(f64, f64)>) -> Option<(f64, f64)> {
    let both = a.into_iter().chain(b);
    both.reduce(|all, one| (all.0.min(one.0), all.1.max(one.1)))
}

fn least_positive(series: &Series, view: TimeRange, range: Option<(f64, f64)>) -> Option<f64> {
    let (min, _) = range?;
    if min > 0.0 {
        return Some(min);
    }
    let pieces = series.reduced(view, COLUMNS_FOR_LEAST).pieces.into_iter();
    let values = pieces.flat_map(|piece| [piece.first, piece.min, piece.max, piece.last]);
    let positive = values.map(|point| point.value).filter(|value| *value > 0.0);
    positive.reduce(f64::min)
}

/// What an axis needs to know of a series.
#[derive(Debug, Clone, PartialEq)]
pub struct OnAxis {
    /// What is observed.
    pub property: String,
    /// In which unit, possibly empty.
    pub unit: String,
    /// Its colour and marker, from 0.
    pub style: usize,
    /// Whether it is drawn from zero, so that its axis must show zero.
    pub from_zero: bool,
    /// Smallest and largest value of the window.
    pub in_window: Option<(f64, f64)>,
    /// Smallest and largest value of all that is loaded.
    pub in_all: Option<(f64, f64)>,
    /// Smallest value above zero of the window.
    pub least_positive: Option<f64>,
}

impl OnAxis {
    /// The title of the axis it has for itself.
    pub fn title(&self) -> String {
        title(&self.property, &self.unit)
    }
}

/// Observed property and unit, as an axis says them.
pub fn title(property: &str, unit: &str) -> String {
    if unit.is_empty() || unit == property {
        property.to_owned()
    } else {
        format!("{property} ({unit})")
    }
}

/// One axis for each observed property and unit in the order of the series, those that share one joined;
/// and for each series the number of its axis.
pub fn axes_of(
    series: &[OnAxis],
    choices: &[AxisChoice],
    thresholds: &[Threshold],
) -> (Vec<AxisSpec>, Vec<usize>) {
    let mut own: Vec<(String, Vec<usize>)> = Vec::new();
    for (number, series) in series.iter().enumerate() {
        let title = series.title();
        match own.iter_mut().find(|(known, _)| *known == title) {
            Some((_, members)) => members.push(number),
            None => own.push((title, vec![number])),
        }
    }
    let choice_of = |title: &str| choices.iter().find(|choice| choice.title == title);
    let shares = |title: &str| choice_of(title).is_some_and(|c| c.place == AxisPlace::Shared);
    let unit_of = |members: &[usize]| series[members[0]].unit.as_str();
    let mut joined: Vec<(String, Vec<usize>)> = Vec::new();
    for (title, members) in own.iter().filter(|(title, _)| !shares(title)) {
        joined.push((title.clone(), members.clone()));
    }
    for (title, members) in own.iter().filter(|(title, _)| shares(title)) {
        let host = joined.iter_mut().find(|(_, hosts)| unit_of(hosts) == unit_of(members));
        match host {
            Some((_, hosts)) => hosts.extend(members),
            None => joined.push((title.clone(), members.clone())),
        }
    }
    joined.sort_by_key(|(_, members)| members.iter().min().copied());
    let mut axis_of = vec![0; series.len()];
    let axes = joined.into_iter().enumerate().map(|(axis, (key, members))| {
        members.iter().for_each(|&member| axis_of[member] = axis);
        let members: Vec<&OnAxis> = members.iter().map(|&member| &series[member]).collect();
        let choice = choice_of(&key);
        let is_own = |threshold: &&Threshold| members.iter().any(|m| m.title() == threshold.title);
        let own = thresholds.iter().filter(is_own);
        let own = own.map(|threshold| (threshold.value, threshold.text())).collect();
        AxisSpec { thresholds: own, ..spec(key, &members, choice) }
    });
    let axes = axes.collect();
    (axes, axis_of)
}

/// While a view is only moved, its axes keep their scales as long as all values have a place there, and grow where
/// some have none: an axis that is fitted anew at every step jumps, and values cannot be followed by eye. `before` are
/// the axes of the step before, with the scales on which they were drawn.
pub fn keep_reach<'a>(
    now: &mut [AxisSpec],
    before: impl Iterator<Item = (&'a AxisSpec, ValueScale)> + Clone,
) {
    for axis in now.iter_mut().filter(|axis| axis.fixed.is_none()) {
        let mut same = before.clone().filter(|(old, _)| old.key == axis.key && old.log == axis.log);
        let Some((old, scale)) = same.next().filter(|(old, _)| !old.value_ranges.is_empty()) else {
            continue;
        };
        let has_place = |(min, max): &(f64, f64)| scale.min <= *min && *max <= scale.max;
        if axis.value_ranges.iter().all(has_place) {
            axis.value_ranges.clone_from(&old.value_ranges);
        } else {
            axis.value_ranges.extend(&old.value_ranges);
        }
    }
}

fn spec(key: String, members: &[&OnAxis], choice: Option<&AxisChoice>) -> AxisSpec {
    let reach = choice.map(|choice| choice.reach).unwrap_or_default();
    let log = choice.is_some_and(|choice| choice.log);
    let mut value_ranges: Vec<(f64, f64)> = members
        .iter()
        .filter_map(|series| if reach == Reach::All { series.in_all } else { series.in_window })
        .collect();
    if log {
        let least = members.iter().filter_map(|series| series.least_positive);
        let least = least.fold(f64::INFINITY, f64::min);
        value_ranges.retain(|(_, max)| *max > 0.0);
        value_ranges.iter_mut().filter(|(min, _)| *min <= 0.0).for_each(|range| {
            range.0 = least.min(range.1);
        });
    } else if !value_ranges.is_empty() && members.iter().any(|series| series.from_zero) {
        value_ranges.push((0.0, 0.0));
    }
    let mut properties: Vec<&str> = Vec::new();
    for series in members {
        if !properties.contains(&series.property.as_str()) {
            properties.push(&series.property);
        }
    }
    let unit = members.first().map_or("", |series| series.unit.as_str());
    AxisSpec {
        title: title(&properties.join(", "), unit),
        key,
        value_ranges,
        style: (members.len() == 1).then(|| members[0].style),
        side: match choice.map(|choice| choice.place) {
            Some(AxisPlace::Left) => Some(Side::Left),
            Some(AxisPlace::Right) => Some(Side::Right),
            _ => None,
        },
        log,
        fixed: match reach {
            Reach::Fixed(min, max) if !log || min > 0.0 => Some((min, max)),
            _ => None,
        },
        thresholds: Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::padded;

    fn a_series(property: &str, unit: &str, style: usize, range: (f64, f64)) -> OnAxis {
        OnAxis {
            property: property.to_owned(),
            unit: unit.to_owned(),
            style,
            from_zero: false,
            in_window: Some(range),
            in_all: Some((range.0 - 100.0, range.1 + 100.0)),
            least_positive: Some(0.25),
        }
    }

    fn choices(texts: &[&str]) -> Vec<AxisChoice> {
        texts.iter().map(|text| text.parse().unwrap()).collect()
    }

    #[test]
    fn series_of_one_property_and_unit_have_one_axis() {
        let series = [
            a_series("Stage", "ft", 0, (1.0, 2.0)),
            a_series("pH", "", 1, (7.0, 8.0)),
            a_series("Stage", "ft", 2, (0.0, 3.0)),
            a_series("Stage", "m", 3, (0.0, 1.0)),
        ];
        let (axes, axis_of) = axes_of(&series, &[], &[]);
        assert_eq!(axis_of, [0, 1, 0, 2]);
        let titles: Vec<&str> = axes.iter().map(|axis| axis.title.as_str()).collect();
        assert_eq!(titles, ["Stage (ft)", "pH", "Stage (m)"]);
        assert_eq!((axes[0].style, axes[1].style), (None, Some(1)));
    }

    #[test]
    fn a_shared_axis_joins_the_one_of_the_same_unit_and_names_both() {
        let series = [
            a_series("Air temperature", "°C", 0, (-5.0, 20.0)),
            a_series("pH", "", 1, (7.0, 8.0)),
            a_series("Water temperature", "°C", 2, (1.0, 9.0)),
        ];
        let (axes, axis_of) = axes_of(&series, &choices(&["shared:Water temperature (°C)"]), &[]);
        assert_eq!(axis_of, [0, 1, 0]);
        assert_eq!(axes[0].title, "Air temperature, Water temperature (°C)");
        let (axes, axis_of) = axes_of(&series, &choices(&["shared:pH"]), &[]);
        assert_eq!((axes.len(), axis_of), (3, vec![0, 1, 2]));
    }

    #[test]
    fn a_logarithmic_axis_begins_at_the_least_value_above_zero() {
        let series = [a_series("Discharge", "cfs", 0, (-1.0, 40.0))];
        let (axes, _) = axes_of(&series, &choices(&["log,right:Discharge (cfs)"]), &[]);
        assert_eq!(axes[0].value_ranges, [(0.25, 40.0)]);
        assert_eq!((axes[0].log, axes[0].side), (true, Some(Side::Right)));
        let (axes, _) = axes_of(&series, &choices(&["log,0..9:Discharge (cfs)"]), &[]);
        assert_eq!(axes[0].fixed, None);
    }

    #[test]
    fn an_axis_reaches_over_all_values_or_over_what_was_said() {
        let series = [a_series("Stage", "ft", 0, (1.0, 2.0))];
        let (axes, _) = axes_of(&series, &choices(&["all:Stage (ft)"]), &[]);
        assert_eq!(axes[0].value_ranges, [(-99.0, 102.0)]);
        let (axes, _) = axes_of(&series, &choices(&["0..20:Stage (ft)"]), &[]);
        assert_eq!(axes[0].fixed, Some((0.0, 20.0)));
    }

    #[test]
    fn an_axis_that_is_moved_keeps_its_scale_until_values_leave_it() {
        let moved = |before: (f64, f64), unit: &str, now: (f64, f64)| {
            let (before, _) = axes_of(&[a_series("Stage", "ft", 0, before)], &[], &[]);
            let scale = ValueScale { min: 0.5, max: 4.5, top_px: 0.0, bottom_px: 9.0, log: false };
            let (mut axes, _) = axes_of(&[a_series("Stage", unit, 0, now)], &[], &[]);
            keep_reach(&mut axes, before.iter().map(|axis| (axis, scale)));
            padded(axes[0].value_ranges.iter().copied())
        };
        assert_eq!(moved((1.0, 4.0), "ft", (0.6, 4.4)), padded([(1.0, 4.0)]));
        assert_eq!(moved((1.0, 4.0), "ft", (2.0, 9.0)), padded([(1.0, 9.0)]));
        assert_eq!(moved((1.0, 4.0), "m", (2.0, 3.0)), padded([(2.0, 3.0)]));
    }

    #[test]
    fn bars_stand_on_zero() {
        let rain = OnAxis { from_zero: true, ..a_series("Rain", "mm", 0, (2.0, 5.0)) };
        let (axes, _) = axes_of(&[rain], &[], &[]);
        assert_eq!(axes[0].value_ranges, [(2.0, 5.0), (0.0, 0.0)]);
    }

    #[test]
    fn a_threshold_stands_on_the_axis_of_its_quantity_and_unit_alone() {
        let series =
            [a_series("Stage", "ft", 0, (1.0, 2.0)), a_series("Stage", "m", 1, (0.0, 1.0))];
        let thresholds = ["1.5,Bankfull:Stage (ft)".parse().unwrap()];
        let (axes, _) = axes_of(&series, &[], &thresholds);
        assert_eq!(axes[0].thresholds, [(1.5, "Bankfull 1.5".to_owned())]);
        assert_eq!(axes[1].thresholds, []);
    }
}
