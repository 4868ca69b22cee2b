//! What the catalog knows about a datastream that a plot names.

use super::derived::MadeOf;
use crate::api::observations::{Source, revision_of, source_of};
use crate::links;
use gagehouse_catalog::{Catalog, Datastream, Site};
use gagehouse_chart::conditions::words::unit_beside;
use gagehouse_chart::navigate;
use gagehouse_model::series_words::{datum_of, is_unreviewed, level_text};
use gagehouse_model::unit::{Conversion, KnownUnit, UnitPreference};
use gagehouse_model::{DatastreamRef, SiteZone, Spacing, TimeRange, TimeUs};

/// A title, and keys with values, of which some may be empty.
pub type Block = (&'static str, Vec<(&'static str, String)>);

/// A datastream on the plot.
#[derive(Debug, Clone, PartialEq)]
pub struct SeriesInfo {
    /// What addresses it.
    pub name: DatastreamRef,
    /// Its place among the series of the plot, from 0: its colour, marker and number.
    pub style: usize,
    /// What is observed.
    pub variable: String,
    /// Unit in which values are shown, possibly empty.
    pub unit: String,
    /// Unit in which they were measured, possibly empty.
    pub measured_unit: String,
    /// The unit shown, where its conversion is known.
    pub known_unit: Option<&'static KnownUnit>,
    /// From the measured unit into the one shown.
    pub conversion: Conversion,
    /// What its heights are counted from; nothing when it is no height of water.
    pub datum: Option<&'static str>,
    /// What its values stand for (`Continuous`, `Incremental`, …), possibly empty.
    pub aggregation: String,
    /// Name of its site.
    pub site: String,
    /// Path of the site's page.
    pub site_path: Option<String>,
    /// Name of its source.
    pub source: String,
    /// Code and meaning of the processing level, possibly empty.
    pub level: String,
    /// Whether its processing level says that nobody has reviewed it.
    pub unreviewed: bool,
    /// Whether it is made up.
    pub synthetic: bool,
    /// Whether its owner hides its observations.
    pub results_hidden: bool,
    /// Text that must stand beside the data.
    pub disclaimer: Option<String>,
    /// Base of its source's SensorThings API.
    pub observations_url: String,
    /// The number that stands for "no data".
    pub no_data_value: Option<f64>,
    /// Intended time between observations.
    pub spacing: Option<Spacing>,
    /// Clock of its site.
    pub zone: Option<SiteZone>,
    /// What a file of its values says about it, block by block.
    pub blocks: Vec<Block>,
    /// First instant with data.
    pub begin: Option<TimeUs>,
    /// Last instant with data.
    pub end: Option<TimeUs>,
    /// How many observations there are, when its source says so.
    pub value_count: Option<u64>,
    /// Sequence of the newest change to its observations, when the source counts changes.
    pub revision: Option<i64>,
    /// The two series that it is computed from; no source serves it then.
    pub made_of: Option<MadeOf>,
}

impl SeriesInfo {
    /// The datastream in the catalog, or nothing when it is not there.
    pub fn of(
        catalog: &Catalog,
        name: &DatastreamRef,
        style: usize,
        units: UnitPreference,
    ) -> Option<Self> {
        let datastream = catalog.find_datastream(name)?;
        let site = datastream.site();
        let code = datastream.processing_level().unwrap_or("");
        let meaning = datastream.processing_level_definition().unwrap_or("");
        let source = datastream.source();
        let shown = units.shown(&datastream.unit(), datastream.variable_name());
        Some(Self {
            name: name.clone(),
            style,
            variable: datastream.variable_name().to_owned(),
            unit: shown.label,
            measured_unit: datastream.unit_label().to_owned(),
            known_unit: shown.known,
            conversion: shown.conversion,
            datum: datum_of(datastream.variable_name(), &datastream.name()),
            aggregation: datastream.aggregation_statistic().unwrap_or("").to_owned(),
            site: site.map_or_else(String::new, |site| site.name().to_owned()),
            site_path: site.as_ref().map(links::site_page),
            source: source.name.clone(),
            level: level_text(code, meaning),
            unreviewed: is_unreviewed(code, meaning),
            synthetic: site.is_some_and(|site| site.synthetic()),
            results_hidden: datastream.results_hidden(),
            disclaimer: site.and_then(|site| site.disclaimer()).map(str::to_owned),
            observations_url: source.observations_url.clone(),
            no_data_value: datastream.no_data_value(),
            spacing: datastream.spacing(),
            zone: site.and_then(|site| site.zone()),
            blocks: blocks_of(&datastream),
            begin: datastream.begin(),
            end: datastream.end(),
            value_count: datastream.value_count(),
            revision: datastream.revision(),
            made_of: None,
        })
    }

    /// Where its observations are read.
    pub fn source(&self) -> Source {
        let begin = self.begin.map(TimeUs::to_rfc3339).unwrap_or_default();
        let identity = [&self.site, &self.variable, &self.unit, &self.level, &begin];
        Source {
            step_us: self.step_us(),
            end: self.end,
            revision: self.revision.and_then(|number| revision_of(&self.name, number)),
            ..source_of(&self.observations_url, &self.name.id, &identity.map(String::as_str))
        }
    }

    /// The usual time between observations: as intended, else as the count of all says.
    pub fn step_us(&self) -> Option<i64> {
        let counted = || {
            let span_us = self.end?.0.checked_sub(self.begin?.0)?;
            span_us.checked_div(i64::try_from(self.value_count?).ok()?)
        };
        self.spacing.map(Spacing::us).or_else(counted).filter(|step_us| *step_us > 0)
    }

    /// Observed property and unit: what its axis is for.
    pub fn axis_title(&self) -> String {
        gagehouse_chart::axes::title(&self.variable, &self.unit)
    }

    /// A number as it stands beside text: with its unit, and with the datum that it is counted from.
    pub fn with_unit_and_datum(&self, number: &str) -> String {
        let unit = unit_beside(&self.unit, &self.variable);
        let joint = if unit.is_empty() { "" } else { " " };
        let datum = self.datum.map(|datum| format!(" ({datum})")).unwrap_or_default();
        format!("{number}{joint}{unit}{datum}")
    }

    /// In one line, for people who hear it.
    pub fn label(&self) -> String {
        let mut label = format!("{}, {}", self.site, self.variable);
        if !self.level.is_empty() {
            label = format!("{label}, {}", self.level);
        }
        label
    }

    /// About how many observations lie in a window, by the count of all.
    pub fn expected_in(&self, window: TimeRange) -> Option<u64> {
        let extent = TimeRange::new(self.begin?, TimeUs(self.end?.0.saturating_add(1)))?;
        let common = window.intersection(extent)?;
        let share = common.len_us() as f64 / extent.len_us().max(1) as f64;
        Some((self.value_count? as f64 * share).ceil() as u64)
    }
}

/// What a file says about a datastream, in the words of the files that networks publish.
fn blocks_of(datastream: &Datastream<'_>) -> Vec<Block> {
    let text = |text: Option<&str>| text.unwrap_or("").to_owned();
    let number = |number: Option<f64>| number.map(|n| n.to_string()).unwrap_or_default();
    let time = |time: Option<TimeUs>| time.map(TimeUs::to_rfc3339).unwrap_or_default();
    let unit = datastream.unit();
    let site = datastream.site();
    let of_site =
        |read: fn(&Site<'_>) -> Option<String>| site.as_ref().and_then(read).unwrap_or_default();
    let spacing = datastream.spacing().map(|spacing| {
        let (amount, unit) = spacing.amount();
        format!("{amount} {unit}")
    });
    vec![
        (
            "Site Information",
            vec![
                ("Network", text(datastream.network_name())),
                ("SiteCode", of_site(|site| site.code().map(str::to_owned))),
                ("SiteName", of_site(|site| Some(site.name().to_owned()))),
                ("SiteType", of_site(|site| site.site_type().map(str::to_owned))),
                ("Latitude", of_site(|site| Some(site.position()?.1.to_string()))),
                ("Longitude", of_site(|site| Some(site.position()?.0.to_string()))),
                ("Elevation_m", of_site(|site| Some(site.elevation_m()?.to_string()))),
                ("ElevationDatum", of_site(|site| site.elevation_datum().map(str::to_owned))),
            ],
        ),
        (
            "Variable and Method Information",
            vec![
                ("VariableCode", text(datastream.variable_code())),
                ("VariableName", datastream.variable_name().to_owned()),
                ("DataType", text(datastream.aggregation_statistic())),
                ("GeneralCategory", text(datastream.variable_category())),
                ("SampleMedium", text(datastream.sampled_medium())),
                ("VariableUnitsName", unit.name.clone().unwrap_or_default()),
                ("VariableUnitsAbbreviation", unit.symbol.clone().unwrap_or_default()),
                ("NoDataValue", number(datastream.no_data_value())),
                ("TimeSpacing", spacing.unwrap_or_default()),
                ("MethodDescription", text(datastream.method_name())),
                ("Sensor", text(datastream.sensor_model())),
                ("QualityControlLevelCode", text(datastream.processing_level())),
                ("QualityControlLevelDefinition", text(datastream.processing_level_definition())),
            ],
        ),
        (
            "Series and Source Information",
            vec![
                ("Series", datastream.reference().to_string()),
                ("Source", datastream.source().name.clone()),
                ("BeginDateTime", time(datastream.begin())),
                ("EndDateTime", time(datastream.end())),
                (
                    "NumberOfObservations",
                    datastream.value_count().map(|n| n.to_string()).unwrap_or_default(),
                ),
            ],
        ),
    ]
}

/// From where to where the series together reach; a year before now when the catalog does not say.
pub fn extent_of(infos: &[SeriesInfo], now: TimeUs) -> TimeRange {
    navigate::extent_of(infos.iter().map(|info| (info.begin, info.end)), now)
}
