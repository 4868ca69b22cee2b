//! Where the demonstration network pretends to stand: three watersheds and thirty sites, all invented.

/// One of the three watersheds.
#[derive(Debug)]
pub struct Watershed {
    /// Its name.
    pub name: &'static str,
    /// County-like region, invented too.
    pub region: &'static str,
    /// IANA zone; standard time is UTC−07:00 in all three.
    pub zone: &'static str,
    /// How much warmer its air is than the first one's, °C.
    pub warmer_c: f64,
    /// Elevations of the three bands of its headwaters, m.
    pub headwater_m: [f64; 3],
    /// Elevations of the three bands of the whole, m.
    pub whole_m: [f64; 3],
}

/// The three watersheds.
pub const WATERSHEDS: [Watershed; 3] = [
    Watershed {
        name: "Tansel River",
        region: "Marrowick County",
        zone: "America/Denver",
        warmer_c: 0.0,
        headwater_m: [2350.0, 2650.0, 2950.0],
        whole_m: [1750.0, 2150.0, 2600.0],
    },
    Watershed {
        name: "Ombrey Creek",
        region: "Velsa County",
        zone: "America/Boise",
        warmer_c: -1.6,
        headwater_m: [2050.0, 2300.0, 2550.0],
        whole_m: [1600.0, 1950.0, 2300.0],
    },
    Watershed {
        name: "Hollin Fork",
        region: "Dorrance County",
        zone: "America/Denver",
        warmer_c: 2.4,
        headwater_m: [2600.0, 2950.0, 3300.0],
        whole_m: [2000.0, 2450.0, 2950.0],
    },
];

/// What is measured at a site.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Kind {
    /// A stream gage.
    Stream {
        /// Area that drains to it, km².
        area_km2: f64,
        /// Whether only the headwaters do.
        headwater: bool,
        /// Conductance of its ground water at 25 °C, µS/cm.
        ground_us_cm: f64,
    },
    /// A weather station.
    Climate,
}

/// How much there is at a site, and what is wrong with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// Ten years of stage, discharge and water temperature; three of everything else.
    Flagship,
    /// Years at 15 minutes.
    Main,
    /// Some months (streams) or a year at an hour (climate).
    Ordinary,
    /// As ordinary, but its turbidity sensor died.
    DeadSensor,
    /// As ordinary, but nothing has arrived for half a year.
    Stale,
    /// As ordinary, but nobody has said where it is.
    Nowhere,
}

/// A site.
#[derive(Debug)]
pub struct Place {
    /// Its code.
    pub code: &'static str,
    /// Its name.
    pub name: &'static str,
    /// Index into [`WATERSHEDS`].
    pub watershed: usize,
    /// Degrees north.
    pub latitude: f64,
    /// Degrees east.
    pub longitude: f64,
    /// Metres above sea.
    pub elevation_m: f64,
    /// What is measured.
    pub kind: Kind,
    /// How much of it.
    pub role: Role,
}

/// Which stream gage lies upstream of which, the next one along the water.
pub const RIVERS: [(&str, &str); 14] = [
    ("TR-10", "TR-20"),
    ("TR-12", "TR-20"),
    ("TR-20", "TR-30"),
    ("TR-24", "TR-40"),
    ("TR-30", "TR-40"),
    ("OC-10", "OC-20"),
    ("OC-14", "OC-20"),
    ("OC-20", "OC-30"),
    ("OC-30", "OC-40"),
    ("OC-26", "OC-40"),
    ("HF-10", "HF-22"),
    ("HF-15", "HF-22"),
    ("HF-18", "HF-15"),
    ("HF-22", "HF-30"),
];

type StreamRow = (&'static str, &'static str, f64, f64, f64, f64, bool, f64, Role);
type ClimateRow = (&'static str, &'static str, f64, f64, f64, Role);

const fn stream(watershed: usize, row: StreamRow) -> Place {
    let (code, name, latitude, longitude, elevation_m, area_km2, headwater, ground_us_cm, role) =
        row;
    let kind = Kind::Stream { area_km2, headwater, ground_us_cm };
    Place { code, name, watershed, latitude, longitude, elevation_m, kind, role }
}

const fn climate(watershed: usize, row: ClimateRow) -> Place {
    let (code, name, latitude, longitude, elevation_m, role) = row;
    Place { code, name, watershed, latitude, longitude, elevation_m, kind: Kind::Climate, role }
}

use Role::{DeadSensor, Flagship, Main, Nowhere, Ordinary, Stale};

/// The thirty sites; the first is the flagship.
#[rustfmt::skip]
pub const PLACES: [Place; 30] = [
    stream(0, ("TR-30", "Tansel River at Copper Bridge", 41.3420, -110.8630, 1780.0, 214.0, false, 455.0, Flagship)),
    stream(0, ("TR-10", "Tansel River at Upper Meadow", 41.1935, -110.7102, 2320.0, 38.0, true, 190.0, Ordinary)),
    stream(0, ("TR-12", "Sedge Brook above Tansel River", 41.2176, -110.7410, 2215.0, 14.5, true, 230.0, Ordinary)),
    stream(0, ("TR-20", "Tansel River at Slate Narrows", 41.2718, -110.7907, 1985.0, 118.0, true, 330.0, DeadSensor)),
    stream(0, ("TR-24", "Lanner Creek at Mill Road", 41.3071, -110.9325, 1860.0, 47.0, false, 520.0, Ordinary)),
    stream(0, ("TR-40", "Tansel River below Two Barns", 41.4280, -110.9240, 1690.0, 301.0, false, 560.0, Stale)),
    climate(0, ("TR-C1", "Tansel Ridge climate station", 41.1702, -110.6905, 2790.0, Ordinary)),
    climate(0, ("TR-C2", "Upper Meadow climate station", 41.1960, -110.7131, 2335.0, Main)),
    climate(0, ("TR-C3", "Slate Narrows climate station", 41.2731, -110.7940, 2010.0, Ordinary)),
    climate(0, ("TR-C4", "Two Barns climate station", 41.4302, -110.9201, 1702.0, Ordinary)),
    stream(1, ("OC-30", "Ombrey Creek at Kiln Crossing", 43.9310, -113.8040, 1650.0, 126.0, false, 310.0, Main)),
    stream(1, ("OC-10", "Ombrey Creek at Lark Basin", 44.0412, -113.9376, 2060.0, 22.0, true, 120.0, Ordinary)),
    stream(1, ("OC-14", "Pinfeather Creek above Ombrey Creek", 44.0120, -113.8911, 1930.0, 17.8, true, 145.0, Ordinary)),
    stream(1, ("OC-20", "Ombrey Creek below Pinfeather Creek", 43.9874, -113.8612, 1840.0, 61.0, true, 205.0, Ordinary)),
    stream(1, ("OC-26", "Grayling Spring Brook", 43.9525, -113.7702, 1705.0, 9.6, false, 365.0, Nowhere)),
    stream(1, ("OC-40", "Ombrey Creek at Mouth", 43.8706, -113.7411, 1585.0, 171.0, false, 345.0, Ordinary)),
    climate(1, ("OC-C1", "Lark Basin climate station", 44.0480, -113.9450, 2180.0, Main)),
    climate(1, ("OC-C2", "Pinfeather Bench climate station", 44.0062, -113.8820, 1970.0, Ordinary)),
    climate(1, ("OC-C3", "Kiln Crossing climate station", 43.9330, -113.8010, 1660.0, Ordinary)),
    climate(1, ("OC-C4", "Ombrey Divide climate station", 44.0921, -113.9987, 2470.0, Ordinary)),
    stream(2, ("HF-30", "Hollin Fork near Amber Flat", 39.0560, -106.9215, 2040.0, 342.0, false, 380.0, Main)),
    stream(2, ("HF-10", "Hollin Fork at Glass Lake Outlet", 38.8840, -106.7640, 2930.0, 29.0, true, 85.0, Ordinary)),
    stream(2, ("HF-15", "East Hollin Fork above Tram Gulch", 38.9177, -106.7225, 2710.0, 44.0, true, 110.0, Ordinary)),
    stream(2, ("HF-18", "Tram Gulch at Portal", 38.9302, -106.7458, 2660.0, 8.2, true, 610.0, Ordinary)),
    stream(2, ("HF-22", "Hollin Fork at Ranger Camp", 38.9713, -106.8170, 2410.0, 166.0, true, 240.0, Ordinary)),
    stream(2, ("HF-35", "Saddle Wash at Cottonwood Lane", 39.0871, -106.9877, 1985.0, 58.0, false, 820.0, Ordinary)),
    climate(2, ("HF-C1", "Glass Lake climate station", 38.8811, -106.7602, 2980.0, Ordinary)),
    climate(2, ("HF-C2", "Ranger Camp climate station", 38.9733, -106.8149, 2425.0, Main)),
    climate(2, ("HF-C3", "Amber Flat climate station", 39.0588, -106.9180, 2050.0, Ordinary)),
    climate(2, ("HF-C4", "Hollin Saddle climate station", 38.9450, -106.6810, 3210.0, Stale)),
];
