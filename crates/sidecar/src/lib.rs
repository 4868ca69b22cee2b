//! The Gagehouse sidecar: catalog, embedded SensorThings service, import, harvest and embeds.
//!
//! The binary `gagehouse` only calls [`cli::run`]; tests enter through [`app::app`].

pub mod accounts;
pub mod app;
pub mod catalog;
pub mod cli;
pub mod clock;
pub mod demo;
pub mod embed;
pub mod geocoder;
pub mod harvest;
pub mod http;
pub mod import;
pub mod logging;
pub mod records;
pub mod sensorthings;
pub mod serve;
pub mod settings;
pub mod store;
