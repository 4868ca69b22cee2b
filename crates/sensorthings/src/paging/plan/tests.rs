//! What holds for plans, against services as they should be and as they are.

use super::*;
use crate::paging::Answer;
use crate::paging::stand_in::{Links, Read, Service, ranges, read, read_until};
use proptest::prelude::*;

fn range(start: i64, end: i64) -> TimeRange {
    TimeRange { start: TimeUs(start), end: TimeUs(end) }
}

fn every(step_us: i64, rows: i64) -> Vec<i64> {
    (0..rows).map(|n| n * step_us).collect()
}

const ALWAYS: TimeRange = TimeRange { start: TimeUs(i64::MIN), end: TimeUs(i64::MAX) };

/// Every wanted instant is here or in a hole; what is here is exactly what the service has.
fn assert_told_truly(plan: &Plan, service: &Service, wanted: &[TimeRange], read: &Read) {
    let mut told = plan.covered().clone();
    ranges(plan.holes()).into_iter().for_each(|hole| told.add(hole));
    for wanted in wanted {
        assert_eq!(told.missing(*wanted), [], "neither here nor in a hole: {:?}", read.urls);
    }
    for hole in plan.holes() {
        assert_eq!(plan.covered().within(hole.range), [], "here and in a hole");
    }
    let mut seen = vec![0; service.times_us.len()];
    for (id, time_us) in &read.rows {
        assert_eq!(service.times_us.get(*id), Some(time_us), "a row of somebody else");
        assert!(wanted.iter().any(|wanted| wanted.contains(TimeUs(*time_us))), "not asked for");
        seen[*id] += 1;
    }
    for (id, time_us) in service.times_us.iter().enumerate() {
        if plan.covered().contains(TimeUs(*time_us)) {
            assert_eq!(seen[id], 1, "row {id} at {time_us}: {:#?}", read.urls);
        }
        assert!(seen[id] <= 1, "row {id} came {} times: {:#?}", seen[id], read.urls);
    }
}

#[test]
fn a_long_series_is_read_in_pieces_of_a_page_newest_first_and_several_at_once() {
    let service = Service::with_rows(every(10, 1_000), 50);
    let mut plan = service.plan(Some(10));
    plan.want(&[range(0, 10_000)]);
    let read = read(&mut plan, &service, 3);
    assert_told_truly(&plan, &service, &[range(0, 10_000)], &read);
    assert_eq!((plan.holes(), plan.covered().ranges()), (&[][..], &[range(0, 10_000)][..]));
    assert_eq!(read.at_once, PARALLEL);
    assert!(read.rows[0].1 > 9_000, "newest first");
    assert!(read.requests <= 24, "{} requests for 20 pages", read.requests);
    assert_eq!(plan.progress().rows, 1_000);
}

#[test]
fn a_series_of_unknown_step_is_cut_once_its_first_page_is_seen() {
    let service = Service::with_rows(every(10, 1_000), 50);
    let mut plan = service.plan(None);
    plan.want(&[range(0, 10_000)]);
    let read = read(&mut plan, &service, 3);
    assert_told_truly(&plan, &service, &[range(0, 10_000)], &read);
    assert_eq!(read.at_once, PARALLEL);
    assert!(read.requests <= 30, "{} requests for 20 pages", read.requests);
}

#[test]
fn what_is_most_wanted_comes_first() {
    let service = Service::with_rows(every(10, 1_000), 50);
    let mut plan = service.plan(Some(10));
    let (shown, beside) = (range(2_000, 3_000), range(0, 10_000));
    plan.want(&[shown, beside]);
    let read = read(&mut plan, &service, 3);
    assert_told_truly(&plan, &service, &[shown, beside], &read);
    let is_shown = |url: &String| url.contains("ge%201970-01-01T00:00:00.002");
    let (first, last) = (read.urls.iter().position(is_shown), read.urls.iter().rposition(is_shown));
    assert_eq!(first, Some(0));
    assert!(last < Some(4), "{:#?}", read.urls);
}

#[test]
fn what_is_here_already_is_not_asked_for() {
    let service = Service::with_rows(every(10, 1_000), 50);
    let mut plan = service.plan(Some(10));
    plan.cover(range(500, 9_900));
    plan.want(&[range(0, 10_000)]);
    let read = read(&mut plan, &service, 3);
    assert_eq!((read.rows.len(), read.requests), (60, 2 + 1));
    assert_eq!(plan.covered().ranges(), [range(0, 10_000)]);
}

#[test]
fn a_service_without_order_is_read_in_one_chain() {
    let mut service = Service::with_rows(every(10, 300), 50);
    service.orders = false;
    let mut plan = service.plan(Some(10));
    plan.want(&[range(0, 3_000)]);
    let read = read(&mut plan, &service, 3);
    assert_told_truly(&plan, &service, &[range(0, 3_000)], &read);
    assert_eq!((read.at_once, plan.known().orders), (1, Some(false)));
    assert_eq!(read.requests, 7, "one page to find out, six to read");
}

#[test]
fn a_service_that_ignores_the_filter_is_read_once_not_once_a_piece() {
    let mut service = Service::with_rows(every(10, 300), 50);
    service.filters = false;
    let mut plan = service.plan(Some(10));
    plan.want(&[range(500, 3_000)]);
    let read = read(&mut plan, &service, 3);
    assert_told_truly(&plan, &service, &[range(500, 3_000)], &read);
    assert!(read.requests <= 8, "{}", read.requests);
}

#[test]
fn a_service_that_dies_at_its_seventh_page_leaves_holes_and_a_retry_mends_them() {
    let mut service = Service::with_rows(every(10, 1_000), 50);
    service.dies_at = Some(7);
    let wanted = [range(0, 10_000)];
    let mut plan = service.plan(Some(10));
    plan.want(&wanted);
    let mut seen = read(&mut plan, &service, 3);
    assert_told_truly(&plan, &service, &wanted, &seen);
    assert!(plan.holes().iter().all(|hole| hole.reason.contains("connection refused")));
    assert!(seen.rows.len() > 300, "what came before is here");
    assert!(seen.requests <= 7 + 4 * PARALLEL, "gave up after {} requests", seen.requests);

    service.dies_at = None;
    let rows = seen.rows.len();
    plan.retry();
    let again = read(&mut plan, &service, 4);
    assert_eq!(rows + again.rows.len(), 1_000, "only the holes were asked for");
    seen.rows.extend(again.rows);
    assert_told_truly(&plan, &service, &wanted, &seen);
    assert_eq!(plan.holes(), []);
}

#[test]
fn one_piece_that_fails_for_good_does_not_stop_the_others() {
    let service = Service::with_rows(every(10, 1_000), 50);
    let mut plan = service.plan(Some(10));
    plan.want(&[range(0, 10_000)]);
    let mut rows = 0;
    while let Some(job) = plan.next_job() {
        let body = service.body_for(&job);
        let answer =
            Answer { status: 200, retry_after_ms: None, content_type: "", body: body.as_bytes() };
        let is_bad = job.request.url.contains("lt%201970-01-01T00:00:00.0062Z");
        let reply = if is_bad { Reply::Network("broken".into()) } else { Reply::Answer(answer) };
        rows += plan.accept(job.ticket, &reply).len();
    }
    assert!(plan.is_over());
    assert!(rows > 800, "{rows}");
    assert!(!plan.holes().is_empty() && plan.covered().ranges().len() == 2);
}

#[test]
fn a_view_that_moved_on_gives_up_what_it_no_longer_needs() {
    let service = Service::with_rows(every(10, 1_000), 50);
    let mut plan = service.plan(Some(10));
    plan.want(&[range(5_000, 10_000)]);
    let mut seen = Read::default();
    read_until(&mut plan, &service, 3, &mut seen, |read| read.requests == 2);
    let late: Vec<Job> = std::iter::from_fn(|| plan.next_job()).collect();
    let on_their_way = plan.running.len();
    let dropped = plan.want(&[range(0, 1_000)]);
    assert_eq!(dropped.len(), on_their_way);
    for job in late {
        assert!(plan.accept(job.ticket, &Reply::Timeout).is_empty());
    }
    read_until(&mut plan, &service, 3, &mut seen, |_| false);
    assert!(plan.is_over() && plan.covered().missing(range(0, 1_000)).is_empty());
    assert_eq!(seen.rows.iter().filter(|(_, time_us)| *time_us < 1_000).count(), 100);
}

/// Rows of walks given up half-way are here without being covered, and come again.
fn seen_only(plan: &Plan, mut read: Read) -> Read {
    read.rows.retain(|(_, time_us)| plan.covered().contains(TimeUs(*time_us)));
    read
}

#[test]
fn an_unknown_datastream_is_not_asked_for_piece_by_piece() {
    let service = Service::with_rows(every(10, 10), 50);
    let mut plan = service.plan(Some(10));
    plan.want(&[range(0, 1_000_000)]);
    let mut requests = 0;
    while let Some(job) = plan.next_job() {
        requests += 1;
        let answer = Answer { status: 404, retry_after_ms: None, content_type: "", body: b"" };
        plan.accept(job.ticket, &Reply::Answer(answer));
    }
    assert_eq!((requests, ranges(plan.holes())), (2, vec![range(0, 1_000_000)]));
}

#[test]
fn a_busy_service_is_waited_for_as_long_as_it_says_and_asked_less_at_once() {
    let service = Service::with_rows(every(10, 1_000), 50);
    let mut plan = service.plan(Some(10));
    plan.target.known.orders = Some(true);
    plan.want(&[range(0, 10_000)]);
    let jobs: Vec<Job> = std::iter::from_fn(|| plan.next_job()).collect();
    assert_eq!(jobs.len(), PARALLEL);
    let busy = Answer { status: 429, retry_after_ms: Some(7_000), content_type: "", body: b"" };
    plan.accept(jobs[0].ticket, &Reply::Answer(busy));
    let again = plan.next_job().unwrap();
    assert_eq!(again.ticket, jobs[0].ticket);
    assert!((7_000..=8_750).contains(&again.after_ms), "{}", again.after_ms);
    plan.accept(jobs[1].ticket, &Reply::Answer(busy));
    plan.next_job().unwrap();
    assert_eq!(plan.next_job(), None);
    assert_eq!(plan.parallel, 1);
}

#[test]
fn what_is_tried_again_is_told_with_its_reason_until_its_answer_is_here() {
    let service = Service::with_rows(every(10, 40), 50);
    let mut plan = service.plan(Some(10));
    plan.want(&[range(0, 400)]);
    let job = plan.next_job().unwrap();
    assert_eq!(plan.retries().next(), None, "a first try is none");
    let down = Answer { status: 503, retry_after_ms: None, content_type: "", body: b"maintenance" };
    plan.accept(job.ticket, &Reply::Answer(down));
    let reason = "the service failed (503): maintenance".to_owned();
    let told = [Retry { ticket: job.ticket, reason }];
    assert_eq!(plan.retries().collect::<Vec<_>>(), told);
    let job = plan.next_job().unwrap();
    assert!(job.after_ms >= 500);
    assert_eq!(plan.retries().collect::<Vec<_>>(), told, "while it is on its way, too");
    let body = service.body_for(&job);
    let whole =
        Answer { status: 200, retry_after_ms: None, content_type: "", body: body.as_bytes() };
    plan.accept(job.ticket, &Reply::Answer(whole));
    assert_eq!((plan.retries().next(), plan.is_over()), (None, true));
}

#[test]
fn rows_that_cannot_be_read_as_they_are_are_counted_for_the_reader() {
    let mut plan = Service::with_rows(vec![], 50).plan(None);
    plan.want(&[ALWAYS]);
    let job = plan.next_job().unwrap();
    let body = br#"{"value":[{"components":["phenomenonTime","result"],"dataArray":
        [["1970-01-01T00:00:00",1],["NULL",2],["1970-01-01T00:01:00Z",[1,2]]]}]}"#;
    let page = Answer { status: 200, retry_after_ms: None, content_type: "", body };
    assert_eq!(plan.accept(job.ticket, &Reply::Answer(page)).len(), 2);
    let Progress { rows, rejected, without_zone, .. } = plan.progress();
    assert_eq!((rows, rejected, without_zone), (2, 2, 1));
}

#[test]
fn what_is_given_up_is_not_told_as_tried_again() {
    let mut plan = Service::with_rows(every(10, 40), 50).plan(Some(10));
    plan.want(&[range(0, 400)]);
    while let Some(job) = plan.next_job() {
        plan.accept(job.ticket, &Reply::Network("connection refused".into()));
    }
    assert_eq!((plan.retries().next(), plan.holes().len()), (None, 1));
}

#[test]
fn a_budget_that_is_used_up_leaves_a_hole_that_says_so() {
    let service = Service::with_rows(every(10, 1_000), 50);
    let mut plan = service.plan(Some(10));
    plan.target.limits.pages = 3;
    plan.want(&[range(0, 10_000)]);
    let seen = read(&mut plan, &service, 3);
    assert_eq!(plan.progress().pages, 3);
    assert!(plan.holes().iter().all(|hole| hole.reason == "stopped at the limit of 3 pages"));
    assert_told_truly(&plan, &service, &[range(0, 10_000)], &seen);
}

#[test]
fn intervals_that_lie_across_the_edges_of_pieces_are_read_once() {
    let mut service = Service::with_rows(every(10, 500), 50);
    service.lasts_us = 10;
    for wanted in [range(0, 5_000), range(1_003, 3_004)] {
        let mut plan = service.plan(Some(10));
        plan.want(&[wanted]);
        let read = read(&mut plan, &service, 3);
        assert_told_truly(&plan, &service, &[wanted], &read);
        assert_eq!(plan.holes(), []);
    }
}

#[test]
fn a_service_that_is_down_now_and_then_is_read_to_the_end() {
    let service = Service { fails: 15, ..Service::with_rows(every(10, 1_000), 50) };
    for chance in 0..20 {
        let mut plan = service.plan(Some(10));
        plan.want(&[range(0, 10_000)]);
        let mut seen = read(&mut plan, &service, chance);
        for _ in 0..10 {
            seen = seen_only(&plan, seen);
            plan.retry();
            seen.rows.extend(read(&mut plan, &service, chance).rows);
        }
        assert_eq!(plan.holes(), []);
        assert_told_truly(&plan, &service, &[range(0, 10_000)], &seen);
    }
}

#[test]
fn news_at_the_end_are_asked_for_alone() {
    let mut service = Service::with_rows(every(10, 1_000), 50);
    let mut plan = service.plan(Some(10));
    plan.want(&[range(0, 10_050)]);
    read(&mut plan, &service, 3);
    service.times_us.extend([10_000, 10_010]);
    plan.uncover(range(9_991, i64::MAX));
    plan.want(&[range(9_991, i64::MAX)]);
    let news = read(&mut plan, &service, 3);
    assert_eq!(news.rows, [(1_000, 10_000), (1_001, 10_010)]);
    assert_eq!(news.requests, 1);
}

#[test]
fn news_that_could_not_be_had_are_asked_for_again_with_the_next() {
    let mut service = Service::with_rows(every(10, 100), 50);
    service.dies_at = Some(0);
    let since = range(500, i64::MAX);
    let mut plan = service.plan(Some(10));
    plan.want(&[since]);
    read(&mut plan, &service, 3);
    assert_eq!(ranges(plan.holes()), [since]);
    service.dies_at = None;
    plan.uncover(since);
    assert_eq!(read(&mut plan, &service, 3).rows.len(), 50);
    assert_eq!(plan.holes(), []);
}

fn a_service() -> impl Strategy<Value = Service> {
    let steps = proptest::collection::vec(
        prop_oneof![8 => Just(10i64), 2 => Just(0), 1 => Just(3), 1 => Just(5_000)],
        0..400,
    );
    let links = prop_oneof![
        Just(Links::Skip),
        Just(Links::None),
        Just(Links::Endless),
        Just(Links::Foreign)
    ];
    let habits =
        (any::<bool>(), prop::bool::weighted(0.8), prop::bool::weighted(0.8), any::<bool>());
    let faults =
        (prop_oneof![Just(0u64), Just(10), Just(60)], prop::option::weighted(0.2, 0..30usize));
    (steps, 10..60usize, links, habits, faults).prop_map(
        |(steps, page, links, (refuses_top, orders, filters, mixes), (fails, dies_at))| {
            let times = steps.iter().scan(0, |time, step| {
                *time += step;
                Some(*time)
            });
            let times_us: Vec<i64> = times.collect();
            // A service that cuts pages silently and gives no way on cannot be told from one at its end.
            let refuses_top = refuses_top || matches!(links, Links::None | Links::Foreign);
            // Rows of one instant look ordered.
            let orders = orders || times_us.windows(2).any(|pair| pair[0] == pair[1]);
            Service {
                times_us,
                lasts_us: 0,
                page,
                refuses_top,
                orders,
                filters,
                links,
                mixes,
                fails,
                dies_at,
            }
        },
    )
}

proptest! {
    // Each case is six whole readings.
    #![proptest_config(ProptestConfig { cases: 100, ..ProptestConfig::default() })]

    #[test]
    fn what_was_asked_for_is_here_once_or_in_a_hole_whatever_the_service_does(
        service in a_service(),
        step in prop_oneof![Just(None), Just(Some(10i64)), Just(Some(1)), Just(Some(100_000))],
        shown in (0..4_000i64, 1..4_000i64),
        chance in any::<u64>(),
    ) {
        let shown = range(shown.0, shown.0 + shown.1);
        for wanted in [vec![shown], vec![shown, range(-500, 6_000)], vec![ALWAYS]] {
            let mut plan = service.plan(step);
            plan.want(&wanted);
            let mut seen = read(&mut plan, &service, chance);
            assert_told_truly(&plan, &service, &wanted, &seen);

            // Healed, a retry brings the rest; what came without being covered comes again.
            let healed = Service { fails: 0, dies_at: None, ..service.clone() };
            seen = seen_only(&plan, seen);
            plan.retry();
            let again = read(&mut plan, &healed, chance);
            seen.rows.extend(again.rows);
            if healed.orders && healed.filters {
                prop_assert_eq!(plan.holes(), &[]);
            }
            assert_told_truly(&plan, &healed, &wanted, &seen);
        }
    }
}
