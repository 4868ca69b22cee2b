//! Who sees which rows.
//!
//! Rows carry their effective visibility, which already includes that of their network and site, so one comparison decides.
//! Observations have no column of their own: they are visible when their datastream is and `results_visible` holds.

use super::entities::{
    catalog_datastream, catalog_site, datastream, feature_of_interest, location, network,
    observed_property, sensor, thing,
};
use gagehouse_model::{Viewer, Visibility};
use sea_orm::sea_query::{Condition, ExprTrait, IntoColumnRef, SimpleExpr};
use sea_orm::{ColumnTrait, EntityTrait};

/// A table whose rows carry a visibility.
pub trait Guarded: EntityTrait {
    /// The column that holds [`Visibility::code`].
    const VISIBILITY: Self::Column;
}

macro_rules! guarded {
    ($($table:ident),*) => {$(
        impl Guarded for $table::Entity {
            const VISIBILITY: Self::Column = $table::Column::Visibility;
        }
    )*};
}

guarded!(
    catalog_datastream,
    catalog_site,
    datastream,
    feature_of_interest,
    location,
    network,
    observed_property,
    sensor,
    thing
);

/// The condition that leaves a viewer the rows of `E` that are theirs to see.
pub fn visible<E: Guarded>(viewer: &Viewer) -> Condition {
    match viewer {
        Viewer::System => Condition::all(),
        Viewer::Anonymous => Condition::all().add(E::VISIBILITY.eq(Visibility::Public.code())),
    }
}

/// The same for a visibility column under an alias, in statements built by hand.
pub fn visible_at<C: IntoColumnRef>(viewer: &Viewer, column: C) -> Condition {
    match viewer {
        Viewer::System => Condition::all(),
        Viewer::Anonymous => {
            let column = SimpleExpr::Column(column.into_column_ref());
            Condition::all().add(column.eq(Visibility::Public.code()))
        }
    }
}
