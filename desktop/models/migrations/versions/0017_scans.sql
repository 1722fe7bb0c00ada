CREATE TABLE scan_digests (
    blob TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    CONSTRAINT pk_scan_digests PRIMARY KEY (blob)
)
