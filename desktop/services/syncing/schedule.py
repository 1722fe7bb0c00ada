"""When the office sends next by itself, and how the last turns went."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from desktop.domain.sending import RoadSettings, RoadState, Turn, next_turn
from desktop.services.office import Office
from desktop.services.syncing.links import read_link
from desktop.services.syncing.roads import read_state, road_settings


@dataclass(frozen=True, slots=True)
class Schedule:
    """``at`` is the next turn where it is a matter of waiting; no part of it is a secret."""

    turn: Turn
    at: datetime | None
    settings: RoadSettings
    state: RoadState


def schedule(office: Office) -> Schedule | None:
    """Where sending by itself stands; None without a province or without its mailbox."""
    with office.reading() as connection:
        link = read_link(connection)
        if link is None or not link.mailbox:
            return None
        settings, state = road_settings(connection), read_state(connection)
    turn, at = next_turn(settings, state, office.now())
    return Schedule(turn, at, settings, state)
