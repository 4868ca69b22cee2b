//! Following a path from entity to entity, one indexed look-up per step.

use super::compiler::{Key, Parent};
use super::page::{Ask, Within};
use super::sql::TableAlias;
use super::{ReadError, Reader};
use crate::store::observations::Row;
use gagehouse_sensorthings::query::{EntityKind, Id, Options, Step};
use sea_orm::sea_query::{Alias, Expr, ExprTrait, Order, Query};
use std::collections::HashMap;

/// A network as `properties.workspace` shows it.
#[derive(Debug, Clone)]
pub struct Network {
    /// Its name.
    pub name: String,
    /// Where it presents itself.
    pub link: Option<String>,
    /// Visibility code.
    pub visibility: i64,
}

impl Reader<'_> {
    /// The entity of this id, if there is one that the viewer may see.
    pub async fn find(&self, kind: EntityKind, id: &Id) -> Result<Option<Key>, ReadError> {
        let Some(key) = self.candidate(kind, id).await? else { return Ok(None) };
        Ok(self.exists(kind, &[Within::One(key)]).await?.then_some(key))
    }

    /// The entity that a step leads to from another.
    pub async fn follow(&self, from: Key, step: &Step) -> Result<Option<Key>, ReadError> {
        let kind = step.nav.to;
        let to_here = Within::From(step.nav, from);
        if let Some(id) = &step.id {
            let Some(key) = self.candidate(kind, id).await? else { return Ok(None) };
            return Ok(self.exists(kind, &[Within::One(key), to_here]).await?.then_some(key));
        }
        let ask = Ask { kind, within: to_here, options: &Options::default(), limit: 1 };
        let side = self.has_side_rows(&ask).await?;
        let select = {
            let compiler = self.compiler(side);
            let scope = compiler.scope(kind);
            let mut select = compiler.base(&ask, scope)?;
            select.expr(compiler.as_integer(scope.alias.col("id"))).limit(1);
            select
        };
        let id = self.store.each_row(&select, None, |id: &mut Option<i64>, row| {
            *id = row.opt_i64(0)?;
            Ok(())
        });
        // No navigation to one leads to an observation, so the id is the whole key.
        Ok(id.await?.map(|id| Key { kind, id, observation: None }))
    }

    /// The key that an id would have; of an observation, by the block that holds its id.
    async fn candidate(&self, kind: EntityKind, id: &Id) -> Result<Option<Key>, ReadError> {
        let Id::Integer(id) = *id else { return Ok(None) };
        if kind != EntityKind::Observation {
            // Ids of all other types are below 2^31.
            let fits = i32::try_from(id).is_ok();
            return Ok(fits.then_some(Key { kind, id, observation: None }));
        }
        let mut select = Query::select();
        for column in ["datastream_id", "start_us", "end_us"] {
            select.column(Alias::new(column));
        }
        let first_id = Alias::new("first_id");
        select
            .from(Alias::new("observation_block"))
            .and_where(Expr::col(first_id.clone()).lte(id))
            .order_by(first_id, Order::Desc)
            .limit(1);
        let block = |found: &mut Option<(i64, i64, i64)>, row: &Row<'_>| {
            *found = Some((row.i64(0)?, row.i64(1)?, row.i64(2)?));
            Ok(())
        };
        let block = self.store.each_row(&select, None, block).await?;
        Ok(block.map(|block| Key { kind, id, observation: Some(block) }))
    }

    /// Whether an entity is within all of these.
    async fn exists(&self, kind: EntityKind, within: &[Within]) -> Result<bool, ReadError> {
        let options = Options::default();
        let asks = within.iter().map(|w| Ask { kind, within: *w, options: &options, limit: 1 });
        let mut side = false;
        for ask in asks {
            side |= self.has_side_rows(&ask).await?;
        }
        let select = {
            let compiler = self.compiler(side);
            let scope = compiler.scope(kind);
            let (first, others) = match within {
                [first, others @ ..] => (*first, others),
                [] => (Within::All, within),
            };
            let ask = Ask { kind, within: first, options: &options, limit: 1 };
            let mut select = compiler.base(&ask, scope)?;
            for other in others {
                if let Within::From(nav, key) = other {
                    select.and_where(compiler.join(*nav, Parent::Known(*key), scope.alias));
                }
            }
            select.expr(Expr::cust("1")).limit(1);
            select
        };
        let found = self.store.each_row(&select, false, |found, _| {
            *found = true;
            Ok(())
        });
        Ok(found.await?)
    }

    /// Every network by its id.
    pub async fn networks(&self) -> Result<HashMap<i64, Network>, ReadError> {
        let network = TableAlias(0);
        let mut select = Query::select();
        for column in ["id", "name", "link", "visibility"] {
            select.expr(network.col(column));
        }
        select.from_as(Alias::new("network"), network.iden());
        let add = |networks: &mut HashMap<i64, Network>, row: &Row<'_>| {
            let name = row.opt_text(1)?.unwrap_or_default();
            let (link, visibility) = (row.opt_text(2)?, row.i64(3)?);
            networks.insert(row.i64(0)?, Network { name, link, visibility });
            Ok(())
        };
        Ok(self.store.each_row(&select, HashMap::new(), add).await?)
    }
}
