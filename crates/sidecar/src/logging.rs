//! Log lines: where they go and how they look. What is logged where is in `docs/LOGGING.md`.

use crate::settings::{LogFormat, Settings};
use std::io::IsTerminal;
use tracing_subscriber::EnvFilter;

/// Starts logging to standard error as the settings say.
pub fn start(settings: &Settings) -> anyhow::Result<()> {
    let filter = EnvFilter::try_new(&settings.log_filter)?;
    let lines = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        // Colours are for people: a service manager's journal would store the codes.
        .with_ansi(std::io::stderr().is_terminal());
    let started = match settings.log_format {
        LogFormat::Text => lines.with_target(false).try_init(),
        LogFormat::Json => lines.json().flatten_event(true).try_init(),
    };
    started.map_err(|error| anyhow::anyhow!("logging cannot start: {error}"))?;
    // A panic of one request is answered and goes into the log as one line, like everything else.
    std::panic::set_hook(Box::new(|panic| tracing::error!("{panic}")));
    for name in &settings.unknown_variables {
        tracing::warn!(name, "environment variable {name} is no setting and was ignored");
    }
    Ok(())
}
