CREATE TABLE statistics_forms (
    id INTEGER NOT NULL,
    uuid BLOB NOT NULL,
    code TEXT NOT NULL,
    version TEXT NOT NULL,
    title TEXT NOT NULL,
    content TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    source_file TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    created_by TEXT NOT NULL,
    CONSTRAINT pk_statistics_forms PRIMARY KEY (id),
    CONSTRAINT uq_statistics_forms_uuid UNIQUE (uuid)
);
CREATE UNIQUE INDEX ix_statistics_forms_code_version ON statistics_forms (code, version);
CREATE TABLE periodic_reports (
    id INTEGER NOT NULL,
    uuid BLOB NOT NULL,
    revision INTEGER NOT NULL,
    revision_device INTEGER NOT NULL,
    report TEXT NOT NULL,
    kind TEXT NOT NULL,
    year INTEGER NOT NULL,
    first_day DATE NOT NULL,
    last_day DATE NOT NULL,
    form_id INTEGER NOT NULL,
    outline TEXT NOT NULL,
    opened_at INTEGER NOT NULL,
    opened_by TEXT NOT NULL,
    CONSTRAINT pk_periodic_reports PRIMARY KEY (id),
    CONSTRAINT uq_periodic_reports_uuid UNIQUE (uuid),
    CONSTRAINT fk_periodic_reports_form_id FOREIGN KEY(form_id) REFERENCES statistics_forms (id)
);
CREATE UNIQUE INDEX ix_periodic_reports_report_kind_year ON periodic_reports (report, kind, year);
CREATE TABLE periodic_texts (
    id INTEGER NOT NULL,
    report_id INTEGER NOT NULL,
    section TEXT NOT NULL,
    content TEXT NOT NULL,
    at INTEGER NOT NULL,
    user_name TEXT NOT NULL,
    CONSTRAINT pk_periodic_texts PRIMARY KEY (id),
    CONSTRAINT fk_periodic_texts_report_id FOREIGN KEY(report_id) REFERENCES periodic_reports (id)
);
CREATE INDEX ix_periodic_texts_report_id_section ON periodic_texts (report_id, section);
CREATE TABLE periodic_values (
    id INTEGER NOT NULL,
    report_id INTEGER NOT NULL,
    row_key TEXT NOT NULL,
    column_key TEXT NOT NULL,
    value TEXT NOT NULL,
    computed TEXT,
    reason TEXT NOT NULL,
    user_name TEXT NOT NULL,
    at INTEGER NOT NULL,
    removed_at INTEGER,
    removed_by TEXT NOT NULL,
    CONSTRAINT pk_periodic_values PRIMARY KEY (id),
    CONSTRAINT fk_periodic_values_report_id FOREIGN KEY(report_id) REFERENCES periodic_reports (id)
);
CREATE UNIQUE INDEX ix_periodic_values_in_force ON periodic_values (report_id, row_key, column_key) WHERE removed_at IS NULL;
CREATE TABLE periodic_issues (
    issued_id INTEGER NOT NULL,
    report_id INTEGER NOT NULL,
    CONSTRAINT pk_periodic_issues PRIMARY KEY (issued_id),
    CONSTRAINT fk_periodic_issues_issued_id FOREIGN KEY(issued_id) REFERENCES issued_reports (id),
    CONSTRAINT fk_periodic_issues_report_id FOREIGN KEY(report_id) REFERENCES periodic_reports (id)
);
CREATE INDEX ix_periodic_issues_report_id ON periodic_issues (report_id);
