"""``sync join|run|export|import|status|preview|sent|pause|resume|settings|mailbox|resend``."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from desktop.cli import roads, rules
from desktop.cli.context import Context, Reply, iso
from desktop.wording.dates import moment
from desktop.wording.sync import ITEM_OUTCOME_WORDS, OUTCOME_WORDS


def add_commands(groups: Any) -> None:
    """Adds the commands of this file."""
    sync = groups.add_parser("sync", help="gửi và nhận gói với tỉnh")
    steps = sync.add_subparsers(dest="step", required=True, metavar="VIỆC")

    join = steps.add_parser("join", help="kết nối với tỉnh bằng giấy mời")
    join.add_argument("file", metavar="GIẤY_MỜI")
    join.add_argument("--mailbox", default="", metavar="ĐỊA_CHỈ", help="hộp thư nhìn từ máy này")
    roads.add_access(join)
    join.set_defaults(action=_join)

    run = steps.add_parser("run", help="gửi và nhận một lượt qua hộp thư")
    run.set_defaults(action=_run)
    export = steps.add_parser("export", help="chép các gói chờ gửi ra USB hoặc thư mục")
    export.add_argument("folder", metavar="THƯ_MỤC")
    export.set_defaults(action=_export)
    fetch = steps.add_parser("import", help="đọc biên nhận của tỉnh từ USB hoặc thư mục")
    fetch.add_argument("folder", metavar="THƯ_MỤC")
    fetch.set_defaults(action=_import)

    steps.add_parser("status", help="những gì đang chờ và vì sao").set_defaults(action=_status)
    show = steps.add_parser("preview", help="xem đúng những gì sẽ gửi đi")
    show.add_argument("--limit", type=int, default=1000, metavar="SỐ")
    show.set_defaults(action=_preview)
    sent = steps.add_parser("sent", help="các gói tỉnh đã trả lời, từng mục một")
    sent.add_argument("number", type=int, nargs="?", metavar="SỐ_GÓI")
    sent.set_defaults(action=_sent)
    rules.add_commands(steps)
    hold = steps.add_parser("pause", help="tạm dừng gửi qua mạng")
    hold.set_defaults(action=_pause)
    resume = steps.add_parser("resume", help="cho gửi tiếp")
    resume.set_defaults(action=_resume)
    roads.add_commands(steps)
    keys = steps.add_parser("keys", help="khóa của máy này và của tỉnh; --rotate để đổi khóa máy")
    keys.add_argument("--rotate", action="store_true")
    keys.set_defaults(action=_keys)
    again = steps.add_parser("resend", help="xếp gửi lại toàn bộ sổ khi tỉnh yêu cầu")
    again.set_defaults(action=_resend)


def _join(context: Context, options: argparse.Namespace) -> Reply:
    from desktop.services.syncing.joining import join

    with context.office() as office:
        joined = join(office, Path(options.file), options.mailbox, roads.access_of(options)).value
    device = str(joined.device)
    return Reply(
        {"province": joined.province, "unit_code": joined.unit_code, "device": device},
        [
            f"Đã kết nối với {joined.province}; mã máy: {device}.",
            "Gói đầu tiên sẽ đăng ký máy này với tỉnh.",
        ],
    )


def _run(context: Context, _options: argparse.Namespace) -> Reply:
    from desktop.services.syncing.sending import run

    with context.office() as office:
        report = run(office).value
    held = any(p.code == "sending_paused" for p in report.problems)
    reply = _report(report)
    reply.code = 1 if held or report.failed is not None else 0
    return reply


def _export(context: Context, options: argparse.Namespace) -> Reply:
    from desktop.services.syncing.sending import export_to

    folder = Path(options.folder)
    is_new = not folder.exists()
    with context.office() as office:
        reply = _report(export_to(office, folder, make_folder=True).value)
    if is_new:
        made = f"Thư mục {folder} chưa có nên đã được tạo; nếu là USB, hãy xem USB đã cắm chưa."
        reply.warnings.append(made)
    return reply


def _import(context: Context, options: argparse.Namespace) -> Reply:
    from desktop.services.syncing.sending import import_from

    with context.office() as office:
        return _report(import_from(office, Path(options.folder)).value, lays=False)


def _report(report: Any, *, lays: bool = True) -> Reply:
    """``lays``: whether packages could have left by it."""
    data = {
        "sent": report.sent,
        "acknowledged": report.acknowledged,
        "waiting": report.waiting,
        "received": report.received,
        "problems": _problems(report.problems),
    }
    confirmed = f"tỉnh xác nhận thêm {report.acknowledged} gói."
    lines = [
        f"Đã đặt {report.sent} gói vào hộp thư; {confirmed}" if lays else confirmed.capitalize(),
        f"Còn {report.waiting} gói chờ tỉnh xác nhận.",
        *(problem.message for problem in report.problems),
    ]
    return Reply(data, lines)


def _status(context: Context, _options: argparse.Namespace) -> Reply:
    from desktop.domain.packages import SyncProblem
    from desktop.services.syncing.status import notice, sync_status

    with context.office() as office:
        status = sync_status(office)
    if status is None:
        missing = notice(SyncProblem.NOT_JOINED)
        nothing = {"waiting": [], "last_acknowledged": None, "problems": _problems([missing])}
        return Reply(nothing, [missing.message])
    waiting = [
        {
            "package": p.number,
            "items": p.items,
            "since": iso(p.since),
            "bytes": p.bytes,
            "laid": iso(p.laid_at),
        }
        for p in status.waiting
    ]
    is_paused = status.road is not None and status.road.settings.paused
    data = {
        "waiting": waiting,
        "last_acknowledged": iso(status.last_acknowledged),
        "problems": _problems(status.problems),
        "province": status.province,
        "device": str(status.device),
        "fingerprint": status.fingerprint,
        "unpacked": status.unpacked,
        "paused": bool(status.paused_why) or is_paused,
        "road": roads.road_data(status.road),
    }
    last = status.last_acknowledged
    lines = [
        f"{status.province}; máy {status.device}, mã nhận dạng {status.fingerprint}",
        f"{status.unpacked} bản ghi chưa đóng gói, {len(waiting)} gói chờ tỉnh xác nhận.",
        *(f"  Gói {p.number}: {p.items} mục, từ {moment(p.since)}" for p in status.waiting),
        f"Tỉnh trả lời lần cuối: {moment(last)}." if last else "Tỉnh chưa trả lời lần nào.",
        *(() if status.paused_why else roads.road_lines(status.road, len(waiting))),
        *(problem.message for problem in status.problems),
    ]
    # What the road is in trouble with, its own lines say already.
    return Reply(data, list(dict.fromkeys(lines)))


def _preview(context: Context, options: argparse.Namespace) -> Reply:
    from desktop.services.syncing.preview import preview

    with context.office() as office:
        found = preview(office, max(options.limit, 0))
    items = [
        {"kind": i.kind, "code": i.label, "revision": i.counter, "content": i.content}
        for i in found.items
    ]
    lines = [f"{found.total} bản ghi sẽ gửi đi; hồ sơ không có họ tên, số định danh, địa chỉ."]
    lines += [f"  {i.label}: {i.content.get('state', i.kind)}, {i.size} byte" for i in found.items]
    return Reply({"items": items, "total": found.total}, lines)


def _sent(context: Context, options: argparse.Namespace) -> Reply:
    from desktop.services.syncing.status import answered_packages, items_of

    with context.office() as office:
        packages = answered_packages(office)
        if options.number is not None:
            packages = tuple(p for p in packages if p.number == options.number)
        rows = [
            {
                "package": p.number,
                "items": [_item(item) for item in items_of(office, p.id)]
                if options.number is not None
                else p.items,
                "made": iso(p.made_at),
                "answered": iso(p.answered_at),
                "outcome": p.outcome,
            }
            for p in packages
        ]
    lines = [
        f"Gói {p.number}: {p.items} mục, {OUTCOME_WORDS[p.outcome]} lúc {moment(p.answered_at)}"
        for p in packages
    ]
    return Reply({"packages": rows}, lines)


def _item(item: Any) -> dict[str, Any]:
    said = item.message or (ITEM_OUTCOME_WORDS[item.outcome] if item.outcome else "")
    return {"kind": item.kind, "code": item.label, "outcome": item.outcome, "message": said}


def _pause(context: Context, _options: argparse.Namespace) -> Reply:
    from desktop.services.syncing.roads import pause

    with context.office() as office:
        pause(office)
    return Reply({"paused": True}, ["Đã tạm dừng gửi qua mạng; hồ sơ vẫn được ghi và chờ gửi."])


def _resume(context: Context, _options: argparse.Namespace) -> Reply:
    from desktop.services.syncing.sending import resume

    with context.office() as office:
        resume(office)
    return Reply({"resumed": True}, ["Đã cho gửi tiếp."])


def _keys(context: Context, options: argparse.Namespace) -> Reply:
    from desktop.services.syncing.key_rotation import key_state, rotate_keys

    with context.office() as office:
        state = rotate_keys(office).value if options.rotate else key_state(office)
    data = {
        "device_key": state.device,
        "since": iso(state.since),
        "province_key": state.province,
        "enrolled": state.is_enrolled,
        "rotated": options.rotate,
    }
    lines = [
        f"Khóa của máy này: {state.device}, từ {moment(state.since)}.",
        f"Khóa của tỉnh: {state.province}.",
    ]
    if options.rotate:
        lines.insert(0, "Đã đổi khóa. Gói vừa đóng báo khóa mới cho tỉnh, ký bằng khóa cũ.")
    return Reply(data, lines)


def _resend(context: Context, _options: argparse.Namespace) -> Reply:
    from desktop.services.syncing.joining import send_everything_again

    with context.office() as office:
        count = send_everything_again(office).value
    return Reply({"queued": count}, [f"Đã xếp {count} bản ghi chờ gửi lại."])


def _problems(problems: Any) -> list[dict[str, Any]]:
    return [{"code": str(p.code), "message": p.message, "since": iso(p.since)} for p in problems]
