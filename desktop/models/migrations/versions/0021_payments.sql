ALTER TABLE dossiers ADD COLUMN payment TEXT;

ALTER TABLE dossiers ADD COLUMN paid_on DATE;

ALTER TABLE dossiers ADD COLUMN online_level TEXT;

ALTER TABLE dossiers ADD COLUMN outside_boundary BOOLEAN DEFAULT 0 NOT NULL;

CREATE INDEX ix_dossiers_paid ON dossiers (paid_on, payment) WHERE paid_on IS NOT NULL;

CREATE INDEX ix_dossiers_payment_unknown ON dossiers (received_at, payment, fee_vnd) WHERE payment IS NULL AND fee_vnd > 0;

CREATE INDEX ix_dossiers_received_online ON dossiers (received_at, online_level) WHERE channel = 'online';

CREATE INDEX ix_dossiers_received_outside ON dossiers (received_at, outside_boundary) WHERE outside_boundary = 1
