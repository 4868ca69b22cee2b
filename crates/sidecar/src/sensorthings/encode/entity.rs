//! Entities with their links and what is expanded of them.

use super::primitive::{integer, key, text};
use super::property::property;
use crate::sensorthings::expand::Branch;
use crate::sensorthings::links::Root;
use crate::store::sensorthings::{Children, Network, Record};
use gagehouse_sensorthings::query::{EntityKind, Nav, Options, Property, SelectItem};
use std::collections::HashMap;

/// Writes entities of one response.
#[derive(Debug)]
pub(in crate::sensorthings) struct Writer<'a> {
    pub(in crate::sensorthings) root: &'a Root,
    pub(in crate::sensorthings) networks: &'a HashMap<i64, Network>,
}

/// The entities of a level and how they are written.
#[derive(Debug, Clone, Copy)]
pub(in crate::sensorthings) struct Written<'a> {
    pub(in crate::sensorthings) records: &'a [Record],
    pub(in crate::sensorthings) options: &'a Options,
    pub(in crate::sensorthings) branches: &'a [Branch<'a>],
}

impl Writer<'_> {
    /// Writes the entity at a place of its level.
    pub(in crate::sensorthings) fn entity(
        &self,
        level: Written<'_>,
        place: usize,
        out: &mut Vec<u8>,
    ) {
        let Some(record) = level.records.get(place) else { return };
        let select = &level.options.select;
        out.push(b'{');
        for &property in record.kind.properties() {
            let selected = select.contains(&SelectItem::Property(property));
            if select.is_empty() || selected {
                self.member(record, property, selected, out);
            }
        }
        for nav in record.kind.navigations() {
            let branch = level.branches.iter().find(|branch| branch.nav == nav);
            match branch {
                Some(branch) => self.expanded(record, branch, place, out),
                None if select.is_empty() || select.contains(&SelectItem::Navigation(nav)) => {
                    key(&format!("{}@iot.navigationLink", nav.name()), out);
                    self.link(record.kind, record.id(), Some(nav), out);
                }
                None => {}
            }
        }
        out.push(b'}');
    }

    /// Writes `"name":value`. What has no value is left out, unless it was asked for by name or has to be there.
    fn member(&self, record: &Record, name: Property, selected: bool, out: &mut Vec<u8>) {
        let before = out.len();
        key(name.name(), out);
        if name == Property::SelfLink {
            self.link(record.kind, record.id(), None, out);
            return;
        }
        let present = property(record, name, self.networks, out);
        let always = record.kind == EntityKind::Observation
            && matches!(name, Property::Result | Property::ResultTime);
        if !(present || selected || always) {
            out.truncate(before);
        }
    }

    fn expanded(&self, record: &Record, branch: &Branch<'_>, place: usize, out: &mut Vec<u8>) {
        let none = Children::default();
        let children = branch.related.of_parent.get(place).unwrap_or(&none);
        let level = Written {
            records: &branch.related.records,
            options: branch.options,
            branches: &branch.below,
        };
        let name = branch.nav.name();
        if !branch.nav.many {
            key(name, out);
            match children.places.first() {
                Some(place) => self.entity(level, *place, out),
                None => out.extend_from_slice(b"null"),
            }
            return;
        }
        if let Some(count) = children.count {
            key(&format!("{name}@iot.count"), out);
            integer(i64::try_from(count).unwrap_or(i64::MAX), out);
        }
        if let Some(token) = &children.next {
            key(&format!("{name}@iot.nextLink"), out);
            let options = Options { skip_token: Some(token.clone()), ..branch.options.clone() };
            let parent = (record.kind, record.id());
            text(&self.root.next_related(parent, branch.nav, options), out);
        }
        key(name, out);
        out.push(b'[');
        for (index, place) in children.places.iter().enumerate() {
            if index > 0 {
                out.push(b',');
            }
            self.entity(level, *place, out);
        }
        out.push(b']');
    }

    /// Writes the URL of an entity, or of what it leads to.
    pub(in crate::sensorthings) fn link(
        &self,
        kind: EntityKind,
        id: i64,
        nav: Option<Nav>,
        out: &mut Vec<u8>,
    ) {
        out.push(b'"');
        out.extend_from_slice(self.root.as_str().as_bytes());
        out.push(b'/');
        out.extend_from_slice(kind.set_name().as_bytes());
        out.push(b'(');
        integer(id, out);
        out.push(b')');
        if let Some(nav) = nav {
            out.push(b'/');
            out.extend_from_slice(nav.name().as_bytes());
        }
        out.push(b'"');
    }
}
