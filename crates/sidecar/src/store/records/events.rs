//! The records that plots show: those of some sites in a range of time, and what these name.

use super::{known, visible_records};
use crate::store::entities::{catalog_datastream, record};
use crate::store::{Store, StoreError, visible};
use gagehouse_model::{TimeUs, Viewer};
use gagehouse_records::event::about::Variable;
use gagehouse_records::{Kind, RecordId, When};
use sea_orm::sea_query::ExprTrait;
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use std::collections::HashMap;

/// Ids that one statement takes.
const AT_ONCE: usize = 500;

/// Records of which sites and when.
#[derive(Debug, Clone, Default)]
pub struct EventsAsk {
    /// Our keys of the sites.
    pub sites: Vec<i32>,
    /// Kinds beside deployments, which are always read: they tell what other records are about.
    pub kinds: Vec<Kind>,
    /// What ended before this time is left out, µs.
    pub from_us: Option<i64>,
    /// What began at this time or later is left out, µs.
    pub to_us: Option<i64>,
    /// Rows of deployments, and of all others together, at most.
    pub limit: u64,
}

/// What was found.
#[derive(Debug, Clone, Default)]
pub struct EventRows {
    /// Records, the latest first.
    pub rows: Vec<record::Model>,
    /// When each deployment among them ended.
    pub ends: HashMap<RecordId, Option<When>>,
    /// From when on nothing was left out, when something was.
    pub since: Option<TimeUs>,
}

impl Store {
    /// The records of sites that a viewer may see and that overlap a range of time.
    pub async fn event_rows(
        &self,
        viewer: &Viewer,
        ask: &EventsAsk,
    ) -> Result<EventRows, StoreError> {
        let mut found = EventRows::default();
        if ask.sites.is_empty() {
            return Ok(found);
        }
        let of_sites = record::Column::SiteId.is_in(ask.sites.iter().copied());
        let deployments = self
            .latest(viewer, ask, Condition::all().add(of_sites.clone()), &[Kind::Deployment])
            .await?;
        let others = self.latest(viewer, ask, Condition::all().add(of_sites), &ask.kinds).await?;
        let mut lists = vec![deployments, others];
        // A program that was sent on no visit is where its logger was, and so is what was done at the bench or at the maker.
        const OF_ITEMS: [Kind; 3] = [Kind::DataloggerProgram, Kind::Calibration, Kind::Action];
        let of_items: Vec<Kind> =
            OF_ITEMS.into_iter().filter(|kind| ask.kinds.contains(kind)).collect();
        if !of_items.is_empty() {
            let items = lists[0].iter().filter_map(|row| row.equipment_id.clone());
            let which = Condition::all()
                .add(record::Column::SiteId.is_null())
                .add(record::Column::EquipmentId.is_in(items));
            lists.push(self.latest(viewer, ask, which, &of_items).await?);
        }
        for rows in &mut lists {
            if rows.len() as u64 > ask.limit {
                rows.truncate(ask.limit as usize);
                let oldest = rows.last().and_then(|row| row.begin_us).map(TimeUs);
                found.since = found.since.max(oldest);
            }
        }
        let spans = known::of_rows(self.read(), &lists[0], None).await?;
        found.ends = spans.into_iter().map(|span| (span.deployment, span.end)).collect();
        found.rows = lists.into_iter().flatten().collect();
        Ok(found)
    }

    /// One row more than asked for, when there are more.
    async fn latest(
        &self,
        viewer: &Viewer,
        ask: &EventsAsk,
        which: Condition,
        kinds: &[Kind],
    ) -> Result<Vec<record::Model>, StoreError> {
        use record::Column as C;
        let mut query = record::Entity::find()
            .filter(which)
            .filter(C::Kind.is_in(kinds.iter().map(|kind| kind.path())))
            .filter(C::Deleted.eq(false))
            // What has no time has no place on a plot.
            .filter(C::BeginUs.is_not_null())
            .filter(visible_records(viewer));
        if let Some(to_us) = ask.to_us {
            query = query.filter(C::BeginUs.lt(to_us));
        }
        if let Some(from_us) = ask.from_us {
            query = query.filter(C::EndUs.is_null().or(C::EndUs.gte(from_us)));
        }
        let ordered = query.order_by_desc(C::BeginUs).order_by_asc(C::Id);
        Ok(ordered.limit(ask.limit + 1).all(self.read()).await?)
    }

    /// Live records by their ids, those that a viewer may see.
    pub async fn records_named(
        &self,
        viewer: &Viewer,
        ids: &[RecordId],
    ) -> Result<Vec<record::Model>, StoreError> {
        let mut found = Vec::new();
        for some in ids.chunks(AT_ONCE) {
            let rows = record::Entity::find()
                .filter(record::Column::Id.is_in(some.iter().map(RecordId::to_string)))
                .filter(record::Column::Deleted.eq(false))
                .filter(visible_records(viewer))
                .all(self.read())
                .await?;
            found.extend(rows);
        }
        Ok(found)
    }

    /// The variables of datastreams that a viewer may see, by our keys.
    pub async fn variables_of(
        &self,
        viewer: &Viewer,
        keys: &[i32],
    ) -> Result<HashMap<i32, Variable>, StoreError> {
        let mut found = HashMap::new();
        for some in keys.chunks(AT_ONCE) {
            let rows: Vec<(i32, Option<String>, String)> = catalog_datastream::Entity::find()
                .select_only()
                .column(catalog_datastream::Column::Id)
                .column(catalog_datastream::Column::VariableCode)
                .column(catalog_datastream::Column::VariableName)
                .filter(catalog_datastream::Column::Id.is_in(some.iter().copied()))
                .filter(visible::<catalog_datastream::Entity>(viewer))
                .into_tuple()
                .all(self.read())
                .await?;
            let named = rows
                .into_iter()
                .map(|(key, code, name)| (key, Variable { code: code.unwrap_or_default(), name }));
            found.extend(named);
        }
        Ok(found)
    }
}
