"""Filling the form of a periodic report: typed values, values over computed ones, carrying over."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import insert, update

from desktop.domain.errors import Entry, InputProblem, InputRefused
from desktop.domain.roles import Permission
from desktop.domain.statistics.forms import Place, Value
from desktop.domain.statistics.values import kept, read_value, shown_value
from desktop.domain.text import clean_lines
from desktop.models.periodic import periodic_values
from desktop.services.office import Office, Work
from desktop.services.outcomes import Change, Outcome
from desktop.services.periodic.records import PeriodicReport, earlier_reports, read_report, touch
from desktop.services.periodic.sheets import Sheet, build_sheet

LONGEST_REASON = 1_000


@dataclass(frozen=True, slots=True)
class CarriedValue:
    """A value taken over from the period before."""

    place: Place
    value: str
    period: str


def set_value(
    office: Office, report_id: int, place: Place, text: str, reason: str = ""
) -> Outcome[str]:
    """Types a value into a cell; a blank text goes back to the computed one, or to nothing.

    Over a computed value a reason is needed, and both stay. Gives the value as it is kept.
    Raises InputRefused(REQUIRED, NOT_A_NUMBER, OUT_OF_RANGE, UNKNOWN_CHOICE, TOO_LONG).
    """
    office.require(Permission.REPORT)
    report = read_report(office, report_id)
    sheet = build_sheet(office, report)
    value, why = read_value(report.form, place, text), clean_lines(reason)
    if value is None:
        return _clear(office, report, place)
    computed = sheet.cells[place].computed
    if value == computed:  # the same as the program says: nothing to keep over it
        return _clear(office, report, place, kept(value))
    if computed is not None and not why:
        raise InputRefused(InputProblem("reason", Entry.REQUIRED))
    if len(why) > LONGEST_REASON:
        raise InputRefused(InputProblem("reason", Entry.TOO_LONG, {"most": LONGEST_REASON}))
    with office.command() as work:
        _remove(work, report.id, place)
        before = None if computed is None else kept(computed)
        _write(work, report.id, place, kept(value), before, why if computed is not None else "")
        work.audit("periodic.value", str(report.id), row=place[0], over=computed is not None)
        return work.outcome(kept(value), Change.PERIODIC)


def carry_values(office: Office, report_id: int) -> Outcome[tuple[CarriedValue, ...]]:
    """Takes blank cells of rows that carry from the newest earlier report of the same form."""
    office.require(Permission.REPORT)
    report = read_report(office, report_id)
    sheet = build_sheet(office, report)
    earlier = next((e for e in earlier_reports(office, report)), None)
    if earlier is None:
        return Outcome((), frozenset())
    found = _carried(sheet, build_sheet(office, earlier))
    if not found:
        return Outcome((), frozenset())
    with office.command() as work:
        for place, value in found:
            _write(work, report.id, place, kept(value), None, "")
        work.audit("periodic.carry", str(report.id), values=len(found))
        form = report.form
        carried = tuple(
            CarriedValue(place, shown_value(form, place, value), earlier.period_words)
            for place, value in found
        )
        return work.outcome(carried, Change.PERIODIC)


def _carried(sheet: Sheet, earlier: Sheet) -> list[tuple[Place, Value]]:
    """Cells that are blank now and were not then, of the same type."""
    found: list[tuple[Place, Value]] = []
    for place, state in sheet.cells.items():
        carries = sheet.form.row_by_key[place[0]].carries
        if not carries or state.value is not None or sheet.form.formula_at(place) is not None:
            continue
        before = earlier.cells.get(place)
        if before is None or before.value is None:
            continue
        if earlier.form.type_at(place) is sheet.form.type_at(place):
            found.append((place, before.value))
    return found


def _clear(office: Office, report: PeriodicReport, place: Place, value: str = "") -> Outcome[str]:
    with office.command() as work:
        if not _remove(work, report.id, place):
            return work.outcome(value)
        touch(work, report.id)
        work.audit("periodic.value_removed", str(report.id), row=place[0])
        return work.outcome(value, Change.PERIODIC)


def _write(
    work: Work, report_id: int, place: Place, value: str, computed: str | None, reason: str
) -> None:
    work.connection.execute(
        insert(periodic_values).values(
            report_id=report_id,
            row_key=place[0],
            column_key=place[1],
            value=value,
            computed=computed,
            reason=reason,
            user_name=work.user.name,
            at=work.now,
        )
    )
    touch(work, report_id)


def _remove(work: Work, report_id: int, place: Place) -> bool:
    done = work.connection.execute(
        update(periodic_values)
        .where(
            periodic_values.c.report_id == report_id,
            periodic_values.c.row_key == place[0],
            periodic_values.c.column_key == place[1],
            periodic_values.c.removed_at.is_(None),
        )
        .values(removed_at=work.now, removed_by=work.user.name)
    )
    return bool(done.rowcount)
