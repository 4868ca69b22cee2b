//! What is not sent yet as a file, so that a broken tablet loses nothing: another one takes it in and sends it.

use super::Device;
use crate::field::device::draft::VisitDraft;
use gagehouse_records::outbox::{Item, Load};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What the file says it is.
const FORMAT: &str = "gagehouse-unsent-1";

/// The file.
#[derive(Serialize, Deserialize)]
struct Saved {
    format: String,
    items: Vec<Item>,
    drafts: Vec<VisitDraft>,
    /// Bytes of photos by their hash, hexadecimal.
    files: BTreeMap<String, String>,
}

impl Device {
    /// Everything that this device has not sent, of all accounts, as JSON.
    pub async fn unsent(self) -> String {
        let items = self.outbox.with_untracked(|outbox| outbox.items().to_vec());
        let mut files = BTreeMap::new();
        for item in &items {
            if let Load::Content { sha256, .. } = &item.load
                && let Some(bytes) = self.bytes(sha256).await
            {
                files.insert(sha256.clone(), hex(&bytes));
            }
        }
        let drafts = self.drafts.with_untracked(|drafts| {
            let waits =
                |draft: &VisitDraft| items.iter().any(|item| item.visit == Some(draft.id()));
            drafts.values().filter(|draft| draft.is_open || waits(draft)).cloned().collect()
        });
        let saved = Saved { format: FORMAT.to_owned(), items, drafts, files };
        serde_json::to_string(&saved).unwrap_or_default()
    }

    /// Takes in such a file; says how many changes and visits came that were not here, or why it is none.
    pub fn take_in(self, text: &str) -> Result<String, String> {
        let saved: Saved = serde_json::from_str(text)
            .map_err(|error| format!("It is no file of unsent work: {error}"))?;
        if saved.format != FORMAT {
            return Err(format!("It is of the form '{}', expected '{FORMAT}'", saved.format));
        }
        let mut drafts = saved.drafts;
        drafts.retain(|draft| !self.drafts.with_untracked(|known| known.contains_key(&draft.id())));
        // The bytes first: an item that is sent has them.
        for (sha256, bytes) in &saved.files {
            if let Some(bytes) = bytes_of(bytes) {
                self.keep_bytes(sha256, &bytes);
            }
        }
        drafts.iter().for_each(|draft| self.keep_draft(draft));
        let mut count = 0;
        self.with_outbox(|outbox| {
            let writes = outbox.take_in(saved.items);
            count = writes.len();
            writes
        });
        Ok(format!("{count} changes and {} visits were taken in.", drafts.len()))
    }
}

fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let digit = |four: u8| char::from(DIGITS[usize::from(four & 15)]);
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(*byte)]).collect()
}

fn bytes_of(hex: &str) -> Option<Vec<u8>> {
    let pairs = hex.as_bytes().chunks(2);
    pairs.map(|pair| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasm_bindgen_test::wasm_bindgen_test;

    #[wasm_bindgen_test]
    fn bytes_come_back_as_they_were() {
        let bytes: Vec<u8> = (0..=255).collect();
        assert_eq!(bytes_of(&hex(&bytes)), Some(bytes));
        assert_eq!(bytes_of("0g"), None);
    }
}
