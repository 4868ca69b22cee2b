//! The walk over a SensorThings service: Things with Locations, Datastreams, and the latest values.

use super::error::SourceError;
use super::map::{self, Found as Entities};
use super::transport::{Transport, reply};
use crate::harvest::upstream::MAX_BODY_BYTES;
use crate::harvest::{Found, Patience};
use gagehouse_sensorthings::entities::{Datastream, Reference, Thing};
use gagehouse_sensorthings::id::{self, Quoting};
use gagehouse_sensorthings::page::{self, Ids};
use gagehouse_sensorthings::paging::{Failure, Limits, Request, SetStep, SetWalk};
use gagehouse_sensorthings::request::{ServiceRoot, catalog, latest_url};
use serde::de::DeserializeOwned;
use std::collections::{HashMap, HashSet};
use std::time::Duration;
use tokio::task::JoinSet;

/// Requests for latest values that are under way at once.
const CONCURRENT: usize = 4;
/// Entities of one set.
const MAX_ENTITIES: usize = 2_000_000;

/// A service to walk.
#[derive(Debug)]
pub struct SensorThings<'a> {
    /// Its name, for the network of sites that name none.
    pub name: &'a str,
    /// Its key.
    pub key: &'a str,
    /// Its root.
    pub root: String,
    /// The way to it.
    pub transport: Transport,
    /// Bounds.
    pub patience: Patience,
    /// Ends of the datastreams whose latest value is known, by id.
    pub known_ends: HashMap<String, i64>,
}

/// A set, as far as it could be read.
struct Set<T> {
    entities: Vec<T>,
    missing: Option<String>,
}

impl SensorThings<'_> {
    /// Walks it.
    ///
    /// # Errors
    /// When there is nothing to show: no Things, or a set that could not be read at all.
    pub async fn catalog(self) -> Result<Found, SourceError> {
        let things = self.set::<Thing>("/Things", &catalog::THINGS).await?;
        if things.entities.is_empty() && !self.transport.is_embedded() {
            return Err(SourceError::Empty);
        }
        let mut missing: Vec<String> = things.missing.into_iter().collect();
        let things = things.entities;
        let mut streams = self.datastreams(&things).await?;
        missing.extend(streams.missing.take());

        let listed: HashSet<&str> = things.iter().map(|thing| thing.id.as_str()).collect();
        let before = streams.entities.len();
        streams.entities.retain(|stream| {
            stream.thing.as_ref().is_some_and(|thing| listed.contains(thing.id.as_str()))
        });
        let homeless = before - streams.entities.len();
        if homeless > 0 {
            missing.push(format!("{homeless} Datastreams belong to no Thing that is listed"));
        }
        let mut found = map::catalog(Entities {
            things: &things,
            datastreams: &streams.entities,
            key: self.key,
            name: self.name,
        });
        self.add_latest(&mut found.datastreams).await;
        let missing = (!missing.is_empty()).then(|| format!("incomplete: {}", missing.join("; ")));
        Ok(Found { catalog: found, missing })
    }

    /// All Datastreams at once, else Thing by Thing.
    async fn datastreams(&self, things: &[Thing]) -> Result<Set<Datastream>, SourceError> {
        let mut queries: Vec<&str> = catalog::DATASTREAMS.to_vec();
        if self.transport.is_embedded() {
            queries.splice(0..0, catalog::DATASTREAMS_WITH_LATEST);
        }
        let failure = match self.set::<Datastream>("/Datastreams", &queries).await {
            Ok(set) if set.entities.is_empty() => return Ok(set),
            Ok(set) if set.entities.iter().any(|stream| stream.thing.is_some()) => return Ok(set),
            Ok(_) => None,
            Err(error) if !can_be_a_matter_of_size(&error) => return Err(error),
            Err(error) => Some(error),
        };
        let all = self.datastreams_by_thing(things).await;
        match (all, failure) {
            (Ok(set), _) => Ok(set),
            (Err(_), Some(error)) | (Err(error), None) => Err(error),
        }
    }

    async fn datastreams_by_thing(&self, things: &[Thing]) -> Result<Set<Datastream>, SourceError> {
        let mut all = Set { entities: Vec::new(), missing: None };
        let mut failed = 0;
        for thing in things {
            let resource = format!(
                "/Things({})/Datastreams",
                id::in_url(thing.id.as_str(), Quoting::Standard)
            );
            match self.set::<Datastream>(&resource, &catalog::DATASTREAMS_OF_THING).await {
                Ok(set) => {
                    failed += usize::from(set.missing.is_some());
                    all.entities.extend(set.entities.into_iter().map(|stream| Datastream {
                        thing: Some(Reference { id: thing.id.clone() }),
                        ..stream
                    }));
                }
                // A service that fails at the first Thing will fail at the others.
                Err(error) if all.entities.is_empty() => return Err(error),
                Err(_) => failed += 1,
            }
        }
        if failed > 0 {
            all.missing = Some(format!("the Datastreams of {failed} Things could not be read"));
        }
        Ok(all)
    }

    async fn set<T: DeserializeOwned>(
        &self,
        resource: &str,
        queries: &[&str],
    ) -> Result<Set<T>, SourceError> {
        let limits = Limits {
            rows: MAX_ENTITIES,
            timeout_ms: milliseconds(self.patience.request),
            page_bytes: MAX_BODY_BYTES,
            ..Limits::default()
        };
        let root = ServiceRoot::new(&self.root);
        let credentials = self.transport.has_credentials();
        let mut walk = SetWalk::new(root, resource, queries, catalog::TOP, credentials, limits);
        let mut entities = Vec::new();
        while let Some(request) = walk.next_request() {
            let fetched = self.transport.get(&request).await;
            let step = walk.accept::<T>(&reply(&fetched)).map_err(|failure| SourceError::Set {
                set: resource.to_owned(),
                url: request.url.split('?').next().unwrap_or_default().to_owned(),
                failure,
            })?;
            match step {
                SetStep::Entities(more) => entities.extend(more),
                SetStep::Again => {}
                SetStep::Wait { ms } => {
                    tokio::time::sleep(Duration::from_millis(ms).min(self.patience.wait)).await;
                }
            }
        }
        let outcome = walk.outcome().cloned().unwrap_or_default();
        let set = resource.trim_start_matches('/');
        let mut missing: Vec<String> =
            outcome.partial.map(|why| format!("{set}: {why}")).into_iter().collect();
        if outcome.rejected > 0 {
            missing.push(format!("{} elements of {set} could not be read", outcome.rejected));
        }
        if outcome.credentials_refused {
            tracing::warn!(source = self.key, "{} refuses its credentials; read without", self.key);
        }
        Ok(Set { entities, missing: (!missing.is_empty()).then(|| missing.join("; ")) })
    }

    /// Asks for the latest values of the series whose end has moved, as far as the bounds allow.
    async fn add_latest(&self, streams: &mut [gagehouse_catalog::DatastreamRecord]) {
        let root = ServiceRoot::new(&self.root);
        let wanted = streams.iter().enumerate().filter(|(_, stream)| {
            let end_us = stream.end.map(|end| end.0);
            stream.latest_time.is_none()
                && stream.results_visible
                && end_us.is_some()
                && self.known_ends.get(&stream.external_id).copied() != end_us
        });
        let requests: Vec<(usize, Request)> = wanted
            .take(self.patience.latest_values)
            .map(|(at, stream)| {
                let request = Request {
                    url: latest_url(&root, &stream.external_id, Quoting::Standard),
                    timeout_ms: milliseconds(self.patience.request),
                    most_bytes: MAX_BODY_BYTES,
                    with_credentials: self.transport.has_credentials(),
                };
                (at, request)
            })
            .collect();
        let mut open = requests.into_iter();
        let mut running = JoinSet::new();
        let mut failed_in_a_row = 0;
        loop {
            // A service that does not answer these is not asked a thousand times.
            while running.len() < CONCURRENT && failed_in_a_row < CONCURRENT {
                let Some((at, request)) = open.next() else { break };
                let transport = self.transport.clone();
                running.spawn(async move { (at, newest(&transport.get(&request).await)) });
            }
            let Some(done) = running.join_next().await else { break };
            let Ok((at, newest)) = done else { continue };
            failed_in_a_row = if newest.is_some() { 0 } else { failed_in_a_row + 1 };
            if let (Some((time, value)), Some(stream)) = (newest, streams.get_mut(at)) {
                // Some services ignore the order and answer with the oldest value.
                if stream.end.is_none_or(|end| end.0 <= time) {
                    stream.latest_time = Some(gagehouse_model::TimeUs(time));
                    stream.latest_value = value;
                }
            }
        }
    }
}

/// Time and value of the newest row of an answer.
fn newest(fetched: &crate::harvest::upstream::Fetched) -> Option<(i64, Option<f64>)> {
    use crate::harvest::upstream::Fetched;
    match fetched {
        Fetched::Answer { status: 200, body, .. } => {
            map::newest(&page::decode(body, Ids::Drop).ok()?)
        }
        _ => None,
    }
}

/// Whether asking for less at once may help.
fn can_be_a_matter_of_size(error: &SourceError) -> bool {
    let SourceError::Set { failure, .. } = error else { return false };
    matches!(
        failure,
        Failure::Server { .. } | Failure::Timeout | Failure::TooLarge(_) | Failure::Refused { .. }
    )
}

fn milliseconds(time: Duration) -> u64 {
    u64::try_from(time.as_millis()).unwrap_or(u64::MAX)
}
