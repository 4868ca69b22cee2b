//! Which statistic fits a variable, told what its source says about it.

use super::{Resets, Statistic};

impl Statistic {
    /// The statistic that says something about a variable of this name, whose values are each the result
    /// of `aggregation` (HydroServer's and ODM's word, such as `Incremental`; it decides where it is known).
    ///
    /// Directions are averaged as directions, pH by its median (the mean of a logarithm is not the logarithm
    /// of a mean), totals are summed, a gauge that only grows gives its increments. All else is averaged.
    pub fn fitting(variable_name: &str, aggregation: Option<&str>) -> Self {
        let name = variable_name.to_lowercase();
        let words = || name.split(|c: char| !c.is_alphanumeric());
        let says = |word: &str| words().any(|other| other == word);
        if says("direction") || says("azimuth") || says("bearing") {
            return Self::CircularMean;
        }
        match aggregation.map(str::to_lowercase).as_deref() {
            Some("cumulative") => return Self::Increments(Resets::default()),
            Some("incremental") => return Self::Sum,
            Some("maximum") => return Self::Maximum,
            Some("minimum") => return Self::Minimum,
            Some("median") => return Self::Median,
            _ => {}
        }
        let falls = says("precipitation") || says("rainfall") || says("rain") || says("snowfall");
        let is_rate = says("rate") || says("intensity");
        if says("ph") {
            Self::Median
        } else if falls && (says("cumulative") || says("accumulated") || says("accumulation")) {
            Self::Increments(Resets::default())
        } else if falls && !is_rate {
            Self::Sum
        } else {
            Self::Mean
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_variable_gets_the_statistic_that_says_something_about_it() {
        let increments = Statistic::Increments(Resets::default());
        for (name, aggregation, expected) in [
            ("Wind direction", Some("Average"), Statistic::CircularMean),
            ("pH", None, Statistic::Median),
            ("Phosphorus", None, Statistic::Mean),
            ("Precipitation", Some("Incremental"), Statistic::Sum),
            ("Precipitation", Some("Cumulative"), increments),
            ("Precipitation, accumulated", None, increments),
            ("Rainfall rate", None, Statistic::Mean),
            ("Precipitation", None, Statistic::Sum),
            ("Discharge", Some("Continuous"), Statistic::Mean),
            ("Temperature", Some("Maximum"), Statistic::Maximum),
        ] {
            assert_eq!(Statistic::fitting(name, aggregation), expected, "{name}");
        }
    }
}
