//! What is normal for a day of the year, from the whole record.
//!
//! For each date the quantiles (definition 7 of Hyndman and Fan) of the daily values of that date in all
//! years, as the daily statistics of the USGS are computed; nothing is smoothed. 29 February stands on
//! its own leap years alone.

use crate::aggregate::calendar::{day_of_leap_year, local_date};
use crate::aggregate::{Bin, Statistic};
use crate::quantile::quantiles;
use gagehouse_model::ZoneOffsets;

/// The quantiles of a band: P10, P25, median, P75, P90 (shares of values below).
pub const BAND: [f64; 5] = [0.10, 0.25, 0.50, 0.75, 0.90];

impl Statistic {
    /// Whether a day's value can stand beside the rows that it was made of: a mean or an extreme can, a sum over the day
    /// cannot, and the quantiles of directions mean nothing.
    pub fn is_like_its_rows(self) -> bool {
        match self {
            Self::Mean | Self::TimeWeightedMean | Self::Median | Self::Minimum | Self::Maximum => {
                true
            }
            Self::Sum | Self::Increments(_) | Self::CircularMean | Self::Integral => false,
        }
    }
}

/// What is normal for a date.
#[derive(Debug, Clone, PartialEq)]
pub struct NormalDay {
    /// Day of a leap year, 1–366: 29 February is 60, 1 March always 61.
    pub day: u16,
    /// Years that have a complete value of this date.
    pub years: u32,
    /// Values at [`BAND`]; `None` with fewer years than asked for.
    pub band: Option<[f64; 5]>,
}

/// The band of 366 days from daily bins; incomplete days do not count. A date needs `least_years` years:
/// a 10 % quantile of three values says nothing.
pub fn normal_days(daily: &[Bin], zone: &ZoneOffsets, least_years: u32) -> Vec<NormalDay> {
    let mut values: Vec<Vec<f64>> = vec![Vec::new(); 366];
    for bin in daily {
        let (_, month, day) = local_date(bin.span.start, zone);
        if let Some(value) = bin.complete_value()
            && let Some(of_day) = values.get_mut(usize::from(day_of_leap_year(month, day)) - 1)
        {
            of_day.push(value);
        }
    }
    (1..)
        .zip(values)
        .map(|(day, mut values)| {
            let years = values.len() as u32;
            let enough = years > 0 && years >= least_years;
            let band = enough.then(|| quantiles(&mut values, &BAND).try_into().ok()).flatten();
            NormalDay { day, years, band }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::aggregate::{Aggregation, Period, Stamp};
    use crate::{Columns, Series, SeriesOptions};
    use gagehouse_model::TimeUs;
    use gagehouse_model::time::DAY_US;

    #[test]
    fn rain_and_directions_have_no_normal_range() {
        let fits = |name: &str| Statistic::fitting(name, None).is_like_its_rows();
        assert!(fits("Discharge") && fits("pH") && !fits("Rainfall") && !fits("Wind direction"));
    }

    #[test]
    fn a_date_is_compared_with_itself_in_all_years_and_the_29th_with_leap_years() {
        let mut page = Columns::default();
        let first = TimeUs::from_civil(2019, 1, 1, 0).0;
        let last = TimeUs::from_civil(2024, 12, 31, 0).0;
        for time_us in (first..=last).step_by(DAY_US as usize) {
            // Each day has the number of its year, 2019 to 2024.
            page.push(time_us, TimeUs(time_us).civil_date().0 as f64, 0);
        }
        let mut series = Series::new(SeriesOptions::default());
        series.append(&page);
        let zone = ZoneOffsets::utc();
        let how = Aggregation {
            period: Period::Day,
            zone: zone.clone(),
            stamp: Stamp::Instant,
            statistic: Statistic::Mean,
            least_complete: 1.0,
        };
        let days = normal_days(&series.aggregated(series.extent().unwrap(), &how), &zone, 3);
        assert_eq!(days.len(), 366);
        let first_of_march = &days[60];
        assert_eq!((first_of_march.day, first_of_march.years), (61, 6));
        let [p10, _, median, _, p90] = first_of_march.band.unwrap();
        assert_eq!((p10, median, p90), (2019.5, 2021.5, 2023.5));
        assert_eq!((days[59].years, days[59].band), (2, None));
    }
}
