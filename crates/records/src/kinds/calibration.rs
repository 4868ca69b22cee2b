//! A check of one output variable of an instrument, before and after cleaning, as found and as left.

use super::{CODE, TEXT, check_interval, check_name, check_term, records};
use crate::arithmetic::{self, Correction};
use crate::fault::Faults;
use crate::vocabulary::CALIBRATION_PLACE;
use crate::{Decimal, RecordId, When};

records! {
    /// A calibration, or a check that found none needed. One for each output variable, also when one solution serves several.
    pub struct Calibration {
        /// Our key of the site; none at the bench.
        pub site: Option<i32>,
        /// The visit it belongs to; none at the bench.
        pub visit: Option<RecordId>,
        /// Term of `calibrationPlace`.
        pub place: String,
        /// The instrument.
        pub equipment: Option<RecordId>,
        /// Code of the model's output variable.
        pub output_variable: String,
        /// Symbol of the unit of every value here.
        pub unit: String,
        /// How.
        pub method: Option<RecordId>,
        /// Begin.
        pub begin: Option<When>,
        /// End.
        pub end: Option<When>,
        /// Who did it.
        pub by: Vec<RecordId>,
        /// Readings in the water before and after cleaning.
        pub cleaning: Option<Cleaning>,
        /// Readings of the cleaned sensor in standards, or beside a reference instrument.
        pub standards: Vec<StandardCheck>,
        /// Dissolved oxygen in saturated air or water.
        pub oxygen: Option<OxygenCheck>,
        /// Instruments that gave the right values.
        pub reference_equipment: Vec<RecordId>,
        /// The equation that was set.
        pub equation: String,
        /// Fouling as the device computed it, in `unit`.
        pub stated_fouling: Option<Decimal>,
        /// Drift as the device computed it, in `unit`.
        pub stated_drift: Option<Decimal>,
        /// Remarks.
        pub remarks: String,
    }

    /// Sensor and field meter in the water, before and after the sensor was cleaned.
    pub struct Cleaning {
        /// Sensor before.
        pub sensor_before: Option<Decimal>,
        /// Sensor after.
        pub sensor_after: Option<Decimal>,
        /// Field meter before: what the water itself did.
        pub meter_before: Option<Decimal>,
        /// Field meter after.
        pub meter_after: Option<Decimal>,
    }

    /// The cleaned sensor against something known.
    pub struct StandardCheck {
        /// The standard, when it is one.
        pub material: Option<RecordId>,
        /// The right value at the temperature of the check.
        pub value: Option<Decimal>,
        /// Temperature, °C.
        pub temperature_c: Option<Decimal>,
        /// The sensor as found.
        pub as_found: Option<Decimal>,
        /// The sensor as left, when it was set.
        pub as_left: Option<Decimal>,
        /// Of a pH sensor, mV.
        pub millivolts: Option<Decimal>,
        /// When.
        pub when: Option<When>,
    }

    /// Dissolved oxygen where its saturation is known.
    pub struct OxygenCheck {
        /// Temperature, °C.
        pub temperature_c: Option<Decimal>,
        /// Barometric pressure at the place, not reduced to sea level, mmHg.
        pub pressure_mmhg: Option<Decimal>,
        /// Salinity, g/kg.
        pub salinity: Option<Decimal>,
        /// The sensor as found, mg/L.
        pub as_found: Option<Decimal>,
        /// The sensor as left, mg/L.
        pub as_left: Option<Decimal>,
    }
}

impl Calibration {
    pub(crate) fn check(&self, faults: &mut Faults) {
        check_term(faults, "place", &self.place, CALIBRATION_PLACE);
        faults.need_some("equipment", &self.equipment);
        check_name(faults, "output_variable", &self.output_variable);
        faults.need("unit", &self.unit);
        faults.need_some("begin", &self.begin);
        check_interval(faults, self.begin, self.end);
        faults.at_most("equation", &self.equation, CODE * 5);
        faults.at_most("remarks", &self.remarks, TEXT);
        if self.place == "bench" && (self.visit.is_some() || self.site.is_some()) {
            faults.error("place", "bench", "at the bench there is no site and no visit");
        }
        if self.cleaning.is_none() && self.standards.is_empty() && self.oxygen.is_none() {
            let message = "a calibration has readings before and after cleaning, or in standards";
            faults.error("standards", "required", message);
        }
        if let Some(cleaning) = &self.cleaning {
            faults.at("cleaning", |faults| cleaning.check(faults));
        }
        let has_reference = !self.reference_equipment.is_empty();
        faults.each("standards", &self.standards, |faults, check| {
            check.check(faults, has_reference);
        });
        if let Some(oxygen) = &self.oxygen {
            faults.at("oxygen", |faults| oxygen.check(faults));
            if !self.unit.is_empty() && self.unit != "mg/L" {
                let message = format!("saturation is known in mg/L, not in '{}'", self.unit);
                faults.error("unit", "oxygen", message);
            }
        }
        let differs = |stated: &Option<Decimal>, computed: Option<f64>| match (stated, computed) {
            // What a device shows is rounded.
            (Some(stated), Some(computed)) => {
                (stated.value() - computed).abs() > 0.005_f64.max(computed.abs() * 0.01)
            }
            _ => false,
        };
        if differs(&self.stated_fouling, self.fouling().map(|fouling| fouling.value)) {
            faults.warn("stated_fouling", "differs", "the readings give another fouling");
        }
        if differs(&self.stated_drift, self.drift().map(|drift| drift.value)) {
            faults.warn("stated_drift", "differs", "the readings give another drift");
        }
    }

    /// Fouling, from the readings before and after cleaning.
    pub fn fouling(&self) -> Option<Correction> {
        let cleaning = self.cleaning.as_ref()?;
        let of = |decimal: &Option<Decimal>| decimal.as_ref().map(Decimal::value);
        let meter = of(&cleaning.meter_before).zip(of(&cleaning.meter_after));
        Some(arithmetic::fouling(of(&cleaning.sensor_before)?, of(&cleaning.sensor_after)?, meter))
    }

    /// Drift at the value of the water: from standards, between two of them on a straight line; else from oxygen's saturation.
    pub fn drift(&self) -> Option<Correction> {
        let mut checks: Vec<(f64, f64)> =
            self.standards.iter().filter_map(StandardCheck::pair).collect();
        if let Some(oxygen) = &self.oxygen {
            checks.extend(oxygen.saturation().zip(oxygen.as_found.as_ref().map(Decimal::value)));
        }
        let cleaning = self.cleaning.as_ref();
        let water = cleaning.and_then(|c| c.sensor_after.as_ref().or(c.sensor_before.as_ref()));
        arithmetic::drift_at(&checks, water.map(Decimal::value))
    }

    /// How far from right the cleaned sensor was at worst: its right value and as found, then as left.
    pub fn worst(&self, as_left: bool) -> Option<(f64, f64)> {
        let of = |decimal: &Option<Decimal>| decimal.as_ref().map(Decimal::value);
        let mut pairs: Vec<(f64, f64)> = Vec::new();
        for check in &self.standards {
            let shown = if as_left { &check.as_left } else { &check.as_found };
            pairs.extend(of(&check.value).zip(of(shown)));
        }
        if let Some(oxygen) = &self.oxygen {
            let shown = if as_left { &oxygen.as_left } else { &oxygen.as_found };
            pairs.extend(oxygen.saturation().zip(of(shown)));
        }
        pairs.into_iter().max_by(|a, b| (a.0 - a.1).abs().total_cmp(&(b.0 - b.1).abs()))
    }

    /// Slope of a pH electrode in percent of Nernst's, from the two buffers furthest apart.
    pub fn ph_slope_percent(&self) -> Option<f64> {
        let of = |decimal: &Option<Decimal>| decimal.as_ref().map(Decimal::value);
        let points: Vec<(f64, f64, f64)> = self
            .standards
            .iter()
            .filter_map(|c| Some((of(&c.value)?, of(&c.millivolts)?, of(&c.temperature_c)?)))
            .collect();
        let low = points.iter().min_by(|a, b| a.0.total_cmp(&b.0))?;
        let high = points.iter().max_by(|a, b| a.0.total_cmp(&b.0))?;
        arithmetic::ph_slope_percent((low.0, low.1), (high.0, high.1), (low.2 + high.2) / 2.0)
    }
}

impl Cleaning {
    fn check(&self, faults: &mut Faults) {
        faults.need_some("sensor_before", &self.sensor_before);
        faults.need_some("sensor_after", &self.sensor_after);
        match (&self.meter_before, &self.meter_after) {
            (None, None) => {
                let message = "without a field meter, a change of the water counts as fouling";
                faults.warn("meter_before", "no-meter", message);
            }
            (None, Some(_)) => faults.need_some("meter_before", &self.meter_before),
            (Some(_), None) => faults.need_some("meter_after", &self.meter_after),
            (Some(_), Some(_)) => {}
        }
    }
}

impl StandardCheck {
    fn check(&self, faults: &mut Faults, has_reference: bool) {
        if self.material.is_none() && !has_reference {
            let message = "a check needs a standard or a reference instrument";
            faults.error("material", "required", message);
        }
        faults.need_some("value", &self.value);
        faults.need_some("as_found", &self.as_found);
    }

    /// The right value and what the sensor showed as found.
    fn pair(&self) -> Option<(f64, f64)> {
        Some((self.value.as_ref()?.value(), self.as_found.as_ref()?.value()))
    }
}

impl OxygenCheck {
    fn check(&self, faults: &mut Faults) {
        faults.need_some("temperature_c", &self.temperature_c);
        faults.need_some("pressure_mmhg", &self.pressure_mmhg);
        faults.need_some("as_found", &self.as_found);
        let range =
            |faults: &mut Faults, field: &str, value: &Option<Decimal>, low: f64, high: f64| {
                if let Some(value) = value.as_ref().filter(|v| !(low..=high).contains(&v.value())) {
                    let message = format!("{} is not between {low} and {high}", value.text());
                    faults.error(field, "range", message);
                }
            };
        range(faults, "temperature_c", &self.temperature_c, -2.0, 50.0);
        range(faults, "pressure_mmhg", &self.pressure_mmhg, 380.0, 830.0);
        range(faults, "salinity", &self.salinity, 0.0, 45.0);
    }

    /// What fully aerated water would hold, mg/L.
    pub fn saturation(&self) -> Option<f64> {
        let of = |decimal: &Option<Decimal>| decimal.as_ref().map(Decimal::value);
        let salinity = of(&self.salinity).unwrap_or(0.0);
        Some(arithmetic::oxygen_saturation(
            of(&self.temperature_c)?,
            of(&self.pressure_mmhg)?,
            salinity,
        ))
    }
}
