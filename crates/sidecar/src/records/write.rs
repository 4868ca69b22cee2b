//! Taking operations: `PUT` and `DELETE`, with the operation's id and the version it starts from.

use super::read::tag;
use crate::accounts::Visitor;
use crate::app::AppState;
use crate::clock::now;
use crate::http::AppError;
use crate::http::error::{ErrorBody, Problem, refuse_nul};
use crate::store::records::apply::{Answer, Refusal, Why};
use axum::body::Bytes;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, HeaderName, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::{Extension, Json};
use gagehouse_records::operation::{Change, Draft, Operation, Receipt};
use gagehouse_records::{Fault, Kind, RecordId, Severity};
use serde::Deserialize;
use serde_json::Value;
use utoipa::IntoParams;

/// The header that carries an operation's id.
const OPERATION_ID: HeaderName = HeaderName::from_static("operation-id");

/// Why a record is deleted.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct Reason {
    /// For whoever looks for it later.
    #[serde(default)]
    reason: String,
}

/// Make a record (`If-None-Match: *`) or change it (`If-Match`)
///
/// The same `Operation-Id` twice is applied once and answered the same. 422 lists every fault with its field; 412 has the record as
/// it is now.
#[utoipa::path(put, path = "/api/v1/records/{id}", request_body = Draft,
    params(("id" = String, Path, description = "A UUID of version 7, made by the sender"),
           ("operation-id" = String, Header, description = "A UUID of version 7 for this change"),
           ("if-none-match" = Option<String>, Header, description = "* to make a record"),
           ("if-match" = Option<String>, Header, description = "The version to change")),
    responses((status = 200, body = Receipt, description = "Changed"), (status = 201, body = Receipt, description = "Made"),
              (status = 400, body = ErrorBody), (status = 401, body = ErrorBody), (status = 403, body = ErrorBody),
              (status = 404, body = ErrorBody), (status = 409, body = Problem), (status = 410, body = Problem),
              (status = 412, body = Problem), (status = 422, body = Problem),
              (status = 424, body = Problem, description = "It names records that are not there yet: send it again after them"),
              (status = 428, body = Problem)))]
pub async fn put_record(
    State(state): State<AppState>,
    Extension(kind): Extension<Kind>,
    visitor: Visitor,
    Path(id): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, AppError> {
    let author = visitor.author()?;
    let record = record_id(&id)?;
    let change = match (text(&headers, &header::IF_NONE_MATCH), version(&headers)?) {
        (Some("*"), None) => Change::Create,
        (None, Some(version)) => Change::Update(version),
        _ => {
            return Err(precondition(
                "send either If-None-Match: * to make a record, or If-Match with its version",
            ));
        }
    };
    let draft: Draft = serde_json::from_slice(&body).map_err(|error| {
        let why = format!(
            "the body is not {{\"network\", \"visibility\", \"reason\", \"record\"}}: {error}"
        );
        AppError::BadRequest(why)
    })?;
    refuse_nul("network", &draft.network)?;
    refuse_nul("reason", [&draft.reason])?;
    let operation = Operation { id: operation_id(&headers)?, kind, record, change, draft };
    answer(state.store.apply(operation, author, now()).await?, change)
}

/// Delete a record that no other names: a tombstone stays, with who and why
#[utoipa::path(delete, path = "/api/v1/records/{id}",
    params(("id" = String, Path, description = "Its id"), Reason,
           ("operation-id" = String, Header, description = "A UUID of version 7 for this change"),
           ("if-match" = String, Header, description = "The version to delete")),
    responses((status = 200, body = Receipt), (status = 400, body = ErrorBody), (status = 401, body = ErrorBody),
              (status = 403, body = ErrorBody), (status = 404, body = ErrorBody), (status = 409, body = Problem),
              (status = 410, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem),
              (status = 428, body = Problem)))]
pub async fn delete_record(
    State(state): State<AppState>,
    Extension(kind): Extension<Kind>,
    visitor: Visitor,
    Path(id): Path<String>,
    Query(Reason { reason }): Query<Reason>,
    headers: HeaderMap,
) -> Result<Response, AppError> {
    let author = visitor.author()?;
    let record = record_id(&id)?;
    let version = version(&headers)?;
    let version =
        version.ok_or_else(|| precondition("send If-Match with the version to delete"))?;
    let draft = Draft {
        network: None,
        visibility: None,
        reason,
        record: Value::Object(Default::default()),
    };
    let change = Change::Delete(version);
    let operation = Operation { id: operation_id(&headers)?, kind, record, change, draft };
    answer(state.store.apply(operation, author, now()).await?, change)
}

fn answer(answer: Answer, change: Change) -> Result<Response, AppError> {
    match answer {
        Answer::Applied(receipt) => {
            let status =
                if change == Change::Create { StatusCode::CREATED } else { StatusCode::OK };
            let tag = tag(receipt.version);
            let mut response = (status, Json(receipt)).into_response();
            response.headers_mut().extend(tag.map(|tag| (header::ETAG, tag)));
            Ok(response)
        }
        Answer::Refused(refusal) => Err(refused(refusal)),
    }
}

fn refused(refusal: Refusal) -> AppError {
    let status = match refusal.why {
        Why::Faults => StatusCode::UNPROCESSABLE_ENTITY,
        Why::Waits => StatusCode::FAILED_DEPENDENCY,
        Why::Conflict => StatusCode::CONFLICT,
        Why::Changed => StatusCode::PRECONDITION_FAILED,
        Why::Gone => StatusCode::GONE,
        Why::Missing => return AppError::NotFound(refusal.detail),
        Why::Forbidden => return AppError::Forbidden(refusal.detail),
    };
    let mut problem = Problem::new(status, refusal.detail, refusal.faults);
    problem.current = refusal.current;
    AppError::Problem(Box::new(problem))
}

pub(super) fn record_id(text: &str) -> Result<RecordId, AppError> {
    text.parse().map_err(|error: gagehouse_records::id::RecordIdError| {
        let fault = Fault {
            field: "/id".to_owned(),
            code: "id".to_owned(),
            message: error.to_string(),
            severity: Severity::Error,
        };
        let status = StatusCode::UNPROCESSABLE_ENTITY;
        AppError::Problem(Box::new(Problem::new(status, error.to_string(), vec![fault])))
    })
}

fn operation_id(headers: &HeaderMap) -> Result<RecordId, AppError> {
    let id = text(headers, &OPERATION_ID);
    let id =
        id.ok_or_else(|| AppError::BadRequest("the header Operation-Id is missing".to_owned()))?;
    id.parse().map_err(|error| AppError::BadRequest(format!("Operation-Id: {error}")))
}

/// The version of `If-Match`, as [`tag`] writes it.
fn version(headers: &HeaderMap) -> Result<Option<i64>, AppError> {
    let Some(text) = text(headers, &header::IF_MATCH) else { return Ok(None) };
    let number = text.trim().trim_start_matches("W/").trim_matches('"').parse().ok();
    let wrong = || AppError::BadRequest(format!("If-Match: '{text}' is no version, such as \"3\""));
    number.map(Some).ok_or_else(wrong)
}

fn text<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Option<&'a str> {
    headers.get(name).and_then(|value| value.to_str().ok())
}

fn precondition(message: &str) -> AppError {
    let status = StatusCode::PRECONDITION_REQUIRED;
    AppError::Problem(Box::new(Problem::new(status, message.to_owned(), Vec::new())))
}
