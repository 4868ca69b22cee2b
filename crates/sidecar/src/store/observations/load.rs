//! The order of steps by which a batch is stored, the same for both databases.

use super::blocks::{Block, allot, blocks_needed};
use super::merge::{Plan, Reading, Revision, Stored, plan, sort};
use crate::clock::now;
use crate::store::StoreError;
use gagehouse_model::Quality;
use gagehouse_observations::Columns;

/// Rows for one datastream.
#[derive(Debug, Clone)]
pub struct Load {
    pub datastream_id: i32,
    /// In any order; a NaN value is stored as "no result".
    pub rows: Columns,
}

/// Where a batch comes from, for the log.
#[derive(Debug, Clone)]
pub struct Origin {
    /// Who or what loads: an account, `import`, `demo`.
    pub actor: String,
    /// The file the rows stood in.
    pub source_file: Option<String>,
}

/// What a batch did to its datastream.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Loaded {
    pub datastream_id: i32,
    pub added: u64,
    pub revised: u64,
    pub unchanged: u64,
    /// The datastream's revision afterwards; the batch's sequence if anything changed.
    pub revision: i64,
}

/// What of a datastream's row a load reads and writes.
#[derive(Debug, Clone, Copy)]
pub(super) struct Extent {
    pub start_us: Option<i64>,
    pub end_us: Option<i64>,
    pub count: i64,
    pub revision: i64,
}

/// A line of the batch log.
#[derive(Debug)]
pub(super) struct BatchLine<'a> {
    pub datastream_id: i32,
    pub sequence: i64,
    pub kind: &'static str,
    pub start_us: i64,
    pub end_us: i64,
    pub added: u64,
    pub revised: u64,
    pub origin: &'a Origin,
    pub recorded_us: i64,
}

/// The steps of a load inside one write transaction of a database.
pub(super) trait LoadSteps {
    /// Locks the datastream for this transaction and reads its extent.
    async fn extent(&mut self, datastream_id: i32) -> Result<Option<Extent>, StoreError>;
    /// The id of a quality; a new one is added to the dictionary.
    async fn quality_id(&mut self, words: &str) -> Result<i32, StoreError>;
    /// Stored rows from the first to the last time (both inside), by time, then id.
    async fn stored(
        &mut self,
        datastream_id: i32,
        first_us: i64,
        last_us: i64,
    ) -> Result<Vec<Stored>, StoreError>;
    /// The datastream's last block.
    async fn open_block(&mut self, datastream_id: i32) -> Result<Option<Block>, StoreError>;
    /// First ids of blocks that nobody has.
    async fn new_blocks(&mut self, count: usize) -> Result<Vec<i64>, StoreError>;
    /// Inserts or updates blocks.
    async fn write_blocks(
        &mut self,
        datastream_id: i32,
        blocks: &[Block],
    ) -> Result<(), StoreError>;
    /// Inserts rows; `ids[i]` is the id of `rows[i]`.
    async fn insert(
        &mut self,
        datastream_id: i32,
        ids: &[i64],
        rows: &[Reading],
    ) -> Result<(), StoreError>;
    /// Moves old values to the past of `sequence` and writes the new ones.
    async fn revise(
        &mut self,
        datastream_id: i32,
        sequence: i64,
        revisions: &[Revision],
    ) -> Result<(), StoreError>;
    /// Appends to the batch log.
    async fn log(&mut self, line: &BatchLine<'_>) -> Result<(), StoreError>;
    /// Writes a datastream's extent.
    async fn write_extent(&mut self, datastream_id: i32, extent: Extent) -> Result<(), StoreError>;
}

pub(super) async fn load_all<S: LoadSteps>(
    steps: &mut S,
    loads: Vec<Load>,
    origin: &Origin,
) -> Result<Vec<Loaded>, StoreError> {
    let mut loaded = Vec::with_capacity(loads.len());
    for load in loads {
        loaded.push(load_one(steps, load, origin).await?);
    }
    Ok(loaded)
}

async fn load_one<S: LoadSteps>(
    steps: &mut S,
    load: Load,
    origin: &Origin,
) -> Result<Loaded, StoreError> {
    let datastream_id = load.datastream_id;
    let not_found = || StoreError::NotFound { kind: "datastream", id: datastream_id.to_string() };
    let mut extent = steps.extent(datastream_id).await?.ok_or_else(not_found)?;
    let new = readings(steps, &load.rows).await?;
    drop(load);
    let Plan { added, revised, unchanged } = compare(steps, datastream_id, &extent, new).await?;
    let plan = Plan { added, revised, unchanged };
    let Some((start_us, end_us)) = plan.changed_us() else {
        return Ok(Loaded {
            datastream_id,
            unchanged,
            revision: extent.revision,
            ..Loaded::default()
        });
    };
    extent.revision += 1;
    if let Some((first, last)) = plan.added.first().zip(plan.added.last()) {
        let open = steps.open_block(datastream_id).await?;
        let new_blocks = steps.new_blocks(blocks_needed(open.as_ref(), plan.added.len())).await?;
        let (ids, blocks) = allot(open, &new_blocks, plan.added.iter().map(|row| row.time_us));
        steps.write_blocks(datastream_id, &blocks).await?;
        steps.insert(datastream_id, &ids, &plan.added).await?;
        extent.count += plan.added.len() as i64;
        extent.start_us = Some(extent.start_us.map_or(first.time_us, |t| t.min(first.time_us)));
        extent.end_us = Some(extent.end_us.map_or(last.time_us, |t| t.max(last.time_us)));
    }
    if !plan.revised.is_empty() {
        steps.revise(datastream_id, extent.revision, &plan.revised).await?;
    }
    let (added, revised) = (plan.added.len() as u64, plan.revised.len() as u64);
    let kind = if revised > 0 { "revise" } else { "load" };
    let sequence = extent.revision;
    let recorded_us = now().0;
    steps
        .log(&BatchLine {
            datastream_id,
            sequence,
            kind,
            start_us,
            end_us,
            added,
            revised,
            origin,
            recorded_us,
        })
        .await?;
    steps.write_extent(datastream_id, extent).await?;
    Ok(Loaded { datastream_id, added, revised, unchanged, revision: sequence })
}

/// Rows with their qualities as ids, by time.
async fn readings<S: LoadSteps>(steps: &mut S, rows: &Columns) -> Result<Vec<Reading>, StoreError> {
    let mut quality_ids = Vec::with_capacity(rows.quality_words().len());
    for quality in rows.quality_words() {
        quality_ids.push(if quality.is_empty() {
            None
        } else {
            Some(steps.quality_id(&canonical(quality)).await?)
        });
    }
    let mut readings: Vec<Reading> = (rows.time_us().iter().zip(rows.value()).zip(rows.quality()))
        .map(|((time_us, result), quality)| Reading {
            time_us: *time_us,
            result: *result,
            quality_id: quality_ids.get(usize::from(*quality)).copied().flatten(),
        })
        .collect();
    if readings.iter().any(|reading| reading.result.is_infinite()) {
        return Err(StoreError::Unfit("an observation's result is infinite".to_owned()));
    }
    sort(&mut readings);
    Ok(readings)
}

/// Reads stored rows only where old and new overlap.
async fn compare<S: LoadSteps>(
    steps: &mut S,
    datastream_id: i32,
    extent: &Extent,
    new: Vec<Reading>,
) -> Result<Plan, StoreError> {
    let (Some(first), Some(last)) = (new.first(), new.last()) else { return Ok(Plan::default()) };
    let overlaps = extent.start_us.is_some_and(|start| start <= last.time_us)
        && extent.end_us.is_some_and(|end| first.time_us <= end);
    let stored = if overlaps {
        steps.stored(datastream_id, first.time_us, last.time_us).await?
    } else {
        Vec::new()
    };
    Ok(plan(&stored, new))
}

/// The one way a quality is written, so that equal ones share an id.
fn canonical(quality: &Quality) -> String {
    serde_json::to_string(quality).unwrap_or_default()
}
