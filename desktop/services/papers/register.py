"""Form 07: the register of a period (sổ theo dõi hồ sơ), however long."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from desktop.domain.dossiers import Channel, DossierState
from desktop.domain.errors import Entry, InputProblem, InputRefused
from desktop.domain.moments import day_start, local, local_date
from desktop.domain.roles import Permission
from desktop.models.dossiers import dossiers
from desktop.services.audit import note_seen
from desktop.services.office import Office
from desktop.services.papers.dossier_values import office_values
from desktop.services.papers.layouts import drawn_with, layout_of_day
from desktop.services.papers.register_numbers import ids_of_year
from desktop.services.procedures import list_procedures
from desktop.services.progress import Progress, Silent
from desktop.services.settings import read_settings
from desktop.wording.dates import day
from desktop.wording.terms import term

if TYPE_CHECKING:
    from desktop.reports.forms.register import RegisterDrawn, RegisterEntry, RegisterFrame

_BLOCK = 500
_MOST_YEARS = 20
_HEAD = "NGƯỜI ĐỨNG ĐẦU BỘ PHẬN MỘT CỬA"
_TO_FILL = "..... tháng ..... năm"
# Ends that the columns of a book do not show by a date of return.
_NOTED_STATES = (
    DossierState.WAITING_SUPPLEMENT,
    DossierState.REFUSED,
    DossierState.WITHDRAWN,
    DossierState.STOPPED,
    DossierState.VOIDED,
)
_COLUMNS = (
    dossiers.c.id,
    dossiers.c.code,
    dossiers.c.procedure_id,
    dossiers.c.sets,
    dossiers.c.applicant_name,
    dossiers.c.address,
    dossiers.c.phone,
    dossiers.c.received_at,
    dossiers.c.due_at,
    dossiers.c.returned_at,
    dossiers.c.state,
    dossiers.c.channel,
    dossiers.c.note,
)


@dataclass(frozen=True, slots=True)
class RegisterWish:
    """Dossiers received from ``start`` to ``end``; printing begins at a page of a volume."""

    start: date
    end: date
    volume: int = 1
    page: int = 1


def print_register(
    office: Office, wish: RegisterWish, target: Path, progress: Progress | None = None
) -> RegisterDrawn:
    """Writes the register as PDF; gives pages, entries and volumes.

    Raises InputRefused, LAYOUT_BROKEN, DISK_FULL, FILE_NOT_WRITABLE, Cancelled.
    """
    from desktop.reports.forms.register import write_register
    from desktop.services.printing import check_pdf_name

    office.require(Permission.EXPORT)
    _check(wish)
    check_pdf_name(target)
    layout = layout_of_day(office, "register", wish.end)
    entries = register_entries(office, wish, progress or Silent())
    with drawn_with(layout):
        drawn = write_register(target, layout, _frame(office, wish), entries)
    note_seen(office, "print.register", f"{day(wish.start)}–{day(wish.end)}")
    return drawn


def register_entries(
    office: Office, wish: RegisterWish, progress: Progress
) -> Iterator[RegisterEntry]:
    """The lines in the order of their numbers, read in blocks while they are drawn."""
    names = {p.id: p.facts.name for p in list_procedures(office)}
    years = range(wish.start.year, wish.end.year + 1)
    ids = {year: ids_of_year(office, year) for year in years}
    total, done = sum(map(len, ids.values())), 0
    for year in years:
        for start in range(0, len(ids[year]), _BLOCK):
            progress.check_cancelled()
            progress.step(done + start, total, "Dựng sổ theo dõi")
            block = ids[year][start : start + _BLOCK]
            yield from _entries(office, wish, year, ids[year], block, names)
        done += len(ids[year])


def _entries(
    office: Office,
    wish: RegisterWish,
    year: int,
    ids: array[int],
    block: array[int],
    names: dict[int, str],
) -> Iterator[RegisterEntry]:
    from desktop.reports.forms.register import RegisterEntry

    start = day_start(max(wish.start, date(year, 1, 1)))
    end = day_start(min(wish.end, date(year, 12, 31)) + timedelta(days=1))
    query = (
        select(*_COLUMNS)
        .where(
            dossiers.c.id.between(block[0], block[-1]),
            dossiers.c.received_at >= start,
            dossiers.c.received_at < end,
        )
        .order_by(dossiers.c.id)
    )
    with office.reading() as connection:
        rows = connection.execute(query).all()
    for row in rows:
        number = bisect_left(ids, row.id) + 1
        received_on = local_date(row.received_at)
        yield RegisterEntry(year, number, received_on, _cells(row, number, names))


def _cells(row: Any, number: int, names: dict[int, str]) -> dict[str, str]:
    return {
        "entry": str(number),
        "code": row.code,
        "procedure": names[row.procedure_id],
        "sets": str(row.sets),
        "applicant": row.applicant_name,
        "address": row.address,
        "phone": row.phone,
        "received": _short_day(row.received_at),
        "due": _short_day(row.due_at),
        "returned": _short_day(row.returned_at),
        "giver": "",
        "taker": "",
        "note": _note(row),
    }


def _short_day(moment: datetime | None) -> str:
    return "" if moment is None else f"{local(moment):%d/%m/%Y}"


def _note(row: Any) -> str:
    parts = [term(row.state)] if row.state in _NOTED_STATES else []
    if row.channel is not Channel.DIRECT:
        parts.append(term(row.channel))
    return "\n".join([*parts, row.note] if row.note else parts)


def _frame(office: Office, wish: RegisterWish) -> RegisterFrame:
    from desktop.reports.forms.register import RegisterFrame
    from desktop.services.printing import letterhead_of

    settings = read_settings(office)
    values = {
        **office_values(office, settings),
        "from": day(wish.start),
        "to": day(wish.end),
        "closed_on": f"{_TO_FILL} {wish.end.year}",
        "head_title": (settings.head_title or _HEAD).upper(),
        "head_name": settings.head_name,
    }
    letterhead = letterhead_of(office, settings)
    return RegisterFrame(letterhead, values, wish.start.year, wish.volume, wish.page)


def _check(wish: RegisterWish) -> None:
    problems = []
    if wish.end < wish.start:
        facts = {"value": day(wish.end), "lowest": day(wish.start), "highest": "31/12/2199"}
        problems.append(InputProblem("until", Entry.OUT_OF_RANGE, facts))
    elif wish.end.year - wish.start.year >= _MOST_YEARS:
        last = wish.start.replace(day=1, year=wish.start.year + _MOST_YEARS - 1)
        facts = {"value": day(wish.end), "lowest": day(wish.start), "highest": f"{last:%Y}"}
        problems.append(InputProblem("until", Entry.OUT_OF_RANGE, facts))
    for name, value in (("volume", wish.volume), ("page", wish.page)):
        if not 1 <= value <= 9_999:
            bounds = {"value": value, "lowest": 1, "highest": 9_999}
            problems.append(InputProblem(name, Entry.OUT_OF_RANGE, bounds))
    if problems:
        raise InputRefused(*problems)
