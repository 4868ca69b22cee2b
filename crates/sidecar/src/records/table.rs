//! A list as a file: CSV with a column for each field of the kind and cells that no spreadsheet takes for a formula, or JSON.

use crate::http::AppError;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use gagehouse_records::listed::RecordBody;
use gagehouse_records::{Body, Kind};
use serde_json::Value;
use std::fmt::Write;

/// The records of a list.
pub fn csv(kind: Kind, items: &[RecordBody]) -> Response {
    let (empty, _) = Body::parse(kind, &Value::Object(Default::default()));
    let fields: Vec<String> = match empty.to_json() {
        Value::Object(fields) => fields.keys().cloned().collect(),
        _ => Vec::new(),
    };
    let mut out = String::from("id,network,version,visibility,changed_at");
    for field in &fields {
        let _ = write!(out, ",{field}");
    }
    out.push_str("\r\n");
    for item in items {
        let visibility = serde_json::to_value(item.visibility).unwrap_or_default();
        let version = Value::from(item.version);
        let own = [
            &Value::from(item.id.as_str()),
            &Value::from(item.network.as_str()),
            &version,
            &visibility,
            &Value::from(item.changed_at.as_str()),
        ];
        let cells = own.into_iter().map(cell);
        let all: Vec<String> = cells
            .chain(fields.iter().map(|field| item.record.get(field).map(cell).unwrap_or_default()))
            .collect();
        out.push_str(&all.join(","));
        out.push_str("\r\n");
    }
    file(out, "text/csv; charset=utf-8", &format!("{kind}.csv"))
}

/// The same as JSON, as each record is sent.
pub fn json(kind: Kind, items: &[RecordBody]) -> Response {
    match serde_json::to_string_pretty(items) {
        Ok(text) => file(text, "application/json", &format!("{kind}.json")),
        Err(error) => AppError::Internal(error.into()).into_response(),
    }
}

fn file(text: String, content_type: &'static str, name: &str) -> Response {
    let disposition = format!("attachment; filename=\"{name}\"");
    let headers = [
        (header::CONTENT_TYPE, content_type.to_owned()),
        (header::CONTENT_DISPOSITION, disposition),
    ];
    (headers, text).into_response()
}

/// Beginnings by which spreadsheets take a cell for a formula, those of full width among them, as some read them.
const CALCULATES: [char; 11] =
    ['=', '+', '-', '@', '\t', '\r', '\n', '\u{ff1d}', '\u{ff0b}', '\u{ff0d}', '\u{ff20}'];

/// A value as a cell. What a spreadsheet would calculate is made text by an apostrophe; numbers stay numbers.
fn cell(value: &Value) -> String {
    let text = match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Array(list) if list.is_empty() => String::new(),
        other => other.to_string(),
    };
    // `-inf` and `-nan` are names to a spreadsheet.
    let is_number = text.parse::<f64>().is_ok_and(f64::is_finite);
    let calculates = text.starts_with(CALCULATES) && !is_number;
    let text = if calculates { format!("'{text}") } else { text };
    if text.contains(['"', ',', '\n', '\r']) {
        format!("\"{}\"", text.replace('"', "\"\""))
    } else {
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_is_a_formula_and_numbers_stay_numbers() {
        for (value, expected) in [
            ("=1+1", "'=1+1"),
            ("+cmd|' /C calc'!A0", "'+cmd|' /C calc'!A0"),
            ("-1.5", "-1.5"),
            ("-hidden", "'-hidden"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("a,\"b\"\nc", "\"a,\"\"b\"\"\nc\""),
            ("=\"x\",1", "\"'=\"\"x\"\",1\""),
            ("-inf", "'-inf"),
            ("\n=1+1", "\"'\n=1+1\""),
            ("\u{ff1d}1+1", "'\u{ff1d}1+1"),
            ("<script>", "<script>"),
        ] {
            assert_eq!(cell(&Value::from(value)), expected);
        }
        assert_eq!((cell(&Value::Null).as_str(), cell(&Value::from(7)).as_str()), ("", "7"));
        assert_eq!(cell(&serde_json::json!({"a": 1})), "\"{\"\"a\"\":1}\"");
    }
}
