//! The field app: visits, equipment and records on a tablet, everything below `/field`.
//!
//! One file per page; [`app`] has the table of routes, [`session`] says who works here. Rules of records are those of
//! `gagehouse-records`, HTTP is in [`crate::api`].

mod admin;
mod answer;
pub mod app;
mod calendar;
mod clock;
mod columns;
pub mod components;
mod equipment;
mod home;
mod item;
mod lists;
mod log;
mod names;
pub mod session;
mod sheet;
mod sign_in;
mod site;
mod words;
