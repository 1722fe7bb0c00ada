"""The states of appraisal and ranking, one after the other, for eyes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QWidget

from tests.ui.desk import Desk, wait_for, wait_shown

Look = Callable[[str, QWidget], None]


def walk_appraisal(desk: Desk, look: Look) -> None:
    """Lists, lines with claim and evidence, what is refused, dialogs; then the ranking."""
    page: Any = desk.page("appraisal")
    wait_for(lambda: page.work is not None and page.work.criteria is not None)
    for view in ("units", "across", "assign", "council"):
        page.show_view(view)
        desk.settle()
        look(f"appraisal {view}", desk.window)
    told = [unit for unit in page.work.units if unit.tally.explained]
    open_ones = [unit for unit in page.work.units if unit.tally.open and not unit.closed_round]
    for unit in (told[0], open_ones[0]):
        page.open_unit(unit.unit_code)
        desk.settle()
        lines = page.judge.lines.items()
        key = next(key for key, line in lines if line.explanation or line.proofs)
        page.judge.table.choose(key)
        desk.settle()
        look(f"lines of {unit.unit_code}", desk.window)
    form = page.judge.form
    form.points.edit.setText("99")
    form.commit()
    desk.settle()
    look("refused points", desk.window)
    form.points.edit.setText("0")
    form._points_given()
    look("wanted reason", desk.window)
    page.judge.left.emit()
    page.show_view("units")
    desk.settle()
    for opens, name in (
        (page.actions_of_round.close.click, "closingDialog"),
        (page.actions_of_round.locks, "lockDialog"),
        (page.actions_of_round.publish, "publishDialog"),
    ):
        opens()
        desk.settle()
        dialog: Any = wait_shown(name)
        look(name, dialog)
        if name == "publishDialog":
            dialog.look.click()
            look("publishDialog again", dialog)
        dialog.close()
    _ranking(desk, look)


def _ranking(desk: Desk, look: Look) -> None:
    page: Any = desk.page("ranking")
    wait_for(lambda: page.ranking is not None)
    wait_for(lambda: page.list.profile.profile is not None)
    for view in ("list", "charts", "fields", "years"):
        page.show_view(view)
        desk.settle()
        look(f"ranking {view}", desk.window)
