//! Pages and pictures of what is there.

use super::{a_day_until, ask, get, serve, serve_a_day};
use crate::support::builders::{a_datastream, a_site, load, rows};
use crate::support::for_each_database;
use axum::http::StatusCode;

#[test]
fn a_page_holds_the_plot_its_newest_value_a_table_and_what_cannot_be_switched_off() {
    for_each_database(|store| async move {
        let (_, app, id) = serve_a_day(&store, 0).await;
        let answer = get(&app, &format!("/embed/v1/plot?d=local:{id}&p=P1D")).await;
        assert_eq!(answer.status, StatusCode::OK);
        let words = answer.words();
        for text in [
            "Site S: Temperature",
            "19.875\u{a0}°C",
            "America/Denver, UTC",
            "96 values from 8.0",
            "Provisional data, subject to revision.",
            "Source: Network N",
            "Open the full view",
            "the newest 48 of 96 values",
        ] {
            assert!(words.contains(text), "'{text}' is missing in {words}");
        }
        assert!(!words.contains("not current"), "{words}");
        assert!(words.contains("just now") || words.contains("1 minute ago"), "{words}");
        answer.says(&format!("/plot?d=local:{id}&amp;p=P1D\" target=\"_top\""));
        answer.says("<svg class=\"wide\" role=\"img\" aria-label=\"Plot over time.");
        answer.says("application/json+oembed");
    });
}

#[test]
fn a_frame_may_stand_in_any_page_and_nothing_is_kept_on_the_device() {
    for_each_database(|store| async move {
        let (_, app, id) = serve_a_day(&store, 0).await;
        for path in ["plot", "plot.svg", "plot.png", "table"] {
            let answer = get(&app, &format!("/embed/v1/{path}?d=local:{id}")).await;
            assert_eq!(answer.status, StatusCode::OK, "{path}");
            assert!(answer.headers.get("set-cookie").is_none(), "{path}");
            assert!(answer.headers.get("x-frame-options").is_none(), "{path}");
            let cached = "public, max-age=300, stale-while-revalidate=300";
            assert_eq!(answer.header("cache-control"), cached, "{path}");
            assert_eq!(answer.header("access-control-allow-origin"), "*", "{path}");
            assert_eq!(answer.header("cross-origin-resource-policy"), "cross-origin", "{path}");
            let tag = answer.header("etag").to_owned();
            let known = [("if-none-match", tag.as_str())];
            let again = ask(&app, &format!("/embed/v1/{path}?d=local:{id}"), &known).await;
            assert_eq!(again.status, StatusCode::NOT_MODIFIED, "{path}");
        }
        let page = get(&app, &format!("/embed/v1/plot?d=local:{id}")).await;
        let policy = page.header("content-security-policy");
        assert!(policy.ends_with("frame-ancestors *") && policy.contains("script-src 'sha256-"));
        assert!(!policy.contains("unsafe"), "{policy}");
        // Nothing else may be framed.
        for path in ["/", "/plot", "/oembed", "/embed/v1/gagehouse-plot.js", "/healthz"] {
            let policy = get(&app, path).await.header("content-security-policy").to_owned();
            assert!(policy.contains("frame-ancestors 'none'"), "{path}: {policy}");
        }
        let (_, app) =
            serve(&store, "[embed]\npartners = \"https://a.example.org, https://b.example.org\"\n")
                .await;
        let page = get(&app, &format!("/embed/v1/plot?d=local:{id}")).await;
        let policy = page.header("content-security-policy").to_owned();
        assert!(
            policy.ends_with("frame-ancestors 'self' https://a.example.org https://b.example.org")
        );
    });
}

#[test]
fn pictures_show_the_same_plot_and_a_png_is_made_of_the_svg() {
    for_each_database(|store| async move {
        let (_, app, id) = serve_a_day(&store, 0).await;
        let svg =
            get(&app, &format!("/embed/v1/plot.svg?d=local:{id}&p=P1D&width=800&height=500")).await;
        assert!(svg.header("content-type").starts_with("image/svg+xml"));
        svg.says("width=\"800\" height=\"500\"");
        svg.says("Newest value: 19.875\u{a0}°C at ");
        svg.says("Provisional data");
        svg.says("prefers-color-scheme:dark");
        let png =
            get(&app, &format!("/embed/v1/plot.png?d=local:{id}&p=P1D&width=800&height=500")).await;
        assert_eq!(png.header("content-type"), "image/png");
        assert_eq!(png.body[..8], *b"\x89PNG\r\n\x1a\n");
        let side = |from: usize| u32::from_be_bytes(png.body[from..from + 4].try_into().unwrap());
        assert_eq!((side(16), side(20)), (800, 500));
        let of_svg = gagehouse_sidecar::embed::drawing::png(svg.text(), 1).unwrap();
        assert_eq!(png.body, of_svg, "the PNG is the SVG, pixel by pixel");
        let default = get(&app, &format!("/embed/v1/plot.png?d=local:{id}")).await;
        assert!(default.body.len() <= 60_000, "{} bytes", default.body.len());
        let twice = get(&app, &format!("/embed/v1/plot.png?d=local:{id}&scale=2")).await;
        assert_eq!(u32::from_be_bytes(twice.body[16..20].try_into().unwrap()), 1_440);
    });
}

#[test]
fn units_zone_language_title_and_thresholds_are_those_of_the_address() {
    for_each_database(|store| async move {
        let (_, app, id) = serve_a_day(&store, 0).await;
        let base = format!("/embed/v1/plot?d=local:{id}&p=P1D");
        let us = get(&app, &format!("{base}&units=us&tz=utc&title=Our%20river")).await;
        let words = us.words();
        assert!(words.contains("67.775\u{a0}°F") && words.contains("(UTC)"), "{words}");
        assert!(words.contains("Our river") && !words.contains("Site S: Temperature"));
        let es = get(&app, &format!("{base}&lang=es")).await;
        es.says("<html lang=\"es\">");
        es.says("Datos provisionales, sujetos a revisión.");
        let marked =
            get(&app, &format!("{base}&th=15,Too%20warm:Temperature%20(%C2%B0C)&theme=dark")).await;
        marked.says("Too warm 15");
        marked.says("color-scheme:dark");
        let daily = get(&app, &format!("{base}&agg=day&compare=1&table=open")).await;
        daily.says("daily mean");
        daily.says("<details open>");
        let brand = get(&app, &format!("{base}&color=0b5675&theme=light")).await;
        brand.says("stroke=\"#0B5675\"");
        let pale = get(&app, &format!("{base}&color=ffff99&theme=light")).await;
        pale.says("Not used: color=FFFF99: its contrast with the ground is below 4.5 to 1");
    });
}

#[test]
fn a_table_a_site_and_a_map_say_how_gages_are_now() {
    for_each_database(|store| async move {
        let (_, _, first) = serve_a_day(&store, 0).await;
        let mut other = a_datastream("U");
        other.site = a_site("A B");
        let other = other.put(&store).await;
        load(&store, other.id, rows(&a_day_until(26))).await;
        let (_, app) = serve(&store, "").await;
        let table =
            get(&app, &format!("/embed/v1/table?d=local:{first}&d=local:{}", other.id)).await;
        let words = table.words();
        for text in
            ["Site S", "rising", "live", "Site A B", "late", "not current: no value for 26 hours"]
        {
            assert!(words.contains(text), "'{text}' is missing in {words}");
        }
        table.says("/sites/local/A%20B\"");
        let site = get(&app, "/embed/v1/site/local/A%20B").await;
        let words = site.words();
        for text in [
            "Site A B",
            "Temperature",
            "19.875\u{a0}°C",
            "not current: no value for 26 hours",
            "Provisional",
        ] {
            assert!(words.contains(text), "'{text}' is missing in {words}");
        }
        let map = get(&app, "/embed/v1/map?network=local").await;
        assert_eq!(map.text().matches("<circle").count(), 4, "two sites, each with room to hit");
        map.says("aria-label=\"Site A B, late\"");
        map.says("/sites/local/S\" target=\"_top\"");
    });
}

#[test]
fn several_series_are_told_apart_and_hidden_ones_are_not_drawn() {
    for_each_database(|store| async move {
        let (_, _, first) = serve_a_day(&store, 0).await;
        let second = a_datastream("U").put(&store).await;
        load(&store, second.id, rows(&a_day_until(0))).await;
        let (_, app) = serve(&store, "").await;
        let both = format!("/embed/v1/plot?d=local:{first}&d=local:{}", second.id);
        let answer = get(&app, &both).await;
        let words = answer.words();
        assert!(words.contains("1 Temperature, level 0, Raw data"), "{words}");
        assert!(words.contains("2 Temperature, level 0, Raw data"), "{words}");
        let svg = get(&app, &both.replace("plot?", "plot.svg?")).await;
        svg.says("2  Site S, Temperature, level 0, Raw data");
        let one = get(&app, &format!("{both}&hide=local:{first}")).await;
        assert!(
            !one.text().contains("#0067A5\" stroke-width=\"2\" points"),
            "the first is not drawn"
        );
    });
}
