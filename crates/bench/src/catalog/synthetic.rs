//! A catalog of a nation's gages, made up: sites in states and counties, stations that measure alike.

use gagehouse_catalog::record::{DatastreamRecord, NetworkRecord, SiteRecord, SourceCatalog};
use gagehouse_catalog::{SourceEntry, SourceState};
use gagehouse_model::time::DAY_US;
use gagehouse_model::{SiteZone, Spacing, TimeUs, Visibility};

/// Datastreams of a site, in the mean.
const PER_SITE: usize = 13;
/// The time it is: 2026-11-20.
pub const NOW: TimeUs = TimeUs(1_795_132_800_000_000);

/// How the facets of a datastream go together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Like {
    /// As in a network: a variable has its unit, its category, a few methods.
    Networks,
    /// As nowhere: every facet has nothing to do with any other.
    Dice,
    /// As in a network whose methods name an instrument, of which every series has its own.
    OwnMethods,
}

/// Numbers that look random and are always the same.
pub struct Dice(u64);

impl Dice {
    /// From a seed.
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    /// A number below `sides`, which is not 0.
    pub fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33) as usize % sides
    }

    /// Eight bytes.
    fn bits(&mut self) -> u64 {
        (self.roll(1 << 31) as u64) << 32 | self.roll(1 << 31) as u64
    }
}

/// Syllables of names.
const SYLLABLES: [&str; 24] = [
    "lo", "gan", "men", "don", "red", "butte", "pro", "vo", "wil", "kins", "bea", "ver", "mid",
    "way", "char", "les", "ton", "jor", "da", "nelle", "tri", "al", "frank", "lin",
];
const WATERS: [&str; 8] = ["River", "Creek", "Fork", "Brook", "Lake", "Canal", "Spring", "Slough"];
const VARIABLES: [(&str, &str, &str, &str); 16] = [
    ("Temperature, water", "00010", "°C", "Water quality"),
    ("Specific conductance", "00095", "µS/cm", "Water quality"),
    ("pH", "00400", "pH", "Water quality"),
    ("Dissolved oxygen", "00300", "mg/L", "Water quality"),
    ("Turbidity", "63680", "FNU", "Water quality"),
    ("Gage height", "00065", "m", "Hydrology"),
    ("Discharge", "00060", "m³/s", "Hydrology"),
    ("Temperature, air", "00020", "°C", "Climate"),
    ("Relative humidity", "00052", "%", "Climate"),
    ("Barometric pressure", "00025", "kPa", "Climate"),
    ("Wind speed", "00035", "m/s", "Climate"),
    ("Wind direction", "00036", "deg", "Climate"),
    ("Precipitation", "00045", "mm", "Climate"),
    ("Snow depth", "72189", "cm", "Snow"),
    ("Volumetric water content", "74207", "m³/m³", "Soil"),
    ("Temperature, soil", "72253", "°C", "Soil"),
];

/// So many datastreams at their sites; ids are UUIDs, as a HydroServer's are.
pub fn catalog(datastreams: usize, like: Like) -> SourceCatalog {
    let mut dice = Dice::new(7);
    let networks = (0..60).map(|number| NetworkRecord {
        external_id: format!("network-{number}"),
        name: format!("{} watershed network", name(&mut dice)),
        description: None,
        link: None,
        visibility: Visibility::Public,
    });
    let networks: Vec<NetworkRecord> = networks.collect();
    let sites: Vec<SiteRecord> =
        (0..datastreams.div_ceil(PER_SITE)).map(|number| a_site(number, &mut dice)).collect();
    let mut records = Vec::with_capacity(datastreams);
    'sites: for site in &sites {
        // Stations of a network are of a few kinds.
        let kind = dice.roll(40);
        let begin = TimeUs(NOW.0 - (200 + dice.roll(9_000) as i64) * DAY_US);
        for place in 0..PER_SITE {
            if records.len() == datastreams {
                break 'sites;
            }
            records.push(match like {
                Like::Networks => a_series(site, kind, place, begin, &mut dice),
                Like::Dice => anything(site, begin, &mut dice),
                Like::OwnMethods => {
                    let number = dice.roll(1 << 31);
                    let mut record = a_series(site, kind, place, begin, &mut dice);
                    record.method_name =
                        Some(format!("{} by model {number}", record.variable_name));
                    record
                }
            });
        }
    }
    SourceCatalog { networks, sites, datastreams: records }
}

fn name(dice: &mut Dice) -> String {
    let syllables = 2 + dice.roll(2);
    let word: String = (0..syllables).map(|_| SYLLABLES[dice.roll(SYLLABLES.len())]).collect();
    let (first, rest) = word.split_at(1);
    format!("{}{rest}", first.to_uppercase())
}

fn a_site(number: usize, dice: &mut Dice) -> SiteRecord {
    let (state, county) = (dice.roll(50), dice.roll(60));
    let (water, near) = (WATERS[dice.roll(8)], name(dice));
    let mut site = SiteRecord::new(uuid(dice), format!("{} {water} near {near}", name(dice)));
    site.code = Some(format!("{:08}", 1_000_000 + number * 17));
    site.network = Some(format!("network-{}", dice.roll(60)));
    site.site_type =
        Some(["Stream", "Lake", "Land", "Well", "Spring", "Atmosphere"][dice.roll(6)].into());
    site.longitude = Some(((-124.0 + dice.roll(5_700_000) as f64 / 1e5) * 1e5).round() / 1e5);
    site.latitude = Some(((25.0 + dice.roll(2_400_000) as f64 / 1e5) * 1e5).round() / 1e5);
    site.elevation_m = Some(dice.roll(30_000) as f64 / 10.0);
    site.elevation_datum = Some("NAVD88".into());
    site.admin_area_1 = Some(format!("State {state:02}"));
    site.admin_area_2 = Some(format!("County {county:02}"));
    site.country = Some("US".into());
    site.watershed = Some(format!("Basin {:03}", state * 4 + dice.roll(4)));
    site.zone =
        Some(SiteZone { iana: None, standard_offset_minutes: -60 * (5 + dice.roll(4) as i32) });
    site
}

fn uuid(dice: &mut Dice) -> String {
    let (high, low) = (dice.bits(), dice.bits());
    format!(
        "{:08x}-{:04x}-4{:03x}-a{:03x}-{:012x}",
        high >> 32,
        high >> 16 & 0xffff,
        high & 0xfff,
        low >> 52,
        low & 0xffff_ffff_ffff
    )
}

/// What every series has: its times, its counts, its latest value.
fn lived(
    mut record: DatastreamRecord,
    begin: TimeUs,
    minutes: usize,
    dice: &mut Dice,
) -> DatastreamRecord {
    let step_us = minutes as i64 * 60_000_000;
    let age = match dice.roll(20) {
        0 => dice.roll(3_000) as i64 * DAY_US,
        1 | 2 => dice.roll(20) as i64 * DAY_US,
        _ => dice.roll(5) as i64 * 3_600_000_000,
    };
    let end = TimeUs(((NOW.0 - age).max(begin.0) / step_us) * step_us);
    let possible = (end.0 - begin.0) / step_us;
    record.spacing = Spacing::from_us(step_us);
    record.begin = Some(begin);
    record.end = Some(end);
    record.value_count = Some((possible - dice.roll(1_000) as i64).max(1) as u64);
    record.latest_time = Some(end);
    record.latest_value = Some(dice.roll(50_000) as f64 / 100.0);
    record.no_data_value = Some(-9_999.0);
    record
}

fn a_series(
    site: &SiteRecord,
    kind: usize,
    place: usize,
    begin: TimeUs,
    dice: &mut Dice,
) -> DatastreamRecord {
    let (name, code, unit, category) = VARIABLES[(kind + place * 5) % VARIABLES.len()];
    let level = place % 2;
    let mut record = DatastreamRecord::new(uuid(dice), site.external_id.clone(), name);
    record.name = format!("{name} at {}, level {level}", site.name);
    record.variable_code = Some(code.into());
    record.variable_category = Some(category.into());
    record.unit.symbol = Some(unit.into());
    record.sampled_medium =
        Some(if category == "Climate" { "Air" } else { "Liquid aqueous" }.into());
    record.aggregation_statistic =
        Some(if kind.is_multiple_of(3) { "Average" } else { "Continuous" }.into());
    record.result_type = Some("Time series coverage".into());
    record.processing_level = Some(level.to_string());
    record.processing_level_definition =
        Some(["Raw data", "Quality controlled data"][level].into());
    record.method_name = Some(format!("{} {} by model {}", unit, name, kind % 7));
    record.sensor_model = Some(format!("Maker {} type {}", kind % 5, place % 9));
    record.method_id = Some(format!("sensor-{}-{place}", kind % 7));
    record.status = Some("Ongoing".into());
    lived(record, begin, [15, 5, 60, 1_440][kind % 4], dice)
}

fn anything(site: &SiteRecord, begin: TimeUs, dice: &mut Dice) -> DatastreamRecord {
    let variable = format!("Variable {}", dice.roll(400));
    let mut record = DatastreamRecord::new(uuid(dice), site.external_id.clone(), variable);
    let mut of = |what: &str, values: usize| Some(format!("{what} {}", dice.roll(values)));
    record.variable_category = of("Category", 12);
    record.unit.symbol = of("Unit", 60);
    record.sampled_medium = of("Medium", 6);
    record.aggregation_statistic = of("Statistic", 8);
    record.processing_level = of("Level", 4);
    record.method_name = of("Method", 1_000);
    record.sensor_model = of("Model", 200);
    lived(record, begin, [5, 10, 15, 30, 60, 1_440][dice.roll(6)], dice)
}

/// The entry of the source that has it.
pub fn entry(parts: Vec<gagehouse_catalog::PartEntry>) -> anyhow::Result<SourceEntry> {
    Ok(SourceEntry {
        key: "nation".parse()?,
        name: "A nation's gages".to_owned(),
        kind: "sensorthings".to_owned(),
        description: None,
        synthetic: true,
        observations_url: "/sensorthings/v1.1".to_owned(),
        state: SourceState::Ok,
        last_attempt_us: None,
        last_success_us: Some(NOW),
        last_error: None,
        parts,
    })
}
