//! A service that misbehaves as told: each case is a pure function from a request to an answer, and
//! [`drive`] walks over what it says.

use crate::paging::{
    Answer, Chain, Failure, Limits, Outcome, Reply, Request, Step, Stop, Summary, Walk,
};
use crate::request::{Dialect, ServiceRoot, Window};
use gagehouse_model::TimeUs;
use gagehouse_observations::Columns;

pub const ROOT: &str = "https://data.org/api/v1.1";
pub const MINUTE_US: i64 = 60_000_000;

/// What a service answers.
pub enum Given {
    /// With this status and body.
    Answer(u16, String),
    /// With a page for people.
    Html(u16, String),
    /// Nothing in time.
    Timeout,
    /// Not at all.
    Unreachable,
    /// More than anybody wants.
    TooLarge,
}

impl From<(u16, String)> for Given {
    fn from((status, body): (u16, String)) -> Self {
        Self::Answer(status, body)
    }
}

/// What came of a walk.
pub struct Seen {
    pub rows: Columns,
    pub times: Vec<i64>,
    pub urls: Vec<String>,
    pub waits_ms: Vec<u64>,
    pub result: Result<Outcome, Failure>,
}

impl Seen {
    /// That everything came.
    pub fn complete(&self) -> &Summary {
        match &self.result {
            Ok(Outcome::Complete(summary)) => summary,
            other => panic!("not complete: {other:?} after {:#?}", self.urls),
        }
    }

    /// That it broke off, and why.
    pub fn partial(&self) -> (&Stop, &Summary) {
        match &self.result {
            Ok(Outcome::Partial { stop, summary }) => (stop, summary),
            other => panic!("not partial: {other:?}"),
        }
    }
}

pub fn chain(window: Window) -> Chain {
    Chain {
        root: ServiceRoot::new(ROOT),
        datastream: "a-b".into(),
        window,
        dialect: Dialect { top: 1_000, ..Dialect::default() },
        with_credentials: false,
        limits: Limits::default(),
    }
}

/// Drives a walk; the service is told the request and how many there were before.
pub fn drive<G: Into<Given>>(chain: Chain, mut service: impl FnMut(&Request, usize) -> G) -> Seen {
    let mut walk = Walk::new(chain);
    let mut seen = Seen {
        rows: Columns::default(),
        times: vec![],
        urls: vec![],
        waits_ms: vec![],
        result: Err(Failure::Timeout),
    };
    while let Some(request) = walk.next_request() {
        assert!(seen.urls.len() < 1_000, "the walk never ends: {:#?}", &seen.urls[990..]);
        let given = service(&request, seen.urls.len()).into();
        seen.urls.push(request.url);
        match walk.accept(&reply(&given, request.most_bytes)) {
            Ok(Step::Rows(batch)) => {
                seen.times.extend_from_slice(batch.columns.time_us());
                seen.rows.append(&batch.columns);
            }
            Ok(Step::Again) => {}
            Ok(Step::Wait { ms, .. }) => seen.waits_ms.push(ms),
            Err(failure) => {
                seen.result = Err(failure);
                return seen;
            }
        }
    }
    seen.result = Ok(walk.outcome().unwrap().clone());
    seen
}

fn reply(given: &Given, most_bytes: u64) -> Reply<'_> {
    match given {
        Given::Answer(status, body) => whole(*status, "application/json", body),
        Given::Html(status, body) => whole(*status, "text/html", body),
        Given::Timeout => Reply::Timeout,
        Given::Unreachable => Reply::Network("connection refused".into()),
        Given::TooLarge => Reply::TooLarge(most_bytes),
    }
}

fn whole<'a>(status: u16, content_type: &'a str, body: &'a str) -> Reply<'a> {
    Reply::Answer(Answer { status, retry_after_ms: None, content_type, body: body.as_bytes() })
}

/// A page of one group with these components and rows, as text.
pub fn page_with(components: &str, rows: &str) -> String {
    format!("{{\"value\":[{{\"components\":[{components}],\"dataArray\":[{rows}]}}]}}")
}

/// The one page of a service.
pub fn read_page(body: &str) -> Seen {
    drive(chain(Window::ALL), |_, _| (200, body.to_owned()))
}

pub fn option(url: &str, name: &str) -> Option<String> {
    let query = url.split_once('?')?.1;
    let value = query.split('&').find_map(|part| part.strip_prefix(&format!("${name}=")))?;
    Some(crate::percent::decode(value))
}

/// The time after an operator in the filter.
pub fn bound(url: &str, operator: &str) -> Option<i64> {
    let filter = option(url, "filter")?;
    let after = filter.split_once(&format!("phenomenonTime {operator} "))?.1;
    let time: TimeUs = after.split(' ').next()?.parse().unwrap();
    Some(time.0)
}

/// Rows of a well-behaved service for a URL: minutes `0..total`, filtered, skipped, cut at `$top`.
pub fn rows_for(url: &str, total: i64) -> Vec<i64> {
    let from = bound(url, "ge").unwrap_or(i64::MIN);
    let until = bound(url, "lt").unwrap_or(i64::MAX);
    let skip = option(url, "skip").map_or(0, |n| n.parse().unwrap());
    let top = option(url, "top").map_or(100, |n| n.parse().unwrap());
    (0..total)
        .filter(|minute| (from..until).contains(&(minute * MINUTE_US)))
        .skip(skip)
        .take(top)
        .collect()
}

pub fn page(minutes: &[i64], link: Option<&str>) -> String {
    page_of("a-b", minutes, link)
}

pub fn page_of(datastream: &str, minutes: &[i64], link: Option<&str>) -> String {
    let rows: Vec<String> = minutes
        .iter()
        .map(|m| format!("[{m},\"{}\",{m}]", TimeUs(m * MINUTE_US).to_rfc3339()))
        .collect();
    let link = link.map(|link| format!("\"@iot.nextLink\":\"{link}\",")).unwrap_or_default();
    if rows.is_empty() {
        return format!("{{{link}\"value\":[]}}");
    }
    format!(
        "{{{link}\"value\":[{{\"Datastream@iot.navigationLink\":\"{ROOT}/Datastreams('{datastream}')\",\"components\":[\"id\",\"phenomenonTime\",\"result\"],\"dataArray\":[{}]}}]}}",
        rows.join(",")
    )
}

pub fn minutes(range: std::ops::Range<i64>) -> Vec<i64> {
    range.map(|m| m * MINUTE_US).collect()
}

/// What a link begins with.
pub const LINK: &str = "https://data.org/api/v1.1/Datastreams('a-b')/Observations?$resultFormat=dataArray&$orderby=phenomenonTime asc";

/// A HydroServer: a raw link exactly when the page is full.
pub fn hydroserver(total: i64) -> impl FnMut(&Request, usize) -> (u16, String) {
    move |request, _| {
        let rows = rows_for(&request.url, total);
        let skip: i64 = option(&request.url, "skip").map_or(0, |n| n.parse().unwrap());
        let link = format!("{LINK}&$top=1000&$skip={}", skip + 1_000);
        (200, page(&rows, (rows.len() == 1_000).then_some(link.as_str())))
    }
}
