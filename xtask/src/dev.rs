//! `cargo xtask run --dev`: Trunk rebuilds and reloads the app, and passes API calls to a sidecar.

use std::path::Path;

use anyhow::{Context, Result};

use crate::tools::Toolbox;
use crate::{accounts, app, paths, process, sidecar, ui};

/// Where the `[[proxy]]` entries of Trunk.toml point.
const SIDECAR: &str = "127.0.0.1:8090";

pub fn run(listen: &str, database_url: &str, demo: Option<&Path>, field: bool) -> Result<()> {
    let tools = Toolbox::for_the_app()?;
    let (address, port) = listen
        .rsplit_once(':')
        .with_context(|| format!("--listen {listen} is not ADDRESS:PORT"))?;
    let program = sidecar::build(false)?;
    let serve = sidecar::Serve { listen: SIDECAR, database_url, static_dir: None };
    let mut child = sidecar::start(&program, &serve)?;
    let (config, folder, door) = if field {
        (app::FIELD_CONFIG, "app-field-dev", "field/")
    } else {
        ("Trunk.toml", "app-dev", "")
    };
    ui::line(&format!("\nThe edit loop serves http://{listen}/{door}  (Ctrl-C stops it)"));
    if let Some(folder) = demo
        && let Err(error) =
            accounts::invite(&program, database_url, folder, &format!("http://{listen}/"))
    {
        let _ = child.kill();
        return Err(error);
    }
    let served = process::run(
        process::compiler("trunk")
            .args(["--config", config, "serve", "--address", address, "--port", port, "--dist"])
            .arg(paths::target()?.join(folder))
            .current_dir(paths::root())
            .env("PATH", tools.path()?)
            .env(app::RUSTFLAGS_VARIABLE, app::ERASE_TYPES)
            .env_remove("NO_COLOR"),
        "see the messages above",
    );
    // It may have ended by the same interrupt.
    let _ = child.kill();
    child.wait().context("cannot wait for the sidecar")?;
    served
}
