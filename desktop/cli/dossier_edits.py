"""``dossiers edit``: what is mended later, first of all how and when the fee was paid."""

from __future__ import annotations

import argparse
from dataclasses import replace
from typing import Any

from desktop.cli.context import Context, Reply, iso
from desktop.domain.moments import parse_date
from desktop.domain.payments import Payment
from desktop.wording.fields import field_name
from desktop.wording.payments import payment_text

_UNKNOWN = "unknown"


def add_steps(steps: Any) -> None:
    """Adds the commands of this file."""
    edit = steps.add_parser("edit", help="sửa phí, cách nộp phí, phi địa giới, ghi chú của hồ sơ")
    edit.add_argument("code", metavar="MÃ")
    edit.add_argument("--fee", type=int, metavar="ĐỒNG")
    add_payment(edit, "--payment", "--paid-on", unknown=True)
    edit.add_argument("--outside-boundary", choices=["yes", "no"], help="phi địa giới")
    edit.add_argument("--note", metavar="GHI_CHÚ")
    edit.set_defaults(action=_edit)


def add_payment(parser: Any, option: str, on: str = "", *, unknown: bool = False) -> None:
    """The options of a payment; ``unknown`` lets it be taken back to not recorded."""
    choices = [*map(str, Payment), *([_UNKNOWN] if unknown else [])]
    parser.add_argument(option, choices=choices, help="cách nộp phí, lệ phí")
    if on:
        parser.add_argument(on, metavar="NGÀY", help="ngày nộp phí; bỏ trống là ngày ghi")


def _edit(context: Context, options: argparse.Namespace) -> Reply:
    from desktop.services.dossier_cards import dossier_card
    from desktop.services.dossier_edits import edit_dossier, edit_of

    with context.office() as office:
        edit = replace(edit_of(dossier_card(office, options.code)), **_changes(options))
        changed = edit_dossier(office, options.code, edit).value
        row = dossier_card(office, options.code).row
    names = ", ".join(map(field_name, changed))
    paid = payment_text(row.fee_vnd, row.payment, row.paid_on) or "chưa ghi"
    return Reply(
        {
            "code": row.code,
            "changed": list(changed),
            "fee_vnd": row.fee_vnd,
            "payment": row.payment,
            "paid_on": iso(row.paid_on),
            "outside_boundary": row.outside_boundary,
        },
        [f"{row.code}: {f'đã sửa {names}' if changed else 'không có gì thay đổi'}. Phí: {paid}."],
    )


def _changes(options: argparse.Namespace) -> dict[str, Any]:
    changes: dict[str, Any] = {}
    if options.fee is not None:
        changes["fee_vnd"] = options.fee
    if options.payment is not None:
        payment = None if options.payment == _UNKNOWN else Payment(options.payment)
        changes["payment"] = payment
        # Paid in another way is paid on another day, unless it is said.
        changes["paid_on"] = None
    if options.paid_on:
        changes["paid_on"] = parse_date(options.paid_on, "paid_on")
    if options.outside_boundary is not None:
        changes["outside_boundary"] = options.outside_boundary == "yes"
    if options.note is not None:
        changes["note"] = options.note
    return changes
