//! What this device keeps: drafts, the outbox, what was sent, photos, and a copy of the network's sites and records.
//!
//! Everything is written to the browser's database at once and held in signals for the pages. What a page shows as kept was
//! written; a write that failed is told on every page.

pub mod draft;
mod fetch;
pub mod lock;
mod plots;
pub mod replica;
pub mod saved;
mod send;

use super::session::FieldSession;
use crate::api::abort::AbortHandle;
use crate::api::device::{Site, SiteStreams};
use crate::browser;
use draft::VisitDraft;
use gagehouse_feed::idb::{Access, Database, Transaction};
use gagehouse_records::RecordId;
use gagehouse_records::operation::Receipt;
use gagehouse_records::outbox::{Item, Outbox, Write};
use leptos::prelude::*;
use replica::Replica;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashMap};
use wasm_bindgen_futures::spawn_local;

const NAME: &str = "gagehouse-field";
const VERSION: u32 = 1;
const OUTBOX: &str = "outbox";
const SENT: &str = "sent";
const DRAFTS: &str = "drafts";
const BLOBS: &str = "blobs";
const RECORDS: &str = "records";
const KEPT: &str = "kept";
const STORES: [&str; 6] = [OUTBOX, SENT, DRAFTS, BLOBS, RECORDS, KEPT];
/// What was sent, and drafts of it, stay so long, ms.
const SENT_STAYS_MS: f64 = 30.0 * 86_400_000.0;

/// Something that was sent.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Sent {
    /// What.
    pub item: Item,
    /// The server's receipt; none of bytes, and of what a person took out.
    pub receipt: Option<Receipt>,
    /// When, by the device's clock, ms since 1970.
    pub at_ms: f64,
}

/// A copy with its age.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Aged<T> {
    /// When it was read from the server, ms since 1970; 0: never.
    pub at_ms: f64,
    /// What was read.
    pub value: T,
}

/// What the device keeps, shared by all pages.
#[derive(Clone, Copy)]
pub struct Device {
    database: StoredValue<Option<Database>, LocalStorage>,
    /// Whether the device's copy was read; before, nothing is known.
    pub is_open: RwSignal<bool>,
    /// Why something could not be kept.
    pub problem: RwSignal<Option<&'static str>>,
    /// What waits to be sent.
    pub outbox: RwSignal<Outbox>,
    /// What was sent, latest last.
    pub sent: RwSignal<Vec<Sent>>,
    /// Visits that are being written, or were written here.
    pub drafts: RwSignal<BTreeMap<RecordId, VisitDraft>>,
    /// The records of the networks.
    pub replica: RwSignal<Replica>,
    /// Changes with the records by which others are called.
    pub named: Memo<(String, u64)>,
    /// The sites of the networks.
    pub sites: RwSignal<Aged<Vec<Site>>>,
    /// When all of that was last complete, by the device's clock, ms since 1970; 0: never.
    pub complete_ms: RwSignal<f64>,
    /// Whether the app itself is kept, so that it opens without a server.
    pub is_app_kept: RwSignal<bool>,
    /// The datastreams of sites, by our key.
    pub streams: RwSignal<HashMap<i32, SiteStreams>>,
    abort: AbortHandle,
}

/// Provides the device, opens its database, and keeps sending and fetching.
pub fn provide_device(session: FieldSession) -> Device {
    let replica = RwSignal::new(Replica::default());
    let named = move |_: Option<&(String, u64)>| replica.with(Replica::named);
    let device = Device {
        database: StoredValue::new_local(None),
        is_open: RwSignal::new(false),
        problem: RwSignal::new(None),
        outbox: RwSignal::new(Outbox::default()),
        sent: RwSignal::new(Vec::new()),
        drafts: RwSignal::new(BTreeMap::new()),
        replica,
        named: Memo::new(named),
        sites: RwSignal::new(Aged::default()),
        complete_ms: RwSignal::new(0.0),
        is_app_kept: RwSignal::new(false),
        streams: RwSignal::new(HashMap::new()),
        abort: AbortHandle::of_owner(),
    };
    provide_context(device);
    spawn_local(async move {
        if device.open().await.is_none() {
            device.problem.set(Some(NO_DATABASE));
        }
        device.is_open.set(true);
        spawn_local(send::keep_sending(device, session));
        fetch::keep_fetching(device, session).await;
    });
    device
}

/// The device of the app.
pub fn use_device() -> Device {
    expect_context()
}

const NO_DATABASE: &str = "This browser keeps nothing on the device (a private window, or blocked storage). \
                           What you enter here is lost when the page is closed.";
const NOT_WRITTEN: &str = "The last change could not be written to this device: its storage may be full. \
                           Keep this page open until everything is sent.";

impl Device {
    async fn open(self) -> Option<()> {
        let database = Database::open(NAME, VERSION, |database| {
            for store in STORES {
                // A failure here fails the opening.
                let _ = database.create_object_store(store);
            }
        });
        let database = database.await?;
        let transaction = database.begin(&STORES, Access::Read)?;
        self.outbox.set(Outbox::new(read(&transaction, OUTBOX).await?));
        let mut sent: Vec<Sent> = read(&transaction, SENT).await?;
        sent.sort_by(|a, b| a.at_ms.total_cmp(&b.at_ms));
        let drafts: Vec<VisitDraft> = read(&transaction, DRAFTS).await?;
        self.drafts.set(drafts.into_iter().map(|draft| (draft.id(), draft)).collect());
        let cursor = transaction.text(KEPT, "cursor").await.and_then(|text| text.parse().ok());
        let whose = transaction.text(KEPT, "whose").await.unwrap_or_default();
        let rows = read(&transaction, RECORDS).await?;
        self.replica.set(Replica::new(rows, cursor.unwrap_or(0), whose));
        let kept = |text: Option<String>| text.and_then(|text| serde_json::from_str(&text).ok());
        self.sites.set(kept(transaction.text(KEPT, "sites").await).unwrap_or_default());
        let complete = transaction.text(KEPT, "complete").await;
        self.complete_ms.set(complete.and_then(|text| text.parse().ok()).unwrap_or(0.0));
        let streams = transaction.text(KEPT, "streams").await;
        self.streams
            .set(streams.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default());
        let old = browser::now_ms() - SENT_STAYS_MS;
        let (gone, stay): (Vec<Sent>, Vec<Sent>) =
            sent.into_iter().partition(|sent| sent.at_ms < old);
        self.sent.set(stay);
        self.database.set_value(Some(database));
        self.write(&[SENT], move |transaction| {
            gone.iter().try_for_each(|sent| transaction.remove(SENT, &sent.item.id.to_string()))
        });
        Some(())
    }

    /// Writes in one transaction, in the order of the calls.
    fn write(self, stores: &[&str], put: impl FnOnce(&Transaction) -> Option<()>) {
        let Some(database) = self.database.get_value() else { return };
        let written = database.begin(stores, Access::WriteThrough).and_then(|transaction| {
            put(&transaction)?;
            Some(transaction)
        });
        spawn_local(async move {
            let done = match written {
                Some(transaction) => transaction.done().await,
                None => None,
            };
            let _ = self.problem.try_set(if done.is_some() { None } else { Some(NOT_WRITTEN) });
        });
    }

    /// Keeps a draft as it is now.
    pub fn keep_draft(self, draft: &VisitDraft) {
        let (id, text) = (draft.id(), serde_json::to_string(draft).unwrap_or_default());
        self.drafts.update(|drafts| drop(drafts.insert(id, draft.clone())));
        self.write(&[DRAFTS], |transaction| transaction.put_text(DRAFTS, &id.to_string(), &text));
    }

    /// Reads again what another tab wrote of a draft, and what waits.
    pub async fn read_again(self, id: RecordId) -> Option<VisitDraft> {
        let database = self.database.get_value()?;
        let transaction = database.begin(&[DRAFTS, OUTBOX], Access::Read)?;
        let text = transaction.text(DRAFTS, &id.to_string()).await?;
        let outbox = Outbox::new(read(&transaction, OUTBOX).await?);
        let draft: VisitDraft = serde_json::from_str(&text).ok()?;
        let _ = self.outbox.try_set(outbox);
        let _ = self.drafts.try_update(|drafts| drafts.insert(id, draft.clone()));
        Some(draft)
    }

    /// Forgets a draft of which nothing was finished.
    pub fn forget_draft(self, id: RecordId) {
        self.drafts.update(|drafts| drop(drafts.remove(&id)));
        self.write(&[DRAFTS], |transaction| transaction.remove(DRAFTS, &id.to_string()));
    }

    /// Keeps bytes by their hash.
    pub fn keep_bytes(self, sha256: &str, bytes: &[u8]) {
        self.write(&[BLOBS], |transaction| transaction.put_bytes(BLOBS, sha256, bytes));
    }

    /// The bytes of a hash.
    pub async fn bytes(self, sha256: &str) -> Option<Vec<u8>> {
        let database = self.database.get_value()?;
        database.begin(&[BLOBS], Access::Read)?.bytes(BLOBS, sha256).await
    }

    /// Forgets the copy of records when another account works here: it may see others.
    fn keep_records_of(self, name: &str) {
        if self.replica.with_untracked(|replica| replica.whose() == name) {
            return;
        }
        self.replica.set(Replica::new(Vec::new(), 0, name.to_owned()));
        self.complete_ms.set(0.0);
        self.write(&[RECORDS, KEPT], |transaction| {
            transaction.clear(RECORDS)?;
            transaction.put_text(KEPT, "cursor", "0")?;
            transaction.put_text(KEPT, "complete", "0")?;
            transaction.put_text(KEPT, "whose", name)
        });
    }

    /// Changes the outbox, and writes what that asks for.
    pub fn with_outbox(self, change: impl FnOnce(&mut Outbox) -> Vec<Write>) {
        self.with_outbox_and(None, change);
    }

    /// Keeps a finished visit and puts its changes into the outbox: both are written, or neither.
    pub fn finish(self, draft: VisitDraft, change: impl FnOnce(&mut Outbox) -> Vec<Write>) {
        self.with_outbox_and(Some(draft.clone()), change);
        self.drafts.update(|drafts| drop(drafts.insert(draft.id(), draft)));
    }

    fn with_outbox_and(
        self,
        finished: Option<VisitDraft>,
        change: impl FnOnce(&mut Outbox) -> Vec<Write>,
    ) {
        let mut writes = Vec::new();
        self.outbox.update(|outbox| writes = change(outbox));
        if writes.is_empty() && finished.is_none() {
            return;
        }
        let at_ms = browser::now_ms();
        let mut drafts: Vec<VisitDraft> = finished.into_iter().collect();
        let mut sent = Vec::new();
        for write in &writes {
            if let Write::Sent(item, receipt) = write {
                sent.push(Sent { item: item.clone(), receipt: receipt.clone(), at_ms });
                drafts.extend(self.note_receipt(item, receipt.as_ref()));
            }
        }
        self.write(&[OUTBOX, SENT, DRAFTS], |transaction| {
            for write in &writes {
                match write {
                    Write::Put(item) => {
                        let text = serde_json::to_string(item).ok()?;
                        transaction.put_text(OUTBOX, &item.id.to_string(), &text)?;
                    }
                    Write::Remove(id) => transaction.remove(OUTBOX, &id.to_string())?,
                    Write::Sent(..) => {}
                }
            }
            for sent in &sent {
                let text = serde_json::to_string(sent).ok()?;
                transaction.put_text(SENT, &sent.item.id.to_string(), &text)?;
            }
            for draft in &drafts {
                let text = serde_json::to_string(draft).ok()?;
                transaction.put_text(DRAFTS, &draft.id().to_string(), &text)?;
            }
            Some(())
        });
        if !sent.is_empty() {
            self.sent.update(|all| all.extend(sent));
        }
    }

    /// Notes in a draft which version the server has.
    fn note_receipt(self, item: &Item, receipt: Option<&Receipt>) -> Option<VisitDraft> {
        let (visit, receipt) = (item.visit?, receipt?);
        let mut noted = None;
        self.drafts.update(|drafts| {
            if let Some(draft) = drafts.get_mut(&visit)
                && let Some(sheet) = draft.sheet_mut(receipt.id)
            {
                sheet.version = Some(receipt.version);
                noted = Some(draft.clone());
            }
        });
        noted
    }
}

async fn read<T: DeserializeOwned>(transaction: &Transaction, store: &str) -> Option<Vec<T>> {
    let texts = transaction.texts(store).await?;
    Some(texts.iter().filter_map(|text| serde_json::from_str(text).ok()).collect())
}
