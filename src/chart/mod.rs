//! Painters of a plot's four stacked canvases: axes below, data above them, then the signs on the data, the cursor
//! on top; and of the strip below them.
//!
//! They receive finished geometry from the chart crate and draw it; the pointer moves only the top one.

pub mod axes;
#[cfg(test)]
#[cfg(target_arch = "wasm32")]
mod browser_tests;
pub mod calendar;
pub mod canvas;
pub mod cursor;
pub mod data;
pub mod deflate;
pub mod download;
mod ink;
mod normal;
pub mod overview;
pub mod palette;
pub mod picture;
pub mod signs;
pub mod size;
#[cfg(test)]
#[cfg(target_arch = "wasm32")]
#[path = "../../crates/chart/tests/specimen/mod.rs"]
mod specimen;
pub mod xy;
mod years;
pub mod zone;
