//! A network that lives: a logger measures, sends every hour, and somebody looks every five minutes for seven days.
//! The clock is simulated; nothing waits.

use gagehouse_catalog::arrival::Arrivals;
use gagehouse_catalog::{Signs, Status};
use gagehouse_model::time::{DAY_US, HOUR_US, MINUTE_US};
use gagehouse_model::{Spacing, TimeUs};
use std::path::Path;

/// What a series measured, in order, and how often it is meant to.
struct Measured {
    name: String,
    times: Vec<TimeUs>,
    spacing: Spacing,
}

/// What was seen at one look.
struct Look {
    at: TimeUs,
    status: Status,
    late_since: Option<TimeUs>,
}

/// How transmissions go: `every` from `start`, some minutes late, all but the ones that are missed.
struct Sending<'a> {
    start: TimeUs,
    end: TimeUs,
    delay_us: &'a dyn Fn(i64) -> i64,
    is_missed: &'a dyn Fn(i64) -> bool,
}

fn looks(series: &Measured, sending: &Sending) -> Vec<Look> {
    let (mut arrivals, mut known, mut looks) = (Arrivals::default(), None, Vec::new());
    let mut sent = 0;
    let mut at = sending.start;
    while at <= sending.end {
        // Transmission n leaves at the full hour and is here some minutes later.
        while sending.start.0 + sent * HOUR_US + (sending.delay_us)(sent) <= at.0 {
            let leaves = TimeUs(sending.start.0 + sent * HOUR_US);
            let before = series.times.partition_point(|time| *time <= leaves);
            if !(sending.is_missed)(sent) && before > 0 {
                known = Some(series.times[before - 1]);
            }
            if let Some(end) = known {
                arrivals.note(TimeUs(leaves.0 + (sending.delay_us)(sent)), end);
            }
            sent += 1;
        }
        let signs = Signs {
            end: known,
            spacing: Some(series.spacing),
            arrived: arrivals.newest().map(|arrival| arrival.at),
            habit: arrivals.habit(Some(series.spacing)),
            ..Signs::default()
        };
        looks.push(Look { at, status: signs.status(at), late_since: signs.late_since(at) });
        at = TimeUs(at.0 + 5 * MINUTE_US);
    }
    looks
}

/// Seven days of each series, released hourly: never late; with the transmission of one hour missing, late from
/// soon after it until the next, and the page can say since when.
fn lives(series: &[Measured], start: TimeUs) {
    let end = TimeUs(start.0 + 7 * DAY_US);
    // Every transmission takes two to nine minutes, in no order.
    let delay_us = |n: i64| (2 + (n * 5) % 8) * MINUTE_US;
    for series in series {
        let regular =
            looks(series, &Sending { start, end, delay_us: &delay_us, is_missed: &|_| false });
        let late: Vec<_> = regular.iter().filter(|look| look.status != Status::Live).collect();
        // The first look may come before the first transmission.
        assert!(late.iter().all(|look| look.status == Status::Never), "{}", series.name);

        let missed = 100;
        let is_missed = |n: i64| n == missed;
        let looks =
            looks(series, &Sending { start, end, delay_us: &delay_us, is_missed: &is_missed });
        let expected = start.0 + missed * HOUR_US;
        let late: Vec<_> = looks.iter().filter(|look| look.status == Status::Late).collect();
        assert!(!late.is_empty(), "{}: the missed transmission is not told", series.name);
        for look in &late {
            let at = look.at.0 - expected;
            let since = look.late_since.map(|since| since.0 - expected);
            let is_told_in_time = at > 0 && at < HOUR_US + 10 * MINUTE_US;
            assert!(is_told_in_time, "{}: late {} minutes after", series.name, at / MINUTE_US);
            let is_near = since.is_some_and(|since| (0..=45 * MINUTE_US).contains(&since));
            assert!(is_near, "{}: since {since:?}", series.name);
        }
        let others =
            looks.iter().filter(|look| !matches!(look.status, Status::Live | Status::Late));
        assert!(others.into_iter().all(|look| look.status == Status::Never));
    }
}

#[test]
fn hourly_transmissions_of_made_up_series_are_never_late_and_a_missed_one_is() {
    let start = TimeUs::from_civil(2026, 11, 20, 0);
    let of = |minutes: i64| Measured {
        name: format!("every {minutes} minutes"),
        spacing: Spacing::from_us(minutes * MINUTE_US).unwrap(),
        times: (0..8 * DAY_US / (minutes * MINUTE_US))
            .map(|n| TimeUs(start.0 - DAY_US + n * minutes * MINUTE_US))
            .collect(),
    };
    lives(&[of(5), of(15), of(30)], start);
}

#[test]
fn the_logan_network_released_hourly_is_never_late_and_a_missed_hour_is() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/logan");
    let mut series = Vec::new();
    for name in
        ["TonyGrove2020.csv", "WaterLab2020.csv", "Mendon2020.csv", "BlackSmithFork2020.csv"]
    {
        let Ok(text) = std::fs::read_to_string(folder.join(name)) else {
            println!("{name} is not there: the Logan files are not tested");
            continue;
        };
        let mut lines = text.lines();
        let columns: Vec<&str> = lines.next().unwrap().split(',').collect();
        let rows: Vec<Vec<&str>> = lines.map(|line| line.split(',').collect()).collect();
        for (at, column) in
            columns.iter().enumerate().filter(|(_, name)| !name.contains('_')).skip(1)
        {
            let measured = rows.iter().filter(|row| !matches!(row[at], "" | "NULL"));
            // Local standard time, seven hours behind.
            let time =
                |row: &Vec<&str>| format!("{}-07:00", row[0].replace(' ', "T")).parse().unwrap();
            series.push(Measured {
                name: format!("{column} of {name}"),
                spacing: Spacing::from_us(15 * MINUTE_US).unwrap(),
                times: measured.map(time).collect(),
            });
        }
    }
    let Some(end) = series.first().and_then(|series| series.times.last().copied()) else { return };
    assert_eq!(series.len(), 24);
    lives(&series, TimeUs(end.0 + 15 * MINUTE_US - 7 * DAY_US));
}
