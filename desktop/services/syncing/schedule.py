"""When the office sends next by itself, and how the last turns went."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select

from desktop.domain.packages import SentState
from desktop.domain.sending import RoadSettings, RoadState, Turn, next_turn
from desktop.models.journal import outbox
from desktop.models.sync import sent_packages
from desktop.services.office import Office
from desktop.services.syncing.links import read_link
from desktop.services.syncing.roads import read_state, road_settings
from desktop.sync.records import DOSSIER


@dataclass(frozen=True, slots=True)
class Schedule:
    """``at`` is the next turn where it is a matter of waiting; no part of it is a secret."""

    turn: Turn
    at: datetime | None
    work_waits: bool
    settings: RoadSettings
    state: RoadState


def schedule(office: Office) -> Schedule | None:
    """Where sending by itself stands; None without a province or without its mailbox."""
    with office.reading() as connection:
        link = read_link(connection)
        if link is None or not link.mailbox:
            return None
        settings, state = road_settings(connection), read_state(connection)
        waits = _work_waits(connection)
    turn, at = next_turn(settings, state, office.now(), work_waits=waits)
    return Schedule(turn, at, waits, settings, state)


def _work_waits(connection: Connection) -> bool:
    unpacked = select(outbox.c.record_uuid).where(outbox.c.record_kind == DOSSIER)
    package = sent_packages.c
    unlaid = select(package.id).where(package.state == SentState.WAITING, package.laid_at.is_(None))
    return any(connection.execute(query.limit(1)).first() for query in (unpacked, unlaid))
