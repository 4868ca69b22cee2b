//! The walk over the Observations of one datastream in one window.
//!
//! It follows nextLinks as long as they bring what was asked for. Where a link is missing after a full page,
//! leads elsewhere, repeats itself or is refused, it goes on by key instead: from the newest time it has, with
//! the rows it already holds recognised. Whatever it could not get makes the outcome [`Outcome::Partial`].

use super::failure::Failure;
use super::held::{Held, Sifted};
use super::link::{Follow, follow};
use super::retry::{Attempts, Verdict, smaller};
use super::{Limits, Reply, Request};
use crate::id::Quoting;
use crate::page::{self, Ids, Page, Reason, Rejected};
use crate::request::{Dialect, ServiceRoot, Window, observations_path, observations_url};
use gagehouse_model::TimeUs;
use gagehouse_observations::Columns;
use std::collections::HashSet;

/// A chain of pages to read.
#[derive(Debug, Clone)]
pub struct Chain {
    /// The service.
    pub root: ServiceRoot,
    /// The datastream's id there.
    pub datastream: String,
    /// The window.
    pub window: Window,
    /// How to ask; what worked for this service before, else the default.
    pub dialect: Dialect,
    /// Whether there are credentials to send.
    pub with_credentials: bool,
    /// Budgets.
    pub limits: Limits,
}

/// What an accepted reply means for the driver.
#[derive(Debug, Clone, PartialEq)]
pub enum Step {
    /// New rows, in the service's order.
    Rows(Batch),
    /// Nothing new; go on with [`Walk::next_request`].
    Again,
    /// Wait so long, then go on with [`Walk::next_request`].
    Wait {
        /// Milliseconds.
        ms: u64,
        /// What went wrong.
        failure: Failure,
    },
}

/// The new rows of one page.
#[derive(Debug, Clone, PartialEq)]
pub struct Batch {
    /// Times, values and qualities.
    pub columns: Columns,
    /// Rows that could not be read as they are.
    pub rejected: Vec<Rejected>,
}

/// How a walk ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// Every row of the window was read.
    Complete(Summary),
    /// Rows after [`Summary::newest`] may be missing; never keep this as if it were complete.
    Partial {
        /// Why.
        stop: Stop,
        /// What came.
        summary: Summary,
    },
}

impl Outcome {
    /// What came, however it ended.
    pub fn summary(&self) -> &Summary {
        match self {
            Self::Complete(summary) | Self::Partial { summary, .. } => summary,
        }
    }
}

/// Why a walk stopped before its end.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Stop {
    /// A request failed for good.
    #[error("{0}")]
    Failed(Failure),
    /// The budget of rows, bytes or pages is used up.
    #[error("stopped at the limit of {limit} {what}")]
    Limit {
        /// `rows`, `bytes` or `pages`.
        what: &'static str,
        /// How many.
        limit: u64,
    },
    /// The service's links lead nowhere and its rows are not in order of time, so there is no way on.
    #[error("the service's pages are out of order and its links do not lead on")]
    NoWayOn,
}

/// What a walk saw.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Summary {
    /// Rows handed over.
    pub rows: usize,
    /// Pages read.
    pub pages: usize,
    /// Bytes of bodies.
    pub bytes: u64,
    /// Newest time handed over: where to continue after a partial walk.
    pub newest: Option<TimeUs>,
    /// Rows that could not be read as they are, gaps included.
    pub rejected: usize,
    /// Rows that came more than once.
    pub rows_again: usize,
    /// Rows the service sent although they lie outside the window.
    pub rows_outside: usize,
    /// Rows of other datastreams.
    pub rows_foreign: usize,
    /// Rows whose time names no zone, read as UTC.
    pub rows_without_zone: usize,
    /// Rows whose time is an interval, placed at its start.
    pub rows_with_interval: usize,
    /// Whether rows came out of order.
    pub unsorted: bool,
    /// Whether links named another host than the one asked.
    pub links_elsewhere: bool,
    /// Whether the credentials were refused and the walk went on without.
    pub credentials_refused: bool,
    /// How this service wants to be asked: remember it for the next walk.
    pub dialect: Dialect,
}

/// Pages in a row that may bring no new row (unreadable ones, or from before the window) before it is the end.
const MAX_BARREN_PAGES: usize = 200;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Way {
    First,
    Link,
    Key,
}

/// The walk. Drive it with [`Walk::next_request`] and [`Walk::accept`] until there is no next request.
#[derive(Debug)]
pub struct Walk {
    chain: Chain,
    dialect: Dialect,
    pending: Option<(String, Way)>,
    attempts: Attempts,
    visited: HashSet<String>,
    held: Held,
    summary: Summary,
    outcome: Option<Outcome>,
    anonymous: bool,
    by_key: bool,
    touching_refused: bool,
    barren_pages: usize,
}

impl Walk {
    /// A walk at its start.
    pub fn new(chain: Chain) -> Self {
        let mut walk = Self {
            dialect: chain.dialect,
            anonymous: !chain.with_credentials,
            chain,
            pending: None,
            attempts: Attempts::default(),
            visited: HashSet::new(),
            held: Held::default(),
            summary: Summary::default(),
            outcome: None,
            by_key: false,
            touching_refused: false,
            barren_pages: 0,
        };
        walk.start();
        walk
    }

    /// The request to make now; `None` when the walk is over.
    pub fn next_request(&self) -> Option<Request> {
        let (url, _) = self.pending.as_ref()?;
        Some(Request {
            url: url.clone(),
            timeout_ms: self.chain.limits.timeout_ms,
            most_bytes: self.chain.limits.page_bytes,
            with_credentials: !self.anonymous,
        })
    }

    /// What came so far.
    pub fn summary(&self) -> &Summary {
        &self.summary
    }

    /// Ends the window earlier; what comes after it is left to another walk. Links on their way still bring
    /// up to a page of it, which is dropped.
    pub fn end_before(&mut self, until: TimeUs) {
        let earlier = self.chain.window.until.is_none_or(|end| until < end);
        if earlier {
            self.chain.window.until = Some(until);
        }
    }

    /// How the walk ended; `None` while it goes on and after it failed with nothing to show.
    pub fn outcome(&self) -> Option<&Outcome> {
        self.outcome.as_ref()
    }

    /// Takes what came of the request.
    ///
    /// # Errors
    /// When nothing was read and nothing more can be tried. Failures after the first page make the outcome
    /// partial instead.
    pub fn accept(&mut self, reply: &Reply<'_>) -> Result<Step, Failure> {
        if self.pending.is_none() {
            return Ok(Step::Again);
        }
        let mut verdict = self.attempts.judge(reply, self.anonymous);
        if let Verdict::Page(body) = verdict {
            match page::decode(body, Ids::Keep) {
                Ok(page) => return Ok(self.take(page, body.len())),
                Err(error) => verdict = self.attempts.after_unreadable(reply, error.to_string()),
            }
        }
        match verdict {
            Verdict::Wait(ms, failure) => Ok(Step::Wait { ms, failure }),
            Verdict::Anonymous => {
                self.anonymous = true;
                self.summary.credentials_refused = true;
                Ok(self.ask_again())
            }
            Verdict::Smaller(failure) => match smaller(self.dialect.top) {
                Some(top) => {
                    self.dialect.top = top;
                    self.restart(failure)
                }
                None => self.fail(failure),
            },
            Verdict::Simpler(failure) => {
                let first = self.summary.pages == 0;
                if first && self.simplify(&failure) {
                    self.restart(failure)
                } else if !first && self.is_link() {
                    // A refused link does not end the walk: the key leads on.
                    self.restart(failure)
                } else {
                    self.fail(failure)
                }
            }
            Verdict::Fail(failure) => self.fail(failure),
            // Handled above.
            Verdict::Page(_) => Ok(Step::Again),
        }
    }

    /// Takes a page that came of the request, decoded by [`page::decode`] from so many bytes with its ids kept.
    pub fn accept_page(&mut self, page: Page, bytes: usize) -> Step {
        if self.pending.is_none() {
            return Step::Again;
        }
        self.take(page, bytes)
    }

    fn start(&mut self) {
        let Chain { root, datastream, window, .. } = &self.chain;
        let url = observations_url(root, datastream, *window, 0, self.dialect);
        self.go(url, Way::First);
    }

    fn go(&mut self, url: String, way: Way) {
        self.visited.insert(url.clone());
        self.pending = Some((url, way));
        self.attempts = Attempts::default();
    }

    fn is_link(&self) -> bool {
        matches!(self.pending, Some((_, Way::Link)))
    }

    fn ask_again(&mut self) -> Step {
        self.attempts = Attempts::default();
        Step::Again
    }

    /// Asks anew in the present dialect: from the start, or from the newest row held.
    fn restart(&mut self, failure: Failure) -> Result<Step, Failure> {
        if self.summary.pages == 0 {
            self.start();
        } else if !self.go_by_key(0) {
            return self.fail(failure);
        }
        Ok(Step::Again)
    }

    /// One step towards what every service understands; `false` when there is none left.
    fn simplify(&mut self, failure: &Failure) -> bool {
        let dialect = &mut self.dialect;
        if matches!(failure, Failure::NotFound(_)) {
            // Some services print text ids bare, others quote numbers.
            let other_quoting = dialect.quoting == Quoting::Standard;
            dialect.quoting = Quoting::Reversed;
            other_quoting
        } else if dialect.touching {
            dialect.touching = false;
            self.touching_refused = true;
            true
        } else {
            let wish = [&mut dialect.order_by_id, &mut dialect.select, &mut dialect.data_array];
            wish.into_iter().find(|wish| **wish).map(|wish| *wish = false).is_some()
        }
    }

    fn fail(&mut self, failure: Failure) -> Result<Step, Failure> {
        self.pending = None;
        if self.summary.pages == 0 {
            return Err(failure);
        }
        self.end(Some(Stop::Failed(failure)));
        Ok(Step::Again)
    }

    fn end(&mut self, stop: Option<Stop>) {
        self.pending = None;
        let summary = self.summary.clone();
        self.outcome = Some(match stop {
            None => Outcome::Complete(summary),
            Some(stop) => Outcome::Partial { stop, summary },
        });
    }

    fn take(&mut self, page: Page, bytes: usize) -> Step {
        if self.must_ask_for_touching(&page) {
            self.dialect.touching = true;
            self.start();
            return Step::Again;
        }
        self.summary.pages += 1;
        self.summary.bytes += bytes as u64;
        self.summary.rejected += page.rejected.len();
        self.summary.rows_without_zone += page.rows_without_zone;
        self.summary.rows_with_interval += page.rows_with_interval;
        let left_out = page.rejected.iter().filter(|r| !matches!(r.reason, Reason::Result(_)));
        let server_rows = page.rows() + left_out.count();
        let reread = matches!(self.pending, Some((_, Way::Key)));
        let unreadable = server_rows - page.rows();
        let (columns, mut came) = self.sift(page.groups, reread);
        came.unreadable = unreadable > 0;
        self.summary.rows += columns.len();
        self.summary.newest = self.held.newest_us().map(TimeUs);
        self.summary.dialect = self.dialect;
        self.proceed(page.next_link.as_deref(), server_rows, columns.len(), came);
        if columns.is_empty() && page.rejected.is_empty() {
            return Step::Again;
        }
        Step::Rows(Batch { columns, rejected: page.rejected })
    }

    /// Interval times at the edges of a window need another filter; known from the first page.
    fn must_ask_for_touching(&self, page: &Page) -> bool {
        page.rows_with_interval > 0
            && self.summary.pages == 0
            && !self.dialect.touching
            && !self.touching_refused
            && self.chain.window != Window::ALL
    }

    /// The new rows of this datastream, with what was left out; and where its rows lie.
    fn sift(&mut self, groups: Vec<page::Group>, reread: bool) -> (Columns, Came) {
        let mut came = Came::default();
        let mut rows = Columns::default();
        for group in groups {
            if group.datastream.as_deref().is_some_and(|id| id != self.chain.datastream) {
                self.summary.rows_foreign += group.columns.len();
                continue;
            }
            let times = group.columns.time_us();
            came.beyond |= match (self.chain.window.until, times.last()) {
                (Some(until), Some(last)) => until.0 <= *last,
                _ => false,
            };
            came.before |= match (self.chain.window.from, times.last()) {
                (Some(from), Some(last)) => *last < from.0,
                _ => false,
            };
            came.behind |= reread
                && self
                    .held
                    .newest_us()
                    .zip(times.last())
                    .is_some_and(|(newest, last)| *last < newest);
            let (columns, Sifted { again, outside, unsorted }) =
                self.held.sift(group, self.chain.window, reread);
            self.summary.rows_again += again;
            self.summary.rows_outside += outside;
            self.summary.unsorted |= unsorted;
            if rows.is_empty() { rows = columns } else { rows.append(&columns) }
        }
        (rows, came)
    }

    /// Decides on the next request.
    fn proceed(&mut self, link: Option<&str>, server_rows: usize, new_rows: usize, came: Came) {
        if let Some(stop) = self.over_budget() {
            return self.end(Some(stop));
        }
        let full = server_rows >= self.dialect.top as usize;
        let sorted = !self.summary.unsorted;
        if server_rows == 0 || (came.beyond && sorted) {
            return self.end(None);
        }
        self.barren_pages = if new_rows == 0 { self.barren_pages + 1 } else { 0 };
        if self.barren_pages > MAX_BARREN_PAGES {
            return self.end(Some(Stop::NoWayOn));
        }
        if came.behind {
            return self.end(Some(Stop::NoWayOn));
        }
        // After rows of the window a page from before it: the link lost the filter.
        let is_back = came.before && sorted && self.held.newest_us().is_some();
        if new_rows == 0 && (is_back || !came.before) && !came.unreadable {
            // A page that repeats what is held: by key it means the end, by link the link is wrong.
            return match &self.pending {
                Some((_, Way::Key)) if full => self.key_or_end(self.held.rows_at_newest(), true),
                Some((_, Way::Key)) => self.end(None),
                _ => self.key_or_end(0, link.is_some() || full),
            };
        }
        if self.by_key {
            return self.key_or_end(0, full || link.is_some());
        }
        let resource = observations_path(&self.chain.datastream, self.dialect.quoting);
        match link.map(|link| follow(&self.chain.root, &resource, link)) {
            None => self.key_or_end(0, full),
            Some(Follow::Url { url, elsewhere }) => {
                self.summary.links_elsewhere |= elsewhere;
                if self.visited.contains(&url) {
                    self.key_or_end(0, true);
                } else {
                    self.go(url, Way::Link);
                }
            }
            Some(Follow::Foreign) => {
                self.summary.links_elsewhere = true;
                self.key_or_end(0, true);
            }
        }
    }

    /// Goes on by key when more may follow; else, or when the key leads nowhere, ends.
    fn key_or_end(&mut self, skip: usize, more: bool) {
        if !more {
            self.end(None);
        } else if !self.go_by_key(skip) {
            self.end(Some(Stop::NoWayOn));
        }
    }

    /// Asks for what follows the newest row held; `false` when that cannot be known or was asked before.
    fn go_by_key(&mut self, skip: usize) -> bool {
        let (Some(newest_us), false) = (self.held.newest_us(), self.summary.unsorted) else {
            return false;
        };
        let Chain { root, datastream, window, .. } = &self.chain;
        let window = Window { from: Some(TimeUs(newest_us)), until: window.until };
        // When the rows of one time fill a page, the key alone would bring the same page for ever.
        let at_newest = self.held.rows_at_newest();
        let skip = if at_newest >= self.dialect.top as usize { at_newest } else { skip };
        let url = |skip| observations_url(root, datastream, window, skip, self.dialect);
        // The window may begin at the key itself: then what follows its rows is asked for.
        let fresh = [skip, at_newest].map(url).into_iter().find(|url| !self.visited.contains(url));
        let Some(url) = fresh else { return false };
        self.by_key = true;
        self.go(url, Way::Key);
        true
    }

    fn over_budget(&self) -> Option<Stop> {
        let Limits { rows, bytes, pages, .. } = self.chain.limits;
        let over =
            |what, used: u64, limit: u64| (used >= limit).then_some(Stop::Limit { what, limit });
        over("rows", self.summary.rows as u64, rows as u64)
            .or_else(|| over("bytes", self.summary.bytes, bytes))
            .or_else(|| over("pages", self.summary.pages as u64, pages as u64))
    }
}

/// What a page's rows were like.
#[derive(Debug, Default, Clone, Copy)]
struct Came {
    /// The last row is at or after the window's end: a service that ignores the filter's end.
    beyond: bool,
    /// The last row is before the window's start: a service that ignores the filter's start; the window may come later.
    before: bool,
    /// The last row is before the key that was asked from: the service ignores the filter.
    behind: bool,
    /// Some rows had to be left out.
    unreadable: bool,
}
