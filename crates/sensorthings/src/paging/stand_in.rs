//! A stand-in service that misbehaves as told, and a reader that drives a plan against it.

use super::{Answer, Hole, Job, Knowledge, Limits, Plan, Reply, Target};
use crate::page::{Ids, decode};
use crate::percent;
use crate::request::{Dialect, ServiceRoot};
use gagehouse_model::{TimeRange, TimeUs};

/// Requests after which a plan that has not ended never will.
const ENDLESS: usize = 20_000;

/// How the service links its pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Links {
    /// By `$skip`, while there is more.
    Skip,
    /// Never.
    None,
    /// Always, also after the end, where the last page comes again and again.
    Endless,
    /// To the observations of all datastreams.
    Foreign,
}

/// What the service is like.
#[derive(Debug, Clone)]
pub struct Service {
    /// Times of its rows in microseconds, ascending; equal ones are legal. The index is the id.
    pub times_us: Vec<i64>,
    /// How long each lasts: 0 for instants.
    pub lasts_us: i64,
    /// Most rows of a page.
    pub page: usize,
    /// Whether a larger `$top` is refused with 422 rather than cut.
    pub refuses_top: bool,
    /// Whether the order that was asked for is kept; else newest first.
    pub orders: bool,
    /// Whether the filter is kept.
    pub filters: bool,
    /// How it links.
    pub links: Links,
    /// Whether rows of another datastream come along.
    pub mixes: bool,
    /// Requests that fail, in percent.
    pub fails: u64,
    /// The request from which on it answers nothing.
    pub dies_at: Option<usize>,
}

impl Service {
    /// A service as it should be.
    pub fn with_rows(times_us: Vec<i64>, page: usize) -> Self {
        Self {
            times_us,
            lasts_us: 0,
            page,
            refuses_top: false,
            orders: true,
            filters: true,
            links: Links::Skip,
            mixes: false,
            fails: 0,
            dies_at: None,
        }
    }

    /// A plan for it that knows nothing but the step.
    pub fn plan(&self, step_us: Option<i64>) -> Plan {
        let target = Target {
            root: ServiceRoot::new("https://data.org/v1.1"),
            datastream: "7".into(),
            with_credentials: false,
            step_us,
            known: Knowledge { dialect: Dialect { top: 50, ..Dialect::default() }, orders: None },
            limits: Limits::default(),
        };
        Plan::new(target, 1)
    }

    /// The body of the answer to a job, whatever else happens to the service.
    pub fn body_for(&self, job: &Job) -> String {
        self.answer(&job.request.url).1
    }

    /// The answer to a URL.
    fn answer(&self, url: &str) -> (u16, String) {
        let option = |name: &str| {
            let value = url.split(['?', '&']).find_map(|o| o.strip_prefix(&format!("${name}=")));
            value.map(percent::decode)
        };
        let number = |name: &str| option(name).and_then(|text| text.parse::<usize>().ok());
        let top = number("top").unwrap_or(self.page);
        if self.refuses_top && top > self.page {
            return (422, "$top is too large".into());
        }
        let filter = option("filter").filter(|_| self.filters).unwrap_or_default();
        let bound = |operator: &str| {
            let after = filter.split_once(&format!("phenomenonTime {operator} "))?;
            let is_negated = after.0.ends_with("not ");
            Some((after.1.split(' ').next()?.parse::<TimeUs>().ok()?.0, is_negated))
        };
        // As the standard has it: an interval is before an instant when it ends by then.
        let keeps = |start: i64| {
            let end = start + self.lasts_us;
            let is_before = |t: i64| if self.lasts_us == 0 { start < t } else { end <= t };
            let from = bound("ge").filter(|(_, not)| !not).is_none_or(|(t, _)| start >= t);
            let until = bound("lt").filter(|(_, not)| !not).is_none_or(|(t, _)| is_before(t));
            let not_before = bound("lt").filter(|(_, not)| *not).is_none_or(|(t, _)| !is_before(t));
            let not_after = bound("ge").filter(|(_, not)| *not).is_none_or(|(t, _)| start < t);
            from && until && not_before && not_after
        };
        let mut rows: Vec<(usize, i64)> = self.times_us.iter().copied().enumerate().collect();
        rows.retain(|(_, start)| keeps(*start));
        if !self.orders {
            rows.reverse();
        }
        let skip = number("skip").unwrap_or(0);
        let size = top.min(self.page);
        let last = rows.len().saturating_sub(1) / size * size;
        let start =
            if self.links == Links::Endless { skip.min(last) } else { skip.min(rows.len()) };
        let end = (start + size).min(rows.len());
        let page: Vec<String> = rows[start..end]
            .iter()
            .map(|(id, start)| match self.lasts_us {
                0 => format!("[{id},\"{}\",{id}]", TimeUs(*start)),
                lasts => {
                    format!("[{id},\"{}/{}\",{id}]", TimeUs(*start), TimeUs(start + lasts))
                }
            })
            .collect();
        let query = url.split_once('?').map_or("", |(_, query)| query);
        let others = query.split('&').filter(|option| !option.starts_with("$skip="));
        let query = others.collect::<Vec<_>>().join("&");
        let here = "https://data.org/v1.1/Datastreams(7)/Observations";
        let link = match self.links {
            Links::Skip if end < rows.len() => Some(format!("{here}?{query}&$skip={end}")),
            Links::Endless => Some(format!("{here}?{query}&$skip={}", skip + size)),
            Links::Foreign if end < rows.len() => {
                Some(format!("https://data.org/v1.1/Observations?$skip={end}"))
            }
            _ => None,
        };
        (200, self.body(&page, link))
    }

    fn body(&self, rows: &[String], link: Option<String>) -> String {
        let group = |id: u32, rows: &[String]| {
            format!(
                "{{\"Datastream@iot.navigationLink\":\"https://data.org/v1.1/Datastreams({id})\",\
                 \"components\":[\"id\",\"phenomenonTime\",\"result\"],\"dataArray\":[{}]}}",
                rows.join(",")
            )
        };
        let mut groups = Vec::new();
        if !rows.is_empty() {
            groups.push(group(7, rows));
        }
        if self.mixes && !rows.is_empty() {
            groups.push(group(8, &["[900001,\"1970-01-01T00:00:01Z\",5]".to_owned()]));
        }
        let link = link.map(|link| format!("\"@iot.nextLink\":\"{link}\",")).unwrap_or_default();
        format!("{{{link}\"value\":[{}]}}", groups.join(","))
    }
}

/// What a reader got.
#[derive(Debug, Default)]
pub struct Read {
    /// Ids and times of the rows, in order of arrival.
    pub rows: Vec<(usize, i64)>,
    /// Requests made.
    pub requests: usize,
    /// The most that were on their way at once.
    pub at_once: usize,
    /// Addresses asked, in order.
    pub urls: Vec<String>,
}

/// Runs a plan to its end; replies come in an order that `chance` decides.
pub fn read(plan: &mut Plan, service: &Service, chance: u64) -> Read {
    let mut read = Read::default();
    read_until(plan, service, chance, &mut read, |_| false);
    assert!(plan.is_over());
    read
}

/// Runs a plan until `stops` says so, or to its end.
pub fn read_until(
    plan: &mut Plan,
    service: &Service,
    chance: u64,
    read: &mut Read,
    stops: impl Fn(&Read) -> bool,
) {
    let mut jobs: Vec<Job> = Vec::new();
    let mut state = chance | 1;
    let mut draw = move |below: u64| {
        state =
            state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % below
    };
    while !stops(read) {
        let new: Vec<Job> = std::iter::from_fn(|| plan.next_job()).collect();
        read.urls.extend(new.iter().map(|job| job.request.url.clone()));
        jobs.extend(new);
        read.at_once = read.at_once.max(jobs.len());
        if jobs.is_empty() {
            return;
        }
        let job = jobs.swap_remove(draw(jobs.len() as u64) as usize);
        assert!(read.requests < ENDLESS, "never ends: {:?}", job.request.url);
        let is_dead = service.dies_at.is_some_and(|at| read.requests >= at);
        read.requests += 1;
        let (mut status, mut body) = service.answer(&job.request.url);
        if draw(100) < service.fails {
            match draw(3) {
                0 => status = 503,
                1 => body.truncate(body.len() / 2),
                _ => status = 0,
            }
        }
        let answer =
            Answer { status, retry_after_ms: None, content_type: "", body: body.as_bytes() };
        let reply = match status {
            _ if is_dead => Reply::Network("connection refused".into()),
            0 => Reply::Timeout,
            _ => Reply::Answer(answer),
        };
        // Every second page is decoded before the plan sees it, as readers on threads of their own do.
        let page = match &reply {
            Reply::Answer(Answer { status: 200, body, .. }) if read.requests.is_multiple_of(2) => {
                decode(body, Ids::Keep).ok().map(|page| (page, body.len()))
            }
            _ => None,
        };
        let columns = match page {
            Some((page, bytes)) => plan.accept_page(job.ticket, page, bytes),
            None => plan.accept(job.ticket, &reply),
        };
        let ids = columns.value().iter().map(|value| *value as usize);
        read.rows.extend(ids.zip(columns.time_us().iter().copied()));
    }
}

/// The ranges of holes.
pub fn ranges(holes: &[Hole]) -> Vec<TimeRange> {
    holes.iter().map(|hole| hole.range).collect()
}
