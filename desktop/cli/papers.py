"""``print FORM CODE``."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from desktop.cli.context import Context, Reply
from desktop.services.form_names import FORMS


def add_commands(groups: Any) -> None:
    """Adds the commands of this file."""
    paper = groups.add_parser("print", help="in biểu mẫu ra tệp PDF")
    paper.add_argument("form", choices=FORMS, metavar="MẪU", help=", ".join(FORMS))
    paper.add_argument("code", metavar="MÃ")
    paper.add_argument("--out", required=True, metavar="TỆP.pdf")
    paper.add_argument("--paper", choices=["A5", "A4", "A4x2"], help="khổ giấy")
    paper.set_defaults(action=_print)


def _print(context: Context, options: argparse.Namespace) -> Reply:
    from desktop.services.printing import print_form

    with context.office() as office:
        pages = print_form(office, options.form, options.code, Path(options.out), options.paper)
    return Reply({"pages": pages}, [f"Đã ghi {pages} trang vào {options.out}."])
