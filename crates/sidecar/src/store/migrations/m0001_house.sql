-- The house: sources, networks, sites, datastreams and observations.
-- One text for both databases; {id}, {text}, {json} and {without_rowid} are filled in per dialect (see ../migrations/mod.rs).
-- Times are microseconds of UTC. `visibility` is the effective one (0 = everybody, else members of the network): it already
-- includes that of the network and the site, so that one comparison decides.

CREATE TABLE source (
    id {id},
    key {text} NOT NULL UNIQUE,
    kind {text} NOT NULL,
    name {text} NOT NULL,
    url {text} NOT NULL,
    description {text} NOT NULL,
    synthetic BOOLEAN NOT NULL,
    last_attempt_us BIGINT,
    last_success_us BIGINT,
    last_error {text},
    revision BIGINT NOT NULL
);

CREATE TABLE network (
    id {id},
    source_id INTEGER NOT NULL REFERENCES source (id),
    external_id {text} NOT NULL,
    name {text} NOT NULL,
    description {text} NOT NULL,
    link {text},
    visibility SMALLINT NOT NULL,
    UNIQUE (source_id, external_id)
);

CREATE TABLE feature_of_interest (
    id {id},
    network_id INTEGER NOT NULL REFERENCES network (id),
    visibility SMALLINT NOT NULL,
    name {text} NOT NULL,
    description {text} NOT NULL,
    encoding_type {text} NOT NULL,
    feature {json},
    properties {json}
);

CREATE TABLE thing (
    id {id},
    network_id INTEGER NOT NULL REFERENCES network (id),
    visibility SMALLINT NOT NULL,
    code {text} NOT NULL,
    name {text} NOT NULL,
    description {text} NOT NULL,
    properties {json},
    feature_id INTEGER REFERENCES feature_of_interest (id),
    UNIQUE (network_id, code)
);

CREATE TABLE location (
    id {id},
    network_id INTEGER NOT NULL REFERENCES network (id),
    visibility SMALLINT NOT NULL,
    name {text} NOT NULL,
    description {text} NOT NULL,
    encoding_type {text} NOT NULL,
    location {json},
    longitude DOUBLE PRECISION,
    latitude DOUBLE PRECISION,
    properties {json}
);

CREATE TABLE thing_location (
    thing_id INTEGER NOT NULL REFERENCES thing (id),
    location_id INTEGER NOT NULL REFERENCES location (id),
    PRIMARY KEY (thing_id, location_id)
);
CREATE INDEX thing_location_by_location ON thing_location (location_id);

CREATE TABLE historical_location (
    id {id},
    thing_id INTEGER NOT NULL REFERENCES thing (id),
    time_us BIGINT NOT NULL
);
CREATE INDEX historical_location_by_thing ON historical_location (thing_id, time_us);

CREATE TABLE historical_location_location (
    historical_location_id INTEGER NOT NULL REFERENCES historical_location (id),
    location_id INTEGER NOT NULL REFERENCES location (id),
    PRIMARY KEY (historical_location_id, location_id)
);
CREATE INDEX historical_location_location_by_location ON historical_location_location (location_id);

CREATE TABLE sensor (
    id {id},
    network_id INTEGER NOT NULL REFERENCES network (id),
    visibility SMALLINT NOT NULL,
    name {text} NOT NULL,
    description {text} NOT NULL,
    encoding_type {text} NOT NULL,
    metadata {json},
    properties {json}
);
CREATE INDEX sensor_by_name ON sensor (network_id, name);

CREATE TABLE observed_property (
    id {id},
    network_id INTEGER NOT NULL REFERENCES network (id),
    visibility SMALLINT NOT NULL,
    name {text} NOT NULL,
    definition {text} NOT NULL,
    description {text} NOT NULL,
    properties {json}
);
CREATE INDEX observed_property_by_name ON observed_property (network_id, name);

CREATE TABLE datastream (
    id {id},
    network_id INTEGER NOT NULL REFERENCES network (id),
    visibility SMALLINT NOT NULL,
    results_visible BOOLEAN NOT NULL,
    code {text} NOT NULL,
    thing_id INTEGER NOT NULL REFERENCES thing (id),
    sensor_id INTEGER NOT NULL REFERENCES sensor (id),
    observed_property_id INTEGER NOT NULL REFERENCES observed_property (id),
    name {text} NOT NULL,
    description {text} NOT NULL,
    observation_type {text} NOT NULL,
    unit_name {text},
    unit_symbol {text},
    unit_definition {text},
    observed_area {json},
    processing_level {text},
    no_data_value DOUBLE PRECISION,
    phenomenon_start_us BIGINT,
    phenomenon_end_us BIGINT,
    result_start_us BIGINT,
    result_end_us BIGINT,
    observation_count BIGINT NOT NULL,
    revision BIGINT NOT NULL,
    properties {json},
    UNIQUE (network_id, code)
);
CREATE INDEX datastream_by_thing ON datastream (thing_id);
CREATE INDEX datastream_by_sensor ON datastream (sensor_id);
CREATE INDEX datastream_by_observed_property ON datastream (observed_property_id);

-- Narrow rows; no foreign keys, so that PostgreSQL can partition the table by datastream_id.
CREATE TABLE observation (
    datastream_id INTEGER NOT NULL,
    time_us BIGINT NOT NULL,
    id BIGINT NOT NULL,
    result DOUBLE PRECISION,
    quality_id INTEGER,
    PRIMARY KEY (datastream_id, time_us, id)
){without_rowid};

-- Whatever of an Observation is not a plain number at an instant.
CREATE TABLE observation_side (
    id BIGINT NOT NULL PRIMARY KEY,
    datastream_id INTEGER NOT NULL,
    time_end_us BIGINT,
    result_time_us BIGINT,
    valid_start_us BIGINT,
    valid_end_us BIGINT,
    result {json},
    parameters {json},
    feature_id INTEGER REFERENCES feature_of_interest (id)
);
CREATE INDEX observation_side_by_datastream ON observation_side (datastream_id);
CREATE INDEX observation_side_by_feature ON observation_side (feature_id);

CREATE TABLE quality (
    id {id},
    words {text} NOT NULL UNIQUE
);

-- Ids are allotted in blocks of 8,192: first_id is 1 more than a multiple of it. start_us and end_us (both inside) bound the
-- times of the block's rows, so that an id leads to its row by a short scan.
CREATE TABLE observation_block (
    first_id BIGINT NOT NULL PRIMARY KEY,
    datastream_id INTEGER NOT NULL,
    used INTEGER NOT NULL,
    start_us BIGINT NOT NULL,
    end_us BIGINT NOT NULL
);
CREATE INDEX observation_block_by_datastream ON observation_block (datastream_id, first_id);

-- Append-only: every change to observations is a batch. start_us and end_us (both inside) bound the rows it changed.
CREATE TABLE batch (
    datastream_id INTEGER NOT NULL,
    sequence BIGINT NOT NULL,
    kind {text} NOT NULL,
    start_us BIGINT NOT NULL,
    end_us BIGINT NOT NULL,
    rows_added BIGINT NOT NULL,
    rows_revised BIGINT NOT NULL,
    rows_deleted BIGINT NOT NULL,
    actor {text} NOT NULL,
    source_file {text},
    recorded_us BIGINT NOT NULL,
    PRIMARY KEY (datastream_id, sequence)
){without_rowid};

-- What batch `sequence` replaced or deleted.
CREATE TABLE observation_past (
    datastream_id INTEGER NOT NULL,
    time_us BIGINT NOT NULL,
    id BIGINT NOT NULL,
    sequence BIGINT NOT NULL,
    result DOUBLE PRECISION,
    quality_id INTEGER,
    PRIMARY KEY (datastream_id, time_us, id, sequence)
){without_rowid};

CREATE TABLE catalog_site (
    id {id},
    source_id INTEGER NOT NULL REFERENCES source (id),
    network_id INTEGER NOT NULL REFERENCES network (id),
    visibility SMALLINT NOT NULL,
    external_id {text} NOT NULL,
    code {text} NOT NULL,
    name {text} NOT NULL,
    description {text} NOT NULL,
    site_type {text},
    longitude DOUBLE PRECISION,
    latitude DOUBLE PRECISION,
    elevation_m DOUBLE PRECISION,
    elevation_datum {text},
    admin_area_1 {text},
    admin_area_2 {text},
    country {text},
    watershed {text},
    zone_iana {text},
    standard_offset_minutes INTEGER,
    synthetic BOOLEAN NOT NULL,
    disclaimer {text},
    gone_us BIGINT
);
CREATE INDEX catalog_site_by_external_id ON catalog_site (source_id, external_id);
CREATE INDEX catalog_site_by_code ON catalog_site (source_id, code);

CREATE TABLE catalog_datastream (
    id {id},
    source_id INTEGER NOT NULL REFERENCES source (id),
    catalog_site_id INTEGER NOT NULL REFERENCES catalog_site (id),
    network_id INTEGER NOT NULL REFERENCES network (id),
    visibility SMALLINT NOT NULL,
    results_visible BOOLEAN NOT NULL,
    external_id {text} NOT NULL,
    name {text} NOT NULL,
    description {text} NOT NULL,
    variable_code {text},
    variable_name {text} NOT NULL,
    variable_category {text},
    unit_name {text},
    unit_symbol {text},
    unit_definition {text},
    sampled_medium {text},
    aggregation_statistic {text},
    result_type {text},
    observation_type {text},
    processing_level {text},
    processing_level_definition {text},
    method_name {text},
    method_type {text},
    sensor_model {text},
    spacing_us BIGINT,
    no_data_value DOUBLE PRECISION,
    begin_us BIGINT,
    end_us BIGINT,
    value_count BIGINT,
    latest_time_us BIGINT,
    latest_value DOUBLE PRECISION,
    status {text},
    gone_us BIGINT,
    first_seen_us BIGINT NOT NULL
);
CREATE INDEX catalog_datastream_by_external_id ON catalog_datastream (source_id, external_id);
CREATE INDEX catalog_datastream_by_site ON catalog_datastream (catalog_site_id);

INSERT INTO source (key, kind, name, url, description, synthetic, revision)
VALUES ('local', 'embedded', 'This server', '/sensorthings/v1.1', 'Networks kept in this server', FALSE, 0);
