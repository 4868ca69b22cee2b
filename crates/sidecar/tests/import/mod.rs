//! Importing files: what is right is loaded once, what is wrong is named.

pub mod examples;
mod logan;
mod mapping_errors;
mod repeated;
mod rows;
mod sites;
mod stations;

use gagehouse_sidecar::import::csv::{self, ImportError};
use gagehouse_sidecar::import::summary::{Counts, Summary};
use gagehouse_sidecar::store::Store;
use gagehouse_sidecar::store::entities::datastream;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use std::path::PathBuf;
use std::sync::Arc;

/// One site `S`, one variable `T` in column `value`, times in UTC; a test adds or replaces what it is about.
const MAPPING: &str = r#"
[network]
code = "N"
name = "Network"

[format]
no_data_value = -9999

[time]
columns = ["time"]
utc_offset = "+00:00"

[[site]]
code = "S"
name = "Site"

[[variable]]
code = "T"
name = "Temperature"
unit = { name = "degree Celsius", symbol = "°C" }

[[column]]
column = "value"
variable = "T"
"#;

/// Imports texts as files of these names.
async fn import(
    store: &Store,
    files: &[(&str, &[u8])],
    mapping: &str,
) -> Result<Summary, ImportError> {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, bytes: &[u8]| {
        let path = folder.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        path
    };
    let mapping = write("mapping.toml", mapping.as_bytes());
    let files: Vec<PathBuf> = files.iter().map(|(name, bytes)| write(name, bytes)).collect();
    csv::run(store, &files, &mapping, Arc::new(|_, _| {})).await
}

/// Imports one text with [`MAPPING`].
async fn import_text(store: &Store, text: &str) -> Summary {
    import(store, &[("data.csv", text.as_bytes())], MAPPING).await.unwrap()
}

/// The reasons of a file's issues with their lines.
fn issues(summary: &Summary) -> Vec<(u64, &str)> {
    let first = summary.files[0].issues.first.iter();
    first.map(|(line, reason)| (*line, reason.as_str())).collect()
}

fn loaded(count: u64) -> Counts {
    Counts { loaded: count, ..Counts::default() }
}

async fn datastream_id(store: &Store, code: &str) -> i32 {
    let row = datastream::Entity::find().filter(datastream::Column::Code.eq(code));
    row.one(store.read()).await.unwrap().unwrap().id
}
