"""Tiếp nhận: scan, choose, save and print with few keys; nothing typed is ever lost."""

from __future__ import annotations

import os
import subprocess
import sys
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QPlainTextEdit, QPushButton, QWidget

from desktop.domain.roles import Role
from desktop.services.dossier_cards import dossier_card
from desktop.services.dossier_filters import DossierFilter
from desktop.services.dossier_lists import first_dossiers
from desktop.services.settings import save_desk_choices
from tests.factory import ADMIN, COPY_CERTIFICATION, MARITAL_STATUS, PASSWORD, a_received
from tests.services.files import a_pdf
from tests.ui.desk import CARD, Desk, PrintDoor, preedit, put_in, wait_for

_CTRL = Qt.KeyboardModifier.ControlModifier


def _line(desk: Desk, name: str) -> QLineEdit:
    return desk.find(QLineEdit, name)


def _saved(desk: Desk) -> list[str]:
    return [row.code for row in first_dossiers(desk.office, DossierFilter(), 50)]


@pytest.mark.parametrize(
    "field", ["scan", "idNumber", "applicantName", "address", "procedure", "fee", "note"]
)
def test_a_card_scanned_into_any_field_fills_the_person(desk: Desk, field: str) -> None:
    desk.page("intake")
    widget = desk.window.current.findChild(QWidget, field)
    if isinstance(widget, QLineEdit):
        widget.setText("chữ cũ")
    desk.scan(CARD, widget)
    wait_for(lambda: _line(desk, "applicantName").text() == "Nguyễn Văn An")
    assert _line(desk, "idNumber").text() == "001090000001"
    assert _line(desk, "birthDate").text() == "02/03/1990"
    assert _line(desk, "address").text() == "Thôn 1, Xã A, Huyện B, Hà Nội"
    if field in ("fee", "procedure"):
        assert "001090000001" not in widget.text()
    if isinstance(widget, QPlainTextEdit):
        assert widget.toPlainText() == ""
    assert _line(desk, "procedure").hasFocus()


def test_a_card_scanned_over_a_button_presses_nothing_and_can_be_taken_back(
    desk: Desk, print_door: PrintDoor
) -> None:
    page = desk.page("intake")
    page.scan(CARD)
    page.procedure.picker.picked.emit(page.procedure.picker._find(MARITAL_STATUS)[0])
    save = desk.find(QPushButton, "saveAndPrint")
    assert save.hasFocus()
    # The spaces in the name would press it, and so would the scanner's Enter.
    desk.scan(CARD.replace("001090000001", "001090000002").replace("Văn An", "Văn Bình"), save)
    assert _line(desk, "applicantName").text() == "Nguyễn Văn Bình"
    save.setFocus()
    desk.scan("một mã vạch của hãng khác", save)
    desk.settle()
    assert _saved(desk) == []
    assert "hãy quét lại" in desk.said
    choice = page.procedure.return_method.combo
    desk.scan(CARD.replace("Văn An", "Văn Cường"), choice)
    assert choice.currentIndex() == 0
    desk.window.current.undo()
    assert _line(desk, "applicantName").text() == "Nguyễn Văn Bình"


def test_ten_keys_lead_from_a_scanned_card_to_a_printed_receipt(
    desk: Desk, print_door: PrintDoor
) -> None:
    save_desk_choices(desk.office, printer="Máy in quầy")
    page = desk.page("intake")
    desk.scan(CARD, page.person.scan)
    wait_for(lambda: _line(desk, "procedure").hasFocus())
    for key in (Qt.Key.Key_K, Qt.Key.Key_H):  # two letters of "kết hôn"
        desk.press(key)
    desk.press(Qt.Key.Key_Return)
    assert page.procedure.procedure is not None
    desk.settle()
    desk.press(Qt.Key.Key_Return, _CTRL)
    # The next letter comes right after: it is not of the dossier that was saved.
    put_in(_line(desk, "applicantName"), "X")
    wait_for(lambda: print_door.printed)
    assert desk.presses <= 10
    (saved,) = first_dossiers(desk.office, DossierFilter(), 50)
    assert saved.applicant_name == "Nguyễn Văn An"
    pdf, printer = print_door.printed[0]
    assert pdf.startswith(b"%PDF")
    assert printer == "Máy in quầy"
    assert _line(desk, "applicantName").text() == ""
    assert _line(desk, "scan").hasFocus()


def test_warnings_speak_and_do_not_block(desk: Desk) -> None:
    a_received(desk.office, MARITAL_STATUS)
    page = desk.page("intake")
    page.scan(CARD)
    _choose(desk, MARITAL_STATUS)
    wait_for(lambda: page.findChildren(QLabel, "warning"))
    desk.find(QPushButton, "saveOnly").click()
    wait_for(lambda: len(_saved(desk)) == 2)


def test_a_known_person_is_offered_and_taken_over_with_one_key(desk: Desk) -> None:
    a_received(desk.office, name="Trần Thị Bình", applicant=None)
    page = desk.page("intake")
    name = _line(desk, "applicantName")
    name.setFocus()
    put_in(name, "tran thi binh")
    wait_for(lambda: page.person.known_box.isVisible())
    assert "Trần Thị Bình" in desk.find(QLabel, "knownPerson").text()
    desk.press(Qt.Key.Key_F8)
    wait_for(lambda: name.text() == "Trần Thị Bình")
    assert _line(desk, "phone").text() == "0900000001"


def test_telex_preedit_is_nothing_until_it_is_committed(desk: Desk) -> None:
    page = desk.page("intake")
    name = _line(desk, "applicantName")
    name.setFocus()
    preedit(name, "Nguyeenx")
    assert page.person.applicant().name == ""
    assert page.person.is_blank
    preedit(name, "")
    put_in(name, "Nguyễn")
    assert page.person.applicant().name == "Nguyễn"


def test_decomposed_letters_are_stored_composed(desk: Desk) -> None:
    page = desk.page("intake")
    name = _line(desk, "applicantName")
    put_in(name, unicodedata.normalize("NFD", "Đặng Thị Phượng"))
    _choose(desk, MARITAL_STATUS)
    page.save(False)
    wait_for(lambda: _saved(desk))
    assert dossier_card(desk.office, _saved(desk)[0]).applicant.name == "Đặng Thị Phượng"


def test_what_is_wrong_stands_beside_its_field_and_nothing_is_saved(desk: Desk) -> None:
    page = desk.page("intake")
    page.scan(CARD)
    _line(desk, "idNumber").setText("00109000000")
    _line(desk, "birthDate").setText("31/02/1990")
    _choose(desk, MARITAL_STATUS)
    page.save(False)
    wait_for(lambda: page.person.id_number.words.isVisible())
    assert "12 số" in page.person.id_number.words.text()
    assert page.person.birth_date.words.isVisible()
    assert _line(desk, "idNumber").hasFocus()
    assert _saved(desk) == []
    assert not page.person.findChild(QWidget, "qt_scrollarea_viewport").isHidden()
    # Words below the row leave the fields of the row side by side.
    top = _line(desk, "idNumber").mapTo(page, _line(desk, "idNumber").rect().topLeft()).y()
    sex = page.person.sex.entry
    assert sex.mapTo(page, sex.rect().topLeft()).y() == top


def test_someone_else_may_hand_in(desk: Desk) -> None:
    page = desk.page("intake")
    page.scan(CARD)
    desk.press(Qt.Key.Key_U, _CTRL, on=desk.window)
    wait_for(lambda: _line(desk, "submitterName").hasFocus())
    put_in(_line(desk, "submitterName"), "Lê Văn Em")
    _choose(desk, MARITAL_STATUS)
    page.save(False)
    wait_for(lambda: _saved(desk))
    assert dossier_card(desk.office, _saved(desk)[0]).submitter.name == "Lê Văn Em"


def test_fee_follows_pages_until_a_hand_changes_it(desk: Desk) -> None:
    page = desk.page("intake")
    page.scan(CARD)
    _choose(desk, COPY_CERTIFICATION)
    pages = _line(desk, "pages")
    wait_for(lambda: pages.isVisible())
    put_in(pages, "4")
    page.procedure.changed.emit()
    wait_for(lambda: _line(desk, "fee").text() == "6.000")
    fee = _line(desk, "fee")
    fee.selectAll()
    put_in(fee, "5000")
    page.procedure.changed.emit()
    desk.settle()
    assert page.result.fee_vnd == 5000


def test_the_due_date_explains_itself(desk: Desk) -> None:
    page = desk.page("intake")
    page.scan(CARD)
    _choose(desk, MARITAL_STATUS)
    wait_for(lambda: "25/11" in desk.find(QLabel, "dueDate").text())
    desk.press(Qt.Key.Key_I, _CTRL, on=desk.window)
    from tests.ui.desk import wait_shown

    popup = wait_shown("whyPopup")
    why = popup.findChild(QLabel, "whyText").text()
    assert "21/11/2026" in why
    assert "cuối tuần" in why
    popup.close()


def test_the_same_person_comes_back_for_another_procedure(desk: Desk) -> None:
    page = desk.page("intake")
    page.scan(CARD)
    _choose(desk, MARITAL_STATUS)
    page.save(False)
    wait_for(lambda: desk.find(QPushButton, "samePerson").isEnabled())
    desk.settle()
    desk.press(Qt.Key.Key_F2, Qt.KeyboardModifier.ShiftModifier, on=desk.window)
    wait_for(lambda: _line(desk, "applicantName").text() == "Nguyễn Văn An")
    assert _line(desk, "procedure").text() == ""


def test_who_may_not_receive_is_told_who_may(open_desk: Callable[..., Desk]) -> None:
    desk = open_desk(Role.OFFICER)
    desk.page("intake")
    for name in ("saveAndPrint", "saveOnly"):
        made = desk.find(QPushButton, name)
        assert not made.isEnabled()
        assert "cán bộ một cửa" in made.toolTip()


_TYPE_AND_WAIT_TO_BE_KILLED = """
import sys
from pathlib import Path
from desktop.services.clock import SystemClock
from desktop.services.drafts import read_draft
from desktop.services.receiving import INTAKE_DRAFT
from desktop.services.signing_in import sign_in
from desktop.ui.application import make_application
from desktop.ui.shell.garbage import WidgetsThreadCollector
from desktop.ui.shell.pages import make_window
from PySide6.QtCore import QTimer
app = make_application()
kept = WidgetsThreadCollector(app)
office = sign_in(Path(sys.argv[1]), sys.argv[2], sys.argv[3], SystemClock())
window = make_window(office)
window.show()
window.open_page("intake")
page = window.current
def fill_in():
    page.scan(sys.argv[4])
    procedure = page.procedure.picker._find(sys.argv[5])[0]
    page.procedure.choose(procedure)
    page.procedure.picker.picked.emit(procedure)
    page.procedure.files.add_paths([Path(sys.argv[6])])
    page.result.fee.edit.setText("25000")
    page.result.fee.edit.textEdited.emit("25000")
QTimer.singleShot(0, fill_in)
def look():
    if window.runner.is_idle and read_draft(office, INTAKE_DRAFT) is not None:
        print("kept", flush=True)
watch = QTimer()
watch.timeout.connect(look)
watch.start(50)
app.exec()
"""


def test_a_draft_survives_a_killed_program(
    office_folder: Path, tmp_path: Path, open_desk: Callable[..., Desk]
) -> None:
    scan = tmp_path / "to khai.pdf"
    scan.write_bytes(a_pdf())
    child = subprocess.Popen(
        [
            sys.executable,
            "-c",
            _TYPE_AND_WAIT_TO_BE_KILLED,
            str(office_folder),
            ADMIN,
            PASSWORD,
            CARD,
            MARITAL_STATUS,
            str(scan),
        ],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": os.pathsep.join(sys.path)},
    )
    assert child.stdout is not None
    try:
        assert child.stdout.readline() == "kept\n"
    finally:
        child.kill()
        child.wait()
        child.stdout.close()
    scan.unlink()
    desk = open_desk()
    page = desk.page("intake")
    wait_for(lambda: _line(desk, "applicantName").text() == "Nguyễn Văn An")
    assert "đang nhập dở" in desk.said
    assert "Không thấy lại 1 tệp: to khai.pdf" in desk.said
    wait_for(lambda: not page.form.preview.isActive())
    desk.settle()
    assert page.result.fee_vnd == 25_000


def _choose(desk: Desk, code: str) -> None:
    """Types a code and takes the first hit."""
    picker = _line(desk, "procedure")
    picker.setFocus()
    picker.selectAll()
    put_in(picker, code)
    picker.textEdited.emit(picker.text())
    desk.press(Qt.Key.Key_Return, on=picker)
    desk.settle()
