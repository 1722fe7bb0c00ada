"""``province publish|rank``."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from desktop.cli.context import Context, Reply
from desktop.cli.province_rules import day_option
from desktop.wording.criteria import percent
from desktop.wording.province import not_posted


def add_commands(steps: Any) -> None:
    """Adds the commands of this file under ``province``."""
    publish = steps.add_parser("publish", help="công bố kết quả của năm")
    publish.add_argument("--year", type=int, required=True, metavar="NĂM")
    publish.add_argument("--set", metavar="BỘ")
    publish.add_argument("--decision", default="", metavar="QUYẾT_ĐỊNH")
    publish.add_argument("--on", metavar="NGÀY")
    publish.set_defaults(action=_publish)
    rank = steps.add_parser("rank", help="xếp hạng các đơn vị")
    rank.add_argument("--year", type=int, required=True, metavar="NĂM")
    rank.add_argument("--set", metavar="BỘ")
    rank.add_argument("--field", default="", metavar="LĨNH_VỰC", help="xếp theo một lĩnh vực")
    rank.add_argument("--out", metavar="TỆP", help=".pdf hoặc .xlsx")
    rank.add_argument("--wide", action="store_true", help="bảng so sánh để chiếu lên màn")
    rank.set_defaults(action=_rank)


def _publish(context: Context, options: argparse.Namespace) -> Reply:
    from desktop.services.provinces.posting import post_letters
    from desktop.services.provinces.publishing import publish

    day = day_option(options.on, "published_on")
    with context.office() as office:
        made = publish(office, options.year, options.decision, day, options.set).value
        posted = post_letters(office).value
    lines = [f"Đã công bố kết quả của {made.published} đơn vị."]
    if made.skipped:
        lines.append(f"Chưa thẩm định, chưa công bố: {', '.join(made.skipped)}.")
    data = {"published": made.published, "written": made.written, "skipped": list(made.skipped)}
    return Reply(data, lines, warnings=not_posted(posted.problem))


def _rank(context: Context, options: argparse.Namespace) -> Reply:
    from desktop.services.provinces.ranking import rank_units

    pages = 0
    with context.office() as office:
        ranking = rank_units(office, options.year, options.set, options.field)
        if options.out:
            from desktop.services.provinces.papers import write_ranking

            pages = write_ranking(office, ranking, Path(options.out), is_wide=options.wide)
    data = {
        "year": ranking.year,
        "set": ranking.criteria.code,
        "published": ranking.is_published,
        "units": [_unit(unit) for unit in ranking.units],
        "missing": [
            {"unit_code": code, "unit_name": name, "why": why}
            for code, name, why in ranking.missing
        ],
    }
    if options.out:
        data["written"] = pages
    lines = [
        f"{u.rank}. {u.result.unit_name}: {percent(u.result.percent)}"
        + (f", {u.result.band}" if u.result.band else "")
        for u in ranking.units
    ]
    return Reply(data, [*lines, f"{len(ranking.missing)} đơn vị chưa có kết quả."])


def _unit(unit: Any) -> dict[str, Any]:
    result = unit.result
    return {
        "rank": unit.rank,
        "unit_code": result.unit_code,
        "unit_name": result.unit_name,
        "self": _number(result.own),
        "appraised": _number(result.appraised),
        "survey": _number(result.survey),
        "total": _number(result.total),
        "percent": _number(result.percent),
        "band": result.band,
        "fields": {item: _number(points) for item, points in result.fields.items()},
        "judged": result.judged,
        "percent_before": _number(unit.before),
        "rank_before": unit.rank_before,
    }


def _number(value: Any) -> float | None:
    return None if value is None else float(value)
