//! The pass over all rows that a changed filter takes.

use crate::column::{Codes, each_width};

/// What a pass found, in buffers that are kept from one to the next.
#[derive(Debug)]
pub struct Scanned {
    moved: Vec<u32>,
    others: Vec<u32>,
    passing: Vec<u32>,
    lengths: [usize; 3],
}

impl Scanned {
    /// For so many rows.
    pub fn new(rows: usize) -> Self {
        let moved = vec![0; rows + 1];
        Self { others: moved.clone(), passing: moved.clone(), moved, lengths: [0; 3] }
    }

    /// The rows that began or ceased to pass.
    pub fn moved(&self) -> &[u32] {
        &self.moved[..self.lengths[0]]
    }

    /// The rows that fail one other filter, and began or ceased to fail this one too.
    pub fn others(&self) -> &[u32] {
        &self.others[..self.lengths[1]]
    }

    /// The rows that pass.
    pub fn passing(&self) -> &[u32] {
        &self.passing[..self.lengths[2]]
    }

    /// Bytes in memory.
    pub fn bytes(&self) -> usize {
        12 * self.moved.len()
    }
}

/// Gives each row the bit that `table` has for its code, and finds whom that moves.
pub fn scan(codes: &Codes, table: &[u32], bit: u32, masks: &mut [u32], found: &mut Scanned) {
    each_width!(codes, codes => scan_width(codes, table, bit, masks, found));
}

/// Without a branch in the loop: which way rows go is as good as random.
fn scan_width<T: Copy + Into<u32>>(
    codes: &[T],
    table: &[u32],
    bit: u32,
    masks: &mut [u32],
    found: &mut Scanned,
) {
    let (mut moved, mut others, mut passing) = (0, 0, 0);
    for ((row, mask), code) in (0u32..).zip(masks.iter_mut()).zip(codes) {
        let code: u32 = (*code).into();
        let before = *mask;
        let now = (before & !bit) | table[code as usize];
        *mask = now;
        let has_changed = before != now;
        let rest = before & now;
        found.moved[moved] = row;
        moved += usize::from(has_changed & (rest == 0));
        found.others[others] = row;
        others += usize::from(has_changed & (rest != 0) & (rest & rest.wrapping_sub(1) == 0));
        found.passing[passing] = row;
        passing += usize::from(now == 0);
    }
    found.lengths = [moved, others, passing];
}
