//! Weather over one watershed on the time grid: air temperature, precipitation and cloud.
//!
//! Frontal storms last most of a day from October to May; convective ones an hour or two on summer
//! afternoons. Both are drawn per day, so that a day's storms do not depend on any other day.

use super::clock::{self, STEPS_PER_DAY};
use super::noise::Noise;
use std::f64::consts::{PI, TAU};

/// Elevation that the series are for.
pub const REFERENCE_M: f64 = 1500.0;
const LAPSE_C_PER_M: f64 = 0.0060;

/// The series, one value a step.
#[derive(Debug)]
pub struct Weather {
    /// Air temperature at the reference elevation, °C.
    air_c: Vec<f32>,
    /// Precipitation at the reference elevation, mm in the step.
    precipitation_mm: Vec<f32>,
    /// Share of the sky that is covered, 0 to 1.
    cloud: Vec<f32>,
    noise: Noise,
}

impl Weather {
    /// The weather of `steps` steps, `warmer_c` above that of the first watershed.
    pub fn new(noise: Noise, steps: usize, warmer_c: f64) -> Self {
        let (precipitation_mm, storminess) = storms(noise.of("storms"), steps);
        let mut air_c = Vec::with_capacity(steps);
        let mut cloud = Vec::with_capacity(steps);
        let (fronts, days, sky) = (noise.of("fronts"), noise.of("days"), noise.of("sky"));
        let (years, breezes) = (noise.of("years"), noise.of("breezes"));
        for (step, stormy) in (0..).zip(&storminess) {
            let at = clock::local(step);
            let fair = 0.35 + 0.45 * sky.wander(step, 2 * STEPS_PER_DAY);
            let covered = fair.max(f64::from(*stormy)).clamp(0.0, 1.0);
            let season = 7.0 + 12.5 * (TAU * (at.day_of_year - 201.0) / 365.25).cos();
            let spells = 4.5 * fronts.wander(step, 5 * STEPS_PER_DAY)
                + 2.5 * days.wander(step, 2 * STEPS_PER_DAY)
                + 1.2 * years.wander(step, 365 * STEPS_PER_DAY)
                + 0.5 * breezes.wander(step, 7);
            let day = (PI * (at.hour - 9.2) / 12.0).sin() * 7.5 * (1.0 - 0.65 * covered);
            air_c.push((season + spells + day + warmer_c - 2.5 * f64::from(*stormy)) as f32);
            cloud.push(covered as f32);
        }
        Self { air_c, precipitation_mm, cloud, noise }
    }

    /// Number of steps.
    pub fn steps(&self) -> usize {
        self.air_c.len()
    }

    /// Air temperature at an elevation, °C.
    pub fn air_c(&self, step: usize, elevation_m: f64) -> f64 {
        f64::from(self.air_c[step]) - LAPSE_C_PER_M * (elevation_m - REFERENCE_M)
    }

    /// Precipitation at an elevation, mm in the step: mountains take more.
    pub fn precipitation_mm(&self, step: usize, elevation_m: f64) -> f64 {
        let more = 1.0 + 0.0006 * (elevation_m - REFERENCE_M);
        f64::from(self.precipitation_mm[step]) * more.max(0.3)
    }

    /// Share of the sky that is covered.
    pub fn cloud(&self, step: usize) -> f64 {
        f64::from(self.cloud[step])
    }

    /// Sun on a level surface, W/m².
    pub fn sun_w_m2(&self, step: usize, latitude: f64) -> f64 {
        let height = clock::sun(clock::local(step as i64), latitude);
        let clear = 1098.0 * height * (-0.057 / height.max(0.02)).exp();
        let patches = self.noise.of("patches").wander(step as i64, 3);
        let cloud = self.cloud(step);
        clear * (1.0 - 0.72 * cloud * (1.0 + 0.35 * patches).clamp(0.0, 1.3))
    }
}

/// Share of precipitation that falls as snow at an air temperature.
pub fn snow_share(air_c: f64) -> f64 {
    ((2.2 - air_c) / 3.0).clamp(0.0, 1.0)
}

/// Precipitation (mm a step) and how stormy the sky is (0 to 1).
fn storms(noise: Noise, steps: usize) -> (Vec<f32>, Vec<f32>) {
    let mut rain_mm = vec![0.0; steps];
    let mut stormy = vec![0.0f32; steps];
    for day in 0..=steps as i64 / STEPS_PER_DAY {
        let first = day * STEPS_PER_DAY;
        let chance = noise.nth(day);
        let season = clock::local(first).day_of_year;
        let summer = (150.0..275.0).contains(&season);
        if chance.unit(0) < if summer { 0.045 } else { 0.17 } {
            let start = first + (chance.unit(1) * 96.0) as i64;
            let length = chance.between(2, 24.0, 120.0) as i64;
            let depth_mm = 8.5 * chance.exponential(3);
            pour(&mut rain_mm, &mut stormy, chance.nth(4), start, length, depth_mm);
        }
        // Afternoons only: 13 to 19 h standard time is 20 to 26 h UTC.
        if chance.unit(5) < if summer { 0.13 } else { 0.0 } {
            let start = first + chance.between(6, 80.0, 104.0) as i64;
            let length = chance.between(7, 2.0, 9.0) as i64;
            let depth_mm = 5.0 * chance.exponential(8);
            pour(&mut rain_mm, &mut stormy, chance.nth(9), start, length, depth_mm);
        }
    }
    (rain_mm, stormy)
}

/// Spreads a storm's depth over its steps, heaviest in the middle, in bursts.
fn pour(
    rain_mm: &mut [f32],
    stormy: &mut [f32],
    chance: Noise,
    start: i64,
    length: i64,
    depth_mm: f64,
) {
    let weight = |k: i64| {
        let swell = (PI * (k as f64 + 0.5) / length as f64).sin();
        let burst = (0.75 + chance.wander(k, 6)).max(0.0);
        swell * burst * burst
    };
    let total: f64 = (0..length).map(weight).sum();
    if total <= 0.0 {
        return;
    }
    for k in 0..length {
        let Ok(step) = usize::try_from(start + k) else { continue };
        let Some(here) = rain_mm.get_mut(step) else { break };
        *here += (depth_mm * weight(k) / total) as f32;
        let swell = (PI * (k as f64 + 0.5) / length as f64).sin() as f32;
        stormy[step] = stormy[step].max(0.4 + 0.6 * swell);
    }
}
