//! What stands in the rows: order, times, results, ids, qualities.

use super::service::*;
use crate::paging::*;
use crate::request::Window;
use gagehouse_model::TimeUs;

// Row 18; list 14.
#[test]
fn rows_out_of_order_are_kept_and_reported() {
    let seen = drive(chain(Window::ALL), |_, n| match n {
        0 => (200, page(&[5, 3, 9], Some(&format!("{LINK}&$skip=3")))),
        _ => (200, page(&[1, 7], None)),
    });
    assert_eq!(seen.times.len(), 5);
    assert!(seen.complete().unsorted);
}

// Row 21.
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

// Row 27.
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

const TIME_AND_RESULT: &str = "\"phenomenonTime\",\"result\"";

fn results(cells: &[&str]) -> Seen {
    let rows = cells.iter().enumerate();
    let rows = rows.map(|(n, cell)| format!("[\"{}\",{cell}]", TimeUs(n as i64 * MINUTE_US)));
    read_page(&page_with(TIME_AND_RESULT, &rows.collect::<Vec<_>>().join(",")))
}

fn times(cells: &[&str]) -> Seen {
    let rows: Vec<String> = cells.iter().map(|cell| format!("[{cell},1]")).collect();
    read_page(&page_with(TIME_AND_RESULT, &rows.join(",")))
}

// Row 27.
#[test]
fn instants_and_intervals_in_one_series_are_both_read() {
    let seen = times(&[
        "\"1970-01-01T00:00:00Z\"",
        "\"1970-01-01T00:01:00Z/1970-01-01T00:01:00Z\"",
        "\"1970-01-01T00:02:00Z/1970-01-01T00:03:00Z\"",
    ]);
    assert_eq!(seen.times, minutes(0..3));
    let lasts: Vec<i64> = (0..3).map(|row| seen.rows.duration_us_at(row)).collect();
    assert_eq!(lasts, [0, 0, MINUTE_US], "equal ends are an instant");
    assert_eq!(seen.complete().rows_with_interval, 1);
}

// Row 28.
#[test]
fn times_without_a_zone_are_read_as_utc_and_flagged() {
    let seen = times(&["\"1970-01-01T00:00:00\"", "\"1970-01-01T00:01:00Z\""]);
    assert_eq!((&seen.times, seen.complete().rows_without_zone), (&minutes(0..2), 1));
}

// Row 29; list 10, 21.
#[test]
fn times_of_any_offset_blank_or_fraction_are_the_instants_they_name() {
    let seen = times(&[
        "\"1970-01-01T08:00:00+08:00\"",
        "\"1969-12-31 17:01:00-07:00\"",
        "\"1970-01-01 00:02:00+00:00\"",
        "\"1970-01-01 00:03:00.000001+00:00\"",
        "\"1970-01-01T00:04:00.00000159Z\"",
    ]);
    let expected = [0, 1, 2, 3, 4].map(|m| m * MINUTE_US + i64::from(m > 2));
    assert_eq!(seen.times, expected);
    assert_eq!(seen.complete().rows_without_zone, 0);
}

// Row 30; list 3.
#[test]
fn a_result_time_of_any_kind_is_no_matter_and_a_row_without_its_own_time_is_counted() {
    let seen = read_page(&page_with(
        "\"phenomenonTime\",\"result\",\"resultTime\"",
        "[\"1970-01-01T00:00:00Z\",1,null],[\"1970-01-01T00:01:00Z\",2,\"NULL\"],[\"NULL\",3,null],[null,4,null],[\"1970-01-01T00:02:00-0700Z\",5,null]",
    ));
    assert_eq!((&seen.times, seen.complete().rejected), (&minutes(0..2), 3));
    let seen = read_page(
        r#"{"value":[{"result":1},{"@iot.id":5,"phenomenonTime":"1970-01-01T00:00:00Z","result":2}]}"#,
    );
    assert_eq!((&seen.times, seen.complete().rejected), (&minutes(0..1), 1));
}

// Row 31.
#[test]
fn a_number_written_as_text_is_a_number() {
    let seen = results(&["\"70.4000000000\"", "\" 5 \"", "\"-1e-07\"", "3"]);
    assert_eq!(seen.rows.value(), [70.4, 5.0, -1e-7, 3.0]);
}

// Row 32.
#[test]
fn an_array_or_object_as_result_is_a_gap_that_is_reported_and_the_rest_is_read() {
    let seen = results(&["[1,2,3]", "{\"a\":1}", "4"]);
    assert!(seen.rows.value()[..2].iter().all(|value| value.is_nan()));
    assert_eq!((seen.rows.value()[2], seen.complete().rejected), (4.0, 2));
}

// Row 33.
#[test]
fn words_for_no_number_are_gaps() {
    let seen = results(&["\"NaN\"", "\"Inf\"", "\"-Inf\"", "null", "NaN", "-Infinity", "1"]);
    let gaps = seen.rows.value().iter().filter(|value| value.is_nan()).count();
    assert_eq!((gaps, seen.times.len(), seen.complete().rejected), (6, 7, 0));
}

// Row 34; list 12.
#[test]
fn qualities_of_every_form_are_words() {
    for (quality, label) in [
        ("{\"quality_code\":null,\"result_qualifiers\":[\"A\",\"e\"]}", "A, e"),
        ("{\"qualityCode\":\"good\",\"resultQualifiers\":[]}", "good"),
        ("[\"P\",1]", "P, 1"),
        ("7", "7"),
        ("\"provisional\"", "provisional"),
        ("null", ""),
        ("{}", ""),
    ] {
        let seen = read_page(&page_with(
            "\"phenomenonTime\",\"result\",\"resultQuality\"",
            &format!("[\"1970-01-01T00:00:00Z\",1,{quality}]"),
        ));
        let said = seen.rows.quality_at(0).map(|quality| quality.label()).unwrap_or_default();
        assert_eq!(said, label, "{quality}");
    }
}

// List 11.
#[test]
fn columns_are_found_by_name_in_any_order() {
    for id in ["id", "@iot.id"] {
        let seen = read_page(&page_with(
            &format!("\"result\",\"parameters\",\"{id}\",\"phenomenonTime\""),
            "[2.5,{\"a\":1},77,\"1970-01-01T00:00:00Z\"]",
        ));
        assert_eq!((seen.rows.value(), seen.rows.time_us()), (&[2.5][..], &[0][..]));
    }
}

// List 14.
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

// Row 47.
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

// List 20.
#[test]
fn rows_without_ids_are_read_and_those_of_a_page_that_comes_again_are_not_doubled() {
    let without_ids = |minutes: &[i64]| {
        let rows: Vec<String> =
            minutes.iter().map(|m| format!("[\"{}\",{m}]", TimeUs(m * MINUTE_US))).collect();
        page_with(TIME_AND_RESULT, &rows.join(","))
    };
    let seen =
        drive(chain(Window::ALL), |request, _| (200, without_ids(&rows_for(&request.url, 2_300))));
    assert_eq!(seen.times, minutes(0..2_300));
    seen.complete();
}

// List 21.
#[test]
fn an_old_hydroserver_that_knows_no_limit_is_read_in_one_page() {
    let rows: Vec<String> = (0..1_500)
        .map(|m| {
            format!("[{m},\"{}\",{m}]", TimeUs(m * MINUTE_US).to_rfc3339().replace('Z', "+00:00"))
        })
        .collect();
    let seen = drive(chain(Window::ALL), |request, n| {
        let rest = if n == 0 { &rows[..] } else { &rows[1_499..] };
        assert!(n == 0 || option(&request.url, "filter").is_some());
        (200, page_with("\"@iot.id\",\"phenomenonTime\",\"result\"", &rest.join(",")))
    });
    assert_eq!(seen.times, minutes(0..1_500));
    assert!(seen.urls.len() <= 2, "{:#?}", seen.urls);
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
