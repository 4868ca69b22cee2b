//! Databases for tests: every test that touches the store runs on SQLite and on PostgreSQL.
//!
//! There is no skipping: without PostgreSQL's programs the test fails and says what to install.

pub mod builders;
mod postgres;

use gagehouse_sidecar::store::Store;
use std::future::Future;

/// Runs a test on a fresh store of each database.
pub fn for_each_database<T, F>(test: T)
where
    T: Fn(Store) -> F,
    F: Future<Output = ()>,
{
    for_each_database_url(|url| {
        let test = &test;
        async move {
            let store = Store::open(&url).await.expect("a fresh database opens");
            test(store.clone()).await;
            store.close().await.expect("the store closes");
        }
    });
}

/// Runs a test with the URL of a database that does not exist yet (SQLite) or is empty (PostgreSQL).
pub fn for_each_database_url<T, F>(test: T)
where
    T: Fn(String) -> F,
    F: Future<Output = ()>,
{
    println!("on SQLite");
    let folder = tempfile::tempdir().expect("a temporary folder");
    runtime().block_on(test(format!("sqlite://{}/house.db", folder.path().display())));

    println!("on PostgreSQL");
    let runtime = runtime();
    let database = runtime.block_on(postgres::Database::create());
    runtime.block_on(test(database.url()));
    runtime.block_on(database.drop());
}

/// Runs a test that concerns SQLite files alone, in a folder of its own.
pub fn in_a_folder<T, F>(test: T)
where
    T: FnOnce(std::path::PathBuf) -> F,
    F: Future<Output = ()>,
{
    let folder = tempfile::tempdir().expect("a temporary folder");
    runtime().block_on(test(folder.path().to_owned()));
}

fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .expect("a runtime")
}
