//! A label read by the camera, where the browser can (`BarcodeDetector`); elsewhere one types, or a scanner does.

use crate::browser;
use js_sys::{Array, Function, Promise, Reflect};
use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{Event, File, HtmlInputElement};

/// The button; nothing where the browser reads no codes.
#[component]
pub fn ScanButton(
    /// What the label says.
    read: Callback<String>,
) -> impl IntoView {
    let problem = RwSignal::new(None::<&'static str>);
    let taken = move |event: Event| {
        let target = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok());
        let Some(input) = target else { return };
        let Some(file) = input.files().and_then(|files| files.get(0)) else { return };
        spawn_local(async move {
            let code = code_on(&file).await;
            let why = code
                .is_none()
                .then_some("No code was found on the picture: hold it closer, or type the number.");
            let _ = problem.try_set(why);
            if let Some(code) = code {
                read.run(code);
            }
            input.set_value("");
        });
    };
    detector().is_some().then(|| {
        view! {
            <label class="button button--quiet field-file">
                "Scan with the camera"
                <input type="file" accept="image/*" capture="environment" on:change=taken />
            </label>
            <p role="alert" class="field-problem">{move || problem.get()}</p>
        }
    })
}

/// The browser's class, where there is one.
fn detector() -> Option<Function> {
    let window = browser::window()?;
    Reflect::get(&window, &"BarcodeDetector".into()).ok()?.dyn_into().ok()
}

/// The first bar code or QR code on a picture.
async fn code_on(file: &File) -> Option<String> {
    let bitmap = browser::window()?.create_image_bitmap_with_blob(file).ok()?;
    let bitmap = JsFuture::from(bitmap).await.ok()?;
    let detector = Reflect::construct(&detector()?, &Array::new()).ok()?;
    let detect: Function = Reflect::get(&detector, &"detect".into()).ok()?.dyn_into().ok()?;
    let found: Promise = detect.call1(&detector, &bitmap).ok()?.dyn_into().ok()?;
    let found: Array = JsFuture::from(found).await.ok()?.dyn_into().ok()?;
    let text = |code: JsValue| Reflect::get(&code, &"rawValue".into()).ok()?.as_string();
    found.iter().find_map(text).filter(|text| !text.trim().is_empty())
}
