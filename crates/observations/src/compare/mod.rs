//! Series beside one another, and a series beside itself in other years.

pub mod calendar;
pub mod day_of_year;
pub mod derived;
pub mod matching;
pub mod years;
