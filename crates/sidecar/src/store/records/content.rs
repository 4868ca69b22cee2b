//! The bytes of attachments.

use super::visible_records;
use crate::store::entities::{attachment_content, record};
use crate::store::{Store, StoreError};
use gagehouse_model::{TimeUs, Viewer};
use gagehouse_records::{Kind, RecordId};
use sea_orm::sea_query::OnConflict;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};

/// A file that was looked into and may be kept.
#[derive(Debug, Clone)]
pub struct NewContent {
    pub sha256: String,
    pub media_type: &'static str,
    /// Width and height of a picture, pixels.
    pub pixels: Option<(u32, u32)>,
    pub bytes: Vec<u8>,
}

impl Store {
    /// Keeps bytes in a network; those that are there already stay.
    pub async fn put_content(
        &self,
        network_id: i32,
        new: NewContent,
        by: &str,
        now: TimeUs,
    ) -> Result<(), StoreError> {
        use attachment_content::Column;
        let write = self.begin().await?;
        let side = |n: u32| i32::try_from(n).ok();
        let row = attachment_content::ActiveModel {
            network_id: Set(network_id),
            sha256: Set(new.sha256),
            media_type: Set(new.media_type.to_owned()),
            width: Set(new.pixels.and_then(|(width, _)| side(width))),
            height: Set(new.pixels.and_then(|(_, height)| side(height))),
            content: Set(new.bytes),
            created_us: Set(now.0),
            created_by: Set(by.to_owned()),
        };
        let there =
            OnConflict::columns([Column::NetworkId, Column::Sha256]).do_nothing().to_owned();
        attachment_content::Entity::insert(row)
            .on_conflict(there)
            .exec_without_returning(&*write)
            .await?;
        write.commit().await
    }

    /// The bytes that a live attachment names, and its row. `None` when it, or they, are not there for the viewer.
    pub async fn content(
        &self,
        viewer: &Viewer,
        id: RecordId,
    ) -> Result<Option<(record::Model, attachment_content::Model)>, StoreError> {
        let row = record::Entity::find_by_id(id.to_string())
            .filter(record::Column::Kind.eq(Kind::Attachment.path()))
            .filter(record::Column::Deleted.eq(false))
            .filter(visible_records(viewer))
            .one(self.read())
            .await?;
        let Some(row) = row else { return Ok(None) };
        let gagehouse_records::Body::Attachment(attachment) = super::body(&row)? else {
            return Ok(None);
        };
        let key = (row.network_id, attachment.sha256);
        let content = attachment_content::Entity::find_by_id(key).one(self.read()).await?;
        Ok(content.map(|content| (row, content)))
    }
}
