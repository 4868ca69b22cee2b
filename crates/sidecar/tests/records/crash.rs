//! The real program, killed at any moment: what it acknowledged is there, what it did not can be sent again.

use super::house::{a_token, a_visit, id};
use crate::support::builders::a_datastream;
use gagehouse_model::{TimeUs, Viewer};
use gagehouse_records::{Kind, Role};
use gagehouse_sidecar::store::Store;
use gagehouse_sidecar::store::records::Ask;
use gagehouse_sidecar::store::records::apply::sha256;
use gagehouse_sidecar::store::records::audit::Place;
use serde_json::{Value, json};
use std::collections::HashMap;
use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

/// Writers at once.
const TABLETS: u64 = 50;

struct Program {
    child: Child,
    base: String,
}

impl Program {
    fn start(database: &str, folder: &std::path::Path) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_gagehouse"))
            .args(["serve", "--listen", "127.0.0.1:0", "--database-url", database, "--static-dir"])
            .arg(folder)
            .current_dir(folder)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stderr.take().unwrap()).lines().map_while(Result::ok);
        let stdout = child.stdout.take().unwrap();
        let ready = |line: &String| line.contains("ready at http://");
        let line = lines
            .find(ready)
            .or_else(|| BufReader::new(stdout).lines().map_while(Result::ok).find(ready));
        // Whatever it says further is not to stop it by a full pipe.
        std::thread::spawn(move || lines.for_each(drop));
        let line = line.expect("the program says where it listens");
        let at = line.find("http://").unwrap();
        let base = line[at..].split_whitespace().next().unwrap().to_owned();
        let base: String =
            base.chars().take_while(|c| c.is_ascii_alphanumeric() || ":/.".contains(*c)).collect();
        Self { child, base }
    }

    fn kill(mut self) {
        // SIGKILL on Unix.
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

async fn put(client: &reqwest::Client, base: &str, number: u64, site: i32) -> Option<(u16, Value)> {
    let url = format!("{base}/api/v1/visits/{}", id(number));
    let request = client
        .put(url)
        .header("authorization", "Bearer crash")
        .header("operation-id", id(number + 500_000).to_string())
        .header("if-none-match", "*")
        .body(json!({"record": a_visit(site)}).to_string());
    let answer = request.send().await.ok()?;
    let status = answer.status().as_u16();
    Some((status, serde_json::from_slice(&answer.bytes().await.ok()?).ok()?))
}

#[test]
fn nothing_acknowledged_is_lost_and_nothing_arrives_twice_when_the_program_is_killed() {
    crate::support::in_a_folder(|folder| async move {
        let _ = rustls::crypto::ring::default_provider().install_default();
        let database = format!("sqlite://{}/house.db", folder.display());
        let store = Store::open(&database).await.unwrap();
        a_datastream("T").put(&store).await;
        let account =
            store.add_account("technician", "Tess", None, "test", TimeUs(0)).await.unwrap();
        let network = store.network_named("local:N").await.unwrap().unwrap().id;
        store
            .set_role("technician", network, Some(Role::Technician), &[], "test", TimeUs(0))
            .await
            .unwrap();
        store
            .add_token(account.id, &sha256(b"crash"), a_token(TimeUs(i64::MAX)), TimeUs(0))
            .await
            .unwrap();
        let settings = gagehouse_sidecar::settings::Settings::load(
            &gagehouse_sidecar::settings::Options::from([("database_url", database.clone())]),
            &gagehouse_sidecar::settings::Environment::default(),
        )
        .unwrap();
        let state = gagehouse_sidecar::app::AppState::new(store.clone(), settings);
        assert!(gagehouse_sidecar::harvest::Harvester::new(state).harvest_and_log("local").await);
        let source = store.catalog_sources().await.unwrap()[0].id;
        let site = store.catalog_rows(&Viewer::System, source).await.unwrap().sites[0].id;
        store.close().await.unwrap();

        let client = reqwest::Client::builder().timeout(Duration::from_secs(20)).build().unwrap();
        let mut receipts: Vec<(u64, Value)> = Vec::new();
        let mut pending: Vec<u64> = Vec::new();
        let mut next = 1u64;
        for round in 0..6u64 {
            let program = Program::start(&database, &folder);
            // Fifty tablets send until the program dies under them.
            let base = program.base.clone();
            let acknowledged = Arc::new(AtomicU64::new(0));
            let tablets = (0..TABLETS).map(|tablet| {
                let (client, base, counted) = (client.clone(), base.clone(), acknowledged.clone());
                let first = next + tablet * 1_000;
                tokio::spawn(async move {
                    let (mut known, mut lost) = (Vec::new(), None);
                    for number in first..first + 1_000 {
                        match put(&client, &base, number, site).await {
                            Some((201, receipt)) => {
                                counted.fetch_add(1, Ordering::Relaxed);
                                known.push((number, receipt));
                            }
                            Some(other) => panic!("{other:?}"),
                            None => {
                                lost = Some(number);
                                break;
                            }
                        }
                    }
                    (known, lost)
                })
            });
            let tablets: Vec<_> = tablets.collect();
            next += TABLETS * 1_000;
            // At another moment each time, told by what it did and not by the clock.
            while acknowledged.load(Ordering::Relaxed) < 20 + 13 * round {
                tokio::time::sleep(Duration::from_millis(1)).await;
            }
            program.kill();
            for tablet in tablets {
                let (known, lost) = tablet.await.unwrap();
                receipts.extend(known);
                pending.extend(lost);
            }
        }
        assert!(receipts.len() > 20, "{} visits were acknowledged", receipts.len());
        let program = Program::start(&database, &folder);
        for number in &pending {
            let (status, receipt) = put(&client, &program.base, *number, site).await.unwrap();
            assert_eq!(status, 201, "{receipt}");
            receipts.push((*number, receipt));
        }
        // Everything again: the answers are those that were given.
        for (number, receipt) in &receipts {
            assert_eq!(
                put(&client, &program.base, *number, site).await.unwrap(),
                (201, receipt.clone())
            );
        }
        let list = client.get(format!("{}/api/v1/visits?limit=1", program.base));
        let list: Value =
            serde_json::from_slice(&list.send().await.unwrap().bytes().await.unwrap()).unwrap();
        assert_eq!(list["total"], receipts.len());
        program.kill();
        let store = Store::open(&database).await.unwrap();
        let log = store.audit_log(&[network], None, Place::After(0), 100_000).await.unwrap();
        let visits = log.iter().filter(|entry| entry.kind == "visits").count();
        assert_eq!(visits, receipts.len());
        // Each is there as it was acknowledged, none in part.
        let ask = Ask { kind: Some(Kind::Visit), limit: 100_000, ..Ask::default() };
        let rows = store.records(&Viewer::System, &ask).await.unwrap();
        let known: HashMap<String, &Value> =
            receipts.iter().map(|(number, receipt)| (id(*number).to_string(), receipt)).collect();
        assert_eq!((rows.len(), known.len()), (receipts.len(), receipts.len()));
        for row in rows {
            let receipt = known[&row.id];
            assert_eq!(receipt["sha256"], sha256(row.body.as_bytes()));
            assert_eq!((&receipt["seq"], &receipt["version"]), (&json!(row.seq), &json!(1)));
        }
        store.close().await.unwrap();
    });
}
