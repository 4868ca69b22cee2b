//! Two tables that are kept apart: does a check pass, and how good is the record since the last visit.
//!
//! Both are data of a network, versioned like any record. [`Limits::usual`] is what stands until a network decides: the
//! calibration criteria and accuracy ratings of TM1-D3 (tables 5 and 18), and what sondes side by side should agree to.

use crate::Decimal;
use crate::fault::Faults;
use crate::kinds::records;
use serde::{Deserialize, Serialize};

records! {
    /// A network's limits.
    pub struct Limits {
        /// Longest time between a reading and the sensor's values around it, s.
        pub max_lag_s: Option<Decimal>,
        /// By parameter.
        pub parameters: Vec<ParameterLimits>,
    }

    /// The limits of one parameter.
    pub struct ParameterLimits {
        /// Name.
        pub name: String,
        /// Codes of the variables that it is for.
        pub variables: Vec<String>,
        /// Symbol of the unit of what is not in percent.
        pub unit: String,
        /// A sensor within it in a standard passes.
        pub criterion: Tolerance,
        /// Old and new sensor side by side agree within it.
        pub agreement: Tolerance,
        /// Record accuracy in `unit`; for values up to `split_at` where that is given.
        pub absolute: Option<Bounds>,
        /// Record accuracy in percent; for values above `split_at` where that is given.
        pub percent: Option<Bounds>,
        /// Up to this value the bounds in `unit` hold, above it those in percent.
        pub split_at: Option<Decimal>,
    }

    /// The larger of an amount and a percentage.
    pub struct Tolerance {
        /// In the parameter's unit.
        pub absolute: Option<Decimal>,
        /// In percent of the right value.
        pub percent: Option<Decimal>,
    }

    /// Upper bounds of the classes, inclusive.
    pub struct Bounds {
        /// Excellent.
        pub excellent: Option<Decimal>,
        /// Good.
        pub good: Option<Decimal>,
        /// Fair.
        pub fair: Option<Decimal>,
        /// Poor; beyond it deletion is considered.
        pub poor: Option<Decimal>,
    }
}

/// How good the record since the last visit is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Accuracy {
    /// Excellent.
    Excellent,
    /// Good.
    Good,
    /// Fair.
    Fair,
    /// Poor.
    Poor,
    /// So far off that its deletion is considered.
    ConsiderDeletion,
}

impl Accuracy {
    /// The class in words.
    pub fn name(self) -> &'static str {
        match self {
            Self::Excellent => "excellent",
            Self::Good => "good",
            Self::Fair => "fair",
            Self::Poor => "poor",
            Self::ConsiderDeletion => "so far off that its deletion is considered",
        }
    }
}

impl Limits {
    /// What stands until a network decides.
    pub fn usual() -> Self {
        let d = |text: &str| text.parse::<Decimal>().ok();
        let tolerance = |absolute: &str, percent: &str| Tolerance {
            absolute: d(absolute),
            percent: d(percent),
        };
        let bounds = |[excellent, good, fair, poor]: [&str; 4]| {
            Some(Bounds { excellent: d(excellent), good: d(good), fair: d(fair), poor: d(poor) })
        };
        let of = |name: &str, unit: &str, variables: &[&str]| ParameterLimits {
            name: name.to_owned(),
            unit: unit.to_owned(),
            variables: variables.iter().map(|code| (*code).to_owned()).collect(),
            ..ParameterLimits::default()
        };
        let parameters = vec![
            ParameterLimits {
                criterion: tolerance("0.2", ""),
                agreement: tolerance("0.3", ""),
                absolute: bounds(["0.2", "0.5", "0.8", "2"]),
                ..of("water temperature", "°C", &["WaterTemp", "WaterTemp_EXO", "WTEMP", "00010"])
            },
            ParameterLimits {
                criterion: tolerance("5", "3"),
                agreement: tolerance("", "15"),
                percent: bounds(["3", "10", "15", "30"]),
                ..of("specific conductance", "µS/cm", &["SpCond", "SpecCond", "SPCOND", "00095"])
            },
            ParameterLimits {
                criterion: tolerance("0.3", ""),
                agreement: tolerance("0.5", ""),
                absolute: bounds(["0.3", "0.5", "0.8", "2"]),
                percent: bounds(["5", "10", "15", "20"]),
                split_at: d("6"),
                ..of("dissolved oxygen", "mg/L", &["ODO", "DO", "00300"])
            },
            ParameterLimits {
                criterion: tolerance("0.2", ""),
                agreement: tolerance("0.5", ""),
                absolute: bounds(["0.2", "0.5", "0.8", "2"]),
                ..of("pH", "pH", &["pH", "PH", "00400"])
            },
            ParameterLimits {
                criterion: tolerance("0.5", "5"),
                agreement: tolerance("3", "3"),
                absolute: bounds(["0.5", "1.0", "1.5", "3"]),
                percent: bounds(["5", "10", "15", "30"]),
                split_at: d("10"),
                ..of("turbidity", "FNU", &["TurbAvg", "Turbidity", "Turb", "TURB", "63680"])
            },
        ];
        Self { max_lag_s: d("900"), parameters }
    }

    /// The limits for a variable.
    pub fn of(&self, variable: &str) -> Option<&ParameterLimits> {
        self.parameters.iter().find(|p| p.variables.iter().any(|code| code == variable))
    }

    /// Whether a variable is dissolved oxygen, whose right value is known without a standard.
    pub fn is_oxygen(&self, variable: &str) -> bool {
        self.of(variable).is_some_and(|parameter| parameter.name.to_lowercase().contains("oxygen"))
    }

    /// Longest time between a reading and the sensor's values around it, µs.
    pub fn max_lag_us(&self) -> i64 {
        let seconds = self.max_lag_s.as_ref().map_or(900.0, Decimal::value);
        (seconds * 1e6) as i64
    }

    pub(crate) fn check(&self, faults: &mut Faults) {
        if self.max_lag_s.as_ref().is_some_and(|lag| !(0.0..=86_400.0).contains(&lag.value())) {
            faults.error("max_lag_s", "range", "expected 0 to 86400 seconds");
        }
        faults.need_any("parameters", &self.parameters);
        faults.each("parameters", &self.parameters, |faults, parameter| {
            faults.need("name", &parameter.name);
            faults.need("unit", &parameter.unit);
            faults.need_any("variables", &parameter.variables);
            faults.at("criterion", |faults| parameter.criterion.check(faults));
            for (field, bounds) in
                [("absolute", &parameter.absolute), ("percent", &parameter.percent)]
            {
                if let Some(bounds) = bounds {
                    faults.at(field, |faults| bounds.check(faults));
                }
            }
            let both = parameter.absolute.is_some() && parameter.percent.is_some();
            if both != parameter.split_at.is_some() {
                let message = "a value that splits goes with bounds in the unit and in percent";
                faults.error("split_at", "split", message);
            }
        });
    }
}

impl Tolerance {
    /// The largest departure allowed from a right value.
    pub fn at(&self, right: f64) -> Option<f64> {
        let absolute = self.absolute.as_ref().map(Decimal::value);
        let percent = self.percent.as_ref().map(|p| p.value() / 100.0 * right.abs());
        match (absolute, percent) {
            (Some(a), Some(p)) => Some(a.max(p)),
            (a, p) => a.or(p),
        }
    }

    /// Whether a shown value is within it; the last digit of binary numbers does not decide.
    pub fn holds(&self, right: f64, shown: f64) -> Option<bool> {
        self.at(right).map(|most| (shown - right).abs() <= most + 1e-9)
    }

    fn check(&self, faults: &mut Faults) {
        for (field, amount) in [("absolute", &self.absolute), ("percent", &self.percent)] {
            if amount.as_ref().is_some_and(|amount| amount.value() < 0.0) {
                faults.error(field, "range", "a tolerance is not negative");
            }
        }
    }
}

impl Bounds {
    fn all(&self) -> [&Option<Decimal>; 4] {
        [&self.excellent, &self.good, &self.fair, &self.poor]
    }

    fn class(&self, sum: f64) -> Option<Accuracy> {
        use Accuracy::{ConsiderDeletion, Excellent, Fair, Good, Poor};
        for (bound, class) in self.all().into_iter().zip([Excellent, Good, Fair, Poor]) {
            if sum <= bound.as_ref()?.value() + 1e-9 {
                return Some(class);
            }
        }
        Some(ConsiderDeletion)
    }

    fn check(&self, faults: &mut Faults) {
        let mut before = 0.0;
        for (field, bound) in ["excellent", "good", "fair", "poor"].into_iter().zip(self.all()) {
            faults.need_some(field, bound);
            if let Some(bound) = bound {
                if bound.value() < before {
                    let message = format!("{} is less than the bound before it", bound.text());
                    faults.error(field, "order", message);
                }
                before = bound.value();
            }
        }
    }
}

impl ParameterLimits {
    /// The class of a record from |fouling| + |drift|, in the unit and in percent, at the value of the water. The two do not
    /// cancel where their signs differ (TM1-D3).
    pub fn class(&self, value: f64, sum: f64, sum_percent: Option<f64>) -> Option<Accuracy> {
        let split = self.split_at.as_ref().map(Decimal::value);
        let by_amount = match split {
            Some(split) => value <= split,
            None => self.absolute.is_some(),
        };
        if by_amount {
            self.absolute.as_ref()?.class(sum)
        } else {
            self.percent.as_ref()?.class(sum_percent?)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_usual_limits_fit_their_own_rules() {
        let mut faults = Faults::default();
        Limits::usual().check(&mut faults);
        assert_eq!(faults.found, []);
    }

    /// TM1-D3, table 18, as in the fact sheet: bounds are inclusive.
    #[test]
    fn records_are_classed_as_in_the_table() {
        use Accuracy::*;
        let limits = Limits::usual();
        let class = |variable: &str, value, sum, percent| {
            limits.of(variable).unwrap().class(value, sum, percent).unwrap()
        };
        assert_eq!(class("WaterTemp", 12.0, 0.2, None), Excellent);
        assert_eq!(class("WaterTemp", 12.0, 0.21, None), Good);
        assert_eq!(class("WaterTemp", 12.0, 2.1, None), ConsiderDeletion);
        assert_eq!(class("SpCond", 500.0, 27.0, Some(5.44)), Good);
        assert_eq!(class("SpCond", 500.0, 15.0, Some(3.0)), Excellent);
        assert_eq!(class("ODO", 6.0, 0.5, Some(90.0)), Good);
        assert_eq!(class("ODO", 6.1, 99.0, Some(14.0)), Fair);
        assert_eq!(class("pH", 8.0, 0.81, None), Poor);
        assert_eq!(class("Turbidity", 4.0, 0.4, Some(10.0)), Excellent);
        assert_eq!(class("Turbidity", 40.0, 4.0, Some(31.0)), ConsiderDeletion);
    }

    #[test]
    fn oxygen_is_known_by_what_a_network_calls_it() {
        assert!(Limits::usual().is_oxygen("ODO") && !Limits::usual().is_oxygen("pH"));
    }

    #[test]
    fn a_check_passes_within_the_larger_of_amount_and_percentage() {
        let conductance = Limits::usual().of("SpCond").unwrap().criterion.clone();
        assert_eq!(conductance.holds(100.0, 105.0), Some(true));
        assert_eq!(conductance.holds(100.0, 105.1), Some(false));
        assert_eq!(conductance.holds(1000.0, 1030.0), Some(true));
        assert_eq!(conductance.holds(1000.0, 969.0), Some(false));
        assert_eq!(Tolerance::default().holds(1.0, 1.0), None);
        // 7.00 + 0.20 in binary is a little more than 7.2.
        assert_eq!(Limits::usual().of("pH").unwrap().criterion.holds(7.0, 7.2), Some(true));
    }

    proptest! {
        #[test]
        fn a_larger_error_is_never_classed_better(
            value in 0.0f64..50.0, sum in 0.0f64..5.0, more in 0.0f64..5.0,
        ) {
            for limits in Limits::usual().parameters {
                let class = |sum: f64| limits.class(value, sum, Some(sum * 10.0)).unwrap();
                prop_assert!(class(sum) <= class(sum + more));
            }
        }
    }
}
