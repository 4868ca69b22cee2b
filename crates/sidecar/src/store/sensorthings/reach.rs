//! Observations of all datastreams by their time, for which there is no index.
//!
//! One datastream that alone could fill the page tells how far in time the page can reach: the rows beyond are
//! not looked at in any datastream. Where none fills it (a filter leaves too little), every row is looked at, for
//! as long as a request may take.

use super::compiler::Key;
use super::page::{Ask, Within};
use super::sql::TableAlias;
use super::{ReadError, Reader};
use crate::store::observations::Row;
use gagehouse_sensorthings::query::{EntityKind, Property, TokenValue};
use sea_orm::sea_query::{Alias, Expr, ExprTrait, Order};

/// Datastreams that are tried.
const TRIED: u64 = 3;

/// How far in time a page can reach.
#[derive(Debug, Clone, Copy)]
pub(super) struct Reach {
    time_us: i64,
    descending: bool,
}

impl Reach {
    /// The condition for the observation under `alias`.
    pub(super) fn condition(self, alias: TableAlias) -> Expr {
        let time = alias.col("time_us");
        if self.descending { time.gte(self.time_us) } else { time.lte(self.time_us) }
    }
}

impl Reader<'_> {
    /// How far a page reaches that is of all observations and ordered by their time.
    pub(super) async fn reach(
        &self,
        ask: &Ask<'_>,
        side: bool,
    ) -> Result<Option<Reach>, ReadError> {
        let by_time = ask.options.order.first().filter(|key| {
            key.path.navs.is_empty() && key.path.property == Property::PhenomenonTime
        });
        let (EntityKind::Observation, Within::All, Some(key)) = (ask.kind, ask.within, by_time)
        else {
            return Ok(None);
        };
        let Some(nav) = EntityKind::Datastream.navigation("Observations") else { return Ok(None) };
        for id in self.extreme_datastreams(ask, key.descending).await? {
            let key_of_one = Key { kind: EntityKind::Datastream, id, observation: None };
            let one = Ask { within: Within::From(nav, key_of_one), ..*ask };
            let select = {
                let compiler = self.compiler(side);
                let scope = compiler.scope(EntityKind::Observation);
                let (mut select, _) = compiler.page(&one, scope)?;
                select.expr(scope.alias.col("time_us"));
                select
            };
            let last = |read: &mut (u64, i64), row: &Row<'_>| {
                *read = (read.0 + 1, row.i64(0)?);
                Ok(())
            };
            let (rows, time_us) = self.store.each_row(&select, (0, 0), last).await?;
            // With the row that tells whether another page follows.
            if rows > ask.limit {
                return Ok(Some(Reach { time_us, descending: key.descending }));
            }
        }
        Ok(None)
    }

    /// The datastreams that reach farthest towards the page's beginning and hold rows after the token.
    async fn extreme_datastreams(
        &self,
        ask: &Ask<'_>,
        descending: bool,
    ) -> Result<Vec<i64>, ReadError> {
        let column = |name| Expr::col((Alias::new("datastream"), Alias::new(name)));
        let (start, end) = (column("phenomenon_start_us"), column("phenomenon_end_us"));
        let mut select = self.compiler(false).datastreams_with_results();
        select.and_where(end.clone().is_not_null()).limit(TRIED);
        let from = ask.options.skip_token.as_deref().and_then(|token| token.first());
        if let Some(TokenValue::Integer(from)) = from {
            select.and_where(if descending {
                start.clone().lte(*from)
            } else {
                end.clone().gte(*from)
            });
        }
        if descending {
            select.order_by_expr(end, Order::Desc);
        } else {
            select.order_by_expr(start, Order::Asc);
        }
        let add = |ids: &mut Vec<i64>, row: &Row<'_>| {
            ids.push(row.i64(0)?);
            Ok(())
        };
        Ok(self.store.each_row(&select, Vec::new(), add).await?)
    }
}
