//! A query that nobody waits for any more ends, and its reader serves others.

use crate::support::builders::{a_datastream, load, rows};
use crate::support::for_each_database;
use gagehouse_model::Viewer;
use sea_orm::sea_query::{Expr, Query, SelectStatement};
use std::time::Duration;
use tokio::time::timeout;

/// More than there are readers.
const MANY: usize = 20;
const PATIENCE: Duration = Duration::from_secs(30);

/// Counts for hours before its first row.
fn endless() -> SelectStatement {
    let endless = "(WITH RECURSIVE n (x) AS (SELECT CAST(1 AS BIGINT) UNION ALL SELECT x + 1 FROM n) \
                   SELECT count(*) FROM n)";
    Query::select().expr(Expr::cust(endless)).to_owned()
}

#[test]
fn readers_of_queries_given_up_are_free_again() {
    for_each_database(|store| async move {
        let id = a_datastream("T").put(&store).await.id;
        load(&store, id, rows(&[(1, 1.0), (2, 2.0)])).await;
        let given_up: Vec<_> = (0..MANY)
            .map(|_| {
                let store = store.clone();
                tokio::spawn(async move {
                    let query = endless();
                    let read = store.each_row(&query, (), |_, _| Ok(()));
                    assert!(timeout(Duration::from_millis(200), read).await.is_err());
                })
            })
            .collect();
        for reader in given_up {
            reader.await.unwrap();
        }
        for _ in 0..MANY {
            let rows = timeout(PATIENCE, store.range(&Viewer::Anonymous, id, None)).await;
            assert_eq!(rows.expect("a reader is free").unwrap().len(), 2);
        }
    });
}
