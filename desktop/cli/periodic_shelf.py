"""``periodic list``, ``put-away`` and ``bring-back``: which reports are at hand."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import Any

from desktop.cli.context import Context, Reply, iso

_NONE = "Chưa mở báo cáo nào. Hãy mở bằng periodic open --kind KỲ --year NĂM."


def add_steps(steps: Any, add_report: Callable[[Any, str, str, Any], Any]) -> None:
    """Adds the steps of this file; ``add_report`` makes one that names a report."""
    steps.add_parser("list", help="báo cáo đã mở, báo cáo đang cất").set_defaults(action=_list)
    add_report(steps, "put-away", "cất báo cáo mở nhầm, chưa từng phát hành", _put_away)
    add_report(steps, "bring-back", "lấy lại báo cáo đã cất", _bring_back)


def _list(context: Context, _options: argparse.Namespace) -> Reply:
    from desktop.services.periodic.putting_away import list_put_away
    from desktop.services.periodic.records import list_reports

    with context.office() as office:
        lines, away = list_reports(office), list_put_away(office)
    said = [_words(one) for one in lines] or [_NONE]
    return Reply(
        {"reports": [_data(one) for one in lines], "put_away": [_data(one) for one in away]},
        [*said, *(f"{_words(one)} · đang cất" for one in away)],
    )


def _data(line: Any) -> dict[str, Any]:
    return {
        "report": line.report,
        "title": line.name,
        "kind": line.kind.key,
        "year": line.year,
        "from": iso(line.days.start),
        "to": iso(line.days.end),
        "opened_at": iso(line.opened_at),
        "opened_by": line.opened_by,
        "issued": line.issued or None,
    }


def _words(line: Any) -> str:
    issued = f" · đã phát hành số {line.issued}" if line.issued else ""
    return (
        f"{line.report} · {line.kind.key} · {line.year} · {line.name}, {line.period_words}{issued}"
    )


def _put_away(context: Context, options: argparse.Namespace) -> Reply:
    from desktop.services.periodic.putting_away import put_away
    from desktop.services.periodic.records import Wanted, find_report

    wanted = Wanted(options.kind, options.year, options.report)
    with context.office() as office:
        report = put_away(office, find_report(office, wanted).id).value
    said = f"Đã cất {report.title}; lời văn và số đã nhập vẫn còn."
    return Reply(_moved(report, away=True), [said])


def _bring_back(context: Context, options: argparse.Namespace) -> Reply:
    from desktop.services.periodic.putting_away import bring_back, find_put_away
    from desktop.services.periodic.records import Wanted

    wanted = Wanted(options.kind, options.year, options.report)
    with context.office() as office:
        report = bring_back(office, find_put_away(office, wanted).id).value
    return Reply(_moved(report, away=False), [f"Đã lấy lại {report.title}."])


def _moved(report: Any, *, away: bool) -> dict[str, Any]:
    return {
        "report": report.report,
        "title": report.name,
        "kind": report.kind.key,
        "year": report.year,
        "put_away": away,
    }
