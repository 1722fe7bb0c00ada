"""``province init|invite|revoke|mailbox|collect|status|quarantine``."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from desktop.cli import (
    appraisals,
    province_packages,
    province_reports,
    province_rules,
    rankings,
    roads,
)
from desktop.cli.context import Context, Reply, iso
from desktop.domain.appraisals import Standing
from desktop.domain.moments import local_date, parse_date
from desktop.domain.scans import Scans
from desktop.wording.dates import moment, number
from desktop.wording.province import STANDINGS
from desktop.wording.terms import term


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

    demo = steps.add_parser("demo", help="lập bàn tỉnh thực hành với các đơn vị mẫu")
    demo.add_argument("--units", type=int, default=48, metavar="SỐ", help="số đơn vị đã kết nối")
    demo.add_argument("--seed", type=int, default=1, metavar="SỐ")
    demo.add_argument("--as-of", metavar="NGÀY", help="ngày được coi là hôm nay")
    demo.add_argument("--code", default="66", metavar="MÃ", help="mã tỉnh, 2 số")
    demo.set_defaults(action=_demo)
    database = steps.add_parser("database", help="chỉ chỗ mới của dữ liệu trên máy chủ")
    database.add_argument("address", metavar="ĐỊA_CHỈ")
    database.add_argument("--check", action="store_true", help="chỉ thử kết nối, không đổi gì")
    database.set_defaults(action=_database)
    to_server = steps.add_parser(
        "move-to-server", help="chuyển dữ liệu trong thư mục lên máy chủ PostgreSQL"
    )
    to_server.add_argument("address", metavar="ĐỊA_CHỈ")
    to_server.set_defaults(action=_move_to_server)
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

    confirm = steps.add_parser("confirm", help="xác nhận một máy đã đối chiếu với đơn vị")
    confirm.add_argument("unit", metavar="ĐƠN_VỊ")
    confirm.add_argument("device", metavar="MÃ_MÁY")
    confirm.set_defaults(action=_confirm)
    province_rules.add_commands(steps)
    appraisals.add_commands(steps)
    rankings.add_commands(steps)
    province_reports.add_commands(steps)
    province_packages.add_commands(steps)
    move = steps.add_parser("mailbox", help="đổi địa chỉ hoặc mật khẩu hộp thư")
    move.add_argument("address", nargs="?", default="", metavar="ĐỊA_CHỈ")
    roads.add_access(move)
    move.set_defaults(action=_mailbox)
    status = steps.add_parser("status", help="từng đơn vị đã gửi đến đâu")
    status.add_argument("--year", type=int, metavar="NĂM")
    status.add_argument("--out", metavar="TỆP", help=".pdf hoặc .xlsx")
    status.set_defaults(action=_status)
    helps = steps.add_parser("recover", help="giúp đơn vị bị khóa: xem yêu cầu, so mã, trả lời")
    helps.add_argument("request", metavar="TỆP_YÊU_CẦU")
    helps.add_argument("--code", metavar="MÃ", help="mã đơn vị đọc qua điện thoại")
    helps.add_argument("--out", metavar="TỆP_TRẢ_LỜI")
    helps.set_defaults(action=_recover)
    keys = steps.add_parser("keys", help="khóa của tỉnh; --rotate để đổi khóa")
    keys.add_argument("--rotate", action="store_true")
    keys.set_defaults(action=_keys)


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


def _demo(context: Context, options: argparse.Namespace) -> Reply:
    from desktop.services.provinces.practice import make_practice_province

    as_of = parse_date(options.as_of, "date") if options.as_of else local_date(context.clock.now())
    made = make_practice_province(
        context.folder, units=options.units, seed=options.seed, as_of=as_of, code=options.code
    )
    users = [{"name": u.name, "role": u.role, "password": u.password} for u in made.users]
    return Reply(
        {
            "province": made.name,
            "users": users,
            "units": made.units,
            "packages": made.packages,
            "year": made.year,
        },
        [
            (
                f"Đã lập bàn tỉnh thực hành {made.name}: {made.units} đơn vị mẫu,"
                f" {made.packages} gói đã nhận, đang thẩm định năm {made.year}."
            ),
            "Dữ liệu mẫu, không phải số liệu thật. Người dùng và mật khẩu:",
            *(f"  {u.name} ({term(u.role)}): {u.password}" for u in made.users),
        ],
    )


def _check_database(address: str) -> Reply:
    from desktop.services.provinces.probing import DatabaseUse, look_at_database
    from desktop.wording.province_desk import database_seen

    look = look_at_database(address)
    is_usable = look.use is DatabaseUse.FREE
    return Reply(
        {"database": look.place, "server": look.version, "use": look.use, "usable": is_usable},
        [database_seen(look.place, look.version, look.use)],
        code=0 if is_usable else 1,
    )


def _database(context: Context, options: argparse.Namespace) -> Reply:
    if options.check:
        return _check_database(options.address)
    from desktop.services.provinces.storing import move_database

    with context.office() as office:
        place = move_database(office, options.address).value
    return Reply({"database": place}, [f"Bàn tỉnh dùng dữ liệu trên {place}."])


def _move_to_server(context: Context, options: argparse.Namespace) -> Reply:
    from desktop.services.provinces.moving import move_to_server

    with context.office() as office:
        moved = move_to_server(office, options.address).value
    return Reply(
        {"database": moved.place, "rows": moved.rows, "dossiers": moved.dossiers},
        [
            (
                f"Đã chép {number(moved.rows)} dòng ({number(moved.dossiers)} hồ sơ) lên"
                f" {moved.place} và so lại từng dòng: giống hệt."
            ),
            "Từ nay bàn tỉnh dùng dữ liệu trên máy chủ; bản cũ trong thư mục vẫn còn, không sửa.",
            "Hãy đặt lịch sao lưu máy chủ (xem tài liệu Vận hành bàn tỉnh).",
        ],
    )


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


def _confirm(context: Context, options: argparse.Namespace) -> Reply:
    from desktop.services.provinces.confirming import confirm_device
    from desktop.sync.signatures import fingerprint

    with context.office() as office:
        device = confirm_device(office, options.unit, options.device).value
    shown = fingerprint(device.sign_key)
    return Reply(
        {"unit_code": device.unit_code, "device": str(device.id), "fingerprint": shown},
        [f"Đã xác nhận máy {device.id}, mã nhận dạng {shown}."],
    )


def _mailbox(context: Context, options: argparse.Namespace) -> Reply:
    from desktop.services.provinces.mailboxes import set_desk_mailbox

    access = roads.access_of(options)
    with context.office() as office:
        address = set_desk_mailbox(office, options.address, access).value
    return Reply({"mailbox": address}, [f"Hộp thư của tỉnh: {address}."])


def _status(context: Context, options: argparse.Namespace) -> Reply:
    from desktop.services.provinces.confirming import read_confirmations
    from desktop.services.provinces.status import province_status

    with context.office() as office:
        units = province_status(office, options.year)
        confirmed = read_confirmations(office)
        if options.out:
            written = _write_status(office, options.year, Path(options.out))
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
                    "confirmed": confirmed.holds_for(d),
                }
                for d in u.devices
            ],
        }
        for u in units
    ]
    data: dict[str, Any] = {"units": rows}
    if options.out:
        data["written"] = written
    return Reply(data, [_status_line(unit) for unit in units])


def _write_status(office: Any, year: int | None, target: Path) -> int:
    from desktop.services.provinces.board import board_years, unit_board
    from desktop.services.provinces.desk_papers import write_units

    board = unit_board(office, board_years(office)[0] if year is None else year)
    return write_units(office, board, board.rows, target)


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
    said = [STANDINGS[unit.standing]]
    if unit.last_package is not None:
        said.insert(0, f"{unit.dossiers} hồ sơ, gói cuối {moment(unit.last_package)}")
    elif unit.standing is not Standing.NEVER:
        said.insert(0, "chưa gửi gói nào")
    return f"{unit.unit_code} {unit.unit_name}: {'; '.join(said)}"
