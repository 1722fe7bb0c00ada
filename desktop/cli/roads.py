"""``sync settings|mailbox|try``: the road to the mailbox, what opens it, whether it works.

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
    InputProblem,
    InputRefused,
)
from desktop.domain.scans import Scans
from desktop.domain.sending import FilesBy, RoadSettings
from desktop.wording.dates import moment
from desktop.wording.road_trials import STATE_NAMES, STEP_NAMES
from desktop.wording.roads import ROAD_WORDS, hours_text, settings_lines, turn_text

if TYPE_CHECKING:
    from desktop.services.syncing.road_form import RoadForm
    from desktop.services.syncing.schedule import Schedule
    from desktop.sync.mailboxes.access import Access

USER_VARIABLE = "SOMOTCUA_MAILBOX_USER"
SECRET_VARIABLE = "SOMOTCUA_MAILBOX_PASSWORD"  # noqa: S105 - the variable's name
_MOST_PEM = 64 * 1024
_ALWAYS, _SYSTEM = "always", "system"


def add_commands(steps: Any) -> None:
    """Adds the commands of this file below ``sync``."""
    change = steps.add_parser("settings", help="xem và đặt cách tự gửi")
    change.add_argument("--automatic", choices=("on", "off"))
    change.add_argument("--hours", metavar="GIỜ", help="ví dụ 17:00-07:00; always: cả ngày")
    change.add_argument("--limit", type=int, metavar="KIB", help="KiB mỗi giây; 0: không giới hạn")
    change.add_argument("--files", choices=[str(choice) for choice in FilesBy])
    change.add_argument("--scans", choices=[str(choice) for choice in Scans])
    change.add_argument("--proxy", metavar="ĐỊA_CHỈ", help="http://máy:cổng, system hoặc none")
    change.set_defaults(action=_settings)
    move = steps.add_parser("mailbox", help="xem và đổi hộp thư: địa chỉ, mật khẩu, khóa máy chủ")
    move.add_argument("address", nargs="?", default="", metavar="ĐỊA_CHỈ")
    move.add_argument("--host-key", metavar="SHA256:…", help="khóa máy chủ SFTP phải đưa ra")
    move.add_argument("--ca", metavar="TỆP", help="chứng thư riêng của tỉnh (PEM)")
    move.add_argument("--no-ca", action="store_true", help="bỏ chứng thư riêng của tỉnh")
    move.add_argument("--stick-only", action="store_true", help="không dùng hộp thư, chỉ USB")
    add_access(move)
    move.set_defaults(action=_mailbox)
    attempt = steps.add_parser("try", help="thử đường tới hộp thư, từng bước một")
    attempt.set_defaults(action=_try)


def add_access(parser: Any) -> None:
    """The option for what opens a mailbox."""
    told = f"tệp truy cập; hoặc biến {USER_VARIABLE}, {SECRET_VARIABLE}"
    parser.add_argument("--access", metavar="TỆP", help=told)


def access_of(options: argparse.Namespace, *, only_file: bool = False) -> Access:
    """From the file, completed by the environment. Raises FILE_NOT_FOUND, InputRefused.

    ``only_file``: for another machine than this one, whose environment is none of its business.
    """
    from desktop.services.syncing.access_files import read_access_file
    from desktop.sync.mailboxes.access import Access

    found = read_access_file(Path(options.access)) if options.access else Access()
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
        "scans": str(settings.scans),
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
    if options.scans:
        new = replace(new, scans=Scans(options.scans))
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
    from desktop.services.syncing.road_form import MailboxInput, require_road, save_road

    told = access_of(options)
    entered = MailboxInput(
        "" if options.stick_only else options.address or None,
        told.user or None,
        told.secret or None,
        told.private_key or None,
        options.host_key or told.host_key or None,
        "" if options.no_ca else _pem(options.ca) or told.ca or None,
    )
    with context.office() as office:
        changes = entered != MailboxInput()
        form = save_road(office, entered).value if changes else require_road(office)
    return Reply(form_data(form), [*form_lines(form), "Hãy thử ngay: sync try."])


def form_data(form: RoadForm) -> dict[str, Any]:
    """The mailbox as JSON: whether there is a secret, never the secret."""
    ca = form.authority
    return {
        "mailbox": form.address,
        "kind": str(form.road or "stick"),
        "user": form.user,
        "password": form.has_secret,
        "private_key": form.has_private_key,
        "host_key": form.host_key or None,
        "ca": None
        if ca is None
        else {"name": ca.name, "expires": iso(ca.expires_at), "sha256": ca.fingerprint},
    }


def form_lines(form: RoadForm) -> list[str]:
    """The mailbox for people."""
    lines = [f"Hộp thư: {form.address or ROAD_WORDS[None].lower()} ({ROAD_WORDS[form.road]})."]
    if form.user or form.has_secret:
        lines.append(f"Tên: {form.user}; mật khẩu: {'có' if form.has_secret else 'chưa có'}.")
    if form.has_private_key:
        lines.append("Đăng nhập bằng khóa riêng.")
    if form.host_key:
        lines.append(f"Máy chủ phải đưa ra khóa {form.host_key}.")
    if form.authority is not None:
        ca = form.authority
        lines.append(f"Chứng thư riêng của tỉnh: {ca.name}, dùng đến {moment(ca.expires_at)}.")
    return lines


def _pem(file: str | None) -> str:
    if not file:
        return ""
    from desktop.security.files import read_problem

    try:
        with Path(file).open(encoding="ascii") as opened:
            return opened.read(_MOST_PEM)
    except (OSError, UnicodeError) as error:
        if isinstance(error, OSError):
            raise read_problem(error, Path(file)) from error
        raise InputRefused(InputProblem("ca", Entry.BAD_AUTHORITY)) from None


def _try(context: Context, _options: argparse.Namespace) -> Reply:
    from desktop.services.syncing.road_trial import try_road

    with context.office() as office:
        trial = try_road(office)
    data = {
        "place": trial.place,
        "works": trial.works,
        "problem": trial.problem or None,
        "kib_per_s": trial.kib_per_s,
        "shown_host_key": trial.shown_host_key or None,
        "steps": [
            {"step": str(s.step), "state": str(s.state), "message": s.words, "advice": s.advice}
            for s in trial.steps
        ],
    }
    lines = [f"Thử đường tới {trial.place}:"]
    for result in trial.steps:
        lines.append(f"  {STEP_NAMES[result.step]}: {STATE_NAMES[result.state]}. {result.words}")
        if result.advice:
            lines.append(f"    {result.advice}")
    return Reply(data, lines, 0 if trial.works else 1)
