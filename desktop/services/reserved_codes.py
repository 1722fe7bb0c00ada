"""Numbers for receipts printed beforehand, for the day without power.

They come out of this desk's own share of a day's numbers and are written down at once, so
that they are never given again; each ends as one dossier or as a spoiled sheet.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, insert, select, update

from desktop.domain.errors import Entry, InputProblem, InputRefused, Rule, RuleViolation
from desktop.domain.moments import local_date
from desktop.domain.roles import Permission
from desktop.domain.text import clean
from desktop.models.dossiers import dossiers
from desktop.models.reserved_codes import reserved_codes
from desktop.services.dossier_numbers import next_code
from desktop.services.office import Office, Work
from desktop.services.outcomes import Change, Outcome
from desktop.wording.dates import day as day_text

MOST_AT_ONCE = 200
_FURTHEST = timedelta(days=31)


@dataclass(frozen=True, slots=True)
class ReservedCode:
    """A number on paper for which no dossier has been keyed in yet."""

    code: str
    day: date
    reserved_at: datetime
    reserved_by: str


def reserve_codes(office: Office, count: int, on: date | None = None) -> Outcome[tuple[str, ...]]:
    """Takes numbers of a day (None is today) out of the desk's share, for good.

    Raises InputRefused beyond MOST_AT_ONCE or for a day past or far ahead,
    RuleViolation(SERIALS_EXHAUSTED).
    """
    office.require(Permission.RECEIVE)
    today = local_date(office.now())
    wanted = on or today
    _check(count, wanted, today)
    with office.command() as work:
        codes = tuple(_reserve(work, wanted) for _ in range(count))
        work.audit("code.reserve", f"{codes[0]} – {codes[-1]}", count=count)
        return work.outcome(codes, Change.DOSSIERS)


def unused_codes(office: Office, on: date | None = None) -> tuple[ReservedCode, ...]:
    """Numbers on paper that wait for their dossiers, oldest first; of one day or of all."""
    query = (
        select(reserved_codes)
        .where(reserved_codes.c.dossier_id.is_(None), reserved_codes.c.spoiled_at.is_(None))
        .order_by(reserved_codes.c.day, reserved_codes.c.code)
    )
    if on is not None:
        query = query.where(reserved_codes.c.day == on)
    with office.reading() as connection:
        rows = connection.execute(query).all()
    return tuple(ReservedCode(r.code, r.day, r.reserved_at, r.reserved_by) for r in rows)


def spoil_code(office: Office, code: str, reason: str) -> Outcome[str]:
    """Writes down that a sheet was spoiled; its number stays unused for ever.

    Raises InputRefused without a reason, CODE_NOT_RESERVED.
    """
    office.require(Permission.RECEIVE)
    why = clean(reason)
    if not why:
        raise InputRefused(InputProblem("reason", Entry.REQUIRED))
    with office.command() as work:
        found = _unused(work.connection, code)
        work.connection.execute(
            update(reserved_codes)
            .where(reserved_codes.c.code == found.code)
            .values(spoiled_at=work.now, spoiled_reason=why)
        )
        work.audit("code.spoil", found.code)
        return work.outcome(str(found.code), Change.DOSSIERS)


def check_reserved(work: Work, code: str, day: date) -> str:
    """The number, when it is reserved, unused and of this day. Raises CODE_NOT_RESERVED."""
    found = _unused(work.connection, code)
    if found.day != day:
        why = f"số này in cho ngày {day_text(found.day)}, hồ sơ ghi nhận ngày {day_text(day)}"
        raise RuleViolation(Rule.CODE_NOT_RESERVED, code=found.code, why=why)
    return str(found.code)


def mark_used(work: Work, code: str, dossier_id: int) -> None:
    """Ties a number to the dossier that was keyed in."""
    work.connection.execute(
        update(reserved_codes).where(reserved_codes.c.code == code).values(dossier_id=dossier_id)
    )


def _reserve(work: Work, day: date) -> str:
    code = next_code(work, day)
    row = {
        "code": code,
        "day": day,
        "device_id": work.office.info.device_id,
        "reserved_at": work.now,
        "reserved_by": work.user.name,
    }
    work.connection.execute(insert(reserved_codes).values(row))
    return code


def _unused(connection: Connection, code: str) -> Any:
    wanted = clean(code).upper()
    found = connection.execute(
        select(reserved_codes, dossiers.c.applicant_name)
        .outerjoin(dossiers, dossiers.c.id == reserved_codes.c.dossier_id)
        .where(reserved_codes.c.code == wanted)
    ).one_or_none()
    why = ""
    if found is None:
        why = "không có trong các số đã in sẵn"
    elif found.dossier_id is not None:
        why = f"đã nhập cho hồ sơ của {found.applicant_name}"
    elif found.spoiled_at is not None:
        why = f"tờ này đã ghi nhận bị hỏng ({found.spoiled_reason})"
    if why:
        raise RuleViolation(Rule.CODE_NOT_RESERVED, code=wanted, why=why)
    return found


def _check(count: int, wanted: date, today: date) -> None:
    problems = []
    if not 1 <= count <= MOST_AT_ONCE:
        facts: dict[str, Any] = {"value": count, "lowest": 1, "highest": MOST_AT_ONCE}
        problems.append(InputProblem("count", Entry.OUT_OF_RANGE, facts))
    if not today <= wanted <= today + _FURTHEST:
        highest = day_text(today + _FURTHEST)
        facts = {"value": day_text(wanted), "lowest": day_text(today), "highest": highest}
        problems.append(InputProblem("day", Entry.OUT_OF_RANGE, facts))
    if problems:
        raise InputRefused(*problems)
