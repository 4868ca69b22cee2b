//! One observation, whichever way it was read.

use super::primitive::{instant, integer, interval, next_instant, number, stored_json};
use crate::store::sensorthings::{Column, ObservationRow, Record};
use gagehouse_model::time::Rfc3339Writer;
use gagehouse_sensorthings::query::Property;

/// An observation about to be written.
#[derive(Debug, Clone, Copy)]
pub(in crate::sensorthings) struct View<'r> {
    pub(in crate::sensorthings) id: i64,
    pub(in crate::sensorthings) datastream_id: i64,
    start_us: i64,
    result: Option<f64>,
    quality: Option<&'r str>,
    /// What only observations with a row in the side table have.
    side: Option<&'r Record>,
}

impl<'r> View<'r> {
    /// A plain observation, with its quality as JSON text.
    pub(in crate::sensorthings) fn plain(row: &ObservationRow, quality: Option<&'r str>) -> Self {
        Self {
            id: row.id,
            datastream_id: row.datastream_id.into(),
            start_us: row.time_us,
            result: row.result,
            quality,
            side: None,
        }
    }

    /// Any observation.
    pub(in crate::sensorthings) fn full(record: &'r Record) -> Self {
        Self {
            id: record.id(),
            datastream_id: record.get(Column::DatastreamId).integer().unwrap_or(0),
            start_us: record.get(Column::Start).integer().unwrap_or(0),
            result: record.get(Column::Result).real(),
            quality: record.get(Column::Quality).text(),
            side: Some(record),
        }
    }

    fn side_integer(&self, column: Column) -> Option<i64> {
        self.side?.get(column).integer()
    }

    fn side_text(&self, column: Column) -> Option<&'r str> {
        self.side?.get(column).text()
    }

    /// Writes the value of a property in a page of rows; `times` has written the row before.
    #[inline]
    pub(in crate::sensorthings) fn write_in_row(
        &self,
        property: Property,
        times: &mut Rfc3339Writer,
        out: &mut Vec<u8>,
    ) {
        if property == Property::PhenomenonTime && self.side.is_none() {
            next_instant(self.start_us, times, out);
        } else {
            self.write(property, out);
        }
    }

    /// Writes the value of a property, `null` where there is none, and says whether there is one.
    #[inline]
    pub(in crate::sensorthings) fn write(&self, property: Property, out: &mut Vec<u8>) -> bool {
        let or_null = |text: Option<&str>, out: &mut Vec<u8>| match text {
            Some(text) => {
                stored_json(text, out);
                true
            }
            None => {
                out.extend_from_slice(b"null");
                false
            }
        };
        match property {
            Property::Id => integer(self.id, out),
            Property::PhenomenonTime => match self.side_integer(Column::End) {
                Some(end_us) => interval(self.start_us, end_us, out),
                None => instant(self.start_us, out),
            },
            Property::Result => match self.side_text(Column::ResultJson) {
                Some(json) if self.result.is_none() => stored_json(json, out),
                _ => {
                    number(self.result, out);
                    return self.result.is_some();
                }
            },
            Property::ResultTime => match self.side_integer(Column::ResultStart) {
                Some(us) => instant(us, out),
                None => return or_null(None, out),
            },
            // Qualities are kept in the form in which they are sent.
            Property::ResultQuality => match self.quality {
                Some(words) => out.extend_from_slice(words.as_bytes()),
                None => return or_null(None, out),
            },
            Property::ValidTime => {
                let bounds =
                    (self.side_integer(Column::ValidStart), self.side_integer(Column::ValidEnd));
                match bounds {
                    (Some(start_us), Some(end_us)) => interval(start_us, end_us, out),
                    _ => return or_null(None, out),
                }
            }
            Property::Parameters => return or_null(self.side_text(Column::Parameters), out),
            _ => return or_null(None, out),
        }
        true
    }
}
