//! `gagehouse harvest [SOURCE…]`: walk sources now, and say what came of it, a line for each.

use super::{Harvester, Report};
use crate::app::AppState;
use crate::settings::Settings;
use anyhow::bail;
use std::io::Write;

/// Harvests the named sources, or all.
pub async fn run(settings: Settings, named: &[String]) -> anyhow::Result<()> {
    let harvester = Harvester::new(AppState::start(settings).await?);
    let known = harvester.keys();
    if let Some(unknown) = named.iter().find(|key| !known.contains(key)) {
        bail!("there is no source '{unknown}'; the settings list {}", known.join(", "));
    }
    let keys = if named.is_empty() { &known } else { named };
    let mut failed = 0;
    let mut out = std::io::stdout();
    for key in keys {
        let line = match harvester.harvest(key).await {
            Ok(Some(report)) => line(&report),
            Ok(None) => "another walk was running".to_owned(),
            Err(error) => {
                failed += 1;
                format!("failed, {}: {error}", harvester.remains(key).await)
            }
        };
        writeln!(out, "{key}: {line}")?;
    }
    if failed > 0 {
        bail!("{failed} of {} sources failed", keys.len());
    }
    Ok(())
}

fn line(report: &Report) -> String {
    let Report { sites, datastreams, replaced, missing } = report;
    let changes = replaced.datastreams;
    let mut line = format!(
        "{sites} sites, {datastreams} datastreams ({} new, {} changed, {} gone)",
        changes.added, changes.changed, changes.gone
    );
    if let Some(missing) = missing {
        line.push_str(&format!("; {missing}"));
    }
    line
}
