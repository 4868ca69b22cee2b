//! The units whose conversion is known exactly, and how sources spell them.
//!
//! Factors are exact ratios of whole numbers, after NIST Special Publication 811 (2008), appendix B, and
//! the definitions it rests on: inch 25.4 mm, pound 0.453 592 37 kg, gallon 231 in³, standard gravity
//! 9.806 65 m/s². Millimetres and inches of mercury are the conventional ones (13 595.1 kg/m³). The acre
//! is of international feet, as NIST recommends since 2023 (the survey acre is 4 parts in a million larger).
//!
//! Not here, and never to be: turbidity (NTU, FNU and their kin differ in what they measure), pH, moles,
//! months and years (of no fixed length), and water columns (which depend on temperature).

use super::convert::Scale;

/// What is measured; only units of one quantity convert into each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Quantity {
    /// Length, level, depth; a height over a datum stays over that datum.
    Length,
    /// Area.
    Area,
    /// Volume.
    Volume,
    /// Volume in a time.
    Flow,
    /// Length in a time: velocity, wind, rainfall rate.
    Speed,
    /// Pressure.
    Pressure,
    /// Temperature, not differences of it.
    Temperature,
    /// Electrical conductivity, as measured: nothing is adjusted to 25 °C.
    Conductivity,
    /// Mass in a volume.
    Concentration,
}

/// In which household a unit is at home.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Household {
    /// US customary.
    UsCustomary,
    /// Metric.
    Metric,
    /// Used beside both.
    Both,
}

/// A unit whose conversion is known.
#[derive(Debug, PartialEq)]
pub struct KnownUnit {
    /// How it is written here, for example `ft³/s`.
    pub symbol: &'static str,
    /// What it measures.
    pub quantity: Quantity,
    /// Where it is at home.
    pub household: Household,
    /// SI value = scale × value + zero.
    pub(super) scale: Scale,
    /// Symbols that sources write, after `normalized` and with their case.
    pub(super) symbols: &'static [&'static str],
    /// Names that sources write, lower case.
    pub(super) names: &'static [&'static str],
}

const fn unit(
    symbol: &'static str,
    quantity: Quantity,
    household: Household,
    scale: Scale,
    symbols: &'static [&'static str],
    names: &'static [&'static str],
) -> KnownUnit {
    KnownUnit { symbol, quantity, household, scale, symbols, names }
}

const fn by(numerator: i128, denominator: i128) -> Scale {
    Scale { numerator, denominator, zero_numerator: 0, zero_denominator: 1 }
}

const US: Household = Household::UsCustomary;
const SI: Household = Household::Metric;
const ALL: Household = Household::Both;

use Quantity::{
    Area, Concentration, Conductivity, Flow, Length, Pressure, Speed, Temperature, Volume,
};

/// m³ in a cubic foot: 0.3048³.
const CUBIC_FOOT: (i128, i128) = (28_316_846_592, 1_000_000_000_000);
/// m³ in a US gallon: 231 × 0.0254³.
const GALLON: (i128, i128) = (3_785_411_784, 1_000_000_000_000);
/// Pa in a pound force per square inch: 0.453 592 37 × 9.806 65 / 0.0254².
const PSI: (i128, i128) = (44_482_216_152_605, 6_451_600_000);
const DAY_S: i128 = 86_400;

/// All of them.
pub static UNITS: &[KnownUnit] = &[
    unit(
        "mm",
        Length,
        SI,
        by(1, 1_000),
        &["mm"],
        &["millimeter", "millimeters", "millimetre", "millimetres"],
    ),
    unit(
        "cm",
        Length,
        SI,
        by(1, 100),
        &["cm"],
        &["centimeter", "centimeters", "centimetre", "centimetres"],
    ),
    unit("m", Length, SI, by(1, 1), &["m"], &["meter", "meters", "metre", "metres"]),
    unit(
        "km",
        Length,
        SI,
        by(1_000, 1),
        &["km"],
        &["kilometer", "kilometers", "kilometre", "kilometres"],
    ),
    unit(
        "in",
        Length,
        US,
        by(254, 10_000),
        &["in", "in_i", "inch", "inches"],
        &["in", "inch", "inches", "international inch"],
    ),
    unit(
        "ft",
        Length,
        US,
        by(3_048, 10_000),
        &["ft", "ft_i", "feet", "foot"],
        &["ft", "foot", "feet", "international foot"],
    ),
    unit(
        "ftUS",
        Length,
        US,
        by(1_200, 3_937),
        &["ft_us", "ftUS", "usft"],
        &["foot, us survey", "us survey foot", "us survey feet"],
    ),
    unit("yd", Length, US, by(9_144, 10_000), &["yd", "yd_i"], &["yard", "yards"]),
    unit(
        "mi",
        Length,
        US,
        by(1_609_344, 1_000),
        &["mi", "mi_i"],
        &["mile", "miles", "international mile"],
    ),
    unit(
        "m²",
        Area,
        SI,
        by(1, 1),
        &["m2", "sqm"],
        &["square meter", "square meters", "square metre"],
    ),
    unit("ha", Area, SI, by(10_000, 1), &["ha"], &["hectare", "hectares"]),
    unit(
        "km²",
        Area,
        SI,
        by(1_000_000, 1),
        &["km2", "sqkm"],
        &["square kilometer", "square kilometers", "square kilometre"],
    ),
    unit(
        "ft²",
        Area,
        US,
        by(9_290_304, 100_000_000),
        &["ft2", "sft_i", "sqft"],
        &["square foot", "square feet"],
    ),
    unit("acre", Area, US, by(40_468_564_224, 10_000_000), &["acre", "acres"], &["acre", "acres"]),
    unit(
        "mi²",
        Area,
        US,
        by(2_589_988_110_336, 1_000_000),
        &["mi2", "sqmi"],
        &["square mile", "square miles"],
    ),
    unit("m³", Volume, SI, by(1, 1), &["m3"], &["cubic meter", "cubic meters", "cubic metre"]),
    unit("L", Volume, SI, by(1, 1_000), &["L", "l"], &["liter", "liters", "litre", "litres"]),
    unit(
        "mL",
        Volume,
        SI,
        by(1, 1_000_000),
        &["mL", "ml"],
        &["milliliter", "milliliters", "millilitre"],
    ),
    unit("ML", Volume, SI, by(1_000, 1), &["ML", "Ml"], &["megaliter", "megaliters", "megalitre"]),
    unit(
        "ft³",
        Volume,
        US,
        by(CUBIC_FOOT.0, CUBIC_FOOT.1),
        &["ft3", "cft_i", "cuft"],
        &["cubic foot", "cubic feet"],
    ),
    unit(
        "gal",
        Volume,
        US,
        by(GALLON.0, GALLON.1),
        &["gal", "gal_us", "USgal"],
        &["gallon", "gallons", "gallon, us", "us gallon", "us gallons"],
    ),
    unit(
        "Mgal",
        Volume,
        US,
        by(GALLON.0 * 1_000_000, GALLON.1),
        &["Mgal"],
        &["million gallon", "million gallons"],
    ),
    unit(
        "acre-ft",
        Volume,
        US,
        by(CUBIC_FOOT.0 * 43_560, CUBIC_FOOT.1),
        &["ac-ft", "acft", "acre-ft", "acreft", "af", "AF"],
        &["acre foot", "acre feet", "acre-foot", "acre-feet"],
    ),
    unit(
        "m³/s",
        Flow,
        SI,
        by(1, 1),
        &["m3/s", "m3s-1", "cms", "m3/sec", "cumec", "cumecs"],
        &[
            "cubic meter per second",
            "cubic meters per second",
            "cubic metre per second",
            "cubic metres per second",
        ],
    ),
    unit(
        "L/s",
        Flow,
        SI,
        by(1, 1_000),
        &["L/s", "l/s", "L/sec", "lps"],
        &["liter per second", "liters per second", "litre per second", "litres per second"],
    ),
    unit(
        "m³/d",
        Flow,
        SI,
        by(1, DAY_S),
        &["m3/d", "m3/day"],
        &["cubic meter per day", "cubic meters per day"],
    ),
    unit(
        "ML/d",
        Flow,
        SI,
        by(1_000, DAY_S),
        &["ML/d", "Ml/d", "ML/day", "MLD"],
        &["megaliter per day", "megaliters per day", "megalitre per day"],
    ),
    unit(
        "ft³/s",
        Flow,
        US,
        by(CUBIC_FOOT.0, CUBIC_FOOT.1),
        &["ft3/s", "ft3/sec", "cfs", "CFS", "ft3s-1", "cuft/s"],
        &["cubic foot per second", "cubic feet per second", "ft3/s"],
    ),
    unit(
        "gal/min",
        Flow,
        US,
        by(GALLON.0, GALLON.1 * 60),
        &["gal/min", "USGal/min", "USgal/min", "gpm", "GPM"],
        &[
            "gallon per minute",
            "gallons per minute",
            "gallon us per minute",
            "us gallons per minute",
        ],
    ),
    unit(
        "Mgal/d",
        Flow,
        US,
        by(GALLON.0 * 1_000_000, GALLON.1 * DAY_S),
        &["Mgal/d", "MGD", "mgd", "Mgal/day"],
        &["million gallon us per day", "million gallons per day"],
    ),
    unit(
        "acre-ft/d",
        Flow,
        US,
        by(CUBIC_FOOT.0 * 43_560, CUBIC_FOOT.1 * DAY_S),
        &["ac-ft/d", "acre-ft/d", "acft/d", "acft/day"],
        &["acre foot per day", "acre feet per day"],
    ),
    unit(
        "m/s",
        Speed,
        SI,
        by(1, 1),
        &["m/s", "ms-1", "m/sec"],
        &["meter per second", "meters per second", "metre per second", "metres per second"],
    ),
    unit(
        "cm/s",
        Speed,
        SI,
        by(1, 100),
        &["cm/s", "cm/sec"],
        &["centimeter per second", "centimeters per second"],
    ),
    unit(
        "km/h",
        Speed,
        SI,
        by(1_000, 3_600),
        &["km/h", "km/hr", "kph"],
        &["kilometer per hour", "kilometers per hour", "kilometre per hour"],
    ),
    unit(
        "mm/h",
        Speed,
        SI,
        by(1, 3_600_000),
        &["mm/h", "mm/hr"],
        &["millimeter per hour", "millimeters per hour"],
    ),
    unit(
        "mm/d",
        Speed,
        SI,
        by(1, 86_400_000),
        &["mm/d", "mm/day"],
        &["millimeter per day", "millimeters per day"],
    ),
    unit(
        "ft/s",
        Speed,
        US,
        by(3_048, 10_000),
        &["ft/s", "ft/sec", "fps"],
        &["foot per second", "feet per second"],
    ),
    unit(
        "mi/h",
        Speed,
        US,
        by(44_704, 100_000),
        &["mi/h", "mi/hr", "mph", "MPH"],
        &["mile per hour", "miles per hour"],
    ),
    unit(
        "kn",
        Speed,
        ALL,
        by(1_852, 3_600),
        &["kn", "knot", "knots", "kn_i"],
        &["knot", "knots", "nautical mile per hour"],
    ),
    unit(
        "in/h",
        Speed,
        US,
        by(254, 36_000_000),
        &["in/h", "in/hr"],
        &["inch per hour", "inches per hour"],
    ),
    unit(
        "in/d",
        Speed,
        US,
        by(254, 864_000_000),
        &["in/d", "in/day"],
        &["inch per day", "inches per day"],
    ),
    unit("Pa", Pressure, SI, by(1, 1), &["Pa"], &["pascal", "pascals"]),
    unit("hPa", Pressure, SI, by(100, 1), &["hPa"], &["hectopascal", "hectopascals"]),
    unit("mbar", Pressure, SI, by(100, 1), &["mbar", "mb"], &["millibar", "millibars"]),
    unit("kPa", Pressure, SI, by(1_000, 1), &["kPa", "KPa"], &["kilopascal", "kilopascals"]),
    unit("dbar", Pressure, SI, by(10_000, 1), &["dbar"], &["decibar", "decibars"]),
    unit("bar", Pressure, SI, by(100_000, 1), &["bar"], &["bar", "bars"]),
    unit("atm", Pressure, ALL, by(101_325, 1), &["atm"], &["standard atmosphere"]),
    unit(
        "psi",
        Pressure,
        US,
        by(PSI.0, PSI.1),
        &["psi", "PSI", "lbf/in2"],
        &["psi", "pound force per square inch", "pounds per square inch"],
    ),
    unit(
        "mmHg",
        Pressure,
        ALL,
        by(133_322_387_415, 1_000_000_000),
        &["mmHg"],
        &["millimeter of mercury", "millimeters of mercury"],
    ),
    unit(
        "inHg",
        Pressure,
        US,
        by(3_386_388_640_341, 1_000_000_000),
        &["inHg", "in_iHg"],
        &["inch of mercury", "inches of mercury"],
    ),
    unit(
        "°C",
        Temperature,
        SI,
        Scale { numerator: 1, denominator: 1, zero_numerator: 27_315, zero_denominator: 100 },
        &["degC", "DegC", "Cel", "ºC", "°C", "℃"],
        &[
            "degree celsius",
            "degrees celsius",
            "celsius",
            "degree centigrade",
            "degrees centigrade",
            "deg c",
        ],
    ),
    unit(
        "°F",
        Temperature,
        US,
        Scale { numerator: 5, denominator: 9, zero_numerator: 45_967, zero_denominator: 180 },
        &["degF", "DegF", "ºF", "°F", "℉"],
        &["degree fahrenheit", "degrees fahrenheit", "fahrenheit", "deg f"],
    ),
    unit("K", Temperature, ALL, by(1, 1), &["K"], &["kelvin"]),
    unit(
        "µS/cm",
        Conductivity,
        ALL,
        by(1, 10_000),
        &["uS/cm", "umho/cm", "uMhos/cm", "umhos/cm", "microS/cm"],
        &["microsiemen per centimeter", "microsiemens per centimeter", "micromho per centimeter"],
    ),
    unit(
        "mS/cm",
        Conductivity,
        ALL,
        by(1, 10),
        &["mS/cm", "mMhos/cm", "mmho/cm"],
        &["millisiemen per centimeter", "millisiemens per centimeter", "millimho per centimeter"],
    ),
    unit(
        "dS/m",
        Conductivity,
        ALL,
        by(1, 10),
        &["dS/m"],
        &["decisiemen per meter", "decisiemens per meter"],
    ),
    unit("S/m", Conductivity, ALL, by(1, 1), &["S/m"], &["siemen per meter", "siemens per meter"]),
    unit(
        "g/L",
        Concentration,
        ALL,
        by(1, 1),
        &["g/L", "g/l"],
        &["gram per liter", "grams per liter"],
    ),
    unit(
        "mg/L",
        Concentration,
        ALL,
        by(1, 1_000),
        &["mg/L", "mg/l", "g/m3"],
        &["milligram per liter", "milligrams per liter", "gram per cubic meter"],
    ),
    unit(
        "µg/L",
        Concentration,
        ALL,
        by(1, 1_000_000),
        &["ug/L", "ug/l", "mg/m3"],
        &["microgram per liter", "micrograms per liter", "milligram per cubic meter"],
    ),
];
