"""Every screen and state of the main window, one after the other; used by eyes and cameras."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from PySide6.QtWidgets import QApplication, QDialog, QWidget

from desktop.domain.dossiers import DossierEvent, DossierState, available_moves
from desktop.services.backups import create_backup
from desktop.services.declaration_templates import add_template
from desktop.services.dossier_filters import DossierFilter
from desktop.services.move_steps import MoveInput
from desktop.services.moves import move_dossier
from desktop.services.office import Office
from desktop.services.reserved_codes import reserve_codes
from desktop.ui.settings.page import SECTIONS
from tests.factory import BIRTH, COPY_CERTIFICATION, MARITAL_STATUS, WITHOUT_LIMIT, a_received
from tests.reports.test_declarations import a_template
from tests.ui.desk import CARD, Desk, wait_for
from tests.ui.scoring_tour import walk_scoring

Look = Callable[[str, QWidget], None]


def fill(office: Office) -> None:
    """A dossier in every state, with long Vietnamese names."""
    long_name = "Nguyễn Phước Thị Quỳnh Hương Giang"
    a_received(office, MARITAL_STATUS, long_name)
    finished = a_received(office, BIRTH, "Trần Thị Bình").code
    move_dossier(office, MoveInput(finished, DossierEvent.FINISH, result_number="15/KS"))
    waiting = a_received(office, MARITAL_STATUS, "Lê Văn Cường").code
    move_dossier(
        office, MoveInput(waiting, DossierEvent.REQUEST_SUPPLEMENT, reason="Thiếu tờ khai.")
    )
    handed = a_received(office, MARITAL_STATUS, "Phạm Đức Dũng").code
    move_dossier(office, MoveInput(handed, DossierEvent.HAND_OVER, to="Tư pháp – Hộ tịch"))
    refused = a_received(office, MARITAL_STATUS, "Vũ Thị Em").code
    move_dossier(office, MoveInput(refused, DossierEvent.REFUSE, reason="Không đủ điều kiện."))


def _take_in_a_template(office: Office) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "Tờ khai cấp bản sao trích lục hộ tịch.docx"
        path.write_bytes(a_template("{{ho_ten}} {{email}} {{Nơi cấp giấy tờ tùy thân}} {{hỏng}"))
        add_template(office, path)


def walk(desk: Desk, look: Look) -> None:
    """Shows every screen to ``look``."""
    fill(desk.office)
    create_backup(desk.office, None)
    _take_in_a_template(desk.office)
    desk.page("today")
    look("today", desk.window)
    _intake(desk, look)
    _batch(desk, look)
    _dossiers(desk, look)
    walk_scoring(desk, look)
    desk.page("sync")
    look("sync not joined", desk.window)
    _settings(desk, look)
    _over_the_page(desk, look)


def _intake(desk: Desk, look: Look) -> None:
    page = desk.page("intake")
    page.clear()
    desk.settle()
    look("intake empty", desk.window)
    page.scan(CARD)
    for code in (MARITAL_STATUS, COPY_CERTIFICATION, WITHOUT_LIMIT):
        row = next(p for p in page.procedure.picker._find(code) if p.code == code)
        page.procedure.choose(row)
        page.procedure.picker.picked.emit(row)
        page.form.edited()
        desk.settle()
        wait_for(lambda: not page.form.preview.isActive())
        desk.settle()
        look(f"intake {code}", desk.window)
    page.person.by_other.setChecked(True)
    page.save(False)
    desk.settle()
    look("intake handed in by another", desk.window)
    page.clear()
    desk.settle()


def _dossiers(desk: Desk, look: Look) -> None:
    page = desk.page("dossiers")
    look("dossiers", desk.window)
    seen: set[DossierEvent] = set()
    for state in DossierState:
        page.bar.show_filter(DossierFilter(state=state))
        desk.settle()
        if not page.model.rowCount():
            continue
        page.table.select_place(0)
        wait_for(lambda s=state: page.panel.card is not None and page.panel.card.row.state is s)
        desk.settle()
        look(f"dossier {state}", desk.window)
        role = desk.office.user.role
        for event in available_moves(state, role, page.panel.card.move_facts):
            if event not in seen:
                seen.add(event)
                page.panel.start_move(event)
                desk.settle()
                look(f"move {event}", desk.window)
                page.panel.moving.close_form()
    page.bar.show_filter(DossierFilter())
    desk.settle()
    _detail(desk, page, look)
    page.table.selectAll()
    desk.settle()
    wait_for(lambda: page.bulk.isVisible())
    look("dossiers bulk", desk.window)
    page.table.select_place(0)
    wait_for(lambda: page.panel.isVisible() and page.panel.card is not None)
    page.panel.edit_button.click()
    _dialog("editDialog", look)
    page.bar.show_filter(DossierFilter(text="khong co ai"))
    desk.settle()
    look("dossiers none", desk.window)
    page.bar.show_filter(DossierFilter())
    desk.settle()


def _detail(desk: Desk, page: Any, look: Look) -> None:
    for place in range(page.model.rowCount()):
        wait_for(lambda p=place: page.model.row_at(p) is not None)
        row = page.model.row_at(place)
        page.open_detail(row.code)
        wait_for(lambda c=row.code: page.detail.card is not None and page.detail.card.row.code == c)
        desk.settle()
        look(f"detail {row.state}", desk.window)
    page.detail.start_move(DossierEvent.HAND_OVER)
    desk.settle()
    look("detail with a form", desk.window)
    page.detail.moving.close_form()
    page.detail.fill_declaration()
    desk.settle()
    _dialog("declarationDialog", look)
    page.leave_detail()


def _batch(desk: Desk, look: Look) -> None:
    page = desk.page("batch")
    look("batch without numbers", desk.window)
    reserve_codes(desk.office, 12)
    page = desk.page("batch")
    wait_for(lambda: page.bar.sheet is not None)
    page.scan(CARD)
    row = next(p for p in page.form.procedure.picker._find(MARITAL_STATUS))
    page.form.procedure.choose(row)
    page.form.procedure.picker.picked.emit(row)
    page.bar.clock.set_text("0830")
    desk.settle()
    wait_for(lambda: not page.form.preview.isActive())
    desk.settle()
    look("batch", desk.window)
    page.save()
    desk.settle()
    wait_for(lambda: page.bar.clock.words.isVisible())
    look("batch with a wrong hour", desk.window)
    page.blank_button.click()
    _dialog("blankDialog", look)
    page.form.clear()
    page.form.drafts.drop()
    desk.settle()


def _settings(desk: Desk, look: Look) -> None:
    for section in SECTIONS:
        desk.page(f"settings/{section.key}")
        look(f"settings {section.key}", desk.window)
    page = desk.page("settings/procedures")
    page._made["procedures"]._edit()
    _dialog("procedureEditor", look)
    users = desk.page("settings/users")._made["users"]
    users.add_button.click()
    _dialog("userDialog", look)
    users.own_button.click()
    _dialog("passwordDialog", look)
    users.recovery_button.click()
    _dialog("recoveryDialog", look)


def _over_the_page(desk: Desk, look: Look) -> None:
    for key in ("today", "intake", "batch", "dossiers", "scoring", "settings"):
        desk.page(key)
        desk.window.keys_wanted.emit()
        _dialog("keySheet", look)
    desk.window.search_wanted.emit()
    _dialog("searchBox", look)


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
