//! The way from a record to the plot of the series that it explains, at its time.

use super::Device;
use super::replica::Replica;
use crate::{browser, links};
use gagehouse_model::time::DAY_US;
use gagehouse_model::{TimeRange, TimeUs};
use gagehouse_records::kinds::Fed;
use gagehouse_records::{Body, RecordId, When};
use leptos::prelude::*;

/// Days shown before and after a record.
const AROUND_US: i64 = 3 * DAY_US;
/// Series of one plot.
const MOST: usize = 5;

impl Device {
    /// The plot around a record of the series that it explains; none where the device knows of none. Tracked.
    pub fn plot_of(self, body: &Body) -> Option<String> {
        let index = body.index();
        let at = index.begin?;
        let (keys, site, code) = self.replica.with(|replica| match body {
            Body::Calibration(b) => {
                let fed = replica.fed(b.equipment, at);
                let of_output =
                    fed.iter().filter(|(_, fed)| fed.output_variable == b.output_variable);
                let keys = of_output.filter_map(|(_, fed)| fed.datastream).collect();
                let site = b.site.or(fed.first().map(|(site, _)| *site));
                (keys, site, Some(b.output_variable.clone()))
            }
            Body::Action(b) if b.is_retrieval() => {
                let ended = b.deployment.and_then(|id| replica.deployment(id));
                let fed = ended.into_iter().flat_map(|ended| &ended.datastreams);
                (fed.filter_map(|fed| fed.datastream).collect(), b.site, None)
            }
            Body::Action(b) if b.readings.is_empty() => {
                let fed: Vec<(i32, Fed)> =
                    b.equipment.iter().flat_map(|item| replica.fed(Some(*item), at)).collect();
                let site = b.site.or(fed.first().map(|(site, _)| *site));
                (fed.iter().filter_map(|(_, fed)| fed.datastream).collect(), site, None)
            }
            body => (
                body.datastreams().into_iter().map(|(_, key)| key).collect::<Vec<_>>(),
                index.site,
                None,
            ),
        });
        self.plot(site?, &keys, code.as_deref(), at)
    }

    /// The plot around a time of some datastreams of a site by our keys, else of those of a variable.
    pub fn plot(self, site: i32, keys: &[i32], code: Option<&str>, at: When) -> Option<String> {
        let references = self.streams.with(|all| {
            let streams = &all.get(&site)?.datastreams;
            let named = streams.iter().filter(|stream| keys.contains(&stream.key));
            let mut found: Vec<String> = named.map(|stream| stream.reference.clone()).collect();
            if found.is_empty() && code.is_some() {
                let called =
                    streams.iter().filter(|stream| stream.variable_code.as_deref() == code);
                found.extend(called.map(|stream| stream.reference.clone()));
            }
            found.truncate(MOST);
            (!found.is_empty()).then_some(found)
        })?;
        let at = at.earliest().0;
        let window = TimeRange { start: TimeUs(at - AROUND_US), end: TimeUs(at + AROUND_US) };
        Some(browser::under_base(&links::plot_around(&references, window)))
    }
}

impl Replica {
    /// What an item, or what it carries, fed at a time, each with its site.
    fn fed(&self, item: Option<RecordId>, at: When) -> Vec<(i32, Fed)> {
        let spans = self.spans().into_iter().filter(|span| {
            [Some(span.equipment), span.attached_to].contains(&item) && span.holds(at)
        });
        let of = |id| self.deployment(id).into_iter().flat_map(|d| d.datastreams.clone());
        spans.flat_map(|span| of(span.deployment).map(move |fed| (span.site, fed))).collect()
    }
}
