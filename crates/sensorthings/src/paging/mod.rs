//! Which request comes next, when to stop, and what to say when not everything came.
//!
//! Nothing here does I/O: a walk gives a [`Request`], its driver fetches it in its own way and hands the
//! [`Reply`] back. Waiting is data too ([`Step::Wait`], [`SetStep::Wait`]). [`Walk`] reads the Observations of a
//! window of one datastream into columns, [`SetWalk`] the entities of a set. A [`Plan`] runs several walks for
//! the windows that a reader looks at.

mod failure;
mod held;
mod link;
mod plan;
mod retry;
mod set;
mod walk;

pub use failure::{Failure, explanation};
pub use plan::{Hole, Job, Knowledge, Plan, Progress, Retry, Target, Ticket};
use serde::{Deserialize, Serialize};
pub use set::{SetOutcome, SetStep, SetWalk};
pub use walk::{Batch, Chain, Outcome, Step, Stop, Summary, Walk};

/// A GET to make.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Request {
    /// Where, percent-encoded.
    pub url: String,
    /// After how long without a complete answer to give up, in milliseconds.
    pub timeout_ms: u64,
    /// After how many bytes of a body to give up.
    pub most_bytes: u64,
    /// Whether to send the source's credentials, if there are any.
    pub with_credentials: bool,
}

/// What came of a request.
#[derive(Debug, Clone)]
pub enum Reply<'a> {
    /// An answer with any status.
    Answer(Answer<'a>),
    /// A redirect that the driver did not follow.
    Redirected {
        /// Status code.
        status: u16,
        /// Where to, absolute, without what may be secret.
        to: String,
    },
    /// No complete answer in time.
    Timeout,
    /// No connection, with what the driver knows about the cause.
    Network(String),
    /// The body went beyond the limit of so many bytes: [`Request::most_bytes`], or the driver's own.
    TooLarge(u64),
}

/// An HTTP answer.
#[derive(Debug, Clone, Copy)]
pub struct Answer<'a> {
    /// Status code.
    pub status: u16,
    /// `Retry-After`, in milliseconds.
    pub retry_after_ms: Option<u64>,
    /// `Content-Type`; empty when it is not stated.
    pub content_type: &'a str,
    /// The body, content encodings undone.
    pub body: &'a [u8],
}

/// How far a walk may go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Rows (or entities) after which it stops.
    pub rows: usize,
    /// Bytes of bodies after which it stops.
    pub bytes: u64,
    /// Pages after which it stops.
    pub pages: usize,
    /// Patience with one request, in milliseconds.
    pub timeout_ms: u64,
    /// Bytes of one body after which it is given up: 10,000 Observations as plain entities are about 4 MB.
    pub page_bytes: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            rows: 50_000_000,
            bytes: 4_000_000_000,
            pages: 500_000,
            timeout_ms: 60_000,
            page_bytes: 32_000_000,
        }
    }
}

#[cfg(test)]
mod quirks;
#[cfg(test)]
mod stand_in;
