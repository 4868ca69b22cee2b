//! The catalog in memory: the parts of every source appended into one set of columns, with lookups.
//!
//! Cloning it copies a few pointers. Rows of one source are consecutive; [`Datastream`] and [`Site`] are views
//! of a row and hold nothing of their own.

use crate::column::NONE;
use crate::manifest::SourceEntry;
use crate::part::{FreshPart, MetaPart};
use crate::table::{DatastreamTable, FreshTable, NetworkTable, SiteTable};
use gagehouse_model::{DatastreamRef, SiteRef, SiteZone, SourceKey, Spacing, TimeUs, Unit};
use std::ops::Range;
use std::sync::Arc;

/// Row of a datastream in a [`Catalog`]; valid for that catalog only.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DatastreamRow(pub u32);

/// Row of a site in a [`Catalog`]; valid for that catalog only.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SiteRow(pub u32);

/// What is known of one source when a catalog is built.
#[derive(Debug, Clone)]
pub struct SourceParts {
    /// Its entry in the manifest.
    pub entry: SourceEntry,
    /// Its rows; `None` before its first success or when its part could not be fetched.
    pub meta: Option<Arc<MetaPart>>,
    /// Their freshness; used only when it has as many rows.
    pub fresh: Option<Arc<FreshPart>>,
}

/// The rows of every source as columns.
#[derive(Debug, Clone, Default)]
pub struct Catalog {
    inner: Arc<Columns>,
}

#[derive(Debug, Default)]
struct Columns {
    sources: Vec<CatalogSource>,
    networks: NetworkTable,
    sites: SiteTable,
    datastreams: DatastreamTable,
    fresh: FreshTable,
    /// Source of each site, as an index into `sources`.
    source_of_site: Vec<u16>,
    /// Source of each datastream.
    source_of_datastream: Vec<u16>,
    /// For each site where its datastreams begin in `datastreams_by_site`; one more at the end.
    site_starts: Vec<u32>,
    /// Datastream rows ordered by site.
    datastreams_by_site: Vec<u32>,
}

/// A source and where its rows are.
#[derive(Debug, Clone)]
pub struct CatalogSource {
    /// Its entry in the manifest.
    pub entry: SourceEntry,
    sites: Range<u32>,
    datastreams: Range<u32>,
    /// Datastream rows ordered by id.
    by_id: Vec<u32>,
    /// Site rows ordered by what addresses them in URLs.
    by_code: Vec<u32>,
    /// Site rows ordered by id.
    by_external_id: Vec<u32>,
}

impl Catalog {
    /// Appends the rows of every source.
    pub fn build(sources: &[SourceParts]) -> Self {
        let mut columns = Columns::default();
        for source in sources {
            columns.append(source);
        }
        columns.index_sites();
        Self { inner: Arc::new(columns) }
    }

    /// The sources, those without rows included.
    pub fn sources(&self) -> &[CatalogSource] {
        &self.inner.sources
    }

    /// Number of datastreams.
    pub fn len(&self) -> usize {
        self.inner.datastreams.rows
    }

    /// Whether it has no datastreams.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Number of sites.
    pub fn site_count(&self) -> usize {
        self.inner.sites.rows
    }

    /// Every datastream.
    pub fn datastreams(&self) -> impl Iterator<Item = Datastream<'_>> {
        (0..self.len() as u32).map(|row| self.datastream(DatastreamRow(row)))
    }

    /// Every site.
    pub fn sites(&self) -> impl Iterator<Item = Site<'_>> {
        (0..self.site_count() as u32).map(|row| self.site(SiteRow(row)))
    }

    /// The datastream of a row.
    pub fn datastream(&self, row: DatastreamRow) -> Datastream<'_> {
        Datastream { columns: &self.inner, row: row.0 as usize }
    }

    /// The site of a row.
    pub fn site(&self, row: SiteRow) -> Site<'_> {
        Site { columns: &self.inner, row: row.0 as usize }
    }

    /// The datastream that `source:id` names.
    pub fn find_datastream(&self, name: &DatastreamRef) -> Option<Datastream<'_>> {
        let source = self.source(&name.source)?;
        let ids = &self.inner.datastreams.external_id;
        let row = find_row(&source.by_id, &name.id, |row| ids.get(row))?;
        Some(self.datastream(DatastreamRow(row)))
    }

    /// The site that `source:code` names: by code, else by Thing id.
    pub fn find_site(&self, name: &SiteRef) -> Option<Site<'_>> {
        let source = self.source(&name.source)?;
        let sites = &self.inner.sites;
        let row =
            find_row(&source.by_code, &name.code, |row| sites.url_code(row)).or_else(|| {
                find_row(&source.by_external_id, &name.code, |row| sites.external_id.get(row))
            })?;
        Some(self.site(SiteRow(row)))
    }

    /// The datastreams of a site, in the source's order.
    pub fn datastreams_of(&self, site: SiteRow) -> impl Iterator<Item = Datastream<'_>> {
        let start = self.inner.site_starts.get(site.0 as usize).copied().unwrap_or(0) as usize;
        let end = self.inner.site_starts.get(site.0 as usize + 1).copied().unwrap_or(0) as usize;
        let rows = self.inner.datastreams_by_site.get(start..end).unwrap_or(&[]);
        rows.iter().map(|row| self.datastream(DatastreamRow(*row)))
    }

    /// The columns of the sites.
    pub fn site_table(&self) -> &SiteTable {
        &self.inner.sites
    }

    /// The columns of the networks.
    pub fn network_table(&self) -> &NetworkTable {
        &self.inner.networks
    }

    /// The slow columns of the datastreams.
    pub fn datastream_table(&self) -> &DatastreamTable {
        &self.inner.datastreams
    }

    /// The fast columns of the datastreams.
    pub fn fresh_table(&self) -> &FreshTable {
        &self.inner.fresh
    }

    /// Source of each datastream, as an index into [`Self::sources`].
    pub fn source_of_datastream(&self) -> &[u16] {
        &self.inner.source_of_datastream
    }

    fn source(&self, key: &SourceKey) -> Option<&CatalogSource> {
        self.inner.sources.iter().find(|source| source.entry.key == *key)
    }
}

impl CatalogSource {
    /// Number of its datastreams.
    pub fn datastream_count(&self) -> usize {
        self.datastreams.len()
    }

    /// Number of its sites.
    pub fn site_count(&self) -> usize {
        self.sites.len()
    }
}

impl SiteTable {
    /// What addresses a site in URLs: its code, else its id.
    pub fn url_code(&self, row: usize) -> Option<&str> {
        self.code.get(row).or_else(|| self.external_id.get(row))
    }
}

impl Columns {
    fn append(&mut self, source: &SourceParts) {
        let index = self.sources.len() as u16;
        let (first_network, first_site, first_datastream) =
            (self.networks.rows as u32, self.sites.rows as u32, self.datastreams.rows as u32);
        if let Some(meta) = source.meta.as_deref() {
            let networks = meta.networks.rows as u32;
            self.networks.append(&meta.networks);
            self.sites.append(&meta.sites);
            self.sites.network.shift(first_site as usize, first_network, networks);
            self.datastreams.append(&meta.datastreams);
            self.datastreams.network.shift(first_datastream as usize, first_network, networks);
            self.datastreams.site.shift(
                first_datastream as usize,
                first_site,
                meta.sites.rows as u32,
            );
            match source.fresh.as_deref() {
                Some(fresh) if fresh.datastreams.rows == meta.datastreams.rows => {
                    self.fresh.append(&fresh.datastreams);
                }
                _ => self
                    .fresh
                    .append(&FreshTable { rows: meta.datastreams.rows, ..FreshTable::default() }),
            }
        }
        self.source_of_site.resize(self.sites.rows, index);
        self.source_of_datastream.resize(self.datastreams.rows, index);
        let sites = first_site..self.sites.rows as u32;
        let datastreams = first_datastream..self.datastreams.rows as u32;
        self.sources.push(CatalogSource {
            entry: source.entry.clone(),
            by_id: sorted(datastreams.clone(), |row| self.datastreams.external_id.get(row)),
            by_code: sorted(sites.clone(), |row| self.sites.url_code(row)),
            by_external_id: sorted(sites.clone(), |row| self.sites.external_id.get(row)),
            sites,
            datastreams,
        });
    }

    /// Orders the datastreams by site: a counting sort.
    fn index_sites(&mut self) {
        let site_of = self.datastreams.site.as_slice();
        let mut starts = vec![0u32; self.sites.rows + 1];
        for site in site_of.iter().filter(|site| **site != NONE) {
            if let Some(count) = starts.get_mut(*site as usize + 1) {
                *count += 1;
            }
        }
        for site in 1..starts.len() {
            starts[site] += starts[site - 1];
        }
        let mut next = starts.clone();
        let mut ordered = vec![0u32; starts.last().copied().unwrap_or(0) as usize];
        for (row, site) in site_of.iter().enumerate() {
            if let Some(slot) = next.get_mut(*site as usize).filter(|_| *site != NONE) {
                ordered[*slot as usize] = row as u32;
                *slot += 1;
            }
        }
        self.site_starts = starts;
        self.datastreams_by_site = ordered;
    }
}

fn sorted<'a>(rows: Range<u32>, key: impl Fn(usize) -> Option<&'a str>) -> Vec<u32> {
    let mut rows: Vec<u32> = rows.collect();
    rows.sort_by_key(|row| key(*row as usize));
    rows
}

/// The first row whose key is `wanted`.
fn find_row<'a>(
    sorted: &[u32],
    wanted: &str,
    key: impl Fn(usize) -> Option<&'a str>,
) -> Option<u32> {
    let at = sorted.partition_point(|row| key(*row as usize) < Some(wanted));
    sorted.get(at).copied().filter(|row| key(*row as usize) == Some(wanted))
}

/// A view of one datastream.
#[derive(Clone, Copy)]
pub struct Datastream<'a> {
    columns: &'a Columns,
    row: usize,
}

/// A view of one site.
#[derive(Clone, Copy)]
pub struct Site<'a> {
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
        /// Category of the variable.
        variable_category,
        /// Medium that was sampled.
        sampled_medium,
        /// Statistic over the aggregation interval.
        aggregation_statistic,
        /// The source's kind of result.
        result_type,
        /// SensorThings observation type.
        observation_type,
        /// Code of the processing level.
        processing_level,
        /// What the processing level means.
        processing_level_definition,
        /// Method or sensor.
        method_name,
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
    pub fn name(&self) -> &'a str {
        self.columns.datastreams.name.get(self.row).unwrap_or_else(|| self.variable_name())
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

    /// Number of values, when the source states it.
    pub fn value_count(&self) -> Option<u64> {
        self.columns.fresh.value_count.get(self.row).and_then(|count| u64::try_from(count).ok())
    }

    /// The latest value seen, with its time.
    pub fn latest(&self) -> Option<(TimeUs, f64)> {
        let fresh = &self.columns.fresh;
        Some((TimeUs(fresh.latest_time_us.get(self.row)?), fresh.latest_value.get(self.row)?))
    }
}

impl<'a> Site<'a> {
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
        self.columns.networks.name.get(self.columns.sites.network.get(self.row)? as usize)
    }

    /// Degrees east and north; `None` when either is missing or outside the globe.
    pub fn position(&self) -> Option<(f64, f64)> {
        let longitude = self.columns.sites.longitude.get(self.row)?;
        let latitude = self.columns.sites.latitude.get(self.row)?;
        let on_globe = longitude.abs() <= 180.0 && latitude.abs() <= 90.0;
        on_globe.then_some((longitude, latitude))
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::manifest::SourceState;
    use crate::part::from_records;
    use crate::record::{DatastreamRecord, SiteRecord, SourceCatalog};

    fn a_source(key: &str, catalog: &SourceCatalog) -> SourceParts {
        let (meta, fresh) = from_records(catalog);
        SourceParts {
            entry: SourceEntry {
                key: key.parse().unwrap(),
                name: key.to_uppercase(),
                kind: "sensorthings".into(),
                description: None,
                synthetic: false,
                observations_url: "/sensorthings/v1.1".into(),
                state: SourceState::Ok,
                last_attempt_us: None,
                last_success_us: None,
                last_error: None,
                parts: vec![],
            },
            meta: Some(Arc::new(meta)),
            fresh: Some(Arc::new(fresh)),
        }
    }

    fn two_sources() -> Catalog {
        let mut mill = SiteRecord::new("1", "Mill");
        mill.code = Some("2".into());
        let bare = SiteRecord::new("2", "Bare");
        let first = SourceCatalog {
            networks: vec![],
            sites: vec![mill, bare],
            datastreams: vec![
                DatastreamRecord::new("10", "1", "pH"),
                DatastreamRecord::new("11", "2", "Stage"),
                DatastreamRecord::new("9", "1", "Stage"),
            ],
        };
        let mut far = SiteRecord::new("1", "Far");
        far.code = Some("F".into());
        let second = SourceCatalog {
            networks: vec![],
            sites: vec![far],
            datastreams: vec![DatastreamRecord::new("10", "1", "Stage")],
        };
        let mut down = a_source("down", &SourceCatalog::default());
        down.meta = None;
        Catalog::build(&[a_source("a", &first), down, a_source("b", &second)])
    }

    #[test]
    fn the_same_id_in_two_sources_names_two_datastreams() {
        let catalog = two_sources();
        let a = catalog.find_datastream(&"a:10".parse().unwrap()).unwrap();
        let b = catalog.find_datastream(&"b:10".parse().unwrap()).unwrap();
        assert_eq!((a.variable_name(), a.site().unwrap().name()), ("pH", "Mill"));
        assert_eq!((b.variable_name(), b.site().unwrap().name()), ("Stage", "Far"));
        assert_eq!(b.reference().to_string(), "b:10");
        assert!(catalog.find_datastream(&"down:10".parse().unwrap()).is_none());
        assert!(catalog.find_datastream(&"a:1".parse().unwrap()).is_none());
    }

    #[test]
    fn a_site_is_found_by_code_before_id() {
        let catalog = two_sources();
        let by_code = catalog.find_site(&"a:2".parse().unwrap()).unwrap();
        assert_eq!(by_code.name(), "Mill");
        assert_eq!(catalog.find_site(&"a:1".parse().unwrap()).unwrap().name(), "Mill");
        assert_eq!(catalog.find_site(&"b:F".parse().unwrap()).unwrap().url_code(), "F");
    }

    #[test]
    fn a_site_lists_its_own_datastreams_in_order() {
        let catalog = two_sources();
        let site = catalog.find_site(&"a:2".parse().unwrap()).unwrap();
        let ids: Vec<_> = catalog.datastreams_of(site.row()).map(|d| d.external_id()).collect();
        assert_eq!(ids, ["10", "9"]);
    }

    #[test]
    fn one_variable_in_two_sources_is_one_word() {
        let catalog = two_sources();
        assert_eq!(catalog.datastream_table().variable_name.words().len(), 2);
    }

    #[test]
    fn freshness_of_other_rows_is_not_used() {
        let mut source = a_source(
            "a",
            &SourceCatalog {
                networks: vec![],
                sites: vec![SiteRecord::new("1", "Mill")],
                datastreams: vec![DatastreamRecord::new("1", "1", "pH")],
            },
        );
        let mut fresh = FreshPart::default();
        fresh.datastreams.push(&DatastreamRecord::new("1", "1", "pH"));
        fresh.datastreams.push(&DatastreamRecord::new("2", "1", "pH"));
        source.fresh = Some(Arc::new(fresh));
        let catalog = Catalog::build(&[source]);
        assert_eq!(catalog.fresh_table().rows, 1);
        assert_eq!(catalog.datastreams().next().unwrap().latest(), None);
    }
}
