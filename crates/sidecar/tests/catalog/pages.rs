//! Pages of sites and networks as they are sent: with their text before any program runs, and real 404s.

use super::rows::Filling;
use super::{Answer, ask};
use crate::records::house::{HIDDEN, House, SECRET};
use crate::support::for_each_database;
use axum::Router;
use axum::http::StatusCode;
use gagehouse_sidecar::app::{AppState, app};
use gagehouse_sidecar::settings::{Environment, Options, Settings};
use gagehouse_sidecar::store::Store;

const PAGE: &str = "<!doctype html><head><!--page-head--><title>G</title><!--/page-head--></head>\
                    <main><!--page-text-->Starting<!--/page-text--></main>";

/// A server over a store with a built app beside it.
pub fn serve(store: &Store) -> (tempfile::TempDir, AppState, Router) {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("index.html"), PAGE).unwrap();
    let options = Options::from([("static_dir", folder.path().to_str().unwrap().to_owned())]);
    let settings = Settings::load(&options, &Environment::default()).unwrap();
    let state = AppState::new(store.clone(), settings);
    let router = app(state.clone());
    (folder, state, router)
}

pub async fn visit(app: &Router, path: &str) -> (StatusCode, String) {
    let headers =
        [("host", "gages.example"), ("x-forwarded-proto", "https"), ("accept", "text/html")];
    let Answer { status, body, .. } = ask(app, path, &headers).await;
    (status, String::from_utf8(body.to_vec()).unwrap())
}

#[test]
fn a_site_is_readable_before_any_program_runs() {
    for_each_database(|store| async move {
        Filling::default().fill(&store).await;
        let (_folder, _, app) = serve(&store);
        let (status, page) = visit(&app, "/sites/local/007").await;
        assert_eq!(status, StatusCode::OK);
        for part in [
            "<title>Mill (007) – Gagehouse</title>",
            "<link rel=\"canonical\" href=\"https://gages.example/sites/local/007\">",
            "\"@type\":\"Dataset\"",
            "<h1 tabindex=\"-1\" dir=\"auto\">Mill</h1>",
            "hidden by its owner",
        ] {
            assert!(page.contains(part), "{part} is not in {page}");
        }
        assert!(!page.contains("Starting") && !page.contains("Private") && !page.contains("Gone"));
    });
}

#[test]
fn unknown_private_and_gone_sites_are_the_same_real_404() {
    for_each_database(|store| async move {
        Filling::default().fill(&store).await;
        let (_folder, _, app) = serve(&store);
        let (_, unknown) = visit(&app, "/sites/local/nowhere").await;
        for path in [
            "/sites/local/secret",
            "/sites/local/3",
            "/sites/local/008",
            "/sites/other/007",
            "/networks/local/Closed",
            "/networks/local/nowhere",
            "/sites/local/%3Cscript%3E",
            "/sites/local/%E0%A4%A",
        ] {
            assert_eq!(visit(&app, path).await, (StatusCode::NOT_FOUND, unknown.clone()), "{path}");
        }
        assert!(unknown.contains("Starting"));
    });
}

#[test]
fn a_private_site_is_a_page_for_its_members_that_no_cache_keeps_and_a_404_for_others() {
    for_each_database(|store| async move {
        House::fill(&store).await;
        let (_folder, _, app) = serve(&store);
        let path = format!("/sites/local/{HIDDEN}");
        for (who, status) in [("technician", StatusCode::OK), ("stranger", StatusCode::NOT_FOUND)] {
            let token = format!("Bearer token of {who}");
            let headers = [("host", "gages.example"), ("authorization", token.as_str())];
            let page = ask(&app, &path, &headers).await;
            assert_eq!(page.status, status, "{who}");
            assert_eq!(page.header("cache-control"), "private, no-store");
            let text = String::from_utf8(page.body.to_vec()).unwrap();
            assert_eq!(text.contains(SECRET), who == "technician", "{text}");
            let network = ask(&app, "/networks/local/N", &headers).await;
            let text = String::from_utf8(network.body.to_vec()).unwrap();
            assert_eq!(text.contains(SECRET), who == "technician", "{text}");
        }
        let (_, unknown) = visit(&app, "/sites/local/nowhere").await;
        assert_eq!(visit(&app, &path).await, (StatusCode::NOT_FOUND, unknown));
        assert!(!visit(&app, "/networks/local/N").await.1.contains(SECRET));
    });
}

#[test]
fn a_network_tells_its_public_sites_and_the_sitemap_names_them_alone() {
    for_each_database(|store| async move {
        Filling::default().fill(&store).await;
        let (_folder, _, app) = serve(&store);
        let (status, page) = visit(&app, "/networks/local/Brooks").await;
        assert_eq!(status, StatusCode::OK);
        assert!(
            page.contains("Mill") && page.contains("No code") && !page.contains("Secret"),
            "{page}"
        );
        let (status, map) = visit(&app, "/sitemap.xml").await;
        assert_eq!(status, StatusCode::OK);
        for path in ["sites/local/007", "sites/local/2", "networks/local/Brooks"] {
            assert!(map.contains(&format!("<loc>https://gages.example/{path}</loc>")), "{map}");
        }
        assert!(!map.contains("secret") && !map.contains("Closed") && !map.contains("008"));
        assert_eq!(visit(&app, "/sitemap.xml?part=9").await.0, StatusCode::NOT_FOUND);
        let (_, robots) = visit(&app, "/robots.txt").await;
        assert!(robots.contains("Sitemap: https://gages.example/sitemap.xml"));
    });
}
