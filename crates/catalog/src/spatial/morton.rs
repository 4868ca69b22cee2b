//! Z-order: two coordinates of 32 bits with their bits interleaved, so that a square is a range of keys.

/// The key of a place.
pub fn key(x: u32, y: u32) -> u64 {
    spread(x) | (spread(y) << 1)
}

/// Smallest key of a square: of column `x`, row `y` of the 2^level by 2^level squares.
pub fn first_key(level: u32, x: u32, y: u32) -> u64 {
    if level == 0 { 0 } else { key(x << (32 - level), y << (32 - level)) }
}

/// A coordinate of 32 bits from a part of the world, 0 to 1.
pub fn from_part(part: f64) -> u32 {
    // Casts of floats saturate: what lies outside is put on the edge.
    (part * 4_294_967_296.0) as u32
}

/// The part of the world of a coordinate: the middle of what 32 bits can tell apart.
pub fn to_part(coordinate: u32) -> f64 {
    (f64::from(coordinate) + 0.5) / 4_294_967_296.0
}

fn spread(value: u32) -> u64 {
    let mut bits = u64::from(value);
    for (shift, mask) in [
        (16, 0x0000_ffff_0000_ffff),
        (8, 0x00ff_00ff_00ff_00ff),
        (4, 0x0f0f_0f0f_0f0f_0f0f),
        (2, 0x3333_3333_3333_3333),
        (1, 0x5555_5555_5555_5555),
    ] {
        bits = (bits | (bits << shift)) & mask;
    }
    bits
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bits_are_interleaved_and_squares_are_ranges() {
        assert_eq!(key(0b11, 0b00), 0b0101);
        assert_eq!(key(0b00, 0b11), 0b1010);
        assert_eq!(key(u32::MAX, u32::MAX), u64::MAX);
        let (x, y) = (from_part(0.75), from_part(0.3));
        assert!(first_key(1, 1, 0) <= key(x, y) && key(x, y) < first_key(1, 0, 1));
        assert_eq!((from_part(-1.0), from_part(2.0), from_part(f64::NAN)), (0, u32::MAX, 0));
    }
}
