//! The walk over an entity set: Things, Datastreams.

use super::failure::Failure;
use super::link::{Follow, follow};
use super::retry::{Attempts, Verdict, smaller};
use super::{Limits, Reply, Request};
use crate::request::ServiceRoot;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::value::RawValue;
use std::collections::HashSet;

/// What an accepted reply means for the driver.
#[derive(Debug)]
pub enum SetStep<T> {
    /// New entities.
    Entities(Vec<T>),
    /// Nothing new; go on.
    Again,
    /// Wait so long, then go on.
    Wait {
        /// Milliseconds.
        ms: u64,
    },
}

/// How a walk over a set ended.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SetOutcome {
    /// Entities handed over.
    pub entities: usize,
    /// Elements that were no such entity.
    pub rejected: usize,
    /// Why it stopped before the end of the set; `None` when it is complete.
    pub partial: Option<String>,
    /// Whether the credentials were refused and the walk went on without.
    pub credentials_refused: bool,
}

/// A walk over the entities of a set, each taken once.
#[derive(Debug)]
pub struct SetWalk {
    root: ServiceRoot,
    resource: String,
    /// Ways of asking that are left, the present one first.
    queries: Vec<String>,
    top: u32,
    limits: Limits,
    anonymous: bool,
    pending: Option<String>,
    attempts: Attempts,
    visited: HashSet<String>,
    ids: HashSet<String>,
    server_rows: usize,
    bytes: u64,
    pages: usize,
    outcome: SetOutcome,
    over: bool,
}

#[derive(Deserialize)]
struct SetPage<'a> {
    #[serde(borrow)]
    value: Vec<&'a RawValue>,
    #[serde(rename = "@iot.nextLink", default)]
    next_link: Option<String>,
}

#[derive(Deserialize)]
struct Identified {
    #[serde(rename = "@iot.id", alias = "id")]
    id: crate::id::EntityId,
}

impl SetWalk {
    /// A walk over `resource` (such as `/Things`) in the first of `queries` that the service understands.
    pub fn new(
        root: ServiceRoot,
        resource: &str,
        queries: &[&str],
        top: u32,
        with_credentials: bool,
        limits: Limits,
    ) -> Self {
        let mut walk = Self {
            root,
            resource: resource.to_owned(),
            queries: queries.iter().map(|query| (*query).to_owned()).collect(),
            top,
            limits,
            anonymous: !with_credentials,
            pending: None,
            attempts: Attempts::default(),
            visited: HashSet::new(),
            ids: HashSet::new(),
            server_rows: 0,
            bytes: 0,
            pages: 0,
            outcome: SetOutcome::default(),
            over: false,
        };
        walk.ask_from(0);
        walk
    }

    /// The request to make now; `None` when the walk is over.
    pub fn next_request(&self) -> Option<Request> {
        Some(Request {
            url: self.pending.clone()?,
            timeout_ms: self.limits.timeout_ms,
            most_bytes: self.limits.page_bytes,
            with_credentials: !self.anonymous,
        })
    }

    /// How the walk ended; `None` while it goes on and after it failed with nothing to show.
    pub fn outcome(&self) -> Option<&SetOutcome> {
        self.over.then_some(&self.outcome)
    }

    /// Takes what came of the request.
    ///
    /// # Errors
    /// When nothing was read and nothing more can be tried.
    pub fn accept<T: DeserializeOwned>(
        &mut self,
        reply: &Reply<'_>,
    ) -> Result<SetStep<T>, Failure> {
        if self.pending.is_none() {
            return Ok(SetStep::Again);
        }
        let mut verdict = self.attempts.judge(reply, self.anonymous);
        if let Verdict::Page(body) = verdict {
            match serde_json::from_slice::<SetPage>(body) {
                Ok(page) => return Ok(self.take(&page, body.len())),
                Err(error) => verdict = self.attempts.after_unreadable(reply, error.to_string()),
            }
        }
        match verdict {
            Verdict::Wait(ms, _) => return Ok(SetStep::Wait { ms }),
            Verdict::Anonymous => {
                self.anonymous = true;
                self.outcome.credentials_refused = true;
                self.attempts = Attempts::default();
            }
            Verdict::Smaller(failure) => match smaller(self.top) {
                Some(top) => {
                    self.top = top;
                    self.ask_from(self.server_rows);
                }
                None => self.simpler_or_fail(failure)?,
            },
            Verdict::Simpler(failure) => self.simpler_or_fail(failure)?,
            Verdict::Fail(failure) => self.fail(failure)?,
            Verdict::Page(_) => {}
        }
        Ok(SetStep::Again)
    }

    fn ask_from(&mut self, skip: usize) {
        let query = self.queries.first().map_or("", String::as_str);
        let skip = if skip > 0 { format!("&$skip={skip}") } else { String::new() };
        let url = self.root.url(&self.resource, &format!("{query}&$top={}{skip}", self.top));
        self.go(url);
    }

    fn go(&mut self, url: String) {
        self.visited.insert(url.clone());
        self.pending = Some(url);
        self.attempts = Attempts::default();
    }

    fn simpler_or_fail(&mut self, failure: Failure) -> Result<(), Failure> {
        let another = self.pages == 0 && self.queries.len() > 1;
        if !another || matches!(failure, Failure::NotFound(_)) {
            return self.fail(failure);
        }
        self.queries.remove(0);
        self.ask_from(0);
        Ok(())
    }

    fn fail(&mut self, failure: Failure) -> Result<(), Failure> {
        self.pending = None;
        if self.pages == 0 {
            return Err(failure);
        }
        self.end(Some(failure.to_string()));
        Ok(())
    }

    fn end(&mut self, partial: Option<String>) {
        self.pending = None;
        self.outcome.partial = partial;
        self.over = true;
    }

    fn take<T: DeserializeOwned>(&mut self, page: &SetPage, bytes: usize) -> SetStep<T> {
        self.pages += 1;
        self.bytes += bytes as u64;
        self.server_rows += page.value.len();
        let mut entities = Vec::with_capacity(page.value.len());
        for element in &page.value {
            let Ok(Identified { id }) = serde_json::from_str(element.get()) else {
                self.outcome.rejected += 1;
                continue;
            };
            if !self.ids.insert(id.0) {
                continue;
            }
            match serde_json::from_str(element.get()) {
                Ok(entity) => entities.push(entity),
                Err(_) => self.outcome.rejected += 1,
            }
        }
        self.outcome.entities += entities.len();
        self.proceed(page, !entities.is_empty());
        if entities.is_empty() { SetStep::Again } else { SetStep::Entities(entities) }
    }

    fn proceed(&mut self, page: &SetPage, brought_new: bool) {
        if page.value.is_empty() || !brought_new {
            // A page that brings nothing new ends the set, however many links it has.
            return self.end(None);
        }
        let Limits { rows, bytes, pages, .. } = self.limits;
        if self.outcome.entities >= rows || self.bytes >= bytes || self.pages >= pages {
            return self.end(Some(format!("stopped after {} entities", self.outcome.entities)));
        }
        let link = page.next_link.as_deref().filter(|link| !link.is_empty());
        match link.map(|link| follow(&self.root, &self.resource, link)) {
            Some(Follow::Url { url, .. }) if !self.visited.contains(&url) => self.go(url),
            // A full page without a link, or a link that leads elsewhere: ask for what follows.
            Some(_) => self.ask_from(self.server_rows),
            None if page.value.len() >= self.top as usize => self.ask_from(self.server_rows),
            None => self.end(None),
        }
    }
}
