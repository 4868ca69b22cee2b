//! Two columns of codes as one: each pair that occurs gets a code of its own.

use crate::column::Codes;
use std::collections::HashMap;

/// Pairs up to this many are looked up in a table, more in a map.
const DENSE: usize = 1 << 21;

/// Codes of pairs, with the pairs: each as the two codes plus one, 0 for none.
#[derive(Debug, Clone, Default)]
pub struct Joint {
    /// Code of each row.
    pub codes: Codes,
    /// The pairs by code.
    pub pairs: Vec<(u32, u32)>,
}

/// The pairs of two columns of `rows` rows; `None` when there are more than `most`.
///
/// A row where both are none has a code too, that of the pair of nones.
pub fn joint(
    (first, first_values): (&Codes, usize),
    (second, second_values): (&Codes, usize),
    rows: usize,
    most: usize,
) -> Option<Joint> {
    let mut pairs = Vec::new();
    let mut codes = Codes::default();
    let width = second_values + 1;
    let size = (first_values + 1).saturating_mul(width);
    if size <= DENSE {
        let mut known = vec![0u32; size];
        for row in 0..rows {
            let pair = (first.kept(row), second.kept(row));
            let slot = &mut known[pair.0 as usize * width + pair.1 as usize];
            if *slot == 0 {
                pairs.push(pair);
                *slot = pairs.len() as u32;
                if pairs.len() > most {
                    return None;
                }
            }
            codes.push(*slot - 1);
        }
    } else {
        let mut known: HashMap<(u32, u32), u32> = HashMap::new();
        for row in 0..rows {
            let pair = (first.kept(row), second.kept(row));
            let code = *known.entry(pair).or_insert_with(|| {
                pairs.push(pair);
                pairs.len() as u32 - 1
            });
            if pairs.len() > most {
                return None;
            }
            codes.push(code);
        }
    }
    Some(Joint { codes, pairs })
}
