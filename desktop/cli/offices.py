"""``init``, ``demo``, ``users``, ``doctor``, ``audit``."""

from __future__ import annotations

import argparse
from datetime import timedelta
from pathlib import Path
from typing import Any

from desktop.cli.context import Context, Reply, iso, read_secret
from desktop.domain.figures import Period
from desktop.domain.moments import day_start, local_date, parse_date
from desktop.domain.roles import Role
from desktop.wording.terms import term


def add_commands(groups: Any) -> None:
    """Adds the commands of this file."""
    init = groups.add_parser("init", help="tạo văn phòng mới")
    init.add_argument("--unit", required=True, metavar="MÃ", help="mã đơn vị cấp xã, 5 số")
    init.add_argument("--admin", required=True, metavar="TÊN", help="người quản trị đầu tiên")
    init.add_argument("--desk", type=int, default=1, metavar="SỐ", help="số quầy của máy này")
    init.add_argument("--code-prefix", default="", metavar="MÃ", help="phần đầu của mã hồ sơ")
    init.set_defaults(action=_init)

    demo = groups.add_parser("demo", help="tạo văn phòng thực hành với dữ liệu mẫu")
    demo.add_argument("--dossiers", type=int, default=300, metavar="SỐ")
    demo.add_argument("--seed", type=int, default=1, metavar="SỐ")
    demo.add_argument("--as-of", metavar="NGÀY", help="ngày được coi là hôm nay")
    demo.add_argument("--unit", default="", metavar="MÃ")
    demo.set_defaults(action=_demo)

    users = groups.add_parser("users", help="người dùng")
    steps = users.add_subparsers(dest="step", required=True, metavar="VIỆC")
    add = steps.add_parser("add", help="thêm người dùng")
    add.add_argument("name", metavar="TÊN")
    add.add_argument("--role", required=True, choices=[str(role) for role in Role])
    add.add_argument("--new-password-file", required=True, metavar="TỆP")
    add.add_argument("--department", default="", metavar="PHÒNG")
    add.set_defaults(action=_add_user)
    steps.add_parser("list", help="danh sách").set_defaults(action=_list_users)
    renew = steps.add_parser("renew-recovery", help="cấp mã khôi phục mới; mã cũ hết dùng")
    renew.set_defaults(action=_renew_recovery)

    doctor = groups.add_parser("doctor", help="kiểm tra sức khỏe dữ liệu")
    doctor.add_argument(
        "--clock-is-right",
        action="store_true",
        help="đã xem: ngày giờ của máy là đúng; không báo sai nữa",
    )
    doctor.set_defaults(action=_doctor)

    audit = groups.add_parser("audit", help="nhật ký có chuỗi kiểm chứng")
    audit.add_argument("--from", dest="start", metavar="NGÀY")
    audit.add_argument("--to", dest="end", metavar="NGÀY")
    audit.set_defaults(action=_audit)


def _init(context: Context, options: argparse.Namespace) -> Reply:
    from desktop.services.setting_up import NewOffice, create_office

    new = NewOffice(
        options.unit,
        options.admin,
        context.password(),
        desk_number=options.desk,
        code_prefix=options.code_prefix,
    )
    created = create_office(context.folder, new, context.clock)
    return Reply(
        {
            "office": str(created.folder),
            "unit_code": created.unit.code,
            "unit_name": created.unit.name,
            "recovery_code": created.recovery_code,
        },
        [
            f"Đã tạo văn phòng {created.unit.name}, {created.unit.province_name}.",
            f"Thư mục: {created.folder}",
            f"Mã khôi phục (ghi ra giấy, cất trong két): {created.recovery_code}",
        ],
    )


def _demo(context: Context, options: argparse.Namespace) -> Reply:
    from desktop.services.practice import make_practice_office

    as_of = parse_date(options.as_of, "date") if options.as_of else local_date(context.clock.now())
    made = make_practice_office(
        context.folder,
        dossiers=options.dossiers,
        seed=options.seed,
        as_of=as_of,
        unit_code=options.unit,
    )
    users = [{"name": u.name, "role": u.role, "password": u.password} for u in made.users]
    return Reply(
        {"unit_code": made.unit.code, "users": users, "dossiers": made.dossiers},
        [
            f"Đã tạo văn phòng thực hành {made.unit.name} với {made.dossiers} hồ sơ mẫu.",
            "Dữ liệu mẫu, không phải người thật. Người dùng và mật khẩu:",
            *(f"  {u.name} ({term(u.role)}): {u.password}" for u in made.users),
        ],
    )


def _add_user(context: Context, options: argparse.Namespace) -> Reply:
    from desktop.services.users import NewUser, add_user

    password = read_secret(Path(options.new_password_file))
    with context.office() as office:
        new = NewUser(options.name, Role(options.role), password, options.department)
        user = add_user(office, new).value
        reply = _list_users_of(office)
    reply.lines = [f"Đã thêm {user.name} ({term(user.role)})."]
    return reply


def _renew_recovery(context: Context, _options: argparse.Namespace) -> Reply:
    from desktop.services.recovery_renewal import renew_recovery_code

    with context.office() as office:
        code = renew_recovery_code(office, context.password())
    lines = [f"Mã khôi phục mới, chỉ hiện lần này: {code}", "Mã cũ không mở được sổ nữa."]
    return Reply({"recovery_code": code}, lines)


def _list_users(context: Context, _options: argparse.Namespace) -> Reply:
    with context.office() as office:
        return _list_users_of(office)


def _list_users_of(office: Any) -> Reply:
    from desktop.services.users import list_users

    users = list_users(office)
    return Reply(
        {
            "users": [
                {
                    "name": u.name,
                    "role": u.role,
                    "department": u.department,
                    "active": u.is_active,
                }
                for u in users
            ]
        },
        [f"{u.name} · {term(u.role)}{'' if u.is_active else ' · đã ngừng'}" for u in users],
    )


def _doctor(context: Context, options: argparse.Namespace) -> Reply:
    from desktop.services.clock_check import trust_clock
    from desktop.services.doctor import examine

    with context.office() as office:
        if options.clock_is_right:
            trust_clock(office)
        checks = examine(office)
    healthy = all(check.ok for check in checks)
    return Reply(
        {
            "ok": healthy,
            "checks": [{"name": c.name, "ok": c.ok, "detail": c.detail} for c in checks],
        },
        [f"{'Tốt ' if c.ok else 'LỖI '} {c.title}: {c.detail}" for c in checks],
        code=0 if healthy else 1,
    )


def _audit(context: Context, options: argparse.Namespace) -> Reply:
    from desktop.services.audit import chain_is_whole, read_audit

    start = day_start(parse_date(options.start, "from")) if options.start else None
    end = day_start(parse_date(options.end, "until") + timedelta(days=1)) if options.end else None
    if start and end and end <= start:
        Period(parse_date(options.start, "from"), parse_date(options.end, "until"))
    with context.office() as office:
        entries = read_audit(office, start, end)
        whole = chain_is_whole(office).ok
    return Reply(
        {
            "entries": [
                {"at": iso(e.at), "user": e.user_name, "action": e.action, "subject": e.subject}
                for e in entries
            ],
            "chain_ok": whole,
        },
        [
            *(f"{iso(e.at)} · {e.user_name} · {e.action} · {e.subject}" for e in entries),
            "Chuỗi nhật ký nguyên vẹn." if whole else "CHUỖI NHẬT KÝ BỊ ĐỨT.",
        ],
        code=0 if whole else 1,
    )
