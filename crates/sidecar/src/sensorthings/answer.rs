//! From a parsed request to a response.

use super::encode::{self, Component, DataArray, View, Writer, Written};
use super::error::ServiceError;
use super::expand::{ROOM, grow};
use super::links::Root;
use super::{DEFAULT_TOP, MAX_ENTITIES, MAX_OBSERVATIONS};
use crate::app::AppState;
use crate::clock::now;
use crate::store::sensorthings::{Ask, ObservationRow, Page, Parents, Reader, Record, Within};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use gagehouse_model::Viewer;
use gagehouse_sensorthings::query::{
    self, EntityKind, JsonStep, Property, PropertyPath, Query, ResourcePath, Tail, TokenValue,
};
use std::collections::{BTreeSet, HashMap};

/// Answers a request: path and query below the service root, as they came.
pub(super) async fn answer(
    state: &AppState,
    root: &Root,
    viewer: &Viewer,
    request: &str,
) -> Result<Response, ServiceError> {
    let query = query::parse(request)?;
    // Closed never, so that there is always a place to wait for.
    let _place = match query.options.expand.is_empty() {
        true => None,
        false => state.expanding.acquire().await.ok(),
    };
    let reader = state.store.sensorthings(viewer, now());
    let within = walk(reader, &query.path).await?;
    match &query.path.tail {
        Tail::Entities | Tail::Ref if query.path.is_set() => {
            set(reader, root, &query, within).await
        }
        Tail::Entities => entity(reader, root, &query, within).await,
        Tail::Ref => {
            let record = one(reader, &query, within).await?;
            let mut out = Vec::new();
            write_ref(root, &record, &mut out);
            Ok(json(out))
        }
        Tail::Property(path) => value(reader, root, &query, within, path, false).await,
        Tail::Value(path) => value(reader, root, &query, within, path, true).await,
    }
}

/// A JSON response.
pub(super) fn json(body: Vec<u8>) -> Response {
    ([(header::CONTENT_TYPE, "application/json")], body).into_response()
}

/// Follows the path to what it ends at; every entity on it has to exist and to belong to the one before.
async fn walk(reader: Reader<'_>, path: &ResourcePath) -> Result<Within, ServiceError> {
    let missing = || ServiceError::NotFound("there is no such entity".to_owned());
    let Some(id) = &path.id else { return Ok(Within::All) };
    let mut key = reader.find(path.set, id).await?.ok_or_else(missing)?;
    for (index, step) in path.steps.iter().enumerate() {
        let last = index + 1 == path.steps.len();
        if last && step.nav.many && step.id.is_none() {
            return Ok(Within::From(step.nav, key));
        }
        key = reader.follow(key, step).await?.ok_or_else(missing)?;
    }
    Ok(Within::One(key))
}

/// How many rows a page has.
fn limit(query: &Query) -> u64 {
    let most = match query.path.kind() {
        EntityKind::Observation => MAX_OBSERVATIONS,
        _ => MAX_ENTITIES,
    };
    query.options.top.unwrap_or(DEFAULT_TOP).min(most)
}

async fn set(
    reader: Reader<'_>,
    root: &Root,
    query: &Query,
    within: Within,
) -> Result<Response, ServiceError> {
    let options = &query.options;
    let ask = Ask { kind: query.path.kind(), within, options, limit: limit(query) };
    let side = reader.has_side_rows(&ask).await?;
    let count = match options.count {
        Some(true) => Some(reader.count(&ask, side).await?),
        _ => None,
    };
    let mut out = Vec::new();
    if options.data_array {
        let components = encode::components(options)?;
        if side {
            let page = page_of_records(reader, &ask, side).await?;
            head(root, query, count, page.next, &mut out);
            let mut array = DataArray::new(&components, ask.limit);
            page.rows.iter().for_each(|record| array.push(&View::full(record)));
            array.write(root, &mut out);
        } else {
            plain_rows(reader, root, query, &ask, count, &components, &mut out).await?;
        }
    } else {
        let page = page_of_records(reader, &ask, side).await?;
        head(root, query, count, page.next, &mut out);
        records(reader, root, query, &page.rows, &mut out).await?;
    }
    out.extend_from_slice(b"]}");
    Ok(json(out))
}

async fn page_of_records(
    reader: Reader<'_>,
    ask: &Ask<'_>,
    side: bool,
) -> Result<Page<Record>, ServiceError> {
    if ask.limit == 0 {
        return Ok(Page { rows: Vec::new(), next: None });
    }
    Ok(reader.records(ask, side).await?)
}

/// The hot path: rows that are a number at an instant, encoded as they are read. The reader is free before
/// a byte is sent.
async fn plain_rows(
    reader: Reader<'_>,
    root: &Root,
    query: &Query,
    ask: &Ask<'_>,
    count: Option<u64>,
    components: &[Component],
    out: &mut Vec<u8>,
) -> Result<(), ServiceError> {
    if ask.limit == 0 {
        head(root, query, count, None, out);
        return Ok(());
    }
    let quality_wanted = components.iter().any(|component| component.is_quality());
    let mut known = reader.known_qualities();
    let (array, next) = loop {
        let state = (DataArray::new(components, ask.limit), BTreeSet::new());
        let words = known.clone();
        let visit = move |(array, unknown): &mut (DataArray, BTreeSet<i32>),
                          row: &ObservationRow| {
            let quality = row.quality_id.filter(|_| quality_wanted).and_then(|id| {
                let words = words.get(&id).map(String::as_str);
                if words.is_none() {
                    unknown.insert(id);
                }
                words
            });
            array.push(&View::plain(row, quality));
        };
        let ((array, unknown), next) = reader.observations(ask, state, visit).await?;
        if unknown.is_empty() {
            break (array, next);
        }
        // Seldom: a quality is met for the first time since the start. The page is read again with its words.
        known = reader.learn_qualities(unknown).await?;
    };
    head(root, query, count, next, out);
    array.write(root, out);
    Ok(())
}

/// Writes what stands before the rows, up to the bracket.
fn head(
    root: &Root,
    query: &Query,
    count: Option<u64>,
    next: Option<Vec<TokenValue>>,
    out: &mut Vec<u8>,
) {
    out.push(b'{');
    if let Some(count) = count {
        encode::key("@iot.count", out);
        out.extend_from_slice(count.to_string().as_bytes());
    }
    if let Some(token) = next {
        let mut options = query.options.clone();
        options.skip_token = Some(token);
        encode::key("@iot.nextLink", out);
        encode::text(&root.next_page(query.clone(), &options), out);
    }
    encode::key("value", out);
    out.push(b'[');
}

async fn records(
    reader: Reader<'_>,
    root: &Root,
    query: &Query,
    records: &[Record],
    out: &mut Vec<u8>,
) -> Result<(), ServiceError> {
    if query.path.tail == Tail::Ref {
        for (index, record) in records.iter().enumerate() {
            if index > 0 {
                out.push(b',');
            }
            write_ref(root, record, out);
        }
        return Ok(());
    }
    let options = &query.options;
    let (times, mut room) = (vec![1; records.len()], ROOM);
    let parents = Parents { records, times: &times };
    let branches = grow(reader, parents, &options.expand, "", &mut room).await?;
    let networks = reader.networks().await?;
    let writer = Writer { root, networks: &networks };
    let level = Written { records, options, branches: &branches };
    for place in 0..records.len() {
        if place > 0 {
            out.push(b',');
        }
        writer.entity(level, place, out);
    }
    Ok(())
}

fn write_ref(root: &Root, record: &Record, out: &mut Vec<u8>) {
    out.push(b'{');
    encode::key("@iot.selfLink", out);
    Writer { root, networks: &HashMap::new() }.link(record.kind, record.id(), None, out);
    out.push(b'}');
}

/// The one entity that the path ends at.
async fn one(reader: Reader<'_>, query: &Query, within: Within) -> Result<Record, ServiceError> {
    let ask = Ask { kind: query.path.kind(), within, options: &query.options, limit: 1 };
    let side = reader.has_side_rows(&ask).await?;
    let page = reader.records(&ask, side).await?;
    // It existed a moment ago; who deletes it in between makes it missing.
    let gone = || ServiceError::NotFound("there is no such entity".to_owned());
    page.rows.into_iter().next().ok_or_else(gone)
}

async fn entity(
    reader: Reader<'_>,
    root: &Root,
    query: &Query,
    within: Within,
) -> Result<Response, ServiceError> {
    let record = one(reader, query, within).await?;
    let mut out = Vec::new();
    records(reader, root, query, &[record], &mut out).await?;
    Ok(json(out))
}

/// A property as `{"name":value}` or bare; 204 where there is no value.
async fn value(
    reader: Reader<'_>,
    root: &Root,
    query: &Query,
    within: Within,
    path: &PropertyPath,
    bare: bool,
) -> Result<Response, ServiceError> {
    let record = one(reader, query, within).await?;
    let networks = reader.networks().await?;
    let mut whole = Vec::new();
    if path.property == Property::SelfLink {
        let writer = Writer { root, networks: &networks };
        writer.link(record.kind, record.id(), None, &mut whole);
    } else {
        encode::property(&record, path.property, &networks, &mut whole);
    }
    let whole: serde_json::Value = serde_json::from_slice(&whole).unwrap_or_default();
    let found = path.json.iter().try_fold(&whole, |value, step| match step {
        JsonStep::Key(key) => value.get(key),
        JsonStep::Index(index) => value.get(*index as usize),
    });
    Ok(match found {
        None | Some(serde_json::Value::Null) => StatusCode::NO_CONTENT.into_response(),
        Some(serde_json::Value::String(text)) if bare => {
            ([(header::CONTENT_TYPE, "text/plain; charset=utf-8")], text.clone()).into_response()
        }
        Some(value) if bare && (value.is_object() || value.is_array()) => {
            json(value.to_string().into_bytes())
        }
        Some(value) if bare => {
            let text = value.to_string();
            ([(header::CONTENT_TYPE, "text/plain; charset=utf-8")], text).into_response()
        }
        Some(value) => {
            let mut out = vec![b'{'];
            encode::key(&last_name(path), &mut out);
            out.extend_from_slice(value.to_string().as_bytes());
            out.push(b'}');
            json(out)
        }
    })
}

/// The key under which a value is sent: its own name, with its place where it stands in an array.
fn last_name(path: &PropertyPath) -> String {
    let key_at = path.json.iter().rposition(|step| matches!(step, JsonStep::Key(_)));
    let mut name = match key_at.map(|at| &path.json[at]) {
        Some(JsonStep::Key(key)) => key.clone(),
        _ => path.property.name().to_owned(),
    };
    for step in &path.json[key_at.map_or(0, |at| at + 1)..] {
        if let JsonStep::Index(index) = step {
            name.push_str(&format!("[{index}]"));
        }
    }
    name
}
