//! `/api/v1/attachments/{id}/content`: the bytes of an attachment.
//!
//! They are looked into before they are kept, found by their hash, and sent as what they were found to be, never as a page:
//! with a fixed type, to be saved, in a sandbox. Whoever is no member of the network gets a copy without the camera's notes.

use super::media::{self, Media};
use super::write::record_id;
use crate::accounts::Visitor;
use crate::app::AppState;
use crate::clock::now;
use crate::http::AppError;
use crate::http::error::{ErrorBody, Problem};
use crate::store::records;
use crate::store::records::apply::sha256;
use crate::store::records::content::NewContent;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use gagehouse_records::role::{Deed, Role};
use gagehouse_records::{Body, Fault, Kind, Severity};

/// Send the bytes of an attachment, whose record tells their SHA-256
#[utoipa::path(put, path = "/api/v1/attachments/{id}/content", tag = "attachments",
    params(("id" = String, Path, description = "Id of the attachment")),
    request_body(content = Vec<u8>, content_type = "application/octet-stream"),
    responses((status = 204, description = "Kept"), (status = 401, body = ErrorBody), (status = 403, body = ErrorBody),
              (status = 404, body = ErrorBody), (status = 413, body = ErrorBody), (status = 422, body = Problem)))]
pub async fn put_content(
    State(state): State<AppState>,
    visitor: Visitor,
    Path(id): Path<String>,
    bytes: Bytes,
) -> Result<StatusCode, AppError> {
    let author = visitor.author()?;
    let missing = || AppError::NotFound(format!("there is no attachment {id}"));
    let row = state.store.record(&visitor.viewer, Kind::Attachment, record_id(&id)?).await?;
    let row = row.filter(|row| !row.deleted).ok_or_else(missing)?;
    let may = |role: &Role| role.may(Deed::Write(Kind::Attachment));
    if !author.roles.iter().any(|roles| roles.get(&row.network_id).is_some_and(may)) {
        return Err(AppError::Forbidden("your role does not let you send files".to_owned()));
    }
    let Body::Attachment(attachment) = records::body(&row)? else { return Err(missing()) };
    let hash = sha256(&bytes);
    if hash != attachment.sha256 {
        return Err(unfit(format!(
            "the bytes have SHA-256 {hash}, the record says {}",
            attachment.sha256
        )));
    }
    let Media { media_type, pixels } = media::look(&bytes).map_err(unfit)?;
    let new = NewContent { sha256: hash, media_type, pixels, bytes: bytes.to_vec() };
    state.store.put_content(row.network_id, new, &author.name, now()).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// The bytes of an attachment
#[utoipa::path(get, path = "/api/v1/attachments/{id}/content", tag = "attachments",
    params(("id" = String, Path, description = "Id of the attachment")),
    responses((status = 200, description = "The bytes", content_type = "application/octet-stream"),
              (status = 404, body = ErrorBody)))]
pub async fn get_content(
    State(state): State<AppState>,
    visitor: Visitor,
    Path(id): Path<String>,
) -> Result<Response, AppError> {
    let missing = || AppError::NotFound(format!("there is no attachment {id} with its file"));
    let key = id.parse().map_err(|_| missing())?;
    let (row, content) = state.store.content(&visitor.viewer, key).await?.ok_or_else(missing)?;
    let is_member = visitor.networks_where(Deed::See).contains(&row.network_id);
    let bytes = if is_member { content.content } else { media::without_notes(&content.content) };
    let name = match records::body(&row)? {
        Body::Attachment(attachment) => attachment.file_name,
        _ => String::new(),
    };
    let mut response = bytes.into_response();
    let headers = response.headers_mut();
    let text = |text: &str| HeaderValue::from_str(text).unwrap_or(HeaderValue::from_static(""));
    headers.insert(header::CONTENT_TYPE, text(&content.media_type));
    headers.insert(header::CONTENT_DISPOSITION, text(&disposition(&name)));
    let policy = "default-src 'none'; sandbox; frame-ancestors 'none'";
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(policy));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    let own = HeaderValue::from_static("same-origin");
    headers.insert("cross-origin-resource-policy", own);
    Ok(response)
}

/// To be saved under its name, whatever characters that has (RFC 6266, RFC 8187).
fn disposition(name: &str) -> String {
    let mut encoded = String::new();
    for byte in name.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'.' | b'-' | b'_' => {
                encoded.push(byte as char)
            }
            _ => encoded.push_str(&format!("%{byte:02X}")),
        }
    }
    format!("attachment; filename*=UTF-8''{encoded}")
}

fn unfit(message: String) -> AppError {
    let fault = Fault {
        field: "/sha256".to_owned(),
        code: "content".to_owned(),
        message: message.clone(),
        severity: Severity::Error,
    };
    AppError::Problem(Box::new(Problem::new(
        StatusCode::UNPROCESSABLE_ENTITY,
        message,
        vec![fault],
    )))
}
