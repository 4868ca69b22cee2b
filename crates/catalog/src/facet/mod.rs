//! Facets: by what the catalog can be narrowed, their values, and the code of every row in each.

mod build;
mod column;
mod interval;
mod kinds;

pub use column::{FacetColumn, Placed, Values};
pub use interval::{spacing_key, spacing_label};
pub use kinds::Facet;
