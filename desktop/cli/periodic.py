"""``periodic …``: reports of text and figures that are due each quarter, half year, year."""

from __future__ import annotations

import argparse
from decimal import Decimal
from pathlib import Path
from typing import Any

from desktop.cli import periodic_shelf
from desktop.cli.context import Context, Reply, iso, read_text_file
from desktop.domain.errors import Entry, InputProblem, InputRefused
from desktop.domain.moments import parse_date


def add_commands(groups: Any) -> None:
    """Adds the commands of this file."""
    periodic = groups.add_parser("periodic", help="báo cáo định kỳ: lời văn và phụ lục số liệu")
    steps = periodic.add_subparsers(dest="step", required=True, metavar="VIỆC")
    periodic_shelf.add_steps(steps, _report)
    opening = _report(steps, "open", "mở báo cáo của một kỳ", _open)
    opening.add_argument("--from", dest="start", metavar="NGÀY", help="khi tỉnh chốt ngày khác")
    opening.add_argument("--to", dest="end", metavar="NGÀY")
    _report(steps, "show", "lời văn và số liệu hiện có", _show)
    text = _report(steps, "text", "viết một phần; --carry lấy lời văn kỳ trước", _text)
    text.add_argument("section", nargs="?", default="", metavar="PHẦN", help="ví dụ i, ii_2")
    text.add_argument("--text", metavar="LỜI_VĂN")
    text.add_argument("--file", metavar="TỆP.txt")
    text.add_argument("--carry", action="store_true", help="chỉ vào phần còn trống")
    _report(steps, "fill", "điền từ sổ và lấy số ít đổi của kỳ trước", _fill)
    set_ = _report(steps, "set", "nhập một ô; --value rỗng để bỏ số đã nhập", _set)
    set_.add_argument("row", metavar="DÒNG", help="mã, số thứ tự hoặc tên dòng")
    set_.add_argument("--column", default="", metavar="CỘT")
    set_.add_argument("--value", required=True, metavar="SỐ")
    set_.add_argument("--reason", default="", metavar="LÝ_DO", help="khi nhập thay số máy tính")
    why = _report(steps, "why", "vì sao một ô có số đó; hồ sơ nào đằng sau", _why)
    why.add_argument("row", metavar="DÒNG")
    why.add_argument("--column", default="", metavar="CỘT")
    _report(steps, "check", "còn thiếu gì, chỗ nào chưa khớp", _check)
    export = _report(steps, "export", "ghi ra Word, PDF hoặc Excel (phụ lục)", _export)
    export.add_argument("--out", required=True, metavar="TỆP.docx|pdf|xlsx")
    issue = _report(steps, "issue", "phát hành: khóa lời văn và số liệu", _issue)
    issue.add_argument("--anyway", action="store_true", help="cả khi còn thiếu")
    issue.add_argument("--out", metavar="TỆP.docx|pdf|xlsx")


def _report(steps: Any, name: str, words: str, action: Any) -> Any:
    parser = steps.add_parser(name, help=words)
    parser.add_argument("--report", default="cchc", metavar="BÁO_CÁO", help="cchc hoặc mã biểu")
    parser.add_argument("--kind", required=True, metavar="KỲ", help="q1, h1, 9t, year…")
    parser.add_argument("--year", required=True, type=int, metavar="NĂM")
    parser.set_defaults(action=action)
    return parser


def _found(office: Any, options: argparse.Namespace) -> Any:
    from desktop.services.periodic.records import Wanted, find_report

    return find_report(office, Wanted(options.kind, options.year, options.report))


def _head(report: Any) -> dict[str, Any]:
    return {
        "report": report.report,
        "title": report.name,
        "kind": report.kind.key,
        "year": report.year,
        "period": {
            "from": iso(report.days.start),
            "to": iso(report.days.end),
            "label": report.period_words,
        },
        "form": report.form.code,
        "form_version": report.form.version,
        "confirmed": not report.form.unconfirmed,
        "sample": report.form.is_sample,
    }


def _open(context: Context, options: argparse.Namespace) -> Reply:
    from desktop.services.periodic.records import Wanted, open_report

    wanted = Wanted(options.kind, options.year, options.report)
    with context.office() as office:
        report = open_report(office, wanted, _days(options)).value
    data = {**_head(report), "opened_at": iso(report.opened_at), "opened_by": report.opened_by}
    span = f"{report.days.start:%d/%m/%Y} – {report.days.end:%d/%m/%Y}"
    return Reply(data, [f"Đã mở {report.title} ({span})."])


def _days(options: argparse.Namespace) -> Any:
    from desktop.domain.figures import Period

    given = {"from": options.start, "until": options.end}
    if not any(given.values()):
        return None
    lacking = [InputProblem("from", Entry.REQUIRED)] if not options.start else []
    lacking += [InputProblem("until", Entry.REQUIRED)] if not options.end else []
    if lacking:
        raise InputRefused(*lacking)
    return Period(parse_date(options.start, "from"), parse_date(options.end, "until"))


def _show(context: Context, options: argparse.Namespace) -> Reply:
    from desktop.services.periodic.issuing import issues_of
    from desktop.services.periodic.sheets import build_sheet
    from desktop.services.periodic.texts import old_words, period_before, read_texts

    with context.office() as office:
        report = _found(office, options)
        sheet = build_sheet(office, report)
        texts = read_texts(office, report.id)
        before = period_before(office, report)
        old = {key: old_words(report, text.content, before) for key, text in texts.items()}
        issued = issues_of(office, report.id)
    sections = [_section(one, texts.get(one.key), old.get(one.key, ())) for one in report.sections]
    data = {
        **_head(report),
        "sections": sections,
        "columns": [{"key": one.key, "heading": one.heading} for one in report.form.columns],
        "rows": [_row(sheet, row) for row in report.form.rows],
        "issued": [one.number_text for one in issued],
    }
    return Reply(data, _show_lines(report, sheet, texts))


def _show_lines(report: Any, sheet: Any, texts: Any) -> list[str]:
    lines = [report.title]
    for section in report.sections:
        text = texts.get(section.key)
        lines.append(section.name if section.writes or text else section.name.upper())
        if section.writes:
            lines.append(f"  {text.content if text else '(chưa viết)'}")
    for row in report.form.rows:
        values = " | ".join(sheet.text((row.key, column.key)) for column in report.form.columns)
        indent = "  " * row.level
        lines.append(f"{indent}{row.name}: {values} {row.unit}".rstrip(" :"))
    return lines


def _section(section: Any, text: Any, old: Any) -> dict[str, Any]:
    return {
        "key": section.key,
        "number": section.number,
        "heading": section.heading,
        "level": section.level,
        "required": section.required,
        "writes": section.writes,
        "text": text.content if text else None,
        "written_at": iso(text.at) if text else None,
        "written_by": text.user_name if text else None,
        "warnings": [_mention(one) for one in old],
    }


def _mention(one: Any) -> dict[str, Any]:
    return {
        "text": one.text,
        "start": one.start,
        "end": one.end,
        "line": one.line,
        "column": one.column,
    }


def _row(sheet: Any, row: Any) -> dict[str, Any]:
    places = [(row.key, column.key) for column in sheet.form.columns]
    return {
        "row": row.key,
        "number": row.number,
        "label": row.label,
        "unit": row.unit,
        "level": row.level,
        "type": row.type,
        "required": row.required,
        "figure": row.figure or None,
        "cells": {place[1]: _cell(sheet, place) for place in places if place in sheet.cells},
    }


def _cell(sheet: Any, place: Any) -> dict[str, Any]:
    state, typed = sheet.cells[place], sheet.typed.get(place)
    data: dict[str, Any] = {
        "value": _plain(state.value),
        "origin": state.origin,
        "computed": _plain(state.computed),
        "missing": sheet.lacks(place),
    }
    if typed is not None:
        data |= {"user": typed.user_name, "at": iso(typed.at), "reason": typed.reason or None}
    return data


def _plain(value: Any) -> Any:
    """Numbers as numbers; a percentage has one decimal, which JSON holds exactly enough."""
    if not isinstance(value, Decimal):
        return value
    return int(value) if value == value.to_integral_value() else float(value)


def _text(context: Context, options: argparse.Namespace) -> Reply:
    from desktop.services.periodic.records import earlier_reports
    from desktop.services.periodic.texts import (
        carry_over,
        old_words,
        period_before,
        write_text,
    )

    with context.office() as office:
        report = _found(office, options)
        if options.carry:
            earlier = earlier_reports(office, report)
            count = 0
            if earlier:
                count = carry_over(office, report.id, earlier[0].id, options.section).value
            said = f"Đã lấy lời văn kỳ trước vào {count} phần còn trống."
            return Reply({**_head(report), "carried": count}, [said])
        section = report.section(options.section)
        content = options.text
        if content is None and options.file:
            content = read_text_file(Path(options.file))
        if content is None:
            raise InputRefused(InputProblem("section_text", Entry.REQUIRED))
        text = write_text(office, report.id, section.key, content).value
        old = old_words(report, text.content, period_before(office, report)) if text else ()
    warnings = [f"Dòng {one.line}, cột {one.column}: còn ghi “{one.text}”." for one in old]
    return Reply(
        {**_head(report), **_section(section, text, old)},
        [f"Đã ghi phần “{section.name}”."],
        warnings=warnings,
    )


def _fill(context: Context, options: argparse.Namespace) -> Reply:
    from desktop.domain.statistics.computing import Origin
    from desktop.services.periodic.sheets import build_sheet, row_names
    from desktop.services.periodic.values import carry_values

    with context.office() as office:
        report = _found(office, options)
        carried = carry_values(office, report.id).value
        sheet = build_sheet(office, report)
    names = row_names(report.form)
    filled = [
        {"row": place[0], "column": place[1], "value": _plain(state.value), "source": "records"}
        for place, state in sheet.cells.items()
        if state.origin is Origin.RECORDS
    ]
    filled += [
        {
            "row": one.place[0],
            "column": one.place[1],
            "value": _plain(sheet.cells[one.place].value),
            "source": one.period,
        }
        for one in carried
    ]
    lines = [
        f"{names[one['row']]}: {sheet.text((one['row'], one['column']))}"
        + ("" if one["source"] == "records" else f" (theo {one['source']})")
        for one in filled
    ]
    return Reply({**_head(report), "filled": filled}, lines)


def _set(context: Context, options: argparse.Namespace) -> Reply:
    from desktop.services.periodic.sheets import build_sheet, find_place, row_names
    from desktop.services.periodic.values import set_value

    with context.office() as office:
        report = _found(office, options)
        place = find_place(report.form, options.row, options.column)
        set_value(office, report.id, place, options.value, options.reason)
        sheet = build_sheet(office, report)
    data = {"row": place[0], "column": place[1], **_cell(sheet, place)}
    shown = sheet.text(place) or "trống"
    return Reply(data, [f"{row_names(report.form)[place[0]]}: {shown}."])


def _why(context: Context, options: argparse.Namespace) -> Reply:
    from desktop.services.dossier_filters import DossierFilter, Sort
    from desktop.services.dossier_lists import dossier_ids, dossier_rows
    from desktop.services.periodic.explaining import explain
    from desktop.services.periodic.sheets import build_sheet, find_place

    with context.office() as office:
        report = _found(office, options)
        sheet = build_sheet(office, report)
        place = find_place(report.form, options.row, options.column)
        why = explain(office, sheet, place)
        lists = []
        for door in why.doors:
            ids = dossier_ids(office, DossierFilter(figure=door.opens, sort=Sort.OLDEST))
            codes = [row.code for row in dossier_rows(office, ids)]
            lists.append({"name": door.label, "total": len(ids), "dossiers": codes})
    data = {
        "row": place[0],
        "column": place[1],
        **_cell(sheet, place),
        "why": list(why.lines),
        "lists": lists,
    }
    return Reply(data, [*why.lines, *(f"{one['name']}: {one['total']} hồ sơ" for one in lists)])


def _check(context: Context, options: argparse.Namespace) -> Reply:
    from desktop.services.periodic.checking import MISSING, check_report

    with context.office() as office:
        report = _found(office, options)
        found = check_report(office, report)
    missing = sum(one.kind in MISSING for one in found)
    findings = [
        {
            "kind": one.kind,
            "message": one.words,
            "section": one.section or None,
            "row": one.place[0] if one.place else None,
            "column": one.place[1] if one.place else None,
            **({"at": _mention(one.mention)} if one.mention else {}),
        }
        for one in found
    ]
    data = {**_head(report), "complete": not missing, "missing": missing, "findings": findings}
    return Reply(data, [one.words for one in found] or ["Báo cáo đã đủ, các số khớp nhau."])


def _export(context: Context, options: argparse.Namespace) -> Reply:
    from desktop.services.periodic.issuing import export_periodic

    target = Path(options.out)
    with context.office() as office:
        report = _found(office, options)
        written = export_periodic(office, report.id, target)
    data = {**_head(report), "file": str(target), _counted(target): written}
    return Reply(data, [f"Đã ghi {target}."])


def _counted(target: Path) -> str:
    return "pages" if target.suffix.lower() == ".pdf" else "rows"


def _issue(context: Context, options: argparse.Namespace) -> Reply:
    from desktop.reports.tables.files import writer_for
    from desktop.reports.writing import require_writable
    from desktop.services.periodic.issuing import issue_periodic
    from desktop.services.reports.issuing import export_issued

    target = Path(options.out) if options.out else None
    if target is not None:
        writer_for(target)  # an unknown ending is refused before a number is given out
    with context.office() as office:
        report = _found(office, options)
        if target is not None:
            require_writable(target)  # a file that fails would leave a number without it
        issued = issue_periodic(office, report.id, anyway=options.anyway).value
        if target is not None:
            export_issued(office, issued, target)
    data = {
        **_head(report),
        "id": issued.id,
        "number": issued.number_text,
        "sha256": issued.sha256,
        "stamp": issued.table.stamp,
        "issued_at": iso(issued.issued_at),
        "issued_by": issued.issued_by,
        "file": str(target) if target else None,
    }
    lines = [f"Đã phát hành số {issued.number_text}; lời văn và số liệu đã khóa."]
    return Reply(data, lines + ([f"Đã ghi {target}."] if target else []))
