"""From the first window to a province's desk: wizard, connection test, sign-in, lock."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCheckBox, QLabel, QLineEdit, QPushButton, QWidget

from desktop.services.door import Door
from desktop.services.provinces import setting_up
from desktop.services.provinces.probing import DatabaseUse, look_at_database
from desktop.ui.application import Life
from desktop.ui.shell.window import MainWindow
from desktop.ui.sign_in.window import SignInWindow
from tests.conftest import CHEAP
from tests.factory import ADMIN, PASSWORD
from tests.province.conftest import address, cluster
from tests.ui import eyes
from tests.ui.desk import put_in, wait_for, wait_shown

__all__ = ["address", "cluster"]


@pytest.fixture
def life(qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Life]:
    """The program on an empty folder; its keys cost nothing to derive."""
    cheap = partial(setting_up.create_province, cost=CHEAP)
    monkeypatch.setattr(setting_up, "create_province", cheap)
    made = Life(qapp, tmp_path / "bàn tỉnh")
    yield made
    if isinstance(made.window, MainWindow):
        wait_for(lambda: made.window.runner.is_idle)  # type: ignore[union-attr]
    made.end()
    if made.window is not None:
        made.window.hide()
        made.window.deleteLater()
    qapp.processEvents()


def _find(window: Any, kind: type[QWidget], name: str) -> Any:
    found = window.findChild(kind, name)
    assert found is not None, name
    return found


def _check(wizard: QWidget) -> None:
    QApplication.processEvents()
    assert eyes.at_rest(eyes.clipped, wizard) == []
    for see in (eyes.english, eyes.nameless, eyes.keyless):
        assert see(wizard) == []


def _to_data_step(life: Life) -> Any:
    life.begin()
    first = wait_shown("firstStart")
    _check(first)
    _find(first, QPushButton, "newProvince").click()
    wizard: Any = wait_shown("wizard")
    _check(wizard)
    wizard.go_on()
    assert "Hãy chọn" in _find(wizard, QLabel, "wizardError").text()
    search = _find(wizard, QLineEdit, "provinceSearch")
    put_in(search, "dak lak")
    QTest.keyClick(search, Qt.Key.Key_Return)
    wait_for(lambda: "Dữ liệu" in _find(wizard, QLabel, "wizardHeading").text())
    return wizard


def _fill_admin(wizard: Any) -> None:
    put_in(_find(wizard, QLineEdit, "adminName"), ADMIN)
    for name in ("adminPassword", "adminPasswordAgain"):
        put_in(_find(wizard, QLineEdit, name), PASSWORD)
    wizard.go_on()


def test_the_door_of_a_provinces_desk_speaks_of_the_province(
    qapp: QApplication, tmp_path: Path
) -> None:
    door = Door("Tỉnh Đắk Lắk", is_practice=True, user_names=(ADMIN,))
    window = SignInWindow(tmp_path, door, lambda *_: None)
    window.show()
    shown = " ".join(made.text() for made in window.findChildren(QLabel) if made.isVisible())
    assert "Bàn tỉnh thực hành" in shown
    assert "Bàn tỉnh – Tỉnh Đắk Lắk" in shown
    assert "ăn phòng" not in shown + _find(window, QPushButton, "otherFolder").text()
    _check(window)
    window.close()
    window.deleteLater()


def test_a_provinces_desk_is_set_up_from_the_first_window(life: Life, tmp_path: Path) -> None:
    wizard = _to_data_step(life)
    mailbox = _find(wizard, QLineEdit, "provinceMailbox")
    put_in(mailbox, "hộp thư")
    _check(wizard)
    wizard.go_on()
    _fill_admin(wizard)
    # What is wrong is said where it was typed, two steps before.
    wait_for(lambda: _find(wizard, QLabel, "provinceMailboxWords").isVisible())
    _check(wizard)
    mailbox.clear()
    put_in(mailbox, str(tmp_path))
    wizard.go_on()
    wizard.go_on()
    wait_for(lambda: "Mã khôi phục" in _find(wizard, QLabel, "wizardHeading").text())
    _check(wizard)
    assert "SHA256:" in _find(wizard, QLabel, "recoveryMore").text()
    code = _find(wizard, QLabel, "recoveryCode").text()
    _find(wizard, QPushButton, "printCode").click()
    wait_shown("previewDialog").close()
    put_in(_find(wizard, QLineEdit, "recoveryLast"), code.rsplit("-", 1)[1])
    _find(wizard, QCheckBox, "recoveryKept").click()
    wizard.go_on()
    door = wait_shown("signIn")
    assert "Tỉnh Đắk Lắk" in _find(door, QLabel, "doorOffice").text()
    put_in(_find(door, QLineEdit, "password"), PASSWORD)
    QTest.keyClick(_find(door, QLineEdit, "password"), Qt.Key.Key_Return)
    wait_for(lambda: isinstance(life.window, MainWindow))
    window: Any = life.window
    assert window.current.key == "units"
    window.activateWindow()
    QTest.keyClick(window, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    screen = _find(window, QWidget, "lockScreen")
    put_in(_find(screen, QLineEdit, "lockPassword"), PASSWORD)
    screen.try_password()
    wait_for(lambda: window.findChild(QWidget, "lockScreen") is None)


def test_the_connection_to_a_server_is_tried_in_words_before_it_is_used(
    life: Life, address: str
) -> None:
    wizard = _to_data_step(life)
    _find(wizard, QPushButton, "databaseWhere1").click()
    wizard.go_on()
    assert "địa chỉ máy chủ" in _find(wizard, QLabel, "wizardError").text()
    field = _find(wizard, QLineEdit, "databaseAddress")
    seen = _find(wizard, QLabel, "databaseSeen")
    test = _find(wizard, QPushButton, "testDatabase")
    put_in(field, address + "_khac")
    test.click()
    wait_for(lambda: seen.text().startswith("✗"))
    field.clear()
    put_in(field, address)
    test.click()
    wait_for(lambda: seen.text().startswith("✓"))
    assert "PostgreSQL" in seen.text()
    _check(wizard)
    wizard.go_on()
    _fill_admin(wizard)
    wait_for(lambda: "Mã khôi phục" in _find(wizard, QLabel, "wizardHeading").text())
    # The same database now belongs to this desk and is offered to no other.
    assert look_at_database(address).use is DatabaseUse.OTHER_DESK
