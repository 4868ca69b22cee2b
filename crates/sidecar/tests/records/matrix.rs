//! Every route of the OpenAPI document, asked by everybody: private things are reached by nobody who may not see them.

use super::house::{Answer, HIDDEN, House, SECRET, a_visit, id};
use crate::support::for_each_database;
use axum::http::StatusCode;
use gagehouse_records::Kind;
use serde_json::{Value, json};

/// Who asks, and whether they are of network N.
const EVERYBODY: [(&str, bool); 7] = [
    ("", false),
    ("stranger", false),
    ("partner", false),
    ("technician", true),
    ("technician2", true),
    ("manager", true),
    ("administrator", true),
];

/// Numbers of private records, one of each kind.
fn private_number(kind: Kind) -> u64 {
    9_000 + Kind::ALL.iter().position(|known| *known == kind).unwrap() as u64
}

/// A private record of each kind with the secret in it.
async fn hide(house: &House) {
    let n = |kind| id(private_number(kind));
    let hash = gagehouse_sidecar::store::records::apply::sha256(SECRET.as_bytes());
    let site = house.hidden_site;
    for kind in Kind::ALL {
        let record = match kind {
            Kind::Term => json!({"vocabulary": "completedWork", "code": SECRET, "name": SECRET}),
            Kind::Limits => {
                json!({"parameters": [{"name": SECRET, "variables": ["x"], "unit": "m"}]})
            }
            Kind::Organization => {
                json!({"code": SECRET, "name": SECRET, "organization_type": "manufacturer"})
            }
            Kind::Person => json!({"first_name": SECRET, "last_name": SECRET}),
            Kind::Method => json!({"code": SECRET, "name": SECRET, "method_type": "observation"}),
            Kind::EquipmentModel => {
                json!({"name": SECRET, "manufacturer": n(Kind::Organization), "is_instrument": true,
                "output_variables": [{"variable": "pH", "unit": "pH"}]})
            }
            Kind::Equipment => {
                json!({"code": SECRET, "name": SECRET, "equipment_type": "datalogger", "model": n(Kind::EquipmentModel),
                "serial_number": SECRET, "owner": n(Kind::Organization), "status": "inStock"})
            }
            Kind::ReferenceMaterial => json!({"code": SECRET, "name": SECRET, "medium": "air",
                "values": [{"variable": "pH", "value": "7", "unit": "pH"}]}),
            Kind::ReferencePoint => json!({"site": site, "name": SECRET, "datum": "NAVD88",
                "periods": [{"from": "2026-01-01-07:00", "elevation": "1", "unit": "m"}]}),
            Kind::Visit => {
                let mut visit = a_visit(site);
                visit["remarks"] = json!(SECRET);
                visit
            }
            Kind::Deployment => {
                json!({"site": site, "action_type": "instrumentDeployment", "equipment": n(Kind::Equipment),
                "begin": "2026-05-03T11:00-07:00", "description": SECRET})
            }
            Kind::Action => {
                json!({"site": site, "action_type": "observation", "begin": "2026-05-03T11:00-07:00", "description": SECRET})
            }
            Kind::Calibration => {
                json!({"site": site, "place": "field", "equipment": n(Kind::Equipment), "output_variable": "pH",
                "unit": "pH", "begin": "2026-05-03T11:00-07:00", "remarks": SECRET,
                "standards": [{"material": n(Kind::ReferenceMaterial), "value": "7", "as_found": "7"}]})
            }
            Kind::DataloggerProgram => {
                json!({"logger": n(Kind::Equipment), "name": SECRET, "version": "1"})
            }
            Kind::Attachment => {
                json!({"of": n(Kind::Visit), "sha256": hash, "file_name": SECRET, "attachment_kind": "other"})
            }
            Kind::Annotation => {
                json!({"of": n(Kind::Visit), "annotation_type": "siteAnnotation", "text": SECRET})
            }
            Kind::Relation => {
                json!({"from": n(Kind::Visit), "relationship_type": "isRelatedTo", "to": n(Kind::Action)})
            }
        };
        let draft = json!({"network": "local:N", "visibility": "private", "record": record});
        let number = private_number(*kind);
        let made = house.put("manager", kind.path(), number, number + 50_000, "*", draft).await;
        assert_eq!(made.status, StatusCode::CREATED, "{kind}: {}", made.text());
    }
    let path = format!("/api/v1/attachments/{}/content", n(Kind::Attachment));
    let kept = house.ask("manager", "PUT", &path, &[], SECRET).await;
    assert_eq!(kept.status, StatusCode::NO_CONTENT, "{}", kept.text());
}

/// The address with something private in each of its places, and again with something that is not there.
fn address(path: &str, part: &str, private: bool) -> String {
    let kind = path.split('/').nth(3).and_then(|name| name.parse::<Kind>().ok());
    let number = if private { kind.map_or(1, private_number) } else { 123_456 };
    let site = if private { HIDDEN } else { "nowhere" };
    let hash = if private { part } else { "00" };
    // A datastream is number 3 of the embedded service, a token is the first one.
    let id = match path {
        path if path.contains("/datastreams/") => {
            if private {
                "3".to_owned()
            } else {
                "77".to_owned()
            }
        }
        path if path.contains("/tokens/") => {
            if private {
                "1".to_owned()
            } else {
                "77".to_owned()
            }
        }
        _ => id(number).to_string(),
    };
    path.replace("{source}", "local")
        .replace("{key}", "closed")
        .replace("{*path}", "Datastreams(3)/Observations")
        .replace("{code}", site)
        .replace("{hash}", hash)
        .replace("{name}", "technician")
        .replace("{network}", "local:N")
        .replace("{id}", &id)
        + match path {
            path if path.ends_with("/changes") && path.contains("{id}") => "?since=0",
            // A private datastream of the public site, and one of the private site.
            "/api/v1/events" => "?d=local:2&d=local:3",
            _ => "",
        }
}

#[test]
fn nobody_reaches_private_data_by_any_route_of_the_document_unless_their_role_says_so() {
    for_each_database(|store| async move {
        let house = House::fill(&store).await;
        hide(&house).await;
        // A partner who is shown nothing.
        let network = store.network_named("local:N").await.unwrap().unwrap().id;
        let partner = Some(gagehouse_records::Role::Partner);
        store
            .set_role("partner", network, partner, &[], "test", gagehouse_model::TimeUs(0))
            .await
            .unwrap();
        let manifest = house.get("technician", "/api/v1/catalog").await.json();
        let part = manifest["sources"][0]["parts"][0]["hash"].as_str().unwrap().to_owned();
        let document = house.get("", "/api/openapi.json").await.json();
        let paths = document["paths"].as_object().unwrap();
        let operations = || paths.values().flat_map(|item| item.as_object().unwrap().values());
        let names: std::collections::BTreeSet<_> =
            operations().map(|operation| operation["operationId"].as_str().unwrap()).collect();
        assert_eq!(names.len(), operations().count(), "every operation has a name of its own");
        let mut asked = 0;
        for (path, item) in paths {
            for (method, operation) in item.as_object().unwrap() {
                let method = method.to_uppercase();
                for (who, is_member) in EVERYBODY {
                    asked += 1;
                    let at = |private| address(path, &part, private);
                    let body = body_of(operation);
                    let private = ask(&house, who, &method, &at(true), &body).await;
                    let about = format!("{who:?} {method} {}", at(true));
                    assert!(!private.status.is_server_error(), "{about}: {}", private.text());
                    if !is_member {
                        assert!(!private.text().contains(SECRET), "{about}: {}", private.text());
                        let changes = !matches!(method.as_str(), "GET" | "HEAD");
                        assert!(
                            !changes || !private.status.is_success() || path == "/api/v1/session",
                            "{about}"
                        );
                        // What is private and what is not there look the same.
                        if method == "GET" && path.contains('{') {
                            let absent = ask(&house, who, &method, &at(false), &body).await;
                            assert_eq!(
                                private.status,
                                absent.status,
                                "{about}: {}",
                                private.text()
                            );
                            assert_eq!(
                                blank(&private, &at(true)),
                                blank(&absent, &at(false)),
                                "{about}"
                            );
                        }
                    } else if method == "GET"
                        && path.ends_with("/{id}")
                        && !path.contains("datastreams")
                    {
                        assert_eq!(private.status, StatusCode::OK, "{about}: {}", private.text());
                    }
                }
            }
        }
        // Lists, files and the feed hold it for members.
        for kind in Kind::ALL {
            let list = house.get("technician2", &format!("/api/v1/{kind}")).await;
            assert_eq!(list.json()["total"], 1, "{kind}");
            let csv = house.get("technician2", &format!("/api/v1/{kind}?format=csv")).await;
            assert!(csv.text().lines().count() == 2, "{kind}");
        }
        assert!(house.get("technician2", "/api/v1/changes").await.text().contains(SECRET));
        assert!(asked >= 7 * (4 * Kind::ALL.len() + 15), "{asked} requests");
    });
}

/// A message without what it names.
fn blank(answer: &Answer, address: &str) -> String {
    let Ok(json) = serde_json::from_slice::<Value>(&answer.body) else { return answer.text() };
    let mut message = json["message"].as_str().unwrap_or_default().to_owned();
    for part in address.split(['/', '?']).filter(|part| part.len() > 1) {
        message = message.replace(part, "…");
    }
    for part in address.split(['/', '?']).filter(|part| !part.is_empty()) {
        message = message.replace(&format!("'{part}'"), "'…'");
    }
    message
}

fn body_of(operation: &Value) -> String {
    match operation["operationId"].as_str().unwrap_or_default() {
        id if id.starts_with("put_record") => json!({"record": {}}).to_string(),
        "put_role" => json!({"role": "partner"}).to_string(),
        "add_token" => json!({"name": "x", "days": 1}).to_string(),
        "sign_in" => json!({"name": "nobody", "password": "nothing at all"}).to_string(),
        "change_password" => json!({"old": "x", "new": "y"}).to_string(),
        id if id.starts_with("put") => json!({}).to_string(),
        _ => String::new(),
    }
}

async fn ask(house: &House, who: &str, method: &str, path: &str, body: &str) -> Answer {
    use std::sync::atomic::{AtomicU64, Ordering};
    static NEXT: AtomicU64 = AtomicU64::new(900_000);
    let operation = id(NEXT.fetch_add(1, Ordering::Relaxed)).to_string();
    // Of another version than the record has, so that asking changes nothing.
    let mut headers =
        vec![("operation-id", operation.as_str()), ("content-type", "application/json")];
    if matches!(method, "PUT" | "DELETE") {
        headers.push(("if-match", "\"77\""));
    }
    house.ask(who, method, path, &headers, body.to_owned()).await
}
