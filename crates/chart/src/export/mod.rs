//! What leaves the plot: values as CSV, the plot as a figure, and the lines that fetch it again elsewhere.

pub mod aggregated;
mod below;
pub mod csv;
pub mod figure;
pub mod reduced;
pub mod script;
pub mod stack;
pub mod zip;
