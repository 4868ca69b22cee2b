//! JSON of the service, written straight into one buffer.

mod data_array;
mod entity;
mod observation;
mod primitive;
mod property;

pub(super) use data_array::{Component, DataArray, components};
pub(super) use entity::{Writer, Written};
pub(super) use observation::View;
pub(super) use primitive::{key, text};
pub(super) use property::property;
