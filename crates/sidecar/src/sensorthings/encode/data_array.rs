//! `$resultFormat=dataArray`: observations as rows, grouped by datastream.

use super::observation::View;
use super::primitive::{integer, key, text};
use crate::sensorthings::links::Root;
use gagehouse_sensorthings::query::{Options, Part, Property, QueryError, SelectItem};

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

/// Writes one group per datastream, in the order in which they first occur.
pub(in crate::sensorthings) fn groups<'r>(
    root: &Root,
    components: &[Component],
    views: impl Iterator<Item = View<'r>> + Clone,
    out: &mut Vec<u8>,
) {
    let Some(first) = views.clone().next() else { return };
    // Mostly there is one datastream, and its rows are written as they come.
    if views.clone().all(|view| view.datastream_id == first.datastream_id) {
        let count = views.clone().count();
        return group(root, components, first.datastream_id, count, views, out);
    }
    let mut by_datastream: Vec<(i64, Vec<View<'r>>)> = Vec::new();
    let mut places = std::collections::HashMap::new();
    for view in views {
        let place = *places.entry(view.datastream_id).or_insert_with(|| {
            by_datastream.push((view.datastream_id, Vec::new()));
            by_datastream.len() - 1
        });
        by_datastream[place].1.push(view);
    }
    for (index, (datastream_id, rows)) in by_datastream.into_iter().enumerate() {
        if index > 0 {
            out.push(b',');
        }
        group(root, components, datastream_id, rows.len(), rows.into_iter(), out);
    }
}

fn group<'r>(
    root: &Root,
    components: &[Component],
    datastream_id: i64,
    count: usize,
    views: impl Iterator<Item = View<'r>>,
    out: &mut Vec<u8>,
) {
    out.push(b'{');
    key("Datastream@iot.navigationLink", out);
    text(&format!("{}/Datastreams({datastream_id})", root.as_str()), out);
    key("components", out);
    for (index, component) in components.iter().enumerate() {
        out.push(if index == 0 { b'[' } else { b',' });
        text(component.name(), out);
    }
    out.push(b']');
    key("dataArray@iot.count", out);
    integer(i64::try_from(count).unwrap_or(i64::MAX), out);
    key("dataArray", out);
    out.push(b'[');
    for (index, view) in views.enumerate() {
        if index > 0 {
            out.push(b',');
        }
        for (index, component) in components.iter().enumerate() {
            out.push(if index == 0 { b'[' } else { b',' });
            view.write(component.0, out);
        }
        out.push(b']');
    }
    out.extend_from_slice(b"]}");
}
