//! Equipment and field visits: every kind in one table, with who may see which row.
//!
//! [`apply`] decides an operation and writes it with its audit entry in one transaction; [`known`] looks up what the rules
//! need; [`events`] looks up what plots show; [`audit`] numbers changes, by which the feed is read; [`content`] holds the bytes of attachments.

pub mod apply;
pub mod audit;
pub mod content;
pub mod events;
mod known;

use super::entities::{catalog_datastream, datastream, record, record_reference, source};
use super::networks::LOCAL_SOURCE;
use super::{Store, StoreError, visible};
use gagehouse_model::{TimeRange, Viewer, Visibility};
use gagehouse_observations::Columns;
use gagehouse_records::rules::Span;
use gagehouse_records::{Body, Kind, RecordId};
use sea_orm::sea_query::{Expr, ExprTrait, Func, LikeExpr, Query};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, Order, PaginatorTrait, QueryFilter, QueryOrder,
    QuerySelect,
};
use std::collections::{HashMap, HashSet};

/// What a list is of.
#[derive(Debug, Clone, Default)]
pub struct Ask {
    pub kind: Option<Kind>,
    pub network: Option<i32>,
    pub site: Option<i32>,
    pub visit: Option<RecordId>,
    pub equipment: Option<RecordId>,
    pub parent: Option<RecordId>,
    /// Records that name it in whatever field.
    pub naming: Option<RecordId>,
    pub term: Option<String>,
    /// A word of the title or of the whole.
    pub words: Option<String>,
    /// What ended before this time is left out, µs.
    pub from_us: Option<i64>,
    /// What began at this time or later is left out, µs.
    pub to_us: Option<i64>,
    /// The last row of the page before.
    pub after: Option<Place>,
    pub limit: u64,
}

/// Where a row stands in a list.
#[derive(Debug, Clone)]
pub enum Place {
    /// By its begin, µs, and its id: the latest first, those without a time last.
    Time(i64, String),
    /// By its name in small letters and its id.
    Name(String, String),
}

impl Place {
    /// Where a row stands in the lists of its kind.
    pub fn of(kind: Kind, row: &record::Model) -> Self {
        match kind.is_listed_by_name() {
            // As both databases do it: of the letters A to Z alone.
            true => Self::Name(row.title.to_ascii_lowercase(), row.id.clone()),
            false => Self::Time(row.begin_us.unwrap_or(NO_TIME), row.id.clone()),
        }
    }
}

/// Stands for the begin of what has none, where lists are ordered by time.
const NO_TIME: i64 = -i64::MAX;

/// A record's row as its body.
pub fn body(row: &record::Model) -> Result<Body, StoreError> {
    let unfit = |why: String| StoreError::Unfit(format!("record {} cannot be read: {why}", row.id));
    let kind = row.kind.parse::<Kind>().map_err(|error| unfit(error.to_string()))?;
    let json = serde_json::from_str(&row.body).map_err(|error| unfit(error.to_string()))?;
    Ok(Body::parse(kind, &json).0)
}

impl Store {
    /// A record, also a deleted one.
    pub async fn record(
        &self,
        viewer: &Viewer,
        kind: Kind,
        id: RecordId,
    ) -> Result<Option<record::Model>, StoreError> {
        Ok(record::Entity::find_by_id(id.to_string())
            .filter(record::Column::Kind.eq(kind.path()))
            .filter(visible_records(viewer))
            .one(self.read())
            .await?)
    }

    /// A page of live records: by name, or the latest first, as it is usual for the kind.
    pub async fn records(
        &self,
        viewer: &Viewer,
        ask: &Ask,
    ) -> Result<Vec<record::Model>, StoreError> {
        let begin = || Expr::cust(format!("COALESCE(record.begin_us, {NO_TIME})"));
        let name = || Expr::cust("LOWER(record.title)");
        let id = || record::Column::Id;
        let mut query = record::Entity::find().filter(asked(viewer, ask));
        if let Some(place) = &ask.after {
            query = query.filter(match place {
                Place::Time(us, last) => begin().lt(*us).or(begin().eq(*us).and(id().gt(last))),
                Place::Name(text, last) => name().gt(text).or(name().eq(text).and(id().gt(last))),
            });
        }
        query = match ask.kind.is_some_and(Kind::is_listed_by_name) {
            true => query.order_by(name(), Order::Asc),
            false => query.order_by(begin(), Order::Desc),
        };
        Ok(query.order_by_asc(id()).limit(ask.limit).all(self.read()).await?)
    }

    /// How many there are in all.
    pub async fn count_records(&self, viewer: &Viewer, ask: &Ask) -> Result<u64, StoreError> {
        Ok(record::Entity::find().filter(asked(viewer, ask)).count(self.read()).await?)
    }

    /// What changed after a number, in the order of the changes, deletions included; and the number to go on from.
    pub async fn record_changes(
        &self,
        viewer: &Viewer,
        after: i64,
        limit: u64,
    ) -> Result<(Vec<record::Model>, i64), StoreError> {
        // Read before the rows: what comes between is in the next answer.
        let newest = audit::current(self.read()).await?;
        let rows = record::Entity::find()
            .filter(record::Column::Seq.gt(after))
            .filter(record::Column::Seq.lte(newest))
            .filter(visible_records(viewer))
            .order_by_asc(record::Column::Seq)
            .limit(limit)
            .all(self.read())
            .await?;
        let is_all = (rows.len() as u64) < limit;
        let next = if is_all { newest } else { rows.last().map_or(after, |row| row.seq) };
        Ok((rows, next))
    }

    /// The deployments of items that a viewer may see, with their ends.
    pub async fn spans_of(
        &self,
        viewer: &Viewer,
        items: &[RecordId],
    ) -> Result<Vec<Span>, StoreError> {
        let mut spans = Vec::new();
        for some in items.chunks(500) {
            let rows = record::Entity::find()
                .filter(record::Column::Kind.eq(Kind::Deployment.path()))
                .filter(record::Column::EquipmentId.is_in(some.iter().map(RecordId::to_string)))
                .filter(record::Column::Deleted.eq(false))
                .filter(visible_records(viewer))
                .all(self.read())
                .await?;
            spans.extend(known::of_rows(self.read(), &rows, None).await?);
        }
        Ok(spans)
    }

    /// What was deployed at a site, by our key, as far as a viewer may see it; at most `limit` deployments, the latest.
    pub async fn spans_at(
        &self,
        viewer: &Viewer,
        site: i32,
        limit: u64,
    ) -> Result<Vec<Span>, StoreError> {
        let ask = Ask { kind: Some(Kind::Deployment), site: Some(site), limit, ..Ask::default() };
        let rows = self.records(viewer, &ask).await?;
        known::of_rows(self.read(), &rows, None).await
    }

    /// The values of a datastream by our key. `None` where the viewer sees none, or another source has them.
    pub async fn range_of_key(
        &self,
        viewer: &Viewer,
        key: i32,
        window: TimeRange,
    ) -> Result<Option<Columns>, StoreError> {
        let row = catalog_datastream::Entity::find_by_id(key)
            .filter(visible::<catalog_datastream::Entity>(viewer))
            .one(self.read())
            .await?;
        let local = source::Entity::find().filter(source::Column::Key.eq(LOCAL_SOURCE));
        let local = local.one(self.read()).await?.map(|source| source.id);
        let row = row.filter(|row| Some(row.source_id) == local);
        let Some(id) = row.and_then(|row| row.external_id.parse().ok()) else { return Ok(None) };
        match self.range(viewer, id, Some(window)).await {
            Ok(columns) => Ok(Some(columns)),
            Err(StoreError::NotFound { .. }) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Code and number of every datastream of the embedded service.
    pub async fn datastream_codes(
        &self,
        viewer: &Viewer,
    ) -> Result<Vec<(String, i32)>, StoreError> {
        Ok(datastream::Entity::find()
            .select_only()
            .columns([datastream::Column::Code, datastream::Column::Id])
            .filter(visible::<datastream::Entity>(viewer))
            .into_tuple()
            .all(self.read())
            .await?)
    }

    /// Our keys of the embedded service's datastreams, by their numbers there.
    pub async fn keys_of_local_datastreams(
        &self,
        viewer: &Viewer,
    ) -> Result<HashMap<i32, i32>, StoreError> {
        let local = source::Entity::find().filter(source::Column::Key.eq(LOCAL_SOURCE));
        let Some(local) = local.one(self.read()).await? else { return Ok(HashMap::new()) };
        let rows: Vec<(String, i32)> = catalog_datastream::Entity::find()
            .select_only()
            .columns([catalog_datastream::Column::ExternalId, catalog_datastream::Column::Id])
            .filter(catalog_datastream::Column::SourceId.eq(local.id))
            .filter(catalog_datastream::Column::GoneUs.is_null())
            .filter(visible::<catalog_datastream::Entity>(viewer))
            .into_tuple()
            .all(self.read())
            .await?;
        Ok(rows.into_iter().filter_map(|(number, key)| Some((number.parse().ok()?, key))).collect())
    }

    /// Which of these datastreams a viewer may see, by our keys.
    pub async fn seen_datastreams(
        &self,
        viewer: &Viewer,
        keys: &[i32],
    ) -> Result<HashSet<i32>, StoreError> {
        if keys.is_empty() {
            return Ok(HashSet::new());
        }
        let seen: Vec<i32> = catalog_datastream::Entity::find()
            .select_only()
            .column(catalog_datastream::Column::Id)
            .filter(catalog_datastream::Column::Id.is_in(keys.iter().copied()))
            .filter(visible::<catalog_datastream::Entity>(viewer))
            .into_tuple()
            .all(self.read())
            .await?;
        Ok(seen.into_iter().collect())
    }
}

fn asked(viewer: &Viewer, ask: &Ask) -> Condition {
    use record::Column as C;
    let text = |id: &RecordId| id.to_string();
    let mut conditions: Vec<Expr> = vec![C::Deleted.eq(false)];
    let mut add = |condition: Option<Expr>| conditions.extend(condition);
    add(ask.kind.map(|kind| C::Kind.eq(kind.path())));
    add(ask.network.map(|network| C::NetworkId.eq(network)));
    add(ask.site.map(|site| C::SiteId.eq(site)));
    add(ask.visit.as_ref().map(|id| C::VisitId.eq(text(id))));
    add(ask.equipment.as_ref().map(|id| C::EquipmentId.eq(text(id))));
    add(ask.parent.as_ref().map(|id| C::ParentId.eq(text(id))));
    add(ask.term.as_ref().map(|term| C::Term.eq(term)));
    add(ask.to_us.map(|to| C::BeginUs.lt(to)));
    add(ask.from_us.map(|from| C::EndUs.is_null().or(C::EndUs.gte(from))));
    add(ask.words.as_ref().map(|words| {
        // `%` and `_` are characters that somebody looks for.
        let mut pattern = String::from("%");
        for c in words.to_lowercase().chars() {
            if matches!(c, '%' | '_' | '!') {
                pattern.push('!');
            }
            pattern.push(c);
        }
        pattern.push('%');
        let body = Expr::expr(Func::lower(Expr::col((record::Entity, C::Body))));
        body.like(LikeExpr::new(pattern).escape('!'))
    }));
    add(ask.naming.as_ref().map(|id| {
        let naming = Query::select()
            .column(record_reference::Column::FromId)
            .from(record_reference::Entity)
            .and_where(record_reference::Column::ToId.eq(text(id)))
            .to_owned();
        C::Id.in_subquery(naming)
    }));
    conditions.into_iter().fold(Condition::all().add(visible_records(viewer)), Condition::add)
}

/// The condition that leaves a viewer the records that are theirs to see. A record is public when it and whatever it
/// belongs to is: its network, its site, its visit, what it hangs on.
fn visible_records(viewer: &Viewer) -> Condition {
    let Some(reach) = viewer.reach() else { return Condition::all() };
    let public = Visibility::Public.code();
    let list = |ids: &[i32]| ids.iter().map(i32::to_string).collect::<Vec<_>>().join(", ");
    // Whole numbers of our own, so that nothing has to be escaped.
    let or_granted = |alias: &str, ids: &[i32]| match ids {
        [] => format!("{alias}.visibility = {public}"),
        ids => format!("({alias}.visibility = {public} OR {alias}.id IN ({}))", list(ids)),
    };
    let network = or_granted("n", &reach.partner_networks);
    let site = or_granted("s", &reach.catalog_sites);
    let shown = format!(
        "record.visibility = {public} \
         AND EXISTS (SELECT 1 FROM network n WHERE n.id = record.network_id AND {network}) \
         AND (record.site_id IS NULL \
              OR EXISTS (SELECT 1 FROM catalog_site s WHERE s.id = record.site_id AND {site})) \
         AND (record.visit_id IS NULL \
              OR EXISTS (SELECT 1 FROM record v WHERE v.id = record.visit_id AND v.visibility = {public})) \
         AND (record.parent_id IS NULL \
              OR EXISTS (SELECT 1 FROM record p WHERE p.id = record.parent_id AND p.visibility = {public}))"
    );
    let condition = match reach.networks.as_slice() {
        [] => shown,
        networks => format!("(record.network_id IN ({}) OR ({shown}))", list(networks)),
    };
    Condition::all().add(Expr::cust(condition))
}
