-- Accounts, and the records of equipment and field visits.

CREATE TABLE account (
    id {id},
    name {text} NOT NULL UNIQUE,
    display_name {text} NOT NULL,
    -- PHC string of argon2id; NULL: cannot sign in with a password.
    password {text},
    disabled BOOLEAN NOT NULL,
    created_us BIGINT NOT NULL
);

CREATE TABLE membership (
    account_id INTEGER NOT NULL REFERENCES account (id),
    network_id INTEGER NOT NULL REFERENCES network (id),
    role SMALLINT NOT NULL,
    PRIMARY KEY (account_id, network_id)
);

-- What a partner sees: kind is site or datastream (target: our key) or level (target: the processing level).
CREATE TABLE membership_grant (
    account_id INTEGER NOT NULL REFERENCES account (id),
    network_id INTEGER NOT NULL REFERENCES network (id),
    kind {text} NOT NULL,
    target {text} NOT NULL,
    PRIMARY KEY (account_id, network_id, kind, target)
);

-- Only the hash of what the browser keeps is here.
CREATE TABLE session (
    token_hash {text} NOT NULL PRIMARY KEY,
    account_id INTEGER NOT NULL REFERENCES account (id),
    created_us BIGINT NOT NULL,
    seen_us BIGINT NOT NULL,
    expires_us BIGINT NOT NULL
);
CREATE INDEX session_by_account ON session (account_id);

CREATE TABLE api_token (
    id {id},
    token_hash {text} NOT NULL UNIQUE,
    account_id INTEGER NOT NULL REFERENCES account (id),
    name {text} NOT NULL,
    may_write BOOLEAN NOT NULL,
    created_us BIGINT NOT NULL,
    expires_us BIGINT NOT NULL
);
CREATE INDEX api_token_by_account ON api_token (account_id);

CREATE TABLE sign_in_failure (
    name {text} NOT NULL PRIMARY KEY,
    failures INTEGER NOT NULL,
    last_us BIGINT NOT NULL
);

-- One row. Whoever changes records takes it first, so that changes become visible in the order of their numbers.
CREATE TABLE record_sequence (
    id INTEGER NOT NULL PRIMARY KEY,
    value BIGINT NOT NULL
);
INSERT INTO record_sequence (id, value) VALUES (1, 0);

-- Every kind of record. `body` is the whole of it as JSON, the columns beside it are what lists are made by. `visibility` is the
-- record's own; those of its network, site and visit are asked beside it, since they change by themselves.
CREATE TABLE record (
    id {text} NOT NULL PRIMARY KEY,
    kind {text} NOT NULL,
    network_id INTEGER NOT NULL REFERENCES network (id),
    visibility SMALLINT NOT NULL,
    version BIGINT NOT NULL,
    seq BIGINT NOT NULL UNIQUE,
    site_id INTEGER REFERENCES catalog_site (id),
    visit_id {text},
    equipment_id {text},
    parent_id {text},
    begin_us BIGINT,
    end_us BIGINT,
    title {text} NOT NULL,
    term {text} NOT NULL,
    body {text} NOT NULL,
    warnings {text} NOT NULL,
    deleted BOOLEAN NOT NULL,
    reason {text} NOT NULL,
    created_us BIGINT NOT NULL,
    created_by {text} NOT NULL,
    changed_us BIGINT NOT NULL,
    changed_by {text} NOT NULL
);
CREATE INDEX record_by_kind ON record (kind, begin_us, id);
CREATE INDEX record_by_site ON record (site_id, begin_us);
CREATE INDEX record_by_visit ON record (visit_id);
CREATE INDEX record_by_equipment ON record (equipment_id);
CREATE INDEX record_by_parent ON record (parent_id);

-- Which live record names which, by what field: nothing in use is deleted.
CREATE TABLE record_reference (
    from_id {text} NOT NULL,
    field {text} NOT NULL,
    to_id {text} NOT NULL,
    PRIMARY KEY (from_id, field)
);
CREATE INDEX record_reference_by_target ON record_reference (to_id);

-- What no two live records of a network and kind have.
CREATE TABLE record_key (
    network_id INTEGER NOT NULL,
    kind {text} NOT NULL,
    value {text} NOT NULL,
    record_id {text} NOT NULL,
    PRIMARY KEY (network_id, kind, value)
);
CREATE INDEX record_key_by_record ON record_key (record_id);

-- Every operation that was decided, with its answer: the same one again is answered the same.
CREATE TABLE operation (
    id {text} NOT NULL PRIMARY KEY,
    account {text} NOT NULL,
    request {text} NOT NULL,
    answer {text} NOT NULL,
    recorded_us BIGINT NOT NULL
);

-- Append-only: who changed what, from what, to what.
CREATE TABLE audit (
    seq BIGINT NOT NULL PRIMARY KEY,
    network_id INTEGER,
    kind {text} NOT NULL,
    subject {text} NOT NULL,
    version BIGINT NOT NULL,
    action {text} NOT NULL,
    account {text} NOT NULL,
    operation_id {text},
    reason {text} NOT NULL,
    old {text},
    new {text},
    recorded_us BIGINT NOT NULL
);
CREATE INDEX audit_by_subject ON audit (subject, seq);

-- Bytes of attachments, by their hash, in each network apart: a hash alone gives nobody another network's file.
CREATE TABLE attachment_content (
    network_id INTEGER NOT NULL REFERENCES network (id),
    sha256 {text} NOT NULL,
    media_type {text} NOT NULL,
    width INTEGER,
    height INTEGER,
    content {blob} NOT NULL,
    created_us BIGINT NOT NULL,
    created_by {text} NOT NULL,
    PRIMARY KEY (network_id, sha256)
);
