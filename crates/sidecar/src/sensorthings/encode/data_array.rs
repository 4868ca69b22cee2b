//! `$resultFormat=dataArray`: observations as rows, grouped by datastream.

use super::observation::View;
use super::primitive::{integer, key, text};
use crate::sensorthings::links::Root;
use gagehouse_model::time::Rfc3339Writer;
use gagehouse_sensorthings::query::{Options, Part, Property, QueryError, SelectItem};
use std::collections::HashMap;

/// A column of the rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::sensorthings) struct Component(Property);

/// Every component, in the order in which they always stand.
const ORDER: [Property; 7] = [
    Property::Id,
    Property::PhenomenonTime,
    Property::Result,
    Property::ResultTime,
    Property::ResultQuality,
    Property::ValidTime,
    Property::Parameters,
];

impl Component {
    fn name(self) -> &'static str {
        if self.0 == Property::Id { "id" } else { self.0.name() }
    }

    /// Whether it is the quality, which is read only when asked for.
    pub(in crate::sensorthings) fn is_quality(self) -> bool {
        self.0 == Property::ResultQuality
    }
}

/// The selected components; all when nothing is selected.
pub(in crate::sensorthings) fn components(options: &Options) -> Result<Vec<Component>, QueryError> {
    for item in &options.select {
        let name = match item {
            SelectItem::Property(property) if ORDER.contains(property) => continue,
            SelectItem::Property(property) => property.name(),
            SelectItem::Navigation(nav) => nav.name(),
        };
        let message = format!("'{name}' cannot be a component of a dataArray");
        return Err(QueryError::bad(Part::Option("$select"), 0, message));
    }
    let selected = |property: &Property| {
        options.select.is_empty() || options.select.contains(&SelectItem::Property(*property))
    };
    Ok(ORDER.into_iter().filter(selected).map(Component).collect())
}

/// Observations as rows, written as they come; one group per datastream, in the order in which they first occur.
#[derive(Debug)]
pub(in crate::sensorthings) struct DataArray {
    components: Vec<Component>,
    groups: Vec<Group>,
    places: HashMap<i64, usize>,
    times: Rfc3339Writer,
    /// The group of the last row, mostly that of the next one too.
    last: usize,
    /// Bytes to make room for at the first row.
    room: usize,
}

/// The rows of one datastream, with commas between them.
#[derive(Debug)]
struct Group {
    datastream_id: i64,
    count: usize,
    rows: Vec<u8>,
}

impl DataArray {
    /// An empty one, for so many rows at most.
    pub(in crate::sensorthings) fn new(components: &[Component], limit: u64) -> Self {
        // About what a row takes; a buffer that grows copies itself.
        let row_bytes = 16 + 20 * components.len();
        let room = usize::try_from(limit).unwrap_or(0).min(10_000) * row_bytes;
        let (groups, places, times) = Default::default();
        Self { components: components.to_vec(), groups, places, times, last: 0, room }
    }

    /// Writes a row.
    pub(in crate::sensorthings) fn push(&mut self, view: &View<'_>) {
        let same = |group: &Group| group.datastream_id == view.datastream_id;
        if !self.groups.get(self.last).is_some_and(same) {
            self.last = self.place_of(view.datastream_id);
        }
        let group = &mut self.groups[self.last];
        let out = &mut group.rows;
        if group.count > 0 {
            out.push(b',');
        }
        group.count += 1;
        for (index, component) in self.components.iter().enumerate() {
            out.push(if index == 0 { b'[' } else { b',' });
            view.write_in_row(component.0, &mut self.times, out);
        }
        out.push(b']');
    }

    /// Where the group of a datastream is; it is begun if there is none.
    fn place_of(&mut self, datastream_id: i64) -> usize {
        *self.places.entry(datastream_id).or_insert_with(|| {
            let rows = Vec::with_capacity(std::mem::take(&mut self.room));
            self.groups.push(Group { datastream_id, count: 0, rows });
            self.groups.len() - 1
        })
    }

    /// Writes the groups.
    pub(in crate::sensorthings) fn write(&self, root: &Root, out: &mut Vec<u8>) {
        let bytes: usize = self.groups.iter().map(|group| group.rows.len() + 512).sum();
        out.reserve(bytes);
        for (index, group) in self.groups.iter().enumerate() {
            if index > 0 {
                out.push(b',');
            }
            self.write_group(root, group, out);
        }
    }

    fn write_group(&self, root: &Root, group: &Group, out: &mut Vec<u8>) {
        out.push(b'{');
        key("Datastream@iot.navigationLink", out);
        text(&format!("{}/Datastreams({})", root.as_str(), group.datastream_id), out);
        key("components", out);
        for (index, component) in self.components.iter().enumerate() {
            out.push(if index == 0 { b'[' } else { b',' });
            text(component.name(), out);
        }
        out.push(b']');
        key("dataArray@iot.count", out);
        integer(i64::try_from(group.count).unwrap_or(i64::MAX), out);
        key("dataArray", out);
        out.push(b'[');
        out.extend_from_slice(&group.rows);
        out.extend_from_slice(b"]}");
    }
}
