//! What the colours of the map mean: the status of a site, its network, or the latest value of a variable.
//!
//! Sites are divided into at most [`CLASSES`](gagehouse_catalog::spatial::CLASSES) classes; each has a colour, a mark inside the symbol, and words.

use super::points::SiteIndex;
use crate::conditions::number_text;
use gagehouse_catalog::text::fold;
use gagehouse_catalog::{Datastream, Status};
use std::collections::{BTreeMap, HashMap};

/// What is told by colour.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum ColorBy {
    /// How alive a site is.
    #[default]
    Status,
    /// Who operates it.
    Network,
    /// Latest value of the variable of this name.
    Latest(String),
    /// How the latest value of the variable of this name stands among those of the same date in other years.
    Percentile(String),
}

impl ColorBy {
    /// From its word in an address.
    pub fn parse(word: &str) -> Option<Self> {
        match word.split_once(':') {
            Some(("latest", variable)) => Some(Self::Latest(variable.to_owned())),
            Some(("percentile", variable)) => Some(Self::Percentile(variable.to_owned())),
            _ if word == "network" => Some(Self::Network),
            _ => (word == "status").then_some(Self::Status),
        }
    }

    /// Its word in an address.
    pub fn word(&self) -> String {
        match self {
            Self::Status => "status".to_owned(),
            Self::Network => "network".to_owned(),
            Self::Latest(variable) => format!("latest:{variable}"),
            Self::Percentile(variable) => format!("percentile:{variable}"),
        }
    }
}

/// A colour of the style sheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tint {
    /// Of a status.
    Status(Status),
    /// One of the colours that tell series apart, from 1.
    Series(u8),
    /// One of five from low to high, from 1.
    Scale(u8),
    /// Of what has no value.
    Quiet,
}

impl Tint {
    /// The custom property that holds it.
    pub fn property(self) -> String {
        match self {
            Self::Status(status) => format!("--status-{}", status.key()),
            Self::Series(number) => format!("--series-{number}"),
            Self::Scale(number) => format!("--map-scale-{number}"),
            Self::Quiet => "--status-never".to_owned(),
        }
    }
}

/// What stands inside a symbol.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Inside {
    /// Nothing; filled.
    Full,
    /// A bar from top to bottom.
    Bar,
    /// A bar from side to side.
    Dash,
    /// Two bars that cross.
    Cross,
    /// A digit.
    Digit(u8),
    /// Nothing; hollow.
    Hollow,
    /// A bar from side to side; hollow.
    HollowDash,
    /// A bar from top to bottom; hollow.
    HollowBar,
}

impl Inside {
    /// Whether the symbol is not filled.
    pub fn is_hollow(self) -> bool {
        matches!(self, Self::Hollow | Self::HollowDash | Self::HollowBar)
    }

    /// The mark of a status.
    pub fn of_status(status: Status) -> Self {
        match status {
            Status::Live => Self::Full,
            Status::Late => Self::Bar,
            Status::Stale => Self::Dash,
            Status::Suspect => Self::Cross,
            Status::Ended => Self::HollowDash,
            Status::Seasonal => Self::HollowBar,
            Status::Never => Self::Hollow,
        }
    }
}

/// How a class looks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Look {
    /// Its colour.
    pub tint: Tint,
    /// Its mark.
    pub inside: Inside,
    /// What it means.
    pub label: String,
}

/// The classes of all sites.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Classes {
    /// What they are of.
    pub title: String,
    /// At most [`CLASSES`](gagehouse_catalog::spatial::CLASSES).
    pub looks: Vec<Look>,
    /// The class of each site.
    pub of: Vec<u8>,
    /// What is said of some sites besides their class, in the order of the sites.
    pub details: Vec<(usize, String)>,
}

/// Divides sites; `None` where that takes what the catalog does not have ([`super::standing`]).
pub fn classes(index: &SiteIndex, by: &ColorBy) -> Option<Classes> {
    match by {
        ColorBy::Status => Some(by_status(index)),
        ColorBy::Network => Some(by_network(index)),
        ColorBy::Latest(variable) => Some(by_latest(index, variable)),
        ColorBy::Percentile(_) => None,
    }
}

impl Classes {
    /// All sites in one, which says why they are not divided.
    pub fn undivided(index: &SiteIndex, why: String) -> Self {
        let look = Look { tint: Tint::Quiet, inside: Inside::Hollow, label: why };
        let of = vec![0; index.len()];
        Self { title: String::new(), looks: vec![look], of, details: Vec::new() }
    }

    /// How a site looks.
    pub fn look(&self, at: usize) -> Option<&Look> {
        self.looks.get(usize::from(*self.of.get(at)?))
    }

    /// The class of a site in words: of what, and what is said of the site besides.
    pub fn words(&self, at: usize) -> Option<String> {
        let label = &self.look(at)?.label;
        let of = if self.title.is_empty() { "" } else { ": " };
        let detail = self.details.binary_search_by_key(&at, |(of, _)| *of).ok();
        let detail =
            detail.and_then(|place| self.details.get(place)).map(|(_, said)| said.as_str());
        let comma = if detail.is_some() { ", " } else { "" };
        Some([&self.title, of, label, comma, detail.unwrap_or_default()].concat())
    }
}

/// Networks that have a colour of their own: as many as colours tell series apart.
const NETWORKS: usize = 8;

/// Classes of sites for which colours tell nothing.
pub fn quiet(inside: Inside, label: &str) -> Look {
    Look { tint: Tint::Quiet, inside, label: label.to_owned() }
}

fn by_status(index: &SiteIndex) -> Classes {
    let look = |status: Status| Look {
        tint: Tint::Status(status),
        inside: Inside::of_status(status),
        label: status.label().to_owned(),
    };
    let of = index.status.iter().map(|status| *status as u8).collect();
    let looks = Status::ALL.into_iter().map(look).collect();
    Classes { title: "Status".to_owned(), looks, of, details: Vec::new() }
}

/// The largest networks each have a colour, the others share one.
fn by_network(index: &SiteIndex) -> Classes {
    let name =
        |at: usize| index.site(at).and_then(|site| site.network_name()).unwrap_or("No network");
    let mut sizes: HashMap<&str, usize> = HashMap::new();
    (0..index.len()).for_each(|at| *sizes.entry(name(at)).or_default() += 1);
    let mut names: Vec<(&str, usize)> = sizes.into_iter().collect();
    names.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
    let own = if names.len() > NETWORKS { NETWORKS - 1 } else { names.len() };
    let class: HashMap<&str, u8> =
        (0u8..).zip(&names[..own]).map(|(n, (name, _))| (*name, n)).collect();
    let mut looks: Vec<Look> = (1u8..)
        .zip(&names[..own])
        .map(|(n, (name, _))| Look {
            tint: Tint::Series(n),
            inside: Inside::Digit(n),
            label: (*name).to_owned(),
        })
        .collect();
    if own < names.len() {
        looks.push(quiet(Inside::Hollow, &format!("{} other networks", names.len() - own)));
    }
    let of = (0..index.len()).map(|at| class.get(name(at)).copied().unwrap_or(own as u8)).collect();
    Classes { title: "Network".to_owned(), looks, of, details: Vec::new() }
}

/// Five classes of equally many sites, from low to high. Values that are not current, or in another unit than
/// most, have none of them, nor have sites that do not measure the variable.
fn by_latest(index: &SiteIndex, variable: &str) -> Classes {
    let latest: Vec<Latest> = (0..index.len()).map(|at| latest_of(index, at, variable)).collect();
    let current = || {
        latest.iter().filter_map(|latest| match latest {
            Latest::Current(unit, value) => Some((*unit, *value)),
            _ => None,
        })
    };
    let mut units: BTreeMap<&str, usize> = BTreeMap::new();
    current().for_each(|(unit, _)| *units.entry(unit).or_default() += 1);
    let unit = units.into_iter().max_by_key(|(_, count)| *count).map_or("", |(unit, _)| unit);
    let mut values: Vec<f64> =
        current().filter(|(of, _)| *of == unit).map(|(_, value)| value).collect();
    values.sort_unstable_by(f64::total_cmp);
    let limits = limits(&values);
    let class = |latest: &Latest| match latest {
        Latest::Current(of, value) if *of == unit => {
            limits.iter().filter(|limit| value >= *limit).count() as u8
        }
        Latest::NotCurrent => limits.len() as u8 + 1,
        Latest::NotMeasured => limits.len() as u8 + 2,
        Latest::Current(..) => limits.len() as u8 + 3,
    };
    let of: Vec<u8> = latest.iter().map(class).collect();
    let with_unit = |text: String| if unit.is_empty() { text } else { format!("{text} {unit}") };
    let number = |value: f64| number_text(three_digits(value));
    // Few classes use the colours that lie furthest apart.
    let tint = |n: usize| Tint::Scale((1 + n * 4 / limits.len().max(1)) as u8);
    let mut looks: Vec<Look> = (0..=limits.len())
        .map(|n| {
            let label = match (n.checked_sub(1).and_then(|n| limits.get(n)), limits.get(n)) {
                (None, None) => "any value".to_owned(),
                (None, Some(to)) => with_unit(format!("below {}", number(*to))),
                (Some(from), Some(to)) => {
                    with_unit(format!("{} to {}", number(*from), number(*to)))
                }
                (Some(from), None) => with_unit(format!("{} and more", number(*from))),
            };
            Look { tint: tint(n), inside: Inside::Digit(n as u8 + 1), label }
        })
        .collect();
    looks.push(quiet(Inside::HollowBar, "no current value"));
    looks.push(quiet(Inside::Hollow, "does not measure it"));
    if of.contains(&(limits.len() as u8 + 3)) {
        looks.push(quiet(Inside::HollowDash, "in another unit"));
    }
    Classes { title: variable.to_owned(), looks, of, details: Vec::new() }
}

/// What is known of the newest value of a variable at a site.
enum Latest<'a> {
    NotMeasured,
    NotCurrent,
    /// Its unit and the number.
    Current(&'a str, f64),
}

fn latest_of<'a>(index: &'a SiteIndex, at: usize, variable: &str) -> Latest<'a> {
    let Some(row) = index.rows.get(at) else { return Latest::NotMeasured };
    let of_variable = || {
        let all = index.catalog.datastreams_of(*row);
        all.filter(|series| series.variable_name() == variable)
    };
    let current = of_variable().filter(|series| is_current(index, series));
    let Some(newest) = current.max_by_key(Datastream::end) else {
        let is_measured = of_variable().next().is_some();
        return if is_measured { Latest::NotCurrent } else { Latest::NotMeasured };
    };
    match newest.latest() {
        Some((_, value)) if value.is_finite() && newest.no_data_value() != Some(value) => {
            Latest::Current(newest.unit_label(), value)
        }
        _ => Latest::NotCurrent,
    }
}

/// Whether a series has a value that tells of the present.
pub fn is_current(index: &SiteIndex, series: &Datastream) -> bool {
    let status = crate::conditions::series_status(series, index.now);
    matches!(status, Status::Live | Status::Late) && series.latest().is_some()
}

/// The limits between five classes of equally many of sorted values; fewer where values are equal.
fn limits(sorted: &[f64]) -> Vec<f64> {
    let mut limits: Vec<f64> =
        (1..5).filter_map(|n| sorted.get(sorted.len() * n / 5).copied()).collect();
    limits.dedup();
    limits.retain(|limit| sorted.first().is_some_and(|least| limit > least));
    limits
}

/// Rounded to three significant digits.
fn three_digits(value: f64) -> f64 {
    if value == 0.0 {
        return 0.0;
    }
    let decimals = 2 - value.abs().log10().floor() as i32;
    let factor = 10f64.powi(decimals.clamp(-300, 300));
    (value * factor).round() / factor
}

/// The variables whose latest values can be compared between sites, with how many sites have a current one.
///
/// Heights of water are left out: each gage counts from a zero of its own.
pub fn comparable_variables(index: &SiteIndex) -> Vec<(String, usize)> {
    let mut sites: BTreeMap<&str, usize> = BTreeMap::new();
    for row in &index.rows {
        let mut seen: Vec<&str> = Vec::new();
        for series in index.catalog.datastreams_of(*row).filter(|series| is_current(index, series))
        {
            let name = series.variable_name();
            if !seen.contains(&name) && !is_height_of_water(name) {
                seen.push(name);
                *sites.entry(name).or_default() += 1;
            }
        }
    }
    sites.into_iter().map(|(name, count)| (name.to_owned(), count)).collect()
}

/// Whether a variable is a height above a zero that each site has for itself.
fn is_height_of_water(variable: &str) -> bool {
    const WORDS: [&str; 7] = [
        "stage",
        "gage height",
        "gauge height",
        "water level",
        "waterlevel",
        "water depth",
        "elevation",
    ];
    let folded = fold(variable);
    WORDS.iter().any(|word| folded.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn five_classes_hold_equally_many_and_equal_values_share_one() {
        let values: Vec<f64> = (0..100).map(f64::from).collect();
        assert_eq!(limits(&values), [20.0, 40.0, 60.0, 80.0]);
        assert_eq!(limits(&[3.0, 3.0, 3.0]), Vec::<f64>::new());
        assert_eq!(limits(&[]), Vec::<f64>::new());
        let mut skewed = vec![0.0; 90];
        skewed.extend([5.0; 10]);
        assert_eq!(limits(&skewed), Vec::<f64>::new());
        assert_eq!(limits(&[1.0, 2.0]), [2.0]);
    }

    #[test]
    fn limits_are_written_short() {
        for (value, short) in [(1234.5, 1230.0), (0.012_345, 0.0123), (-7.0, -7.0), (0.0, 0.0)] {
            assert_eq!(three_digits(value), short);
        }
    }

    #[test]
    fn heights_of_water_are_never_compared_between_sites() {
        for name in [
            "Stage",
            "Gage height",
            "Gauge height, above datum",
            "Water level",
            "Reservoir elevation",
        ] {
            assert!(is_height_of_water(name), "{name}");
        }
        for name in ["Temperature", "Discharge", "Turbidity", "Snow depth"] {
            assert!(!is_height_of_water(name), "{name}");
        }
    }
}
