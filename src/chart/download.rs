//! Files made in the page, handed to the reader.

use crate::browser;
use js_sys::Array;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Blob, BlobPropertyBag, HtmlAnchorElement, Url};

/// Saves parts, texts or blobs, one after the other as one file. Says whether the browser took it.
pub fn save(parts: &Array, kind: &str, name: &str) -> bool {
    blob_of(parts, kind).and_then(|blob| offer(&blob, name).ok()).is_some()
}

/// Texts, bytes and blobs one after the other as one blob; `None` when there is no room for it.
pub fn blob_of(parts: &Array, kind: &str) -> Option<Blob> {
    let options = BlobPropertyBag::new();
    options.set_type(kind);
    Blob::new_with_blob_sequence_and_options(parts, &options).ok()
}

/// Clicks a link to the file.
fn offer(blob: &Blob, name: &str) -> Result<(), JsValue> {
    let missing = || JsValue::from_str("no document");
    let document = browser::window().and_then(|window| window.document()).ok_or_else(missing)?;
    let url = Url::create_object_url_with_blob(blob)?;
    let link: HtmlAnchorElement = document.create_element("a")?.dyn_into()?;
    link.set_href(&url);
    link.set_download(name);
    link.click();
    // The download has its own hold on the blob by the next turn of the event loop.
    let release = move || drop(Url::revoke_object_url(&url));
    leptos::prelude::set_timeout(release, std::time::Duration::from_secs(60));
    Ok(())
}
