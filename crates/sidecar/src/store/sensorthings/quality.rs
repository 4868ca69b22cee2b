//! Words of qualities by their keys, kept between requests: what is stored under a key never changes.

use super::{ReadError, Reader};
use crate::store::observations::Row;
use sea_orm::sea_query::{Alias, Expr, ExprTrait, Query};
use std::collections::{BTreeSet, HashMap};
use std::sync::{Arc, PoisonError, RwLock};

/// Qualities as JSON text, in the form in which they are sent.
pub type QualityWords = Arc<HashMap<i32, String>>;

/// Every quality that was read so far.
#[derive(Debug, Clone, Default)]
pub(in crate::store) struct Known(Arc<RwLock<QualityWords>>);

impl Reader<'_> {
    /// The qualities that are known already, without asking the database.
    pub fn known_qualities(&self) -> QualityWords {
        self.store.known_qualities.0.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Reads more qualities. Afterwards each of the keys is known; one without words as `null`.
    pub async fn learn_qualities(&self, ids: BTreeSet<i32>) -> Result<QualityWords, ReadError> {
        let ids: Vec<i32> = ids.into_iter().collect();
        let mut learnt: HashMap<i32, String> =
            ids.iter().map(|id| (*id, "null".to_owned())).collect();
        for chunk in ids.chunks(10_000) {
            let mut select = Query::select();
            select
                .column(Alias::new("id"))
                .column(Alias::new("words"))
                .from(Alias::new("quality"))
                .and_where(Expr::col(Alias::new("id")).is_in(chunk.iter().copied()));
            let add = |learnt: &mut HashMap<i32, String>, row: &Row<'_>| {
                if let (Some(id), Some(words)) = (row.opt_i32(0)?, row.opt_text(1)?) {
                    learnt.insert(id, words);
                }
                Ok(())
            };
            learnt = self.store.each_row(&select, learnt, add).await?;
        }
        let known = &self.store.known_qualities.0;
        let mut known = known.write().unwrap_or_else(PoisonError::into_inner);
        Arc::make_mut(&mut known).extend(learnt);
        Ok(known.clone())
    }
}
