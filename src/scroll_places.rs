//! How far each page of the history was scrolled, so that going back shows what one had before oneself.
//!
//! The browser restores a place only while the page is as long as it was, and pages here are made anew when they are gone back to.
//! Entries of the history are told apart by their keys (Navigation API); where a browser has none, pages begin at their top.

use crate::browser;
use js_sys::Reflect;
use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, Event, EventTarget, Window};

/// So long a page may take to become as long as it was, in milliseconds.
const PATIENCE_MS: f64 = 3_000.0;
/// A step through the history leads to another page within this, in milliseconds, or stays on the page.
const STEP_MS: f64 = 1_000.0;

/// The places, by entry of the history.
#[derive(Clone, Copy)]
pub struct ScrollPlaces(StoredValue<Kept>);

/// Where a page was left.
#[derive(Debug, Clone, Default)]
struct Place {
    /// Pixels from its top.
    y: f64,
    /// The address in the link by which it was left: long lists are not exactly as high as they were.
    link: Option<String>,
}

#[derive(Default)]
struct Kept {
    /// A handful: a list is searched as fast as a table, in less code.
    places: Vec<(String, Place)>,
    /// The entry of the page that is being left: what is scrolled now is the next page, whose entry comes when it is there.
    left: Option<String>,
    last: Option<String>,
    /// Where the entry that was stepped to was left, and when the step was made.
    stepped: Option<(Place, f64)>,
    /// Which attempt to restore a place is under way; none when somebody scrolls by hand.
    attempt: u32,
    is_restoring: bool,
}

impl Kept {
    /// Where an entry was left; those that were never scrolled are at their top.
    fn place(&mut self, entry: String) -> &mut Place {
        let at = self.places.iter().position(|(known, _)| *known == entry);
        let at = at.unwrap_or_else(|| {
            self.places.push((entry, Place::default()));
            self.places.len() - 1
        });
        &mut self.places[at].1
    }
}

impl ScrollPlaces {
    /// Notes places for as long as the current owner lives.
    pub fn watch() -> Self {
        let this = Self(StoredValue::default());
        let (Some(navigation), Some(window)) = (navigation(), browser::window()) else {
            return this;
        };
        let stepped = move |event: Event| {
            let kind = Reflect::get(&event, &"navigationType".into()).ok();
            if kind.and_then(|kind| kind.as_string()).as_deref() == Some("traverse") {
                this.step();
            }
        };
        // Told before the router hears of it.
        browser::listen(navigation, "currententrychange", Box::new(stepped));
        let document = window.document().map(EventTarget::from);
        let window: EventTarget = window.into();
        browser::listen(window.clone(), "scroll", Box::new(move |_| this.note()));
        // Before the router, which listens at the window, goes on to another entry.
        if let Some(document) = document {
            browser::listen(document, "click", Box::new(move |event| this.note_link(&event)));
        }
        for by_hand in ["wheel", "pointerdown", "keydown"] {
            browser::listen(window.clone(), by_hand, Box::new(move |_| this.stop()));
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

    /// Scrolls as far as the page goes, until it goes as far as it did; keeps the link in view by which it was left, while what
    /// stands above it still comes.
    fn reach(self, place: Place, attempt: u32, until_ms: f64) {
        request_animation_frame(move || {
            let is_current = |kept: &Kept| kept.is_restoring && kept.attempt == attempt;
            if self.0.try_with_value(is_current) != Some(true) {
                return;
            }
            let Some(window) = browser::window() else { return };
            let link = place.link.as_deref().and_then(link_to);
            if !link.as_ref().is_some_and(|link| is_shown(&window, link)) {
                window.scroll_to_with_x_and_y(0.0, place.y);
                if let Some(link) = link.filter(|link| !is_shown(&window, link)) {
                    link.scroll_into_view();
                }
            }
            let is_there = window.scroll_y().is_ok_and(|y| (y - place.y).abs() < 2.0);
            if (is_there && place.link.is_none()) || browser::now_ms() > until_ms {
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
                kept.place(entry).y = y;
            }
        });
    }

    fn note_link(self, event: &Event) {
        let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
        let link = target.and_then(|target| target.closest("main a[href]").ok().flatten());
        let (Some(link), Some(entry)) = (link, current_entry()) else { return };
        self.0.try_update_value(|kept| {
            kept.place(entry).link = link.get_attribute("href");
        });
    }

    fn step(self) {
        let Some(entry) = current_entry() else { return };
        self.0.try_update_value(|kept| {
            let place = kept.place(entry.clone()).clone();
            kept.stepped = Some((place, browser::now_ms()));
            kept.last = Some(entry);
        });
    }

    fn stop(self) {
        self.0.try_update_value(|kept| kept.is_restoring = false);
    }
}

/// Whether the whole of an element is in view.
fn is_shown(window: &Window, element: &Element) -> bool {
    let px = |side: Result<JsValue, JsValue>| side.ok().and_then(|side| side.as_f64());
    let (width, height) = (px(window.inner_width()), px(window.inner_height()));
    let shown = element.get_bounding_client_rect();
    shown.top() >= 0.0
        && shown.left() >= 0.0
        && shown.bottom() <= height.unwrap_or(f64::MAX)
        && shown.right() <= width.unwrap_or(f64::MAX)
}

/// The first link of the page's own with an address.
fn link_to(address: &str) -> Option<Element> {
    let address = address.replace('\\', "\\\\").replace('"', "\\\"");
    let document = browser::window()?.document()?;
    document.query_selector(&format!("main a[href=\"{address}\"]")).ok().flatten()
}

fn navigation() -> Option<EventTarget> {
    Reflect::get(browser::window()?.as_ref(), &"navigation".into()).ok()?.dyn_into().ok()
}

/// The key of the entry that is shown.
fn current_entry() -> Option<String> {
    let entry = Reflect::get(navigation()?.as_ref(), &"currentEntry".into()).ok()?;
    Reflect::get(&entry, &"key".into()).ok()?.as_string()
}
