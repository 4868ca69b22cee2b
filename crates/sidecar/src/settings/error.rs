//! Why settings are refused. Every message names key, value and place; none contains a secret.

use super::layers::Origin;
use std::path::PathBuf;

/// A setting that cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum SettingsError {
    /// The file named by `--config` cannot be read.
    #[error("cannot read {}: {error}", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the system said.
        error: std::io::Error,
    },
    /// The file is not TOML.
    #[error("{origin}: {message}")]
    Syntax {
        /// File and line.
        origin: Origin,
        /// What the parser said, without the line's text.
        message: String,
    },
    /// No setting has this name.
    #[error("{origin}: unknown key '{key}'; known are {known}")]
    UnknownKey {
        /// The name as written, with its table.
        key: String,
        /// File and line.
        origin: Origin,
        /// The names that may stand there.
        known: String,
    },
    /// The value is none that its key can have.
    #[error("{origin}: {key} = '{value}': {expected}")]
    Value {
        /// The setting.
        key: String,
        /// Its text; a secret is replaced.
        value: String,
        /// Where it was written.
        origin: Origin,
        /// What it should be.
        expected: String,
    },
    /// A table lacks a key it must have.
    #[error("{origin}: this [[{table}]] has no {key}")]
    Missing {
        /// What the table is called.
        table: &'static str,
        /// The key.
        key: &'static str,
        /// File and line of the table.
        origin: Origin,
    },
    /// Two tables of one name have the same key.
    #[error("{origin}: {table} key '{key}' is already used in {first}")]
    Duplicate {
        /// What the tables are called.
        table: &'static str,
        /// The key.
        key: String,
        /// The second use.
        origin: Origin,
        /// The first use.
        first: Origin,
    },
}
