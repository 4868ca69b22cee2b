//! The map: Leaflet for panning and zooming, two canvases of ours for everything that is drawn.
//!
//! JavaScript objects of Leaflet stay in [`leaflet`], [`surface`] and [`tiles`]. [`projection`], [`query`], [`topojson`], [`points`],
//! [`filter`], [`look`], [`near`], [`places`], [`standing`] and [`statuses`] are plain functions and data; [`basemap`] and [`painter`] draw finished geometry.

pub mod basemap;
pub mod filter;
pub mod leaflet;
pub mod look;
pub mod near;
pub mod painter;
pub mod places;
pub mod points;
pub mod projection;
pub mod query;
pub mod standing;
pub mod state;
pub mod statuses;
pub mod surface;
pub mod tiles;
pub mod topojson;
