"""Runs inside ``.bench-venv``: loads the register into DuckDB once, counts a year, prints JSON.

The rules are those of ``desktop/domain/figures.py`` on local days. A dossier that is still open
at the end of the register is judged by its present stretch of the clock, so the period must not
end before the register does.
"""

from __future__ import annotations

import json
import sys
import time
from datetime import date
from pathlib import Path

import duckdb  # type: ignore[import-not-found]  # lives in .bench-venv alone

_COLUMNS = {
    "procedure_id": "INTEGER",
    "channel": "VARCHAR",
    "state": "VARCHAR",
    "timeliness": "VARCHAR",
    "received_at": "BIGINT",
    "ended_at": "BIGINT",
    "legal_due_at": "BIGINT",
    "waiting_since": "BIGINT",
}
_LOAD = """
CREATE TABLE register AS
SELECT procedure_id, channel, state, timeliness,
    (received_at + 25200) // 86400 AS received_on,
    (ended_at + 25200) // 86400 AS ended_on,
    (legal_due_at + 25200) // 86400 AS due_on,
    (waiting_since + 25200) // 86400 AS asked_on,
    state IN ('finished', 'returned', 'refused', 'withdrawn', 'stopped') AS closed
FROM read_csv(?, header = false, columns = {columns}) WHERE state <> 'voided'
"""
_COUNT = """
WITH judged AS (
    SELECT field,
        channel = 'online' AS online,
        received_on BETWEEN $first AND $last AS received,
        received_on < $first AND (NOT closed OR ended_on >= $first) AS carried,
        closed AND ended_on BETWEEN $first AND $last AS settled,
        timeliness = 'late' AS late,
        timeliness = 'early' AND state NOT IN ('withdrawn', 'stopped') AS early,
        received_on <= $last AND (NOT closed OR ended_on > $last) AS in_hand,
        coalesce(least($last, coalesce(asked_on, $last)) > due_on, false) AS over
    FROM register JOIN fields USING (procedure_id)
)
SELECT field,
    count(*) FILTER (received OR carried),
    count(*) FILTER (received AND online),
    count(*) FILTER (received AND NOT online),
    count(*) FILTER (carried),
    count(*) FILTER (settled),
    count(*) FILTER (settled AND early),
    count(*) FILTER (settled AND NOT coalesce(early, false) AND NOT coalesce(late, false)),
    count(*) FILTER (settled AND late),
    count(*) FILTER (in_hand),
    count(*) FILTER (in_hand AND NOT over),
    count(*) FILTER (in_hand AND over)
FROM judged GROUP BY field HAVING bool_or(received OR carried)
"""


def main() -> None:
    """Reads what to do from standard input."""
    asked = json.load(sys.stdin)
    kept = Path(asked["kept"])
    if not kept.exists():
        unfinished = kept.with_suffix(".part")
        unfinished.unlink(missing_ok=True)
        with duckdb.connect(str(unfinished)) as filling:
            columns = json.dumps(_COLUMNS).replace('"', "'")
            filling.execute(_LOAD.format(columns=columns), [asked["rows"]])
            filling.execute("CREATE TABLE fields (procedure_id INTEGER, field VARCHAR)")
            named = [(int(known), field) for known, field in asked["fields"].items()]
            filling.executemany("INSERT INTO fields VALUES (?, ?)", named)
        unfinished.replace(kept)
    connection = duckdb.connect(str(kept), read_only=True)
    days = {name: _day(asked[key]) for name, key in (("first", "start"), ("last", "end"))}
    rows, seconds = [], []
    for _ in range(asked["runs"] + 1):
        started = time.perf_counter()
        rows = connection.execute(_COUNT, days).fetchall()
        seconds.append(time.perf_counter() - started)
    threads = connection.execute("SELECT current_setting('threads')").fetchone()
    answer = {"rows": rows, "seconds": seconds[1:], "threads": threads[0] if threads else 0}
    print(json.dumps(answer))


def _day(text: str) -> int:
    return (date.fromisoformat(text) - date(1970, 1, 1)).days


if __name__ == "__main__":
    main()
