//! Counting the cells of some rows.

use crate::column::{Codes, each_width};

/// Cells up to which counts are kept fourfold: rows of one cell follow each other, and adding to a number that was only
/// just written waits for the writing.
const FEW_CELLS: usize = 2_048;
/// Rows from which on that is worth it.
const MANY_ROWS: usize = 8_192;

/// Adds `step` (one, or minus one as it wraps) to the cell of each row.
pub fn count(codes: &Codes, rows: &[u32], counts: &mut [u32], step: u32) {
    each_width!(codes, codes => count_width(codes, rows, counts, step));
}

fn count_width<T: Copy + Into<u32>>(codes: &[T], rows: &[u32], counts: &mut [u32], step: u32) {
    let cell = |row: u32| -> usize {
        let cell: u32 = codes[row as usize].into();
        cell as usize
    };
    if counts.len() > FEW_CELLS || rows.len() < MANY_ROWS {
        for row in rows {
            let slot = &mut counts[cell(*row)];
            *slot = slot.wrapping_add(step);
        }
        return;
    }
    let size = counts.len();
    let mut four = vec![0u32; 4 * size];
    let (first, rest) = four.split_at_mut(size);
    let (second, rest) = rest.split_at_mut(size);
    let (third, fourth) = rest.split_at_mut(size);
    let (quads, left) = rows.as_chunks::<4>();
    for [a, b, c, d] in quads {
        first[cell(*a)] += 1;
        second[cell(*b)] += 1;
        third[cell(*c)] += 1;
        fourth[cell(*d)] += 1;
    }
    left.iter().for_each(|row| first[cell(*row)] += 1);
    for (at, slot) in counts.iter_mut().enumerate() {
        let sum = first[at] + second[at] + third[at] + fourth[at];
        *slot = slot.wrapping_add(sum.wrapping_mul(step));
    }
}

/// Adds one to the cell of each row that passes, takes one from that of each other.
pub fn count_mixed(codes: &Codes, rows: &[u32], masks: &[u32], counts: &mut [u32]) {
    for row in rows {
        let slot = &mut counts[codes.kept(*row as usize) as usize];
        *slot = slot.wrapping_add(if masks[*row as usize] == 0 { 1 } else { u32::MAX });
    }
}
