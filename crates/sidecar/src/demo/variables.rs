//! What the demonstration network measures, and with what instruments.

/// A variable.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Variable {
    /// Of the stream.
    WaterTemperature,
    /// Of the stream, at 25 °C.
    Conductance,
    /// Of the stream.
    Ph,
    /// Dissolved in the stream.
    Oxygen,
    /// Of the stream.
    Turbidity,
    /// Height of the water over the gage datum.
    Stage,
    /// From stage by the rating.
    Discharge,
    /// At two metres.
    AirTemperature,
    /// Relative.
    Humidity,
    /// Incoming shortwave.
    SunRadiation,
    /// At two metres.
    WindSpeed,
    /// Since the last value.
    Precipitation,
    /// On the ground.
    SnowDepth,
}

/// What is said about a variable.
#[derive(Debug)]
pub struct About {
    /// Code in the catalog.
    pub code: &'static str,
    /// Name for people.
    pub name: &'static str,
    /// Category.
    pub category: &'static str,
    /// What is sampled.
    pub medium: &'static str,
    /// Unit: name and symbol.
    pub unit: (&'static str, &'static str),
    /// What a value stands for.
    pub statistic: &'static str,
    /// The instrument's name.
    pub instrument: &'static str,
    /// How the instrument behaves.
    pub behaviour: Behaviour,
}

/// How an instrument departs from the truth.
#[derive(Debug, Clone, Copy)]
pub struct Behaviour {
    /// Steps in which it reports.
    pub resolution: f64,
    /// Standard deviation of its noise.
    pub noise: f64,
    /// How far it has gone a month after its calibration.
    pub drift_a_month: f64,
    /// How far a spike goes.
    pub spike: f64,
    /// What it shows while it is out of the water; `None` when nobody takes it out.
    pub in_air: Option<f64>,
    /// The values it can show.
    pub limits: (f64, f64),
}

/// Stream variables in the order of a site's datastreams.
pub const STREAM: [Variable; 7] = [
    Variable::WaterTemperature,
    Variable::Conductance,
    Variable::Ph,
    Variable::Oxygen,
    Variable::Turbidity,
    Variable::Stage,
    Variable::Discharge,
];

/// Climate variables in the order of a site's datastreams.
pub const CLIMATE: [Variable; 6] = [
    Variable::AirTemperature,
    Variable::Humidity,
    Variable::SunRadiation,
    Variable::WindSpeed,
    Variable::Precipitation,
    Variable::SnowDepth,
];

impl Variable {
    /// What is said about it.
    pub fn about(self) -> About {
        let water = |code, name, category, unit, instrument, behaviour| About {
            code,
            name,
            category,
            medium: "Surface water",
            unit,
            statistic: "Continuous",
            instrument,
            behaviour,
        };
        let air = |code, name, unit, statistic, instrument, behaviour| About {
            code,
            name,
            category: "Climate",
            medium: "Air",
            unit,
            statistic,
            instrument,
            behaviour,
        };
        let sonde = "Synthetic multiparameter sonde";
        let celsius = ("degree Celsius", "°C");
        match self {
            Self::WaterTemperature => water(
                "WTEMP",
                "Water temperature",
                "Water quality",
                celsius,
                sonde,
                behaviour(0.01, 0.015, 0.02, 4.0, Some(18.0), (-0.2, 40.0)),
            ),
            Self::Conductance => water(
                "SPCOND",
                "Specific conductance",
                "Water quality",
                ("microsiemens per centimeter", "µS/cm"),
                sonde,
                behaviour(0.1, 0.5, -7.0, 160.0, Some(0.4), (0.0, 5000.0)),
            ),
            Self::Ph => water(
                "PH",
                "pH",
                "Water quality",
                ("pH unit", "pH"),
                sonde,
                behaviour(0.01, 0.006, 0.12, 1.2, Some(7.0), (0.0, 14.0)),
            ),
            Self::Oxygen => water(
                "ODO",
                "Dissolved oxygen",
                "Water quality",
                ("milligram per liter", "mg/L"),
                sonde,
                behaviour(0.01, 0.03, -0.3, 4.0, Some(8.6), (0.0, 25.0)),
            ),
            Self::Turbidity => water(
                "TURB",
                "Turbidity",
                "Water quality",
                ("nephelometric turbidity unit", "NTU"),
                sonde,
                behaviour(0.01, 0.08, 0.9, 700.0, Some(0.1), (0.0, 2000.0)),
            ),
            Self::Stage => water(
                "STAGE",
                "Stage",
                "Hydrology",
                ("meter", "m"),
                "Synthetic pressure transducer",
                behaviour(0.001, 0.0015, 0.006, 0.45, Some(0.0), (-1.0, 20.0)),
            ),
            Self::Discharge => water(
                "Q",
                "Discharge",
                "Hydrology",
                ("cubic meter per second", "m³/s"),
                "Synthetic stage-discharge rating",
                behaviour(0.001, 0.0, 0.0, 0.0, None, (0.0, 5000.0)),
            ),
            Self::AirTemperature => air(
                "AIRTEMP",
                "Air temperature",
                celsius,
                "Continuous",
                "Synthetic shielded thermistor",
                behaviour(0.01, 0.05, 0.0, 9.0, None, (-50.0, 50.0)),
            ),
            Self::Humidity => air(
                "RH",
                "Relative humidity",
                ("percent", "%"),
                "Continuous",
                "Synthetic hygrometer",
                behaviour(0.1, 0.4, 0.8, 35.0, None, (0.0, 100.0)),
            ),
            Self::SunRadiation => air(
                "SOLAR",
                "Incoming shortwave radiation",
                ("watt per square meter", "W/m²"),
                "Continuous",
                "Synthetic pyranometer",
                behaviour(0.1, 0.6, 0.0, 400.0, None, (0.0, 1400.0)),
            ),
            Self::WindSpeed => air(
                "WIND",
                "Wind speed",
                ("meter per second", "m/s"),
                "Continuous",
                "Synthetic anemometer",
                behaviour(0.01, 0.05, 0.0, 15.0, None, (0.0, 60.0)),
            ),
            Self::Precipitation => air(
                "PRECIP",
                "Precipitation",
                ("millimeter", "mm"),
                "Incremental",
                "Synthetic tipping bucket",
                behaviour(0.254, 0.0, 0.0, 0.0, None, (0.0, 100.0)),
            ),
            Self::SnowDepth => About {
                medium: "Snow",
                ..air(
                    "SNOWD",
                    "Snow depth",
                    ("centimeter", "cm"),
                    "Continuous",
                    "Synthetic ultrasonic snow sensor",
                    behaviour(0.1, 0.7, 0.0, 90.0, None, (0.0, 600.0)),
                )
            },
        }
    }
}

fn behaviour(
    resolution: f64,
    noise: f64,
    drift_a_month: f64,
    spike: f64,
    in_air: Option<f64>,
    limits: (f64, f64),
) -> Behaviour {
    Behaviour { resolution, noise, drift_a_month, spike, in_air, limits }
}
