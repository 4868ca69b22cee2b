//! A picture: scaled down on the device, kept by its hash, sent after its record.

use super::choices::terms_of;
use crate::browser;
use crate::field::clock;
use crate::field::components::choice_input::ChoiceInput;
use crate::field::components::text_input::TextInput;
use crate::field::device::draft::{Form, Part, Sheet};
use crate::field::entry::{Entry, OpenVisit};
use gagehouse_records::Kind;
use gagehouse_records::vocabulary::ATTACHMENT_KIND;
use js_sys::{Array, Uint8Array};
use leptos::prelude::*;
use serde_json::json;
use sha2::{Digest, Sha256};
use std::fmt::Write;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{
    Blob, BlobPropertyBag, CanvasRenderingContext2d, File, HtmlCanvasElement, HtmlInputElement,
    ImageBitmap, Url,
};

/// Longest side of a picture that is kept, pixels.
const LONGEST_PX: f64 = 2048.0;
/// A picture of at most so many bytes is kept as it is.
const SMALL_BYTES: f64 = 1_500_000.0;

/// The button that takes pictures, and adds each to the visit.
#[component]
pub fn PhotoButton(visit: OpenVisit) -> impl IntoView {
    let problem = RwSignal::new(None::<String>);
    let taken = move |event: web_sys::Event| {
        let Some(input) =
            event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok())
        else {
            return;
        };
        let files = input.files();
        let files: Vec<File> = files
            .iter()
            .flat_map(|files| (0..files.length()).filter_map(|at| files.get(at)))
            .collect();
        spawn_local(async move {
            for file in files {
                let name = file.name();
                let said = match take(visit, &file).await {
                    Some(()) => None,
                    None => Some(format!(
                        "'{name}' is no picture that can be shown, and was not added: JPEG, PNG and WebP can be"
                    )),
                };
                let _ = problem.try_set(said);
            }
            input.set_value("");
        });
    };
    view! {
        <label class="button button--quiet field-file">
            "Photo"
            <input type="file" accept="image/jpeg,image/png,image/webp" capture="environment" multiple=true on:change=taken />
        </label>
        <p role="alert" class="field-problem">{move || problem.get()}</p>
    }
}

/// Whether the browser can show it.
async fn is_picture(file: &File) -> bool {
    let read = browser::window().and_then(|it| it.create_image_bitmap_with_blob(file).ok());
    let Some(read) = read else { return false };
    let bitmap = JsFuture::from(read).await.ok().and_then(|it| it.dyn_into::<ImageBitmap>().ok());
    bitmap.inspect(ImageBitmap::close).is_some()
}

async fn take(visit: OpenVisit, file: &File) -> Option<()> {
    if !is_picture(file).await {
        return None;
    }
    let (bytes, is_jpeg) = if file.size() <= SMALL_BYTES {
        (bytes_of(file).await?, false)
    } else {
        (bytes_of(&scaled(file).await?).await?, true)
    };
    let mut sha256 = String::new();
    for byte in Sha256::digest(&bytes) {
        let _ = write!(sha256, "{byte:02x}");
    }
    visit.device.keep_bytes(&sha256, &bytes);
    let mut name = file.name().replace(['/', '\\'], "_");
    if is_jpeg && let Some((stem, _)) = name.rsplit_once('.') {
        name = format!("{stem}.jpg");
    }
    let id = visit.draft.try_with_untracked(|draft| draft.id())?;
    let taken = clock::now(visit.offset_minutes()).to_string();
    let record = json!({"of": id, "sha256": sha256, "bytes": bytes.len(), "file_name": name, "attachment_kind": "other",
        "caption": "", "taken": taken});
    visit.add(Part { form: Form::Photo, sheets: vec![Sheet::new(Kind::Attachment, record)] });
    Some(())
}

async fn bytes_of(blob: &Blob) -> Option<Vec<u8>> {
    let buffer = JsFuture::from(blob.array_buffer()).await.ok()?;
    Some(Uint8Array::new(&buffer).to_vec())
}

/// The picture as a JPEG whose longer side is at most [`LONGEST_PX`].
async fn scaled(file: &File) -> Option<Blob> {
    let window = browser::window()?;
    let bitmap = window.create_image_bitmap_with_blob(file).ok()?;
    let bitmap: ImageBitmap = JsFuture::from(bitmap).await.ok()?.dyn_into().ok()?;
    let (width, height) = (f64::from(bitmap.width()), f64::from(bitmap.height()));
    let scale = (LONGEST_PX / width.max(height)).min(1.0);
    let canvas: HtmlCanvasElement =
        window.document()?.create_element("canvas").ok()?.dyn_into().ok()?;
    canvas.set_width((width * scale).round() as u32);
    canvas.set_height((height * scale).round() as u32);
    let context: CanvasRenderingContext2d = canvas.get_context("2d").ok()??.dyn_into().ok()?;
    let (to_width, to_height) = (f64::from(canvas.width()), f64::from(canvas.height()));
    context
        .draw_image_with_image_bitmap_and_dw_and_dh(&bitmap, 0.0, 0.0, to_width, to_height)
        .ok()?;
    bitmap.close();
    let made = js_sys::Promise::new(&mut |resolve, _reject| {
        let quality = JsValue::from_f64(0.85);
        let _ = canvas.to_blob_with_type_and_encoder_options(&resolve, "image/jpeg", &quality);
    });
    JsFuture::from(made).await.ok()?.dyn_into().ok()
}

/// What it shows, with the picture.
#[component]
pub fn PhotoForm(entry: Entry) -> impl IntoView {
    let kinds = Signal::derive(move || terms_of(entry.visit, ATTACHMENT_KIND));
    view! {
        <Picture entry />
        <div class="field-grid">
            <ChoiceInput entry pointer="/attachment_kind" label="Shows" choices=kinds />
            <TextInput entry pointer="/caption" label="Caption" />
        </div>
    }
}

/// The picture, from the device.
#[component]
pub fn Picture(entry: Entry) -> impl IntoView {
    let url = RwSignal::new(None::<String>);
    let (device, sha256) = (entry.visit.device, entry.text_now("/sha256"));
    spawn_local(async move {
        let Some(bytes) = device.bytes(&sha256).await else {
            // One that was taken on another device: the server has it.
            let content = format!("/api/v1/attachments/{}/content", entry.id);
            drop(url.try_set(Some(browser::under_base(&content))));
            return;
        };
        let parts = Array::of1(&Uint8Array::from(bytes.as_slice()));
        let blob = Blob::new_with_u8_array_sequence_and_options(&parts, &BlobPropertyBag::new());
        let made = blob.ok().and_then(|blob| Url::create_object_url_with_blob(&blob).ok());
        let _ = url.try_set(made);
    });
    on_cleanup(move || {
        if let Some(url) = url.try_get_untracked().flatten().filter(|url| url.starts_with("blob:"))
        {
            let _ = Url::revoke_object_url(&url);
        }
    });
    let alt = move || match entry.text("/caption") {
        caption if caption.is_empty() => entry.text("/file_name"),
        caption => caption,
    };
    move || url.get().map(|url| view! { <img class="field-photo" src=url alt=alt /> })
}
