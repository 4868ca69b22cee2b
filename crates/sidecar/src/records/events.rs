//! `/api/v1/events`: what plots show of the records of their series.

use crate::accounts::Visitor;
use crate::app::AppState;
use crate::catalog::sources::{ListedSource, listed};
use crate::http::AppError;
use crate::http::error::ErrorBody;
use crate::store::StoreError;
use crate::store::records::body;
use crate::store::records::events::{EventRows, EventsAsk};
use axum::Json;
use axum::extract::{RawQuery, State};
use gagehouse_chart::query::encoding::pairs;
use gagehouse_model::{DatastreamRef, TimeRange, TimeUs, Viewer};
use gagehouse_records::event::about::{Among, Asked, Placed, Variable};
use gagehouse_records::event::tell::{Told, tell};
use gagehouse_records::event::{EventKind, EventKinds, EventList};
use gagehouse_records::role::Deed;
use gagehouse_records::{Body, Kind, RecordId};
use std::collections::{BTreeSet, HashMap, HashSet};

/// Records when the request names no number, and at most. A record may be several events.
const RECORDS: u64 = 1_000;
const MOST_RECORDS: u64 = 5_000;
/// Datastreams and sites of one request together.
const MOST_NAMED: usize = 200;

/// Of what events are wanted.
#[derive(Debug, Clone, PartialEq)]
pub struct EventsOf {
    /// Datastreams: what is about others of their sites is left out.
    pub datastreams: Vec<DatastreamRef>,
    /// Sites by our keys, whole.
    pub sites: Vec<i32>,
    /// What ended before is left out.
    pub from: Option<TimeUs>,
    /// What began then or later is left out.
    pub to: Option<TimeUs>,
    /// Kinds.
    pub kinds: EventKinds,
    /// Records at most.
    pub limit: u64,
}

impl EventsOf {
    /// Everything about datastreams in a window.
    pub fn datastreams(datastreams: &[DatastreamRef], window: TimeRange) -> Self {
        Self {
            datastreams: datastreams.to_vec(),
            sites: Vec::new(),
            from: Some(window.start),
            to: Some(window.end),
            kinds: EventKinds::default(),
            limit: RECORDS,
        }
    }

    fn parse(query: &str) -> Result<Self, AppError> {
        let mut of = Self {
            datastreams: Vec::new(),
            sites: Vec::new(),
            from: None,
            to: None,
            kinds: EventKinds::default(),
            limit: RECORDS,
        };
        for (name, value) in pairs(query) {
            let refused = |why: String| AppError::BadRequest(format!("{name}={value}: {why}"));
            match name.as_str() {
                "d" => of.datastreams.push(value.parse().map_err(|e| refused(format!("{e}")))?),
                "site" => of
                    .sites
                    .push(value.parse().map_err(|_| refused("expected our key of a site".into()))?),
                "from" => of.from = Some(value.parse().map_err(|e| refused(format!("{e}")))?),
                "to" => of.to = Some(value.parse().map_err(|e| refused(format!("{e}")))?),
                "kinds" => of.kinds = value.parse().map_err(|e| refused(format!("{e}")))?,
                "limit" => {
                    let limit =
                        value.parse().ok().filter(|limit| (1..=MOST_RECORDS).contains(limit));
                    of.limit =
                        limit.ok_or_else(|| refused(format!("expected 1 to {MOST_RECORDS}")))?;
                }
                _ => return Err(refused("there is no such parameter".to_owned())),
            }
        }
        let named = of.datastreams.len() + of.sites.len();
        if named == 0 {
            return Err(AppError::BadRequest("name datastreams (d) or sites (site)".to_owned()));
        }
        if named > MOST_NAMED {
            let message = format!("{named} datastreams and sites; at most {MOST_NAMED} at once");
            return Err(AppError::BadRequest(message));
        }
        Ok(of)
    }

    /// The kinds of records in which events of these kinds are.
    fn record_kinds(&self) -> Vec<Kind> {
        let wanted = |kinds: &[EventKind]| kinds.iter().any(|kind| self.kinds.has(*kind));
        use EventKind as E;
        [
            (Kind::Visit, wanted(&[E::Visits])),
            (Kind::Calibration, wanted(&[E::Calibrations, E::Readings])),
            (Kind::Action, wanted(&[E::Maintenance, E::Programs, E::Deployments, E::Readings])),
            (Kind::DataloggerProgram, wanted(&[E::Programs])),
        ]
        .into_iter()
        .filter_map(|(kind, is_wanted)| is_wanted.then_some(kind))
        .collect()
    }
}

/// What plots show of the records of datastreams and sites
///
/// Visits, calibrations, maintenance, programs, deployments and readings, as far as the one who asks may see them, each with what it
/// holds in words, with units. Of a datastream, what is known to be about others of its site is left out.
#[utoipa::path(get, path = "/api/v1/events", tag = "records",
    params(
        ("d" = Option<Vec<String>>, Query, description = "Datastreams, `source:id`, repeated", example = "local:1"),
        ("site" = Option<Vec<i32>>, Query, description = "Sites by our keys, repeated"),
        ("from" = Option<String>, Query, description = "What ended before this time is left out, RFC 3339"),
        ("to" = Option<String>, Query, description = "What began at this time or later is left out, RFC 3339"),
        ("kinds" = Option<String>, Query, description = "Some of `visits,calibrations,maintenance,programs,deployments,readings` [default: all]"),
        ("limit" = Option<u64>, Query, description = "Records at most, 1 to 5000 [default: 1000]"),
    ),
    responses((status = 200, body = EventList), (status = 400, body = ErrorBody)))]
pub async fn get_events(
    State(state): State<AppState>,
    visitor: Visitor,
    RawQuery(query): RawQuery,
) -> Result<Json<EventList>, AppError> {
    let of = EventsOf::parse(query.as_deref().unwrap_or_default())?;
    let own = visitor.networks_where(Deed::See);
    Ok(Json(events(&state, &visitor.viewer, &own, of).await?))
}

/// What plots show of records, for a viewer who is a member of these networks.
pub async fn events(
    state: &AppState,
    viewer: &Viewer,
    own: &[i32],
    of: EventsOf,
) -> Result<EventList, AppError> {
    let asked = asked(state, viewer, &of.datastreams).await?;
    let is_whole = |site: &i32| of.sites.contains(site);
    let sites: BTreeSet<i32> =
        asked.iter().map(|asked| asked.site).chain(of.sites.iter().copied()).collect();
    let ask = EventsAsk {
        sites: sites.into_iter().collect(),
        kinds: of.record_kinds(),
        from_us: of.from.map(|time| time.0),
        to_us: of.to.map(|time| time.0),
        limit: of.limit,
    };
    let found = state.store.event_rows(viewer, &ask).await?;
    let (since, ends) = (found.since, found.ends.clone());
    let shown = shown(state, viewer, own, found).await?;
    let keys = |shown: &Shown| {
        shown.body.datastreams().into_iter().map(|(_, key)| key).collect::<Vec<_>>()
    };
    let keys: Vec<i32> = shown.iter().flat_map(keys).collect();
    let placed = shown.iter().filter_map(|shown| match &shown.body {
        Body::Deployment(deployment) => {
            let end = ends.get(&shown.id).copied().flatten().or(deployment.end);
            Some((shown.id, Placed { deployment: (**deployment).clone(), end }))
        }
        _ => None,
    });
    let placed: HashMap<RecordId, Placed> = placed.collect();
    let variables = state.store.variables_of(viewer, &keys).await?;
    let among = Among { asked, variables, placed };
    let whole = Among { asked: Vec::new(), ..among.clone() };
    let names = names(state, viewer, &shown).await?;
    let mut events = Vec::new();
    for Shown { id, body, site, visit } in &shown {
        let Some(site) = site.or_else(|| site_of_item(body, &among)) else { continue };
        let told = Told { id: *id, body, site, visit: *visit };
        let among = if is_whole(&site) { &whole } else { &among };
        events.extend(tell(told, among, &names));
    }
    events.retain(|event| of.kinds.has(event.kind));
    events.sort_by_key(|event| (event.begin.earliest(), event.kind, event.record));
    let since = since.map(TimeUs::to_rfc3339);
    Ok(EventList { events, more: since.is_some(), since })
}

/// The datastreams that the viewer may see, with their sites and variables.
async fn asked(
    state: &AppState,
    viewer: &Viewer,
    names: &[DatastreamRef],
) -> Result<Vec<Asked>, AppError> {
    let mut asked = Vec::new();
    if names.is_empty() {
        return Ok(asked);
    }
    for ListedSource { row, entry } in listed(state).await? {
        let of_source = names.iter().filter(|name| name.source == entry.key);
        let ids: Vec<&str> = of_source.map(|name| name.id.as_str()).collect();
        let Some(row) = row.filter(|_| !ids.is_empty()) else { continue };
        let rows = state.store.catalog_datastreams(viewer, row.id, &ids).await?;
        asked.extend(rows.datastreams.into_iter().map(|(site, row)| Asked {
            name: DatastreamRef { source: entry.key.clone(), id: row.record.external_id },
            site,
            variable: Variable {
                code: row.record.variable_code.unwrap_or_default(),
                name: row.record.variable_name,
            },
        }));
    }
    Ok(asked)
}

/// A record as the viewer may see it.
struct Shown {
    id: RecordId,
    body: Body,
    site: Option<i32>,
    visit: Option<RecordId>,
}

async fn shown(
    state: &AppState,
    viewer: &Viewer,
    own: &[i32],
    found: EventRows,
) -> Result<Vec<Shown>, AppError> {
    let bodies = found.rows.iter().map(body).collect::<Result<Vec<Body>, StoreError>>()?;
    let others = found.rows.iter().zip(&bodies).filter(|(row, _)| !own.contains(&row.network_id));
    let keys: Vec<i32> =
        others.flat_map(|(_, body)| body.datastreams()).map(|(_, key)| key).collect();
    let seen: HashSet<i32> = state.store.seen_datastreams(viewer, &keys).await?;
    let shown = found.rows.into_iter().zip(bodies).filter_map(|(row, mut body)| {
        if !own.contains(&row.network_id) {
            body.keep_datastreams(|key| seen.contains(&key));
        }
        Some(Shown {
            id: row.id.parse().ok()?,
            body,
            site: row.site_id,
            visit: row.visit_id.and_then(|id| id.parse().ok()),
        })
    });
    Ok(shown.collect())
}

/// People, items and standards that records name, those that the viewer may see.
async fn names(
    state: &AppState,
    viewer: &Viewer,
    shown: &[Shown],
) -> Result<HashMap<RecordId, Body>, AppError> {
    const NAMED: [Kind; 3] = [Kind::Person, Kind::Equipment, Kind::ReferenceMaterial];
    let references = shown.iter().flat_map(|shown| shown.body.references());
    let named =
        references.filter(|reference| NAMED.iter().any(|kind| reference.kinds.contains(kind)));
    let items = shown.iter().filter_map(|shown| match &shown.body {
        Body::Deployment(deployment) => deployment.equipment,
        _ => None,
    });
    let ids: BTreeSet<RecordId> = named.map(|reference| reference.id).chain(items).collect();
    let ids: Vec<RecordId> = ids.into_iter().collect();
    let rows = state.store.records_named(viewer, &ids).await?;
    rows.iter()
        .filter_map(|row| Some((row.id.parse().ok()?, row)))
        .map(|(id, row)| Ok((id, body(row)?)))
        .collect()
}

/// Where something was done that belongs to no site: where its item hung then. What was done to it elsewhere, between two
/// deployments, explains no series.
fn site_of_item(body: &Body, among: &Among) -> Option<i32> {
    let index = body.index();
    among.at(index.equipment?, index.begin?)?.deployment.site
}
