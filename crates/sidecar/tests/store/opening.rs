//! Opening a database: created, migrated once, and refused with a message that helps.

use crate::support::{for_each_database, for_each_database_url, in_a_folder};
use gagehouse_model::Viewer;
use gagehouse_sidecar::store::entities::{network, source};
use gagehouse_sidecar::store::{OpenError, Store, visible};
use sea_orm::{ActiveValue::Set, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};

#[test]
fn a_new_database_has_the_local_source_and_opens_again() {
    for_each_database_url(|url| async move {
        for _ in 0..2 {
            let store = Store::open(&url).await.unwrap();
            let sources = source::Entity::find().all(store.read()).await.unwrap();
            assert_eq!(sources.len(), 1);
            assert_eq!(sources[0].key, "local");
            store.close().await.unwrap();
        }
    });
}

#[test]
fn two_programs_may_open_a_new_database_at_once() {
    for_each_database_url(|url| async move {
        let (one, two) = tokio::join!(Store::open(&url), Store::open(&url));
        let (one, two) = (one.unwrap(), two.unwrap());
        assert_eq!(source::Entity::find().all(one.read()).await.unwrap().len(), 1);
        one.close().await.unwrap();
        two.close().await.unwrap();
    });
}

#[test]
fn a_database_of_a_newer_version_is_refused() {
    for_each_database_url(|url| async move {
        let store = Store::open(&url).await.unwrap();
        let write = store.begin().await.unwrap();
        write
            .execute_unprepared(
                "INSERT INTO seaql_migrations (version, applied_at) VALUES ('m9999_later', 0)",
            )
            .await
            .unwrap();
        write.commit().await.unwrap();
        store.close().await.unwrap();
        let error = Store::open(&url).await.unwrap_err();
        assert!(matches!(error, OpenError::Newer { .. }), "{error}");
        assert!(error.to_string().contains("m9999_later"), "{error}");
    });
}

#[test]
fn an_anonymous_viewer_sees_public_rows_alone_and_text_sorts_by_bytes() {
    for_each_database(|store| async move {
        let write = store.begin().await.unwrap();
        for (name, visibility) in [("b", 0), ("Z", 0), ("hidden", 1), ("ä", 0)] {
            let row = network::ActiveModel {
                source_id: Set(1),
                external_id: Set(name.into()),
                name: Set(name.into()),
                description: Set(String::new()),
                link: Set(None),
                visibility: Set(visibility),
                ..Default::default()
            };
            network::Entity::insert(row).exec(&*write).await.unwrap();
        }
        write.commit().await.unwrap();
        let names = |viewer| {
            let store = store.clone();
            async move {
                let rows = network::Entity::find()
                    .filter(visible::<network::Entity>(&viewer))
                    .order_by_asc(network::Column::Name)
                    .all(store.read())
                    .await
                    .unwrap();
                rows.into_iter().map(|row| row.name).collect::<Vec<_>>()
            }
        };
        assert_eq!(names(Viewer::Anonymous).await, ["Z", "b", "ä"]);
        assert_eq!(names(Viewer::System).await, ["Z", "b", "hidden", "ä"]);
    });
}

#[test]
fn a_write_that_is_not_committed_leaves_nothing() {
    for_each_database(|store| async move {
        let write = store.begin().await.unwrap();
        write.execute_unprepared("UPDATE source SET name = 'changed'").await.unwrap();
        drop(write);
        let source = source::Entity::find().one(store.read()).await.unwrap().unwrap();
        assert_eq!(source.name, "This server");
    });
}

#[test]
fn a_database_that_cannot_be_used_is_named_with_the_reason() {
    in_a_folder(|folder| async move {
        let path = |name: &str| folder.join(name).display().to_string();
        std::fs::write(path("text.db"), "this is a letter, not a database, and long enough")
            .unwrap();
        std::fs::write(path("locked.db"), "").unwrap();
        let mut permissions = std::fs::metadata(path("locked.db")).unwrap().permissions();
        permissions.set_readonly(true);
        std::fs::set_permissions(path("locked.db"), permissions).unwrap();
        for (url, says) in [
            (format!("sqlite://{}", path("text.db")), "is not an SQLite database"),
            (format!("sqlite://{}", path("locked.db")), "read-only"),
            (format!("sqlite://{}", path("nowhere/house.db")), "folder is missing"),
            ("sqlite::memory:".to_owned(), "in memory"),
            ("mysql://gage:s3cret@db/house".to_owned(), "neither sqlite://PATH nor postgres://"),
            ("postgres://gage:s3cret@127.0.0.1:1/house".to_owned(), "cannot connect"),
        ] {
            let error = Store::open(&url).await.unwrap_err().to_string();
            assert!(error.contains(says), "{url}: {error}");
            assert!(!error.contains("s3cret"), "{error}");
        }
    });
}
