CREATE TABLE search_waiting (
    dossier_id INTEGER NOT NULL,
    words TEXT NOT NULL,
    CONSTRAINT pk_search_waiting PRIMARY KEY (dossier_id),
    CONSTRAINT fk_search_waiting_dossier_id FOREIGN KEY(dossier_id) REFERENCES dossiers (id)
);
