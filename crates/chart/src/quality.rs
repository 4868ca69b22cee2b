//! What sources say about their values: in words, counted, and marked where there is no value to draw.

use crate::format::count;
use crate::scale::TimeScale;
use crate::words::ChartWords;
use gagehouse_model::{Quality, TimeRange, TimeUs};
use gagehouse_observations::{Series, ValueKind};
use std::collections::HashMap;

/// Codes that the agencies of the United States and the observations data model write, with their meaning.
const MEANINGS: [(&str, &str); 24] = [
    ("A", "approved"),
    ("P", "provisional"),
    ("e", "estimated"),
    ("E", "estimated"),
    ("R", "revised"),
    ("<", "less than this"),
    (">", "more than this"),
    ("lt", "less than this"),
    ("gt", "more than this"),
    ("nd", "not detected"),
    ("pnq", "present, not quantified"),
    ("nc", "not censored"),
    ("Ice", "affected by ice"),
    ("Bkw", "affected by backwater"),
    ("Eqp", "equipment malfunction"),
    ("Mnt", "maintenance"),
    ("Fld", "flood damage"),
    ("Dis", "discontinued"),
    ("Dry", "dry"),
    ("ZFL", "zero flow"),
    ("Ssn", "monitored in season only"),
    ("Pr", "partial record"),
    ("Rat", "rating being developed"),
    ("Tst", "test"),
];

/// Marks of one kind in a plot's window at most: one for each of so many stretches of it.
pub const MARKS: u32 = 150;

/// A quality in words, the codes of its source beside those that are known; empty when nothing is said.
pub fn in_words(quality: &Quality) -> String {
    let parts = quality.code.iter().chain(&quality.qualifiers).map(|code| {
        let meaning = MEANINGS.iter().find(|(known, _)| *known == code.as_str());
        meaning.map_or_else(|| code.clone(), |(_, meaning)| format!("{meaning} ({code})"))
    });
    parts.collect::<Vec<_>>().join(", ")
}

/// Why a row is marked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum MarkKind {
    /// There is no result.
    Missing,
    /// The result is the number that stands for "no data".
    NoData,
    /// The result is infinite.
    NonFinite,
    /// The value is a limit.
    Censored,
}

impl MarkKind {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Missing, Self::NoData, Self::NonFinite, Self::Censored];

    /// The sign that marks it.
    pub fn sign(self) -> &'static str {
        match self {
            Self::Missing => "○",
            Self::NoData => "×",
            Self::NonFinite => "∞",
            Self::Censored => "<",
        }
    }
}

/// A stretch with at least one row to mark.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Mark {
    /// The first such row of the stretch.
    pub time: TimeUs,
    /// Why.
    pub kind: MarkKind,
}

/// What is said about the rows of a window.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Survey {
    /// Rows.
    pub rows: u64,
    /// How many rows each quality stands at, most frequent first; rows about which nothing is said left out.
    pub said: Vec<(Quality, u64)>,
    /// How many rows are to mark, by why.
    pub marked: Vec<(MarkKind, u64)>,
    /// Where they are, at most one of a kind for each stretch.
    pub marks: Vec<Mark>,
}

/// Where marks stand on a time scale, each at least so many pixels after the one before; the others have no room.
pub fn placed(marks: &[Mark], time: TimeScale, least_px: f64) -> Vec<(f64, MarkKind)> {
    let mut free_px = f64::NEG_INFINITY;
    let place = |mark: &Mark| {
        let px = time.px(mark.time);
        let has_room = px >= free_px;
        if has_room {
            free_px = px + least_px;
        }
        has_room.then_some((px, mark.kind))
    };
    marks.iter().filter_map(place).collect()
}

/// How many rows are marked, by sign: `○ 12 missing · × 3 no data`; nothing when none is.
pub fn signs_text(survey: &Survey, words: &ChartWords) -> Option<String> {
    let marked = survey.marked.iter();
    let parts: Vec<String> = marked
        .map(|(kind, rows)| format!("{} {} {}", kind.sign(), count(*rows), words.mark(*kind)))
        .collect();
    (!parts.is_empty()).then(|| parts.join(" · "))
}

/// What is said about the rows of a window; marks are at most one of a kind for each of `stretches` parts of it.
pub fn survey(series: &Series, window: TimeRange, stretches: u32) -> Survey {
    let words = series.quality_words();
    let censored: Vec<bool> = words.iter().map(Quality::is_censored).collect();
    let mut said = vec![0u64; words.len()];
    let mut marked: HashMap<MarkKind, u64> = HashMap::new();
    let mut marks = Vec::new();
    let mut last_stretch = [None; MarkKind::ALL.len()];
    let length_us = window.len_us().max(1) as f64;
    let mut rows = 0;
    let mut to_look_at = Vec::new();
    for stretch in series.stretches(series.indices(window)) {
        let qualities = stretch.qualities.filter(|_| stretch.all_numbers);
        let is_plain = |(quality, _): &(u16, usize)| {
            !censored.get(usize::from(*quality)).copied().unwrap_or(false)
        };
        match qualities.filter(|qualities| qualities.iter().all(is_plain)) {
            Some(qualities) => {
                rows += stretch.indices.len() as u64;
                for (quality, count) in qualities {
                    if let Some(said) = said.get_mut(usize::from(*quality)) {
                        *said += *count as u64;
                    }
                }
            }
            None => to_look_at.push(stretch.indices),
        }
    }
    for row in to_look_at.into_iter().flat_map(|indices| series.rows(indices)) {
        rows += 1;
        let quality = usize::from(row.quality);
        if let Some(count) = said.get_mut(quality) {
            *count += 1;
        }
        let kind = match series.kind(row.value) {
            ValueKind::Number if censored.get(quality).copied().unwrap_or(false) => {
                MarkKind::Censored
            }
            ValueKind::Number => continue,
            // A text is a result too.
            ValueKind::Missing if row.state != 0 => continue,
            ValueKind::Missing => MarkKind::Missing,
            ValueKind::NoData => MarkKind::NoData,
            ValueKind::NonFinite => MarkKind::NonFinite,
        };
        *marked.entry(kind).or_default() += 1;
        let share = row.time.0.saturating_sub(window.start.0) as f64 / length_us;
        let stretch = Some((share * f64::from(stretches)) as u32);
        let last = &mut last_stretch[kind as usize];
        if *last != stretch {
            *last = stretch;
            marks.push(Mark { time: row.time, kind });
        }
    }
    let said = words.iter().cloned().zip(said);
    let mut said: Vec<_> = said.filter(|(word, count)| *count > 0 && !word.is_empty()).collect();
    said.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    let mut marked: Vec<_> = marked.into_iter().collect();
    marked.sort();
    Survey { rows, said, marked, marks }
}

#[cfg(test)]
mod tests {
    use super::*;
    use gagehouse_observations::series::ChunkRows;
    use gagehouse_observations::{Columns, SeriesOptions};
    use proptest::prelude::*;

    #[test]
    fn known_codes_are_said_in_words_and_others_as_they_are() {
        let quality = Quality::from_qualifiers(["A", "e", "X9"]);
        assert_eq!(in_words(&quality), "approved (A), estimated (e), X9");
        assert_eq!(in_words(&Quality::default()), "");
        let coded = Quality { code: Some("good".to_owned()), qualifiers: vec!["P".to_owned()] };
        assert_eq!(in_words(&coded), "good, provisional (P)");
    }

    #[test]
    fn every_row_is_counted_once_and_what_cannot_be_drawn_is_marked() {
        let mut page = Columns::default();
        let approved = page.quality_index(&Quality::from_qualifiers(["A"]));
        let below = page.quality_index(&Quality::from_qualifiers(["<"]));
        for time_us in 0..100 {
            match time_us {
                10..20 => page.push(time_us, f64::NAN, approved),
                50 => page.push(time_us, -9999.0, 0),
                60 => page.push(time_us, 0.5, below),
                _ => page.push(time_us, 1.0, approved),
            }
        }
        let options = SeriesOptions { no_data_value: Some(-9999.0), ..SeriesOptions::default() };
        let mut series = Series::new(options);
        series.append(&page);
        let window = TimeRange { start: TimeUs(0), end: TimeUs(100) };
        let survey = survey(&series, window, 20);
        let said: Vec<(String, u64)> =
            survey.said.iter().map(|(quality, count)| (in_words(quality), *count)).collect();
        let expected = [("approved (A)".to_owned(), 98), ("less than this (<)".to_owned(), 1)];
        assert_eq!((survey.rows, said), (100, expected.to_vec()));
        let expected = [(MarkKind::Missing, 10), (MarkKind::NoData, 1), (MarkKind::Censored, 1)];
        assert_eq!(survey.marked, expected);
        let at: Vec<i64> = survey.marks.iter().map(|mark| mark.time.0).collect();
        assert_eq!(at, [10, 15, 50, 60]);
        let time = TimeScale { window, left_px: 0.0, right_px: 100.0 };
        let at: Vec<f64> = placed(&survey.marks, time, 8.0).iter().map(|mark| mark.0).collect();
        assert_eq!(at, [10.0, 50.0, 60.0]);
        assert!(
            signs_text(&survey, &crate::words::ENGLISH)
                .unwrap()
                .starts_with("○ 10 missing · × 1 no data · < 1 censored")
        );
    }

    proptest! {
        #[test]
        fn rows_that_are_told_together_are_told_as_if_each_was_looked_at(
            rows in proptest::collection::vec((0..4u16, 0..12u8), 1..400),
            from in 0..200i64,
            length in 1..300i64,
        ) {
            let mut page = Columns::default();
            let words = ["A", "P", "<"].map(|word| {
                page.quality_index(&Quality::from_qualifiers([word]))
            });
            for (time_us, (quality, value)) in (0..).zip(rows) {
                let quality = usize::from(quality).checked_sub(1).map_or(0, |word| words[word]);
                let value = match value {
                    0 => f64::NAN,
                    1 => -9999.0,
                    value => f64::from(value),
                };
                page.push(time_us, value, quality);
            }
            let options =
                SeriesOptions { no_data_value: Some(-9999.0), ..SeriesOptions::default() };
            let of = |chunk_rows| {
                let mut series = Series::with_chunk_rows(options, chunk_rows);
                series.append(&page);
                survey(&series, TimeRange { start: TimeUs(from), end: TimeUs(from + length) }, 10)
            };
            let each = of(ChunkRows { joined: 1, most: 1 });
            prop_assert_eq!(of(ChunkRows { joined: 4, most: 8 }), each.clone());
            prop_assert_eq!(of(ChunkRows::default()), each);
        }
    }
}
