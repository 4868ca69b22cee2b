//! `$expand`: the entities that a page's entities lead to, in one statement per level.
//!
//! To one: the distinct ids of the other side. To many: one limited select per parent, joined by
//! `UNION ALL`, so that each parent's rows are read by index and no further than its own limit; a window
//! function would number every row of every series first. At most [`PARENTS_PER_STATEMENT`] parents share
//! a statement (SQLite takes 500 selects in a compound).
//!
//! An entity that several parents lead to is written once for each, so a short request can ask for an endless
//! answer. What may be read is therefore bounded by what will be written: see [`Room`].

use super::compiler::Key;
use super::page::{Ask, Within, add_order_values, cells, cut};
use super::record::{Cell, CellType, Column, Record, columns};
use super::sql::{TableAlias, pick, scalar};
use super::{ReadError, Reader};
use crate::store::observations::Row;
use gagehouse_sensorthings::query::{EntityKind, Nav, Options, TokenValue};
use sea_orm::sea_query::{
    Alias, Expr, ExprTrait, Query, SelectStatement, SqliteQueryBuilder, UnionType,
};
use std::collections::{BTreeMap, BTreeSet, HashMap};

const PARENTS_PER_STATEMENT: usize = 100;
/// Values bound in one statement; SQLite takes 32,766.
const VALUES_PER_STATEMENT: usize = 20_000;
/// Ids in one `IN` list.
const IDS_PER_STATEMENT: usize = 10_000;

/// What may still be expanded in an answer; an entity counts as often as it is written.
#[derive(Debug, Clone, Copy)]
pub struct Room {
    /// Entities.
    pub entities: usize,
    /// Bytes, as [`Record::bytes`] counts them.
    pub bytes: usize,
}

impl Room {
    /// Takes what an entity needs that is written so many times; `false` when there is not enough.
    fn take(&mut self, record: &Record, times: usize) -> bool {
        let entities = self.entities.checked_sub(times);
        let bytes = self.bytes.checked_sub(record.bytes().saturating_mul(times));
        match (entities, bytes) {
            (Some(entities), Some(bytes)) => {
                *self = Self { entities, bytes };
                true
            }
            _ => false,
        }
    }
}

/// The entities from which a navigation leads on.
#[derive(Debug, Clone, Copy)]
pub struct Parents<'r> {
    /// The entities.
    pub records: &'r [Record],
    /// How many times each is written.
    pub times: &'r [usize],
}

/// Entities that a navigation leads to.
#[derive(Debug, Default)]
pub struct Related {
    /// Each entity once where several parents lead to it.
    pub records: Vec<Record>,
    /// How many times each is written.
    pub times: Vec<usize>,
    /// For each parent, in their order.
    pub of_parent: Vec<Children>,
}

/// The entities of one parent.
#[derive(Debug, Default, Clone)]
pub struct Children {
    /// Places in [`Related::records`].
    pub places: Vec<usize>,
    /// Order values of the last, if more follow.
    pub next: Option<Vec<TokenValue>>,
    /// How many there are, if asked.
    pub count: Option<u64>,
}

impl Record {
    /// Its key.
    pub fn key(&self) -> Key {
        let whole = |column| self.get(column).integer().unwrap_or(0);
        let observation = (self.kind == EntityKind::Observation).then(|| {
            let start_us = whole(Column::Start);
            (whole(Column::DatastreamId), start_us, start_us)
        });
        Key { kind: self.kind, id: self.id(), observation }
    }
}

impl Reader<'_> {
    /// What `nav` leads to from each of the parents; `None` when there is not enough room.
    pub async fn related(
        &self,
        nav: Nav,
        parents: Parents<'_>,
        options: &Options,
        limit: u64,
        room: &mut Room,
    ) -> Result<Option<Related>, ReadError> {
        if nav.many {
            self.related_sets(nav, parents, options, limit, room).await
        } else {
            self.related_ones(nav, parents, room).await
        }
    }

    async fn related_ones(
        &self,
        nav: Nav,
        parents: Parents<'_>,
        room: &mut Room,
    ) -> Result<Option<Related>, ReadError> {
        let ids = self.ids_of(nav, parents.records).await?;
        let mut times_of_id: BTreeMap<i64, usize> = BTreeMap::new();
        for (id, times) in ids.iter().zip(parents.times) {
            if let Some(id) = id {
                *times_of_id.entry(*id).or_default() += times;
            }
        }
        let distinct: Vec<i64> = times_of_id.keys().copied().collect();
        let mut related = Related::default();
        for chunk in distinct.chunks(IDS_PER_STATEMENT) {
            let (select, types) = {
                let compiler = self.compiler(false);
                let scope = compiler.scope(nav.to);
                let mut select = Query::select();
                compiler.add_from(&mut select, scope);
                select.and_where(scope.alias.col("id").is_in(chunk.iter().copied()));
                select.and_where_option(compiler.visible(scope));
                let types = compiler.add_columns(&mut select, scope);
                (select, types)
            };
            let kind = nav.to;
            let reading = (std::mem::take(&mut related.records), Some(*room));
            let times: HashMap<i64, usize> =
                chunk.iter().filter_map(|id| Some((*id, *times_of_id.get(id)?))).collect();
            let add = move |(records, left): &mut (Vec<Record>, Option<Room>), row: &Row<'_>| {
                let Some(room) = left else { return Ok(()) };
                let record = Record { kind, cells: cells(row, 0, &types)? };
                if room.take(&record, times.get(&record.id()).copied().unwrap_or(1)) {
                    records.push(record);
                } else {
                    *left = None;
                }
                Ok(())
            };
            let (records, left) = self.store.each_row(&select, reading, add).await?;
            let Some(left) = left else { return Ok(None) };
            *room = left;
            related.records = records;
        }
        related.times = related
            .records
            .iter()
            .map(|record| times_of_id.get(&record.id()).copied().unwrap_or(1))
            .collect();
        let places: HashMap<i64, usize> = related
            .records
            .iter()
            .enumerate()
            .map(|(place, record)| (record.id(), place))
            .collect();
        related.of_parent = ids
            .into_iter()
            .map(|id| {
                let place = id.and_then(|id| places.get(&id).copied());
                Children { places: place.into_iter().collect(), ..Children::default() }
            })
            .collect();
        Ok(Some(related))
    }

    /// The id on the other side of a navigation to one, for each parent.
    async fn ids_of(&self, nav: Nav, parents: &[Record]) -> Result<Vec<Option<i64>>, ReadError> {
        let column = match nav.to {
            EntityKind::Thing => Column::ThingId,
            EntityKind::Sensor => Column::SensorId,
            EntityKind::ObservedProperty => Column::ObservedPropertyId,
            EntityKind::Datastream => Column::DatastreamId,
            _ => return self.features_of(parents).await,
        };
        Ok(parents.iter().map(|parent| parent.get(column).integer()).collect())
    }

    /// The feature of each observation: its own, else that of its site.
    async fn features_of(&self, observations: &[Record]) -> Result<Vec<Option<i64>>, ReadError> {
        let datastream_of = |o: &Record| o.get(Column::DatastreamId).integer();
        let datastreams: BTreeSet<i64> = observations.iter().filter_map(datastream_of).collect();
        let alias = TableAlias(0);
        let of_site = scalar(pick("thing", "feature_id", "id", alias.col("thing_id")));
        let mut select = Query::select();
        select
            .expr(alias.col("id"))
            .expr(of_site)
            .from_as(Alias::new("datastream"), alias.iden())
            .and_where(alias.col("id").is_in(datastreams));
        let add = |sites: &mut HashMap<i64, Option<i64>>, row: &Row<'_>| {
            sites.insert(row.i64(0)?, row.opt_i64(1)?);
            Ok(())
        };
        let of_site = self.store.each_row(&select, HashMap::new(), add).await?;
        let feature = |observation: &Record| {
            let own = observation.get(Column::FeatureId).integer();
            own.or_else(|| of_site.get(&datastream_of(observation)?).copied().flatten())
        };
        Ok(observations.iter().map(feature).collect())
    }

    async fn related_sets(
        &self,
        nav: Nav,
        parents: Parents<'_>,
        options: &Options,
        limit: u64,
        room: &mut Room,
    ) -> Result<Option<Related>, ReadError> {
        let mut related = Related::default();
        let Some(first) = parents.records.first() else { return Ok(Some(related)) };
        let ask = Ask { kind: nav.to, within: Within::All, options, limit };
        let side = self.has_side_rows(&ask).await?;
        let at_once = self.parents_per_statement(&ask, nav, first, side)?;
        let chunks = parents.records.chunks(at_once).zip(parents.times.chunks(at_once));
        for (chunk, times) in chunks {
            let chunk = Parents { records: chunk, times };
            let rows = self.rows_of_parents(&ask, nav, chunk, side, room).await?;
            let Some(mut rows) = rows else { return Ok(None) };
            let mut counts = match options.count {
                Some(true) => self.counts_of_parents(&ask, nav, chunk.records, side).await?,
                _ => HashMap::new(),
            };
            for (number, times) in (0..).zip(times) {
                let mut own = rows.remove(&number).unwrap_or_default();
                let more = cut(&mut own, limit);
                let first_order_value = columns(nav.to).len();
                let next = own.last().filter(|_| more).map(|last| {
                    last.cells[first_order_value..].iter().map(Cell::to_token).collect()
                });
                let first = related.records.len();
                related.times.extend(own.iter().map(|_| *times));
                related.records.append(&mut own);
                related.of_parent.push(Children {
                    places: (first..related.records.len()).collect(),
                    next,
                    count: options
                        .count
                        .filter(|asked| *asked)
                        .map(|_| counts.remove(&number).unwrap_or(0)),
                });
            }
        }
        Ok(Some(related))
    }

    /// How many parents a statement can hold, by the values that the options bind for each.
    fn parents_per_statement(
        &self,
        ask: &Ask<'_>,
        nav: Nav,
        parent: &Record,
        side: bool,
    ) -> Result<usize, ReadError> {
        let compiler = self.compiler(side);
        let within = Within::From(nav, parent.key());
        let scope = compiler.scope(nav.to);
        let (mut select, _) = compiler.page(&Ask { within, ..*ask }, scope)?;
        compiler.add_columns(&mut select, scope);
        let (_, values) = select.build(SqliteQueryBuilder);
        let fitting = VALUES_PER_STATEMENT / (values.0.len() + 1);
        Ok(Ord::clamp(fitting, 1, PARENTS_PER_STATEMENT))
    }

    /// The rows of each parent by its number, one more than the limit where more follow; `None` when there
    /// is not enough room.
    async fn rows_of_parents(
        &self,
        ask: &Ask<'_>,
        nav: Nav,
        parents: Parents<'_>,
        side: bool,
        room: &mut Room,
    ) -> Result<Option<HashMap<i64, Vec<Record>>>, ReadError> {
        let kind = nav.to;
        let (mut select, types) = {
            let compiler = self.compiler(side);
            let mut types = Vec::new();
            let select = union(parents.records, |number, parent| {
                let scope = compiler.scope(kind);
                let within = Within::From(nav, parent.key());
                let (mut select, terms) = compiler.page(&Ask { within, ..*ask }, scope)?;
                select.expr(compiler.as_integer(Expr::val(number)));
                types = vec![CellType::Integer];
                types.extend(compiler.add_columns(&mut select, scope));
                types.extend(add_order_values(&mut select, &terms));
                Ok(select)
            })?;
            (select, types)
        };
        // Enough to see that there is not enough room.
        select.limit((room.entities + parents.records.len() + 1) as u64);
        let times = parents.times.to_vec();
        let limit = usize::try_from(ask.limit).unwrap_or(usize::MAX);
        let reading = (HashMap::new(), Some(*room));
        let add = move |reading: &mut (HashMap<i64, Vec<Record>>, Option<Room>), row: &Row<'_>| {
            let (rows, left) = reading;
            let Some(room) = left else { return Ok(()) };
            let number = row.i64(0)?;
            let record = Record { kind, cells: cells(row, 1, &types[1..])? };
            let own = rows.entry(number).or_default();
            let times = usize::try_from(number).ok().and_then(|at| times.get(at).copied());
            // The row after the last is not written.
            if own.len() >= limit || room.take(&record, times.unwrap_or(1)) {
                own.push(record);
            } else {
                *left = None;
            }
            Ok(())
        };
        let (rows, left) = self.store.each_row(&select, reading, add).await?;
        Ok(left.map(|left| {
            *room = left;
            rows
        }))
    }

    async fn counts_of_parents(
        &self,
        ask: &Ask<'_>,
        nav: Nav,
        parents: &[Record],
        side: bool,
    ) -> Result<HashMap<i64, u64>, ReadError> {
        let select = {
            let compiler = self.compiler(side);
            union(parents, |number, parent| {
                let scope = compiler.scope(nav.to);
                let within = Within::From(nav, parent.key());
                let mut select = compiler.base(&Ask { within, ..*ask }, scope)?;
                let number = compiler.as_integer(Expr::val(number));
                select.expr(number).expr(Expr::cust("COUNT(*)"));
                Ok(select)
            })?
        };
        let add = |counts: &mut HashMap<i64, u64>, row: &Row<'_>| {
            counts.insert(row.i64(0)?, u64::try_from(row.i64(1)?).unwrap_or(0));
            Ok(())
        };
        Ok(self.store.each_row(&select, HashMap::new(), add).await?)
    }
}

/// One statement of a select per parent, each told its number. Each stands in a select of its own, as a limit needs it.
fn union(
    parents: &[Record],
    mut select_of: impl FnMut(i64, &Record) -> Result<SelectStatement, ReadError>,
) -> Result<SelectStatement, ReadError> {
    let mut whole: Option<SelectStatement> = None;
    for (number, parent) in (0..).zip(parents) {
        let one = Query::select()
            .expr(Expr::cust("*"))
            .from_subquery(select_of(number, parent)?, Alias::new(format!("parent_{number}")))
            .take();
        match &mut whole {
            None => whole = Some(one),
            Some(whole) => {
                whole.union(UnionType::All, one);
            }
        }
    }
    Ok(whole.unwrap_or_else(|| Query::select().take()))
}
