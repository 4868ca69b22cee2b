//! One variable of a site: what its card says.

use crate::facts;
use gagehouse_catalog::site::{Variable, by_variable};
use gagehouse_catalog::{Catalog, Signs, Site, Status};
use gagehouse_chart::conditions::words::{over_text, time_text};
use gagehouse_chart::conditions::{Conditions, Mark, Reading, Shown, Standing};
use gagehouse_model::age::ago_in_words;
use gagehouse_model::series_words::{datum_of, is_unreviewed};
use gagehouse_model::unit::UnitPreference;
use gagehouse_model::{DatastreamRef, SiteZone, Spacing, TimeUs, ZoneOffsets};

/// What a card says of the series that speaks for its variable.
#[derive(Debug, Clone, PartialEq)]
pub struct Card {
    /// Name of the variable.
    pub variable: String,
    /// The series.
    pub series: DatastreamRef,
    /// How many further series of the variable the site has.
    pub others: usize,
    /// Processing level with its meaning.
    pub level: Option<String>,
    /// Whether nobody has looked at the values yet.
    pub unreviewed: bool,
    /// What a level is measured from.
    pub datum: Option<&'static str>,
    /// Over which period a total is: `in 15 minutes`.
    pub over: Option<String>,
    /// In which unit values are shown.
    pub shown: Shown,
    /// Time of the newest row that is known, whatever it says.
    pub end: Option<TimeUs>,
    /// What is known of the newest value.
    pub newest: Newest,
    /// Whether the series is alive.
    pub status: Status,
    /// Since when it has been late or stale.
    pub late_since: Option<TimeUs>,
    /// How often new values can be expected: as transmissions come, else as they are measured.
    pub every: Option<Spacing>,
    /// Values that mean something.
    pub marks: Vec<Mark>,
    /// Path of its plot, with the others of its variable.
    pub plot: String,
    /// Path of the plot of its last year beside the one before.
    pub compare: String,
}

/// What is known of the newest value of a series.
#[derive(Debug, Clone, PartialEq)]
pub enum Newest {
    /// A number.
    Number(TimeUs, f64),
    /// The number that stands for "no data".
    NoData(TimeUs),
    /// Values are hidden by their owner.
    Hidden,
    /// There are values, which nobody has asked for yet.
    Unknown,
    /// There are none.
    None,
}

impl Newest {
    /// What stands in the place of the number where there is none.
    pub fn words(&self) -> Option<&'static str> {
        match self {
            Self::Number(..) => None,
            Self::NoData(_) => Some("no data"),
            Self::Hidden => Some("hidden by its owner"),
            Self::Unknown => Some("no value known"),
            Self::None => Some("no data yet"),
        }
    }

    /// When it was measured.
    pub fn time(&self) -> Option<TimeUs> {
        match self {
            Self::Number(time, _) | Self::NoData(time) => Some(*time),
            Self::Hidden | Self::Unknown | Self::None => None,
        }
    }
}

/// The cards of a site, in the order of its source.
pub fn cards(catalog: &Catalog, site: &Site, units: UnitPreference, now: TimeUs) -> Vec<Card> {
    let variables = by_variable(catalog, site, now);
    variables.iter().filter_map(|variable| Card::of(variable, units, now)).collect()
}

/// The card that speaks for a site in one line: flow, else stage, else the first with a number.
pub fn leading(cards: &[Card]) -> Option<&Card> {
    let has_number = |card: &&Card| matches!(card.newest, Newest::Number(..));
    let says = |words: &'static [&'static str]| {
        cards.iter().filter(has_number).find(move |card| {
            let name = card.variable.to_lowercase();
            words.iter().any(|word| name.contains(word))
        })
    };
    says(&["discharge", "streamflow", "flow rate"])
        .or_else(|| says(&["stage", "gage height", "gauge height", "water level"]))
        .or_else(|| cards.iter().find(has_number))
}

impl Card {
    /// The card of a variable; `None` for one without series.
    pub fn of(variable: &Variable, units: UnitPreference, now: TimeUs) -> Option<Self> {
        let series = variable.series.first()?;
        let signs: Signs = series.signs();
        let newest = match series.latest() {
            _ if series.results_hidden() => Newest::Hidden,
            Some((time, value)) if !value.is_finite() || series.no_data_value() == Some(value) => {
                Newest::NoData(time)
            }
            Some((time, value)) => Newest::Number(time, value),
            None if series.end().is_some() => Newest::Unknown,
            None => Newest::None,
        };
        let marks = series.thresholds().into_iter();
        let marks = marks.map(|it| Mark { value: it.value, name: it.name, meaning: it.meaning });
        Some(Self {
            variable: variable.name.to_owned(),
            series: series.reference(),
            others: variable.series.len() - 1,
            level: facts::level_text(series),
            unreviewed: is_unreviewed(
                series.processing_level().unwrap_or(""),
                series.processing_level_definition().unwrap_or(""),
            ),
            datum: datum_of(variable.name, &series.name()),
            over: over_text((variable.name, series.aggregation_statistic()), series.spacing()),
            shown: Shown::of(&series.unit(), variable.name, units),
            end: series.end(),
            newest,
            status: signs.status(now),
            late_since: signs.late_since(now),
            every: signs.habit.map(|habit| habit.every).or(series.spacing()),
            marks: marks.collect(),
            plot: crate::address::plot(&variable.series),
            compare: crate::address::compared_with_last_year(series),
        })
    }

    /// Whether values are still expected: of a record that stopped long ago nothing is rising now.
    pub fn goes_on(&self) -> bool {
        matches!(self.status, Status::Live | Status::Late)
    }

    /// Whether it can be told how its value stands among other years: it goes on, and its record is here.
    pub fn is_ranked(&self) -> bool {
        self.goes_on() && self.series.source.is_local()
    }

    /// What stands in the place of its percentile until that is known, or where it cannot be; nothing for a record that
    /// stopped.
    pub fn before_standing(&self) -> Option<&'static str> {
        match (self.goes_on(), self.is_ranked()) {
            (false, _) => None,
            (true, true) => Some("…"),
            (true, false) => Some("No percentile: record on another server"),
        }
    }

    /// The value, or what stands in its place.
    pub fn value_text(&self) -> String {
        match self.newest {
            Newest::Number(_, value) => self.shown.beside_name(&self.variable, (value, 0)),
            _ => self.newest.words().unwrap_or_default().to_owned(),
        }
    }

    /// What its status means, where it is not simply live: `late since …`.
    pub fn status_text(&self, zone: Option<&SiteZone>, now: TimeUs) -> Option<String> {
        let since = self
            .late_since
            .map(|due| format!(" since {} ({})", time_text(due, zone), ago_in_words(due, now)));
        (self.status != Status::Live)
            .then(|| format!("{}{}", self.status.label(), since.unwrap_or_default()))
    }

    /// The sentence of current conditions; from what the catalog knows, or from a `reading` of its rows.
    pub fn sentence(
        &self,
        (reading, standing): (Option<&Reading>, Option<&Standing>),
        zone: Option<&SiteZone>,
        now: TimeUs,
    ) -> Option<String> {
        let known = match self.newest {
            Newest::Number(time, value) => Some(Reading::bare(time, value)),
            _ => None,
        };
        let mut reading = reading.or(known.as_ref())?.clone();
        reading.trend = reading.trend.filter(|_| self.goes_on());
        let conditions = Conditions {
            variable: &self.variable,
            above: self.datum,
            shown: &self.shown,
            level: self.unreviewed.then_some("raw or provisional, not yet reviewed"),
            reading: &reading,
            standing,
            marks: &self.marks,
        };
        let zone = zone.map_or_else(ZoneOffsets::utc, ZoneOffsets::standard);
        Some(conditions.sentence(&zone, now))
    }
}
