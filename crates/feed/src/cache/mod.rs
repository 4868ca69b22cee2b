//! Observations kept in the browser's database, so that a second visit draws at once.
//!
//! Two object stores: of each series a record of what is covered (apart from the rows, since a stretch without
//! rows can be known too), and its rows in buckets of time, packed. Writing a stretch replaces the rows in it,
//! which is how corrections get in. Where the browser has no database to give (private windows, blocked
//! storage, a full disk), nothing is kept and nothing else changes.

mod database;
mod record;

use crate::belief::Kept;
use crate::idb::Access;
use crate::timer;
use database::{Database, Transaction};
use futures_util::future::{Either, select};
use gagehouse_model::{Coverage, TimeRange};
use gagehouse_observations::Columns;
use js_sys::{Array, Uint8Array};
use record::{Record, replaced};
use std::collections::BTreeMap;
use std::pin::pin;
use std::rc::Rc;
use wasm_bindgen::{JsCast, JsValue};

/// Bytes of rows kept at most; then the series used longest ago go.
const MOST_BYTES: u64 = 200_000_000;
/// A database that does not open within this is taken for broken.
const PATIENCE_MS: u64 = 3_000;

/// What the device keeps.
#[derive(Clone)]
pub struct Cache {
    database: Database,
}

impl Cache {
    /// The cache of this origin; `None` where the browser gives none.
    pub async fn open() -> Option<Self> {
        let opening = pin!(Database::open());
        let patience = pin!(timer::sleep(PATIENCE_MS));
        match select(opening, patience).await {
            Either::Left((database, _)) => Some(Self { database: database? }),
            Either::Right(_) => None,
        }
    }

    /// What is kept of a series.
    pub async fn kept(&self, name: &str) -> Option<Kept> {
        let record = self.database.begin(Access::Read)?.record(name).await?;
        Some(record.map(|record| record.kept()).unwrap_or_default())
    }

    /// What is kept of a series without these stretches; with a revision they are forgotten, and the others noted
    /// as right at it. Notes that the series was used, and makes room by what was not.
    pub async fn believe(
        &self,
        name: &str,
        doubted: &[TimeRange],
        revision: Option<i64>,
    ) -> Option<Coverage> {
        let transaction = self.database.begin(Access::Write)?;
        let mut records = transaction.records().await?;
        let mut bytes: u64 = records.iter().map(|(_, record)| record.bytes).sum();
        let mine = records.iter().position(|(other, _)| other == name);
        let mine = mine.map(|at| records.swap_remove(at).1);
        records.sort_by(|(_, a), (_, b)| a.used_ms.total_cmp(&b.used_ms));
        for (other, record) in records {
            if bytes <= MOST_BYTES {
                break;
            }
            bytes = bytes.saturating_sub(record.bytes);
            transaction.remove(&other)?;
        }
        let covered = match mine {
            Some(mut record) => {
                let mut believed = record.coverage();
                doubted.iter().for_each(|range| believed.remove(*range));
                if revision.is_some() {
                    doubted.iter().for_each(|range| record.remove(*range));
                    record.revision = revision;
                }
                record.used_ms = timer::now_ms();
                transaction.put_record(name, &record)?;
                believed
            }
            None => Coverage::default(),
        };
        transaction.done().await?;
        Some(covered)
    }

    /// The rows of a stretch that is covered; `None` when they cannot be read after all.
    pub async fn rows(&self, name: &str, range: TimeRange) -> Option<Columns> {
        let transaction = self.database.begin(Access::Read)?;
        let record = transaction.record(name).await??;
        let mut rows = Columns::default();
        for (_, bytes) in transaction.buckets(name, record.buckets(range)).await? {
            rows.append(&Columns::unpack(&bytes)?);
        }
        let is_in = |row: &usize| range.contains(gagehouse_model::TimeUs(rows.time_us()[*row]));
        let inside: Vec<usize> = (0..rows.len()).filter(is_in).collect();
        Some(if inside.len() == rows.len() { rows } else { rows.picked(&inside) })
    }

    /// Keeps stretches that were read at a revision or later, with exactly the rows of these pages in them.
    pub async fn keep(
        &self,
        name: &str,
        step_us: Option<i64>,
        revision: Option<i64>,
        fresh: &[TimeRange],
        pages: &[Rc<Columns>],
    ) -> Option<()> {
        let hull = fresh.iter().copied().reduce(TimeRange::hull)?;
        let transaction = self.database.begin(Access::Write)?;
        let record = transaction.record(name).await?;
        let mut record = record.unwrap_or_else(|| Record::for_rows(pages, step_us, revision));
        if record.revision != revision {
            // Another tab knows of other changes; these rows may be from before them.
            return Some(());
        }
        let old = transaction.buckets(name, record.buckets(hull)).await?;
        let old: BTreeMap<i64, Vec<u8>> = old.into_iter().collect();
        let mut new = record.split(pages);
        old.keys().for_each(|bucket| {
            new.entry(*bucket).or_default();
        });
        for (bucket, rows) in new {
            let before = old.get(&bucket);
            let packed = before.and_then(|bytes| Columns::unpack(bytes));
            let rows = replaced(packed.as_ref(), fresh, &rows);
            record.bytes = record.bytes.saturating_sub(before.map_or(0, Vec::len) as u64);
            if rows.is_empty() {
                transaction.remove_bucket(name, bucket)?;
            } else {
                let bytes = rows.pack();
                record.bytes += bytes.len() as u64;
                transaction.put_bucket(name, bucket, &bytes)?;
            }
        }
        fresh.iter().for_each(|range| record.add(*range, timer::today()));
        record.used_ms = timer::now_ms();
        transaction.put_record(name, &record)?;
        transaction.done().await
    }

    /// Forgets a series.
    pub async fn forget(&self, name: &str) -> Option<()> {
        let transaction = self.database.begin(Access::Write)?;
        transaction.remove(name)?;
        transaction.done().await
    }

    /// Bytes of rows kept.
    pub async fn bytes(&self) -> Option<u64> {
        let records = self.database.begin(Access::Read)?.records().await?;
        Some(records.iter().map(|(_, record)| record.bytes).sum())
    }

    /// Forgets everything.
    pub async fn clear(&self) -> Option<()> {
        let transaction = self.database.begin(Access::Write)?;
        transaction.clear()?;
        transaction.done().await
    }
}

/// What the stores hold, in our words.
impl Transaction {
    async fn record(&self, name: &str) -> Option<Option<Record>> {
        let found = self.series.get(&name.into()).ok()?;
        let found = self.answer(&found).await?;
        Some(found.as_string().and_then(|text| serde_json::from_str(&text).ok()))
    }

    async fn records(&self) -> Option<Vec<(String, Record)>> {
        let names = self.series.get_all_keys().ok()?;
        let records = self.series.get_all().ok()?;
        let names: Array = self.answer(&names).await?.dyn_into().ok()?;
        let records: Array = self.answer(&records).await?.dyn_into().ok()?;
        let read = |(name, text): (JsValue, JsValue)| {
            Some((name.as_string()?, serde_json::from_str(&text.as_string()?).ok()?))
        };
        Some(names.iter().zip(records.iter()).filter_map(read).collect())
    }

    fn put_record(&self, name: &str, record: &Record) -> Option<()> {
        let text = serde_json::to_string(record).ok()?;
        self.series.put_with_key(&text.into(), &name.into()).ok().map(|_| ())
    }

    /// Buckets from the first to the last number, with their bytes.
    async fn buckets(&self, name: &str, (from, to): (i64, i64)) -> Option<Vec<(i64, Vec<u8>)>> {
        let range = web_sys::IdbKeyRange::bound(&key(name, from), &key(name, to)).ok()?;
        let keys = self.rows.get_all_keys_with_key(&range).ok()?;
        let values = self.rows.get_all_with_key(&range).ok()?;
        let keys: Array = self.answer(&keys).await?.dyn_into().ok()?;
        let values: Array = self.answer(&values).await?.dyn_into().ok()?;
        let read = |(key, value): (JsValue, JsValue)| {
            let number = key.dyn_into::<Array>().ok()?.get(1).as_f64()?;
            Some((number as i64, value.dyn_into::<Uint8Array>().ok()?.to_vec()))
        };
        keys.iter().zip(values.iter()).map(read).collect()
    }

    fn put_bucket(&self, name: &str, bucket: i64, bytes: &[u8]) -> Option<()> {
        let bytes = Uint8Array::from(bytes);
        self.rows.put_with_key(&bytes, &key(name, bucket)).ok().map(|_| ())
    }

    fn remove_bucket(&self, name: &str, bucket: i64) -> Option<()> {
        self.rows.delete(&key(name, bucket)).ok().map(|_| ())
    }

    fn remove(&self, name: &str) -> Option<()> {
        // An array sorts after every number.
        let (first, last) = (Array::of1(&name.into()), Array::of2(&name.into(), &Array::new()));
        let range = web_sys::IdbKeyRange::bound(&first, &last).ok()?;
        self.rows.delete(&range).ok()?;
        self.series.delete(&name.into()).ok().map(|_| ())
    }

    fn clear(&self) -> Option<()> {
        self.rows.clear().ok()?;
        self.series.clear().ok().map(|_| ())
    }
}

fn key(name: &str, bucket: i64) -> JsValue {
    Array::of2(&name.into(), &(bucket as f64).into()).into()
}
