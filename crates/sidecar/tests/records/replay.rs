//! Any sequence of operations: the rules hold after each, and all of them again, ten times, change nothing.

use super::house::{House, a_deployment, a_retrieval, a_visit, an_item, id};
use crate::support::for_each_database;
use gagehouse_model::{TimeUs, Viewer};
use gagehouse_records::Kind;
use gagehouse_records::operation::{Change, Draft, Operation};
use gagehouse_sidecar::store::Store;
use gagehouse_sidecar::store::entities::{audit, record, record_key, record_reference};
use gagehouse_sidecar::store::records::apply::{Answer, Author};
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::TestRunner;
use sea_orm::{EntityTrait, QueryOrder};
use serde_json::{Value, json};

/// What one step wants: which record, what to do, a version to start from, a time.
type Wish = (u8, u8, i64, i64);

fn operation(number: u64, (what, how, version, hours): Wish, site: i32) -> Operation {
    let time = |hours: i64| format!("2026-05-{:02}T{:02}:00-07:00", 1 + hours / 24, hours % 24);
    // A few records of each sort, so that they meet.
    let among = |what: u8, few: i64| 1_000 + u64::from(what) * 10 + few.unsigned_abs() % 6;
    let (kind, record, body): (Kind, u64, Value) = match what {
        0..=1 => (Kind::Equipment, 50 + u64::from(what), an_item(&format!("R-{what}"))),
        2 => {
            let mut visit = a_visit(site);
            (visit["begin"], visit["end"]) = (json!(time(0)), json!(time(hours)));
            (Kind::Visit, among(what, hours), visit)
        }
        3..=6 => {
            let item = 4 + u64::from(what % 2);
            let mut deployment = a_deployment(site, item, &time(hours));
            if version == 1 {
                deployment["end"] = json!(time(hours + 4));
            }
            (Kind::Deployment, among(what, hours), deployment)
        }
        _ => {
            let ended = among(3 + what % 4, hours / 2);
            (Kind::Action, among(what, hours), a_retrieval(ended, &time(hours)))
        }
    };
    let change = match how {
        0..=5 => Change::Create,
        6..=7 => Change::Update(version),
        _ => Change::Delete(version),
    };
    let draft = Draft {
        network: Some("local:N".into()),
        visibility: None,
        reason: "by chance".into(),
        record: body,
    };
    Operation { id: id(10_000 + number), kind, record: id(record), change, draft }
}

/// Everything that an operation may have changed.
async fn all(store: &Store) -> impl PartialEq + std::fmt::Debug {
    let db = store.read();
    (
        record::Entity::find().order_by_asc(record::Column::Id).all(db).await.unwrap(),
        record_reference::Entity::find()
            .order_by_asc(record_reference::Column::FromId)
            .order_by_asc(record_reference::Column::Field)
            .all(db)
            .await
            .unwrap(),
        record_key::Entity::find().order_by_asc(record_key::Column::Value).all(db).await.unwrap(),
        audit::Entity::find().order_by_asc(audit::Column::Seq).all(db).await.unwrap(),
    )
}

#[test]
fn any_operations_sent_ten_times_over_change_nothing_and_no_item_is_at_two_places() {
    for_each_database(|store| async move {
        let house = House::fill(&store).await;
        house.equip().await;
        let mut runner = TestRunner::deterministic();
        let wishes = proptest::collection::vec((0u8..11, 0u8..9, 1i64..3, 0i64..700), 40..80);
        let author = Author { name: "technician".into(), roles: None };
        let mut number = 0;
        let mut applied = 0;
        for _ in 0..4 {
            let sequence = wishes.new_tree(&mut runner).unwrap().current();
            let mut sent = Vec::new();
            for wish in sequence {
                number += 1;
                let operation = operation(number, wish, house.site);
                let answer = store
                    .apply(operation.clone(), author.clone(), TimeUs(number as i64))
                    .await
                    .unwrap();
                applied += u32::from(matches!(answer, Answer::Applied(_)));
                sent.push((operation, answer));
            }
            let before = all(&store).await;
            for round in 0..10 {
                for (operation, answer) in &sent {
                    if matches!(answer, Answer::Refused(refusal) if refusal.detail.starts_with("there is no"))
                    {
                        continue;
                    }
                    let again = store
                        .apply(operation.clone(), author.clone(), TimeUs(9_999_999 + round))
                        .await
                        .unwrap();
                    assert_eq!(&again, answer, "{operation:?}");
                }
            }
            assert_eq!(all(&store).await, before);
            for item in [4u64, 5] {
                let spans = store.spans_of(&Viewer::System, &[id(item)]).await.unwrap();
                for (at, one) in spans.iter().enumerate() {
                    assert!(spans[at + 1..].iter().all(|other| !one.overlaps(other)), "{spans:?}");
                }
            }
        }
        // The sequences are worth something only if much of them is accepted.
        assert!(applied > 20, "{applied} of {number} operations were applied");
    });
}
