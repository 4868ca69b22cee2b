//! Observations for the browser app: fetched, decoded and kept by a worker of their own.
//!
//! The page holds a [`client::Client`] and talks to a [`server`] by the messages of [`message`]. The server
//! runs in a Web Worker with its own WebAssembly instance, or, where no worker starts, the same module runs on
//! the page. Per datastream it drives a plan of the protocol crate ([`driver`]), has its pages fetched and decoded
//! by workers of its own ([`pool`], each a [`reader`]), files what came in the browser's database ([`cache`]) and
//! hands rows over as one transferred buffer a page.
#![warn(missing_docs)]

mod belief;
pub mod cache;
pub mod client;
mod driver;
mod http;
pub mod idb;
pub mod message;
mod pool;
pub mod reader;
mod reading;
mod room;
pub mod server;
mod timer;
mod warm_up;
