"""What hands do again and again during the day: search, open, look at the dialog in front."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QLabel, QLineEdit

from desktop.tour.stage import Stage, StageError


def open_dossier(stage: Stage, code: str) -> None:
    """Searches a dossier by its code and shows it in the panel."""
    stage.press(Qt.Key.Key_Return, on=search_for(stage, code))
    stage.wait(lambda: stage.find_kind(QLabel, "panelCode").text() == code, code)


def search_for(stage: Stage, text: str) -> QLineEdit:
    """Types into the search field of the register; gives the field."""
    stage.press(Qt.Key.Key_F3, on=stage.window)
    field = stage.find_kind(QLineEdit, "dossierSearch")
    field.clear()
    stage.type(text, field)
    return field


def dialogs(stage: Stage) -> list[QDialog]:
    """The dialogs on the screen."""
    tops = stage.application.topLevelWidgets()
    return [top for top in tops if isinstance(top, QDialog) and top.isVisible()]


def top_name(stage: Stage) -> str:
    """The object name of the dialog in front, "" without one."""
    found = dialogs(stage)
    return found[-1].objectName() if found else ""


def top_dialog(stage: Stage) -> QDialog:
    """The dialog in front. Raises StageError without one."""
    found = dialogs(stage)
    if not found:
        raise StageError("no dialog is open")
    return found[-1]
