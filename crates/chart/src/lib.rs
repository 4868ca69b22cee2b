//! A plot as data, its selectors, and its drawing on any plotters backend.
