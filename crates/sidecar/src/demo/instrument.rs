//! From the true state to what a logger recorded and what quality control made of it.
//!
//! Level 0 drifts between visits, spikes, stands in the air while a technician cleans it, and fails.
//! Level 1 is the same record with the drift taken out, spikes filled, and doubt said in words. What
//! happens to an instrument is a function of the step alone, so both levels agree on it.

use super::clock::STEPS_PER_DAY;
use super::noise::Noise;
use super::variables::Behaviour;
use gagehouse_model::Quality;
use gagehouse_observations::Columns;
use std::ops::Range;

/// What stands for "no data".
pub const NO_DATA: f64 = -9999.0;

/// Days between two visits, about.
const VISIT_EVERY_DAYS: i64 = 35;

/// One datastream's instrument.
#[derive(Debug, Clone, Copy)]
pub struct Instrument {
    /// How it departs from the truth.
    pub behaviour: Behaviour,
    /// The site's chance: visits and logger failures strike all its instruments at once.
    pub site: Noise,
    /// Its own chance.
    pub own: Noise,
    /// Step from which it is dead.
    pub dead_from: Option<i64>,
}

/// The true values it looks at.
#[derive(Debug, Clone, Copy)]
pub struct Truth<'a> {
    /// Step of the first value.
    pub first: usize,
    /// One value a step.
    pub values: &'a [f32],
    /// What ice adds to it, one a step; empty when it never does.
    pub ice: &'a [f32],
}

/// Words of level 1 and of failures.
mod word {
    pub const SILENT: &str = "Sensor not responding";
    pub const VISIT: &str = "Out of water during maintenance";
    pub const SPIKE: &str = "Spike removed, interpolated";
    pub const FILLED: &str = "Estimated from nearby sites";
    pub const DRIFT: &str = "Drift corrected";
    pub const ICE: &str = "Ice affected";
    pub const DEAD: &str = "Sensor dead, awaiting replacement";
}

impl Instrument {
    /// The record of a level over steps, every `every` steps.
    pub fn record(&self, truth: Truth<'_>, steps: Range<i64>, every: i64, level: u8) -> Columns {
        let rows = (steps.end - steps.start).max(0) / every + 1;
        let mut columns = Columns::with_capacity(rows as usize);
        let quality = |columns: &mut Columns, said: &str| match said {
            "" => 0,
            _ => columns.quality_index(&Quality::from_qualifiers([said])),
        };
        let first = steps.start + (every - steps.start.rem_euclid(every)) % every;
        for step in (first..steps.end).step_by(every as usize) {
            let index = usize::try_from(step).unwrap_or(0).wrapping_sub(truth.first);
            let Some(value) = truth.values.get(index) else { continue };
            if self.logger_is_down(step) {
                continue;
            }
            let ice = truth.ice.get(index).copied().map_or(0.0, f64::from);
            let (shown, said) = self.read(step, f64::from(*value), ice, level);
            let said = quality(&mut columns, said);
            columns.push(super::clock::time_us(step), shown, said);
        }
        columns
    }

    /// One value as recorded, with what is said about it.
    fn read(&self, step: i64, truth: f64, ice: f64, level: u8) -> (f64, &'static str) {
        let Behaviour { noise, spike, in_air, .. } = self.behaviour;
        if let Some(dead) = self.dead_from.filter(|dead| step >= *dead) {
            // It holds its last value for three days, then says nothing.
            let stuck = 3.41;
            let holds = step < dead + 3 * STEPS_PER_DAY && level == 0;
            return if holds { (stuck, "") } else { (NO_DATA, word::DEAD) };
        }
        let truth = truth + ice;
        let near = truth + noise * self.own.of("noise").bell(step);
        let (last_visit, next_visit) = self.visits(step);
        if let Some(in_air) = in_air.filter(|_| step - last_visit < 2) {
            let shown = in_air + 4.0 * noise * self.own.of("air").bell(step);
            return if level == 0 { (self.round(shown), "") } else { (NO_DATA, word::VISIT) };
        }
        if let Some(length) = self.silent(step) {
            let filled = level > 0 && length < 16;
            return if filled {
                (self.round(truth), word::FILLED)
            } else {
                (NO_DATA, word::SILENT)
            };
        }
        let drifted = self.drift(step, last_visit, next_visit);
        let is_spike = spike > 0.0 && self.own.of("spike").unit(step) < 0.0005;
        match (level, is_spike) {
            (0, true) => {
                let way = if self.own.of("way").unit(step) < 0.25 { -0.6 } else { 1.0 };
                let height = self.own.of("height").between(step, 0.35, 1.0);
                (self.round(near + drifted + way * height * spike), "")
            }
            (0, false) => (self.round(near + drifted), ""),
            (_, true) => (self.round(truth), word::SPIKE),
            _ if ice > 0.0 => (self.round(near), word::ICE),
            _ if drifted.abs() > 8.0 * noise.max(self.behaviour.resolution) => {
                (self.round(near), word::DRIFT)
            }
            _ => (self.round(near), ""),
        }
    }

    /// The steps at which the site was visited.
    pub fn visit_steps(&self, within: Range<i64>) -> Vec<i64> {
        let mut steps = Vec::new();
        let mut next = self.visits(within.start).1;
        while next < within.end {
            steps.push(next);
            next = self.visits(next).1;
        }
        steps
    }

    /// How far the instrument had gone when a visit began.
    pub fn drift_before(&self, visit: i64) -> f64 {
        let (last, _) = self.visits(visit - 1);
        self.drift(visit - 1, last, visit)
    }

    /// Steps in which the logger wrote nothing.
    pub fn logger_outages(&self, within: Range<i64>) -> Vec<Range<i64>> {
        let mut outages: Vec<Range<i64>> = Vec::new();
        for step in within.filter(|step| self.logger_is_down(*step)) {
            match outages.last_mut().filter(|gap| gap.end == step) {
                Some(gap) => gap.end += 1,
                None => outages.push(step..step + 1),
            }
        }
        outages
    }

    /// How far it has gone since its last calibration; a little differently each time.
    fn drift(&self, step: i64, last_visit: i64, next_visit: i64) -> f64 {
        let days = (step - last_visit) as f64 / STEPS_PER_DAY as f64;
        let share = (step - last_visit) as f64 / (next_visit - last_visit).max(1) as f64;
        let pace = self.own.of("pace").between(last_visit, 0.1, 1.9);
        // Slow at first: what grows on a sensor grows on what has grown.
        self.behaviour.drift_a_month * pace * (days / 30.0) * (0.3 + 0.7 * share)
    }

    /// Steps of the visit before (or at) a step and of the one after.
    fn visits(&self, step: i64) -> (i64, i64) {
        let visits = self.site.of("visits");
        let every = VISIT_EVERY_DAYS * STEPS_PER_DAY;
        let at = |number: i64| {
            let day = number * VISIT_EVERY_DAYS + (visits.unit(number) * 12.0) as i64;
            // 10 to 15 h standard time is 17 to 22 h UTC.
            day * STEPS_PER_DAY + visits.nth(1).between(number, 68.0, 88.0) as i64
        };
        let number = step.div_euclid(every);
        if at(number) <= step { (at(number), at(number + 1)) } else { (at(number - 1), at(number)) }
    }

    /// Whether the logger wrote nothing at all, which leaves no rows.
    fn logger_is_down(&self, step: i64) -> bool {
        let hours = 14.0;
        self.outage(self.site.of("logger"), step, 75, 0.5, hours).is_some()
    }

    /// Length in steps of the failure that the instrument is in, if it is.
    fn silent(&self, step: i64) -> Option<i64> {
        self.outage(self.own.of("silent"), step, 45, 0.45, 9.0)
    }

    /// Failures: at most one in each slot of days, with a chance, exponentially long.
    fn outage(&self, chance: Noise, step: i64, days: i64, odds: f64, hours: f64) -> Option<i64> {
        let slot = step.div_euclid(days * STEPS_PER_DAY);
        let chance = chance.nth(slot);
        if chance.unit(0) >= odds {
            return None;
        }
        let length = (1.0 + 4.0 * hours * chance.exponential(1)).min(5.0 * 96.0) as i64;
        let room = days * STEPS_PER_DAY - length;
        let start = slot * days * STEPS_PER_DAY + (chance.unit(2) * room as f64) as i64;
        (start..start + length).contains(&step).then_some(length)
    }

    /// In the steps and between the limits in which the instrument reports, without binary crumbs.
    fn round(&self, value: f64) -> f64 {
        let Behaviour { resolution, limits, .. } = self.behaviour;
        let steps = (value.clamp(limits.0, limits.1) / resolution).round();
        let decimals = if resolution < 0.005 || resolution == 0.254 { 1e3 } else { 1e2 };
        let shown = (steps * resolution * decimals).round() / decimals;
        if shown == 0.0 { 0.0 } else { shown }
    }
}
