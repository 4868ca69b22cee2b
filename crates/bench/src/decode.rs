//! dataArray pages from bytes to columns: our decoder beside the two ways of serde_json.

use std::fmt::Write;
use std::hint::black_box;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use gagehouse_model::{TimeUs, time};
use gagehouse_observations::Columns;
use gagehouse_sensorthings::page::{self, Ids};
use serde::Deserialize;

use crate::report::{Bar, Report, median};

const PAGES: usize = 100;
const ROWS: usize = 10_000;
const ROUNDS: usize = 5;
const QUARTER_HOUR_US: i64 = 15 * 60 * 1_000_000;

/// Decodes the same 1,000,000 observations by each way and reports the rates.
pub fn measure(report: &mut Report) -> Result<()> {
    let pages: Vec<String> = (0..PAGES).map(a_page).collect();
    let bytes: usize = pages.iter().map(String::len).sum();
    let rows = PAGES * ROWS;
    report.table(&format!(
        "decode: {rows} observations in {PAGES} dataArray pages, {:.1} MB, median of {ROUNDS}",
        bytes as f64 / 1e6
    ));
    ensure!(page::is_scanned(pages[0].as_bytes()), "the page is not read in the single pass");

    let ours = time_of(&pages, |page| {
        Ok(page::decode(page.as_bytes(), Ids::Keep).context("our decoder refused the page")?.rows())
    })?;
    let structs = time_of(&pages, |page| {
        let page: JsonPage = serde_json::from_str(page)?;
        Ok(page.value.iter().map(|group| columns_of(&group.data_array).len()).sum())
    })?;
    let value = time_of(&pages, |page| {
        let page: serde_json::Value = serde_json::from_str(page)?;
        let groups = page["value"].as_array().context("no groups")?;
        Ok(groups.iter().filter_map(|group| group["dataArray"].as_array()).map(Vec::len).sum())
    })?;

    let ways = [("gagehouse", ours), ("json_structs", structs), ("json_value", value)];
    for (way, took) in ways {
        let seconds = took.as_secs_f64();
        let name = |what: &str| format!("decode.{way}.{what}");
        report.value(&name("bytes"), bytes as f64 / 1e6 / seconds, "MB/s", Bar::None);
        report.value(&name("observations"), rows as f64 / 1e6 / seconds, "M/s", Bar::None);
    }
    let ratio = |other: Duration| other.as_secs_f64() / ours.as_secs_f64();
    // A reader of our own has to earn its place.
    let faster = Bar::AtLeast(1.0);
    report.value("decode.times_faster_than_json_structs", ratio(structs), "x", faster);
    report.value("decode.times_faster_than_json_value", ratio(value), "x", faster);
    Ok(())
}

/// The usual way: the page as structs, then the same columns as ours.
#[derive(Deserialize)]
struct JsonPage {
    value: Vec<JsonGroup>,
}

#[derive(Deserialize)]
struct JsonGroup {
    #[serde(rename = "dataArray")]
    data_array: Vec<JsonRow>,
}

#[derive(Deserialize)]
struct JsonRow(i64, String, Option<f64>, Option<serde_json::Value>);

fn columns_of(rows: &[JsonRow]) -> Columns {
    let mut columns = Columns::with_capacity(rows.len());
    for JsonRow(id, at, result, quality) in rows {
        black_box((id, quality));
        if let Some(parsed) = time::parse(at.as_bytes()) {
            columns.push(parsed.time.0, result.unwrap_or(f64::NAN), 0);
        }
    }
    columns
}

/// The median time of decoding all pages by one way, each round checked to have found every row.
fn time_of(pages: &[String], decode: impl Fn(&str) -> Result<usize>) -> Result<Duration> {
    let mut times = Vec::with_capacity(ROUNDS);
    for _ in 0..ROUNDS {
        let start = Instant::now();
        let mut rows = 0;
        for page in pages {
            rows += decode(black_box(page))?;
        }
        times.push(start.elapsed());
        ensure!(rows == pages.len() * ROWS, "{rows} rows were decoded");
    }
    Ok(median(times))
}

/// A page as a HydroServer sends it: quarter-hourly temperatures, one row in a hundred qualified.
fn a_page(number: usize) -> String {
    let mut page = String::from(
        r#"{"value":[{"Datastream@iot.navigationLink":"http://host/v1.1/Datastreams(1)","components":["id","phenomenonTime","result","resultQuality"],"dataArray":["#,
    );
    for row in number * ROWS..(number + 1) * ROWS {
        let at = TimeUs(1_262_304_000_000_000 + row as i64 * QUARTER_HOUR_US).to_rfc3339();
        let result = 8.0 + 6.0 * (row as f64 / 96.0 * std::f64::consts::TAU).sin();
        let quality = if row % 100 == 0 { r#"{"resultQualifiers":["ICE"]}"# } else { "null" };
        let comma = if row % ROWS == 0 { "" } else { "," };
        // Writing to a String cannot fail.
        let _ = write!(page, r#"{comma}[{row},"{at}",{result:.3},{quality}]"#);
    }
    page.push_str("]}]}");
    page
}
