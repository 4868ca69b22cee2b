//! A network with a site, ten years of visits with their calibrations, and a stock of equipment.

use anyhow::{Context, Result, ensure};
use gagehouse_model::time::{DAY_US, HOUR_US};
use gagehouse_model::{TimeUs, Viewer};
use gagehouse_records::operation::{Change, Draft, Operation};
use gagehouse_records::{Kind, Precision, RecordId, Role, When};
use gagehouse_sidecar::accounts::password;
use gagehouse_sidecar::app::AppState;
use gagehouse_sidecar::harvest::Harvester;
use gagehouse_sidecar::store::accounts::NewToken;
use gagehouse_sidecar::store::records::apply::{Answer, Author, sha256};
use serde_json::{Value, json};

use crate::serve::network;

pub const VISITS: usize = 10_000;
pub const ITEMS: usize = 5_000;
pub const ACCOUNT: &str = "bench";
pub const PASSWORD: &str = "a password to measure with";
pub const TOKEN: &str = "bench";
/// The first visit, at the start of 2010.
pub const FIRST_US: i64 = network::FIRST_US;
/// Ten years of visits are so far apart.
const STEP_US: i64 = 3_653 * DAY_US / VISITS as i64;
/// Records of one transaction.
const AT_ONCE: usize = 500;

pub struct Filled {
    /// Our key of the site.
    pub site: i32,
}

/// An id that is the same for the same number.
pub fn id(number: u64) -> RecordId {
    let mut random = [7; 10];
    random[2..].copy_from_slice(&number.to_be_bytes());
    RecordId::new(1_262_304_000_000 + number, random)
}

/// A visit of an hour.
pub fn a_visit(number: u64, site: i32) -> Value {
    let begin = TimeUs(FIRST_US + (number % VISITS as u64) as i64 * STEP_US);
    let at = |time| When::new(time, -420, Precision::Minute);
    let remarks = format!(
        "Visit {number}: intake cleaned, water clear, logger read; nothing unusual at the control."
    );
    json!({"site": site, "begin": at(begin), "end": at(TimeUs(begin.0 + HOUR_US)), "party": "bench crew",
        "status": "final", "remarks": remarks, "completed_work": ["cleaning", "recorderDataCollected"]})
}

pub async fn fill(state: &AppState) -> Result<Filled> {
    network::describe(&state.store).await?;
    Harvester::new(state.clone()).harvest("local").await?;
    let source = state.store.catalog_sources().await?;
    let source = source.first().context("the embedded service is listed")?.id;
    let rows = state.store.catalog_rows(&Viewer::System, source).await?;
    let site = rows.sites.first().context("the site was harvested")?.id;
    let now = TimeUs(FIRST_US + 3_653 * DAY_US);
    let password = password::hash(PASSWORD).await?;
    let account = state.store.add_account(ACCOUNT, "Bench", Some(password), ACCOUNT, now).await?;
    let network =
        state.store.network_named("local:bench").await?.context("the network is there")?;
    state.store.set_role(ACCOUNT, network.id, Some(Role::Technician), &[], ACCOUNT, now).await?;
    let hash = sha256(TOKEN.as_bytes());
    let token =
        NewToken { name: "bench", may_write: true, network: None, expires: TimeUs(i64::MAX) };
    state.store.add_token(account.id, &hash, token, now).await?;

    let mut records = vec![
        (
            Kind::Organization,
            1,
            json!({"code": "MAKER", "name": "Maker", "organization_type": "manufacturer"}),
        ),
        (
            Kind::EquipmentModel,
            2,
            json!({"name": "Sonde", "manufacturer": id(1), "is_instrument": true,
            "output_variables": [{"variable": "T", "unit": "°C"}]}),
        ),
    ];
    records.extend((0..ITEMS as u64).map(|number| {
        let item = json!({"code": format!("ITEM-{number}"), "name": "Sonde", "equipment_type": "waterQualitySonde",
            "model": id(2), "serial_number": format!("SN-{number:05}"), "owner": id(1), "status": "inStock"});
        (Kind::Equipment, 1_000 + number, item)
    }));
    records.extend(
        (0..VISITS as u64).map(|number| (Kind::Visit, 100_000 + number, a_visit(number, site))),
    );
    let author = Author { name: "bench".to_owned(), roles: None };
    for some in records.chunks(AT_ONCE) {
        let operations: Vec<Operation> = some
            .iter()
            .map(|(kind, number, record)| Operation {
                id: id(number + 1_000_000_000),
                kind: *kind,
                record: id(*number),
                change: Change::Create,
                draft: Draft {
                    network: Some("local:bench".to_owned()),
                    visibility: None,
                    reason: String::new(),
                    record: record.clone(),
                },
            })
            .collect();
        for answer in state.store.apply_all(&operations, &author, now, true).await? {
            ensure!(matches!(answer, Answer::Applied(_)), "a record was refused: {answer:?}");
        }
    }
    Ok(Filled { site })
}
