//! `gagehouse import records KIND FILE…`: row by row on standard output, and an exit code that tells.

use super::table::Words;
use super::{Outcome, Report, load, table, usgs};
use crate::settings::Settings;
use crate::store::Store;
use anyhow::{Context, bail};
use clap::Args;
use gagehouse_model::zone::offset_from_text;
use gagehouse_records::Kind;
use std::io::Write;
use std::path::PathBuf;

/// What `import records` is told.
#[derive(Debug, Args)]
pub struct ImportRecordsOptions {
    /// equipment, deployments, visits or any other kind; or usgs-measurements, usgs-readings
    kind: String,
    /// Delimited text whose columns are the fields of the kind; or what the USGS publishes
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// The network, source:id, or its id alone
    #[arg(long)]
    network: String,
    /// Offset of times that do not tell theirs, such as -07:00
    #[arg(long, allow_hyphen_values = true, value_name = "OFFSET")]
    offset: Option<String>,
    /// Of USGS files: code of the site
    #[arg(long)]
    site: Option<String>,
    /// Of USGS readings: code of the variable [default: Stage]
    #[arg(long, default_value = "Stage")]
    variable: String,
    /// Of USGS readings: symbol of the unit [default: ft]
    #[arg(long, default_value = "ft")]
    unit: String,
    /// Read everything and say what would come of it, but write nothing
    #[arg(long)]
    dry_run: bool,
}

/// Loads the files. Fails when a row was refused.
pub async fn run(settings: Settings, options: &ImportRecordsOptions) -> anyhow::Result<()> {
    let store = Store::open(settings.database_url.expose()).await?;
    let done = import(&store, options).await;
    store.close().await?;
    let mut refused = 0;
    for report in done? {
        writeln!(std::io::stdout(), "{report}")?;
        refused += report.count(|outcome| matches!(outcome, Outcome::Refused(_)));
    }
    if refused > 0 {
        bail!("{refused} rows were refused");
    }
    Ok(())
}

async fn import(store: &Store, options: &ImportRecordsOptions) -> anyhow::Result<Vec<Report>> {
    let named = store.network_named(&options.network).await?;
    let network =
        named.with_context(|| format!("there is no single network '{}'", options.network))?;
    let offset = match &options.offset {
        Some(text) => Some(
            offset_from_text(text).with_context(|| format!("--offset: '{text}' is no offset"))?,
        ),
        None => None,
    };
    let mut reports = Vec::new();
    for file in &options.files {
        let text = std::fs::read_to_string(file)
            .with_context(|| format!("cannot read {}", file.display()))?;
        let name = file.display().to_string();
        let mut words = Words::of(store, network.id).await?;
        let site = || {
            let code = options.site.as_deref().context("name the site with --site")?;
            words.site(code).with_context(|| format!("there is no site '{code}' in this network"))
        };
        let zone = || offset.context("say with --offset in which offset the times are");
        let rows = match options.kind.as_str() {
            "usgs-measurements" => usgs::discharge_measurements(&text, site()?, zone()?),
            "usgs-readings" => {
                usgs::readings(&text, site()?, &options.variable, &options.unit, zone()?)
                    .map_err(|why| anyhow::anyhow!("{name}: {why}"))?
            }
            kind => {
                let kind: Kind = kind.parse()?;
                table::read(kind, &name, &text, &mut words, offset)
            }
        };
        reports.push(load(store, &options.network, rows, options.dry_run).await?);
    }
    Ok(reports)
}
