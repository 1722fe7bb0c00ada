CREATE TABLE desk_audit (
    device BLOB NOT NULL,
    entry_id INTEGER NOT NULL,
    hash BLOB NOT NULL,
    at INTEGER NOT NULL,
    user_name TEXT NOT NULL,
    action TEXT NOT NULL,
    subject TEXT NOT NULL,
    detail TEXT,
    CONSTRAINT pk_desk_audit PRIMARY KEY (device, entry_id, hash)
);

CREATE INDEX ix_desk_audit_at ON desk_audit (at);

CREATE TABLE desk_awaited_files (
    uuid BLOB NOT NULL,
    dossier_uuid BLOB NOT NULL,
    blob TEXT NOT NULL,
    content TEXT NOT NULL,
    CONSTRAINT pk_desk_awaited_files PRIMARY KEY (uuid)
);

CREATE INDEX ix_desk_awaited_files_blob ON desk_awaited_files (blob);

CREATE TABLE desk_chains (
    id INTEGER NOT NULL,
    chain BLOB NOT NULL,
    next_number INTEGER NOT NULL,
    last_manifest TEXT,
    begun_at INTEGER NOT NULL,
    restores INTEGER NOT NULL,
    audit_sent INTEGER NOT NULL,
    asked TEXT NOT NULL,
    CONSTRAINT pk_desk_chains PRIMARY KEY (id),
    CONSTRAINT ck_desk_chains_single CHECK (id = 1)
);

CREATE TABLE desk_invitations (
    id BLOB NOT NULL,
    device BLOB NOT NULL,
    desk_number INTEGER NOT NULL,
    name TEXT NOT NULL,
    secret TEXT NOT NULL,
    made_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    used_at INTEGER,
    CONSTRAINT pk_desk_invitations PRIMARY KEY (id),
    CONSTRAINT uq_desk_invitations_desk_number UNIQUE (desk_number)
);

CREATE TABLE desk_losers (
    kind TEXT NOT NULL,
    record_uuid BLOB NOT NULL,
    version TEXT NOT NULL,
    counter INTEGER NOT NULL,
    device BLOB NOT NULL,
    past TEXT NOT NULL,
    content_sha256 TEXT NOT NULL,
    body TEXT,
    label TEXT NOT NULL,
    told BOOLEAN NOT NULL,
    noted_at INTEGER NOT NULL,
    settled_at INTEGER,
    CONSTRAINT pk_desk_losers PRIMARY KEY (kind, record_uuid, version)
);

CREATE INDEX ix_desk_losers_open ON desk_losers (label) WHERE settled_at IS NULL;

CREATE TABLE desk_packages (
    manifest_sha256 TEXT NOT NULL,
    device BLOB NOT NULL,
    chain BLOB NOT NULL,
    number INTEGER NOT NULL,
    items INTEGER NOT NULL,
    at INTEGER NOT NULL,
    CONSTRAINT pk_desk_packages PRIMARY KEY (manifest_sha256)
);

CREATE INDEX ix_desk_packages_device ON desk_packages (device);

CREATE TABLE desk_peers (
    device BLOB NOT NULL,
    desk_number INTEGER NOT NULL,
    name TEXT NOT NULL,
    sign_key TEXT NOT NULL,
    seal_key TEXT NOT NULL,
    is_founder BOOLEAN NOT NULL,
    joined_at INTEGER NOT NULL,
    revoked_at INTEGER,
    asked TEXT NOT NULL,
    answered TEXT NOT NULL,
    seen TEXT,
    seen_at INTEGER,
    CONSTRAINT pk_desk_peers PRIMARY KEY (device),
    CONSTRAINT uq_desk_peers_desk_number UNIQUE (desk_number)
);

CREATE TABLE desk_quarantine (
    id INTEGER NOT NULL,
    device BLOB NOT NULL,
    kind TEXT NOT NULL,
    label TEXT NOT NULL,
    why TEXT NOT NULL,
    noted_at INTEGER NOT NULL,
    CONSTRAINT pk_desk_quarantine PRIMARY KEY (id)
);

CREATE TABLE desk_sent_files (
    blob TEXT NOT NULL,
    CONSTRAINT pk_desk_sent_files PRIMARY KEY (blob)
)
 WITHOUT ROWID;

CREATE TABLE desk_versions (
    kind TEXT NOT NULL,
    record_uuid BLOB NOT NULL,
    version TEXT NOT NULL,
    counter INTEGER NOT NULL,
    device BLOB NOT NULL,
    past TEXT NOT NULL,
    content_sha256 TEXT NOT NULL,
    label TEXT NOT NULL,
    told BOOLEAN NOT NULL,
    CONSTRAINT pk_desk_versions PRIMARY KEY (kind, record_uuid)
)
 WITHOUT ROWID;
