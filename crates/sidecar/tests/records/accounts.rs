//! Signing in and out, tokens, users and roles, and requests that other sites forge.

use super::house::{Answer, House, a_token, a_visit, id, send};
use crate::support::for_each_database;
use axum::body::Body;
use axum::http::{Request, StatusCode};
use gagehouse_model::TimeUs;
use gagehouse_sidecar::accounts::password;
use gagehouse_sidecar::store::records::apply::sha256;
use serde_json::{Value, json};

pub const OURS: (&str, &str) = ("x-gagehouse", "1");

pub async fn ask(
    house: &House,
    method: &str,
    path: &str,
    headers: &[(&str, &str)],
    body: Value,
) -> Answer {
    let mut request =
        Request::builder().method(method).uri(path).header("host", "gages.example.org");
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let body = if body.is_null() { Body::empty() } else { Body::from(body.to_string()) };
    let request = request.header("content-type", "application/json");
    send(&house.app, request.body(body).unwrap()).await
}

pub async fn sign_in(house: &House, name: &str, password: &str) -> Answer {
    ask(house, "POST", "/api/v1/session", &[OURS], json!({"name": name, "password": password}))
        .await
}

/// What a browser would send back.
fn cookie(answer: &Answer) -> String {
    answer.header("set-cookie").split(';').next().unwrap().to_owned()
}

#[test]
fn a_session_lives_from_sign_in_to_sign_out_and_its_role_ends_at_once_when_it_is_taken() {
    for_each_database(|store| async move {
        let house = House::fill(&store).await;
        let user = json!({"display_name": "Tilda", "password": "correct horse"});
        // A token makes no accounts: they are made in person. So the first one comes from the command line.
        assert_eq!(
            house
                .ask(
                    "administrator",
                    "PUT",
                    "/api/v1/users/tilda",
                    &[("content-type", "application/json")],
                    user.to_string()
                )
                .await
                .status,
            StatusCode::FORBIDDEN
        );
        store.add_account("tilda", "Tilda", None, "test", TimeUs(0)).await.unwrap();
        assert_eq!(
            sign_in(&house, "tilda", "correct horse").await.status,
            StatusCode::UNAUTHORIZED
        );
        let (nobody, tilda) =
            (sign_in(&house, "nobody", "wrong").await, sign_in(&house, "tilda", "wrong").await);
        assert_eq!(nobody.json()["message"], tilda.json()["message"]);
        let admin = admin(&house).await;
        let made =
            ask(&house, "PUT", "/api/v1/users/newcomer", &[OURS, ("cookie", &admin)], user).await;
        assert_eq!(made.status, StatusCode::NO_CONTENT, "{}", made.text());
        let role = "/api/v1/users/newcomer/roles/local:N";
        let given =
            ask(&house, "PUT", role, &[OURS, ("cookie", &admin)], json!({"role": "technician"}))
                .await;
        assert_eq!(given.status, StatusCode::NO_CONTENT, "{}", given.text());

        let signed_in = sign_in(&house, "newcomer", "correct horse").await;
        assert_eq!(signed_in.status, StatusCode::OK, "{}", signed_in.text());
        assert_eq!(signed_in.json()["roles"], json!({"local:N": "technician"}));
        assert_eq!(signed_in.header("cache-control"), "private, no-store");
        let set = signed_in.header("set-cookie").to_owned();
        assert!(
            set.contains("HttpOnly") && set.contains("SameSite=Strict") && set.contains("Path=/"),
            "{set}"
        );
        let newcomer = cookie(&signed_in);
        let hidden = format!("/api/v1/visits?site={}", house.hidden_site);
        house.make("technician", "visits", 20, a_visit(house.hidden_site)).await;
        let count = async |cookie: &str| {
            ask(&house, "GET", &hidden, &[("cookie", cookie)], Value::Null).await.json()["total"]
                .clone()
        };
        assert_eq!(count(&newcomer).await, 1);
        // The role goes while the session stays.
        let taken = ask(&house, "DELETE", role, &[OURS, ("cookie", &admin)], Value::Null).await;
        assert_eq!(taken.status, StatusCode::NO_CONTENT);
        assert_eq!(count(&newcomer).await, 0);
        let session = ask(&house, "GET", "/api/v1/session", &[("cookie", &newcomer)], Value::Null)
            .await
            .json();
        assert_eq!(
            (session["name"].as_str(), session["roles"].clone()),
            (Some("newcomer"), json!({}))
        );
        // A new password ends every session; so does being shut out.
        let change = json!({"old": "correct horse", "new": "battery staple"});
        let changed =
            ask(&house, "PUT", "/api/v1/session/password", &[OURS, ("cookie", &newcomer)], change)
                .await;
        assert_eq!(changed.status, StatusCode::NO_CONTENT, "{}", changed.text());
        let session = ask(&house, "GET", "/api/v1/session", &[("cookie", &newcomer)], Value::Null)
            .await
            .json();
        assert_eq!(session["name"], json!(null));
        let again = cookie(&sign_in(&house, "newcomer", "battery staple").await);
        let out = ask(
            &house,
            "PUT",
            "/api/v1/users/newcomer",
            &[OURS, ("cookie", &admin)],
            json!({"disabled": true}),
        )
        .await;
        assert_eq!(out.status, StatusCode::NO_CONTENT, "{}", out.text());
        let session =
            ask(&house, "GET", "/api/v1/session", &[("cookie", &again)], Value::Null).await.json();
        assert_eq!(session["name"], json!(null));
        assert_eq!(
            sign_in(&house, "newcomer", "battery staple").await.status,
            StatusCode::UNAUTHORIZED
        );
        // Signing out ends the session at the server, whoever kept the cookie.
        ask(&house, "DELETE", "/api/v1/session", &[OURS, ("cookie", &admin)], Value::Null).await;
        let users = ask(&house, "GET", "/api/v1/users", &[("cookie", &admin)], Value::Null).await;
        assert_eq!(users.status, StatusCode::UNAUTHORIZED);
        // All of it is in the log.
        let log = house.get("manager", "/api/v1/audit?subject=newcomer").await.json();
        let actions: Vec<_> =
            log.as_array().unwrap().iter().map(|e| e["action"].as_str().unwrap()).collect();
        assert_eq!(actions, ["role", "role"]);
    });
}

/// An administrator of network N with a password, signed in.
pub async fn admin(house: &House) -> String {
    let store = &house.state.store;
    let network = store.network_named("local:N").await.unwrap().unwrap().id;
    let role = Some(gagehouse_records::Role::Administrator);
    let hash = password::hash("administrator!").await.unwrap();
    store.add_account("root", "Root", Some(hash), "test", TimeUs(0)).await.unwrap();
    store.set_role("root", network, role, &[], "test", TimeUs(0)).await.unwrap();
    let answer = sign_in(house, "root", "administrator!").await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
    cookie(&answer)
}

#[test]
fn a_change_that_another_site_sends_is_refused() {
    for_each_database(|store| async move {
        let house = House::fill(&store).await;
        let admin = admin(&house).await;
        let path = format!("/api/v1/visits/{}", id(20));
        let operation = id(1).to_string();
        let ask = async |more: &[(&str, &str)]| {
            let own =
                [("cookie", admin.as_str()), ("operation-id", &operation), ("if-none-match", "*")];
            let body = json!({"record": a_visit(house.site)});
            ask(&house, "PUT", &path, &[&own, more].concat(), body).await
        };
        assert_eq!(ask(&[]).await.status, StatusCode::FORBIDDEN);
        assert_eq!(
            ask(&[OURS, ("origin", "https://evil.example")]).await.status,
            StatusCode::FORBIDDEN
        );
        assert_eq!(ask(&[OURS, ("origin", "null")]).await.status, StatusCode::FORBIDDEN);
        assert_eq!(
            ask(&[OURS, ("sec-fetch-site", "cross-site")]).await.status,
            StatusCode::FORBIDDEN
        );
        let forged = super::accounts::ask(
            &house,
            "POST",
            "/api/v1/session",
            &[],
            json!({"name": "root", "password": "administrator!"}),
        )
        .await;
        assert_eq!(forged.status, StatusCode::FORBIDDEN);
        let own = ask(&[
            OURS,
            ("origin", "https://gages.example.org"),
            ("sec-fetch-site", "same-origin"),
        ])
        .await;
        assert_eq!(own.status, StatusCode::CREATED, "{}", own.text());
        // Reading is not a change.
        let read = super::accounts::ask(
            &house,
            "GET",
            &path,
            &[("cookie", &admin), ("origin", "https://evil.example")],
            Value::Null,
        )
        .await;
        assert_eq!(read.status, StatusCode::OK);
        assert_eq!(read.header("access-control-allow-origin"), "");
    });
}

#[test]
fn wrong_passwords_make_one_wait() {
    for_each_database(|store| async move {
        let house = House::fill(&store).await;
        admin(&house).await;
        let mut last = StatusCode::OK;
        for _ in 0..6 {
            last = sign_in(&house, "root", "wrong").await.status;
        }
        assert_eq!(last, StatusCode::TOO_MANY_REQUESTS);
        let waiting = sign_in(&house, "root", "administrator!").await;
        assert_eq!(waiting.status, StatusCode::TOO_MANY_REQUESTS);
        assert!(waiting.header("retry-after").parse::<u32>().unwrap() >= 1);
        // Others are not kept waiting, and names that do not exist are treated alike.
        assert_eq!(sign_in(&house, "technician", "wrong").await.status, StatusCode::UNAUTHORIZED);
        store.clear_failures("root").await.unwrap();
        assert_eq!(sign_in(&house, "root", "administrator!").await.status, StatusCode::OK);
    });
}

#[test]
fn a_token_reads_or_writes_until_it_expires() {
    for_each_database(|store| async move {
        let house = House::fill(&store).await;
        let admin = admin(&house).await;
        let new = json!({"name": "export", "days": 30});
        let made = ask(&house, "POST", "/api/v1/tokens", &[OURS, ("cookie", &admin)], new).await;
        assert_eq!(made.status, StatusCode::CREATED, "{}", made.text());
        let (token, number) =
            (made.json()["token"].as_str().unwrap().to_owned(), made.json()["id"].clone());
        let bearer = format!("Bearer {token}");
        let headers = [("authorization", bearer.as_str())];
        house.make("technician", "visits", 20, a_visit(house.hidden_site)).await;
        let path = format!("/api/v1/visits/{}", id(20));
        assert_eq!(ask(&house, "GET", &path, &headers, Value::Null).await.status, StatusCode::OK);
        let operation = id(7).to_string();
        let write = [headers[0], ("operation-id", &operation), ("if-match", "\"1\"")];
        let body = json!({"record": a_visit(house.site)});
        assert_eq!(ask(&house, "PUT", &path, &write, body).await.status, StatusCode::FORBIDDEN);
        assert_eq!(
            ask(&house, "GET", "/api/v1/tokens", &headers, Value::Null).await.status,
            StatusCode::FORBIDDEN
        );
        let listed = ask(&house, "GET", "/api/v1/tokens", &[("cookie", &admin)], Value::Null).await;
        assert!(!listed.text().contains(&token) && listed.text().contains("export"));
        let path_of_token = format!("/api/v1/tokens/{number}");
        assert_eq!(
            ask(&house, "DELETE", &path_of_token, &[OURS, ("cookie", &admin)], Value::Null)
                .await
                .status,
            StatusCode::NO_CONTENT
        );
        assert_eq!(
            ask(&house, "GET", &path, &headers, Value::Null).await.status,
            StatusCode::UNAUTHORIZED
        );
        let account = store
            .accounts()
            .await
            .unwrap()
            .into_iter()
            .find(|a| a.name == "technician")
            .unwrap()
            .id;
        store.add_token(account, &sha256(b"old"), a_token(TimeUs(1)), TimeUs(0)).await.unwrap();
        let old = ask(&house, "GET", &path, &[("authorization", "Bearer old")], Value::Null).await;
        assert_eq!(old.status, StatusCode::UNAUTHORIZED);
    });
}

#[test]
fn a_token_that_is_held_to_one_network_is_nobody_in_the_others_of_its_owner() {
    for_each_database(|store| async move {
        let house = House::fill(&store).await;
        let admin = admin(&house).await;
        let elsewhere = store.network_named("local:M").await.unwrap().unwrap().id;
        let role = Some(gagehouse_records::Role::Technician);
        store.set_role("root", elsewhere, role, &[], "test", TimeUs(0)).await.unwrap();
        let person = json!({"first_name": "Ada", "last_name": "Lark"});
        let draft = json!({"network": "local:N", "record": person});
        assert_eq!(
            house.put("technician", "people", 30, 700, "*", draft).await.status,
            StatusCode::CREATED
        );
        let path = format!("/api/v1/people/{}", id(30));
        for (number, network, sees) in [
            (701, Value::Null, true),
            (702, json!("local:N"), true),
            (703, json!("local:M"), false),
        ] {
            let new = json!({"name": "export", "days": 30, "network": network, "may_write": true});
            let made =
                ask(&house, "POST", "/api/v1/tokens", &[OURS, ("cookie", &admin)], new).await;
            assert_eq!(made.status, StatusCode::CREATED, "{}", made.text());
            assert_eq!(made.json()["network"], network);
            let bearer = format!("Bearer {}", made.json()["token"].as_str().unwrap());
            let headers = [("authorization", bearer.as_str())];
            let seen = ask(&house, "GET", &path, &headers, Value::Null).await.status;
            assert_eq!(seen == StatusCode::OK, sees, "{network}: {seen}");
            let operation = id(number).to_string();
            let write = [headers[0], ("operation-id", &operation), ("if-match", "\"77\"")];
            let body = json!({"record": {"first_name": "Ada", "last_name": "Lark"}});
            let changed = ask(&house, "PUT", &path, &write, body).await.status;
            let expected =
                if sees { StatusCode::PRECONDITION_FAILED } else { StatusCode::NOT_FOUND };
            assert_eq!(changed, expected, "{network}");
        }
        for nowhere in ["local:none", "local:"] {
            let new = json!({"name": "export", "days": 30, "network": nowhere});
            let refused =
                ask(&house, "POST", "/api/v1/tokens", &[OURS, ("cookie", &admin)], new).await;
            assert_eq!(refused.status, StatusCode::BAD_REQUEST);
            assert!(refused.text().contains(nowhere), "{}", refused.text());
        }
    });
}
