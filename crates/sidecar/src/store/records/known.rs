//! What the rules have to know of other records, looked up inside the transaction that may write.

use super::body;
use crate::store::StoreError;
use crate::store::entities::{catalog_datastream, catalog_site, record, record_reference};
use gagehouse_records::rules::{self, Child, Known, Other, SiteFacts, Span};
use gagehouse_records::{Body, Kind, RecordId};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};
use std::collections::HashMap;

/// Looks up what is needed to check `body` as record `id` of a network. What would name a record that is new is not looked
/// for: a record is refused while it names what is not there.
pub(super) async fn look_up<C: ConnectionTrait>(
    db: &C,
    network_id: i32,
    id: RecordId,
    body: &Body,
    is_new: bool,
    known: &mut Known,
) -> Result<(), StoreError> {
    let named: Vec<RecordId> =
        body.references().into_iter().map(|reference| reference.id).collect();
    add(db, network_id, &named, known).await?;
    // A retrieval names a deployment, that an item, that a model.
    let items = rules::items(body, known);
    add(db, network_id, &items, known).await?;
    let models = rules::models(known);
    add(db, network_id, &models, known).await?;
    known.spans = spans(db, network_id, &rules::items(body, known), Some(id)).await?;
    add_places(db, network_id, body, known).await?;
    if body.terms().iter().any(|(_, vocabulary, code)| !vocabulary.has(code)) {
        for row in of_kind(db, network_id, Kind::Term).await? {
            if let Body::Term(term) = super::body(&row)? {
                known.terms.insert((term.vocabulary, term.code));
            }
        }
    }
    match body {
        _ if is_new => {}
        Body::Visit(_) => known.children = children(db, id).await?,
        Body::Deployment(_) => {
            known.retrieved = retrieval(db, &[id]).await?.remove(&id).and_then(|r| r.1)
        }
        _ => {}
    }
    Ok(())
}

/// The deployments of items, each with the end that it or its retrieval has; as if `without` were not there.
pub(super) async fn spans<C: ConnectionTrait>(
    db: &C,
    network_id: i32,
    items: &[RecordId],
    without: Option<RecordId>,
) -> Result<Vec<Span>, StoreError> {
    if items.is_empty() {
        return Ok(Vec::new());
    }
    let rows = record::Entity::find()
        .filter(record::Column::NetworkId.eq(network_id))
        .filter(record::Column::Kind.eq(Kind::Deployment.path()))
        .filter(record::Column::EquipmentId.is_in(items.iter().map(RecordId::to_string)))
        .filter(record::Column::Deleted.eq(false))
        .all(db)
        .await?;
    of_rows(db, &rows, without).await
}

/// The spans of the rows of deployments.
pub(super) async fn of_rows<C: ConnectionTrait>(
    db: &C,
    rows: &[record::Model],
    without: Option<RecordId>,
) -> Result<Vec<Span>, StoreError> {
    let ids: Vec<RecordId> = rows.iter().filter_map(|row| row.id.parse().ok()).collect();
    let mut ended = retrieval(db, &ids).await?;
    let mut spans = Vec::with_capacity(rows.len());
    for row in rows {
        let (Ok(deployment), Body::Deployment(b)) = (row.id.parse::<RecordId>(), body(row)?) else {
            continue;
        };
        let by = ended.remove(&deployment).filter(|(by, _)| Some(*by) != without);
        if let (Some(equipment), Some(site), Some(begin)) = (b.equipment, b.site, b.begin)
            && Some(deployment) != without
        {
            let end = by.and_then(|(_, end)| end).or(b.end);
            spans.push(Span {
                deployment,
                equipment,
                site,
                attached_to: b.attached_to,
                begin,
                end,
            });
        }
    }
    Ok(spans)
}

type Retrievals = HashMap<RecordId, (RecordId, Option<gagehouse_records::When>)>;

/// The retrieval of each deployment that has one: its id and time.
async fn retrieval<C: ConnectionTrait>(
    db: &C,
    deployments: &[RecordId],
) -> Result<Retrievals, StoreError> {
    let mut found = Retrievals::new();
    for some in deployments.chunks(500) {
        let naming = record_reference::Entity::find()
            .filter(record_reference::Column::Field.eq("/deployment"))
            .filter(record_reference::Column::ToId.is_in(some.iter().map(RecordId::to_string)))
            .all(db)
            .await?;
        let rows = record::Entity::find()
            .filter(record::Column::Id.is_in(naming.into_iter().map(|reference| reference.from_id)))
            .filter(record::Column::Deleted.eq(false))
            .all(db)
            .await?;
        for row in rows {
            if let (Ok(id), Body::Action(action)) = (row.id.parse(), body(&row)?)
                && let Some(deployment) = action.deployment
            {
                found.insert(deployment, (id, action.begin));
            }
        }
    }
    Ok(found)
}

async fn add<C: ConnectionTrait>(
    db: &C,
    network_id: i32,
    ids: &[RecordId],
    known: &mut Known,
) -> Result<(), StoreError> {
    let mut wanted: Vec<RecordId> = ids.to_vec();
    wanted.retain(|id| !known.records.contains_key(id));
    wanted.sort_unstable();
    wanted.dedup();
    for some in wanted.chunks(500) {
        let rows = record::Entity::find()
            .filter(record::Column::Id.is_in(some.iter().map(RecordId::to_string)))
            .filter(record::Column::NetworkId.eq(network_id))
            .all(db)
            .await?;
        for row in rows {
            if let Ok(id) = row.id.parse() {
                let body = body(&row)?;
                known.records.insert(id, Other { is_deleted: row.deleted, body });
            }
        }
    }
    Ok(())
}

async fn add_places<C: ConnectionTrait>(
    db: &C,
    network_id: i32,
    body: &Body,
    known: &mut Known,
) -> Result<(), StoreError> {
    let sites = body.index().site.into_iter().chain(known.spans.iter().map(|span| span.site));
    let sites: Vec<i32> = sites.filter(|site| !known.sites.contains_key(site)).collect();
    if !sites.is_empty() {
        let rows = catalog_site::Entity::find()
            .filter(catalog_site::Column::Id.is_in(sites))
            .filter(catalog_site::Column::NetworkId.eq(network_id))
            .all(db)
            .await?;
        known.sites.extend(rows.into_iter().map(site_facts));
    }
    let keys: Vec<i32> = body.datastreams().into_iter().map(|(_, key)| key).collect();
    if !keys.is_empty() {
        let rows = catalog_datastream::Entity::find()
            .filter(catalog_datastream::Column::Id.is_in(keys))
            .filter(catalog_datastream::Column::NetworkId.eq(network_id))
            .all(db)
            .await?;
        known.datastreams.extend(rows.into_iter().map(|row| (row.id, row.catalog_site_id)));
    }
    Ok(())
}

/// What the rules know of a site, by our key.
pub(super) fn site_facts(row: catalog_site::Model) -> (i32, SiteFacts) {
    let standard_offset_minutes = row.standard_offset_minutes;
    (row.id, SiteFacts { name: row.name, standard_offset_minutes })
}

async fn of_kind<C: ConnectionTrait>(
    db: &C,
    network_id: i32,
    kind: Kind,
) -> Result<Vec<record::Model>, StoreError> {
    Ok(record::Entity::find()
        .filter(record::Column::NetworkId.eq(network_id))
        .filter(record::Column::Kind.eq(kind.path()))
        .filter(record::Column::Deleted.eq(false))
        .all(db)
        .await?)
}

/// What was done on a visit.
async fn children<C: ConnectionTrait>(db: &C, visit: RecordId) -> Result<Vec<Child>, StoreError> {
    let rows = record::Entity::find()
        .filter(record::Column::VisitId.eq(visit.to_string()))
        .filter(record::Column::Deleted.eq(false))
        .all(db)
        .await?;
    let mut children = Vec::new();
    for row in rows {
        let body = body(&row)?;
        if let (Ok(id), Some((begin, end))) = (row.id.parse(), body.interval()) {
            children.push(Child { id, kind: body.kind(), site: body.index().site, begin, end });
        }
    }
    Ok(children)
}
