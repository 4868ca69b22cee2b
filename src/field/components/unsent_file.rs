//! What is not sent yet as a file: saved on one device, taken in on another.

use crate::browser;
use crate::chart::download;
use crate::field::device::use_device;
use js_sys::Array;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{Event, HtmlInputElement};

/// The button that saves it.
#[component]
pub fn SaveUnsent() -> impl IntoView {
    let device = use_device();
    let problem = RwSignal::new(None::<&'static str>);
    let save = move |_| {
        spawn_local(async move {
            let text = device.unsent().await;
            let day = browser::now().to_rfc3339();
            let name = format!("gagehouse-unsent-{}.json", day.get(..10).unwrap_or_default());
            let is_saved = download::save(&Array::of1(&text.into()), "application/json", &name);
            let why = (!is_saved).then_some("This browser saves no files.");
            let _ = problem.try_set(why);
        });
    };
    view! {
        <p class="actions">
            <button type="button" class="button button--quiet" on:click=save>"Save it all as a file"</button>
        </p>
        <p class="quiet small">"A copy for the case that this device breaks: another one takes it in and sends it. What both send arrives once."</p>
        <p role="alert" class="field-problem">{move || problem.get()}</p>
    }
}

/// The button that takes such a file in.
#[component]
pub fn TakeInUnsent() -> impl IntoView {
    let device = use_device();
    let said = RwSignal::new(None::<Result<String, String>>);
    let taken = move |event: Event| {
        let target = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok());
        let Some(input) = target else { return };
        let Some(file) = input.files().and_then(|files| files.get(0)) else { return };
        spawn_local(async move {
            let text = JsFuture::from(file.text()).await.ok().and_then(|text| text.as_string());
            let text = text.ok_or_else(|| format!("'{}' could not be read.", file.name()));
            let _ = said.try_set(Some(text.and_then(|text| device.take_in(&text))));
            input.set_value("");
        });
    };
    view! {
        <p class="actions">
            <label class="button button--quiet field-file">
                "Take in a file of unsent work"
                <input type="file" accept="application/json,.json" on:change=taken />
            </label>
            <span role="status">{move || said.get().and_then(Result::ok)}</span>
        </p>
        <p role="alert" class="field-problem">{move || said.get().and_then(Result::err)}</p>
    }
}
