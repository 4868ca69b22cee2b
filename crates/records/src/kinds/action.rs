//! What was done and read, at a site or at the bench, other than deploying and calibrating.

use super::{CODE, NAME, TEXT, check_interval, check_name, check_term, records};
use crate::fault::Faults;
use crate::vocabulary::{
    ACTION_TYPE, CONTROL_CONDITION, DISCHARGE_METHOD, QUALITY_RATING, READING_TYPE,
};
use crate::{Decimal, RecordId, When};

records! {
    /// An action. What it holds follows its type: a retrieval names its deployment, an observation has readings, …
    pub struct Action {
        /// Our key of the site; none at the bench.
        pub site: Option<i32>,
        /// The visit it belongs to.
        pub visit: Option<RecordId>,
        /// Term of `actionType`.
        pub action_type: String,
        /// How it was done.
        pub method: Option<RecordId>,
        /// Begin.
        pub begin: Option<When>,
        /// End.
        pub end: Option<When>,
        /// Who did it.
        pub by: Vec<RecordId>,
        /// The equipment it was done to or with.
        pub equipment: Vec<RecordId>,
        /// Remarks.
        pub description: String,
        /// Of a retrieval: the deployment that it ends, out of the water at `begin`.
        pub deployment: Option<RecordId>,
        /// Of maintenance: what and why.
        pub maintenance: Option<Maintenance>,
        /// What was read.
        pub readings: Vec<Reading>,
        /// Levels that were run.
        pub levels: Option<LevelSurvey>,
        /// How the logger was found.
        pub logger: Option<LoggerCheck>,
        /// A discharge measurement.
        pub discharge: Option<Discharge>,
    }

    /// Maintenance.
    pub struct Maintenance {
        /// Cleaning.
        pub is_cleaning: bool,
        /// Sent to the maker: one item, no site.
        pub is_factory_service: bool,
        /// Code, such as a work order's.
        pub code: String,
        /// Why.
        pub reason: String,
    }

    /// A value that a person read.
    pub struct Reading {
        /// Code of the variable.
        pub variable: String,
        /// The value as read.
        pub value: Option<Decimal>,
        /// Symbol of its unit.
        pub unit: String,
        /// Term of `readingType`.
        pub reading_type: String,
        /// When it was read.
        pub when: Option<When>,
        /// Our key of the datastream that it is held against.
        pub datastream: Option<i32>,
        /// What the sensor showed, as read beside it.
        pub sensor_value: Option<Decimal>,
        /// The mark it refers to.
        pub reference_point: Option<RecordId>,
        /// Uncertainty, in `unit`.
        pub uncertainty: Option<Decimal>,
        /// What limits its use.
        pub qualifier: String,
        /// How it was read.
        pub method: String,
        /// With what.
        pub device: Option<RecordId>,
        /// Remarks.
        pub remarks: String,
    }

    /// Levels run at a site.
    pub struct LevelSurvey {
        /// The mark that was held.
        pub origin: Option<RecordId>,
        /// How.
        pub method: String,
        /// What was found.
        pub points: Vec<StaffPoint>,
    }

    /// One point of a level survey.
    pub struct StaffPoint {
        /// The mark, when it is one.
        pub reference_point: Option<RecordId>,
        /// Its name.
        pub name: String,
        /// Height found.
        pub elevation: Option<Decimal>,
        /// Symbol of its unit.
        pub unit: String,
    }

    /// A look at a logger.
    pub struct LoggerCheck {
        /// What its clock showed.
        pub clock: Option<When>,
        /// What the right time was then.
        pub right_time: Option<When>,
        /// Whether the clock was set.
        pub clock_was_set: bool,
        /// Battery, V.
        pub battery_v: Option<Decimal>,
        /// Battery under load, V.
        pub battery_under_load_v: Option<Decimal>,
        /// Backup battery, V.
        pub backup_battery_v: Option<Decimal>,
        /// Whether the desiccant was changed.
        pub desiccant_was_changed: bool,
    }

    /// A discharge measurement.
    pub struct Discharge {
        /// Its number at the site.
        pub number: String,
        /// Discharge.
        pub value: Option<Decimal>,
        /// Symbol of its unit.
        pub unit: String,
        /// Mean gage height.
        pub gage_height: Option<Decimal>,
        /// Symbol of the gage height's unit.
        pub gage_height_unit: String,
        /// Change of gage height during the measurement, in its unit.
        pub gage_height_change: Option<Decimal>,
        /// Hours it took.
        pub duration_h: Option<Decimal>,
        /// Term of `dischargeMethod`.
        pub discharge_method: String,
        /// How good it is: term of `qualityRating`.
        pub quality_rating: String,
        /// Uncertainty, %.
        pub uncertainty_percent: Option<Decimal>,
        /// Term of `controlCondition`.
        pub control_condition: String,
        /// Not to be used for the stage–discharge rating.
        pub is_excluded: bool,
        /// Why.
        pub excluded_reason: String,
        /// Who measured, when it was another agency.
        pub agency: String,
    }
}

impl Action {
    pub(crate) fn check(&self, faults: &mut Faults) {
        check_term(faults, "action_type", &self.action_type, ACTION_TYPE);
        faults.need_some("begin", &self.begin);
        check_interval(faults, self.begin, self.end);
        faults.at_most("description", &self.description, TEXT);
        self.check_type(faults);
        faults.each("readings", &self.readings, |faults, reading| reading.check(faults));
        if let Some(levels) = &self.levels {
            faults.at("levels", |faults| levels.check(faults));
        }
        if let Some(logger) = &self.logger {
            faults.at("logger", |faults| logger.check(faults));
        }
        if let Some(discharge) = &self.discharge {
            faults.at("discharge", |faults| discharge.check(faults));
        }
    }

    fn check_type(&self, faults: &mut Faults) {
        if self.is_retrieval() {
            faults.need_some("deployment", &self.deployment);
            if self.end.is_some() {
                faults.error("end", "no-end", "a retrieval is an instant: it has no end");
            }
        } else if self.deployment.is_some() {
            let message = "only a retrieval ends a deployment";
            faults.error("deployment", "no-retrieval", message);
        }
        if matches!(self.action_type.as_str(), "instrumentDeployment" | "equipmentDeployment") {
            faults.error("action_type", "kind", "deployments are records of their own");
        }
        if self.action_type == "instrumentCalibration" {
            faults.error("action_type", "kind", "calibrations are records of their own");
        }
        if self.action_type == "siteVisit" {
            faults.error("action_type", "kind", "visits are records of their own");
        }
        let is_maintenance = self.action_type == "equipmentMaintenance";
        let is_programming = self.action_type == "equipmentProgramming";
        if is_maintenance || is_programming {
            faults.need_any("equipment", &self.equipment);
        }
        if let Some(maintenance) = &self.maintenance {
            if !is_maintenance {
                let message = "only equipmentMaintenance has it";
                faults.error("maintenance", "no-maintenance", message);
            }
            faults.at("maintenance", |faults| {
                faults.at_most("code", &maintenance.code, CODE);
                faults.at_most("reason", &maintenance.reason, 500);
            });
            if maintenance.is_factory_service {
                if self.visit.is_some() || self.site.is_some() {
                    let message = "factory service happens at no site and on no visit";
                    faults.error("site", "factory-service", message);
                }
                if self.equipment.len() > 1 {
                    let message = "factory service is recorded for one item at a time";
                    faults.error("equipment", "factory-service", message);
                }
            }
        }
    }

    /// What was read or measured, in a line: `PH 7.10 pH`; of several, the first and how many more.
    pub fn values(&self) -> String {
        let with_unit =
            |value: &Decimal, unit: &str| format!("{} {unit}", value.text()).trim_end().to_owned();
        if let Some((value, discharge)) =
            self.discharge.as_ref().and_then(|it| Some((it.value.as_ref()?, it)))
        {
            return with_unit(value, &discharge.unit);
        }
        let read = self.readings.iter().filter_map(|reading| {
            let value = with_unit(reading.value.as_ref()?, &reading.unit);
            Some(format!("{} {value}", reading.variable))
        });
        let mut read: Vec<String> = read.collect();
        match read.len().saturating_sub(1) {
            0 => read.pop().unwrap_or_default(),
            more => format!("{} and {more} more", read.swap_remove(0)),
        }
    }

    /// Whether it ends a deployment.
    pub fn is_retrieval(&self) -> bool {
        matches!(self.action_type.as_str(), "instrumentRetrieval" | "equipmentRetrieval")
    }
}

/// How many times larger than what stands beside it a reading may be before it is noticed.
const FAR: f64 = 100.0;

/// Whether one is so much larger than the other that a digit or a unit was mistaken; zeros say nothing.
fn is_far(a: f64, b: f64) -> bool {
    let (small, large) = (a.abs().min(b.abs()), a.abs().max(b.abs()));
    small > 0.0 && large > FAR * small
}

impl Reading {
    fn check(&self, faults: &mut Faults) {
        check_name(faults, "variable", &self.variable);
        faults.need_some("value", &self.value);
        faults.need("unit", &self.unit);
        faults.need_some("when", &self.when);
        check_term(faults, "reading_type", &self.reading_type, READING_TYPE);
        if let (Some(read), Some(sensor)) = (&self.value, &self.sensor_value)
            && is_far(read.value(), sensor.value())
        {
            let message = format!(
                "{} is more than {FAR} times off what the sensor shows, {}",
                read.text(),
                sensor.text()
            );
            faults.warn("value", "far", message);
        }
        faults.at_most("method", &self.method, NAME);
        faults.at_most("qualifier", &self.qualifier, NAME);
        faults.at_most("remarks", &self.remarks, TEXT);
        if self.uncertainty.as_ref().is_some_and(|uncertainty| uncertainty.value() < 0.0) {
            faults.error("uncertainty", "range", "an uncertainty is not negative");
        }
    }
}

impl LevelSurvey {
    fn check(&self, faults: &mut Faults) {
        faults.need_some("origin", &self.origin);
        faults.need_any("points", &self.points);
        faults.each("points", &self.points, |faults, point| {
            if point.reference_point.is_none() {
                faults.need("name", &point.name);
            }
            faults.need_some("elevation", &point.elevation);
            faults.need("unit", &point.unit);
        });
    }
}

impl LoggerCheck {
    /// Seconds by which the logger's clock was ahead of the right time.
    pub fn clock_ahead_s(&self) -> Option<f64> {
        let (clock, right) = (self.clock?.earliest().0, self.right_time?.earliest().0);
        Some((clock - right) as f64 / 1e6)
    }

    fn check(&self, faults: &mut Faults) {
        if self.clock.is_some() != self.right_time.is_some() {
            let field = if self.clock.is_none() { "clock" } else { "right_time" };
            let message = "the logger's clock is compared with the right time: both are needed";
            faults.error(field, "required", message);
        }
    }
}

impl Discharge {
    /// Gage height at begin and end, in its unit, had it changed evenly: half the change on either side of the mean.
    pub fn gage_heights(&self) -> Option<(Decimal, Decimal)> {
        let (mean, change) = (self.gage_height.as_ref()?, self.gage_height_change.as_ref()?);
        let decimals = mean.decimals().max(change.decimals());
        let (mean, half) = (mean.value(), change.value() / 2.0);
        Some((Decimal::new(mean - half, decimals), Decimal::new(mean + half, decimals)))
    }

    fn check(&self, faults: &mut Faults) {
        faults.need_some("value", &self.value);
        faults.need("unit", &self.unit);
        if self.gage_height.is_some() || self.gage_height_change.is_some() {
            faults.need("gage_height_unit", &self.gage_height_unit);
        }
        faults.at_most("number", &self.number, CODE);
        check_term(faults, "discharge_method", &self.discharge_method, DISCHARGE_METHOD);
        check_term(faults, "quality_rating", &self.quality_rating, QUALITY_RATING);
        check_term(faults, "control_condition", &self.control_condition, CONTROL_CONDITION);
        if self.is_excluded {
            faults.need("excluded_reason", &self.excluded_reason);
        }
        if self.duration_h.as_ref().is_some_and(|hours| hours.value() < 0.0) {
            faults.error("duration_h", "range", "a duration is not negative");
        }
        if self.uncertainty_percent.as_ref().is_some_and(|percent| percent.value() < 0.0) {
            faults.error("uncertainty_percent", "range", "an uncertainty is not negative");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Severity;

    fn discharge(change: &str) -> Discharge {
        Discharge {
            gage_height: "0.512".parse().ok(),
            gage_height_change: change.parse().ok(),
            ..Discharge::default()
        }
    }

    #[test]
    fn a_reading_far_from_the_sensors_is_noticed_and_kept() {
        let codes = |value: &str, sensor: &str| {
            let reading = Reading {
                value: value.parse().ok(),
                sensor_value: sensor.parse().ok(),
                ..Reading::default()
            };
            let mut faults = Faults::default();
            reading.check(&mut faults);
            let warned = faults.found.into_iter().filter(|it| it.severity == Severity::Warning);
            warned.map(|fault| format!("{} {}", fault.field, fault.code)).collect::<Vec<_>>()
        };
        assert_eq!(codes("512", "0.512"), ["/value far"]);
        assert_eq!(codes("0.004", "0.512"), ["/value far"]);
        assert_eq!(codes("0.500", "0.512"), Vec::<String>::new());
        assert_eq!(codes("0", "12"), Vec::<String>::new());
        assert_eq!(codes("12", ""), Vec::<String>::new());
    }

    #[test]
    fn what_was_read_is_told_in_a_line() {
        let reading = |variable: &str, value: &str, unit: &str| Reading {
            variable: variable.to_owned(),
            value: value.parse().ok(),
            unit: unit.to_owned(),
            ..Reading::default()
        };
        let mut action =
            Action { readings: vec![reading("PH", "7.10", "pH")], ..Action::default() };
        assert_eq!(action.values(), "PH 7.10 pH");
        action.readings.push(reading("WTEMP", "12.0", "°C"));
        assert_eq!(action.values(), "PH 7.10 pH and 1 more");
        let (value, unit) = ("1.25".parse().ok(), "m³/s".to_owned());
        action.discharge = Some(Discharge { value, unit, ..Discharge::default() });
        assert_eq!(action.values(), "1.25 m³/s");
        assert_eq!(Action::default().values(), "");
    }

    #[test]
    fn the_stage_changed_by_half_on_either_side_of_its_mean() {
        let ends = |change: &str| {
            let (begin, end) = discharge(change).gage_heights()?;
            Some(format!("{} {}", begin.text(), end.text()))
        };
        assert_eq!(ends("-0.004").as_deref(), Some("0.514 0.510"));
        assert_eq!(ends(""), None);
    }

    #[test]
    fn a_change_of_stage_has_a_unit_and_an_uncertainty_is_not_negative() {
        let mut faults = Faults::default();
        let uncertainty_percent = "-2".parse().ok();
        Discharge { uncertainty_percent, gage_height: None, ..discharge("0.01") }
            .check(&mut faults);
        let found: Vec<&str> = faults.found.iter().map(|fault| fault.field.as_str()).collect();
        assert!(
            found.contains(&"/gage_height_unit") && found.contains(&"/uncertainty_percent"),
            "{found:?}"
        );
    }
}
