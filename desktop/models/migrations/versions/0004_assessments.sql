CREATE TABLE criteria_sets (
    id INTEGER NOT NULL,
    uuid BLOB NOT NULL,
    code TEXT NOT NULL,
    version TEXT NOT NULL,
    year INTEGER NOT NULL,
    title TEXT NOT NULL,
    content TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    source_file TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    created_by TEXT NOT NULL,
    CONSTRAINT pk_criteria_sets PRIMARY KEY (id),
    CONSTRAINT uq_criteria_sets_uuid UNIQUE (uuid)
);

CREATE UNIQUE INDEX ix_criteria_sets_code_version ON criteria_sets (code, version);

CREATE TABLE assessments (
    id INTEGER NOT NULL,
    uuid BLOB NOT NULL,
    revision INTEGER NOT NULL,
    revision_device INTEGER NOT NULL,
    year INTEGER NOT NULL,
    set_code TEXT NOT NULL,
    set_id INTEGER NOT NULL,
    state TEXT NOT NULL,
    opened_at INTEGER NOT NULL,
    opened_by TEXT NOT NULL,
    remark TEXT NOT NULL,
    CONSTRAINT pk_assessments PRIMARY KEY (id),
    CONSTRAINT ck_assessments_state CHECK (state IN ('open', 'handed_in', 'approved')),
    CONSTRAINT uq_assessments_uuid UNIQUE (uuid),
    CONSTRAINT fk_assessments_set_id FOREIGN KEY(set_id) REFERENCES criteria_sets (id)
);

CREATE UNIQUE INDEX ix_assessments_year_set_code ON assessments (year, set_code);

CREATE TABLE assessment_lines (
    id INTEGER NOT NULL,
    assessment_id INTEGER NOT NULL,
    item_id TEXT NOT NULL,
    kind TEXT,
    inputs TEXT NOT NULL,
    own_points TEXT,
    why TEXT NOT NULL,
    note TEXT NOT NULL,
    reading TEXT,
    answered_at INTEGER,
    answered_by TEXT NOT NULL,
    assignee TEXT NOT NULL,
    due_on DATE,
    CONSTRAINT pk_assessment_lines PRIMARY KEY (id),
    CONSTRAINT ck_assessment_lines_kind CHECK (kind IN ('value', 'not_applicable', 'no_case')),
    CONSTRAINT fk_assessment_lines_assessment_id FOREIGN KEY(assessment_id) REFERENCES assessments (id)
);

CREATE UNIQUE INDEX ix_assessment_lines_assessment_id_item_id ON assessment_lines (assessment_id, item_id);

CREATE TABLE assessment_events (
    id INTEGER NOT NULL,
    assessment_id INTEGER NOT NULL,
    item_id TEXT NOT NULL,
    event TEXT NOT NULL,
    at INTEGER NOT NULL,
    user_name TEXT NOT NULL,
    data TEXT NOT NULL,
    CONSTRAINT pk_assessment_events PRIMARY KEY (id),
    CONSTRAINT ck_assessment_events_event CHECK (event IN ('open', 'answer', 'clear', 'fill', 'note', 'assign', 'add_evidence', 'remove_evidence', 'hand_in', 'send_back', 'approve', 'reopen', 'change_version')),
    CONSTRAINT fk_assessment_events_assessment_id FOREIGN KEY(assessment_id) REFERENCES assessments (id)
);

CREATE INDEX ix_assessment_events_assessment_id_item_id ON assessment_events (assessment_id, item_id);

CREATE TABLE evidence_documents (
    id INTEGER NOT NULL,
    uuid BLOB NOT NULL,
    revision INTEGER NOT NULL,
    revision_device INTEGER NOT NULL,
    year INTEGER NOT NULL,
    blob TEXT NOT NULL,
    file_name TEXT NOT NULL,
    media_type TEXT NOT NULL,
    size INTEGER NOT NULL,
    page_count INTEGER NOT NULL,
    has_text BOOLEAN NOT NULL,
    number TEXT NOT NULL,
    dated DATE,
    signer TEXT NOT NULL,
    issuer TEXT NOT NULL,
    summary TEXT NOT NULL,
    added_at INTEGER NOT NULL,
    added_by TEXT NOT NULL,
    CONSTRAINT pk_evidence_documents PRIMARY KEY (id),
    CONSTRAINT uq_evidence_documents_uuid UNIQUE (uuid),
    CONSTRAINT fk_evidence_documents_blob FOREIGN KEY(blob) REFERENCES blobs (name)
);

CREATE UNIQUE INDEX ix_evidence_documents_year_blob ON evidence_documents (year, blob);

CREATE TABLE evidence_links (
    id INTEGER NOT NULL,
    assessment_id INTEGER NOT NULL,
    item_id TEXT NOT NULL,
    document_id INTEGER NOT NULL,
    pages TEXT NOT NULL,
    added_at INTEGER NOT NULL,
    added_by TEXT NOT NULL,
    removed_at INTEGER,
    CONSTRAINT pk_evidence_links PRIMARY KEY (id),
    CONSTRAINT fk_evidence_links_assessment_id FOREIGN KEY(assessment_id) REFERENCES assessments (id),
    CONSTRAINT fk_evidence_links_document_id FOREIGN KEY(document_id) REFERENCES evidence_documents (id)
);

CREATE INDEX ix_evidence_links_document_id ON evidence_links (document_id);

CREATE UNIQUE INDEX ix_evidence_links_in_use ON evidence_links (assessment_id, item_id, document_id) WHERE removed_at IS NULL;

CREATE TABLE approved_copies (
    id INTEGER NOT NULL,
    assessment_id INTEGER NOT NULL,
    content TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    approved_at INTEGER NOT NULL,
    approved_by TEXT NOT NULL,
    CONSTRAINT pk_approved_copies PRIMARY KEY (id),
    CONSTRAINT fk_approved_copies_assessment_id FOREIGN KEY(assessment_id) REFERENCES assessments (id)
);

CREATE INDEX ix_approved_copies_assessment_id ON approved_copies (assessment_id);
