"""The second place of backups, a stick or another disk: whether the next copy can lie there."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from desktop.domain.errors import Surroundings
from desktop.services.office import DATABASE_NAME, Office
from desktop.services.settings import read_settings


def second_place(office: Office) -> Path | None:
    """The folder that a person chose; None without one."""
    chosen = read_settings(office).backup_folder
    return Path(chosen) if chosen else None


def place_trouble(office: Office) -> Surroundings | None:
    """What would keep the next closing from writing there; nobody reads what fails at closing.

    FOLDER_MISSING, PLACE_READ_ONLY, DISK_FULL where not even the register itself has room.
    """
    place = second_place(office)
    if place is None:
        return None
    if not place.is_dir():
        return Surroundings.FOLDER_MISSING
    if not os.access(place, os.W_OK):
        return Surroundings.PLACE_READ_ONLY
    needed = (office.folder / DATABASE_NAME).stat().st_size
    return Surroundings.DISK_FULL if shutil.disk_usage(place).free < needed else None
