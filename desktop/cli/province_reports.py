"""``province report|profile|lineage``."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from desktop.cli.context import Context, Reply, iso
from desktop.cli.province_rules import day_option
from desktop.domain.errors import Entry, InputProblem, InputRefused
from desktop.domain.figures import Figure
from desktop.wording.criteria import percent
from desktop.wording.dates import day


def add_commands(steps: Any) -> None:
    """Adds the commands of this file under ``province``."""
    report = steps.add_parser("report", help="Biểu II.06a toàn tỉnh, từ dữ liệu các đơn vị gửi")
    report.add_argument("--from", dest="start", required=True, metavar="NGÀY")
    report.add_argument("--to", dest="end", required=True, metavar="NGÀY")
    report.add_argument("--by", choices=("unit", "field"), default="unit")
    report.add_argument("--unit", default="", metavar="ĐƠN_VỊ", help="chỉ một đơn vị")
    report.add_argument("--out", metavar="TỆP", help=".pdf hoặc .xlsx")
    report.set_defaults(action=_report)

    profile = steps.add_parser("profile", help="hồ sơ một đơn vị: điểm, hạng, hồ sơ, lịch sử")
    profile.add_argument("unit", metavar="ĐƠN_VỊ")
    profile.add_argument("--year", type=int, required=True, metavar="NĂM")
    profile.add_argument("--set", metavar="BỘ")
    profile.add_argument("--out", metavar="TỆP", help=".pdf hoặc .xlsx")
    profile.set_defaults(action=_profile)

    lineage = steps.add_parser("lineage", help="đơn vị tiếp nối những đơn vị cũ nào")
    lineage.add_argument("unit", nargs="?", default="", metavar="ĐƠN_VỊ")
    lineage.add_argument("--former", metavar="MÃ_CŨ")
    lineage.add_argument("--name", default="", metavar="TÊN_CŨ")
    lineage.add_argument("--since", metavar="NGÀY")
    lineage.add_argument("--part", action="store_true", help="chỉ nhập một phần")
    lineage.add_argument("--basis", default="", metavar="CĂN_CỨ")
    lineage.add_argument("--remove", action="store_true")
    lineage.set_defaults(action=_lineage)


def _report(context: Context, options: argparse.Namespace) -> Reply:
    from desktop.domain.figures import Period
    from desktop.services.provinces.figures import ProvinceGrouping, province_settlement
    from desktop.services.reports.settlement import SETTLEMENT_COLUMNS

    start, end = day_option(options.start, "from"), day_option(options.end, "until")
    if start is None or end is None:
        raise InputRefused(InputProblem("until", Entry.REQUIRED))
    period, by = Period(start, end), ProvinceGrouping(options.by)
    with context.office() as office:
        found = province_settlement(office, period, by, options.unit)
        pages = 0
        if options.out:
            from desktop.services.provinces.papers import settlement_table, write_table

            pages = write_table(office, settlement_table(office, found), Path(options.out))

    def cells(figures: Any) -> dict[str, int]:
        return {key: figures[figure] for key, figure in SETTLEMENT_COLUMNS.items()}

    data = {
        "title": "II.06a",
        "columns": ["name", *SETTLEMENT_COLUMNS],
        "rows": [{"key": r.key, "name": r.name, **cells(r.figures)} for r in found.rows],
        "total": cells(found.total),
        "undated": found.total[Figure.UNDATED],
    }
    if options.out:
        data["written"] = pages
    lines = [
        f"{row.name}: {row.figures[Figure.TOTAL]} hồ sơ, {row.figures[Figure.SETTLED]} đã giải "
        f"quyết, {row.figures[Figure.SETTLED_LATE]} quá hạn"
        for row in found.rows
    ]
    return Reply(data, lines)


def _profile(context: Context, options: argparse.Namespace) -> Reply:
    from desktop.services.provinces.profiles import unit_profile

    with context.office() as office:
        found = unit_profile(office, options.unit, options.year, options.set)
        pages = 0
        if options.out:
            from desktop.services.provinces.papers import profile_table, write_table

            pages = write_table(office, profile_table(office, found), Path(options.out))
    data = {
        "unit_code": found.unit_code,
        "unit_name": found.unit_name,
        "rank": found.rank,
        "ranked": found.ranked,
        "percent": None if found.percent is None else float(found.percent),
        "band": found.band,
        "fields": [
            {
                "id": field.id,
                "name": field.name,
                "max": float(field.maximum),
                "points": float(field.points),
                "average": None if field.average is None else float(field.average),
                "best": None if field.best is None else float(field.best),
            }
            for field in found.fields
        ],
        "years": [
            {"year": year, "percent": float(reached), "unit_code": code}
            for year, reached, code in found.years
        ],
        "former": [_former(row) for row in found.former],
    }
    if options.out:
        data["written"] = pages
    result = "chưa có kết quả" if found.percent is None else percent(found.percent)
    lines = [f"{found.unit_name}: {result}, hạng {found.rank or '-'}/{found.ranked}"]
    return Reply(data, lines)


def _lineage(context: Context, options: argparse.Namespace) -> Reply:
    from desktop.services.provinces.lineage import (
        FormerUnit,
        continue_unit,
        forget_former,
        former_units,
    )

    with context.office() as office:
        if options.former and options.remove:
            forget_former(office, options.unit, options.former)
        elif options.former:
            since = day_option(options.since, "since")
            if since is None:
                raise InputRefused(InputProblem("since", Entry.REQUIRED))
            former = FormerUnit(
                options.unit, options.former, options.name, since, not options.part, options.basis
            )
            continue_unit(office, former)
        rows = former_units(office, options.unit)
    lines = [
        f"{row.unit_code} tiếp nối {row.former_name} ({row.former_code}), "
        f"{'toàn bộ' if row.whole else 'một phần'}, từ {day(row.since)}"
        for row in rows
    ]
    return Reply({"former": [_former(row) for row in rows]}, lines)


def _former(row: Any) -> dict[str, Any]:
    return {
        "unit_code": row.unit_code,
        "former_code": row.former_code,
        "former_name": row.former_name,
        "since": iso(row.since),
        "whole": row.whole,
        "basis": row.basis,
    }
