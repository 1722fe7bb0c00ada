"""The act of self-assessment: open the year, fill from the records, answer, see what to do."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from desktop.tour.stage import Stage

_CONTROL = Qt.KeyboardModifier.ControlModifier
_MOST_VIEWS = 12


def score_the_year(stage: Stage) -> None:
    """From the sets to the next best step, as a clerk would on an afternoon."""
    stage.press(Qt.Key.Key_5, Qt.KeyboardModifier.AltModifier, on=stage.window)
    stage.wait_for("sheetTree")
    _to_view(stage, "setsTable")
    stage.picture("32-cham-diem-bat-dau")
    stage.click("openAssessment")
    stage.wait_for("sheetTree")
    stage.click("fillFromRecords")
    _fill(stage)
    _choose(stage, "1.1.1")
    stage.press(Qt.Key.Key_Return, on=stage.find("sheetTree"))
    stage.press(Qt.Key.Key_1)
    _choose(stage, "3.3.1")
    stage.press(Qt.Key.Key_F, _CONTROL, on=stage.window.current)
    stage.press(Qt.Key.Key_Escape, on=stage.find("sheetSearch"))
    stage.window.banner.hide()
    stage.picture("34-cham-diem")
    _to_view(stage, "stepsTable")
    stage.picture("35-viec-nen-lam")
    _to_view(stage, "forecastTable")
    stage.picture("40-du-bao")
    _to_view(stage, "chart_radar")
    stage.picture("41-bieu-do")


def edit_the_set(stage: Stage) -> None:
    """The editor on the sample, left as it is."""
    stage.press(Qt.Key.Key_5, Qt.KeyboardModifier.AltModifier, on=stage.window)
    stage.wait_for("sheetTree")
    _to_view(stage, "setsTable")
    stage.click("editSet")
    stage.wait_for("setTree")
    stage.picture("42-sua-bo-tieu-chi")
    stage.click("editLater")
    stage.wait_for("setsTable")
    stage.window.banner.hide()


def _to_view(stage: Stage, name: str) -> None:
    """Ctrl+G from view to view, until the one with this widget is there."""
    for _ in range(_MOST_VIEWS):
        if any(found.isVisible() for found in stage.window.findChildren(QWidget, name)):
            return
        stage.press(Qt.Key.Key_G, _CONTROL, on=stage.window.current)
    stage.wait_for(name)


def _fill(stage: Stage) -> None:
    """The dialog shows every line before it is written."""
    dialog = stage.wait_for("fillDialog")
    go = stage.wait_for("fillGo")
    stage.wait(go.isEnabled, "what the records say")
    stage.picture("33-dien-tu-so", dialog)
    stage.press(Qt.Key.Key_Return, _CONTROL, on=dialog)
    stage.to_front(stage.window)


def _choose(stage: Stage, item_id: str) -> None:
    """By its number in the search field, then down into the tree."""
    stage.press(Qt.Key.Key_F, _CONTROL, on=stage.window.current)
    field = stage.find("sheetSearch")
    stage.press(Qt.Key.Key_Escape, on=field)
    stage.type(item_id, field)
    stage.press(Qt.Key.Key_Return, on=field)
    title = stage.find_kind(QLabel, "lineTitle")
    stage.wait(lambda: title.text().startswith(f"{item_id} "), item_id)
