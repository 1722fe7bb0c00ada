"""Asking where to save: a name typed without its ending gets the one of the chosen kind."""

from __future__ import annotations

import re
from itertools import count
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

_ENDING = re.compile(r"\*(\.\w+)")


def ask_where(parent: QWidget, title: str, usual: str, kinds: str) -> Path | None:
    """The file to write, None when the dialog was closed. ``kinds`` as Qt's dialogs take them."""
    chosen, kind = QFileDialog.getSaveFileName(parent, title, usual, kinds)
    if not chosen:
        return None
    path, endings = Path(chosen), _ENDING.findall(kinds)
    if path.suffix.lower() in endings:
        return path
    ending = next(iter(_ENDING.findall(kind)), Path(usual).suffix)
    return _free(path.with_name(path.name + ending))


def _free(path: Path) -> Path:
    """The dialog has asked about another name: what stands under this one is not overwritten."""
    numbered = (path.with_name(f"{path.stem} ({n}){path.suffix}") for n in count(2))
    return path if not path.exists() else next(made for made in numbered if not made.exists())
