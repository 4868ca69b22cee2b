//! The measurements behind the bars, run by `cargo xtask bench` in release.
//!
//! A program of its own, so that xtask does not have to compile what it measures. One module per
//! measurement; `report` prints the tables and keeps the summary.

mod browser;
mod catalog;
mod decode;
mod embed;
mod m4;
mod map;
mod records;
mod report;
mod serve;
mod site;

use std::path::PathBuf;

use anyhow::Result;
use clap::{Parser, ValueEnum};

use crate::report::Report;

#[derive(Parser)]
#[command(about = "Measure, print tables and write a summary")]
struct Cli {
    /// Folder of summary.json
    #[arg(long)]
    out: PathBuf,
    /// Run only this measurement; the summary keeps the others' last values
    #[arg(long)]
    only: Option<Subject>,
    #[command(flatten)]
    browser: browser::Options,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Subject {
    /// dataArray pages, from bytes to columns
    Decode,
    /// Ten million rows in the columns of a plot, beside tsdownsample
    M4,
    /// A million datastreams: sent, read, filtered, searched
    Catalog,
    /// The app beside other chart libraries, in Chromium
    Browser,
    /// The map beside other map libraries, in Chromium
    Map,
    /// Pages of sites and networks as a first visitor meets them, in Chromium
    Site,
    /// dataArray pages of the embedded service, from SQLite over HTTP
    Serve,
    /// Plots for pages of others, from SQLite
    Embed,
    /// Lists of field records, also in Chromium, what plots show of them, and fifty who write at once
    Records,
}

fn main() -> Result<()> {
    let cli = Cli::parse();
    let mut report = Report::open(&cli.out)?;
    let wanted = |subject| cli.only.is_none_or(|only| only == subject);
    if wanted(Subject::Decode) {
        decode::measure(&mut report)?;
    }
    if wanted(Subject::M4) {
        m4::measure(&mut report)?;
    }
    if wanted(Subject::Catalog) {
        catalog::measure(&mut report, &cli.browser.programs()?)?;
    }
    if wanted(Subject::Serve) {
        serve::measure(&mut report)?;
    }
    if wanted(Subject::Embed) {
        embed::measure(&mut report)?;
    }
    if wanted(Subject::Records) {
        records::measure(&mut report, cli.browser.programs()?)?;
    }
    if wanted(Subject::Browser) {
        browser::measure(&mut report, &cli.browser)?;
    }
    if wanted(Subject::Map) {
        map::measure(&mut report, &cli.browser)?;
    }
    if wanted(Subject::Site) {
        site::measure(&mut report, &cli.browser)?;
    }
    report.save()
}
