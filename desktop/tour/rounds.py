"""The leader's act at the index: lines given out, what leaves, both sides, the result."""

from __future__ import annotations

from PySide6.QtCore import Qt

from desktop.tour.stage import Stage
from desktop.ui.scoring.page import COMPARE, SHEET, ScoringPage

_CONTROL = Qt.KeyboardModifier.ControlModifier
_SHIFT = Qt.KeyboardModifier.ShiftModifier
_GROUP = "1.2"


def look_at_both_sides(stage: Stage) -> None:
    """Gives out a criterion of this year, then looks at last year's round with the province."""
    stage.press(Qt.Key.Key_5, Qt.KeyboardModifier.AltModifier, on=stage.window)
    stage.wait_for("sheetTree")
    page = stage.window.current
    assert isinstance(page, ScoringPage)
    page.show_view(SHEET)
    page.sheet_view.choose(_GROUP)
    stage.settle()
    stage.press(Qt.Key.Key_G, _CONTROL | _SHIFT, on=page)
    dialog = stage.wait_for("assignDialog")
    stage.picture("70-giao-dong", dialog)
    dialog.close()
    stage.to_front(stage.window)
    before = next(place for place in range(page.picker.count()) if _is_last_year(page, place))
    page.picker.setCurrentIndex(before)
    page.picker.activated.emit(before)
    stage.settle()
    page.show_view(COMPARE)
    stage.wait_for("compareTable")
    stage.settle()
    stage.picture("72-doi-chieu")
    stage.click("resultFields")
    stage.picture("73-ket-qua-cong-bo")
    page.rounds.desk.ask_submit(page.rounds.status)
    leaving = stage.wait_for("submitDialog")
    stage.picture("71-nop-cho-tinh", leaving)
    leaving.close()
    stage.to_front(stage.window)
    page.picker.setCurrentIndex(0)
    page.picker.activated.emit(0)
    page.show_view(SHEET)
    stage.settle()


def _is_last_year(page: ScoringPage, place: int) -> bool:
    this_year = page.sheet.assessment.year if page.sheet is not None else 0
    return page.picker.itemText(place).startswith(str(this_year - 1))
