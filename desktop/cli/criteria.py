"""``criteria import|list|export|copy|compare``."""

from __future__ import annotations

import argparse
from dataclasses import replace
from pathlib import Path
from typing import Any

from desktop.cli.context import Context, Reply
from desktop.cli.problems import problem_lines, problem_rows


def add_commands(groups: Any) -> None:
    """Adds the commands of this file."""
    criteria = groups.add_parser("criteria", help="bộ tiêu chí chấm điểm")
    steps = criteria.add_subparsers(dest="step", required=True, metavar="VIỆC")
    load = steps.add_parser("import", help="nhập bộ tiêu chí từ Excel, CSV hoặc JSON")
    load.add_argument("file", metavar="TỆP")
    load.add_argument("--dry-run", action="store_true", help="chỉ xem, không ghi")
    load.add_argument("--set", default="", metavar="MÃ", help="mã bộ tiêu chí (mặc định: tên tệp)")
    load.add_argument("--title", default="", metavar="TÊN")
    load.add_argument("--year", type=int, metavar="NĂM")
    load.add_argument("--province", default="", metavar="TỈNH")
    load.add_argument("--decision", default="", metavar="QUYẾT_ĐỊNH")
    load.set_defaults(action=_import)
    out = steps.add_parser(
        "export", help="ghi bộ tiêu chí ra tệp Excel hoặc JSON để sửa, gửi, nhập lại"
    )
    out.add_argument("set", metavar="BỘ")
    out.add_argument("file", metavar="TỆP", help="tệp .xlsx, .json")
    out.add_argument("--version", default="", metavar="PHIÊN_BẢN", help="mặc định: mới nhất")
    out.set_defaults(action=_export)
    copy = steps.add_parser("copy", help="chép bộ năm trước cho năm mới, bản cũ giữ nguyên")
    copy.add_argument("set", metavar="BỘ")
    copy.add_argument("--year", type=int, required=True, metavar="NĂM")
    copy.add_argument("--decision", default="", metavar="QUYẾT_ĐỊNH")
    copy.add_argument("--as", dest="code", default="", metavar="MÃ", help="thành một bộ khác")
    copy.add_argument("--title", default="", metavar="TÊN", help="tên của bộ khác đó")
    copy.set_defaults(action=_copy)
    compare = steps.add_parser("compare", help="so hai phiên bản, hoặc hai bộ, từng dòng")
    compare.add_argument("set", metavar="BỘ")
    compare.add_argument(
        "--before", default="", metavar="PHIÊN_BẢN", help="mặc định: bản liền trước"
    )
    compare.add_argument("--after", default="", metavar="PHIÊN_BẢN", help="mặc định: mới nhất")
    compare.add_argument("--with", dest="other", default="", metavar="BỘ", help="so với bộ khác")
    compare.set_defaults(action=_compare)
    listing = steps.add_parser("list", help="các bộ tiêu chí đang có")
    listing.set_defaults(action=_list)


def _import(context: Context, options: argparse.Namespace) -> Reply:
    from desktop.services.assessments.importing import SetHead, import_set

    head = SetHead(options.set, options.title, options.year, options.province, options.decision)
    with context.office() as office:
        found = import_set(office, Path(options.file), head, dry_run=options.dry_run).value
    row = found.row
    kept = "đã lưu" if found.is_stored else ("chỉ xem" if options.dry_run else "chưa lưu được")
    summary = (
        f"{row.title}: {row.items} dòng, {_number(row.max_points)} điểm, "
        f"phiên bản {row.version} ({kept})."
    )
    return Reply(
        {
            "set": row.code,
            "version": row.version,
            "items": row.items,
            "max_points": float(row.max_points),
            "stored": found.is_stored,
            "ready": row.is_ready,
            "sample": row.is_sample,
            "problems": problem_rows(found.problems),
        },
        [summary, *problem_lines(found.problems)],
        code=0 if found.is_stored or options.dry_run else 1,
    )


def _export(context: Context, options: argparse.Namespace) -> Reply:
    from desktop.services.assessments.set_export import export_set

    with context.office() as office:
        criteria = export_set(office, options.set, Path(options.file), options.version)
    data = {"set": criteria.code, "version": criteria.version, "items": len(criteria.items)}
    return Reply(data, [f"Đã ghi {criteria.title}, phiên bản {criteria.version}: {options.file}"])


def _copy(context: Context, options: argparse.Namespace) -> Reply:
    from desktop.services.assessments.set_copies import copy_set
    from desktop.services.assessments.set_editing import new_set, save_edit

    with context.office() as office:
        if options.code:
            title = options.title or options.code
            edit = new_set(office, options.code, title, options.year, options.set)
            if options.decision:
                edit = replace(edit, criteria=replace(edit.criteria, decision=options.decision))
            made = save_edit(office, edit).value.criteria
        else:
            made = copy_set(office, options.set, options.year, options.decision).value.criteria
    data = {"set": made.code, "version": made.version, "year": made.year, "items": len(made.items)}
    return Reply(data, [f"Đã chép thành {made.code}, phiên bản {made.version} ({made.title})."])


def _compare(context: Context, options: argparse.Namespace) -> Reply:
    from desktop.services.assessments.set_comparing import (
        compare_heads,
        difference_rows,
        versions_to_compare,
    )
    from desktop.services.assessments.sets import compare_sets

    with context.office() as office:
        before, after = versions_to_compare(
            office, options.set, options.before, options.after, options.other
        )
    rows = [row for d in compare_sets(before, after) for row in difference_rows(d)]
    heads = compare_heads(before, after)
    data = {
        "before": f"{before.code} {before.version}",
        "after": f"{after.code} {after.version}",
        "items": [
            {"item": row.item, "what": row.what, "before": row.before, "after": row.after}
            for row in (*heads, *rows)
        ],
    }
    lines = [f"{data['before']} → {data['after']}: {len({r.item for r in rows})} dòng khác nhau"]
    lines += [
        f"  {row.item or 'Cả bộ'} · {row.what}: {row.before or '–'} → {row.after or '–'}"
        for row in (*heads, *rows)
    ]
    return Reply(data, lines)


def _list(context: Context, _options: argparse.Namespace) -> Reply:
    from desktop.services.assessments.sets import list_sets

    with context.office() as office:
        rows = list_sets(office)
    return Reply(
        {
            "sets": [
                {
                    "set": row.code,
                    "version": row.version,
                    "title": row.title,
                    "province": row.province,
                    "year": row.year,
                    "decision": row.decision,
                    "items": row.items,
                    "max_points": float(row.max_points),
                    "sample": row.is_sample,
                    "unconfirmed": row.unconfirmed,
                    "ready": row.is_ready,
                    "problems": row.open_questions,
                    "source": row.source,
                }
                for row in rows
            ]
        },
        [
            f"{row.code} · {row.title} · {row.items} dòng, {_number(row.max_points)} điểm"
            + (" · DỮ LIỆU MẪU" if row.is_sample else "")
            + ("" if row.is_ready else " · chưa chấm được")
            for row in rows
        ],
    )


def _number(value: Any) -> str:
    from desktop.wording.criteria import points

    return points(value)
