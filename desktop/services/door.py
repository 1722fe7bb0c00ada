"""What may be known before anyone signs in; light, so that the sign-in window shows at once."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from desktop.domain.errors import EnvironmentProblem, Surroundings
from desktop.security import key_file
from desktop.security.window_lock import AlreadyHeld, WindowLock

# Of every invented user; nothing in a practice office is worth protecting.
PRACTICE_PASSWORD = "Thuc-hanh-2026"  # noqa: S105
_WINDOW_LOCK_NAME = "window.lock"
_LAST_USER_NAME = "last-user.txt"
RECOVERY_REQUEST_NAME = "recovery.json"
_PROVINCES = ("Tỉnh ", "Thành phố ")


@dataclass(frozen=True, slots=True)
class Door:
    """The office's name, its users, and whether it is for practice."""

    office_name: str
    is_practice: bool
    user_names: tuple[str, ...]
    # A request to the province was written here, and its reply has not been opened yet.
    asked_province: bool = False

    @property
    def is_province(self) -> bool:
        """Whether this is a province's desk: no commune's name begins with these words."""
        return self.office_name.startswith(_PROVINCES)


def look_at_door(folder: Path) -> Door:
    """The office's name and users. Raises OFFICE_NOT_FOUND, KEYS_DAMAGED."""
    keys = key_file.load(folder)
    asked = (folder / RECOVERY_REQUEST_NAME).exists()
    return Door(keys.office_name, keys.is_practice, tuple(keys.users), asked)


def is_office(folder: Path) -> bool:
    """Whether anything of an office lies in the folder, be it damaged."""
    try:
        key_file.load(folder)
    except EnvironmentProblem as problem:
        return problem.code is not Surroundings.OFFICE_NOT_FOUND
    return True


def hold_window(folder: Path) -> WindowLock:
    """The right to be the only window on the folder; gone with the process, even when killed.

    Raises EnvironmentProblem(FOLDER_LOCKED).
    """
    try:
        return WindowLock(folder / _WINDOW_LOCK_NAME)
    except AlreadyHeld:
        raise EnvironmentProblem(Surroundings.FOLDER_LOCKED) from None
    except OSError as error:
        raise EnvironmentProblem(Surroundings.FOLDER_NOT_WRITABLE, folder=folder) from error


def last_user(folder: Path) -> str:
    """Who signed in last on this machine, empty when nobody did."""
    try:
        return (folder / _LAST_USER_NAME).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeError):
        return ""


def note_last_user(folder: Path, name: str) -> None:
    """Remembers who signed in; a folder that refuses is no reason to stop."""
    with suppress(OSError):
        (folder / _LAST_USER_NAME).write_text(name, encoding="utf-8")
