//! Whole numbers, in whichever of three ways takes the fewest bytes: as they are, as steps, or as codes of the few
//! that there are. All less the smallest and divided by what divides them all: times of whole minutes are small.

use super::write::{unzigzag, varint_len, zigzag};
use super::{Reader, WireError, Writer};
use std::collections::HashMap;

const PLAIN: u8 = 0;
const STEPS: u8 = 1;
const CODES: u8 = 2;
/// More different numbers than this are not given codes.
const MOST_CODES: usize = 1 << 14;

/// Writes numbers.
pub fn write(numbers: &[i64], out: &mut Writer) {
    let least = numbers.iter().copied().min().unwrap_or(0);
    let above = |number: i64| number.wrapping_sub(least) as u64;
    let divisor = numbers.iter().fold(0, |divisor, number| common_divisor(divisor, above(*number)));
    let divisor = divisor.max(1);
    let quotients: Vec<u64> = numbers.iter().map(|number| above(*number) / divisor).collect();
    out.varint(zigzag(least));
    out.varint(divisor);
    let plain: usize = quotients.iter().map(|q| varint_len(*q)).sum();
    let steps: usize = steps(&quotients).map(varint_len).sum();
    let few = vocabulary(&quotients);
    let coded = few.as_ref().map_or(usize::MAX, |few| {
        let width = if few.len() <= 0x100 { 1 } else { 2 };
        few.iter().map(|q| varint_len(*q)).sum::<usize>() + width * numbers.len()
    });
    match few {
        Some(few) if coded < plain.min(steps) => write_coded(&quotients, &few, out),
        _ if steps < plain => {
            out.byte(STEPS);
            self::steps(&quotients).for_each(|step| out.varint(step));
        }
        _ => {
            out.byte(PLAIN);
            quotients.iter().for_each(|quotient| out.varint(*quotient));
        }
    }
}

fn write_coded(quotients: &[u64], few: &[u64], out: &mut Writer) {
    out.byte(CODES);
    out.varint(few.len() as u64);
    few.iter().for_each(|quotient| out.varint(*quotient));
    let code = |quotient: &u64| few.partition_point(|known| known < quotient);
    quotients.iter().for_each(|quotient| out.byte(code(quotient) as u8));
    if few.len() > 0x100 {
        quotients.iter().for_each(|quotient| out.byte((code(quotient) >> 8) as u8));
    }
}

fn steps(quotients: &[u64]) -> impl Iterator<Item = u64> {
    let before = std::iter::once(0).chain(quotients.iter().copied());
    quotients.iter().zip(before).map(|(now, before)| zigzag(now.wrapping_sub(before) as i64))
}

/// The different numbers in order, when they are few.
fn vocabulary(quotients: &[u64]) -> Option<Vec<u64>> {
    let mut known: HashMap<u64, ()> = HashMap::new();
    for quotient in quotients {
        known.insert(*quotient, ());
        if known.len() > MOST_CODES.min(quotients.len() / 2) {
            return None;
        }
    }
    let mut few: Vec<u64> = known.into_keys().collect();
    few.sort_unstable();
    Some(few)
}

fn common_divisor(mut a: u64, mut b: u64) -> u64 {
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a
}

/// Reads `count` numbers.
pub fn read(count: usize, reader: &mut Reader) -> Result<Vec<i64>, WireError> {
    let least = unzigzag(reader.varint()?);
    let divisor = reader.varint()?;
    let number = |quotient: u64| least.wrapping_add(quotient.wrapping_mul(divisor) as i64);
    let mode = reader.byte()?;
    let mut numbers = Vec::with_capacity(reader.at_most(count));
    match mode {
        PLAIN => {
            for _ in 0..count {
                numbers.push(number(reader.varint()?));
            }
        }
        STEPS => {
            let mut quotient = 0u64;
            for _ in 0..count {
                quotient = quotient.wrapping_add(unzigzag(reader.varint()?) as u64);
                numbers.push(number(quotient));
            }
        }
        CODES => {
            let size = reader.count()?;
            let mut few = Vec::with_capacity(size);
            for _ in 0..size {
                few.push(number(reader.varint()?));
            }
            let low = reader.take(count)?;
            let high = if size > 0x100 { reader.take(count)? } else { &[] };
            for (at, low) in low.iter().enumerate() {
                let code = usize::from(*low) | high.get(at).map_or(0, |h| usize::from(*h) << 8);
                let number =
                    few.get(code).ok_or(WireError::Content("a number has no such code"))?;
                numbers.push(*number);
            }
        }
        _ => return Err(WireError::Content("numbers in an unknown form")),
    }
    Ok(numbers)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn bytes_of(numbers: &[i64]) -> Vec<u8> {
        let mut out = Writer::default();
        write(numbers, &mut out);
        out.into_bytes()
    }

    proptest! {
        #[test]
        fn every_number_comes_back(
            numbers in prop_oneof![
                proptest::collection::vec(any::<i64>(), 0..50),
                proptest::collection::vec((0..20i64).prop_map(|n| n * 900_000_000), 0..700),
                (any::<i64>(), 0..300i64).prop_map(|(from, count)| {
                    (0..count).map(|at| from.wrapping_add(at * 7)).collect()
                }),
            ],
        ) {
            let bytes = bytes_of(&numbers);
            let mut reader = Reader::new(&bytes);
            prop_assert_eq!(read(numbers.len(), &mut reader), Ok(numbers));
            prop_assert_eq!(reader.left(), 0);
        }

        #[test]
        fn no_bytes_make_the_reader_panic(
            bytes in proptest::collection::vec(any::<u8>(), 0..60),
            count in 0..100usize,
        ) {
            let _ = read(count, &mut Reader::new(&bytes));
        }
    }

    #[test]
    fn times_of_whole_quarter_hours_take_a_byte_each() {
        let times: Vec<i64> =
            (0..1_000).map(|at| 1_700_000_000_000_000 + at * 900_000_000).collect();
        assert!(bytes_of(&times).len() < 1_030);
    }
}
