//! A page of observations, fetched and decoded: where its plan is, or by a reader, which sends what came of it.
//!
//! Such a message is an array: the words as JSON text, then for each group of the page two `ArrayBuffer`s, its rows
//! and its ids; of an answer that is no page, the body. The buffers are transferred.

use crate::http::{Fetched, fetch};
use crate::message::{text_of, unpacked, words_of};
use gagehouse_observations::packed::{pack_integers, unpack_integers};
use gagehouse_sensorthings::page::{Group, Ids, Page, decode};
use gagehouse_sensorthings::paging::Request;
use js_sys::{Array, ArrayBuffer, Uint8Array};
use serde::{Deserialize, Serialize};
use std::mem::take;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::AbortController;

/// What came of a request.
pub enum Reading {
    /// A page, decoded.
    Page {
        /// What it says.
        page: Page,
        /// From so many bytes.
        bytes: usize,
        /// The rows of its only group as a message of this program holds them.
        packed: Option<ArrayBuffer>,
    },
    /// Anything else, as it came.
    Other(Fetched),
}

#[derive(Serialize, Deserialize)]
enum Words {
    Page { page: Page, bytes: usize },
    Answer { status: u16, retry_after_ms: Option<u64>, content_type: String },
    TooLarge,
    Timeout,
    NoAnswer(String),
}

/// Makes a request and decodes its answer; the controller stops it.
pub async fn read(request: &Request, controller: &AbortController) -> Reading {
    let fetched = fetch(request, controller).await;
    if let Fetched::Answer { status: 200..=299, body, .. } = &fetched
        && let Ok(page) = decode(body, Ids::Keep)
    {
        return Reading::Page { page, bytes: body.len(), packed: None };
    }
    Reading::Other(fetched)
}

impl Reading {
    /// As a message after its number, and what of it is transferred.
    pub fn into_js(self, number: u32) -> (JsValue, Array) {
        let (words, parts) = match self {
            Self::Page { mut page, bytes, .. } => {
                let pack = |group: &mut Group| {
                    let (columns, ids) = (take(&mut group.columns), take(&mut group.ids));
                    [columns.pack(), pack_integers(&ids)]
                };
                let parts = page.groups.iter_mut().flat_map(pack).collect();
                (Words::Page { page, bytes }, parts)
            }
            Self::Other(Fetched::Answer { status, retry_after_ms, content_type, body }) => {
                (Words::Answer { status, retry_after_ms, content_type }, vec![body])
            }
            Self::Other(Fetched::TooLarge) => (Words::TooLarge, Vec::new()),
            Self::Other(Fetched::Timeout) => (Words::Timeout, Vec::new()),
            Self::Other(Fetched::NoAnswer(cause)) => (Words::NoAnswer(cause), Vec::new()),
        };
        let message = Array::of2(&number.into(), &text_of(&words));
        let buffers: Array =
            parts.iter().map(|part| Uint8Array::from(part.as_slice()).buffer()).collect();
        (message.concat(&buffers).into(), buffers)
    }

    /// From a message; `None` for one that is none of ours.
    pub fn from_js(message: &Array) -> Option<Self> {
        let words: Words = words_of(&message.get(1))?;
        let buffer =
            |at: usize| message.get(u32::try_from(at).ok()?).dyn_into::<ArrayBuffer>().ok();
        Some(match words {
            Words::Page { mut page, bytes } => {
                for (number, group) in page.groups.iter_mut().enumerate() {
                    group.columns = unpacked(&buffer(2 + 2 * number)?)?;
                    let ids = Uint8Array::new(buffer(3 + 2 * number)?.as_ref()).to_vec();
                    group.ids = unpack_integers(&ids)?;
                }
                let packed = if page.groups.len() == 1 { buffer(2) } else { None };
                Self::Page { page, bytes, packed }
            }
            Words::Answer { status, retry_after_ms, content_type } => {
                let body = Uint8Array::new(buffer(2)?.as_ref()).to_vec();
                Self::Other(Fetched::Answer { status, retry_after_ms, content_type, body })
            }
            Words::TooLarge => Self::Other(Fetched::TooLarge),
            Words::Timeout => Self::Other(Fetched::Timeout),
            Words::NoAnswer(cause) => Self::Other(Fetched::NoAnswer(cause)),
        })
    }
}
