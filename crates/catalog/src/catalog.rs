//! The catalog in memory: the parts of every source appended into one set of columns, with lookups.
//!
//! Cloning it copies a few pointers. Rows of one source are consecutive; [`Datastream`] and [`Site`] are views
//! of a row ([`crate::view`]) and hold nothing of their own.

use crate::column::{NONE, TextColumn};
use crate::manifest::SourceEntry;
use crate::part::{FreshPart, MetaPart};
use crate::table::{DatastreamTable, FreshTable, NetworkTable, SiteTable};
use crate::view::{Datastream, Site};
use gagehouse_model::{DatastreamRef, SiteRef, SourceKey};
use std::ops::Range;
use std::sync::{Arc, OnceLock};

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
pub(crate) struct Columns {
    pub(crate) sources: Vec<CatalogSource>,
    pub(crate) networks: NetworkTable,
    pub(crate) sites: SiteTable,
    pub(crate) datastreams: DatastreamTable,
    pub(crate) fresh: FreshTable,
    /// Source of each site, as an index into `sources`.
    pub(crate) source_of_site: Vec<u16>,
    /// Source of each datastream.
    pub(crate) source_of_datastream: Vec<u16>,
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
    /// Datastream rows ordered by id, once one was looked for.
    by_id: OnceLock<Vec<u32>>,
    /// Site rows ordered by what addresses them in URLs, once one was looked for: the first picture does not wait for it.
    by_code: OnceLock<Vec<u32>>,
    /// Site rows ordered by id, likewise.
    by_external_id: OnceLock<Vec<u32>>,
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
        let row = find_row(source.by_id(ids), &name.id, |row| ids.get(row))?;
        Some(self.datastream(DatastreamRow(row)))
    }

    /// The site that `source:code` names: by code, else by Thing id.
    pub fn find_site(&self, name: &SiteRef) -> Option<Site<'_>> {
        let source = self.source(&name.source)?;
        let sites = &self.inner.sites;
        let by_code = source.by_code(sites);
        let row = find_row(by_code, &name.code, |row| sites.url_code(row)).or_else(|| {
            let by_id = source.by_external_id(sites);
            find_row(by_id, &name.code, |row| sites.external_id.get(row))
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

    /// Source of each site, as an index into [`Self::sources`].
    pub fn source_of_site(&self) -> &[u16] {
        &self.inner.source_of_site
    }

    /// The datastreams, of any source, whose id a text is.
    pub fn rows_of_id(&self, id: &str) -> Vec<u32> {
        let ids = &self.inner.datastreams.external_id;
        let of_source =
            |source: &CatalogSource| find_row(source.by_id(ids), id, |row| ids.get(row));
        self.inner.sources.iter().filter_map(of_source).collect()
    }

    fn source(&self, key: &SourceKey) -> Option<&CatalogSource> {
        self.inner.sources.iter().find(|source| source.entry.key == *key)
    }
}

impl CatalogSource {
    /// Its datastream rows ordered by id.
    fn by_id(&self, ids: &TextColumn) -> &[u32] {
        self.by_id.get_or_init(|| ordered(self.datastreams.clone(), |row| ids.get(row), |_| false))
    }

    /// Its site rows by code. Where the code of one is the id of another, the code goes before.
    fn by_code(&self, sites: &SiteTable) -> &[u32] {
        let is_id = |row| sites.code.get(row).is_none();
        self.by_code.get_or_init(|| ordered(self.sites.clone(), |row| sites.url_code(row), is_id))
    }

    fn by_external_id(&self, sites: &SiteTable) -> &[u32] {
        let id = |row| sites.external_id.get(row);
        self.by_external_id.get_or_init(|| ordered(self.sites.clone(), id, |_| false))
    }

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
            by_id: OnceLock::new(),
            by_code: OnceLock::new(),
            by_external_id: OnceLock::new(),
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

/// Rows in the order of a text, equal ones as they are, those of which `later` is true behind the others. Most texts are
/// told apart by their beginning, which is compared as a number.
fn ordered<'a>(
    rows: Range<u32>,
    text: impl Fn(usize) -> Option<&'a str>,
    later: impl Fn(usize) -> bool,
) -> Vec<u32> {
    let start = |row: u32| {
        let mut start = [0; 8];
        let bytes = text(row as usize).unwrap_or("").as_bytes();
        let length = bytes.len().min(8);
        start[..length].copy_from_slice(&bytes[..length]);
        u64::from_be_bytes(start)
    };
    let mut keyed: Vec<(u64, u32)> = rows.map(|row| (start(row), row)).collect();
    keyed.sort_unstable_by(|a, b| {
        let rest = || {
            let key = |row: u32| (text(row as usize), later(row as usize), row);
            key(a.1).cmp(&key(b.1))
        };
        a.0.cmp(&b.0).then_with(rest)
    });
    keyed.into_iter().map(|(_, row)| row).collect()
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
