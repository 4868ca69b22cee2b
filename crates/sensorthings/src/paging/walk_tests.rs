//! Walks against services as they are: every case is a pure function from URL to answer.

use super::*;
use crate::request::{Dialect, ServiceRoot, Window};
use gagehouse_model::TimeUs;

const ROOT: &str = "https://data.org/api/v1.1";
const MINUTE_US: i64 = 60_000_000;

struct Seen {
    times: Vec<i64>,
    urls: Vec<String>,
    waits_ms: Vec<u64>,
    result: Result<Outcome, Failure>,
}

impl Seen {
    fn complete(&self) -> &Summary {
        match &self.result {
            Ok(Outcome::Complete(summary)) => summary,
            other => panic!("not complete: {other:?} after {:#?}", self.urls),
        }
    }

    fn partial(&self) -> (&Stop, &Summary) {
        match &self.result {
            Ok(Outcome::Partial { stop, summary }) => (stop, summary),
            other => panic!("not partial: {other:?}"),
        }
    }
}

fn chain(window: Window) -> Chain {
    Chain {
        root: ServiceRoot::new(ROOT),
        datastream: "a-b".into(),
        window,
        dialect: Dialect { top: 1_000, ..Dialect::default() },
        with_credentials: false,
        limits: Limits::default(),
    }
}

/// Drives a walk; the service gives a status (0 for no answer in time) and a body.
fn drive(chain: Chain, mut service: impl FnMut(&Request, usize) -> (u16, String)) -> Seen {
    let mut walk = Walk::new(chain);
    let mut seen =
        Seen { times: vec![], urls: vec![], waits_ms: vec![], result: Err(Failure::Timeout) };
    while let Some(request) = walk.next_request() {
        assert!(seen.urls.len() < 1_000, "the walk never ends: {:#?}", &seen.urls[990..]);
        let (status, body) = service(&request, seen.urls.len());
        seen.urls.push(request.url);
        let answer =
            Answer { status, retry_after_ms: None, content_type: "", body: body.as_bytes() };
        let reply = if status == 0 { Reply::Timeout } else { Reply::Answer(answer) };
        match walk.accept(&reply) {
            Ok(Step::Rows(batch)) => seen.times.extend_from_slice(batch.columns.time_us()),
            Ok(Step::Again) => {}
            Ok(Step::Wait { ms }) => seen.waits_ms.push(ms),
            Err(failure) => {
                seen.result = Err(failure);
                return seen;
            }
        }
    }
    seen.result = Ok(walk.outcome().unwrap().clone());
    seen
}

fn option(url: &str, name: &str) -> Option<String> {
    let query = url.split_once('?')?.1;
    let value = query.split('&').find_map(|part| part.strip_prefix(&format!("${name}=")))?;
    Some(crate::percent::decode(value))
}

/// The time after an operator in the filter.
fn bound(url: &str, operator: &str) -> Option<i64> {
    let filter = option(url, "filter")?;
    let after = filter.split_once(&format!("phenomenonTime {operator} "))?.1;
    let time: TimeUs = after.split(' ').next()?.parse().unwrap();
    Some(time.0)
}

/// Rows of a well-behaved service for a URL: minutes `0..total`, filtered, skipped, cut at `$top`.
fn rows_for(url: &str, total: i64) -> Vec<i64> {
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

fn page(minutes: &[i64], link: Option<&str>) -> String {
    page_of("a-b", minutes, link)
}

fn page_of(datastream: &str, minutes: &[i64], link: Option<&str>) -> String {
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

fn minutes(range: std::ops::Range<i64>) -> Vec<i64> {
    range.map(|m| m * MINUTE_US).collect()
}

const LINK: &str = "https://data.org/api/v1.1/Datastreams('a-b')/Observations?$resultFormat=dataArray&$orderby=phenomenonTime asc";

/// A HydroServer: a raw link exactly when the page is full.
fn hydroserver(total: i64) -> impl FnMut(&Request, usize) -> (u16, String) {
    move |request, _| {
        let rows = rows_for(&request.url, total);
        let skip: i64 = option(&request.url, "skip").map_or(0, |n| n.parse().unwrap());
        let link = format!("{LINK}&$top=1000&$skip={}", skip + 1_000);
        (200, page(&rows, (rows.len() == 1_000).then_some(link.as_str())))
    }
}

#[test]
fn raw_links_are_encoded_and_followed_to_the_end() {
    let seen = drive(chain(Window::ALL), hydroserver(2_500));
    assert_eq!(seen.times, minutes(0..2_500));
    assert_eq!(seen.complete().pages, 3);
    assert!(seen.urls.iter().all(|url| !url.contains(' ')), "{:#?}", seen.urls);
    assert!(seen.urls[0].contains("/Datastreams(%27a-b%27)/Observations?"));
}

#[test]
fn an_empty_page_after_an_exact_multiple_is_the_end() {
    let seen = drive(chain(Window::ALL), hydroserver(2_000));
    assert_eq!((seen.times.len(), seen.complete().pages), (2_000, 3));
}

#[test]
fn an_empty_series_is_complete() {
    let seen = drive(chain(Window::ALL), hydroserver(0));
    assert_eq!((seen.complete().rows, seen.urls.len()), (0, 1));
}

#[test]
fn a_short_page_with_a_link_is_not_the_end() {
    let seen = drive(chain(Window::ALL), |request, _| match option(&request.url, "skip") {
        None => (200, page(&[0, 1], Some(&format!("{LINK}&$skip=2")))),
        Some(_) => (200, page(&[2, 3], None)),
    });
    assert_eq!(seen.times, minutes(0..4));
    seen.complete();
}

#[test]
fn a_full_page_without_a_link_is_not_trusted() {
    let seen =
        drive(chain(Window::ALL), |request, _| (200, page(&rows_for(&request.url, 2_100), None)));
    assert_eq!(seen.times, minutes(0..2_100));
    seen.complete();
}

#[test]
fn a_link_to_the_observations_of_all_datastreams_is_not_followed() {
    let seen = drive(chain(Window::ALL), |request, _| {
        assert!(request.url.contains("/Datastreams("), "{}", request.url);
        let rows = rows_for(&request.url, 1_500);
        (200, page(&rows, Some("https://data.org/api/v1.1/Observations?$skip=1000")))
    });
    assert_eq!(seen.times, minutes(0..1_500));
    assert!(seen.complete().links_elsewhere);
}

#[test]
fn rows_of_other_datastreams_are_dropped_and_counted() {
    let seen = drive(chain(Window::ALL), |_, n| match n {
        0 => (200, page(&[0, 1], Some(&format!("{LINK}&$skip=2")))),
        _ => (200, page_of("c-d", &[5, 6, 7], None)),
    });
    assert_eq!(seen.times, minutes(0..2));
    assert_eq!(seen.complete().rows_foreign, 3);
}

#[test]
fn links_to_localhost_are_followed_at_the_service_itself() {
    let seen = drive(chain(Window::ALL), |request, n| {
        assert!(request.url.starts_with(ROOT));
        let link = "http://localhost:8080/api/v1.1/Datastreams('a-b')/Observations?$skip=2";
        (200, if n == 0 { page(&[0, 1], Some(link)) } else { page(&[2], None) })
    });
    assert_eq!(seen.times, minutes(0..3));
    assert!(seen.complete().links_elsewhere);
}

#[test]
fn relative_links_are_followed() {
    let seen = drive(chain(Window::ALL), |_, n| match n {
        0 => (200, page(&[0], Some("Datastreams('a-b')/Observations?$skip=1"))),
        1 => (200, page(&[1], Some("?$skip=2"))),
        _ => (200, page(&[2], None)),
    });
    assert_eq!(seen.times, minutes(0..3));
}

#[test]
fn a_link_to_the_same_page_does_not_go_round() {
    let seen = drive(chain(Window::ALL), |request, _| {
        let rows = rows_for(&request.url, 3);
        let link = request.url.clone();
        (200, page(&rows, Some(&link)))
    });
    assert_eq!(seen.times, minutes(0..3));
    assert!(seen.urls.len() <= 3, "{:#?}", seen.urls);
    seen.complete();
}

#[test]
fn an_endless_link_that_repeats_the_last_page_ends() {
    // The service ignores $skip and always has another link.
    let seen = drive(chain(Window::ALL), |request, n| {
        let mut rows = rows_for(&request.url.replace("$skip", "$ignored"), 3);
        rows.truncate(1_000);
        (200, page(&rows, Some(&format!("{LINK}&$skip={}", n + 1))))
    });
    assert_eq!(seen.times, minutes(0..3));
    assert!(seen.urls.len() <= 4, "{:#?}", seen.urls);
    seen.complete();
}

#[test]
fn endless_new_rows_stop_at_the_budget() {
    let mut chain = chain(Window::ALL);
    chain.limits.pages = 5;
    let seen = drive(chain, |_, n| {
        let n = n as i64;
        (200, page(&[2 * n, 2 * n + 1], Some(&format!("{LINK}&$skip={}", 2 * n + 2))))
    });
    assert_eq!(seen.partial().0, &Stop::Limit { what: "pages", limit: 5 });
    assert_eq!(seen.times.len(), 10);
}

#[test]
fn pages_of_nothing_but_broken_rows_end_too() {
    let broken = "{\"@iot.nextLink\":\"LINK\",\"value\":[{\"components\":[\"phenomenonTime\",\"result\"],\"dataArray\":[[\"NULL\",1]]}]}";
    let seen = drive(chain(Window::ALL), |_, n| {
        (200, broken.replace("LINK", &format!("{LINK}&$skip={}", n + 1)))
    });
    assert_eq!(seen.partial().0, &Stop::NoWayOn);
    assert!(seen.partial().1.rejected > 100);
}

#[test]
fn a_refused_page_size_is_stepped_down() {
    let mut chain = chain(Window::ALL);
    chain.dialect.top = 10_000;
    let seen = drive(chain, |request, _| {
        let top: usize = option(&request.url, "top").unwrap().parse().unwrap();
        if top > 100 {
            let body = r#"{"detail":[{"type":"less_than_equal","loc":["query","$top"],"msg":"Input should be less than or equal to 100"}]}"#;
            return (422, body.into());
        }
        (200, page(&rows_for(&request.url, 250), None))
    });
    assert_eq!(seen.times, minutes(0..250));
    assert_eq!(seen.complete().dialect.top, 100, "remembered for the next walk");
}

#[test]
fn a_service_that_knows_less_is_asked_more_simply() {
    let seen = drive(chain(Window::ALL), |request, _| {
        if ["id%20asc", "$select", "dataArray"].iter().any(|word| request.url.contains(word)) {
            return (400, r#"{"message":"not implemented"}"#.into());
        }
        let body =
            r#"{"value":[{"@iot.id":1,"phenomenonTime":"1970-01-01T00:00:00Z","result":5}]}"#;
        (200, body.into())
    });
    assert_eq!(seen.times, [0]);
    assert_eq!(seen.urls.len(), 4);
}

#[test]
fn an_id_is_tried_in_the_other_writing_before_it_is_not_found() {
    let seen = drive(chain(Window::ALL), |request, _| match request.url.contains("(a-b)") {
        true => (200, page(&[0], None)),
        false => (404, String::new()),
    });
    assert_eq!(seen.times, [0]);
    let seen = drive(chain(Window::ALL), |_, _| (404, r#"{"detail":"Not found"}"#.into()));
    assert_eq!(seen.result, Err(Failure::NotFound(404)));
}

#[test]
fn a_page_that_lost_its_format_is_read_all_the_same() {
    let seen = drive(chain(Window::ALL), |_, n| match n {
        0 => (200, page(&[0, 1], Some(&format!("{LINK}&$skip=2")))),
        _ => (
            200,
            r#"{"value":[{"@iot.id":2,"phenomenonTime":"1970-01-01T00:02:00Z","result":"2"}]}"#
                .into(),
        ),
    });
    assert_eq!(seen.times, minutes(0..3));
}

#[test]
fn pages_that_shift_while_data_arrive_bring_each_row_once() {
    let seen = drive(chain(Window::ALL), |_, n| match n {
        0 => (200, page(&[0, 1, 2], Some(&format!("{LINK}&$skip=3")))),
        1 => (200, page(&[2, 3, 4], Some(&format!("{LINK}&$skip=6")))),
        _ => (200, page(&[4, 5], None)),
    });
    assert_eq!(seen.times, minutes(0..6));
    assert_eq!(seen.complete().rows_again, 2);
}

#[test]
fn more_rows_at_one_time_than_a_page_holds_are_all_read() {
    // 2,500 rows of a profile at one instant, no links, keyset by time alone would never get past them.
    let mut chain = chain(Window::ALL);
    chain.dialect.top = 1_000;
    let seen = drive(chain, |request, _| {
        let skip: i64 = option(&request.url, "skip").map_or(0, |n| n.parse().unwrap());
        let rows: Vec<String> = (skip..2_500)
            .take(1_000)
            .map(|id| format!("[{id},\"1970-01-01T00:00:00Z\",{id}]"))
            .collect();
        let body = format!(
            "{{\"value\":[{{\"components\":[\"id\",\"phenomenonTime\",\"result\"],\"dataArray\":[{}]}}]}}",
            rows.join(",")
        );
        (200, if rows.is_empty() { "{\"value\":[]}".into() } else { body })
    });
    assert_eq!(seen.times.len(), 2_500);
    seen.complete();
}

#[test]
fn a_stale_bearer_is_dropped_and_the_walk_goes_on_anonymously() {
    let chain = Chain { with_credentials: true, ..chain(Window::ALL) };
    let seen = drive(chain, |request, _| match request.with_credentials {
        true => (401, String::new()),
        false => (200, page(&[0], None)),
    });
    assert_eq!(seen.times, [0]);
    assert!(seen.complete().credentials_refused);
}

#[test]
fn html_with_status_200_and_a_cut_body_are_failures_not_ends() {
    let seen = drive(chain(Window::ALL), |_, _| (200, "<html>maintenance</html>".into()));
    assert!(matches!(seen.result, Err(Failure::NotAPage(_))));
    assert_eq!(seen.urls.len(), 2, "tried once more");

    let seen = drive(chain(Window::ALL), |_, n| match n {
        0 => (200, page(&[0, 1], Some(&format!("{LINK}&$skip=2")))),
        _ => (200, page(&[2, 3], None).chars().take(120).collect()),
    });
    let (stop, summary) = seen.partial();
    assert!(matches!(stop, Stop::Failed(Failure::NotAPage(_))));
    assert_eq!((summary.rows, summary.newest), (2, Some(TimeUs(MINUTE_US))));
}

#[test]
fn a_later_page_that_fails_for_good_makes_the_load_partial() {
    let seen = drive(chain(Window::ALL), |request, _| match option(&request.url, "skip") {
        None if bound(&request.url, "ge").is_none() => {
            (200, page(&[0, 1], Some(&format!("{LINK}&$skip=2"))))
        }
        _ => (502, "<html>Bad Gateway</html>".into()),
    });
    let (stop, summary) = seen.partial();
    assert_eq!(stop.to_string(), "the service failed (502): Bad Gateway");
    assert_eq!(summary.newest, Some(TimeUs(MINUTE_US)));
    assert!(!seen.waits_ms.is_empty());
}

#[test]
fn a_service_that_is_down_is_given_up_after_four_requests_and_a_gateway_in_haste_asked_for_less() {
    for status in [502, 503] {
        let seen = drive(chain(Window::ALL), |_, _| (status, String::new()));
        assert_eq!(seen.urls.len(), 4, "{status}: {:#?}", seen.urls);
        assert!(matches!(seen.result, Err(Failure::Server { .. })), "{:?}", seen.result);
    }
    for status in [500, 504] {
        let seen = drive(chain(Window::ALL), |request, _| match option(&request.url, "top") {
            Some(top) if top == "1000" => (status, String::new()),
            _ => (200, page(&rows_for(&request.url, 150), None)),
        });
        assert_eq!(seen.complete().dialect.top, 100, "{status}");
    }
}

#[test]
fn a_slow_page_is_asked_for_in_smaller_pieces() {
    let seen = drive(chain(Window::ALL), |request, _| {
        match option(&request.url, "top").unwrap().parse::<u32>().unwrap() {
            1_000 => (0, String::new()),
            _ => (200, page(&rows_for(&request.url, 150), None)),
        }
    });
    assert_eq!(seen.times, minutes(0..150));
    assert_eq!(seen.complete().dialect.top, 100);
}

#[test]
fn waits_grow_and_retry_after_is_kept() {
    let mut walk = Walk::new(chain(Window::ALL));
    let busy = |retry_after_ms| {
        Reply::Answer(Answer { status: 429, retry_after_ms, content_type: "", body: b"" })
    };
    assert_eq!(walk.accept(&busy(None)), Ok(Step::Wait { ms: 500 }));
    assert_eq!(walk.accept(&busy(Some(7_000))), Ok(Step::Wait { ms: 7_000 }));
    assert_eq!(walk.accept(&busy(None)), Ok(Step::Wait { ms: 2_000 }));
    assert!(walk.accept(&busy(None)).is_err());
    assert_eq!(walk.next_request(), None);
}

#[test]
fn only_the_window_is_kept_of_a_service_that_ignores_its_filter() {
    let window = Window { from: Some(TimeUs(3 * MINUTE_US)), until: Some(TimeUs(6 * MINUTE_US)) };
    let seen = drive(chain(window), |request, _| {
        let skip: i64 = option(&request.url, "skip").map_or(0, |n| n.parse().unwrap());
        let rows: Vec<i64> = (skip..10).take(2).collect();
        (200, page(&rows, Some(&format!("{LINK}&$skip={}", skip + 2))))
    });
    assert_eq!(seen.times, minutes(3..6));
    assert_eq!(seen.urls.len(), 4, "stops after the window's end");
}

#[test]
fn intervals_at_the_edge_of_the_window_belong_to_the_window_they_start_in() {
    let window = Window { from: Some(TimeUs(0)), until: Some(TimeUs(60 * MINUTE_US)) };
    let interval = |start: i64| {
        let (a, b) = (TimeUs(start * MINUTE_US), TimeUs((start + 30) * MINUTE_US));
        format!("{{\"@iot.id\":{},\"phenomenonTime\":\"{a}/{b}\",\"result\":1}}", start + 100)
    };
    let seen = drive(chain(window), |request, _| {
        let touching = option(&request.url, "filter").unwrap().contains("not phenomenonTime lt");
        let starts: &[i64] = if touching { &[-15, 15, 45] } else { &[15] };
        let rows: Vec<String> = starts.iter().map(|s| interval(*s)).collect();
        (200, format!("{{\"value\":[{}]}}", rows.join(",")))
    });
    assert_eq!(seen.times, [15 * MINUTE_US, 45 * MINUTE_US]);
    assert_eq!(seen.complete().rows_outside, 1);
}

#[test]
fn rows_out_of_order_are_kept_and_reported() {
    let seen = drive(chain(Window::ALL), |_, n| match n {
        0 => (200, page(&[5, 3, 9], Some(&format!("{LINK}&$skip=3")))),
        _ => (200, page(&[1, 7], None)),
    });
    assert_eq!(seen.times.len(), 5);
    assert!(seen.complete().unsorted);
}

#[test]
fn a_refused_link_is_replaced_by_the_key() {
    let seen = drive(chain(Window::ALL), |request, _| match option(&request.url, "skip") {
        Some(_) => (400, r#"{"message":"bad link"}"#.into()),
        None => {
            let rows: Vec<i64> = rows_for(&request.url, 6).into_iter().take(4).collect();
            (200, page(&rows, Some(&format!("{LINK}&$skip=4"))))
        }
    });
    assert_eq!(seen.times, minutes(0..6));
}

mod sets {
    use super::*;
    use crate::entities::Thing;
    use crate::request::catalog;

    fn things(service: impl Fn(&str) -> (u16, String)) -> (Vec<String>, Option<SetOutcome>) {
        let root = ServiceRoot::new(ROOT);
        let mut walk =
            SetWalk::new(root, "/Things", &catalog::THINGS, 1_000, false, Limits::default());
        let mut ids = Vec::new();
        for _ in 0..100 {
            let Some(request) = walk.next_request() else { break };
            let (status, body) = service(&request.url);
            let answer =
                Answer { status, retry_after_ms: None, content_type: "", body: body.as_bytes() };
            match walk.accept::<Thing>(&Reply::Answer(answer)) {
                Ok(SetStep::Entities(list)) => ids.extend(list.into_iter().map(|t| t.id.0)),
                Ok(_) => {}
                Err(_) => return (ids, None),
            }
        }
        assert_eq!(walk.next_request(), None, "the walk never ends");
        (ids, walk.outcome().cloned())
    }

    fn set(ids: std::ops::Range<u32>, link: &str) -> String {
        let list: Vec<String> = ids.map(|id| format!("{{\"@iot.id\":{id}}}")).collect();
        format!("{{\"value\":[{}],\"@iot.nextLink\":{link}}}", list.join(","))
    }

    #[test]
    fn pages_that_overlap_and_links_without_end_give_each_thing_once() {
        let (ids, outcome) = things(|url| match option(url, "skip").as_deref() {
            None => (200, set(0..13, "\"http://localhost/v1.1/Things?$skip=10\"")),
            Some("10") => (200, set(10..20, "\"/api/v1.1/Things?$skip=20\"")),
            Some(skip) => (200, set(10..20, &format!("\"/api/v1.1/Things?$skip={skip}0\""))),
        });
        assert_eq!(ids.len(), 20);
        assert_eq!(outcome.unwrap().partial, None);
    }

    #[test]
    fn a_set_that_breaks_off_is_partial_and_one_that_never_came_failed() {
        let (ids, outcome) = things(|url| match option(url, "skip") {
            None => (200, set(0..3, "\"/api/v1.1/Things?$skip=3\"")),
            Some(_) => (404, String::new()),
        });
        assert_eq!(ids.len(), 3);
        assert!(outcome.unwrap().partial.is_some());
        assert_eq!(things(|_| (403, String::new())).1, None);
    }

    #[test]
    fn an_order_that_is_refused_is_left_out() {
        let (ids, _) = things(|url| match url.contains("$orderby") {
            true => (400, r#"{"message":"SQL error"}"#.into()),
            false => (200, set(0..2, "null")),
        });
        assert_eq!(ids.len(), 2);
    }
}
