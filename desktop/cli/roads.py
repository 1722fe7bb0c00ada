"""``sync settings`` and ``sync mailbox``: the road to the mailbox and what opens it.

Names and passwords come from a file or from the environment, never from arguments: those are
shown to everybody by the system's list of processes.
"""

from __future__ import annotations

import argparse
import os
from dataclasses import replace
from datetime import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desktop.cli.context import Context, Reply, iso
from desktop.domain.errors import (
    Entry,
    EnvironmentProblem,
    InputProblem,
    InputRefused,
    Surroundings,
)
from desktop.domain.sending import FilesBy, RoadSettings
from desktop.wording.roads import hours_text, settings_lines, turn_text

if TYPE_CHECKING:
    from desktop.services.syncing.schedule import Schedule
    from desktop.sync.mailboxes.access import Access

USER_VARIABLE = "SOMOTCUA_MAILBOX_USER"
SECRET_VARIABLE = "SOMOTCUA_MAILBOX_PASSWORD"  # noqa: S105 - the variable's name
_ALWAYS, _SYSTEM = "always", "system"


def add_commands(steps: Any) -> None:
    """Adds the commands of this file below ``sync``."""
    change = steps.add_parser("settings", help="xem và đặt cách tự gửi")
    change.add_argument("--automatic", choices=("on", "off"))
    change.add_argument("--hours", metavar="GIỜ", help="ví dụ 17:00-07:00; always: cả ngày")
    change.add_argument("--limit", type=int, metavar="KIB", help="KiB mỗi giây; 0: không giới hạn")
    change.add_argument("--files", choices=[str(choice) for choice in FilesBy])
    change.add_argument("--proxy", metavar="ĐỊA_CHỈ", help="http://máy:cổng, system hoặc none")
    change.set_defaults(action=_settings)
    move = steps.add_parser("mailbox", help="đổi địa chỉ hoặc mật khẩu hộp thư")
    move.add_argument("address", nargs="?", default="", metavar="ĐỊA_CHỈ")
    add_access(move)
    move.set_defaults(action=_mailbox)


def add_access(parser: Any) -> None:
    """The option for what opens a mailbox."""
    told = f"tệp truy cập; hoặc biến {USER_VARIABLE}, {SECRET_VARIABLE}"
    parser.add_argument("--access", metavar="TỆP", help=told)


def access_of(options: argparse.Namespace, *, only_file: bool = False) -> Access:
    """From the file, completed by the environment. Raises FILE_NOT_FOUND, InputRefused.

    ``only_file``: for another machine than this one, whose environment is none of its business.
    """
    from desktop.sync.mailboxes.access import MOST_ACCESS_BYTES, Access, read_access

    found = Access()
    if options.access:
        path = Path(options.access)
        try:
            with path.open(encoding="utf-8-sig") as file:
                found = read_access(file.read(MOST_ACCESS_BYTES))
        except FileNotFoundError:
            raise EnvironmentProblem(Surroundings.FILE_NOT_FOUND, file=path) from None
        except (OSError, UnicodeError) as error:
            raise EnvironmentProblem(Surroundings.FILE_NOT_READABLE, file=path) from error
    if only_file:
        return found
    told = Access(os.environ.get(USER_VARIABLE, ""), os.environ.get(SECRET_VARIABLE, ""))
    return found.completed_by(told)


def road_data(planned: Schedule | None) -> dict[str, Any] | None:
    """The road as JSON: never a name, password or key."""
    if planned is None:
        return None
    state = planned.state
    return {
        "state": str(planned.turn),
        "next": iso(planned.at),
        "failures": state.failures,
        "tried": iso(state.tried_at),
        "reached": iso(state.reached_at),
        "problem": {"code": state.problem, "message": state.message} if state.problem else None,
        "settings": settings_data(planned.settings),
    }


def road_lines(planned: Schedule | None, waiting: int) -> list[str]:
    """The road for people."""
    if planned is None:
        return []
    state = planned.state
    line = turn_text(planned.turn, planned.at, state, waiting)
    return [line + ".", *([state.message] if state.message else [])]


def settings_data(settings: RoadSettings) -> dict[str, Any]:
    """The settings as JSON."""
    return {
        "automatic": settings.automatic,
        "paused": settings.paused,
        "hours": None if settings.hours is None else hours_text(settings.hours),
        "limit_kib": settings.kib_per_s,
        "files": str(settings.files),
        "proxy": settings.proxy or _SYSTEM,
    }


def _settings(context: Context, options: argparse.Namespace) -> Reply:
    from desktop.services.syncing.roads import road_settings, save_road_settings

    with context.office() as office:
        with office.reading() as connection:
            old = road_settings(connection)
        new = _changed(old, options)
        if new != old:
            save_road_settings(office, new)
    return Reply(settings_data(new), settings_lines(new))


def _changed(old: RoadSettings, options: argparse.Namespace) -> RoadSettings:
    new = old
    if options.automatic:
        new = replace(new, automatic=options.automatic == "on")
    if options.hours:
        new = replace(new, hours=_hours(options.hours))
    if options.limit is not None:
        new = replace(new, kib_per_s=options.limit)
    if options.files:
        new = replace(new, files=FilesBy(options.files))
    if options.proxy:
        new = replace(new, proxy="" if options.proxy == _SYSTEM else options.proxy)
    return new


def _hours(text: str) -> tuple[time, time] | None:
    if text == _ALWAYS:
        return None
    try:
        start, end = (time.fromisoformat(part.strip()) for part in text.split("-"))
    except ValueError:
        facts = {"text": text, "choices": "17:00-07:00, always"}
        raise InputRefused(InputProblem("hours", Entry.UNKNOWN_CHOICE, facts)) from None
    return start, end


def _mailbox(context: Context, options: argparse.Namespace) -> Reply:
    from desktop.services.syncing.roads import set_mailbox
    from desktop.services.syncing.status import sync_status

    access = access_of(options)
    with context.office() as office:
        set_mailbox(office, options.address, access)
        status = sync_status(office)
    address = status.mailbox if status is not None else ""
    return Reply({"mailbox": address}, [f"Hộp thư: {address}. Hãy thử ngay: sync run."])
