//! A series that rests every winter is out of season, not stale: learned from its record.

use super::get;
use super::pages::{serve, visit};
use crate::support::builders::{a_datastream, a_site, load, rows};
use crate::support::for_each_database;
use gagehouse_model::TimeUs;
use gagehouse_model::time::{DAY_US, HOUR_US};
use gagehouse_sidecar::clock;
use gagehouse_sidecar::harvest::Harvester;
use gagehouse_sidecar::store::Store;

type Date = (i64, u32, u32);

async fn put(store: &Store, code: &str, spans: &[(Date, Date)]) {
    let mut stream = a_datastream(code);
    stream.site = a_site(code);
    let id = stream.put(store).await.id;
    let at = |(year, month, day): Date| TimeUs::from_civil(year, month, day, 12 * HOUR_US).0;
    let days = |(first, last): &(Date, Date)| {
        let days = (at(*last) - at(*first)) / DAY_US;
        let first = at(*first);
        (0..=days).map(move |day| (first + day * DAY_US, 1.0))
    };
    load(store, id, rows(&spans.iter().flat_map(days).collect::<Vec<_>>())).await;
}

#[test]
fn a_record_with_winters_without_data_is_out_of_season_and_one_that_stopped_is_stale() {
    for_each_database(|store| async move {
        let summers = [
            ((2023, 4, 20), (2023, 10, 30)),
            ((2024, 5, 2), (2024, 11, 4)),
            ((2025, 4, 25), (2025, 11, 1)),
        ];
        put(&store, "weir", &summers).await;
        put(&store, "stopped", &[((2023, 4, 20), (2025, 11, 1))]).await;
        put(&store, "once", &summers[1..]).await;
        let now = TimeUs::from_civil(2026, 1, 15, 0);
        let (_folder, state, app) = serve(&store);
        let harvester = Harvester::new(state);
        clock::at(now, harvester.harvest("local")).await.unwrap();
        // The second walk knows it from the first.
        clock::at(TimeUs(now.0 + HOUR_US), harvester.harvest("local")).await.unwrap();
        for (code, status) in [("weir", "seasonal"), ("stopped", "stale"), ("once", "stale")] {
            let site = clock::at(now, get(&app, &format!("/api/v1/sites/local/{code}"))).await;
            assert_eq!(site.json()["datastreams"][0]["status"], status, "{code}");
        }
        let (_, page) = clock::at(now, visit(&app, "/sites/local/weir")).await;
        let words = "in past years it had no data from October to May";
        assert!(page.contains(words), "{page}");
        let spring = TimeUs::from_civil(2026, 6, 20, 0);
        let site = clock::at(spring, get(&app, "/api/v1/sites/local/weir")).await.json();
        let series = &site["datastreams"][0];
        assert_eq!(
            (&series["status"], &series["late_since"]),
            (&"stale".into(), &"2026-05-16T00:00:00Z".into())
        );
    });
}
