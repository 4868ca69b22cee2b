//! Ends of intervals and texts stay with their rows, whatever pages brought them.

use gagehouse_observations::series::ChunkRows;
use gagehouse_observations::{Columns, Series, SeriesOptions};
use proptest::prelude::*;

/// What a row says: start, length of the interval, and either a number or a text.
type Told = (i64, i64, Result<i32, String>);

fn told() -> impl Strategy<Value = Told> {
    let result = prop_oneof![
        3 => (0i32..4).prop_map(Ok),
        1 => prop_oneof![Just("Ice"), Just("Open")].prop_map(|text| Err(text.to_owned())),
    ];
    (0i64..60, prop_oneof![3 => Just(0i64), 1 => 1i64..4], result)
}

fn page_of(rows: &[Told]) -> Columns {
    let mut page = Columns::default();
    for (start_us, duration_us, result) in rows {
        let ends_us = (*start_us, start_us + duration_us);
        match result {
            Ok(number) => page.push_interval(ends_us, f64::from(*number), 0),
            Err(text) => page.push_state(ends_us, text, 0),
        }
    }
    page
}

proptest! {
    #[test]
    fn every_row_keeps_its_end_and_its_text(
        pages in proptest::collection::vec(proptest::collection::vec(told(), 0..40), 0..6),
        joined in 0usize..40,
        most in 1usize..60,
    ) {
        let mut series =
            Series::with_chunk_rows(SeriesOptions::default(), ChunkRows { joined, most });
        for page in &pages {
            series.append(&page_of(page));
        }
        let mut expected: Vec<Told> = pages.concat();
        expected.sort();
        expected.dedup();
        let mut kept: Vec<Told> = series
            .rows(0..series.len())
            .map(|row| {
                let text = &series.state_words()[usize::from(row.state)];
                let result =
                    if row.state == 0 { Ok(row.value as i32) } else { Err(text.clone()) };
                (row.time.0, row.end().0 - row.time.0, result)
            })
            .collect();
        kept.sort();
        prop_assert_eq!(kept, expected);
        let in_one_by_one: Vec<_> = (0..series.len()).filter_map(|index| series.row(index)).collect();
        prop_assert_eq!(series.rows(0..series.len()).map(|row| (row.index, row.time)).collect::<Vec<_>>(),
            in_one_by_one.iter().map(|row| (row.index, row.time)).collect::<Vec<_>>());
    }
}
