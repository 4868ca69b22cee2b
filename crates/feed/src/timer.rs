//! Waiting and chance, from whichever global scope runs this: a page's or a worker's.

use js_sys::{Function, Promise};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen_futures::JsFuture;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_name = setTimeout)]
    fn set_timeout(then: &Function, ms: i32) -> JsValue;
}

/// Waits without blocking.
pub async fn sleep(ms: u64) {
    let ms = i32::try_from(ms).unwrap_or(i32::MAX);
    let waited = Promise::new(&mut |resolve, _reject| {
        set_timeout(&resolve, ms);
    });
    // A timer's promise is never rejected.
    let _ = JsFuture::from(waited).await;
}

/// Milliseconds since 1970, by the device's clock.
pub fn now_ms() -> f64 {
    js_sys::Date::now()
}

/// Days since 1970, by the device's clock.
pub fn today() -> i64 {
    (now_ms() / 86_400_000.0) as i64
}

/// Any number.
pub fn seed() -> u64 {
    (js_sys::Math::random() * 9e15) as u64
}
