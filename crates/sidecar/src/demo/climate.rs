//! The true weather at one climate station, before any instrument.

use super::basin::Snow;
use super::clock;
use super::noise::Noise;
use super::variables::{CLIMATE, Variable};
use super::weather::Weather;
use std::ops::Range;

/// What one tip of the bucket holds, mm.
const TIP_MM: f64 = 0.254;

/// A station.
#[derive(Debug, Clone, Copy)]
pub struct Station {
    /// Degrees north.
    pub latitude: f64,
    /// Metres above sea.
    pub elevation_m: f64,
    /// Its own chance.
    pub noise: Noise,
}

/// The station's variables over a range of steps.
#[derive(Debug)]
pub struct Climate {
    /// First step.
    pub first: usize,
    /// Values by [`CLIMATE`]'s order. Precipitation is in tips of the bucket, summed since step 0.
    values: [Vec<f32>; 6],
}

impl Climate {
    /// Computes the range. Snow and the bucket's content come from all that fell before.
    pub fn new(station: &Station, weather: &Weather, range: Range<usize>) -> Self {
        let mut out = Self { first: range.start, values: Default::default() };
        let mut snow = Snow::default();
        let mut fallen_mm = 0.0;
        let mut tips_at_start = 0.0;
        let mut dew_c = -5.0f64;
        for step in 0..range.end {
            let step_i = step as i64;
            let at = clock::local(step_i);
            let air_c = weather.air_c(step, station.elevation_m);
            let wet_mm = weather.precipitation_mm(step, station.elevation_m);
            snow.pass(air_c, wet_mm, at.day_of_year);
            fallen_mm += wet_mm;
            // The dew point follows the nights; rain lifts it toward the air.
            let toward_c = air_c - 9.5 + 8.0 * weather.cloud(step).powi(2);
            let hours = if wet_mm > 0.0 { 1.5 } else { 14.0 };
            dew_c = (dew_c + (toward_c - dew_c) * clock::STEP_H / hours).min(air_c);
            if step < range.start {
                tips_at_start = (fallen_mm / TIP_MM).floor();
                continue;
            }
            let gust = 1.0 + 0.35 * station.noise.of("gust").bell(step_i);
            let breeze = 1.4
                + 1.3 * station.noise.of("breeze").wander(step_i, 40)
                + 1.6 * (clock::sun(at, station.latitude) - 0.2).max(0.0)
                + 3.2 * (weather.cloud(step) - 0.75).max(0.0);
            let values = [
                air_c,
                100.0 * vapour_hpa(dew_c) / vapour_hpa(air_c),
                weather.sun_w_m2(step, station.latitude),
                (breeze * gust).max(0.0),
                (fallen_mm / TIP_MM).floor() - tips_at_start,
                snow.depth_mm / 10.0,
            ];
            for (column, value) in out.values.iter_mut().zip(values) {
                column.push(value as f32);
            }
        }
        out
    }

    /// A variable's true values, one a step from [`Self::first`]; `None` for what a station has not.
    /// Precipitation is what fell in the `every` steps that end with each step, in whole tips, mm.
    pub fn values(&self, variable: Variable, every: usize) -> Option<Vec<f32>> {
        let column = CLIMATE.iter().position(|v| *v == variable)?;
        let values = &self.values[column];
        if variable != Variable::Precipitation {
            return Some(values.clone());
        }
        let tips = |index: usize| f64::from(values[index]);
        let since = |index: usize| tips(index) - tips(index.saturating_sub(every));
        Some((0..values.len()).map(|index| (since(index) * TIP_MM) as f32).collect())
    }
}

/// Saturation vapour pressure over water, hPa (Magnus).
fn vapour_hpa(air_c: f64) -> f64 {
    6.112 * (17.62 * air_c / (243.12 + air_c)).exp()
}
