"""``desks invite|join|list|exchange|conflicts|settle|revoke``."""

from __future__ import annotations

import argparse
import os
from pathlib import Path
from typing import Any

from desktop.cli.context import Context, Reply, iso, read_secret
from desktop.cli.desk_keys import add_key_commands, key_data
from desktop.domain.errors import Rule, RuleViolation
from desktop.wording.dates import moment

CODE_VARIABLE = "SOMOTCUA_DESK_CODE"


def add_commands(groups: Any) -> None:
    """Adds the commands of this file."""
    desks = groups.add_parser("desks", help="nhiều quầy, một sổ, không cần máy chủ")
    steps = desks.add_subparsers(dest="step", required=True, metavar="VIỆC")

    invite = steps.add_parser("invite", help="mời thêm một quầy")
    invite.add_argument(
        "--out",
        required=True,
        metavar="TỆP",
        help="giấy mời; ảnh QR (.png); các dòng số để quét (.txt)",
    )
    invite.add_argument("--desk", type=int, metavar="SỐ", help="số quầy; bỏ trống: số trống đầu")
    invite.add_argument("--name", default="", metavar="TÊN", help="tên quầy")
    invite.set_defaults(action=_invite)
    join = steps.add_parser("join", help="mở quầy mới trong --data theo giấy mời")
    join.add_argument("file", metavar="GIẤY_MỜI")
    join.add_argument("--code-file", metavar="TỆP", help=f"mã mở giấy mời (hoặc {CODE_VARIABLE})")
    join.set_defaults(action=_join)
    steps.add_parser("list", help="các quầy của sổ chung").set_defaults(action=_list)
    meet = steps.add_parser("exchange", help="trao đổi với các quầy qua thư mục chung hoặc USB")
    meet.add_argument("folder", metavar="THƯ_MỤC")
    meet.set_defaults(action=_exchange)
    conflicts = steps.add_parser("conflicts", help="hai quầy cùng sửa một điều: xem hai bản")
    conflicts.add_argument("--all", action="store_true", help="cả những điều đã chọn xong")
    conflicts.set_defaults(action=_conflicts)
    settle = steps.add_parser("settle", help="chọn bản được giữ; bản kia vẫn lưu")
    settle.add_argument("code", metavar="MÃ")
    settle.add_argument("--keep", required=True, metavar="BẢN", help="current, hoặc mã của bản kia")
    settle.set_defaults(action=_settle)
    revoke = steps.add_parser("revoke", help="thu hồi một quầy (mất máy, thôi dùng)")
    revoke.add_argument("desk", type=int, metavar="SỐ")
    revoke.set_defaults(action=_revoke)
    add_key_commands(steps)


def _invite(context: Context, options: argparse.Namespace) -> Reply:
    from desktop.services.syncing.desk_invitations import (
        invite_desk,
        write_frames,
        write_invitation,
        write_qr,
    )

    out = Path(options.out)
    writers = {".png": write_qr, ".txt": write_frames}
    with context.office() as office:
        invited = invite_desk(office, options.desk, options.name).value
        writers.get(out.suffix.lower(), write_invitation)(invited, out)
    data = {
        "desk": invited.desk_number,
        "file": str(out),
        "code": invited.code,
        "expires": iso(invited.expires_at),
        "fits_qr": invited.fits_qr,
    }
    until = moment(invited.expires_at)
    lines = [
        f"Giấy mời của quầy {invited.desk_number}: {out}, dùng đến {until}, cho đúng một máy.",
        f"Mã mở giấy mời (đọc riêng, đừng gửi cùng tệp): {invited.code}",
    ]
    return Reply(data, lines)


def _join(context: Context, options: argparse.Namespace) -> Reply:
    from desktop.services.syncing.desk_invitations import read_invitation_text
    from desktop.services.syncing.desk_joining import join_as_desk

    file = Path(options.file)
    code = os.environ.get(CODE_VARIABLE, "")
    if options.code_file:
        code = read_secret(Path(options.code_file))
    if not code:
        raise RuleViolation(Rule.WRONG_DESK_CODE)
    text = read_invitation_text(file)
    joined = join_as_desk(context.folder, text, code, context.clock, file.name)
    data = {
        "unit_code": joined.unit_code,
        "unit_name": joined.unit_name,
        "desk": joined.desk_number,
        "device": str(joined.device),
        "users": list(joined.people),
    }
    lines = [
        f"Đã mở quầy {joined.desk_number} của {joined.unit_name} trong {joined.folder}.",
        f"Đăng nhập bằng tên và mật khẩu đang dùng: {', '.join(joined.people)}.",
        "Hãy trao đổi với quầy đầu (desks exchange) để lấy cả sổ về; nhận hồ sơ được ngay.",
    ]
    return Reply(data, lines)


def _list(context: Context, _options: argparse.Namespace) -> Reply:
    from desktop.services.syncing.desk_membership import key_states
    from desktop.services.syncing.desks import list_desks

    with context.office() as office:
        peers, keys = list_desks(office), key_states(office)
    rows = [
        {
            "desk": peer.desk_number,
            "name": peer.name,
            "device": str(peer.device),
            "founder": peer.is_founder,
            "this": peer.is_me,
            "joined": iso(peer.joined_at),
            "revoked": iso(peer.revoked_at),
            "last_seen": iso(peer.seen_at),
            "leads": peer.is_lead,
            **key_data(key),
        }
        for peer, key in zip(peers, keys, strict=True)
    ]
    lines = [_line(peer, key) for peer, key in zip(peers, keys, strict=True)] or [
        "Văn phòng này chưa có quầy nào khác."
    ]
    return Reply({"desks": rows}, lines)


def _line(peer: Any, key: Any) -> str:
    parts = [f"Quầy {peer.desk_number} ({peer.name})"]
    if peer.is_me:
        parts.append("máy này")
    if peer.is_lead:
        parts.append("quầy đầu")
    if peer.revoked_at:
        parts.append(f"đã thu hồi {moment(peer.revoked_at)}")
    elif not peer.is_me:
        heard = f"trao đổi lần cuối {moment(peer.seen_at)}" if peer.seen_at else "chưa trao đổi"
        parts.append(heard)
    if key.claimed:
        parts.append("đang gửi bằng khóa cũ, chưa nhận lại")
    return ", ".join(parts)


def _exchange(context: Context, options: argparse.Namespace) -> Reply:
    from desktop.services.syncing.desk_exchange import exchange

    with context.office() as office:
        report = exchange(office, Path(options.folder)).value
    data = {
        "read": report.read,
        "laid": report.laid,
        "news": report.news,
        "conflicts": report.conflicts,
        "waiting": report.waiting,
        "problems": list(report.problems),
    }
    lines = [
        f"Đã đọc {report.read} gói của các quầy ({report.news} thay đổi), đặt {report.laid} gói.",
        *report.problems,
    ]
    if report.conflicts:
        lines.append(f"Có {report.conflicts} điều hai quầy cùng sửa: xem bằng desks conflicts.")
    return Reply(data, lines)


def _conflicts(context: Context, options: argparse.Namespace) -> Reply:
    from desktop.services.syncing.desk_conflicts import list_conflicts

    with context.office() as office:
        found = list_conflicts(office, with_settled=options.all)
    lines = [line for conflict in found for line in _told(conflict)]
    return Reply(
        {"conflicts": [_row(conflict) for conflict in found]},
        lines or ["Không có điều nào hai quầy sửa khác nhau."],
    )


def _row(conflict: Any) -> dict[str, Any]:
    return {
        "kind": str(conflict.kind),
        "code": conflict.label,
        "current_from": conflict.desk,
        "open": conflict.is_open,
        "versions": [
            {
                "version": loser.version,
                "from": loser.desk,
                "noted": iso(loser.noted_at),
                "settled": iso(loser.settled_at),
                "differences": [
                    {"field": name, "current": here, "other": there}
                    for name, here, there in loser.differences
                ],
            }
            for loser in conflict.losers
        ],
    }


def _told(conflict: Any) -> list[str]:
    lines = [f"{conflict.kind_text} {conflict.label}: đang giữ bản của {conflict.desk}"]
    for loser in conflict.losers:
        lines.append(f"  bản {loser.version} của {loser.desk}:")
        lines += [f"    {name}: {here} | {there}" for name, here, there in loser.differences]
    return lines


def _settle(context: Context, options: argparse.Namespace) -> Reply:
    from desktop.services.syncing.desk_conflicts import settle

    with context.office() as office:
        settled = settle(office, options.code, options.keep).value
    kept = "bản đang có" if options.keep == "current" else f"bản {options.keep}"
    line = f"Đã giữ {kept} của {settled.label}; bản kia vẫn lưu và lấy lại được."
    return Reply(_row(settled), [line])


def _revoke(context: Context, options: argparse.Namespace) -> Reply:
    from desktop.services.syncing.desk_membership import shut_out

    with context.office() as office:
        peer = shut_out(office, options.desk).value
    return Reply(
        {"desk": peer.desk_number, "device": str(peer.device)},
        [f"Đã thu hồi quầy {peer.desk_number}; các quầy khác biết ở lần trao đổi tới."],
    )
