"""The door: first start, wizard to a real office, sign-in, wrong passwords, recovery, lock."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QLabel,
    QLineEdit,
    QPushButton,
    QWidget,
)

from desktop.domain.roles import Role
from desktop.services.door import Door, hold_window
from desktop.services.drafts import read_draft
from desktop.services.office import Office
from desktop.services.outcomes import Outcome
from desktop.services.receiving import INTAKE_DRAFT
from desktop.services.users import NewUser, add_user
from desktop.ui import application
from desktop.ui.application import Life
from desktop.ui.settings.recovery_dialog import RecoveryDialog
from desktop.ui.shell.window import MainWindow
from desktop.ui.sign_in.window import SignInWindow
from tests.factory import ADMIN, PASSWORD
from tests.sync.conftest import province
from tests.ui import eyes
from tests.ui.desk import put_in, shown, wait_for, wait_shown

__all__ = ["province"]

_CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def life(qapp: QApplication, office_folder: Path) -> Iterator[Life]:
    """The program on an office folder, at its first window."""
    made = Life(qapp, office_folder)
    yield made
    if isinstance(made.window, MainWindow):
        wait_for(lambda: made.window.runner.is_idle)
    made.end()
    if made.window is not None:
        made.window.hide()
        made.window.deleteLater()
    qapp.processEvents()


def _find(window: Any, kind: type[QWidget], name: str) -> Any:
    found = window.findChild(kind, name)
    assert found is not None, name
    return found


def _sign_in(life: Life, password: str = PASSWORD) -> None:
    window = life.window
    put_in(_find(window, QLineEdit, "password"), password)
    QTest.keyClick(_find(window, QLineEdit, "password"), Qt.Key.Key_Return)


def test_the_door_of_a_practice_office_is_high_enough_for_its_words(
    qapp: QApplication, tmp_path: Path
) -> None:
    door = Door("Xã Quảng Phú", True, ("Quản trị viên",))
    window = SignInWindow(tmp_path, door, lambda *_: None)
    window.show()
    qapp.processEvents()
    entry = _find(window, QLineEdit, "password")
    assert entry.height() >= entry.minimumSizeHint().height()
    assert entry.visibleRegion().boundingRect() == entry.rect()
    window.close()
    window.deleteLater()


def test_the_right_password_opens_the_office(life: Life) -> None:
    life.begin()
    assert _find(life.window, QComboBox, "users").currentText() == ADMIN
    _sign_in(life)
    wait_for(lambda: isinstance(life.window, MainWindow))
    assert ADMIN in _find(life.window, QLabel, "whoWorks").text()


def test_qt_s_classes_are_made_before_another_thread_comes_near_them(
    life: Life, monkeypatch: pytest.MonkeyPatch
) -> None:
    """PySide6 makes them without a lock: two threads at it end the program."""
    beside: list[list[str]] = []

    def note() -> None:
        assert threading.current_thread() is threading.main_thread()
        beside.append([thread.name for thread in threading.enumerate()])

    monkeypatch.setattr(application, "make_qt_known", note)
    life.begin()
    wait_for(life._loaded.is_set)
    assert len(beside) == 1
    assert "loader" not in beside[0]


def test_wrong_passwords_speak_and_then_make_one_wait(life: Life) -> None:
    life.begin()
    error = _find(life.window, QLabel, "signInError")
    for _ in range(4):
        _find(life.window, QLineEdit, "password").clear()
        _sign_in(life, "sai")
        wait_for(lambda: error.isVisible() and "bấm Quên mật khẩu" in error.text())
        assert eyes.at_rest(eyes.clipped, life.window) == []
    _find(life.window, QLineEdit, "password").clear()
    _sign_in(life)
    wait_for(lambda: "giây" in error.text())
    assert not isinstance(life.window, MainWindow)


def test_a_second_window_on_the_folder_is_refused_in_words(life: Life, office_folder: Path) -> None:
    lock = hold_window(office_folder)
    try:
        life.begin()
        words = _find(life.window, QLabel, "problemWords").text()
        assert "đang mở ở một cửa sổ khác" in words
        assert eyes.english(life.window) == []
    finally:
        lock.release()
    _find(life.window, QPushButton, "tryAgain").click()
    wait_for(lambda: shown("signIn") is not None)


def test_locking_keeps_work_and_answers_no_key(life: Life) -> None:
    life.begin()
    _sign_in(life)
    wait_for(lambda: isinstance(life.window, MainWindow))
    window = life.window
    assert isinstance(window, MainWindow)
    window.open_page("intake")
    put_in(_find(window, QLineEdit, "applicantName"), "Đang gõ dở")
    _find(window, QLineEdit, "address").setFocus()
    window.activateWindow()
    QTest.keyClick(window, Qt.Key.Key_L, _CTRL)
    screen = _find(window, QWidget, "lockScreen")
    QTest.keyClick(window, Qt.Key.Key_K, _CTRL)
    QTest.keyClick(window, Qt.Key.Key_F3)
    assert shown("searchBox") is None
    assert window.current.key == "intake"
    field = _find(screen, QLineEdit, "lockPassword")
    put_in(field, "sai")
    screen.try_password()
    words = _find(screen, QLabel, "lockPasswordWords")
    wait_for(words.isVisible)
    assert eyes.at_rest(eyes.clipped, screen) == []
    field.clear()
    put_in(field, PASSWORD)
    screen.try_password()
    wait_for(lambda: window.findChild(QWidget, "lockScreen") is None)
    assert _find(window, QLineEdit, "applicantName").text() == "Đang gõ dở"
    # The hand is where it was.
    assert window.focusWidget() is _find(window, QLineEdit, "address")
    QTest.keyClick(window, Qt.Key.Key_F3)
    wait_for(lambda: window.current.key == "dossiers")


def test_an_open_dialog_comes_back_after_unlocking(life: Life) -> None:
    life.begin()
    _sign_in(life)
    wait_for(lambda: isinstance(life.window, MainWindow))
    window = life.window
    assert isinstance(window, MainWindow)
    window.open_page("settings/users")
    window.current._made["users"].add_button.click()  # type: ignore[attr-defined]
    dialog = wait_shown("userDialog")
    put_in(_find(dialog, QLineEdit, "userName"), "Lê Thị Mới")
    window.lock_wanted.emit()
    assert shown("userDialog") is None
    screen = _find(window, QWidget, "lockScreen")
    put_in(_find(screen, QLineEdit, "lockPassword"), PASSWORD)
    screen.try_password()
    dialog = wait_shown("userDialog")
    assert _find(dialog, QLineEdit, "userName").text() == "Lê Thị Mới"
    dialog.close()


def test_the_dark_look_repaints_everything_and_is_kept(life: Life) -> None:
    from desktop.ui.theme import DARK, apply_theme, colours

    life.begin()
    _sign_in(life)
    wait_for(lambda: isinstance(life.window, MainWindow))
    first = life.window
    assert isinstance(first, MainWindow)
    first.open_page("settings/desk")
    _find(first, QCheckBox, "darkMode").click()
    wait_for(lambda: life.window is not first)
    assert colours() is DARK
    second = life.window
    assert isinstance(second, MainWindow)
    wait_for(lambda: second.runner.is_idle)
    assert second.current.key == "settings"
    middle = second.grab().toImage().pixelColor(600, 700)
    assert middle.lightness() < 60
    apply_theme(life.application, dark=False)


def test_somebody_else_comes_in_at_a_locked_window_and_the_draft_waits(
    life: Life, office: Office
) -> None:
    add_user(office, NewUser("Lê Thị Hai", Role.DESK, PASSWORD))
    life.begin()
    _find(life.window, QComboBox, "users").setCurrentText(ADMIN)
    _sign_in(life)
    wait_for(lambda: isinstance(life.window, MainWindow))
    first = life.window
    assert isinstance(first, MainWindow)
    first.open_page("intake")
    page: Any = first.current
    wait_for(lambda: first.runner.is_idle)  # the draft of the last time would take its place
    put_in(page.person.name.edit, "Đang gõ dở")
    wait_for(lambda: "Đang gõ dở" in str(read_draft(office, INTAKE_DRAFT)))
    dialog = RecoveryDialog(first.context, first)
    dialog.open()
    first.lock_wanted.emit()
    screen = _find(first, QWidget, "lockScreen")

    going_on = threading.Event()
    first.runner.command(lambda _: Outcome(going_on.wait(60), frozenset()))
    _find(screen, QPushButton, "otherUser").click()
    words = _find(screen, QLabel, "lockPasswordWords")
    assert "đang làm dở" in words.text()
    going_on.set()
    wait_for(lambda: first.runner.is_idle)
    _find(screen, QPushButton, "otherUser").click()
    assert "khung đang nhập dở" in words.text()
    assert life.window is first
    _find(screen, QPushButton, "otherUser").click()

    window = wait_shown("signIn")
    _find(window, QComboBox, "users").setCurrentText("Lê Thị Hai")
    _sign_in(life)
    wait_for(lambda: isinstance(life.window, MainWindow))
    assert life.office is not None
    assert life.office.user.name == "Lê Thị Hai"
    assert "Đang gõ dở" in str(read_draft(office, INTAKE_DRAFT))
