//! Networks, sites and datastreams can be put again, and carry the stricter visibility.

use crate::support::builders::{a_datastream, a_site, put_place};
use crate::support::for_each_database;
use gagehouse_model::{Viewer, Visibility, keys};
use gagehouse_sidecar::store::entities::{
    datastream, historical_location, location, observed_property, sensor, thing,
};
use gagehouse_sidecar::store::visible;
use sea_orm::{EntityTrait, PaginatorTrait, QueryFilter};

#[test]
fn putting_the_same_description_again_changes_nothing() {
    for_each_database(|store| async move {
        let first = a_datastream("T").put(&store).await;
        let again = a_datastream("T").put(&store).await;
        assert_eq!(first, again);
        let db = store.read();
        let counts = [
            thing::Entity::find().count(db).await.unwrap(),
            location::Entity::find().count(db).await.unwrap(),
            historical_location::Entity::find().count(db).await.unwrap(),
            sensor::Entity::find().count(db).await.unwrap(),
            observed_property::Entity::find().count(db).await.unwrap(),
            datastream::Entity::find().count(db).await.unwrap(),
        ];
        assert_eq!(counts, [1; 6]);
    });
}

#[test]
fn a_moved_site_keeps_its_history_and_its_feature() {
    for_each_database(|store| async move {
        let write = store.begin().await.unwrap();
        let (_, before) = put_place(&*write, &a_site("S")).await;
        let mut moved = a_site("S");
        moved.location.as_mut().unwrap().longitude = -111.6;
        let (_, after) = put_place(&*write, &moved).await;
        write.commit().await.unwrap();
        assert_eq!((before.id, before.feature_id), (after.id, after.feature_id));
        let db = store.read();
        assert_eq!(location::Entity::find().count(db).await.unwrap(), 2);
        assert_eq!(historical_location::Entity::find().count(db).await.unwrap(), 2);
    });
}

#[test]
fn a_datastream_at_a_private_site_is_private() {
    for_each_database(|store| async move {
        let mut hidden = a_datastream("T");
        hidden.site.visibility = Visibility::Private;
        let row = hidden.put(&store).await;
        assert_eq!(row.visibility, Visibility::Private.code());
        assert_eq!(row.properties.unwrap()[keys::IS_PRIVATE], true);
        let seen = datastream::Entity::find()
            .filter(visible::<datastream::Entity>(&Viewer::Anonymous))
            .count(store.read())
            .await
            .unwrap();
        assert_eq!(seen, 0);
    });
}
