//! Reading records of equipment and field visits.

use super::abort::AbortHandle;
use super::error::ApiError;
use super::http::get_json;
use gagehouse_chart::query::encoding::encoded;
use gagehouse_records::Kind;
use gagehouse_records::listed::{RecordBody, RecordList};

/// What a list is of, as parameters of its address; those without a text are left out.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Asked(Vec<(&'static str, String)>);

impl Asked {
    /// With a parameter more.
    #[must_use]
    pub fn with(mut self, name: &'static str, text: impl ToString) -> Self {
        self.0.push((name, text.to_string()));
        self
    }

    fn query(&self) -> String {
        let given = self.0.iter().filter(|(_, text)| !text.is_empty());
        let pairs = given.map(|(name, text)| format!("{name}={}", encoded(text)));
        pairs.collect::<Vec<_>>().join("&")
    }
}

/// The address of a list, `format=csv` for a file of it.
pub fn list_address(kind: Kind, asked: &Asked) -> String {
    format!("/api/v1/{kind}?{}", asked.query())
}

/// A page of a list.
pub async fn list(kind: Kind, asked: &Asked, abort: AbortHandle) -> Result<RecordList, ApiError> {
    get_json(&list_address(kind, asked), abort).await
}

/// One record, with what follows from it.
pub async fn one(kind: Kind, id: &str, abort: AbortHandle) -> Result<RecordBody, ApiError> {
    get_json(&format!("/api/v1/{kind}/{}", encoded(id)), abort).await
}
