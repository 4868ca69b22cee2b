//! Whether inputs changed: a hash of bytes, or of all files below some paths.

use std::fs;
use std::hash::{DefaultHasher, Hasher};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

/// A hash of bytes, in hexadecimal.
pub fn of_bytes(bytes: &[u8]) -> String {
    let mut hasher = DefaultHasher::new();
    hasher.write(bytes);
    format!("{:016x}", hasher.finish())
}

/// A hash of the names and contents of files, named from `root`.
pub fn of_files(root: &Path, files: &[PathBuf]) -> Result<String> {
    let mut hasher = DefaultHasher::new();
    for file in files {
        let path = root.join(file);
        let content = fs::read(&path).with_context(|| format!("cannot read {}", path.display()))?;
        hasher.write(file.as_os_str().as_encoded_bytes());
        hasher.write_usize(content.len());
        hasher.write(&content);
    }
    Ok(format!("{:016x}", hasher.finish()))
}

/// All files at or below `inputs`, sorted and named from `root`, below which they are.
pub fn files(root: &Path, inputs: &[PathBuf]) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for input in inputs {
        collect(&root.join(input), &mut files)?;
    }
    let mut files: Vec<PathBuf> =
        files.iter().filter_map(|file| Some(file.strip_prefix(root).ok()?.to_owned())).collect();
    files.sort();
    Ok(files)
}

/// All files at or below `path`; nothing when it does not exist.
fn collect(path: &Path, files: &mut Vec<PathBuf>) -> Result<()> {
    if path.is_file() {
        files.push(path.to_owned());
    } else if path.is_dir() {
        let entries =
            fs::read_dir(path).with_context(|| format!("cannot list {}", path.display()))?;
        for entry in entries {
            collect(&entry?.path(), files)?;
        }
    }
    Ok(())
}
