"""Before any office is open: the wizard, lost passwords, an empty folder, the province's help."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QFileDialog,
    QLabel,
    QLineEdit,
    QPushButton,
    QWidget,
)

from desktop.domain.errors import EnvironmentProblem, RuleViolation, Surroundings
from desktop.services.clock import FixedClock, SystemClock
from desktop.services.door import hold_window
from desktop.services.office import Office
from desktop.services.provinces.inviting import invite
from desktop.services.setting_up import CreatedOffice, NewOffice, create_office
from desktop.services.settings import read_settings
from desktop.services.signing_in import reset_with_recovery_code, sign_in
from desktop.services.syncing.joining import join
from desktop.ui.application import Life
from desktop.ui.shell.window import MainWindow
from desktop.ui.sign_in.first_start import FirstStart
from desktop.ui.sign_in.wizard import Wizard
from tests.conftest import CHEAP
from tests.factory import ADMIN, PASSWORD, UNIT_CODE
from tests.sync.conftest import province
from tests.ui import eyes
from tests.ui.conftest import Shelf
from tests.ui.desk import Desk, put_in, wait_for, wait_shown

__all__ = ["province"]


def _find(window: Any, kind: type[QWidget], name: str) -> Any:
    found = window.findChild(kind, name)
    assert found is not None, name
    return found


def test_the_wizard_leads_to_a_real_office(
    qapp: QApplication, tmp_path: Path, clock: FixedClock
) -> None:
    folder = tmp_path / "office"
    made: list[CreatedOffice] = []

    def create(new: NewOffice) -> CreatedOffice:
        made.append(create_office(folder, new, clock, CHEAP))
        return made[-1]

    class Said:
        """What the recovery sheet's preview says."""

        def say(self, *_: object) -> None: ...
        def warn(self, *_: object) -> None: ...
        def undo_last(self) -> None: ...
        def tell_error(self, error: Exception) -> None:
            raise error

    wizard = Wizard(folder, create, Said())
    done: list[bool] = []
    wizard.finished.connect(lambda: done.append(True))
    wizard.show()
    heading = _find(wizard, QLabel, "wizardHeading")

    def check() -> None:
        qapp.processEvents()
        assert eyes.at_rest(eyes.clipped, wizard) == []
        assert eyes.english(wizard) == []
        assert eyes.nameless(wizard) == []

    search = _find(wizard, QLineEdit, "unitSearch")
    put_in(search, "quang phu dak lak")
    QTest.keyClick(search, Qt.Key.Key_Return)
    wait_for(lambda: "Tiêu đề" in heading.text())
    check()
    assert "XÃ QUẢNG PHÚ" in _find(wizard, QLineEdit, "parentBody").text()
    put_in(_find(wizard, QLineEdit, "officeAddress"), "Thôn 1")
    wizard.go_on()
    check()
    put_in(_find(wizard, QLineEdit, "sessionsSaturday"), "linh tinh")
    wizard.go_on()
    assert _find(wizard, QLabel, "wizardError").text()
    _find(wizard, QLineEdit, "sessionsSaturday").clear()
    wizard.go_on()
    check()
    put_in(_find(wizard, QLineEdit, "adminName"), "Trần Thị Quản Trị")
    for name in ("adminPassword", "adminPasswordAgain"):
        put_in(_find(wizard, QLineEdit, name), "yeu")
    wizard.go_on()
    words = _find(wizard, QLabel, "adminPasswordWords")
    wait_for(words.isVisible)
    check()
    for name in ("adminPassword", "adminPasswordAgain"):
        _find(wizard, QLineEdit, name).clear()
        put_in(_find(wizard, QLineEdit, name), PASSWORD)
    wizard.go_on()
    # Nobody walks out while the office is being made: its recovery code is shown only once.
    assert not wizard.back.isEnabled()
    wait_for(lambda: "Mã khôi phục" in heading.text())
    check()
    code = _find(wizard, QLabel, "recoveryCode").text()
    assert code == made[0].recovery_code
    wizard.go_on()
    assert not done
    put_in(_find(wizard, QLineEdit, "recoveryLast"), code.rsplit("-", 1)[1].lower())
    _find(wizard, QCheckBox, "recoveryKept").click()
    wizard.go_on()
    assert done == [True]
    office = sign_in(folder, "Trần Thị Quản Trị", PASSWORD, clock)
    assert read_settings(office).address == "Thôn 1"
    office.close()
    wizard.hide()


def test_a_forgotten_password_is_mended_with_the_printed_code(
    qapp: QApplication, tmp_path: Path, clock: FixedClock
) -> None:
    folder = tmp_path / "forgotten"
    created = create_office(folder, NewOffice("24259", ADMIN, PASSWORD), clock, CHEAP)
    life = Life(qapp, folder)
    life.begin()
    _find(life.window, QPushButton, "forgot").click()
    window = wait_shown("recoveryWindow")
    assert eyes.at_rest(eyes.clipped, window) == []
    assert eyes.nameless(window) == []
    put_in(_find(window, QLineEdit, "recoverCode"), created.recovery_code)
    put_in(_find(window, QLineEdit, "recoverPassword"), "Mat-khau-moi-1!")
    put_in(_find(window, QLineEdit, "recoverPasswordAgain"), "khac")
    _find(window, QPushButton, "recoverGo").click()
    assert _find(window, QLabel, "recoverPasswordAgainWords").isVisible()
    _find(window, QLineEdit, "recoverPasswordAgain").clear()
    put_in(_find(window, QLineEdit, "recoverPasswordAgain"), "Mat-khau-moi-1!")
    _find(window, QPushButton, "recoverGo").click()
    wait_for(lambda: isinstance(life.window, MainWindow))
    main = life.window
    assert isinstance(main, MainWindow)
    wait_for(lambda: main.runner.is_idle)
    life.end()
    main.hide()
    sign_in(folder, ADMIN, "Mat-khau-moi-1!", clock).close()


def test_an_empty_folder_offers_four_ways_to_begin(qapp: QApplication, tmp_path: Path) -> None:
    life = Life(qapp, tmp_path / "trong")
    life.begin()
    window = wait_shown("firstStart")
    assert eyes.at_rest(eyes.clipped, window) == []
    assert eyes.english(window) == []
    assert eyes.keyless(window) == []
    _find(window, QPushButton, "newOffice").click()
    wait_shown("wizard")
    assert life.window is not None
    life.window.hide()
    life.end()


def test_a_start_that_takes_a_while_says_so_and_offers_nothing_else(
    qapp: QApplication, tmp_path: Path
) -> None:
    first = FirstStart(tmp_path)
    first.show()
    first.show_work("Đang dựng văn phòng thực hành…")
    assert _find(first, QLabel, "firstWork").isVisible()
    assert not any(made.isEnabled() for made in first.findChildren(QPushButton))
    assert eyes.at_rest(eyes.clipped, first) == []
    first.close()
    first.deleteLater()


def _answer_at_the_province(desk: Desk, ask: Path, code: str, reply: Path) -> None:
    """The official there chooses the unit, reads the request, hears the code, writes the reply."""
    page: Any = desk.page("units")
    wait_for(lambda: page.board is not None)
    other = next(row.code for row in page.board.rows if row.code != UNIT_CODE)
    for unit in (other, UNIT_CODE):
        page.open_section(unit)
        desk.settle()
        page.panel.locked_button.click()
        dialog = wait_shown("recoveryDialog")
        file = _find(dialog, QLineEdit, "requestFile")
        assert not _find(dialog, QPushButton, "entrySave").isEnabled()
        for path, said in ((ask.with_suffix(".txt"), "Không tìm thấy"), (ask, "")):
            file.clear()
            put_in(file, str(path))
            file.editingFinished.emit()
            desk.settle()
            assert said in dialog.request.words.text()
        if unit == other:
            assert "không phải của" in dialog.request.words.text()
            assert eyes.at_rest(eyes.clipped, dialog) == []
            assert not dialog.go.isEnabled()
            dialog.reject()
    assert ADMIN in dialog.asks.text()
    assert code not in dialog.asks.text()
    dialog.go.click()
    assert "Hãy gõ mã" in dialog.code.words.text()
    put_in(dialog.code.entry, "0000 0000")
    put_in(dialog.reply.entry, str(reply))
    dialog.go.click()
    desk.settle()
    assert not reply.exists()
    assert dialog.code.words.text()
    dialog.code.entry.clear()
    put_in(dialog.code.entry, code)
    dialog.go.click()
    desk.settle()
    assert "Mã khớp" in dialog.told.text()
    assert eyes.at_rest(eyes.clipped, dialog) == []
    assert eyes.nameless(dialog) + eyes.keyless(dialog) + eyes.english(dialog) == []
    dialog.go.click()
    wait_for(lambda: not dialog.isVisible())


def test_an_office_without_any_password_or_code_opens_with_the_province_s_help(
    qapp: QApplication,
    shelf: Shelf,
    office: Office,
    province: Office,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    join(office, invite(province, UNIT_CODE, tmp_path / "mời.json").value.file)
    folder = office.folder
    office.close()
    ask, reply = tmp_path / "yêu cầu.json", tmp_path / "trả lời.json"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_a, **_k: (str(ask), ""))
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_a, **_k: (str(reply), ""))
    life = Life(qapp, folder)
    life.begin()
    assert life.window is not None
    assert life.window.findChild(QPushButton, "provinceReply") is None
    _find(life.window, QPushButton, "forgot").click()
    _find(wait_shown("recoveryWindow"), QPushButton, "askProvince").click()
    window = wait_shown("provinceRecovery")
    put_in(_find(window, QLineEdit, "askPassword"), "Mat-khau-moi-1!")
    put_in(_find(window, QLineEdit, "askPasswordAgain"), "Mat-khau-moi-1!")
    _find(window, QPushButton, "askSave").click()
    wait_for(lambda: window.second.isVisible())
    code = window.code.text()
    assert eyes.at_rest(eyes.clipped, window) == []
    assert eyes.nameless(window) + eyes.keyless(window) + eyes.english(window) == []
    _answer_at_the_province(shelf.show(province), ask, code.replace(" ", ""), reply)
    # The reply comes days later: the way to it stands beside the password.
    window.back.click()
    door = wait_shown("signIn")
    assert "nhờ tỉnh mở lại" in _find(door, QLabel, "replyWaits").text()
    assert eyes.at_rest(eyes.clipped, door) == []
    _find(door, QPushButton, "provinceReply").click()
    window = wait_shown("provinceRecovery")
    assert window.code.text() == code
    put_in(_find(window, QLineEdit, "askPassword"), "Mat-khau-moi-1!")
    whole = reply.read_bytes()
    reply.write_bytes(ask.read_bytes())
    window.reply.click()
    wait_for(lambda: "không phải trả lời" in window.error.text())
    reply.write_bytes(whole)
    window.reply.click()
    wait_for(lambda: window.third.isVisible())
    new_code = window.new_code.text()
    window.enter.click()
    wait_for(lambda: isinstance(life.window, MainWindow))
    main = life.window
    assert isinstance(main, MainWindow)
    wait_for(lambda: main.runner.is_idle)
    life.end()
    main.hide()
    clock = SystemClock()
    sign_in(folder, ADMIN, "Mat-khau-moi-1!", clock).close()
    with pytest.raises(RuleViolation):
        sign_in(folder, ADMIN, PASSWORD, clock)
    reset_with_recovery_code(folder, new_code, ADMIN, "Mat-khau-moi-2!", clock).close()
    assert not (folder / "recovery.json").exists()


def test_no_other_window_comes_in_while_the_recovery_code_is_shown(
    qapp: QApplication, tmp_path: Path
) -> None:
    life = Life(qapp, tmp_path)
    assert life._beginnings._held("made") == "made"
    with pytest.raises(EnvironmentProblem) as refused:
        hold_window(tmp_path)
    assert refused.value.code is Surroundings.FOLDER_LOCKED
    life.end()
    hold_window(tmp_path).release()
