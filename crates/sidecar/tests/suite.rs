//! Everything the sidecar promises, as one test program: one link, one PostgreSQL.
//!
//! A module per area; what answers requests mirrors the routes. (`cfg(test)` tells clippy that helpers are tests too.)

#[cfg(test)]
mod support;

#[cfg(test)]
mod catalog;
#[cfg(test)]
mod demo;
#[cfg(test)]
mod embed;
#[cfg(test)]
mod harvest;
#[cfg(test)]
mod import;
#[cfg(test)]
mod records;
#[cfg(test)]
mod sensorthings;
#[cfg(test)]
mod store;
