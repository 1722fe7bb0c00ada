ALTER TABLE desk_peers ADD COLUMN has_way BOOLEAN DEFAULT 0 NOT NULL;

CREATE TABLE desk_delivered_scans (
    blob TEXT NOT NULL,
    device BLOB NOT NULL,
    CONSTRAINT pk_desk_delivered_scans PRIMARY KEY (blob)
)
 WITHOUT ROWID
