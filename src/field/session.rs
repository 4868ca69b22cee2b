//! Who works on this device, and whether the server answers.
//!
//! Who signed in last is remembered, so that the app opens without a server. Rights are the server's business: it looks at
//! them when something is sent. A session that ended asks for the password again and takes nothing away.

use crate::api::abort::AbortHandle;
use crate::api::error::ApiError;
use crate::api::http::sleep;
use crate::api::session as api;
use crate::browser;
use gagehouse_records::Role;
use gagehouse_records::session::SessionBody;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use wasm_bindgen_futures::spawn_local;

const REMEMBERED: &str = "gagehouse.field.who";
/// Between two questions whether the server is there, while it is and while it is not.
const PING_MS: i32 = 15_000;
const PING_OFFLINE_MS: i32 = 4_000;

/// Somebody who signed in on this device.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Who {
    /// What they sign in by.
    pub name: String,
    /// What they are called.
    pub display_name: String,
    /// Role by network, `source:id`.
    pub roles: BTreeMap<String, Role>,
}

/// What is known of the server.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Reach {
    /// It has not been asked yet.
    Unknown,
    /// It answered; the device's clock was so many seconds ahead of its own.
    Online {
        /// Device minus server, seconds.
        clock_ahead_s: f64,
    },
    /// It has not answered since a time of the device's clock, milliseconds since 1970.
    Offline {
        /// Since when.
        since_ms: f64,
    },
}

/// The session, shared by all pages.
#[derive(Clone, Copy)]
pub struct FieldSession {
    who: RwSignal<Option<Who>>,
    ended: RwSignal<bool>,
    reach: RwSignal<Reach>,
    abort: AbortHandle,
}

/// Provides the session and keeps asking the server.
pub fn provide_session() -> FieldSession {
    let remembered = browser::remembered(REMEMBERED);
    let session = FieldSession {
        who: RwSignal::new(remembered.and_then(|text| serde_json::from_str(&text).ok())),
        ended: RwSignal::new(false),
        reach: RwSignal::new(Reach::Unknown),
        abort: AbortHandle::of_owner(),
    };
    provide_context(session);
    spawn_local(async move {
        loop {
            session.ping().await;
            let is_offline = matches!(session.reach_now(), Reach::Offline { .. });
            sleep(if is_offline { PING_OFFLINE_MS } else { PING_MS }).await;
        }
    });
    session
}

/// The session of the app.
pub fn use_session() -> FieldSession {
    expect_context()
}

impl FieldSession {
    /// Who works here; tracked.
    pub fn who(self) -> Option<Who> {
        self.who.get()
    }

    /// Whether the server wants the password again; tracked.
    pub fn has_ended(self) -> bool {
        self.ended.get()
    }

    /// What is known of the server; tracked.
    pub fn reach(self) -> Reach {
        self.reach.get()
    }

    /// What is known of the server; not tracked.
    pub fn reach_now(self) -> Reach {
        self.reach.try_get_untracked().unwrap_or(Reach::Unknown)
    }

    /// Whose changes would be taken if they were sent now.
    pub fn sends_as(self) -> Option<String> {
        let ended = self.ended.try_get_untracked()?;
        let is_online = matches!(self.reach_now(), Reach::Online { .. });
        self.who.try_get_untracked()?.filter(|_| is_online && !ended).map(|who| who.name)
    }

    /// The networks in which whoever works here has a role.
    pub fn networks(self) -> Vec<String> {
        self.who
            .with_untracked(|who| who.iter().flat_map(|who| who.roles.keys().cloned()).collect())
    }

    /// The server wants the password again.
    pub fn has_to_sign_in(self) {
        self.ended.set(true);
    }

    /// Asks the server who is signed in.
    pub async fn ping(self) {
        match api::session(self.abort).await {
            Ok(body) => self.take(body),
            Err(error) => self.note(&error),
        }
    }

    /// Signs in.
    pub async fn sign_in(self, name: &str, password: &str) -> Result<(), ApiError> {
        let body = api::sign_in(name, password, self.abort).await?;
        self.take(body);
        Ok(())
    }

    /// Signs out here and, when it answers, at the server.
    pub async fn sign_out(self) -> Result<(), ApiError> {
        api::sign_out(self.abort).await?;
        browser::remember(REMEMBERED, None);
        self.who.set(None);
        self.ended.set(false);
        Ok(())
    }

    /// Notes what a failed request tells of server and session.
    pub fn note(self, error: &ApiError) {
        match error {
            ApiError::Status { status: 401, .. } => self.ended.set(true),
            ApiError::NoAnswer { .. } | ApiError::NotData { .. } => {
                self.reach.update(|reach| {
                    if !matches!(reach, Reach::Offline { .. }) {
                        *reach = Reach::Offline { since_ms: browser::now_ms() };
                    }
                });
            }
            _ => {}
        }
    }

    fn take(self, body: SessionBody) {
        let server = body.server_time.parse::<gagehouse_model::TimeUs>();
        let ahead = server.map(|server| (browser::now().0 - server.0) as f64 / 1e6).unwrap_or(0.0);
        self.reach.set(Reach::Online { clock_ahead_s: ahead });
        let known = self.who.get_untracked();
        match body.name {
            Some(name) => {
                let display_name = body.display_name.unwrap_or_else(|| name.clone());
                let who = Who { name, display_name, roles: body.roles };
                if let Ok(text) = serde_json::to_string(&who) {
                    browser::remember(REMEMBERED, Some(&text));
                }
                self.ended.set(false);
                if known.as_ref() != Some(&who) {
                    self.who.set(Some(who));
                }
            }
            // Who works here is not forgotten: what they have not sent yet is theirs.
            None => self.ended.set(known.is_some()),
        }
    }
}
