//! Values, picture and request of what is shown, to take away.

use super::export::{file_name, incomplete, palette, picture, request};
use super::export_values::ExportValues;
use super::series_info::SeriesInfo;
use super::state::PlotState;
use crate::browser;
use crate::chart::download::save;
use crate::chunks;
use crate::components::dialog_button::DialogButton;
use crate::components::later::Later;
use crate::links::EXPORT;
use gagehouse_chart::export::script;
use js_sys::Array;
use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::hooks::use_location;

/// Pictures are this wide and high unless the reader says otherwise, in CSS pixels.
const SIZE: (u32, u32) = (1200, 700);
/// No side of a picture is longer.
const LONGEST: u32 = 8_000;
/// A PNG has so many pixels to one of the size chosen.
const PNG_SCALE: u32 = 2;

/// A button, and the dialog that it opens.
#[component]
pub fn ExportDialog(
    /// What the page shares.
    state: PlotState,
) -> impl IntoView {
    let is_open = RwSignal::new(false);
    // "Download selected" of the catalog leads here.
    let hash = use_location().hash;
    Effect::new(move |_| {
        if hash.with(|hash| hash.trim_start_matches('#') == EXPORT) {
            is_open.set(true);
        }
    });
    view! {
        <DialogButton name="Export" is_open>
            <Later state fetch=chunks::plot_export is_wanted=is_open text="Loading" />
        </DialogButton>
    }
}

/// What the dialog offers.
pub fn export_parts(state: PlotState) -> impl IntoView {
    view! {
        <Incomplete state />
        <ExportValues state />
        <Picture state />
        <Requests state />
    }
}

/// Says which series lack rows of the window.
#[component]
fn Incomplete(state: PlotState) -> impl IntoView {
    let missing = move || {
        let window = state.settled.get()?;
        state.store.track();
        let shown = state.shown();
        let item = |info: &SeriesInfo| {
            let why = incomplete(state, info, window)?;
            Some(view! { <li>{info.label()} ": " {why}</li> })
        };
        let items: Vec<_> = shown.iter().filter_map(item).collect();
        (!items.is_empty()).then(|| {
            view! {
                <div class="notice notice--stale" role="status">
                    <strong>"Incomplete."</strong>
                    " What is exported says so."
                    <ul>{items}</ul>
                </div>
            }
        })
    };
    view! { {missing} }
}

#[component]
fn Picture(state: PlotState) -> impl IntoView {
    let (width, height) = (NodeRef::<html::Input>::new(), NodeRef::<html::Input>::new());
    let said = RwSignal::new(String::new());
    let size = move || {
        let read = |input: NodeRef<html::Input>| {
            let text = input.get_untracked().map(|input| input.value()).unwrap_or_default();
            let number: Option<u32> = text.trim().parse().ok();
            number.filter(|number| (200..=LONGEST).contains(number)).ok_or(text)
        };
        match (read(width), read(height)) {
            (Ok(width), Ok(height)) => Some((width, height)),
            (Err(text), _) | (_, Err(text)) => {
                said.set(format!("'{text}' is not a number from 200 to {LONGEST}."));
                None
            }
        }
    };
    let pictured = move || {
        let (size, window) = size().zip(state.settled.get_untracked())?;
        let pictured = untrack(|| picture(state, window, size));
        if pictured.is_none() {
            said.set("There is nothing to draw.".to_owned());
        }
        pictured
    };
    let name = move |extension: &str| untrack(|| file_name(&state.shown(), extension));
    let done = move |is_saved: bool| {
        let text = if is_saved { "Saved." } else { "The browser refused; try a smaller size." };
        said.try_set(text.to_owned());
    };
    let svg = move |_| {
        if let Some(pictured) = pictured() {
            let text = pictured.svg(&palette());
            done(
                !text.is_empty() && save(&Array::of1(&text.into()), "image/svg+xml", &name("svg")),
            );
        }
    };
    let png = move |_| {
        if let Some(pictured) = pictured() {
            let name = name("png");
            spawn_local(async move {
                let blob = pictured.png(PNG_SCALE, &palette()).await;
                done(blob.is_some_and(|blob| save(&Array::of1(&blob), "image/png", &name)));
            });
        }
    };
    let print = move |_| {
        if let Some(window) = browser::window() {
            let _ = window.print();
        }
    };
    view! {
        <section aria-labelledby="export-picture">
            <h3 id="export-picture">"Picture"</h3>
            <p class="export-dialog__row">
                <label>
                    "Width "
                    <input type="text" inputmode="numeric" size="5" node_ref=width value=SIZE.0.to_string() />
                </label>
                <label>
                    "Height "
                    <input type="text" inputmode="numeric" size="5" node_ref=height value=SIZE.1.to_string() />
                </label>
                <button type="button" class="button" on:click=png>"PNG"</button>
                <button type="button" class="button" on:click=svg>"SVG"</button>
                <button type="button" class="button button--quiet" on:click=print>"Print"</button>
            </p>
            <p class="small quiet">"A PNG has two pixels each way for one of the size. Several charts stand one below the other, and the picture is higher where they need it."</p>
            <p class="small" role="status">{move || said.get()}</p>
        </section>
    }
}

#[component]
fn Requests(state: PlotState) -> impl IntoView {
    let requests = move || {
        let window = state.settled.get()?;
        let shown = state.shown();
        let item = |info: &SeriesInfo| {
            let url = request(info, window);
            let (python, r) = (script::python(&url), script::r(&url));
            let label = info.label();
            view! {
                <details>
                    <summary>{label.clone()}</summary>
                    <p class="small"><a href=url.clone()>{url.clone()}</a></p>
                    <Lines label=format!("Python, {label}") text=python />
                    <Lines label=format!("R, {label}") text=r />
                </details>
            }
        };
        let read = shown.iter().filter(|info| info.made_of.is_none());
        Some(read.map(item).collect::<Vec<_>>())
    };
    view! {
        <section aria-labelledby="export-requests">
            <h3 id="export-requests">"Request"</h3>
            <p>"The SensorThings request of each series, and lines that read it in Python and R."</p>
            {requests}
        </section>
    }
}

/// Lines of a program, to be selected and copied.
#[component]
fn Lines(label: String, text: String) -> impl IntoView {
    let words = label.split(',').next().unwrap_or_default().to_owned();
    view! {
        <p class="small quiet">{words}</p>
        <pre class="export-dialog__lines" tabindex="0" role="region" aria-label=label>{text}</pre>
    }
}
