//! Rows put together to hours, days, months and years, between two frames, so that millions of them do not stop the page.

use super::series_info::SeriesInfo;
use super::store::{Made, SeriesStore};
use crate::api::http::sleep;
use crate::browser;
use gagehouse_model::DatastreamRef;
use gagehouse_observations::{Aggregating, Aggregation, Bin};
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::collections::VecDeque;

/// The page waits no longer than this for a part of the work, but for the last step. Most series are done in one.
const SLICE_MS: f64 = 12.0;

/// What puts the rows of a store together; copies are the same.
#[derive(Clone, Copy)]
pub struct PuttingTogether {
    store: SeriesStore,
    run: StoredValue<u64>,
    share: RwSignal<Option<f64>>,
}

impl PuttingTogether {
    /// Of the current owner.
    pub fn new(store: SeriesStore) -> Self {
        Self { store, run: StoredValue::new(0), share: RwSignal::new(None) }
    }

    /// Which share is done, 0 to 1, while it takes longer than a moment; tracked.
    pub fn share(self) -> Option<f64> {
        self.share.get()
    }

    /// Puts the rows of these series together as they say, or shows each by itself, in place of what was asked for
    /// before. Until all is done, what is drawn stays as it was.
    pub fn ask(self, asked: Vec<(DatastreamRef, Option<Aggregation>)>) {
        let number = self.run.try_update_value(|run| {
            *run += 1;
            *run
        });
        let mut work = Work::new(self.store.to_put_together(asked));
        if work.go_on(self.store) {
            return self.end();
        }
        spawn_local(async move {
            loop {
                self.share.try_set(Some(work.share()));
                sleep(0).await;
                if self.run.try_get_value() != number {
                    return;
                }
                if work.go_on(self.store) {
                    return self.end();
                }
            }
        });
    }

    fn end(self) {
        if self.share.try_get_untracked().flatten().is_some() {
            self.share.try_set(None);
        }
        self.store.announce_put_together();
    }
}

/// What is left to do.
struct Work {
    all: usize,
    waiting: VecDeque<(DatastreamRef, Aggregation)>,
    under_way: Option<(DatastreamRef, Aggregation, Made, Aggregating)>,
}

impl Work {
    fn new(asked: Vec<(DatastreamRef, Aggregation)>) -> Self {
        Self { all: asked.len(), waiting: asked.into(), under_way: None }
    }

    fn share(&self) -> f64 {
        let begun = self.under_way.as_ref().map_or(1.0, |(.., aggregating)| aggregating.share());
        let left = self.waiting.len() + usize::from(self.under_way.is_some());
        (self.all as f64 - left as f64 + begun * f64::from(u8::from(self.under_way.is_some())))
            / self.all.max(1) as f64
    }

    /// Goes on for a slice of time; whether all is done.
    fn go_on(&mut self, store: SeriesStore) -> bool {
        let begin_ms = browser::now_ms();
        while browser::now_ms() - begin_ms < SLICE_MS {
            if self.under_way.is_none() {
                let Some((name, how)) = self.waiting.pop_front() else { return true };
                let begun = store.with(&name, |held| {
                    let series = &held.series;
                    let extent = series.extent()?;
                    Some((held.made(), Aggregating::new(series, extent, &how)))
                });
                self.under_way =
                    begun.flatten().map(|(made, aggregating)| (name, how, made, aggregating));
                continue;
            }
            let Some((name, _, made, aggregating)) = &mut self.under_way else { continue };
            // Rows that came meanwhile are put together when they are all here.
            let step = store
                .with(name, |held| (held.made() == *made).then(|| aggregating.step(&held.series)));
            match step.flatten() {
                Some(None) => {}
                Some(Some(bins)) => self.finish(store, bins),
                None => self.under_way = None,
            }
        }
        false
    }

    fn finish(&mut self, store: SeriesStore, bins: Vec<Bin>) {
        if let Some((name, how, ..)) = self.under_way.take() {
            store.put_together(&name, how, bins);
        }
    }
}

/// How the rows of each of these series are to be put together.
pub fn asked_of(
    infos: &[SeriesInfo],
    how: impl Fn(&SeriesInfo) -> Option<Aggregation>,
) -> Vec<(DatastreamRef, Option<Aggregation>)> {
    infos.iter().map(|info| (info.name.clone(), how(info))).collect()
}
