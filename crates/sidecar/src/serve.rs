//! `gagehouse serve`: listen, answer until a signal comes, let running requests end.

use crate::app::{AppState, app};
use crate::demo::load::{self, Outcome};
use crate::demo::{self, Size};
use crate::harvest::{Harvester, schedule};
use crate::http::connections::{self, Drained, HEAD_TIME};
use crate::http::metrics;
use crate::records;
use crate::settings::{LOCAL, Settings};
use anyhow::Context;
use std::io::ErrorKind;
use std::time::Instant;
use tokio::net::TcpListener;

/// Serves until SIGINT or SIGTERM.
pub async fn serve(settings: Settings) -> anyhow::Result<()> {
    // The port first: a second start by mistake ends here, before it touches the database.
    let listener = listen(&settings.listen).await?;
    let shutdown_time = settings.limits.shutdown_time;
    let state = AppState::start(settings).await?;
    state.site.check();
    let harvester = Harvester::new(state.clone());
    if state.settings.demo {
        demonstrate(&state).await?;
        // So that the first page is whole. After a failure it is tried again.
        let _ = harvester.harvest_and_log(LOCAL).await;
        record_history(&state).await;
    }
    let store = state.store.clone();
    tokio::spawn(metrics::upkeep());
    tokio::spawn(schedule::run(harvester));
    tokio::spawn(records::upkeep::run(store.clone()));

    let address = listener.local_addr().context("the listening socket has no address")?;
    tracing::info!(%address, "ready at http://{address}");
    match connections::serve(listener, app(state), HEAD_TIME, signal(), shutdown_time).await {
        Drained::Whole => tracing::info!("stopped"),
        Drained::Cut => {
            let seconds = shutdown_time.as_secs();
            tracing::warn!(seconds, "stopped with requests still running after {seconds} s");
        }
    }
    // SQLite folds its write-ahead log into the file when the last connection closes.
    store.close().await.context("the database cannot be closed")
}

/// Brings in the demonstration network before anybody is answered.
async fn demonstrate(state: &AppState) -> anyhow::Result<()> {
    let now = crate::clock::now();
    let started = Instant::now();
    tracing::info!("demonstration network: looking whether it is there");
    let outcome = load::load(&state.store, demo::SEED, now, Size::Full).await;
    match outcome.context("the demonstration network cannot be loaded")? {
        Outcome::Ready { added } => {
            let duration_ms = started.elapsed().as_millis() as u64;
            tracing::info!(
                added,
                duration_ms,
                "demonstration network: ready, {added} values added in {duration_ms} ms"
            );
        }
        Outcome::NotEmpty => tracing::warn!(
            "demonstration network: the database has other networks and was left as it is; \
             name an empty one with --database-url"
        ),
    }
    Ok(())
}

/// Brings in what was done at the demonstration network's gages. Its data are of use without it.
async fn record_history(state: &AppState) {
    let started = Instant::now();
    let loaded = records::demo::load_history(&state.store, demo::SEED, crate::clock::now()).await;
    let duration_ms = started.elapsed().as_millis() as u64;
    match loaded {
        Ok(added) => tracing::info!(
            added,
            duration_ms,
            "demonstration network: {added} records of visits and calibrations added in {duration_ms} ms"
        ),
        Err(error) => tracing::warn!("demonstration network: no record history: {error}"),
    }
}

async fn listen(address: &str) -> anyhow::Result<TcpListener> {
    TcpListener::bind(address).await.map_err(|error| {
        let why = match error.kind() {
            ErrorKind::AddrInUse => "another program uses that port".to_owned(),
            ErrorKind::PermissionDenied => "this user may not use that port".to_owned(),
            _ => error.to_string(),
        };
        anyhow::anyhow!("cannot listen on {address}: {why}; choose another with --listen")
    })
}

/// Ends when the process is asked to stop.
async fn signal() {
    let interrupt = async {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    };
    #[cfg(unix)]
    let terminate = async {
        match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(mut signals) => {
                signals.recv().await;
            }
            Err(_) => std::future::pending().await,
        }
    };
    #[cfg(not(unix))]
    let terminate = std::future::pending::<()>();
    tokio::select! { () = interrupt => {}, () = terminate => {} }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_port_in_use_is_one_line_that_names_the_address() {
        let taken = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = taken.local_addr().unwrap().to_string();
        let said = listen(&address).await.unwrap_err().to_string();
        let expected = format!(
            "cannot listen on {address}: another program uses that port; choose another with --listen"
        );
        assert_eq!(said, expected);
    }
}
