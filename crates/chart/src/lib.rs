//! A plot as data, its selectors, and its drawing on any plotters backend.
//!
//! [`PlotQuery`] is what the URL says. [`frame::arrange`] turns a [`frame::PlotSpec`] into a finished
//! [`Frame`]: where the axes stand, at which ticks, with which labels. [`trace`] turns what a series shows
//! into pixels, [`years`] what it showed on the same days of other years. [`overview`] is the strip of the whole
//! record. [`kinds`] are the other charts of the same series and window, as [`xy::XyChart`]; [`figures`] are their
//! statistics in words. [`derived`] makes a series of two others. [`events`] are records of field work in their places. [`words`] is
//! what charts say, by language. [`conditions`] says what the newest values mean, [`sparkline`] draws their last day;
//! [`calibrations`] is an instrument's error over time. [`draw`] only draws. Text is measured by one table ([`text`]), so that a
//! browser and a server arrange alike.
#![warn(missing_docs)]

pub mod axes;
pub mod calendar;
pub mod calibrations;
pub mod conditions;
pub mod derived;
pub mod domain;
pub mod draw;
pub mod embed;
pub mod events;
pub mod export;
pub mod figures;
pub mod format;
pub mod frame;
pub mod holes;
pub mod kinds;
pub mod local;
pub mod navigate;
pub mod normal;
pub mod overview;
pub mod quality;
pub mod query;
pub mod scale;
pub mod sparkline;
pub mod text;
pub mod ticks;
pub mod time_ticks;
pub mod trace;
pub mod words;
pub mod xy;
pub mod years;

pub use frame::Frame;
pub use query::PlotQuery;
pub use scale::{TimeScale, ValueScale};
