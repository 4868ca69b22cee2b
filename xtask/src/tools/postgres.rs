//! PostgreSQL's server program; the store's tests start it themselves, on a free port.

use std::fs;
use std::path::Path;

use anyhow::Result;

use super::apt;
use crate::paths;

/// Makes sure that the tests will find PostgreSQL.
pub fn ensure() -> Result<()> {
    if is_there() {
        return Ok(());
    }
    apt::install(&["postgresql"], "the store's tests")
}

fn is_there() -> bool {
    let debian = fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .flatten()
        .any(|version| Path::new(&version.path()).join("bin/initdb").is_file());
    debian || (paths::on_path("postgres").is_some() && paths::on_path("initdb").is_some())
}
