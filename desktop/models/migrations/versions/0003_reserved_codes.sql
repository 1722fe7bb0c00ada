CREATE TABLE reserved_codes (
    code TEXT NOT NULL,
    day DATE NOT NULL,
    device_id INTEGER NOT NULL,
    reserved_at INTEGER NOT NULL,
    reserved_by TEXT NOT NULL,
    dossier_id INTEGER,
    spoiled_at INTEGER,
    spoiled_reason TEXT NOT NULL,
    CONSTRAINT pk_reserved_codes PRIMARY KEY (code),
    CONSTRAINT uq_reserved_codes_dossier_id UNIQUE (dossier_id),
    CONSTRAINT ck_reserved_codes_one_end CHECK (dossier_id IS NULL OR spoiled_at IS NULL),
    CONSTRAINT fk_reserved_codes_device_id FOREIGN KEY(device_id) REFERENCES devices (id),
    CONSTRAINT fk_reserved_codes_dossier_id FOREIGN KEY(dossier_id) REFERENCES dossiers (id)
);

CREATE INDEX ix_reserved_codes_day ON reserved_codes (day);
