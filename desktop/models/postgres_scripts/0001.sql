CREATE TABLE somotcua_schema (version INTEGER NOT NULL);

INSERT INTO somotcua_schema VALUES (0);

CREATE TABLE blobs (
    name TEXT NOT NULL,
    size INTEGER NOT NULL,
    stored_size INTEGER NOT NULL,
    stored_sha256 TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    CONSTRAINT pk_blobs PRIMARY KEY (name)
);

CREATE TABLE invitations (
    id BYTEA NOT NULL,
    unit_code TEXT NOT NULL,
    secret_sha256 TEXT NOT NULL,
    made_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    used_at BIGINT,
    used_by BYTEA,
    CONSTRAINT pk_invitations PRIMARY KEY (id)
);

CREATE INDEX ix_invitations_unit_code ON invitations (unit_code);

CREATE TABLE unit_devices (
    uuid BYTEA NOT NULL,
    unit_code TEXT NOT NULL,
    desk_number INTEGER NOT NULL,
    name TEXT NOT NULL,
    sign_key TEXT NOT NULL,
    seal_key TEXT NOT NULL,
    enrolled_at BIGINT NOT NULL,
    revoked_at BIGINT,
    CONSTRAINT pk_unit_devices PRIMARY KEY (uuid)
);

CREATE INDEX ix_unit_devices_unit_code ON unit_devices (unit_code);

CREATE TABLE received_packages (
    id SERIAL NOT NULL,
    unit_code TEXT NOT NULL,
    device BYTEA NOT NULL,
    chain BYTEA NOT NULL,
    number INTEGER NOT NULL,
    manifest_sha256 TEXT NOT NULL,
    previous TEXT,
    made_at BIGINT NOT NULL,
    received_at BIGINT NOT NULL,
    item_count INTEGER NOT NULL,
    bytes BIGINT NOT NULL,
    outcome TEXT NOT NULL,
    problems TEXT NOT NULL,
    receipt TEXT NOT NULL,
    CONSTRAINT pk_received_packages PRIMARY KEY (id),
    CONSTRAINT ck_received_packages_outcome CHECK (outcome IN ('accepted', 'accepted_with_notes', 'partly_accepted', 'rejected')),
    CONSTRAINT fk_received_packages_device FOREIGN KEY(device) REFERENCES unit_devices (uuid),
    CONSTRAINT uq_received_packages_manifest_sha256 UNIQUE (manifest_sha256)
);

CREATE INDEX ix_received_packages_chain_number ON received_packages (chain, number);

CREATE INDEX ix_received_packages_unit_code_received_at ON received_packages (unit_code, received_at);

CREATE TABLE quarantined_items (
    package_id INTEGER NOT NULL,
    position INTEGER NOT NULL,
    reason TEXT NOT NULL,
    detail TEXT NOT NULL,
    text TEXT NOT NULL,
    CONSTRAINT pk_quarantined_items PRIMARY KEY (package_id, position),
    CONSTRAINT ck_quarantined_items_reason CHECK (reason IN ('not_json', 'too_long', 'wrong_shape', 'unknown_kind', 'other_unit', 'code_taken', 'locked')),
    CONSTRAINT fk_quarantined_items_package_id FOREIGN KEY(package_id) REFERENCES received_packages (id)
);

CREATE TABLE unit_dossiers (
    uuid BYTEA NOT NULL,
    unit_code TEXT NOT NULL,
    counter BIGINT NOT NULL,
    device BYTEA NOT NULL,
    package_id INTEGER NOT NULL,
    code TEXT NOT NULL,
    procedure_code TEXT NOT NULL,
    service_field TEXT NOT NULL,
    channel TEXT NOT NULL,
    state TEXT NOT NULL,
    received_at BIGINT NOT NULL,
    legal_due_at BIGINT,
    ended_at BIGINT,
    returned_at BIGINT,
    timeliness TEXT,
    content TEXT NOT NULL,
    CONSTRAINT pk_unit_dossiers PRIMARY KEY (uuid),
    CONSTRAINT ck_unit_dossiers_state CHECK (state IN ('received', 'processing', 'waiting_supplement', 'finished', 'returned', 'refused', 'withdrawn', 'stopped', 'voided'))
)
 PARTITION BY RANGE (uuid);

CREATE TABLE unit_dossiers_other PARTITION OF unit_dossiers DEFAULT;

CREATE INDEX ix_unit_dossiers_codes ON unit_dossiers (unit_code, code);

CREATE INDEX ix_unit_dossiers_unit_code_received_at ON unit_dossiers (unit_code, received_at);

CREATE TABLE superseded_records (
    id SERIAL NOT NULL,
    kind TEXT NOT NULL,
    record_uuid BYTEA NOT NULL,
    counter BIGINT NOT NULL,
    device BYTEA NOT NULL,
    package_id INTEGER NOT NULL,
    superseded_at BIGINT NOT NULL,
    content TEXT NOT NULL,
    CONSTRAINT pk_superseded_records PRIMARY KEY (id),
    CONSTRAINT fk_superseded_records_package_id FOREIGN KEY(package_id) REFERENCES received_packages (id)
);

CREATE UNIQUE INDEX ix_superseded_records_record_uuid_counter_device ON superseded_records (record_uuid, counter, device);

CREATE TABLE received_files (
    sha256 TEXT NOT NULL,
    unit_code TEXT NOT NULL,
    blob TEXT NOT NULL,
    size BIGINT NOT NULL,
    package_id INTEGER NOT NULL,
    CONSTRAINT pk_received_files PRIMARY KEY (sha256, unit_code),
    CONSTRAINT fk_received_files_blob FOREIGN KEY(blob) REFERENCES blobs (name),
    CONSTRAINT fk_received_files_package_id FOREIGN KEY(package_id) REFERENCES received_packages (id)
);

CREATE TABLE province_state (
    id SERIAL NOT NULL,
    province_code TEXT NOT NULL,
    sign_key TEXT NOT NULL,
    device BYTEA NOT NULL,
    revision BIGINT NOT NULL,
    CONSTRAINT pk_province_state PRIMARY KEY (id),
    CONSTRAINT ck_province_state_single CHECK (id = 1)
);

CREATE TABLE unit_records (
    uuid BYTEA NOT NULL,
    kind TEXT NOT NULL,
    unit_code TEXT NOT NULL,
    year INTEGER NOT NULL,
    set_code TEXT NOT NULL,
    counter BIGINT NOT NULL,
    device BYTEA NOT NULL,
    package_id INTEGER NOT NULL,
    received_at BIGINT NOT NULL,
    content TEXT NOT NULL,
    CONSTRAINT pk_unit_records PRIMARY KEY (uuid),
    CONSTRAINT fk_unit_records_package_id FOREIGN KEY(package_id) REFERENCES received_packages (id)
);

CREATE INDEX ix_unit_records_kind_year_unit_code ON unit_records (kind, year, unit_code);

CREATE TABLE verdicts (
    unit_code TEXT NOT NULL,
    year INTEGER NOT NULL,
    set_code TEXT NOT NULL,
    item_id TEXT NOT NULL,
    round INTEGER NOT NULL,
    verdict TEXT NOT NULL,
    points TEXT,
    applies BOOLEAN NOT NULL,
    note TEXT NOT NULL,
    department TEXT NOT NULL,
    appraiser TEXT NOT NULL,
    judged_at BIGINT NOT NULL,
    CONSTRAINT pk_verdicts PRIMARY KEY (unit_code, year, set_code, item_id, round)
);

CREATE TABLE verdict_events (
    id SERIAL NOT NULL,
    unit_code TEXT NOT NULL,
    year INTEGER NOT NULL,
    set_code TEXT NOT NULL,
    item_id TEXT NOT NULL,
    round INTEGER NOT NULL,
    at BIGINT NOT NULL,
    user_name TEXT NOT NULL,
    data TEXT NOT NULL,
    CONSTRAINT pk_verdict_events PRIMARY KEY (id)
);

CREATE INDEX ix_verdict_events_unit_code_year_item_id ON verdict_events (unit_code, year, item_id);

CREATE TABLE appraisal_rounds (
    uuid BYTEA NOT NULL,
    unit_code TEXT NOT NULL,
    year INTEGER NOT NULL,
    set_code TEXT NOT NULL,
    round INTEGER NOT NULL,
    counter BIGINT NOT NULL,
    closed_at BIGINT NOT NULL,
    closed_by TEXT NOT NULL,
    content TEXT NOT NULL,
    CONSTRAINT pk_appraisal_rounds PRIMARY KEY (uuid)
);

CREATE UNIQUE INDEX ix_appraisal_rounds_unit_code_year_set_code_round ON appraisal_rounds (unit_code, year, set_code, round);

CREATE TABLE line_assignments (
    year INTEGER NOT NULL,
    set_code TEXT NOT NULL,
    item_id TEXT NOT NULL,
    unit_code TEXT NOT NULL,
    department TEXT NOT NULL,
    appraiser TEXT NOT NULL,
    CONSTRAINT pk_line_assignments PRIMARY KEY (year, set_code, item_id, unit_code)
);

CREATE TABLE step_locks (
    year INTEGER NOT NULL,
    step TEXT NOT NULL,
    unit_code TEXT NOT NULL,
    last_day DATE NOT NULL,
    reason TEXT NOT NULL,
    set_at BIGINT NOT NULL,
    set_by TEXT NOT NULL,
    CONSTRAINT pk_step_locks PRIMARY KEY (year, step, unit_code),
    CONSTRAINT ck_step_locks_step CHECK (step IN ('submit', 'explain', 'appraise'))
);

CREATE TABLE published_results (
    uuid BYTEA NOT NULL,
    unit_code TEXT NOT NULL,
    year INTEGER NOT NULL,
    set_code TEXT NOT NULL,
    counter BIGINT NOT NULL,
    published_at BIGINT NOT NULL,
    published_by TEXT NOT NULL,
    content TEXT NOT NULL,
    CONSTRAINT pk_published_results PRIMARY KEY (uuid)
);

CREATE UNIQUE INDEX ix_published_results_year_set_code_unit_code ON published_results (year, set_code, unit_code);

CREATE TABLE letters (
    device BYTEA NOT NULL,
    number INTEGER NOT NULL,
    unit_code TEXT NOT NULL,
    chain BYTEA NOT NULL,
    manifest_sha256 TEXT NOT NULL,
    parts INTEGER NOT NULL,
    highest_counter BIGINT NOT NULL,
    made_at BIGINT NOT NULL,
    settled_at BIGINT,
    CONSTRAINT pk_letters PRIMARY KEY (device, number),
    CONSTRAINT fk_letters_device FOREIGN KEY(device) REFERENCES unit_devices (uuid)
);

CREATE TABLE rule_packs (
    uuid BYTEA NOT NULL,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    number INTEGER NOT NULL,
    valid_from DATE,
    file_name TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    made_at BIGINT NOT NULL,
    made_by TEXT NOT NULL,
    envelope TEXT NOT NULL,
    CONSTRAINT pk_rule_packs PRIMARY KEY (uuid),
    CONSTRAINT ck_rule_packs_kind CHECK (kind IN ('criteria', 'procedures', 'calendar', 'forms'))
);

CREATE UNIQUE INDEX ix_rule_packs_kind_name_number ON rule_packs (kind, name, number);

CREATE TABLE rule_answers (
    pack BYTEA NOT NULL,
    device BYTEA NOT NULL,
    unit_code TEXT NOT NULL,
    state TEXT NOT NULL,
    message TEXT NOT NULL,
    at BIGINT NOT NULL,
    CONSTRAINT pk_rule_answers PRIMARY KEY (pack, device),
    CONSTRAINT fk_rule_answers_pack FOREIGN KEY(pack) REFERENCES rule_packs (uuid),
    CONSTRAINT fk_rule_answers_device FOREIGN KEY(device) REFERENCES unit_devices (uuid)
);

CREATE TABLE unit_lineage (
    unit_code TEXT NOT NULL,
    former_code TEXT NOT NULL,
    former_name TEXT NOT NULL,
    since DATE NOT NULL,
    whole BOOLEAN NOT NULL,
    basis TEXT NOT NULL,
    CONSTRAINT pk_unit_lineage PRIMARY KEY (unit_code, former_code)
);
