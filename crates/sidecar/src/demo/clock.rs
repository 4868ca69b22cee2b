//! The one time grid of the demonstration network, and where the sun stands on it.
//!
//! Weather and water are computed from [`EPOCH_US`] on, whatever "now" is: an instant has the same
//! values in every run with the same seed, and "now" decides only where the series end.

use gagehouse_model::time::{DAY_US, HOUR_US, MINUTE_US, TimeUs};
use std::f64::consts::{PI, TAU};

/// Length of a step.
pub const STEP_US: i64 = 15 * MINUTE_US;
/// Length of a step, hours.
pub const STEP_H: f64 = 0.25;
/// Steps in a day.
pub const STEPS_PER_DAY: i64 = DAY_US / STEP_US;
/// 2012-10-01T00:00:00Z, start of a water year: step 0.
pub const EPOCH_US: i64 = 15_614 * DAY_US;
/// Standard time of every site, minutes east of UTC.
pub const STANDARD_OFFSET_MINUTES: i32 = -420;

/// The last step that is not after an instant; 0 before the epoch.
pub fn step_at(time: TimeUs) -> i64 {
    ((time.0 - EPOCH_US).div_euclid(STEP_US)).max(0)
}

/// The instant of a step.
pub fn time_us(step: i64) -> i64 {
    EPOCH_US + step * STEP_US
}

/// Where in the year and in the day a step lies, in standard time.
#[derive(Debug, Clone, Copy)]
pub struct LocalTime {
    /// Days since the local epoch, whole.
    pub day: i64,
    /// Day of the mean year, `0..365.25`; 0 is 1 January.
    pub day_of_year: f64,
    /// Hour of the day, `0..24`.
    pub hour: f64,
}

/// A step's standard time.
pub fn local(step: i64) -> LocalTime {
    let local_us = time_us(step) + i64::from(STANDARD_OFFSET_MINUTES) * MINUTE_US;
    let days_since_1970 = local_us as f64 / DAY_US as f64;
    LocalTime {
        day: local_us.div_euclid(DAY_US),
        day_of_year: days_since_1970.rem_euclid(365.25),
        hour: local_us.rem_euclid(DAY_US) as f64 / HOUR_US as f64,
    }
}

/// Sine of the sun's height at a latitude, not below 0.
pub fn sun(at: LocalTime, latitude: f64) -> f64 {
    let declination = -23.44f64.to_radians() * (TAU * (at.day_of_year + 10.0) / 365.25).cos();
    let latitude = latitude.to_radians();
    let hour_angle = PI * (at.hour - 12.3) / 12.0;
    let height =
        latitude.sin() * declination.sin() + latitude.cos() * declination.cos() * hour_angle.cos();
    height.max(0.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_and_instants_agree() {
        let time = TimeUs::from_civil(2012, 10, 1, 0);
        assert_eq!((time.0, step_at(time)), (EPOCH_US, 0));
        assert_eq!(step_at(TimeUs(time_us(77) + STEP_US - 1)), 77);
    }

    #[test]
    fn the_sun_is_high_at_noon_in_summer_and_down_at_night() {
        let at = |day_of_year, hour| sun(LocalTime { day: 0, day_of_year, hour }, 41.0);
        assert!(at(172.0, 12.3) > 0.93 && at(355.0, 12.3) < 0.45 && at(172.0, 0.0) == 0.0);
    }
}
