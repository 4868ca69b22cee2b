//! Columns as bytes: how rows travel from a worker and how they are kept on a device.
//!
//! Little-endian. A version byte and the number of rows; the first time, then steps between times as runs;
//! lengths of intervals as runs; the dictionaries of qualities and texts, each followed by its indices as runs;
//! the values as they are. Series of a steady step take a little more than eight bytes a row.

use crate::columns::Columns;
use gagehouse_model::Quality;

const VERSION: u8 = 1;

impl Columns {
    /// The rows as bytes, in their order.
    pub fn pack(&self) -> Vec<u8> {
        let rows = self.len();
        let mut out = Vec::with_capacity(64 + rows * 9);
        out.push(VERSION);
        put_u32(&mut out, rows);
        put_integers(&mut out, &self.time_us);
        self.duration_us.for_each_run(rows, |count, duration| {
            put_u32(&mut out, count);
            put(&mut out, duration.to_le_bytes());
        });
        let words = self.quality_words().get(1..).unwrap_or_default();
        put_u32(&mut out, words.len());
        for word in words {
            put_u32(&mut out, usize::from(word.code.is_some()));
            word.code.iter().for_each(|code| put_text(&mut out, code));
            put_u32(&mut out, word.qualifiers.len());
            word.qualifiers.iter().for_each(|qualifier| put_text(&mut out, qualifier));
        }
        for run in self.quality.chunk_by(|a, b| a == b) {
            put_u32(&mut out, run.len());
            put(&mut out, run[0].to_le_bytes());
        }
        let states = self.state_words().get(1..).unwrap_or_default();
        put_u32(&mut out, states.len());
        states.iter().for_each(|state| put_text(&mut out, state));
        self.state.for_each_run(rows, |count, index| {
            put_u32(&mut out, count);
            put(&mut out, index.to_le_bytes());
        });
        let from = out.len();
        out.resize(from + rows * 8, 0);
        for (bytes, value) in out[from..].as_chunks_mut::<8>().0.iter_mut().zip(&self.value) {
            *bytes = value.to_le_bytes();
        }
        out
    }

    /// Rows that [`Self::pack`] wrote; `None` for other bytes, those of another version included.
    pub fn unpack(bytes: &[u8]) -> Option<Self> {
        let mut from = Reader(bytes);
        let [VERSION] = from.take::<1>()? else { return None };
        let rows = from.u32()?;
        // A value takes eight bytes: so many rows cannot be promised by fewer.
        if rows.checked_mul(8)? > bytes.len() {
            return None;
        }
        let mut columns = Self::with_capacity(rows);
        from.integers(rows, &mut columns.time_us)?;
        let mut before = 0;
        from.runs(rows, |from, count| {
            let duration = i64::from_le_bytes(from.take()?);
            columns.duration_us.extend_run(before, count, duration);
            let ends_exist = |&start: &i64| start.checked_add(duration).is_some();
            let range = before..before + count;
            before = range.end;
            (duration == 0 || columns.time_us[range].iter().all(ends_exist)).then_some(())
        })?;
        let words = from.list(|from| {
            let code = if from.u32()? == 0 { None } else { Some(from.text()?) };
            Some(Quality { code, qualifiers: from.list(Reader::text)? })
        })?;
        let words: Vec<u16> = words.iter().map(|word| columns.quality_index(word)).collect();
        from.runs(rows, |from, count| {
            let index = from.index(&words)?;
            columns.quality.extend(std::iter::repeat_n(index, count));
            Some(())
        })?;
        let states = from.list(Reader::text)?;
        let states: Vec<u16> = states.iter().map(|state| columns.states.index_of(state)).collect();
        let mut before = 0;
        from.runs(rows, |from, count| {
            columns.state.extend_run(before, count, from.index(&states)?);
            before += count;
            Some(())
        })?;
        let (values, rest) = from.0.as_chunks::<8>();
        if values.len() != rows || !rest.is_empty() {
            return None;
        }
        columns.value.extend(values.iter().map(|value| f64::from_le_bytes(*value)));
        Some(columns)
    }
}

/// Integers as bytes: few where their steps repeat, as those of ids do.
pub fn pack_integers(integers: &[i64]) -> Vec<u8> {
    let mut out = Vec::with_capacity(64);
    put_u32(&mut out, integers.len());
    put_integers(&mut out, integers);
    out
}

/// Integers that [`pack_integers`] wrote; `None` for other bytes.
pub fn unpack_integers(bytes: &[u8]) -> Option<Vec<i64>> {
    let mut from = Reader(bytes);
    let count = from.u32()?;
    let mut integers = Vec::new();
    from.integers(count, &mut integers)?;
    from.0.is_empty().then_some(integers)
}

fn put<const N: usize>(out: &mut Vec<u8>, bytes: [u8; N]) {
    out.extend_from_slice(&bytes);
}

/// Lengths beyond `u32` do not occur: a page has thousands of rows.
fn put_u32(out: &mut Vec<u8>, number: usize) {
    put(out, u32::try_from(number).unwrap_or(u32::MAX).to_le_bytes());
}

fn put_text(out: &mut Vec<u8>, text: &str) {
    put_u32(out, text.len());
    out.extend_from_slice(text.as_bytes());
}

/// The first of them, then the steps between them as runs of equal ones.
fn put_integers(out: &mut Vec<u8>, integers: &[i64]) {
    put(out, integers.first().copied().unwrap_or(0).to_le_bytes());
    let mut rest = integers;
    while let [first, second, ..] = rest {
        let step = second.wrapping_sub(*first);
        let is_same = |pair: &&[i64]| pair[1].wrapping_sub(pair[0]) == step;
        let count = rest.windows(2).take_while(is_same).count();
        put_u32(out, count);
        put(out, step.to_le_bytes());
        rest = &rest[count..];
    }
}

struct Reader<'a>(&'a [u8]);

impl Reader<'_> {
    fn take<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (taken, rest) = self.0.split_first_chunk()?;
        self.0 = rest;
        Some(*taken)
    }

    fn u32(&mut self) -> Option<usize> {
        usize::try_from(u32::from_le_bytes(self.take()?)).ok()
    }

    fn text(&mut self) -> Option<String> {
        let length = self.u32()?;
        let (text, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        String::from_utf8(text.to_vec()).ok()
    }

    /// Reads so many integers.
    fn integers(&mut self, count: usize, integers: &mut Vec<i64>) -> Option<()> {
        let mut at = i64::from_le_bytes(self.take()?);
        integers.extend((count > 0).then_some(at));
        self.runs(count.saturating_sub(1), |from, count| {
            let step = i64::from_le_bytes(from.take()?);
            integers.extend((0..count).map(|_| {
                at = at.wrapping_add(step);
                at
            }));
            Some(())
        })
    }

    /// Reads a list of things after their number.
    fn list<T>(&mut self, mut read: impl FnMut(&mut Self) -> Option<T>) -> Option<Vec<T>> {
        (0..self.u32()?).map(|_| read(self)).collect()
    }

    /// Reads the index of a word and gives that of the same word elsewhere; 0 stands for none.
    fn index(&mut self, words: &[u16]) -> Option<u16> {
        match usize::from(u16::from_le_bytes(self.take()?)).checked_sub(1) {
            None => Some(0),
            Some(index) => words.get(index).copied(),
        }
    }

    /// Reads runs until they make up so many items.
    fn runs(
        &mut self,
        mut items: usize,
        mut read: impl FnMut(&mut Self, usize) -> Option<()>,
    ) -> Option<()> {
        while items > 0 {
            let count = self.u32()?;
            items = items.checked_sub(count).filter(|_| count > 0)?;
            read(self, count)?;
        }
        Some(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn page() -> impl Strategy<Value = Columns> {
        let step = prop_oneof![5 => Just(900_000_000i64), 1 => any::<i64>(), 1 => Just(0)];
        let value = prop_oneof![any::<f64>(), Just(f64::NAN), Just(-0.0)];
        let word = prop_oneof![Just(""), Just("A"), Just("P, e"), Just("é")];
        let duration = prop_oneof![3 => Just(0i64), 1 => 0..10_000i64];
        let state = prop_oneof![5 => Just(""), 1 => Just("Ice"), 1 => Just("Open")];
        proptest::collection::vec((step, value, word, duration, state), 0..60).prop_map(|rows| {
            let mut columns = Columns::default();
            let mut time = 0i64;
            for (step, value, word, duration, state) in rows {
                time = time.wrapping_add(step);
                let mut quality =
                    Quality::from_qualifiers(word.split(", ").filter(|w| !w.is_empty()));
                quality.code = (word == "é").then(|| word.to_owned());
                let index = columns.quality_index(&quality);
                let ends = (time, time.saturating_add(duration));
                match state {
                    "" => columns.push_interval(ends, value, index),
                    state => columns.push_state(ends, state, index),
                }
            }
            columns
        })
    }

    #[test]
    fn a_steady_series_takes_little_more_than_its_values() {
        let mut columns = Columns::default();
        (0..10_000).for_each(|n| columns.push(n * 900_000_000, n as f64, 0));
        assert!(columns.pack().len() < 10_000 * 8 + 100);
    }

    proptest! {
        #[test]
        fn rows_come_back_bit_for_bit(columns in page()) {
            prop_assert_eq!(Columns::unpack(&columns.pack()), Some(columns));
        }

        #[test]
        fn integers_come_back(integers in proptest::collection::vec(prop_oneof![any::<i64>(), 0..3i64], 0..60)) {
            let bytes = pack_integers(&integers);
            prop_assert_eq!(unpack_integers(&bytes), Some(integers));
            prop_assert_eq!(unpack_integers(&bytes[..bytes.len() - 1]), None);
        }

        #[test]
        fn cut_or_foreign_bytes_are_refused(columns in page(), cut in 1..40usize, noise in any::<Vec<u8>>()) {
            let bytes = columns.pack();
            prop_assert_eq!(Columns::unpack(&bytes[..bytes.len().saturating_sub(cut)]), None);
            let _ = Columns::unpack(&noise);
            let mut longer = bytes.clone();
            longer.push(0);
            prop_assert_eq!(Columns::unpack(&longer), None);
        }
    }
}
