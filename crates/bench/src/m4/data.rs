//! A walk of ten million steps, the same in every run.

use std::time::{Duration, Instant};

use gagehouse_observations::{Columns, Series, SeriesOptions};

const PAGE_ROWS: usize = 10_000;
const STEP_US: i64 = 15 * 60 * 1_000_000;

/// Rows as two arrays.
pub struct Data {
    pub time_us: Vec<i64>,
    pub value: Vec<f64>,
}

impl Data {
    /// A random walk at times that are a quarter of an hour apart, give or take a minute.
    pub fn jittered(rows: usize) -> Self {
        let mut random = Random(1);
        let (mut value, mut time_us) = (0.0, 1_262_304_000_000_000);
        let mut data = Self { time_us: Vec::with_capacity(rows), value: Vec::with_capacity(rows) };
        for _ in 0..rows {
            time_us += STEP_US + (random.next() * 6e7) as i64;
            value += random.next() - 0.5;
            data.time_us.push(time_us);
            data.value.push(value);
        }
        data
    }

    /// The same with one row in so many missing.
    pub fn with_missing(&self, one_in: usize) -> Self {
        let mut random = Random(2);
        let is_missing = |random: &mut Random| random.next() * (one_in as f64) < 1.0;
        let value = self.value.iter().map(|v| if is_missing(&mut random) { f64::NAN } else { *v });
        Self { time_us: self.time_us.clone(), value: value.collect() }
    }

    /// The rows as a series, appended page by page, and the time that took without making the pages.
    pub fn series(&self) -> (Series, Duration) {
        let mut series = Series::new(SeriesOptions::default());
        let mut took = Duration::ZERO;
        for (times, values) in self.time_us.chunks(PAGE_ROWS).zip(self.value.chunks(PAGE_ROWS)) {
            let mut page = Columns::with_capacity(PAGE_ROWS);
            for (&time_us, &value) in times.iter().zip(values) {
                page.push(time_us, value, 0);
            }
            let start = Instant::now();
            series.append(&page);
            took += start.elapsed();
        }
        (series, took)
    }
}

/// A linear congruential generator (Knuth, MMIX), which is random enough for a walk.
struct Random(u64);

impl Random {
    /// From 0 to just below 1.
    fn next(&mut self) -> f64 {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 11) as f64 / (1u64 << 53) as f64
    }
}
