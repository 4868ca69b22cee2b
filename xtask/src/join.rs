//! Which chunks travel in one file.
//!
//! wasm-split makes a chunk for each set of groups that shares code, and with five groups of pages that is a
//! dozen files for each of them, many of a few kilobytes. Here such chunks are joined as long as a request less is
//! worth more than the bytes that somebody fetches without need. A file of several is a module without code that has them
//! as custom sections, so the browser takes it apart.

use std::collections::BTreeSet;

use anyhow::{Context, Result};

/// What one more request costs whoever waits for it, in bytes of code before compression.
const REQUEST_BYTES: u64 = 12_000;

/// Gives the loader what takes a file apart: an answer to a fetch, as if the chunk had been a file of its own.
pub const TAKE_APART: &str = r#"
const files = new Map();
function joined(path, place) {
    if (!files.has(path)) {
        const file = WebAssembly.compileStreaming(fetch(new URL(path, import.meta.url)));
        files.set(path, file);
        file.catch(() => files.delete(path));
    }
    const headers = { "content-type": "application/wasm" };
    return files.get(path).then((file) => new Response(WebAssembly.Module.customSections(file, "chunk")[place], { headers }));
}
"#;

/// A chunk that several groups of pages need.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shared {
    /// Its name in the loader, `chunk_6`.
    pub name: String,
    /// Who needs it.
    pub groups: BTreeSet<String>,
    /// Its size.
    pub bytes: u64,
}

/// The chunks that are needed by several groups, as the loader has them: a comment with the groups above each.
pub fn shared(loader: &str, bytes_of: impl Fn(&str) -> Option<u64>) -> Result<Vec<Shared>> {
    let lines = loader.lines().zip(loader.lines().skip(1));
    let chunks = lines.filter_map(|(comment, line)| {
        let groups = comment.strip_prefix("/* ")?.strip_suffix(" */")?;
        let (name, _) = line.strip_prefix("const __")?.split_once(" = ")?;
        Some((name, groups.split(", ").map(str::to_owned).collect()))
    });
    chunks
        .map(|(name, groups)| {
            let bytes =
                bytes_of(name).with_context(|| format!("wasm-split wrote no {name}.wasm"))?;
            Ok(Shared { name: name.to_owned(), groups, bytes })
        })
        .collect()
}

/// The chunks of each file.
pub fn files(chunks: Vec<Shared>) -> Vec<Vec<Shared>> {
    let mut files: Vec<Vec<Shared>> = chunks.into_iter().map(|chunk| vec![chunk]).collect();
    loop {
        let pairs =
            (0..files.len()).flat_map(|one| (one + 1..files.len()).map(move |two| (one, two)));
        let gain = |(one, two): (usize, usize)| {
            let both = [&files[one][..], &files[two][..]].concat();
            let (apart, joined) = (cost(&files[one]) + cost(&files[two]), cost(&both));
            (apart.checked_sub(joined)?, one, two).into()
        };
        let best = pairs.filter_map(gain).max_by_key(|(gain, ..)| *gain);
        let Some((_, one, two)) = best.filter(|(gain, ..)| *gain > 0) else { return files };
        let other = files.remove(two);
        files[one].extend(other);
    }
}

/// What a file costs all who need something in it.
fn cost(file: &[Shared]) -> u64 {
    let groups: BTreeSet<&String> = file.iter().flat_map(|chunk| &chunk.groups).collect();
    let bytes: u64 = file.iter().map(|chunk| chunk.bytes).sum();
    groups.len() as u64 * (bytes + REQUEST_BYTES)
}

/// A module that has chunks as its custom sections.
pub fn module_of(chunks: &[Vec<u8>]) -> Vec<u8> {
    const NAME: &[u8] = b"\x05chunk";
    let mut module = b"\0asm\x01\0\0\0".to_vec();
    for chunk in chunks {
        module.push(0);
        leb128(NAME.len() + chunk.len(), &mut module);
        module.extend_from_slice(NAME);
        module.extend_from_slice(chunk);
    }
    module
}

/// Writes a length as wasm does.
fn leb128(mut length: usize, out: &mut Vec<u8>) {
    loop {
        let low = (length & 0x7f) as u8;
        length >>= 7;
        out.push(if length > 0 { low | 0x80 } else { low });
        if length == 0 {
            return;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chunk(name: &str, groups: &[&str], bytes: u64) -> Shared {
        let groups = groups.iter().map(ToString::to_string).collect();
        Shared { name: name.to_owned(), groups, bytes }
    }

    fn names(files: Vec<Vec<Shared>>) -> Vec<Vec<String>> {
        files.into_iter().map(|file| file.into_iter().map(|chunk| chunk.name).collect()).collect()
    }

    #[test]
    fn small_chunks_are_joined_and_nobody_fetches_a_large_one_that_he_has_no_use_for() {
        let chunks = vec![
            chunk("large", &["plot", "analysis"], 400_000),
            chunk("small", &["plot", "analysis", "sites"], 900),
            chunk("tiny", &["plot", "sites"], 300),
            chunk("middle", &["catalog", "sites"], 90_000),
        ];
        assert_eq!(names(files(chunks)), [vec!["large"], vec!["small", "tiny"], vec!["middle"]]);
    }

    #[test]
    fn the_groups_of_a_chunk_are_read_off_the_loader() {
        let loader = "}\n/* plot, sites */\nconst __chunk_7 = makeLoad(() => {\n}\n, []);\n";
        let found = shared(loader, |name| (name == "chunk_7").then_some(5)).unwrap();
        assert_eq!(found, [chunk("chunk_7", &["plot", "sites"], 5)]);
        assert!(shared(loader, |_| None).is_err());
    }

    #[test]
    fn a_file_of_two_is_a_module_with_two_sections() {
        let module = module_of(&[b"one".to_vec(), vec![7; 200]]);
        let expected = [b"\0asm\x01\0\0\0\0\x09\x05chunkone\0".to_vec(), vec![0xce, 1]].concat();
        assert_eq!(&module[..expected.len()], expected);
        assert_eq!(module.len(), expected.len() + 6 + 200);
    }
}
