//! The side that reads: in a worker, or on the page where no worker starts.

use crate::driver::Driver;
use crate::message::{Command, Report};
use crate::{timer, warm_up};
use js_sys::{Function, Reflect};
use std::cell::Cell;
use std::rc::Rc;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{EventTarget, MessageEvent, MessagePort};

/// What the server says when it is up, to whoever started it; the answer is the same word with a port.
pub(crate) const GREETING: &str = "gagehouse-feed";

/// Who asks for nothing within this is not kept waiting by a warm-up.
const BEFORE_WARM_UP_MS: u64 = 60;

/// Waits for the page's port and says so. Runs in a worker's global scope or a page's.
pub fn announce() {
    let global = js_sys::global();
    let Some(target) = global.dyn_ref::<EventTarget>() else { return };
    let greeted = Closure::<dyn Fn(MessageEvent)>::new(|event: MessageEvent| {
        let is_greeting = event.data().as_string().as_deref() == Some(GREETING);
        let port = event.ports().get(0).dyn_into::<MessagePort>();
        if let (true, Ok(port)) = (is_greeting, port) {
            serve(&port);
        }
    });
    let listener = greeted.into_js_value();
    if target.add_event_listener_with_callback("message", listener.unchecked_ref()).is_ok() {
        post_to_starter(&global);
    }
}

/// `postMessage` of a worker reaches the page that made it, that of a page the page itself.
fn post_to_starter(global: &JsValue) {
    let post = Reflect::get(global, &"postMessage".into());
    if let Some(post) = post.ok().and_then(|post| post.dyn_into::<Function>().ok()) {
        // Without the greeting the page gives up waiting and says so.
        let _ = post.call1(global, &GREETING.into());
    }
}

/// Obeys what comes through a port, for as long as this scope lives.
fn serve(port: &MessagePort) {
    let replies = port.clone();
    let driver = Driver::new(move |report: Report| {
        let (message, transferred) = report.to_js();
        // A port whose page is gone takes messages and drops them.
        let _ = replies.post_message_with_transferable(&message, &transferred);
    });
    driver.prepare();
    let is_asked = Rc::new(Cell::new(false));
    let asked = is_asked.clone();
    wasm_bindgen_futures::spawn_local(async move {
        timer::sleep(BEFORE_WARM_UP_MS).await;
        warm_up::warm_up(&asked).await;
    });
    let obey = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
        is_asked.set(true);
        if let Some(command) = Command::from_js(&event.data()) {
            driver.obey(command);
        }
    });
    port.set_onmessage(Some(obey.into_js_value().unchecked_ref()));
}
