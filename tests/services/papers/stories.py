"""Dossiers that have lived through something, for the papers that tell it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

from desktop.domain.dossiers import DossierEvent
from desktop.services.clock import FixedClock
from desktop.services.move_steps import MoveInput
from desktop.services.moves import Moved, move_dossier
from desktop.services.office import Office
from desktop.services.settings import read_settings, save_settings

E = DossierEvent


def moved(office: Office, code: str, event: DossierEvent, **more: Any) -> Moved:
    """One move, an hour after whatever happened before."""
    assert isinstance(office.clock, FixedClock)
    office.clock.moment += timedelta(hours=1)
    return move_dossier(office, MoveInput(code, event, **more)).value


def settings(office: Office, **changes: Any) -> None:
    """Changes some settings of the office."""
    save_settings(office, replace(read_settings(office), **changes))
