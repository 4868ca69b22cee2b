//! Observation ids come in blocks of 8,192, each owned by one datastream.
//!
//! So the table of blocks maps an id to its datastream without an index on the observations, and the key of the observation
//! table can start with the datastream.

/// Ids in a block. A block's first id is one more than a multiple of it.
pub const BLOCK_IDS: i64 = 8_192;

/// A block and how much of it is given out; `start_us` and `end_us` (both inside) bound its rows in time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Block {
    pub first_id: i64,
    pub used: i64,
    pub start_us: i64,
    pub end_us: i64,
}

/// The block an id would be in.
pub fn first_id_of_block(id: i64) -> i64 {
    (id - 1).div_euclid(BLOCK_IDS) * BLOCK_IDS + 1
}

/// How many new blocks `rows` rows need after what is free in the open one.
pub fn blocks_needed(open: Option<&Block>, rows: usize) -> usize {
    let free = open.map_or(0, |block| BLOCK_IDS - block.used);
    let beyond = (rows as i64 - free).max(0);
    (beyond as usize).div_ceil(BLOCK_IDS as usize)
}

/// Gives ids to rows (their times, ascending): first from the open block, then from the new ones in order.
/// Returns the ids and every block that has to be written.
pub fn allot(
    open: Option<Block>,
    new_first_ids: &[i64],
    times_us: impl ExactSizeIterator<Item = i64>,
) -> (Vec<i64>, Vec<Block>) {
    let mut ids = Vec::with_capacity(times_us.len());
    let mut blocks: Vec<Block> = Vec::new();
    let mut upcoming = new_first_ids.iter().copied();
    let mut current = open.filter(|block| block.used < BLOCK_IDS);
    for time_us in times_us {
        let mut block = match current {
            Some(block) => block,
            None => match upcoming.next() {
                Some(first_id) => Block { first_id, used: 0, start_us: time_us, end_us: time_us },
                None => break,
            },
        };
        ids.push(block.first_id + block.used);
        block.used += 1;
        block.start_us = block.start_us.min(time_us);
        block.end_us = block.end_us.max(time_us);
        current = if block.used == BLOCK_IDS {
            blocks.push(block);
            None
        } else {
            Some(block)
        };
    }
    blocks.extend(current);
    (ids, blocks)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_open_block_is_filled_before_a_new_one_is_begun() {
        let open = Block { first_id: 1, used: BLOCK_IDS - 2, start_us: 50, end_us: 60 };
        assert_eq!(blocks_needed(Some(&open), 3), 1);
        let (ids, blocks) = allot(Some(open), &[3 * BLOCK_IDS + 1], [10, 70, 80].into_iter());
        assert_eq!(ids, [BLOCK_IDS - 1, BLOCK_IDS, 3 * BLOCK_IDS + 1]);
        assert_eq!(blocks[0], Block { first_id: 1, used: BLOCK_IDS, start_us: 10, end_us: 70 });
        assert_eq!(
            blocks[1],
            Block { first_id: 3 * BLOCK_IDS + 1, used: 1, start_us: 80, end_us: 80 }
        );
        assert!(
            ids.iter()
                .all(|id| blocks.iter().any(|block| first_id_of_block(*id) == block.first_id))
        );
    }

    #[test]
    fn exactly_full_blocks_need_no_other() {
        assert_eq!(blocks_needed(None, 8_192), 1);
        assert_eq!(blocks_needed(None, 8_193), 2);
        assert_eq!(blocks_needed(None, 0), 0);
        let (ids, blocks) = allot(None, &[1], (0..8_192).collect::<Vec<_>>().into_iter());
        assert_eq!((ids.len(), blocks.len(), blocks[0].used), (8_192, 1, 8_192));
    }
}
