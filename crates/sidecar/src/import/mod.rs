//! Loading files into the embedded store: `gagehouse import`.
//!
//! - [`sites`] reads station lists into sites, [`csv`] data files into datastreams; both rest on what follows.
//! - [`command`] is what the command line calls.
//! - [`mapping`] is the TOML file that says what the columns of data files mean.
//! - [`encoding`], [`lines`], [`head`] and [`rows`] turn a file into rows of fields; [`clock`] and [`table`] these into
//!   rows per datastream.
//! - [`summary`] counts, and says what was wrong where.

pub mod clock;
pub mod command;
pub mod csv;
pub mod encoding;
pub mod head;
pub mod lines;
pub mod mapping;
pub mod plan;
pub mod rows;
pub mod sites;
pub mod summary;
pub mod table;
