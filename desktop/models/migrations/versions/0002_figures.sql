CREATE TABLE figure_sums (
    span INTEGER NOT NULL,
    first_day INTEGER NOT NULL,
    procedure_id INTEGER NOT NULL,
    channel TEXT NOT NULL,
    officer TEXT NOT NULL,
    desk_number INTEGER NOT NULL,
    received INTEGER NOT NULL,
    undated INTEGER NOT NULL,
    over INTEGER NOT NULL,
    waiting INTEGER NOT NULL,
    finished_early INTEGER NOT NULL,
    finished_on_time INTEGER NOT NULL,
    finished_late_apologised INTEGER NOT NULL,
    finished_late INTEGER NOT NULL,
    refused_early INTEGER NOT NULL,
    refused_on_time INTEGER NOT NULL,
    refused_late_apologised INTEGER NOT NULL,
    refused_late INTEGER NOT NULL,
    withdrawn INTEGER NOT NULL,
    withdrawn_late_apologised INTEGER NOT NULL,
    withdrawn_late INTEGER NOT NULL,
    stopped INTEGER NOT NULL,
    stopped_late_apologised INTEGER NOT NULL,
    stopped_late INTEGER NOT NULL,
    CONSTRAINT pk_figure_sums PRIMARY KEY (span, first_day, procedure_id, channel, officer, desk_number)
) WITHOUT ROWID;

CREATE TABLE figure_pauses (
    reason TEXT NOT NULL,
    CONSTRAINT pk_figure_pauses PRIMARY KEY (reason)
);

CREATE TABLE figure_overrides (
    id INTEGER NOT NULL,
    report TEXT NOT NULL,
    first_day DATE NOT NULL,
    last_day DATE NOT NULL,
    grouping TEXT NOT NULL,
    row_name TEXT NOT NULL,
    column_key TEXT NOT NULL,
    computed TEXT,
    value TEXT NOT NULL,
    reason TEXT NOT NULL,
    user_name TEXT NOT NULL,
    at INTEGER NOT NULL,
    removed_at INTEGER,
    removed_by TEXT NOT NULL,
    CONSTRAINT pk_figure_overrides PRIMARY KEY (id)
);

CREATE INDEX ix_figure_overrides_report_first_day ON figure_overrides (report, first_day);

CREATE TABLE issued_reports (
    id INTEGER NOT NULL,
    uuid BLOB NOT NULL,
    number INTEGER NOT NULL,
    year INTEGER NOT NULL,
    report TEXT NOT NULL,
    first_day DATE NOT NULL,
    last_day DATE NOT NULL,
    grouping TEXT NOT NULL,
    data TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    issued_at INTEGER NOT NULL,
    issued_by TEXT NOT NULL,
    CONSTRAINT pk_issued_reports PRIMARY KEY (id),
    CONSTRAINT uq_issued_reports_uuid UNIQUE (uuid)
);

CREATE UNIQUE INDEX ix_issued_reports_year_number ON issued_reports (year, number);

CREATE INDEX ix_issued_reports_sha256 ON issued_reports (sha256);

CREATE TABLE issued_files (
    sha256 TEXT NOT NULL,
    issued_id INTEGER NOT NULL,
    file_name TEXT NOT NULL,
    at INTEGER NOT NULL,
    user_name TEXT NOT NULL,
    CONSTRAINT pk_issued_files PRIMARY KEY (sha256),
    CONSTRAINT fk_issued_files_issued_id FOREIGN KEY(issued_id) REFERENCES issued_reports (id)
);

CREATE VIEW dossier_days AS
SELECT
    id, procedure_id, channel, received_by, desk_number, state, timeliness, pauses,
    apologised_at IS NOT NULL AS apologised,
    received_at,
    original_due_at,
    (received_at + 3155698800) / 86400 - 36524 AS received_on,
    (coalesce(json_extract(pauses, '$[#-1][1]'), received_at) + 3155698800) / 86400 - 36524 AS clock_from,
    (legal_due_at + 3155698800) / 86400 - 36524 AS due_on,
    (waiting_since + 3155698800) / 86400 - 36524 AS asked_on,
    (ended_at + 3155698800) / 86400 - 36524 AS ended_on,
    state NOT IN ('received', 'processing', 'waiting_supplement') AS closed
FROM dossiers
WHERE state <> 'voided';

CREATE VIEW dossier_waits AS
SELECT
    d.id AS dossier_id,
    (CASE wait.key WHEN 0 THEN d.received_at ELSE json_extract(d.pauses, '$[' || (wait.key - 1) || '][1]') END + 3155698800) / 86400 - 36524 AS clock_from,
    (json_extract(wait.value, '$[0]') + 3155698800) / 86400 - 36524 AS asked_on,
    (json_extract(wait.value, '$[1]') + 3155698800) / 86400 - 36524 AS came_on,
    (coalesce(json_extract(wait.value, '$[2]'), d.original_due_at) + 3155698800) / 86400 - 36524 AS due_on,
    d.closed AND d.ended_on IS NULL AS undated
FROM dossier_days AS d, json_each(d.pauses) AS wait
WHERE d.pauses <> '[]';

CREATE VIEW dossier_spells AS
SELECT
    id AS dossier_id,
    kind,
    CASE kind WHEN 'over' THEN max(clock_from, due_on + 1) ELSE asked_on END AS first_on,
    ended_on AS until_on
FROM dossier_days CROSS JOIN (SELECT 'over' AS kind UNION ALL SELECT 'waiting')
WHERE CASE kind
    WHEN 'over' THEN
        due_on IS NOT NULL
        AND (asked_on IS NULL OR asked_on > due_on)
        AND (NOT closed OR ended_on > max(clock_from, due_on + 1))
    ELSE asked_on IS NOT NULL AND (NOT closed OR ended_on > asked_on)
    END
UNION ALL
SELECT
    dossier_id,
    kind,
    CASE kind WHEN 'over' THEN max(clock_from, due_on + 1) ELSE asked_on END,
    came_on
FROM dossier_waits CROSS JOIN (SELECT 'over' AS kind UNION ALL SELECT 'waiting')
WHERE NOT undated AND CASE kind
    WHEN 'over' THEN
        due_on IS NOT NULL AND asked_on > due_on AND came_on > max(clock_from, due_on + 1)
    ELSE came_on > asked_on
    END;

CREATE VIEW dossier_marks AS
SELECT
    id AS dossier_id,
    CASE step WHEN 'ended' THEN ended_on ELSE received_on END AS day,
    CASE
        WHEN step <> 'ended' THEN step
        WHEN state IN ('refused', 'withdrawn', 'stopped') THEN state
        ELSE 'finished'
    END || CASE
        WHEN step <> 'ended' THEN ''
        WHEN timeliness = 'late' AND apologised THEN '_late_apologised'
        WHEN timeliness = 'late' THEN '_late'
        WHEN state IN ('withdrawn', 'stopped') THEN ''
        WHEN timeliness = 'early' THEN '_early'
        ELSE '_on_time'
    END AS measure,
    1 AS weight
FROM dossier_days
CROSS JOIN (SELECT 'received' AS step UNION ALL SELECT 'ended' UNION ALL SELECT 'undated')
WHERE CASE step
    WHEN 'ended' THEN closed AND ended_on IS NOT NULL
    WHEN 'undated' THEN closed AND ended_on IS NULL
    ELSE 1
    END
UNION ALL
SELECT dossier_id, CASE weight WHEN 1 THEN first_on ELSE until_on END, kind, weight
FROM dossier_spells CROSS JOIN (SELECT 1 AS weight UNION ALL SELECT -1)
WHERE weight = 1 OR until_on IS NOT NULL;

CREATE VIEW figure_shares AS
SELECT
    m.dossier_id,
    spans.span,
    m.day - ((m.day % spans.span) + spans.span) % spans.span AS first_day,
    d.procedure_id,
    d.channel,
    d.received_by AS officer,
    d.desk_number,
    (m.measure = 'received') * m.weight AS received,
    (m.measure = 'undated') * m.weight AS undated,
    (m.measure = 'over') * m.weight AS over,
    (m.measure = 'waiting') * m.weight AS waiting,
    (m.measure = 'finished_early') * m.weight AS finished_early,
    (m.measure = 'finished_on_time') * m.weight AS finished_on_time,
    (m.measure = 'finished_late_apologised') * m.weight AS finished_late_apologised,
    (m.measure = 'finished_late') * m.weight AS finished_late,
    (m.measure = 'refused_early') * m.weight AS refused_early,
    (m.measure = 'refused_on_time') * m.weight AS refused_on_time,
    (m.measure = 'refused_late_apologised') * m.weight AS refused_late_apologised,
    (m.measure = 'refused_late') * m.weight AS refused_late,
    (m.measure = 'withdrawn') * m.weight AS withdrawn,
    (m.measure = 'withdrawn_late_apologised') * m.weight AS withdrawn_late_apologised,
    (m.measure = 'withdrawn_late') * m.weight AS withdrawn_late,
    (m.measure = 'stopped') * m.weight AS stopped,
    (m.measure = 'stopped_late_apologised') * m.weight AS stopped_late_apologised,
    (m.measure = 'stopped_late') * m.weight AS stopped_late
FROM dossier_marks AS m
JOIN dossiers AS d ON d.id = m.dossier_id
CROSS JOIN (SELECT 1 AS span UNION ALL SELECT 32) AS spans;

CREATE TRIGGER figures_received AFTER INSERT ON dossiers
WHEN NOT EXISTS (SELECT 1 FROM figure_pauses)
BEGIN
    INSERT INTO figure_sums
    SELECT span, first_day, procedure_id, channel, officer, desk_number,
        received, undated, over, waiting, finished_early, finished_on_time, finished_late_apologised, finished_late, refused_early, refused_on_time, refused_late_apologised, refused_late, withdrawn, withdrawn_late_apologised, withdrawn_late, stopped, stopped_late_apologised, stopped_late
    FROM figure_shares WHERE dossier_id = NEW.id
    ON CONFLICT (span, first_day, procedure_id, channel, officer, desk_number) DO UPDATE SET
        received = received + excluded.received,
        undated = undated + excluded.undated,
        over = over + excluded.over,
        waiting = waiting + excluded.waiting,
        finished_early = finished_early + excluded.finished_early,
        finished_on_time = finished_on_time + excluded.finished_on_time,
        finished_late_apologised = finished_late_apologised + excluded.finished_late_apologised,
        finished_late = finished_late + excluded.finished_late,
        refused_early = refused_early + excluded.refused_early,
        refused_on_time = refused_on_time + excluded.refused_on_time,
        refused_late_apologised = refused_late_apologised + excluded.refused_late_apologised,
        refused_late = refused_late + excluded.refused_late,
        withdrawn = withdrawn + excluded.withdrawn,
        withdrawn_late_apologised = withdrawn_late_apologised + excluded.withdrawn_late_apologised,
        withdrawn_late = withdrawn_late + excluded.withdrawn_late,
        stopped = stopped + excluded.stopped,
        stopped_late_apologised = stopped_late_apologised + excluded.stopped_late_apologised,
        stopped_late = stopped_late + excluded.stopped_late;
END;

CREATE TRIGGER figures_before_change BEFORE UPDATE OF
    state, received_at, original_due_at, legal_due_at, waiting_since, pauses, ended_at, timeliness, apologised_at, procedure_id, channel, received_by, desk_number
ON dossiers
WHEN NOT EXISTS (SELECT 1 FROM figure_pauses) AND (
    (OLD.state IS NOT NEW.state
        AND NOT (OLD.state IN ('received', 'processing') AND NEW.state IN ('received', 'processing'))
        AND NOT (OLD.state IN ('finished', 'returned') AND NEW.state IN ('finished', 'returned')))
    OR OLD.received_at IS NOT NEW.received_at
    OR OLD.original_due_at IS NOT NEW.original_due_at
    OR OLD.legal_due_at IS NOT NEW.legal_due_at
    OR OLD.waiting_since IS NOT NEW.waiting_since
    OR OLD.pauses IS NOT NEW.pauses
    OR OLD.ended_at IS NOT NEW.ended_at
    OR OLD.timeliness IS NOT NEW.timeliness
    OR OLD.apologised_at IS NOT NEW.apologised_at
    OR OLD.procedure_id IS NOT NEW.procedure_id
    OR OLD.channel IS NOT NEW.channel
    OR OLD.received_by IS NOT NEW.received_by
    OR OLD.desk_number IS NOT NEW.desk_number
)
BEGIN
    INSERT INTO figure_sums
    SELECT span, first_day, procedure_id, channel, officer, desk_number,
        -received, -undated, -over, -waiting, -finished_early, -finished_on_time, -finished_late_apologised, -finished_late, -refused_early, -refused_on_time, -refused_late_apologised, -refused_late, -withdrawn, -withdrawn_late_apologised, -withdrawn_late, -stopped, -stopped_late_apologised, -stopped_late
    FROM figure_shares WHERE dossier_id = OLD.id
    ON CONFLICT (span, first_day, procedure_id, channel, officer, desk_number) DO UPDATE SET
        received = received + excluded.received,
        undated = undated + excluded.undated,
        over = over + excluded.over,
        waiting = waiting + excluded.waiting,
        finished_early = finished_early + excluded.finished_early,
        finished_on_time = finished_on_time + excluded.finished_on_time,
        finished_late_apologised = finished_late_apologised + excluded.finished_late_apologised,
        finished_late = finished_late + excluded.finished_late,
        refused_early = refused_early + excluded.refused_early,
        refused_on_time = refused_on_time + excluded.refused_on_time,
        refused_late_apologised = refused_late_apologised + excluded.refused_late_apologised,
        refused_late = refused_late + excluded.refused_late,
        withdrawn = withdrawn + excluded.withdrawn,
        withdrawn_late_apologised = withdrawn_late_apologised + excluded.withdrawn_late_apologised,
        withdrawn_late = withdrawn_late + excluded.withdrawn_late,
        stopped = stopped + excluded.stopped,
        stopped_late_apologised = stopped_late_apologised + excluded.stopped_late_apologised,
        stopped_late = stopped_late + excluded.stopped_late;
END;

CREATE TRIGGER figures_after_change AFTER UPDATE OF
    state, received_at, original_due_at, legal_due_at, waiting_since, pauses, ended_at, timeliness, apologised_at, procedure_id, channel, received_by, desk_number
ON dossiers
WHEN NOT EXISTS (SELECT 1 FROM figure_pauses) AND (
    (OLD.state IS NOT NEW.state
        AND NOT (OLD.state IN ('received', 'processing') AND NEW.state IN ('received', 'processing'))
        AND NOT (OLD.state IN ('finished', 'returned') AND NEW.state IN ('finished', 'returned')))
    OR OLD.received_at IS NOT NEW.received_at
    OR OLD.original_due_at IS NOT NEW.original_due_at
    OR OLD.legal_due_at IS NOT NEW.legal_due_at
    OR OLD.waiting_since IS NOT NEW.waiting_since
    OR OLD.pauses IS NOT NEW.pauses
    OR OLD.ended_at IS NOT NEW.ended_at
    OR OLD.timeliness IS NOT NEW.timeliness
    OR OLD.apologised_at IS NOT NEW.apologised_at
    OR OLD.procedure_id IS NOT NEW.procedure_id
    OR OLD.channel IS NOT NEW.channel
    OR OLD.received_by IS NOT NEW.received_by
    OR OLD.desk_number IS NOT NEW.desk_number
)
BEGIN
    INSERT INTO figure_sums
    SELECT span, first_day, procedure_id, channel, officer, desk_number,
        received, undated, over, waiting, finished_early, finished_on_time, finished_late_apologised, finished_late, refused_early, refused_on_time, refused_late_apologised, refused_late, withdrawn, withdrawn_late_apologised, withdrawn_late, stopped, stopped_late_apologised, stopped_late
    FROM figure_shares WHERE dossier_id = NEW.id
    ON CONFLICT (span, first_day, procedure_id, channel, officer, desk_number) DO UPDATE SET
        received = received + excluded.received,
        undated = undated + excluded.undated,
        over = over + excluded.over,
        waiting = waiting + excluded.waiting,
        finished_early = finished_early + excluded.finished_early,
        finished_on_time = finished_on_time + excluded.finished_on_time,
        finished_late_apologised = finished_late_apologised + excluded.finished_late_apologised,
        finished_late = finished_late + excluded.finished_late,
        refused_early = refused_early + excluded.refused_early,
        refused_on_time = refused_on_time + excluded.refused_on_time,
        refused_late_apologised = refused_late_apologised + excluded.refused_late_apologised,
        refused_late = refused_late + excluded.refused_late,
        withdrawn = withdrawn + excluded.withdrawn,
        withdrawn_late_apologised = withdrawn_late_apologised + excluded.withdrawn_late_apologised,
        withdrawn_late = withdrawn_late + excluded.withdrawn_late,
        stopped = stopped + excluded.stopped,
        stopped_late_apologised = stopped_late_apologised + excluded.stopped_late_apologised,
        stopped_late = stopped_late + excluded.stopped_late;
END;

CREATE TRIGGER figures_removed BEFORE DELETE ON dossiers
WHEN NOT EXISTS (SELECT 1 FROM figure_pauses)
BEGIN
    INSERT INTO figure_sums
    SELECT span, first_day, procedure_id, channel, officer, desk_number,
        -received, -undated, -over, -waiting, -finished_early, -finished_on_time, -finished_late_apologised, -finished_late, -refused_early, -refused_on_time, -refused_late_apologised, -refused_late, -withdrawn, -withdrawn_late_apologised, -withdrawn_late, -stopped, -stopped_late_apologised, -stopped_late
    FROM figure_shares WHERE dossier_id = OLD.id
    ON CONFLICT (span, first_day, procedure_id, channel, officer, desk_number) DO UPDATE SET
        received = received + excluded.received,
        undated = undated + excluded.undated,
        over = over + excluded.over,
        waiting = waiting + excluded.waiting,
        finished_early = finished_early + excluded.finished_early,
        finished_on_time = finished_on_time + excluded.finished_on_time,
        finished_late_apologised = finished_late_apologised + excluded.finished_late_apologised,
        finished_late = finished_late + excluded.finished_late,
        refused_early = refused_early + excluded.refused_early,
        refused_on_time = refused_on_time + excluded.refused_on_time,
        refused_late_apologised = refused_late_apologised + excluded.refused_late_apologised,
        refused_late = refused_late + excluded.refused_late,
        withdrawn = withdrawn + excluded.withdrawn,
        withdrawn_late_apologised = withdrawn_late_apologised + excluded.withdrawn_late_apologised,
        withdrawn_late = withdrawn_late + excluded.withdrawn_late,
        stopped = stopped + excluded.stopped,
        stopped_late_apologised = stopped_late_apologised + excluded.stopped_late_apologised,
        stopped_late = stopped_late + excluded.stopped_late;
END;

INSERT INTO figure_sums
SELECT span, first_day, procedure_id, channel, officer, desk_number,
    sum(received), sum(undated), sum(over), sum(waiting), sum(finished_early), sum(finished_on_time), sum(finished_late_apologised), sum(finished_late), sum(refused_early), sum(refused_on_time), sum(refused_late_apologised), sum(refused_late), sum(withdrawn), sum(withdrawn_late_apologised), sum(withdrawn_late), sum(stopped), sum(stopped_late_apologised), sum(stopped_late)
FROM figure_shares
WHERE span = 1
GROUP BY span, first_day, procedure_id, channel, officer, desk_number;

INSERT INTO figure_sums
SELECT 32, first_day - ((first_day % 32) + 32) % 32, procedure_id, channel, officer, desk_number,
    sum(received), sum(undated), sum(over), sum(waiting), sum(finished_early), sum(finished_on_time), sum(finished_late_apologised), sum(finished_late), sum(refused_early), sum(refused_on_time), sum(refused_late_apologised), sum(refused_late), sum(withdrawn), sum(withdrawn_late_apologised), sum(withdrawn_late), sum(stopped), sum(stopped_late_apologised), sum(stopped_late)
FROM figure_sums
WHERE span = 1
GROUP BY 2, 3, 4, 5, 6;
