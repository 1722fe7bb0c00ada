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
from desktop.wording.dates import day, moment, weekday, why_line, why_text
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
        ],
    )


def _due(context: Context, options: argparse.Namespace) -> Reply:
    from desktop.services.calendar import read_calendar

    received = parse_moment(options.received, "received")
    with context.office() as office:
        limit = _limit(office, options)
        due = compute_due(received, limit, read_calendar(office))
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
    )


def _limit(office: Any, options: argparse.Namespace) -> Limit:
    from desktop.services.procedures import procedure_by_code

    if options.limit is not None and options.unit:
        return Limit(options.limit, LimitUnit(options.unit))
    if options.unit == LimitUnit.SAME_DAY:
        return Limit(0, LimitUnit.SAME_DAY)
    if not options.procedure:
        raise InputRefused(InputProblem("limit", Entry.REQUIRED))
    procedure = procedure_by_code(office, options.procedure)
    limit = procedure.facts.limit
    if limit is None:
        facts = {"procedure": f"{procedure.code} {procedure.shown_name}"}
        raise InputRefused(InputProblem("limit", Entry.LIMIT_NEEDED, facts))
    return limit
