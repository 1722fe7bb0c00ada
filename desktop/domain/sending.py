"""When an office sends by itself: what a person sets, and how long to wait after a failure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum

from desktop.domain.moments import local
from desktop.domain.scans import Scans

# Between two turns that went well: often enough for a province, and few enough packages.
PAUSE = timedelta(minutes=30)
_FIRST_WAIT = timedelta(seconds=30)
_MOST_DOUBLINGS = 6
LONGEST_WAIT = _FIRST_WAIT * 2**_MOST_DOUBLINGS


class Road(StrEnum):
    """The kinds of stores behind the five verbs."""

    FOLDER = "folder"
    WEBDAV = "webdav"
    SFTP = "sftp"
    S3 = "s3"


class FilesBy(StrEnum):
    """How scans travel; records always take the network."""

    NETWORK = "network"
    STICK = "stick"


class Turn(StrEnum):
    """What the road waits for."""

    OFF = "off"
    PAUSED = "paused"
    OUTSIDE_HOURS = "outside_hours"
    WAITING = "waiting"
    DUE = "due"


@dataclass(frozen=True, slots=True)
class RoadSettings:
    """``hours`` from–until on the office's clock, over midnight too, None always.

    ``kib_per_s`` 0 is no limit. ``proxy``: empty as the system says, "none", or an address.
    """

    automatic: bool = True
    paused: bool = False
    hours: tuple[time, time] | None = None
    kib_per_s: int = 0
    files: FilesBy = FilesBy.NETWORK
    proxy: str = ""
    # What the unit agrees to send of the scans of its dossiers.
    scans: Scans = Scans.NONE


@dataclass(frozen=True, slots=True)
class RoadState:
    """What became of the last turns. ``failures`` in a row; ``wait_until`` after a failure.

    ``failed_since``: when the first of them was.
    """

    failures: int = 0
    tried_at: datetime | None = None
    reached_at: datetime | None = None
    wait_until: datetime | None = None
    problem: str = ""
    message: str = ""
    failed_since: datetime | None = None


def backoff(failures: int, draw: float) -> timedelta:
    """Half a minute, doubled with every failure up to half an hour, less up to a half.

    ``draw`` in [0, 1) spreads the units: a hundred that lost one server do not return at once.
    """
    doublings: int = min(max(failures, 1) - 1, _MOST_DOUBLINGS)
    longest: timedelta = _FIRST_WAIT * 2**doublings
    return longest * (1 - draw / 2)


def within(hours: tuple[time, time] | None, now: datetime) -> bool:
    """Whether an instant lies in the hours; 17:00–07:00 means the night."""
    if hours is None:
        return True
    start, end = hours
    clock = local(now).time()
    if start <= end:
        return start <= clock < end
    return clock >= start or clock < end


def next_turn(
    settings: RoadSettings, state: RoadState, now: datetime
) -> tuple[Turn, datetime | None]:
    """What is to be done now, and when the next turn is if it is a matter of waiting.

    A clock that was set back never delays by more than the longest wait.
    """
    if not settings.automatic:
        return Turn.OFF, None
    if settings.paused:
        return Turn.PAUSED, None
    if not within(settings.hours, now):
        return Turn.OUTSIDE_HOURS, None
    at = _next_at(state)
    if at is None or at <= now or at - now > LONGEST_WAIT:
        return Turn.DUE, now
    return Turn.WAITING, at


def _next_at(state: RoadState) -> datetime | None:
    if state.tried_at is None:
        return None
    if state.failures:
        return state.wait_until
    return state.tried_at + PAUSE


def after_success(state: RoadState, now: datetime) -> RoadState:
    """The mailbox was reached, and everything that could be done was done."""
    return RoadState(tried_at=now, reached_at=now)


def after_failure(
    state: RoadState, now: datetime, problem: tuple[str, str], draw: float, *, moved: bool
) -> RoadState:
    """``problem`` is code and words; a turn that got something through counts as the first."""
    failures = 1 if moved else state.failures + 1
    code, message = problem
    reached = now if moved else state.reached_at
    since = (state.failed_since or state.tried_at) if state.failures and not moved else None
    wait = now + backoff(failures, draw)
    return RoadState(failures, now, reached, wait, code, message, since or now)
