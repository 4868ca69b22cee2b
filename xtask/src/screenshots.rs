//! `cargo xtask screenshots`: every page at three widths, light and dark, for people to look at.

use anyhow::{Result, bail};

use crate::test::playwright;
use crate::{paths, process, ui};

pub fn run() -> Result<()> {
    if !process::stream(&mut playwright(&["test", "--project=screenshots"])?, |_| {})? {
        bail!("not every picture could be taken; see the messages above");
    }
    ui::line(&format!("the pictures are in {}", paths::target()?.join("screenshots").display()));
    Ok(())
}
