//! Tables of columns: networks, sites, datastreams, and what changes with every value.

use crate::column::{Codes, Column, IntColumn, NumberColumn, RowColumn, TextColumn, WordColumn};
use crate::lines::{Attachment, Neighbour, Threshold};
use crate::naming;
use crate::record::{DatastreamRecord, NetworkRecord, SiteRecord};
use crate::season::Pause;
use crate::shapes::Shapes;
use crate::wire::{Reader, WireError, Writer};
use serde::Serialize;

/// Most rows of a table that is read.
const MAX_ROWS: u64 = 1 << 23;

/// A struct of columns with `append`, wire form and JSON, each column left out when no row has a value.
macro_rules! table {
    ($(#[$doc:meta])* $name:ident { $($(#[$column_doc:meta])* $column:ident: $kind:ty,)* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Default, PartialEq, Serialize)]
        pub struct $name {
            /// Number of rows.
            pub rows: usize,
            $($(#[$column_doc])* #[serde(skip_serializing_if = "Column::is_blank")] pub $column: $kind,)*
        }

        impl $name {
            /// Appends the rows of another such table; references to other tables are copied as they are.
            pub fn append(&mut self, other: &Self) {
                $(self.$column.append(&other.$column, self.rows, other.rows);)*
                self.rows += other.rows;
            }

            /// Writes the columns that have values, each by its name and with its length.
            pub fn write(&self, out: &mut Writer) {
                let words: Vec<&Codes> = [$(self.$column.word_codes().filter(|_| !self.$column.is_blank())),*]
                    .into_iter()
                    .flatten()
                    .collect();
                let shapes = Shapes::of(&words, self.rows);
                out.varint(self.rows as u64);
                shapes.write(out);
                let columns = [$(!self.$column.is_blank()),*];
                out.varint(columns.into_iter().filter(|has_values| *has_values).count() as u64);
                $(write_column(stringify!($column), &self.$column, &shapes, out);)*
            }

            /// Reads a table. A column that this program does not know is passed over.
            pub fn read(reader: &mut Reader) -> Result<Self, WireError> {
                let rows = reader.varint()?;
                if rows > MAX_ROWS {
                    return Err(WireError::Content("a table has more rows than can be"));
                }
                let rows = rows as usize;
                let shapes = Shapes::read(rows, reader)?;
                let mut table = Self { rows, ..Self::default() };
                for _ in 0..reader.count()? {
                    let name = reader.text()?;
                    let kind = reader.byte()?;
                    let mut values = reader.framed()?;
                    match name {
                        $(stringify!($column) if kind == <$kind as Column>::KIND => {
                            table.$column = read_column(&shapes, &mut values)?;
                        })*
                        _ => {}
                    }
                }
                Ok(table)
            }
        }
    };
}

fn write_column<C: Column + Clone>(name: &str, column: &C, shapes: &Shapes, out: &mut Writer) {
    if column.is_blank() {
        return;
    }
    out.text(name);
    out.byte(C::KIND);
    let mut values = Writer::default();
    match (shapes.rows_of_shapes(), column.word_codes()) {
        (Some(rows), Some(codes)) => {
            let of_shapes = rows.iter().map(|row| codes.get(*row as usize));
            let of_shapes = Codes::collect(usize::MAX, of_shapes);
            column.clone().with_codes(of_shapes.narrowed()).write(rows.len(), &mut values);
        }
        _ => column.write(shapes.rows, &mut values),
    }
    out.framed(values);
}

fn read_column<C: Column>(shapes: &Shapes, values: &mut Reader) -> Result<C, WireError> {
    let Some((count, of_rows)) = shapes.of_rows() else { return C::read(shapes.rows, values) };
    // Words are told for each shape, everything else for each row.
    let is_of_words = C::default().word_codes().is_some();
    let column = C::read(if is_of_words { count } else { shapes.rows }, values)?;
    Ok(match column.word_codes().cloned() {
        Some(codes) => column.with_codes(codes.gathered(of_rows)),
        None => column,
    })
}

table! {
    /// Networks.
    NetworkTable {
        /// Id at the source.
        external_id: TextColumn,
        /// Name.
        name: TextColumn,
        /// Description.
        description: TextColumn,
        /// Page on the web.
        link: TextColumn,
    }
}

table! {
    /// Sites.
    SiteTable {
        /// Id at the source.
        external_id: TextColumn,
        /// Row of its network.
        network: RowColumn,
        /// Code.
        code: TextColumn,
        /// Name.
        name: TextColumn,
        /// Description.
        description: TextColumn,
        /// Kind of site.
        site_type: WordColumn,
        /// Degrees east.
        longitude: NumberColumn,
        /// Degrees north.
        latitude: NumberColumn,
        /// Elevation in metres.
        elevation_m: NumberColumn,
        /// Datum of the elevation.
        elevation_datum: WordColumn,
        /// State or province.
        admin_area_1: WordColumn,
        /// County or district.
        admin_area_2: WordColumn,
        /// Country code.
        country: WordColumn,
        /// Watershed or region.
        watershed: WordColumn,
        /// IANA zone.
        zone_iana: WordColumn,
        /// Offset of standard time, minutes east of UTC.
        standard_offset_minutes: IntColumn,
        /// 1 when made up.
        synthetic: IntColumn,
        /// Text that must stand beside the data.
        disclaimer: WordColumn,
        /// Page on the web.
        link: TextColumn,
        /// Licence of the data.
        licence: WordColumn,
        /// How the owner wants it to be cited.
        citation: WordColumn,
        /// The owner's tags, one a line.
        tags: WordColumn,
        /// Documents and photos, as [`Attachment::join`] writes them.
        attachments: TextColumn,
        /// Sites along the river, as [`Neighbour::join`] writes them.
        neighbours: TextColumn,
    }
}

table! {
    /// The slow columns of datastreams.
    DatastreamTable {
        /// Id at the source.
        external_id: TextColumn,
        /// Row of its site.
        site: RowColumn,
        /// Row of its network.
        network: RowColumn,
        /// 1 when its observations are hidden by their owner.
        results_hidden: IntColumn,
        /// Name, with placeholders for what else is known ([`crate::naming`]).
        name: WordColumn,
        /// Description.
        description: WordColumn,
        /// The source's code of the variable.
        variable_code: WordColumn,
        /// Name of the variable.
        variable_name: WordColumn,
        /// URI or text that defines the variable.
        variable_definition: WordColumn,
        /// Category of the variable.
        variable_category: WordColumn,
        /// Name of the unit.
        unit_name: WordColumn,
        /// Symbol of the unit.
        unit_symbol: WordColumn,
        /// Definition of the unit.
        unit_definition: WordColumn,
        /// Sampled medium.
        sampled_medium: WordColumn,
        /// Statistic over the aggregation interval.
        aggregation_statistic: WordColumn,
        /// Interval over which a value is aggregated, µs.
        aggregation_us: IntColumn,
        /// How values came about.
        value_type: WordColumn,
        /// Kind of result.
        result_type: WordColumn,
        /// SensorThings observation type.
        observation_type: WordColumn,
        /// Code of the processing level.
        processing_level: WordColumn,
        /// What the processing level means.
        processing_level_definition: WordColumn,
        /// The processing level at length.
        processing_level_explanation: WordColumn,
        /// Id of the method or sensor at the source.
        method_id: WordColumn,
        /// Code of the method.
        method_code: WordColumn,
        /// Method or sensor.
        method_name: WordColumn,
        /// The method at length.
        method_description: WordColumn,
        /// The method's page on the web.
        method_link: WordColumn,
        /// Kind of method.
        method_type: WordColumn,
        /// Model of the sensor.
        sensor_model: WordColumn,
        /// Height above the surface in metres.
        vertical_offset_m: NumberColumn,
        /// Intended time between values, µs.
        spacing_us: IntColumn,
        /// The number that stands for "no data".
        no_data_value: NumberColumn,
        /// The source's status term.
        status: WordColumn,
        /// Values that mean something, as [`Threshold::join`] writes them.
        thresholds: WordColumn,
        /// The owner's tags, one a line.
        tags: WordColumn,
        /// Time of the first value, µs.
        begin_us: IntColumn,
    }
}

table! {
    /// What changes with every value, one row for each row of a [`DatastreamTable`].
    FreshTable {
        /// End of the extent the source states, µs.
        end_us: IntColumn,
        /// Number of values.
        value_count: IntColumn,
        /// Sequence of the newest change to the values.
        revision: IntColumn,
        /// Time of the latest value seen, µs.
        latest_time_us: IntColumn,
        /// The latest value seen.
        latest_value: NumberColumn,
        /// When the newest values were first seen, µs.
        arrived_us: IntColumn,
        /// Learned time from one transmission to the next, µs.
        transmission_us: IntColumn,
        /// Learned time from measurement to arrival, µs.
        delay_us: IntColumn,
        /// Learned part of the year without data, as [`Pause::code`] writes it.
        pause: IntColumn,
    }
}

impl NetworkTable {
    /// Appends a network.
    pub fn push(&mut self, network: &NetworkRecord) {
        self.rows += 1;
        self.external_id.push(Some(&network.external_id));
        self.name.push(Some(&network.name));
        self.description.push(network.description.as_deref());
        self.link.push(network.link.as_deref());
    }
}

impl SiteTable {
    /// Appends a site of the network at row `network`.
    pub fn push(&mut self, site: &SiteRecord, network: Option<u32>) {
        self.rows += 1;
        self.external_id.push(Some(&site.external_id));
        self.network.push(network);
        self.code.push(site.code.as_deref());
        self.name.push(Some(&site.name));
        self.description.push(site.description.as_deref());
        self.site_type.push(site.site_type.as_deref());
        self.longitude.push(site.longitude);
        self.latitude.push(site.latitude);
        self.elevation_m.push(site.elevation_m);
        self.elevation_datum.push(site.elevation_datum.as_deref());
        self.admin_area_1.push(site.admin_area_1.as_deref());
        self.admin_area_2.push(site.admin_area_2.as_deref());
        self.country.push(site.country.as_deref());
        self.watershed.push(site.watershed.as_deref());
        self.zone_iana.push(site.zone.as_ref().and_then(|zone| zone.iana.as_deref()));
        self.standard_offset_minutes
            .push(site.zone.as_ref().map(|zone| i64::from(zone.standard_offset_minutes)));
        self.synthetic.push(site.synthetic.then_some(1));
        self.disclaimer.push(site.disclaimer.as_deref());
        self.link.push(site.link.as_deref());
        self.licence.push(site.licence.as_deref());
        self.citation.push(site.citation.as_deref());
        self.tags.push(Some(&site.tags.join("\n")));
        self.attachments.push(Some(&Attachment::join(&site.attachments)));
        self.neighbours.push(Some(&Neighbour::join(&site.neighbours)));
    }
}

impl DatastreamTable {
    /// Appends a datastream of the site at row `site` of `sites`.
    pub fn push(
        &mut self,
        datastream: &DatastreamRecord,
        sites: &SiteTable,
        site: Option<u32>,
        network: Option<u32>,
    ) {
        self.rows += 1;
        self.external_id.push(Some(&datastream.external_id));
        self.site.push(site);
        self.network.push(network);
        self.results_hidden.push((!datastream.results_visible).then_some(1));
        let site = site.map(|site| site as usize);
        let parts = naming::Parts {
            variable: Some(&datastream.variable_name),
            site: site.and_then(|site| sites.name.get(site)),
            site_code: site.and_then(|site| sites.code.get(site)),
        };
        self.name.push(Some(&naming::shortened(&datastream.name, parts)));
        self.description.push(datastream.description.as_deref());
        self.variable_code.push(datastream.variable_code.as_deref());
        self.variable_name.push(Some(&datastream.variable_name));
        self.variable_definition.push(datastream.variable_definition.as_deref());
        self.variable_category.push(datastream.variable_category.as_deref());
        self.unit_name.push(datastream.unit.name.as_deref());
        self.unit_symbol.push(datastream.unit.symbol.as_deref());
        self.unit_definition.push(datastream.unit.definition.as_deref());
        self.sampled_medium.push(datastream.sampled_medium.as_deref());
        self.aggregation_statistic.push(datastream.aggregation_statistic.as_deref());
        self.aggregation_us.push(datastream.aggregation.map(|interval| interval.us()));
        self.value_type.push(datastream.value_type.as_deref());
        self.result_type.push(datastream.result_type.as_deref());
        self.observation_type.push(datastream.observation_type.as_deref());
        self.processing_level.push(datastream.processing_level.as_deref());
        self.processing_level_definition.push(datastream.processing_level_definition.as_deref());
        self.processing_level_explanation.push(datastream.processing_level_explanation.as_deref());
        self.method_id.push(datastream.method_id.as_deref());
        self.method_code.push(datastream.method_code.as_deref());
        self.method_name.push(datastream.method_name.as_deref());
        self.method_description.push(datastream.method_description.as_deref());
        self.method_link.push(datastream.method_link.as_deref());
        self.method_type.push(datastream.method_type.as_deref());
        self.sensor_model.push(datastream.sensor_model.as_deref());
        self.vertical_offset_m.push(datastream.vertical_offset_m);
        self.spacing_us.push(datastream.spacing.map(|spacing| spacing.us()));
        self.no_data_value.push(datastream.no_data_value);
        self.status.push(datastream.status.as_deref());
        self.thresholds.push(Some(&Threshold::join(&datastream.thresholds)));
        self.tags.push(Some(&datastream.tags.join("\n")));
        self.begin_us.push(datastream.begin.map(|time| time.0));
    }
}

impl FreshTable {
    /// Appends the freshness of a datastream.
    pub fn push(&mut self, datastream: &DatastreamRecord) {
        self.rows += 1;
        self.end_us.push(datastream.end.map(|time| time.0));
        self.value_count.push(datastream.value_count.and_then(|count| i64::try_from(count).ok()));
        self.revision.push(datastream.revision);
        self.latest_time_us.push(datastream.latest_time.map(|time| time.0));
        self.latest_value.push(datastream.latest_value);
        self.arrived_us.push(datastream.arrived.map(|time| time.0));
        self.transmission_us.push(datastream.transmission.map(|interval| interval.us()));
        self.delay_us.push(datastream.delay_us);
        self.pause.push(datastream.pause.map(Pause::code));
    }
}
