//! `/api/v1/{kind}`: equipment and field visits over HTTP, the same for every kind.
//!
//! [`read`] answers records and lists, [`mod@write`] takes operations, [`feed`] tells what changed and who changed it, [`events`]
//! gives what plots show of them, [`content`] takes and gives the bytes of attachments after [`media`] looked into them, [`computed`] is what follows from a record,
//! [`document`] describes all of it. [`upkeep`] forgets what is old; [`import`] brings in files, [`demo`] the demonstration network's history.

mod computed;
mod content;
pub mod demo;
mod document;
pub mod events;
mod feed;
pub mod import;
mod media;
mod read;
mod table;
pub mod upkeep;
mod write;

pub use document::router;
