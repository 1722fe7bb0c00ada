"""Figures over single marks of dossiers: scanned, by post, asked twice, paid online.

What the daily sums do not keep. Each mark is one set of ids, said once: its size is the figure,
and the same set is the condition of the list behind it. The sets are written so that indexes
alone answer: a year over a million dossiers is counted without reading one of their rows.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import ColumnElement, Connection, literal_column

from desktop.domain.figure_marks import Mark
from desktop.domain.figures import Period
from desktop.domain.moments import day_start


@dataclass(frozen=True, slots=True)
class MarkSlice:
    """One mark in one period: the key of its list."""

    mark: Mark
    period: Period


def count_mark(connection: Connection, wanted: MarkSlice) -> int:
    """How many dossiers carry the mark."""
    ids = _ids(wanted)
    return int(connection.exec_driver_sql(f"SELECT count(*) FROM ({ids})").scalar_one())  # noqa: S608 - our own words and numbers


def mark_condition(wanted: MarkSlice) -> ColumnElement[bool]:
    """The same dossiers as a condition on the register."""
    # Without a type: as a Boolean it would be written "… = 1", which no index can serve.
    found: ColumnElement[bool] = literal_column(f"dossiers.id IN ({_ids(wanted)})")
    return found


_RARE = "state IN ('refused', 'withdrawn', 'stopped', 'voided')"
_VOIDED = f"SELECT id FROM dossiers WHERE {_RARE} AND state = 'voided'"  # noqa: S608 - our own words
# What ended otherwise than with a result; ``ended_at`` is set for ended dossiers only.
_NO_RESULT = f"SELECT id FROM dossiers WHERE {_RARE}"  # noqa: S608 - our own words
_SCANS = "SELECT dossier_id FROM attachments WHERE removed_at IS NULL AND is_result = 0"
_RESULTS = "SELECT dossier_id FROM attachments WHERE removed_at IS NULL AND is_result = 1"


def _ids(wanted: MarkSlice) -> str:
    start = int(day_start(wanted.period.start).timestamp())
    end = int(day_start(wanted.period.end + timedelta(days=1)).timestamp())
    days = {"first": f"{wanted.period.start}", "last": f"{wanted.period.end}"}
    return _SETS[wanted.mark].format(start=start, end=end, **days)


# The plus signs keep SQLite from looking up every id of the inner set in the register.
_RECEIVED = (
    "SELECT id FROM dossiers WHERE received_at >= {start} AND received_at < {end}"  # noqa: S608
    f" AND +id NOT IN ({_VOIDED})"
)
_WITH_RESULT = (
    "SELECT id FROM dossiers WHERE ended_at IS NOT NULL"  # noqa: S608 - our own words
    " AND ended_at >= {start} AND ended_at < {end}"
    f" AND +id NOT IN ({_NO_RESULT})"
)
_RETURNED = (
    "SELECT id FROM dossiers WHERE state = 'returned'"
    " AND returned_at >= {start} AND returned_at < {end}"
)
_PAID = (
    "SELECT id FROM dossiers WHERE paid_on IS NOT NULL"  # noqa: S608 - our own words
    " AND paid_on BETWEEN '{first}' AND '{last}'"
    f" AND +id NOT IN ({_VOIDED})"
)
_ONLINE = f"{_RECEIVED} AND channel = 'online'"
_SETS: dict[Mark, str] = {
    Mark.PAID: _PAID,
    Mark.PAID_ONLINE: f"{_PAID} AND payment = 'online'",
    Mark.PAID_DIRECT: f"{_PAID} AND payment = 'direct'",
    Mark.PAYMENT_UNKNOWN: f"{_RECEIVED} AND payment IS NULL AND fee_vnd > 0",
    Mark.ONLINE_FULL: f"{_ONLINE} AND online_level = 'full'",
    Mark.ONLINE_PART: f"{_ONLINE} AND online_level = 'part'",
    Mark.LEVEL_UNKNOWN: f"{_ONLINE} AND coalesce(online_level, 'none') = 'none'",
    Mark.OUTSIDE: f"{_RECEIVED} AND outside_boundary = 1",
    Mark.WITH_RESULT: _WITH_RESULT,
    Mark.SCANNED: f"{_RECEIVED} AND +id IN ({_SCANS})",
    Mark.UNSCANNED: f"{_RECEIVED} AND +id NOT IN ({_SCANS})",
    Mark.WITHOUT_RESULT_FILE: f"{_WITH_RESULT} AND +id NOT IN ({_RESULTS})",
    Mark.SUPPLEMENTED_AGAIN: f"{_RECEIVED} AND supplement_count > 1",
    Mark.RESULT_FILE: f"{_WITH_RESULT} AND +id IN ({_RESULTS})",
    Mark.DIGITISED: f"{_WITH_RESULT} AND +id IN ({_RESULTS}) AND +id IN ({_SCANS})",
    Mark.RETURNED: _RETURNED,
    Mark.RETURNED_BY_POST: f"{_RETURNED} AND return_method = 'post'",
    Mark.BY_POST: f"{_RECEIVED} AND channel = 'post' UNION {_RETURNED} AND return_method = 'post'",
}
