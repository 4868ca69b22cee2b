//! The three places a setting can stand in, searched in order.

use super::error::SettingsError;
use super::file::{self, FileTable};
use super::{Expected, KEYS, secret};
use std::collections::BTreeMap;
use std::fmt;
use std::path::{Path, PathBuf};

/// Options of the command line by setting key (`listen`, …), and `config` for the file.
pub type Options = BTreeMap<&'static str, String>;

/// Variables of the environment whose names start with `GAGEHOUSE_`.
#[derive(Debug, Clone, Default)]
pub struct Environment(BTreeMap<String, String>);

const PREFIX: &str = "GAGEHOUSE_";

impl Environment {
    /// The process's own.
    pub fn of_process() -> Self {
        let text = |os: std::ffi::OsString| os.to_string_lossy().into_owned();
        std::env::vars_os().map(|(name, value)| (text(name), text(value))).collect()
    }

    fn get(&self, name: &str) -> Option<&String> {
        self.0.get(name)
    }
}

impl FromIterator<(String, String)> for Environment {
    fn from_iter<I: IntoIterator<Item = (String, String)>>(variables: I) -> Self {
        Self(variables.into_iter().filter(|(name, _)| name.starts_with(PREFIX)).collect())
    }
}

/// Where a value was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// An option, such as `--listen`.
    Option(String),
    /// An environment variable.
    Variable(String),
    /// A line of a file.
    File {
        /// The file.
        path: PathBuf,
        /// The line, from 1.
        line: usize,
    },
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Option(name) => write!(f, "option {name}"),
            Self::Variable(name) => write!(f, "environment variable {name}"),
            Self::File { path, line } => write!(f, "{} line {line}", path.display()),
        }
    }
}

/// A value as text, with the place it was written in.
#[derive(Debug, Clone)]
pub(super) struct Found {
    pub text: String,
    pub origin: Origin,
}

impl Found {
    /// Reads the text, or says what is wrong with it.
    pub fn parse<T>(
        &self,
        key: &str,
        parse: impl Fn(&str) -> Result<T, Expected>,
    ) -> Result<T, SettingsError> {
        parse(&self.text).map_err(|expected| SettingsError::Value {
            key: key.to_owned(),
            value: secret::without_credentials(&self.text),
            origin: self.origin.clone(),
            expected,
        })
    }
}

/// Options, environment and file, as read.
pub(super) struct Layers<'a> {
    options: &'a Options,
    environment: &'a Environment,
    file: file::File,
}

impl<'a> Layers<'a> {
    /// Reads the file that the option or variable names, else `gagehouse.toml` when there is one.
    pub fn read(options: &'a Options, environment: &'a Environment) -> Result<Self, SettingsError> {
        let named = options.get("config").or_else(|| environment.get("GAGEHOUSE_CONFIG"));
        let file = match named {
            Some(path) => file::read(Path::new(path))?,
            None if Path::new(file::DEFAULT).exists() => file::read(Path::new(file::DEFAULT))?,
            None => file::File::default(),
        };
        Ok(Self { options, environment, file })
    }

    /// A setting that has a default.
    pub fn get<T>(
        &self,
        key: &'static str,
        default: &str,
        parse: impl Fn(&str) -> Result<T, Expected>,
    ) -> Result<T, SettingsError> {
        match self.find(key) {
            Some(found) => found.parse(key, parse),
            None => {
                let origin = Origin::Option("default".into());
                Found { text: default.to_owned(), origin }.parse(key, parse)
            }
        }
    }

    /// A setting that may be absent.
    pub fn optional<T>(
        &self,
        key: &'static str,
        parse: impl Fn(&str) -> Result<T, Expected>,
    ) -> Result<Option<T>, SettingsError> {
        self.find(key).map(|found| found.parse(key, parse)).transpose()
    }

    /// A setting that may be absent and may hold a secret: what is wrong with it is told without its value.
    pub fn optional_secret<T>(
        &self,
        key: &'static str,
        parse: impl Fn(&str) -> Result<T, Expected>,
    ) -> Result<Option<T>, SettingsError> {
        let Some(found) = self.find(key) else { return Ok(None) };
        let parsed = parse(&found.text).map_err(|expected| SettingsError::Value {
            key: key.to_owned(),
            value: "[secret]".to_owned(),
            origin: found.origin,
            expected,
        });
        parsed.map(Some)
    }

    /// The file's `[[source]]` tables.
    pub fn sources(&self) -> &[FileTable] {
        &self.file.sources
    }

    /// The file's `[[layer]]` tables.
    pub fn map_layers(&self) -> &[FileTable] {
        &self.file.layers
    }

    /// Variables with our prefix that no key has.
    pub fn unknown_variables(&self) -> Vec<String> {
        let known =
            |name: &str| name == "GAGEHOUSE_CONFIG" || KEYS.iter().any(|k| variable(k) == name);
        self.environment.0.keys().filter(|name| !known(name)).cloned().collect()
    }

    fn find(&self, key: &'static str) -> Option<Found> {
        if let Some(text) = self.options.get(key) {
            let origin = Origin::Option(format!("--{}", key.replace('_', "-")));
            return Some(Found { text: text.clone(), origin });
        }
        let name = variable(key);
        if let Some(text) = self.environment.get(&name) {
            return Some(Found { text: text.clone(), origin: Origin::Variable(name) });
        }
        self.file.settings.get(key).cloned()
    }
}

/// The environment variable of a key.
fn variable(key: &str) -> String {
    format!("{PREFIX}{}", key.to_uppercase().replace('.', "_"))
}
