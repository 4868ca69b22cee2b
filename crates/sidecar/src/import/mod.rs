//! Loading files into the embedded store: `gagehouse import`.
//!
//! - [`command`] is what the command line calls.
//! - [`csv`] runs an import: checks everything first, then parses and loads file by file.
//! - [`mapping`] is the TOML file that says what the columns of data files mean.
//! - [`encoding`], [`lines`], [`clock`] and [`table`] turn a data file into rows per datastream.
//! - [`summary`] counts, and says what was wrong where.

pub mod clock;
pub mod command;
pub mod csv;
pub mod encoding;
pub mod lines;
pub mod mapping;
pub mod plan;
pub mod summary;
pub mod table;
