//! Accounts of the demonstration, so that whoever tries it can sign in.

use std::fmt::Write as _;
use std::fs::{self, File, OpenOptions};
use std::io::{Read, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

use crate::ui;

/// The demonstration's network.
const NETWORK: &str = "local:demo";
/// Each account is named by its role.
const NAMES: [&str; 2] = ["technician", "administrator"];

/// Makes the accounts and says how to sign in.
pub fn invite(program: &Path, database_url: &str, folder: &Path, base: &str) -> Result<()> {
    let password = ui::step("making accounts for trying field work", || {
        ensure(program, database_url, folder)
    })?;
    let names = NAMES.join(" or ");
    ui::line(&format!("Field work is at {base}field; sign in as {names} with {password}"));
    Ok(())
}

/// Makes the accounts that are missing, all with one password of this machine's own, which lies in `folder` and is
/// returned. The database must have the demonstration's network already.
fn ensure(program: &Path, database_url: &str, folder: &Path) -> Result<String> {
    let file = folder.join("password.txt");
    let is_new = !file.exists();
    if is_new {
        write_secret(&file, &random_password()?)?;
    }
    let text =
        fs::read_to_string(&file).with_context(|| format!("cannot read {}", file.display()))?;
    let password = text.trim().to_owned();
    let user = |arguments: &[&str], input: &str| user(program, database_url, arguments, input);
    let listed = user(&["list"], "")?;
    let is_there = |name: &str| listed.lines().any(|line| line.split('\t').next() == Some(name));
    for name in NAMES {
        if !is_there(name) {
            user(&["add", name], &password)?;
            user(&["role", name, NETWORK, name], "")?;
        } else if is_new {
            user(&["passwd", name], &password)?;
        }
    }
    Ok(password)
}

fn user(program: &Path, database_url: &str, arguments: &[&str], input: &str) -> Result<String> {
    let mut child = Command::new(program)
        .arg("user")
        .args(arguments)
        .args(["--database-url", database_url])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .with_context(|| format!("cannot start {}", program.display()))?;
    if let Some(mut stdin) = child.stdin.take() {
        // A command that reads nothing has ended by now, maybe.
        let _ = stdin.write_all(format!("{input}\n").as_bytes());
    }
    let output = child.wait_with_output().context("cannot wait for gagehouse user")?;
    if !output.status.success() {
        bail!("gagehouse user {} ended with {}", arguments.join(" "), output.status);
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

fn random_password() -> Result<String> {
    let mut bytes = [0; 12];
    File::open("/dev/urandom")
        .and_then(|mut source| source.read_exact(&mut bytes))
        .context("cannot read random bytes")?;
    Ok(bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    }))
}

fn write_secret(file: &Path, secret: &str) -> Result<()> {
    OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(file)
        .and_then(|mut file| writeln!(file, "{secret}"))
        .with_context(|| format!("cannot write {}", file.display()))
}
