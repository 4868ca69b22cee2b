//! nextLinks and counts: what leads on, what misleads, and when it is the end.

use super::service::*;
use crate::paging::*;
use crate::request::Window;
use gagehouse_model::TimeUs;

// List 1, 6, 8.
#[test]
fn raw_links_are_encoded_and_followed_to_the_end() {
    let seen = drive(chain(Window::ALL), hydroserver(2_500));
    assert_eq!(seen.times, minutes(0..2_500));
    assert_eq!(seen.complete().pages, 3);
    assert!(seen.urls.iter().all(|url| !url.contains(' ')), "{:#?}", seen.urls);
    assert!(seen.urls[0].contains("/Datastreams(%27a-b%27)/Observations?"));
}

// Row 1.
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

// Row 1.
#[test]
fn rows_of_other_datastreams_are_dropped_and_counted() {
    let seen = drive(chain(Window::ALL), |_, n| match n {
        0 => (200, page(&[0, 1], Some(&format!("{LINK}&$skip=2")))),
        _ => (200, page_of("c-d", &[5, 6, 7], None)),
    });
    assert_eq!(seen.times, minutes(0..2));
    assert_eq!(seen.complete().rows_foreign, 3);
}

// Row 2.
#[test]
fn a_link_that_lost_the_filter_brings_the_window_and_nothing_else() {
    let window = Window { from: Some(TimeUs(3 * MINUTE_US)), until: Some(TimeUs(7 * MINUTE_US)) };
    let seen = drive(chain(window), |request, _| {
        let rows: Vec<i64> = rows_for(&request.url, 1_000).into_iter().take(2).collect();
        (200, page(&rows, Some(&format!("{LINK}&$top=2&$skip=2"))))
    });
    assert_eq!(seen.times, minutes(3..7));
    seen.complete();
    assert!(seen.urls.len() <= 6, "not from the beginning of the series: {:#?}", seen.urls);

    // The same, where what follows the window is all that the link leads to.
    let seen = drive(chain(window), |_, n| {
        (
            200,
            if n == 0 {
                page(&[3, 4, 5, 6], Some(&format!("{LINK}&$skip=4")))
            } else {
                page(&[7, 8], None)
            },
        )
    });
    assert_eq!(seen.times, minutes(3..7));
}

// Row 3.
#[test]
fn a_full_page_without_a_link_is_not_trusted() {
    let seen =
        drive(chain(Window::ALL), |request, _| (200, page(&rows_for(&request.url, 2_100), None)));
    assert_eq!(seen.times, minutes(0..2_100));
    seen.complete();
}

// Row 4; list 5.
#[test]
fn an_empty_page_after_an_exact_multiple_is_the_end() {
    let seen = drive(chain(Window::ALL), hydroserver(2_000));
    assert_eq!((seen.times.len(), seen.complete().pages), (2_000, 3));
}

// Row 4.
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

// Row 4; list 18.
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

// Row 5.
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

// Row 6.
#[test]
fn pages_of_changing_size_are_all_read() {
    let seen = drive(chain(Window::ALL), |request, n| {
        let skip: i64 = option(&request.url, "skip").map_or(0, |n| n.parse().unwrap());
        let rows: Vec<i64> = (skip..300).take([100, 7, 60][n % 3]).collect();
        let end = skip + rows.len() as i64;
        let link = format!("{LINK}&$skip={end}");
        (200, page(&rows, (end < 300).then_some(link.as_str())))
    });
    assert_eq!(seen.times, minutes(0..300));
    seen.complete();
}

// Row 7.
#[test]
fn a_reader_who_has_what_was_wanted_does_not_follow_the_link() {
    let mut chain = chain(Window::ALL);
    chain.dialect.top = 1;
    chain.limits.rows = 1;
    let seen = drive(chain, |_, _| (200, page(&[9], Some(&format!("{LINK}&$top=1&$skip=1")))));
    assert_eq!((seen.times.len(), seen.urls.len()), (1, 1));
}

// Row 8; list 7.
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

// Row 9.
#[test]
fn a_link_that_is_null_or_empty_is_the_end() {
    for link in ["null", "\"\""] {
        let body = page(&[0, 1], Some("LINK")).replace("\"LINK\"", link);
        let seen = read_page(&body);
        assert_eq!((seen.times.len(), seen.urls.len()), (2, 1), "{link}");
        seen.complete();
    }
}

// Rows 10, 11, 12, 13, 14.
#[test]
fn counts_are_neither_asked_for_nor_believed() {
    for count in [
        "\"@iot.count\":2",
        "\"@iot.count\":0",
        "\"count\":3",
        "\"@iot.count\":\"many\"",
        "\"@iot.count\":1e99",
    ] {
        let seen = drive(chain(Window::ALL), |request, _| {
            assert!(!request.url.contains("count"), "{}", request.url);
            let skip: i64 = option(&request.url, "skip").map_or(0, |n| n.parse().unwrap());
            let link = format!("{LINK}&$skip={}", skip + 2);
            let body = page(&[skip, skip + 1], (skip < 8).then_some(link.as_str()));
            (200, body.replacen('{', &format!("{{{count},"), 1))
        });
        assert_eq!(seen.times, minutes(0..10), "{count}");
    }
}

// Rows 16, 17.
#[test]
fn observations_are_asked_for_by_themselves_and_never_inside_another_entity() {
    let seen = drive(chain(Window::ALL), hydroserver(2_500));
    assert!(seen.urls.iter().all(|url| !url.contains("$expand")), "{:#?}", seen.urls);
}

// Row 41.
#[test]
fn relative_links_are_followed() {
    let seen = drive(chain(Window::ALL), |_, n| match n {
        0 => (200, page(&[0], Some("Datastreams('a-b')/Observations?$skip=1"))),
        1 => (200, page(&[1], Some("?$skip=2"))),
        _ => (200, page(&[2], None)),
    });
    assert_eq!(seen.times, minutes(0..3));
}

// Row 41.
#[test]
fn a_page_whose_navigation_link_is_odd_or_missing_is_of_the_datastream_that_was_asked_for() {
    let whole = format!("\"{ROOT}/Datastreams('a-b')\"");
    for link in [
        "\"Datastreams('a-b')\"",
        "\"\u{2026}/FeaturesOfInterest(2)\"",
        "\"\"",
        "null",
        "\"Datastreams(a-b)/\"",
    ] {
        let body = page(&[0, 1], None);
        assert!(body.contains(&whole));
        let seen = read_page(&body.replace(&whole, link));
        assert_eq!(seen.times, minutes(0..2), "{link}");
    }
}

// Row 42.
#[test]
fn a_service_without_a_version_in_its_address_is_walked_all_the_same() {
    let chain = Chain {
        root: crate::request::ServiceRoot::new("https://data.org/sta"),
        ..chain(Window::ALL)
    };
    let seen = drive(chain, |request, n| {
        assert!(request.url.starts_with("https://data.org/sta/Datastreams("), "{}", request.url);
        let link = "https://data.org/sta/Datastreams('a-b')/Observations?$skip=2";
        (200, if n == 0 { page(&[0, 1], Some(link)) } else { page(&[2], None) })
    });
    assert_eq!(seen.times, minutes(0..3));
    assert!(!seen.complete().links_elsewhere);
}

// Row 50.
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
