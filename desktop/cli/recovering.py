"""``recover request|finish``: a locked office, when passwords and the recovery code are lost."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from desktop.cli.context import Context, Reply, read_secret


def add_commands(groups: Any) -> None:
    """Adds the commands of this file; nobody is signed in here."""
    recover = groups.add_parser("recover", help="mất mật khẩu và mã khôi phục: nhờ tỉnh mở lại")
    steps = recover.add_subparsers(dest="step", required=True, metavar="VIỆC")
    ask = steps.add_parser("request", help="viết tệp yêu cầu gửi tỉnh, kèm mật khẩu mới")
    ask.add_argument("name", metavar="TÊN", help="người dùng sẽ nhận mật khẩu mới")
    ask.add_argument("--new-password-file", required=True, metavar="TỆP")
    ask.add_argument("--out", required=True, metavar="TỆP")
    ask.set_defaults(action=_request)
    finish = steps.add_parser("finish", help="mở lại bằng tệp trả lời của tỉnh")
    finish.add_argument("reply", metavar="TỆP_TRẢ_LỜI")
    finish.add_argument("--new-password-file", required=True, metavar="TỆP")
    finish.set_defaults(action=_finish)


def _request(context: Context, options: argparse.Namespace) -> Reply:
    from desktop.services.province_recovery import request_recovery

    password = read_secret(Path(options.new_password_file))
    made = request_recovery(
        context.folder, options.name, password, Path(options.out), context.clock
    )
    return Reply(
        {"file": str(made.file), "code": made.code, "person": made.person},
        [
            f"Đã viết tệp yêu cầu: {made.file}. Hãy gửi tệp cho {made.province}.",
            f"Tỉnh sẽ gọi lại; hãy đọc mã {made.code} để tỉnh so. Đừng gửi mã cùng tệp.",
            "Nhớ mật khẩu mới vừa chọn: chỉ nó mở được tệp trả lời.",
        ],
    )


def _finish(context: Context, options: argparse.Namespace) -> Reply:
    from desktop.services.province_recovery import finish_recovery

    password = read_secret(Path(options.new_password_file))
    found = finish_recovery(context.folder, Path(options.reply), password, context.clock)
    name = found.office.user.name
    found.office.close()
    return Reply(
        {"person": name, "recovery_code": found.recovery_code},
        [
            f"Đã mở lại văn phòng; {name} đăng nhập bằng mật khẩu mới.",
            f"Mã khôi phục mới (ghi ra giấy, cất trong két): {found.recovery_code}",
            "Hãy cấp lại mật khẩu cho những người khác ở Thiết lập → Người dùng.",
        ],
    )
