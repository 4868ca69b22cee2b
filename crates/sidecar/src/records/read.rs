//! Reading records: one with what follows from it, lists by page, lists as CSV.

use super::computed;
use super::table;
use crate::accounts::Visitor;
use crate::app::AppState;
use crate::http::AppError;
use crate::http::error::ErrorBody;
use crate::store::entities::record;
use crate::store::records::{self, Ask, Place};
use axum::extract::{Path, Query, State};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use axum::{Extension, Json};
use gagehouse_model::{TimeUs, Visibility};
use gagehouse_records::listed::{RecordBody, RecordList};
use gagehouse_records::{Body, Kind, RecordId};
use serde::Deserialize;
use std::collections::BTreeMap;
use utoipa::IntoParams;

/// Rows of a page when the request names no number.
const PAGE: u64 = 100;
/// Most rows of a page.
const LARGEST_PAGE: u64 = 1_000;
/// Most rows of a page that tells what follows from each.
const LARGEST_COMPUTED: u64 = 200;
/// Most rows of a file.
const LARGEST_FILE: u64 = 50_000;

/// A list as a file.
#[derive(Debug, Clone, Copy)]
enum File {
    Csv,
    Json,
}

/// What a list is of.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ListQuery {
    /// A network, `source:id`.
    network: Option<String>,
    /// A site, by our key.
    site: Option<i32>,
    /// A visit.
    #[param(value_type = Option<String>)]
    visit: Option<RecordId>,
    /// An item of equipment.
    #[param(value_type = Option<String>)]
    equipment: Option<RecordId>,
    /// The record that files, remarks and children hang on.
    #[param(value_type = Option<String>)]
    parent: Option<RecordId>,
    /// A record that is named in whatever field.
    #[param(value_type = Option<String>)]
    naming: Option<RecordId>,
    /// The type of an action or item, the status of a visit, …
    term: Option<String>,
    /// A text that occurs in the record.
    q: Option<String>,
    /// What ended before this time is left out, RFC 3339.
    from: Option<String>,
    /// What began at this time or later is left out, RFC 3339.
    to: Option<String>,
    /// From the page before.
    after: Option<String>,
    /// Rows of the page, at most 1000 [default: 100]
    limit: Option<u64>,
    /// `json`, or of the whole list as a file `csv` or `json-file` [default: json]
    format: Option<String>,
    /// Whether to send with each what follows from it; of at most 200 rows [default: false]
    computed: Option<bool>,
}

/// The records of a kind that the visitor may see
#[utoipa::path(get, path = "/api/v1/records", params(ListQuery),
    responses((status = 200, body = RecordList), (status = 400, body = ErrorBody), (status = 404, body = ErrorBody)))]
pub async fn list_records(
    State(state): State<AppState>,
    Extension(kind): Extension<Kind>,
    visitor: Visitor,
    Query(query): Query<ListQuery>,
) -> Result<Response, AppError> {
    let file = match query.format.as_deref() {
        None | Some("json") => None,
        Some("csv") => Some(File::Csv),
        Some("json-file") => Some(File::Json),
        Some(other) => {
            let message = format!("format: '{other}' is not json, csv or json-file");
            return Err(AppError::BadRequest(message));
        }
    };
    let is_computed = query.computed.unwrap_or(false) && file.is_none();
    let ask = ask(&state, kind, query, file.is_some()).await?;
    if is_computed && ask.limit > LARGEST_COMPUTED + 1 {
        let message = format!("limit: with computed=true at most {LARGEST_COMPUTED}");
        return Err(AppError::BadRequest(message));
    }
    let mut rows = state.store.records(&visitor.viewer, &ask).await?;
    let names = state.store.network_names().await?;
    let page = ask.limit as usize - 1;
    let next = (rows.len() > page)
        .then(|| rows.get(page.saturating_sub(1)).map(|row| cursor(kind, row)))
        .flatten();
    rows.truncate(page);
    let mut items = shown_all(&state, &visitor, &names, rows.clone()).await?;
    if is_computed {
        computed::of_each(&state, &visitor, kind, &rows, &mut items).await?;
    }
    if file.is_some() && next.is_some() {
        // Half a file would look like a whole one.
        let message = format!(
            "more than {page} records are no single file; name a network, a site, from and to, or a smaller limit"
        );
        return Err(AppError::BadRequest(message));
    }
    match file {
        Some(File::Csv) => return Ok(table::csv(kind, &items)),
        Some(File::Json) => return Ok(table::json(kind, &items)),
        None => {}
    }
    let total = state.store.count_records(&visitor.viewer, &ask).await?;
    Ok(Json(RecordList { total, next, items }).into_response())
}

/// A record, with what follows from it
#[utoipa::path(get, path = "/api/v1/records/{id}",
    params(("id" = String, Path, description = "Its id")),
    responses((status = 200, body = RecordBody), (status = 404, body = ErrorBody), (status = 410, body = RecordBody)))]
pub async fn get_record(
    State(state): State<AppState>,
    Extension(kind): Extension<Kind>,
    visitor: Visitor,
    Path(id): Path<String>,
) -> Result<Response, AppError> {
    let missing = || AppError::NotFound(format!("there is no {} {id}", kind.one()));
    let key: RecordId = id.parse().map_err(|_| missing())?;
    let row = state.store.record(&visitor.viewer, kind, key).await?.ok_or_else(missing)?;
    let names = state.store.network_names().await?;
    let (version, deleted) = (row.version, row.deleted);
    let mut shown = shown_all(&state, &visitor, &names, vec![row.clone()]).await?;
    let mut shown = shown.pop().ok_or_else(missing)?;
    // What follows from what the visitor is shown, and from nothing else.
    let (body, _) = Body::parse(kind, &shown.record);
    let computed = computed::of(&state, &visitor, &row, &body).await?;
    shown.computed = Some(computed).filter(|_| !deleted);
    let mut response = Json(shown).into_response();
    if deleted {
        *response.status_mut() = axum::http::StatusCode::GONE;
    }
    response.headers_mut().extend(tag(version).map(|tag| (header::ETAG, tag)));
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    Ok(response)
}

/// A version as an `ETag`.
pub(super) fn tag(version: i64) -> Option<HeaderValue> {
    HeaderValue::from_str(&format!("\"{version}\"")).ok()
}

async fn ask(
    state: &AppState,
    kind: Kind,
    query: ListQuery,
    is_file: bool,
) -> Result<Ask, AppError> {
    for (field, text) in [
        ("q", &query.q),
        ("term", &query.term),
        ("network", &query.network),
        ("after", &query.after),
    ] {
        if text.as_ref().is_some_and(|text| text.contains('\0')) {
            return Err(AppError::BadRequest(format!(
                "{field}: no text has a character of code 0"
            )));
        }
    }
    let network = match &query.network {
        Some(name) => {
            let found = state.store.network_named(name).await?;
            // One that is private answers like one that is not there: with nothing in it.
            Some(found.map_or(-1, |row| row.id))
        }
        None => None,
    };
    let time = |field: &str, text: &Option<String>| match text {
        None => Ok(None),
        Some(text) => match text.parse::<TimeUs>() {
            Ok(time) => Ok(Some(time.0)),
            Err(error) => Err(AppError::BadRequest(format!("{field}: {error}"))),
        },
    };
    let after = match &query.after {
        None => None,
        Some(text) => {
            let wrong = || AppError::BadRequest(format!("after: '{text}' is of no page"));
            Some(place(kind, text).ok_or_else(wrong)?)
        }
    };
    let most = if is_file { LARGEST_FILE } else { LARGEST_PAGE };
    let limit = query.limit.unwrap_or(if is_file { most } else { PAGE });
    if !(1..=most).contains(&limit) {
        return Err(AppError::BadRequest(format!("limit: {limit} is not 1 to {most}")));
    }
    Ok(Ask {
        kind: Some(kind),
        network,
        site: query.site,
        visit: query.visit,
        equipment: query.equipment,
        parent: query.parent,
        naming: query.naming,
        from_us: time("from", &query.from)?,
        to_us: time("to", &query.to)?,
        term: query.term,
        words: query.q.filter(|words| !words.is_empty()),
        after,
        // One more tells whether there is a next page.
        limit: limit + 1,
    })
}

fn cursor(kind: Kind, row: &record::Model) -> String {
    match Place::of(kind, row) {
        Place::Time(us, id) => format!("{us}.{id}"),
        Place::Name(name, id) => format!("{name}.{id}"),
    }
}

/// What a cursor says.
fn place(kind: Kind, cursor: &str) -> Option<Place> {
    let (key, id) = cursor.rsplit_once('.')?;
    let id = id.to_owned();
    Some(match kind.is_listed_by_name() {
        true => Place::Name(key.to_owned(), id),
        false => Place::Time(key.parse().ok()?, id),
    })
}

/// Rows as they are sent to a visitor: what they may not see of datastreams is left out.
pub(super) async fn shown_all(
    state: &AppState,
    visitor: &Visitor,
    names: &BTreeMap<i32, String>,
    rows: Vec<record::Model>,
) -> Result<Vec<RecordBody>, AppError> {
    let own = visitor.networks_where(gagehouse_records::role::Deed::See);
    let mut bodies = Vec::with_capacity(rows.len());
    for row in &rows {
        let is_own = own.contains(&row.network_id);
        // Members see all; for others the datastreams are asked for.
        bodies.push(if is_own { None } else { Some(records::body(row)?) });
    }
    let keys: Vec<i32> =
        bodies.iter().flatten().flat_map(Body::datastreams).map(|(_, key)| key).collect();
    let seen = state.store.seen_datastreams(&visitor.viewer, &keys).await?;
    let shown = rows.into_iter().zip(bodies).map(|(row, body)| {
        let is_own = body.is_none();
        let record = match body {
            Some(mut body) => {
                body.keep_datastreams(|key| seen.contains(&key));
                body.to_json()
            }
            None => serde_json::from_str(&row.body).unwrap_or_default(),
        };
        RecordBody {
            network: names.get(&row.network_id).cloned().unwrap_or_default(),
            visibility: Visibility::from_code(row.visibility),
            version: row.version,
            seq: row.seq,
            deleted: row.deleted,
            reason: if is_own { row.reason } else { String::new() },
            created_at: TimeUs(row.created_us).to_rfc3339(),
            created_by: Some(row.created_by).filter(|_| is_own),
            changed_at: TimeUs(row.changed_us).to_rfc3339(),
            changed_by: Some(row.changed_by).filter(|_| is_own),
            record,
            warnings: match is_own {
                true => serde_json::from_str(&row.warnings).unwrap_or_default(),
                false => Vec::new(),
            },
            computed: None,
            id: row.id,
            kind: row.kind,
        }
    });
    Ok(shown.collect())
}
