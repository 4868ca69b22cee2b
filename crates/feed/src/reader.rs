//! A reader: a worker that fetches and decodes pages for the server that started it.

use crate::message::{text_of, words_of};
use crate::reading::read;
use crate::server::GREETING;
use crate::{timer, warm_up};
use gagehouse_sensorthings::paging::Request;
use js_sys::{Array, Function, Reflect};
use serde::{Deserialize, Serialize};
use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::rc::Rc;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::spawn_local;
use web_sys::{AbortController, EventTarget, MessageEvent};

/// The name of a worker that is a reader.
pub const NAME: &str = "gagehouse-reader";

/// What a reader is told, about the request of a number.
#[derive(Serialize, Deserialize)]
pub enum Ask {
    /// Make it.
    Read(u32, Request),
    /// Nobody wants it any more.
    Stop(u32),
}

impl Ask {
    /// As a message.
    pub fn to_js(&self) -> JsValue {
        text_of(self)
    }
}

/// Whether this program runs as a reader.
pub fn is_one() -> bool {
    let name = Reflect::get(&js_sys::global(), &"name".into());
    name.is_ok_and(|name| name.as_string().as_deref() == Some(NAME))
}

/// Reads what the server asks for, for as long as this scope lives. Each answer is a message that begins with the
/// number of its request.
pub fn serve() {
    let global = js_sys::global();
    let Some(target) = global.dyn_ref::<EventTarget>() else { return };
    let post = Reflect::get(&global, &"postMessage".into()).ok();
    let Some(post) = post.and_then(|post| post.dyn_into::<Function>().ok()) else { return };
    let running: Rc<RefCell<HashMap<u32, AbortController>>> = Rc::default();
    let is_asked = Rc::new(Cell::new(false));
    let asked = is_asked.clone();
    let (scope, answer) = (global.clone(), post.clone());
    let obey = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
        is_asked.set(true);
        match words_of(&event.data()) {
            Some(Ask::Stop(number)) => {
                running.borrow_mut().remove(&number).iter().for_each(AbortController::abort);
            }
            Some(Ask::Read(number, request)) => {
                let Ok(controller) = AbortController::new() else { return };
                running.borrow_mut().insert(number, controller.clone());
                let (running, scope, answer) = (running.clone(), scope.clone(), answer.clone());
                spawn_local(async move {
                    let (message, buffers) = read(&request, &controller).await.into_js(number);
                    running.borrow_mut().remove(&number);
                    // A server that is gone needs no answer.
                    let _ = answer.call2(&scope, &message, &buffers);
                });
            }
            None => {}
        }
    });
    let listener = obey.into_js_value();
    if target.add_event_listener_with_callback("message", listener.unchecked_ref()).is_err() {
        return;
    }
    let _ = post.call1(&global, &Array::of1(&GREETING.into()));
    spawn_local(async move {
        timer::sleep(0).await;
        warm_up::warm_up(&asked).await;
    });
}
