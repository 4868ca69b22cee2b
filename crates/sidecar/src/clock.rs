//! The one look at the clock.

use gagehouse_model::TimeUs;
use std::future::Future;
use std::time::{SystemTime, UNIX_EPOCH};

tokio::task_local! {
    static TOLD: TimeUs;
}

/// Now; within [`at`], the time that it names.
pub fn now() -> TimeUs {
    TOLD.try_with(|time| *time).unwrap_or_else(|_| {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        TimeUs(i64::try_from(since.as_micros()).unwrap_or(i64::MAX))
    })
}

/// Does `work` as if it were `time`: days of a network are replayed in seconds. Tasks that it spawns know the real time.
pub async fn at<F: Future>(time: TimeUs, work: F) -> F::Output {
    TOLD.scope(time, work).await
}
