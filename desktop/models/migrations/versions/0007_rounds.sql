ALTER TABLE assessments ADD COLUMN score_until DATE;

ALTER TABLE assessments ADD COLUMN submit_until DATE;

ALTER TABLE assessments ADD COLUMN explain_until DATE;

ALTER TABLE assessments ADD COLUMN difficulties TEXT DEFAULT '' NOT NULL;

ALTER TABLE assessments ADD COLUMN proposals TEXT DEFAULT '' NOT NULL;

ALTER TABLE evidence_documents ADD COLUMN sha256 TEXT;

CREATE TABLE assessment_events_new (
    id INTEGER NOT NULL,
    assessment_id INTEGER NOT NULL,
    item_id TEXT NOT NULL,
    event TEXT NOT NULL,
    at INTEGER NOT NULL,
    user_name TEXT NOT NULL,
    data TEXT NOT NULL,
    CONSTRAINT pk_assessment_events PRIMARY KEY (id),
    CONSTRAINT ck_assessment_events_event CHECK (event IN ('open', 'answer', 'clear', 'fill', 'note', 'assign', 'add_evidence', 'remove_evidence', 'hand_in', 'send_back', 'approve', 'reopen', 'change_version', 'import', 'set_deadline', 'write_up', 'submit', 'explain', 'appraise', 'publish')),
    CONSTRAINT fk_assessment_events_assessment_id FOREIGN KEY(assessment_id) REFERENCES assessments (id)
);

INSERT INTO assessment_events_new (id, assessment_id, item_id, event, at, user_name, data) SELECT id, assessment_id, item_id, event, at, user_name, data FROM assessment_events;

DROP TABLE assessment_events;

ALTER TABLE assessment_events_new RENAME TO assessment_events;

CREATE INDEX ix_assessment_events_assessment_id_item_id ON assessment_events (assessment_id, item_id);

CREATE TABLE submissions (
    id INTEGER NOT NULL,
    assessment_id INTEGER NOT NULL,
    copy_id INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    revision_device INTEGER NOT NULL,
    submitted_at INTEGER NOT NULL,
    submitted_by TEXT NOT NULL,
    difficulties TEXT NOT NULL,
    proposals TEXT NOT NULL,
    CONSTRAINT pk_submissions PRIMARY KEY (id),
    CONSTRAINT fk_submissions_assessment_id FOREIGN KEY(assessment_id) REFERENCES assessments (id),
    CONSTRAINT fk_submissions_copy_id FOREIGN KEY(copy_id) REFERENCES approved_copies (id)
);

CREATE INDEX ix_submissions_assessment_id ON submissions (assessment_id);

CREATE TABLE explanations (
    uuid BLOB NOT NULL,
    assessment_id INTEGER NOT NULL,
    item_id TEXT NOT NULL,
    round INTEGER NOT NULL,
    text TEXT NOT NULL,
    proposed TEXT,
    is_withdrawn BOOLEAN NOT NULL,
    written_at INTEGER NOT NULL,
    written_by TEXT NOT NULL,
    revision INTEGER NOT NULL,
    revision_device INTEGER NOT NULL,
    is_sent BOOLEAN NOT NULL,
    sent TEXT,
    CONSTRAINT pk_explanations PRIMARY KEY (uuid),
    CONSTRAINT fk_explanations_assessment_id FOREIGN KEY(assessment_id) REFERENCES assessments (id)
);

CREATE UNIQUE INDEX ix_explanations_assessment_id_round_item_id ON explanations (assessment_id, round, item_id);

CREATE TABLE explanation_documents (
    explanation BLOB NOT NULL,
    document_id INTEGER NOT NULL,
    pages TEXT NOT NULL,
    CONSTRAINT pk_explanation_documents PRIMARY KEY (explanation, document_id),
    CONSTRAINT fk_explanation_documents_explanation FOREIGN KEY(explanation) REFERENCES explanations (uuid),
    CONSTRAINT fk_explanation_documents_document_id FOREIGN KEY(document_id) REFERENCES evidence_documents (id)
);

CREATE TABLE appraisals (
    uuid BLOB NOT NULL,
    counter INTEGER NOT NULL,
    device BLOB NOT NULL,
    assessment BLOB NOT NULL,
    round INTEGER NOT NULL,
    content TEXT NOT NULL,
    received_at INTEGER NOT NULL,
    CONSTRAINT pk_appraisals PRIMARY KEY (uuid, counter, device)
);

CREATE INDEX ix_appraisals_assessment_round ON appraisals (assessment, round);

CREATE TABLE publications (
    uuid BLOB NOT NULL,
    counter INTEGER NOT NULL,
    device BLOB NOT NULL,
    year INTEGER NOT NULL,
    set_code TEXT NOT NULL,
    content TEXT NOT NULL,
    received_at INTEGER NOT NULL,
    CONSTRAINT pk_publications PRIMARY KEY (uuid, counter, device)
);

CREATE INDEX ix_publications_set_code_year ON publications (set_code, year);

CREATE TABLE read_letters (
    manifest_sha256 TEXT NOT NULL,
    chain BLOB NOT NULL,
    number INTEGER NOT NULL,
    read_at INTEGER NOT NULL,
    item_count INTEGER NOT NULL,
    problems TEXT NOT NULL,
    CONSTRAINT pk_read_letters PRIMARY KEY (manifest_sha256)
);

CREATE TABLE sent_files (
    sha256 TEXT NOT NULL,
    package_id INTEGER NOT NULL,
    CONSTRAINT pk_sent_files PRIMARY KEY (sha256, package_id),
    CONSTRAINT fk_sent_files_package_id FOREIGN KEY(package_id) REFERENCES sent_packages (id)
);

CREATE INDEX ix_dossiers_returned ON dossiers (returned_at, return_method) WHERE state = 'returned';

CREATE INDEX ix_dossiers_received_by_post ON dossiers (received_at) WHERE channel = 'post';

CREATE INDEX ix_dossiers_supplemented_again ON dossiers (received_at) WHERE supplement_count > 1;

CREATE INDEX ix_attachments_live ON attachments (is_result, dossier_id) WHERE removed_at IS NULL;

DELETE FROM outbox WHERE record_kind = 'assessment';
