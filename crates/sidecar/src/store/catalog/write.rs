//! Replacing what the catalog tables say about one source, in one transaction.
//!
//! Rows keep our keys: what a walk found is matched with the rows there are ([`super::identity`]), changed rows
//! are rewritten, unchanged ones are not touched, and rows that vanished are marked, never deleted. Writing is
//! the program's own doing, so there is no viewer here.

use super::batch::Batch;
pub use super::batch::Changes;
use super::identity::{self, Known};
use crate::store::entities::{catalog_datastream, catalog_site, network, source};
use crate::store::{Store, StoreError, Write};
use gagehouse_catalog::{DatastreamRecord, NetworkRecord, SiteRecord, SourceCatalog, SourceRecord};
use gagehouse_model::TimeUs;
use sea_orm::sea_query::OnConflict;
use sea_orm::{
    ActiveModelTrait, ActiveValue::NotSet, ActiveValue::Set, ColumnTrait, EntityTrait,
    IntoActiveModel, QueryFilter,
};
use std::collections::{HashMap, HashSet};

/// What a replacement did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Replaced {
    /// To the sites.
    pub sites: Changes,
    /// To the datastreams.
    pub datastreams: Changes,
}

impl Store {
    /// Makes sure that a source has its row, with the present name, address and description.
    pub async fn register_source(&self, record: &SourceRecord) -> Result<(), StoreError> {
        let key = record.key.as_str();
        let found =
            source::Entity::find().filter(source::Column::Key.eq(key)).one(self.read()).await?;
        let url = record.url.clone().unwrap_or_default();
        let description = record.description.clone().unwrap_or_default();
        if let Some(row) = &found {
            let same = row.kind == record.kind
                && row.name == record.name
                && row.url == url
                && row.description == description;
            if same {
                return Ok(());
            }
        }
        let write = self.begin().await?;
        let row = source::ActiveModel {
            id: NotSet,
            key: Set(key.to_owned()),
            kind: Set(record.kind.clone()),
            name: Set(record.name.clone()),
            url: Set(url),
            description: Set(description),
            synthetic: Set(record.synthetic),
            last_attempt_us: Set(None),
            last_success_us: Set(None),
            last_error: Set(None),
            revision: Set(0),
        };
        let described = [
            source::Column::Kind,
            source::Column::Name,
            source::Column::Url,
            source::Column::Description,
        ];
        let on_conflict =
            OnConflict::column(source::Column::Key).update_columns(described).to_owned();
        source::Entity::insert(row)
            .on_conflict(on_conflict)
            .exec_without_returning(&*write)
            .await?;
        write.commit().await
    }

    /// Puts what a walk found in the place of what the tables say about a source.
    ///
    /// `missing` is why the walk is incomplete, if it is: then nothing is marked as gone, and the reason is kept
    /// as the source's error.
    pub async fn replace_source_catalog(
        &self,
        key: &str,
        found: &SourceCatalog,
        missing: Option<&str>,
        now: TimeUs,
    ) -> Result<Replaced, StoreError> {
        let write = self.begin().await?;
        let source = source_of(&write, key).await?;
        let marks_gone = missing.is_none();
        let networks = networks(&write, &source, &found.networks).await?;
        let networks_changed = networks.changed;
        let (site_ids, sites) =
            replace_sites(&write, source.id, &found.sites, &networks, now, marks_gone).await?;
        let streams = found
            .datastreams
            .iter()
            .filter_map(|record| Some((record, *site_ids.get(record.site.as_str())?)));
        let streams: Vec<(&DatastreamRecord, i32)> = streams.collect();
        let datastreams =
            replace_datastreams(&write, source.id, &streams, &networks, now, marks_gone).await?;

        let synthetic = !found.sites.is_empty() && found.sites.iter().all(|site| site.synthetic);
        let changed =
            sites.any() || datastreams.any() || networks_changed || synthetic != source.synthetic;
        let mut row = source.clone().into_active_model();
        row.last_attempt_us = Set(Some(now.0));
        row.last_error = Set(missing.map(str::to_owned));
        row.synthetic = Set(synthetic);
        if marks_gone || source.last_success_us.is_none() {
            row.last_success_us = Set(Some(now.0));
        }
        if changed {
            row.revision = Set(source.revision + 1);
        }
        row.update(&*write).await?;
        write.commit().await?;
        Ok(Replaced { sites, datastreams })
    }

    /// Keeps the last good catalog of a source and says why there is no newer one.
    pub async fn record_harvest_failure(
        &self,
        key: &str,
        error: &str,
        now: TimeUs,
    ) -> Result<(), StoreError> {
        let write = self.begin().await?;
        let mut row = source_of(&write, key).await?.into_active_model();
        row.last_attempt_us = Set(Some(now.0));
        row.last_error = Set(Some(error.to_owned()));
        row.update(&*write).await?;
        write.commit().await
    }
}

async fn source_of(write: &Write, key: &str) -> Result<source::Model, StoreError> {
    let found = source::Entity::find().filter(source::Column::Key.eq(key)).one(&**write).await?;
    found.ok_or_else(|| StoreError::NotFound { kind: "source", id: key.to_owned() })
}

/// Our ids of a source's networks.
struct Networks {
    by_external_id: HashMap<String, i32>,
    /// For rows that name none.
    fallback: i32,
    changed: bool,
}

impl Networks {
    fn id(&self, external_id: Option<&str>) -> i32 {
        external_id.and_then(|id| self.by_external_id.get(id)).copied().unwrap_or(self.fallback)
    }
}

/// Makes sure that every network has its row. Networks of the embedded service are its own: they are found, by
/// either id, and never changed from here.
async fn networks(
    write: &Write,
    source: &source::Model,
    records: &[NetworkRecord],
) -> Result<Networks, StoreError> {
    let of_source = || network::Entity::find().filter(network::Column::SourceId.eq(source.id));
    let own = source.kind == "embedded";
    let mut rows = of_source().all(&**write).await?;
    let mut changed = false;
    for record in records {
        let at = rows.iter().position(|row| {
            row.external_id == record.external_id
                || (own && row.id.to_string() == record.external_id)
        });
        let mut wanted = network::Model {
            id: 0,
            source_id: source.id,
            external_id: record.external_id.clone(),
            name: record.name.clone(),
            description: record.description.clone().unwrap_or_default(),
            link: record.link.clone(),
            visibility: record.visibility.code(),
        };
        match at {
            Some(_) if own => {}
            Some(at) => {
                wanted.id = rows[at].id;
                if wanted != rows[at] {
                    changed = true;
                    let row = wanted.clone().into_active_model().reset_all();
                    rows[at] = row.update(&**write).await?;
                }
            }
            None => {
                changed = true;
                let mut row = wanted.into_active_model();
                row.id = NotSet;
                rows.push(row.insert(&**write).await?);
            }
        }
    }
    if rows.is_empty() {
        let row = network::ActiveModel {
            id: NotSet,
            source_id: Set(source.id),
            external_id: Set(source.key.clone()),
            name: Set(source.name.clone()),
            description: Set(String::new()),
            link: Set(None),
            visibility: Set(0),
        };
        rows.push(row.insert(&**write).await?);
    }
    let fallback = rows.iter().find(|row| row.external_id == source.key).unwrap_or(&rows[0]).id;
    let mut by_external_id: HashMap<String, i32> = HashMap::new();
    if own {
        by_external_id.extend(rows.iter().map(|row| (row.id.to_string(), row.id)));
    }
    by_external_id.extend(rows.into_iter().map(|row| (row.external_id, row.id)));
    Ok(Networks { by_external_id, fallback, changed })
}

/// Replaces the sites; gives our ids by the source's.
async fn replace_sites<'a>(
    write: &Write,
    source_id: i32,
    records: &'a [SiteRecord],
    networks: &Networks,
    now: TimeUs,
    marks_gone: bool,
) -> Result<(HashMap<&'a str, i32>, Changes), StoreError> {
    let rows = catalog_site::Entity::find()
        .filter(catalog_site::Column::SourceId.eq(source_id))
        .all(&**write)
        .await?;
    let known: Vec<Known> = rows.iter().map(identity::of_site_row).collect();
    let wanted: Vec<_> = records.iter().map(identity::of_site).collect();
    let matches = identity::assign(&known, &wanted);

    let network = |record: &SiteRecord| networks.id(record.network.as_deref());
    let mut batch: Batch<catalog_site::ActiveModel> = Batch::default();
    for (record, matched) in records.iter().zip(&matches) {
        let row = matched.map(|at| &rows[at]);
        let model = super::rows::site(record, source_id, network(record), row.map_or(0, |r| r.id));
        batch.take(model, row);
    }
    let gone = rows
        .iter()
        .enumerate()
        .filter(|(at, row)| marks_gone && row.gone_us.is_none() && !matches.contains(&Some(*at)));
    let gone: Vec<catalog_site::Model> =
        gone.map(|(_, row)| catalog_site::Model { gone_us: Some(now.0), ..row.clone() }).collect();
    let changes = batch.write(write, gone).await?;

    // New rows got their keys from the database: read them back by the source's ids.
    let mut ids: HashMap<&str, i32> = HashMap::with_capacity(records.len());
    let mut missing: HashSet<&str> = HashSet::new();
    for (record, matched) in records.iter().zip(&matches) {
        match matched {
            Some(at) => drop(ids.insert(&record.external_id, rows[*at].id)),
            None => drop(missing.insert(&record.external_id)),
        }
    }
    if !missing.is_empty() {
        let rows = catalog_site::Entity::find()
            .filter(catalog_site::Column::SourceId.eq(source_id))
            .filter(catalog_site::Column::GoneUs.is_null())
            .all(&**write)
            .await?;
        for row in rows {
            if let Some(external_id) = missing.get(row.external_id.as_str()) {
                ids.insert(external_id, row.id);
            }
        }
    }
    Ok((ids, changes))
}

async fn replace_datastreams(
    write: &Write,
    source_id: i32,
    records: &[(&DatastreamRecord, i32)],
    networks: &Networks,
    now: TimeUs,
    marks_gone: bool,
) -> Result<Changes, StoreError> {
    let rows = catalog_datastream::Entity::find()
        .filter(catalog_datastream::Column::SourceId.eq(source_id))
        .all(&**write)
        .await?;
    let known: Vec<Known> = rows.iter().map(identity::of_datastream_row).collect();
    let wanted: Vec<_> =
        records.iter().map(|(record, site_id)| identity::of_datastream(record, *site_id)).collect();
    let matches = identity::assign(&known, &wanted);

    let mut batch: Batch<catalog_datastream::ActiveModel> = Batch::default();
    for ((record, site_id), matched) in records.iter().zip(&matches) {
        let row = matched.map(|at| &rows[at]);
        let network_id = networks.id(record.network.as_deref());
        let place = super::rows::Place { source_id, site_id: *site_id, network_id };
        let model = super::rows::datastream(record, place, row, now);
        batch.take(model, row);
    }
    let kept: HashSet<usize> = matches.into_iter().flatten().collect();
    let gone = rows
        .iter()
        .enumerate()
        .filter(|(at, row)| marks_gone && row.gone_us.is_none() && !kept.contains(at))
        .map(|(_, row)| catalog_datastream::Model { gone_us: Some(now.0), ..row.clone() });
    let gone = gone.collect();
    batch.write(write, gone).await
}
