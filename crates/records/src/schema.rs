//! Schemas of types whose JSON is one text.

use crate::{Kind, When};
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::{ObjectBuilder, Schema, Type};
use utoipa::{PartialSchema, ToSchema};

impl PartialSchema for When {
    fn schema() -> RefOr<Schema> {
        text("A time with its UTC offset, to the day, minute or second", "2026-05-03T10:15-07:00")
    }
}

impl ToSchema for When {}

impl PartialSchema for Kind {
    fn schema() -> RefOr<Schema> {
        text("Kind of record, as in addresses", "visits")
    }
}

impl ToSchema for Kind {}

fn text(description: &str, example: &str) -> RefOr<Schema> {
    let text = ObjectBuilder::new().schema_type(Type::String).description(Some(description));
    text.examples([example]).into()
}
