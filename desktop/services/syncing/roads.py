"""The road to the mailbox: its settings, what opens it, and how the last turns went.

Settings and state are plain data in the office's settings; what opens the mailbox is a secret.
"""

from __future__ import annotations

import json
from contextlib import closing
from dataclasses import replace
from datetime import datetime, time
from typing import Any

from sqlalchemy import Connection, select

from desktop.domain.errors import Entry, InputProblem, InputRefused
from desktop.domain.roles import Permission
from desktop.domain.scans import Scans
from desktop.domain.sending import FilesBy, RoadSettings, RoadState
from desktop.models.offices import settings
from desktop.services.office import Office, Work
from desktop.services.outcomes import Change, Outcome
from desktop.services.progress import Progress
from desktop.services.settings import write_setting
from desktop.services.syncing.links import read_secret, write_secret
from desktop.sync.mailboxes import Mailbox
from desktop.sync.mailboxes.access import Access, access_from
from desktop.sync.mailboxes.line import NO_PROXY, Line, Throttle
from desktop.sync.mailboxes.opened import open_mailbox

MAILBOX_ACCESS = "mailbox_access"
_SETTINGS, _STATE = "road_settings", "road_state"
_MOST_KIB = 1_000_000


def road_settings(connection: Connection) -> RoadSettings:
    """What was set, or the usual."""
    kept = _read(connection, _SETTINGS)
    hours = kept.get("hours")
    return RoadSettings(
        automatic=bool(kept.get("automatic", True)),
        paused=bool(kept.get("paused", False)),
        hours=(time.fromisoformat(hours[0]), time.fromisoformat(hours[1])) if hours else None,
        kib_per_s=int(kept.get("kib_per_s", 0)),
        files=FilesBy(kept.get("files", FilesBy.NETWORK)),
        proxy=str(kept.get("proxy", "")),
        scans=Scans(kept.get("scans", Scans.NONE)),
    )


def save_road_settings(office: Office, new: RoadSettings) -> Outcome[RoadSettings]:
    """Replaces the settings. Raises InputRefused for a limit or proxy that cannot be."""
    office.require(Permission.EDIT_OFFICE)
    with office.command() as work:
        put_settings(work, new)
        work.audit("sync.settings", "office", **_to_data(new) | {"proxy": bool(new.proxy)})
        return work.outcome(new, Change.SYNC)


def pause(office: Office) -> Outcome[None]:
    """Sends nothing over the network until a person resumes; sticks go on."""
    office.require(Permission.SEND)
    with office.command() as work:
        _write_settings(work, replace(road_settings(work.connection), paused=True))
        work.audit("sync.pause", "office")
        return work.outcome(None, Change.SYNC)


def lift_pause(office: Office) -> bool:
    """Ends a person's pause; gives whether there was one."""
    office.require(Permission.SEND)
    with office.command() as work:
        found = road_settings(work.connection)
        if found.paused:
            _write_settings(work, replace(found, paused=False))
            work.audit("sync.unpause", "office")
            work.outcome(None, Change.SYNC)
        return found.paused


def put_settings(work: Work, new: RoadSettings) -> None:
    """The settings inside a command. Raises InputRefused."""
    _check(new)
    _write_settings(work, new)


def forget_state(work: Work) -> None:
    """Another road begins without the failures of the old one."""
    write_setting(work, _STATE, {})


def keep_access(work: Work, access: Access) -> None:
    """Stores what opens the mailbox inside the encrypted database."""
    write_secret(work.connection, MAILBOX_ACCESS, json.dumps(access.to_data()))


def read_access_of(connection: Connection) -> Access:
    """What opens the mailbox; empty where nothing is needed."""
    kept = read_secret(connection, MAILBOX_ACCESS)
    return access_from(json.loads(kept)) if kept else Access()


def open_road(office: Office, address: str, progress: Progress) -> closing[Mailbox]:
    """The mailbox of an address with this office's access, proxy and limit; closes at the end."""
    with office.reading() as connection:
        access, road = read_access_of(connection), road_settings(connection)
    throttle = Throttle(road.kib_per_s * 1024)
    line = Line(road.proxy, throttle, progress.check_cancelled)
    return closing(open_mailbox(address, access, line))


def read_state(connection: Connection) -> RoadState:
    """How the last turns went."""
    kept = _read(connection, _STATE)
    return RoadState(
        failures=int(kept.get("failures", 0)),
        tried_at=_instant(kept.get("tried_at")),
        reached_at=_instant(kept.get("reached_at")),
        wait_until=_instant(kept.get("wait_until")),
        problem=str(kept.get("problem", "")),
        message=str(kept.get("message", "")),
        failed_since=_instant(kept.get("failed_since")),
    )


def write_state(work: Work, state: RoadState) -> None:
    """Remembers how a turn went."""
    instants = {
        name: value.isoformat() if value else None
        for name in ("tried_at", "reached_at", "wait_until", "failed_since")
        for value in (getattr(state, name),)
    }
    words = {"failures": state.failures, "problem": state.problem, "message": state.message}
    write_setting(work, _STATE, {**words, **instants})


def _check(new: RoadSettings) -> None:
    if not 0 <= new.kib_per_s <= _MOST_KIB:
        facts = {"value": new.kib_per_s, "lowest": 0, "highest": _MOST_KIB}
        raise InputRefused(InputProblem("limit", Entry.OUT_OF_RANGE, facts))
    proxy = new.proxy
    if proxy not in ("", NO_PROXY) and (not proxy.startswith("http://") or "@" in proxy):
        choices = "system, none, http://máy-chủ:cổng"
        problem = InputProblem("proxy", Entry.UNKNOWN_CHOICE, {"text": "…", "choices": choices})
        raise InputRefused(problem)


def _to_data(values: RoadSettings) -> dict[str, Any]:
    hours = values.hours
    return {
        "automatic": values.automatic,
        "paused": values.paused,
        "hours": [f"{moment:%H:%M}" for moment in hours] if hours else None,
        "kib_per_s": values.kib_per_s,
        "files": str(values.files),
        "proxy": values.proxy,
        "scans": str(values.scans),
    }


def _write_settings(work: Work, new: RoadSettings) -> None:
    write_setting(work, _SETTINGS, _to_data(new))


def _read(connection: Connection, key: str) -> dict[str, Any]:
    query = select(settings.c.value).where(settings.c.key == key)
    found: dict[str, Any] | None = connection.execute(query).scalar_one_or_none()
    return found or {}


def _instant(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
