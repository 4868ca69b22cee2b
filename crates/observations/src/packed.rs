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
        let times = self.time_us();
        put(&mut out, times.first().copied().unwrap_or(0).to_le_bytes());
        let steps = times.windows(2).map(|pair| pair[1].wrapping_sub(pair[0]));
        put_runs(&mut out, steps, |out, step| put(out, step.to_le_bytes()));
        let durations = (0..rows).map(|row| self.duration_us_at(row));
        put_runs(&mut out, durations, |out, duration| put(out, duration.to_le_bytes()));
        let words = self.quality_words().get(1..).unwrap_or_default();
        put_u32(&mut out, words.len());
        for word in words {
            put_u32(&mut out, usize::from(word.code.is_some()));
            word.code.iter().for_each(|code| put_text(&mut out, code));
            put_u32(&mut out, word.qualifiers.len());
            word.qualifiers.iter().for_each(|qualifier| put_text(&mut out, qualifier));
        }
        put_runs(&mut out, self.quality().iter().copied(), |out, index| {
            put(out, index.to_le_bytes());
        });
        let states = self.state_words().get(1..).unwrap_or_default();
        put_u32(&mut out, states.len());
        states.iter().for_each(|state| put_text(&mut out, state));
        let states = (0..rows).map(|row| self.state_index_at(row));
        put_runs(&mut out, states, |out, index| put(out, index.to_le_bytes()));
        self.value().iter().for_each(|value| put(&mut out, value.to_le_bytes()));
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
        let mut time_us = Vec::with_capacity(rows);
        let first = i64::from_le_bytes(from.take()?);
        if rows > 0 {
            time_us.push(first);
        }
        from.runs(rows.saturating_sub(1), |from, count| {
            let step = i64::from_le_bytes(from.take()?);
            let mut at = *time_us.last()?;
            time_us.extend((0..count).map(|_| {
                at = at.wrapping_add(step);
                at
            }));
            Some(())
        })?;
        let durations_us = from.column(rows, |from| Some(i64::from_le_bytes(from.take()?)))?;
        let words = from.list(|from| {
            let code = if from.u32()? == 0 { None } else { Some(from.text()?) };
            Some(Quality { code, qualifiers: from.list(Self::text_of)? })
        })?;
        let qualities = from.column(rows, |from| Some(u16::from_le_bytes(from.take()?)))?;
        let states = from.list(Self::text_of)?;
        let state_of_row = from.column(rows, |from| Some(u16::from_le_bytes(from.take()?)))?;
        let (values, rest) = from.0.as_chunks::<8>();
        if values.len() != rows || !rest.is_empty() {
            return None;
        }
        let mut columns = Self::with_capacity(rows);
        let words: Vec<u16> = words.iter().map(|word| columns.quality_index(word)).collect();
        for (row, value) in values.iter().enumerate() {
            let ends_us = (time_us[row], time_us[row].checked_add(durations_us[row])?);
            let quality = match usize::from(qualities[row]).checked_sub(1) {
                None => 0,
                Some(index) => *words.get(index)?,
            };
            match usize::from(state_of_row[row]).checked_sub(1) {
                None => columns.push_interval(ends_us, f64::from_le_bytes(*value), quality),
                Some(index) => columns.push_state(ends_us, states.get(index)?, quality),
            }
        }
        Some(columns)
    }

    fn text_of(from: &mut Reader<'_>) -> Option<String> {
        from.text()
    }
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

fn put_runs<T: Copy + PartialEq>(
    out: &mut Vec<u8>,
    items: impl Iterator<Item = T>,
    put_item: impl Fn(&mut Vec<u8>, T),
) {
    let mut run: Option<(T, usize)> = None;
    for item in items {
        run = match run {
            Some((same, count)) if same == item => Some((same, count + 1)),
            other => {
                if let Some((ended, count)) = other {
                    put_u32(out, count);
                    put_item(out, ended);
                }
                Some((item, 1))
            }
        };
    }
    if let Some((ended, count)) = run {
        put_u32(out, count);
        put_item(out, ended);
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

    /// Reads a list of things after their number.
    fn list<T>(&mut self, mut read: impl FnMut(&mut Self) -> Option<T>) -> Option<Vec<T>> {
        (0..self.u32()?).map(|_| read(self)).collect()
    }

    /// Reads as many items as there are rows, which lie in runs.
    fn column<T: Copy>(
        &mut self,
        rows: usize,
        read: impl Fn(&mut Self) -> Option<T>,
    ) -> Option<Vec<T>> {
        let mut column = Vec::with_capacity(rows);
        self.runs(rows, |from, count| {
            let item = read(from)?;
            column.extend(std::iter::repeat_n(item, count));
            Some(())
        })?;
        Some(column)
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
