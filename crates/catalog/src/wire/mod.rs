//! Bytes of a part: how numbers, texts and columns are written, before what compresses them for sending.
//!
//! Every number of rows or bytes is checked against what is left to read, so that no input allocates more than a
//! small multiple of its own length.

pub mod floats;
pub mod ints;
mod presence;
mod read;
pub mod uuid;
mod write;

pub use presence::Presence;
pub use read::Reader;
pub use write::Writer;

/// Bytes that are not what they should be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum WireError {
    /// They end too early.
    #[error("it ends too early")]
    Short,
    /// They say what cannot be.
    #[error("{0}")]
    Content(&'static str),
}
