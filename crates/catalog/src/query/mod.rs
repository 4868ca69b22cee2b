//! The catalog's state as it stands in the URL: filters, search, ranges, order, columns, selected datastreams.

mod area;
mod columns;
mod filter;
mod years;

pub use area::Area;
pub use columns::{Column, Sort};
pub use filter::Filter;
pub use years::Years;

use crate::facet::Facet;
use gagehouse_model::address::is_added_by_others;
use gagehouse_model::{DatastreamRef, TimeUs};
use std::collections::BTreeMap;

/// What the catalog page shows; [`Self::render`] and [`Self::parse`] are inverse, defaults are left out.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CatalogQuery {
    /// Search text as typed.
    pub text: String,
    /// Keys of the values ticked in each facet, none twice.
    pub ticked: BTreeMap<Facet, Vec<String>>,
    /// Only series with data at or after this time.
    pub from: Option<TimeUs>,
    /// Only series with data before this time.
    pub to: Option<TimeUs>,
    /// Only series with as many years of data: values times interval.
    pub years: Option<Years>,
    /// Only series with as many years from the first value to the last.
    pub span: Option<Years>,
    /// Only series of sites in this box.
    pub area: Option<Area>,
    /// Order of the rows.
    pub sort: Sort,
    /// Columns of the table; the usual ones when empty.
    pub columns: Vec<Column>,
    /// Selected datastreams in the order of selection; kept whatever the filters are.
    pub selected: Vec<DatastreamRef>,
    /// Whether only the selected ones are listed.
    pub only_selected: bool,
    /// The datastream whose details are open.
    pub details: Option<DatastreamRef>,
}

impl CatalogQuery {
    /// Reads a query string (with or without `?`). What cannot be used is left out and reported.
    pub fn parse(query: &str) -> ParsedQuery {
        let mut parsed = ParsedQuery::default();
        for (key, value) in form_pairs(query) {
            if let Err(reason) = parsed.query.accept(&key, &value) {
                parsed.problems.push(QueryProblem { key, value, reason });
            }
        }
        parsed
    }

    /// Takes one pair, or says why it cannot be used.
    fn accept(&mut self, key: &str, value: &str) -> Result<(), &'static str> {
        const NO_TIME: &str = "expected a day or a time, as 2019-05-01";
        const NO_SERIES: &str = "expected a source and an id, as local:12";
        const NO_YEARS: &str = "expected a number of years, as 2 or 0.5";
        const NO_AREA: &str = "expected west,south,east,north in degrees";
        const NO_COLUMN: &str = "the table has no such column";
        const NO_PARAMETER: &str = "the catalog has no such parameter";
        match key {
            "q" => self.text = value.to_owned(),
            "from" => self.from = Some(value.parse().map_err(|_| NO_TIME)?),
            "to" => self.to = Some(value.parse().map_err(|_| NO_TIME)?),
            "d" => {
                let datastream: DatastreamRef = value.parse().map_err(|_| NO_SERIES)?;
                if !self.selected.contains(&datastream) {
                    self.selected.push(datastream);
                }
            }
            "details" => self.details = Some(value.parse().map_err(|_| NO_SERIES)?),
            "only" if value == "selected" => self.only_selected = true,
            "only" => return Err("expected selected"),
            "years" => self.years = Some(value.parse().map_err(|()| NO_YEARS)?),
            "span" => self.span = Some(value.parse().map_err(|()| NO_YEARS)?),
            "box" => self.area = Some(value.parse().map_err(|()| NO_AREA)?),
            "sort" => self.sort = Sort::parse(value).ok_or(NO_COLUMN)?,
            "columns" => {
                for key in value.split(',') {
                    let column = Column::from_key(key).ok_or(NO_COLUMN)?;
                    if !self.columns.contains(&column) {
                        self.columns.push(column);
                    }
                }
            }
            other if is_added_by_others(other) => {}
            _ => {
                let name = key.strip_prefix("f.").ok_or(NO_PARAMETER)?;
                let facet = Facet::from_key(name).ok_or("there is no such filter")?;
                self.tick(facet, value.to_owned());
            }
        }
        Ok(())
    }

    /// Ticks a value.
    pub fn tick(&mut self, facet: Facet, key: String) {
        let keys = self.ticked.entry(facet).or_default();
        if !keys.contains(&key) {
            keys.push(key);
        }
    }

    /// Ticks a value, or unticks it when it is ticked.
    pub fn toggle(&mut self, facet: Facet, key: &str) {
        let keys = self.ticked.entry(facet).or_default();
        match keys.iter().position(|k| k == key) {
            Some(at) => drop(keys.remove(at)),
            None => keys.push(key.to_owned()),
        }
        if keys.is_empty() {
            self.ticked.remove(&facet);
        }
    }

    /// The keys ticked in a facet.
    pub fn ticked_in(&self, facet: Facet) -> &[String] {
        self.ticked.get(&facet).map_or(&[], Vec::as_slice)
    }

    /// Selects a datastream, or drops it from the selection.
    pub fn toggle_selected(&mut self, datastream: &DatastreamRef) {
        match self.selected.iter().position(|selected| selected == datastream) {
            Some(at) => drop(self.selected.remove(at)),
            None => self.selected.push(datastream.clone()),
        }
    }

    /// Whether anything narrows the rows.
    pub fn is_filtered(&self) -> bool {
        !self.ticked.is_empty()
            || !self.text.trim().is_empty()
            || self.from.is_some()
            || self.to.is_some()
            || self.years.is_some()
            || self.span.is_some()
            || self.area.is_some()
            || self.only_selected
    }

    /// The columns of the table.
    pub fn shown_columns(&self) -> Vec<Column> {
        if self.columns.is_empty() { Column::USUAL.to_vec() } else { self.columns.clone() }
    }

    /// The part that decides which rows are listed and in which order.
    pub fn filters(&self) -> Self {
        let selected = if self.only_selected { self.selected.clone() } else { Vec::new() };
        Self { selected, details: None, columns: Vec::new(), ..self.clone() }
    }

    /// The same without a filter.
    pub fn without(&self, filter: Filter) -> Self {
        let mut query = self.clone();
        match filter {
            Filter::Facet(facet) => drop(query.ticked.remove(&facet)),
            Filter::Text => query.text.clear(),
            Filter::Range => (query.from, query.to) = (None, None),
            Filter::Years => query.years = None,
            Filter::Span => query.span = None,
            Filter::Area => query.area = None,
            Filter::OnlySelected => query.only_selected = false,
        }
        query
    }

    /// The same without anything that narrows the rows; order and selection stay.
    pub fn without_filters(&self) -> Self {
        Self {
            sort: self.sort,
            columns: self.columns.clone(),
            selected: self.selected.clone(),
            ..Self::default()
        }
    }

    /// The query string without `?`.
    pub fn render(&self) -> String {
        let mut out = String::new();
        if !self.text.is_empty() {
            push_pair(&mut out, "q", &self.text);
        }
        for (facet, keys) in &self.ticked {
            for key in keys {
                push_pair(&mut out, &format!("f.{}", facet.key()), key);
            }
        }
        for (key, time) in [("from", self.from), ("to", self.to)] {
            if let Some(time) = time {
                let text = time.to_rfc3339();
                push_pair(&mut out, key, text.strip_suffix("T00:00:00Z").unwrap_or(&text));
            }
        }
        for (key, years) in [("years", self.years), ("span", self.span)] {
            if let Some(years) = years {
                push_pair(&mut out, key, &years.to_string());
            }
        }
        if let Some(area) = self.area {
            push_pair(&mut out, "box", &area.to_string());
        }
        if let Some(sort) = self.sort.render() {
            push_pair(&mut out, "sort", &sort);
        }
        if !self.columns.is_empty() {
            let keys: Vec<&str> = self.columns.iter().map(|column| column.key()).collect();
            push_pair(&mut out, "columns", &keys.join(","));
        }
        if self.only_selected {
            push_pair(&mut out, "only", "selected");
        }
        for datastream in &self.selected {
            push_pair(&mut out, "d", &datastream.to_string());
        }
        if let Some(datastream) = &self.details {
            push_pair(&mut out, "details", &datastream.to_string());
        }
        out
    }
}

/// What [`CatalogQuery::parse`] made of a query string.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ParsedQuery {
    /// What was understood.
    pub query: CatalogQuery,
    /// What was not, to be told to the user.
    pub problems: Vec<QueryProblem>,
}

/// A part of the URL that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{key}={value}: {reason}")]
pub struct QueryProblem {
    /// The key.
    pub key: String,
    /// Its value.
    pub value: String,
    /// Why it cannot be used.
    pub reason: &'static str,
}

/// The decoded pairs of a query string, with or without `?`. A key without `=` has an empty value.
pub fn form_pairs(query: &str) -> impl Iterator<Item = (String, String)> {
    let pairs = query.trim_start_matches('?').split('&').filter(|pair| !pair.is_empty());
    pairs.map(|pair| {
        let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
        (decoded(key), decoded(value))
    })
}

/// Decodes a part of a form-encoded query: `+` is a blank, broken escapes stand for themselves.
fn decoded(text: &str) -> String {
    let bytes = text.as_bytes();
    let hex = |at: usize| bytes.get(at).and_then(|b| (*b as char).to_digit(16));
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        match (bytes[at], hex(at + 1), hex(at + 2)) {
            (b'%', Some(high), Some(low)) => {
                out.push((high * 16 + low) as u8);
                at += 3;
                continue;
            }
            (b'+', ..) => out.push(b' '),
            (byte, ..) => out.push(byte),
        }
        at += 1;
    }
    String::from_utf8(out).unwrap_or_else(|e| String::from_utf8_lossy(e.as_bytes()).into_owned())
}

/// Appends `key=value`, escaping what does not stand for itself in a query.
fn push_pair(out: &mut String, key: &str, value: &str) {
    if !out.is_empty() {
        out.push('&');
    }
    out.push_str(key);
    out.push('=');
    for byte in value.bytes() {
        match byte {
            b'A'..=b'Z'
            | b'a'..=b'z'
            | b'0'..=b'9'
            | b'-'
            | b'_'
            | b'.'
            | b'~'
            | b':'
            | b','
            | b'/' => {
                out.push(byte as char);
            }
            b' ' => out.push('+'),
            _ => out.push_str(&format!("%{byte:02X}")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn defaults_are_left_out_and_links_are_short() {
        assert_eq!(CatalogQuery::default().render(), "");
        let mut query = CatalogQuery::default();
        query.tick(Facet::Variable, "Temperature, water".into());
        query.from = "2019-01-01".parse().ok();
        query.sort = Sort { by: Some(Column::End), descending: true };
        query.selected.push("local:12".parse().unwrap());
        assert_eq!(
            query.render(),
            "f.variable=Temperature,+water&from=2019-01-01&sort=-end&d=local:12"
        );
    }

    #[test]
    fn what_cannot_be_used_is_reported_and_the_rest_kept() {
        let parsed = CatalogQuery::parse(
            "?q=a%2Bb&from=soon&d=nocolon&f.colour=red&c=1,2&f.unit=%zz&&x&utm_id=1",
        );
        assert_eq!(parsed.query.text, "a+b");
        assert_eq!(parsed.query.ticked_in(Facet::Unit), ["%zz"]);
        let keys: Vec<_> = parsed.problems.iter().map(|problem| problem.key.as_str()).collect();
        assert_eq!(keys, ["from", "d", "f.colour", "c", "x"]);
        assert_eq!(
            parsed.problems[0].to_string(),
            "from=soon: expected a day or a time, as 2019-05-01"
        );
    }

    fn any_query() -> impl Strategy<Value = CatalogQuery> {
        let ticked = proptest::collection::vec((0..Facet::ALL.len(), any::<String>()), 0..6);
        let years = || {
            proptest::option::of(
                (1..1_000_000u32)
                    .prop_map(|n| (f64::from(n) / 100.0).to_string().parse::<Years>().unwrap()),
            )
        };
        let area =
            proptest::option::of((-540.0..540.0, -90.0..0.0, 0.0..400.0, 0.0..90.0f64).prop_map(
                |(west, south, width, north): (f64, f64, f64, f64)| {
                    Area::new(west, south, west + width, north).unwrap()
                },
            ));
        let columns = proptest::sample::subsequence(Column::ALL.to_vec(), 0..8);
        let time = || proptest::option::of(-60_000_000_000_000_000i64..250_000_000_000_000_000);
        let selected = proptest::collection::vec(("[a-z][a-z0-9_-]{0,8}", ".+"), 0..4);
        (
            any::<String>(),
            ticked,
            (time(), time(), years(), years(), area),
            columns,
            0..25usize,
            any::<(bool, bool)>(),
            selected,
        )
            .prop_map(
                |(
                    text,
                    ticked,
                    (from, to, years, span, area),
                    columns,
                    by,
                    (descending, only_selected),
                    selected,
                )| {
                    let mut query = CatalogQuery {
                        text,
                        from: from.map(TimeUs),
                        to: to.map(TimeUs),
                        years,
                        span,
                        area,
                        sort: Sort { by: Some(Column::ALL[by]), descending },
                        columns,
                        only_selected,
                        ..CatalogQuery::default()
                    };
                    for (facet, key) in ticked {
                        query.tick(Facet::ALL[facet], key);
                    }
                    for (source, id) in selected {
                        let datastream = DatastreamRef { source: source.parse().unwrap(), id };
                        if !query.selected.contains(&datastream) {
                            query.selected.push(datastream);
                        }
                    }
                    query.details = query.selected.first().filter(|_| descending).cloned();
                    query
                },
            )
    }

    proptest! {
        #[test]
        fn a_link_shows_what_it_was_copied_from(query in any_query()) {
            let parsed = CatalogQuery::parse(&query.render());
            prop_assert_eq!(parsed.query, query);
            prop_assert!(parsed.problems.is_empty());
        }

        #[test]
        fn no_query_string_makes_the_reader_panic(text in any::<String>()) {
            CatalogQuery::parse(&text);
        }
    }
}
