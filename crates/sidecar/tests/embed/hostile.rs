//! What nobody should ask, sources that fail, and everybody at once.

use super::{Answer, app, ask, get, now, serve, serve_a_day};
use crate::harvest::stand_in::{Mood, StandIn};
use crate::harvest::{impatient, listed, state};
use crate::support::builders::a_datastream;
use crate::support::for_each_database;
use axum::Router;
use axum::http::StatusCode;
use gagehouse_model::time::HOUR_US;
use gagehouse_model::{TimeUs, Visibility};
use gagehouse_sidecar::app::AppState;
use gagehouse_sidecar::store::Store;

/// What an answer is, but for its request's id.
fn all_of(answer: &Answer) -> (StatusCode, Vec<(String, String)>, Vec<u8>) {
    let headers = answer.headers.iter().filter(|(name, _)| name.as_str() != "x-request-id");
    let mut headers: Vec<_> = headers
        .map(|(name, value)| (name.to_string(), value.to_str().unwrap().to_owned()))
        .collect();
    headers.sort();
    (answer.status, headers, answer.body.to_vec())
}

#[test]
fn a_private_series_is_byte_by_byte_an_unknown_one() {
    for_each_database(|store| async move {
        let mut private = a_datastream("P");
        private.new.visibility = Visibility::Private;
        private.site.visibility = Visibility::Private;
        private.site.code = "HUSH".to_owned();
        let private = private.put(&store).await;
        let (state, app) = serve(&store, "").await;
        let home = &state.settings.public_url;
        for (known, unknown) in [
            (
                format!("/embed/v1/plot?d=local:{}", private.id),
                "/embed/v1/plot?d=local:987654".to_owned(),
            ),
            (
                format!("/embed/v1/plot.svg?d=local:{}", private.id),
                "/embed/v1/plot.svg?d=local:987654".to_owned(),
            ),
            (
                format!("/embed/v1/plot.png?d=local:{}", private.id),
                "/embed/v1/plot.png?d=local:987654".to_owned(),
            ),
            (
                format!("/embed/v1/table?d=local:{}", private.id),
                "/embed/v1/table?d=local:987654".to_owned(),
            ),
            ("/embed/v1/site/local/HUSH".to_owned(), "/embed/v1/site/local/NONE".to_owned()),
            (
                "/embed/v1/map?network=local:N".to_owned(),
                "/embed/v1/map?network=nowhere".to_owned(),
            ),
        ] {
            let (known, unknown) = (get(&app, &known).await, get(&app, &unknown).await);
            assert_eq!(known.status, StatusCode::NOT_FOUND);
            assert_eq!(all_of(&known), all_of(&unknown));
        }
        for (known, unknown) in [
            (format!("/plot?d=local:{}", private.id), "/plot?d=local:987654"),
            ("/sites/local/HUSH".to_owned(), "/sites/local/NONE"),
        ] {
            let known = get(&app, &format!("/oembed?url={home}{known}")).await;
            let unknown = get(&app, &format!("/oembed?url={home}{unknown}")).await;
            let message = |answer: &Answer| {
                let told: serde_json::Value = serde_json::from_slice(&answer.body).unwrap();
                (answer.status, told["message"].clone())
            };
            assert_eq!(message(&known), message(&unknown));
            assert_eq!(known.status, StatusCode::NOT_FOUND);
        }
    });
}

#[test]
fn whatever_is_asked_the_frame_says_what_was_wrong_and_is_never_blank() {
    for_each_database(|store| async move {
        let (_, app, id) = serve_a_day(&store, 0).await;
        let base = format!("/embed/v1/plot?d=local:{id}");
        let fifty: String = (1..=50).map(|number| format!("&d=local:{number}")).collect();
        for (path, status, text) in [
            ("/embed/v1/plot".to_owned(), 400, "names no series"),
            ("/embed/v1/plot?d=what".to_owned(), 400, "Not used: d=what:"),
            (format!("{base}&p=P99999999Y"), 200, "Not used: p=P99999999Y:"),
            (
                format!("{base}&from=-999999-01-01T00:00:00Z&to=2026-01-01T00:00:00Z"),
                200,
                "Not used: from=-999999-01-01T00:00:00Z",
            ),
            (
                format!("{base}&from=0001-01-01T00:00:00Z&to=9999-01-01T00:00:00Z"),
                200,
                "a plot shows a thousand years at most",
            ),
            (format!("/embed/v1/plot?d=local:{id}{fifty}"), 200, "series the first 8 are shown."),
            (
                format!("/embed/v1/plot?d=local:{id}{fifty}"),
                200,
                "Series 3 of this address does not exist here",
            ),
            (
                format!("{base}&theme=%00&height=9999999&lang=xx&%FF=%FF"),
                200,
                "Not used: height=9999999: expected 160 to 2000",
            ),
            (
                format!("{base}&kind=calendar&band=normal"),
                200,
                "Not part of this kind of plot: band=normal.",
            ),
            (format!("{base}&derive=ratio,1,1"), 200, "Not used: derive=ratio,1,1"),
            (format!("{base}&derive=ratio,1,2"), 200, "no such series on this plot"),
            (format!("{base}&kind=scatter"), 200, "A scatter needs two series."),
            (
                format!("{base}&kind=box&compare=1&band=normal"),
                200,
                "Not part of this kind of plot: compare=1.",
            ),
            (format!("{base}&visits=off"), 200, "Not used: visits=off"),
            ("/embed/v1/table?d=nowhere:1".to_owned(), 404, "does not exist here"),
            ("/embed/v1/map".to_owned(), 404, "This network does not exist here"),
        ] {
            let answer = get(&app, &path).await;
            assert_eq!(answer.status.as_u16(), status, "{path}");
            assert!(
                answer.words().contains(text),
                "{path}: '{text}' is missing in {}",
                answer.words()
            );
        }
        let svg = get(&app, "/embed/v1/plot.svg?d=what").await;
        assert_eq!(svg.status, StatusCode::BAD_REQUEST);
        svg.says("Not used: d=what:");
        assert_eq!(get(&app, "/embed/v1/plot.png?d=what").await.body[1..4], *b"PNG");
    });
}

#[test]
fn a_script_in_a_title_is_text() {
    for_each_database(|store| async move {
        let (_, app, id) = serve_a_day(&store, 0).await;
        let title = "%3C/title%3E%3C/script%3E%3Cscript%3Ealert(1)%3C/script%3E%22%20onload%3D%22x";
        for path in ["plot", "plot.svg", "table"] {
            let answer = get(&app, &format!("/embed/v1/{path}?d=local:{id}&title={title}")).await;
            assert_eq!(answer.status, StatusCode::OK);
            assert!(!answer.text().contains("<script>alert"), "{path}");
            assert!(!answer.text().contains("\" onload=\""), "{path}");
            answer.says("&lt;script&gt;alert(1)");
        }
        let refused = get(&app, &format!("/embed/v1/plot?d=x:1&title={title}")).await;
        assert!(!refused.text().contains("<script>alert"));
    });
}

#[test]
fn a_series_without_observations_is_drawn_empty_and_says_so() {
    for_each_database(|store| async move {
        let stream = a_datastream("T").put(&store).await;
        let (_, app) = serve(&store, "").await;
        let answer = get(&app, &format!("/embed/v1/plot?d=local:{}", stream.id)).await;
        assert_eq!(answer.status, StatusCode::OK);
        let words = answer.words();
        assert!(
            words.contains("No values in this window.") && words.contains("no value yet"),
            "{words}"
        );
        let svg = get(&app, &format!("/embed/v1/plot.svg?d=local:{}", stream.id)).await;
        svg.says("no value yet");
        assert_eq!(
            get(&app, &format!("/embed/v1/plot.png?d=local:{}", stream.id)).await.status,
            StatusCode::OK
        );
    });
}

#[test]
fn an_owner_who_hides_observations_is_named_as_the_reason() {
    for_each_database(|store| async move {
        let mut hidden = a_datastream("T");
        hidden.new.results_visible = false;
        let hidden = hidden.put(&store).await;
        let (_, app) = serve(&store, "").await;
        let answer = get(&app, &format!("/embed/v1/plot?d=local:{}", hidden.id)).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND);
        answer.says("The owner of series 1 does not publish its observations.");
    });
}

/// A server beside a service `far` that is in its catalog; its one value is so many hours old.
async fn beside(store: &Store, far: &StandIn, hours_ago: i64) -> (AppState, Router, String) {
    let last = TimeUs((now().0 - hours_ago * HOUR_US) / 60_000_000 * 60_000_000).to_rfc3339();
    far.with(|inside| {
        inside.observed = Some(last.clone());
        let times = format!("2024-01-01T00:00:00Z/{last}");
        inside.datastreams[0]["phenomenonTime"] = times.into();
    });
    let state = state(store, &listed(far, ""));
    impatient(state.clone()).harvest("far").await.unwrap();
    (state.clone(), app(state), last)
}

#[test]
fn a_source_that_stopped_a_day_ago_is_shown_with_its_own_time_and_as_not_current() {
    for_each_database(|store| async move {
        let far = StandIn::start().await;
        let (_, app, last) = beside(&store, &far, 26).await;
        far.with(|inside| inside.mood = Mood::Html);
        let time = format!("{} {}", &last[..10], &last[11..16]);
        for path in ["plot", "plot.svg"] {
            let answer = get(&app, &format!("/embed/v1/{path}?d=far:d1&p=P7D&tz=utc")).await;
            assert_eq!(answer.status, StatusCode::OK, "{path}");
            for text in ["7.5\u{a0}°C", &time, "not current: no value for 26 hours", "Incomplete:"]
            {
                answer.says(text);
            }
        }
        let svg = get(&app, "/embed/v1/plot.svg?d=far:d1&p=P7D&tz=utc").await;
        let png = get(&app, "/embed/v1/plot.png?d=far:d1&p=P7D&tz=utc").await;
        let same = gagehouse_sidecar::embed::drawing::png(svg.text(), 1).unwrap();
        assert_eq!(png.body, same, "what is rasterised is the text of the SVG");
        // What others copy as alternative text must not grow old.
        assert!(svg.text().split("</title>").next().unwrap().ends_with("<title>Site LR_A: temp"));
    });
}

#[test]
fn ten_thousand_who_ask_at_once_cost_one_reading_and_one_drawing() {
    for_each_database(|store| async move {
        let far = StandIn::start().await;
        let (state, app, _) = beside(&store, &far, 1).await;
        let (read, drawn) = (far.requests("/Observations"), state.embeds.drawings());
        let all: Vec<_> = (0..10_000)
            .map(|_| {
                let app = app.clone();
                tokio::spawn(async move {
                    let encoding = [("accept-encoding", "br")];
                    let answer = ask(&app, "/embed/v1/plot?d=far:d1", &encoding).await;
                    (answer.status, answer.header("etag").to_owned())
                })
            })
            .collect();
        let mut tags = std::collections::HashSet::new();
        for one in all {
            let (status, tag) = one.await.unwrap();
            assert_eq!(status, StatusCode::OK);
            tags.insert(tag);
        }
        assert_eq!(tags.len(), 1);
        assert_eq!(state.embeds.drawings() - drawn, 1);
        assert_eq!(far.requests("/Observations") - read, 1);
        // The other forms draw, but read nothing more.
        get(&app, "/embed/v1/plot.png?d=far:d1").await;
        get(&app, "/embed/v1/plot.svg?d=far:d1").await;
        assert_eq!(far.requests("/Observations") - read, 1);
    });
}

#[test]
fn a_slow_source_holds_its_own_places_and_no_others() {
    for_each_database(|store| async move {
        let (_, _, id) = serve_a_day(&store, 0).await;
        let far = StandIn::start().await;
        let (_, app, _) = beside(&store, &far, 1).await;
        far.with(|inside| inside.mood = Mood::Slow);
        let before = far.requests("/Observations");
        // As many readings as a source has places, each of another window.
        let held: Vec<_> = (1..=6)
            .map(|days| {
                let app = app.clone();
                let path = format!("/embed/v1/plot?d=far:d1&p=P{days}D");
                tokio::spawn(async move { get(&app, &path).await })
            })
            .collect();
        while far.requests("/Observations") < before + 6 {
            tokio::task::yield_now().await;
        }
        let more = get(&app, "/embed/v1/plot?d=far:d1&p=P9D").await;
        assert_eq!((more.status.as_u16(), more.header("retry-after")), (429, "5"));
        more.says("Too many plots are being drawn at this moment.");
        assert_eq!(more.header("cache-control"), "no-store");
        let ours = get(&app, &format!("/embed/v1/plot?d=local:{id}")).await;
        assert_eq!(ours.status, StatusCode::OK);
        held.iter().for_each(|held| held.abort());
    });
}
