//! `cargo xtask fuzz`: builds the fuzz target of `fuzz/` on stable, with the coverage that libFuzzer wants, and
//! runs it from seeds that are written here. What it finds useful stays in `target/fuzz/corpus` for the next run.

use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result};
use clap::Args;

use crate::{fingerprint, paths, process, ui};

/// The target, its dictionary's name too.
const TARGET: &str = "page_decode";
/// As cargo-fuzz has it, by options that stable takes.
const FLAGS: &str = "-Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4 \
    -Cllvm-args=-sanitizer-coverage-inline-8bit-counters -Cllvm-args=-sanitizer-coverage-pc-table \
    -Cllvm-args=-sanitizer-coverage-trace-compares -Ccodegen-units=1 --cfg fuzzing";
/// Longer pages say nothing that these cannot.
const LONGEST_PAGE: usize = 2_048;

#[derive(Args)]
pub struct Options {
    /// How long to run
    #[arg(long, default_value_t = 60)]
    seconds: u32,
}

pub fn run(options: &Options) -> Result<()> {
    let out = paths::target()?.join("fuzz");
    let [corpus, seeds, found] = ["corpus", "seeds", "found"].map(|name| out.join(name));
    for folder in [&corpus, &seeds, &found] {
        let named = || format!("cannot make {}", folder.display());
        fs::create_dir_all(folder).with_context(named)?;
    }
    for seed in seeds_of_pages() {
        write(&seeds.join(fingerprint::of_bytes(seed.as_bytes())), &seed)?;
    }
    let host = host()?;
    let fuzz = paths::root().join("fuzz");
    process::run(
        process::compiler("cargo")
            .args(["build", "--release", "--bin", TARGET])
            // With a target, the flags leave build scripts alone.
            .args(["--target", &host])
            .arg("--target-dir")
            .arg(&out)
            .env("RUSTFLAGS", FLAGS)
            .current_dir(&fuzz),
        "see the messages above; libFuzzer needs a C++ compiler",
    )?;
    let program = out.join(&host).join("release").join(TARGET);
    let mut command = Command::new(program);
    command
        .args([&corpus, &seeds])
        .arg(format!("-dict={}", fuzz.join(format!("{TARGET}.dict")).display()))
        .arg(format!("-artifact_prefix={}/", found.display()))
        .arg(format!("-max_total_time={}", options.seconds))
        .arg(format!("-max_len={LONGEST_PAGE}"))
        .args(["-timeout=60", "-print_final_stats=1"]);
    process::run(&mut command, "the page that did it is named above; make a test of it")?;
    ui::line(&format!("{TARGET}: nothing found in {} s", options.seconds));
    Ok(())
}

fn write(file: &Path, text: &str) -> Result<()> {
    fs::write(file, text).with_context(|| format!("cannot write {}", file.display()))
}

/// The platform that rustc builds for when nothing else is said.
fn host() -> Result<String> {
    let said = process::output(process::compiler("rustc").arg("-vV"), "install Rust by rustup")?;
    let host = said.lines().find_map(|line| line.strip_prefix("host: "));
    host.map(str::to_owned).context("`rustc -vV` names no host")
}

/// Pages in the forms that services send: one for each kind of cell and each way around it.
fn seeds_of_pages() -> Vec<String> {
    let times = [
        "\"2010-12-23T10:20:00.000Z\"",
        "\"2025-02-10 08:15:00.250000+00:00\"",
        "\"2024-03-30T11:35:00\"",
        "\"2024-03-30T11:35:00Z/2024-03-30T12:35:00-07:00\"",
        "\"NULL\"",
        "null",
    ];
    let results = [
        "48",
        "-0.25",
        "1e-07",
        "9007199254740993",
        "1.7976931348623157e308",
        "\"70.4000\"",
        "\"NaN\"",
        "\"Ice\"",
        "null",
        "true",
        "NaN",
        "-Infinity",
        "[1,2]",
        "{\"a\":1}",
    ];
    let qualities = [
        "null",
        "{\"quality_code\":null,\"result_qualifiers\":[\"A\",\"e\"]}",
        "{\"qualityCode\":3}",
        "[\"P\"]",
        "2",
        "\"good\"",
    ];
    let ids = ["1", "\"2\"", "\"27c7e1f0-0001-7000-8000-00000000000a\"", "null", "1.5"];
    let group = |components: &str, rows: &str| {
        format!(
            "{{\"Datastream@iot.navigationLink\":\"http://x/v1.1/Datastreams('a-b')\",\"components\":[{components}],\
             \"dataArray@iot.count\":1,\"dataArray\":[{rows}]}}"
        )
    };
    let page = |link: &str, value: &str| format!("{{{link}\"value\":[{value}]}}");
    let mut seeds = vec!["{\"value\":[]}".to_owned(), "{\"message\":\"x\"}".to_owned()];
    for (at, result) in results.iter().enumerate() {
        let time = times[at % times.len()];
        let (id, quality) = (ids[at % ids.len()], qualities[at % qualities.len()]);
        let row = format!("[{id},{time},{result},{quality}],[{id}, {},1.5 ,{quality}]", times[0]);
        let components = "\"id\",\"phenomenonTime\",\"result\",\"resultQuality\"";
        let link = "\"@iot.nextLink\":\"http://x/v1.1/Datastreams('a-b')/Observations?$skip=1\\u0026a\",\"@iot.count\":2,";
        seeds.push(page(link, &group(components, &row)));
        seeds.push(page("", &format!("{},{}", group(components, &row), group(components, ""))));
        seeds.push(page(
            "\"@iot.nextLink\":null,",
            &format!("{{\"@iot.id\":{id},\"phenomenonTime\":{time},\"result\":{result},\"resultQuality\":{quality}}}"),
        ));
    }
    seeds
}
