//! Which row is which when a source comes back: our keys survive a source that was rebuilt with new ids.
//!
//! A thing found is the row that has its id and its identity; else the only row that has its identity (a site's
//! code; a datastream's site, variable, level, method and unit); else the row that has its id (renamed at the
//! source). Identity goes before id, because a rebuilt source hands the old numbers to other things.

use crate::store::entities::{catalog_datastream, catalog_site};
use gagehouse_catalog::{DatastreamRecord, SiteRecord};
use std::collections::HashMap;

/// What a thing is known by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Name {
    /// Its id at the source.
    pub external_id: String,
    /// What else it is known by; empty when nothing is.
    pub identity: String,
}

/// A row there is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Known {
    /// What it is known by.
    pub name: Name,
    /// Whether the source listed it last time.
    pub present: bool,
}

/// For each wanted thing the index of its row; no row is given twice.
pub fn assign(known: &[Known], wanted: &[Name]) -> Vec<Option<usize>> {
    let mut given: Vec<Option<usize>> = vec![None; wanted.len()];
    let mut taken = vec![false; known.len()];
    let both = |name: &Name| Some(format!("{}\u{1f}{}", name.external_id, name.identity));
    let id = |name: &Name| Some(name.external_id.clone());
    let identity = |name: &Name| Some(name.identity.clone()).filter(|text| !text.is_empty());
    pass(known, wanted, &mut given, &mut taken, both, false);
    pass(known, wanted, &mut given, &mut taken, identity, true);
    pass(known, wanted, &mut given, &mut taken, id, false);
    given
}

/// Gives rows to the things of the same key; `unique` leaves keys alone that several have on either side.
fn pass(
    known: &[Known],
    wanted: &[Name],
    given: &mut [Option<usize>],
    taken: &mut [bool],
    key: impl Fn(&Name) -> Option<String>,
    unique: bool,
) {
    let mut rows: HashMap<String, Vec<usize>> = HashMap::new();
    for (at, row) in known.iter().enumerate().filter(|(at, _)| !taken[*at]) {
        if let Some(key) = key(&row.name) {
            rows.entry(key).or_default().push(at);
        }
    }
    for list in rows.values_mut() {
        // Rows the source listed last time come before those it had dropped.
        list.sort_by_key(|at| !known[*at].present);
        if known[list[0]].present {
            list.retain(|at| known[*at].present);
        }
    }
    let mut wishes: HashMap<String, usize> = HashMap::new();
    let open: Vec<usize> = (0..wanted.len()).filter(|at| given[*at].is_none()).collect();
    for at in &open {
        if let Some(key) = key(&wanted[*at]) {
            *wishes.entry(key).or_default() += 1;
        }
    }
    for at in open {
        let Some(key) = key(&wanted[at]) else { continue };
        let Some(list) = rows.get_mut(&key) else { continue };
        if unique && (list.len() != 1 || wishes.get(&key) != Some(&1)) {
            continue;
        }
        if let Some(row) = (!list.is_empty()).then(|| list.remove(0)) {
            given[at] = Some(row);
            taken[row] = true;
        }
    }
}

/// A site found.
pub fn of_site(record: &SiteRecord) -> Name {
    Name {
        external_id: record.external_id.clone(),
        identity: record.code.clone().unwrap_or_default(),
    }
}

/// A site's row.
pub fn of_site_row(row: &catalog_site::Model) -> Known {
    Known {
        name: Name { external_id: row.external_id.clone(), identity: row.code.clone() },
        present: row.gone_us.is_none(),
    }
}

/// A datastream found at a site that has our key.
pub fn of_datastream(record: &DatastreamRecord, site_id: i32) -> Name {
    let parts = [
        record.variable_code.as_deref().unwrap_or(&record.variable_name),
        record.processing_level.as_deref().unwrap_or_default(),
        record.method_name.as_deref().unwrap_or_default(),
        record.unit.label(),
    ];
    Name { external_id: record.external_id.clone(), identity: joined(site_id, parts) }
}

/// A datastream's row.
pub fn of_datastream_row(row: &catalog_datastream::Model) -> Known {
    let unit = gagehouse_model::Unit {
        name: row.unit_name.clone(),
        symbol: row.unit_symbol.clone(),
        definition: None,
    };
    let parts = [
        row.variable_code.as_deref().unwrap_or(&row.variable_name),
        row.processing_level.as_deref().unwrap_or_default(),
        row.method_name.as_deref().unwrap_or_default(),
        unit.label(),
    ];
    Known {
        name: Name {
            external_id: row.external_id.clone(),
            identity: joined(row.catalog_site_id, parts),
        },
        present: row.gone_us.is_none(),
    }
}

fn joined(site_id: i32, parts: [&str; 4]) -> String {
    format!("{site_id}\u{1f}{}", parts.join("\u{1f}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(external_id: &str, identity: &str) -> Name {
        Name { external_id: external_id.into(), identity: identity.into() }
    }

    fn rows(names: &[(&str, &str)]) -> Vec<Known> {
        names.iter().map(|(id, what)| Known { name: name(id, what), present: true }).collect()
    }

    #[test]
    fn a_source_rebuilt_with_other_ids_keeps_our_keys() {
        let known = rows(&[("1", "temp"), ("2", "pH"), ("3", "stage")]);
        let wanted = [name("1", "stage"), name("2", "temp"), name("7", "pH"), name("8", "new")];
        assert_eq!(assign(&known, &wanted), [Some(2), Some(0), Some(1), None]);
    }

    #[test]
    fn a_renamed_thing_keeps_its_key_by_its_id() {
        let known = rows(&[("1", "temp"), ("2", "")]);
        assert_eq!(assign(&known, &[name("1", "temperature"), name("2", "x")]), [Some(0), Some(1)]);
    }

    #[test]
    fn things_that_look_alike_are_told_apart_by_id_alone() {
        let known = rows(&[("1", "soil"), ("2", "soil")]);
        let wanted = [name("2", "soil"), name("3", "soil"), name("1", "soil")];
        assert_eq!(assign(&known, &wanted), [Some(1), None, Some(0)]);
    }

    #[test]
    fn a_row_that_had_vanished_is_found_again() {
        let mut known = rows(&[("1", "temp")]);
        known[0].present = false;
        assert_eq!(assign(&known, &[name("9", "temp")]), [Some(0)]);
    }
}
