CREATE TABLE invitations (
    id BLOB NOT NULL,
    unit_code TEXT NOT NULL,
    secret_sha256 TEXT NOT NULL,
    made_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    used_at INTEGER,
    used_by BLOB,
    CONSTRAINT pk_invitations PRIMARY KEY (id)
);

CREATE INDEX ix_invitations_unit_code ON invitations (unit_code);

CREATE TABLE province_desks (
    id INTEGER NOT NULL,
    code TEXT NOT NULL,
    name TEXT NOT NULL,
    mailbox TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    CONSTRAINT pk_province_desks PRIMARY KEY (id),
    CONSTRAINT ck_province_desks_single CHECK (id = 1)
);

CREATE TABLE province_links (
    id INTEGER NOT NULL,
    province_code TEXT NOT NULL,
    province_name TEXT NOT NULL,
    sign_key TEXT NOT NULL,
    seal_key TEXT NOT NULL,
    mailbox TEXT NOT NULL,
    invitation_id BLOB NOT NULL,
    joined_at INTEGER NOT NULL,
    enrolled_at INTEGER,
    chain BLOB NOT NULL,
    next_number INTEGER NOT NULL,
    last_manifest TEXT,
    CONSTRAINT pk_province_links PRIMARY KEY (id),
    CONSTRAINT ck_province_links_single CHECK (id = 1)
);

CREATE TABLE sent_packages (
    id INTEGER NOT NULL,
    chain BLOB NOT NULL,
    number INTEGER NOT NULL,
    manifest_sha256 TEXT NOT NULL,
    made_at INTEGER NOT NULL,
    item_count INTEGER NOT NULL,
    parts INTEGER NOT NULL,
    bytes INTEGER NOT NULL,
    state TEXT NOT NULL,
    laid_at INTEGER,
    acknowledged_at INTEGER,
    outcome TEXT,
    receipt TEXT,
    CONSTRAINT pk_sent_packages PRIMARY KEY (id),
    CONSTRAINT ck_sent_packages_state CHECK (state IN ('waiting', 'acknowledged', 'rejected', 'abandoned')),
    CONSTRAINT uq_sent_packages_manifest_sha256 UNIQUE (manifest_sha256)
);

CREATE UNIQUE INDEX ix_sent_packages_chain_number ON sent_packages (chain, number);

CREATE INDEX ix_sent_packages_state ON sent_packages (state);

CREATE TABLE unit_devices (
    uuid BLOB NOT NULL,
    unit_code TEXT NOT NULL,
    desk_number INTEGER NOT NULL,
    name TEXT NOT NULL,
    sign_key TEXT NOT NULL,
    seal_key TEXT NOT NULL,
    enrolled_at INTEGER NOT NULL,
    revoked_at INTEGER,
    CONSTRAINT pk_unit_devices PRIMARY KEY (uuid)
);

CREATE INDEX ix_unit_devices_unit_code ON unit_devices (unit_code);

CREATE TABLE unknown_receipts (
    manifest_sha256 TEXT NOT NULL,
    chain BLOB NOT NULL,
    number INTEGER NOT NULL,
    received_at INTEGER NOT NULL,
    noted_at INTEGER NOT NULL,
    missing TEXT NOT NULL,
    CONSTRAINT pk_unknown_receipts PRIMARY KEY (manifest_sha256)
);

CREATE TABLE received_packages (
    id INTEGER NOT NULL,
    unit_code TEXT NOT NULL,
    device BLOB NOT NULL,
    chain BLOB NOT NULL,
    number INTEGER NOT NULL,
    manifest_sha256 TEXT NOT NULL,
    previous TEXT,
    made_at INTEGER NOT NULL,
    received_at INTEGER NOT NULL,
    item_count INTEGER NOT NULL,
    bytes INTEGER NOT NULL,
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

CREATE TABLE sent_items (
    package_id INTEGER NOT NULL,
    position INTEGER NOT NULL,
    record_kind TEXT NOT NULL,
    record_uuid BLOB NOT NULL,
    counter INTEGER NOT NULL,
    label TEXT NOT NULL,
    outcome TEXT,
    message TEXT NOT NULL,
    CONSTRAINT pk_sent_items PRIMARY KEY (package_id, position),
    CONSTRAINT fk_sent_items_package_id FOREIGN KEY(package_id) REFERENCES sent_packages (id)
);

CREATE INDEX ix_sent_items_outcome ON sent_items (outcome);

CREATE INDEX ix_sent_items_record_uuid ON sent_items (record_uuid);

CREATE TABLE quarantined_items (
    package_id INTEGER NOT NULL,
    position INTEGER NOT NULL,
    reason TEXT NOT NULL,
    detail TEXT NOT NULL,
    text TEXT NOT NULL,
    CONSTRAINT pk_quarantined_items PRIMARY KEY (package_id, position),
    CONSTRAINT ck_quarantined_items_reason CHECK (reason IN ('not_json', 'too_long', 'wrong_shape', 'unknown_kind', 'other_unit', 'code_taken')),
    CONSTRAINT fk_quarantined_items_package_id FOREIGN KEY(package_id) REFERENCES received_packages (id)
);

CREATE TABLE received_files (
    sha256 TEXT NOT NULL,
    unit_code TEXT NOT NULL,
    blob TEXT NOT NULL,
    size INTEGER NOT NULL,
    package_id INTEGER NOT NULL,
    CONSTRAINT pk_received_files PRIMARY KEY (sha256, unit_code),
    CONSTRAINT fk_received_files_blob FOREIGN KEY(blob) REFERENCES blobs (name),
    CONSTRAINT fk_received_files_package_id FOREIGN KEY(package_id) REFERENCES received_packages (id)
);

CREATE TABLE superseded_records (
    id INTEGER NOT NULL,
    kind TEXT NOT NULL,
    record_uuid BLOB NOT NULL,
    counter INTEGER NOT NULL,
    device BLOB NOT NULL,
    package_id INTEGER NOT NULL,
    superseded_at INTEGER NOT NULL,
    content TEXT NOT NULL,
    CONSTRAINT pk_superseded_records PRIMARY KEY (id),
    CONSTRAINT fk_superseded_records_package_id FOREIGN KEY(package_id) REFERENCES received_packages (id)
);

CREATE UNIQUE INDEX ix_superseded_records_record_uuid_counter_device ON superseded_records (record_uuid, counter, device);

CREATE TABLE unit_dossiers (
    uuid BLOB NOT NULL,
    unit_code TEXT NOT NULL,
    counter INTEGER NOT NULL,
    device BLOB NOT NULL,
    package_id INTEGER NOT NULL,
    code TEXT NOT NULL,
    procedure_code TEXT NOT NULL,
    service_field TEXT NOT NULL,
    channel TEXT NOT NULL,
    state TEXT NOT NULL,
    received_at INTEGER NOT NULL,
    legal_due_at INTEGER,
    ended_at INTEGER,
    returned_at INTEGER,
    timeliness TEXT,
    content TEXT NOT NULL,
    CONSTRAINT pk_unit_dossiers PRIMARY KEY (uuid),
    CONSTRAINT ck_unit_dossiers_state CHECK (state IN ('received', 'processing', 'waiting_supplement', 'finished', 'returned', 'refused', 'withdrawn', 'stopped', 'voided')),
    CONSTRAINT fk_unit_dossiers_package_id FOREIGN KEY(package_id) REFERENCES received_packages (id)
);

CREATE UNIQUE INDEX ix_unit_dossiers_unit_code_code ON unit_dossiers (unit_code, code);

CREATE INDEX ix_unit_dossiers_unit_code_received_at ON unit_dossiers (unit_code, received_at);
