//! `cargo xtask run`: from a clone to the served app.

use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result, bail};
use clap::Args;

use crate::{accounts, app, dev, paths, sidecar, ui};

#[derive(Args)]
pub struct Options {
    /// Address and port to serve at
    #[arg(long, default_value = "127.0.0.1:8080")]
    pub listen: String,
    /// Database to use instead of the demo's own (sqlite://… or postgres://…)
    #[arg(long)]
    pub database_url: Option<String>,
    /// The edit loop: rebuild and reload when a file of the app changes
    #[arg(long)]
    pub dev: bool,
    /// The edit loop of the field app instead
    #[arg(long, requires = "dev")]
    pub field: bool,
}

pub fn run(options: &Options) -> Result<()> {
    // The demo lies below the target folder, so each clone has its own.
    let (database_url, demo) = match &options.database_url {
        Some(url) => (url.clone(), None),
        None => {
            let folder = folder()?;
            (format!("sqlite://{}", folder.join("demo.db").display()), Some(folder))
        }
    };
    if options.dev {
        return dev::run(&options.listen, &database_url, demo.as_deref(), options.field);
    }
    let app = app::build()?;
    let program = sidecar::build(true)?;
    let serve = sidecar::Serve {
        listen: &options.listen,
        database_url: &database_url,
        static_dir: Some(&app),
    };
    let mut child = sidecar::start(&program, &serve)?;
    ui::line(&format!("\nGagehouse is at http://{}/  (Ctrl-C stops it)", options.listen));
    if let Some(folder) = &demo {
        let base = format!("http://{}/", options.listen);
        if let Err(error) = accounts::invite(&program, &database_url, folder, &base) {
            // It may have ended already.
            let _ = child.kill();
            return Err(error);
        }
    }
    let status = child.wait().context("cannot wait for the sidecar")?;
    if !status.success() {
        bail!("the sidecar ended with {status}");
    }
    Ok(())
}

/// Where the demo lies.
fn folder() -> Result<PathBuf> {
    let folder = paths::target()?.join("run");
    fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
    Ok(folder)
}
