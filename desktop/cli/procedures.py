"""``procedures import|list``."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from desktop.cli.context import Context, Reply, iso
from desktop.cli.problems import import_reply
from desktop.domain.text import fold
from desktop.wording.dates import limit_text


def add_commands(groups: Any) -> None:
    """Adds the commands of this file."""
    procedures = groups.add_parser("procedures", help="danh mục thủ tục hành chính")
    steps = procedures.add_subparsers(dest="step", required=True, metavar="VIỆC")
    load = steps.add_parser("import", help="nhập danh sách thủ tục từ Excel hoặc CSV")
    load.add_argument("file", metavar="TỆP")
    load.add_argument("--dry-run", action="store_true", help="chỉ xem, không ghi")
    load.set_defaults(action=_import)
    listing = steps.add_parser("list", help="danh sách thủ tục")
    listing.add_argument("--field", default="", metavar="LĨNH_VỰC")
    listing.set_defaults(action=_list)


def _import(context: Context, options: argparse.Namespace) -> Reply:
    from desktop.services.procedure_import import import_procedures

    with context.office() as office:
        result = import_procedures(office, Path(options.file), dry_run=options.dry_run).value
    return import_reply(result, "thủ tục")


def _list(context: Context, options: argparse.Namespace) -> Reply:
    from desktop.services.procedures import list_procedures

    wanted = fold(options.field)
    with context.office() as office:
        found = [p for p in list_procedures(office) if wanted in fold(p.facts.field)]
    return Reply(
        {
            "procedures": [
                {
                    "code": p.code,
                    "name": p.facts.name,
                    "field": p.facts.field,
                    "limit": p.facts.limit_value,
                    "unit": p.facts.limit_unit,
                    "fee_vnd": p.facts.fee.listed_vnd,
                    "online_level": p.facts.online_level,
                    "valid_from": iso(p.span.valid_from),
                    "valid_to": iso(p.span.valid_to),
                    "active": p.is_active,
                }
                for p in found
            ]
        },
        [f"{p.code} · {p.facts.name} · {limit_text(p.facts.limit)}" for p in found],
    )
