//! The tree of expanded entities, read level by level.

use super::error::ServiceError;
use super::{DEFAULT_TOP, MAX_ENTITIES, MAX_EXPANDED};
use crate::store::sensorthings::{ReadError, Reader, Record, Related};
use gagehouse_sensorthings::query::{Expand, Nav, Options};
use std::future::Future;
use std::pin::Pin;

/// One expanded navigation of all entities of a level.
#[derive(Debug)]
pub(super) struct Branch<'q> {
    pub(super) nav: Nav,
    pub(super) options: &'q Options,
    pub(super) related: Related,
    /// What is expanded below the related entities.
    pub(super) below: Vec<Branch<'q>>,
}

/// Reads what is expanded of `parents`. `count` is how many entities were expanded before.
pub(super) fn grow<'f, 'q: 'f>(
    reader: Reader<'f>,
    parents: &'f [Record],
    expand: &'q [Expand],
    count: &'f mut usize,
) -> Pin<Box<dyn Future<Output = Result<Vec<Branch<'q>>, ServiceError>> + Send + 'f>> {
    Box::pin(async move {
        let mut branches = Vec::with_capacity(expand.len());
        for Expand { nav, options } in expand {
            let limit = options.top.unwrap_or(DEFAULT_TOP).min(MAX_ENTITIES);
            let left = MAX_EXPANDED.saturating_sub(*count);
            let related = reader.related(*nav, parents, options, limit, left).await?;
            *count += related.records.len();
            if *count > MAX_EXPANDED {
                return Err(ReadError::TooMany.into());
            }
            let below = grow(reader, &related.records, &options.expand, count).await?;
            branches.push(Branch { nav: *nav, options, related, below });
        }
        Ok(branches)
    })
}
