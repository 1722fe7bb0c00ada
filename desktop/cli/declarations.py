"""``declaration fields|check|fill``: the unit's own Word templates."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from desktop.cli.context import Context, Reply


def add_commands(groups: Any) -> None:
    """Adds the commands of this file."""
    declaration = groups.add_parser("declaration", help="tờ khai điền sẵn từ mẫu Word")
    steps = declaration.add_subparsers(dest="step", required=True, metavar="VIỆC")
    steps.add_parser("fields", help="các tên trường dùng được").set_defaults(action=_list_fields)
    check = steps.add_parser("check", help="xem các trường trong một mẫu")
    check.add_argument("template", metavar="MẪU.docx")
    check.set_defaults(action=_check)
    fill = steps.add_parser("fill", help="điền một mẫu từ hồ sơ")
    fill.add_argument("template", metavar="MẪU.docx")
    fill.add_argument("code", metavar="MÃ")
    fill.add_argument("--out", required=True, metavar="TỆP.docx")
    fill.add_argument("--attach", action="store_true", help="đính kèm vào hồ sơ")
    fill.set_defaults(action=_fill)


def _list_fields(_context: Context, _options: argparse.Namespace) -> Reply:
    from desktop.services.declarations import known_fields

    fields = known_fields()
    return Reply(
        {"fields": [{"name": field.name, "means": field.means} for field in fields]},
        [f"{{{{{field.name}}}}}  {field.means}" for field in fields],
    )


def _check(_context: Context, options: argparse.Namespace) -> Reply:
    from desktop.services.declarations import check_template

    found = check_template(Path(options.template))
    lines = [f"{len(found.fields)} trường: {', '.join(found.fields)}"]
    if found.unknown:
        lines.append(f"Không hiểu: {', '.join(found.unknown)}")
        lines.append("Xem các tên dùng được: somotcua declaration fields")
    return Reply({"fields": list(found.fields), "unknown": list(found.unknown)}, lines)


def _fill(context: Context, options: argparse.Namespace) -> Reply:
    from desktop.services.declarations import (
        attach_declaration,
        fill_declaration,
        save_declaration,
    )

    template = Path(options.template)
    with context.office() as office:
        filled = fill_declaration(office, template, options.code)
        save_declaration(filled, Path(options.out))
        attached = ""
        if options.attach:
            attached = attach_declaration(office, options.code, template, filled).file_name
    missing = ", ".join(filled.missing)
    return Reply(
        {"missing": list(filled.missing), "text": filled.text, "attached": attached},
        [f"Đã ghi {options.out}."] + ([f"Đã đính kèm {attached}."] if attached else []),
        warnings=[f"Còn phải viết tay: {missing}."] if missing else [],
    )
