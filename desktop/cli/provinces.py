"""``province init|invite|revoke|mailbox|collect|status|quarantine``."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from desktop.cli import appraisals, province_reports, province_rules, rankings, roads
from desktop.cli.context import Context, Reply, iso
from desktop.domain.scans import Scans
from desktop.wording.dates import moment
from desktop.wording.province import STANDINGS
from desktop.wording.sync import OUTCOME_WORDS, item_reason_text


def add_commands(groups: Any) -> None:
    """Adds the commands of this file."""
    province = groups.add_parser("province", help="bàn tỉnh: mời đơn vị, nhận gói")
    steps = province.add_subparsers(dest="step", required=True, metavar="VIỆC")

    init = steps.add_parser("init", help="lập bàn tỉnh")
    init.add_argument("--code", required=True, metavar="MÃ", help="mã tỉnh, 2 số")
    init.add_argument("--admin", required=True, metavar="TÊN", help="người quản trị đầu tiên")
    init.add_argument(
        "--db",
        default="",
        metavar="ĐỊA_CHỈ",
        help="bỏ trống: trong thư mục; hoặc postgresql://người_dùng@máy/tên",
    )
    init.add_argument("--mailbox", default="", metavar="THƯ_MỤC", help="hộp thư chung")
    init.set_defaults(action=_init)

    database = steps.add_parser("database", help="chỉ chỗ mới của dữ liệu trên máy chủ")
    database.add_argument("address", metavar="ĐỊA_CHỈ")
    database.set_defaults(action=_database)
    invite = steps.add_parser("invite", help="viết giấy mời cho một máy của đơn vị")
    invite.add_argument("unit", metavar="ĐƠN_VỊ")
    invite.add_argument("--out", required=True, metavar="TỆP")
    invite.add_argument("--access", metavar="TỆP", help="tệp truy cập hộp thư trao cho đơn vị")
    invite.add_argument(
        "--ask-scans",
        choices=[str(choice) for choice in Scans],
        default=str(Scans.NONE),
        help="xin bản quét của hồ sơ đã có kết quả; đơn vị phải tự bật mới gửi",
    )
    invite.set_defaults(action=_invite)
    revoke = steps.add_parser("revoke", help="thu hồi một máy")
    revoke.add_argument("unit", metavar="ĐƠN_VỊ")
    revoke.add_argument("device", metavar="MÃ_MÁY")
    revoke.set_defaults(action=_revoke)

    province_rules.add_commands(steps)
    appraisals.add_commands(steps)
    rankings.add_commands(steps)
    province_reports.add_commands(steps)
    collect = steps.add_parser("collect", help="nhận gói và đặt biên nhận")
    collect.add_argument("--from", dest="folder", metavar="THƯ_MỤC", help="USB hoặc thư mục")
    collect.add_argument("--mailbox", default="", metavar="ĐỊA_CHỈ", help="hộp thư khác lần này")
    roads.add_access(collect)
    collect.set_defaults(action=_collect)
    move = steps.add_parser("mailbox", help="đổi địa chỉ hoặc mật khẩu hộp thư")
    move.add_argument("address", nargs="?", default="", metavar="ĐỊA_CHỈ")
    roads.add_access(move)
    move.set_defaults(action=_mailbox)
    status = steps.add_parser("status", help="từng đơn vị đã gửi đến đâu")
    status.add_argument("--year", type=int, metavar="NĂM")
    status.set_defaults(action=_status)
    scans = steps.add_parser("scans", help="bản quét các đơn vị đã gửi; --out để ghi ra thư mục")
    scans.add_argument("unit", metavar="ĐƠN_VỊ")
    scans.add_argument("code", nargs="?", default="", metavar="MÃ_HỒ_SƠ")
    scans.add_argument("--out", metavar="THƯ_MỤC")
    scans.set_defaults(action=_scans)
    helps = steps.add_parser("recover", help="giúp đơn vị bị khóa: xem yêu cầu, so mã, trả lời")
    helps.add_argument("request", metavar="TỆP_YÊU_CẦU")
    helps.add_argument("--code", metavar="MÃ", help="mã đơn vị đọc qua điện thoại")
    helps.add_argument("--out", metavar="TỆP_TRẢ_LỜI")
    helps.set_defaults(action=_recover)
    keys = steps.add_parser("keys", help="khóa của tỉnh; --rotate để đổi khóa")
    keys.add_argument("--rotate", action="store_true")
    keys.set_defaults(action=_keys)
    aside = steps.add_parser("quarantine", help="các mục để riêng vì có lỗi")
    aside.set_defaults(action=_quarantine)


def _init(context: Context, options: argparse.Namespace) -> Reply:
    from desktop.services.provinces.setting_up import NewProvince, create_province

    new = NewProvince(options.code, options.admin, context.password(), options.mailbox, options.db)
    made = create_province(context.folder, new, context.clock)
    return Reply(
        {
            "province": made.name,
            "public_key": made.public_key,
            "fingerprint": made.fingerprint,
            "code": made.code,
            "recovery_code": made.recovery_code,
        },
        [
            f"Đã lập bàn tỉnh {made.name} trong {made.folder}.",
            f"Khóa công khai: {made.public_key}",
            f"Mã nhận dạng khóa, để đơn vị đối chiếu khi kết nối: {made.fingerprint}",
            f"Mã khôi phục (ghi ra giấy, cất trong két): {made.recovery_code}",
        ],
    )


def _database(context: Context, options: argparse.Namespace) -> Reply:
    from desktop.services.provinces.storing import move_database

    with context.office() as office:
        place = move_database(office, options.address).value
    return Reply({"database": place}, [f"Bàn tỉnh dùng dữ liệu trên {place}."])


def _invite(context: Context, options: argparse.Namespace) -> Reply:
    from desktop.services.provinces.inviting import invite

    access = roads.access_of(options, only_file=True)
    with context.office() as office:
        scans = Scans(options.ask_scans)
        made = invite(office, options.unit, Path(options.out), access, scans).value
    return Reply(
        {
            "unit_code": made.unit_code,
            "expires": iso(made.expires_at),
            "file": str(made.file),
            "fingerprint": made.fingerprint,
        },
        [
            f"Đã viết giấy mời {made.unit_name}: {made.file}",
            f"Dùng được một lần, đến {moment(made.expires_at)}.",
            "Hãy trao tận tay như trao chìa khóa. Đơn vị sẽ hỏi mã nhận dạng khóa của tỉnh:",
            f"{made.fingerprint} (đọc qua điện thoại hoặc ghi trong công văn).",
        ],
    )


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


def _recover(context: Context, options: argparse.Namespace) -> Reply:
    from desktop.services.provinces.recovering import answer_request, look_at_request

    request = Path(options.request)
    answers = bool(options.code and options.out)
    with context.office() as office:
        if answers:
            view = answer_request(office, request, options.code, Path(options.out)).value
        else:
            view = look_at_request(office, request)
    data = {
        "unit_code": view.unit_code,
        "unit_name": view.unit_name,
        "person": view.person,
        "made": iso(view.made_at),
        "reply": options.out if answers else None,
    }
    lines = [f"{view.unit_name} ({view.unit_code}), {view.person}, lúc {moment(view.made_at)}."]
    if answers:
        lines.append(f"Mã khớp. Đã viết trả lời: {options.out}; chỉ máy đã lập yêu cầu mở được.")
    else:
        lines.append("Hãy gọi lãnh đạo đơn vị theo số đã biết, nghe đọc mã; thêm --code, --out.")
    return Reply(data, lines)


def _keys(context: Context, options: argparse.Namespace) -> Reply:
    from desktop.services.provinces.key_rotation import province_key_state, rotate_province_keys

    with context.office() as office:
        state = rotate_province_keys(office).value if options.rotate else province_key_state(office)
    data = {
        "fingerprint": state.fingerprint,
        "changed": iso(state.changed_at),
        "changes": state.changes,
    }
    lines = [f"Mã nhận dạng khóa của tỉnh: {state.fingerprint}."]
    if state.changed_at is not None:
        lines.append(f"Đổi lần cuối {moment(state.changed_at)}; đã đổi {state.changes} lần.")
    if options.rotate:
        lines.append("Lần nhận gói tới đặt lời báo khóa mới cho mọi đơn vị; gói cũ vẫn mở được.")
        lines.append("Hãy ghi mã mới vào công văn: đơn vị mới kết nối sẽ hỏi mã này.")
    return Reply(data, lines)


def _revoke(context: Context, options: argparse.Namespace) -> Reply:
    from desktop.services.provinces.inviting import revoke_device

    with context.office() as office:
        device = revoke_device(office, options.unit, options.device).value
    return Reply(
        {"unit_code": device.unit_code, "device": str(device.id), "expires": None},
        [f"Đã thu hồi máy {device.id}; gói mới của máy này không được nhận nữa."],
    )


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
    lines = [f"{len(found)} gói, {sum(p.is_new for p in found)} gói mới."]
    for p in found:
        lines.append(f"{p.unit_code} gói {p.number}: {OUTCOME_WORDS[p.outcome]}")
        lines += [f"  {note.message}" for note in p.problems]
    return Reply({"packages": packages}, lines)


def _mailbox(context: Context, options: argparse.Namespace) -> Reply:
    from desktop.services.provinces.mailboxes import set_desk_mailbox

    access = roads.access_of(options)
    with context.office() as office:
        address = set_desk_mailbox(office, options.address, access).value
    return Reply({"mailbox": address}, [f"Hộp thư của tỉnh: {address}."])


def _status(context: Context, options: argparse.Namespace) -> Reply:
    from desktop.services.provinces.status import province_status

    with context.office() as office:
        units = province_status(office, options.year)
    rows = [
        {
            "unit_code": u.unit_code,
            "unit_name": u.unit_name,
            "last_package": iso(u.last_package),
            "dossiers": u.dossiers,
            "assessment": _assessment(u.assessment),
            "standing": u.standing,
            "packages": u.packages,
            "devices": [
                {
                    "device": str(d.id),
                    "name": d.name,
                    "enrolled": iso(d.enrolled_at),
                    "revoked": iso(d.revoked_at),
                }
                for d in u.devices
            ],
        }
        for u in units
    ]
    return Reply({"units": rows}, [_status_line(unit) for unit in units])


def _assessment(found: Any) -> dict[str, Any] | None:
    if found is None:
        return None
    return {
        "set": found.set_code,
        "submitted": iso(found.submitted_at),
        "received": iso(found.received_at),
        "percent": float(found.percent),
        "closed_round": found.closed_round,
        "explanations": found.explanations,
        "missing_files": found.missing_files,
        "published": found.is_published,
    }


def _status_line(unit: Any) -> str:
    sent = "chưa gửi gói nào"
    if unit.last_package is not None:
        sent = f"{unit.dossiers} hồ sơ, gói cuối {moment(unit.last_package)}"
    return f"{unit.unit_code} {unit.unit_name}: {sent}; {STANDINGS[unit.standing]}"


def _quarantine(context: Context, _options: argparse.Namespace) -> Reply:
    from desktop.services.provinces.status import quarantine

    with context.office() as office:
        found = quarantine(office)
    rows = [
        {
            "unit_code": q.unit_code,
            "package": q.package,
            "position": q.position,
            "reason": q.reason,
            "message": item_reason_text(q.reason, q.detail),
            "text": q.text,
        }
        for q in found
    ]
    lines = [
        f"{r['unit_code']} gói {r['package']} mục {r['position']}: {r['message']}" for r in rows
    ]
    return Reply({"items": rows}, lines)
