//! The catalog tables: what harvest found at every source, the embedded one included.
//!
//! [`read`] is what visitors see of them, [`mod@write`] replaces the rows of a source with what a walk found.

mod access;
mod batch;
mod identity;
pub mod read;
mod rows;
pub mod write;
