"""``calendar import|list`` and ``due``."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from desktop.cli.context import Context, Reply, iso
from desktop.cli.problems import import_reply
from desktop.domain.due_dates import Limit, LimitUnit, compute_due
from desktop.domain.errors import Entry, InputProblem, InputRefused
from desktop.domain.moments import parse_moment
from desktop.domain.procedures import ProcedureFacts
from desktop.domain.work_calendar import WorkCalendar
from desktop.services.door import is_office
from desktop.wording.dates import SHIPPED_CALENDAR, day, moment, weekday, why_line, why_text
from desktop.wording.terms import term


def add_commands(groups: Any) -> None:
    """Adds the commands of this file."""
    calendar = groups.add_parser("calendar", help="lịch làm việc, ngày nghỉ")
    steps = calendar.add_subparsers(dest="step", required=True, metavar="VIỆC")
    load = steps.add_parser("import", help="nhập ngày nghỉ, ngày làm bù từ tệp")
    load.add_argument("file", metavar="TỆP")
    load.add_argument("--dry-run", action="store_true", help="chỉ xem, không ghi")
    load.set_defaults(action=_import)
    listing = steps.add_parser("list", help="ngày nghỉ, ngày làm bù của một năm")
    listing.add_argument("--year", type=int, metavar="NĂM")
    listing.set_defaults(action=_list)

    due = groups.add_parser("due", help="tính ngày hẹn trả và giải thích từng ngày")
    due.add_argument("--received", required=True, metavar="LÚC", help="2026-11-20T15:20")
    due.add_argument("--procedure", metavar="MÃ")
    due.add_argument("--limit", type=int, metavar="SỐ")
    due.add_argument("--unit", choices=[str(unit) for unit in LimitUnit])
    due.set_defaults(action=_due)


def _import(context: Context, options: argparse.Namespace) -> Reply:
    from desktop.services.calendar_import import import_calendar

    with context.office() as office:
        result = import_calendar(office, Path(options.file), dry_run=options.dry_run).value
    return import_reply(result, "ngày")


def _list(context: Context, options: argparse.Namespace) -> Reply:
    from desktop.services.calendar import list_special_days

    with context.office() as office:
        days = list_special_days(office, options.year)
    return Reply(
        {
            "days": [
                {
                    "date": iso(d.day),
                    "kind": d.kind,
                    "note": d.note,
                    "confirmed": d.confirmed,
                    "in_force": d.in_force,
                }
                for d in days
            ]
        },
        [
            f"{weekday(d.day)} {day(d.day)} · {term(d.kind)} · {d.note}"
            + ("" if d.confirmed else " · chưa xác nhận")
            for d in days
        ]
        or [_no_days(options.year)],
    )


def _no_days(year: int | None) -> str:
    when = "Lịch" if year is None else f"Lịch năm {year}"
    return f"{when} chưa có ngày nghỉ, ngày làm bù nào; thêm bằng calendar import."


def _due(context: Context, options: argparse.Namespace) -> Reply:
    received = parse_moment(options.received, "received")
    typed = _typed_limit(options)
    warnings: list[str] = []
    if context.user and is_office(context.folder):
        with context.office() as office:
            calendar, limit = _of_office(office, options, typed)
    else:
        calendar, limit = _as_shipped(options, typed, received.year)
        warnings.append(SHIPPED_CALENDAR)
    due = compute_due(received, limit, calendar)
    return Reply(
        {
            "due": iso(due.due_at),
            "why": [
                {
                    "date": iso(line.day),
                    "counted": line.counted,
                    "reason": why_line(line),
                    "code": line.reason,
                    "ordinal": line.ordinal,
                    "unconfirmed": line.unconfirmed,
                }
                for line in due.why
            ],
        },
        [f"Hẹn trả: {weekday(due.due_at.date())} {moment(due.due_at)}", why_text(due)],
        warnings=warnings,
    )


def _typed_limit(options: argparse.Namespace) -> Limit | None:
    """The limit on the line itself; None when the procedure's is asked for."""
    if options.limit is not None and options.unit:
        return Limit(options.limit, LimitUnit(options.unit))
    if options.unit == LimitUnit.SAME_DAY:
        return Limit(0, LimitUnit.SAME_DAY)
    if not options.procedure or options.limit is not None or options.unit:
        lacking = "limit" if options.limit is None else "limit_unit"
        raise InputRefused(InputProblem(lacking, Entry.REQUIRED))
    return None


def _of_office(
    office: Any, options: argparse.Namespace, typed: Limit | None
) -> tuple[WorkCalendar, Limit]:
    from desktop.services.calendar import read_calendar
    from desktop.services.procedures import procedure_by_code

    if typed is not None:
        return read_calendar(office), typed
    procedure = procedure_by_code(office, options.procedure)
    return read_calendar(office), _stated(procedure.code, procedure.facts)


def _as_shipped(
    options: argparse.Namespace, typed: Limit | None, year: int
) -> tuple[WorkCalendar, Limit]:
    from desktop.services.calendar import shipped_calendar
    from desktop.services.shipped_procedures import shipped_facts

    # A limit may run over the turn of the year, and a Tết in between may make it two.
    calendar = shipped_calendar(range(year, year + 3))
    return calendar, typed or _stated(*shipped_facts(options.procedure))


def _stated(code: str, facts: ProcedureFacts) -> Limit:
    if facts.limit is None:
        shown = {"procedure": f"{code} {facts.short_name or facts.name}"}
        raise InputRefused(InputProblem("limit", Entry.LIMIT_NEEDED, shown))
    return facts.limit
