//! The pass over all rows that a changed filter takes.

use crate::column::{Codes, each_width};

/// What a pass found, in buffers that are kept from one to the next.
#[derive(Debug)]
pub struct Scanned {
    touched: Vec<u32>,
    /// How many of them there are.
    length: usize,
    passing: usize,
    listed: Vec<u32>,
}

impl Scanned {
    /// For so many rows.
    pub fn new(rows: usize) -> Self {
        let touched = vec![0; rows + 1];
        Self { listed: touched.clone(), touched, length: 0, passing: 0 }
    }

    /// How many rows pass.
    pub fn passing(&self) -> usize {
        self.passing
    }

    /// The rows that began or ceased to pass, once [`Scanned::keep_moved`] has left out the others.
    pub fn moved(&self) -> &[u32] {
        &self.touched[..self.length]
    }

    /// Of the rows that the pass changed and that fail one other filter at most, keeps those that fail none. `is_moved` is
    /// asked once for each.
    pub fn keep_moved(&mut self, mut is_moved: impl FnMut(u32) -> bool) {
        let mut kept = 0;
        for at in 0..self.length {
            let row = self.touched[at];
            self.touched[kept] = row;
            kept += usize::from(is_moved(row));
        }
        self.length = kept;
    }

    /// The rows whose mask is 0, or those whose is not.
    pub fn list(&mut self, masks: &[u32], passing: bool) -> &[u32] {
        let mut length = 0;
        for (row, mask) in (0u32..).zip(masks) {
            self.listed[length] = row;
            length += usize::from((*mask == 0) == passing);
        }
        &self.listed[..length]
    }

    /// Bytes in memory.
    pub fn bytes(&self) -> usize {
        4 * (self.touched.len() + self.listed.len())
    }
}

/// Gives each row the bit that `table` has for its code, and finds whom that may move.
pub fn scan(codes: &Codes, table: &[u32], bit: u32, masks: &mut [u32], found: &mut Scanned) {
    // A table with a place for whatever a code of one byte may be needs no second look at its length.
    if let (Codes::U8(codes), [first, rest @ ..]) = (codes, table) {
        let mut whole = [*first; 256];
        whole.iter_mut().skip(1).zip(rest).for_each(|(place, bits)| *place = *bits);
        return scan_width(codes, |code| whole[usize::from(code)], bit, masks, found);
    }
    each_width!(codes, codes => scan_width(codes, |code| table[code as usize], bit, masks, found));
}

/// Without a branch in the loop: which way rows go is as good as random.
fn scan_width<T: Copy>(
    codes: &[T],
    bits_of: impl Fn(T) -> u32,
    bit: u32,
    masks: &mut [u32],
    found: &mut Scanned,
) {
    let (mut touched, mut passing) = (0, 0);
    let slots = &mut found.touched[..=masks.len()];
    for ((row, mask), code) in (0u32..).zip(masks.iter_mut()).zip(codes) {
        let before = *mask;
        let now = (before & !bit) | bits_of(*code);
        *mask = now;
        let rest = before & now;
        slots[touched] = row;
        // Who fails two others is of no account, whatever becomes of this one.
        touched += usize::from((before != now) & (rest & rest.wrapping_sub(1) == 0));
        passing += usize::from(now == 0);
    }
    (found.length, found.passing) = (touched, passing);
}
