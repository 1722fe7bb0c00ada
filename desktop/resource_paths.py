"""Where the files that ship with the program lie; light, for the window that shows first."""

from __future__ import annotations

from functools import cache
from pathlib import Path


def resource_path(*parts: str) -> Path:
    """A file under ``resources/``, in a checkout as well as installed or bundled."""
    return _root().joinpath(*parts)


@cache
def _root() -> Path:
    here = Path(__file__).resolve().parent
    installed = here / "_resources"
    return installed if installed.is_dir() else here.parent / "resources"
