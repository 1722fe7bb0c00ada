"""Writing a document so that the file is whole or the old one stays."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from desktop.domain.errors import EnvironmentProblem, Surroundings
from desktop.target_folders import make_folder

_NO_SPACE = {28, 27, 122}  # ENOSPC, EFBIG, EDQUOT


def require_writable(target: Path) -> None:
    """Tries the place of a file before something is done that the file should show.

    Raises EnvironmentProblem(DISK_FULL, FILE_IS_FOLDER, FILE_NOT_WRITABLE).
    """
    if target.is_dir():
        raise EnvironmentProblem(Surroundings.FILE_IS_FOLDER, file=target)
    trial = target.with_name(f".{target.name}.part")
    with written_whole(trial) as aside:
        aside.touch()
    trial.unlink()


@contextmanager
def written_whole(target: Path) -> Iterator[Path]:
    """A path beside the target to write to; renamed onto it at the end.

    The last folder of the path is made when it is missing. Raises EnvironmentProblem(DISK_FULL,
    FILE_IS_FOLDER, FILE_NOT_WRITABLE, FOLDER_MISSING); then the target is untouched.
    """
    aside = target.with_name(f".{target.name}.part")
    try:
        make_folder(target.parent)
        yield aside
        aside.replace(target)
    except OSError as error:
        raise _problem(error, target) from error
    except _workbook_failures() as error:
        cause = error.args[0] if error.args else None
        if not isinstance(cause, OSError):
            raise
        raise _problem(cause, target) from error
    finally:
        with suppress(OSError):
            aside.unlink(missing_ok=True)


def _problem(error: OSError, target: Path) -> EnvironmentProblem:
    if error.errno in _NO_SPACE:
        return EnvironmentProblem(Surroundings.DISK_FULL)
    if target.is_dir():
        return EnvironmentProblem(Surroundings.FILE_IS_FOLDER, file=target)
    return EnvironmentProblem(Surroundings.FILE_NOT_WRITABLE, file=target)


def _workbook_failures() -> tuple[type[Exception], ...]:
    """What the writer of workbooks wraps an OSError in; it is heavy, and not loaded for a PDF."""
    loaded = sys.modules.get("xlsxwriter.exceptions")
    return (loaded.FileCreateError,) if loaded is not None else ()
