//! Keys inside `properties` of SensorThings entities, as a HydroServer writes them.
//!
//! The embedded service writes them, the harvester and the importer read them: one spelling for all.

/// Thing: the site's code.
pub const SITE_CODE: &str = "samplingFeatureCode";
/// Thing: ODM2 sampling feature type.
pub const SITE_FEATURE_TYPE: &str = "samplingFeatureType";
/// Thing: kind of site, for example `Stream`.
pub const SITE_TYPE: &str = "siteType";
/// Thing: text that must stand beside the data.
pub const DATA_DISCLAIMER: &str = "dataDisclaimer";
/// Thing and Datastream: whether members alone may see it.
pub const IS_PRIVATE: &str = "isPrivate";
/// Datastream: whether its observations may be seen by all.
pub const IS_VISIBLE: &str = "isVisible";
/// Any entity: the network, as `{id, name, link, isPrivate}`.
pub const WORKSPACE: &str = "workspace";
/// Thing (ours): IANA time zone.
pub const TIME_ZONE: &str = "timeZone";
/// Thing (ours): offset of local standard time, `±hh:mm`.
pub const STANDARD_UTC_OFFSET: &str = "standardUtcOffset";
/// Thing (ours): watershed or region the site belongs to.
pub const WATERSHED: &str = "watershed";
/// Thing (ours): `true` on a made-up site of the demo network.
pub const SYNTHETIC: &str = "synthetic";
/// Location: elevation in metres.
pub const ELEVATION_M: &str = "elevation_m";
/// Location: vertical datum of the elevation.
pub const ELEVATION_DATUM: &str = "elevationDatum";
/// Location: state or province.
pub const ADMIN_AREA_1: &str = "adminArea1";
/// Location: county or district.
pub const ADMIN_AREA_2: &str = "adminArea2";
/// Location: country code.
pub const COUNTRY: &str = "country";
/// ObservedProperty: the variable's code.
pub const VARIABLE_CODE: &str = "variableCode";
/// ObservedProperty: the variable's category.
pub const VARIABLE_TYPE: &str = "variableType";
/// Datastream: kind of result.
pub const RESULT_TYPE: &str = "resultType";
/// Datastream: medium that was sampled.
pub const SAMPLED_MEDIUM: &str = "sampledMedium";
/// Datastream: number of observations.
pub const VALUE_COUNT: &str = "valueCount";
/// Datastream (ours): sequence of the newest change to its observations.
pub const REVISION: &str = "revision";
/// Datastream: the number that stands for "no data".
pub const NO_DATA_VALUE: &str = "noDataValue";
/// Datastream: code of the processing level.
pub const PROCESSING_LEVEL_CODE: &str = "processingLevelCode";
/// Datastream (ours): what the processing level means.
pub const PROCESSING_LEVEL_DEFINITION: &str = "processingLevelDefinition";
/// Datastream: intended time between observations, an amount.
pub const INTENDED_TIME_SPACING: &str = "intendedTimeSpacing";
/// Datastream: unit of [`INTENDED_TIME_SPACING`].
pub const INTENDED_TIME_SPACING_UNIT: &str = "intendedTimeSpacingUnitOfMeasurement";
/// Datastream: statistic over the aggregation interval.
pub const AGGREGATION_STATISTIC: &str = "aggregationStatistic";
/// Datastream: aggregation interval, an amount.
pub const TIME_AGGREGATION_INTERVAL: &str = "timeAggregationInterval";
/// Datastream: unit of [`TIME_AGGREGATION_INTERVAL`].
pub const TIME_AGGREGATION_INTERVAL_UNIT: &str = "timeAggregationIntervalUnitOfMeasurement";
/// Datastream: status term, for example `Ongoing`.
pub const STATUS: &str = "status";
/// Thing: documents and photos, as `{name: address}`.
pub const FILE_ATTACHMENTS: &str = "fileAttachments";
/// Thing (ours): codes of the sites that its water comes from.
pub const UPSTREAM: &str = "upstream";
/// Thing (ours): codes of the sites that its water goes to.
pub const DOWNSTREAM: &str = "downstream";
/// Datastream (ours): values that mean something to people, as `[{value, name, meaning}]`.
pub const THRESHOLDS: &str = "thresholds";
/// Any entity: the owner's tags, as `{key: value}`.
pub const TAGS: &str = "tags";
/// Thing (ours): licence of the site's data.
pub const LICENCE: &str = "licence";
/// Thing (ours): how the site's owner wants it to be cited.
pub const CITATION: &str = "citation";
/// Thing (ours): the site's page on the web.
pub const LINK: &str = "link";
/// Datastream (ours): how values came about, for example `Field Observation`.
pub const VALUE_TYPE: &str = "valueType";
/// Datastream (ours): the processing level at length.
pub const PROCESSING_LEVEL_EXPLANATION: &str = "processingLevelExplanation";
/// Datastream (ours): height above the surface in metres, negative below it.
pub const VERTICAL_OFFSET_M: &str = "verticalOffset_m";
