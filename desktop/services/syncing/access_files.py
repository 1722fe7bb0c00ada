"""Reading a file that says what opens a mailbox."""

from __future__ import annotations

from pathlib import Path

from desktop.domain.errors import EnvironmentProblem, Surroundings
from desktop.sync.mailboxes.access import MOST_ACCESS_BYTES, Access, read_access


def read_access_file(path: Path) -> Access:
    """The access in a file. Raises FILE_NOT_FOUND, FILE_NOT_READABLE, InputRefused."""
    try:
        with path.open(encoding="utf-8-sig") as file:
            return read_access(file.read(MOST_ACCESS_BYTES))
    except FileNotFoundError:
        raise EnvironmentProblem(Surroundings.FILE_NOT_FOUND, file=path) from None
    except (OSError, UnicodeError) as error:
        raise EnvironmentProblem(Surroundings.FILE_NOT_READABLE, file=path) from error
