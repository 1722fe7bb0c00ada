"""The folder of a file that somebody asked for: made when it is new, refused when it is gone."""

from __future__ import annotations

from pathlib import Path

from desktop.domain.errors import EnvironmentProblem, Surroundings

# What stands right below these is a stick or a disk of the network, and nothing that we make.
_MOUNT_PLACES = ("/media", "/media/*", "/run/media/*", "/mnt", "/Volumes")


def make_folder(folder: Path) -> None:
    """Makes the last folder of a path that somebody gave; the ones above must be there.

    Where a stick was pulled out, making all of them would write onto the wrong disk and call it
    done. Raises EnvironmentProblem(FOLDER_MISSING) with the first one that is not there.
    """
    if folder.is_dir():
        return
    above = folder.absolute().parent
    if not above.is_dir():
        missing = next(one for one in reversed(folder.absolute().parents) if not one.is_dir())
        raise EnvironmentProblem(Surroundings.FOLDER_MISSING, folder=missing)
    if any(above == Path(place) or above.match(place) for place in _MOUNT_PLACES):
        raise EnvironmentProblem(Surroundings.FOLDER_MISSING, folder=folder)
    folder.mkdir(exist_ok=True)
