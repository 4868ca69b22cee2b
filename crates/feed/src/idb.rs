//! The browser's database, as futures. Whatever fails is `None`; who keeps something there decides what that means.
//!
//! Within a transaction only its own requests may be awaited; anything else would end it.

use js_sys::{Array, Function, Object, Promise, Reflect, Uint8Array};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    IdbDatabase, IdbFactory, IdbObjectStore, IdbOpenDbRequest, IdbRequest, IdbTransaction,
    IdbTransactionMode,
};

/// An open database.
#[derive(Clone)]
pub struct Database(IdbDatabase);

/// What a transaction may do.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// Read.
    Read,
    /// Read and write; it is done when the browser has it.
    Write,
    /// Read and write; it is done when the disk has it.
    WriteThrough,
}

/// A transaction.
pub struct Transaction(IdbTransaction);

impl Database {
    /// Opens a database. `upgrade` makes the stores of a new or older one.
    pub async fn open(
        name: &str,
        version: u32,
        upgrade: impl FnOnce(&IdbDatabase) + 'static,
    ) -> Option<Self> {
        // Reading the property throws where storage is blocked.
        let factory = Reflect::get(&js_sys::global(), &"indexedDB".into()).ok()?;
        let factory: IdbFactory = factory.dyn_into().ok()?;
        let request: IdbOpenDbRequest = factory.open_with_u32(name, version).ok()?;
        let opening = request.clone();
        let upgrade = Closure::once(move || {
            let database: Option<IdbDatabase> =
                opening.result().ok().and_then(|result| result.dyn_into().ok());
            if let Some(database) = database {
                upgrade(&database);
            }
        });
        request.set_onupgradeneeded(Some(upgrade.as_ref().unchecked_ref()));
        let database: IdbDatabase = answer(&request).await?.dyn_into().ok()?;
        // A newer version of the app in another tab must not wait for this one.
        let held = database.clone();
        let close = Closure::once_into_js(move || held.close());
        database.set_onversionchange(Some(close.unchecked_ref()));
        Some(Self(database))
    }

    /// Begins a transaction over some stores.
    pub fn begin(&self, stores: &[&str], access: Access) -> Option<Transaction> {
        let names: Array = stores.iter().map(|name| JsValue::from_str(name)).collect();
        let mode = match access {
            Access::Read => IdbTransactionMode::Readonly,
            Access::Write | Access::WriteThrough => IdbTransactionMode::Readwrite,
        };
        if access != Access::WriteThrough {
            let begun = self.0.transaction_with_str_sequence_and_mode(&names, mode);
            return begun.ok().map(Transaction);
        }
        // web-sys does not have the options yet.
        let options = Object::new();
        Reflect::set(&options, &"durability".into(), &"strict".into()).ok()?;
        let begin: Function = Reflect::get(&self.0, &"transaction".into()).ok()?.dyn_into().ok()?;
        let begun = begin.call3(&self.0, &names, &"readwrite".into(), &options).ok()?;
        Some(Transaction(begun.dyn_into().ok()?))
    }
}

impl Transaction {
    /// One of its stores.
    pub fn store(&self, name: &str) -> Option<IdbObjectStore> {
        self.0.object_store(name).ok()
    }

    /// The answer to one of its requests.
    pub async fn answer(&self, request: &IdbRequest) -> Option<JsValue> {
        answer(request).await
    }

    /// Keeps a text.
    pub fn put_text(&self, store: &str, key: &str, text: &str) -> Option<()> {
        self.store(store)?.put_with_key(&text.into(), &key.into()).ok().map(|_| ())
    }

    /// Keeps bytes.
    pub fn put_bytes(&self, store: &str, key: &str, bytes: &[u8]) -> Option<()> {
        let bytes = Uint8Array::from(bytes);
        self.store(store)?.put_with_key(&bytes, &key.into()).ok().map(|_| ())
    }

    /// Forgets what is kept under a key.
    pub fn remove(&self, store: &str, key: &str) -> Option<()> {
        self.store(store)?.delete(&key.into()).ok().map(|_| ())
    }

    /// Forgets everything in a store.
    pub fn clear(&self, store: &str) -> Option<()> {
        self.store(store)?.clear().ok().map(|_| ())
    }

    /// Every text of a store.
    pub async fn texts(&self, store: &str) -> Option<Vec<String>> {
        let all: Array = self.answer(&self.store(store)?.get_all().ok()?).await?.dyn_into().ok()?;
        Some(all.iter().filter_map(|text| text.as_string()).collect())
    }

    /// The text of a key.
    pub async fn text(&self, store: &str, key: &str) -> Option<String> {
        self.answer(&self.store(store)?.get(&key.into()).ok()?).await?.as_string()
    }

    /// The bytes of a key.
    pub async fn bytes(&self, store: &str, key: &str) -> Option<Vec<u8>> {
        let found = self.answer(&self.store(store)?.get(&key.into()).ok()?).await?;
        Some(found.dyn_into::<Uint8Array>().ok()?.to_vec())
    }

    /// Waits until everything is written; `None` when it was not.
    pub async fn done(self) -> Option<()> {
        let ended = Promise::new(&mut |resolve, reject| {
            self.0.set_oncomplete(Some(&resolve));
            self.0.set_onabort(Some(&reject));
        });
        JsFuture::from(ended).await.ok().map(|_| ())
    }
}

async fn answer(request: &IdbRequest) -> Option<JsValue> {
    let settled = Promise::new(&mut |resolve, reject| {
        request.set_onsuccess(Some(&resolve));
        request.set_onerror(Some(&reject));
    });
    JsFuture::from(settled).await.ok()?;
    request.result().ok()
}
