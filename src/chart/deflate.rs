//! The browser's own deflate, which no module of ours has to carry.

use js_sys::Promise;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, ReadableWritablePair, Response};

#[wasm_bindgen]
extern "C" {
    /// A pair of streams: what is written to one is read packed from the other.
    type CompressionStream;

    #[wasm_bindgen(constructor, catch)]
    fn new(format: &str) -> Result<CompressionStream, JsValue>;
}

/// A blob deflated as ZIP archives hold it; `None` where the browser cannot.
pub async fn deflated(blob: &Blob) -> Option<Blob> {
    let packer: ReadableWritablePair = CompressionStream::new("deflate-raw").ok()?.unchecked_into();
    let packed = blob.stream().pipe_through(&packer);
    let response = Response::new_with_opt_readable_stream(Some(&packed)).ok()?;
    let made: Promise = response.blob().ok()?.unchecked_into();
    JsFuture::from(made).await.ok()?.dyn_into().ok()
}
