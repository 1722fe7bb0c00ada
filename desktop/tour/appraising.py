"""The province's tour: a practice desk whose lines are judged, settled and ranked on the screen.

Apart from the day at the counter: making the units of a province takes a while.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt

from desktop.services.door import PRACTICE_PASSWORD
from desktop.services.provinces.practice import make_practice_province
from desktop.services.provinces.sheets import unit_sheet
from desktop.services.signing_in import sign_in
from desktop.tour.day import leave
from desktop.tour.province_desk import look_around, set_up
from desktop.tour.stage import TOUR_DAY, Stage, Taken
from desktop.ui.application import make_application
from desktop.ui.shell.pages import make_window

_LEAD = "Quản trị tỉnh Mẫu"
_APPRAISER = "Bùi Văn Mẫu"
_UNITS = 16
_CONTROL = Qt.KeyboardModifier.ControlModifier


def appraise_a_year(folder: Path, out: Path) -> Taken:
    """From the list of units to the published look; pictures stand in ``out``."""
    out.mkdir(parents=True, exist_ok=True)
    make_practice_province(folder, units=_UNITS, as_of=TOUR_DAY)
    stage = Stage(make_application(), folder, out)
    set_up(stage)
    _enter(stage, _LEAD)
    look_around(stage)
    _enter(stage, _APPRAISER)
    _own_lines(stage)
    _enter(stage, _LEAD)
    _lines_of_a_unit(stage)
    _assign(stage)
    _close_and_settle(stage)
    _rank(stage)
    leave(stage)
    return stage.taken


def _enter(stage: Stage, name: str) -> None:
    leave(stage)
    stage.window = make_window(sign_in(stage.folder, name, PRACTICE_PASSWORD, stage.clock))
    stage.window.show()
    stage.to_front(stage.window)
    # Only now: the remembered place of the window comes after it is shown.
    stage.settle()
    stage.window.resize(1366, 768)
    stage.settle()


def _page(stage: Stage, key: str) -> Any:
    stage.window.open_page(key)
    stage.settle()
    return stage.window.current


def _own_lines(stage: Stage) -> None:
    page = _page(stage, "appraisal")
    stage.wait(lambda: page.work is not None, "the units")
    stage.press(Qt.Key.Key_G, _CONTROL, on=page)
    stage.settle()
    stage.picture("51-cham-ngang")


def _lines_of_a_unit(stage: Stage) -> None:
    page = _page(stage, "appraisal")
    stage.wait(lambda: page.work is not None, "the units")
    stage.settle()
    stage.picture("50-tham-dinh-don-vi")
    waiting = [unit for unit in page.work.units if unit.tally.open > 20]
    code = waiting[0].unit_code
    page.open_unit(code)
    stage.wait(lambda: bool(page.judge.lines), "the lines")
    lines = unit_sheet(page.context.office, code, page.work.year)
    proved = next(line for line in lines if line.proofs and line.claim.points)
    page.judge.table.choose((code, proved.item.id))
    stage.wait(lambda: page.judge.proofs.is_shown, "the evidence")
    page.judge.form.focus_points("0")
    stage.settle()
    stage.picture("52-cham-mot-dong")
    page.judge.form.points.edit.clear()


def _assign(stage: Stage) -> None:
    page = _page(stage, "appraisal")
    page.show_view("assign")
    stage.wait(lambda: page.assigning.board is not None, "the assignments")
    stage.settle()
    stage.picture("53-giao-dong")


def _close_and_settle(stage: Stage) -> None:
    page = _page(stage, "appraisal")
    page.show_view("units")
    stage.settle()
    stage.click("closeRound")
    dialog: Any = stage.wait_for("closingDialog")
    stage.picture("54-ket-thuc-vong", dialog)
    dialog.reject()
    stage.to_front(stage.window)
    page.show_view("council")
    stage.wait(lambda: bool(page.council.lines), "the council's list")
    stage.settle()
    stage.picture("55-hoi-dong")
    page.actions_of_round.publish()
    dialog = stage.wait_for("publishDialog")
    stage.picture("56-cong-bo", dialog)
    dialog.reject()
    stage.to_front(stage.window)


def _rank(stage: Stage) -> None:
    page = _page(stage, "ranking")
    stage.wait(lambda: page.ranking is not None, "the ranking")
    stage.wait(lambda: page.list.profile.profile is not None, "a unit's profile")
    stage.settle()
    stage.picture("57-xep-hang")
    page.show_view("charts")
    stage.settle()
    stage.picture("58-bieu-do-xep-hang")
    page.papers.project(page.ranking)
    slides: Any = stage.wait_for("slides")
    slides.resize(1280, 720)
    stage.picture("59-chieu-so-sanh", slides)
    slides.reject()
