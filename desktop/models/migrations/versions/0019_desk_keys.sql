ALTER TABLE desk_peers ADD COLUMN leads BOOLEAN DEFAULT 0 NOT NULL;

ALTER TABLE desk_peers ADD COLUMN key_epoch INTEGER DEFAULT 0 NOT NULL;

ALTER TABLE desk_peers ADD COLUMN claimed_key TEXT;

CREATE TABLE desk_key_words (
    sign_key TEXT NOT NULL,
    device BLOB NOT NULL,
    old_key TEXT NOT NULL,
    old_seal TEXT NOT NULL,
    epoch INTEGER NOT NULL,
    signed TEXT NOT NULL,
    made_at INTEGER NOT NULL,
    envelope TEXT NOT NULL,
    CONSTRAINT pk_desk_key_words PRIMARY KEY (sign_key)
);

CREATE INDEX ix_desk_key_words_device ON desk_key_words (device)
