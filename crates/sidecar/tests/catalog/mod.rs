//! `/api/v1/catalog`, `/api/v1/sources`, `/api/v1/networks`, `/api/v1/sites`: what a visitor is shown of the catalog.

mod arriving;
mod changes;
mod history;
mod living;
mod pages;
mod rows;
mod seasons;
mod standings;

use crate::support::for_each_database;
use axum::Router;
use axum::body::{Body, Bytes, to_bytes};
use axum::http::{HeaderMap, Request, StatusCode};
use gagehouse_catalog::part::{Part, decode};
use gagehouse_catalog::{Catalog, Manifest, PartKind, SourceParts, SourceState};
use gagehouse_sidecar::app::{AppState, app};
use gagehouse_sidecar::settings::{Environment, Options, Settings};
use gagehouse_sidecar::store::Store;
use rows::Filling;
use std::sync::Arc;
use tower::ServiceExt;

struct Answer {
    status: StatusCode,
    headers: HeaderMap,
    body: Bytes,
}

impl Answer {
    fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.body).unwrap()
    }
}

async fn ask(app: &Router, path: &str, headers: &[(&str, &str)]) -> Answer {
    let mut request = Request::get(path);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let response = app.clone().oneshot(request.body(Body::empty()).unwrap()).await.unwrap();
    let (parts, body) = response.into_parts();
    let body = to_bytes(body, 1 << 24).await.unwrap();
    Answer { status: parts.status, headers: parts.headers, body }
}

async fn get(app: &Router, path: &str) -> Answer {
    ask(app, path, &[]).await
}

/// A server over a store, with `more` as its configuration file.
fn serve(store: &Store, more: &str) -> Router {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("gagehouse.toml");
    std::fs::write(&file, more).unwrap();
    let options = Options::from([
        ("config", file.to_str().unwrap().to_owned()),
        ("static_dir", folder.path().to_str().unwrap().to_owned()),
    ]);
    let settings = Settings::load(&options, &Environment::default()).unwrap();
    app(AppState::new(store.clone(), settings))
}

/// What a browser makes of the manifest: its catalog.
async fn browse(app: &Router) -> (Manifest, Catalog) {
    let manifest: Manifest =
        serde_json::from_slice(&get(app, "/api/v1/catalog").await.body).unwrap();
    let mut sources = Vec::new();
    for entry in &manifest.sources {
        let mut source = SourceParts { entry: entry.clone(), meta: None, fresh: None };
        for part in &entry.parts {
            let answer = get(app, &part.url).await;
            assert_eq!(answer.status, StatusCode::OK);
            assert_eq!(answer.body.len() as u64, part.bytes);
            match decode(part.kind, part.format, &answer.body).unwrap() {
                Part::Meta(meta) => source.meta = Some(meta),
                Part::Fresh(fresh) => source.fresh = Some(fresh),
            }
        }
        sources.push(source);
    }
    (manifest, Catalog::build(&sources))
}

#[test]
fn a_visitor_sees_public_rows_that_are_still_there_and_no_others() {
    for_each_database(|store| async move {
        Filling::default().fill(&store).await;
        let (_, catalog) = browse(&serve(&store, "")).await;
        let names: Vec<_> = catalog.datastreams().map(|row| row.name().into_owned()).collect();
        assert_eq!(names, ["Stage at Mill", "Hidden values at Mill"]);
        assert_eq!(catalog.site_count(), 2);
        let stage = catalog.find_datastream(&"local:1".parse().unwrap()).unwrap();
        assert_eq!(stage.network_name(), Some("Brooks"));
        assert_eq!(stage.site().unwrap().url_code(), "007");
        assert_eq!(stage.latest().map(|(_, value)| value), Some(2.5));
        assert!(catalog.find_datastream(&"local:2".parse().unwrap()).unwrap().results_hidden());
    });
}

#[test]
fn parts_are_kept_for_ever_compressed_once_and_the_manifest_is_asked_again() {
    for_each_database(|store| async move {
        Filling::default().fill(&store).await;
        let app = serve(&store, "");
        let (manifest, _) = browse(&app).await;
        let url = &manifest.sources[0].part(PartKind::Meta).unwrap().url;
        for (asked, encoding) in [("gzip, br", "br"), ("gzip", "gzip"), ("identity", "")] {
            let part = ask(&app, url, &[("accept-encoding", asked)]).await;
            assert_eq!(part.header("content-encoding"), encoding);
            assert_eq!(part.header("cache-control"), "public, max-age=31536000, immutable");
            assert!(part.header("vary").contains("accept-encoding"));
        }
        let answer = get(&app, "/api/v1/catalog").await;
        assert_eq!(answer.header("cache-control"), "no-cache");
        let tag = answer.header("etag").to_owned();
        let again = ask(&app, "/api/v1/catalog", &[("if-none-match", &tag)]).await;
        assert_eq!((again.status, again.body.len()), (StatusCode::NOT_MODIFIED, 0));
        let others = ["/api/v1/networks", "/api/v1/sites", "/api/v1/sites/local/007"];
        for path in others.into_iter().chain([url.as_str()]) {
            let answer = get(&app, path).await;
            assert_eq!(answer.status, StatusCode::OK, "{path}");
            let tag = answer.header("etag").to_owned();
            let again = ask(&app, path, &[("if-none-match", &tag)]).await;
            assert_eq!((again.status, again.body.len()), (StatusCode::NOT_MODIFIED, 0), "{path}");
            let stale = ask(&app, path, &[("if-none-match", "\"other\"")]).await;
            assert_eq!(stale.body, answer.body, "{path}");
        }
        let json = ask(&app, url, &[("accept", "text/html, application/json;q=0.9")]).await;
        assert_eq!(json.header("content-type"), "application/json");
        assert_eq!(json.json()["sites"]["code"][0], "007");
        let unknown = get(&app, "/api/v1/catalog/parts/00").await;
        assert_eq!(unknown.status, StatusCode::NOT_FOUND);
    });
}

#[test]
fn a_new_value_changes_the_fresh_part_alone_and_the_old_one_can_still_be_read() {
    for_each_database(|store| async move {
        Filling::default().fill(&store).await;
        let app = serve(&store, "");
        let (before, _) = browse(&app).await;
        rows::a_value_arrives(&store, 7.25).await;
        let (after, catalog) = browse(&app).await;
        let hash = |manifest: &Manifest, kind| manifest.sources[0].part(kind).unwrap().hash.clone();
        assert_eq!(hash(&before, PartKind::Meta), hash(&after, PartKind::Meta));
        assert_ne!(hash(&before, PartKind::Fresh), hash(&after, PartKind::Fresh));
        let stage = catalog.find_datastream(&"local:1".parse().unwrap()).unwrap();
        assert_eq!(stage.latest().map(|(_, value)| value), Some(7.25));
        let old = &before.sources[0].part(PartKind::Fresh).unwrap().url;
        assert_eq!(get(&app, old).await.status, StatusCode::OK);
        // Another process, asked with a manifest of this one.
        let restarted = serve(&store, "");
        let now = &after.sources[0].part(PartKind::Fresh).unwrap().url;
        assert_eq!(get(&restarted, now).await.status, StatusCode::OK);
    });
}

#[test]
fn a_source_that_fails_keeps_its_rows_and_says_so_without_addresses() {
    for_each_database(|store| async move {
        Filling { last_error: Some("no answer from http://10.0.0.1/key".into()) }
            .fill(&store)
            .await;
        let app = serve(&store, "");
        let (manifest, catalog) = browse(&app).await;
        assert_eq!(manifest.sources[0].state, SourceState::Failing);
        assert_eq!(catalog.len(), 2);
        let status = &get(&app, "/api/v1/sources").await.json()[0];
        assert_eq!(status["last_error"], "no answer from the service");
        assert_eq!(status["datastreams"], 2);
        assert_eq!(status["last_success"], "2026-01-01T00:00:00Z");
        assert!(status["age_s"].as_i64().unwrap() >= 0);
    });
}

#[test]
fn a_configured_source_is_listed_before_its_first_harvest_and_tells_browsers_where_to_ask() {
    for_each_database(|store| async move {
        let app = serve(
            &store,
            "[[source]]\nkey = \"open\"\nurl = \"https://open.example.org/v1.1\"\n\
             [[source]]\nkey = \"closed\"\nurl = \"https://closed.example.org/v1.1\"\n\
             credentials = { bearer = \"s3cret\" }\n",
        );
        let answer = get(&app, "/api/v1/catalog").await;
        assert!(!String::from_utf8_lossy(&answer.body).contains("s3cret"));
        let manifest: Manifest = serde_json::from_slice(&answer.body).unwrap();
        let urls: Vec<_> =
            manifest.sources.iter().map(|source| source.observations_url.as_str()).collect();
        assert_eq!(
            urls,
            ["/sensorthings/v1.1", "https://open.example.org/v1.1", "/api/v1/source/closed"]
        );
        assert!(manifest.sources.iter().all(|source| source.state == SourceState::Never));
        assert!(manifest.sources.iter().all(|source| source.parts.is_empty()));
    });
}

#[test]
fn a_site_answers_to_its_code_before_its_id_and_a_private_one_to_neither() {
    for_each_database(|store| async move {
        Filling::default().fill(&store).await;
        let app = serve(&store, "");
        let mill = get(&app, "/api/v1/sites/local/007").await.json();
        assert_eq!(
            (mill["name"].as_str(), mill["network"].as_str()),
            (Some("Mill"), Some("Brooks"))
        );
        assert_eq!(mill["datastreams"].as_array().unwrap().len(), 2);
        assert_eq!(mill["datastreams"][0]["reference"], "local:1");
        assert_eq!(mill["standard_utc_offset"], "-07:00");
        assert_eq!(get(&app, "/api/v1/sites/local/1").await.json()["name"], "Mill");
        assert_eq!(get(&app, "/api/v1/sites/local/2").await.json()["name"], "No code");
        let gone = get(&app, "/api/v1/sites/local/secret").await;
        assert_eq!(gone.status, StatusCode::NOT_FOUND);
        assert_eq!(gone.json()["message"], "there is no site 'secret' in source 'local'");
        let nowhere = get(&app, "/api/v1/sites/nowhere/007").await;
        assert_eq!(nowhere.json()["message"], "there is no source 'nowhere'");
    });
}

#[test]
fn every_public_site_is_listed_by_what_addresses_it() {
    for_each_database(|store| async move {
        Filling::default().fill(&store).await;
        let app = serve(&store, "");
        let sites = get(&app, "/api/v1/sites").await.json();
        let codes: Vec<_> =
            sites.as_array().unwrap().iter().map(|site| site["code"].as_str().unwrap()).collect();
        assert_eq!(codes, ["007", "2"]);
        // By our keys, which records name; the network is told to those who work in it.
        for site in sites.as_array().unwrap() {
            let address = format!("/api/v1/sites/local/{}", site["code"].as_str().unwrap());
            assert_eq!(site["key"], get(&app, &address).await.json()["key"]);
            assert!(site["key"].is_i64() && site["network"].is_null());
        }
    });
}

#[test]
fn networks_are_counted_by_what_the_visitor_may_see() {
    for_each_database(|store| async move {
        Filling::default().fill(&store).await;
        let networks = get(&serve(&store, ""), "/api/v1/networks").await.json();
        assert_eq!(networks.as_array().unwrap().len(), 1);
        assert_eq!(networks[0]["name"], "Brooks");
        assert_eq!(
            (networks[0]["sites"].as_u64(), networks[0]["datastreams"].as_u64()),
            (Some(2), Some(2))
        );
    });
}

#[test]
fn many_visitors_at_once_get_the_same_catalog() {
    for_each_database(|store| async move {
        Filling::default().fill(&store).await;
        let app = Arc::new(serve(&store, ""));
        let visits = (0..16).map(|_| {
            let app = app.clone();
            tokio::spawn(async move { get(&app, "/api/v1/catalog").await.body })
        });
        let mut bodies = Vec::new();
        for visit in visits.collect::<Vec<_>>() {
            bodies.push(visit.await.unwrap());
        }
        assert!(bodies.iter().all(|body| *body == bodies[0]));
    });
}
