//! Who sees which rows.
//!
//! Rows carry their effective visibility, which already includes that of their network and site, so one comparison decides.
//! Observations have no column of their own: they are visible when their datastream is and `results_visible` holds.

use super::entities::{
    catalog_datastream, catalog_site, datastream, feature_of_interest, location, network,
    observed_property, sensor, thing,
};
use gagehouse_model::{Reach, Viewer, Visibility};
use sea_orm::sea_query::Condition;
use sea_orm::{ColumnTrait, EntityTrait};

/// A table whose rows carry a visibility.
pub trait Guarded: EntityTrait {
    /// The column that holds [`Visibility::code`].
    const VISIBILITY: Self::Column;
    /// The column of the row's network.
    const NETWORK: Self::Column;
    /// The column of the row's id.
    const ID: Self::Column;

    /// The single private rows of the table that a viewer reaches.
    fn granted(reach: &Reach) -> &[i32];
}

macro_rules! guarded {
    ($($table:ident $network:ident $granted:ident,)*) => {$(
        impl Guarded for $table::Entity {
            const VISIBILITY: Self::Column = $table::Column::Visibility;
            const NETWORK: Self::Column = $table::Column::$network;
            const ID: Self::Column = $table::Column::Id;

            fn granted(reach: &Reach) -> &[i32] {
                &reach.$granted
            }
        }
    )*};
}

guarded!(
    catalog_datastream NetworkId catalog_datastreams,
    catalog_site NetworkId catalog_sites,
    datastream NetworkId datastreams,
    feature_of_interest NetworkId features,
    location NetworkId locations,
    network Id partner_networks,
    observed_property NetworkId observed_properties,
    sensor NetworkId sensors,
    thing NetworkId things,
);

/// The condition that leaves a viewer the rows of `E` that are theirs to see.
pub fn visible<E: Guarded>(viewer: &Viewer) -> Condition {
    match viewer.reach() {
        None => Condition::all(),
        Some(reach) => reached::<E>(reach).add(E::VISIBILITY.eq(Visibility::Public.code())),
    }
}

/// The condition that leaves a viewer the datastreams of `E` whose observations they may see, as far as `is_public`, the
/// column that says whether everybody may, does not decide it. To be used beside [`visible()`].
pub fn results_visible<E: Guarded>(viewer: &Viewer, is_public: E::Column) -> Condition {
    match viewer.reach() {
        None => Condition::all(),
        Some(reach) => reached::<E>(reach).add(is_public.eq(true)),
    }
}

/// Any of what a viewer reaches beside public rows; without any, what is added next decides.
fn reached<E: Guarded>(reach: &Reach) -> Condition {
    let mut any = Condition::any();
    if !reach.networks.is_empty() {
        any = any.add(E::NETWORK.is_in(reach.networks.iter().copied()));
    }
    let granted = E::granted(reach);
    if !granted.is_empty() {
        any = any.add(E::ID.is_in(granted.iter().copied()));
    }
    any
}
