//! The browser's database, as futures. Whatever fails is `None`: then nothing is kept.
//!
//! Within a transaction only its own requests may be awaited; anything else would end it.

use js_sys::{Array, Promise, Reflect};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    IdbDatabase, IdbFactory, IdbObjectStore, IdbOpenDbRequest, IdbRequest, IdbTransaction,
    IdbTransactionMode,
};

const NAME: &str = "gagehouse-observations";
const VERSION: u32 = 2;
const SERIES: &str = "series";
const ROWS: &str = "rows";

/// An open database.
#[derive(Clone)]
pub struct Database(IdbDatabase);

/// What a transaction may do.
#[derive(Clone, Copy)]
pub enum Access {
    /// Read.
    Read,
    /// Read and write.
    Write,
}

/// A transaction over both stores.
pub struct Transaction {
    transaction: IdbTransaction,
    /// Records by the name of their series.
    pub series: IdbObjectStore,
    /// Packed rows by name of series and number of bucket.
    pub rows: IdbObjectStore,
}

impl Database {
    /// Opens it, and makes its stores when it is new.
    pub async fn open() -> Option<Self> {
        // Reading the property throws where storage is blocked.
        let factory = Reflect::get(&js_sys::global(), &"indexedDB".into()).ok()?;
        let factory: IdbFactory = factory.dyn_into().ok()?;
        let request: IdbOpenDbRequest = factory.open_with_u32(NAME, VERSION).ok()?;
        let opening = request.clone();
        let upgrade = Closure::once(move || {
            let database: Option<IdbDatabase> =
                opening.result().ok().and_then(|result| result.dyn_into().ok());
            if let Some(database) = database {
                // What an older version of the app kept is read anew; in a new database these fail.
                let _ = database.delete_object_store(SERIES);
                let _ = database.delete_object_store(ROWS);
                // A failure here fails the opening, which is answered below.
                let _ = database.create_object_store(SERIES);
                let _ = database.create_object_store(ROWS);
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

    /// Begins a transaction.
    pub fn begin(&self, access: Access) -> Option<Transaction> {
        let mode = match access {
            Access::Read => IdbTransactionMode::Readonly,
            Access::Write => IdbTransactionMode::Readwrite,
        };
        let stores = Array::of2(&SERIES.into(), &ROWS.into());
        let transaction = self.0.transaction_with_str_sequence_and_mode(&stores, mode).ok()?;
        Some(Transaction {
            series: transaction.object_store(SERIES).ok()?,
            rows: transaction.object_store(ROWS).ok()?,
            transaction,
        })
    }
}

impl Transaction {
    /// The answer to one of its requests.
    pub async fn answer(&self, request: &IdbRequest) -> Option<JsValue> {
        answer(request).await
    }

    /// Waits until everything is written; `None` when it was not.
    pub async fn done(self) -> Option<()> {
        let ended = Promise::new(&mut |resolve, reject| {
            self.transaction.set_oncomplete(Some(&resolve));
            self.transaction.set_onabort(Some(&reject));
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
