//! The true state of a stream at one gage, before any instrument.
//!
//! All variables come from one hydrograph and one sky, so that they agree as they do in nature: stage and
//! discharge by one rating; conductance by mixing of ground, soil and storm water; oxygen below what its
//! temperature can hold, lifted by day and lowered by night; turbidity by what a rising flow picks up.

use super::basin::Runoff;
use super::clock::{self, STEP_H};
use super::noise::Noise;
use super::variables::Variable;
use super::weather::Weather;
use std::ops::Range;

/// Steps before the wanted ones, in which water temperature forgets how it was started.
const WARM_UP: usize = 40 * 96;

/// A gage.
#[derive(Debug, Clone, Copy)]
pub struct Gage {
    /// Degrees north.
    pub latitude: f64,
    /// Metres above sea.
    pub elevation_m: f64,
    /// Area that drains to it, km².
    pub area_km2: f64,
    /// Conductance of its ground water, µS/cm.
    pub ground_us_cm: f64,
    /// Its own chance.
    pub noise: Noise,
}

/// Discharge `factor · (stage − zero)^power`, m³/s of m.
#[derive(Debug, Clone, Copy)]
pub struct Rating {
    factor: f64,
    zero_m: f64,
    power: f64,
}

impl Rating {
    /// The rating of a gage.
    pub fn of(gage: &Gage) -> Self {
        let chance = gage.noise.of("rating");
        Self {
            factor: 0.045 * gage.area_km2 * chance.between(0, 0.85, 1.2),
            zero_m: chance.between(1, 0.03, 0.25),
            power: chance.between(2, 1.65, 1.95),
        }
    }

    /// Stage at a discharge.
    pub fn stage_m(self, discharge_m3_s: f64) -> f64 {
        self.zero_m + (discharge_m3_s / self.factor).powf(1.0 / self.power)
    }

    /// Discharge at a stage.
    pub fn discharge_m3_s(self, stage_m: f64) -> f64 {
        self.factor * (stage_m - self.zero_m).max(0.0).powf(self.power)
    }
}

/// The stream's variables over a range of steps.
#[derive(Debug)]
pub struct Stream {
    /// First step.
    pub first: usize,
    /// Values by [`super::variables::STREAM`]'s order; discharge is left to the rating.
    values: [Vec<f32>; 6],
    /// How much higher than in open water ice holds it, m.
    pub ice_m: Vec<f32>,
}

impl Stream {
    /// Computes the range.
    pub fn new(gage: &Gage, weather: &Weather, runoff: &Runoff, range: Range<usize>) -> Self {
        let rating = Rating::of(gage);
        let lag = (gage.area_km2.sqrt() / 2.0) as usize;
        let mut out = Self { first: range.start, values: Default::default(), ice_m: Vec::new() };
        let mut water_c = 6.0f64;
        let mut sediment = 1.0f64;
        let mut light = 0.0f64;
        let mut ice_m = 0.0f64;
        for step in range.start.saturating_sub(WARM_UP)..range.end {
            let at = clock::local(step as i64);
            let above = step.saturating_sub(lag);
            let (fast, slow, ground) = runoff.parts_mm_h(above);
            let before = runoff.total_mm_h(above.saturating_sub(2)).max(1e-6);
            let total = (fast + slow + ground).max(1e-5);
            let (fast_share, slow_share) = (fast / total, slow / total);
            let discharge_m3_s = total * gage.area_km2 / 3.6;
            let air_c = weather.air_c(step, gage.elevation_m);
            let sun_w_m2 = weather.sun_w_m2(step, gage.latitude);

            // Deep or fast water follows the air slowly; ground and melt water keep it near their own.
            let melt_c = 5.5 - 4.0 * (slow_share + fast_share).min(1.0);
            let toward_c = 0.52 * (air_c + 1.5) + 0.33 * melt_c + 0.0085 * sun_w_m2;
            let hours = 7.0 + 14.0 * (discharge_m3_s / (discharge_m3_s + 0.02 * gage.area_km2));
            water_c = (water_c + (toward_c - water_c) * STEP_H / hours).clamp(0.0, 30.0);

            light += (sun_w_m2 / 900.0 - light) * STEP_H / 2.5;
            let warmth = (water_c / 14.0).clamp(0.05, 1.4);
            let growth = warmth * (1.0 - fast_share * 2.0).clamp(0.1, 1.0);
            let saturation = saturation_mg_l(water_c, gage.elevation_m);
            let saturated = 0.955 + growth * (0.17 * light - 0.055);
            let rising = ((total - before) / before).clamp(0.0, 1.0);
            sediment = (sediment + (1.2 - sediment) * STEP_H / 200.0 - 0.06 * rising).max(0.25);
            let carried =
                0.8 + 26.0 * fast.powf(0.9) + 6.0 * slow * 2.0 + 420.0 * rising * fast_share;
            // Ice grows over days of frost and goes within a day or two of thaw.
            let frost = water_c < 0.1 && air_c < -4.0;
            let (goal_m, hours) = if frost { (0.09, 70.0) } else { (0.0, 30.0) };
            ice_m += (goal_m - ice_m) * STEP_H / hours;
            if step < range.start {
                continue;
            }
            let step_i = step as i64;
            let ripple = gage.noise.of("ripple").wander(step_i, 5);
            let storm_us_cm = 45.0 + 0.08 * gage.ground_us_cm;
            let soil_us_cm = 0.52 * gage.ground_us_cm;
            let conductance = gage.ground_us_cm * (1.0 - fast_share - slow_share)
                + soil_us_cm * slow_share
                + storm_us_cm * fast_share;
            let swirl = (0.12 * gage.noise.of("swirl").bell(step_i)).exp();
            let values = [
                water_c,
                conductance * (1.0 + 0.008 * (at.hour / 3.82).sin() + 0.004 * ripple),
                7.75 + 0.0006 * gage.ground_us_cm.min(700.0) + 0.33 * growth * (light - 0.25)
                    - 0.9 * fast_share,
                saturation * saturated,
                carried * sediment * swirl,
                rating.stage_m(discharge_m3_s) + 0.002 * ripple,
            ];
            for (column, value) in out.values.iter_mut().zip(values) {
                column.push(value as f32);
            }
            out.ice_m.push(if ice_m < 0.005 { 0.0 } else { ice_m as f32 });
        }
        out
    }

    /// A variable's true values, one a step from [`Self::first`]; `None` for what a stream has not.
    pub fn values(&self, variable: Variable) -> Option<&[f32]> {
        let column = super::variables::STREAM.iter().position(|v| *v == variable)?;
        self.values.get(column).map(Vec::as_slice)
    }
}

/// Oxygen that water holds in equilibrium with air, mg/L.
pub fn saturation_mg_l(water_c: f64, elevation_m: f64) -> f64 {
    let t = water_c;
    let at_sea = 14.621 - 0.41022 * t + 0.007991 * t * t - 0.000077774 * t * t * t;
    at_sea * (-elevation_m / 8430.0).exp()
}
