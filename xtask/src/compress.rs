//! Compressed copies `x.br` and `x.gz` beside each file `x` of the app, for the sidecar to serve.

use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::thread;

use anyhow::{Context, Result, anyhow};

use crate::fingerprint;

/// Kinds of files that get smaller; pictures and fonts are compressed already.
const EXTENSIONS: &[&str] = &["css", "html", "js", "json", "map", "svg", "txt", "wasm"];

/// Compresses every file of the kinds above below `folder`, on two threads. Copies stay in `kept` by
/// their content, since most files (Leaflet, the atlases) are the same after every build.
pub fn folder(folder: &Path, kept: &Path) -> Result<()> {
    fs::create_dir_all(kept).with_context(|| format!("cannot make {}", kept.display()))?;
    let files = compressible(folder)?;
    // Every other file, so that both threads meet large and small ones.
    let one_in_two = |first: usize| files.iter().skip(first).step_by(2);
    thread::scope(|scope| {
        let other = scope.spawn(|| one_in_two(1).try_for_each(|file| compress(file, kept)));
        one_in_two(0).try_for_each(|file| compress(file, kept))?;
        other.join().map_err(|_| anyhow!("a compressing thread failed"))?
    })
}

/// All files below `folder` of the kinds that are compressed, the largest first.
pub fn compressible(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut sized = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        let entries =
            fs::read_dir(&folder).with_context(|| format!("cannot list {}", folder.display()))?;
        for entry in entries {
            let entry = entry?;
            let path = entry.path();
            let extension = path.extension().and_then(|extension| extension.to_str());
            if path.is_dir() {
                folders.push(path);
            } else if extension.is_some_and(|extension| EXTENSIONS.contains(&extension)) {
                sized.push((entry.metadata()?.len(), path));
            }
        }
    }
    sized.sort_by(|one, other| other.cmp(one));
    Ok(sized.into_iter().map(|(_, path)| path).collect())
}

/// The name of a compressed copy.
pub fn copy_of(path: &Path, extension: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".");
    name.push(extension);
    PathBuf::from(name)
}

fn compress(path: &Path, kept: &Path) -> Result<()> {
    let bytes = fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
    let kept = kept.join(fingerprint::of_bytes(&bytes));
    for extension in ["br", "gz"] {
        let kept = copy_of(&kept, extension);
        if !kept.is_file() {
            let draft = copy_of(&kept, "draft");
            write(&draft, extension, &bytes)
                .and_then(|()| Ok(fs::rename(&draft, &kept)?))
                .with_context(|| format!("cannot write {}", kept.display()))?;
        }
        let copy = copy_of(path, extension);
        fs::copy(&kept, &copy).with_context(|| format!("cannot write {}", copy.display()))?;
    }
    Ok(())
}

fn write(path: &Path, extension: &str, bytes: &[u8]) -> Result<()> {
    let file = File::create(path)?;
    if extension == "br" {
        brotli::CompressorWriter::new(file, 1 << 16, 11, 22).write_all(bytes)?;
    } else {
        let mut encoder = flate2::write::GzEncoder::new(file, flate2::Compression::best());
        encoder.write_all(bytes)?;
        encoder.finish()?;
    }
    Ok(())
}
