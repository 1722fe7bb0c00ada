CREATE TABLE audit_entries (
    id INTEGER NOT NULL,
    at INTEGER NOT NULL,
    user_name TEXT NOT NULL,
    action TEXT NOT NULL,
    subject TEXT NOT NULL,
    detail TEXT,
    hash BLOB NOT NULL,
    CONSTRAINT pk_audit_entries PRIMARY KEY (id)
);

CREATE INDEX ix_audit_entries_at ON audit_entries (at);

CREATE TABLE blobs (
    name TEXT NOT NULL,
    size INTEGER NOT NULL,
    stored_size INTEGER NOT NULL,
    stored_sha256 TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    CONSTRAINT pk_blobs PRIMARY KEY (name)
);

CREATE TABLE devices (
    id INTEGER NOT NULL,
    uuid BLOB NOT NULL,
    desk_number INTEGER NOT NULL,
    name TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    CONSTRAINT pk_devices PRIMARY KEY (id),
    CONSTRAINT uq_devices_uuid UNIQUE (uuid),
    CONSTRAINT uq_devices_desk_number UNIQUE (desk_number)
);

CREATE TABLE import_batches (
    id INTEGER NOT NULL,
    kind TEXT NOT NULL,
    file_name TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    at INTEGER NOT NULL,
    user_name TEXT NOT NULL,
    counts TEXT NOT NULL,
    CONSTRAINT pk_import_batches PRIMARY KEY (id)
);

CREATE TABLE outbox (
    record_kind TEXT NOT NULL,
    record_uuid BLOB NOT NULL,
    revision INTEGER NOT NULL,
    queued_at INTEGER NOT NULL,
    CONSTRAINT pk_outbox PRIMARY KEY (record_kind, record_uuid)
) WITHOUT ROWID;

CREATE TABLE people (
    id INTEGER NOT NULL,
    uuid BLOB NOT NULL,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    name_key TEXT NOT NULL,
    id_number TEXT,
    birth_date TEXT NOT NULL,
    sex TEXT,
    address TEXT NOT NULL,
    phone TEXT NOT NULL,
    email TEXT NOT NULL,
    tax_code TEXT NOT NULL,
    last_seen_at INTEGER NOT NULL,
    CONSTRAINT pk_people PRIMARY KEY (id),
    CONSTRAINT ck_people_kind CHECK (kind IN ('person', 'organisation', 'household_business'))
);

CREATE UNIQUE INDEX ix_people_id_number ON people (id_number);

CREATE INDEX ix_people_name_key ON people (name_key);

CREATE INDEX ix_people_phone ON people (phone);

CREATE INDEX ix_people_tax_code ON people (tax_code) WHERE tax_code <> '';

CREATE TABLE procedures (
    id INTEGER NOT NULL,
    uuid BLOB NOT NULL,
    code TEXT NOT NULL,
    name TEXT NOT NULL,
    field TEXT NOT NULL,
    is_active BOOLEAN NOT NULL,
    current_version_id INTEGER,
    use_count INTEGER NOT NULL,
    last_used_at INTEGER,
    CONSTRAINT pk_procedures PRIMARY KEY (id),
    CONSTRAINT uq_procedures_uuid UNIQUE (uuid),
    CONSTRAINT uq_procedures_code UNIQUE (code)
);

CREATE TABLE secrets (
    "key" TEXT NOT NULL,
    value TEXT NOT NULL,
    CONSTRAINT pk_secrets PRIMARY KEY ("key")
);

CREATE TABLE settings (
    "key" TEXT NOT NULL,
    value TEXT NOT NULL,
    changed_at INTEGER NOT NULL,
    CONSTRAINT pk_settings PRIMARY KEY ("key")
);

CREATE TABLE special_days (
    day DATE NOT NULL,
    kind TEXT NOT NULL,
    note TEXT NOT NULL,
    confirmed BOOLEAN NOT NULL,
    in_force BOOLEAN NOT NULL,
    source TEXT NOT NULL,
    CONSTRAINT pk_special_days PRIMARY KEY (day),
    CONSTRAINT ck_special_days_kind CHECK (kind IN ('off', 'swap_work', 'morning_only', 'afternoon_only'))
);

CREATE TABLE users (
    id INTEGER NOT NULL,
    uuid BLOB NOT NULL,
    name TEXT NOT NULL,
    name_key TEXT NOT NULL,
    role TEXT NOT NULL,
    department TEXT NOT NULL,
    title TEXT NOT NULL,
    is_active BOOLEAN NOT NULL,
    created_at INTEGER NOT NULL,
    CONSTRAINT pk_users PRIMARY KEY (id),
    CONSTRAINT ck_users_role CHECK (role IN ('desk', 'officer', 'leader', 'admin', 'province')),
    CONSTRAINT uq_users_uuid UNIQUE (uuid),
    CONSTRAINT uq_users_name_key UNIQUE (name_key)
);

CREATE TABLE code_serials (
    device_id INTEGER NOT NULL,
    day DATE NOT NULL,
    last_ordinal INTEGER NOT NULL,
    CONSTRAINT pk_code_serials PRIMARY KEY (device_id, day),
    CONSTRAINT fk_code_serials_device_id FOREIGN KEY(device_id) REFERENCES devices (id)
) WITHOUT ROWID;

CREATE TABLE drafts (
    user_id INTEGER NOT NULL,
    kind TEXT NOT NULL,
    content TEXT NOT NULL,
    saved_at INTEGER NOT NULL,
    CONSTRAINT pk_drafts PRIMARY KEY (user_id, kind),
    CONSTRAINT fk_drafts_user_id FOREIGN KEY(user_id) REFERENCES users (id)
);

CREATE TABLE offices (
    id INTEGER NOT NULL,
    uuid BLOB NOT NULL,
    unit_code TEXT NOT NULL,
    unit_name TEXT NOT NULL,
    province_code TEXT NOT NULL,
    province_name TEXT NOT NULL,
    is_practice BOOLEAN NOT NULL,
    created_at INTEGER NOT NULL,
    device_id INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    CONSTRAINT pk_offices PRIMARY KEY (id),
    CONSTRAINT ck_offices_single CHECK (id = 1),
    CONSTRAINT fk_offices_device_id FOREIGN KEY(device_id) REFERENCES devices (id)
);

CREATE TABLE preferences (
    user_id INTEGER NOT NULL,
    "key" TEXT NOT NULL,
    value TEXT NOT NULL,
    CONSTRAINT pk_preferences PRIMARY KEY (user_id, "key"),
    CONSTRAINT fk_preferences_user_id FOREIGN KEY(user_id) REFERENCES users (id)
);

CREATE TABLE procedure_aliases (
    alias_key TEXT NOT NULL,
    alias TEXT NOT NULL,
    procedure_id INTEGER NOT NULL,
    CONSTRAINT pk_procedure_aliases PRIMARY KEY (alias_key),
    CONSTRAINT fk_procedure_aliases_procedure_id FOREIGN KEY(procedure_id) REFERENCES procedures (id)
);

CREATE TABLE procedure_versions (
    id INTEGER NOT NULL,
    procedure_id INTEGER NOT NULL,
    number INTEGER NOT NULL,
    valid_from DATE,
    valid_to DATE,
    facts TEXT NOT NULL,
    source TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    created_by TEXT NOT NULL,
    CONSTRAINT pk_procedure_versions PRIMARY KEY (id),
    CONSTRAINT fk_procedure_versions_procedure_id FOREIGN KEY(procedure_id) REFERENCES procedures (id)
);

CREATE UNIQUE INDEX ix_procedure_versions_procedure_id_number ON procedure_versions (procedure_id, number);

CREATE TABLE restores (
    id INTEGER NOT NULL,
    device_id INTEGER NOT NULL,
    backed_up_at INTEGER NOT NULL,
    restored_at INTEGER NOT NULL,
    CONSTRAINT pk_restores PRIMARY KEY (id),
    CONSTRAINT fk_restores_device_id FOREIGN KEY(device_id) REFERENCES devices (id)
);

CREATE TABLE dossiers (
    id INTEGER NOT NULL,
    uuid BLOB NOT NULL,
    revision INTEGER NOT NULL,
    revision_device INTEGER NOT NULL,
    code TEXT NOT NULL,
    portal_code TEXT NOT NULL,
    import_key TEXT,
    person_id INTEGER,
    applicant_kind TEXT NOT NULL,
    applicant_name TEXT NOT NULL,
    applicant_sort TEXT NOT NULL,
    id_number TEXT NOT NULL,
    birth_date TEXT NOT NULL,
    sex TEXT,
    address TEXT NOT NULL,
    phone TEXT NOT NULL,
    email TEXT NOT NULL,
    tax_code TEXT NOT NULL,
    submitter_name TEXT NOT NULL,
    submitter_id_number TEXT NOT NULL,
    submitter_phone TEXT NOT NULL,
    submitter_note TEXT NOT NULL,
    procedure_id INTEGER NOT NULL,
    version_id INTEGER NOT NULL,
    limit_value INTEGER,
    limit_unit TEXT,
    limit_cutoff TEXT,
    supplement_mode TEXT NOT NULL,
    channel TEXT NOT NULL,
    sets INTEGER NOT NULL,
    pages INTEGER,
    copies INTEGER,
    fee_vnd INTEGER,
    fee_note TEXT NOT NULL,
    return_method TEXT NOT NULL,
    return_address TEXT NOT NULL,
    note TEXT NOT NULL,
    desk_number INTEGER NOT NULL,
    received_by TEXT NOT NULL,
    submitted_at INTEGER,
    received_at INTEGER NOT NULL,
    original_due_at INTEGER,
    legal_due_at INTEGER,
    due_at INTEGER,
    apologised_at INTEGER,
    waiting_since INTEGER,
    pauses TEXT NOT NULL,
    supplement_count INTEGER NOT NULL,
    state TEXT NOT NULL,
    holder TEXT NOT NULL,
    hand_over_waiting BOOLEAN NOT NULL,
    ended_at INTEGER,
    timeliness TEXT,
    result_number TEXT NOT NULL,
    result_date DATE,
    result_signer TEXT NOT NULL,
    finished_at INTEGER,
    returned_at INTEGER,
    receiver TEXT NOT NULL,
    has_files BOOLEAN NOT NULL,
    CONSTRAINT pk_dossiers PRIMARY KEY (id),
    CONSTRAINT ck_dossiers_applicant_kind CHECK (applicant_kind IN ('person', 'organisation', 'household_business')),
    CONSTRAINT ck_dossiers_channel CHECK (channel IN ('direct', 'online', 'post')),
    CONSTRAINT ck_dossiers_state CHECK (state IN ('received', 'processing', 'waiting_supplement', 'finished', 'returned', 'refused', 'withdrawn', 'stopped', 'voided')),
    CONSTRAINT ck_dossiers_return_method CHECK (return_method IN ('counter', 'post', 'online')),
    CONSTRAINT uq_dossiers_uuid UNIQUE (uuid),
    CONSTRAINT uq_dossiers_code UNIQUE (code),
    CONSTRAINT fk_dossiers_person_id FOREIGN KEY(person_id) REFERENCES people (id),
    CONSTRAINT fk_dossiers_procedure_id FOREIGN KEY(procedure_id) REFERENCES procedures (id),
    CONSTRAINT fk_dossiers_version_id FOREIGN KEY(version_id) REFERENCES procedure_versions (id)
);

CREATE INDEX ix_dossiers_applicant_sort ON dossiers (applicant_sort);

CREATE INDEX ix_dossiers_due_at ON dossiers (due_at);

CREATE INDEX ix_dossiers_ended_at ON dossiers (ended_at) WHERE ended_at IS NOT NULL;

CREATE UNIQUE INDEX ix_dossiers_import_key ON dossiers (import_key) WHERE import_key IS NOT NULL;

CREATE INDEX ix_dossiers_open ON dossiers (state, due_at) WHERE state IN ('received', 'processing', 'waiting_supplement', 'finished');

CREATE INDEX ix_dossiers_person_id ON dossiers (person_id);

CREATE INDEX ix_dossiers_portal_code ON dossiers (portal_code) WHERE portal_code <> '';

CREATE INDEX ix_dossiers_procedure_id_received_at ON dossiers (procedure_id, received_at);

CREATE INDEX ix_dossiers_rare_states ON dossiers (state, received_at) WHERE state IN ('refused', 'withdrawn', 'stopped', 'voided');

CREATE INDEX ix_dossiers_received_at ON dossiers (received_at);

CREATE INDEX ix_dossiers_returned_at ON dossiers (returned_at) WHERE returned_at IS NOT NULL;

CREATE TABLE attachments (
    id INTEGER NOT NULL,
    uuid BLOB NOT NULL,
    dossier_id INTEGER NOT NULL,
    position INTEGER,
    file_name TEXT NOT NULL,
    media_type TEXT NOT NULL,
    size INTEGER NOT NULL,
    page_count INTEGER,
    blob TEXT NOT NULL,
    is_result BOOLEAN NOT NULL,
    added_at INTEGER NOT NULL,
    added_by TEXT NOT NULL,
    removed_at INTEGER,
    CONSTRAINT pk_attachments PRIMARY KEY (id),
    CONSTRAINT uq_attachments_uuid UNIQUE (uuid),
    CONSTRAINT fk_attachments_dossier_id FOREIGN KEY(dossier_id) REFERENCES dossiers (id),
    CONSTRAINT fk_attachments_blob FOREIGN KEY(blob) REFERENCES blobs (name)
);

CREATE INDEX ix_attachments_blob ON attachments (blob);

CREATE INDEX ix_attachments_dossier_id ON attachments (dossier_id);

CREATE TABLE dossier_documents (
    dossier_id INTEGER NOT NULL,
    position INTEGER NOT NULL,
    name TEXT NOT NULL,
    originals INTEGER NOT NULL,
    certified_copies INTEGER NOT NULL,
    copies INTEGER NOT NULL,
    required BOOLEAN NOT NULL,
    handed_in BOOLEAN NOT NULL,
    note TEXT NOT NULL,
    CONSTRAINT pk_dossier_documents PRIMARY KEY (dossier_id, position),
    CONSTRAINT fk_dossier_documents_dossier_id FOREIGN KEY(dossier_id) REFERENCES dossiers (id)
);

CREATE TABLE dossier_events (
    id INTEGER NOT NULL,
    dossier_id INTEGER NOT NULL,
    event TEXT NOT NULL,
    at INTEGER NOT NULL,
    recorded_at INTEGER NOT NULL,
    user_name TEXT NOT NULL,
    reason TEXT NOT NULL,
    state TEXT NOT NULL,
    data TEXT,
    undone BOOLEAN NOT NULL,
    CONSTRAINT pk_dossier_events PRIMARY KEY (id),
    CONSTRAINT ck_dossier_events_event CHECK (event IN ('receive', 'hand_over', 'confirm_hand_over', 'request_supplement', 'supplement_received', 'apologise', 'refuse', 'withdraw', 'stop', 'finish', 'return_result', 'undo', 'edit', 'import')),
    CONSTRAINT fk_dossier_events_dossier_id FOREIGN KEY(dossier_id) REFERENCES dossiers (id)
);

CREATE INDEX ix_dossier_events_dossier_id ON dossier_events (dossier_id);

CREATE TABLE hand_overs (
    id INTEGER NOT NULL,
    dossier_id INTEGER NOT NULL,
    event_id INTEGER NOT NULL,
    from_holder TEXT NOT NULL,
    to_holder TEXT NOT NULL,
    to_user_id INTEGER,
    handed_at INTEGER NOT NULL,
    confirmed_at INTEGER,
    confirmed_by TEXT NOT NULL,
    superseded BOOLEAN NOT NULL,
    CONSTRAINT pk_hand_overs PRIMARY KEY (id),
    CONSTRAINT fk_hand_overs_dossier_id FOREIGN KEY(dossier_id) REFERENCES dossiers (id),
    CONSTRAINT fk_hand_overs_event_id FOREIGN KEY(event_id) REFERENCES dossier_events (id),
    CONSTRAINT fk_hand_overs_to_user_id FOREIGN KEY(to_user_id) REFERENCES users (id)
);

CREATE INDEX ix_hand_overs_dossier_id ON hand_overs (dossier_id);

CREATE TABLE undo_points (
    dossier_id INTEGER NOT NULL,
    event_id INTEGER NOT NULL,
    "before" TEXT NOT NULL,
    CONSTRAINT pk_undo_points PRIMARY KEY (dossier_id),
    CONSTRAINT fk_undo_points_dossier_id FOREIGN KEY(dossier_id) REFERENCES dossiers (id),
    CONSTRAINT fk_undo_points_event_id FOREIGN KEY(event_id) REFERENCES dossier_events (id)
);

CREATE VIRTUAL TABLE dossier_search USING fts5(
    words, content='', contentless_delete=1, detail=none, prefix='1 2 3 4 5 6 7', tokenize='ascii'
);

INSERT INTO dossier_search(dossier_search, rank) VALUES ('automerge', 8);
