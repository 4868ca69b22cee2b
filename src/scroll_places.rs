//! How far each page of the history was scrolled, so that going back shows what one had before oneself.
//!
//! The browser restores a place only while the page is as long as it was, and pages here are made anew when they are gone back to.
//! Entries of the history are told apart by their keys (Navigation API); where a browser has none, pages begin at their top.

use crate::browser;
use js_sys::Reflect;
use leptos::prelude::*;
use std::collections::HashMap;
use wasm_bindgen::JsCast;
use web_sys::EventTarget;

/// So long a page may take to become as long as it was, in milliseconds.
const PATIENCE_MS: f64 = 5_000.0;
/// A step through the history leads to another page within this, in milliseconds, or stays on the page.
const STEP_MS: f64 = 1_000.0;

/// The places, by entry of the history.
#[derive(Clone, Copy)]
pub struct ScrollPlaces(StoredValue<Kept>);

#[derive(Default)]
struct Kept {
    places: HashMap<String, f64>,
    /// The entry of the page that is being left: what is scrolled now is the next page, whose entry comes when it is there.
    left: Option<String>,
    last: Option<String>,
    /// Where the entry that was stepped to was left, and when the step was made.
    stepped: Option<(f64, f64)>,
    /// Which attempt to restore a place is under way; none when somebody scrolls by hand.
    attempt: u32,
    is_restoring: bool,
}

impl ScrollPlaces {
    /// Notes places for as long as the current owner lives.
    pub fn watch() -> Self {
        let this = Self(StoredValue::default());
        let (Some(navigation), Some(window)) = (navigation(), browser::window()) else {
            return this;
        };
        // Told before the router hears of it.
        browser::listen(navigation, "currententrychange", move |event| {
            let kind = Reflect::get(&event, &"navigationType".into()).ok();
            if kind.and_then(|kind| kind.as_string()).as_deref() == Some("traverse") {
                this.step();
            }
        });
        browser::listen(window.clone().into(), "scroll", move |_| this.note());
        for by_hand in ["wheel", "touchstart", "keydown"] {
            browser::listen(window.clone().into(), by_hand, move |_| this.stop());
        }
        this
    }

    /// Another page is shown: begins to restore its place and says so, or does not where it is a new one.
    pub fn restore(self) -> bool {
        let found = self.0.try_update_value(|kept| {
            kept.attempt += 1;
            let stepped = kept.stepped.take();
            let place = stepped.filter(|(_, at)| browser::now_ms() - at < STEP_MS);
            kept.left = if place.is_some() { None } else { kept.last.clone() };
            kept.is_restoring = place.is_some();
            Some((place?.0, kept.attempt))
        });
        let Some((place, attempt)) = found.flatten() else { return false };
        self.reach(place, attempt, browser::now_ms() + PATIENCE_MS);
        true
    }

    /// Scrolls as far as the page goes, until it goes as far as it did.
    fn reach(self, place: f64, attempt: u32, until_ms: f64) {
        request_animation_frame(move || {
            let is_current = |kept: &Kept| kept.is_restoring && kept.attempt == attempt;
            if self.0.try_with_value(is_current) != Some(true) {
                return;
            }
            let Some(window) = browser::window() else { return };
            window.scroll_to_with_x_and_y(0.0, place);
            let is_there = window.scroll_y().is_ok_and(|y| (y - place).abs() < 2.0);
            if is_there || browser::now_ms() > until_ms {
                self.stop();
            } else {
                self.reach(place, attempt, until_ms);
            }
        });
    }

    fn note(self) {
        let y = browser::window().and_then(|window| window.scroll_y().ok());
        let (Some(y), Some(entry)) = (y, current_entry()) else { return };
        self.0.try_update_value(|kept| {
            if !kept.is_restoring && kept.left.as_ref() != Some(&entry) {
                kept.last = Some(entry.clone());
                kept.left = None;
                kept.places.insert(entry, y);
            }
        });
    }

    fn step(self) {
        let Some(entry) = current_entry() else { return };
        self.0.try_update_value(|kept| {
            // Those that were never scrolled are at their top.
            let place = kept.places.get(&entry).copied().unwrap_or(0.0);
            kept.stepped = Some((place, browser::now_ms()));
            kept.last = Some(entry);
        });
    }

    fn stop(self) {
        self.0.try_update_value(|kept| kept.is_restoring = false);
    }
}

fn navigation() -> Option<EventTarget> {
    Reflect::get(browser::window()?.as_ref(), &"navigation".into()).ok()?.dyn_into().ok()
}

/// The key of the entry that is shown.
fn current_entry() -> Option<String> {
    let entry = Reflect::get(navigation()?.as_ref(), &"currentEntry".into()).ok()?;
    Reflect::get(&entry, &"key".into()).ok()?.as_string()
}
