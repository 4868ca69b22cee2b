//! What pages of the field app share: one component per file.

pub mod files;
pub mod header;
pub mod record_table;
pub mod session_bar;
pub mod status_line;
pub mod timeline;
