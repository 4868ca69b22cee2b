//! Everything else that the address of a plot can ask for: other kinds, computed series, other years, what is normal.

use super::{Answer, a_day_until, get, now, serve};
use crate::support::builders::{a_datastream, load, rows};
use crate::support::for_each_database;
use axum::Router;
use axum::http::StatusCode;
use gagehouse_model::time::{DAY_US, HOUR_US};
use gagehouse_sidecar::store::Store;

/// A server with two series of quarter days over seven years: each value is its day's number, the second's twice as much.
async fn serve_years(store: &Store) -> (Router, i32, i32) {
    let last = now().0 / HOUR_US * HOUR_US;
    let values = |times: f64| -> Vec<(i64, f64)> {
        let at = |back: i64| (last - back * DAY_US / 4, (back % 1_460) as f64 * times);
        (0..7 * 1_461).rev().map(at).collect()
    };
    let mut ids = Vec::new();
    for (code, times) in [("T", 1.0), ("U", 2.0)] {
        let stream = a_datastream(code).put(store).await;
        load(store, stream.id, rows(&values(times))).await;
        ids.push(stream.id);
    }
    (serve(store, "").await.1, ids[0], ids[1])
}

async fn drawn(app: &Router, path: &str) -> Answer {
    let answer = get(app, path).await;
    assert_eq!(answer.status, StatusCode::OK, "{path}");
    answer
}

#[test]
fn other_kinds_are_drawn_as_a_page_a_picture_and_a_table() {
    for_each_database(|store| async move {
        let (app, first, second) = serve_years(&store).await;
        for (asked, texts) in [
            ("kind=histogram", ["Histogram: Site S, Temperature", "bins of equal width"]),
            ("kind=box&by=month", ["Boxes: Site S, Temperature", "High whisker"]),
            ("kind=exceedance", ["Exceedance: Site S, Temperature", "days by UTC\u{2212}07:00"]),
            ("kind=exceedance&of=samples", ["Exceedance: Site S", "raw samples, which is no"]),
            ("kind=probability", ["Probability: Site S, Temperature", "A straight line would be"]),
            ("kind=calendar", ["Completeness of Site S, Temperature", "Days without values"]),
            ("kind=scatter", ["Scatter: Site S, Temperature", "pairs at most"]),
        ] {
            let query = format!("d=local:{first}&d=local:{second}&p=P2Y&{asked}");
            let page = drawn(&app, &format!("/embed/v1/plot?{query}")).await;
            let words = page.words();
            for text in texts {
                assert!(words.contains(text), "{asked}: '{text}' is missing in {words}");
            }
            assert!(!words.contains("Not used") && !words.contains("not drawn"), "{words}");
            for text in ["Provisional", "Source: Network N", "Open the full view"] {
                assert!(words.contains(text), "{asked}: '{text}' is missing in {words}");
            }
            let charts = if asked == "kind=scatter" { 1 } else { 2 };
            assert_eq!(page.text().matches("<section class=\"chart").count(), charts, "{asked}");
            assert_eq!(page.text().matches("<table>").count(), charts, "{asked}");
            let svg = drawn(&app, &format!("/embed/v1/plot.svg?{query}")).await;
            svg.says(texts[0]);
            svg.says("Newest value: ");
            svg.says("Provisional");
            let png = drawn(&app, &format!("/embed/v1/plot.png?{query}")).await;
            assert!(png.body.len() <= 120_000, "{asked}: {} bytes", png.body.len());
        }
    });
}

#[test]
fn a_difference_and_a_ratio_are_computed_as_in_the_app() {
    for_each_database(|store| async move {
        let (app, first, second) = serve_years(&store).await;
        let both = format!("/embed/v1/plot?d=local:{first}&d=local:{second}&p=P7D&tz=utc");
        let page = drawn(&app, &format!("{both}&derive=difference,2,1&units=measured")).await;
        let words = page.words();
        for text in [
            "3 Difference 2 \u{2212} 1: Temperature",
            "Series 3: Site S, Temperature, level 0, Raw data minus Site S, Temperature",
            "Difference 2 \u{2212} 1: Temperature: 28 values from 0.0 to 27.0\u{a0}°C",
        ] {
            assert!(words.contains(text), "'{text}' is missing in {words}");
        }
        // The two that it is made of may stay away; they are credited all the same.
        let alone = format!("{both}&derive=difference,2,1&hide=local:{first}&hide=local:{second}");
        let alone = drawn(&app, &alone).await;
        let words = alone.words();
        assert!(words.contains("28 values from 0.0 to 27.0"), "{words}");
        assert!(words.contains("Source: Network N.") && words.contains("Provisional"), "{words}");
        assert!(!words.contains("1 Temperature"), "{words}");
        let ratio = drawn(&app, &format!("{both}&derive=ratio,1,2")).await.words();
        assert!(
            ratio.contains("Not computed: 1 ÷ 2: a ratio of temperatures in °C says nothing"),
            "{ratio}"
        );
        // An axis is named as the app names it, whatever the language of the frame.
        let axis = "axis=-5..50:Difference%202%20%E2%88%92%201:%20Temperature%20(%C2%B0C)";
        for language in ["en", "es"] {
            let path = format!(
                "{alone}&lang={language}&{axis}",
                alone = both.clone() + "&derive=difference,2,1"
            );
            let page = drawn(&app, &path).await;
            assert!(!page.words().contains("axis="), "{}", page.words());
            page.says("\"min\":-5.0");
        }
    });
}

#[test]
fn what_is_normal_for_each_date_lies_behind_and_says_on_what_it_rests() {
    for_each_database(|store| async move {
        let (app, first, _) = serve_years(&store).await;
        let base = format!("d=local:{first}&p=P30D&band=normal&compare=2");
        let page = drawn(&app, &format!("/embed/v1/plot?{base}")).await;
        let words = page.words();
        assert!(words.contains("Behind series 1: what is normal for each date"), "{words}");
        assert!(words.contains("daily mean of "), "{words}");
        assert!(words.contains("Lighter lines are the same dates of other years."), "{words}");
        page.says("<polygon");
        drawn(&app, &format!("/embed/v1/plot.svg?{base}")).await.says("<polygon");
        // A day is no record.
        let short = a_datastream("V").put(&store).await;
        load(&store, short.id, rows(&a_day_until(0))).await;
        let (_, app) = serve(&store, "").await;
        let page = drawn(&app, &format!("/embed/v1/plot?d=local:{}&band=normal", short.id)).await;
        let words = page.words();
        let none = "No normal range for series 1: no date has complete days of 5";
        assert!(words.contains(none), "{words}");
    });
}
