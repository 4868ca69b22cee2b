//! `GET /api/v1/sites/{source}/{code}/history`: what was done at a site and what hangs there now, as its page tells it.

use super::sources::find;
use crate::accounts::Visitor;
use crate::app::AppState;
use crate::clock::now;
use crate::http::AppError;
use crate::http::error::ErrorBody;
use crate::store::records::{self, Ask};
use crate::store::{Store, StoreError};
use axum::Json;
use axum::extract::{Path, State};
use gagehouse_chart::conditions::words::time_text;
use gagehouse_model::{SiteZone, Viewer};
use gagehouse_page::History;
use gagehouse_page::history::{Item, Visit};
use gagehouse_records::vocabulary::{ACTION_TYPE, COMPLETED_WORK, Vocabulary};
use gagehouse_records::{Body, Kind, Precision, RecordId, When};

/// Visits that a page tells.
const VISITS: u64 = 5;
/// Most records of one visit, and most deployments of a site, that are looked at.
const MOST: u64 = 500;

/// Field visits and equipment of a site
///
/// What of its records the visitor may see, in the words of the site's page; the records themselves are at
/// `/api/v1/visits` and beside it.
#[utoipa::path(get, path = "/api/v1/sites/{source}/{code}/history", tag = "catalog",
    params(
        ("source" = String, Path, description = "Key of the source"),
        ("code" = String, Path, description = "Code of the site, else its Thing id"),
    ),
    responses(
        (status = 200, description = "Visits, the newest first, and equipment, with times in words", content_type = "application/json"),
        (status = 404, body = ErrorBody)))]
pub async fn get_history(
    State(state): State<AppState>,
    visitor: Visitor,
    Path((source, code)): Path<(String, String)>,
) -> Result<Json<History>, AppError> {
    let missing = || AppError::NotFound(format!("there is no site '{code}' in source '{source}'"));
    let row = find(&state, &source).await?.row.ok_or_else(missing)?;
    let rows = state.store.catalog_site(&visitor.viewer, row.id, &code).await?;
    let site = rows.and_then(|rows| rows.sites.into_iter().next()).ok_or_else(missing)?;
    Ok(Json(of_site(&state.store, &visitor.viewer, site.id).await?))
}

/// The history of a site, by our key, as far as a viewer may see it.
pub async fn of_site(store: &Store, viewer: &Viewer, site: i32) -> Result<History, StoreError> {
    let visits = Ask {
        kind: Some(Kind::Visit),
        site: Some(site),
        term: Some("final".to_owned()),
        limit: VISITS,
        ..Ask::default()
    };
    let mut history =
        History { visit_count: store.count_records(viewer, &visits).await?, ..History::default() };
    for row in store.records(viewer, &visits).await? {
        let Body::Visit(visit) = records::body(&row)? else { continue };
        let Some(begin) = visit.begin else { continue };
        let work = visit.completed_work.iter().map(|code| name(COMPLETED_WORK, code)).collect();
        let done = match row.id.parse() {
            Ok(id) => done(store, viewer, id, work).await?,
            Err(_) => work,
        };
        history.visits.push(Visit { begin: words(begin), done, remarks: visit.remarks });
    }
    history.equipment = deployed(store, viewer, site).await?;
    Ok(history)
}

/// What was done on a visit: the work it names, and the records that hang on it.
async fn done(
    store: &Store,
    viewer: &Viewer,
    visit: RecordId,
    mut done: Vec<String>,
) -> Result<Vec<String>, StoreError> {
    let ask = Ask { visit: Some(visit), limit: MOST, ..Ask::default() };
    let mut calibrated: Vec<String> = Vec::new();
    for row in store.records(viewer, &ask).await?.into_iter().rev() {
        let what = match records::body(&row)? {
            Body::Calibration(check) => {
                if !calibrated.contains(&check.output_variable) {
                    calibrated.push(check.output_variable);
                }
                continue;
            }
            Body::Deployment(deployment) => name(ACTION_TYPE, &deployment.action_type),
            Body::Action(action) => name(ACTION_TYPE, &action.action_type),
            _ => continue,
        };
        if !done.contains(&what) {
            done.push(what);
        }
    }
    if !calibrated.is_empty() {
        done.retain(|what| what != "calibration");
        done.push(format!("calibration of {}", calibrated.join(", ")));
    }
    Ok(done)
}

/// What hangs at a site now, by name.
async fn deployed(store: &Store, viewer: &Viewer, site: i32) -> Result<Vec<Item>, StoreError> {
    let at = When::new(now(), 0, Precision::Second);
    let mut items = Vec::new();
    for span in store.spans_at(viewer, site, MOST).await? {
        if !span.holds(at) {
            continue;
        }
        // An item that the viewer may not see is not told, as if it were not there.
        let Some(row) = store.record(viewer, Kind::Equipment, span.equipment).await? else {
            continue;
        };
        let Body::Equipment(item) = records::body(&row)? else { continue };
        let model = match item.model {
            Some(id) => store.record(viewer, Kind::EquipmentModel, id).await?,
            None => None,
        };
        let model = match model.as_ref().map(records::body).transpose()? {
            Some(Body::EquipmentModel(model)) => Some(model.name),
            _ => None,
        };
        let said = |text: String| Some(text).filter(|text| !text.trim().is_empty());
        items.push(Item {
            name: said(item.name).unwrap_or(item.code),
            model: model.and_then(said),
            serial_number: said(item.serial_number),
            since: words(span.begin),
        });
    }
    items.sort_by_key(Item::label);
    Ok(items)
}

/// A term within a sentence; a network's own as it is.
fn name(vocabulary: Vocabulary, code: &str) -> String {
    vocabulary.name(code).map_or_else(|| code.to_owned(), str::to_lowercase)
}

/// A time by the clock it was read from, as precise as it was.
fn words(when: When) -> String {
    let zone = SiteZone { iana: None, standard_offset_minutes: when.offset_minutes() };
    let text = time_text(when.earliest(), Some(&zone));
    match (when.precision(), text.split_once(' ')) {
        (Precision::Day, Some((date, _))) => date.to_owned(),
        _ => text,
    }
}
