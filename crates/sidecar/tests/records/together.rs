//! Operations that come at the same time share a transaction, and nothing else.

use super::house::{House, a_visit, id};
use crate::support::for_each_database;
use futures_util::future::join_all;
use gagehouse_model::{TimeUs, Viewer};
use gagehouse_records::Kind;
use gagehouse_records::operation::{Change, Draft, Operation};
use gagehouse_sidecar::store::records::Ask;
use gagehouse_sidecar::store::records::apply::{Answer, Author, Refusal, Why};
use gagehouse_sidecar::store::records::audit::Place;
use gagehouse_sidecar::store::{Dialect, Store, StoreError};
use sea_orm::ConnectionTrait;
use serde_json::{Value, json};
use std::collections::HashSet;

const DEVICES: u64 = 150;

fn author() -> Author {
    Author { name: "technician".into(), roles: None }
}

fn a_new(number: u64, record: Value) -> Operation {
    let draft = Draft { network: None, visibility: None, reason: String::new(), record };
    let kind = Kind::Visit;
    Operation { id: id(700_000 + number), kind, record: id(number), change: Change::Create, draft }
}

/// From now on the database fails over the record of a party, as over a disk that is full.
async fn fail_over(store: &Store, party: &str) {
    let write = store.begin().await.unwrap();
    let is_it = format!("NEW.body LIKE '%{party}%'");
    let statements = match store.dialect() {
        Dialect::Sqlite => vec![format!(
            "CREATE TRIGGER fails BEFORE INSERT ON record WHEN {is_it} BEGIN SELECT RAISE(ABORT, 'no room'); END"
        )],
        Dialect::Postgres => vec![
            format!(
                "CREATE FUNCTION fails() RETURNS trigger AS $$ BEGIN IF {is_it} THEN RAISE EXCEPTION 'no room'; \
                 END IF; RETURN NEW; END $$ LANGUAGE plpgsql"
            ),
            "CREATE TRIGGER fails BEFORE INSERT ON record FOR EACH ROW EXECUTE FUNCTION fails()"
                .into(),
        ],
    };
    for statement in statements {
        write.execute_unprepared(&statement).await.unwrap();
    }
    write.commit().await.unwrap();
}

#[test]
fn what_fails_or_is_refused_harms_none_that_came_with_it() {
    for_each_database(|store| async move {
        let house = House::fill(&store).await;
        fail_over(&store, "unlucky").await;
        let visit = |number: u64| {
            let mut visit = a_visit(house.site);
            match number % 50 {
                7 => visit["end"] = json!("2026-05-03T09:00-07:00"),
                23 => visit["party"] = json!("unlucky"),
                _ => {}
            }
            visit
        };
        let send = |number: u64| store.apply(a_new(number, visit(number)), author(), TimeUs(1));
        let answers: Vec<Result<Answer, StoreError>> = join_all((0..DEVICES).map(send)).await;
        let mut numbers = HashSet::new();
        for (number, answer) in (0..DEVICES).zip(&answers) {
            match (number % 50, answer) {
                (7, Ok(Answer::Refused(Refusal { why: Why::Faults, .. }))) => {}
                (23, Err(error)) => assert!(error.to_string().contains("no room"), "{error}"),
                (_, Ok(Answer::Applied(receipt))) => {
                    assert_eq!((receipt.id, receipt.version), (id(number), 1));
                    assert!(numbers.insert(receipt.seq), "{} is given twice", receipt.seq);
                }
                (_, other) => panic!("{number}: {other:?}"),
            }
        }
        // What was answered is what is there, in the log under the same number.
        let ask = Ask { kind: Some(Kind::Visit), limit: 1_000, ..Ask::default() };
        let rows = store.records(&Viewer::System, &ask).await.unwrap();
        let network = store.network_named("local:N").await.unwrap().unwrap().id;
        let log = store.audit_log(&[network], None, Place::After(0), 1_000).await.unwrap();
        let logged: HashSet<i64> =
            log.iter().filter(|entry| entry.kind == "visits").map(|entry| entry.seq).collect();
        assert_eq!(rows.iter().map(|row| row.seq).collect::<HashSet<_>>(), numbers);
        assert_eq!(logged, numbers);
        // All again, twice at the same time: the same answers, and nothing more.
        let twice = (0..DEVICES).chain(0..DEVICES);
        let again = join_all(twice.clone().map(send)).await;
        for (number, again) in twice.zip(again) {
            match (&answers[number as usize], again) {
                (Ok(answer), Ok(again)) => assert_eq!(&again, answer),
                (Err(_), Err(_)) => {}
                other => panic!("{number}: {other:?}"),
            }
        }
        assert_eq!(store.records(&Viewer::System, &ask).await.unwrap().len(), rows.len());
    });
}

#[test]
fn one_operation_sent_many_times_at_once_is_applied_once() {
    for_each_database(|store| async move {
        let house = House::fill(&store).await;
        let send = |_| store.apply(a_new(1, a_visit(house.site)), author(), TimeUs(1));
        let answers = join_all((0..30).map(send)).await;
        let first = answers[0].as_ref().unwrap();
        assert!(matches!(first, Answer::Applied(_)), "{first:?}");
        assert!(answers.iter().all(|answer| answer.as_ref().unwrap() == first));
        // Another change under the same id is told so, also beside the one that it copies.
        let mut other = a_visit(house.site);
        other["remarks"] = json!("something else");
        let both = [a_new(2, a_visit(house.site)), a_new(2, other)];
        let both = join_all(both.map(|one| store.apply(one, author(), TimeUs(1)))).await;
        assert!(matches!(both[0], Ok(Answer::Applied(_))), "{both:?}");
        assert!(
            matches!(both[1], Ok(Answer::Refused(Refusal { why: Why::Conflict, .. }))),
            "{both:?}"
        );
    });
}

#[test]
fn a_device_that_hangs_up_leaves_the_others_their_answers() {
    for_each_database(|store| async move {
        let house = House::fill(&store).await;
        let mut tasks = Vec::new();
        for number in 0..60 {
            let (store, visit) = (store.clone(), a_visit(house.site));
            tasks.push(tokio::spawn(async move {
                store.apply(a_new(number, visit), author(), TimeUs(1)).await
            }));
        }
        tokio::task::yield_now().await;
        tasks.iter().step_by(2).for_each(tokio::task::JoinHandle::abort);
        for (number, task) in tasks.into_iter().enumerate() {
            match task.await {
                Ok(answer) => assert!(matches!(answer, Ok(Answer::Applied(_))), "{answer:?}"),
                Err(error) => assert!(error.is_cancelled() && number % 2 == 0, "{number}: {error}"),
            }
        }
    });
}
