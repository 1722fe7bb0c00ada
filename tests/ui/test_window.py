"""The shell: search everywhere, the sheet of keys, idle lock, undo, messages, Qt's own words."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QLabel, QLineEdit, QPushButton, QWidget

from desktop.domain.errors import EnvironmentProblem, Rule, RuleViolation, Surroundings
from desktop.services.backup_files import list_backups
from desktop.services.settings import read_settings, save_settings
from desktop.ui import icons
from desktop.ui.shell.idle import minutes
from desktop.ui.shell.pages import first_icons, make_window
from desktop.ui.widgets.buttons import key_text
from desktop.wording.help import PURPOSES
from tests.factory import MARITAL_STATUS, a_received
from tests.ui.desk import Desk, put_in, wait_for, wait_shown

_CTRL = Qt.KeyboardModifier.ControlModifier


def test_one_box_finds_dossiers_procedures_and_pages(desk: Desk) -> None:
    code = a_received(desk.office, MARITAL_STATUS, "Đặng Thị Phượng").code
    desk.press(Qt.Key.Key_K, _CTRL, on=desk.window)
    box = wait_shown("searchBox")
    put_in(box.text, "phuong dang")
    wait_for(lambda: box.list.item(0).text().startswith(code))
    desk.press(Qt.Key.Key_Return, on=box.text)
    page = desk.window.current
    wait_for(lambda: page.key == "dossiers" and page.panel.card is not None)
    assert page.panel.card.row.code == code
    desk.press(Qt.Key.Key_K, _CTRL, on=desk.window)
    box = wait_shown("searchBox")
    put_in(box.text, "sao luu")
    wait_for(lambda: box.list.item(0).text().startswith("Sao lưu ngay"))
    desk.press(Qt.Key.Key_Return, on=box.text)
    desk.settle()
    wait_for(lambda: list_backups(desk.office) != [])
    for typed, place, arrived in (
        ("qua han", "Danh sách hồ sơ: quá hạn", lambda: desk.current.key == "dossiers"),
        ("ii.06a", "Báo cáo: Kết quả", lambda: desk.current.key == "figures"),
        (MARITAL_STATUS, "Tiếp nhận: ", lambda: desk.current.procedure.procedure is not None),
    ):
        desk.press(Qt.Key.Key_K, _CTRL, on=desk.window)
        box = wait_shown("searchBox")
        put_in(box.text, typed)
        wait_for(lambda b=box, p=place: _row_of(b, p) >= 0, place)
        box.list.setCurrentRow(_row_of(box, place))
        desk.press(Qt.Key.Key_Return, on=box.text)
        desk.settle()
        wait_for(arrived, place)


def _row_of(box: Any, beginning: str) -> int:
    texts = [box.list.item(row).text() for row in range(box.list.count())]
    return next((row for row, text in enumerate(texts) if text.startswith(beginning)), -1)


def test_the_sheet_of_keys_names_every_button_of_the_page(desk: Desk) -> None:
    for key in ("intake", "dossiers", "settings"):
        page = desk.page(key)
        desk.press(Qt.Key.Key_F1, on=desk.window)
        sheet = wait_shown("keySheet")
        words = {label.text() for label in sheet.findChildren(QLabel)}
        assert PURPOSES[key] in words
        buttons = [b for b in page.findChildren(QPushButton) if b.isVisible()]
        keys = {key_text(b.shortcut().toString()) for b in buttons if not b.shortcut().isEmpty()}
        assert keys <= words, keys - words
        sheet.close()


def test_the_window_locks_itself_when_nobody_is_there(desk: Desk) -> None:
    locked: list[bool] = []
    desk.window.lock_wanted.connect(lambda: locked.append(True))
    desk.window.idle.set_wait(30)
    wait_for(lambda: locked)
    desk.window.idle.set_wait(0)


def test_a_touch_starts_the_wait_again_in_a_dialog_too(desk: Desk) -> None:
    timer = desk.window.idle._timer
    desk.window.idle.set_wait(600_000)

    def touch(window: QWidget) -> None:
        wait_for(window.isActiveWindow)
        timer.stop()
        QTest.keyClick(window.windowHandle(), Qt.Key.Key_Shift)
        assert timer.isActive()

    touch(desk.window)
    desk.press(Qt.Key.Key_F1, on=desk.window)
    sheet = wait_shown("keySheet")
    touch(sheet)
    sheet.close()


def test_another_idle_time_counts_at_once(desk: Desk) -> None:
    settings = replace(read_settings(desk.office), idle_lock_minutes=3)
    desk.window.runner.command(lambda _: save_settings(desk.office, settings))
    desk.settle()
    assert desk.window.idle._timer.interval() == minutes(3)


def test_every_icon_of_the_first_look_is_drawn_while_the_password_is_typed(desk: Desk) -> None:
    icons._pixmap.cache_clear()
    assert len(list(icons.draw_ahead(first_icons()))) == len(set(first_icons()))
    drawn = icons._pixmap.cache_info().misses
    window = make_window(desk.office)
    assert icons._pixmap.cache_info().misses == drawn
    window.retire()


def test_undo_with_nothing_to_take_back_says_so(desk: Desk) -> None:
    desk.press(Qt.Key.Key_Z, _CTRL, on=desk.window)
    wait_for(lambda: "Không có việc nào" in desk.said)


def test_undo_runs_what_the_last_message_offered_once(desk: Desk) -> None:
    taken: list[int] = []
    desk.window.messages.say("Đã làm.", lambda: taken.append(1))
    desk.press(Qt.Key.Key_Z, _CTRL, on=desk.window)
    wait_for(lambda: taken)
    desk.press(Qt.Key.Key_Z, _CTRL, on=desk.window)
    assert taken == [1]


def test_rules_speak_in_the_banner_and_surroundings_in_a_dialog(desk: Desk) -> None:
    messages = desk.window.messages
    messages.tell_error(RuleViolation(Rule.NOTHING_TO_UNDO, code="24259-261120-0001"))
    assert "24259-261120-0001" in desk.said
    messages.tell_error(EnvironmentProblem(Surroundings.DISK_FULL))
    dialog = wait_shown("problemDialog")
    assert "Ổ đĩa" in dialog.findChildren(QLabel)[0].text()
    dialog.close()


def test_a_bug_gets_a_number_and_the_window_goes_on(desk: Desk) -> None:
    def broken(_: object) -> object:
        raise ZeroDivisionError("chuyện bất ngờ")

    desk.window.runner.query(broken, lambda _: None)
    dialog = wait_shown("problemDialog")
    text = " ".join(label.text() for label in dialog.findChildren(QLabel))
    assert "mã tra cứu" in text
    assert "ZeroDivision" not in text
    dialog.close()
    assert (desk.office.folder / "logs").exists()
    desk.page("intake")


def test_a_slow_command_shows_progress_and_can_be_cancelled(desk: Desk) -> None:
    def slow(progress: object) -> object:
        while True:
            progress.step(1, 3, "Đang đếm")  # type: ignore[attr-defined]
            progress.check_cancelled()  # type: ignore[attr-defined]

    arrived: list[object] = []
    desk.window.runner.query(slow, arrived.append, label="Đang đếm")
    strip = desk.window.strip
    wait_for(lambda: strip.cancel.isVisible())
    assert strip.work.text() == "Đang đếm"
    strip.cancel.click()
    desk.settle()
    assert arrived == []
    assert not strip.cancel.isVisible()
    assert desk.said == "Đã hủy việc đếm."


def test_the_window_comes_back_where_it_was(desk: Desk) -> None:
    from desktop.services.settings import read_preference

    desk.window.resize(1300, 700)
    desk.window.close()
    desk.settle()
    kept = read_preference(desk.office, "window")
    assert kept["geometry"]


def test_qt_speaks_vietnamese_too(desk: Desk) -> None:
    line = QLineEdit("chữ")
    menu = line.createStandardContextMenu()
    texts = [action.text().partition("\t")[0] for action in menu.actions() if action.text()]
    assert texts[:2] == ["&Hoàn tác", "&Làm lại"]
    assert "Chọn tất cả" in texts
    dialog = QFileDialog(None, "Chọn tệp")
    dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
    words = {label.text() for label in dialog.findChildren(QLabel)}
    assert {"Tìm trong:", "&Tên tệp:", "Loại tệp:"} <= words
    dialog.deleteLater()
    menu.deleteLater()


_MANY_TEXTS = """
from PySide6.QtWidgets import QApplication, QLabel
app = QApplication([])
label = QLabel()
for number in range(100_000):
    label.setText(str(number))
print(label.text())
"""


def test_a_hundred_thousand_texts_do_not_abort_the_program() -> None:
    """PySide6 6.12.0 on Python 3.11 loses a reference to None on each void call."""
    answer = subprocess.run(
        [sys.executable, "-c", _MANY_TEXTS],
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen"},
    )
    assert (answer.returncode, answer.stdout) == (0, "99999\n")
