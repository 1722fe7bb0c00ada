"""What a dossier's body from another desk must look like before anything of it is laid in.

SQLite would keep a word where a number belongs, and every list and sum would stumble over it
later. So each value is held against its own column, and refused with the whole record.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Boolean, Column, Date, Integer, Table

from desktop.models.base import Choice, Instant, Json
from desktop.models.dossiers import attachments, dossier_documents, dossier_events, dossiers
from desktop.models.dossiers import hand_overs as slips
from desktop.services.syncing.desk_dossiers import COLUMNS, EVENT, FILE, PAPER, SLIP
from desktop.services.syncing.desk_refusals import CannotTakeIn

_MOST = 2**63
# The end of the year 9999, the last that a date can name.
_LATEST = 253_402_300_800


def check_dossier(body: dict[str, Any] | None) -> None:
    """Raises CannotTakeIn, and what a missing key or a list of another length raises."""
    if body is None:
        raise CannotTakeIn("not_readable")  # no desk ever removes a dossier
    columns = body["columns"]
    _check(dossiers, COLUMNS, [columns[name] for name in COLUMNS])
    for paper in body["papers"]:
        _check(dossier_documents, PAPER, paper)
    for event in body["events"]:
        _check(dossier_events, (*EVENT, "undone"), event)
    for place, user, *values in body["slips"]:
        if type(place) is not int or not 0 <= place < len(body["events"]):
            raise CannotTakeIn("not_readable")
        if user is not None:
            uuid.UUID(user)
        _check(slips, SLIP, values)
    for file_id, *values in body["files"]:
        uuid.UUID(file_id)
        _check(attachments, FILE, values)


def _check(table: Table, names: Iterable[str], values: Sequence[Any]) -> None:
    for name, value in zip(names, values, strict=True):
        if not _fits(table.c[name], value):
            raise CannotTakeIn("not_readable")


def _fits(column: Column[Any], value: Any) -> bool:
    """Whether a value, as SQLite keeps it, can stand in a column."""
    if value is None:
        return bool(column.nullable)
    kind = column.type
    if isinstance(kind, Json):
        json.loads(value)
        return True
    if isinstance(kind, Choice):
        choices: Any = kind.choices
        return value in [choice.value for choice in choices]
    if isinstance(kind, Boolean):
        return value in (0, 1)
    if isinstance(kind, Instant):
        return type(value) is int and 0 <= value < _LATEST
    if isinstance(kind, Integer):
        return type(value) is int and -_MOST <= value < _MOST
    if not isinstance(value, str) or "\0" in value:
        return False
    if isinstance(kind, Date):
        date.fromisoformat(value)
    return True
