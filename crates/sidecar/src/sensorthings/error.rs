//! Errors of the service as responses: what was wrong with the request is said, what failed inside is logged.

use crate::http::AppError;
use crate::http::error::error_response;
use crate::store::StoreError;
use crate::store::sensorthings::ReadError;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use gagehouse_sensorthings::query::{ErrorKind, QueryError};

/// Why there is no answer.
#[derive(Debug)]
pub(super) enum ServiceError {
    /// The request is wrong: 400, 404 or 501 by its kind.
    Query(QueryError),
    /// 404: there is no such entity, or not for this viewer.
    NotFound(String),
    /// 400: the answer would be too large.
    TooLarge(String),
    /// 500: the database failed.
    Store(StoreError),
}

impl From<QueryError> for ServiceError {
    fn from(error: QueryError) -> Self {
        Self::Query(error)
    }
}

impl From<ReadError> for ServiceError {
    fn from(error: ReadError) -> Self {
        match error {
            ReadError::Query(error) => Self::Query(error),
            ReadError::Store(error) => Self::Store(error),
        }
    }
}

impl IntoResponse for ServiceError {
    fn into_response(self) -> Response {
        match self {
            Self::Query(error) => {
                let status = match error.kind {
                    ErrorKind::Bad => StatusCode::BAD_REQUEST,
                    ErrorKind::NotFound => StatusCode::NOT_FOUND,
                    ErrorKind::NotSupported => StatusCode::NOT_IMPLEMENTED,
                };
                error_response(status, error.to_string())
            }
            Self::NotFound(message) => error_response(StatusCode::NOT_FOUND, message),
            Self::TooLarge(message) => error_response(StatusCode::BAD_REQUEST, message),
            Self::Store(error) if is_out_of_range(&error) => {
                let message = "a value in $filter is out of the range of its type".to_owned();
                error_response(StatusCode::BAD_REQUEST, message)
            }
            Self::Store(error) => AppError::Internal(error.into()).into_response(),
        }
    }
}

/// Whether a computation in the request went out of range (PostgreSQL's class 22, "data exception").
fn is_out_of_range(error: &StoreError) -> bool {
    let error = match error {
        StoreError::Database(
            sea_orm::DbErr::Query(sea_orm::RuntimeErr::SqlxError(error))
            | sea_orm::DbErr::Exec(sea_orm::RuntimeErr::SqlxError(error)),
        ) => error.as_database_error(),
        StoreError::Postgres(error) => error.as_database_error(),
        _ => None,
    };
    error.and_then(|e| e.code()).is_some_and(|code| code.starts_with("22"))
}
