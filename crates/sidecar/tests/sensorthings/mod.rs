//! `/sensorthings/v1.1`: what independent clients of the embedded service rely on.

mod data_arrays;
mod expanding;
mod filters;
mod given_up;
mod golden;
mod house;
mod paging;
mod reading;
mod side;
