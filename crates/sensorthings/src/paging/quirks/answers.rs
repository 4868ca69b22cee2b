//! Refusals, failures, waits and credentials.

use super::service::*;
use crate::paging::*;
use crate::request::Window;
use gagehouse_model::TimeUs;

// List 9, 22.
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

// Row 20.
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

// Row 24.
#[test]
fn html_with_status_200_and_a_cut_body_are_failures_not_ends() {
    let seen = drive(chain(Window::ALL), |_, _| (200, "<html>maintenance</html>".into()));
    assert!(matches!(seen.result, Err(Failure::NotJson(_))));
    assert_eq!(seen.urls.len(), 1, "a page for people is not asked for again");

    let seen = drive(chain(Window::ALL), |_, n| match n {
        0 => (200, page(&[0, 1], Some(&format!("{LINK}&$skip=2")))),
        _ => (200, page(&[2, 3], None).chars().take(120).collect()),
    });
    let (stop, summary) = seen.partial();
    assert!(matches!(stop, Stop::Failed(Failure::NotAPage(_))));
    assert_eq!((summary.rows, summary.newest), (2, Some(TimeUs(MINUTE_US))));
}

// Rows 24, 26.
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

// Row 24.
#[test]
fn a_page_for_people_is_told_as_one_line_of_plain_text() {
    let html = "<html><head><title>ERROR</title></head><body><h1>504</h1>The request could not be satisfied.</body></html>";
    let seen = drive(chain(Window::ALL), |_, _| Given::Html(504, html.into()));
    let told = seen.result.unwrap_err().to_string();
    assert_eq!(told, "the service failed (504): ERROR 504 The request could not be satisfied.");
    let seen = drive(chain(Window::ALL), |_, _| Given::Html(200, html.into()));
    assert_eq!(seen.result, Err(Failure::NotJson("text/html".into())));
    assert_eq!(seen.urls.len(), 1, "nothing else will come");
}

// Row 25.
#[test]
fn no_address_has_a_character_that_servers_refuse() {
    for datastream in ["x[1]", "o'brien | creek", "a+b&c#d%e", "\u{e9}"] {
        let window = Window { from: Some(TimeUs(0)), until: Some(TimeUs(9 * MINUTE_US)) };
        let chain = Chain { datastream: datastream.into(), ..chain(window) };
        let link = "?$filter=phenomenonTime ge 1970-01-01T00:00:00+00:00 and name eq '[|]'&$skip=1";
        let seen = drive(chain, |_, n| {
            (
                200,
                page_with(
                    "\"phenomenonTime\",\"result\"",
                    &format!("[\"1970-01-01T00:0{n}:00Z\",1]"),
                )
                .replacen(
                    '{',
                    &if n == 0 { format!("{{\"@iot.nextLink\":\"{link}\",") } else { "{".into() },
                    1,
                ),
            )
        });
        assert_eq!(seen.times, minutes(0..2), "{datastream}");
        for url in &seen.urls {
            let is_fine = |b: u8| b.is_ascii_graphic() && !br#"[]'|"<>\^`{}#+"#.contains(&b);
            assert!(url.bytes().all(is_fine), "{url}");
        }
    }
}

// Rows 24, 51.
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

// Rows 14, 26.
#[test]
fn a_slow_page_is_asked_for_in_smaller_pieces() {
    let seen = drive(chain(Window::ALL), |request, _| {
        match option(&request.url, "top").unwrap().parse::<u32>().unwrap() {
            1_000 => Given::Timeout,
            _ => (200, page(&rows_for(&request.url, 150), None)).into(),
        }
    });
    assert_eq!(seen.times, minutes(0..150));
    assert_eq!(seen.complete().dialect.top, 100);
}

// Row 26.
#[test]
fn a_service_that_is_slow_and_then_breaks_down_fails_and_is_not_an_empty_series() {
    let seen = drive(chain(Window::ALL), |_, n| match n {
        0 | 1 => Given::Timeout,
        _ => Given::Html(502, "<h1>Bad Gateway</h1>".into()),
    });
    assert_eq!(seen.result.unwrap_err().to_string(), "the service failed (502): Bad Gateway");
}

// Rows 40, 54; list 1.
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

// Rows 44, 51.
#[test]
fn a_service_that_cannot_be_reached_is_asked_four_times_and_said_to_be_so() {
    let seen = drive(chain(Window::ALL), |_, _| Given::Unreachable);
    assert_eq!((seen.urls.len(), seen.waits_ms), (4, vec![500, 1_000, 2_000]));
    let told = seen.result.unwrap_err().to_string();
    assert_eq!(told, "the service could not be reached: connection refused");
}

// Row 45: a browser lets pages of other sites make plain GETs and nothing else.
#[test]
fn nothing_but_its_address_and_the_wish_for_credentials_is_in_a_request() {
    let Request { url, timeout_ms: _, most_bytes: _, with_credentials } =
        Walk::new(chain(Window::ALL)).next_request().unwrap();
    assert!(url.starts_with(ROOT) && !with_credentials);
}

// Rows 51, 52.
#[test]
fn an_answer_that_is_no_page_of_observations_is_a_failure_and_not_an_empty_series() {
    for body in [
        "",
        "{}",
        "[]",
        "null",
        r#"{"message":"The service has ended."}"#,
        r#"{"value":null}"#,
        r#"{"value":[{"name":"Things","url":"https://data.org/v1.1/Things"}]}"#,
        r#"{"value":[{"@iot.id":1,"name":"a datastream","description":""}]}"#,
    ] {
        let seen = read_page(body);
        assert!(matches!(seen.result, Err(Failure::NotAPage(_))), "{body}: {:?}", seen.result);
    }
    let seen = drive(chain(Window::ALL), |_, _| (410, String::new()));
    assert_eq!(seen.result, Err(Failure::NotFound(410)));
}

// List 16.
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

// List 16.
#[test]
fn a_series_that_is_not_for_everybody_is_said_to_want_credentials() {
    let chain = Chain { with_credentials: true, ..chain(Window::ALL) };
    let seen = drive(chain, |_, _| (401, String::new()));
    assert_eq!((seen.result, seen.urls.len()), (Err(Failure::Unauthorized(401)), 2));
}

#[test]
fn waits_grow_and_retry_after_is_kept() {
    let mut walk = Walk::new(chain(Window::ALL));
    let busy = |retry_after_ms| {
        Reply::Answer(Answer { status: 429, retry_after_ms, content_type: "", body: b"" })
    };
    let failure = Failure::Server { status: 429, message: "it gives no reason".into() };
    let wait = |ms| Ok(Step::Wait { ms, failure: failure.clone() });
    assert_eq!(walk.accept(&busy(None)), wait(500));
    assert_eq!(walk.accept(&busy(Some(7_000))), wait(7_000));
    assert_eq!(walk.accept(&busy(None)), wait(2_000));
    assert!(walk.accept(&busy(None)).is_err());
    assert_eq!(walk.next_request(), None);
}
