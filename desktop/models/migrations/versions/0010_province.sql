CREATE TABLE province_state (
    id INTEGER NOT NULL,
    province_code TEXT NOT NULL,
    sign_key TEXT NOT NULL,
    device BLOB NOT NULL,
    revision INTEGER NOT NULL,
    CONSTRAINT pk_province_state PRIMARY KEY (id),
    CONSTRAINT ck_province_state_single CHECK (id = 1)
);

CREATE TABLE unit_records (
    uuid BLOB NOT NULL,
    kind TEXT NOT NULL,
    unit_code TEXT NOT NULL,
    year INTEGER NOT NULL,
    set_code TEXT NOT NULL,
    counter INTEGER NOT NULL,
    device BLOB NOT NULL,
    package_id INTEGER NOT NULL,
    received_at INTEGER NOT NULL,
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
    judged_at INTEGER NOT NULL,
    CONSTRAINT pk_verdicts PRIMARY KEY (unit_code, year, set_code, item_id, round)
);

CREATE TABLE verdict_events (
    id INTEGER NOT NULL,
    unit_code TEXT NOT NULL,
    year INTEGER NOT NULL,
    set_code TEXT NOT NULL,
    item_id TEXT NOT NULL,
    round INTEGER NOT NULL,
    at INTEGER NOT NULL,
    user_name TEXT NOT NULL,
    data TEXT NOT NULL,
    CONSTRAINT pk_verdict_events PRIMARY KEY (id)
);

CREATE INDEX ix_verdict_events_unit_code_year_item_id ON verdict_events (unit_code, year, item_id);

CREATE TABLE appraisal_rounds (
    uuid BLOB NOT NULL,
    unit_code TEXT NOT NULL,
    year INTEGER NOT NULL,
    set_code TEXT NOT NULL,
    round INTEGER NOT NULL,
    counter INTEGER NOT NULL,
    closed_at INTEGER NOT NULL,
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
    set_at INTEGER NOT NULL,
    set_by TEXT NOT NULL,
    CONSTRAINT pk_step_locks PRIMARY KEY (year, step, unit_code),
    CONSTRAINT ck_step_locks_step CHECK (step IN ('submit', 'explain', 'appraise'))
);

CREATE TABLE published_results (
    uuid BLOB NOT NULL,
    unit_code TEXT NOT NULL,
    year INTEGER NOT NULL,
    set_code TEXT NOT NULL,
    counter INTEGER NOT NULL,
    published_at INTEGER NOT NULL,
    published_by TEXT NOT NULL,
    content TEXT NOT NULL,
    CONSTRAINT pk_published_results PRIMARY KEY (uuid)
);

CREATE UNIQUE INDEX ix_published_results_year_set_code_unit_code ON published_results (year, set_code, unit_code);

CREATE TABLE letters (
    device BLOB NOT NULL,
    number INTEGER NOT NULL,
    unit_code TEXT NOT NULL,
    chain BLOB NOT NULL,
    manifest_sha256 TEXT NOT NULL,
    parts INTEGER NOT NULL,
    highest_counter INTEGER NOT NULL,
    made_at INTEGER NOT NULL,
    settled_at INTEGER,
    CONSTRAINT pk_letters PRIMARY KEY (device, number),
    CONSTRAINT fk_letters_device FOREIGN KEY(device) REFERENCES unit_devices (uuid)
);

CREATE TABLE rule_packs (
    uuid BLOB NOT NULL,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    number INTEGER NOT NULL,
    valid_from DATE,
    file_name TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    made_at INTEGER NOT NULL,
    made_by TEXT NOT NULL,
    envelope TEXT NOT NULL,
    CONSTRAINT pk_rule_packs PRIMARY KEY (uuid),
    CONSTRAINT ck_rule_packs_kind CHECK (kind IN ('criteria', 'procedures', 'calendar', 'forms'))
);

CREATE UNIQUE INDEX ix_rule_packs_kind_name_number ON rule_packs (kind, name, number);

CREATE TABLE rule_answers (
    pack BLOB NOT NULL,
    device BLOB NOT NULL,
    unit_code TEXT NOT NULL,
    state TEXT NOT NULL,
    message TEXT NOT NULL,
    at INTEGER NOT NULL,
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

CREATE TABLE received_rules (
    uuid BLOB NOT NULL,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    number INTEGER NOT NULL,
    valid_from DATE,
    file_name TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    state TEXT NOT NULL,
    message TEXT NOT NULL,
    received_at INTEGER NOT NULL,
    decided_at INTEGER,
    decided_by TEXT NOT NULL,
    envelope TEXT NOT NULL,
    CONSTRAINT pk_received_rules PRIMARY KEY (uuid),
    CONSTRAINT ck_received_rules_kind CHECK (kind IN ('criteria', 'procedures', 'calendar', 'forms')),
    CONSTRAINT ck_received_rules_state CHECK (state IN ('applied', 'waiting', 'declined', 'refused', 'outdated'))
);

CREATE INDEX ix_received_rules_kind_name ON received_rules (kind, name);

CREATE TABLE quarantined_items_new (
    package_id INTEGER NOT NULL,
    position INTEGER NOT NULL,
    reason TEXT NOT NULL,
    detail TEXT NOT NULL,
    text TEXT NOT NULL,
    CONSTRAINT pk_quarantined_items PRIMARY KEY (package_id, position),
    CONSTRAINT ck_quarantined_items_reason CHECK (reason IN ('not_json', 'too_long', 'wrong_shape', 'unknown_kind', 'other_unit', 'code_taken', 'locked')),
    CONSTRAINT fk_quarantined_items_package_id FOREIGN KEY(package_id) REFERENCES received_packages (id)
);

INSERT INTO quarantined_items_new SELECT * FROM quarantined_items;

DROP TABLE quarantined_items;

ALTER TABLE quarantined_items_new RENAME TO quarantined_items;
