//! Places by name, as the service that the server asks knows them.

use serde::{Deserialize, Serialize};

/// A place.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Place {
    /// Its name with what tells it from others.
    pub name: String,
    /// Degrees north.
    pub latitude: f64,
    /// Degrees east.
    pub longitude: f64,
}

/// What a service answered.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Places {
    /// The service; `None` where none is asked.
    pub service: Option<String>,
    /// What must stand beside its answers.
    pub attribution: Option<String>,
    /// The most fitting first.
    pub places: Vec<Place>,
}
