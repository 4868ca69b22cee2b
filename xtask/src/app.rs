//! Building the browser app for release, both of its doors: Trunk, wasm-opt, compressed copies; nothing when nothing
//! changed.

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::tools::Toolbox;
use crate::{compress, fingerprint, lock, paths, process, split, ui};

/// What cargo reads the compiler's flags for the app from.
pub const RUSTFLAGS_VARIABLE: &str = "CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS";
/// Views lose their long types: shorter compiles, a smaller module.
pub const ERASE_TYPES: &str = "--cfg erase_components";
/// Trunk's configuration of the field app.
pub const FIELD_CONFIG: &str = "Trunk-field.toml";
/// The folder of the field app in the app's.
pub const FIELD: &str = "field";

/// Crates that the app does not contain.
const NOT_IN_THE_APP: &[&str] = &["sidecar", "bench"];
/// What the field app alone is made of.
const FIELD_ONLY: &[&str] = &[
    "src/field",
    "src/bin/field.rs",
    "style/field.css",
    "public/field-sw.js",
    "field.html",
    FIELD_CONFIG,
];

/// Builds what changed of the app; returns its folder.
pub fn build() -> Result<PathBuf> {
    // Two builds at once would take each other's chunks; the second then finds the app up to date.
    let _one_at_a_time = lock::hold(&paths::target()?.join("split"), "building the app")?;
    let tools = Toolbox::for_the_app()?;
    let app = paths::app()?;
    let field = paths::target()?.join("app-field");
    let public_stamp = Stamp::new("app", &inputs(FIELD_ONLY)?)?;
    let field_stamp = Stamp::new("app-field", &inputs(&[])?)?;
    let public_is_old = !public_stamp.holds(&app)?;
    let field_is_old = !field_stamp.holds(&field)?;
    if !public_is_old && !field_is_old && app.join(FIELD).is_dir() {
        ui::line("-> the app is up to date");
        return Ok(app);
    }
    ui::step("fetching the locked crates", || {
        process::run(
            process::compiler("cargo").args(["fetch", "--quiet"]).current_dir(paths::root()),
            "check that the crate registry can be reached",
        )
    })?;
    let path = tools.path()?;
    if public_is_old {
        ui::step("building the public app (release; minutes when cold)", || public(&app, &path))?;
        public_stamp.write()?;
    }
    if field_is_old {
        ui::step("building the field app (release; minutes when cold)", || {
            field_app(&field, &path)
        })?;
        field_stamp.write()?;
    }
    let kept = paths::target()?.join("compressed");
    ui::step("compressing the app", || {
        let placed = app.join(FIELD);
        if placed.exists() {
            // Files of the build before have other names.
            fs::remove_dir_all(&placed)
                .with_context(|| format!("cannot empty {}", placed.display()))?;
        }
        paths::copy_folder(&field, &placed)?;
        compress::folder(&app, &kept)
    })?;
    Ok(app)
}

fn public(app: &Path, path: &OsString) -> Result<()> {
    trunk(
        &["build", "--release", "--no-default-features", "--features", split::FEATURE],
        app,
        path,
    )?;
    split::place(app, split::PUBLIC)?;
    mend_preload(&app.join("index.html"))
}

fn field_app(field: &Path, path: &OsString) -> Result<()> {
    let arguments = ["--config", FIELD_CONFIG, "build", "--release", "--features", split::FEATURE];
    trunk(&arguments, field, path)?;
    let chunks = split::place(field, split::FIELD)?;
    let page = field.join("index.html");
    mend_preload(&page)?;
    // For the service worker, which keeps what the page names.
    let html = fs::read_to_string(&page)?;
    let named = format!("<meta name=\"chunks\" content=\"{}\">\n  </head>", chunks.join(" "));
    fs::write(&page, html.replacen("</head>", &named, 1))
        .with_context(|| format!("cannot write {}", page.display()))
}

/// Runs Trunk. Both doors are compiled with the same flags, so that they share what is compiled.
fn trunk(arguments: &[&str], dist: &Path, path: &OsString) -> Result<()> {
    let mut trunk = process::compiler("trunk");
    trunk
        .args(arguments)
        .arg("--dist")
        .arg(dist)
        .current_dir(paths::root())
        .env(RUSTFLAGS_VARIABLE, format!("{ERASE_TYPES} {}", split::RUSTFLAGS))
        // Trunk reads it as `true` or `false` and stops at other values.
        .env_remove("NO_COLOR");
    split::hook(&mut trunk, path)?;
    process::run(&mut trunk, "see the messages above")
}

/// What a folder was built from.
struct Stamp {
    file: PathBuf,
    inputs: String,
}

impl Stamp {
    fn new(name: &str, inputs: &[PathBuf]) -> Result<Self> {
        let file = paths::target()?.join(name).with_extension("stamp");
        Ok(Self { file, inputs: fingerprint::of_files(paths::root(), inputs)? })
    }

    /// Whether the folder is there and was built from the same.
    fn holds(&self, folder: &Path) -> Result<bool> {
        let is_same = fs::read_to_string(&self.file).is_ok_and(|from| from == self.inputs);
        Ok(is_same && folder.join("index.html").is_file())
    }

    fn write(&self) -> Result<()> {
        fs::write(&self.file, &self.inputs)
            .with_context(|| format!("cannot write {}", self.file.display()))
    }
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

/// Every file that the app, or without `others` one door of it, depends on.
fn inputs(others: &[&str]) -> Result<Vec<PathBuf>> {
    let mut inputs: Vec<PathBuf> = [
        "src",
        "style",
        "public",
        "index.html",
        "field.html",
        "Trunk.toml",
        FIELD_CONFIG,
        "Cargo.toml",
        "Cargo.lock",
        "rust-toolchain.toml",
        "package-lock.json",
        ".cargo/config.toml",
        "xtask/src/app.rs",
        "xtask/src/compress.rs",
        "xtask/src/join.rs",
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
    let mut files = fingerprint::files(paths::root(), &inputs)?;
    files.retain(|file| !others.iter().any(|other| file.starts_with(other)));
    Ok(files)
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
