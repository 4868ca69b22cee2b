//! What a batch changes: stored rows and new rows of one datastream, compared by time.
//!
//! The rules, per instant:
//! 1. A row said twice in one batch counts once.
//! 2. A new row equal to a stored one (result and quality) changes nothing.
//! 3. What is left of the new rows revises what is left of the stored ones, in order: id and time stay, the value changes.
//! 4. New rows beyond that are added: several rows at one instant are legal when one batch says them together.
//! 5. Stored rows that the batch does not mention stay.
//!
//! So batches that agree where they overlap may come in any order and cut; only rows at one instant belong into one batch.

/// A row to be stored. A NaN result is stored as NULL.
#[derive(Debug, Clone, Copy)]
pub struct Reading {
    pub time_us: i64,
    pub result: f64,
    pub quality_id: Option<i32>,
}

impl PartialEq for Reading {
    fn eq(&self, other: &Self) -> bool {
        let same_result =
            self.result == other.result || (self.result.is_nan() && other.result.is_nan());
        self.time_us == other.time_us && self.quality_id == other.quality_id && same_result
    }
}

/// A row as stored.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Stored {
    pub id: i64,
    pub reading: Reading,
}

/// A stored row and what replaces its result and quality.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Revision {
    pub old: Stored,
    pub new: Reading,
}

/// What has to be written.
#[derive(Debug, Default, PartialEq)]
pub struct Plan {
    /// By time.
    pub added: Vec<Reading>,
    /// By time.
    pub revised: Vec<Revision>,
    pub unchanged: u64,
}

impl Plan {
    /// First and last instant that changes.
    pub fn changed_us(&self) -> Option<(i64, i64)> {
        let added = self.added.first().zip(self.added.last());
        let revised = self.revised.first().zip(self.revised.last());
        let added = added.map(|(first, last)| (first.time_us, last.time_us));
        let revised = revised.map(|(first, last)| (first.new.time_us, last.new.time_us));
        match (added, revised) {
            (Some(a), Some(b)) => Some((a.0.min(b.0), a.1.max(b.1))),
            (a, b) => a.or(b),
        }
    }
}

/// Sorts by time, keeping the order of rows at one instant.
pub fn sort(readings: &mut [Reading]) {
    if !readings.is_sorted_by_key(|reading| reading.time_us) {
        readings.sort_by_key(|reading| reading.time_us);
    }
}

/// Compares stored rows (by time, then id) with new rows (by time).
pub fn plan(stored: &[Stored], new: Vec<Reading>) -> Plan {
    if stored.is_empty() && new.is_sorted_by(|a, b| a.time_us < b.time_us) {
        return Plan { added: new, ..Plan::default() };
    }
    let mut plan = Plan::default();
    let mut stored = stored;
    for group in new.chunk_by(|a, b| a.time_us == b.time_us) {
        let time_us = group[0].time_us;
        let before = stored.iter().take_while(|row| row.reading.time_us < time_us).count();
        stored = &stored[before..];
        let here = stored.iter().take_while(|row| row.reading.time_us == time_us).count();
        at_one_instant(&stored[..here], group, &mut plan);
        stored = &stored[here..];
    }
    plan
}

fn at_one_instant(stored: &[Stored], new: &[Reading], plan: &mut Plan) {
    match (stored, new) {
        ([], [only]) => return plan.added.push(*only),
        ([old], [only]) if old.reading == *only => return plan.unchanged += 1,
        ([old], [only]) => return plan.revised.push(Revision { old: *old, new: *only }),
        _ => {}
    }
    let mut left: Vec<&Stored> = stored.iter().collect();
    let mut different: Vec<Reading> = Vec::new();
    let mut seen: Vec<Reading> = Vec::new();
    for reading in new {
        if seen.contains(reading) {
            plan.unchanged += 1;
            continue;
        }
        seen.push(*reading);
        match left.iter().position(|row| row.reading == *reading) {
            Some(at) => {
                left.remove(at);
                plan.unchanged += 1;
            }
            None => different.push(*reading),
        }
    }
    let mut left = left.into_iter();
    for reading in different {
        match left.next() {
            Some(old) => plan.revised.push(Revision { old: *old, new: reading }),
            None => plan.added.push(reading),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn at(time_us: i64, result: f64) -> Reading {
        Reading { time_us, result, quality_id: None }
    }

    /// Applies a plan to a table, as the databases do.
    fn apply(table: &mut Vec<Stored>, batch: &[Reading]) -> Plan {
        let mut new = batch.to_vec();
        sort(&mut new);
        let plan = plan(table, new);
        for revision in &plan.revised {
            let row = table.iter_mut().find(|row| row.id == revision.old.id).unwrap();
            row.reading = revision.new;
        }
        for reading in &plan.added {
            table.push(Stored { id: table.len() as i64 + 1, reading: *reading });
        }
        table.sort_by_key(|row| (row.reading.time_us, row.id));
        plan
    }

    fn readings(table: &[Stored]) -> Vec<Reading> {
        table.iter().map(|row| row.reading).collect()
    }

    #[test]
    fn the_same_rows_again_change_nothing_even_with_gaps_and_several_at_one_time() {
        let batch = [at(3, 1.0), at(1, f64::NAN), at(3, 2.0), at(3, 1.0)];
        let mut table = Vec::new();
        assert_eq!(apply(&mut table, &batch).added.len(), 3);
        let again = apply(&mut table, &batch);
        assert_eq!((again.added.len(), again.revised.len(), again.unchanged), (0, 0, 4));
        assert_eq!(again.changed_us(), None);
    }

    #[test]
    fn a_changed_value_revises_the_row_and_keeps_its_id() {
        let mut table = Vec::new();
        apply(&mut table, &[at(1, 1.0), at(2, 2.0)]);
        let plan = apply(&mut table, &[at(2, 2.5), at(3, 3.0)]);
        assert_eq!(
            plan.revised,
            [Revision { old: Stored { id: 2, reading: at(2, 2.0) }, new: at(2, 2.5) }]
        );
        assert_eq!(plan.changed_us(), Some((2, 3)));
        assert_eq!(readings(&table), [at(1, 1.0), at(2, 2.5), at(3, 3.0)]);
    }

    #[test]
    fn of_several_rows_at_one_time_only_the_changed_one_is_revised() {
        let mut table = Vec::new();
        apply(&mut table, &[at(1, 1.0), at(1, 2.0)]);
        let plan = apply(&mut table, &[at(1, 2.0), at(1, 9.0), at(1, 8.0)]);
        assert_eq!(plan.unchanged, 1);
        assert_eq!(
            plan.revised,
            [Revision { old: Stored { id: 1, reading: at(1, 1.0) }, new: at(1, 9.0) }]
        );
        assert_eq!(plan.added, [at(1, 8.0)]);
    }

    proptest! {
        /// Batches that agree may come in any order and cut: the table is the one that all rows at once give.
        #[test]
        fn any_order_and_any_cut_give_the_same_table(
            rows in proptest::collection::btree_map(0i64..60, (0i32..3, 1usize..3), 0..60),
            cuts in proptest::collection::vec((0i64..60, 0i64..60), 0..6),
        ) {
            let all: Vec<Reading> = rows
                .iter()
                .flat_map(|(time, (result, count))| {
                    (0..*count).map(|n| at(*time, f64::from(*result) + n as f64 * 10.0))
                })
                .collect();
            let mut at_once = Vec::new();
            apply(&mut at_once, &all);
            let mut in_parts = Vec::new();
            for (a, b) in cuts {
                let part: Vec<Reading> =
                    all.iter().filter(|r| (a.min(b)..=a.max(b)).contains(&r.time_us)).copied().collect();
                prop_assert!(apply(&mut in_parts, &part).revised.is_empty());
            }
            let mut backwards = all.clone();
            backwards.sort_by_key(|reading| std::cmp::Reverse(reading.time_us));
            apply(&mut in_parts, &backwards);
            prop_assert_eq!(readings(&at_once), readings(&in_parts));
        }

        /// After any batch, the table says at the batch's instants what the batch says there.
        #[test]
        fn the_last_batch_is_what_is_shown(
            first in proptest::collection::vec((0i64..8, 0i32..4), 0..20),
            last in proptest::collection::vec((0i64..8, 0i32..4), 0..20),
        ) {
            let batch = |rows: &[(i64, i32)]| -> Vec<Reading> {
                rows.iter().map(|(time, result)| at(*time, f64::from(*result))).collect()
            };
            let mut table = Vec::new();
            apply(&mut table, &batch(&first));
            let before = table.len();
            let plan = apply(&mut table, &batch(&last));
            prop_assert_eq!(table.len(), before + plan.added.len());
            for reading in batch(&last) {
                prop_assert!(readings(&table).contains(&reading));
            }
            let again = apply(&mut table, &batch(&last));
            prop_assert_eq!((again.added.len(), again.revised.len()), (0, 0));
        }
    }
}
