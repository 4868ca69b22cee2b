//! The page's side: starts the server and speaks with it.

use crate::message::{Command, Report};
use crate::server::GREETING;
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{
    Document, Event, EventTarget, HtmlScriptElement, MessageChannel, MessageEvent, MessagePort,
    Worker, WorkerOptions, WorkerType,
};

/// The connection to a server. Commands sent before it is up wait in the port.
pub struct Client {
    port: MessagePort,
}

/// The server could be started neither as a worker nor on the page, or it broke.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the part of the app that reads observations does not run; reload the page")]
pub struct NotRunning;

impl Client {
    /// Starts the module at an address: as a worker, else on the page. `on_report` hears what it says, and
    /// `on_failure` that it does not run.
    ///
    /// # Errors
    /// When the browser has no message channels.
    pub fn start(
        module: &str,
        on_report: impl Fn(Report) + 'static,
        on_failure: impl Fn(NotRunning) + 'static,
    ) -> Result<Self, NotRunning> {
        let channel = MessageChannel::new().map_err(|_| NotRunning)?;
        let port = channel.port1();
        let heard = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
            if let Some(report) = Report::from_js(&event.data()) {
                on_report(report);
            }
        });
        port.set_onmessage(Some(heard.into_js_value().unchecked_ref()));
        let handing_over = HandingOver {
            port: Rc::new(RefCell::new(Some(channel.port2()))),
            module: module.to_owned(),
            on_failure: Rc::new(on_failure),
        };
        handing_over.by_worker();
        Ok(Self { port })
    }

    /// Says something to the server.
    pub fn send(&self, command: &Command) {
        // A message of text and arrays can always be cloned.
        let _ = self.port.post_message(&command.to_js());
    }
}

/// The server's end of the channel, on its way to whichever server greets first.
#[derive(Clone)]
struct HandingOver {
    port: Rc<RefCell<Option<MessagePort>>>,
    module: String,
    on_failure: Rc<dyn Fn(NotRunning)>,
}

impl HandingOver {
    fn by_worker(self) {
        let options = WorkerOptions::new();
        options.set_type(WorkerType::Module);
        let Ok(worker) = Worker::new_with_options(&self.module, &options) else {
            return self.on_page();
        };
        let (here, there) = (self.clone(), worker.clone());
        let greeted = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
            here.answer(&event, |message, ports| there.post_message_with_transfer(message, ports));
        });
        worker.set_onmessage(Some(greeted.into_js_value().unchecked_ref()));
        let failed = Closure::<dyn Fn(Event)>::new(move |_| {
            if self.port.borrow().is_some() {
                self.clone().on_page();
            } else {
                // It had greeted: this is no failure to start.
                (self.on_failure)(NotRunning);
            }
        });
        worker.set_onerror(Some(failed.into_js_value().unchecked_ref()));
    }

    /// The same module on the page: slower, and the page stands still while it decodes.
    fn on_page(self) {
        web_sys::console::info_1(&"no worker started; observations are read on the page".into());
        if self.load_on_page().is_none() {
            (self.on_failure)(NotRunning);
        }
    }

    fn load_on_page(&self) -> Option<()> {
        let window = web_sys::window()?;
        let document: Document = window.document()?;
        let (here, there) = (self.clone(), window.clone());
        let greeted = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
            here.answer(&event, |message, ports| {
                there.post_message_with_transfer(message, "/", ports)
            });
        });
        let target: &EventTarget = window.as_ref();
        let listener = greeted.into_js_value();
        target.add_event_listener_with_callback("message", listener.unchecked_ref()).ok()?;
        let script: HtmlScriptElement = document.create_element("script").ok()?.dyn_into().ok()?;
        script.set_type("module");
        script.set_src(&self.module);
        let here = self.clone();
        let failed = Closure::once_into_js(move |_: Event| (here.on_failure)(NotRunning));
        script.add_event_listener_with_callback("error", failed.unchecked_ref()).ok()?;
        document.head()?.append_child(&script).ok().map(|_| ())
    }

    /// Answers the greeting by the port; later greetings, our own answer among them, find it gone.
    fn answer(
        &self,
        event: &MessageEvent,
        post: impl FnOnce(&JsValue, &JsValue) -> Result<(), JsValue>,
    ) {
        if event.data().as_string().as_deref() != Some(GREETING) {
            return;
        }
        let port = self.port.borrow_mut().take();
        if let Some(port) = port {
            let ports = js_sys::Array::of1(&port);
            if post(&GREETING.into(), &ports).is_err() {
                (self.on_failure)(NotRunning);
            }
        }
    }
}
