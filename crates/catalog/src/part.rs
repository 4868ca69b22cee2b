//! Parts: the rows of one source as bytes, slow metadata apart from freshness.
//!
//! A part is a mark, its kind, and its tables ([`crate::table`]): columns by name, each with its length, so that
//! a program passes over columns it does not know and takes absent ones as blank. Sites are in the order of their names and
//! datastreams in that of their sites, which lists and tables want anyway and which makes references short. A fresh part belongs
//! to one meta part: it has the same rows in the same order.

use crate::manifest::PartKind;
use crate::record::{DatastreamRecord, NetworkRecord, SiteRecord, SourceCatalog};
use crate::table::{DatastreamTable, FreshTable, NetworkTable, SiteTable};
use crate::text::natural_ranks;
use crate::wire::{Reader, WireError, Writer};
use serde::Serialize;
use std::collections::HashMap;
use std::sync::Arc;

/// How parts are encoded. 1 was JSON of columns.
pub const FORMAT: u32 = 2;

/// Begins every part.
const MARK: &[u8; 3] = b"GHC";

/// Networks, sites and the slow columns of the datastreams of one source.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct MetaPart {
    /// Its networks.
    pub networks: NetworkTable,
    /// Its sites.
    pub sites: SiteTable,
    /// Its datastreams.
    pub datastreams: DatastreamTable,
}

/// End, latest value and count of the datastreams of one source.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct FreshPart {
    /// Hash of the meta part whose rows these are.
    pub of: String,
    /// One row for each datastream of that part.
    pub datastreams: FreshTable,
}

/// A part of either kind.
#[derive(Debug, Clone, PartialEq)]
pub enum Part {
    /// Slow metadata.
    Meta(Arc<MetaPart>),
    /// Freshness.
    Fresh(Arc<FreshPart>),
}

/// A site, where its network is among the networks.
pub type PlacedSite<'a> = (&'a SiteRecord, Option<u32>);

/// A datastream, where its site is among the sites, and where its network is among the networks.
pub type PlacedDatastream<'a> = (&'a DatastreamRecord, Option<u32>, Option<u32>);

/// The columns of a source's rows: sites by the natural order of their names, datastreams by site, otherwise in the
/// order given.
pub fn from_rows<'a>(
    networks: impl IntoIterator<Item = &'a NetworkRecord>,
    sites: &[PlacedSite<'a>],
    datastreams: &[PlacedDatastream<'a>],
) -> (MetaPart, FreshPart) {
    let (mut meta, mut fresh) = (MetaPart::default(), FreshPart::default());
    networks.into_iter().for_each(|network| meta.networks.push(network));
    // Where each site goes, and which goes where.
    let place_of = natural_ranks(sites.iter().map(|(site, _)| site.name.as_str()));
    let mut in_order = vec![0u32; sites.len()];
    for (row, place) in (0..).zip(&place_of) {
        in_order[*place as usize] = row;
    }
    for (site, network) in in_order.iter().map(|row| sites[*row as usize]) {
        meta.sites.push(site, network);
    }
    let moved = |site: Option<u32>| place_of.get(site? as usize).copied();
    let mut order: Vec<u32> = (0..datastreams.len() as u32).collect();
    order.sort_by_key(|row| moved(datastreams[*row as usize].1));
    for (datastream, site, network) in order.iter().map(|row| datastreams[*row as usize]) {
        meta.datastreams.push(datastream, &meta.sites, moved(site), network);
        fresh.datastreams.push(datastream);
    }
    (meta, fresh)
}

/// The columns of a walk's rows.
///
/// A datastream whose site is not among the rows is left out of both: nothing could be said about where it is.
pub fn from_records(catalog: &SourceCatalog) -> (MetaPart, FreshPart) {
    let rows_of = |ids: Vec<&'_ str>| -> HashMap<String, u32> {
        ids.into_iter().map(str::to_owned).zip(0..).collect()
    };
    let networks = rows_of(catalog.networks.iter().map(|n| n.external_id.as_str()).collect());
    let network_row = |id: &Option<String>| networks.get(id.as_deref()?).copied();
    let sites: Vec<PlacedSite> =
        catalog.sites.iter().map(|site| (site, network_row(&site.network))).collect();
    let site_rows = rows_of(catalog.sites.iter().map(|s| s.external_id.as_str()).collect());
    let datastreams: Vec<PlacedDatastream> = catalog
        .datastreams
        .iter()
        .filter_map(|datastream| {
            let site = *site_rows.get(datastream.site.as_str())?;
            let network = network_row(&datastream.network).or(sites[site as usize].1);
            Some((datastream, Some(site), network))
        })
        .collect();
    from_rows(&catalog.networks, &sites, &datastreams)
}

/// A part as bytes, in [`FORMAT`].
pub fn encode(part: &Part) -> Vec<u8> {
    let mut out = Writer::default();
    out.bytes(MARK);
    match part {
        Part::Meta(meta) => {
            out.byte(0);
            meta.networks.write(&mut out);
            meta.sites.write(&mut out);
            meta.datastreams.write(&mut out);
        }
        Part::Fresh(fresh) => {
            out.byte(1);
            out.text(&fresh.of);
            fresh.datastreams.write(&mut out);
        }
    }
    out.into_bytes()
}

/// A part as JSON of its columns, for programs that would rather read that.
pub fn to_json(part: &Part) -> Result<Vec<u8>, serde_json::Error> {
    match part {
        Part::Meta(meta) => serde_json::to_vec(&**meta),
        Part::Fresh(fresh) => serde_json::to_vec(&**fresh),
    }
}

/// Reads the bytes of a part whose kind and format the manifest names.
pub fn decode(kind: PartKind, format: u32, bytes: &[u8]) -> Result<Part, PartError> {
    match format {
        FORMAT => {}
        older @ 0..FORMAT => return Err(PartError::Older(older)),
        newer => return Err(PartError::Newer(newer)),
    }
    let mut reader = Reader::new(bytes);
    let marked = reader.take(MARK.len()).is_ok_and(|mark| mark == MARK);
    let kind_byte = reader.byte().ok().filter(|_| marked);
    match (kind, kind_byte) {
        (PartKind::Meta, Some(0)) => {
            let networks = NetworkTable::read(&mut reader)?;
            let sites = SiteTable::read(&mut reader)?;
            let datastreams = DatastreamTable::read(&mut reader)?;
            let ids = [
                (networks.rows, &networks.external_id),
                (sites.rows, &sites.external_id),
                (datastreams.rows, &datastreams.external_id),
            ];
            if ids.iter().any(|(rows, ids)| *rows != ids.len()) {
                return Err(PartError::Content(WireError::Content("rows without ids")));
            }
            Ok(Part::Meta(Arc::new(MetaPart { networks, sites, datastreams })))
        }
        (PartKind::Fresh, Some(1)) => {
            let of = reader.text()?.to_owned();
            let datastreams = FreshTable::read(&mut reader)?;
            Ok(Part::Fresh(Arc::new(FreshPart { of, datastreams })))
        }
        _ => Err(PartError::Content(WireError::Content("it is no such part"))),
    }
}

/// A part that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PartError {
    /// Written by a newer program.
    #[error("the catalog is in format {0}, newer than this page reads; reload the page")]
    Newer(u32),
    /// Written by an older program.
    #[error("the catalog is in format {0}, older than this page reads; update the server")]
    Older(u32),
    /// Not what its kind and format promise.
    #[error("a part of the catalog cannot be read: {0}")]
    Content(#[from] WireError),
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::{DatastreamRecord, NetworkRecord, SiteRecord};
    use gagehouse_model::{SiteZone, Spacing, TimeUs, Visibility};

    fn a_catalog() -> SourceCatalog {
        let mut site = SiteRecord::new("7", "Brook at the mill");
        site.network = Some("n".into());
        site.code = Some("007".into());
        site.zone = Some(SiteZone { iana: None, standard_offset_minutes: -420 });
        let mut stage = DatastreamRecord::new("1", "7", "Stage");
        stage.spacing = Spacing::from_us(900_000_000);
        stage.latest_time = Some(TimeUs(1_700_000_000_000_000));
        stage.latest_value = Some(2.5);
        let lost = DatastreamRecord::new("2", "gone", "Stage");
        let network = NetworkRecord {
            external_id: "n".into(),
            name: "Mill brooks".into(),
            description: None,
            link: None,
            visibility: Visibility::Public,
        };
        SourceCatalog { networks: vec![network], sites: vec![site], datastreams: vec![stage, lost] }
    }

    #[test]
    fn what_is_encoded_is_decoded() {
        let (meta, fresh) = from_records(&a_catalog());
        for (kind, part) in [
            (PartKind::Meta, Part::Meta(Arc::new(meta))),
            (PartKind::Fresh, Part::Fresh(Arc::new(fresh))),
        ] {
            let bytes = encode(&part);
            assert_eq!(decode(kind, FORMAT, &bytes).unwrap(), part);
            // A part cut short, or with a byte changed, is refused or read as something else, never a panic.
            for at in 0..bytes.len() {
                assert!(decode(kind, FORMAT, &bytes[..at]).is_err());
                let mut changed = bytes.clone();
                changed[at] ^= 0x55;
                let _ = decode(kind, FORMAT, &changed);
            }
        }
    }

    #[test]
    fn a_datastream_without_its_site_is_left_out_of_both_parts() {
        let (meta, fresh) = from_records(&a_catalog());
        assert_eq!((meta.datastreams.rows, fresh.datastreams.rows), (1, 1));
    }

    #[test]
    fn another_format_and_foreign_bytes_are_refused_in_words() {
        assert_eq!(decode(PartKind::Meta, 9, b""), Err(PartError::Newer(9)));
        assert_eq!(decode(PartKind::Meta, 1, b"{}"), Err(PartError::Older(1)));
        let (meta, _) = from_records(&a_catalog());
        let meta = encode(&Part::Meta(Arc::new(meta)));
        assert!(decode(PartKind::Fresh, FORMAT, &meta).is_err());
        for bytes in [&b"<html>"[..], b"", b"GHC", b"GHC\x00\xff\xff\xff\x7f"] {
            assert!(matches!(decode(PartKind::Meta, FORMAT, bytes), Err(PartError::Content(_))));
        }
    }

    #[test]
    fn a_column_of_a_newer_program_is_passed_over_and_a_missing_one_is_blank() {
        let (meta, _) = from_records(&a_catalog());
        let mut out = Writer::default();
        meta.networks.write(&mut out);
        let mut bytes = out.into_bytes();
        // "name" becomes "nine", which this program does not know.
        let at = bytes.windows(5).position(|bytes| bytes == b"\x04name").unwrap();
        bytes[at + 1..at + 5].copy_from_slice(b"nine");
        let read = NetworkTable::read(&mut Reader::new(&bytes)).unwrap();
        assert_eq!((read.rows, read.external_id.get(0), read.name.get(0)), (1, Some("n"), None));
    }

    #[test]
    fn sites_stand_in_the_order_of_their_names_and_datastreams_with_their_site() {
        let datastream = |id: &str, site: &str| DatastreamRecord::new(id, site, "Stage");
        let sites = vec![SiteRecord::new("a", "Site 10"), SiteRecord::new("b", "Site 9")];
        let datastreams = vec![datastream("1", "a"), datastream("2", "b"), datastream("3", "a")];
        let (meta, fresh) = from_records(&SourceCatalog { networks: vec![], sites, datastreams });
        assert_eq!(meta.sites.name.iter().collect::<Vec<_>>(), [Some("Site 9"), Some("Site 10")]);
        let ids: Vec<_> = meta.datastreams.external_id.iter().flatten().collect();
        assert_eq!((ids, meta.datastreams.site.as_slice()), (vec!["2", "1", "3"], &[0, 1, 1][..]));
        assert_eq!(fresh.datastreams.rows, 3);
    }
}
