"""``report …`` and ``verify``: figures and reports, issuing, typed figures, checking a paper."""

from __future__ import annotations

import argparse
from decimal import Decimal
from pathlib import Path
from typing import Any

from desktop.cli.context import Context, Reply, iso
from desktop.cli.parsing import UsageError
from desktop.domain.errors import Entry, EnvironmentProblem, InputProblem, InputRefused
from desktop.domain.moments import parse_date
from desktop.wording.dates import day, number

_ENDINGS = (".pdf", ".xlsx", ".docx")


def add_commands(groups: Any) -> None:
    """Adds the commands of this file."""
    report = groups.add_parser("report", help="số liệu và báo cáo")
    steps = report.add_subparsers(dest="step", required=True, metavar="BÁO_CÁO")
    steps.add_parser("list", help="danh sách báo cáo").set_defaults(action=_list)
    for definition in _definitions():
        one = steps.add_parser(definition.name, help=definition.menu)
        _add_period(one)
        one.add_argument("--out", metavar="TỆP.pdf|xlsx|docx")
        one.add_argument("--issue", action="store_true", help="phát hành: cấp số và giữ nguyên")
        one.set_defaults(action=_build, report=definition.name)
    _add_others(steps)
    verify = groups.add_parser("verify", help="kiểm chứng tệp hoặc mã của báo cáo đã phát hành")
    verify.add_argument("what", metavar="TỆP|MÃ")
    verify.set_defaults(action=_verify)


def _definitions() -> tuple[Any, ...]:
    """The reports; none when their file is damaged, which ``report list`` then says."""
    from desktop.services.reports.catalogue import report_definitions

    try:
        return report_definitions()
    except EnvironmentProblem:
        return ()


def _add_others(steps: Any) -> None:
    names = steps.add_parser("dossiers", help="danh sách hồ sơ đằng sau một ô")
    names.add_argument("report", metavar="BÁO_CÁO")
    _add_period(names)
    _add_cell(names)
    names.set_defaults(action=_dossiers)
    over = steps.add_parser("override", help="nhập tay một số, giữ cả số máy tính")
    over.add_argument("report", metavar="BÁO_CÁO")
    _add_period(over)
    _add_cell(over)
    over.add_argument("--value", required=True, metavar="SỐ")
    over.add_argument("--reason", default="", metavar="LÝ_DO")
    over.set_defaults(action=_override)
    drop = steps.add_parser("override-remove", help="bỏ số nhập tay, dùng lại số máy tính")
    drop.add_argument("id", type=int, metavar="SỐ")
    drop.set_defaults(action=_remove_override)
    steps.add_parser("issued", help="báo cáo đã phát hành").set_defaults(action=_issued)
    again = steps.add_parser("print", help="ghi lại báo cáo đã phát hành ra tệp")
    again.add_argument("id", metavar="SỐ")
    again.add_argument("--out", required=True, metavar="TỆP.pdf|xlsx|docx")
    again.set_defaults(action=_print_issued)
    diff = steps.add_parser("diff", help="so báo cáo đã phát hành với sổ hiện nay")
    diff.add_argument("id", metavar="SỐ")
    diff.set_defaults(action=_diff)
    steps.add_parser("rebuild", help="đếm lại số liệu tổng hợp").set_defaults(action=_rebuild)


def _add_period(parser: Any) -> None:
    parser.add_argument("--from", dest="start", metavar="NGÀY")
    parser.add_argument("--to", dest="end", metavar="NGÀY")
    parser.add_argument("--period", metavar="2026-Q3", help="thêm @14 để chốt ngày 14")
    from desktop.services.reports.catalogue import Grouping

    ways = [str(way) for way in Grouping if way]
    parser.add_argument("--by", default="", choices=ways, help="mỗi dòng là gì")


def _add_cell(parser: Any) -> None:
    parser.add_argument("--row", required=True, metavar="DÒNG", help="tên hoặc số thứ tự; total")
    parser.add_argument("--column", required=True, metavar="CỘT", help="ví dụ c7")


def _period(options: argparse.Namespace) -> Any:
    """The days asked for: a named period, or from and to."""
    from desktop.domain.figures import Period
    from desktop.domain.figures_periods import parse_period
    from desktop.services.reports.catalogue import presets

    if options.period and (options.start or options.end):
        raise UsageError("chỉ dùng --period, hoặc --from cùng --to")
    if options.period:
        return parse_period(options.period, presets())
    problems = []
    for field, value in (("from", options.start), ("until", options.end)):
        if not value:
            problems.append(InputProblem(field, Entry.REQUIRED))
    if problems:
        raise InputRefused(*problems)
    return Period(parse_date(options.start, "from"), parse_date(options.end, "until"))


def _list(_context: Context, _options: argparse.Namespace) -> Reply:
    from desktop.services.reports.catalogue import report_definitions

    reports = [
        {
            "name": one.name,
            "title": one.menu,
            "source": one.source,
            "confirmed": one.confirmed,
            "by": [str(grouping) for grouping in one.groupings if grouping],
        }
        for one in report_definitions()
    ]
    return Reply({"reports": reports}, [f"{r['name']}: {r['title']}" for r in reports])


def _build(context: Context, options: argparse.Namespace) -> Reply:
    from desktop.reports.tables.files import writer_for
    from desktop.reports.writing import require_writable
    from desktop.services.reports.building import build_report
    from desktop.services.reports.issuing import export_issued, export_report, issue_report

    target = Path(options.out) if options.out is not None else None
    if target is not None:
        writer_for(target)  # an unknown ending is refused before a number is given out
    period = _period(options)
    with context.office() as office:
        built = build_report(office, options.report, period, options.by)
        table, issued = built.table, None
        if options.issue:
            if target is not None:
                require_writable(target)  # a file that fails would leave a number without it
            issued = issue_report(office, built).value
            table = issued.table
        if target is not None and issued is not None:
            export_issued(office, issued, target)
        elif target is not None:
            export_report(office, table, target)
    data = _report_data(built, table)
    lines = _report_lines(table)
    lines += [
        f"Số nhập tay số {one.id}: dòng “{one.row_name}”, cột {one.column_key}; "
        f"bỏ bằng: report override-remove {one.id}"
        for one in built.overrides
    ]
    if target is not None:
        data["file"] = str(target)
        lines.append(f"Đã ghi {target}.")
    if issued is not None:
        data["issued"] = _issued_data(issued)
        lines.append(f"Đã phát hành số {issued.number_text}.")
    return Reply(data, lines)


def _report_data(built: Any, table: Any) -> dict[str, Any]:
    request = built.request
    return {
        "report": table.name,
        "title": table.title,
        "subtitle": table.subtitle,
        "period": {
            "from": iso(request.days.start),
            "to": iso(request.days.end),
            "label": request.period.label,
        },
        "by": str(request.grouping),
        "columns": [
            {
                "key": column.key,
                "heading": " – ".join((*column.above, column.heading)),
                "number": column.number,
                "kind": column.kind,
                "confirmed": column.confirmed,
            }
            for column in table.columns
        ],
        "rows": [_cells(row, table.columns) for row in table.rows],
        "total": None if table.total is None else _cells(table.total, table.columns),
        "notes": list(table.notes),
        "problems": list(table.problems),
        "overrides": [_override_data(one) for one in built.overrides],
    }


def _cells(row: Any, columns: Any) -> dict[str, Any]:
    return {column.key: _plain(row.get(column.key)) for column in columns}


def _plain(cell: Any) -> Any:
    """Numbers as numbers: a share has one decimal, which JSON holds exactly enough."""
    return float(cell) if isinstance(cell, Decimal) else cell


def _report_lines(table: Any) -> list[str]:
    from desktop.reports.tables.table import shown

    lines = [table.title, table.subtitle, " | ".join(c.heading for c in table.columns)]
    lines.extend(
        " | ".join(shown(row.get(c.key), c.kind) for c in table.columns)
        for row in (*table.rows, *([table.total] if table.total else []))
    )
    lines += [f"Cần xem lại: {problem}" for problem in table.problems]
    return lines + [f"Ghi chú: {note}" for note in table.notes]


def _dossiers(context: Context, options: argparse.Namespace) -> Reply:
    from desktop.services.dossier_filters import DossierFilter, Sort
    from desktop.services.dossier_lists import dossier_ids, dossier_rows
    from desktop.services.reports.building import build_report

    with context.office() as office:
        built = build_report(office, options.report, _period(options), options.by)
        wanted = built.slice_of(options.row, options.column)
        ids = dossier_ids(office, DossierFilter(figure=wanted, sort=Sort.OLDEST))
        rows = dossier_rows(office, ids)
    return Reply(
        {
            "figure": wanted.figure,
            "total": len(ids),
            "rows": [
                {"code": r.code, "procedure": r.procedure_name, "state": r.state} for r in rows
            ],
        },
        [f"{number(len(ids))} hồ sơ", *(f"{r.code} · {r.procedure_name}" for r in rows)],
    )


def _override(context: Context, options: argparse.Namespace) -> Reply:
    from desktop.services.reports.building import override_cell
    from desktop.services.reports.request import make_request

    request = make_request(options.report, _period(options), options.by)
    with context.office() as office:
        typed = override_cell(
            office, request, options.row, options.column, options.value, options.reason
        ).value
    said = f"Dòng “{typed.row_name}”: ghi {typed.value} thay cho {typed.computed or 'trống'}."
    kept = f"Số máy tính vẫn được giữ bên cạnh; bỏ bằng: report override-remove {typed.id}"
    return Reply(_override_data(typed), [said, kept])


def _override_data(one: Any) -> dict[str, Any]:
    return {
        "id": one.id,
        "row": one.row_name,
        "column": one.column_key,
        "computed": one.computed,
        "value": one.value,
        "reason": one.reason,
        "user": one.user_name,
        "at": iso(one.at),
    }


def _remove_override(context: Context, options: argparse.Namespace) -> Reply:
    from desktop.services.reports.overrides import remove_override

    with context.office() as office:
        remove_override(office, options.id)
    return Reply({"removed": options.id}, ["Đã bỏ số nhập tay; báo cáo dùng lại số máy tính."])


def _issued(context: Context, _options: argparse.Namespace) -> Reply:
    from desktop.services.reports.issuing import list_issued

    with context.office() as office:
        reports = list_issued(office)
    return Reply(
        {"issued": [_issued_data(one) for one in reports]},
        [
            f"{one.id} · số {one.number_text} · {one.report} · "
            f"{day(one.period.start)} – {day(one.period.end)} · {one.issued_by}"
            for one in reports
        ],
    )


def _issued_data(one: Any) -> dict[str, Any]:
    return {
        "id": one.id,
        "number": one.number_text,
        "report": one.report,
        "from": iso(one.period.start),
        "to": iso(one.period.end),
        "by": one.grouping,
        "sha256": one.sha256,
        "stamp": one.table.stamp,
        "issued_at": iso(one.issued_at),
        "issued_by": one.issued_by,
    }


def _print_issued(context: Context, options: argparse.Namespace) -> Reply:
    from desktop.services.reports.issuing import export_issued, find_issued

    with context.office() as office:
        issued = find_issued(office, options.id)
        export_issued(office, issued, Path(options.out))
    said = f"Đã ghi báo cáo số {issued.number_text} vào {options.out}."
    return Reply({**_issued_data(issued), "file": options.out}, [said])


def _diff(context: Context, options: argparse.Namespace) -> Reply:
    from desktop.services.reports.issuing import changes_since, find_issued
    from desktop.services.reports.issuing_words import change_text

    with context.office() as office:
        issued = find_issued(office, options.id)
        changes = changes_since(office, issued)
    said = [change_text(one) for one in changes]
    return Reply(
        {
            **_issued_data(issued),
            "same": not changes,
            "changes": [
                {
                    "row": one.row,
                    "column": one.column.key,
                    "issued": _plain(one.issued),
                    "now": _plain(one.now),
                }
                for one in changes
            ],
        },
        said or ["Sổ hiện nay vẫn cho đúng số liệu đã phát hành."],
    )


def _rebuild(context: Context, _options: argparse.Namespace) -> Reply:
    from desktop.services.figures.keeping import rebuild_figures

    with context.office() as office:
        wrong = rebuild_figures(office).value
    return Reply({"wrong": wrong}, [f"Đã đếm lại; số tổng bị lệch trước đó: {number(wrong)}."])


def _verify(context: Context, options: argparse.Namespace) -> Reply:
    from desktop.services.reports.issuing import verify_file, verify_text
    from desktop.services.reports.issuing_words import verdict_text

    path = Path(options.what)
    with context.office() as office:
        is_file = len(options.what) < 1000 and (path.exists() or path.suffix.lower() in _ENDINGS)
        found = verify_file(office, path) if is_file else verify_text(office, options.what)
    issued = found.issued
    data: dict[str, Any] = {
        "found": issued is not None,
        "original": found.is_original,
        "sound": found.is_sound,
    }
    if issued is not None:
        data |= {"issued": _issued_data(issued), "title": issued.table.title}
        data["total"] = _cells(issued.table.total or {}, issued.table.columns)
    lines = [verdict_text(found)]
    if issued is not None and found.is_original is None:
        lines += _report_lines(issued.table)  # to compare with the paper by eye
    return Reply(data, lines, code=0 if found.is_sound else 1)
