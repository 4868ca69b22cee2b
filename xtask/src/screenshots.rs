//! `cargo xtask screenshots`: every page at three widths, light and dark, for people to look at.

use anyhow::{Result, bail};

use crate::test::playwright;
use crate::{paths, process, ui};

pub fn run() -> Result<()> {
    let pictures = paths::target()?.join("screenshots");
    let mut command = playwright()?;
    command.env("GAGEHOUSE_SCREENSHOTS", &pictures);
    if !process::stream(&mut command, |_| {})? {
        bail!("not every picture could be taken; see the messages above");
    }
    ui::line(&format!("the pictures are in {}", pictures.display()));
    Ok(())
}
