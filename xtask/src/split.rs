//! Cutting pages off the app (`src/chunks.rs`), between the compiler and wasm-bindgen, where Trunk has no hook.
//!
//! Trunk calls the first `wasm-bindgen` on `PATH`. For release builds that is a link to this program: called
//! by that name it cuts the module by wasm-split, hands what remains to the real wasm-bindgen and leaves the
//! chunks with their loader beside its output. After Trunk, [`place`] puts them into the app.

use std::collections::BTreeMap;
use std::env;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::{fingerprint, join, paths, process};

/// The folder of the app's chunks.
pub const FOLDER: &str = "chunks";
/// The feature that marks where to cut.
pub const FEATURE: &str = "split";
/// What the compiler must keep for wasm-split.
pub const RUSTFLAGS: &str = "-Clink-args=--emit-relocs";

/// The modules that are cut, those of the two doors; the others, workers, are handed on as they are.
pub const PUBLIC: &str = "gagehouse-app";
pub const FIELD: &str = "gagehouse-field";
const STAND_IN: &str = "wasm-bindgen";
/// Names the real wasm-bindgen to the one that stands in for it.
const REAL: &str = "GAGEHOUSE_WASM_BINDGEN";
/// wasm-split's loader, by the name that it has in the module.
const LOADER: &str = "__wasm_split.js";

/// Makes Trunk call the stand-in; `path` is the `PATH` with the real tools.
pub fn hook(trunk: &mut Command, path: &OsString) -> Result<()> {
    let real = env::split_paths(path)
        .map(|folder| folder.join(STAND_IN))
        .find(|program| program.is_file())
        .context("wasm-bindgen is not installed")?;
    let folder = paths::target()?.join("split");
    fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
    let link = folder.join(STAND_IN);
    if link.is_symlink() {
        fs::remove_file(&link).with_context(|| format!("cannot remove {}", link.display()))?;
    }
    std::os::unix::fs::symlink(env::current_exe()?, &link)
        .with_context(|| format!("cannot link {}", link.display()))?;
    let folders = std::iter::once(folder).chain(env::split_paths(path));
    trunk.env("PATH", env::join_paths(folders)?).env(REAL, real);
    Ok(())
}

/// The arguments after the name, when this program was called by wasm-bindgen's.
pub fn called_as_stand_in() -> Option<Vec<String>> {
    let mut arguments = env::args();
    let name = arguments.next()?;
    (Path::new(&name).file_name()? == STAND_IN).then(|| arguments.collect())
}

/// wasm-bindgen, with chunks cut off before.
pub fn stand_in(mut arguments: Vec<String>) -> Result<()> {
    let real = env::var_os(REAL).with_context(|| format!("{REAL} is not set"))?;
    let fix = "see the messages above";
    let Some(at) = arguments.iter().position(|argument| argument.ends_with(".wasm")) else {
        return process::run(Command::new(real).args(arguments), fix);
    };
    let option = |name: &str| arguments.iter().find_map(|argument| argument.strip_prefix(name));
    let (Some(out), Some(name)) = (option("--out-dir="), option("--out-name=")) else {
        bail!("wasm-bindgen was called in an unknown way: {arguments:?}");
    };
    if name != PUBLIC && name != FIELD {
        let module = PathBuf::from(&arguments[at]);
        let bytes = fs::read(&module)?;
        let lean = Path::new(out).join(format!("{name}-without-relocations.wasm"));
        let bytes = without_relocations(&bytes).context("the compiler wrote no wasm module")?;
        fs::write(&lean, bytes).with_context(|| format!("cannot write {}", lean.display()))?;
        arguments[at] = lean.display().to_string();
        return process::run(Command::new(real).args(&arguments), fix);
    }
    let (glue, cut) = (Path::new(out).join(format!("{name}.js")), Cut::of(Path::new(out), name));
    let rest = Path::new(out).join(format!("{name}_bg.wasm"));
    let module = PathBuf::from(&arguments[at]);
    arguments[at] = cut.module(&module, name)?.display().to_string();
    process::run(
        Command::new(real).args(&arguments).args(["--keep-lld-exports", "--no-demangle"]),
        fix,
    )?;
    // Trunk does it once more: what a cut leaves takes two passes to become as small as it gets.
    fs::write(&rest, optimized(&rest)?)
        .with_context(|| format!("cannot write {}", rest.display()))?;
    cut.finish(&fingerprint::of_bytes(&fs::read(&module)?), &glue)
}

/// A module after wasm-opt.
fn optimized(module: &Path) -> Result<Vec<u8>> {
    let small = module.with_extension("small");
    let mut optimizer = Command::new("wasm-opt");
    optimizer.arg("-Oz").arg(module).arg("-o").arg(&small);
    // It warns about names that it does not keep.
    if let Err(reason) = process::quietly(&mut optimizer)? {
        bail!("wasm-opt cannot optimize {}: {reason}", module.display());
    }
    fs::read(&small).with_context(|| format!("cannot read {}", small.display()))
}

/// Puts the chunks of the last build of a module into the built app, whose page then has the loader fetched with the script that
/// imports it. Returns the addresses of the chunks.
pub fn place(app: &Path, name: &str) -> Result<Vec<String>> {
    let cut = Cut::of(&paths::target()?.join("wasm-bindgen/release"), name);
    fs::create_dir_all(app.join(FOLDER)).context("cannot make the folder of chunks")?;
    let mut names = Vec::new();
    for chunk in files(&cut.chunks)? {
        paths::copy(&chunk, &app.join(FOLDER).join(file_name(&chunk)))?;
        names.push(file_name(&chunk));
    }
    names.sort();
    let [loader] = &files(&cut.loader)?[..] else { bail!("wasm-split wrote no loader") };
    let text = fs::read_to_string(loader).context("cannot read the loader of chunks")?;
    let is_glue = |path: &PathBuf| {
        let file = file_name(path);
        file.starts_with(&format!("{name}-")) && file.ends_with(".js")
    };
    let glue = files(app)?.into_iter().find(is_glue);
    let glue = file_name(&glue.with_context(|| format!("Trunk wrote no {name}-….js"))?);
    let text = replaced(&text, &format!("\"./{name}.js\""), &format!("\"./{glue}\""))?;
    let loader = file_name(loader);
    fs::write(app.join(&loader), text).context("cannot write the loader of chunks")?;
    let page = app.join("index.html");
    let html = fs::read_to_string(&page)?;
    let (html, base) = with_loader(&html, &glue, &loader)
        .context("Trunk's output has changed: its page has no preload of the script")?;
    fs::write(&page, html).with_context(|| format!("cannot write {}", page.display()))?;
    Ok(names.into_iter().map(|name| format!("{base}{FOLDER}/{name}")).collect())
}

/// The page with a link that preloads the loader after the one of the script, and the address of both's folder.
fn with_loader<'a>(html: &'a str, glue: &str, loader: &str) -> Option<(String, &'a str)> {
    let is_preload = |tag: &&str| tag.contains("rel=\"modulepreload\"") && tag.contains(glue);
    let link = html.split_inclusive('>').find(is_preload)?;
    let (_, address) = link.split_once("href=\"")?;
    let (base, _) = address.split_once(glue)?;
    let more =
        format!("<link rel=\"modulepreload\" href=\"{base}{loader}\" crossorigin=\"anonymous\">");
    Some((html.replacen(link, &format!("{link}{more}"), 1), base))
}

/// Folders of a module that is cut.
struct Cut {
    /// As wasm-split wrote it.
    draft: PathBuf,
    /// The app's loader, by its final name.
    loader: PathBuf,
    /// The app's chunks, by their final names.
    chunks: PathBuf,
}

impl Cut {
    fn of(bindgen_out: &Path, name: &str) -> Self {
        let split = bindgen_out.join("split").join(name);
        Self {
            draft: split.join("draft"),
            loader: split.join("loader"),
            chunks: split.join(FOLDER),
        }
    }

    /// Cuts a module; returns what remains of it.
    fn module(&self, module: &Path, name: &str) -> Result<PathBuf> {
        for folder in [&self.draft, &self.loader, &self.chunks] {
            if folder.exists() {
                fs::remove_dir_all(folder)
                    .with_context(|| format!("cannot empty {}", folder.display()))?;
            }
            fs::create_dir_all(folder)
                .with_context(|| format!("cannot make {}", folder.display()))?;
        }
        process::run(
            Command::new("wasm-split-cli").args([module, &self.draft]).args(["--out-name", name]),
            "was the app built with the feature `split` and its relocations kept?",
        )?;
        let rest = self.draft.join(format!("{name}.wasm"));
        let outside = self.draft.with_extension("wasm");
        fs::rename(&rest, &outside).with_context(|| format!("cannot move {}", rest.display()))?;
        Ok(outside)
    }

    /// Optimizes the chunks, joins small ones, and names everything after `fingerprint`, also where it is referred to.
    fn finish(&self, fingerprint: &str, glue: &Path) -> Result<()> {
        let mut loader = fs::read_to_string(self.draft.join(LOADER))
            .with_context(|| format!("wasm-split wrote no {LOADER}"))?;
        let mut chunks = self.optimized()?;
        let size = |name: &str| chunks.get(name).map(|bytes| bytes.len() as u64);
        let files = join::files(join::shared(&loader, size)?);
        for (number, file) in (1..).zip(files.iter().filter(|file| file.len() > 1)) {
            let name = format!("shared_{number}-{fingerprint}.wasm");
            let mut bodies = Vec::new();
            for (place, chunk) in file.iter().enumerate() {
                bodies.extend(chunks.remove(&chunk.name));
                let old = fetch_of(&format!("./{}.wasm", chunk.name));
                let new = format!("joined(\"./{FOLDER}/{name}\", {place})");
                loader = replaced(&loader, &old, &new)?;
            }
            self.keep(&name, &join::module_of(&bodies))?;
        }
        for (stem, bytes) in chunks {
            let name = format!("{}-{fingerprint}.wasm", stem.trim_start_matches("split_"));
            self.keep(&name, &bytes)?;
            let old = fetch_of(&format!("./{stem}.wasm"));
            loader = replaced(&loader, &old, &fetch_of(&format!("./{FOLDER}/{name}")))?;
        }
        let name = format!("{FOLDER}-{fingerprint}.js");
        fs::write(self.loader.join(&name), loader + join::TAKE_APART)
            .context("cannot write the loader of chunks")?;
        let text = fs::read_to_string(glue)
            .with_context(|| format!("wasm-bindgen wrote no {}", glue.display()))?;
        let text = replaced(&text, &format!("from \"./{LOADER}\""), &format!("from \"./{name}\""))?;
        fs::write(glue, text).with_context(|| format!("cannot write {}", glue.display()))
    }

    /// The chunks after wasm-opt, by their names in the loader.
    fn optimized(&self) -> Result<BTreeMap<String, Vec<u8>>> {
        let mut chunks = BTreeMap::new();
        for chunk in files(&self.draft)? {
            let Some(stem) = file_name(&chunk).strip_suffix(".wasm").map(str::to_owned) else {
                continue;
            };
            chunks.insert(stem, optimized(&chunk)?);
        }
        Ok(chunks)
    }

    fn keep(&self, name: &str, bytes: &[u8]) -> Result<()> {
        let path = self.chunks.join(name);
        fs::write(&path, bytes).with_context(|| format!("cannot write {}", path.display()))
    }
}

/// How the loader fetches a file.
fn fetch_of(path: &str) -> String {
    format!("fetch(new URL(\"{path}\", import.meta.url))")
}

/// A module without what [`RUSTFLAGS`] has the linker keep, which only a cut needs and wasm-opt stumbles over.
/// `None` for bytes that are no module.
fn without_relocations(module: &[u8]) -> Option<Vec<u8>> {
    const HEADER: usize = 8;
    let (header, mut rest) = module.split_at_checked(HEADER)?;
    let mut lean = header.to_vec();
    while let Some((&id, after)) = rest.split_first() {
        let (length, body) = leb128(after)?;
        let (body, next) = body.split_at_checked(length)?;
        let (section, _) = rest.split_at(rest.len() - next.len());
        let name = (id == 0).then(|| leb128(body).and_then(|(length, text)| text.get(..length)));
        let name = name.flatten().unwrap_or_default();
        if name != b"linking" && !name.starts_with(b"reloc.") {
            lean.extend_from_slice(section);
        }
        rest = next;
    }
    Some(lean)
}

/// A length as wasm writes it, and what follows.
fn leb128(bytes: &[u8]) -> Option<(usize, &[u8])> {
    let mut length = 0;
    for (at, byte) in bytes.iter().enumerate().take(5) {
        length |= usize::from(byte & 0x7f) << (7 * at);
        if byte & 0x80 == 0 {
            return Some((length, &bytes[at + 1..]));
        }
    }
    None
}

/// Replaces what must be there.
fn replaced(text: &str, old: &str, new: &str) -> Result<String> {
    if !text.contains(old) {
        bail!("the output of wasm-split or wasm-bindgen has changed: there is no {old} in it");
    }
    Ok(text.replace(old, new))
}

fn files(folder: &Path) -> Result<Vec<PathBuf>> {
    let entries =
        fs::read_dir(folder).with_context(|| format!("cannot list {}", folder.display()))?;
    let mut files = entries.map(|entry| Ok(entry?.path())).collect::<Result<Vec<_>>>()?;
    files.retain(|path| path.is_file());
    Ok(files)
}

fn file_name(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

#[cfg(test)]
mod tests {
    use super::{replaced, with_loader, without_relocations};

    #[test]
    fn relocations_are_left_out_and_every_other_section_is_kept_as_it_is() {
        let header = b"\0asm\x01\0\0\0".to_vec();
        let section = |id: u8, body: &[u8]| [&[id, body.len() as u8], body].concat();
        let kept = [section(1, b"types"), section(0, b"\x04name!")].concat();
        let dropped = [section(0, b"\x07linking?"), section(0, b"\x0areloc.CODE??")].concat();
        let module = [header.clone(), dropped.clone(), kept.clone(), dropped].concat();
        assert_eq!(without_relocations(&module), Some([header.clone(), kept].concat()));
        assert_eq!(without_relocations(b"\0asm"), None);
        assert_eq!(without_relocations(&[header, vec![0, 9, 1]].concat()), None);
    }

    #[test]
    fn the_loader_is_preloaded_from_the_folder_of_the_script() {
        let script = r#"<link rel="modulepreload" href="/field/a-1.js" crossorigin="anonymous" integrity="sha384-A">"#;
        let loader = r#"<link rel="modulepreload" href="/field/b-2.js" crossorigin="anonymous">"#;
        let page = format!("<head>import '/field/a-1.js'{script}</head>");
        let (html, base) = with_loader(&page, "a-1.js", "b-2.js").unwrap();
        assert_eq!(html, format!("<head>import '/field/a-1.js'{script}{loader}</head>"));
        assert_eq!(base, "/field/");
        assert!(with_loader(&page, "c-3.js", "b-2.js").is_none());
    }

    #[test]
    fn a_reference_that_is_not_there_is_an_error_rather_than_an_app_without_its_pages() {
        assert_eq!(replaced("import \"./a.js\"", "./a.js", "./b.js").unwrap(), "import \"./b.js\"");
        assert!(replaced("import \"./a.js\"", "./c.js", "./b.js").is_err());
    }
}
