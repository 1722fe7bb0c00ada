"""Tình hình đơn vị: counts that open lists, one unit beside them, invitations, machines, locks."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import QDate, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton

from desktop.domain.appraisals import Standing
from desktop.services.office import Office
from desktop.services.provinces.board import UnitFilter, unit_board
from desktop.services.provinces.practice_year import EXCEPTED, REVOKED, STRANGE, TOO_LATE
from desktop.services.syncing.joining import look_at_invitation
from desktop.wording.sync import spoken_key
from tests.ui import eyes
from tests.ui.desk import Desk, put_in, wait_for, wait_shown

_CTRL = Qt.KeyboardModifier.ControlModifier


def _row(page: Any, place: int) -> Any:
    return page.board.rows[place]


def _open(desk: Desk, page: Any, place: int) -> Any:
    """The panel of a unit by its place in the story."""
    row = _row(page, place)
    page.open_section(row.code)
    desk.settle()
    wait_for(lambda: page.panel.card is not None and page.panel.card.code == row.code)
    return row


def _check(desk: Desk) -> None:
    assert eyes.at_rest(eyes.clipped, desk.window) == []
    for see in (eyes.nameless, eyes.keyless, eyes.english):
        assert see(desk.window) == []


def test_counts_open_their_lists_and_the_list_is_searched_copied_and_written(
    practice_province_desk: Desk, tmp_path: Path
) -> None:
    desk = practice_province_desk
    page: Any = desk.page("units")
    _check(desk)
    assert page.bar.year == 2026
    assert "chốt nộp bản tự chấm 15/11/2026" in page.state.text()
    late = page.board.count(UnitFilter.LATE)
    assert late >= 2
    desk.press(Qt.Key.Key_1, _CTRL, on=desk.window)
    wait_for(lambda: page.table.rows.rowCount() == late)
    shown = {page.table.rows.value(n).standing for n in range(late)}
    assert shown == {Standing.LATE}
    desk.press(Qt.Key.Key_1, _CTRL, on=desk.window)
    wait_for(lambda: page.table.rows.rowCount() == len(page.board.rows) == 102)
    desk.find(QPushButton, "chip_set_aside").click()
    assert page.table.rows.rowCount() == 2
    page.bar.clear()
    desk.find(QLineEdit, "unitSearch").setText("tuy hoa")
    wait_for(lambda: page.table.rows.rowCount() == 1)
    page.copy_list()
    assert "Phường Tuy Hoà\t22015" in QGuiApplication.clipboard().text()
    desk.find(QLineEdit, "unitSearch").setText("không có ai")
    wait_for(lambda: page.table.rows.rowCount() == 0)
    assert not page.panel.isVisible()
    page.bar.clear()
    for name in ("đơn vị.xlsx", "đơn vị.pdf"):
        page.export_to(tmp_path / name)
        desk.settle()
        assert (tmp_path / name).stat().st_size > 1_000
    page.bar.years.choose(2025)
    desk.settle()
    assert page.board.year == 2025
    assert page.board.count(UnitFilter.SENT) == 8
    QGuiApplication.clipboard().clear()


def test_a_unit_is_invited_and_its_machines_confirmed_and_revoked(
    practice_province_desk: Desk, office: Office, tmp_path: Path
) -> None:
    desk = practice_province_desk
    page: Any = desk.page("units")
    _open(desk, page, REVOKED)
    _check(desk)
    panel = page.panel
    assert [d.revoked_at is None for d in panel.card.devices] == [False, True]
    panel.devices.selectRow(1)
    told = desk.find(QLabel, "deviceFingerprint").text()
    assert spoken_key(panel.card.devices[1].fingerprint) in told
    desk.find(QPushButton, "confirmDevice").click()
    desk.settle()
    wait_for(lambda: panel.card.devices[1].is_confirmed)
    assert not panel.confirm_button.isEnabled()
    desk.find(QPushButton, "revokeDevice").click()
    dialog = wait_shown("revokeDialog")
    dialog.findChild(QPushButton, "entrySave").click()
    desk.settle()
    wait_for(lambda: panel.card.devices[1].revoked_at is not None)
    assert not panel.revoke_button.isEnabled()

    page.open_section(office.info.unit_code)
    desk.settle()
    assert "Bấm Giấy mời" in panel.no_devices.text()
    panel.invite_button.click()
    dialog = wait_shown("inviteDialog")
    dialog.findChild(QPushButton, "entrySave").click()
    assert dialog.findChild(QLabel, "inviteFileWords").isVisible()
    file = tmp_path / "giấy mời.json"
    put_in(dialog.findChild(QLineEdit, "inviteFile"), str(file))
    dialog.findChild(QPushButton, "entrySave").click()
    desk.settle()
    seen = look_at_invitation(office, file)
    assert seen.is_for_us
    assert spoken_key(seen.fingerprint) in dialog.findChild(QLabel, "inviteTold").text()
    assert eyes.at_rest(eyes.clipped, dialog) == []
    dialog.findChild(QPushButton, "entrySave").click()
    wait_for(lambda: "Giấy mời viết" in panel.no_devices.text())
    assert _row(page, 0) is not None
    assert next(r for r in page.board.rows if r.code == office.info.unit_code).invited_until


def test_lock_dates_exceptions_and_former_units_are_kept_from_the_page(
    practice_province_desk: Desk,
) -> None:
    desk = practice_province_desk
    page: Any = desk.page("units")
    page.locks_button.click()
    dialog = wait_shown("lockDialog")
    desk.settle()
    assert dialog.list.rows.rowCount() == 3
    dialog.day.set_value(QDate(2026, 11, 19))
    dialog.findChild(QPushButton, "lockGo").click()
    desk.settle()
    assert "Đã nhận 1 bản đang chờ" in desk.said
    dialog.close()
    # Signed on the 17th: late before, in time now; it waited and is taken in at once.
    wait_for(lambda: _row(page, TOO_LATE).standing is Standing.SENT)

    _open(desk, page, EXCEPTED)
    page.panel.except_button.click()
    dialog = wait_shown("exceptionDialog")
    dialog.reason.set_text("")
    dialog.findChild(QPushButton, "entrySave").click()
    desk.settle()
    wait_for(lambda: dialog.findChild(QLabel, "exceptionReasonWords").isVisible())
    put_in(dialog.findChild(QLineEdit, "exceptionReason"), "sạt lở đường")
    dialog.findChild(QPushButton, "entrySave").click()
    desk.settle()
    wait_for(lambda: _row(page, EXCEPTED).exception == "sạt lở đường")

    row = _open(desk, page, STRANGE)
    desk.find(QPushButton, "unitAppraise").click()
    desk.settle()
    assert desk.current.key == "appraisal"
    desk.page("units")
    _open(desk, page, STRANGE)
    assert page.panel.row.code == row.code
    page.panel.add_former.click()
    dialog = wait_shown("formerDialog")
    put_in(dialog.findChild(QLineEdit, "formerCode"), "99999")
    put_in(dialog.findChild(QLineEdit, "formerName"), "Xã Cũ")
    dialog.findChild(QPushButton, "entrySave").click()
    desk.settle()
    wait_for(lambda: page.panel.former.rows.rowCount() == 1)
    page.panel.forget_marked()
    desk.settle()
    wait_for(lambda: page.panel.former.rows.rowCount() == 0)
    page.undo()
    desk.settle()
    wait_for(lambda: page.panel.former.rows.rowCount() == 1)
    page.panel.show_profile()
    desk.settle()
    preview = wait_shown("previewDialog")
    assert "Hồ sơ" in preview.windowTitle()
    preview.close()
    assert unit_board(desk.office, 2026).locks
