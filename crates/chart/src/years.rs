//! The same days of other years behind a series: which of them, where they lie, and where their names stand.

use crate::holes::broken;
use crate::query::compare::MOST_YEARS;
use crate::query::{Compare, DrawnAs};
use crate::scale::{TimeScale, ValueScale};
use crate::trace::{Px, Trace, TraceStyle, trace};
use gagehouse_model::time::DAY_US;
use gagehouse_model::{Coverage, TimeRange, TimeUs, ZoneOffsets};
use gagehouse_observations::Series;
use gagehouse_observations::compare::years::{SameDays, same_days};

/// A longer window holds other years itself; nothing is laid over it.
const LONGEST_US: i64 = 367 * DAY_US;
/// Dashes of the years in turn, from the nearest: strokes and gaps in pixels.
pub const DASHES: [&[f64]; 4] = [&[7.0, 3.0], &[2.0, 3.0], &[10.0, 3.0, 2.0, 3.0], &[4.0, 4.0]];

/// The years that are laid over a window.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OtherYears {
    /// In order of years.
    pub shown: Vec<SameDays>,
    /// How many further years the record has.
    pub left_out: usize,
    /// Whether the window is too long to be compared.
    pub is_too_long: bool,
}

impl OtherYears {
    /// The years of a record that were asked for, by the clock of `zone`.
    pub fn of(compare: Compare, window: TimeRange, record: TimeRange, zone: &ZoneOffsets) -> Self {
        if window.len_us() > LONGEST_US {
            return Self { is_too_long: true, ..Self::default() };
        }
        let mut shown = same_days(window, record, zone);
        let all = shown.len();
        match compare {
            Compare::Before(years) => {
                shown.retain(|days| (-i64::from(years)..0).contains(&days.years));
                Self { shown, ..Self::default() }
            }
            Compare::All => {
                shown.sort_by_key(|days| (days.years.abs(), days.years));
                shown.truncate(MOST_YEARS);
                shown.sort_by_key(|days| days.years);
                Self { left_out: all - shown.len(), shown, is_too_long: false }
            }
        }
    }

    /// The stretches of time that they are in.
    pub fn ranges(&self) -> impl Iterator<Item = TimeRange> + '_ {
        self.shown.iter().flat_map(SameDays::ranges)
    }
}

/// The dash of a year, so many years from the window.
pub fn dash(years: i64) -> &'static [f64] {
    let place = years.unsigned_abs().saturating_sub(1) as usize;
    DASHES[place % DASHES.len()]
}

/// The strokes of a line in a dash, which begins with the line.
pub fn strokes(line: &[Px], dash: &[f64]) -> Vec<Vec<Px>> {
    let whole_px: f64 = dash.iter().sum();
    if whole_px <= 0.0 {
        return vec![line.to_vec()];
    }
    let mut strokes: Vec<Vec<Px>> = Vec::new();
    let (mut part, mut left_px) = (0, dash[0]);
    let mut stroke: Vec<Px> = line.first().copied().into_iter().collect();
    for pair in line.windows(2) {
        let (from, to) = (pair[0], pair[1]);
        let length_px = (to.0 - from.0).hypot(to.1 - from.1);
        let mut done_px = 0.0;
        while length_px - done_px >= left_px {
            done_px += left_px;
            let share = done_px / length_px;
            let here = (from.0 + (to.0 - from.0) * share, from.1 + (to.1 - from.1) * share);
            if part % 2 == 0 {
                stroke.push(here);
                strokes.push(std::mem::take(&mut stroke));
            } else {
                stroke = vec![here];
            }
            part = (part + 1) % dash.len();
            left_px = dash[part];
        }
        left_px -= length_px - done_px;
        if part % 2 == 0 {
            stroke.push(to);
        }
    }
    strokes.push(stroke);
    strokes.retain(|stroke| stroke.len() > 1);
    strokes
}

/// As what a series' other years are drawn: bars of several years would hide each other.
pub fn years_drawn_as(drawn_as: DrawnAs) -> DrawnAs {
    if drawn_as == DrawnAs::Bars { DrawnAs::Points } else { drawn_as }
}

/// Whether a dash that begins at 0 has a stroke at a pixel, else a gap.
pub fn has_stroke(dash: &[f64], px: f64) -> bool {
    let mut rest_px = px.rem_euclid(dash.iter().sum::<f64>());
    for (number, part_px) in dash.iter().enumerate() {
        if rest_px < *part_px {
            return number % 2 == 0;
        }
        rest_px -= part_px;
    }
    true
}

/// A series' same days of another year, in the pixels of the window that they are laid over. Lines end
/// where not everything is here; rows are not marked.
pub fn year_trace(
    series: &Series,
    covered: Option<&Coverage>,
    days: &SameDays,
    (time, value): (TimeScale, ValueScale),
    style: TraceStyle,
) -> Trace {
    let style = TraceStyle { marker_spacing_px: f64::INFINITY, ..style };
    let mut whole = Trace::default();
    for part in &days.parts {
        let Some(seen) = part.window.intersection(time.window) else { continue };
        let there = |at: TimeUs| TimeUs(at.0.saturating_sub(part.shift_us));
        let window = TimeRange { start: there(seen.start), end: there(seen.end) };
        let (left_px, right_px) = (time.px(seen.start).round(), time.px(seen.end).round());
        let columns = (right_px - left_px) as u32;
        if columns == 0 {
            continue;
        }
        let mut reduced = series.reduced(window, columns);
        if let Some(covered) = covered {
            reduced = broken(&reduced, covered).into_owned();
        }
        // What lies beyond an inner edge is another date than the one beside it.
        if seen.start > time.window.start {
            reduced.before = None;
        }
        if seen.end < time.window.end {
            reduced.after = None;
        }
        whole.extend(trace(&reduced, TimeScale { window, left_px, right_px }, value, style));
    }
    whole
}

/// Smallest and largest value of the stretches.
pub fn value_range<'a>(
    series: &Series,
    years: impl IntoIterator<Item = &'a SameDays>,
) -> Option<(f64, f64)> {
    let ranges = years.into_iter().flat_map(SameDays::ranges);
    let ranges = ranges.filter_map(|range| series.value_range(range));
    ranges.reduce(|all, one| (all.0.min(one.0), all.1.max(one.1)))
}

/// Where names stand that want to stand at the ends of lines: one below the other, at least `apart_px`, inside
/// an area from top to bottom while there is room. In the order of `ends`.
pub fn beside_ends(ends: &[Px], apart_px: f64, (top_px, bottom_px): (f64, f64)) -> Vec<Px> {
    let mut order: Vec<usize> = (0..ends.len()).collect();
    order.sort_by(|a, b| ends[*a].1.total_cmp(&ends[*b].1));
    let mut places: Vec<Px> = ends.to_vec();
    let mut free_px = top_px;
    for &number in &order {
        places[number].1 = places[number].1.max(free_px);
        free_px = places[number].1 + apart_px;
    }
    let mut lowest_px = bottom_px;
    for &number in order.iter().rev() {
        places[number].1 = places[number].1.min(lowest_px);
        lowest_px = places[number].1 - apart_px;
    }
    places
}

#[cfg(test)]
mod tests {
    use super::*;
    use gagehouse_model::time::HOUR_US;
    use gagehouse_observations::{Columns, SeriesOptions};

    fn range(start: &str, end: &str) -> TimeRange {
        TimeRange { start: start.parse().unwrap(), end: end.parse().unwrap() }
    }

    fn shown(compare: Compare, years: OtherYears) -> (Compare, Vec<i64>, usize) {
        (compare, years.shown.iter().map(|days| days.years).collect(), years.left_out)
    }

    #[test]
    fn all_years_are_the_nearest_ten_and_those_left_out_are_counted() {
        let record = range("2000-01-01T00:00:00Z", "2024-12-31T00:00:00Z");
        let window = range("2020-05-01T00:00:00Z", "2020-05-08T00:00:00Z");
        let of =
            |compare| shown(compare, OtherYears::of(compare, window, record, &ZoneOffsets::utc()));
        assert_eq!(of(Compare::Before(2)), (Compare::Before(2), vec![-2, -1], 0));
        let nearest = vec![-6, -5, -4, -3, -2, -1, 1, 2, 3, 4];
        assert_eq!(of(Compare::All), (Compare::All, nearest, 14));
    }

    #[test]
    fn a_window_longer_than_a_year_is_not_compared() {
        let record = range("2000-01-01T00:00:00Z", "2024-12-31T00:00:00Z");
        let window = range("2019-01-01T00:00:00Z", "2020-06-01T00:00:00Z");
        let years = OtherYears::of(Compare::All, window, record, &ZoneOffsets::utc());
        assert!(years.is_too_long && years.shown.is_empty());
    }

    #[test]
    fn last_year_lies_over_this_one_date_by_date_with_its_gap() {
        let mut page = Columns::default();
        let start = TimeUs::from_civil(2023, 5, 1, 0);
        for hour in (0..48).filter(|hour| !(10..20).contains(hour)) {
            page.push(start.0 + hour * HOUR_US, hour as f64, 0);
        }
        let mut series = Series::new(SeriesOptions::default());
        series.append(&page);
        let window = range("2024-05-01T00:00:00Z", "2024-05-03T00:00:00Z");
        let record = range("2023-01-01T00:00:00Z", "2024-12-31T00:00:00Z");
        let years = OtherYears::of(Compare::Before(1), window, record, &ZoneOffsets::utc());
        let time = TimeScale { window, left_px: 0.0, right_px: 480.0 };
        let value = ValueScale { min: 0.0, max: 48.0, top_px: 0.0, bottom_px: 48.0, log: false };
        let style = TraceStyle { drawn_as: DrawnAs::Line, stroke_px: 1.0, marker_spacing_px: 1.0 };
        let trace = year_trace(&series, None, &years.shown[0], (time, value), style);
        assert_eq!(trace.lines.len(), 2, "the gap is not bridged");
        assert_eq!(trace.lines[0][0], (0.0, 48.0));
        assert_eq!(trace.lines[1][0], (200.0, 28.0));
        assert!(trace.markers.is_empty());
        assert_eq!(value_range(&series, &years.shown), Some((0.0, 47.0)));
        let nothing = Coverage::default();
        let broken = year_trace(&series, Some(&nothing), &years.shown[0], (time, value), style);
        assert!(broken.lines.is_empty(), "nothing is joined that may miss rows between");
    }

    #[test]
    fn a_dash_has_strokes_and_gaps_in_turn() {
        let dash = [4.0, 3.0, 1.0, 2.0];
        let strokes: String =
            (0..12).map(|px| if has_stroke(&dash, f64::from(px)) { '-' } else { ' ' }).collect();
        assert_eq!(strokes, "----   -  --");
    }

    #[test]
    fn a_line_is_cut_into_the_strokes_of_its_dash_around_corners() {
        let line = [(0.0, 0.0), (5.0, 0.0), (5.0, 6.0)];
        let cut = strokes(&line, &[4.0, 2.0]);
        assert_eq!(cut, [vec![(0.0, 0.0), (4.0, 0.0)], vec![(5.0, 1.0), (5.0, 5.0)]]);
        assert_eq!(strokes(&line, &[20.0, 1.0]), [line.to_vec()]);
        assert_eq!(strokes(&line[..1], &[1.0, 1.0]), Vec::<Vec<Px>>::new());
        assert_eq!(years_drawn_as(DrawnAs::Bars), DrawnAs::Points);
    }

    #[test]
    fn names_keep_apart_and_inside() {
        let places = beside_ends(&[(9.0, 50.0), (9.0, 48.0), (9.0, 99.0)], 12.0, (0.0, 100.0));
        assert_eq!(places, [(9.0, 60.0), (9.0, 48.0), (9.0, 99.0)]);
        let places = beside_ends(&[(9.0, 99.0), (9.0, 99.0)], 12.0, (0.0, 100.0));
        assert_eq!(places, [(9.0, 88.0), (9.0, 100.0)]);
    }
}
