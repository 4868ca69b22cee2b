use super::*;
use gagehouse_catalog::manifest::LayerKind;

fn load(options: &[(&'static str, &str)], env: &[(&str, &str)]) -> Result<Settings, SettingsError> {
    let options = options.iter().map(|(k, v)| (*k, (*v).to_owned())).collect();
    let environment = env.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect();
    Settings::load(&options, &environment)
}

/// Settings of a file with this text, and its path.
fn load_file(name: &str, text: &str) -> Result<Settings, String> {
    let path = std::env::temp_dir().join(format!("gagehouse-{}-{name}.toml", std::process::id()));
    std::fs::write(&path, text).unwrap();
    let shown = path.to_str().unwrap().to_owned();
    let result = load(&[("config", &shown)], &[]);
    std::fs::remove_file(&path).unwrap();
    result.map_err(|error| error.to_string().replace(&shown, "FILE"))
}

#[test]
fn nothing_told_means_the_defaults() {
    let settings = load(&[], &[]).unwrap();
    assert_eq!(settings.listen, "127.0.0.1:8080");
    assert_eq!(settings.public_url, "http://127.0.0.1:8080");
    assert_eq!(settings.database_url.expose(), "sqlite://gagehouse.db");
    assert!(!settings.demo && settings.sources.is_empty());
}

#[test]
fn an_option_wins_over_the_environment_and_that_over_the_file() {
    let path = std::env::temp_dir().join(format!("gagehouse-{}-order.toml", std::process::id()));
    std::fs::write(&path, "listen = \"c:3\"\nstatic_dir = \"file\"\nlog_format = \"json\"\n")
        .unwrap();
    let config = path.to_str().unwrap();
    let env = [("GAGEHOUSE_LISTEN", "b:2"), ("GAGEHOUSE_STATIC_DIR", "env")];
    let settings = load(&[("config", config), ("listen", "a:1")], &env).unwrap();
    std::fs::remove_file(&path).unwrap();
    assert_eq!(settings.listen, "a:1");
    assert_eq!(settings.static_dir, PathBuf::from("env"));
    assert_eq!(settings.log_format, LogFormat::Json);
}

#[test]
fn a_refused_value_names_key_value_and_place() {
    let said = |result: Result<Settings, SettingsError>| result.unwrap_err().to_string();
    assert_eq!(
        said(load(&[("listen", "8080")], &[])),
        "option --listen: listen = '8080': expected address and port, for example 127.0.0.1:8080"
    );
    assert_eq!(
        said(load(&[], &[("GAGEHOUSE_LIMITS_REQUEST_SECONDS", "-1")])),
        "environment variable GAGEHOUSE_LIMITS_REQUEST_SECONDS: limits.request_seconds = '-1': \
         expected seconds from 1 to 86400"
    );
    assert_eq!(
        load_file("value", "\n[limits]\nconcurrent_requests = 0\n").unwrap_err(),
        "FILE line 3: limits.concurrent_requests = '0': expected a whole number above 0"
    );
    let missing = said(load(&[("config", "/nowhere/g.toml")], &[]));
    assert!(missing.starts_with("cannot read /nowhere/g.toml: "), "{missing}");
}

#[test]
fn a_misspelt_key_is_refused_with_its_line_and_the_names_that_exist() {
    let message = load_file("typo", "# ours\nlisten_on = \"x:1\"\n").unwrap_err();
    assert!(
        message.starts_with("FILE line 2: unknown key 'listen_on'; known are listen,"),
        "{message}"
    );
    let message = load_file("typo2", "[limits]\nrequest_minutes = 1\n").unwrap_err();
    assert!(message.contains("'limits.request_minutes'; known are limits."), "{message}");
    let message = load_file("broken", "listen = \"a:1\"\nlisten = \"a:2\"\n").unwrap_err();
    assert!(message.starts_with("FILE line 2: "), "{message}");
}

#[test]
fn an_unknown_variable_is_told_and_not_refused() {
    let settings = load(&[], &[("GAGEHOUSE_PORT", "tcp://10.0.0.1:80"), ("PATH", "/")]).unwrap();
    assert_eq!(settings.unknown_variables, ["GAGEHOUSE_PORT"]);
}

const SOURCES: &str = r#"
[[source]]
key = "open"
kind = "sensorthings"
url = "https://data.example.org:8443/sensorthings/v1.1/"
name = "Open data"

[[source]]
key = "locked"
url = "https://locked.example.org/v1.1"
interval_minutes = 5
credentials = { api_key = "hush-1" }

[[source]]
key = "basic"
url = "http://basic.example.org/v1.1"
[source.credentials]
basic = "gage:hush:2"
"#;

#[test]
fn sources_are_read_and_their_secrets_stay_inside() {
    let sources = load_file("sources", SOURCES).unwrap().sources;
    let origins: Vec<_> = sources.iter().map(SourceSettings::browser_origin).collect();
    assert_eq!(origins, [Some("https://data.example.org:8443".to_owned()), None, None]);
    assert_eq!(sources[0].url, "https://data.example.org:8443/sensorthings/v1.1");
    assert_eq!(sources[1].interval, Duration::from_secs(300));
    let Some(Credentials::Basic { user, password }) = &sources[2].credentials else { panic!() };
    assert_eq!((user.as_str(), password.expose()), ("gage", "hush:2"));
    assert!(!format!("{sources:?}").contains("hush"));
}

#[test]
fn a_broken_source_is_refused_without_showing_its_secret() {
    let refused = |name: &str, text: &str| load_file(name, text).unwrap_err();
    let no_url = refused("nourl", "\n[[source]]\nkey = \"a\"\n");
    assert_eq!(no_url, "FILE line 2: this [[source]] has no url");
    let twice =
        "[[source]]\nkey=\"a\"\nurl=\"http://a\"\n[[source]]\nkey=\"a\"\nurl=\"http://b\"\n";
    assert_eq!(
        refused("twice", twice),
        "FILE line 4: source key 'a' is already used in FILE line 1"
    );
    let local = "[[source]]\nkey=\"local\"\nurl=\"http://a\"\n";
    assert!(refused("local", local).contains("embedded service's"));
    let basic = "[[source]]\nkey=\"a\"\nurl=\"http://a\"\ncredentials.basic = \"hush\"\n";
    let message = refused("basic", basic);
    assert_eq!(
        message,
        "FILE line 4: source.credentials.basic = '[secret]': expected user:password"
    );
    let user_in_url = "[[source]]\nkey=\"a\"\nurl=\"http://u:hush@a\"\n";
    assert!(!refused("userinfo", user_in_url).contains("hush"));
}

#[test]
fn the_example_file_holds_exactly_the_defaults() {
    let example = load_file("example", include_str!("../../../../gagehouse.example.toml")).unwrap();
    let defaults = load(&[], &[]).unwrap();
    assert_eq!(format!("{example:?}"), format!("{defaults:?}"));
}

/// A layer with what it must have but its address, which `more` holds.
fn layer(key: &str, more: &str) -> String {
    format!(
        "[[layer]]\nkey = \"{key}\"\nname = \"Relief\"\nattribution = \"© Example survey\"\n{more}\n"
    )
}

const TILES: &str = "url = \"https://tiles.example.org/{z}/{x}/{y}.png\"";

#[test]
fn layers_of_tiles_are_read_in_the_order_of_the_file() {
    let more = "kind = \"overlay\"\nmin_zoom = 4\nmax_zoom = 12\nattribution_url = \"https://tiles.example.org/c\"";
    let text = layer("relief", TILES) + &layer("rivers", &format!("{TILES}\n{more}"));
    let layers = load_file("layers", &text).unwrap().map_layers;
    assert_eq!(layers.iter().map(|it| it.key.as_str()).collect::<Vec<_>>(), ["relief", "rivers"]);
    assert_eq!((layers[0].min_zoom, layers[0].max_zoom), (0, 19));
    assert_eq!((layers[1].min_zoom, layers[1].max_zoom), (4, 12));
    assert!(layers[0].kind == LayerKind::Base && layers[1].kind == LayerKind::Overlay);
    assert_eq!(layers[1].attribution_url.as_deref(), Some("https://tiles.example.org/c"));
}

#[test]
fn a_broken_layer_is_refused_with_its_value_and_place() {
    let refused = |name: &str, text: &str| load_file(name, text).unwrap_err();
    assert_eq!(refused("l-url", &layer("a", "")), "FILE line 1: this [[layer]] has no url");
    let hosts = layer("a", "url = \"https://{s}.example.org/{z}/{x}/{y}.png\"");
    let said = refused("l-hosts", &hosts);
    let place = "FILE line 5: layer.url = 'https://{s}.example.org/{z}/{x}/{y}.png': expected an address with";
    assert!(said.starts_with(place), "{said}");
    let with = |more: &str| layer("a", &format!("{TILES}\n{more}"));
    assert_eq!(
        refused("l-zoom", &with("min_zoom = 9\nmax_zoom = 8")),
        "FILE line 7: layer.max_zoom = '8': expected a zoom from min_zoom, 9, to 24"
    );
    assert_eq!(
        refused("l-kind", &with("kind = \"top\"")),
        "FILE line 6: layer.kind = 'top': expected base or overlay"
    );
    assert_eq!(
        refused("l-key", &layer("Relief", TILES)),
        "FILE line 2: layer.key = 'Relief': expected 1 to 40 of a-z, 0-9, - and _"
    );
    assert_eq!(
        refused("l-twice", &(layer("a", TILES) + &layer("a", TILES))),
        "FILE line 6: layer key 'a' is already used in FILE line 1"
    );
    assert!(refused("l-unknown", &with("tms = true")).contains("unknown key 'tms'"));
    assert_eq!(
        refused("l-table", "[layer]\nkey = \"a\"\n"),
        "FILE line 1: layer = '…': expected tables that start with [[layer]]"
    );
}
