//! Series and pages of unusual size, time and value.

use super::service::*;
use crate::paging::stand_in::{Service, read};
use crate::request::Window;
use gagehouse_model::{TimeRange, TimeUs};

const ALWAYS: TimeRange = TimeRange { start: TimeUs(i64::MIN), end: TimeUs(i64::MAX) };

// List 4.
#[test]
fn an_empty_series_is_complete() {
    let seen = drive(chain(Window::ALL), hydroserver(0));
    assert_eq!((seen.complete().rows, seen.urls.len()), (0, 1));
}

#[test]
fn one_and_two_observations_are_series_too() {
    for count in 1..=2 {
        let seen = drive(chain(Window::ALL), hydroserver(count));
        assert_eq!((&seen.times, seen.urls.len()), (&minutes(0..count), 1));
        assert_eq!(seen.complete().newest, Some(TimeUs((count - 1) * MINUTE_US)));
    }
}

#[test]
fn the_years_1_and_9999_are_read_and_asked_for() {
    let (first, last) = ("0001-01-01T00:00:00Z", "9999-12-31T23:59:59.999999Z");
    let instant = |text: &str| text.parse::<TimeUs>().unwrap();
    let window = Window { from: Some(instant(first)), until: Some(instant(last)) };
    for window in [Window::ALL, window] {
        let seen = drive(chain(window), |request, _| {
            if window != Window::ALL {
                let filter = option(&request.url, "filter").unwrap();
                assert!(filter.contains(first) && filter.contains(last), "{filter}");
            }
            let rows = format!(
                "[\"{first}\",1],[\"1970-01-01T00:00:00Z\",2],[\"9999-12-31T23:59:59Z\",3]"
            );
            (200, page_with("\"phenomenonTime\",\"result\"", &rows))
        });
        assert_eq!(seen.times, [instant(first).0, 0, instant("9999-12-31T23:59:59Z").0]);
        seen.complete();
    }
}

#[test]
fn a_plan_over_all_years_reads_the_first_and_the_last_instant() {
    let instant = |text: &str| text.parse::<TimeUs>().unwrap().0;
    let ends = [instant("0001-01-01"), 0, 0, instant("9999-12-31")];
    for step in [None, Some(1), Some(i64::MAX)] {
        let service = Service::with_rows(ends.to_vec(), 50);
        let mut plan = service.plan(step);
        plan.want(&[ALWAYS]);
        let mut read = read(&mut plan, &service, 3);
        read.rows.sort_unstable();
        assert_eq!(read.rows.iter().map(|(_, time_us)| *time_us).collect::<Vec<_>>(), ends);
        assert_eq!((plan.covered().ranges(), plan.holes()), (&[ALWAYS][..], &[][..]));
    }
}

// Rows 38, 39: what the Datastream says of its extent is no bound where a side is left open.
#[test]
fn rows_outside_the_extent_that_the_catalog_tells_are_read_when_a_side_is_open() {
    let service = Service::with_rows((0..100).map(|n| n * 10).collect(), 50);
    let mut plan = service.plan(Some(10));
    let told = TimeRange { start: TimeUs(400), end: TimeUs(600) };
    plan.want(&[
        told,
        TimeRange { start: told.end, ..ALWAYS },
        TimeRange { end: told.start, ..ALWAYS },
    ]);
    assert_eq!(read(&mut plan, &service, 3).rows.len(), 100);
}

#[test]
fn pages_from_the_newest_to_the_oldest_are_read_to_the_end() {
    let seen = drive(chain(Window::ALL), |request, _| {
        let skip: i64 = option(&request.url, "skip").map_or(0, |n| n.parse().unwrap());
        let rows: Vec<i64> = (0..30).rev().skip(skip as usize).take(10).collect();
        let link = format!("{LINK}&$skip={}", skip + 10);
        (200, page(&rows, (skip < 20).then_some(link.as_str())))
    });
    let mut times = seen.times.clone();
    times.sort_unstable();
    assert_eq!(times, minutes(0..30));
    assert!(seen.complete().unsorted);
}

#[test]
fn rows_of_one_instant_are_all_kept() {
    let rows: Vec<String> = (0..5).map(|id| format!("[{id},\"1970-01-01T00:00:00Z\",2]")).collect();
    let seen = read_page(&page_with("\"id\",\"phenomenonTime\",\"result\"", &rows.join(",")));
    assert_eq!(seen.times, [0; 5]);
    assert!(!seen.complete().unsorted);
}

#[test]
fn numbers_at_the_limits_are_exact_and_those_beyond_are_gaps() {
    let limits = [f64::MAX, f64::MIN, f64::MIN_POSITIVE, 5e-324, -0.0, 9_007_199_254_740_993.0];
    let cells =
        limits.iter().map(|value| format!("{value:e}")).chain(["1e309".into(), "-1e400".into()]);
    let rows: Vec<String> =
        cells.enumerate().map(|(n, cell)| format!("[\"1970-01-01T00:0{n}:00Z\",{cell}]")).collect();
    let seen = read_page(&page_with("\"phenomenonTime\",\"result\"", &rows.join(",")));
    let bits = |values: &[f64]| values.iter().map(|value| value.to_bits()).collect::<Vec<_>>();
    assert_eq!(bits(&seen.rows.value()[..6]), bits(&limits));
    assert!(seen.rows.value()[6..].iter().all(|value| value.is_nan()));
}

#[test]
fn a_series_of_gaps_alone_is_complete_and_as_long_as_it_is() {
    let rows: Vec<String> =
        (0..9).map(|n| format!("[\"1970-01-01T00:0{n}:00Z\",\"NaN\"]")).collect();
    let seen = read_page(&page_with("\"phenomenonTime\",\"result\"", &rows.join(",")));
    assert_eq!((seen.times.len(), seen.complete().rejected), (9, 0));
    assert!(seen.rows.value().iter().all(|value| value.is_nan()));
}

#[test]
fn a_page_of_a_hundred_megabytes_is_not_read_and_that_is_said() {
    let seen = drive(chain(Window::ALL), |request, _| {
        assert!(request.most_bytes < 100_000_000);
        Given::TooLarge
    });
    let tops: Vec<String> = seen.urls.iter().filter_map(|url| option(url, "top")).collect();
    assert_eq!(tops, ["1000", "100", "10"], "asked for less, and then no more");
    let told = seen.result.unwrap_err().to_string();
    assert_eq!(
        told,
        "the service answers with more than 32 MB at once, however little is asked for"
    );
}

#[test]
fn a_page_that_is_too_large_is_had_in_smaller_ones() {
    let seen =
        drive(chain(Window::ALL), |request, _| match option(&request.url, "top").as_deref() {
            Some("1000") => Given::TooLarge,
            _ => (200, page(&rows_for(&request.url, 150), None)).into(),
        });
    assert_eq!(seen.times, minutes(0..150));
    seen.complete();
}
