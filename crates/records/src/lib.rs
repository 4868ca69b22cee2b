//! Equipment and field visits: what is recorded, what makes a record right, and what follows from it.
//!
//! Pure: the app checks a form by the same functions by which the sidecar checks what it is sent.
//! - [`kinds`] are the types, [`mod@body`] reads any of them and lists every fault at once;
//! - [`rules`] are what one record must not contradict in others, [`vocabulary`] the terms it may use;
//! - [`arithmetic`], [`limits`] and [`verdict`] are the sums of a calibration, [`nearest`] a reading beside a sensor's record,
//!   [`levels`] what a level survey found beside what is recorded, [`swap`] which two actions are one item in the place of another;
//! - [`event`] is what a plot shows of records, [`form`] how they are entered, [`words`] how their times and percentages read;
//! - [`mod@merge`] puts two editors' changes together, [`operation`] is the form in which a change is sent,
//!   [`outbox`] what a device sends when, and what follows from each answer, [`listed`] how records are answered;
//! - [`role`] is who may do what, [`session`] how somebody signs in.
#![warn(missing_docs)]

pub mod arithmetic;
pub mod body;
pub mod decimal;
pub mod event;
pub mod fault;
pub mod form;
pub mod id;
pub mod kind;
pub mod kinds;
pub mod levels;
pub mod limits;
pub mod listed;
pub mod merge;
pub mod nearest;
pub mod operation;
pub mod outbox;
pub mod role;
pub mod rules;
#[cfg(feature = "openapi")]
mod schema;
pub mod session;
pub mod swap;
pub mod verdict;
pub mod vocabulary;
pub mod when;
pub mod words;

pub use body::Body;
pub use decimal::Decimal;
pub use fault::{Fault, Faults, Severity};
pub use id::RecordId;
pub use kind::Kind;
pub use role::Role;
pub use when::{Precision, When};
