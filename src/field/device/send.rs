//! Sending what waits, one after the other, while the server takes it.

use super::Device;
use super::fetch::fetch_changes;
use crate::api::device as api;
use crate::api::error::ApiError;
use crate::api::http::sleep;
use crate::browser;
use crate::field::ids;
use crate::field::session::{FieldSession, Reach};
use gagehouse_records::outbox::{Answer, Item, Load, Next};
use leptos::prelude::*;

/// Between two looks at the outbox.
const PAUSE_MS: i32 = 500;

/// Sends for as long as the app is open.
pub async fn keep_sending(device: Device, session: FieldSession) {
    let (mut was_online, mut has_sent) = (false, false);
    loop {
        let is_online = matches!(session.reach_now(), Reach::Online { .. });
        if is_online && !was_online {
            // It is there again: nothing waits out a pause that was made for its absence.
            device.outbox.try_update(|outbox| outbox.hurry());
        }
        was_online = is_online;
        let sent = match session.sends_as() {
            Some(author) => send_next(device, session, &author).await,
            None => false,
        };
        if !sent {
            // What was sent is offered on other forms at once.
            if has_sent && let Err(error) = fetch_changes(device).await {
                session.note(&error);
            }
            sleep(PAUSE_MS).await;
        }
        has_sent = sent;
    }
}

/// Sends what is next; says whether something was.
async fn send_next(device: Device, session: FieldSession, author: &str) -> bool {
    let now_ms = browser::now_ms() as u64;
    let next = device.outbox.with_untracked(|outbox| match outbox.next(author, now_ms) {
        Next::Send(id) => outbox.item(id).cloned(),
        Next::Wait(_) | Next::Nothing => None,
    });
    let Some(item) = next else { return false };
    let answer = match send(device, &item).await {
        Ok(answer) => answer,
        Err(error) => {
            session.note(&error);
            Answer::None
        }
    };
    if answer == Answer::SignIn {
        session.has_to_sign_in();
    }
    let went = matches!(answer, Answer::Receipt(_) | Answer::Kept);
    let (now_ms, jitter) = (browser::now_ms() as u64, js_sys::Math::random());
    device.with_outbox(|outbox| outbox.settle(item.id, answer, now_ms, jitter, ids::fresh()));
    went
}

async fn send(device: Device, item: &Item) -> Result<Answer, ApiError> {
    match &item.load {
        Load::Record { operation, .. } => api::send(operation, device.abort).await,
        Load::Content { attachment, sha256 } => match device.bytes(sha256).await {
            Some(bytes) => api::send_content(*attachment, &bytes, device.abort).await,
            None => Ok(Answer::None),
        },
    }
}
