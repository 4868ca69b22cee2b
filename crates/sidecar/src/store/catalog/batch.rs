//! Many rows of one table in few statements: what is new is inserted, what changed rewritten, the rest left alone.

use crate::store::{StoreError, Write};
use sea_orm::sea_query::OnConflict;
use sea_orm::{ActiveModelTrait, EntityTrait, IdenStatic, IntoActiveModel, Iterable};

/// Bound values of one statement: below the limit of SQLite (32,766) and of PostgreSQL (65,535).
const MAX_VALUES: usize = 30_000;

/// What a replacement did to a table.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Changes {
    /// Rows that are new.
    pub added: usize,
    /// Rows that say something else than before, reappeared ones included.
    pub changed: usize,
    /// Rows that the source no longer lists.
    pub gone: usize,
}

impl Changes {
    /// Whether it did anything.
    pub fn any(self) -> bool {
        self != Self::default()
    }
}

/// Rows to insert and rows to rewrite.
#[derive(Debug)]
pub struct Batch<A> {
    new: Vec<A>,
    changed: Vec<A>,
}

impl<A> Default for Batch<A> {
    fn default() -> Self {
        Self { new: Vec::new(), changed: Vec::new() }
    }
}

impl<A> Batch<A>
where
    A: ActiveModelTrait + Send,
    A::Entity: EntityTrait<ActiveModel = A>,
    Model<A>: IntoActiveModel<A> + PartialEq,
{
    /// Files a wanted row beside the one there is.
    pub fn take(&mut self, wanted: Model<A>, there: Option<&Model<A>>) {
        match there {
            Some(row) if *row == wanted => {}
            Some(_) => self.changed.push(wanted.into_active_model()),
            None => {
                let mut row = wanted.into_active_model();
                Column::<A>::iter().filter(is_key).for_each(|column| row.not_set(column));
                self.new.push(row);
            }
        }
    }

    /// Writes everything, and the rows of what is gone, in as few statements as the databases allow.
    pub async fn write(self, write: &Write, gone: Vec<Model<A>>) -> Result<Changes, StoreError> {
        let changes =
            Changes { added: self.new.len(), changed: self.changed.len(), gone: gone.len() };
        let (keys, others): (Vec<Column<A>>, Vec<Column<A>>) =
            Column::<A>::iter().partition(is_key);
        let rows_per_statement = MAX_VALUES / (keys.len() + others.len());
        for rows in chunks(self.new, rows_per_statement) {
            A::Entity::insert_many(rows).exec_without_returning(&**write).await?;
        }
        let mut rewritten = self.changed;
        rewritten.extend(gone.into_iter().map(IntoActiveModel::into_active_model));
        for rows in chunks(rewritten, rows_per_statement) {
            let on_conflict =
                OnConflict::columns(keys.clone()).update_columns(others.clone()).to_owned();
            let insert = A::Entity::insert_many(rows).on_conflict(on_conflict);
            insert.exec_without_returning(&**write).await?;
        }
        Ok(changes)
    }
}

type Model<A> = <<A as ActiveModelTrait>::Entity as EntityTrait>::Model;
type Column<A> = <<A as ActiveModelTrait>::Entity as EntityTrait>::Column;

/// Our key, which the database hands out.
fn is_key<C: IdenStatic>(column: &C) -> bool {
    column.as_str() == "id"
}

fn chunks<T>(rows: Vec<T>, size: usize) -> impl Iterator<Item = Vec<T>> {
    let mut rows = rows.into_iter();
    std::iter::from_fn(move || {
        let chunk: Vec<T> = rows.by_ref().take(size).collect();
        (!chunk.is_empty()).then_some(chunk)
    })
}
