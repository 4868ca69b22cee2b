//! The embedded SensorThings service's reading side: a parsed request compiled to SQL of either database.
//!
//! - [`sql`], [`compiler`]: pieces of statements, and how entity types relate in the tables.
//! - [`value`], [`function`], [`json`], [`times`], [`predicate`]: `$filter`; [`order`]: `$orderby` and keysets.
//! - [`record`], [`columns`]: what is read of an entity; [`page`]: pages of entities and observations, [`reach`]: of
//!   all observations by time;
//!   [`quality`]: words of qualities; [`related`]: `$expand`; [`walk`]: paths.
//!
//! Nothing here knows HTTP or JSON output. Every statement carries the viewer's condition.

mod columns;
mod compiler;
mod function;
mod json;
mod order;
mod page;
mod predicate;
mod quality;
mod reach;
mod record;
mod related;
mod sql;
mod times;
mod value;
mod walk;

pub use compiler::Key;
pub use page::{Ask, ObservationRow, Page, Within};
pub(super) use quality::Known as KnownQualities;
pub use quality::QualityWords;
pub use record::{Cell, Column, Record};
pub use related::{Children, Parents, Related, Room};
pub use walk::Network;

use super::{Store, StoreError};
use compiler::Compiler;
use gagehouse_model::{TimeUs, Viewer};
use gagehouse_sensorthings::query::QueryError;

/// Why a request could not be read from the store.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// The request asks for something that the properties' types do not allow.
    #[error(transparent)]
    Query(#[from] QueryError),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Reads for one request: one viewer, one `now()`.
#[derive(Debug, Clone, Copy)]
pub struct Reader<'a> {
    store: &'a Store,
    viewer: &'a Viewer,
    now: TimeUs,
}

impl Store {
    /// For answering one SensorThings request.
    pub fn sensorthings<'a>(&'a self, viewer: &'a Viewer, now: TimeUs) -> Reader<'a> {
        Reader { store: self, viewer, now }
    }
}

impl<'a> Reader<'a> {
    fn compiler(&self, side: bool) -> Compiler<'a> {
        Compiler::new(self.store.dialect(), self.viewer, self.now, side)
    }
}
