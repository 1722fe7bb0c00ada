"""``province send|rules``: criteria, catalogue, calendar and forms down to the units."""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path
from typing import Any

from desktop.cli.context import Context, Reply, iso
from desktop.domain.appraisals import PackKind
from desktop.domain.errors import Entry, InputProblem, InputRefused
from desktop.wording.province import PACK_STATES


def add_commands(steps: Any) -> None:
    """Adds the commands of this file under ``province``."""
    send = steps.add_parser("send", help="gửi bộ tiêu chí, danh mục, lịch, mẫu cho các đơn vị")
    send.add_argument("files", nargs="*", metavar="TỆP")
    send.add_argument("--stored", default="", metavar="MÃ", help="bộ tiêu chí có sẵn ở bàn tỉnh")
    send.add_argument("--check", action="store_true", help="chỉ đọc thử, không gửi")
    kinds = [str(kind) for kind in PackKind]
    send.add_argument("--kind", choices=kinds, help="khi không tự nhận ra")
    send.add_argument("--from", dest="valid_from", metavar="NGÀY", help="ngày có hiệu lực")
    send.add_argument("--to", dest="folder", metavar="THƯ_MỤC", help="đặt thêm vào USB, thư mục")
    send.add_argument("--set", default="", metavar="MÃ", help="mã bộ tiêu chí")
    send.add_argument("--title", default="", metavar="TÊN")
    send.add_argument("--year", type=int, metavar="NĂM")
    send.add_argument("--decision", default="", metavar="QUYẾT_ĐỊNH")
    send.set_defaults(action=_send)
    rules = steps.add_parser("rules", help="các gói quy định đã gửi, đơn vị nào đã áp dụng")
    rules.set_defaults(action=_rules)


def _send(context: Context, options: argparse.Namespace) -> Reply:
    from desktop.services.assessments.importing import SetHead
    from desktop.services.provinces.boxes import boxes_of
    from desktop.services.provinces.rule_drafts import RulesToSend
    from desktop.services.provinces.rules import send_rules, send_set

    if bool(options.files) == bool(options.stored):
        raise InputRefused(InputProblem("file", Entry.REQUIRED))
    head = SetHead(options.set, options.title, options.year, "", options.decision)
    kind = PackKind(options.kind) if options.kind else None
    since = day_option(options.valid_from, "valid_from")
    wanted = RulesToSend(kind, since, head)
    files = [Path(file) for file in options.files]
    if options.check:
        return _check(context, files, wanted, options.stored)
    with context.office() as office:
        folder = Path(options.folder) if options.folder else None
        with boxes_of(office, folder) as boxes:
            if options.stored:
                sent = send_set(office, options.stored, since, boxes).value
            else:
                sent = send_rules(office, files, wanted, boxes).value
    rows = [
        {
            "id": str(s.id),
            "kind": s.kind,
            "name": s.name,
            "number": s.number,
            "valid_from": iso(s.valid_from),
            "file": s.file_name,
            "new": s.is_new,
        }
        for s in sent
    ]
    lines = [
        f"{s.title} số {s.number}: "
        + ("đã gửi." if s.is_new else "giống bản đã gửi lần trước, không gửi lại.")
        for s in sent
    ]
    return Reply({"sent": rows}, lines)


def _check(context: Context, files: list[Path], wanted: Any, stored: str) -> Reply:
    from desktop.services.provinces.rule_drafts import look_at_file, look_at_set

    with context.office() as office:
        looks = [look_at_file(office, path, wanted) for path in files]
        if stored:
            looks.append(look_at_set(office, stored, wanted.valid_from))
    rows = [
        {
            "kind": look.kind,
            "name": look.name,
            "summary": look.summary,
            "number": look.number,
            "same": look.is_same,
            "units": look.units,
        }
        for look in looks
    ]
    lines = [
        f"{look.title} số {look.number}: {look.summary}; {look.units} đơn vị sẽ nhận."
        + (" Giống bản đã gửi lần trước." if look.is_same else "")
        for look in looks
    ]
    return Reply({"checked": rows}, lines)


def _rules(context: Context, _options: argparse.Namespace) -> Reply:
    from desktop.services.provinces.rules import rules_status

    with context.office() as office:
        found = rules_status(office)
    rows = [
        {
            "id": str(r.pack.id),
            "kind": r.pack.kind,
            "name": r.pack.name,
            "number": r.pack.number,
            "made": iso(r.made_at),
            "answers": {str(state): count for state, count in r.answers.items()},
            "silent": list(r.silent),
            "said": [
                {"unit_code": unit, "state": state, "message": said} for unit, state, said in r.said
            ],
        }
        for r in found
    ]
    lines = []
    for r in found:
        told = ", ".join(f"{count} {PACK_STATES[state]}" for state, count in r.answers.items())
        lines.append(f"{r.pack.title} số {r.pack.number}: {told or 'chưa đơn vị nào trả lời'}")
        if r.silent:
            lines.append(f"  Chưa trả lời: {', '.join(r.silent)}")
    return Reply({"rules": rows}, lines)


def day_option(text: str | None, field: str) -> date | None:
    """A day as typed on the line: 2027-01-15. Raises InputRefused(NOT_A_DATE)."""
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise InputRefused(InputProblem(field, Entry.NOT_A_DATE, {"text": text})) from None
