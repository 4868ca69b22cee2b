//! The Gagehouse sidecar: catalog, embedded SensorThings service, import and harvest.

pub mod store;
