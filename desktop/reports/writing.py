"""Writing a document so that the file is whole or the old one stays."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from desktop.domain.errors import EnvironmentProblem, Surroundings

_NO_SPACE = {28, 27, 122}  # ENOSPC, EFBIG, EDQUOT


def require_writable(target: Path) -> None:
    """Tries the place of a file before something is done that the file should show.

    Raises EnvironmentProblem(DISK_FULL, FILE_NOT_WRITABLE).
    """
    if target.is_dir():
        raise EnvironmentProblem(Surroundings.FILE_NOT_WRITABLE, file=target)
    trial = target.with_name(f".{target.name}.part")
    with written_whole(trial) as aside:
        aside.touch()
    trial.unlink()


@contextmanager
def written_whole(target: Path) -> Iterator[Path]:
    """A path beside the target to write to; renamed onto it at the end.

    Raises EnvironmentProblem(DISK_FULL, FILE_NOT_WRITABLE); then the target is untouched.
    """
    aside = target.with_name(f".{target.name}.part")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        yield aside
        aside.replace(target)
    except OSError as error:
        if error.errno in _NO_SPACE:
            raise EnvironmentProblem(Surroundings.DISK_FULL) from error
        raise EnvironmentProblem(Surroundings.FILE_NOT_WRITABLE, file=target) from error
    finally:
        with suppress(OSError):
            aside.unlink(missing_ok=True)
