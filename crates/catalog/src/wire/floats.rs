//! Measured numbers: by blocks, as whole numbers of the decimals they have, else as they are.

use super::{Reader, WireError, Writer, ints};

/// Numbers that are written in one way.
const BLOCK: usize = 4_096;
/// The way of a block whose numbers have no few decimals.
const RAW: u8 = 255;
/// Powers of ten that are exact as floats.
const SCALES: [f64; 13] = [1.0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12];
/// Whole numbers up to here are exact as floats.
const EXACT: f64 = 9e15;

/// Writes finite numbers.
pub fn write(numbers: &[f64], out: &mut Writer) {
    for block in numbers.chunks(BLOCK) {
        match (0..SCALES.len()).find_map(|decimals| Some((decimals, scaled(block, decimals)?))) {
            Some((decimals, whole)) => {
                out.byte(decimals as u8);
                ints::write(&whole, out);
            }
            None => {
                out.byte(RAW);
                // The high bytes resemble each other: all of them first.
                for plane in (0..8).rev() {
                    block
                        .iter()
                        .for_each(|number| out.byte((number.to_bits() >> (8 * plane)) as u8));
                }
            }
        }
    }
}

/// The numbers times a power of ten, if all are whole then and give the same numbers back.
fn scaled(block: &[f64], decimals: usize) -> Option<Vec<i64>> {
    let scale = SCALES[decimals];
    block
        .iter()
        .map(|number| {
            let whole = (number * scale).round();
            (whole.abs() < EXACT && whole / scale == *number).then_some(whole as i64)
        })
        .collect()
}

/// Reads `count` numbers.
pub fn read(count: usize, reader: &mut Reader) -> Result<Vec<f64>, WireError> {
    let mut numbers = Vec::with_capacity(reader.at_most(count));
    while numbers.len() < count {
        let rows = (count - numbers.len()).min(BLOCK);
        let way = reader.byte()?;
        if way == RAW {
            let planes = reader.take(8 * rows)?;
            numbers.extend((0..rows).map(|row| {
                let bits =
                    (0..8).fold(0, |bits, plane| bits << 8 | u64::from(planes[plane * rows + row]));
                f64::from_bits(bits)
            }));
            continue;
        }
        let scale = SCALES.get(usize::from(way));
        let scale = scale.ok_or(WireError::Content("numbers with too many decimals"))?;
        numbers.extend(ints::read(rows, reader)?.into_iter().map(|whole| whole as f64 / scale));
    }
    Ok(numbers)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn every_number_comes_back(
            numbers in prop_oneof![
                proptest::collection::vec(any::<f64>().prop_filter("finite", |n| n.is_finite()), 0..50),
                proptest::collection::vec((-90_000..90_000i64).prop_map(|n| n as f64 / 1e3), 0..9_000),
            ],
        ) {
            let mut out = Writer::default();
            write(&numbers, &mut out);
            let bytes = out.into_bytes();
            prop_assert_eq!(read(numbers.len(), &mut Reader::new(&bytes)), Ok(numbers));
        }
    }
}
