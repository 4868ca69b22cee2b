//! What measurements are held against: standards of known value, marks of known height.

use super::{CODE, check_code, check_link, check_name, check_term, records};
use crate::fault::Faults;
use crate::vocabulary::{ELEVATION_DATUM, MEDIUM};
use crate::{Decimal, RecordId, When};

records! {
    /// A calibration standard: one bottle's lot.
    pub struct ReferenceMaterial {
        /// Code, unique in the network.
        pub code: String,
        /// Name, such as `pH 7 buffer`.
        pub name: String,
        /// Term of `medium`.
        pub medium: String,
        /// The organization that made it.
        pub organization: Option<RecordId>,
        /// Lot.
        pub lot: String,
        /// When it was bought.
        pub purchased: Option<When>,
        /// Until when it is good.
        pub expires: Option<When>,
        /// The certificate's address.
        pub certificate: String,
        /// Its values, at one temperature or at several.
        pub values: Vec<MaterialValue>,
    }

    /// A standard's value.
    pub struct MaterialValue {
        /// Code of the variable.
        pub variable: String,
        /// The value.
        pub value: Option<Decimal>,
        /// Its accuracy, in `unit`.
        pub accuracy: Option<Decimal>,
        /// Symbol of the unit.
        pub unit: String,
        /// Temperature at which it has the value, °C.
        pub temperature_c: Option<Decimal>,
    }

    /// A mark of known height at a site.
    pub struct ReferencePoint {
        /// Our key of the site.
        pub site: Option<i32>,
        /// Name, such as `RP2`.
        pub name: String,
        /// Where to find it.
        pub description: String,
        /// Term of `elevationDatum`.
        pub datum: String,
        /// Its heights, each from a time on.
        pub periods: Vec<ElevationPeriod>,
        /// When it was given up.
        pub decommissioned: Option<When>,
        /// Why.
        pub reason: String,
    }

    /// A height from a time on.
    pub struct ElevationPeriod {
        /// From when.
        pub from: Option<When>,
        /// Height above the datum.
        pub elevation: Option<Decimal>,
        /// Symbol of its unit.
        pub unit: String,
        /// Its uncertainty, in `unit`.
        pub uncertainty: Option<Decimal>,
    }
}

impl ReferenceMaterial {
    pub(crate) fn check(&self, faults: &mut Faults) {
        check_code(faults, "code", &self.code);
        check_name(faults, "name", &self.name);
        check_term(faults, "medium", &self.medium, MEDIUM);
        faults.at_most("lot", &self.lot, CODE);
        check_link(faults, "certificate", &self.certificate);
        faults.need_any("values", &self.values);
        faults.each("values", &self.values, |faults, value| {
            check_code(faults, "variable", &value.variable);
            faults.need_some("value", &value.value);
            faults.need("unit", &value.unit);
        });
    }

    /// Its value at a temperature: between the two nearest that are stated, on a straight line; never beyond them.
    pub fn value_at(&self, variable: &str, temperature_c: Option<f64>) -> Option<f64> {
        let mut points = Vec::new();
        for known in self.values.iter().filter(|known| known.variable == variable) {
            let value = known.value.as_ref()?.value();
            match known.temperature_c.as_ref().map(Decimal::value) {
                Some(at) => points.push((at, value)),
                None => return Some(value),
            }
        }
        points.sort_by(|a, b| a.0.total_cmp(&b.0));
        let Some(at) = temperature_c else {
            return match points.as_slice() {
                [(_, value)] => Some(*value),
                _ => None,
            };
        };
        let above = points.partition_point(|(known, _)| *known < at);
        match (above.checked_sub(1).and_then(|below| points.get(below)), points.get(above)) {
            (_, Some((known, value))) if *known == at => Some(*value),
            (Some((t0, v0)), Some((t1, v1))) => Some(v0 + (v1 - v0) * (at - t0) / (t1 - t0)),
            // One stated value is that of the bottle.
            (Some((_, value)), None) | (None, Some((_, value))) if points.len() == 1 => {
                Some(*value)
            }
            _ => None,
        }
    }
}

impl ReferencePoint {
    pub(crate) fn check(&self, faults: &mut Faults) {
        faults.need_some("site", &self.site);
        check_name(faults, "name", &self.name);
        check_term(faults, "datum", &self.datum, ELEVATION_DATUM);
        faults.need_any("periods", &self.periods);
        let mut before: Option<When> = None;
        faults.each("periods", &self.periods, |faults, period| {
            faults.need_some("from", &period.from);
            faults.need_some("elevation", &period.elevation);
            faults.need("unit", &period.unit);
            if let (Some(before), Some(from)) = (before, period.from)
                && from.is_before(before)
            {
                let message = format!("{from} is before the height before it, {before}");
                faults.error("from", "order", message);
            }
            before = period.from.or(before);
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn buffer(points: &[(&str, Option<&str>)]) -> ReferenceMaterial {
        let value = |(value, at): &(&str, Option<&str>)| MaterialValue {
            variable: "pH".into(),
            value: Some(value.parse().unwrap()),
            unit: "pH".into(),
            temperature_c: at.map(|at| at.parse().unwrap()),
            ..MaterialValue::default()
        };
        ReferenceMaterial { values: points.iter().map(value).collect(), ..Default::default() }
    }

    #[test]
    fn a_buffers_value_is_read_at_its_temperature_and_not_beyond_its_table() {
        // pH 7 buffer, a maker's table: 7.06 at 10, 7.02 at 20, 7.00 at 25 °C.
        let seven = buffer(&[("7.06", Some("10")), ("7.02", Some("20")), ("7.00", Some("25"))]);
        let at = |t: f64| seven.value_at("pH", Some(t)).map(|v| (v * 1000.0).round() / 1000.0);
        assert_eq!(at(10.0), Some(7.06));
        assert_eq!(at(15.0), Some(7.04));
        assert_eq!(at(25.0), Some(7.0));
        assert_eq!(at(30.0), None);
        assert_eq!(seven.value_at("pH", None), None);
        assert_eq!(seven.value_at("SpCond", Some(20.0)), None);
        assert_eq!(buffer(&[("1000", None)]).value_at("pH", Some(3.0)), Some(1000.0));
    }
}
