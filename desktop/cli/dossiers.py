"""``dossiers receive|move|show|search|import|export``, and the steps of two files beside."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from desktop.cli import dossier_edits, dossier_files, reserved
from desktop.cli.context import Context, Reply, iso
from desktop.cli.dossier_edits import add_payment
from desktop.cli.entry import EntryBuilder
from desktop.cli.problems import import_reply
from desktop.domain.dossiers import Channel, DossierEvent, DossierState
from desktop.domain.errors import Entry, InputProblem, InputRefused
from desktop.domain.moments import parse_date, parse_moment
from desktop.domain.payments import Payment
from desktop.wording.dates import moment, number
from desktop.wording.intake import warning_text
from desktop.wording.payments import payment_text
from desktop.wording.terms import term

_EVENTS = [
    str(event)
    for event in DossierEvent
    if event not in (DossierEvent.RECEIVE, DossierEvent.EDIT, DossierEvent.IMPORT)
]

_PAYMENTS = ("direct", "online", "unpaid", "unknown")
_MOST_ROWS = 1_000_000


def add_commands(groups: Any) -> None:
    """Adds the commands of this file."""
    dossiers = groups.add_parser("dossiers", help="hồ sơ")
    steps = dossiers.add_subparsers(dest="step", required=True, metavar="VIỆC")
    _add_receive(steps)
    _add_move(steps)
    show = steps.add_parser("show", help="xem một hồ sơ")
    show.add_argument("code", metavar="MÃ")
    show.set_defaults(action=_show)
    _add_search(steps)
    load = steps.add_parser("import", help="nhập sổ theo dõi cũ từ Excel hoặc CSV")
    load.add_argument("file", metavar="TỆP")
    load.add_argument("--dry-run", action="store_true", help="chỉ xem, không ghi")
    load.add_argument("--rejects", metavar="TỆP.xlsx", help="ghi các dòng lỗi ra tệp để sửa")
    load.set_defaults(action=_import)
    save = steps.add_parser("export", help="xuất danh sách hồ sơ")
    save.add_argument("file", metavar="TỆP.xlsx|csv")
    _add_period(save)
    save.set_defaults(action=_export)
    dossier_edits.add_steps(steps)
    reserved.add_steps(steps)
    dossier_files.add_steps(steps)


def _add_receive(steps: Any) -> None:
    receive = steps.add_parser("receive", help="tiếp nhận một hồ sơ")
    receive.add_argument("--procedure", required=True, metavar="MÃ")
    receive.add_argument("--applicant", default="", metavar="HỌ_TÊN")
    receive.add_argument("--id-number", default="", metavar="SỐ")
    receive.add_argument("--phone", default="", metavar="SỐ")
    receive.add_argument("--address", default="", metavar="ĐỊA_CHỈ")
    receive.add_argument("--channel", choices=[str(c) for c in Channel], default="direct")
    receive.add_argument("--received", metavar="LÚC", help="2026-11-20T09:15; bỏ trống là bây giờ")
    receive.add_argument("--code", default="", metavar="SỐ_IN_SẴN", help="số trên giấy in sẵn")
    add_payment(receive, "--payment", "--paid-on")
    receive.add_argument(
        "--outside-boundary", action="store_true", help="nhận ngoài địa bàn (phi địa giới)"
    )
    receive.add_argument("--set", action="append", default=[], metavar="TÊN=GIÁ_TRỊ")
    receive.set_defaults(action=_receive)


def _add_move(steps: Any) -> None:
    move = steps.add_parser("move", help="chuyển bước một hồ sơ")
    move.add_argument("code", metavar="MÃ")
    move.add_argument("event", choices=_EVENTS, metavar="VIỆC")
    move.add_argument("--at", metavar="LÚC")
    move.add_argument("--reason", default="", metavar="LÝ_DO")
    move.add_argument("--new-due", metavar="LÚC")
    move.add_argument("--to", default="", metavar="NƠI_NHẬN")
    move.add_argument("--result-number", default="", metavar="SỐ")
    move.add_argument("--result-date", metavar="NGÀY")
    move.add_argument("--signer", default="", metavar="NGƯỜI_KÝ")
    move.add_argument("--receiver", default="", metavar="NGƯỜI_NHẬN")
    add_payment(move, "--payment")
    move.set_defaults(action=_move)


def _add_search(steps: Any) -> None:
    search = steps.add_parser("search", help="tìm hồ sơ, không cần gõ dấu")
    search.add_argument("text", nargs="?", default="", metavar="CHỮ")
    search.add_argument("--limit", type=int, default=50, metavar="SỐ")
    search.add_argument("--state", choices=[str(s) for s in DossierState])
    search.add_argument("--payment", choices=_PAYMENTS, help="cách nộp phí, lệ phí")
    _add_period(search)
    search.set_defaults(action=_search)


def _add_period(parser: Any) -> None:
    parser.add_argument("--from", dest="start", metavar="NGÀY")
    parser.add_argument("--to", dest="end", metavar="NGÀY")


def _receive(context: Context, options: argparse.Namespace) -> Reply:
    from desktop.services.receiving import receive_dossier

    builder = EntryBuilder(options)
    with context.office() as office:
        received = receive_dossier(office, builder.build()).value
    due = received.due.due_at if received.due else None
    warnings = [warning_text(w.code, w.facts) for w in received.warnings] + builder.notes
    return Reply(
        {
            "code": received.code,
            "received": iso(received.received_at),
            "due": iso(due),
            "state": received.state,
            "fee_vnd": received.fee_vnd,
            "payment": received.payment,
            "paid_on": iso(received.paid_on),
            "warnings": warnings,
        },
        [f"Đã tiếp nhận {received.code}, hẹn trả {moment(due) or 'không hẹn ngày'}."],
        warnings=[f"Lưu ý: {warning}" for warning in warnings],
    )


def _move(context: Context, options: argparse.Namespace) -> Reply:
    from desktop.services.move_steps import MoveInput
    from desktop.services.moves import move_dossier

    move = MoveInput(
        code=options.code,
        event=DossierEvent(options.event),
        at=parse_moment(options.at, "at") if options.at else None,
        reason=options.reason,
        to=options.to,
        new_due=parse_moment(options.new_due, "new_due") if options.new_due else None,
        signer=options.signer,
        result_number=options.result_number,
        result_date=parse_date(options.result_date, "result_date") if options.result_date else None,
        receiver=options.receiver,
        payment=Payment(options.payment) if options.payment else None,
    )
    with context.office() as office:
        moved = move_dossier(office, move).value
    warnings = [warning_text(code) for code in moved.warnings]
    return Reply(
        {
            "code": moved.code,
            "state": moved.state,
            "due": iso(moved.due_at),
            "original_due": iso(moved.original_due_at),
            "warnings": warnings,
        },
        [f"{moved.code}: {term(moved.state)}, hẹn trả {moment(moved.due_at) or 'không hẹn ngày'}."],
        warnings=[f"Lưu ý: {warning}" for warning in warnings],
    )


def _show(context: Context, options: argparse.Namespace) -> Reply:
    from desktop.services.dossier_cards import dossier_card

    with context.office() as office:
        card = dossier_card(office, options.code)
    row = card.row
    return Reply(
        {
            "code": row.code,
            "portal_code": row.portal_code,
            "procedure": card.procedure_code,
            "procedure_name": card.procedure_full_name,
            "procedure_version": card.version_number,
            "applicant": row.applicant_name,
            "id_number": row.id_number,
            "channel": row.channel,
            "state": row.state,
            "received": iso(row.received_at),
            "due": iso(row.due_at),
            "original_due": iso(row.original_due_at),
            "legal_due": iso(card.legal_due_at),
            "finished": iso(row.finished_at),
            "returned": iso(row.returned_at),
            "outcome": row.timeliness,
            "apologised": iso(card.apologised_at),
            "holder": row.holder,
            "fee_vnd": row.fee_vnd,
            "payment": row.payment,
            "paid_on": iso(row.paid_on),
            "online_level": row.online_level,
            "outside_boundary": row.outside_boundary,
            "submitted": iso(card.submitted_at),
            "documents": [
                {
                    "name": item.document.name,
                    "originals": item.document.originals,
                    "certified_copies": item.document.certified_copies,
                    "copies": item.document.copies,
                    "handed_in": item.handed_in,
                }
                for item in card.documents
            ],
            "history": [
                {
                    "at": iso(entry.at),
                    "recorded_at": iso(entry.recorded_at),
                    "event": entry.event,
                    "user": entry.user_name,
                    "reason": entry.reason,
                    "state": entry.state,
                    "undone": entry.undone,
                }
                for entry in card.history
            ],
        },
        [
            f"{row.code} · {term(row.state)} · {row.applicant_name}",
            f"{card.procedure_code} {card.procedure_full_name}",
            f"Tiếp nhận {moment(row.received_at)}, hẹn trả {moment(row.due_at) or 'không hẹn'}",
            f"Phí, lệ phí: {payment_text(row.fee_vnd, row.payment, row.paid_on) or 'chưa ghi'}",
            *(
                f"  {moment(e.at)} · {term(e.event)} · {e.user_name}"
                + (f" · {e.reason}" if e.reason else "")
                + (" · đã hoàn tác" if e.undone else "")
                for e in card.history
            ),
        ],
    )


def _filter(options: argparse.Namespace) -> Any:
    from desktop.domain.figures import Period
    from desktop.services.dossier_filters import DossierFilter

    start = parse_date(options.start, "from") if options.start else None
    end = parse_date(options.end, "until") if options.end else None
    if start and end:
        Period(start, end)  # refuses them the wrong way round
    return DossierFilter(
        text=getattr(options, "text", ""),
        state=DossierState(options.state) if getattr(options, "state", None) else None,
        fee=_fee_marks()[payment] if (payment := getattr(options, "payment", None)) else None,
        received_from=start,
        received_to=end,
    )


def _fee_marks() -> dict[str, Any]:
    """What ``--payment`` asks for, of dossiers with a fee."""
    from desktop.services.figures.slices import FeeMark

    marks = (FeeMark.PAID_DIRECT, FeeMark.PAID_ONLINE, FeeMark.UNPAID, FeeMark.UNRECORDED)
    return dict(zip(_PAYMENTS, marks, strict=True))


def _search(context: Context, options: argparse.Namespace) -> Reply:
    from desktop.services.dossier_lists import count_dossiers, first_dossiers

    if not 1 <= options.limit <= _MOST_ROWS:
        facts = {"value": options.limit, "lowest": 1, "highest": _MOST_ROWS}
        raise InputRefused(InputProblem("row_limit", Entry.OUT_OF_RANGE, facts))
    wanted = _filter(options)
    with context.office() as office:
        rows = first_dossiers(office, wanted, options.limit)
        total = count_dossiers(office, wanted)
    return Reply(
        {
            "total": total,
            "rows": [
                {
                    "code": row.code,
                    "applicant": row.applicant_name,
                    "procedure": row.procedure_name,
                    "received": iso(row.received_at),
                    "due": iso(row.due_at),
                    "state": row.state,
                }
                for row in rows
            ],
        },
        [
            f"{number(total)} hồ sơ",
            *(
                f"{row.code} · {row.applicant_name} · {row.procedure_name} · {term(row.state)}"
                for row in rows
            ),
        ],
    )


def _import(context: Context, options: argparse.Namespace) -> Reply:
    from desktop.services.register_import import import_register

    rejects = Path(options.rejects) if options.rejects else None
    with context.office() as office:
        result = import_register(
            office, Path(options.file), dry_run=options.dry_run, rejects=rejects
        ).value
    reply = import_reply(result, "dòng")
    reply.data["duplicates"] = result.duplicates
    reply.data["rejected"] = result.rejected
    reply.lines.insert(
        1, f"Trùng với hồ sơ đã có: {result.duplicates}; bị loại: {result.rejected}."
    )
    return reply


def _export(context: Context, options: argparse.Namespace) -> Reply:
    from desktop.services.exports import export_dossiers

    with context.office() as office:
        written = export_dossiers(office, _filter(options), Path(options.file))
    return Reply({"written": written}, [f"Đã ghi {number(written)} hồ sơ vào {options.file}."])
