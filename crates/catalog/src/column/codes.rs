//! Small numbers in as many bytes as the largest needs.

use crate::wire::{Reader, WireError, Writer};

/// The code of "none".
pub const NONE: u32 = u32::MAX;

/// A code for each row, kept as `code + 1` in one, two or four bytes; 0 is none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Codes {
    /// Up to 255 codes.
    U8(Vec<u8>),
    /// Up to 65,535 codes.
    U16(Vec<u16>),
    /// More.
    U32(Vec<u32>),
}

impl Default for Codes {
    fn default() -> Self {
        Self::U8(Vec::new())
    }
}

/// Runs code on the slice of kept numbers, whatever their width.
macro_rules! each_width {
    ($codes:expr, $slice:ident => $body:expr) => {
        match $codes {
            $crate::column::Codes::U8($slice) => $body,
            $crate::column::Codes::U16($slice) => $body,
            $crate::column::Codes::U32($slice) => $body,
        }
    };
}
pub(crate) use each_width;

impl Codes {
    /// Room for `rows` codes of which the largest is below `values`.
    pub fn with_capacity(values: usize, rows: usize) -> Self {
        match values {
            0..0x100 => Self::U8(Vec::with_capacity(rows)),
            0x100..0x1_0000 => Self::U16(Vec::with_capacity(rows)),
            _ => Self::U32(Vec::with_capacity(rows)),
        }
    }

    /// The codes of an iterator, none of which is `values` or more, [`NONE`] excepted.
    pub fn collect(values: usize, codes: impl Iterator<Item = u32>) -> Self {
        let mut all = Self::with_capacity(values, codes.size_hint().0);
        match &mut all {
            Self::U8(kept) => kept.extend(codes.map(|code| code.wrapping_add(1) as u8)),
            Self::U16(kept) => kept.extend(codes.map(|code| code.wrapping_add(1) as u16)),
            Self::U32(kept) => kept.extend(codes.map(|code| code.wrapping_add(1))),
        }
        all
    }

    /// Appends a code, [`NONE`] for none.
    pub fn push(&mut self, code: u32) {
        let kept = code.wrapping_add(1);
        self.make_room(kept);
        match self {
            Self::U8(all) => all.push(kept as u8),
            Self::U16(all) => all.push(kept as u16),
            Self::U32(all) => all.push(kept),
        }
    }

    /// Widens so that a kept number fits.
    fn make_room(&mut self, kept: u32) {
        let widened = match self {
            Self::U8(all) if kept > 0xffff => {
                Self::U32(all.iter().map(|k| u32::from(*k)).collect())
            }
            Self::U8(all) if kept > 0xff => Self::U16(all.iter().map(|k| u16::from(*k)).collect()),
            Self::U16(all) if kept > 0xffff => {
                Self::U32(all.iter().map(|k| u32::from(*k)).collect())
            }
            _ => return,
        };
        *self = widened;
    }

    /// Makes it `rows` long, with none in the new rows.
    pub fn resize(&mut self, rows: usize) {
        each_width!(self, all => all.resize(rows, 0));
    }

    /// The code of a row, [`NONE`] for none and past the end.
    #[inline]
    pub fn get(&self, row: usize) -> u32 {
        self.kept(row).wrapping_sub(1)
    }

    /// The code of a row plus one, 0 for none and past the end.
    #[inline]
    pub fn kept(&self, row: usize) -> u32 {
        match self {
            Self::U8(all) => all.get(row).map_or(0, |kept| u32::from(*kept)),
            Self::U16(all) => all.get(row).map_or(0, |kept| u32::from(*kept)),
            Self::U32(all) => all.get(row).map_or(0, |kept| *kept),
        }
    }

    /// The code that the code of each row of `through` stands for.
    pub fn gathered(&self, through: &Self) -> Self {
        let all = through.iter().map(|code| self.get(code as usize));
        match self {
            Self::U8(_) => Self::collect(0, all),
            Self::U16(_) => Self::collect(0x100, all),
            Self::U32(_) => Self::collect(usize::MAX, all),
        }
    }

    /// The same codes in as many bytes as the largest needs.
    pub fn narrowed(&self) -> Self {
        let largest = each_width!(self, all => all.iter().copied().max().map_or(0, |k| k as usize));
        Self::collect(largest, self.iter())
    }

    /// Number of rows.
    pub fn len(&self) -> usize {
        each_width!(self, all => all.len())
    }

    /// Whether it has no rows.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Codes in the order of the rows.
    pub fn iter(&self) -> impl Iterator<Item = u32> {
        (0..self.len()).map(|row| self.get(row))
    }

    /// Bytes in memory.
    pub fn bytes(&self) -> usize {
        each_width!(self, all => std::mem::size_of_val(all.as_slice()))
    }

    /// Writes `rows` codes: the width, then the low bytes of all, then the next ones.
    pub(crate) fn write(&self, rows: usize, out: &mut Writer) {
        let width = match self {
            Self::U8(_) => 1,
            Self::U16(_) => 2,
            Self::U32(_) => 4,
        };
        out.byte(width);
        for plane in 0..width {
            (0..rows).for_each(|row| out.byte((self.kept(row) >> (8 * plane)) as u8));
        }
    }

    /// Reads `rows` codes, each below `values`.
    pub(crate) fn read(rows: usize, values: usize, reader: &mut Reader) -> Result<Self, WireError> {
        let width = reader.byte()?;
        let planes = match width {
            1 => return Self::U8(reader.take(rows)?.to_vec()).below(values),
            2 | 4 => reader.take(rows.checked_mul(usize::from(width)).ok_or(WireError::Short)?)?,
            _ => return Err(WireError::Content("codes of an unknown width")),
        };
        let at = |row: usize, plane: usize| u32::from(planes[plane * rows + row]);
        let codes = match width {
            2 => Self::U16((0..rows).map(|row| (at(row, 0) | at(row, 1) << 8) as u16).collect()),
            _ => Self::U32(
                (0..rows)
                    .map(|row| at(row, 0) | at(row, 1) << 8 | at(row, 2) << 16 | at(row, 3) << 24)
                    .collect(),
            ),
        };
        codes.below(values)
    }

    fn below(self, values: usize) -> Result<Self, WireError> {
        let largest =
            each_width!(&self, all => all.iter().copied().max().map_or(0, |k| k as usize));
        if largest > values {
            return Err(WireError::Content("a row has a word that the vocabulary has not"));
        }
        Ok(self)
    }
}
