//! The field app: visits, equipment and records on a tablet, everything below `/field`.
//!
//! One file per page; [`app`] has the table of routes, [`session`] says who works here, [`device`] is what this device keeps, [`entry`]
//! a record while it is written. Rules of records are those of
//! `gagehouse-records`, HTTP is in [`crate::api`].

mod admin;
mod answer;
pub mod app;
mod calendar;
mod chunks;
mod clock;
mod columns;
pub mod components;
pub mod device;
pub mod entry;
mod equipment;
pub mod forms;
mod home;
mod ids;
mod item;
mod lists;
mod log;
mod names;
pub mod record;
pub mod session;
mod sheet;
mod sign_in;
mod site;
mod visit;
mod words;
mod worker;
