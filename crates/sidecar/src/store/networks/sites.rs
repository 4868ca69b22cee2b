//! Many sites at once, as station lists have them: what is new is inserted in few statements, what says something else
//! is rewritten, the rest left alone.
//!
//! What a list does not say stays as it is stored, tags of other lists included, so that lists may be loaded one by one.

use super::site::{NewLocation, NewSite, feature_row, location_row, put_location, thing_row};
use crate::store::StoreError;
use crate::store::entities::{
    feature_of_interest, historical_location, historical_location_location, location, network,
    thing, thing_location,
};
use gagehouse_model::keys;
use sea_orm::{
    ActiveModelTrait, ActiveValue, ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait,
    IntoActiveModel, QueryFilter,
};
use serde_json::{Map, Value};
use std::collections::HashMap;

/// Sites of one statement: 12 bound values each stay below the limit of SQLite.
const CHUNK: usize = 2_000;

/// What became of sites.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct StoredSites {
    pub new: u64,
    /// Sites that say something else than before.
    pub updated: u64,
    pub same: u64,
}

impl StoredSites {
    pub fn add(&mut self, other: Self) {
        self.new += other.new;
        self.updated += other.updated;
        self.same += other.same;
    }
}

/// Makes or updates sites of a network; no two of them have the same code.
pub async fn put_sites<C: ConnectionTrait>(
    db: &C,
    network: &network::Model,
    sites: &[NewSite],
) -> Result<StoredSites, StoreError> {
    let things = thing::Entity::find().filter(thing::Column::NetworkId.eq(network.id));
    let known: HashMap<String, thing::Model> =
        things.all(db).await?.into_iter().map(|row| (row.code.clone(), row)).collect();
    let mut places = places(db, network).await?;
    let mut stored = StoredSites::default();
    let mut new = Vec::new();
    for site in sites {
        match known.get(&site.code) {
            None => new.push(site),
            Some(thing) => {
                let place = places.remove(&thing.id);
                if update(db, network, thing, place, site).await? {
                    stored.updated += 1;
                } else {
                    stored.same += 1;
                }
            }
        }
    }
    stored.new = new.len() as u64;
    for chunk in new.chunks(CHUNK) {
        insert(db, network, chunk).await?;
    }
    Ok(stored)
}

/// The Location of every Thing of a network.
async fn places<C: ConnectionTrait>(
    db: &C,
    network: &network::Model,
) -> Result<HashMap<i32, location::Model>, StoreError> {
    let rows = location::Entity::find().filter(location::Column::NetworkId.eq(network.id));
    let mut by_id: HashMap<i32, location::Model> =
        rows.all(db).await?.into_iter().map(|row| (row.id, row)).collect();
    let links = thing_location::Entity::find().all(db).await?;
    let place =
        |link: thing_location::Model| Some((link.thing_id, by_id.remove(&link.location_id)?));
    Ok(links.into_iter().filter_map(place).collect())
}

/// Brings a site up to date; whether anything was to do.
async fn update<C: ConnectionTrait>(
    db: &C,
    network: &network::Model,
    thing: &thing::Model,
    place: Option<location::Model>,
    new: &NewSite,
) -> Result<bool, StoreError> {
    let mut row = thing_row(network, new);
    row.id = Set(thing.id);
    row.feature_id = Set(thing.feature_id);
    row.properties = Set(merged(thing.properties.as_ref(), row.properties.take().flatten()));
    if new.description.is_empty() {
        row.description = Set(thing.description.clone());
    }
    let mut changed = row != all_set(thing.clone());
    let thing = if changed { row.update(db).await? } else { thing.clone() };
    let Some(at) = &new.location else { return Ok(changed) };
    let is_there = place.as_ref().is_some_and(|place| {
        (place.longitude, place.latitude) == (Some(at.longitude), Some(at.latitude))
    });
    match place {
        Some(place) if is_there => {
            let mut row = location_row(network, thing.visibility, &new.name, at);
            row.id = Set(place.id);
            row.properties =
                Set(merged(place.properties.as_ref(), row.properties.take().flatten()));
            if row != all_set(place) {
                row.update(db).await?;
                changed = true;
            }
        }
        _ => {
            put_location(db, network, thing, new, at).await?;
            changed = true;
        }
    }
    Ok(changed)
}

/// A stored row as one whose every value is set, to be compared with what would be written.
fn all_set<M, A>(row: M) -> A
where
    M: IntoActiveModel<A>,
    A: ActiveModelTrait,
{
    row.into_active_model().reset_all()
}

/// Properties with those that are new on top; tags are merged, not replaced.
fn merged(stored: Option<&Value>, new: Option<Value>) -> Option<Value> {
    let (Some(Value::Object(stored)), Some(Value::Object(new))) = (stored, new.clone()) else {
        return new;
    };
    let mut all: Map<String, Value> = stored.clone();
    for (key, value) in new {
        match (key.as_str(), all.get_mut(&key), value) {
            (keys::TAGS, Some(Value::Object(tags)), Value::Object(more)) => tags.extend(more),
            (_, _, value) => {
                all.insert(key, value);
            }
        }
    }
    Some(Value::Object(all))
}

/// Rows that come back from an insert, found by what they say: no database promises their order.
#[derive(Debug)]
struct Returned(HashMap<String, Vec<i32>>);

impl Returned {
    fn new(rows: impl Iterator<Item = (String, i32)>) -> Self {
        let mut ids: HashMap<String, Vec<i32>> = HashMap::new();
        rows.for_each(|(key, id)| ids.entry(key).or_default().push(id));
        Self(ids)
    }

    fn take(&mut self, key: &str) -> Result<i32, StoreError> {
        let id = self.0.get_mut(key).and_then(Vec::pop);
        id.ok_or_else(|| StoreError::NotFound { kind: "inserted row", id: key.to_owned() })
    }
}

async fn insert<C: ConnectionTrait>(
    db: &C,
    network: &network::Model,
    sites: &[&NewSite],
) -> Result<(), StoreError> {
    let mut things: Vec<thing::ActiveModel> =
        sites.iter().map(|site| thing_row(network, site)).collect();
    let visibility: Vec<i16> = things.iter().map(|row| *row.visibility.as_ref()).collect();
    let placed: Vec<(usize, &NewSite, &NewLocation)> = sites
        .iter()
        .enumerate()
        .filter_map(|(n, site)| Some((n, *site, site.location.as_ref()?)))
        .collect();
    if !placed.is_empty() {
        let rows =
            placed.iter().map(|(n, site, at)| feature_row(network, visibility[*n], site, at));
        let rows = feature_of_interest::Entity::insert_many(rows).exec_with_returning(db).await?;
        let code = |row: &feature_of_interest::Model| {
            let code = row.properties.as_ref().and_then(|all| all[keys::SITE_CODE].as_str());
            code.unwrap_or_default().to_owned()
        };
        let mut features = Returned::new(rows.iter().map(|row| (code(row), row.id)));
        for (n, site, _) in &placed {
            things[*n].feature_id = Set(Some(features.take(&site.code)?));
        }
    }
    for row in &mut things {
        if row.feature_id == ActiveValue::NotSet {
            row.feature_id = Set(None);
        }
    }
    let rows = thing::Entity::insert_many(things).exec_with_returning(db).await?;
    let mut ids = Returned::new(rows.into_iter().map(|row| (row.code, row.id)));
    if placed.is_empty() {
        return Ok(());
    }
    let rows =
        placed.iter().map(|(n, site, at)| location_row(network, visibility[*n], &site.name, at));
    let rows = location::Entity::insert_many(rows).exec_with_returning(db).await?;
    // Rows of the same words at the same place are the same.
    let key = |name: &str, place: (Option<f64>, Option<f64>)| format!("{place:?} {name}");
    let mut locations = Returned::new(
        rows.iter().map(|row| (key(&row.description, (row.longitude, row.latitude)), row.id)),
    );
    let mut links = Vec::with_capacity(placed.len());
    for (_, site, at) in &placed {
        let location_id =
            locations.take(&key(&site.name, (Some(at.longitude), Some(at.latitude))))?;
        links.push((ids.take(&site.code)?, location_id, site.since));
    }
    let here = links.iter().map(|(thing_id, location_id, _)| thing_location::ActiveModel {
        thing_id: Set(*thing_id),
        location_id: Set(*location_id),
    });
    thing_location::Entity::insert_many(here).exec_without_returning(db).await?;
    let since = links.iter().map(|(thing_id, _, since)| historical_location::ActiveModel {
        thing_id: Set(*thing_id),
        time_us: Set(since.0),
        ..Default::default()
    });
    let rows = historical_location::Entity::insert_many(since).exec_with_returning(db).await?;
    let history: HashMap<i32, i32> = rows.iter().map(|row| (row.thing_id, row.id)).collect();
    let then = links.iter().filter_map(|(thing_id, location_id, _)| {
        Some(historical_location_location::ActiveModel {
            historical_location_id: Set(*history.get(thing_id)?),
            location_id: Set(*location_id),
        })
    });
    historical_location_location::Entity::insert_many(then).exec_without_returning(db).await?;
    Ok(())
}
