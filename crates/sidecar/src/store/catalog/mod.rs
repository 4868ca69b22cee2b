//! The catalog tables: what harvest found at every source, the embedded one included.
//!
//! [`read`] is what visitors see of them.

pub mod read;
