//! Rows that a walk already has, so that a row that comes twice is taken once.
//!
//! Rows are told apart by time and id, or by time and value where a service gives no ids. While pages
//! arrive in order only the rows at the newest time can come again; a page that goes back in time is compared
//! with the page before it and with the first one (a service that repeats or shifts its pages). What comes
//! twice in stranger ways is left to the series, which collapses equal rows.

use crate::page::Group;
use crate::request::Window;
use gagehouse_observations::Columns;
use std::collections::HashSet;

/// What tells a row from others: its time, and its id or the bits of its value.
type Key = (i64, i64);

/// What is held of the rows taken so far.
#[derive(Debug, Default)]
pub struct Held {
    newest_us: Option<i64>,
    at_newest: Vec<Key>,
    previous: Keys,
    /// The first page, once there was another.
    first: Keys,
}

/// What became of a page's rows.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Sifted {
    /// Rows that came before.
    pub again: usize,
    /// Rows outside the window.
    pub outside: usize,
    /// Whether the times of new rows went back, within the page or to before the page before.
    pub unsorted: bool,
}

/// The keys of a page, side by side.
#[derive(Debug, Default, PartialEq)]
struct Keys {
    times_us: Vec<i64>,
    /// Ids, or bits of values where the service gives none.
    marks: Vec<i64>,
}

impl Keys {
    fn of(group: &mut Group) -> Self {
        let times_us = group.columns.time_us().to_vec();
        let marks = if group.ids.len() == times_us.len() {
            std::mem::take(&mut group.ids)
        } else {
            group.columns.value().iter().map(|value| value.to_bits().cast_signed()).collect()
        };
        Self { times_us, marks }
    }

    fn iter(&self) -> impl Iterator<Item = Key> + '_ {
        self.times_us.iter().copied().zip(self.marks.iter().copied())
    }
}

impl Held {
    /// The newest time taken.
    pub fn newest_us(&self) -> Option<i64> {
        self.newest_us
    }

    /// How many rows are held at the newest time.
    pub fn rows_at_newest(&self) -> usize {
        self.at_newest.len()
    }

    /// Takes the new rows of a page that lie in the window; the rest is counted.
    ///
    /// `reread` says that the request asked for rows from the newest time on, of rows in order: earlier ones,
    /// from a service that ignores filters, are held. Without ids equal rows are taken for the same
    /// only there, or when the whole page repeats the one before.
    pub fn sift(&mut self, mut group: Group, window: Window, reread: bool) -> (Columns, Sifted) {
        let has_ids = !group.ids.is_empty();
        let keys = Keys::of(&mut group);
        if self.all_follow(&keys.times_us, window) {
            self.note_newest(&keys, 0..group.columns.len());
            self.remember(keys);
            return (group.columns, Sifted::default());
        }
        let oldest_us = keys.times_us.iter().copied().min();
        let goes_back =
            self.newest_us.zip(oldest_us).is_some_and(|(newest, oldest)| oldest <= newest);
        let repeats = keys == self.previous || keys == self.first;
        let seen: HashSet<Key> = match goes_back && (reread || repeats || has_ids) {
            true => self
                .first
                .iter()
                .chain(self.previous.iter())
                .chain(self.at_newest.iter().copied())
                .collect(),
            false => HashSet::new(),
        };
        let mut sifted = Sifted::default();
        let mut last_us = self.newest_us.unwrap_or(i64::MIN);
        let mut keep = Vec::new();
        for (row, key) in keys.iter().enumerate() {
            if !window.contains(key.0) {
                sifted.outside += 1;
            } else if seen.contains(&key)
                || (reread && self.newest_us.is_some_and(|newest| key.0 < newest))
            {
                sifted.again += 1;
            } else {
                sifted.unsorted |= key.0 < last_us;
                last_us = key.0;
                keep.push(row);
            }
        }
        let rows = group.columns.len();
        self.note_newest(&keys, keep.iter().copied());
        self.remember(keys);
        let columns = if keep.len() == rows { group.columns } else { group.columns.picked(&keep) };
        (columns, sifted)
    }

    /// Whether all these times are in order, in the window and after everything taken: as pages usually are.
    fn all_follow(&self, times_us: &[i64], window: Window) -> bool {
        let (Some(&first), Some(&last)) = (times_us.first(), times_us.last()) else { return true };
        self.newest_us.is_none_or(|newest| newest < first)
            && window.contains(first)
            && window.contains(last)
            && times_us.is_sorted()
    }

    fn note_newest(&mut self, keys: &Keys, kept: impl Iterator<Item = usize> + Clone) {
        let newest_us = kept.clone().map(|row| keys.times_us[row]).max();
        let Some(newest_us) = newest_us.filter(|newest| self.newest_us <= Some(*newest)) else {
            return;
        };
        if self.newest_us != Some(newest_us) {
            self.newest_us = Some(newest_us);
            self.at_newest.clear();
        }
        let at_newest = kept.filter(|row| keys.times_us[*row] == newest_us);
        self.at_newest.extend(at_newest.map(|row| (newest_us, keys.marks[row])));
    }

    fn remember(&mut self, keys: Keys) {
        let previous = std::mem::replace(&mut self.previous, keys);
        if self.first.times_us.is_empty() {
            self.first = previous;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn group(rows: &[(i64, i64)]) -> Group {
        let mut columns = Columns::default();
        rows.iter().for_each(|(time, _)| columns.push(*time, 1.0, 0));
        Group { datastream: None, columns, ids: rows.iter().map(|(_, id)| *id).collect() }
    }

    #[test]
    fn rows_at_one_time_with_different_ids_are_all_kept() {
        let mut held = Held::default();
        let (first, _) = held.sift(group(&[(1, 1), (2, 2), (2, 3)]), Window::ALL, false);
        let (second, sifted) = held.sift(group(&[(2, 3), (2, 4), (3, 5)]), Window::ALL, false);
        assert_eq!((first.len(), second.len(), sifted.again), (3, 2, 1));
    }

    #[test]
    fn a_page_that_shifted_brings_only_its_new_rows() {
        let mut held = Held::default();
        held.sift(group(&[(1, 1), (2, 2), (3, 3)]), Window::ALL, false);
        let (rows, sifted) = held.sift(group(&[(2, 2), (3, 3), (4, 4)]), Window::ALL, false);
        assert_eq!((rows.time_us(), sifted.again), (&[4i64][..], 2));
    }

    #[test]
    fn equal_rows_without_ids_are_two_observations_unless_the_page_repeats() {
        let mut held = Held::default();
        let without_ids = |rows: &[(i64, i64)]| Group { ids: Vec::new(), ..group(rows) };
        held.sift(without_ids(&[(1, 0), (2, 0)]), Window::ALL, false);
        let (rows, _) = held.sift(without_ids(&[(2, 0), (3, 0)]), Window::ALL, false);
        assert_eq!(rows.len(), 2);
        let (rows, sifted) = held.sift(without_ids(&[(2, 0), (3, 0)]), Window::ALL, false);
        assert_eq!((rows.len(), sifted.again), (0, 2));
    }
}
