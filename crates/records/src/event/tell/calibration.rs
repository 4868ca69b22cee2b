//! What a calibration or check holds.

use super::Teller;
use super::readings::reading;
use super::words::{Lines, with_unit};
use crate::arithmetic::Correction;
use crate::event::{Event, EventKind};
use crate::kinds::Calibration;
use crate::verdict::words::correction_text;
use crate::{Body, Decimal};

impl Teller<'_> {
    pub(super) fn calibration(&self, calibration: &Calibration, events: &mut Vec<Event>) {
        let Some(begin) = calibration.begin else { return };
        let output = calibration.output_variable.as_str();
        let about = || self.among.of_output(self.told.site, calibration.equipment, begin, output);
        let unit = calibration.unit.as_str();
        let mut lines = Lines::default();
        lines.add("Item", &calibration.equipment.map(|id| self.item(id)).unwrap_or_default());
        if let Some(cleaning) = &calibration.cleaning {
            let pair = |before: &Option<Decimal>, after: &Option<Decimal>| {
                let (before, after) = (before.as_ref()?, after.as_ref()?);
                Some(format!(
                    "{} before, {} after cleaning",
                    with_unit(before.text(), unit),
                    with_unit(after.text(), unit)
                ))
            };
            let sensor = pair(&cleaning.sensor_before, &cleaning.sensor_after);
            lines.add("Sensor", &sensor.unwrap_or_default());
            let meter = pair(&cleaning.meter_before, &cleaning.meter_after);
            lines.add("Field meter", &meter.unwrap_or_default());
        }
        let correction = |correction: Option<Correction>| {
            correction.map(|it| correction_text(calibration, it)).unwrap_or_default()
        };
        lines.add("Fouling", &correction(calibration.fouling()));
        lines.add("Drift", &correction(calibration.drift()));
        for check in &calibration.standards {
            let name = match check.material.and_then(|id| self.names.body(id)) {
                Some(Body::ReferenceMaterial(material)) => material.name.clone(),
                _ => "Standard".to_owned(),
            };
            let text = |what: &str, value: &Option<Decimal>| {
                value.as_ref().map(|value| format!("{what}{}", with_unit(value.text(), unit)))
            };
            let parts = [
                text("", &check.value),
                text("as found ", &check.as_found),
                text("as left ", &check.as_left),
            ];
            lines.add(&name, &parts.into_iter().flatten().collect::<Vec<_>>().join(", "));
        }
        if let Some(oxygen) = &calibration.oxygen {
            let text = |what: &str, value: &Option<Decimal>, unit: &str| {
                value.as_ref().map(|value| format!("{what}{}", with_unit(value.text(), unit)))
            };
            let parts = [
                oxygen.saturation().map(|saturated| format!("{saturated:.2} mg/L")),
                text("at ", &oxygen.temperature_c, "°C"),
                text("at ", &oxygen.pressure_mmhg, "mmHg"),
                text("salinity ", &oxygen.salinity, "g/kg"),
                text("as found ", &oxygen.as_found, "mg/L"),
                text("as left ", &oxygen.as_left, "mg/L"),
            ];
            let parts = parts.into_iter().flatten().collect::<Vec<_>>();
            lines.add("Saturation", &parts.join(", "));
        }
        lines.add("Against", &self.items(&calibration.reference_equipment));
        lines.add("By", &self.people(&calibration.by));
        lines.add("", &calibration.remarks);
        let was_set = calibration.standards.iter().any(|check| check.as_left.is_some())
            || calibration.oxygen.as_ref().is_some_and(|oxygen| oxygen.as_left.is_some());
        let what = match (calibration.place.as_str(), was_set) {
            ("bench", true) => "Bench calibration",
            ("bench", false) => "Bench check",
            (_, true) => "Calibration",
            (_, false) => "Check",
        };
        let title = format!("{what} of {output}");
        let item = self.known_item(calibration.equipment);
        let event = Event { end: calibration.end, item, ..self.event(begin) };
        events.extend(self.of(event, EventKind::Calibrations, title, lines, about()));
        let Some(cleaning) = &calibration.cleaning else { return };
        for (value, words, when) in [
            (&cleaning.meter_before, "before cleaning", begin),
            (&cleaning.meter_after, "after cleaning", calibration.end.unwrap_or(begin)),
        ] {
            let Some(value) = value else { continue };
            let title = format!("Field meter {words}: {}", with_unit(value.text(), unit));
            let reading = reading(value, unit, &None);
            events.extend(self.reading(when, title, Lines::default(), reading, about()));
        }
    }
}
