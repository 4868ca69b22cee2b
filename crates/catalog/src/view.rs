//! Views of one row: what is known of a datastream or a site, read from the columns when asked.

use crate::arrival::Habit;
use crate::catalog::{Columns, DatastreamRow, SiteRow};
use crate::lines::{Attachment, Neighbour, Threshold};
use crate::manifest::SourceEntry;
use crate::naming;
use crate::query::Years;
use crate::season::Pause;
use crate::status::Signs;
use gagehouse_model::{DatastreamRef, SiteRef, SiteZone, Spacing, TimeUs, Unit};
use std::borrow::Cow;

/// A view of one datastream.
#[derive(Clone, Copy)]
pub struct Datastream<'a> {
    pub(crate) columns: &'a Columns,
    pub(crate) row: usize,
}

/// A view of one site.
#[derive(Clone, Copy)]
pub struct Site<'a> {
    pub(crate) columns: &'a Columns,
    pub(crate) row: usize,
}

/// A view of one network.
#[derive(Clone, Copy)]
pub struct Network<'a> {
    columns: &'a Columns,
    row: usize,
}

/// Accessors that read a word or text column of the view's table.
macro_rules! texts {
    ($table:ident: $($(#[$doc:meta])* $column:ident,)*) => {
        $($(#[$doc])* pub fn $column(&self) -> Option<&'a str> {
            self.columns.$table.$column.get(self.row)
        })*
    };
}

impl<'a> Datastream<'a> {
    texts! { datastreams:
        /// Free text.
        description,
        /// The source's code of the variable.
        variable_code,
        /// URI or text that defines the variable.
        variable_definition,
        /// Category of the variable.
        variable_category,
        /// Medium that was sampled.
        sampled_medium,
        /// Statistic over the aggregation interval.
        aggregation_statistic,
        /// How values came about.
        value_type,
        /// The source's kind of result.
        result_type,
        /// SensorThings observation type.
        observation_type,
        /// Code of the processing level.
        processing_level,
        /// What the processing level means.
        processing_level_definition,
        /// The processing level at length.
        processing_level_explanation,
        /// Id of the method or sensor at the source.
        method_id,
        /// Code of the method.
        method_code,
        /// Method or sensor.
        method_name,
        /// The method at length.
        method_description,
        /// The method's page on the web.
        method_link,
        /// Kind of method.
        method_type,
        /// Model of the sensor.
        sensor_model,
        /// The source's own status term.
        status,
    }

    /// Its row.
    pub fn row(&self) -> DatastreamRow {
        DatastreamRow(self.row as u32)
    }

    /// Its entry of the manifest.
    pub fn source(&self) -> &'a SourceEntry {
        &self.columns.sources[self.columns.source_of_datastream[self.row] as usize].entry
    }

    /// Its id at the source.
    pub fn external_id(&self) -> &'a str {
        self.columns.datastreams.external_id.get(self.row).unwrap_or("")
    }

    /// What addresses it in URLs.
    pub fn reference(&self) -> DatastreamRef {
        DatastreamRef { source: self.source().key.clone(), id: self.external_id().to_owned() }
    }

    /// Its name, else the variable's.
    pub fn name(&self) -> Cow<'a, str> {
        let Some(short) = self.columns.datastreams.name.get(self.row) else {
            return Cow::Borrowed(self.variable_name());
        };
        let site = self.site().map(|site| site.row);
        let sites = &self.columns.sites;
        let parts = naming::Parts {
            variable: self.columns.datastreams.variable_name.get(self.row),
            site: site.and_then(|site| sites.name.get(site)),
            site_code: site.and_then(|site| sites.code.get(site)),
        };
        naming::expanded(short, parts)
    }

    /// Name of the variable.
    pub fn variable_name(&self) -> &'a str {
        self.columns.datastreams.variable_name.get(self.row).unwrap_or("")
    }

    /// Its site.
    pub fn site(&self) -> Option<Site<'a>> {
        let row = self.columns.datastreams.site.get(self.row)? as usize;
        Some(Site { columns: self.columns, row })
    }

    /// Name of its network.
    pub fn network_name(&self) -> Option<&'a str> {
        self.columns.networks.name.get(self.columns.datastreams.network.get(self.row)? as usize)
    }

    /// Its unit, as owned texts.
    pub fn unit(&self) -> Unit {
        let table = &self.columns.datastreams;
        let owned = |text: Option<&str>| text.map(str::to_owned);
        Unit {
            name: owned(table.unit_name.get(self.row)),
            symbol: owned(table.unit_symbol.get(self.row)),
            definition: owned(table.unit_definition.get(self.row)),
        }
    }

    /// What stands beside a value: the unit's symbol, else its name, else nothing.
    pub fn unit_label(&self) -> &'a str {
        let table = &self.columns.datastreams;
        table.unit_symbol.get(self.row).or_else(|| table.unit_name.get(self.row)).unwrap_or("")
    }

    /// Intended time between values.
    pub fn spacing(&self) -> Option<Spacing> {
        Spacing::from_us(self.columns.datastreams.spacing_us.get(self.row)?)
    }

    /// The interval over which a value is aggregated.
    pub fn aggregation(&self) -> Option<Spacing> {
        Spacing::from_us(self.columns.datastreams.aggregation_us.get(self.row)?)
    }

    /// Height above the surface in metres, negative below it.
    pub fn vertical_offset_m(&self) -> Option<f64> {
        self.columns.datastreams.vertical_offset_m.get(self.row)
    }

    /// The owner's tags, its own before those of its site.
    pub fn tags(&self) -> impl Iterator<Item = &'a str> {
        let own = self.columns.datastreams.tags.get(self.row).unwrap_or("");
        own.lines().chain(self.site().into_iter().flat_map(|site| site.tags()))
    }

    /// The number that stands for "no data".
    pub fn no_data_value(&self) -> Option<f64> {
        self.columns.datastreams.no_data_value.get(self.row)
    }

    /// Whether its observations are hidden by their owner.
    pub fn results_hidden(&self) -> bool {
        self.columns.datastreams.results_hidden.get(self.row) == Some(1)
    }

    /// Time of the first value.
    pub fn begin(&self) -> Option<TimeUs> {
        self.columns.datastreams.begin_us.get(self.row).map(TimeUs)
    }

    /// Time of the last value: the extent's end or the latest value seen, whichever is later.
    pub fn end(&self) -> Option<TimeUs> {
        let fresh = &self.columns.fresh;
        fresh.end_us.get(self.row).max(fresh.latest_time_us.get(self.row)).map(TimeUs)
    }

    /// Values that mean something to people, in its own unit.
    pub fn thresholds(&self) -> Vec<Threshold> {
        Threshold::split(self.columns.datastreams.thresholds.get(self.row).unwrap_or(""))
    }

    /// What its status is judged by.
    pub fn signs(&self) -> Signs<'a> {
        let habit = self.transmission().zip(self.delay_us());
        Signs {
            end: self.end(),
            spacing: self.spacing(),
            arrived: self.arrived(),
            habit: habit.map(|(every, delay_us)| Habit { every, delay_us }),
            pause: self.pause(),
            source_term: self.status(),
        }
    }

    /// Number of values, when the source states it.
    pub fn value_count(&self) -> Option<u64> {
        self.columns.fresh.value_count.get(self.row).and_then(|count| u64::try_from(count).ok())
    }

    /// Years of data: values times interval, when both are known.
    pub fn years_of_data(&self) -> Option<f64> {
        Years::of_data(self.value_count(), self.spacing(), self.begin(), self.end())
    }

    /// Sequence of the newest change to its values, when the source counts changes.
    pub fn revision(&self) -> Option<i64> {
        self.columns.fresh.revision.get(self.row)
    }

    /// When its newest values were first seen here.
    pub fn arrived(&self) -> Option<TimeUs> {
        self.columns.fresh.arrived_us.get(self.row).map(TimeUs)
    }

    /// Learned time from one transmission to the next.
    pub fn transmission(&self) -> Option<Spacing> {
        Spacing::from_us(self.columns.fresh.transmission_us.get(self.row)?)
    }

    /// Learned time from measurement to arrival, µs.
    pub fn delay_us(&self) -> Option<i64> {
        self.columns.fresh.delay_us.get(self.row)
    }

    /// Learned part of the year in which it rests.
    pub fn pause(&self) -> Option<Pause> {
        Pause::from_code(self.columns.fresh.pause.get(self.row)?)
    }

    /// The latest value seen, with its time.
    pub fn latest(&self) -> Option<(TimeUs, f64)> {
        let fresh = &self.columns.fresh;
        Some((TimeUs(fresh.latest_time_us.get(self.row)?), fresh.latest_value.get(self.row)?))
    }
}

impl<'a> Site<'a> {
    /// Its network.
    pub fn network(&self) -> Option<Network<'a>> {
        let row = self.columns.sites.network.get(self.row)? as usize;
        Some(Network { columns: self.columns, row })
    }

    texts! { sites:
        /// Code by which people know it.
        code,
        /// Free text.
        description,
        /// Kind of site.
        site_type,
        /// Datum of the elevation.
        elevation_datum,
        /// State or province.
        admin_area_1,
        /// County or district.
        admin_area_2,
        /// Country code.
        country,
        /// Watershed or region.
        watershed,
        /// Text that must stand beside the data.
        disclaimer,
        /// Its page on the web.
        link,
        /// Licence of its data.
        licence,
        /// How its owner wants it to be cited.
        citation,
    }

    /// Its row.
    pub fn row(&self) -> SiteRow {
        SiteRow(self.row as u32)
    }

    /// Its entry of the manifest.
    pub fn source(&self) -> &'a SourceEntry {
        &self.columns.sources[self.columns.source_of_site[self.row] as usize].entry
    }

    /// Its id at the source.
    pub fn external_id(&self) -> &'a str {
        self.columns.sites.external_id.get(self.row).unwrap_or("")
    }

    /// What addresses it in URLs: its code, else its id.
    pub fn url_code(&self) -> &'a str {
        self.columns.sites.url_code(self.row).unwrap_or("")
    }

    /// What addresses it in URLs, with its source.
    pub fn reference(&self) -> SiteRef {
        SiteRef { source: self.source().key.clone(), code: self.url_code().to_owned() }
    }

    /// Its name, else its code.
    pub fn name(&self) -> &'a str {
        self.columns.sites.name.get(self.row).unwrap_or_else(|| self.url_code())
    }

    /// Name of its network.
    pub fn network_name(&self) -> Option<&'a str> {
        self.network().map(|network| network.name())
    }

    /// Degrees east and north, longitudes counted to 360 turned. `None` when either is missing or outside the globe, and for
    /// 0, 0: that lies in the sea and is what forms send that were left empty.
    pub fn position(&self) -> Option<(f64, f64)> {
        let longitude = self.columns.sites.longitude.get(self.row)?;
        let latitude = self.columns.sites.latitude.get(self.row)?;
        let is_blank = longitude == 0.0 && latitude == 0.0;
        let on_globe = (-180.0..=360.0).contains(&longitude) && latitude.abs() <= 90.0;
        let east = if longitude > 180.0 { longitude - 360.0 } else { longitude };
        (on_globe && !is_blank).then_some((east, latitude))
    }

    /// The owner's tags.
    pub fn tags(&self) -> std::str::Lines<'a> {
        self.columns.sites.tags.get(self.row).unwrap_or("").lines()
    }

    /// Its documents and photos.
    pub fn attachments(&self) -> Vec<Attachment> {
        Attachment::split(self.columns.sites.attachments.get(self.row).unwrap_or(""))
    }

    /// Sites along the river, as its source says.
    pub fn neighbours(&self) -> Vec<Neighbour> {
        Neighbour::split(self.columns.sites.neighbours.get(self.row).unwrap_or(""))
    }

    /// Elevation in metres.
    pub fn elevation_m(&self) -> Option<f64> {
        self.columns.sites.elevation_m.get(self.row)
    }

    /// Zone of its clock; `None` when the source states none.
    pub fn zone(&self) -> Option<SiteZone> {
        let sites = &self.columns.sites;
        let standard_offset_minutes = sites.standard_offset_minutes.get(self.row)?;
        Some(SiteZone {
            iana: sites.zone_iana.get(self.row).map(str::to_owned),
            standard_offset_minutes: i32::try_from(standard_offset_minutes).ok()?,
        })
    }

    /// Whether it is made up.
    pub fn synthetic(&self) -> bool {
        self.columns.sites.synthetic.get(self.row) == Some(1)
    }
}

impl<'a> Network<'a> {
    texts! { networks:
        /// One or two sentences about it.
        description,
        /// Its page on the web.
        link,
    }

    /// Its id at the source, which addresses it in URLs.
    pub fn external_id(&self) -> &'a str {
        self.columns.networks.external_id.get(self.row).unwrap_or("")
    }

    /// Its name, else its id.
    pub fn name(&self) -> &'a str {
        self.columns.networks.name.get(self.row).unwrap_or_else(|| self.external_id())
    }
}
