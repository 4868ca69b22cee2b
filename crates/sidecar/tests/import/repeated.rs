//! Importing again: the same file changes nothing, a grown one adds, a changed value is a revision whose past is kept.

use super::{MAPPING, datastream_id, import, import_text, loaded};
use crate::support::builders::rows;
use crate::support::for_each_database;
use gagehouse_model::Viewer;
use gagehouse_model::time::MINUTE_US;
use gagehouse_sidecar::import::summary::Counts;
use proptest::strategy::{Strategy, ValueTree};
use std::collections::BTreeMap;
use std::fmt::Write;

#[test]
fn a_grown_file_adds_its_new_rows_and_a_changed_value_is_a_revision() {
    for_each_database(|store| async move {
        let first = "time,value\n1970-01-01 00:00,1\n1970-01-01 00:01,2.";
        assert_eq!(import_text(&store, first).await.total(), loaded(2));
        assert_eq!(
            import_text(&store, first).await.total(),
            Counts { unchanged: 2, ..Counts::default() }
        );
        // The last line had been cut within its number.
        let grown = "time,value\n1970-01-01 00:00,1\n1970-01-01 00:01,2.75\n1970-01-01 00:02,3\n";
        let summary = import(&store, &[("grown.csv", grown.as_bytes())], MAPPING).await.unwrap();
        assert_eq!(
            summary.total(),
            Counts { loaded: 1, unchanged: 1, revised: 1, ..Counts::default() }
        );
        let id = datastream_id(&store, "S:T").await;
        let past = store.past(&Viewer::Anonymous, id).await.unwrap();
        assert_eq!(past.len(), 1);
        assert_eq!((past[0].time_us, past[0].result, past[0].sequence), (MINUTE_US, Some(2.0), 2));
        let log = store.batches_since(&Viewer::Anonymous, id, 0).await.unwrap();
        let files: Vec<_> = log.iter().map(|batch| batch.source_file.as_deref().unwrap()).collect();
        assert_eq!(files, ["data.csv", "grown.csv"]);
    });
}

/// Files with any subset of times and any values, in any order, against a table kept by hand.
#[test]
fn after_any_sequence_of_files_the_last_word_is_shown_and_every_earlier_one_kept() {
    let files =
        proptest::collection::vec(proptest::collection::btree_map(0i64..12, 0i32..3, 1..8), 1..6);
    for_each_database(|store| {
        let files = &files;
        async move {
            let mut runner = proptest::test_runner::TestRunner::deterministic();
            for case in 0..8 {
                let sequence = files.new_tree(&mut runner).unwrap().current();
                let mapping = MAPPING.replace("code = \"T\"", &format!("code = \"T{case}\""));
                let mapping =
                    mapping.replace("variable = \"T\"", &format!("variable = \"T{case}\""));
                let mut table: BTreeMap<i64, f64> = BTreeMap::new();
                let mut past: Vec<(i64, Option<f64>)> = Vec::new();
                for file in sequence {
                    let mut text = "time,value\n".to_owned();
                    let mut expected = Counts::default();
                    for (minute, value) in file.iter().rev() {
                        let value = f64::from(*value);
                        writeln!(text, "1970-01-01 00:{minute:02},{value}").unwrap();
                        match table.insert(minute * MINUTE_US, value) {
                            None => expected.loaded += 1,
                            Some(before) if before == value => expected.unchanged += 1,
                            Some(before) => {
                                expected.revised += 1;
                                past.push((minute * MINUTE_US, Some(before)));
                            }
                        }
                    }
                    let summary =
                        import(&store, &[("f.csv", text.as_bytes())], &mapping).await.unwrap();
                    assert_eq!(summary.total(), expected);
                }
                let id = datastream_id(&store, &format!("S:T{case}")).await;
                let shown = store.range(&Viewer::Anonymous, id, None).await.unwrap();
                assert_eq!(shown, rows(&table.into_iter().collect::<Vec<_>>()));
                let kept = store.past(&Viewer::Anonymous, id).await.unwrap();
                let mut kept: Vec<_> = kept.iter().map(|row| (row.time_us, row.result)).collect();
                let order =
                    |a: &(i64, Option<f64>), b: &(i64, Option<f64>)| a.partial_cmp(b).unwrap();
                kept.sort_by(order);
                past.sort_by(order);
                assert_eq!(kept, past);
            }
        }
    });
}
