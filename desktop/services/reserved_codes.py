"""Numbers for receipts printed beforehand, for the day without power.

They come out of this desk's own share of a day's numbers and are written down at once, so
that they are never given again; each ends as one dossier or as a spoiled sheet.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, insert, or_, select, update

from desktop.domain.dossier_codes import code_in_scan
from desktop.domain.dossiers import DossierEvent, DossierState
from desktop.domain.errors import Entry, InputProblem, InputRefused, Rule, RuleViolation
from desktop.domain.moments import day_start, local_date
from desktop.domain.roles import Permission
from desktop.domain.text import clean
from desktop.models.desks import desk_peers
from desktop.models.dossiers import dossier_events, dossiers
from desktop.models.offices import devices, offices
from desktop.models.reserved_codes import reserved_codes
from desktop.services.dossier_lists import dossier_rows
from desktop.services.dossier_numbers import next_code
from desktop.services.dossier_rows import DossierRow
from desktop.services.office import Office, Work
from desktop.services.outcomes import Change, Outcome
from desktop.wording.dates import day as day_text
from desktop.wording.dates import moment

MOST_AT_ONCE = 200
_FURTHEST = timedelta(days=31)


@dataclass(frozen=True, slots=True)
class ReservedCode:
    """A number on paper for which no dossier has been keyed in yet.

    ``voided_id``: the dossier that was keyed in under it and taken back as wrong, if any; it is
    keyed in again in its place, since the applicant holds this number.
    """

    code: str
    day: date
    reserved_at: datetime
    reserved_by: str
    voided_id: int | None = None


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
    query = _WITH_DOSSIER.where(
        reserved_codes.c.spoiled_at.is_(None),
        reserved_codes.c.device_id.in_(_OURS),
        or_(
            reserved_codes.c.dossier_id.is_(None),
            dossiers.c.state == DossierState.VOIDED,
        ),
    ).order_by(reserved_codes.c.day, reserved_codes.c.code)
    if on is not None:
        query = query.where(reserved_codes.c.day == on)
    with office.reading() as connection:
        return tuple(_sheet(row) for row in connection.execute(query))


def codes_typed(codes: Iterable[ReservedCode], typed: str) -> tuple[ReservedCode, ...]:
    """Which of the numbers a clerk means: the whole one, a scanned QR, or its last digits.

    "7" means …-0007 where there is one, else every number that ends in 7.
    """
    known = tuple(codes)
    whole = code_in_scan(typed)
    if whole:
        return tuple(code for code in known if code.code == whole)
    digits = clean(typed)
    if not (digits.isascii() and digits.isdigit()):
        return ()
    exact = tuple(c for c in known if int(c.code.rpartition("-")[2]) == int(digits))
    return exact or tuple(c for c in known if c.code.endswith(digits))


def open_code(office: Office, code: str) -> ReservedCode:
    """A number that waits for its dossier. Raises CODE_NOT_RESERVED with the reason."""
    with office.reading() as connection:
        return _unused(connection, code)


def check_paper_time(office: Office, sheet: ReservedCode, at: datetime) -> None:
    """An hour written on paper lies between the print of the sheet and now.

    Raises InputRefused(OUT_OF_RANGE). Minutes are compared: paper knows no seconds.
    """
    first = sheet.reserved_at.replace(second=0, microsecond=0)
    if local_date(first) < sheet.day:
        first = day_start(sheet.day)
    last = office.now()
    if not first <= at <= last:
        facts = {"value": moment(at), "lowest": moment(first), "highest": moment(last)}
        raise InputRefused(InputProblem("received_at", Entry.OUT_OF_RANGE, facts))


def keyed_in(office: Office, on: date) -> tuple[DossierRow, ...]:
    """Dossiers that were keyed in under a printed number on a day, the latest first."""
    query = (
        select(dossiers.c.id)
        .join(reserved_codes, reserved_codes.c.dossier_id == dossiers.c.id)
        .join(dossier_events, dossier_events.c.dossier_id == dossiers.c.id)
        .where(
            dossier_events.c.event == DossierEvent.RECEIVE,
            dossier_events.c.undone.is_(False),
            dossier_events.c.recorded_at >= day_start(on),
            dossier_events.c.recorded_at < day_start(on + timedelta(days=1)),
        )
        .order_by(dossier_events.c.id.desc())
    )
    with office.reading() as connection:
        ids = list(connection.execute(query).scalars())
    return tuple(dossier_rows(office, ids))


def spoil_code(office: Office, code: str, reason: str) -> Outcome[str]:
    """Writes down that a sheet was spoiled; no dossier is keyed in under its number.

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
            .values(spoiled_at=work.now, spoiled_reason=why, dossier_id=None)
        )
        work.audit("code.spoil", found.code)
        return work.outcome(found.code, Change.DOSSIERS)


def unspoil_code(office: Office, code: str) -> Outcome[str]:
    """Takes back that a sheet was spoiled: it was marked by mistake. Raises CODE_NOT_RESERVED."""
    office.require(Permission.RECEIVE)
    with office.command() as work:
        found = work.connection.execute(
            update(reserved_codes)
            .where(reserved_codes.c.code == code, reserved_codes.c.spoiled_at.is_not(None))
            .values(spoiled_at=None, spoiled_reason="")
        )
        if not found.rowcount:
            _unused(work.connection, code)  # says what the number is
        work.audit("code.unspoil", code)
        return work.outcome(code, Change.DOSSIERS)


def check_reserved(work: Work, code: str, day: date) -> ReservedCode:
    """The number, when it is reserved, unused and of this day. Raises CODE_NOT_RESERVED."""
    found = _unused(work.connection, code)
    if found.day != day:
        why = f"số này in cho ngày {day_text(found.day)}, hồ sơ ghi nhận ngày {day_text(day)}"
        raise RuleViolation(Rule.CODE_NOT_RESERVED, code=found.code, why=why)
    return found


def mark_used(work: Work, code: str, dossier_id: int) -> None:
    """Ties a number to the dossier that was keyed in."""
    work.connection.execute(
        update(reserved_codes).where(reserved_codes.c.code == code).values(dossier_id=dossier_id)
    )


_WITH_DOSSIER = select(reserved_codes, dossiers.c.applicant_name, dossiers.c.state).select_from(
    reserved_codes.outerjoin(dossiers, dossiers.c.id == reserved_codes.c.dossier_id)
)


def _sheet(row: Any) -> ReservedCode:
    return ReservedCode(row.code, row.day, row.reserved_at, row.reserved_by, row.dossier_id)


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


def _unused(connection: Connection, code: str) -> ReservedCode:
    wanted = clean(code).upper()
    found = connection.execute(_WITH_DOSSIER.where(reserved_codes.c.code == wanted)).one_or_none()
    why = ""
    if found is None:
        why = "không có trong các số đã in sẵn"
    elif found.dossier_id is not None and found.state != DossierState.VOIDED:
        why = f"đã nhập cho hồ sơ của {found.applicant_name}"
    elif not _is_ours(connection, found.device_id):
        why = "tờ này in ở quầy khác; hãy nhập ở quầy đã in để một số không thành hai hồ sơ"
    elif found.spoiled_at is not None:
        why = f"tờ này đã ghi nhận bị hỏng ({found.spoiled_reason})"
    if why:
        raise RuleViolation(Rule.CODE_NOT_RESERVED, code=wanted, why=why)
    return _sheet(found)


def _is_ours(connection: Connection, device_id: int) -> bool:
    """Printed at this desk, or at one that was revoked and cannot key it in any more."""
    return connection.execute(_OURS.where(devices.c.id == device_id)).first() is not None


_OURS = (
    select(devices.c.id)
    .outerjoin(desk_peers, desk_peers.c.device == devices.c.uuid)
    .where(
        or_(
            devices.c.id == select(offices.c.device_id).scalar_subquery(),
            desk_peers.c.revoked_at.is_not(None),
        )
    )
)


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
