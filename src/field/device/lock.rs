//! One writer of a visit among the tabs of a browser (Web Locks).

use crate::api::http::sleep;
use crate::browser;
use gagehouse_records::RecordId;
use js_sys::{Function, Object, Promise, Reflect};
use leptos::prelude::*;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};

#[wasm_bindgen]
extern "C" {
    /// The browser's `LockManager`.
    type Locks;

    #[wasm_bindgen(method, catch)]
    fn request(
        this: &Locks,
        name: &str,
        options: &Object,
        granted: &JsValue,
    ) -> Result<Promise, JsValue>;
}

/// Whose a visit is, of the browser's tabs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Held {
    /// This tab's.
    Here,
    /// Another tab's: it is read here.
    Elsewhere,
}

/// How long another page of this tab may take to let go before it is believed to be another tab's, ms.
const PATIENCE_MS: i32 = 400;

/// A visit's lock, as one page asks for it until it is left.
#[derive(Clone, Copy)]
pub struct Lock {
    visit: RecordId,
    held: RwSignal<Held>,
    /// What is done once it came from another tab.
    came: Callback<()>,
    release: StoredValue<Option<Function>, LocalStorage>,
}

impl Lock {
    /// Asks for it, and waits where another tab has it; `came` is run when that one leaves it. A browser without locks has one
    /// writer as far as it tells.
    pub fn of(visit: RecordId, held: RwSignal<Held>, came: Callback<()>) -> Self {
        let lock = Self { visit, held, came, release: StoredValue::new_local(None) };
        if lock.ask(&Object::new()).is_some() {
            spawn_local(async move {
                sleep(PATIENCE_MS).await;
                if lock.release.try_with_value(Option::is_none) == Some(true) {
                    let _ = lock.held.try_set(Held::Elsewhere);
                }
            });
        }
        on_cleanup(move || {
            if let Some(release) = lock.release.try_get_value().flatten() {
                let _ = release.call0(&JsValue::NULL);
            }
        });
        lock
    }

    /// Takes it from the tab that has it, which goes on reading.
    pub fn take_over(self) {
        let options = Object::new();
        let _ = Reflect::set(&options, &"steal".into(), &JsValue::TRUE);
        self.ask(&options);
    }

    fn ask(self, options: &Object) -> Option<()> {
        let granted = Closure::once_into_js(move |_: JsValue| -> JsValue {
            // The page may have been left while it waited: then it is let go at once.
            let Some(was) = self.held.try_get_untracked() else { return JsValue::UNDEFINED };
            // Held as long as this promise is not kept.
            let until_left = Promise::new(&mut |resolve, _| {
                let _ = self.release.try_set_value(Some(resolve));
            });
            if was == Held::Elsewhere {
                self.held.set(Held::Here);
                self.came.run(());
            }
            until_left.into()
        });
        let name = format!("gagehouse-visit-{}", self.visit);
        let asked = locks()?.request(&name, options, &granted).ok()?;
        spawn_local(async move {
            // It fails when another tab took it over: then this one waits for it.
            if JsFuture::from(asked).await.is_err() && self.held.try_set(Held::Elsewhere).is_none()
            {
                self.ask(&Object::new());
            }
        });
        Some(())
    }
}

fn locks() -> Option<Locks> {
    let navigator = browser::window()?.navigator();
    let locks = Reflect::get(&navigator, &"locks".into()).ok()?;
    (!locks.is_undefined()).then(|| locks.unchecked_into())
}
