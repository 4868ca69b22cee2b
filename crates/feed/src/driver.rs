//! Reads datastreams as their plans say, from the device first and then from the service.

use crate::belief::{Doubt, Now, doubt};
use crate::cache::Cache;
use crate::http::{Fetched, fetch};
use crate::message::{Again, Command, FeedId, Report, Rows, Source, State};
use crate::pool::Pool;
use crate::reading::Reading;
use crate::timer;
use gagehouse_model::{Changes, Coverage, TimeRange, TimeUs};
use gagehouse_observations::Columns;
use gagehouse_sensorthings::paging::{
    Answer, Job, Knowledge, Limits, Plan, Reply, Request, Retry, Target, Ticket,
};
use gagehouse_sensorthings::request::ServiceRoot;
use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;
use wasm_bindgen_futures::spawn_local;
use web_sys::AbortController;

/// Patience with the question what changed; then nothing that is kept is believed.
const PATIENCE_MS: u64 = 5_000;
/// The answer names at most some stretches for each import.
const MOST_CHANGES_BYTES: u64 = 4_000_000;

/// The driver; copies are the same.
#[derive(Clone)]
pub struct Driver {
    inner: Rc<RefCell<Inner>>,
    pool: Pool,
    report: Rc<dyn Fn(Report)>,
}

#[derive(Default)]
struct Inner {
    feeds: HashMap<FeedId, Feed>,
    /// What was learned of services, by root.
    known: HashMap<String, Knowledge>,
    cache: CacheState,
}

#[derive(Clone, Default)]
enum CacheState {
    #[default]
    Unopened,
    Open(Cache),
    None,
}

/// The page is told what came at once, but not more often than this: it draws no more often either.
const BETWEEN_REPORTS_MS: f64 = 15.0;
/// What came is written to the device when all is here, and before that after so long or so many rows, since
/// writing takes time that reading needs.
const BETWEEN_WRITES_MS: f64 = 5_000.0;
const ROWS_BETWEEN_WRITES: usize = 12_000_000;
/// The page draws what came before it is written.
const BEFORE_WRITING_MS: u64 = 300;

struct Feed {
    source: Source,
    plan: Plan,
    requests: HashMap<Ticket, AbortController>,
    /// When requests that failed are made again, in milliseconds since 1970.
    again_ms: HashMap<Ticket, u64>,
    /// What the device keeps and was not handed over yet; `None` until that is known.
    kept: Option<Coverage>,
    /// What the page wants, and how often it changed its mind.
    wanted: Vec<TimeRange>,
    wishes: u32,
    /// Pages that the page was not told of.
    untold: Vec<Rows>,
    told_ms: f64,
    /// Whether it will be told in a moment.
    is_telling: bool,
    unkept: Unkept,
    /// The newest row seen.
    newest: Option<TimeUs>,
}

/// What the device does not keep yet.
#[derive(Default)]
struct Unkept {
    /// Pages that came.
    pages: Vec<Rc<Columns>>,
    /// What they cover, which may be less than where their rows are.
    fresh: Coverage,
    since_ms: f64,
}

impl Driver {
    /// A driver that reads nothing yet.
    pub fn new(report: impl Fn(Report) + 'static) -> Self {
        Self { inner: Rc::default(), pool: Pool::default(), report: Rc::new(report) }
    }

    /// Opens what the device keeps and starts readers, so that the first feed does not wait for that.
    pub fn prepare(&self) {
        self.pool.start();
        let driver = self.clone();
        spawn_local(async move { drop(driver.cache().await) });
    }

    /// Does what the page says.
    pub fn obey(&self, command: Command) {
        match command {
            Command::Open(id, source) => self.open(id, source),
            Command::Want(id, wanted) => {
                let is_ready = self.with(id, |feed| {
                    feed.wanted = wanted;
                    feed.wishes += 1;
                    feed.kept.is_some()
                });
                if is_ready == Some(true) {
                    self.serve(id);
                }
            }
            Command::Retry(id) => {
                self.with(id, |feed| feed.plan.retry());
                self.tell(id);
                self.pump(id);
            }
            Command::News(id, from) => {
                let since = TimeRange { start: from, end: TimeUs(i64::MAX) };
                self.with(id, |feed| {
                    feed.plan.uncover(since);
                    let wanted: Vec<TimeRange> =
                        feed.wanted.iter().copied().chain([since]).collect();
                    feed.plan.want(&wanted);
                });
                self.pump(id);
            }
            Command::MeasureKept(id) => self.tell_kept(id, false),
            Command::ForgetKept(id) => self.tell_kept(id, true),
            Command::Close(id) => {
                let Some(mut feed) = self.inner.borrow_mut().feeds.remove(&id) else { return };
                feed.requests.values().for_each(AbortController::abort);
                self.keep(feed.take_unkept());
            }
        }
    }

    fn with<T>(&self, id: FeedId, act: impl FnOnce(&mut Feed) -> T) -> Option<T> {
        self.inner.borrow_mut().feeds.get_mut(&id).map(act)
    }

    fn open(&self, id: FeedId, source: Source) {
        let known = self.inner.borrow().known.get(&source.root).copied().unwrap_or_default();
        let target = Target {
            root: ServiceRoot::new(&source.root),
            datastream: source.datastream.clone(),
            with_credentials: false,
            step_us: source.step_us,
            known,
            limits: Limits::default(),
        };
        let feed = Feed {
            plan: Plan::new(target, timer::seed()),
            requests: HashMap::new(),
            again_ms: HashMap::new(),
            kept: None,
            wanted: Vec::new(),
            wishes: 0,
            untold: Vec::new(),
            told_ms: 0.0,
            is_telling: false,
            unkept: Unkept::default(),
            newest: source.end,
            source,
        };
        self.inner.borrow_mut().feeds.insert(id, feed);
        let driver = self.clone();
        spawn_local(async move {
            let kept = driver.kept(id).await.unwrap_or_default();
            driver.with(id, |feed| feed.kept = Some(kept));
            driver.serve(id);
        });
    }

    /// What the device keeps of a feed and may be believed.
    async fn kept(&self, id: FeedId) -> Option<Coverage> {
        let source = self.with(id, |feed| feed.source.clone())?;
        let name = source.kept_as.as_ref()?;
        let cache = self.cache().await?;
        let revision = source.revision.as_ref().map(|revision| revision.number);
        let now = Now { revision, end: source.end, day: timer::today() };
        let doubted = match doubt(&cache.kept(name).await?, &now) {
            Doubt::Of(stretches) => Some(stretches),
            Doubt::ChangedSince(then) => changed_since(&source, then).await,
            Doubt::Everything => None,
        };
        match doubted {
            Some(stretches) => cache.believe(name, &stretches, revision).await,
            None => {
                cache.forget(name).await?;
                None
            }
        }
    }

    fn tell_kept(&self, id: FeedId, forget: bool) {
        let driver = self.clone();
        spawn_local(async move {
            let cache = driver.cache().await;
            if let Some(cache) = cache.as_ref().filter(|_| forget) {
                // Where forgetting fails, the size that is told next says so.
                let _ = cache.clear().await;
            }
            let bytes = match cache {
                Some(cache) => cache.bytes().await,
                None => None,
            };
            (driver.report)(Report::Kept(id, bytes));
        });
    }

    async fn cache(&self) -> Option<Cache> {
        let state = self.inner.borrow().cache.clone();
        match state {
            CacheState::Open(cache) => Some(cache),
            CacheState::None => None,
            CacheState::Unopened => {
                let cache = Cache::open().await;
                self.inner.borrow_mut().cache =
                    cache.clone().map_or(CacheState::None, CacheState::Open);
                cache
            }
        }
    }

    /// Hands over what the device keeps of the wishes, then asks for the rest.
    fn serve(&self, id: FeedId) {
        let driver = self.clone();
        spawn_local(async move {
            let Some(wish) = driver.with(id, |feed| feed.wishes) else { return };
            let changed =
                |driver: &Self| driver.with(id, |feed| feed.wishes != wish) != Some(false);
            let parts = driver.with(id, |feed| {
                let kept = feed.kept.as_ref();
                let parts =
                    feed.wanted.iter().flat_map(|range| kept.map(|kept| kept.within(*range)));
                let missing = parts.flatten().flat_map(|part| feed.plan.covered().missing(part));
                missing.collect::<Coverage>()
            });
            for part in parts.iter().flat_map(|parts| parts.ranges()) {
                driver.hand_over(id, *part).await;
                if changed(&driver) {
                    return;
                }
            }
            let dropped = driver.with(id, |feed| feed.plan.want(&feed.wanted)).unwrap_or_default();
            driver.with(id, |feed| {
                feed.again_ms.retain(|ticket, _| !dropped.contains(ticket));
                let dropped = dropped.iter().filter_map(|ticket| feed.requests.remove(ticket));
                dropped.for_each(|request| request.abort());
            });
            driver.tell(id);
            driver.pump(id);
        });
    }

    async fn hand_over(&self, id: FeedId, part: TimeRange) -> Option<()> {
        let name = self.with(id, |feed| feed.source.kept_as.clone())??;
        let cache = self.cache().await?;
        let Some(rows) = cache.rows(&name, part).await else {
            // What cannot be read is not kept, whatever its record says.
            self.with(id, |feed| feed.kept = Some(Coverage::default()));
            return cache.forget(&name).await;
        };
        let is_news = self.with(id, |feed| {
            let is_news = !feed.plan.covered().missing(part).is_empty();
            feed.plan.cover(part);
            is_news
        })?;
        if is_news && !rows.is_empty() {
            self.with(id, |feed| feed.untold.push(Rows { columns: Rc::new(rows), packed: None }));
        }
        self.tell(id);
        Some(())
    }

    /// Starts as many requests as the plan gives.
    fn pump(&self, id: FeedId) {
        let mut jobs = Vec::new();
        self.with(id, |feed| {
            while let Some(job) = feed.plan.next_job() {
                if let Ok(controller) = AbortController::new() {
                    feed.requests.insert(job.ticket, controller.clone());
                    feed.again_ms.insert(job.ticket, timer::now_ms() as u64 + job.after_ms);
                    jobs.push((job, controller));
                }
            }
        });
        for (job, controller) in jobs {
            let driver = self.clone();
            spawn_local(async move { driver.run(id, job, controller).await });
        }
    }

    async fn run(&self, id: FeedId, job: Job, controller: AbortController) {
        if job.after_ms > 0 {
            timer::sleep(job.after_ms).await;
        }
        if controller.signal().aborted() {
            return;
        }
        let reading = self.pool.read(&job.request, &controller).await;
        let known = self.with(id, |feed| {
            feed.take(&job, reading);
            (feed.source.root.clone(), feed.plan.known())
        });
        self.inner.borrow_mut().known.extend(known);
        // When a request is made again is known once it is pumped.
        self.pump(id);
        self.tell(id);
        self.keep(self.with(id, Feed::due).flatten());
    }

    /// Writes rows to the device.
    fn keep(&self, keep: Option<Keep>) {
        let Some(Keep { name, step_us, revision, fresh, pages }) = keep else { return };
        let driver = self.clone();
        spawn_local(async move {
            timer::sleep(BEFORE_WRITING_MS).await;
            let Some(cache) = driver.cache().await else { return };
            if cache.keep(&name, step_us, revision, &fresh, &pages).await.is_none() {
                // A full disk, most likely: keeping goes on at the next visit.
                driver.inner.borrow_mut().cache = CacheState::None;
            }
        });
    }

    /// Tells the page how a feed fares: at once, or in a moment together with what comes until then.
    fn tell(&self, id: FeedId) {
        let wait_ms = self.with(id, |feed| {
            let since_ms = timer::now_ms() - feed.told_ms;
            let is_soon = (0.0..BETWEEN_REPORTS_MS).contains(&since_ms) && !feed.plan.is_over();
            let waits = is_soon && !std::mem::replace(&mut feed.is_telling, true);
            (is_soon, waits.then_some(BETWEEN_REPORTS_MS - since_ms))
        });
        match wait_ms {
            None | Some((true, None)) => {}
            Some((false, _)) => self.tell_now(id),
            Some((true, Some(ms))) => {
                let driver = self.clone();
                spawn_local(async move {
                    timer::sleep(ms as u64).await;
                    if driver.with(id, |feed| std::mem::take(&mut feed.is_telling)) == Some(true) {
                        driver.tell_now(id);
                    }
                });
            }
        }
    }

    fn tell_now(&self, id: FeedId) {
        let told = self.with(id, |feed| {
            feed.told_ms = timer::now_ms();
            feed.is_telling = false;
            let progress = feed.plan.progress();
            let state = State {
                covered: feed.plan.covered().clone(),
                holes: feed.plan.holes().to_vec(),
                rows: progress.rows as u64,
                pages: progress.pages as u64,
                bytes: progress.bytes,
                rejected: progress.rejected as u64,
                without_zone: progress.without_zone as u64,
                is_over: feed.plan.is_over(),
                again: feed.again(),
            };
            (std::mem::take(&mut feed.untold), state)
        });
        if let Some((pages, state)) = told {
            (self.report)(Report::Progress(id, pages, state));
        }
    }
}

/// What a plan is told of an answer that is no page.
fn reply<'a>(fetched: &'a Fetched, request: &Request) -> Reply<'a> {
    match fetched {
        Fetched::Answer { status, content_type, retry_after_ms, body } => Reply::Answer(Answer {
            status: *status,
            content_type,
            retry_after_ms: *retry_after_ms,
            body,
        }),
        Fetched::Timeout => Reply::Timeout,
        Fetched::TooLarge => Reply::TooLarge(request.most_bytes),
        Fetched::NoAnswer(cause) => Reply::Network(cause.clone()),
    }
}

/// Where a series changed since a revision, as its service says; `None` when it does not.
async fn changed_since(source: &Source, then: i64) -> Option<Vec<TimeRange>> {
    let request = Request {
        url: format!("{}?since={then}", source.revision.as_ref()?.changes_url),
        timeout_ms: PATIENCE_MS,
        most_bytes: MOST_CHANGES_BYTES,
        with_credentials: false,
    };
    let controller = AbortController::new().ok()?;
    match fetch(&request, &controller).await {
        Fetched::Answer { status: 200, body, .. } => {
            serde_json::from_slice::<Changes>(&body).ok().map(|changes| changes.changed)
        }
        _ => None,
    }
}

/// Stretches to keep on the device, with the rows in them.
struct Keep {
    name: String,
    step_us: Option<i64>,
    revision: Option<i64>,
    fresh: Vec<TimeRange>,
    pages: Vec<Rc<Columns>>,
}

impl Feed {
    /// The soonest of what is tried again.
    fn again(&self) -> Option<Again> {
        let again = self.plan.retries().filter_map(|Retry { ticket, reason }| {
            Some(Again { at_ms: *self.again_ms.get(&ticket)?, reason })
        });
        again.min_by_key(|again| again.at_ms)
    }

    /// Takes what came of a job.
    fn take(&mut self, job: &Job, reading: Reading) {
        let ticket = job.ticket;
        let before = self.plan.covered().clone();
        let (rows, packed) = match reading {
            Reading::Page { page, bytes, packed } => {
                let whole = page.rows();
                let rows = self.plan.accept_page(ticket, page, bytes);
                let packed = packed.filter(|_| rows.len() == whole);
                (rows, packed)
            }
            Reading::Other(fetched) => {
                (self.plan.accept(ticket, &reply(&fetched, &job.request)), None)
            }
        };
        self.requests.remove(&ticket);
        self.again_ms.remove(&ticket);
        let newest = rows.time_us().iter().max().map(|time_us| TimeUs(*time_us));
        self.newest = self.newest.max(newest);
        let page = Some(rows).filter(|rows| !rows.is_empty()).map(Rc::new);
        let told = page.iter().map(|page| Rows { columns: page.clone(), packed: packed.clone() });
        self.untold.extend(told);
        if self.source.kept_as.is_none() {
            return;
        }
        if self.unkept.pages.is_empty() {
            self.unkept.since_ms = timer::now_ms();
        }
        self.unkept.pages.extend(page);
        let fresh = self.plan.covered().ranges().iter().flat_map(|range| before.missing(*range));
        fresh.for_each(|range| self.unkept.fresh.add(range));
    }

    /// What is to be kept now, if it is time to.
    fn due(&mut self) -> Option<Keep> {
        let rows: usize = self.unkept.pages.iter().map(|page| page.len()).sum();
        let waited_ms = timer::now_ms() - self.unkept.since_ms;
        let is_due = self.plan.is_over()
            || rows >= ROWS_BETWEEN_WRITES
            || !(0.0..BETWEEN_WRITES_MS).contains(&waited_ms);
        if is_due { self.take_unkept() } else { None }
    }

    /// All that can be kept; rows outside of what is covered wait.
    fn take_unkept(&mut self) -> Option<Keep> {
        let name = self.source.kept_as.clone()?;
        // After the newest row nothing is known for good: more may come.
        let end = self.newest.map_or(i64::MIN, |newest| newest.0.saturating_add(1));
        let known = TimeRange { start: TimeUs(i64::MIN), end: TimeUs(end) };
        let Unkept { pages, fresh, .. } = std::mem::take(&mut self.unkept);
        self.unkept.since_ms = timer::now_ms();
        // What was uncovered since, for news, is fresh again when they are here.
        let fresh = fresh.ranges().iter().flat_map(|range| self.plan.covered().within(*range));
        let fresh: Vec<TimeRange> = fresh.filter_map(|range| range.intersection(known)).collect();
        if fresh.is_empty() {
            self.unkept.pages = pages;
            return None;
        }
        let covered = self.plan.covered();
        let mut keep = Vec::with_capacity(pages.len());
        for page in pages {
            let times = page.time_us();
            let (first, last) = (times.iter().min(), times.iter().max());
            let reach = first.zip(last).and_then(|(first, last)| {
                TimeRange::new(TimeUs(*first), TimeUs(last.saturating_add(1)))
            });
            if reach.is_some_and(|reach| covered.covers(reach)) {
                keep.push(page);
                continue;
            }
            let is_covered = |row: &usize| covered.contains(TimeUs(times[*row]));
            let (kept, waiting): (Vec<usize>, Vec<usize>) = (0..times.len()).partition(is_covered);
            keep.push(Rc::new(page.picked(&kept)));
            if !waiting.is_empty() {
                self.unkept.pages.push(Rc::new(page.picked(&waiting)));
            }
        }
        let (step_us, revision) = (self.source.step_us, self.source.revision.as_ref());
        let revision = revision.map(|revision| revision.number);
        Some(Keep { name, step_us, revision, fresh, pages: keep })
    }
}
