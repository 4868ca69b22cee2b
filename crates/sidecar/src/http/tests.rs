//! The shell through the router: files, pages, errors, headers, limits.

use crate::app::{AppState, app};
use crate::settings::{Environment, Options, Settings};
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Request, StatusCode};
use std::path::PathBuf;
use tower::ServiceExt;

const PAGE: &str = "<!doctype html><title>G</title><script type=\"module\">go()</script>";
const FIELD: &str = "<!doctype html><title>F</title><script type=\"module\">field()</script>";

/// A built app and a database in a folder of their own.
struct Dist(tempfile::TempDir);

impl Dist {
    fn new() -> Self {
        let dist = Self(tempfile::tempdir().unwrap());
        std::fs::create_dir_all(dist.0.path().join("dist/.stage")).unwrap();
        std::fs::create_dir(dist.path("field")).unwrap();
        dist.write("index.html", PAGE.as_bytes());
        dist.write("field/index.html", FIELD.as_bytes());
        dist.write("field/field-0123456789abcdef.js", b"field");
        dist.write("field/field-sw.js", b"worker");
        dist.write("app-0123456789abcdef.js", b"plain");
        dist.write("app-0123456789abcdef.js.br", b"brotli");
        dist.write("app-0123456789abcdef.js.gz", b"gzip");
        dist.write("sw.js", b"worker");
        dist.write(".stage/secret.js", b"half built");
        dist
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join("dist").join(name)
    }

    fn write(&self, name: &str, bytes: &[u8]) {
        std::fs::write(self.path(name), bytes).unwrap();
    }

    async fn state(&self, limits: &[(&'static str, &str)]) -> AppState {
        let mut options: Options = limits.iter().map(|(k, v)| (*k, (*v).to_owned())).collect();
        let database = format!("sqlite://{}/house.db", self.0.path().display());
        options.insert("database_url", database);
        options.insert("static_dir", self.path("").to_str().unwrap().to_owned());
        let settings = Settings::load(&options, &Environment::default()).unwrap();
        AppState::start(settings).await.unwrap()
    }

    async fn app(&self) -> Router {
        app(self.state(&[]).await)
    }
}

struct Answer {
    status: StatusCode,
    headers: HeaderMap,
    text: String,
}

impl Answer {
    fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.text).unwrap()
    }
}

async fn ask(app: &Router, request: Request<Body>) -> Answer {
    let response = app.clone().oneshot(request).await.unwrap();
    let (parts, body) = response.into_parts();
    let bytes = to_bytes(body, 1 << 20).await.unwrap();
    let text = String::from_utf8_lossy(&bytes).into_owned();
    Answer { status: parts.status, headers: parts.headers, text }
}

async fn get(app: &Router, path: &str) -> Answer {
    ask(app, Request::get(path).body(Body::empty()).unwrap()).await
}

async fn get_encoded(app: &Router, path: &str, encodings: &str) -> Answer {
    let request = Request::get(path).header("accept-encoding", encodings);
    ask(app, request.body(Body::empty()).unwrap()).await
}

#[tokio::test]
async fn every_route_of_the_app_answers_with_its_page_and_never_from_an_old_cache() {
    let dist = Dist::new();
    let app = dist.app().await;
    let known = ["/", "/catalog?f.level=1", "/plot", "/about"].map(|path| (path, StatusCode::OK));
    let unknown = ["/sites/local/A%20B", "/networks/local/n"];
    let unknown = unknown.map(|path| (path, StatusCode::NOT_FOUND));
    for (path, status) in known.into_iter().chain(unknown) {
        let answer = get(&app, path).await;
        assert_eq!((answer.status, answer.text.as_str()), (status, PAGE), "{path}");
        assert_eq!(answer.header("cache-control"), "no-cache");
        assert!(answer.header("content-type").starts_with("text/html"));
    }
}

#[tokio::test]
async fn the_field_app_has_a_page_and_a_policy_of_its_own() {
    let dist = Dist::new();
    let app = dist.app().await;
    let public = get(&app, "/").await.header("content-security-policy").to_owned();
    for path in [
        "/field",
        "/field/",
        "/field/visits/0190c0de-0000-7000-8000-000000000000",
        "/field/records/people",
    ] {
        let answer = get(&app, path).await;
        assert_eq!((answer.status, answer.text.as_str()), (StatusCode::OK, FIELD), "{path}");
        assert_eq!(answer.header("cache-control"), "no-cache");
        let policy = answer.header("content-security-policy");
        assert!(policy != public && policy.contains("'wasm-unsafe-eval' 'sha256-"));
    }
    let script = get(&app, "/field/field-0123456789abcdef.js").await;
    assert_eq!(
        (script.text.as_str(), script.header("cache-control")),
        ("field", "public, max-age=31536000, immutable")
    );
    let worker = get(&app, "/field/field-sw.js").await;
    assert_eq!(
        (worker.header("service-worker-allowed"), worker.header("cache-control")),
        ("/field", "no-cache")
    );
    for path in ["/field/index.html", "/field/nowhere", "/field/visits"] {
        assert_eq!(get(&app, path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
}

#[tokio::test]
async fn a_browser_that_has_the_page_is_not_sent_it_again_until_it_changes() {
    let dist = Dist::new();
    let app = dist.app().await;
    let tag = get(&app, "/").await.header("etag").to_owned();
    let ask_again = |app: Router, tag: String| async move {
        let again = Request::get("/catalog").header("if-none-match", tag);
        ask(&app, again.body(Body::empty()).unwrap()).await
    };
    let known = ask_again(app.clone(), tag.clone()).await;
    assert_eq!((known.status, known.text.as_str()), (StatusCode::NOT_MODIFIED, ""));
    assert_eq!((known.header("etag"), known.header("cache-control")), (&*tag, "no-cache"));
    let stale = ask_again(app, "\"other\"".to_owned()).await;
    assert_eq!((stale.status, stale.text.as_str()), (StatusCode::OK, PAGE));
}

#[tokio::test]
async fn an_address_that_is_too_long_is_told_so() {
    let dist = Dist::new();
    let app = dist.app().await;
    let answer = get(&app, &format!("/plot?d={}", "x".repeat(40_000))).await;
    assert_eq!(answer.status, StatusCode::URI_TOO_LONG);
    let message = "the address has 40008 bytes; at most 32768 are understood";
    assert_eq!(answer.json()["message"], message);
    assert_eq!(get(&app, &format!("/plot?d={}", "x".repeat(20_000))).await.status, 200);
}

#[tokio::test]
async fn the_page_allows_its_own_inline_script_and_no_other() {
    let dist = Dist::new();
    let app = dist.app().await;
    let before = get(&app, "/").await.header("content-security-policy").to_owned();
    assert!(
        before.contains("'wasm-unsafe-eval' 'sha256-") && before.contains("frame-ancestors 'none'")
    );
    assert!(!before.contains("unsafe-inline"));
    // A new build is noticed without a restart.
    dist.write("index.html", b"<script>other()</script>");
    let later = std::time::SystemTime::now() + std::time::Duration::from_secs(5);
    std::fs::File::open(dist.path("index.html")).unwrap().set_modified(later).unwrap();
    let after = get(&app, "/").await;
    assert_ne!(after.header("content-security-policy"), before);
    assert!(after.text.contains("other()"));
}

#[tokio::test]
async fn the_pages_allow_pictures_of_exactly_the_hosts_that_layers_name() {
    const LAYERS: &str = r#"
        [[source]]
        key = "far"
        url = "https://data.example.org/v1.1"
        [[layer]]
        key = "relief"
        name = "Relief"
        url = "https://tiles.example.org:8443/{z}/{x}/{y}{r}.png?key=a"
        attribution = "© Example survey"
        [[layer]]
        key = "rivers"
        name = "Rivers"
        kind = "overlay"
        url = "https://tiles.example.org:8443/rivers/{z}/{x}/{y}.png"
        attribution = "© Example survey"
        [[layer]]
        key = "photos"
        name = "Photos from the air"
        url = "https://data.example.org/air/{z}/{x}/{y}.jpg"
        attribution = "© Example survey"
    "#;
    let pictures = |answer: &Answer| {
        let policy = answer.header("content-security-policy").to_owned();
        policy.split("; ").find(|part| part.starts_with("img-src")).unwrap().to_owned()
    };
    let dist = Dist::new();
    let plain = dist.app().await;
    assert_eq!(pictures(&get(&plain, "/").await), "img-src 'self' data: blob:");
    assert!(!get(&plain, "/api/v1/catalog").await.text.contains("layers"));

    dist.write("layers.toml", LAYERS.as_bytes());
    let file = dist.path("layers.toml").to_str().unwrap().to_owned();
    let app = app(dist.state(&[("config", &file)]).await);
    let page = get(&app, "/").await;
    assert_eq!(
        pictures(&page),
        "img-src 'self' data: blob: https://data.example.org https://tiles.example.org:8443"
    );
    // Pictures alone: no script, style or request goes there.
    assert_eq!(page.header("content-security-policy").matches("tiles.example.org").count(), 1);
    // The field app has no map.
    assert_eq!(
        pictures(&get(&app, "/field").await),
        "img-src 'self' data: blob: https://data.example.org"
    );
    let manifest: serde_json::Value =
        serde_json::from_str(&get(&app, "/api/v1/catalog").await.text).unwrap();
    let keys: Vec<_> = manifest["layers"].as_array().unwrap().iter().map(|it| &it["key"]).collect();
    assert_eq!(keys, ["relief", "rivers", "photos"]);
    assert_eq!(manifest["layers"][1]["kind"], "overlay");
}

#[tokio::test]
async fn files_come_in_the_form_the_browser_takes_and_hashed_ones_are_kept() {
    let dist = Dist::new();
    let app = dist.app().await;
    let script = "/app-0123456789abcdef.js";
    for (accept, text, encoding) in
        [("br, gzip", "brotli", "br"), ("gzip", "gzip", "gzip"), ("identity", "plain", "")]
    {
        let answer = get_encoded(&app, script, accept).await;
        assert_eq!((answer.text.as_str(), answer.header("content-encoding")), (text, encoding));
        assert_eq!(answer.header("content-type"), "text/javascript");
        assert_eq!(answer.header("cache-control"), "public, max-age=31536000, immutable");
        assert!(answer.header("vary").contains("accept-encoding"));
    }
    let worker = get(&app, "/sw.js").await;
    assert_eq!(worker.header("cache-control"), "no-cache");
    assert!(worker.header("content-security-policy").contains("connect-src 'self'"));
    let tag = worker.header("etag").to_owned();
    let again = Request::get("/sw.js").header("if-none-match", tag).body(Body::empty()).unwrap();
    assert_eq!(ask(&app, again).await.status, StatusCode::NOT_MODIFIED);
}

#[tokio::test]
async fn what_does_not_exist_is_a_real_404_in_the_readers_form() {
    let dist = Dist::new();
    let app = dist.app().await;
    for path in [
        "/x.js",
        "/nowhere",
        "/index.html",
        "/.stage/secret.js",
        "/%2estage/secret.js",
        "/../Cargo.toml",
        "/sites/local",
    ] {
        let answer = get(&app, path).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}");
        assert!(answer.header("content-type").starts_with("text/html"), "{path}");
    }
    for path in ["/api/v1/nothing", "/api"] {
        let answer = get(&app, path).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}");
        let body = answer.json();
        assert_eq!(body["message"], format!("there is nothing at {path}"));
        assert_eq!(body["requestId"], answer.header("x-request-id"));
    }
}

#[tokio::test]
async fn a_missing_app_says_how_to_build_it() {
    let dist = Dist::new();
    std::fs::remove_file(dist.path("index.html")).unwrap();
    let app = dist.app().await;
    let answer = get(&app, "/").await;
    assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE);
    assert!(answer.text.contains("cargo xtask run"));
}

#[tokio::test]
async fn every_answer_carries_the_security_headers_and_an_id() {
    let dist = Dist::new();
    let app = dist.app().await;
    for path in ["/", "/sw.js", "/healthz", "/nowhere", "/api/v1/nothing"] {
        let answer = get(&app, path).await;
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{path}");
        assert!(answer.header("permissions-policy").starts_with("geolocation=(self)"), "{path}");
        assert_eq!(answer.header("cross-origin-opener-policy"), "same-origin", "{path}");
        assert!(!answer.header("referrer-policy").is_empty(), "{path}");
        assert!(
            answer.header("content-security-policy").starts_with("default-src 'none'"),
            "{path}"
        );
        assert!(!answer.header("x-request-id").is_empty(), "{path}");
    }
    let given = Request::get("/healthz").header("x-request-id", "proxy-7").body(Body::empty());
    assert_eq!(ask(&app, given.unwrap()).await.header("x-request-id"), "proxy-7");
}

#[tokio::test]
async fn a_wrong_method_or_too_large_a_body_is_refused_in_json() {
    let dist = Dist::new();
    let app = app(dist.state(&[("limits.request_body_bytes", "10")]).await);
    let post = |path: &str, body: &'static str| Request::post(path).body(Body::from(body)).unwrap();
    let answer = ask(&app, post("/healthz", "")).await;
    assert_eq!((answer.status.as_u16(), answer.json()["code"].as_u64()), (405, Some(405)));
    assert_eq!(answer.header("allow"), "GET,HEAD");
    assert_eq!(ask(&app, post("/sw.js", "")).await.status, StatusCode::METHOD_NOT_ALLOWED);
    let large =
        Request::post("/healthz").header("content-length", "11").body(Body::from("01234567890"));
    let answer = ask(&app, large.unwrap()).await;
    assert_eq!((answer.status.as_u16(), answer.json()["code"].as_u64()), (413, Some(413)));
    assert_eq!(answer.json()["message"], "the request has 11 bytes; at most 10 bytes are taken");
    // What does not say how long it is is read no further either.
    let silent = Request::put("/api/v1/visits/x");
    let answer = ask(&app, silent.body(Body::from("01234567890")).unwrap()).await;
    assert_eq!(answer.status.as_u16(), 413);
}

#[tokio::test]
async fn health_and_metrics_answer_and_counts_are_by_route() {
    let dist = Dist::new();
    let app = dist.app().await;
    let health = get(&app, "/healthz").await;
    assert_eq!((health.status, health.json()["status"].as_str()), (StatusCode::OK, Some("ok")));
    get(&app, "/sites/local/some-site").await;
    get(&app, "/made/up/path").await;
    let metrics = get(&app, "/metrics").await;
    assert_eq!(metrics.status, StatusCode::OK);
    assert!(metrics.text.contains("route=\"/sites/{source}/{code}\",status=\"404\""));
    assert!(metrics.text.contains("gagehouse_http_request_duration_seconds_bucket"));
    assert!(!metrics.text.contains("some-site") && !metrics.text.contains("made/up"));
}

#[tokio::test]
async fn the_api_is_described_by_one_document_and_compressed_on_the_way() {
    let dist = Dist::new();
    let app = dist.app().await;
    let answer = get(&app, "/api/openapi.json").await;
    assert_eq!(answer.header("content-type"), "application/json");
    insta::assert_json_snapshot!("openapi", answer.json());
    let packed = get_encoded(&app, "/api/openapi.json", "br").await;
    assert_eq!(packed.header("content-encoding"), "br");
    assert!(packed.text.len() < answer.text.len());
}

#[tokio::test]
async fn a_handler_that_panics_or_never_ends_is_an_error_with_an_id_and_a_full_server_says_so() {
    use axum::routing::get as on_get;
    let dist = Dist::new();
    let limits = [("limits.request_seconds", "1"), ("limits.concurrent_requests", "1")];
    let state = dist.state(&limits).await;
    async fn panics() -> &'static str {
        panic!("hush")
    }
    let routes = Router::new()
        .route("/panics", on_get(panics))
        .route("/never", on_get(std::future::pending::<()>))
        .route("/fails", on_get(|| async { super::AppError::Internal(anyhow::anyhow!("hush")) }));
    let app = super::with_layers(routes, &state).with_state(state);
    for path in ["/panics", "/fails"] {
        let answer = get(&app, path).await;
        assert_eq!(answer.status, StatusCode::INTERNAL_SERVER_ERROR);
        assert!(!answer.text.contains("hush"), "{}", answer.text);
        assert_eq!(answer.json()["requestId"], answer.header("x-request-id"));
    }
    let (first, second) = tokio::join!(get(&app, "/never"), get(&app, "/never"));
    assert!(first.text.contains("took longer than 1 s"), "{}", first.text);
    assert!(second.text.contains("too many requests"), "{}", second.text);
    assert_eq!((second.status.as_u16(), second.header("retry-after")), (503, "2"));
}
