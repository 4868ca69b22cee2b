//! What a source says about its networks, sites and datastreams: the rows of the catalog tables.
//!
//! Harvest fills them, the sidecar stores them, and [`crate::part`] turns them into columns.

use crate::arrival::Habit;
use crate::lines::{Attachment, Neighbour, Threshold};
use crate::season::Pause;
use crate::status::Signs;
use gagehouse_model::{SiteZone, SourceKey, Spacing, TimeUs, Unit, Visibility};

/// A service or set of files that is harvested.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceRecord {
    /// Its key in configuration and URLs.
    pub key: SourceKey,
    /// Kind of adapter, for example `sensorthings`.
    pub kind: String,
    /// Name shown to people.
    pub name: String,
    /// Base URL; `None` for the embedded source.
    pub url: Option<String>,
    /// One or two sentences about it.
    pub description: Option<String>,
    /// Whether its data are made up and must be marked so wherever they are shown.
    pub synthetic: bool,
}

/// Who operates sites; a HydroServer's workspace is a network.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NetworkRecord {
    /// Its id at the source.
    pub external_id: String,
    /// Name shown to people.
    pub name: String,
    /// One or two sentences about it.
    pub description: Option<String>,
    /// Its page on the web.
    pub link: Option<String>,
    /// Who may see it.
    pub visibility: Visibility,
}

/// A Thing.
#[derive(Debug, Clone, PartialEq)]
pub struct SiteRecord {
    /// Its id at the source.
    pub external_id: String,
    /// `external_id` of its network.
    pub network: Option<String>,
    /// Who may see it.
    pub visibility: Visibility,
    /// Code by which people know it; text, leading zeros kept.
    pub code: Option<String>,
    /// Name shown to people.
    pub name: String,
    /// Free text.
    pub description: Option<String>,
    /// Kind of site, for example `Stream`.
    pub site_type: Option<String>,
    /// Degrees east, WGS 84. `None` when the source states none.
    pub longitude: Option<f64>,
    /// Degrees north, WGS 84.
    pub latitude: Option<f64>,
    /// Elevation in metres.
    pub elevation_m: Option<f64>,
    /// Vertical datum of the elevation.
    pub elevation_datum: Option<String>,
    /// State or province.
    pub admin_area_1: Option<String>,
    /// County or district.
    pub admin_area_2: Option<String>,
    /// Country code.
    pub country: Option<String>,
    /// Watershed or region.
    pub watershed: Option<String>,
    /// Zone of its clock; `None` when the source states none.
    pub zone: Option<SiteZone>,
    /// Whether it is made up.
    pub synthetic: bool,
    /// Text that must stand beside the data.
    pub disclaimer: Option<String>,
    /// Its page on the web.
    pub link: Option<String>,
    /// Licence of its data.
    pub licence: Option<String>,
    /// How its owner wants it to be cited.
    pub citation: Option<String>,
    /// The owner's tags, each as `key: value` or one word; no line breaks.
    pub tags: Vec<String>,
    /// Its documents and photos.
    pub attachments: Vec<Attachment>,
    /// Sites along the river, as its source says.
    pub neighbours: Vec<Neighbour>,
}

impl SiteRecord {
    /// A public site of which nothing but id and name is known.
    pub fn new(external_id: impl Into<String>, name: impl Into<String>) -> Self {
        Self {
            external_id: external_id.into(),
            network: None,
            visibility: Visibility::Public,
            code: None,
            name: name.into(),
            description: None,
            site_type: None,
            longitude: None,
            latitude: None,
            elevation_m: None,
            elevation_datum: None,
            admin_area_1: None,
            admin_area_2: None,
            country: None,
            watershed: None,
            zone: None,
            synthetic: false,
            disclaimer: None,
            link: None,
            licence: None,
            citation: None,
            tags: Vec::new(),
            attachments: Vec::new(),
            neighbours: Vec::new(),
        }
    }

    /// What addresses the site in URLs: its code, else its id.
    pub fn url_code(&self) -> &str {
        self.code.as_deref().filter(|code| !code.is_empty()).unwrap_or(&self.external_id)
    }
}

/// A Datastream: one variable at one site by one method at one processing level.
#[derive(Debug, Clone, PartialEq)]
pub struct DatastreamRecord {
    /// Its id at the source, without quotes.
    pub external_id: String,
    /// `external_id` of its site.
    pub site: String,
    /// `external_id` of its network.
    pub network: Option<String>,
    /// Who may see that it exists.
    pub visibility: Visibility,
    /// Whether its observations may be seen by all; `false` is shown as "hidden by its owner".
    pub results_visible: bool,
    /// Name shown to people.
    pub name: String,
    /// Free text.
    pub description: Option<String>,
    /// The source's code of the variable.
    pub variable_code: Option<String>,
    /// Name of the variable (ObservedProperty).
    pub variable_name: String,
    /// URI or text that defines the variable.
    pub variable_definition: Option<String>,
    /// Category of the variable, for example `Water Quality`.
    pub variable_category: Option<String>,
    /// Unit of its values.
    pub unit: Unit,
    /// Medium that was sampled.
    pub sampled_medium: Option<String>,
    /// Statistic over the aggregation interval, for example `Average`.
    pub aggregation_statistic: Option<String>,
    /// The interval over which a value is aggregated.
    pub aggregation: Option<Spacing>,
    /// How values came about, for example `Field Observation`.
    pub value_type: Option<String>,
    /// The source's kind of result.
    pub result_type: Option<String>,
    /// SensorThings observation type.
    pub observation_type: Option<String>,
    /// Code of the processing level, text.
    pub processing_level: Option<String>,
    /// What the processing level means.
    pub processing_level_definition: Option<String>,
    /// The processing level at length.
    pub processing_level_explanation: Option<String>,
    /// Id of the method or sensor at the source, which tells twins apart.
    pub method_id: Option<String>,
    /// The source's code of the method.
    pub method_code: Option<String>,
    /// Name of the method or sensor.
    pub method_name: Option<String>,
    /// The method at length.
    pub method_description: Option<String>,
    /// The method's page on the web.
    pub method_link: Option<String>,
    /// Kind of method.
    pub method_type: Option<String>,
    /// Model of the sensor.
    pub sensor_model: Option<String>,
    /// Height above the surface in metres, negative below it.
    pub vertical_offset_m: Option<f64>,
    /// Intended time between values.
    pub spacing: Option<Spacing>,
    /// The number that stands for "no data".
    pub no_data_value: Option<f64>,
    /// The source's own status term, for example `Ongoing`.
    pub status: Option<String>,
    /// Values that mean something to people.
    pub thresholds: Vec<Threshold>,
    /// The owner's tags, each as `key: value` or one word; no line breaks.
    pub tags: Vec<String>,
    /// Time of the first value.
    pub begin: Option<TimeUs>,
    /// Time of the last value as the source states the extent.
    pub end: Option<TimeUs>,
    /// Number of values, when stated.
    pub value_count: Option<u64>,
    /// Sequence of the newest change to its values, when the source counts changes.
    pub revision: Option<i64>,
    /// Time of the latest value that was seen.
    pub latest_time: Option<TimeUs>,
    /// The latest value that was seen.
    pub latest_value: Option<f64>,
    /// When its newest values were first seen here.
    pub arrived: Option<TimeUs>,
    /// Time from one transmission to the next, as learned from arrivals.
    pub transmission: Option<Spacing>,
    /// Time from the newest measurement of a transmission to its arrival, as learned; µs.
    pub delay_us: Option<i64>,
    /// The part of the year in which it rests, as learned from its record.
    pub pause: Option<Pause>,
}

impl DatastreamRecord {
    /// A public datastream of which nothing but ids and variable is known.
    pub fn new(
        external_id: impl Into<String>,
        site: impl Into<String>,
        variable_name: impl Into<String>,
    ) -> Self {
        let variable_name = variable_name.into();
        Self {
            external_id: external_id.into(),
            site: site.into(),
            network: None,
            visibility: Visibility::Public,
            results_visible: true,
            name: variable_name.clone(),
            description: None,
            variable_code: None,
            variable_name,
            variable_definition: None,
            variable_category: None,
            unit: Unit::default(),
            sampled_medium: None,
            aggregation_statistic: None,
            aggregation: None,
            value_type: None,
            result_type: None,
            observation_type: None,
            processing_level: None,
            processing_level_definition: None,
            processing_level_explanation: None,
            method_id: None,
            method_code: None,
            method_name: None,
            method_description: None,
            method_link: None,
            method_type: None,
            sensor_model: None,
            vertical_offset_m: None,
            spacing: None,
            no_data_value: None,
            status: None,
            thresholds: Vec::new(),
            tags: Vec::new(),
            begin: None,
            end: None,
            value_count: None,
            revision: None,
            latest_time: None,
            latest_value: None,
            arrived: None,
            transmission: None,
            delay_us: None,
            pause: None,
        }
    }

    /// What its status is judged by.
    pub fn signs(&self) -> Signs<'_> {
        let habit = self.transmission.zip(self.delay_us);
        Signs {
            end: self.end.max(self.latest_time),
            spacing: self.spacing,
            arrived: self.arrived,
            habit: habit.map(|(every, delay_us)| Habit { every, delay_us }),
            pause: self.pause,
            source_term: self.status.as_deref(),
        }
    }
}

/// Everything one walk over a source found: what replaces its rows in the catalog tables.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct SourceCatalog {
    /// Its networks.
    pub networks: Vec<NetworkRecord>,
    /// Its sites; each names its network by `external_id`.
    pub sites: Vec<SiteRecord>,
    /// Its datastreams; each names its site by `external_id`.
    pub datastreams: Vec<DatastreamRecord>,
}
