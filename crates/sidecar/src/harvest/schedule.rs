//! Harvesting while the server runs: other services each at its interval, the embedded one when it has changed.

use super::Harvester;
use crate::settings::{LOCAL, SourceSettings};
use gagehouse_model::TimeUs;
use std::time::Duration;
use tokio::task::JoinSet;

/// How often it is looked whether the embedded service has changed.
const LOCAL_LOOK: Duration = Duration::from_secs(10);
/// The embedded service is walked at least so often: not every change of words leaves a trace.
const LOCAL_INTERVAL: Duration = Duration::from_secs(3_600);
/// After a failure a source is tried again no later than this.
const RETRY: Duration = Duration::from_secs(600);

/// Runs until dropped.
pub async fn run(harvester: Harvester) {
    let mut tasks = JoinSet::new();
    tasks.spawn(local(harvester.clone()));
    for source in &harvester.state().settings.sources {
        tasks.spawn(listed(harvester.clone(), source.clone()));
    }
    while let Some(ended) = tasks.join_next().await {
        if let Err(error) = ended {
            tracing::error!("the harvest schedule of a source ended: {error}");
        }
    }
}

async fn local(harvester: Harvester) {
    let mut harvested = None;
    let mut since = Duration::ZERO;
    loop {
        match harvester.state().store.local_mark().await {
            Ok(mark) if harvested != Some(mark) || since >= LOCAL_INTERVAL => {
                // After a failure it is tried again at the next look.
                let done = harvester.harvest_and_log(LOCAL).await;
                harvested = done.then_some(mark);
                since = Duration::ZERO;
            }
            Ok(_) => {}
            Err(error) => tracing::error!("the embedded service cannot be looked at: {error}"),
        }
        tokio::time::sleep(LOCAL_LOOK).await;
        since += LOCAL_LOOK;
    }
}

async fn listed(harvester: Harvester, source: SourceSettings) {
    tokio::time::sleep(first_wait(&harvester, &source).await).await;
    loop {
        let done = harvester.harvest_and_log(source.key.as_str()).await;
        let wait = if done { source.interval } else { source.interval.min(RETRY) };
        tokio::time::sleep(wait).await;
    }
}

/// What is left of the interval since the last success: a restart does not walk everything again.
async fn first_wait(harvester: &Harvester, source: &SourceSettings) -> Duration {
    let sources = harvester.state().store.catalog_sources().await.unwrap_or_default();
    let row = sources.into_iter().find(|row| row.key == source.key.as_str());
    let Some(TimeUs(last_us)) = row.and_then(|row| row.last_success_us).map(TimeUs) else {
        return Duration::ZERO;
    };
    let age = Duration::from_micros(u64::try_from(super::now().0 - last_us).unwrap_or(0));
    source.interval.saturating_sub(age)
}
