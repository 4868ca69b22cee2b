//! Building the browser app for release: Trunk, wasm-opt, compressed copies; nothing when nothing
//! changed.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::tools::Toolbox;
use crate::{compress, fingerprint, paths, process, split, ui};

/// What cargo reads the compiler's flags for the app from.
pub const RUSTFLAGS_VARIABLE: &str = "CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS";
/// Views lose their long types: shorter compiles, a smaller module.
pub const ERASE_TYPES: &str = "--cfg erase_components";

/// Crates that the app does not contain.
const NOT_IN_THE_APP: &[&str] = &["sidecar", "bench"];

/// Builds the app if one of its inputs changed; returns its folder.
pub fn build() -> Result<PathBuf> {
    let tools = Toolbox::for_the_app()?;
    let app = paths::app()?;
    let stamp = paths::target()?.join("app.stamp");
    let inputs = fingerprint::of_files(paths::root(), &inputs()?)?;
    if app.join("index.html").is_file()
        && fs::read_to_string(&stamp).is_ok_and(|built_from| built_from == inputs)
    {
        ui::line("-> the app is up to date");
        return Ok(app);
    }
    ui::step("fetching the locked crates", || {
        process::run(
            process::compiler("cargo").args(["fetch", "--quiet"]).current_dir(paths::root()),
            "check that the crate registry can be reached",
        )
    })?;
    ui::step("building the app (release; minutes when cold)", || {
        let mut trunk = process::compiler("trunk");
        trunk
            .args(["build", "--release", "--features", split::FEATURE, "--dist"])
            .arg(&app)
            .current_dir(paths::root())
            .env(RUSTFLAGS_VARIABLE, format!("{ERASE_TYPES} {}", split::RUSTFLAGS))
            // Trunk reads it as `true` or `false` and stops at other values.
            .env_remove("NO_COLOR");
        split::hook(&mut trunk, &tools.path()?)?;
        process::run(&mut trunk, "see the messages above")?;
        split::place(&app)?;
        mend_preload(&app.join("index.html"))
    })?;
    let kept = paths::target()?.join("compressed");
    ui::step("compressing the app", || compress::folder(&app, &kept))?;
    fs::write(&stamp, inputs).with_context(|| format!("cannot write {}", stamp.display()))?;
    Ok(app)
}

/// Trunk puts `integrity` on the preload of the module, where browsers ignore it and warn of it in the console.
fn mend_preload(page: &Path) -> Result<()> {
    let html =
        fs::read_to_string(page).with_context(|| format!("cannot read {}", page.display()))?;
    let html = without_integrity_of_module(&html)
        .context("Trunk's output has changed: its page has no preload of the module")?;
    fs::write(page, html).with_context(|| format!("cannot write {}", page.display()))
}

/// The page with the attribute cut out of the link that preloads the module; `None` without such a link.
fn without_integrity_of_module(html: &str) -> Option<String> {
    let link = html.split_inclusive('>').find(|tag| tag.contains("type=\"application/wasm\""))?;
    let (before, rest) = link.split_once(" integrity=\"")?;
    let (_, after) = rest.split_once('"')?;
    Some(html.replace(link, &format!("{before}{after}")))
}

/// Everything that the built app depends on.
fn inputs() -> Result<Vec<PathBuf>> {
    let mut inputs: Vec<PathBuf> = [
        "src",
        "style",
        "public",
        "index.html",
        "Trunk.toml",
        "Cargo.toml",
        "Cargo.lock",
        "rust-toolchain.toml",
        "package-lock.json",
        ".cargo/config.toml",
        "xtask/src/app.rs",
        "xtask/src/compress.rs",
        "xtask/src/split.rs",
        "xtask/src/tools/mod.rs",
    ]
    .into_iter()
    .map(PathBuf::from)
    .collect();
    for entry in fs::read_dir(paths::root().join("crates")).context("cannot list crates/")? {
        let name = entry?.file_name();
        if !NOT_IN_THE_APP.iter().any(|other| name == *other) {
            inputs.push(PathBuf::from("crates").join(name));
        }
    }
    Ok(inputs)
}

#[cfg(test)]
mod tests {
    use super::without_integrity_of_module;

    #[test]
    fn only_the_preload_of_the_module_loses_its_integrity() {
        let script = r#"<link rel="modulepreload" href="/a.js" integrity="sha384-A">"#;
        let module = r#"<link rel="preload" href="/a.wasm" integrity="sha384-B" as="fetch" type="application/wasm">"#;
        let mended = r#"<link rel="preload" href="/a.wasm" as="fetch" type="application/wasm">"#;
        let page = |module: &str| format!("<head>{script}{module}</head>");
        assert_eq!(without_integrity_of_module(&page(module)), Some(page(mended)));
        assert_eq!(without_integrity_of_module(script), None);
    }
}
