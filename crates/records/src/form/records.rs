//! The forms of records that are entered by themselves.

use super::{Field, Input, LENGTHS, field};
use crate::Kind;
use crate::vocabulary::{
    AGGREGATION_STATISTIC, ELEVATION_DATUM, EQUIPMENT_STATUS, EQUIPMENT_TYPE, MEDIUM, METHOD_TYPE,
    ORGANIZATION_TYPE, RELATIONSHIP_TYPE,
};

const DESCRIPTION: Field = field("description", "About it", Input::Lines);
const CODE: Field = field("code", "Code, unique in the network", Input::Text);
const NAME: Field = field("name", "Name", Input::Text);
const ORGANIZATION: Input = Input::Record(&[Kind::Organization]);
const EQUIPMENT: Input = Input::Record(&[Kind::Equipment]);
const PERSON: Input = Input::Record(&[Kind::Person]);

/// The fields of a kind; none for what is entered on visits, with forms of its own.
pub const fn fields(kind: Kind) -> &'static [Field] {
    match kind {
        Kind::Term => TERM,
        Kind::Limits => LIMITS,
        Kind::Organization => ORGANIZATIONS,
        Kind::Person => PEOPLE,
        Kind::Method => METHODS,
        Kind::EquipmentModel => MODELS,
        Kind::Equipment => ITEMS,
        Kind::ReferenceMaterial => STANDARDS,
        Kind::ReferencePoint => REFERENCE_POINTS,
        Kind::DataloggerProgram => PROGRAMS,
        Kind::Relation => RELATIONS,
        Kind::Visit
        | Kind::Deployment
        | Kind::Action
        | Kind::Calibration
        | Kind::Attachment
        | Kind::Annotation => &[],
    }
}

const TERM: &[Field] = &[
    field("vocabulary", "Vocabulary", Input::Vocabulary),
    field("code", "Code, letters and digits", Input::Text),
    NAME,
    field("is_retired", "It is not offered any more", Input::Check),
];

const TOLERANCE: &[Field] = &[
    field("absolute", "In the unit", Input::Decimal("")),
    field("percent", "In percent of the right value, where that is more", Input::Decimal("%")),
];

const BOUNDS: &[Field] = &[
    field("excellent", "Excellent up to", Input::Decimal("")),
    field("good", "Good up to", Input::Decimal("")),
    field("fair", "Fair up to", Input::Decimal("")),
    field("poor", "Poor up to; deletion is considered beyond it", Input::Decimal("")),
];

const LIMITS: &[Field] = &[
    field(
        "max_lag_s",
        "Longest time between a reading and the sensor's values around it",
        Input::Decimal("s"),
    ),
    field(
        "parameters",
        "Parameters",
        Input::Rows(
            "parameter",
            &[
                NAME,
                field("variables", "Codes of the variables that it is for", Input::Texts),
                field("unit", "Unit of what is not in percent", Input::Text),
                field(
                    "criterion",
                    "Calibration criterion: within it a sensor passes in a standard",
                    Input::Group(TOLERANCE),
                ),
                field(
                    "agreement",
                    "Old and new sensor side by side agree within",
                    Input::Group(TOLERANCE),
                ),
                field(
                    "absolute",
                    "Record accuracy in the unit, of |fouling| + |drift|",
                    Input::Group(BOUNDS),
                ),
                field(
                    "percent",
                    "Record accuracy in percent, of |fouling| + |drift|",
                    Input::Group(BOUNDS),
                ),
                field(
                    "split_at",
                    "Up to this value the bounds in the unit hold, above it those in percent",
                    Input::Decimal(""),
                ),
            ],
        ),
    ),
];

const ORGANIZATIONS: &[Field] = &[
    NAME,
    CODE,
    field("organization_type", "Type", Input::Term(ORGANIZATION_TYPE)),
    field("parent", "Part of", ORGANIZATION),
    field("link", "Its page, https://…", Input::Text),
    DESCRIPTION,
];

const PEOPLE: &[Field] = &[
    field("first_name", "First name", Input::Text),
    field("middle_name", "Further names", Input::Text),
    field("last_name", "Last name", Input::Text),
    field("account", "Name of their account here", Input::Text),
    field(
        "affiliations",
        "Where they work or worked",
        Input::Rows(
            "affiliation",
            &[
                field("organization", "Organization", ORGANIZATION),
                field("is_primary_contact", "The organization names them first", Input::Check),
                field("begin", "Since", Input::When),
                field("end", "Until", Input::When),
                field("phone", "Telephone", Input::Text),
                field("email", "Mail address", Input::Text),
                field("address", "Postal address", Input::Lines),
            ],
        ),
    ),
];

const METHODS: &[Field] = &[
    NAME,
    CODE,
    field("method_type", "For actions of the type", Input::Term(METHOD_TYPE)),
    field("organization", "Whose it is", ORGANIZATION),
    field("link", "Where it is published, https://…", Input::Text),
    DESCRIPTION,
];

const MODELS: &[Field] = &[
    NAME,
    field("manufacturer", "Maker", ORGANIZATION),
    field("part_number", "The maker's part number", Input::Text),
    field("link", "Its page, https://…", Input::Text),
    field("is_instrument", "It measures", Input::Check),
    field(
        "output_variables",
        "What it measures",
        Input::Rows(
            "output variable",
            &[
                field("variable", "Code of the variable", Input::Text),
                field("unit", "Unit it comes in", Input::Text),
                field("other_units", "Further units in which it may be recorded", Input::Texts),
                field("method", "Method", Input::Record(&[Kind::Method])),
                field("resolution", "Resolution", Input::In("unit")),
                field("accuracy", "Accuracy that the maker states", Input::In("unit")),
                field("accuracy_note", "What else the maker says of it", Input::Text),
            ],
        ),
    ),
    DESCRIPTION,
];

const ITEMS: &[Field] = &[
    CODE,
    NAME,
    field("equipment_type", "Type", Input::Term(EQUIPMENT_TYPE)),
    field("model", "Model", Input::Record(&[Kind::EquipmentModel])),
    field("serial_number", "Serial number", Input::Text),
    field("asset_tag", "What its label shows to a scanner", Input::Text),
    field("owner", "Owner", Input::Record(&[Kind::Organization, Kind::Person])),
    field("status", "Where it is when it is not deployed", Input::Term(EQUIPMENT_STATUS)),
    field("status_since", "Since", Input::When),
    field("status_reason", "Why", Input::Text),
    field("vendor", "Sold by", ORGANIZATION),
    field("purchased", "Bought", Input::When),
    field("order_number", "Order number", Input::Text),
    field("link", "Its papers, https://…", Input::Text),
    DESCRIPTION,
];

const STANDARDS: &[Field] = &[
    field("name", "Name, such as pH 7 buffer", Input::Text),
    CODE,
    field("lot", "Lot", Input::Text),
    field("expires", "Good until", Input::When),
    field("medium", "Medium", Input::Term(MEDIUM)),
    field("organization", "Maker", ORGANIZATION),
    field("purchased", "Bought", Input::When),
    field("certificate", "Certificate, https://…", Input::Text),
    field(
        "values",
        "Its values, at one temperature or at several",
        Input::Rows(
            "value",
            &[
                field("variable", "Code of the variable", Input::Text),
                field("value", "Value", Input::In("unit")),
                field("unit", "Unit", Input::Text),
                field("temperature_c", "At the temperature", Input::Decimal("°C")),
                field("accuracy", "Accuracy", Input::In("unit")),
            ],
        ),
    ),
];

const REFERENCE_POINTS: &[Field] = &[
    field("site", "Site", Input::Site),
    field("name", "Name, such as RP2", Input::Text),
    field("description", "Where to find it", Input::Lines),
    field("datum", "Datum", Input::Term(ELEVATION_DATUM)),
    field(
        "periods",
        "Its heights, each from a time on",
        Input::Rows(
            "height",
            &[
                field("from", "From", Input::When),
                field("unit", "Unit", Input::Unit(LENGTHS)),
                field("elevation", "Height above the datum", Input::In("unit")),
                field("uncertainty", "Uncertainty", Input::In("unit")),
            ],
        ),
    ),
    field("decommissioned", "Given up", Input::When),
    field("reason", "Why", Input::Text),
];

const PROGRAMS: &[Field] = &[
    field("logger", "Logger", EQUIPMENT),
    field("name", "Name, without the logger's drive", Input::Text),
    field("version", "Version", Input::Text),
    field("author", "Who wrote it", PERSON),
    field("description", "What it does", Input::Lines),
    field("rationale", "Why it was changed", Input::Lines),
    field("previous", "Program that it replaces", Input::Record(&[Kind::DataloggerProgram])),
    field(
        "retrieved",
        "Tables retrieved before it was sent, since sending erases them",
        Input::Rows(
            "table",
            &[
                field("table", "Table", Input::Text),
                field("newest_in_logger", "Newest record in the logger", Input::Whole),
                field("newest_in_file", "Newest record in the file", Input::Whole),
                field("sha256", "SHA-256 of the file", Input::Text),
            ],
        ),
    ),
    field("not_retrieved_reason", "Why not all tables were retrieved", Input::Text),
    field("visit", "Visit on which it was sent", Input::Record(&[Kind::Visit])),
    field("begin", "Sent", Input::When),
    field("end", "Replaced", Input::When),
    field("sha256", "SHA-256 of the program's file", Input::Text),
    field("signature", "The logger's signature of it", Input::Text),
    field(
        "columns",
        "Columns of its tables",
        Input::Rows(
            "column",
            &[
                field("table", "Table", Input::Text),
                field("label", "Name in the header", Input::Text),
                field("unit", "Unit in the header", Input::Text),
                field("processing", "Processing in the header, such as Avg", Input::Text),
                field("scan_s", "Between scans", Input::Decimal("s")),
                field("recording_s", "Between records", Input::Decimal("s")),
                field("aggregation", "Statistic", Input::Term(AGGREGATION_STATISTIC)),
                field("equation", "How it is computed", Input::Text),
                field("equipment", "Instrument", EQUIPMENT),
                field("output_variable", "Its output variable", Input::Text),
                field("datastream", "Datastream that it is loaded into", Input::Datastream),
                field("not_loaded", "It is not loaded into any", Input::Check),
            ],
        ),
    ),
];

const RELATED: Input = Input::Record(&[
    Kind::Equipment,
    Kind::Method,
    Kind::ReferenceMaterial,
    Kind::ReferencePoint,
    Kind::Visit,
    Kind::Deployment,
    Kind::Action,
    Kind::Calibration,
    Kind::DataloggerProgram,
]);

const RELATIONS: &[Field] = &[
    field("from", "From", RELATED),
    field("relationship_type", "Is", Input::Term(RELATIONSHIP_TYPE)),
    field("to", "To", RELATED),
    field("begin", "Since", Input::When),
    field("end", "Until", Input::When),
];
