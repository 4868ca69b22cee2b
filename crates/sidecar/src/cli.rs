//! The command line: which subcommands exist and which options each takes.
//!
//! Options are handed on as texts; `settings` reads them together with the environment and the file,
//! so that all three are refused with the same words.

use crate::accounts::command::UserCommand;
use crate::records::import::command::ImportRecordsOptions;
use crate::settings::{Environment, Options, Settings};
use clap::{Args, Parser, Subcommand};
use std::path::PathBuf;

/// Gagehouse: a gage network's catalog, data and record in one place.
#[derive(Debug, Parser)]
#[command(name = "gagehouse", version)]
#[command(
    after_help = "Every option is also an environment variable (GAGEHOUSE_LISTEN, …) and a key of \
                        gagehouse.toml (listen = …). An option wins over the variable, that over the file."
)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
    /// Settings that every subcommand takes.
    #[command(flatten)]
    pub common: CommonOptions,
}

/// What the program can do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Serve the browser app, the API and the embedded SensorThings service
    Serve(ServeOptions),
    /// Refresh the catalog of the named sources now, or of all
    Harvest(HarvestOptions),
    /// Load files into the embedded store
    #[command(subcommand)]
    Import(ImportCommand),
    /// Accounts, and their roles in networks
    #[command(subcommand)]
    User(UserCommand),
    /// Print the OpenAPI document of the API
    Openapi,
}

/// Kinds of files that can be loaded.
#[derive(Debug, Subcommand)]
pub enum ImportCommand {
    /// Delimited text, plain or gzipped, as loggers and agencies write it
    Csv(ImportCsvOptions),
    /// Equipment, deployments, visits and other records, or field work as the USGS publishes it
    Records(ImportRecordsOptions),
    /// Station lists: sites with their places, without data
    Sites(ImportSitesOptions),
}

/// What `import sites` is told.
#[derive(Debug, Args)]
pub struct ImportSitesOptions {
    /// Station lists
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// What the columns of each list mean, see examples/mappings
    #[arg(long, value_name = "TOML")]
    mapping: PathBuf,
    /// Write everything that was noticed, with file, line, column and value, to this file as CSV
    #[arg(long, value_name = "CSV")]
    issues: Option<PathBuf>,
    /// Read everything and say what would be stored and rejected, but write nothing
    #[arg(long)]
    dry_run: bool,
}

/// What `import csv` is told.
#[derive(Debug, Args)]
pub struct ImportCsvOptions {
    /// Data files
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// What the columns of the files mean, see examples/mappings
    #[arg(long, value_name = "TOML")]
    mapping: PathBuf,
    /// Read everything and say what would be loaded and rejected, but write nothing
    #[arg(long)]
    dry_run: bool,
}

/// Settings that every subcommand takes.
#[derive(Debug, Args)]
pub struct CommonOptions {
    /// Settings file [default: gagehouse.toml when it exists]
    #[arg(long, global = true, value_name = "FILE")]
    config: Option<String>,
    /// Database, sqlite://FILE or postgres://USER:PASSWORD@HOST/NAME [default: sqlite://gagehouse.db]
    #[arg(long, global = true, value_name = "URL")]
    database_url: Option<String>,
    /// How log lines are written, text or json [default: text]
    #[arg(long, global = true, value_name = "FORMAT")]
    log_format: Option<String>,
    /// Which log lines are written, for example gagehouse_sidecar=debug,info [default: info,sea_orm_migration=warn,usvg=error,simplecss=error]
    #[arg(long, global = true, value_name = "DIRECTIVES")]
    log_filter: Option<String>,
}

/// Settings of `serve`.
#[derive(Debug, Args)]
pub struct ServeOptions {
    /// Address and port to listen on [default: 127.0.0.1:8080]
    #[arg(long, value_name = "HOST:PORT")]
    listen: Option<String>,
    /// Where the world reaches this server [default: http:// and the listening address]
    #[arg(long, value_name = "URL")]
    public_url: Option<String>,
    /// Folder of the built browser app [default: dist]
    #[arg(long, value_name = "FOLDER")]
    static_dir: Option<String>,
    /// Fill an empty database with the demonstration network (synthetic data)
    #[arg(long)]
    demo: bool,
}

/// What `harvest` is told.
#[derive(Debug, Args)]
pub struct HarvestOptions {
    /// Keys of sources; `local` is the embedded service [default: all]
    #[arg(value_name = "SOURCE")]
    sources: Vec<String>,
}

impl Cli {
    /// The options given, by setting key.
    pub fn options(&self) -> Options {
        let common = &self.common;
        let mut given = vec![
            ("config", &common.config),
            ("database_url", &common.database_url),
            ("log_format", &common.log_format),
            ("log_filter", &common.log_filter),
        ];
        let mut options = Options::new();
        if let Command::Serve(serve) = &self.command {
            given.extend([
                ("listen", &serve.listen),
                ("public_url", &serve.public_url),
                ("static_dir", &serve.static_dir),
            ]);
            if serve.demo {
                options.insert("demo", "true".to_owned());
            }
        }
        for (key, value) in given {
            if let Some(value) = value {
                options.insert(key, value.clone());
            }
        }
        options
    }
}

/// Does what the command line says. An error is one line that names what to change.
pub fn run(cli: &Cli) -> anyhow::Result<()> {
    if matches!(cli.command, Command::Openapi) {
        return crate::http::openapi::print();
    }
    let settings = Settings::load(&cli.options(), &Environment::of_process())?;
    crate::logging::start(&settings)?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(async {
        match &cli.command {
            Command::Serve(_) => crate::serve::serve(settings).await,
            Command::Harvest(harvest) => {
                crate::harvest::command::run(settings, &harvest.sources).await
            }
            Command::Import(ImportCommand::Csv(options)) => {
                let ImportCsvOptions { files, mapping, dry_run } = options;
                crate::import::command::csv(settings, files, mapping, *dry_run).await
            }
            Command::Import(ImportCommand::Records(options)) => {
                crate::records::import::command::run(settings, options).await
            }
            Command::User(command) => crate::accounts::command::run(settings, command).await,
            Command::Import(ImportCommand::Sites(options)) => {
                let ImportSitesOptions { files, mapping, issues, dry_run } = options;
                let issues = issues.as_deref();
                crate::import::command::sites(settings, files, mapping, issues, *dry_run).await
            }
            Command::Openapi => Ok(()),
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_well_formed_and_every_option_is_a_key() {
        Cli::command().debug_assert();
        let all = [
            "gagehouse",
            "serve",
            "--listen",
            "a:1",
            "--public-url",
            "http://a",
            "--static-dir",
            "d",
            "--demo",
            "--database-url",
            "sqlite://x",
            "--log-format",
            "json",
            "--log-filter",
            "warn",
        ];
        let options = Cli::try_parse_from(all).unwrap().options();
        assert_eq!(options.len(), 7);
        assert!(options.keys().all(|key| crate::settings::KEYS.contains(key)));
    }

    #[test]
    fn an_option_may_stand_before_or_after_its_subcommand() {
        let before = Cli::try_parse_from(["gagehouse", "--config", "c", "serve"]).unwrap();
        let after = Cli::try_parse_from(["gagehouse", "serve", "--config", "c"]).unwrap();
        assert_eq!(before.options(), after.options());
    }
}
