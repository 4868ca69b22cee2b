//! Snow and water of one drainage basin: from weather to the depth of water that leaves it.
//!
//! Three elevation bands carry snow by a degree-day balance with a cold content; one soil store decides
//! what runs off at once; three linear reservoirs release it: fast (storms), slow (snowmelt's shoulder)
//! and ground (base flow). Their shares make conductance and turbidity consistent with the hydrograph.

use super::clock::{self, STEP_H};
use super::weather::{Weather, snow_share};
use std::f64::consts::TAU;

/// What leaves the basin, mm/h over its area, one value a step.
#[derive(Debug)]
pub struct Runoff {
    /// From storms and melt on wet soil, gone within hours.
    pub fast_mm_h: Vec<f32>,
    /// From the soil, gone within days.
    pub slow_mm_h: Vec<f32>,
    /// From the ground, gone within months.
    pub ground_mm_h: Vec<f32>,
}

impl Runoff {
    /// All of it, mm/h.
    pub fn total_mm_h(&self, step: usize) -> f64 {
        let (fast, slow, ground) = self.parts_mm_h(step);
        fast + slow + ground
    }

    /// Fast, slow and ground, mm/h.
    pub fn parts_mm_h(&self, step: usize) -> (f64, f64, f64) {
        let at = |part: &[f32]| f64::from(part[step]);
        (at(&self.fast_mm_h), at(&self.slow_mm_h), at(&self.ground_mm_h))
    }
}

/// Snow on the ground at one elevation.
#[derive(Debug, Clone, Copy, Default)]
pub struct Snow {
    /// Water in the pack, mm.
    pub water_mm: f64,
    /// How far the pack is below freezing, °C below 0.
    cold_c: f64,
    /// Depth, mm of snow.
    pub depth_mm: f64,
}

impl Snow {
    /// Lets a step pass; returns what reaches the ground, mm.
    pub fn pass(&mut self, air_c: f64, precipitation_mm: f64, day_of_year: f64) -> f64 {
        let snow_mm = precipitation_mm * snow_share(air_c);
        let rain_mm = precipitation_mm - snow_mm;
        self.water_mm += snow_mm;
        self.depth_mm += snow_mm * (11.0 - 0.35 * (air_c + 6.0).clamp(0.0, 12.0));
        if self.water_mm <= 0.0 {
            *self = Self::default();
            return rain_mm;
        }
        // The pack follows the mean of some days, so that a mild noon in January melts nothing.
        self.cold_c += ((-air_c).max(-4.0) - self.cold_c) * STEP_H / 72.0;
        let ripe = (1.0 - self.cold_c / 3.0).clamp(0.0, 1.0);
        let season = 3.6 + 1.6 * (TAU * (day_of_year - 172.0) / 365.25).cos();
        let melt_mm = (season * air_c.max(0.0) * ripe * STEP_H / 24.0).min(self.water_mm);
        let left = 1.0 - melt_mm / self.water_mm;
        self.water_mm -= melt_mm;
        self.depth_mm *= left;
        // Settling toward a density of 0.38.
        let settled_mm = self.water_mm / 0.38;
        self.depth_mm += (settled_mm - self.depth_mm).min(0.0) * STEP_H / 220.0;
        if self.water_mm < 0.05 {
            *self = Self::default();
        }
        melt_mm + rain_mm
    }
}

/// Runs the balance over the weather for a basin whose bands lie at these elevations.
pub fn runoff(weather: &Weather, bands_m: [f64; 3]) -> Runoff {
    let steps = weather.steps();
    let mut out = Runoff {
        fast_mm_h: Vec::with_capacity(steps),
        slow_mm_h: Vec::with_capacity(steps),
        ground_mm_h: Vec::with_capacity(steps),
    };
    let mut snow = [Snow::default(); 3];
    let capacity_mm = 140.0;
    let (mut soil_mm, mut slow_mm, mut ground_mm) = (60.0, 2.0, 60.0);
    // Two in a row: the slopes, then the channels; their outflow rises and falls as a flood does.
    let (mut slopes_mm, mut channels_mm) = (0.0, 0.0);
    for step in 0..steps {
        let at = clock::local(step as i64);
        let mut input_mm = 0.0;
        for (snow, elevation_m) in snow.iter_mut().zip(bands_m) {
            let air_c = weather.air_c(step, elevation_m);
            let fallen_mm = weather.precipitation_mm(step, elevation_m);
            input_mm += snow.pass(air_c, fallen_mm, at.day_of_year) / 3.0;
        }
        let wet: f64 = soil_mm / capacity_mm;
        let quick_mm = input_mm * (0.03 + 0.30 * wet.powi(3)).min(0.5);
        soil_mm += input_mm - quick_mm;
        let thirst_mm = 0.16 * (weather.air_c(step, bands_m[1]) + 3.0).max(0.0) * STEP_H / 24.0;
        soil_mm -= (thirst_mm * wet.min(1.0)).min(soil_mm);
        let drained_mm = soil_mm * wet.powi(2) * STEP_H / 500.0;
        soil_mm -= drained_mm;
        let spilled_mm = (soil_mm - capacity_mm).max(0.0);
        soil_mm -= spilled_mm;
        slopes_mm += quick_mm;
        slow_mm += 0.55 * drained_mm + spilled_mm;
        ground_mm += 0.45 * drained_mm;
        let release = |store: &mut f64, hours: f64| {
            let rate = *store / hours;
            *store -= rate * STEP_H;
            rate as f32
        };
        channels_mm += f64::from(release(&mut slopes_mm, 4.0)) * STEP_H;
        out.fast_mm_h.push(release(&mut channels_mm, 7.0));
        out.slow_mm_h.push(release(&mut slow_mm, 110.0));
        out.ground_mm_h.push(release(&mut ground_mm, 2600.0));
    }
    out
}
