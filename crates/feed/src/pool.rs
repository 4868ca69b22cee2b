//! Readers, among which the pages to read are divided.
//!
//! As many as the device has processors beside the page's own, four at most: more than that a service is not asked for at
//! once. On two processors there are none: page and plan keep both busy. Each has a program of its own, about two
//! megabytes, and the page that it reads, thirty at most. A page goes to the reader that has the least to do; what comes
//! of it goes to the plan, which knows the order. A reader that breaks, or is silent long after it should have given up,
//! is ended and replaced, and what it was reading another one reads. Where no reader runs, or none does yet, pages are
//! read where the plan is.

use crate::http::Fetched;
use crate::reader::{Ask, NAME};
use crate::reading::{Reading, read};
use crate::server::GREETING;
use crate::timer;
use futures_util::future::{Either, select};
use gagehouse_sensorthings::paging::Request;
use js_sys::{Array, Function, Promise, Reflect};
use std::cell::RefCell;
use std::collections::HashMap;
use std::pin::pin;
use std::rc::Rc;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortController, Event, MessageEvent, Window, Worker, WorkerOptions, WorkerType};

const MOST_READERS: usize = 4;
/// A page that so many readers broke at is not given to another.
const MOST_LOST_TO_A_PAGE: usize = 2;
/// After so many broke, no new ones are started.
const MOST_LOST: usize = 8;
/// A reader gives a request up in time; one that is silent for so much longer is broken.
const GRACE_MS: u64 = 10_000;

/// The readers; copies are the same.
#[derive(Clone, Default)]
pub struct Pool(Rc<RefCell<Inner>>);

#[derive(Default)]
struct Inner {
    readers: Vec<Reader>,
    /// Whether readers were started.
    is_started: bool,
    numbers: u32,
    lost: usize,
}

struct Reader {
    number: u32,
    worker: Worker,
    /// Whether it has greeted.
    is_up: bool,
    /// What it reads, by number, with whom to tell: the message, or nothing when it broke.
    reading: HashMap<u32, Function>,
}

/// A request that a reader has.
struct Asked {
    reader: u32,
    number: u32,
    answer: Promise,
}

impl Pool {
    /// Starts the readers, once; on a page, which has no worker, none.
    pub fn start(&self) {
        let is_page = js_sys::global().dyn_ref::<Window>().is_some();
        if !std::mem::replace(&mut self.0.borrow_mut().is_started, true) && !is_page {
            for _ in 0..readers_for(processors()) {
                self.start_one();
            }
        }
    }

    /// Makes a request and decodes its answer; the controller stops it.
    pub async fn read(&self, request: &Request, controller: &AbortController) -> Reading {
        for _ in 0..MOST_LOST_TO_A_PAGE {
            let Some(asked) = self.ask(request) else { return read(request, controller).await };
            match self.answer(&asked, request, controller).await {
                Some(reading) => return reading,
                None if controller.signal().aborted() => break,
                None => {}
            }
        }
        Reading::Other(Fetched::NoAnswer("what reads its pages broke at this one".to_owned()))
    }

    /// Gives a request to the reader that has the least to do.
    fn ask(&self, request: &Request) -> Option<Asked> {
        let mut inner = self.0.borrow_mut();
        let number = inner.next_number();
        let up = inner.readers.iter_mut().filter(|reader| reader.is_up);
        let reader = up.min_by_key(|reader| reader.reading.len())?;
        reader.worker.post_message(&Ask::Read(number, request.clone()).to_js()).ok()?;
        let answer = Promise::new(&mut |resolve, _| {
            reader.reading.insert(number, resolve);
        });
        Some(Asked { reader: reader.number, number, answer })
    }

    /// What a reader answers; `None` when it broke, and when the request was stopped.
    async fn answer(
        &self,
        asked: &Asked,
        request: &Request,
        controller: &AbortController,
    ) -> Option<Reading> {
        let (pool, reader, number) = (self.clone(), asked.reader, asked.number);
        let stop = Closure::<dyn Fn()>::new(move || pool.stop(reader, number));
        controller.signal().set_onabort(Some(stop.as_ref().unchecked_ref()));
        let answer = pin!(JsFuture::from(asked.answer.clone()));
        let patience = pin!(timer::sleep(request.timeout_ms.saturating_add(GRACE_MS)));
        let answer = match select(answer, patience).await {
            Either::Left((answer, _)) => answer.ok(),
            Either::Right(_) => {
                self.lose(asked.reader);
                None
            }
        };
        controller.signal().set_onabort(None);
        Reading::from_js(answer?.dyn_ref::<Array>()?)
    }

    /// Nobody waits for a request any more.
    fn stop(&self, reader: u32, number: u32) {
        let answer = self.0.borrow_mut().reader(reader).and_then(|reader| {
            let answer = reader.reading.remove(&number)?;
            let _ = reader.worker.post_message(&Ask::Stop(number).to_js());
            Some(answer)
        });
        tell(answer, &JsValue::UNDEFINED);
    }

    fn start_one(&self) -> Option<()> {
        let options = WorkerOptions::new();
        options.set_type(WorkerType::Module);
        options.set_name(NAME);
        let location = Reflect::get(&js_sys::global(), &"location".into()).ok()?;
        let module = Reflect::get(&location, &"href".into()).ok()?.as_string()?;
        let worker = Worker::new_with_options(&module, &options).ok()?;
        let number = self.0.borrow_mut().next_number();
        let pool = self.clone();
        let hear = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
            if let Ok(message) = event.data().dyn_into::<Array>() {
                pool.hear(number, &message);
            }
        });
        worker.set_onmessage(Some(hear.into_js_value().unchecked_ref()));
        let pool = self.clone();
        let broke = Closure::<dyn Fn(Event)>::new(move |event: Event| {
            // It is told here; the page has nothing to say of it.
            event.prevent_default();
            pool.lose(number);
        });
        worker.set_onerror(Some(broke.into_js_value().unchecked_ref()));
        let reader = Reader { number, worker, is_up: false, reading: HashMap::new() };
        self.0.borrow_mut().readers.push(reader);
        Some(())
    }

    fn hear(&self, reader: u32, message: &Array) {
        let first = message.get(0);
        let answer = self.0.borrow_mut().reader(reader).and_then(|reader| {
            reader.is_up |= first.as_string().as_deref() == Some(GREETING);
            reader.reading.remove(&(first.as_f64()? as u32))
        });
        tell(answer, message);
    }

    /// Ends a reader that broke and starts another.
    fn lose(&self, number: u32) {
        let mut inner = self.0.borrow_mut();
        let Some(at) = inner.readers.iter().position(|reader| reader.number == number) else {
            return;
        };
        let reader = inner.readers.remove(at);
        inner.lost += 1;
        let may_start = inner.lost <= MOST_LOST;
        drop(inner);
        reader.worker.terminate();
        if may_start {
            self.start_one();
        }
        reader.reading.into_values().for_each(|answer| tell(Some(answer), &JsValue::UNDEFINED));
    }
}

impl Inner {
    fn next_number(&mut self) -> u32 {
        self.numbers = self.numbers.wrapping_add(1);
        self.numbers
    }

    fn reader(&mut self, number: u32) -> Option<&mut Reader> {
        self.readers.iter_mut().find(|reader| reader.number == number)
    }
}

/// How many readers a device of so many processors gets.
fn readers_for(processors: usize) -> usize {
    if processors <= 2 { 0 } else { (processors - 1).min(MOST_READERS) }
}

/// Settles a promise.
fn tell(answer: Option<Function>, with: &JsValue) {
    if let Some(answer) = answer {
        // What resolves a promise does not fail.
        let _ = answer.call1(&JsValue::NULL, with);
    }
}

/// Of the device, as far as the browser tells; one where it does not.
fn processors() -> usize {
    let navigator = Reflect::get(&js_sys::global(), &"navigator".into());
    let count = navigator.and_then(|it| Reflect::get(&it, &"hardwareConcurrency".into()));
    count.ok().and_then(|count| count.as_f64()).map_or(1, |count| (count as usize).max(1))
}

#[cfg(test)]
mod tests {
    use super::readers_for;

    #[test]
    fn the_page_keeps_a_processor_and_a_service_is_not_asked_for_more_than_four_at_once() {
        assert_eq!([1, 2, 3, 4, 8, 64].map(readers_for), [0, 0, 2, 3, 4, 4]);
    }
}
