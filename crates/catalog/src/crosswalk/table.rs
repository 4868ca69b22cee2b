//! The quantities that stream, climate and soil networks measure, by the names their sources give them.
//!
//! Names are those of ODM2's vocabulary of variable names, of USGS, of HydroServers and of loggers; punctuation and case do not
//! matter. USGS codes are five digits. Only what is the same quantity is joined: a percentage is not a concentration, and a
//! water level is not a gage height, whose datum differs.

/// A quantity with its names.
#[derive(Debug)]
pub struct Quantity {
    /// Name for people.
    pub label: &'static str,
    /// What sources call it.
    pub names: &'static [&'static str],
    /// USGS parameter codes.
    pub usgs: &'static [&'static str],
}

const fn quantity(
    label: &'static str,
    names: &'static [&'static str],
    usgs: &'static [&'static str],
) -> Quantity {
    Quantity { label, names, usgs }
}

/// All of them.
#[rustfmt::skip]
pub const QUANTITIES: &[Quantity] = &[
    // Water in channels, lakes and wells.
    quantity("Discharge", &["Streamflow", "Stream flow", "Flow", "River discharge", "Flow rate", "Discharge, instantaneous"], &["00060", "00061", "30208"]),
    quantity("Gage height", &["Stage", "Gauge height", "River stage", "Water stage", "Stream stage", "Gage height, stream"], &["00065", "30207"]),
    quantity("Water level", &["Level", "Lake level", "Reservoir level", "Water surface elevation", "Lake elevation", "Reservoir storage elevation"], &["00062", "62614", "62615"]),
    quantity("Water depth", &["Depth", "Depth of water"], &["00064", "72199"]),
    quantity("Depth to water", &["Depth to water level", "Groundwater depth", "Depth to groundwater"], &["72019", "61055"]),
    quantity("Groundwater level", &["Groundwater elevation", "Groundwater level elevation"], &["62610", "62611", "72020"]),
    quantity("Reservoir storage", &["Storage, reservoir", "Lake storage"], &["00054", "72036"]),
    quantity("Water velocity", &["Velocity", "Stream velocity", "Current speed"], &["00055", "72255", "72254"]),
    quantity("Tide height", &["Tidal elevation", "Tide stage"], &["62620", "63160"]),
    // Water quality.
    quantity("Temperature", &["Temp", "Temperature, unspecified"], &[]),
    quantity("Water temperature", &["Temperature, water", "Water temp", "WTemp", "Stream temperature", "Temperature of water"], &["00010", "00011"]),
    quantity("Specific conductance", &["SpCond", "SpC", "Specific conductivity", "Conductivity, specific", "Specific conductance at 25C", "Electrical conductivity at 25C"], &["00095", "90095", "00094"]),
    quantity("Electrical conductivity", &["Conductivity", "Cond", "Conductance", "EC"], &["00402"]),
    quantity("pH", &["pH, water", "pH value"], &["00400", "00403"]),
    quantity("Dissolved oxygen", &["Oxygen, dissolved", "DO", "ODO", "DO mg/L", "Oxygen dissolved concentration"], &["00300", "00299"]),
    quantity("Dissolved oxygen saturation", &["Oxygen, dissolved percent of saturation", "Dissolved oxygen, percent of saturation", "Percent saturation, dissolved oxygen", "ODO sat", "DO sat", "DO percent"], &["00301", "62971"]),
    quantity("Turbidity", &["Turb", "Turbidity, FNU", "Turbidity, NTU"], &["63680", "00076", "63676", "63675"]),
    quantity("Salinity", &["Salinity, practical"], &["00480", "00096"]),
    quantity("Total dissolved solids", &["TDS", "Solids, total dissolved", "Dissolved solids"], &["70300", "70301"]),
    quantity("Suspended sediment", &["Suspended sediment concentration", "SSC", "Sediment, suspended"], &["80154", "99409"]),
    quantity("Total suspended solids", &["TSS", "Solids, total suspended"], &["00530"]),
    quantity("Chlorophyll fluorescence", &["Chlorophyll", "Chl fluorescence", "Chlorophyll, RFU", "Chlorophyll relative fluorescence"], &["32315", "62361"]),
    quantity("Chlorophyll a", &["Chlorophyll-a", "Chlorophyll a, uncorrected for pheophytin", "Chl a"], &["32318", "70953"]),
    quantity("Phycocyanin", &["Blue-green algae (cyanobacteria), phycocyanin", "BGA", "BGA-PC", "BGA phycocyanin", "Phycocyanin fluorescence"], &["32319", "32321", "95204"]),
    quantity("Dissolved organic matter fluorescence", &["fDOM", "Fluorescence, dissolved organic matter (DOM)", "Fluorescence, dissolved organic matter", "FDOM fluorescence", "CDOM"], &["32295", "32322", "63701"]),
    quantity("Nitrate", &["Nitrogen, nitrate (NO3)", "Nitrate nitrogen", "Nitrogen, nitrate", "NO3", "Nitrogen, nitrate (NO3) as N", "Nitrate as N"], &["00618", "00620", "99137"]),
    quantity("Nitrate plus nitrite", &["Nitrogen, nitrite (NO2) + nitrate (NO3) nitrogen", "Nitrite plus nitrate", "Nitrogen, NO2 + NO3", "Nitrate + nitrite"], &["00630", "00631", "99133"]),
    quantity("Ammonium", &["Nitrogen, NH4", "Nitrogen, ammonium (NH4)", "NH4"], &["00608", "71846"]),
    quantity("Total nitrogen", &["Nitrogen, total", "TN"], &["00600", "62854"]),
    quantity("Orthophosphate", &["Phosphorus, orthophosphate", "PO4", "Phosphorus, orthophosphate dissolved", "Soluble reactive phosphorus"], &["00660", "00671"]),
    quantity("Total phosphorus", &["Phosphorus, total", "TP"], &["00665"]),
    quantity("Dissolved organic carbon", &["Carbon, dissolved organic", "DOC"], &["00681"]),
    quantity("Chloride", &["Chloride, total", "Cl"], &["00940"]),
    quantity("Oxidation-reduction potential", &["ORP", "Redox potential", "Reduction potential"], &["00090", "63002"]),
    quantity("Light attenuation", &["Photosynthetically active radiation, underwater"], &[]),
    // Air.
    quantity("Air temperature", &["Temperature, air", "AirTemp", "Air temp", "Temperature of air", "Ambient temperature"], &["00020", "00021"]),
    quantity("Dew point", &["Temperature, dew point", "Dewpoint", "Dew point temperature", "DewPt"], &["81902"]),
    quantity("Relative humidity", &["RH", "Humidity", "Humidity, relative"], &["00052"]),
    quantity("Vapor pressure", &["Vapour pressure", "Water vapor pressure"], &["62608"]),
    quantity("Barometric pressure", &["Air pressure", "Atmospheric pressure", "BP", "Pressure, barometric"], &["00025", "75969"]),
    quantity("Wind speed", &["WindSpeed", "WindSp", "Wind velocity"], &["00035", "62625"]),
    quantity("Wind direction", &["WindDir", "Wind from direction"], &["00036"]),
    quantity("Wind gust speed", &["Wind gust", "Gust speed"], &["61728"]),
    quantity("Precipitation", &["Precip", "Rain", "Rainfall", "Precipitation, incremental"], &["00045", "46529"]),
    quantity("Evapotranspiration, potential", &["Potential evapotranspiration", "ET0", "Reference evapotranspiration", "PET"], &[]),
    quantity("Evaporation", &["Pan evaporation"], &["00050"]),
    quantity("Incoming shortwave radiation", &["Radiation, incoming shortwave", "Solar radiation", "Shortwave radiation, incoming", "Global radiation", "SWIn"], &["99986", "72185"]),
    quantity("Outgoing shortwave radiation", &["Radiation, outgoing shortwave", "Shortwave radiation, outgoing", "SWOut"], &["72186"]),
    quantity("Incoming longwave radiation", &["Radiation, incoming longwave", "Longwave radiation, incoming", "LWIn"], &["72175"]),
    quantity("Outgoing longwave radiation", &["Radiation, outgoing longwave", "Longwave radiation, outgoing", "LWOut"], &["72174"]),
    quantity("Net radiation", &["Radiation, net", "Radiation, total net"], &["62609"]),
    quantity("Photosynthetically active radiation", &["PAR", "Radiation, incoming PAR", "Radiation, PAR"], &["99988"]),
    // Snow and soil.
    quantity("Snow depth", &["Depth of snow", "SnowDepth"], &["72189"]),
    quantity("Snow water equivalent", &["SWE", "Snow water content"], &["72341"]),
    quantity("Snow temperature", &["Temperature, snow"], &[]),
    quantity("Soil temperature", &["Temperature, soil", "SoilTemp", "Soil temp"], &["72253"]),
    quantity("Soil moisture", &["Volumetric water content", "VWC", "Soil water content", "Soil moisture content", "Volumetric soil moisture"], &["74207", "72429"]),
    quantity("Bulk electrical conductivity", &["Soil electrical conductivity", "SoilCond", "Electrical conductivity, bulk"], &[]),
    quantity("Permittivity", &["Soil permittivity", "Dielectric permittivity"], &[]),
    // Instruments.
    quantity("Battery voltage", &["Battery", "Batt volt", "BattV", "Voltage, battery"], &["70969"]),
];
