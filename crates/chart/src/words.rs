//! What charts say beside their numbers: one table for each language.
//!
//! English stands here, since the app speaks it; embeds have the other tables. Names of sites, variables and units are
//! their owners' and stay as they are.

use crate::events::{Event, EventKind, EventKinds};
use crate::quality::MarkKind;
use gagehouse_observations::{Period, Statistic};

/// A table of messages; `{0}`, `{1}` … are filled in.
#[derive(Debug)]
#[expect(missing_docs, reason = "each message is named after what it says")]
pub struct ChartWords {
    /// The months as ticks have them.
    pub months: [&'static str; 12],
    /// Quarters of a year from December.
    pub seasons: [&'static str; 4],
    pub all: &'static str,
    pub water_year: &'static str,
    /// Hour, day, week, month, water year, year, as [`Self::put_together`] has them.
    pub periods: [&'static str; 6],
    /// In the order of [`Statistic`].
    pub statistics: [&'static str; 9],
    /// A period and a statistic.
    pub put_together: &'static str,
    /// In the order of [`MarkKind::ALL`].
    pub marks: [&'static str; 4],
    /// In the order of [`EventKind::ALL`], and the signs of each.
    pub event_kinds: [&'static str; 6],
    pub event_shapes: [&'static str; 6],
    pub field_records: &'static str,
    pub deployments: &'static str,
    pub histogram: &'static str,
    pub number_of_values: &'static str,
    pub bins: &'static str,
    pub far_below: &'static str,
    pub far_above: &'static str,
    pub histogram_heads: [&'static str; 3],
    pub boxes: &'static str,
    pub parts_of_a_box: &'static str,
    pub grouped: &'static str,
    pub not_logarithmic: &'static str,
    pub boxes_heads: [&'static str; 9],
    pub exceedance: &'static str,
    pub share_exceeded: &'static str,
    pub exceedance_heads: [&'static str; 2],
    pub of_days: &'static str,
    pub years_left_out: &'static str,
    pub year_left_out: &'static str,
    pub no_whole_year: &'static str,
    pub of_samples: &'static str,
    pub below_scale: &'static str,
    pub probability: &'static str,
    pub share_not_exceeded: &'static str,
    pub probability_heads: [&'static str; 2],
    pub straight_if_normal: &'static str,
    pub straight_if_log_normal: &'static str,
    pub scatter: &'static str,
    pub pairs: &'static str,
    pub one_pair_in: &'static str,
    pub scatter_time: &'static str,
    pub completeness: &'static str,
    pub how_days_are_filled: &'static str,
    pub days_summary: &'static str,
    pub days_not_loaded: &'static str,
    pub completeness_heads: [&'static str; 6],
    pub difference: &'static str,
    pub ratio: &'static str,
    pub minus: &'static str,
    pub divided_by: &'static str,
    pub other_zeros: &'static str,
    pub and: &'static str,
    pub direction_refused: &'static str,
    pub temperatures_refused: &'static str,
    pub units_refused: &'static str,
    pub no_unit: &'static str,
}

/// English.
pub const ENGLISH: ChartWords = ChartWords {
    months: ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"],
    seasons: ["Dec–Feb", "Mar–May", "Jun–Aug", "Sep–Nov"],
    all: "All",
    water_year: "WY {0}",
    periods: ["hourly", "daily", "weekly", "monthly", "water-year", "yearly"],
    statistics: [
        "mean",
        "time-weighted mean",
        "median",
        "minimum",
        "maximum",
        "sum",
        "increment",
        "mean direction",
        "integral",
    ],
    put_together: "{0} {1}",
    marks: ["missing", "no data", "not finite", "censored (a limit, not a measurement)"],
    event_kinds: [
        "visits",
        "calibrations",
        "cleaning and maintenance",
        "logger programs",
        "deployments",
        "reference readings",
    ],
    event_shapes: ["circle", "diamond", "square", "triangle", "bar", "ring with a cross"],
    field_records: "Field records: {0}",
    deployments: "{0} deployments",
    histogram: "Histogram: {0}",
    number_of_values: "Number of values",
    bins: "{0} values in {1} bins of equal width (rule: {2}). A bin holds its lower edge; the last one both.",
    far_below: "Not drawn, as far from the others: {0} below {1}, as far as {2}.",
    far_above: "Not drawn, as far from the others: {0} above {1}, as far as {2}.",
    histogram_heads: ["From", "To", "Values"],
    boxes: "Boxes: {0}",
    parts_of_a_box: "Box: first quartile, median, third quartile; dot: mean; whiskers: outermost values within 1.5 box lengths; circles: values beyond.",
    grouped: "Grouped by the clock of {0}.",
    not_logarithmic: "Values of zero or less are there, so the scale is linear.",
    boxes_heads: [
        "Group",
        "Values",
        "Low whisker",
        "Q1",
        "Median",
        "Q3",
        "High whisker",
        "Mean",
        "Beyond",
    ],
    exceedance: "Exceedance: {0}",
    share_exceeded: "Share of values that are larger (%)",
    exceedance_heads: ["Exceeded", "Value"],
    of_days: "Of {0} daily values ({1}), days by {2}, water years {3}.",
    years_left_out: "Left out as incomplete: {0}.",
    year_left_out: "{0} ({1} % of days)",
    no_whole_year: "Of {0} raw samples: no water year of the window is complete enough for a curve of days.",
    of_samples: "Of {0} raw samples, which is no curve of time where they are not evenly spaced.",
    below_scale: "{0} values of zero or less have no place on the logarithmic axis: triangles mark where they are.",
    probability: "Probability: {0}",
    share_not_exceeded: "Share not exceeded (%), spaced as normal",
    probability_heads: ["Not exceeded", "Value"],
    straight_if_normal: "A straight line would be a normal distribution. Plotting position m / (n + 1) (Weibull).",
    straight_if_log_normal: "A straight line would be a log-normal distribution. Plotting position m / (n + 1) (Weibull).",
    scatter: "Scatter: {0} over {1}",
    pairs: "{0} pairs at most {1} s apart; {2} values of the first and {3} of the second have no partner.",
    one_pair_in: "One pair in {0} is drawn.",
    scatter_time: "Time (UTC), first 100",
    completeness: "Completeness of {0}",
    how_days_are_filled: "Each day is filled from below by the share of it that is there: values over those that the usual step of the series lets expect, by the clock of {0}. Pale cells, filled to the top, are whole days; those in full colour lack some of their values, empty ones all of them, and hatched ones are not loaded.",
    days_summary: "{0} to {1}: {2} % there; {3} whole days, {4} in part, {5} without values{6}.",
    days_not_loaded: ", {0} not loaded",
    completeness_heads: [
        "Month",
        "Share there",
        "Whole days",
        "Days in part",
        "Days without values",
        "Days not loaded",
    ],
    difference: "Difference {0}: {1}",
    ratio: "Ratio {0}: {1}",
    minus: "{0} minus {1}",
    divided_by: "{0} divided by {1}",
    other_zeros: "{0}; their heights are counted from different zeros",
    and: "{0} and {1}",
    direction_refused: "{0}: {1} is a direction, and directions are not subtracted or divided like numbers",
    temperatures_refused: "{0}: a ratio of temperatures in {1} says nothing, since their zero is a convention",
    units_refused: "{0}: values in {1} and in {2} cannot be brought to one unit",
    no_unit: "no unit",
};

impl ChartWords {
    /// What is made of the values of a period: `daily mean`.
    pub fn put_together(&self, period: Period, statistic: Statistic) -> String {
        let period = match period {
            Period::Hour => 0,
            Period::Day => 1,
            Period::Week => 2,
            Period::Month => 3,
            Period::WaterYear => 4,
            Period::Year => 5,
        };
        let statistic = match statistic {
            Statistic::Mean => 0,
            Statistic::TimeWeightedMean => 1,
            Statistic::Median => 2,
            Statistic::Minimum => 3,
            Statistic::Maximum => 4,
            Statistic::Sum => 5,
            Statistic::Increments(_) => 6,
            Statistic::CircularMean => 7,
            Statistic::Integral => 8,
        };
        fill(self.put_together, &[self.periods[period], self.statistics[statistic]])
    }

    /// What the signs of records above the data and among them stand for; nothing when none is there.
    pub fn legend(&self, events: &[Event], shown: EventKinds) -> Option<String> {
        let is_there =
            |kind: &EventKind| shown.has(*kind) && events.iter().any(|it| it.kind == *kind);
        let kinds = EventKind::ALL.into_iter().filter(is_there);
        let part = |kind: EventKind| {
            format!("{} ({})", self.event_kinds[kind as usize], self.event_shapes[kind as usize])
        };
        let parts: Vec<String> = kinds.map(part).collect();
        (!parts.is_empty()).then(|| fill(self.field_records, &[&parts.join(", ")]))
    }

    /// Why a row is marked.
    pub fn mark(&self, kind: MarkKind) -> &'static str {
        self.marks[kind as usize]
    }
}

/// A message with its parts.
pub fn fill(template: &str, parts: &[&str]) -> String {
    let mut text = String::with_capacity(template.len() + 32);
    let mut rest = template;
    while let Some(at) = rest.find('{') {
        text.push_str(&rest[..at]);
        let number = rest[at + 1..].split('}').next().unwrap_or_default();
        let part = number.parse::<usize>().ok().and_then(|number| parts.get(number));
        text.push_str(part.copied().unwrap_or_default());
        rest = rest.get(at + number.len() + 2..).unwrap_or_default();
    }
    text.push_str(rest);
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_filled_in_as_they_are() {
        assert_eq!(fill("{1} of {0}", &["a", "{0}"]), "{0} of a");
        assert_eq!(fill("plain", &[]), "plain");
        assert_eq!(fill("{9}x", &[]), "x");
    }

    #[test]
    fn what_was_put_together_is_said_with_its_period() {
        assert_eq!(ENGLISH.put_together(Period::Day, Statistic::Sum), "daily sum");
        assert_eq!(ENGLISH.mark(MarkKind::Censored), ENGLISH.marks[3]);
    }

    #[test]
    fn every_kind_of_record_has_its_name() {
        for kind in EventKind::ALL {
            assert_eq!(ENGLISH.event_kinds[kind as usize], kind.name().to_lowercase());
        }
    }
}
