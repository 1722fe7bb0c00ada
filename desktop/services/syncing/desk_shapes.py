"""What a dossier's body from another desk must look like before anything of it is laid in.

SQLite would keep a word where a number belongs, and every list and sum would stumble over it
later. So each value is held against its own column, and refused with the whole record.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Boolean, Column, Date, Integer

from desktop.models.base import Choice, Instant, Json
from desktop.models.dossiers import attachments, dossier_documents, dossier_events, dossiers
from desktop.models.dossiers import hand_overs as slips
from desktop.services.syncing.desk_dossiers import COLUMNS, EVENT, FILE, PAPER, SINCE_0021, SLIP
from desktop.services.syncing.desk_refusals import CannotTakeIn

_Fits = Callable[[Any], bool]
_MOST = 2**63
# The end of the year 9999, the last that a date can name.
_LATEST = 253_402_300_800


def check_dossier(body: dict[str, Any] | None) -> None:
    """Raises CannotTakeIn, and what a missing key or a list of another length raises."""
    if body is None:
        raise CannotTakeIn("not_readable")  # no desk ever removes a dossier
    columns = body["columns"]
    told = [name for name in COLUMNS if name in columns or name not in SINCE_0021]
    _check([_COLUMNS[name] for name in told], [columns[name] for name in told])
    for paper in body["papers"]:
        _check(_PAPER, paper)
    for event in body["events"]:
        _check(_EVENT, event)
    for place, user, *values in body["slips"]:
        if type(place) is not int or not 0 <= place < len(body["events"]):
            raise CannotTakeIn("not_readable")
        if user is not None:
            uuid.UUID(user)
        _check(_SLIP, values)
    for file_id, *values in body["files"]:
        uuid.UUID(file_id)
        _check(_FILE, values)


def _check(fitting: Sequence[_Fits], values: Sequence[Any]) -> None:
    for fits, value in zip(fitting, values, strict=True):
        if not fits(value):
            raise CannotTakeIn("not_readable")


def _fitting(column: Column[Any]) -> _Fits:
    """Says whether a value, as SQLite keeps it, can stand in a column."""
    fits = _fitting_kind(column.type)
    if column.nullable:
        return lambda value: value is None or fits(value)
    return lambda value: value is not None and fits(value)


def _fitting_kind(kind: Any) -> _Fits:
    if isinstance(kind, Json):
        return _is_json
    if isinstance(kind, Choice):
        choices = [choice.value for choice in kind.choices]
        return lambda value: value in choices
    if isinstance(kind, Boolean):
        return lambda value: value in (0, 1)
    if isinstance(kind, Instant):
        return lambda value: type(value) is int and 0 <= value < _LATEST
    if isinstance(kind, Integer):
        return lambda value: type(value) is int and -_MOST <= value < _MOST
    return _is_day if isinstance(kind, Date) else _is_text


def _is_json(value: Any) -> bool:
    json.loads(value)
    return True


def _is_day(value: Any) -> bool:
    date.fromisoformat(value)
    return True


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and "\0" not in value


# Looked up once: there are some sixty values in every dossier.
_COLUMNS = {name: _fitting(dossiers.c[name]) for name in COLUMNS}
_PAPER = [_fitting(dossier_documents.c[name]) for name in PAPER]
_EVENT = [_fitting(dossier_events.c[name]) for name in (*EVENT, "undone")]
_SLIP = [_fitting(slips.c[name]) for name in SLIP]
_FILE = [_fitting(attachments.c[name]) for name in FILE]
