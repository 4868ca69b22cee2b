//! Sets of entities, which have some of the same quirks.

use super::service::{ROOT, option};
use crate::entities::Thing;
use crate::paging::*;
use crate::request::{ServiceRoot, catalog};

fn things(service: impl Fn(&str) -> (u16, String)) -> (Vec<String>, Option<SetOutcome>) {
    let root = ServiceRoot::new(ROOT);
    let mut walk = SetWalk::new(root, "/Things", &catalog::THINGS, 1_000, false, Limits::default());
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

// Row 15.
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

// Row 20.
#[test]
fn an_order_that_is_refused_is_left_out() {
    let (ids, _) = things(|url| match url.contains("$orderby") {
        true => (400, r#"{"message":"SQL error"}"#.into()),
        false => (200, set(0..2, "null")),
    });
    assert_eq!(ids.len(), 2);
}
