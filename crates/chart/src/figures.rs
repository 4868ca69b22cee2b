//! The statistics of a window as figures to read: named, grouped, and honest about what they do not mean.

use crate::format::count;
use gagehouse_model::scale::is_conventional_temperature;
use gagehouse_observations::{Row, Statistic, Statistics, Summary};

/// What a figure is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FigureKind {
    /// What figures it stands among.
    pub group: &'static str,
    /// What it is called.
    pub name: &'static str,
    /// How it is defined; docs/statistics.md says the same, with sources.
    pub definition: &'static str,
    /// Whether it is left out where it is zero for every series.
    pub only_if_any: bool,
}

const fn kind(
    group: &'static str,
    name: &'static str,
    definition: &'static str,
    only_if_any: bool,
) -> FigureKind {
    FigureKind { group, name, definition, only_if_any }
}

const ROWS: &str = "Rows";
const RANGE: &str = "Range";
const MEANS: &str = "Means";
const SPREAD: &str = "Spread";
/// The group of the quantiles, which share a definition.
pub const QUANTILES: &str = "Quantiles";
const QUANTILE: &str = "definition 7 of Hyndman and Fan (1996), as R, numpy and d3 compute it: h = (n − 1)p, x₍⌊h⌋₎ + (h − ⌊h⌋)(x₍⌊h⌋₊₁₎ − x₍⌊h⌋₎)";

/// All figures, in the order in which they are shown.
pub const FIGURES: [FigureKind; 20] = [
    kind(ROWS, "Values", "n, the finite numbers; everything below is of these", false),
    kind(ROWS, "Missing", "rows without a result: attempted and nothing came", false),
    kind(ROWS, "No data", "rows with the number by which the datastream says “no data”", false),
    kind(ROWS, "Not finite", "rows whose result is infinite", true),
    kind(ROWS, "Text", "rows whose result is a state such as “Ice”", true),
    kind(
        ROWS,
        "Censored",
        "values that are limits, such as “less than 0.1”; they take part as they stand",
        false,
    ),
    kind(RANGE, "Smallest", "with the time of the first row that has it", false),
    kind(RANGE, "Largest", "with the time of the first row that has it", false),
    kind(MEANS, "Mean", "Σx / n; sums are compensated (Neumaier 1974)", false),
    kind(
        MEANS,
        "Time-weighted mean",
        "∫x dt / ∫dt: trapezoids between neighbouring instants that no gap parts; a row that is an interval weighs as much as it lasts",
        false,
    ),
    kind(
        MEANS,
        "Geometric mean",
        "exp(Σ ln x / n); not defined when a value is zero or less",
        false,
    ),
    kind(
        SPREAD,
        "Standard deviation",
        "of the sample: √(Σ(x − mean)² / (n − 1)), in two passes; not defined for n < 2",
        false,
    ),
    kind(
        SPREAD,
        "Coefficient of variation",
        "standard deviation / mean; not defined for a mean ≤ 0, and without meaning where zero is a convention (°C, °F, a stage over its datum)",
        false,
    ),
    kind(QUANTILES, "5 %", QUANTILE, false),
    kind(QUANTILES, "10 %", QUANTILE, false),
    kind(QUANTILES, "25 %", QUANTILE, false),
    kind(QUANTILES, "50 % (median)", QUANTILE, false),
    kind(QUANTILES, "75 %", QUANTILE, false),
    kind(QUANTILES, "90 %", QUANTILE, false),
    kind(QUANTILES, "95 %", QUANTILE, false),
];

/// What the numbers of a variable allow to compute.
#[derive(Debug, Clone, PartialEq)]
pub enum Scale {
    /// Zero is nothing: all figures have a meaning.
    Ratio,
    /// Zero is a convention, this one: ratios to the mean say nothing.
    Interval(String),
    /// Numbers are logarithms already, as of pH.
    Logarithm,
    /// Degrees of a circle: 350 and 10 are neighbours.
    Direction,
}

impl Scale {
    /// The scale of a variable in a unit, told from what its heights are counted.
    pub fn of(variable: &str, unit: &str, datum: Option<&str>) -> Self {
        match (Statistic::fitting(variable, None), datum) {
            (Statistic::CircularMean, _) => Self::Direction,
            (Statistic::Median, _) => Self::Logarithm,
            (_, Some(datum)) => Self::Interval(datum.to_owned()),
            _ if is_conventional_temperature(unit) => Self::Interval(unit.trim().to_owned()),
            _ => Self::Ratio,
        }
    }

    /// Why arithmetic on the numbers says nothing, if so.
    fn no_arithmetic(&self) -> Option<String> {
        (*self == Self::Direction).then(|| "no meaning for directions".to_owned())
    }

    /// Why ratios of the numbers say nothing, if so.
    fn no_ratio(&self) -> Option<String> {
        match self {
            Self::Ratio => None,
            Self::Interval(zero) => Some(format!("no meaning: zero is a convention ({zero})")),
            Self::Logarithm => Some("no meaning for logarithms such as pH".to_owned()),
            Self::Direction => self.no_arithmetic(),
        }
    }
}

/// How numbers and times of a series are written.
pub struct Written<'a> {
    /// A measured number.
    pub measured: &'a dyn Fn(f64) -> String,
    /// A computed number.
    pub computed: &'a dyn Fn(f64) -> String,
    /// When a row was.
    pub time: &'a dyn Fn(&Row) -> String,
}

/// A figure of a series.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Figure {
    /// The number, or why there is none.
    pub text: String,
    /// What stands below it, possibly nothing.
    pub note: String,
    /// Whether `text` says why there is no number.
    pub is_reason: bool,
}

/// What is shown of a figure that is still being computed.
const COMING: &str = "…";
/// What is shown where nothing was measured.
const NOTHING: &str = "–";

/// The figures of a series, in the order of [`FIGURES`]; those that need every row only once there is a summary.
pub fn figures(
    counts: &Statistics,
    summary: Option<&Summary>,
    scale: &Scale,
    written: &Written<'_>,
) -> Vec<Figure> {
    let plain = |text: String| Figure { text, ..Figure::default() };
    let reason = |text: String| Figure { text, is_reason: true, ..Figure::default() };
    let extreme = |row: Option<Row>| {
        row.map_or(plain(NOTHING.to_owned()), |row| Figure {
            text: (written.measured)(row.value),
            note: (written.time)(&row),
            is_reason: false,
        })
    };
    // Of a figure that is not there: nothing was measured, it is not defined, or it is still to come.
    let number = |number: Option<f64>, undefined: &str| match number {
        Some(number) => plain((written.computed)(number)),
        None if counts.count == 0 => plain(NOTHING.to_owned()),
        None => reason(undefined.to_owned()),
    };
    let of_summary =
        |read: &dyn Fn(&Summary) -> Figure| summary.map_or_else(|| plain(COMING.to_owned()), read);
    let unless = |why: Option<String>, figure: Figure| match why {
        Some(why) if counts.count > 0 => reason(why),
        _ => figure,
    };
    let mean = summary.map_or(counts.mean, |summary| summary.mean);
    let deviation = summary.map_or(counts.standard_deviation, |summary| summary.standard_deviation);
    let mut figures = vec![
        plain(count(counts.count)),
        plain(count(counts.missing)),
        plain(count(counts.no_data)),
        plain(count(counts.non_finite)),
        plain(count(counts.states)),
        of_summary(&|summary| plain(count(summary.censored))),
        extreme(counts.min),
        extreme(counts.max),
        unless(scale.no_arithmetic(), number(mean, "not defined")),
        unless(
            scale.no_arithmetic(),
            of_summary(&|s| number(s.time_weighted_mean, "not defined (no value lasts)")),
        ),
        unless(
            scale.no_ratio(),
            of_summary(&|s| {
                let why = format!("not defined ({} values ≤ 0)", count(s.not_positive));
                number(s.geometric_mean, &why)
            }),
        ),
        unless(scale.no_arithmetic(), number(deviation, "not defined (n < 2)")),
        unless(
            scale.no_ratio(),
            of_summary(&|s| {
                let is_one = s.counts.count < 2;
                let why = if is_one { "not defined (n < 2)" } else { "not defined (mean ≤ 0)" };
                let ratio = s.coefficient_of_variation;
                ratio.map_or_else(|| number(None, why), |ratio| plain(ratio_text(ratio)))
            }),
        ),
    ];
    figures.extend((0..7).map(|place| {
        let quantile = of_summary(&|s| number(s.percentiles.map(|all| all[place]), "not defined"));
        unless(scale.no_arithmetic(), quantile)
    }));
    figures
}

/// A ratio has no unit, so its decimals are not those of the series.
fn ratio_text(ratio: f64) -> String {
    if (1e-3..1e6).contains(&ratio) { format!("{ratio:.3}") } else { format!("{ratio:.3e}") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use gagehouse_model::{TimeRange, TimeUs};
    use gagehouse_observations::{Columns, Series, SeriesOptions};

    fn told(values: &[f64], scale: &Scale) -> Vec<(&'static str, String)> {
        let mut page = Columns::default();
        values.iter().zip(0..).for_each(|(value, second)| page.push(second * 1_000_000, *value, 0));
        let mut series = Series::new(SeriesOptions::default());
        series.append(&page);
        let window = TimeRange { start: TimeUs(0), end: TimeUs(i64::MAX) };
        let summary = series.summary(window);
        let written = Written {
            measured: &|number| format!("{number}"),
            computed: &|number| format!("{number:.2}"),
            time: &|row| format!("{} s", row.time.0 / 1_000_000),
        };
        let figures = figures(&summary.counts, Some(&summary), scale, &written);
        assert_eq!(figures.len(), FIGURES.len());
        let told = FIGURES.iter().zip(figures);
        told.map(|(kind, figure)| (kind.name, format!("{} {}", figure.text, figure.note))).collect()
    }

    fn of(told: &[(&'static str, String)], name: &str) -> String {
        told.iter().find(|(known, _)| *known == name).unwrap().1.trim().to_owned()
    }

    #[test]
    fn every_figure_stands_under_its_name() {
        let told = told(&[1.0, 2.0, 4.0, 8.0], &Scale::Ratio);
        for (name, text) in [
            ("Values", "4"),
            ("Smallest", "1 0 s"),
            ("Largest", "8 3 s"),
            ("Mean", "3.75"),
            ("Time-weighted mean", "3.50"),
            ("Geometric mean", "2.83"),
            ("Standard deviation", "3.10"),
            ("Coefficient of variation", "0.826"),
            ("5 %", "1.15"),
            ("50 % (median)", "3.00"),
            ("95 %", "7.40"),
        ] {
            assert_eq!(of(&told, name), text, "{name}");
        }
    }

    #[test]
    fn what_is_not_defined_or_has_no_meaning_says_why() {
        let dry = told(&[0.0, 0.0, 3.0], &Scale::Ratio);
        assert_eq!(of(&dry, "Geometric mean"), "not defined (2 values ≤ 0)");
        let cold = told(&[-3.0, -1.0], &Scale::Ratio);
        assert_eq!(of(&cold, "Coefficient of variation"), "not defined (mean ≤ 0)");
        let one = told(&[3.0], &Scale::Ratio);
        assert_eq!(of(&one, "Standard deviation"), "not defined (n < 2)");
        assert_eq!(of(&one, "Time-weighted mean"), "not defined (no value lasts)");
        let celsius = told(&[3.0, 4.0], &Scale::of("Water temperature", "°C", None));
        let why = "no meaning: zero is a convention (°C)";
        assert_eq!(of(&celsius, "Coefficient of variation"), why);
        assert_eq!(
            (of(&celsius, "Mean").as_str(), of(&celsius, "95 %").as_str()),
            ("3.50", "3.95")
        );
        let wind = told(&[350.0, 10.0], &Scale::of("Wind direction", "°", None));
        assert_eq!(of(&wind, "Mean"), "no meaning for directions");
        let ph = told(&[7.0, 8.0], &Scale::of("pH", "", None));
        assert_eq!(of(&ph, "Geometric mean"), "no meaning for logarithms such as pH");
        assert_eq!(of(&told(&[], &Scale::Ratio), "Mean"), "–");
    }

    #[test]
    fn a_stage_over_its_datum_has_no_ratios() {
        let stage = Scale::of("Stage", "ft", Some("local gage datum"));
        assert_eq!(stage, Scale::Interval("local gage datum".to_owned()));
        assert_eq!(Scale::of("Discharge", "cfs", None), Scale::Ratio);
    }

    #[test]
    fn the_documentation_says_the_same_definitions() {
        let docs = include_str!("../../../docs/statistics.md");
        for kind in FIGURES.iter().filter(|kind| kind.group != QUANTILES) {
            let row = format!("| {} | {}", kind.name, kind.definition);
            assert!(docs.contains(&row), "docs/statistics.md lacks: {row}");
        }
        assert!(docs.contains(QUANTILE));
    }
}
