//! Where something was found last, since what is looked for next is mostly there or just behind.

use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

/// A place to look at first. It changes no answer, only how long it takes.
#[derive(Debug, Default)]
pub(crate) struct Near(AtomicUsize);

impl Near {
    /// The place that fits: the one found last or the one behind it, else what `search` gives.
    #[inline]
    pub(crate) fn find(
        &self,
        fits: impl Fn(usize) -> bool,
        search: impl FnOnce() -> usize,
    ) -> usize {
        let last = self.0.load(Relaxed);
        if fits(last) {
            return last;
        }
        let place = if fits(last + 1) { last + 1 } else { search() };
        self.0.store(place, Relaxed);
        place
    }
}

impl Clone for Near {
    fn clone(&self) -> Self {
        Self(AtomicUsize::new(self.0.load(Relaxed)))
    }
}
