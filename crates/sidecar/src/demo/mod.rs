//! The demonstration network: synthetic data, by a generator that is the same everywhere and always.
//!
//! Pure: no clock, no I/O. A seed decides weather ([`weather`]), snow and runoff ([`basin`]), the streams
//! ([`stream`]) and stations ([`climate`]) in them, and what instruments make of these ([`instrument`]).
//! The value at an instant depends on the seed and that instant alone; `now`, given by the caller,
//! decides where the series end, so that the network is live whenever it is made, and a later run
//! continues an earlier one. [`load`] brings it into the store by the same path as any other data.

pub mod basin;
pub mod climate;
pub mod clock;
pub mod instrument;
pub mod load;

pub mod noise;
pub mod places;
pub mod stream;
pub mod variables;
pub mod weather;

use basin::Runoff;
use climate::{Climate, Station};
use gagehouse_model::TimeUs;
use gagehouse_observations::Columns;
use instrument::{Instrument, Truth};
use noise::Noise;
use places::{Kind, PLACES, Place, Role, WATERSHEDS};
use std::ops::Range;
use stream::{Gage, Rating, Stream};
use variables::{CLIMATE, STREAM, Variable};
use weather::Weather;

/// The seed of the network that `serve --demo` shows.
pub const SEED: u64 = 20;

/// Steps in a day, as the plan counts.
const DAY: i64 = clock::STEPS_PER_DAY;

/// How much to make.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Size {
    /// All of it, about five million values.
    Full,
    /// The same sites and datastreams with their last twenty days: for tests.
    Small,
}

/// A datastream to make.
#[derive(Debug, Clone)]
pub struct Series {
    /// What it measures.
    pub variable: Variable,
    /// 0 raw, 1 quality controlled.
    pub level: u8,
    /// Its steps.
    pub steps: Range<i64>,
    /// Steps from value to value.
    pub every: i64,
    /// Step from which its sensor is dead.
    pub dead_from: Option<i64>,
}

/// The network's weather and water, and the plan of its datastreams.
#[derive(Debug)]
pub struct Demo {
    noise: Noise,
    end: i64,
    size: Size,
    regions: Vec<Region>,
}

/// One watershed's weather and water.
#[derive(Debug)]
struct Region {
    weather: Weather,
    headwater: Runoff,
    whole: Runoff,
}

impl Demo {
    /// Computes weather and water up to now.
    pub fn new(seed: u64, now: TimeUs, size: Size) -> Self {
        let noise = Noise::new(seed);
        let end = clock::step_at(now) + 1;
        let regions = (0..).zip(&WATERSHEDS).map(|(number, watershed)| {
            let weather = Weather::new(noise.nth(number), end as usize, watershed.warmer_c);
            let headwater = basin::runoff(&weather, watershed.headwater_m);
            let whole = basin::runoff(&weather, watershed.whole_m);
            Region { weather, headwater, whole }
        });
        Self { noise, end, size, regions: regions.collect() }
    }

    /// The datastreams of a site.
    pub fn series(&self, place: &Place) -> Vec<Series> {
        let end = if place.role == Role::Stale { self.end - 190 * DAY } else { self.end };
        let hourly = place.kind == Kind::Climate && place.role != Role::Main;
        let every = if hourly { 4 } else { 1 };
        let mut all = Vec::new();
        let variables: &[Variable] = match place.kind {
            Kind::Stream { .. } => &STREAM,
            Kind::Climate => &CLIMATE,
        };
        for &variable in variables {
            for level in levels(place, variable) {
                let days = match self.size {
                    Size::Full => days(place, variable),
                    Size::Small => 20,
                };
                let dead = place.role == Role::DeadSensor && variable == Variable::Turbidity;
                let dead_from = dead.then_some(self.end - 41 * DAY);
                let start = (end - days * DAY).max(0);
                all.push(Series { variable, level: *level, steps: start..end, every, dead_from });
            }
        }
        all
    }

    /// The true state of a site over what its datastreams need.
    pub fn site(&self, place: &Place, series: &[Series]) -> Site<'_> {
        let start = series.iter().map(|series| series.steps.start).min().unwrap_or(0);
        let end = series.iter().map(|series| series.steps.end).max().unwrap_or(0);
        // One hour more, so that the first precipitation has its whole hour.
        let range = (start - 4).max(0) as usize..end.max(0) as usize;
        let region = &self.regions[place.watershed];
        let noise = self.noise.of(place.code);
        let (latitude, elevation_m) = (place.latitude, place.elevation_m);
        let state = match place.kind {
            Kind::Stream { area_km2, headwater, ground_us_cm } => {
                let gage = Gage { latitude, elevation_m, area_km2, ground_us_cm, noise };
                let runoff = if headwater { &region.headwater } else { &region.whole };
                let stream = Stream::new(&gage, &region.weather, runoff, range);
                State::Stream { stream, rating: Rating::of(&gage) }
            }
            Kind::Climate => {
                let station = Station { latitude, elevation_m, noise };
                State::Climate(Climate::new(&station, &region.weather, range))
            }
        };
        Site { noise, state, demo: self }
    }
}

/// A site's true state, ready for its instruments.
#[derive(Debug)]
pub struct Site<'a> {
    noise: Noise,
    state: State,
    demo: &'a Demo,
}

#[derive(Debug)]
enum State {
    Stream { stream: Stream, rating: Rating },
    Climate(Climate),
}

impl Site<'_> {
    /// The record of a datastream from a step on.
    pub fn record(&self, series: &Series, from: i64) -> Columns {
        let steps = series.steps.start.max(from)..series.steps.end.min(self.demo.end);
        match &self.state {
            State::Stream { stream, rating } if series.variable == Variable::Discharge => {
                self.discharge(stream, *rating, series, steps)
            }
            State::Stream { stream, .. } => {
                let values = stream.values(series.variable).unwrap_or_default();
                let icy = series.variable == Variable::Stage;
                let ice = if icy { stream.ice_m.as_slice() } else { &[] };
                let truth = Truth { first: stream.first, values, ice };
                self.instrument(series).record(truth, steps, series.every, series.level)
            }
            State::Climate(climate) => {
                let values = climate.values(series.variable, series.every as usize);
                let values = values.unwrap_or_default();
                let truth = Truth { first: climate.first, values: &values, ice: &[] };
                self.instrument(series).record(truth, steps, series.every, series.level)
            }
        }
    }

    /// Discharge is not measured: it is the rating of the quality-controlled stage, with its doubts.
    fn discharge(
        &self,
        stream: &Stream,
        rating: Rating,
        series: &Series,
        steps: Range<i64>,
    ) -> Columns {
        let stage = Series { variable: Variable::Stage, level: 1, ..series.clone() };
        let values = stream.values(Variable::Stage).unwrap_or_default();
        let instrument = self.instrument(&stage);
        let truth = |ice| Truth { first: stream.first, values, ice };
        let shown = instrument.record(truth(&stream.ice_m), steps.clone(), series.every, 1);
        // Under ice the rating does not hold; there the discharge is that of open water, estimated.
        let open = instrument.record(truth(&[]), steps, series.every, 1);
        let mut columns = Columns::with_capacity(open.len());
        for (row, (time_us, stage_m)) in open.time_us().iter().zip(open.value()).enumerate() {
            let said = shown.quality_at(row).cloned().unwrap_or_default();
            let said = columns.quality_index(&said);
            let discharge = if *stage_m == instrument::NO_DATA {
                instrument::NO_DATA
            } else {
                significant(rating.discharge_m3_s(*stage_m))
            };
            columns.push(*time_us, discharge, said);
        }
        columns
    }

    fn instrument(&self, series: &Series) -> Instrument {
        let about = series.variable.about();
        Instrument {
            behaviour: about.behaviour,
            site: self.noise,
            own: self.noise.of(about.code),
            dead_from: series.dead_from,
        }
    }
}

/// Three significant digits, at least to the litre per second, as discharge is published.
fn significant(discharge_m3_s: f64) -> f64 {
    let digits = (2 - discharge_m3_s.max(1e-3).log10().floor() as i32).clamp(0, 4);
    let scale = 10f64.powi(digits);
    (discharge_m3_s * scale).round() / scale
}

/// How many days of a variable a site has.
fn days(place: &Place, variable: Variable) -> i64 {
    use Variable::{Discharge, SnowDepth, Stage, WaterTemperature};
    match (place.role, place.kind, variable) {
        // Ten years and a bit, so that 350,000 values remain after the gaps.
        (Role::Flagship, _, Stage | Discharge | WaterTemperature) => 3_690,
        (Role::Flagship, _, _) => 760,
        (Role::Main, Kind::Stream { .. }, Stage | Discharge | WaterTemperature) => 731,
        (Role::Main, _, _) => 400,
        (_, Kind::Climate, SnowDepth) => 3 * 366,
        (_, Kind::Climate, _) => 400,
        _ => 80,
    }
}

/// Which levels of a variable a site has.
fn levels(place: &Place, variable: Variable) -> &'static [u8] {
    use Variable::{
        AirTemperature, Conductance, Discharge, Precipitation, Stage, WaterTemperature,
    };
    let rich = matches!(place.role, Role::Flagship | Role::Main);
    match variable {
        Discharge => &[1],
        Stage | WaterTemperature | AirTemperature | Precipitation => &[0, 1],
        Conductance if !rich => &[0, 1],
        _ if rich && place.kind != Kind::Climate => &[0, 1],
        _ => &[0],
    }
}

/// All sites.
pub fn places() -> &'static [Place] {
    &PLACES
}

#[cfg(test)]
mod tests;
