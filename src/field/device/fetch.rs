//! Keeping the copy of the networks' sites and records new.

use super::{Aged, Device, KEPT, RECORDS};
use crate::api::device::{self as api, Site};
use crate::api::error::ApiError;
use crate::api::http::sleep;
use crate::browser;
use crate::field::session::FieldSession;
use leptos::prelude::*;

/// Between two looks at what changed.
const PAUSE_MS: i32 = 20_000;
/// Sites are read again after this, ms.
const SITES_AGE_MS: f64 = 3_600_000.0;
/// Datastreams are kept of so many sites at most.
const MOST_SITES: usize = 200;

/// Fetches for as long as the app is open.
pub async fn keep_fetching(device: Device, session: FieldSession) {
    let mut known = None;
    loop {
        let who = session.sends_as();
        if let Some(name) = &who {
            // Somebody else may see other things.
            let is_new = known.as_ref() != Some(name);
            device.keep_records_of(name);
            if let Err(error) = fetch(device, session, is_new).await {
                session.note(&error);
            } else {
                known = Some(name.clone());
            }
        }
        sleep(if who.is_some() && known.is_some() { PAUSE_MS } else { 500 }).await;
    }
}

async fn fetch(device: Device, session: FieldSession, is_new: bool) -> Result<(), ApiError> {
    let age = browser::now_ms() - device.sites.with_untracked(|sites| sites.at_ms);
    // Names first: pages wait for them, the datastreams are for forms.
    let sites = match is_new || age > SITES_AGE_MS {
        true => Some(fetch_sites(device, session).await?),
        false => None,
    };
    fetch_changes(device).await?;
    if let Some(sites) = sites {
        fetch_streams(device, &sites).await?;
    }
    let now_ms = browser::now_ms();
    device.complete_ms.set(now_ms);
    device
        .write(&[KEPT], |transaction| transaction.put_text(KEPT, "complete", &now_ms.to_string()));
    Ok(())
}

/// Takes what changed of the records since it was last asked.
pub(super) async fn fetch_changes(device: Device) -> Result<(), ApiError> {
    loop {
        let after = device.replica.with_untracked(|replica| replica.cursor());
        let changes = api::changes(after, device.abort).await?;
        if changes.rows.is_empty() && changes.tombstones.is_empty() {
            break;
        }
        let more = changes.more;
        let mut kept = Vec::new();
        device.replica.update(|replica| kept = replica.take(&changes, browser::now()));
        device.write(&[RECORDS, KEPT], |transaction| {
            for row in &kept {
                let text = serde_json::to_string(row).ok()?;
                transaction.put_text(RECORDS, &row.id.to_string(), &text)?;
            }
            for gone in &changes.tombstones {
                transaction.remove(RECORDS, &gone.id.to_string())?;
            }
            transaction.put_text(KEPT, "cursor", &changes.next.to_string())
        });
        if !more {
            break;
        }
    }
    Ok(())
}

async fn fetch_sites(device: Device, session: FieldSession) -> Result<Vec<Site>, ApiError> {
    let own: Vec<String> = session.networks();
    let mut sites = api::sites(device.abort).await?;
    sites.retain(|site| site.network.as_ref().is_some_and(|network| own.contains(network)));
    let kept = Aged { at_ms: browser::now_ms(), value: sites.clone() };
    let text = serde_json::to_string(&kept).unwrap_or_default();
    device.write(&[KEPT], |transaction| transaction.put_text(KEPT, "sites", &text));
    device.sites.set(kept);
    Ok(sites)
}

async fn fetch_streams(device: Device, sites: &[Site]) -> Result<(), ApiError> {
    for site in sites.iter().take(MOST_SITES) {
        let streams = api::streams(site, device.abort).await?;
        device.streams.update(|all| drop(all.insert(site.key, streams)));
    }
    let text = device.streams.with_untracked(serde_json::to_string).unwrap_or_default();
    device.write(&[KEPT], |transaction| transaction.put_text(KEPT, "streams", &text));
    Ok(())
}
