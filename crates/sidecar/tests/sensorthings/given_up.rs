//! A request that takes too long, or whose client went away, ends and leaves its reader to others.

use super::house::{House, NEW_YEAR_US, S};
use crate::support::builders::{load, rows};
use crate::support::for_each_database;
use gagehouse_sidecar::app::{AppState, app};
use gagehouse_sidecar::http::connections;
use gagehouse_sidecar::settings::{Environment, Options, Settings};
use gagehouse_sidecar::store::Store;
use std::time::Duration;
use tokio::io::AsyncWriteExt;
use tokio::net::{TcpListener, TcpStream};
use tokio::time::{sleep, timeout};

/// More than there are readers.
const MANY: usize = 16;
const PATIENCE: Duration = Duration::from_secs(30);
/// Looks at every observation for every observation, in vain: no index and no hash helps.
const SLOW: &str = "Observations?$orderby=phenomenonTime&$filter=\
                    Datastream/Observations/Datastream/Observations/result mul result lt -1";
const QUICK: &str = "Datastreams(1)/Observations?$resultFormat=dataArray&$top=10";

async fn fill(store: &Store) -> House {
    let house = House::fill(store).await;
    let many: Vec<_> = (0..20_000).map(|n| (NEW_YEAR_US + n * 60 * S, n as f64)).collect();
    load(store, 1, rows(&many)).await;
    house
}

#[test]
fn a_request_that_takes_too_long_is_told_so_and_frees_its_reader() {
    for_each_database(|store| async move {
        fill(&store).await;
        let house = House::over(&store, &[("limits.request_seconds", "1")]);
        let slow = (0..MANY).map(|_| house.error(SLOW));
        for (status, message) in futures_util::future::join_all(slow).await {
            assert_eq!(status, 503);
            assert_eq!(message, "the answer took longer than 1 s; ask for less at once");
        }
        let quick = timeout(PATIENCE, async {
            // The limit is that of the slow requests; a busy machine may need another try.
            while house.get(QUICK).await.status != 200 {}
        });
        quick.await.expect("a reader is free");
    });
}

#[test]
fn a_client_that_goes_away_frees_its_reader() {
    for_each_database(|store| async move {
        let house = fill(&store).await;
        let settings = Options::from([("static_dir", "/nowhere".to_owned())]);
        let settings = Settings::load(&settings, &Environment::default()).unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let router = app(AppState::new(store.clone(), settings));
        let server = tokio::spawn(connections::serve(
            listener,
            router,
            PATIENCE,
            std::future::pending(),
            Duration::ZERO,
        ));
        let path = SLOW.replace(' ', "%20");
        let request = format!("GET /sensorthings/v1.1/{path} HTTP/1.1\r\nhost: a\r\n\r\n");
        let mut clients = Vec::new();
        for _ in 0..MANY {
            let mut client = TcpStream::connect(address).await.unwrap();
            client.write_all(request.as_bytes()).await.unwrap();
            clients.push(client);
        }
        // Every reader is at work by now.
        sleep(Duration::from_millis(500)).await;
        drop(clients);
        // Far below the 30 s after which the requests would end by themselves.
        let quick = timeout(PATIENCE / 2, house.get(QUICK)).await;
        assert_eq!(quick.expect("a reader is free").status, 200);
        server.abort();
    });
}
