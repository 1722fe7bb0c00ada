"""``province collect|packages|quarantine|scans``: what came from the units."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from desktop.cli import roads
from desktop.cli.context import Context, Reply, iso
from desktop.domain.moments import day_start, parse_date
from desktop.wording.dates import moment
from desktop.wording.sync import OUTCOME_WORDS, item_reason_text


def add_commands(steps: Any) -> None:
    """Adds the commands of this file under ``province``."""
    collect = steps.add_parser("collect", help="nhận gói và đặt biên nhận")
    collect.add_argument("--from", dest="folder", metavar="THƯ_MỤC", help="USB hoặc thư mục")
    collect.add_argument("--mailbox", default="", metavar="ĐỊA_CHỈ", help="hộp thư khác lần này")
    roads.add_access(collect)
    collect.set_defaults(action=_collect)
    packages = steps.add_parser("packages", help="các gói đã nhận và kết quả")
    packages.add_argument("--since", metavar="NGÀY", help="nhận từ ngày")
    packages.add_argument("--out", metavar="TỆP", help="danh sách để in: .pdf hoặc .xlsx")
    packages.set_defaults(action=_packages)
    scans = steps.add_parser("scans", help="bản quét các đơn vị đã gửi; --out để ghi ra thư mục")
    scans.add_argument("unit", metavar="ĐƠN_VỊ")
    scans.add_argument("code", nargs="?", default="", metavar="MÃ_HỒ_SƠ")
    scans.add_argument("--out", metavar="THƯ_MỤC")
    scans.set_defaults(action=_scans)
    aside = steps.add_parser("quarantine", help="các mục để riêng vì có lỗi")
    aside.set_defaults(action=_quarantine)


def _collect(context: Context, options: argparse.Namespace) -> Reply:
    from desktop.services.provinces.collecting import collect
    from desktop.services.provinces.mailboxes import Elsewhere

    folder = Path(options.folder) if options.folder else None
    elsewhere = Elsewhere(options.mailbox, roads.access_of(options))
    with context.office() as office:
        found = collect(office, folder, elsewhere=elsewhere).value
    packages = [
        {
            "unit_code": p.unit_code,
            "device": p.device,
            "number": p.number,
            "outcome": p.outcome,
            "problems": [{"code": n.code, "message": n.message} for n in p.problems],
            "items": p.items,
            "new": p.is_new,
        }
        for p in found
    ]
    counted = f"{len(found)} gói, {sum(p.is_new for p in found)} gói mới."
    lines = [counted if found else "Không thấy gói nào của các đơn vị ở đó."]
    for p in found:
        lines.append(f"{p.unit_code} gói {p.number}: {OUTCOME_WORDS[p.outcome]}")
        lines += [f"  {note.message}" for note in p.problems]
    return Reply({"packages": packages}, lines)


def _packages(context: Context, options: argparse.Namespace) -> Reply:
    from desktop.services.provinces.arrivals import arrivals
    from desktop.services.provinces.desk_papers import write_packages

    since = day_start(parse_date(options.since, "since")) if options.since else None
    with context.office() as office:
        found = arrivals(office, since)
        if options.out:
            written = write_packages(office, found.packages, Path(options.out))
    rows = [
        {
            "unit_code": p.unit_code,
            "unit_name": p.unit_name,
            "device": p.device,
            "number": p.number,
            "received": iso(p.received_at),
            "items": p.items,
            "outcome": p.outcome,
            "notes": list(p.problems),
            "set_aside": p.set_aside,
        }
        for p in found.packages
    ]
    data: dict[str, Any] = {"packages": rows}
    if options.out:
        data["written"] = written
    lines = [
        f"{moment(p.received_at)} {p.unit_name} gói {p.number}: {OUTCOME_WORDS[p.outcome]}"
        for p in found.packages
    ]
    return Reply(data, lines)


def _quarantine(context: Context, _options: argparse.Namespace) -> Reply:
    from desktop.services.provinces.status import quarantine
    from desktop.wording.arrivals_page import ADVICE

    with context.office() as office:
        found = quarantine(office)
    rows = [
        {
            "unit_code": q.unit_code,
            "package": q.package,
            "position": q.position,
            "reason": q.reason,
            "message": item_reason_text(q.reason, q.detail),
            "advice": ADVICE[q.reason],
            "text": q.text,
        }
        for q in found
    ]
    lines = [
        f"{r['unit_code']} gói {r['package']} mục {r['position']}: {r['message']}" for r in rows
    ]
    return Reply({"items": rows}, lines)


def _scans(context: Context, options: argparse.Namespace) -> Reply:
    from desktop.services.provinces.scans import export_scans, list_scans

    with context.office() as office:
        found = list_scans(office, options.unit, options.code)
        written = export_scans(office, found, Path(options.out)) if options.out else ()
    dossiers = [
        {
            "code": one.code,
            "files": [
                {"file": f.sha256, "type": f.media_type, "size": f.size, "result": f.is_result}
                | {"here": f.is_here}
                for f in one.files
            ],
        }
        for one in found
    ]
    lines = [f"{one.code}: {len(one.files)} tệp" for one in found] or ["Chưa có bản quét nào."]
    lines += [f"Đã ghi {len(written)} tệp vào {options.out}."] if options.out else []
    return Reply({"dossiers": dossiers, "written": [str(path) for path in written]}, lines)
