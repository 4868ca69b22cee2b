//! Catalog rows as a harvest leaves them: public, private and gone ones.

use gagehouse_sidecar::store::Store;
use gagehouse_sidecar::store::entities::{catalog_datastream, catalog_site, network, source};
use sea_orm::{ActiveValue::Set, EntityTrait, IntoActiveModel};

const LOCAL_ID: i32 = 1;
/// 2026-01-01T00:00:00Z.
const HARVESTED_US: i64 = 1_767_225_600_000_000;

/// What a test wants of the rows.
#[derive(Default)]
pub struct Filling {
    /// Why the last harvest failed.
    pub last_error: Option<String>,
}

impl Filling {
    /// Fills the tables of the embedded source.
    pub async fn fill(self, store: &Store) {
        let write = store.begin().await.unwrap();
        let brooks = network::Entity::insert(a_network("Brooks", 0)).exec(&*write).await.unwrap();
        let closed = network::Entity::insert(a_network("Closed", 1)).exec(&*write).await.unwrap();
        let (brooks, closed) = (brooks.last_insert_id, closed.last_insert_id);
        let mut sites = Vec::new();
        for site in [
            a_site("1", "007", "Mill", brooks, 0),
            a_site("2", "", "No code", brooks, 0),
            a_site("3", "secret", "Secret", closed, 1),
            catalog_site::ActiveModel {
                gone_us: Set(Some(5)),
                ..a_site("1", "008", "Gone", brooks, 0)
            },
        ] {
            let added = catalog_site::Entity::insert(site).exec(&*write).await.unwrap();
            sites.push(added.last_insert_id);
        }
        let hidden = catalog_datastream::ActiveModel {
            results_visible: Set(false),
            ..a_datastream("2", "Hidden values at Mill", sites[0], brooks, 0)
        };
        let gone = catalog_datastream::ActiveModel {
            gone_us: Set(Some(5)),
            ..a_datastream("9", "Gone", sites[0], brooks, 0)
        };
        for datastream in [
            a_datastream("1", "Stage at Mill", sites[0], brooks, 0),
            a_datastream("3", "At a secret site", sites[2], closed, 1),
            a_datastream("4", "Private at Mill", sites[0], brooks, 1),
            hidden,
            gone,
        ] {
            catalog_datastream::Entity::insert(datastream).exec(&*write).await.unwrap();
        }
        let local = source::ActiveModel {
            id: Set(LOCAL_ID),
            last_attempt_us: Set(Some(HARVESTED_US)),
            last_success_us: Set(Some(HARVESTED_US)),
            last_error: Set(self.last_error),
            revision: Set(1),
            ..Default::default()
        };
        source::Entity::update(local).exec(&*write).await.unwrap();
        write.commit().await.unwrap();
    }
}

/// The first datastream gets a new latest value.
pub async fn a_value_arrives(store: &Store, value: f64) {
    let write = store.begin().await.unwrap();
    let row = catalog_datastream::Entity::find().one(&*write).await.unwrap().unwrap();
    let mut row = row.into_active_model();
    row.latest_value = Set(Some(value));
    catalog_datastream::Entity::update(row).exec(&*write).await.unwrap();
    let local = source::ActiveModel { id: Set(LOCAL_ID), revision: Set(2), ..Default::default() };
    source::Entity::update(local).exec(&*write).await.unwrap();
    write.commit().await.unwrap();
}

fn a_network(name: &str, visibility: i16) -> network::ActiveModel {
    network::ActiveModel {
        source_id: Set(LOCAL_ID),
        external_id: Set(name.into()),
        name: Set(name.into()),
        description: Set(String::new()),
        visibility: Set(visibility),
        ..Default::default()
    }
}

fn a_site(
    external_id: &str,
    code: &str,
    name: &str,
    network_id: i32,
    visibility: i16,
) -> catalog_site::ActiveModel {
    catalog_site::ActiveModel {
        source_id: Set(LOCAL_ID),
        network_id: Set(network_id),
        visibility: Set(visibility),
        external_id: Set(external_id.into()),
        code: Set(code.into()),
        name: Set(name.into()),
        description: Set(String::new()),
        standard_offset_minutes: Set(Some(-420)),
        synthetic: Set(true),
        ..Default::default()
    }
}

fn a_datastream(
    external_id: &str,
    name: &str,
    site: i32,
    network_id: i32,
    visibility: i16,
) -> catalog_datastream::ActiveModel {
    catalog_datastream::ActiveModel {
        source_id: Set(LOCAL_ID),
        catalog_site_id: Set(site),
        network_id: Set(network_id),
        visibility: Set(visibility),
        results_visible: Set(true),
        external_id: Set(external_id.into()),
        name: Set(name.into()),
        description: Set(String::new()),
        variable_name: Set("Stage".into()),
        latest_time_us: Set(Some(HARVESTED_US)),
        latest_value: Set(Some(2.5)),
        first_seen_us: Set(HARVESTED_US),
        ..Default::default()
    }
}
