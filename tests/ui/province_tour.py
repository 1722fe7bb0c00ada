"""Every screen of a province's desk that is ours, one after the other; used by eyes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QApplication, QDialog, QWidget

from desktop.services.provinces.practice_year import REVOKED, STRANGE
from desktop.ui.province_settings.page import PROVINCE_SECTIONS
from tests.ui.appraisal_tour import walk_appraisal
from tests.ui.desk import Desk, wait_for

Look = Callable[[str, QWidget], None]


def walk_province(desk: Desk, look: Look) -> None:
    """Shows every screen to ``look``."""
    units: Any = desk.page("units")
    look("units", desk.window)
    for place in (REVOKED, STRANGE):
        units.open_section(units.board.rows[place].code)
        desk.settle()
        look(f"unit {place}", desk.window)
    for opens, name in (
        (units.invite, "inviteDialog"),
        (units._open_locks, "lockDialog"),
        (units.panel._open_exception, "exceptionDialog"),
        (units.panel._ask_former, "formerDialog"),
        (units.panel._ask_revoke, "revokeDialog"),
    ):
        opens()
        desk.settle()
        _dialog(name, look)
    arrivals: Any = desk.page("arrivals")
    look("arrivals", desk.window)
    arrivals.only_aside.setChecked(True)
    desk.settle()
    look("arrivals aside", desk.window)
    figures: Any = desk.page("figures")
    look("figures", desk.window)
    figures.show_unit(units.board.rows[0].code, units.board.rows[0].name)
    desk.settle()
    look("figures of a unit", desk.window)
    publishing: Any = desk.page("publishing")
    look("publishing", desk.window)
    publishing.send()
    desk.settle()
    _dialog("sendDialog", look)
    walk_appraisal(desk, look)
    for section in PROVINCE_SECTIONS:
        desk.page(f"settings/{section.key}")
        look(f"settings {section.key}", desk.window)
    for key in ("units", "arrivals", "appraisal", "ranking", "figures", "publishing", "settings"):
        desk.page(key)
        desk.window.keys_wanted.emit()
        _dialog("keySheet", look)


def _dialog(name: str, look: Look) -> None:
    def find() -> QDialog | None:
        for widget in QApplication.topLevelWidgets():
            if isinstance(widget, QDialog) and widget.objectName() == name and widget.isVisible():
                return widget
        return None

    wait_for(find, name)
    dialog = find()
    assert dialog is not None
    QApplication.processEvents()
    look(name, dialog)
    dialog.close()
    wait_for(lambda: find() is None)
