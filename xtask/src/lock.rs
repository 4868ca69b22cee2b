//! Locks between xtasks that run at the same time.

use std::fs::{self, File};
use std::path::Path;

use anyhow::{Context, Result};

use crate::ui;

/// Holds the file `lock` of a folder until it is dropped. While another xtask holds it, says for what it waits.
pub fn hold(folder: &Path, what_others_do: &str) -> Result<File> {
    fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))?;
    let path = folder.join("lock");
    let file = File::create(&path).with_context(|| format!("cannot open {}", path.display()))?;
    if file.try_lock().is_err() {
        ui::line(&format!("-> waiting for another xtask that is {what_others_do}"));
        file.lock().with_context(|| format!("cannot lock {}", path.display()))?;
    }
    Ok(file)
}

#[cfg(test)]
mod tests {
    use super::hold;
    use std::sync::mpsc;
    use std::thread;

    #[test]
    fn the_second_waits_until_the_first_lets_go() {
        let folder = std::env::temp_dir().join(format!("xtask-lock-{}", std::process::id()));
        let first = hold(&folder, "building").unwrap();
        let (sender, receiver) = mpsc::channel();
        let other = folder.clone();
        let second = thread::spawn(move || {
            let held = hold(&other, "building").unwrap();
            sender.send(()).unwrap();
            held
        });
        assert!(receiver.try_recv().is_err());
        drop(first);
        receiver.recv().unwrap();
        drop(second.join().unwrap());
        std::fs::remove_dir_all(folder).unwrap();
    }
}
