//! The plan for windows of one datastream: which requests, how many at once, what is here, what failed.
//!
//! A plan is told which stretches of time are wanted ([`Plan::want`], the most wanted first) and gives jobs to
//! run ([`Plan::next_job`]); what came of them it takes back ([`Plan::accept`]). Each job is a step of a
//! [`Walk`] over a piece of time. Where a service orders by time, a stretch is cut into pieces of about a
//! page, newest first, several at once; where it does not, one walk reads all. A walk that fails for good
//! leaves a [`Hole`], and the rest goes on; [`Plan::retry`] asks for the holes again.
//!
//! At any moment every wanted instant is covered, in a hole, or on its way.

mod jitter;
mod pieces;
#[cfg(test)]
mod tests;

use super::walk::{Chain, Outcome, Step, Stop, Walk};
use super::{Failure, Limits, Reply, Request};
use crate::page::Page;
use crate::request::{Dialect, ServiceRoot, Window};
use gagehouse_model::{Coverage, TimeRange, TimeUs};
use gagehouse_observations::Columns;
use jitter::Jitter;
use pieces::Pieces;
use serde::{Deserialize, Serialize};

/// Requests on their way at once.
const PARALLEL: usize = 4;
/// After so many pieces in a row that failed for good, the rest is not tried.
const FAILURES_TO_GIVE_UP: u32 = 3;

/// What a plan reads.
#[derive(Debug, Clone)]
pub struct Target {
    /// The service.
    pub root: ServiceRoot,
    /// The datastream's id there.
    pub datastream: String,
    /// Whether there are credentials to send.
    pub with_credentials: bool,
    /// The usual time between observations, if known, in microseconds.
    pub step_us: Option<i64>,
    /// What was learned of the service before, else the default.
    pub known: Knowledge,
    /// Budgets of the whole plan.
    pub limits: Limits,
}

/// What a service is known to do; good for all its datastreams.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Knowledge {
    /// How it wants to be asked.
    pub dialect: Dialect,
    /// Whether it keeps to the order and the filter by time; `None` until it was seen.
    pub orders: Option<bool>,
}

/// Names a walk of a plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Ticket(u64);

/// A request to run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Job {
    /// What [`Plan::accept`] is to be told with the reply.
    pub ticket: Ticket,
    /// The request.
    pub request: Request,
    /// How long to wait before it, in milliseconds.
    pub after_ms: u64,
}

/// A stretch of time whose rows could not be had.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hole {
    /// From when to when; some of its rows may be here all the same.
    pub range: TimeRange,
    /// Why, in words for the reader.
    pub reason: String,
}

/// A request that failed and is made again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Retry {
    /// Whose request it is.
    pub ticket: Ticket,
    /// What went wrong, in words for the reader.
    pub reason: String,
}

/// How far a plan is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Progress {
    /// Rows handed over.
    pub rows: usize,
    /// Pages read.
    pub pages: usize,
    /// Bytes of bodies.
    pub bytes: u64,
    /// Rows that could not be read as they are: left out, or kept as a gap.
    pub rejected: usize,
    /// Rows whose time names no zone, read as UTC.
    pub without_zone: usize,
}

/// A walk under way.
#[derive(Debug)]
struct Running {
    ticket: Ticket,
    walk: Walk,
    /// From the first to the last instant that it asks for.
    range: TimeRange,
    /// The parts of it that are its task, ascending; rows of others are not taken.
    parts: Vec<TimeRange>,
    /// Whether its request is on its way.
    is_asked: bool,
    after_ms: u64,
    /// Why its request is made again; nothing on the first try.
    failure: Option<Failure>,
    rows: usize,
    pages: usize,
    bytes: u64,
    rejected: usize,
    without_zone: usize,
}

/// The plan; see the module.
#[derive(Debug)]
pub struct Plan {
    target: Target,
    jitter: Jitter,
    wanted: Vec<TimeRange>,
    pieces: Pieces,
    running: Vec<Running>,
    covered: Coverage,
    holes: Vec<Hole>,
    progress: Progress,
    parallel: usize,
    failures_in_a_row: u32,
    tickets: u64,
}

impl Plan {
    /// A plan that wants nothing yet. `seed` is any number; waits before tries are spread by it, so that
    /// readers who failed together do not come back together.
    pub fn new(target: Target, seed: u64) -> Self {
        Self {
            pieces: Pieces::new(target.step_us, target.known.dialect.top),
            target,
            jitter: Jitter::new(seed),
            wanted: Vec::new(),
            running: Vec::new(),
            covered: Coverage::default(),
            holes: Vec::new(),
            progress: Progress::default(),
            parallel: PARALLEL,
            failures_in_a_row: 0,
            tickets: 0,
        }
    }

    /// What is wanted now, the most wanted first, in place of what was wanted before. Walks that no longer
    /// serve it are given up; their tickets are returned, so that their requests can be aborted. Holes stay
    /// until [`Self::retry`]. A range may start at the first or end at the last instant there is.
    pub fn want(&mut self, wanted: &[TimeRange]) -> Vec<Ticket> {
        self.wanted = wanted.to_vec();
        let serves = |running: &Running| {
            let parts = running.parts.iter();
            parts.into_iter().any(|part| wanted.iter().any(|w| w.intersection(*part).is_some()))
        };
        let (kept, dropped) = std::mem::take(&mut self.running).into_iter().partition(serves);
        self.running = kept;
        self.queue();
        dropped.into_iter().map(|running: Running| running.ticket).collect()
    }

    /// Asks for the holes again.
    pub fn retry(&mut self) {
        self.wanted.extend(self.holes.drain(..).map(|hole| hole.range));
        self.failures_in_a_row = 0;
        self.queue();
    }

    /// Takes a stretch as covered: its rows are here from elsewhere.
    pub fn cover(&mut self, range: TimeRange) {
        self.covered.add(range);
        self.queue();
    }

    /// Takes a stretch as neither covered nor in a hole, since there may be news; it is asked for when it is
    /// wanted.
    pub fn uncover(&mut self, range: TimeRange) {
        self.covered.remove(range);
        let here = Coverage::from_iter([range]);
        for Hole { range, reason } in std::mem::take(&mut self.holes) {
            let rest = here.missing(range).into_iter();
            self.holes.extend(rest.map(|range| Hole { range, reason: reason.clone() }));
        }
        self.failures_in_a_row = 0;
        self.queue();
    }

    /// The next request to run; `None` while enough are on their way, and when nothing is left to ask.
    pub fn next_job(&mut self) -> Option<Job> {
        loop {
            for running in self.running.iter_mut().filter(|running| !running.is_asked) {
                if let Some(request) = running.walk.next_request() {
                    running.is_asked = true;
                    let after_ms = std::mem::take(&mut running.after_ms);
                    return Some(Job { ticket: running.ticket, request, after_ms });
                }
            }
            // Until it is known whether the service orders by time, one walk finds out.
            let most = if self.target.known.orders == Some(true) { self.parallel } else { 1 };
            if self.running.len() >= most || !self.start() {
                return None;
            }
        }
    }

    /// Whether nothing is on its way and nothing left to ask.
    pub fn is_over(&self) -> bool {
        self.running.is_empty() && self.pieces.is_empty()
    }

    /// What is here.
    pub fn covered(&self) -> &Coverage {
        &self.covered
    }

    /// What could not be had, ascending.
    pub fn holes(&self) -> &[Hole] {
        &self.holes
    }

    /// What is being tried again, until its answer is here.
    pub fn retries(&self) -> impl Iterator<Item = Retry> + '_ {
        self.running.iter().filter_map(|running| {
            let reason = running.failure.as_ref()?.to_string();
            Some(Retry { ticket: running.ticket, reason })
        })
    }

    /// How far it is.
    pub fn progress(&self) -> Progress {
        self.progress
    }

    /// What was learned of the service.
    pub fn known(&self) -> Knowledge {
        self.target.known
    }

    /// Takes what came of a job; gives the new rows, in no order. Replies to walks given up give none.
    pub fn accept(&mut self, ticket: Ticket, reply: &Reply<'_>) -> Columns {
        self.step(ticket, |walk| walk.accept(reply))
    }

    /// Takes a page that came of a job and was decoded elsewhere, as [`Walk::accept_page`] wants it.
    pub fn accept_page(&mut self, ticket: Ticket, page: Page, bytes: usize) -> Columns {
        self.step(ticket, |walk| Ok(walk.accept_page(page, bytes)))
    }

    fn step(
        &mut self,
        ticket: Ticket,
        accept: impl FnOnce(&mut Walk) -> Result<Step, Failure>,
    ) -> Columns {
        let is_asked = |running: &Running| running.ticket == ticket && running.is_asked;
        let Some(at) = self.running.iter().position(is_asked) else { return Columns::default() };
        let running = &mut self.running[at];
        running.is_asked = false;
        running.failure = None;
        let columns = match accept(&mut running.walk) {
            Ok(Step::Rows(batch)) => batch.columns,
            Ok(Step::Again) => Columns::default(),
            Ok(Step::Wait { ms, failure }) => {
                running.after_ms = self.jitter.longer(ms);
                running.failure = Some(failure);
                self.parallel = (self.parallel / 2).max(1);
                return Columns::default();
            }
            Err(failure) => {
                let is_final = is_final(&failure);
                self.fail(at, &failure.to_string(), is_final);
                return Columns::default();
            }
        };
        self.take(at, columns)
    }

    /// Accounts for a page.
    fn take(&mut self, at: usize, columns: Columns) -> Columns {
        let running = &mut self.running[at];
        let summary = running.walk.summary().clone();
        let has_page = summary.pages > running.pages;
        self.progress.pages += summary.pages - running.pages;
        self.progress.bytes += summary.bytes - running.bytes;
        self.progress.rejected += summary.rejected - running.rejected;
        self.progress.without_zone += summary.rows_without_zone - running.without_zone;
        (running.pages, running.bytes) = (summary.pages, summary.bytes);
        (running.rejected, running.without_zone) = (summary.rejected, summary.rows_without_zone);
        if has_page {
            self.failures_in_a_row = 0;
            self.parallel = (self.parallel + 1).min(PARALLEL);
            self.learn(&summary.dialect);
            if summary.credentials_refused {
                self.target.with_credentials = false;
            }
        }
        let ignores_filter =
            summary.pages == 1 && summary.rows_outside > 0 && !summary.dialect.touching;
        if (summary.unsorted || ignores_filter) && self.target.known.orders != Some(false) {
            self.do_not_split();
            let goes_on = self.running[at].walk.outcome().is_none();
            if goes_on && summary.pages == 1 && !self.pieces.is_empty() {
                // One walk over all is cheaper than this one and another: begin anew.
                self.running.remove(at);
                self.queue();
                return Columns::default();
            }
        } else if self.target.known.orders.is_none() && summary.rows > 1 {
            self.target.known.orders = Some(true);
        }
        let first = columns.time_us().first().map(|time_us| TimeUs(*time_us));
        let columns = within(&self.running[at].parts, columns);
        self.progress.rows += columns.len();
        self.claim(at);
        self.measure(at, first, summary.rows);
        self.finish(at);
        self.keep_to_budget();
        columns
    }

    /// Covers what a walk in order has passed.
    fn claim(&mut self, at: usize) {
        let running = &self.running[at];
        let summary = running.walk.summary();
        let Some(newest) = summary.newest.filter(|_| self.target.known.orders != Some(false))
        else {
            return;
        };
        let passed = TimeRange { start: TimeUs(i64::MIN), end: newest };
        for part in &running.parts {
            if let Some(range) = part.intersection(passed) {
                self.covered.add(range);
            }
        }
    }

    /// Learns from a page how long a piece should be, and cuts a walk that is longer.
    fn measure(&mut self, at: usize, first: Option<TimeUs>, rows: usize) {
        let orders = self.target.known.orders == Some(true);
        let running = &mut self.running[at];
        let (rows_of_page, whole) = (rows - running.rows, running.pages == 1);
        running.rows = rows;
        let is_over = running.walk.outcome().is_some();
        let Some(newest) = running.walk.summary().newest else {
            return if is_over {
                self.pieces.learn_whole(running.range, 0)
            };
        };
        if is_over {
            return if whole {
                self.pieces.learn_whole(running.range, rows_of_page)
            };
        }
        let passed = first.and_then(|first| TimeRange::new(first, newest));
        if let Some(passed) = passed.filter(|_| whole) {
            self.pieces.learn_page(passed, rows_of_page);
        }
        let [part] = running.parts[..] else { return };
        if let Some((here, later)) = self.pieces.cut(newest, part).filter(|_| orders) {
            running.parts = vec![TimeRange { start: part.start, end: here }];
            running.range.end = here;
            running.walk.end_before(here);
            self.pieces.push_front(later);
        }
    }

    /// Takes a walk that is over from the list.
    fn finish(&mut self, at: usize) {
        match self.running[at].walk.outcome() {
            None => {}
            Some(Outcome::Complete(_)) => {
                let running = self.running.remove(at);
                running.parts.into_iter().for_each(|part| self.covered.add(part));
            }
            Some(Outcome::Partial { stop, .. }) => {
                let is_final = matches!(stop, Stop::Failed(failure) if is_final(failure));
                let reason = stop.to_string();
                self.fail(at, &reason, is_final);
            }
        }
    }

    fn fail(&mut self, at: usize, reason: &str, is_final: bool) {
        let running = self.running.remove(at);
        self.add_holes(&running.parts, reason);
        self.failures_in_a_row += 1;
        let nothing_came = self.progress.pages == 0;
        if self.failures_in_a_row >= FAILURES_TO_GIVE_UP || (is_final && nothing_came) {
            self.give_up(reason);
        }
    }

    fn give_up(&mut self, reason: &str) {
        let rest = self.pieces.take_all();
        self.add_holes(&rest, reason);
    }

    fn add_holes(&mut self, ranges: &[TimeRange], reason: &str) {
        for range in ranges.iter().flat_map(|range| self.covered.missing(*range)) {
            self.holes.push(Hole { range, reason: reason.to_owned() });
        }
        self.holes.sort_by_key(|hole| hole.range.start);
        self.holes.dedup_by(|later, earlier| {
            let joins = earlier.range.end == later.range.start && earlier.reason == later.reason;
            if joins {
                earlier.range.end = later.range.end;
            }
            joins
        });
    }

    fn keep_to_budget(&mut self) {
        let Limits { rows, bytes, pages, .. } = self.target.limits;
        let Progress { rows: rows_now, pages: pages_now, bytes: bytes_now, .. } = self.progress;
        let over = [
            ("rows", rows_now as u64, rows as u64),
            ("bytes", bytes_now, bytes),
            ("pages", pages_now as u64, pages as u64),
        ];
        let Some((what, _, limit)) = over.into_iter().find(|(_, now, limit)| now >= limit) else {
            return;
        };
        let reason = Stop::Limit { what, limit }.to_string();
        for running in std::mem::take(&mut self.running) {
            self.add_holes(&running.parts, &reason);
        }
        self.give_up(&reason);
    }

    fn learn(&mut self, seen: &Dialect) {
        let known = &mut self.target.known.dialect;
        *known = Dialect {
            top: known.top.min(seen.top),
            order_by_id: known.order_by_id && seen.order_by_id,
            select: known.select && seen.select,
            data_array: known.data_array && seen.data_array,
            quoting: seen.quoting,
            touching: known.touching || seen.touching,
        };
    }

    /// The service does not keep to the order or the filter: nothing that a walk has passed is sure before
    /// its end, and the rest is for one walk.
    fn do_not_split(&mut self) {
        self.target.known.orders = Some(false);
        for part in self.running.iter().flat_map(|running| &running.parts) {
            self.covered.remove(*part);
        }
    }

    /// What is wanted and neither here, nor on its way, nor in a hole, waits in the order of the wishes.
    fn queue(&mut self) {
        let mut taken = self.covered.clone();
        self.holes.iter().for_each(|hole| taken.add(hole.range));
        let parts = self.running.iter().flat_map(|running| &running.parts);
        parts.for_each(|part| taken.add(*part));
        self.pieces.clear();
        for wanted in &self.wanted {
            taken.missing(*wanted).into_iter().rev().for_each(|range| self.pieces.push(range));
            taken.add(*wanted);
        }
    }

    /// Starts the next walk, if something waits.
    fn start(&mut self) -> bool {
        let parts = match self.target.known.orders {
            Some(false) => self.pieces.take_all(),
            _ => self.pieces.take_newest().into_iter().collect(),
        };
        let Some(range) = parts.iter().copied().reduce(TimeRange::hull) else { return false };
        let Target { root, datastream, with_credentials, known, limits, .. } = &self.target;
        let walk = Walk::new(Chain {
            root: root.clone(),
            datastream: datastream.clone(),
            window: window_of(range),
            dialect: known.dialect,
            with_credentials: *with_credentials,
            limits: *limits,
        });
        self.tickets += 1;
        self.running.push(Running {
            ticket: Ticket(self.tickets),
            walk,
            range,
            parts,
            is_asked: false,
            after_ms: 0,
            failure: None,
            rows: 0,
            pages: 0,
            bytes: 0,
            rejected: 0,
            without_zone: 0,
        });
        true
    }
}

/// Whether the same answer is to be expected for every other piece.
fn is_final(failure: &Failure) -> bool {
    matches!(
        failure,
        Failure::NotFound(_)
            | Failure::Unauthorized(_)
            | Failure::Refused { .. }
            | Failure::TooLarge(_)
    )
}

/// The first and the last instant there is leave a side open.
fn window_of(range: TimeRange) -> Window {
    Window {
        from: Some(range.start).filter(|start| start.0 > i64::MIN),
        until: Some(range.end).filter(|end| end.0 < i64::MAX),
    }
}

/// The rows that lie in one of ascending parts.
fn within(parts: &[TimeRange], columns: Columns) -> Columns {
    let is_in = |time_us: &i64| match parts {
        [part] => part.contains(TimeUs(*time_us)),
        _ => {
            let after = parts.partition_point(|part| part.end.0 <= *time_us);
            parts.get(after).is_some_and(|part| part.contains(TimeUs(*time_us)))
        }
    };
    let times = columns.time_us();
    if times.iter().all(is_in) {
        return columns;
    }
    let rows: Vec<usize> = (0..times.len()).filter(|row| is_in(&times[*row])).collect();
    columns.picked(&rows)
}
