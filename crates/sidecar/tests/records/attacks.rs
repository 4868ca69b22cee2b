//! What somebody tries who means no good: odd bytes in every place, many guesses at once, what caches give away.

use super::accounts::{OURS, admin, ask, sign_in};
use super::house::{HIDDEN, House, SECRET, a_visit, id};
use crate::support::for_each_database;
use axum::http::StatusCode;
use futures_util::future::join_all;
use serde_json::json;

/// Texts that end, leave or change what they are put into.
const ODD: [&str; 8] = [
    "%00",
    "%FF",
    "%2e%2e%2f%2e%2e%2fetc%2fpasswd",
    "'%3B%20DROP%20TABLE%20record%3B--",
    "%3Cscript%3E",
    "%0d%0aset-cookie:%20a=b",
    "%F0%9F%92%A7%E2%80%AE",
    "-9223372036854775808",
];

#[test]
fn no_odd_text_in_any_place_of_any_address_is_more_than_an_error_of_the_asker() {
    for_each_database(|store| async move {
        let house = House::fill(&store).await;
        let document = house.get("", "/api/openapi.json").await.json();
        let mut asked = 0;
        // Frames have a test of their own: they say in themselves what is wrong.
        let paths = document["paths"].as_object().unwrap().iter();
        for (path, item) in paths.filter(|(path, _)| !path.starts_with("/embed/")) {
            for (method, operation) in item.as_object().unwrap() {
                let parameters = operation["parameters"].as_array().cloned().unwrap_or_default();
                let names = |place: &str| {
                    let of = parameters.iter().filter(|parameter| parameter["in"] == place);
                    of.map(|parameter| parameter["name"].as_str().unwrap().to_owned())
                        .collect::<Vec<_>>()
                };
                for odd in ODD {
                    let mut at = path.clone();
                    for name in names("path") {
                        at = at
                            .replace(&format!("{{{name}}}"), odd)
                            .replace(&format!("{{*{name}}}"), odd);
                    }
                    let queries =
                        names("query").into_iter().map(|name| format!("{at}?{name}={odd}"));
                    let all: Vec<String> = queries.chain([at.clone()]).collect();
                    for address in all {
                        let method = method.to_uppercase();
                        let operation = id(1).to_string();
                        let headers =
                            [("operation-id", operation.as_str()), ("if-match", "\"77\"")];
                        let answer =
                            house.ask("administrator", &method, &address, &headers, "{}").await;
                        asked += 1;
                        let about = format!("{method} {address}: {}", answer.text());
                        let fails = answer.status.is_server_error()
                            && answer.status != StatusCode::NOT_IMPLEMENTED;
                        assert!(!fails, "{} {about}", answer.status);
                        assert!(
                            answer.headers.get("set-cookie").is_none_or(|cookie| {
                                !cookie.to_str().unwrap().starts_with("a=b")
                            }),
                            "{about}"
                        );
                    }
                }
            }
        }
        assert!(asked > 1_000, "{asked} addresses");
    });
}

#[test]
fn a_text_that_no_database_keeps_is_refused_wherever_it_is_sent() {
    for_each_database(|store| async move {
        let house = House::fill(&store).await;
        let root = admin(&house).await;
        let nul = "a\u{0}b";
        let wrong = sign_in(&house, nul, "nothing at all").await;
        assert_eq!(wrong.status, StatusCode::UNAUTHORIZED, "{}", wrong.text());
        for (method, path, body) in [
            ("POST", "/api/v1/tokens", json!({"name": nul, "days": 1})),
            (
                "PUT",
                "/api/v1/users/somebody",
                json!({"display_name": nul, "password": "long enough"}),
            ),
            (
                "PUT",
                "/api/v1/users/partner/roles/local:N",
                json!({"role": "partner", "levels": [nul]}),
            ),
        ] {
            let refused = ask(&house, method, path, &[OURS, ("cookie", &root)], body).await;
            assert_eq!(refused.status, StatusCode::BAD_REQUEST, "{path}: {}", refused.text());
        }
        for draft in [
            json!({"network": nul, "record": a_visit(house.site)}),
            json!({"reason": nul, "record": a_visit(house.site)}),
        ] {
            let refused = house.put("technician", "visits", 20, 500, "*", draft).await;
            assert_eq!(refused.status, StatusCode::BAD_REQUEST, "{}", refused.text());
        }
    });
}

#[test]
fn many_guesses_of_a_password_at_once_are_no_more_than_one_after_the_other() {
    for_each_database(|store| async move {
        let house = House::fill(&store).await;
        admin(&house).await;
        let guesses = join_all((0..40).map(|_| sign_in(&house, "root", "wrong password"))).await;
        let count = |status| guesses.iter().filter(|answer| answer.status == status).count();
        let (wrong, waits) =
            (count(StatusCode::UNAUTHORIZED), count(StatusCode::TOO_MANY_REQUESTS));
        assert_eq!(wrong + waits, 40);
        // Five are free. On a slow machine the wait for another is over before the last one comes.
        assert!((5..10).contains(&wrong), "{wrong} passwords were looked at");
    });
}

#[test]
fn a_tag_that_was_learned_elsewhere_tells_a_stranger_nothing() {
    for_each_database(|store| async move {
        let house = House::fill(&store).await;
        let private = json!({"visibility": "private", "record": a_visit(house.site)});
        house.put("technician", "visits", 20, 500, "*", private).await;
        let manifest = house.get("technician", "/api/v1/catalog").await.json();
        let part = manifest["sources"][0]["parts"][0]["url"].as_str().unwrap().to_owned();
        for path in [
            format!("/api/v1/visits/{}", id(20)),
            format!("/api/v1/sites/local/{HIDDEN}"),
            format!("/api/v1/sites/local/{HIDDEN}/history"),
            part,
            "/sensorthings/v1.1/Datastreams(3)".to_owned(),
            "/sensorthings/v1.1/Datastreams(3)/Observations".to_owned(),
        ] {
            let own = house.get("technician", &path).await;
            assert_eq!(own.status, StatusCode::OK, "{path}");
            for tag in [own.header("etag"), "*", "\"1\""] {
                for who in ["", "stranger"] {
                    let told = house.ask(who, "GET", &path, &[("if-none-match", tag)], "").await;
                    assert_eq!(told.status, StatusCode::NOT_FOUND, "{who:?} {path} {tag}");
                    assert_eq!(told.header("etag"), "", "{who:?} {path}");
                    assert!(!told.text().contains(SECRET), "{who:?} {path}");
                }
            }
        }
    });
}

#[test]
fn pages_for_others_show_private_series_to_nobody_and_as_unknown() {
    for_each_database(|store| async move {
        let house = House::fill(&store).await;
        let blank = |text: String, id: i32| {
            text.replace(&format!("local:{id}"), "…").replace(&format!("local%3A{id}"), "…")
        };
        // Members too: what is framed is for everybody, and kept for everybody.
        for who in ["", "stranger", "technician"] {
            for path in [
                "/embed/v1/plot?d=local:ID",
                "/embed/v1/plot.svg?d=local:ID",
                "/embed/v1/table?d=local:ID",
            ] {
                let at = |id: i32| path.replace("ID", &id.to_string());
                let hidden = house.get(who, &at(3)).await;
                let absent = house.get(who, &at(77)).await;
                assert_eq!(hidden.status, absent.status, "{who:?} {path}");
                assert_eq!(blank(hidden.text(), 3), blank(absent.text(), 77), "{who:?} {path}");
            }
            let card = house.get(who, &format!("/embed/v1/site/local/{HIDDEN}")).await;
            assert!(!card.text().contains(SECRET), "{who:?}: {}", card.text());
        }
    });
}
