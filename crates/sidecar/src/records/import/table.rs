//! Delimited text whose columns are the fields of a kind: what our own CSV of a list is, written by hand or by a spreadsheet.
//!
//! Records are named by what people call them: sites, items, organizations and methods by their codes, models by their names.

use super::{Row, stable_id};
use crate::import::lines::Fields;
use crate::store::records::Ask;
use crate::store::{Store, StoreError};
use gagehouse_model::zone::offset_text;
use gagehouse_model::{TimeUs, Viewer};
use gagehouse_records::when::WhenError;
use gagehouse_records::{Body, Fault, Kind, RecordId, Severity, When};
use serde_json::{Map, Value};
use std::collections::HashMap;

/// Columns of our own lists that are no fields.
const OURS: [&str; 5] = ["id", "network", "version", "visibility", "changed_at"];

/// What the words of a file stand for.
#[derive(Debug, Default)]
pub struct Words {
    records: HashMap<(Kind, String), RecordId>,
    sites: HashMap<String, i32>,
}

impl Words {
    /// The records and sites of a network.
    pub async fn of(store: &Store, network_id: i32) -> Result<Self, StoreError> {
        let mut words = Self::default();
        for kind in
            [Kind::Organization, Kind::Method, Kind::EquipmentModel, Kind::Equipment, Kind::Person]
        {
            let ask = Ask {
                kind: Some(kind),
                network: Some(network_id),
                limit: 100_000,
                ..Ask::default()
            };
            for row in store.records(&Viewer::System, &ask).await? {
                if let Ok(id) = row.id.parse() {
                    words.learn(&crate::store::records::body(&row)?, id);
                }
            }
        }
        for source in store.catalog_sources().await? {
            let rows = store.catalog_rows(&Viewer::System, source.id).await?;
            for site in rows.sites.into_iter().filter(|site| site.network_id == network_id) {
                words.sites.insert(site.record.url_code().to_owned(), site.id);
            }
        }
        Ok(words)
    }

    /// The site of a code.
    pub fn site(&self, code: &str) -> Option<i32> {
        self.sites.get(code).copied()
    }

    fn learn(&mut self, body: &Body, id: RecordId) {
        let word = match body {
            Body::Organization(b) => b.code.clone(),
            Body::Method(b) => b.code.clone(),
            Body::EquipmentModel(b) => b.name.clone(),
            Body::Equipment(b) => b.code.clone(),
            Body::Person(b) => b.name(),
            _ => return,
        };
        self.records.insert((body.kind(), word), id);
    }

    fn record(&self, field: &str, word: &str) -> Result<String, String> {
        if word.parse::<RecordId>().is_ok() {
            return Ok(word.to_owned());
        }
        let kinds: &[Kind] = match field {
            "organization" | "manufacturer" | "vendor" => &[Kind::Organization],
            "owner" => &[Kind::Organization, Kind::Person],
            "method" => &[Kind::Method],
            "model" => &[Kind::EquipmentModel],
            "equipment" | "attached_to" | "logger" => &[Kind::Equipment],
            "crew" | "lead" | "by" | "author" => &[Kind::Person],
            _ => return Ok(word.to_owned()),
        };
        let found = kinds.iter().find_map(|kind| self.records.get(&(*kind, word.to_owned())));
        let kind = kinds.first().map_or("record", |kind| kind.one());
        found.map(RecordId::to_string).ok_or_else(|| format!("there is no {kind} '{word}'"))
    }
}

/// Reads a file. `offset_minutes` is that of times that do not tell theirs.
pub fn read(
    kind: Kind,
    name: &str,
    text: &str,
    words: &mut Words,
    offset_minutes: Option<i32>,
) -> Vec<Row> {
    let (empty, _) = Body::parse(kind, &Value::Object(Map::new()));
    let known = empty.to_json();
    let mut header: Vec<String> = Vec::new();
    let mut rows = Vec::new();
    for (at, line) in text.trim_start_matches('\u{feff}').lines().enumerate() {
        let place = format!("{name} line {}", at + 1);
        if line.trim().is_empty() {
            continue;
        }
        let mut bytes = line.as_bytes().to_vec();
        let mut fields = Fields::default();
        let mut faults = Vec::new();
        if fields.split(&mut bytes, b',').is_err() {
            faults.push(fault("", "a quoted field is not closed on its line".to_owned()));
        }
        let cells = fields.texts(&bytes);
        if header.is_empty() {
            header = cells;
            continue;
        }
        let mut record = Map::new();
        for (field, cell) in header.iter().zip(&cells) {
            if cell.is_empty() || OURS.contains(&field.as_str()) {
                continue;
            }
            let Some(default) = known.get(field) else {
                faults.push(fault(field, format!("a {} has no such column", kind.one())));
                continue;
            };
            match value(field, cell, default, words, offset_minutes) {
                Ok(value) => drop(record.insert(field.clone(), value)),
                Err(why) => faults.push(fault(field, why)),
            }
        }
        let record = Value::Object(record);
        let (body, _) = Body::parse(kind, &record);
        let id = given_id(&header, &cells).unwrap_or_else(|| id_of(&body));
        words.learn(&body, id);
        rows.push(Row { place, kind, id, record, faults });
    }
    rows
}

fn given_id(header: &[String], cells: &[String]) -> Option<RecordId> {
    let at = header.iter().position(|field| field == "id")?;
    cells.get(at)?.parse().ok()
}

/// What makes a row the same one when it comes again: what is unique of it, else where, when and with what.
fn id_of(body: &Body) -> RecordId {
    let index = body.index();
    let begin = index.begin.map_or(TimeUs(0), When::earliest);
    let about = match body.unique().into_iter().next() {
        Some((_, value)) => value,
        None => format!(
            "{:?}\u{1f}{:?}\u{1f}{:?}\u{1f}{}",
            index.site, index.equipment, index.begin, index.title
        ),
    };
    let about = match body {
        // Remarks are corrected more often than two visits begin at one minute.
        Body::Visit(_) | Body::Deployment(_) => {
            format!("{:?}\u{1f}{:?}\u{1f}{begin}", index.site, index.equipment)
        }
        _ => about,
    };
    stable_id(&format!("{}\u{1f}{about}", body.kind()), begin.0 / 1000)
}

fn value(
    field: &str,
    cell: &str,
    default: &Value,
    words: &Words,
    offset_minutes: Option<i32>,
) -> Result<Value, String> {
    // What our own lists put before a cell that a spreadsheet would calculate.
    let cell = match cell.strip_prefix('\'') {
        Some(rest) if rest.starts_with(['=', '+', '-', '@']) => rest,
        _ => cell,
    };
    if field == "site" {
        let key = words.site(cell).or_else(|| cell.parse().ok());
        return key
            .map(Value::from)
            .ok_or_else(|| format!("there is no site '{cell}' in this network"));
    }
    match default {
        Value::Bool(_) => match cell.to_ascii_lowercase().as_str() {
            "true" | "yes" | "1" => Ok(Value::Bool(true)),
            "false" | "no" | "0" => Ok(Value::Bool(false)),
            _ => Err(format!("'{cell}' is neither true nor false")),
        },
        Value::Array(_) if cell.starts_with('[') => {
            serde_json::from_str(cell).map_err(|error| format!("the list cannot be read: {error}"))
        }
        Value::Array(_) => {
            let parts = cell.split(';').map(str::trim).filter(|part| !part.is_empty());
            let named: Result<Vec<Value>, String> =
                parts.map(|part| words.record(field, part).map(Value::from)).collect();
            named.map(Value::Array)
        }
        Value::Null if cell.starts_with('{') => {
            serde_json::from_str(cell).map_err(|error| format!("the group cannot be read: {error}"))
        }
        _ => match (cell.parse::<When>(), offset_minutes) {
            (Err(WhenError::NoOffset(_)), Some(minutes)) => {
                Ok(Value::from(format!("{}{}", cell.replacen(' ', "T", 1), offset_text(minutes))))
            }
            _ => words.record(field, cell).map(Value::from),
        },
    }
}

fn fault(field: &str, message: String) -> Fault {
    Fault {
        field: format!("/{field}"),
        code: "cell".to_owned(),
        message,
        severity: Severity::Error,
    }
}
