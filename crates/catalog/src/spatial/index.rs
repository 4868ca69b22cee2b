//! Places in Z-order, and running sums of one filter over them.

use super::morton;

/// Classes that are told apart: states, networks or conditions.
pub const CLASSES: usize = 9;
/// The class of a place that a filter leaves out.
pub const HIDDEN: u8 = u8::MAX;

/// Places sorted along a Z-order curve.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SpatialIndex {
    pub(super) keys: Vec<u64>,
    pub(super) x: Vec<u32>,
    pub(super) y: Vec<u32>,
    /// Whose place it is: an index into what the index was made of.
    pub(super) of: Vec<u32>,
}

impl SpatialIndex {
    /// Sorts places: parts of the world from its left and upper edge, 0 to 1. Who has none is left out.
    pub fn new(places: impl IntoIterator<Item = Option<(f64, f64)>>) -> Self {
        let with_place = (0u32..).zip(places).filter_map(|(of, place)| {
            let (x, y) = place.filter(|(x, y)| x.is_finite() && y.is_finite())?;
            let (x, y) = (morton::from_part(x), morton::from_part(y));
            Some((morton::key(x, y), of, x, y))
        });
        let mut rows: Vec<(u64, u32, u32, u32)> = with_place.collect();
        rows.sort_unstable();
        Self {
            keys: rows.iter().map(|row| row.0).collect(),
            of: rows.iter().map(|row| row.1).collect(),
            x: rows.iter().map(|row| row.2).collect(),
            y: rows.iter().map(|row| row.3).collect(),
        }
    }

    /// Number of places.
    pub fn len(&self) -> usize {
        self.keys.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.keys.is_empty()
    }

    /// Sums over the places whose class is not [`HIDDEN`]; `class` has one entry for each of what the index was made of.
    pub fn count(&self, class: &[u8]) -> Counted {
        let mut counted = Counted::default();
        counted.recount(self, class);
        counted
    }
}

/// Sums of one filter: entry `n` is over the first `n` places in Z-order.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Counted {
    pub(super) class: Vec<u8>,
    pub(super) counts: Vec<[u32; CLASSES]>,
    pub(super) sum_x: Vec<u64>,
    pub(super) sum_y: Vec<u64>,
}

impl Counted {
    /// Counts anew for another filter or other classes, in the memory that is there.
    pub fn recount(&mut self, index: &SpatialIndex, class: &[u8]) {
        self.class.clear();
        self.counts.clear();
        self.sum_x.clear();
        self.sum_y.clear();
        let (mut counts, mut x, mut y) = ([0u32; CLASSES], 0u64, 0u64);
        self.counts.push(counts);
        self.sum_x.push(x);
        self.sum_y.push(y);
        for at in 0..index.len() {
            let of = class.get(index.of[at] as usize).copied().unwrap_or(HIDDEN);
            self.class.push(of);
            if of != HIDDEN {
                counts[usize::from(of).min(CLASSES - 1)] += 1;
                // 2^32 places of 2^32 are less than 2^64.
                x += u64::from(index.x[at]);
                y += u64::from(index.y[at]);
            }
            self.counts.push(counts);
            self.sum_x.push(x);
            self.sum_y.push(y);
        }
    }

    /// Places of each class, all together.
    pub fn total(&self) -> [u32; CLASSES] {
        self.counts.last().copied().unwrap_or_default()
    }

    /// Places of each class within a stretch.
    pub fn by_class(&self, first: usize, end: usize) -> [u32; CLASSES] {
        let (Some(before), Some(all)) = (self.counts.get(first), self.counts.get(end)) else {
            return [0; CLASSES];
        };
        std::array::from_fn(|class| all[class] - before[class])
    }

    /// Whose places a stretch holds, those left out aside.
    pub fn members<'a>(
        &'a self,
        index: &'a SpatialIndex,
        first: usize,
        end: usize,
    ) -> impl Iterator<Item = usize> + 'a {
        let end = end.min(self.class.len());
        (first..end).filter(|at| self.class[*at] != HIDDEN).map(|at| index.of[at] as usize)
    }

    /// The smallest box around the members of a stretch, in parts of the world: left, top, right, bottom.
    pub fn bounds(&self, index: &SpatialIndex, first: usize, end: usize) -> Option<[f64; 4]> {
        let end = end.min(self.class.len());
        let mut bounds: Option<[u32; 4]> = None;
        for at in (first..end).filter(|at| self.class[*at] != HIDDEN) {
            let (x, y) = (index.x[at], index.y[at]);
            let [left, top, right, bottom] = bounds.unwrap_or([x, y, x, y]);
            bounds = Some([left.min(x), top.min(y), right.max(x), bottom.max(y)]);
        }
        bounds.map(|bounds| bounds.map(morton::to_part))
    }
}
