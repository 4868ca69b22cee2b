//! The dictionary of qualities.

use crate::store::StoreError;
use crate::store::entities::quality;
use gagehouse_model::Quality;
use sea_orm::{DatabaseConnection, EntityTrait};
use std::collections::HashMap;

/// Every quality by id. Words that this version cannot read are shown as they are stored.
pub(super) async fn all(
    database: &DatabaseConnection,
) -> Result<HashMap<i32, Quality>, StoreError> {
    let rows = quality::Entity::find().all(database).await?;
    let read = |words: String| {
        serde_json::from_str(&words)
            .unwrap_or(Quality { code: Some(words), qualifiers: Vec::new() })
    };
    Ok(rows.into_iter().map(|row| (row.id, read(row.words))).collect())
}
