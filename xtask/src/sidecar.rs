//! Building the sidecar, starting it and waiting until it answers.

use std::io::{BufRead, BufReader, Write};
use std::net::{TcpStream, ToSocketAddrs};
use std::path::{Path, PathBuf};
use std::process::{Child, Command};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use crate::{paths, process, ui};

const START_LIMIT: Duration = Duration::from_secs(180);

/// Builds `gagehouse`; returns the program.
pub fn build(release: bool) -> Result<PathBuf> {
    let (profile, folder) = if release { ("release", "release") } else { ("dev", "debug") };
    ui::step(&format!("building the sidecar ({profile}; minutes when cold)"), || {
        process::run(
            process::compiler("cargo")
                .args(["build", "--package", "gagehouse-sidecar", "--bin", "gagehouse"])
                .args(["--profile", profile])
                .current_dir(paths::root()),
            "see the messages above",
        )
    })?;
    Ok(paths::target()?.join(folder).join("gagehouse"))
}

/// The options of `gagehouse serve` that xtask passes on.
pub struct Serve<'a> {
    pub listen: &'a str,
    pub database_url: &'a str,
    pub static_dir: Option<&'a Path>,
}

/// Starts the sidecar with the demo network and waits until it answers.
pub fn start(program: &Path, serve: &Serve<'_>) -> Result<Child> {
    let mut command = Command::new(program);
    command
        .args(["serve", "--demo", "--listen", serve.listen, "--database-url", serve.database_url])
        .current_dir(paths::root());
    if let Some(folder) = serve.static_dir {
        command.arg("--static-dir").arg(folder);
    }
    let mut child =
        command.spawn().with_context(|| format!("cannot start {}", program.display()))?;
    stop_with_us(child.id())?;
    match ui::step("starting the sidecar with the demo network", || {
        wait_until_healthy(&mut child, serve.listen)
    }) {
        Ok(()) => Ok(child),
        Err(error) => {
            // It may have ended already; then there is nothing to stop.
            let _ = child.kill();
            Err(error)
        }
    }
}

fn wait_until_healthy(child: &mut Child, address: &str) -> Result<()> {
    let start = Instant::now();
    while start.elapsed() < START_LIMIT {
        if healthy(address) {
            // Another program may be the one that answers; then ours ends for want of the port.
            thread::sleep(Duration::from_millis(200));
            ended(child)?;
            return Ok(());
        }
        ended(child)?;
        thread::sleep(Duration::from_millis(50));
    }
    bail!("the sidecar did not answer at http://{address}/healthz in {START_LIMIT:?}")
}

fn ended(child: &mut Child) -> Result<()> {
    match child.try_wait().context("cannot ask how the sidecar is")? {
        Some(status) => bail!("the sidecar ended with {status}; see its message above"),
        None => Ok(()),
    }
}

fn healthy(address: &str) -> bool {
    let ask = || -> Result<bool> {
        let address = address.to_socket_addrs()?.next().context("no address")?;
        let mut stream = TcpStream::connect_timeout(&address, Duration::from_secs(1))?;
        stream.set_read_timeout(Some(Duration::from_secs(2)))?;
        write!(stream, "GET /healthz HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n")?;
        let mut status = String::new();
        BufReader::new(stream).read_line(&mut status)?;
        Ok(status.contains(" 200 "))
    };
    ask().unwrap_or(false)
}

/// Passes an interrupt or a termination on, so that the sidecar never outlives xtask.
fn stop_with_us(process_id: u32) -> Result<()> {
    ctrlc::set_handler(move || {
        // When it is gone already, `kill` says so and nothing is left to do.
        let _ = Command::new("kill").args(["-TERM", &process_id.to_string()]).status();
    })
    .context("cannot handle interrupts")
}
