//! One file per page. A page reads the shared catalog and the URL; nothing else is its state.

pub mod about;
pub mod catalog;
pub mod map;
pub mod network;
pub mod not_found;
pub mod plot;
pub mod predecessor;
pub mod site;
