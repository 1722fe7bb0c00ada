"""Hands of the tests of the rounds at the scoring page."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt

from desktop.domain.criteria.rounds import Stage as Step
from tests.sync.stage import Stage
from tests.ui.desk import Desk, put_in, shown, wait_for, wait_shown

_CONTROL = Qt.KeyboardModifier.ControlModifier
_SHIFT = Qt.KeyboardModifier.ShiftModifier


def opened(desk: Desk) -> Any:
    page = desk.page("scoring")
    wait_for(lambda: page.sheet is not None and page.rounds.status is not None)
    return page


def step_of(page: Any) -> Step:
    found: Step = page.rounds.status.stage
    return found


def dialog_of(desk: Desk, name: str) -> Any:
    found = wait_shown(name)
    desk.settle()
    return found


def go(desk: Desk, name: str) -> None:
    """Ctrl+Enter in a dialog."""
    dialog = dialog_of(desk, name)
    desk.press(Qt.Key.Key_Return, _CONTROL, on=dialog)
    wait_for(lambda: shown(name) is None, f"the end of {name}")
    desk.settle()
    desk.activate()


def main_way(desk: Desk, page: Any) -> None:
    desk.press(Qt.Key.Key_T, _CONTROL | _SHIFT, on=page)
    desk.settle()


def carry(desk: Desk, stage: Stage) -> None:
    """Out by the page Đồng bộ, through the province, in by the page Đồng bộ."""
    sync = desk.page("sync")
    sync.carrying.write_stick(stage.stick)
    wait_for(lambda: not sync.carrying.is_busy)
    stage.collect()
    sync.carrying.read_stick(stage.stick)
    wait_for(lambda: not sync.carrying.is_busy)
    desk.settle()


def write(desk: Desk, page: Any, text: str, points: str = "") -> None:
    """Types an explanation at the marked line and leaves the field."""
    form = page.rounds.view.panel.form
    form.text.edit.setFocus()
    form.text.edit.selectAll()
    put_in(form.text.edit, text)
    form.proposed.edit.setFocus()
    if points:
        form.proposed.edit.selectAll()
        put_in(form.proposed.edit, points)
        form.proposed.edit.textEdited.emit(points)
        form.commit()
    desk.settle()


def row_of(page: Any, item_id: str) -> Any:
    return next(row for row in page.rounds.view.found.rows if row.item.id == item_id)
