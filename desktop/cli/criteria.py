"""``criteria import|list|export|compare``."""

from __future__ import annotations

import argparse
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
