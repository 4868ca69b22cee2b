//! The values that somebody read or measured.

use super::Teller;
use super::words::{Lines, with_unit};
use crate::event::about::{DISCHARGE, GAGE_HEIGHT};
use crate::event::{Event, EventReading};
use crate::kinds::Action;
use crate::vocabulary::READING_TYPE;
use crate::{Decimal, When};

impl Teller<'_> {
    pub(super) fn readings(&self, action: &Action, events: &mut Vec<Event>) {
        let site = self.told.site;
        for read in &action.readings {
            let (Some(value), Some(when)) = (&read.value, read.when) else { continue };
            let about = match read.datastream {
                Some(key) => self.among.of_datastreams(site, &[key]),
                None => self.among.of_word(site, &read.variable),
            };
            let mut lines = Lines::default();
            let sensor = read.sensor_value.as_ref();
            let sensor = sensor.map(|value| with_unit(value.text(), &read.unit));
            lines.add("Sensor as read beside it", &sensor.unwrap_or_default());
            let uncertainty = read.uncertainty.as_ref();
            let uncertainty = uncertainty.map(|value| with_unit(value.text(), &read.unit));
            lines.add("Uncertainty", &uncertainty.unwrap_or_default());
            lines.add("Qualifier", &read.qualifier);
            lines.add("How", &read.method);
            lines.add("With", &read.device.map(|id| self.item(id)).unwrap_or_default());
            lines.add("", &read.remarks);
            let kind = self.term(READING_TYPE, &read.reading_type);
            let title = format!("{}: {}", read.variable, with_unit(value.text(), &read.unit));
            let title = if kind.is_empty() { title } else { format!("{title} ({kind})") };
            let reading = reading(value, &read.unit, &read.uncertainty);
            events.extend(self.reading(when, title, lines, reading, about));
        }
    }

    pub(super) fn discharge(&self, action: &Action, begin: When, events: &mut Vec<Event>) {
        let Some(discharge) = &action.discharge else { return };
        for (value, unit, what, beginnings) in [
            (&discharge.value, &discharge.unit, "Discharge measured", DISCHARGE),
            (&discharge.gage_height, &discharge.gage_height_unit, "Gage height", GAGE_HEIGHT),
        ] {
            let Some(value) = value else { continue };
            let mut lines = Lines::default();
            self.discharge_lines(discharge, &mut lines);
            let title = format!("{what}: {}", with_unit(value.text(), unit));
            let about = self.among.of_quantity(self.told.site, beginnings);
            events.extend(self.reading(begin, title, lines, reading(value, unit, &None), about));
        }
    }
}

/// A value on a plot.
pub(super) fn reading(value: &Decimal, unit: &str, uncertainty: &Option<Decimal>) -> EventReading {
    EventReading {
        value: value.value(),
        text: value.text().to_owned(),
        unit: unit.to_owned(),
        uncertainty: uncertainty.as_ref().map(Decimal::value),
    }
}
