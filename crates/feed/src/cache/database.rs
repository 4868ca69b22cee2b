//! The database of kept observations.

use crate::idb::{self, Access};
use wasm_bindgen::JsValue;
use web_sys::{IdbObjectStore, IdbRequest};

const NAME: &str = "gagehouse-observations";
const VERSION: u32 = 2;
const SERIES: &str = "series";
const ROWS: &str = "rows";

/// The database, open.
#[derive(Clone)]
pub struct Database(idb::Database);

/// A transaction over both stores.
pub struct Transaction {
    transaction: idb::Transaction,
    /// Records by the name of their series.
    pub series: IdbObjectStore,
    /// Packed rows by name of series and number of bucket.
    pub rows: IdbObjectStore,
}

impl Database {
    /// Opens it, and makes its stores when it is new.
    pub async fn open() -> Option<Self> {
        let opened = idb::Database::open(NAME, VERSION, |database| {
            // What an older version of the app kept is read anew; in a new database these fail.
            let _ = database.delete_object_store(SERIES);
            let _ = database.delete_object_store(ROWS);
            // A failure here fails the opening.
            let _ = database.create_object_store(SERIES);
            let _ = database.create_object_store(ROWS);
        });
        opened.await.map(Self)
    }

    /// Begins a transaction.
    pub fn begin(&self, access: Access) -> Option<Transaction> {
        let transaction = self.0.begin(&[SERIES, ROWS], access)?;
        let (series, rows) = (transaction.store(SERIES)?, transaction.store(ROWS)?);
        Some(Transaction { transaction, series, rows })
    }
}

impl Transaction {
    /// The answer to one of its requests.
    pub async fn answer(&self, request: &IdbRequest) -> Option<JsValue> {
        self.transaction.answer(request).await
    }

    /// Waits until everything is written; `None` when it was not.
    pub async fn done(self) -> Option<()> {
        self.transaction.done().await
    }
}
