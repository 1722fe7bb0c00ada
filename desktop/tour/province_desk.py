"""The desk of a province outside the appraisal: units, packages, rules, figures, settings."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from desktop.services.provinces.practice_year import REVOKED, STRANGE
from desktop.tour.stage import Stage
from desktop.ui.sign_in.province_wizard import ProvinceWizard


def set_up(stage: Stage) -> None:
    """The wizard's step that asks where the data lie."""
    window = ProvinceWizard(Path("Sổ Một Cửa"), _never, _never)  # type: ignore[arg-type]
    window.resize(760, 620)
    window.show()
    window.province_step.search.setText("dak lak")
    window.go_on()
    stage.picture("60-lap-ban-tinh", window)
    window.close()


def look_around(stage: Stage) -> None:
    """From the board of units to the settings."""
    page = _page(stage, "units")
    stage.wait(lambda: page.board is not None, "the units")
    stage.picture("61-tinh-hinh-don-vi")
    page.open_section(page.board.rows[REVOKED].code)
    stage.wait(lambda: page.panel.card is not None, "a unit")
    stage.settle()
    page.panel.devices.selectRow(1)
    stage.picture("62-mot-don-vi")
    page.invite(page.board.rows[-1].code)
    dialog: Any = stage.wait_for("inviteDialog")
    stage.picture("63-moi-don-vi", dialog)
    dialog.reject()
    stage.to_front(stage.window)
    page = _page(stage, "arrivals")
    page.only_aside.setChecked(True)
    stage.settle()
    places = {page.table.rows.value(n).unit_code: n for n in range(page.table.rows.rowCount())}
    board = stage.window.page("units").board  # type: ignore[attr-defined]
    page.table.selectRow(places[board.rows[STRANGE].code])
    stage.picture("64-goi-den")
    _page(stage, "publishing")
    stage.picture("65-phat-hanh")
    page = _page(stage, "figures")
    stage.wait(lambda: page.found is not None, "the figures")
    stage.picture("66-so-lieu-toan-tinh")
    page.project()
    view: Any = stage.wait_for("projector")
    view.choose(1)
    stage.settle()
    view.showNormal()
    view.resize(1280, 720)
    stage.picture("67-chieu-so-lieu", view)
    view.reject()
    stage.to_front(stage.window)
    section = _page(stage, "settings/health")._made["health"]
    section.examine()
    stage.settle()
    stage.picture("68-suc-khoe-ban-tinh")


def _page(stage: Stage, key: str) -> Any:
    stage.window.open_page(key)
    stage.settle()
    return stage.window.current


def _never(*_args: object) -> None:
    """Nothing is made on the tour's first look."""
