//! The forms of what is done on visits, at the bench and at the maker, where they are lists of fields.

use super::{DISCHARGES, Field, Input, Items, LENGTHS, field};
use crate::Kind;
use crate::vocabulary::{ACTION_TYPE, CONTROL_CONDITION, DISCHARGE_METHOD, QUALITY_RATING};

const METHOD: Field = field("method", "Method", Input::Method);
const POINT: Input = Input::Record(&[Kind::ReferencePoint]);

/// Cleaning and other maintenance of an item.
pub const MAINTENANCE: &[Field] = &[
    field("equipment", "Item", Input::Item(Items::AtSite)),
    field("begin", "At", Input::Minute),
    METHOD,
    field(
        "maintenance",
        "",
        Input::Part(&[
            field("is_cleaning", "It was cleaned", Input::Check),
            field("reason", "What was done, and why", Input::Text),
        ]),
    ),
];

/// A logger's clock beside the right time, and its batteries.
pub const LOGGER_CHECK: &[Field] = &[
    field("equipment", "Logger", Input::Item(Items::Loggers)),
    field("begin", "At", Input::Minute),
    field(
        "logger",
        "",
        Input::Part(&[
            field("clock", "Its clock shows", Input::Second),
            field("right_time", "Right time", Input::Second),
            field("clock_was_set", "The clock was set", Input::Check),
            field("battery_v", "Battery", Input::Decimal("V")),
            field("battery_under_load_v", "Battery under load", Input::Decimal("V")),
            field("backup_battery_v", "Backup battery", Input::Decimal("V")),
            field("desiccant_was_changed", "The desiccant was changed", Input::Check),
        ]),
    ),
    field("description", "Remarks", Input::Text),
];

/// An item at the maker.
pub const FACTORY_SERVICE: &[Field] = &[
    field("equipment", "Item", Input::Item(Items::All)),
    field("begin", "Sent", Input::Minute),
    field("end", "Back", Input::Minute),
    field(
        "maintenance",
        "",
        Input::Part(&[
            field("code", "Order number", Input::Text),
            field("reason", "Why", Input::Text),
        ]),
    ),
    field("description", "What the maker did", Input::Lines),
];

/// Of a check of dissolved oxygen: what water holds that is saturated with air.
pub const OXYGEN: &[Field] = &[
    field("temperature_c", "Temperature", Input::Decimal("°C")),
    field(
        "pressure_mmhg",
        "Air pressure at the place, not reduced to sea level",
        Input::Decimal("mmHg"),
    ),
    field("salinity", "Salinity, none in fresh water", Input::Decimal("g/kg")),
    field("as_found", "Saturated: as found", Input::Decimal("mg/L")),
    field("as_left", "Saturated: as left", Input::Decimal("mg/L")),
];

/// A discharge measurement, with the stage during it.
pub const DISCHARGE_MEASUREMENT: &[Field] = &[
    field("begin", "Begun", Input::Minute),
    field("end", "Ended", Input::Minute),
    field(
        "discharge",
        "",
        Input::Part(&[
            field("discharge_method", "How it was measured", Input::Term(DISCHARGE_METHOD)),
            field("duration_h", "It took", Input::Decimal("h")),
            field("unit", "Unit of discharge", Input::Unit(DISCHARGES)),
            field("value", "Discharge", Input::In("unit")),
            field("quality_rating", "Quality rating", Input::Term(QUALITY_RATING)),
            field("uncertainty_percent", "Uncertainty", Input::Decimal("%")),
            field("gage_height_unit", "Unit of gage height", Input::Unit(LENGTHS)),
            field("gage_height", "Mean gage height", Input::In("gage_height_unit")),
            field(
                "gage_height_change",
                "Change of gage height meanwhile",
                Input::In("gage_height_unit"),
            ),
            field("control_condition", "Control condition", Input::Term(CONTROL_CONDITION)),
            field(
                "is_excluded",
                "It is not to be used for the stage–discharge rating",
                Input::Check,
            ),
            field("excluded_reason", "Why it is not to be used", Input::Text),
            field("number", "Number of the measurement", Input::Text),
            field("agency", "Agency, where it was another one", Input::Text),
        ]),
    ),
    METHOD,
    field("equipment", "Measured with", Input::Item(Items::All)),
    field("description", "Remarks", Input::Lines),
];

/// Levels run between the reference points of a site.
pub const LEVEL_SURVEY: &[Field] = &[
    field("begin", "Begun", Input::Minute),
    field("end", "Ended", Input::Minute),
    field(
        "levels",
        "",
        Input::Part(&[
            field("origin", "Reference point whose height is held", POINT),
            field("method", "How the levels were run", Input::Text),
            field(
                "points",
                "Heights found",
                Input::Rows(
                    "point",
                    &[
                        field("reference_point", "Reference point", POINT),
                        field("elevation", "Height found", Input::In("unit")),
                        field("unit", "Unit", Input::Unit(LENGTHS)),
                        field("name", "Name of a point that is none of them", Input::Text),
                    ],
                ),
            ),
        ]),
    ),
    METHOD,
    field("equipment", "Run with", Input::Item(Items::All)),
    field("description", "Remarks", Input::Lines),
];

/// Whatever else was done.
pub const OTHER_ACTION: &[Field] = &[
    field("action_type", "What was done", Input::TermOf(ACTION_TYPE, OTHERS)),
    field("begin", "Begun", Input::Minute),
    field("end", "Ended", Input::Minute),
    METHOD,
    field("equipment", "With or to", Input::Item(Items::All)),
    field("description", "Remarks", Input::Lines),
];

/// What is done on a visit and has no form of its own.
const OTHERS: &[&str] = &[
    "genericNonObservation",
    "dataRetrieval",
    "specimenCollection",
    "specimenPreservation",
    "specimenPreparation",
    "fieldActivity",
    "submersibleLaunch",
    "equipmentProgramming",
    "estimation",
];
