//! Changes on their way to the server: what is sent next, and what follows from each answer.
//!
//! The device keeps the items in its database; every function that changes something returns what to write there, all of it in
//! one transaction. A change keeps its operation's id until the server's receipt is written, so that a killed device or a lost
//! answer sends it again and the server applies it once. Nothing leaves but by a receipt or by a person's decision.

mod answer;
#[cfg(test)]
mod tests;

pub use answer::{Answer, Refusal};

use crate::Body;
use crate::merge::merge;
use crate::operation::{Change, Current, Draft, Operation, Receipt};
use crate::{Kind, RecordId};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// Longest wait between two tries, ms.
const LONGEST_WAIT_MS: u64 = 300_000;

/// A change that is not sent yet, as the device keeps it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Item {
    /// Its own id; of a record that of its operation.
    pub id: RecordId,
    /// Its place in the order in which things were finished.
    pub seq: u64,
    /// Account of whoever finished it: it is sent as theirs.
    pub author: String,
    /// The visit it is shown with.
    pub visit: Option<RecordId>,
    /// What it is, for a person.
    pub title: String,
    /// What is sent.
    pub load: Load,
    /// How it stands.
    pub state: State,
    /// Failed tries so far.
    pub attempts: u32,
    /// Not before this time of the device's clock, ms since 1970.
    pub next_at_ms: u64,
}

/// What is sent.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Load {
    /// A record.
    Record {
        /// The change.
        operation: Operation,
        /// The record that the change starts from.
        before: Option<Value>,
        /// It starts from the item before it of the same record, whose receipt tells the version.
        follows: bool,
    },
    /// The bytes of an attachment.
    Content {
        /// The attachment.
        attachment: RecordId,
        /// What they hash to.
        sha256: String,
    },
}

/// How an item stands.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum State {
    /// To be sent.
    Queued,
    /// Refused: somebody has to mend it.
    Refused(Refusal),
    /// Changed or deleted meanwhile by another: somebody has to choose.
    Conflict(Current),
}

/// What to write into the device's database.
#[derive(Debug, Clone, PartialEq)]
pub enum Write {
    /// Keep this item, in place of the one with its id.
    Put(Item),
    /// Forget the item of this id.
    Remove(RecordId),
    /// Keep what was sent, with its receipt; of bytes there is none.
    Sent(Item, Option<Receipt>),
}

/// What to do now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Next {
    /// Send this item.
    Send(RecordId),
    /// Nothing before this time, ms since 1970.
    Wait(u64),
    /// Nothing until something is added or mended.
    Nothing,
}

/// A change to be kept until it is sent.
#[derive(Debug, Clone)]
pub struct Finished {
    /// Id of the operation.
    pub operation: RecordId,
    /// Kind of the record.
    pub kind: Kind,
    /// The record.
    pub record: RecordId,
    /// What to do where nothing of this record waits.
    pub change: Change,
    /// The record that the change starts from, where nothing of it waits.
    pub before: Option<Value>,
    /// What to write.
    pub draft: Draft,
    /// Whose it is.
    pub author: String,
    /// The visit it is shown with.
    pub visit: Option<RecordId>,
    /// What it is, for a person.
    pub title: String,
}

/// All that waits, in order.
#[derive(Debug, Clone, Default)]
pub struct Outbox {
    items: Vec<Item>,
    /// Nothing is sent before this time, ms since 1970.
    pause_until_ms: u64,
    failures: u32,
}

impl Outbox {
    /// What the device kept.
    pub fn new(mut items: Vec<Item>) -> Self {
        items.sort_by_key(|item| item.seq);
        Self { items, ..Self::default() }
    }

    /// What waits, in order.
    pub fn items(&self) -> &[Item] {
        &self.items
    }

    /// An item.
    pub fn item(&self, id: RecordId) -> Option<&Item> {
        self.items.iter().find(|item| item.id == id)
    }

    /// The earlier item that has to arrive before this one: of the same record, or of one that it names.
    pub fn waits_for(&self, item: &Item) -> Option<&Item> {
        let earlier = self.items.iter().take_while(|other| other.seq < item.seq);
        let needed = item.needed();
        earlier.filter(|other| other.record().is_some_and(|record| needed.contains(&record))).last()
    }

    /// What to do now, for an account.
    pub fn next(&self, author: &str, now_ms: u64) -> Next {
        let is_ready = |item: &&Item| {
            item.author == author && item.state == State::Queued && self.waits_for(item).is_none()
        };
        let mut earliest = None;
        for item in self.items.iter().filter(is_ready) {
            let at = item.next_at_ms.max(self.pause_until_ms);
            if at <= now_ms {
                return Next::Send(item.id);
            }
            earliest = Some(earliest.unwrap_or(at).min(at));
        }
        earliest.map_or(Next::Nothing, Next::Wait)
    }

    /// Takes a finished change. Where one of the same record waits, the new one follows it, or takes the place of one that was
    /// refused.
    pub fn add(&mut self, finished: Finished) -> Vec<Write> {
        let Finished { operation: id, kind, record, mut change, mut before, mut draft, .. } =
            finished;
        draft.record = canonical(kind, &draft.record);
        let mut writes = Vec::new();
        let mut follows = false;
        let mut place = None;
        let last = self.items.iter().rposition(|item| item.changes(record));
        if let Some(at) = last {
            let known = &self.items[at];
            let Load::Record { operation, before: started_from, follows: followed } = &known.load
            else {
                return writes;
            };
            match &known.state {
                State::Queued => {
                    (change, before) = (Change::Update(0), Some(operation.draft.record.clone()));
                    follows = true;
                }
                State::Refused(_) => {
                    (change, before) = (operation.change, started_from.clone());
                    follows = *followed;
                }
                State::Conflict(current) => {
                    (change, before) =
                        (Change::Update(current.version), Some(current.record.clone()));
                }
            }
            if known.state != State::Queued {
                // It keeps its place, for others wait for it.
                writes.push(Write::Remove(known.id));
                place = Some((at, self.items.remove(at).seq));
            }
        }
        let operation = Operation { id, kind, record, change, draft };
        let before = before.map(|before| canonical(kind, &before));
        let (at, seq) = place.unwrap_or((self.items.len(), self.next_seq()));
        let item = Item {
            id,
            seq,
            author: finished.author,
            visit: finished.visit,
            title: finished.title,
            load: Load::Record { operation, before, follows },
            state: State::Queued,
            attempts: 0,
            next_at_ms: 0,
        };
        writes.push(self.insert(at, item));
        writes
    }

    /// Takes what another device saved of its own, in its order: what is here already is left as it is. Operations keep their
    /// ids, so that what both devices send is applied once.
    pub fn take_in(&mut self, mut saved: Vec<Item>) -> Vec<Write> {
        saved.sort_by_key(|item| item.seq);
        saved.retain(|item| self.item(item.id).is_none());
        let mut writes = Vec::new();
        for item in saved {
            let item = Item { seq: self.next_seq(), attempts: 0, next_at_ms: 0, ..item };
            writes.push(self.insert(self.items.len(), item));
        }
        writes
    }

    /// Takes the bytes of an attachment, which the device keeps by their hash.
    pub fn add_content(
        &mut self,
        id: RecordId,
        (attachment, sha256): (RecordId, String),
        author: String,
        visit: Option<RecordId>,
        title: String,
    ) -> Vec<Write> {
        let load = Load::Content { attachment, sha256 };
        let seq = self.next_seq();
        let state = State::Queued;
        let item = Item { id, seq, author, visit, title, load, state, attempts: 0, next_at_ms: 0 };
        vec![self.insert(self.items.len(), item)]
    }

    /// Settles a conflict: what is to be written over the other's version. `operation` is a new id.
    pub fn choose(&mut self, id: RecordId, operation: RecordId, record: &Value) -> Vec<Write> {
        let Some(at) = self.items.iter().position(|item| item.id == id) else { return Vec::new() };
        let State::Conflict(current) = self.items[at].state.clone() else { return Vec::new() };
        self.rebase(at, operation, record.clone(), &current)
    }

    /// Takes an item out unsent, by a person's decision, with those that follow it; they are kept among what was sent,
    /// without a receipt.
    pub fn set_aside(&mut self, id: RecordId) -> Vec<Write> {
        let Some(record) = self.item(id).and_then(Item::record) else { return self.take_out(id) };
        let seq = self.item(id).map_or(0, |item| item.seq);
        let is_later = |item: &&Item| item.seq > seq && item.record() == Some(record);
        let later: Vec<RecordId> = self.items.iter().filter(is_later).map(|item| item.id).collect();
        std::iter::once(id).chain(later).flat_map(|id| self.take_out(id)).collect()
    }

    fn take_out(&mut self, id: RecordId) -> Vec<Write> {
        let Some(at) = self.items.iter().position(|item| item.id == id) else { return Vec::new() };
        let item = self.items.remove(at);
        vec![Write::Sent(item, None), Write::Remove(id)]
    }

    /// Tries again at once: the server was seen, or somebody asked for it.
    pub fn hurry(&mut self) {
        (self.pause_until_ms, self.failures) = (0, 0);
        self.items.iter_mut().for_each(|item| item.next_at_ms = 0);
    }

    /// What follows from the answer to an item. `jitter` is from 0 to 1, `fresh` an id that was never used.
    pub fn settle(
        &mut self,
        id: RecordId,
        answer: Answer,
        now_ms: u64,
        jitter: f64,
        fresh: RecordId,
    ) -> Vec<Write> {
        let Some(at) = self.items.iter().position(|item| item.id == id) else { return Vec::new() };
        if !matches!(answer, Answer::None | Answer::Later { .. }) {
            (self.pause_until_ms, self.failures) = (0, 0);
        }
        match answer {
            Answer::Receipt(receipt) => {
                // A receipt of another record is no receipt of this one.
                if self.items[at].record() != Some(receipt.id) {
                    return Vec::new();
                }
                let item = self.items.remove(at);
                let version = receipt.version;
                let mut writes = vec![Write::Sent(item.clone(), Some(receipt)), Write::Remove(id)];
                if let Load::Record { operation, .. } = item.load {
                    writes.extend(self.activate(operation, version));
                }
                writes
            }
            Answer::Kept => {
                let item = self.items.remove(at);
                vec![Write::Sent(item, None), Write::Remove(id)]
            }
            // Who is signed in is asked elsewhere; the item waits as it is.
            Answer::SignIn => Vec::new(),
            Answer::None => {
                self.failures = self.failures.saturating_add(1);
                self.pause_until_ms = now_ms + backoff_ms(self.failures, jitter);
                Vec::new()
            }
            Answer::Later { after_s, is_busy } => {
                let item = &mut self.items[at];
                item.attempts = item.attempts.saturating_add(1);
                let wait_ms = match after_s {
                    Some(seconds) => seconds.saturating_mul(1000).min(LONGEST_WAIT_MS),
                    None => backoff_ms(item.attempts, jitter),
                };
                item.next_at_ms = now_ms + wait_ms;
                if is_busy {
                    self.pause_until_ms = item.next_at_ms;
                }
                vec![Write::Put(item.clone())]
            }
            Answer::Refused(refusal) => {
                let item = &mut self.items[at];
                item.state = State::Refused(refusal);
                vec![Write::Put(item.clone())]
            }
            Answer::Changed(current) => self.changed(at, current, fresh),
        }
    }

    /// Another changed the record: what both changed apart is put together, the rest is a choice.
    fn changed(&mut self, at: usize, current: Current, fresh: RecordId) -> Vec<Write> {
        if let Load::Record { operation, before: Some(before), .. } = &self.items[at].load
            && !current.deleted
            && !matches!(operation.change, Change::Delete(_))
        {
            let theirs = canonical(operation.kind, &current.record);
            let merged = merge(before, &operation.draft.record, &theirs);
            if merged.conflicts.is_empty() {
                return self.rebase(at, fresh, merged.value, &current);
            }
        }
        let item = &mut self.items[at];
        item.state = State::Conflict(current);
        vec![Write::Put(item.clone())]
    }

    /// Puts a new operation in the place of an item's: `record` over the other's version.
    fn rebase(
        &mut self,
        at: usize,
        fresh: RecordId,
        record: Value,
        current: &Current,
    ) -> Vec<Write> {
        let item = &mut self.items[at];
        let old = item.id;
        if let Load::Record { operation, before, follows } = &mut item.load {
            operation.id = fresh;
            operation.change = Change::Update(current.version);
            operation.draft.record = canonical(operation.kind, &record);
            *before = Some(canonical(operation.kind, &current.record));
            *follows = false;
        }
        (item.id, item.state, item.attempts, item.next_at_ms) = (fresh, State::Queued, 0, 0);
        vec![Write::Remove(old), Write::Put(item.clone())]
    }

    /// Gives the item that follows a sent one the version it starts from, and what others did to the record.
    fn activate(&mut self, sent: Operation, version: i64) -> Vec<Write> {
        let next = self.items.iter_mut().find(|item| item.changes(sent.record));
        let Some(item) = next else { return Vec::new() };
        let Load::Record { operation, before, follows: follows @ true } = &mut item.load else {
            return Vec::new();
        };
        *follows = false;
        operation.change = Change::Update(version);
        let was = before.replace(sent.draft.record.clone()).unwrap_or_default();
        let merged = merge(&was, &operation.draft.record, &sent.draft.record);
        if merged.conflicts.is_empty() {
            operation.draft.record = merged.value;
        } else {
            let record = sent.draft.record;
            item.state = State::Conflict(Current { version, deleted: false, record });
        }
        vec![Write::Put(item.clone())]
    }

    fn next_seq(&self) -> u64 {
        self.items.last().map_or(1, |item| item.seq + 1)
    }

    fn insert(&mut self, at: usize, item: Item) -> Write {
        self.items.insert(at, item.clone());
        Write::Put(item)
    }
}

impl Item {
    /// The record that it makes or changes.
    pub fn record(&self) -> Option<RecordId> {
        match &self.load {
            Load::Record { operation, .. } => Some(operation.record),
            Load::Content { .. } => None,
        }
    }

    fn changes(&self, record: RecordId) -> bool {
        self.record() == Some(record)
    }

    /// Its record and those that it names.
    fn needed(&self) -> Vec<RecordId> {
        match &self.load {
            Load::Content { attachment, .. } => vec![*attachment],
            Load::Record { operation, .. } => {
                let (body, _) = Body::parse(operation.kind, &operation.draft.record);
                let named = body.references().into_iter().map(|reference| reference.id);
                std::iter::once(operation.record).chain(named).collect()
            }
        }
    }
}

/// A record as the server keeps it, so that the fields of two versions can be compared.
pub fn canonical(kind: Kind, record: &Value) -> Value {
    Body::parse(kind, record).0.to_json()
}

/// Twice as long with each failure, up to five minutes; between half of it and the whole, so that tablets that came back
/// together do not send together.
fn backoff_ms(failures: u32, jitter: f64) -> u64 {
    let whole =
        1000u64.checked_shl(failures.min(20)).unwrap_or(LONGEST_WAIT_MS).min(LONGEST_WAIT_MS);
    let half = whole / 2;
    half + (half as f64 * jitter.clamp(0.0, 1.0)) as u64
}
