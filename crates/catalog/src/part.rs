//! Parts: the rows of one source as bytes, slow metadata apart from freshness.
//!
//! Format 1 is JSON of columns with dictionaries; the manifest names the format of each part, so that another
//! codec can stand beside it. A fresh part belongs to one meta part: it has the same rows in the same order.

use crate::manifest::PartKind;
use crate::record::SourceCatalog;
use crate::table::{DatastreamTable, FreshTable, NetworkTable, SiteTable};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use std::sync::Arc;

/// JSON of columns with dictionaries.
pub const FORMAT_JSON: u32 = 1;

/// Networks, sites and the slow columns of the datastreams of one source.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct MetaPart {
    /// Its networks.
    pub networks: NetworkTable,
    /// Its sites.
    pub sites: SiteTable,
    /// Its datastreams.
    pub datastreams: DatastreamTable,
}

/// End, latest value and count of the datastreams of one source.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
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

/// The columns of a source's rows, in the order given.
///
/// A datastream whose site is not among the rows is left out of both: nothing could be said about where it is.
pub fn from_records(catalog: &SourceCatalog) -> (MetaPart, FreshPart) {
    let (mut meta, mut fresh) = (MetaPart::default(), FreshPart::default());
    let mut network_rows = HashMap::new();
    for (row, network) in catalog.networks.iter().enumerate() {
        network_rows.insert(network.external_id.as_str(), row as u32);
        meta.networks.push(network);
    }
    let network_row = |id: &Option<String>| network_rows.get(id.as_deref()?).copied();
    let mut site_rows = HashMap::new();
    for (row, site) in catalog.sites.iter().enumerate() {
        site_rows.insert(site.external_id.as_str(), row as u32);
        meta.sites.push(site, network_row(&site.network));
    }
    for datastream in &catalog.datastreams {
        let Some(site) = site_rows.get(datastream.site.as_str()).copied() else { continue };
        let network =
            network_row(&datastream.network).or_else(|| meta.sites.network.get(site as usize));
        meta.datastreams.push(datastream, Some(site), network);
        fresh.datastreams.push(datastream);
    }
    (meta, fresh)
}

/// A part as bytes, in [`FORMAT_JSON`].
pub fn encode(part: &Part) -> Result<Vec<u8>, PartError> {
    let bytes = match part {
        Part::Meta(meta) => serde_json::to_vec(&**meta),
        Part::Fresh(fresh) => serde_json::to_vec(&**fresh),
    };
    bytes.map_err(|error| PartError::Content(error.to_string()))
}

/// Reads the bytes of a part whose kind and format the manifest names.
pub fn decode(kind: PartKind, format: u32, bytes: &[u8]) -> Result<Part, PartError> {
    if format != FORMAT_JSON {
        return Err(PartError::Format(format));
    }
    let part = match kind {
        PartKind::Meta => serde_json::from_slice(bytes).map(|meta| Part::Meta(Arc::new(meta))),
        PartKind::Fresh => serde_json::from_slice(bytes).map(|fresh| Part::Fresh(Arc::new(fresh))),
    }
    .map_err(|error| PartError::Content(error.to_string()))?;
    if let Part::Meta(meta) = &part {
        let stated = [meta.networks.rows, meta.sites.rows, meta.datastreams.rows];
        let ids =
            [&meta.networks.external_id, &meta.sites.external_id, &meta.datastreams.external_id];
        if stated != ids.map(|column| column.len()) {
            let message = format!("{stated:?} rows are stated and as many ids are missing");
            return Err(PartError::Content(message));
        }
    }
    Ok(part)
}

/// A part that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PartError {
    /// Written by a newer program.
    #[error("the catalog is in format {0}, which this version does not read; reload the page")]
    Format(u32),
    /// Not what its kind and format promise.
    #[error("a part of the catalog cannot be read: {0}")]
    Content(String),
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
            let bytes = encode(&part).unwrap();
            let read = decode(kind, FORMAT_JSON, &bytes).unwrap();
            assert_eq!(encode(&read).unwrap(), bytes);
        }
    }

    #[test]
    fn a_datastream_without_its_site_is_left_out_of_both_parts() {
        let (meta, fresh) = from_records(&a_catalog());
        assert_eq!((meta.datastreams.rows, fresh.datastreams.rows), (1, 1));
    }

    #[test]
    fn a_newer_format_and_foreign_bytes_are_refused_in_words() {
        assert_eq!(decode(PartKind::Meta, 9, b"{}"), Err(PartError::Format(9)));
        let bad = [
            &b"<html>"[..],
            b"7",
            br#"{"sites":{"rows":4000000000}}"#,
            br#"{"sites":{"rows":1,"external_id":["a"],"country":{"words":["US"],"rows":[7]}}}"#,
        ];
        for bytes in bad {
            assert!(matches!(decode(PartKind::Meta, 1, bytes), Err(PartError::Content(_))));
        }
    }
}
