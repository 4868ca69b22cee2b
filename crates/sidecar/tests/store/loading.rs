//! Loading observations: idempotent, revisions kept, ids in blocks, the log complete.

use crate::support::builders::{a_datastream, load, qualified_rows, rows};
use crate::support::for_each_database;
use gagehouse_model::{TimeRange, TimeUs, Viewer, Visibility};
use gagehouse_observations::Columns;
use gagehouse_sidecar::store::entities::{datastream, observation};
use gagehouse_sidecar::store::observations::{Load, Loaded, Origin};
use gagehouse_sidecar::store::{Store, StoreError};
use proptest::strategy::{Strategy, ValueTree};
use sea_orm::{EntityTrait, PaginatorTrait, QueryOrder};

async fn all(store: &Store, datastream_id: i32) -> Columns {
    store.range(&Viewer::Anonymous, datastream_id, None).await.unwrap()
}

async fn extent(store: &Store, id: i32) -> (Option<i64>, Option<i64>, i64, i64) {
    let row = datastream::Entity::find_by_id(id).one(store.read()).await.unwrap().unwrap();
    (row.phenomenon_start_us, row.phenomenon_end_us, row.observation_count, row.revision)
}

#[test]
fn rows_come_back_by_time_with_their_qualities_and_gaps() {
    for_each_database(|store| async move {
        let id = a_datastream("T").put(&store).await.id;
        let given = qualified_rows(&[(30, -9999.0, "5"), (10, 1.5, ""), (20, f64::NAN, "A")]);
        let loaded = load(&store, id, given).await;
        assert_eq!(
            loaded,
            Loaded { datastream_id: id, added: 3, revision: 1, ..Loaded::default() }
        );
        let sorted = qualified_rows(&[(10, 1.5, ""), (20, f64::NAN, "A"), (30, -9999.0, "5")]);
        assert_eq!(all(&store, id).await, sorted);
        assert_eq!(extent(&store, id).await, (Some(10), Some(30), 3, 1));
        let part = TimeRange::new(TimeUs(10), TimeUs(30));
        let part = store.range(&Viewer::Anonymous, id, part).await.unwrap();
        assert_eq!(part.time_us(), [10, 20]);
    });
}

#[test]
fn the_same_rows_twice_change_nothing_and_log_nothing() {
    for_each_database(|store| async move {
        let id = a_datastream("T").put(&store).await.id;
        let batch = [(1, 1.0), (2, f64::NAN), (2, 3.0), (3, 0.1 + 0.2)];
        load(&store, id, rows(&batch)).await;
        let again = load(&store, id, rows(&batch)).await;
        assert_eq!((again.added, again.revised, again.unchanged, again.revision), (0, 0, 4, 1));
        let log = store.batches_since(&Viewer::Anonymous, id, 0).await.unwrap();
        assert_eq!(log.len(), 1);
        assert_eq!(extent(&store, id).await, (Some(1), Some(3), 4, 1));
    });
}

#[test]
fn a_changed_value_is_shown_and_the_old_one_kept_with_when_and_from_where() {
    for_each_database(|store| async move {
        let id = a_datastream("T").put(&store).await.id;
        load(&store, id, rows(&[(1, 1.0), (2, 2.0)])).await;
        let revised = load(&store, id, qualified_rows(&[(2, 2.5, "e"), (3, 3.0, "")])).await;
        assert_eq!((revised.added, revised.revised, revised.revision), (1, 1, 2));
        load(&store, id, qualified_rows(&[(2, 2.5, "A")])).await;
        let shown = qualified_rows(&[(1, 1.0, ""), (2, 2.5, "A"), (3, 3.0, "")]);
        assert_eq!(all(&store, id).await, shown);

        let past = store.past(&Viewer::Anonymous, id).await.unwrap();
        let kept: Vec<_> = past.iter().map(|row| (row.time_us, row.sequence, row.result)).collect();
        assert_eq!(kept, [(2, 2, Some(2.0)), (2, 3, Some(2.5))]);
        assert_eq!(past[0].quality_id, None);
        let log = store.batches_since(&Viewer::Anonymous, id, 1).await.unwrap();
        let lines: Vec<_> = log
            .iter()
            .map(|line| {
                (
                    line.sequence,
                    line.kind.as_str(),
                    line.start_us,
                    line.end_us,
                    line.rows_added,
                    line.rows_revised,
                )
            })
            .collect();
        assert_eq!(lines, [(2, "revise", 2, 3, 1, 1), (3, "revise", 2, 2, 0, 1)]);
        assert_eq!(log[0].source_file.as_deref(), Some("test.csv"));
        assert!(log[0].recorded_us > 1_600_000_000_000_000);
    });
}

#[test]
fn ids_come_in_blocks_and_lead_back_to_their_rows() {
    for_each_database(|store| async move {
        let one = a_datastream("A").put(&store).await.id;
        let two = a_datastream("B").put(&store).await.id;
        let many: Vec<(i64, f64)> = (0..9_000).map(|n| (n * 1_000, n as f64)).collect();
        load(&store, one, rows(&many)).await;
        load(&store, two, rows(&[(5, 5.0)])).await;
        load(&store, one, rows(&[(-7, 7.0)])).await;
        let found = observation::Entity::find()
            .order_by_asc(observation::Column::DatastreamId)
            .order_by_asc(observation::Column::TimeUs)
            .all(store.read())
            .await
            .unwrap();
        let ids: Vec<i64> = found.iter().map(|row| row.id).collect();
        assert_eq!(ids[..3], [9_001, 1, 2]);
        assert_eq!(ids[9_000..], [9_000, 2 * 8_192 + 1]);
        for row in found.iter().step_by(1_001).chain(found.last()) {
            let place = store.locate(&Viewer::Anonymous, row.id).await.unwrap().unwrap();
            assert_eq!(place.datastream_id, row.datastream_id);
            assert!((place.start_us..=place.end_us).contains(&row.time_us));
        }
        for nobody in [0, -5, 9_002, 2 * 8_192 + 2, i64::MAX, i64::MIN + 8_193] {
            assert_eq!(store.locate(&Viewer::Anonymous, nobody).await.unwrap(), None);
        }
    });
}

#[test]
fn a_batch_that_cannot_be_stored_leaves_nothing_of_its_neighbours() {
    for_each_database(|store| async move {
        let id = a_datastream("T").put(&store).await.id;
        let loads = |bad: Load| vec![Load { datastream_id: id, rows: rows(&[(1, 1.0)]) }, bad];
        let origin = Origin { actor: "test".to_owned(), source_file: None };
        let unknown = Load { datastream_id: 999, rows: rows(&[(1, 1.0)]) };
        let error = store.load(loads(unknown), origin.clone()).await.unwrap_err();
        assert!(matches!(error, StoreError::NotFound { kind: "datastream", .. }), "{error}");
        let infinite = Load { datastream_id: id, rows: rows(&[(2, f64::INFINITY)]) };
        let error = store.load(loads(infinite), origin).await.unwrap_err();
        assert!(matches!(error, StoreError::Unfit(_)), "{error}");
        assert_eq!(observation::Entity::find().count(store.read()).await.unwrap(), 0);
        assert_eq!(extent(&store, id).await, (None, None, 0, 0));
    });
}

#[test]
fn hidden_results_are_not_there_for_an_anonymous_viewer() {
    for_each_database(|store| async move {
        let mut private = a_datastream("P");
        private.new.visibility = Visibility::Private;
        let mut hidden = a_datastream("H");
        hidden.new.results_visible = false;
        for stream in [private, hidden] {
            let id = stream.put(&store).await.id;
            load(&store, id, rows(&[(1, 1.0)])).await;
            let error = store.range(&Viewer::Anonymous, id, None).await.unwrap_err();
            assert!(matches!(error, StoreError::NotFound { .. }), "{error}");
            assert!(store.past(&Viewer::Anonymous, id).await.is_err());
            assert!(store.batches_since(&Viewer::Anonymous, id, 0).await.is_err());
            assert_eq!(store.range(&Viewer::System, id, None).await.unwrap().len(), 1);
        }
        assert_eq!(store.locate(&Viewer::Anonymous, 1).await.unwrap(), None);
        assert!(store.locate(&Viewer::System, 1).await.unwrap().is_some());
    });
}

#[test]
fn loads_at_once_all_arrive_whole() {
    for_each_database(|store| async move {
        let id = a_datastream("T").put(&store).await.id;
        let batch =
            |from: i64| rows(&(from..from + 3_000).map(|t| (t, t as f64)).collect::<Vec<_>>());
        tokio::join!(
            load(&store, id, batch(0)),
            load(&store, id, batch(2_000)),
            load(&store, id, batch(4_000)),
        );
        assert_eq!(extent(&store, id).await.2, 7_000);
        assert_eq!(all(&store, id).await.time_us(), (0..7_000).collect::<Vec<_>>());
    });
}

#[test]
fn batches_that_agree_may_come_in_any_order_and_cut() {
    for_each_database(|store| async move {
        let cases = proptest::collection::vec((0i64..200, 1i64..80), 1..6);
        let mut runner = proptest::test_runner::TestRunner::deterministic();
        for case in 0..12 {
            let cuts = cases.new_tree(&mut runner).unwrap().current();
            let id = a_datastream(&format!("T{case}")).put(&store).await.id;
            let value = |t: i64| if t % 7 == 0 { f64::NAN } else { t as f64 / 3.0 };
            for (start, length) in cuts {
                let part: Vec<_> = (start..start + length).rev().map(|t| (t, value(t))).collect();
                assert_eq!(load(&store, id, rows(&part)).await.revised, 0);
            }
            load(&store, id, rows(&(0..280).map(|t| (t, value(t))).collect::<Vec<_>>())).await;
            let at_once: Vec<_> = (0..280).map(|t| (t, value(t))).collect();
            assert_eq!(all(&store, id).await, rows(&at_once));
            assert_eq!(extent(&store, id).await.2, 280);
        }
    });
}
