//! One file per table, as SeaORM sees it. Columns are described where they are made: `migrations/*.sql`.

pub mod batch;
pub mod catalog_datastream;
pub mod catalog_site;
pub mod datastream;
pub mod feature_of_interest;
pub mod historical_location;
pub mod historical_location_location;
pub mod location;
pub mod network;
pub mod observation;
pub mod observation_block;
pub mod observation_past;
pub mod observation_side;
pub mod observed_property;
pub mod quality;
pub mod sensor;
pub mod source;
pub mod thing;
pub mod thing_location;
