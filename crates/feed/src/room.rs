//! Memory, asked for in large pieces before it is needed.
//!
//! A browser takes about a tenth of a millisecond each time a program's memory grows, and without this it grows with
//! every page of rows. What is asked for and not used costs addresses, not memory.

use std::cell::Cell;
use std::hint::black_box;

/// The first piece, and the largest: in between each is as large as all before it.
const SMALLEST: usize = 4 << 20;
const LARGEST: usize = 64 << 20;

thread_local! {
    /// Asked for so far, and what of it is left.
    static ASKED: Cell<(usize, usize)> = const { Cell::new((0, 0)) };
}

/// So many bytes will be taken, to stay.
pub fn expect(bytes: usize) {
    let (asked, left) = ASKED.get();
    if bytes <= left {
        return ASKED.set((asked, left - bytes));
    }
    let piece = bytes.max(asked.clamp(SMALLEST, LARGEST));
    // The allocator keeps what is given back. Where there is no such piece, there may still be smaller ones.
    let mut room = Vec::<u8>::new();
    drop(black_box(room.try_reserve_exact(piece)));
    drop(black_box(room));
    ASKED.set((asked.saturating_add(piece), piece - bytes));
}
