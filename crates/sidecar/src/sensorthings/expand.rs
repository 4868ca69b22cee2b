//! The tree of expanded entities, read level by level.

use super::error::ServiceError;
use super::{DEFAULT_TOP, MAX_ENTITIES, MAX_EXPANDED, MAX_EXPANDED_BYTES};
use crate::store::sensorthings::{Parents, Reader, Related, Room};
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

/// What one answer may hold of expanded entities.
pub(super) const ROOM: Room = Room { entities: MAX_EXPANDED, bytes: MAX_EXPANDED_BYTES };

/// Reads what is expanded of `parents`, which stand below `path`; all levels share one room.
pub(super) fn grow<'f, 'q: 'f>(
    reader: Reader<'f>,
    parents: Parents<'f>,
    expand: &'q [Expand],
    path: &'f str,
    room: &'f mut Room,
) -> Pin<Box<dyn Future<Output = Result<Vec<Branch<'q>>, ServiceError>> + Send + 'f>> {
    Box::pin(async move {
        let mut branches = Vec::with_capacity(expand.len());
        for Expand { nav, options } in expand {
            let limit = options.top.unwrap_or(DEFAULT_TOP).min(MAX_ENTITIES);
            let related = reader.related(*nav, parents, options, limit, room).await?;
            let related = related.ok_or_else(|| too_large(path, *nav))?;
            let path = format!("{path}{}/", nav.name());
            let children = Parents { records: &related.records, times: &related.times };
            let below = grow(reader, children, &options.expand, &path, room).await?;
            branches.push(Branch { nav: *nav, options, related, below });
        }
        Ok(branches)
    })
}

fn too_large(path: &str, nav: Nav) -> ServiceError {
    ServiceError::TooLarge(format!(
        "$expand, at {path}{}: one answer holds at most {MAX_EXPANDED} expanded entities and {} MB of them; \
         ask for less by $top, outside or inside $expand",
        nav.name(),
        MAX_EXPANDED_BYTES >> 20
    ))
}
