//! When the series of the embedded service rest each year, learned from their records at each walk.

use crate::store::{Store, StoreError};
use gagehouse_catalog::season::LEAST_PAUSE_US;
use gagehouse_catalog::{DatastreamRecord, Pause, SourceCatalog};
use gagehouse_model::{TimeUs, Viewer};
use std::collections::HashMap;
use tokio::sync::Mutex;

/// What was learned since the start, by id. A record is looked at again when it reaches into another month or begins
/// elsewhere: what comes between teaches nothing new.
#[derive(Debug, Default)]
pub struct Seasons(Mutex<HashMap<String, (Extent, Option<Pause>)>>);

/// First value, and year and month of the last.
type Extent = (TimeUs, i64, u32);

impl Seasons {
    /// Puts the pauses into the rows of a walk.
    pub async fn put(&self, store: &Store, found: &mut SourceCatalog) -> Result<(), StoreError> {
        let mut known = self.0.lock().await;
        for record in &mut found.datastreams {
            let Some((id, extent, end)) = looked_at(record) else { continue };
            let before = known.get(&record.external_id).filter(|(of, _)| *of == extent);
            record.pause = match before {
                Some((_, pause)) => *pause,
                None => {
                    let gaps = match store.long_gaps(&Viewer::System, id, LEAST_PAUSE_US).await {
                        Ok(gaps) => gaps,
                        // It was deleted during the walk.
                        Err(StoreError::NotFound { .. }) => continue,
                        Err(error) => return Err(error),
                    };
                    let pause = Pause::learned(&gaps, end);
                    known.insert(record.external_id.clone(), (extent, pause));
                    pause
                }
            };
        }
        Ok(())
    }
}

fn looked_at(record: &DatastreamRecord) -> Option<(i32, Extent, TimeUs)> {
    let (begin, end) = record.begin.zip(record.end)?;
    let (year, month, _) = end.civil_date();
    Some((record.external_id.parse().ok()?, (begin, year, month), end))
}
