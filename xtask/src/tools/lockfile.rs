//! Versions that Cargo.lock has settled.

use std::fs;

use anyhow::{Context, Result};

use crate::paths;

/// The locked version of a package.
pub fn version_of(package: &str) -> Result<String> {
    let path = paths::root().join("Cargo.lock");
    let lock =
        fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
    find(&lock, package).with_context(|| format!("Cargo.lock has no package {package}"))
}

fn find(lock: &str, package: &str) -> Option<String> {
    let name = format!("name = \"{package}\"");
    let mut lines = lock.lines();
    lines.find(|line| *line == name)?;
    let version = lines.next()?.strip_prefix("version = \"")?.strip_suffix('"')?;
    Some(version.to_owned())
}

#[cfg(test)]
mod tests {
    use super::find;

    const LOCK: &str = "[[package]]\nname = \"wasm-bindgen-macro\"\nversion = \"9.9.9\"\n\n\
                        [[package]]\nname = \"wasm-bindgen\"\nversion = \"0.2.130\"\n";

    #[test]
    fn the_version_is_that_of_the_package_with_exactly_this_name() {
        assert_eq!(find(LOCK, "wasm-bindgen").as_deref(), Some("0.2.130"));
        assert_eq!(find(LOCK, "wasm"), None);
    }
}
