//! A site and a network as a page: what is said of them, in one place for the app and for the sidecar.
//!
//! The app makes elements of these words and keeps them current; the sidecar writes them as HTML ([`html`]) with title,
//! description and structured data ([`head`]) for whoever has no app: search engines, previews of links, readers
//! without JavaScript, and everybody else until the app has started. Pure: no I/O, no clock.
#![warn(missing_docs)]

pub mod address;
pub mod card;
pub mod cite;
pub mod facts;
pub mod group;
pub mod head;
pub mod history;
pub mod html;
pub mod near;
pub mod photo;
pub mod places;
pub mod sitemap;
pub mod synthetic;

pub use card::Card;
pub use group::Group;
pub use history::History;
