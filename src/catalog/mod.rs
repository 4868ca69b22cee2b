//! What the parts of the catalog page share; the parts themselves are in `crate::components`.

pub mod cells;
pub mod row_window;
pub mod saved_views;
pub mod state;
