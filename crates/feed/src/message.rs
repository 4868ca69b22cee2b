//! What page and worker say to each other. Both sides are built from this one module.
//!
//! A message is an array: the words as JSON text, then for each page of rows an `ArrayBuffer`, which is
//! transferred.

use crate::room;
use gagehouse_model::{Coverage, TimeRange, TimeUs};
use gagehouse_observations::Columns;
use gagehouse_sensorthings::paging::Hole;
use js_sys::{Array, ArrayBuffer, Uint8Array};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use std::rc::Rc;
use wasm_bindgen::{JsCast, JsValue};

/// A packed value takes eight bytes, and with its time, its quality and its share of a pyramid twenty.
const ROOM_FOR_A_PACKED_BYTE: usize = 3;

/// Names a feed, the reading of one datastream.
pub type FeedId = u32;

/// What a feed reads.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    /// Absolute root of the service.
    pub root: String,
    /// The datastream's id there.
    pub datastream: String,
    /// Usual time between observations in microseconds, if known.
    pub step_us: Option<i64>,
    /// Time of the last observation, as far as the catalog knows.
    pub end: Option<TimeUs>,
    /// What is known of its changes, where its service counts them.
    pub revision: Option<Revision>,
    /// Under which name its rows are kept on the device; not at all without one.
    pub kept_as: Option<String>,
}

/// How far a series has changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Revision {
    /// Sequence of the newest change that the catalog knows.
    pub number: i64,
    /// Absolute address that tells what changed; `?since=` and a revision are added.
    pub changes_url: String,
}

/// What the page says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Command {
    /// Begins a feed.
    Open(FeedId, Source),
    /// These stretches are wanted, the most wanted first, and no others.
    Want(FeedId, Vec<TimeRange>),
    /// Ask for the holes again.
    Retry(FeedId),
    /// There may be new rows from this instant on: ask for them.
    News(FeedId, TimeUs),
    /// Ends a feed.
    Close(FeedId),
    /// How many bytes are kept on the device? Answered to this name.
    MeasureKept(FeedId),
    /// Forget what is kept on the device, then as above.
    ForgetKept(FeedId),
}

/// How a feed fares.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct State {
    /// What is here.
    pub covered: Coverage,
    /// What could not be had.
    pub holes: Vec<Hole>,
    /// Rows read from the service.
    pub rows: u64,
    /// Pages read from the service.
    pub pages: u64,
    /// Bytes read from the service.
    pub bytes: u64,
    /// Rows that could not be read as they are: left out, or kept as a gap.
    pub rejected: u64,
    /// Rows whose time names no zone, read as UTC.
    pub without_zone: u64,
    /// Whether nothing more is on its way.
    pub is_over: bool,
    /// What is being tried again; the soonest where several are.
    pub again: Option<Again>,
}

/// A request that failed and is made again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Again {
    /// When, in milliseconds since 1970 by the device's clock; past while the answer is awaited.
    pub at_ms: u64,
    /// What went wrong, in words for the reader.
    pub reason: String,
}

/// A page of rows on its way.
#[derive(Debug, Clone, PartialEq)]
pub struct Rows {
    /// The rows.
    pub columns: Rc<Columns>,
    /// The same as a message holds them, where a reader packed them.
    pub packed: Option<ArrayBuffer>,
}

/// What the worker says.
#[derive(Debug, PartialEq)]
pub enum Report {
    /// New pages of rows, in no order, and how the feed fares with them.
    Progress(FeedId, Vec<Rows>, State),
    /// Bytes kept on the device; `None` where the browser keeps nothing.
    Kept(FeedId, Option<u64>),
}

#[derive(Serialize, Deserialize)]
enum Words {
    Progress(FeedId, State),
    Kept(FeedId, Option<u64>),
}

impl Command {
    /// As a message.
    pub fn to_js(&self) -> JsValue {
        Array::of1(&text_of(self)).into()
    }

    /// From a message; `None` for one that is none of ours.
    pub fn from_js(message: &JsValue) -> Option<Self> {
        words_of(&message.dyn_ref::<Array>()?.get(0))
    }
}

impl Report {
    /// As a message, and what of it is transferred.
    pub fn to_js(&self) -> (JsValue, Array) {
        match self {
            Self::Progress(feed, pages, state) => {
                let words = Words::Progress(*feed, state.clone());
                let message = Array::of1(&text_of(&words));
                let buffers = Array::new();
                for page in pages {
                    let pack = || Uint8Array::from(page.columns.pack().as_slice()).buffer();
                    let buffer = page.packed.clone().unwrap_or_else(pack);
                    message.push(&buffer);
                    buffers.push(&buffer);
                }
                (message.into(), buffers)
            }
            Self::Kept(feed, bytes) => {
                (Array::of1(&text_of(&Words::Kept(*feed, *bytes))).into(), Array::new())
            }
        }
    }

    /// From a message; `None` for one that is none of ours.
    pub fn from_js(message: &JsValue) -> Option<Self> {
        let parts = message.dyn_ref::<Array>()?;
        match words_of(&parts.get(0))? {
            Words::Progress(feed, state) => {
                let pages = parts.iter().skip(1).map(|buffer| {
                    let columns = Rc::new(unpacked(buffer.dyn_ref()?)?);
                    Some(Rows { columns, packed: None })
                });
                Some(Self::Progress(feed, pages.collect::<Option<_>>()?, state))
            }
            Words::Kept(feed, bytes) => Some(Self::Kept(feed, bytes)),
        }
    }
}

/// The rows of a page that came as bytes.
pub(crate) fn unpacked(buffer: &ArrayBuffer) -> Option<Columns> {
    let bytes = Uint8Array::new(buffer);
    room::expect(bytes.length() as usize * ROOM_FOR_A_PACKED_BYTE);
    Columns::unpack(&bytes.to_vec())
}

/// These types have no keys but text and no numbers but finite ones, so they are always written.
pub(crate) fn text_of(words: &impl Serialize) -> JsValue {
    serde_json::to_string(words).unwrap_or_default().into()
}

pub(crate) fn words_of<T: DeserializeOwned>(text: &JsValue) -> Option<T> {
    serde_json::from_str(&text.as_string()?).ok()
}
