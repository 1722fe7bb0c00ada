"""``print FORM CODE``, ``print LIST CODE…``, ``print register|blank|layouts``."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from desktop.cli.context import Context, Reply, iso
from desktop.domain.moments import parse_date
from desktop.services.form_names import FORM_TITLES, LIST_TITLES
from desktop.wording.dates import day

_PAPERS = ("A5", "A4", "A4x2")
# Forms about one event of a dossier, which may happen more than once.
_NUMBERED = ("supplement", "refusal", "apology", "stop", "return")
_LISTS = ("hand_over", "results", "return_list")


def add_commands(groups: Any) -> None:
    """Adds the commands of this file."""
    paper = groups.add_parser("print", help="in biểu mẫu ra tệp PDF")
    forms = paper.add_subparsers(dest="form", required=True, metavar="MẪU")
    for form, title in FORM_TITLES.items():
        _add_form(forms, form, title)
    for form in _LISTS:
        _add_list(forms, form)
    _add_register(forms)
    _add_blank(forms)
    layouts = forms.add_parser("layouts", help="các bố cục biểu mẫu và lỗi trong bố cục riêng")
    layouts.set_defaults(action=_layouts)


def _add_form(forms: Any, form: str, title: str) -> None:
    parser = forms.add_parser(form, help=title)
    parser.add_argument("code", metavar="MÃ")
    _add_out(parser)
    if form in _NUMBERED:
        parser.add_argument(
            "--number", type=int, metavar="LẦN", help="lần thứ mấy; bỏ trống: lần cuối"
        )
    parser.set_defaults(action=_print, form=form, number=None)


def _add_list(forms: Any, form: str) -> None:
    parser = forms.add_parser(form.replace("_", "-"), help=LIST_TITLES[form])
    parser.add_argument("codes", metavar="MÃ", nargs="+")
    parser.add_argument("--to", default="", metavar="BÊN_NHẬN")
    parser.add_argument("--from", dest="giver", default="", metavar="BÊN_GIAO")
    _add_out(parser)
    parser.set_defaults(action=_print_list, form=form)


def _add_out(parser: Any) -> None:
    parser.add_argument("--out", required=True, metavar="TỆP.pdf")
    parser.add_argument("--paper", choices=_PAPERS, help="khổ giấy")


def _add_register(forms: Any) -> None:
    parser = forms.add_parser("register", help=LIST_TITLES["register"])
    parser.add_argument("--from", dest="start", required=True, metavar="NGÀY")
    parser.add_argument("--to", dest="end", required=True, metavar="NGÀY")
    parser.add_argument("--volume", type=int, default=1, metavar="SỐ", help="quyển của trang đầu")
    parser.add_argument("--page", type=int, default=1, metavar="SỐ", help="số của trang đầu")
    parser.add_argument("--out", required=True, metavar="TỆP.pdf")
    parser.set_defaults(action=_print_register)


def _add_blank(forms: Any) -> None:
    parser = forms.add_parser("blank", help="giấy in sẵn số cho ngày mất điện")
    parser.add_argument("kind", choices=["receipt"], metavar="MẪU", help="receipt")
    parser.add_argument("--count", type=int, required=True, metavar="SỐ_TỜ")
    parser.add_argument("--day", metavar="NGÀY", help="ngày sẽ dùng; bỏ trống là hôm nay")
    _add_out(parser)
    parser.set_defaults(action=_print_blank)


def _print(context: Context, options: argparse.Namespace) -> Reply:
    from desktop.services.printing import print_form

    with context.office() as office:
        out, paper = Path(options.out), options.paper
        pages = print_form(office, options.form, options.code, out, paper, options.number)
    return _written(pages, options.out)


def _print_list(context: Context, options: argparse.Namespace) -> Reply:
    from desktop.services.printing import list_pdf, save_pdf

    with context.office() as office:
        ends = {"to": options.to, "giver": options.giver}
        pdf = list_pdf(office, options.form, options.codes, **ends, paper=options.paper)
        pages = save_pdf(pdf, Path(options.out))
    return _written(pages, options.out)


def _print_register(context: Context, options: argparse.Namespace) -> Reply:
    from desktop.services.papers.register import RegisterWish, print_register

    wish = RegisterWish(
        parse_date(options.start, "from"),
        parse_date(options.end, "until"),
        options.volume,
        options.page,
    )
    with context.office() as office:
        printed = print_register(office, wish, Path(options.out))
    reply = _written(printed.pages, options.out)
    reply.data |= {"entries": printed.entries, "volumes": printed.volumes}
    reply.lines.append(f"{printed.entries} hồ sơ, {printed.volumes} quyển.")
    return reply


def _print_blank(context: Context, options: argparse.Namespace) -> Reply:
    from desktop.services.papers.blank_receipts import print_blank_receipts

    on = parse_date(options.day, "day") if options.day else None
    with context.office() as office:
        printed = print_blank_receipts(
            office, options.count, Path(options.out), on, options.paper
        ).value
    reply = _written(printed.pages, options.out)
    reply.data |= {"codes": list(printed.codes)}
    reply.lines.append(f"Số in sẵn: {printed.codes[0]} đến {printed.codes[-1]}.")
    return reply


def _layouts(context: Context, _options: argparse.Namespace) -> Reply:
    from desktop.services.papers.layouts import list_layouts

    with context.office() as office:
        rows = list_layouts(office)
    broken = [row for row in rows if row.problem]
    return Reply(
        {
            "ok": not broken,
            "layouts": [
                {
                    "form": row.form,
                    "file": row.file,
                    "own": row.is_own,
                    "version": row.version,
                    "legal_basis": row.legal_basis,
                    "valid_from": iso(row.valid_from),
                    "valid_to": iso(row.valid_to),
                    "unconfirmed": list(row.unconfirmed),
                    "problem": f"{row.place}: {row.problem}" if row.problem else "",
                }
                for row in rows
            ],
        },
        [
            f"{row.file} · {row.legal_basis} · từ {day(row.valid_from) or 'đầu'}"
            if not row.problem
            else f"{row.file} · LỖI · {row.place}: {row.problem}"
            for row in rows
        ],
        code=1 if broken else 0,
    )


def _written(pages: int, out: str) -> Reply:
    return Reply({"pages": pages}, [f"Đã ghi {pages} trang vào {out}."])
