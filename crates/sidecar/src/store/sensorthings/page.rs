//! Pages of a set: one row more than asked is read, to know whether another page follows.

use super::compiler::{Compiler, Key, Parent, Scope};
use super::order::{Own, Term, after};
use super::record::{Cell, CellType, Record, columns};
use super::{ReadError, Reader};
use crate::store::StoreError;
use crate::store::observations::Row;
use gagehouse_sensorthings::query::{EntityKind, Nav, Options, TokenValue};
use sea_orm::sea_query::{Alias, Expr, ExprTrait, Query, SelectStatement};

/// Which entities of a type.
#[derive(Debug, Clone, Copy)]
pub enum Within {
    /// All.
    All,
    /// The one.
    One(Key),
    /// Those that a navigation leads to.
    From(Nav, Key),
}

/// What to read.
#[derive(Debug, Clone, Copy)]
pub struct Ask<'o> {
    /// The entity type.
    pub kind: EntityKind,
    /// Which of them.
    pub within: Within,
    /// Filter, order, skip and token are obeyed here; the rest concerns the answer's form.
    pub options: &'o Options,
    /// Most rows.
    pub limit: u64,
}

impl Ask<'_> {
    /// The datastream whose observations these are, where they are of one.
    fn one_datastream(&self) -> Option<i64> {
        match self.within {
            Within::From(nav, key) if nav.from == EntityKind::Datastream && nav.many => {
                Some(key.id)
            }
            _ => None,
        }
    }
}

/// Rows, and where the next page begins if there is one.
#[derive(Debug, Clone)]
pub struct Page<T> {
    /// The rows in order.
    pub rows: Vec<T>,
    /// Order values of the last row, if more rows follow.
    pub next: Option<Vec<TokenValue>>,
}

/// A plain observation: a number at an instant.
#[derive(Debug, Clone, Copy)]
pub struct ObservationRow {
    /// Its datastream.
    pub datastream_id: i32,
    /// When, in microseconds of UTC.
    pub time_us: i64,
    /// Its id.
    pub id: i64,
    /// The number, if there is one.
    pub result: Option<f64>,
    /// Key of its quality.
    pub quality_id: Option<i32>,
}

/// How far a page of observations has been read.
struct Reading<T> {
    state: T,
    left: u64,
    last: Option<ObservationRow>,
    /// Values of its order terms that are none of its own values.
    last_order: Vec<Cell>,
    more: bool,
}

impl Reader<'_> {
    /// A page of entities.
    pub async fn records(&self, ask: &Ask<'_>, side: bool) -> Result<Page<Record>, ReadError> {
        let kind = ask.kind;
        let reach = self.reach(ask, side).await?;
        let (select, types, terms) = {
            let compiler = self.compiler(side);
            let scope = compiler.scope(kind);
            let (mut select, terms) = compiler.page(ask, scope)?;
            select.and_where_option(reach.map(|reach| reach.condition(scope.alias)));
            let mut types = compiler.add_columns(&mut select, scope);
            types.extend(add_order_values(&mut select, &terms));
            (select, types, terms)
        };
        let mut rows = self
            .store
            .each_row(&select, Vec::new(), move |rows: &mut Vec<Record>, row| {
                rows.push(Record { kind, cells: cells(row, 0, &types)? });
                Ok(())
            })
            .await?;
        let more = cut(&mut rows, ask.limit);
        let first_order_value = columns(kind).len();
        let next = rows.last().filter(|_| more).map(|last| {
            let values = &last.cells[first_order_value..];
            debug_assert_eq!(values.len(), terms.len());
            values.iter().map(Cell::to_token).collect()
        });
        Ok(Page { rows, next })
    }

    /// A page of plain observations, each handed to `visit` while the reader is held; only for sets without
    /// rows in the side table. Returns `state`, and where the next page begins if there is one.
    pub async fn observations<T, V>(
        &self,
        ask: &Ask<'_>,
        state: T,
        mut visit: V,
    ) -> Result<(T, Option<Vec<TokenValue>>), ReadError>
    where
        T: Send + 'static,
        V: FnMut(&mut T, &ObservationRow) + Send + 'static,
    {
        let one_datastream = ask.one_datastream();
        let reach = self.reach(ask, false).await?;
        let (select, types, terms) = {
            let compiler = self.compiler(false);
            let scope = compiler.scope(EntityKind::Observation);
            let (mut select, terms) = compiler.page(ask, scope)?;
            select.and_where_option(reach.map(|reach| reach.condition(scope.alias)));
            for name in ["time_us", "id", "result", "quality_id"] {
                select.expr(scope.alias.col(name));
            }
            // Every column of every row costs; this one is known where there is one datastream.
            select.expr(match one_datastream {
                Some(_) => Expr::cust("NULL"),
                None => scope.alias.col("datastream_id"),
            });
            let others: Vec<Term> = terms.iter().filter(|t| t.own.is_none()).cloned().collect();
            let types: Vec<CellType> = add_order_values(&mut select, &others).collect();
            (select, types, terms)
        };
        let one_datastream = one_datastream.and_then(|id| i32::try_from(id).ok());
        let (last, last_order) = Default::default();
        let reading = Reading { state, left: ask.limit, last, last_order, more: false };
        let reading = self.store.each_row(&select, reading, move |reading, row| {
            if reading.left == 0 {
                reading.more = true;
                return Ok(());
            }
            reading.left -= 1;
            let observation = ObservationRow {
                datastream_id: match one_datastream {
                    Some(id) => id,
                    None => row.opt_i32(4)?.unwrap_or(0),
                },
                time_us: row.i64(0)?,
                id: row.i64(1)?,
                result: row.opt_f64(2)?,
                quality_id: row.opt_i32(3)?,
            };
            visit(&mut reading.state, &observation);
            reading.last = Some(observation);
            if !types.is_empty() {
                reading.last_order = cells(row, 5, &types)?;
            }
            Ok(())
        });
        let reading = reading.await?;
        let last = reading.last.filter(|_| reading.more);
        let next = last.map(|last| order_values(&last, &reading.last_order, &terms));
        Ok((reading.state, next))
    }

    /// How many entities there are, whatever the limit, skip and token.
    pub async fn count(&self, ask: &Ask<'_>, side: bool) -> Result<u64, ReadError> {
        let select = {
            let compiler = self.compiler(side);
            let scope = compiler.scope(ask.kind);
            let mut select = compiler.base(ask, scope)?;
            select.expr(Expr::cust("COUNT(*)"));
            select
        };
        let count = self.store.each_row(&select, 0, |count, row| {
            *count = row.i64(0)?;
            Ok(())
        });
        Ok(u64::try_from(count.await?).unwrap_or(0))
    }

    /// Whether any observation in question is more than a number at an instant. Without options that
    /// could look at observations, those of other types are not in question.
    pub async fn has_side_rows(&self, ask: &Ask<'_>) -> Result<bool, ReadError> {
        let concerned = matches!(ask.kind, EntityKind::Observation | EntityKind::FeatureOfInterest)
            || matches!(ask.within, Within::From(nav, _) if nav.from == EntityKind::Observation)
            || ask.options.filter.is_some()
            || !ask.options.order.is_empty();
        if !concerned {
            return Ok(false);
        }
        let mut select = Query::select();
        select.expr(Expr::cust("1")).from(Alias::new("observation_side")).limit(1);
        let datastream_id = match ask.within {
            Within::From(nav, key) if nav.from == EntityKind::Datastream => Some(key.id),
            Within::One(Key { observation: Some((datastream_id, ..)), .. }) => Some(datastream_id),
            _ => None,
        };
        // Within one datastream, a filter can only leave it through its site.
        let stays = !matches!(ask.kind, EntityKind::FeatureOfInterest);
        if let Some(id) = datastream_id.filter(|_| stays) {
            select.and_where(Expr::col(Alias::new("datastream_id")).eq(id));
        }
        let found = self.store.each_row(&select, false, |found, _| {
            *found = true;
            Ok(())
        });
        Ok(found.await?)
    }
}

impl Compiler<'_> {
    /// `FROM … WHERE` of a set: what is within, seen by the viewer, and passes the filter.
    pub(super) fn base(&self, ask: &Ask<'_>, scope: Scope) -> Result<SelectStatement, ReadError> {
        self.base_from(ask, scope, None)
    }

    /// The same, of observations from a datastream on.
    fn base_from(
        &self,
        ask: &Ask<'_>,
        scope: Scope,
        first_datastream: Option<i64>,
    ) -> Result<SelectStatement, ReadError> {
        let mut select = Query::select();
        self.add_from(&mut select, scope);
        let mut visible = match first_datastream {
            Some(id) => Some(self.results_visible_from(scope.alias, id)),
            None => self.visible(scope),
        };
        match ask.within {
            Within::All => {}
            Within::One(key) => {
                if let Some((datastream_id, start_us, end_us)) = key.observation {
                    let time_us = scope.alias.col("time_us");
                    select.and_where(scope.alias.col("datastream_id").eq(datastream_id));
                    select.and_where(time_us.between(start_us, end_us));
                }
                select.and_where(scope.alias.col("id").eq(key.id));
            }
            Within::From(_, key) if ask.one_datastream().is_some() => {
                // The viewer is asked once, by the key, instead of for each row.
                visible =
                    Some(scope.alias.col("datastream_id").eq(self.if_results_visible(key.id)));
            }
            Within::From(nav, key) => {
                select.and_where(self.join(nav, Parent::Known(key), scope.alias));
            }
        }
        select.and_where_option(visible);
        if let Some(filter) = &ask.options.filter {
            select.and_where(self.predicate(filter, scope)?);
        }
        Ok(select)
    }

    /// The same with order, continuation and limits; one row more than asked.
    pub(super) fn page(
        &self,
        ask: &Ask<'_>,
        scope: Scope,
    ) -> Result<(SelectStatement, Vec<Term>), ReadError> {
        let one_datastream = ask.one_datastream().is_some();
        let terms = self.order(&ask.options.order, scope, one_datastream)?;
        let mut select = self.base_from(ask, scope, first_datastream(&terms, ask.options))?;
        if let Some(token) = &ask.options.skip_token {
            select.and_where(after(&terms, token)?);
        }
        self.add_order(&mut select, &terms);
        select.limit(Ord::min(ask.limit.saturating_add(1), i64::MAX as u64));
        if let Some(skip) = ask.options.skip.filter(|skip| *skip > 0) {
            select.offset(Ord::min(skip, i64::MAX as u64));
        }
        Ok((select, terms))
    }

    /// Selects the columns of an entity.
    pub(super) fn add_columns(&self, select: &mut SelectStatement, scope: Scope) -> Vec<CellType> {
        let mut types = Vec::new();
        for column in columns(scope.kind) {
            let (expr, cell) = self.column(scope.kind, scope.alias, *column);
            select.expr(expr);
            types.push(cell);
        }
        types
    }
}

/// Selects the order values.
pub(super) fn add_order_values(
    select: &mut SelectStatement,
    terms: &[Term],
) -> impl Iterator<Item = CellType> + use<> {
    for term in terms {
        select.expr(term.expr.clone());
    }
    terms.iter().map(|term| term.cell).collect::<Vec<_>>().into_iter()
}

/// Reads columns from `first` on.
pub(super) fn cells(
    row: &Row<'_>,
    first: usize,
    types: &[CellType],
) -> Result<Vec<Cell>, StoreError> {
    let cell = |(index, cell): (usize, &CellType)| {
        let column = first + index;
        Ok(match cell {
            CellType::Integer => row.opt_i64(column)?.map_or(Cell::Null, Cell::Integer),
            CellType::Real => row.opt_f64(column)?.map_or(Cell::Null, Cell::Real),
            CellType::Text => row.opt_text(column)?.map_or(Cell::Null, Cell::Text),
        })
    };
    types.iter().enumerate().map(cell).collect()
}

/// Cuts the row that was read to know whether more follow. Nothing follows what nobody asked for.
pub(super) fn cut<T>(rows: &mut Vec<T>, limit: u64) -> bool {
    let limit = usize::try_from(limit).unwrap_or(usize::MAX);
    let more = rows.len() > limit;
    rows.truncate(limit);
    more && limit > 0
}

/// Where rows are ordered by their datastream first: that of the row after which the page begins. The keyset
/// condition says as much, but SQLite would pass through every row of the datastreams before.
fn first_datastream(terms: &[Term], options: &Options) -> Option<i64> {
    let term = terms.first().filter(|term| term.own == Some(Own::Datastream))?;
    debug_assert!(!term.descending);
    match options.skip_token.as_deref()?.first()? {
        TokenValue::Integer(id) => Some(*id),
        _ => None,
    }
}

fn order_values(row: &ObservationRow, others: &[Cell], terms: &[Term]) -> Vec<TokenValue> {
    let mut others = others.iter();
    let value = |term: &Term| match term.own {
        Some(Own::Datastream) => TokenValue::Integer(row.datastream_id.into()),
        Some(Own::Time) => TokenValue::Integer(row.time_us),
        Some(Own::Id) => TokenValue::Integer(row.id),
        None => others.next().map_or(TokenValue::Null, Cell::to_token),
    };
    terms.iter().map(value).collect()
}
