//! The field app: visits, equipment and records on a tablet, everything below `/field`.
//!
//! One file per page; [`app`] has the table of routes, [`session`] says who works here. Rules of records are those of
//! `gagehouse-records`, HTTP is in [`crate::api`].

pub mod app;
mod clock;
pub mod components;
mod home;
pub mod session;
mod sign_in;
