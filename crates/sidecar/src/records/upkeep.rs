//! What is done now and then: answers to operations that no device will send again are forgotten.

use crate::clock::now;
use crate::store::Store;
use gagehouse_model::TimeUs;
use gagehouse_model::time::DAY_US;
use std::time::Duration;

/// A device that lay in a drawer for a season still gets the answers it missed.
const KEPT_DAYS: i64 = 366;
const EVERY: Duration = Duration::from_secs(24 * 3_600);

/// Runs until dropped.
pub async fn run(store: Store) {
    loop {
        match store.forget_operations(TimeUs(now().0 - KEPT_DAYS * DAY_US)).await {
            Ok(0) => {}
            Ok(forgotten) => {
                tracing::info!(
                    forgotten,
                    "{forgotten} answers older than {KEPT_DAYS} days were forgotten"
                );
            }
            Err(error) => tracing::error!("old answers could not be forgotten: {error}"),
        }
        tokio::time::sleep(EVERY).await;
    }
}
