//! What pages of the field app share: one component per file.

pub mod header;
pub mod session_bar;
pub mod status_line;
