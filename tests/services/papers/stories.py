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
from desktop.services.printing import form_pdf
from desktop.services.settings import read_settings, save_settings
from tests.pdf import text_of

E = DossierEvent


def moved(office: Office, code: str, event: DossierEvent, **more: Any) -> Moved:
    """One move, an hour after whatever happened before."""
    assert isinstance(office.clock, FixedClock)
    office.clock.moment += timedelta(hours=1)
    return move_dossier(office, MoveInput(code, event, **more)).value


def settings(office: Office, **changes: Any) -> None:
    """Changes some settings of the office."""
    save_settings(office, replace(read_settings(office), **changes))


def handed(office: Office, code: str) -> None:
    moved(office, code, E.HAND_OVER, to="Phòng Kinh tế")
    moved(office, code, E.CONFIRM_HAND_OVER)


def printed(office: Office, form: str, code: str, **more: object) -> str:
    return text_of(form_pdf(office, form, code, **more))  # type: ignore[arg-type]
