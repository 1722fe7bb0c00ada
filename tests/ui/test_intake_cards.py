"""Cards at intake: over what is typed already, for organisations, for who hands in."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLabel, QLineEdit, QListWidget, QWidget

from desktop.domain.dossiers import ApplicantKind
from tests.factory import COPY_CERTIFICATION, WITHOUT_LIMIT, a_received
from tests.ui.desk import CARD, Desk, put_in, wait_for

OTHER = "001190000017||Lê Thị Bích|17081990|Nữ|Thôn 3, Xã A, Huyện B, Hà Nội|02032022"


def _line(desk: Desk, name: str) -> QLineEdit:
    return desk.find(QLineEdit, name)


def _kind(desk: Desk, kind: ApplicantKind) -> None:
    desk.find(QAbstractButton, f"applicantKind{list(ApplicantKind).index(kind)}").click()


def test_a_card_keeps_what_was_typed_of_the_same_person_and_offers_another_one_back(
    desk: Desk,
) -> None:
    page = desk.page("intake")
    for name, text in (("applicantName", "nguyen van an"), ("phone", "0912345678")):
        put_in(_line(desk, name), text)
    desk.scan(CARD, _line(desk, "procedure"))
    assert _line(desk, "applicantName").text() == "Nguyễn Văn An"
    assert _line(desk, "phone").text() == "0912345678"
    assert desk.said == ""
    # What the letters of the card have found in the list of procedures does not stay open.
    assert not any(shown.isVisible() for shown in desk.window.findChildren(QListWidget))
    page.scan(OTHER)
    assert _line(desk, "phone").text() == ""
    assert "Nguyễn Văn An" in desk.said
    page.undo()
    assert _line(desk, "phone").text() == "0912345678"


def test_a_card_over_an_organisation_is_of_the_one_who_hands_in(desk: Desk) -> None:
    page = desk.page("intake")
    _kind(desk, ApplicantKind.ORGANISATION)
    put_in(_line(desk, "taxCode"), "0100000001")
    put_in(_line(desk, "applicantName"), "Công ty Mẫu")
    page.scan(CARD)
    assert page.person.applicant().name == "Công ty Mẫu"
    assert page.person.applicant().tax_code == "0100000001"
    assert page.person.submitter().name == "Nguyễn Văn An"
    page.scan(OTHER)
    assert page.person.submitter().name == "Lê Thị Bích"
    assert "Nguyễn Văn An" in desk.said
    page.clear()
    _kind(desk, ApplicantKind.HOUSEHOLD_BUSINESS)
    put_in(_line(desk, "applicantName"), "Tạp hóa Mẫu")
    page.scan(CARD)
    applicant = page.person.applicant()
    assert (applicant.kind, applicant.name) == (ApplicantKind.HOUSEHOLD_BUSINESS, "Tạp hóa Mẫu")
    assert applicant.id_number == "001090000001"


def test_the_second_card_is_of_who_hands_in_wherever_the_cursor_stands(desk: Desk) -> None:
    page = desk.page("intake")
    page.scan(CARD)
    page.person.by_other.setChecked(True)
    desk.scan(OTHER, _line(desk, "procedure"))
    assert page.person.applicant().name == "Nguyễn Văn An"
    assert page.person.submitter().name == "Lê Thị Bích"


def test_a_known_person_is_shown_with_short_names_of_procedures(desk: Desk) -> None:
    a_received(desk.office, COPY_CERTIFICATION)
    page = desk.page("intake")
    page.scan(CARD)
    wait_for(lambda: page.person.known_box.isVisible())
    assert "· Chứng thực bản sao, " in desk.find(QLabel, "knownPerson").text()


def test_the_procedure_column_scrolls_rather_than_being_crushed(desk: Desk) -> None:
    page = desk.page("intake")
    page.scan(CARD)
    procedure = page.procedure.picker._find(WITHOUT_LIMIT)[0]
    page.procedure.choose(procedure)
    page.procedure.picker.picked.emit(procedure)
    desk.find(QAbstractButton, "channel1").click()
    by_post = page.procedure.return_method.combo
    by_post.setFocus()
    desk.press(Qt.Key.Key_Down)
    assert page.procedure.return_address.text == "Thôn 1, Xã A, Huyện B, Hà Nội"
    wait_for(lambda: len(page.findChildren(QLabel, "warning")) == 1)
    assert "mã hồ sơ trên Cổng" in page.findChild(QLabel, "warning").text()
    page.save(False)
    desk.settle()
    for name in ("limitValue", "portalCode", "returnAddress"):
        entry = desk.find(QWidget, name)
        assert entry.height() >= entry.minimumSizeHint().height()
    _line(desk, "returnAddress").setFocus()
    assert not _line(desk, "returnAddress").visibleRegion().isEmpty()
    assert _line(desk, "limitValue").toolTip() != ""


def test_papers_are_counted_from_the_keyboard_and_numbers_say_their_bounds(desk: Desk) -> None:
    page = desk.page("intake")
    procedure = page.procedure.picker._find(COPY_CERTIFICATION)[0]
    page.procedure.choose(procedure)
    table = page.procedure.table
    table.setFocus()
    assert table.selectedIndexes()
    desk.press(Qt.Key.Key_Down)
    desk.press(Qt.Key.Key_Right)
    QTest.keyClick(table, Qt.Key.Key_3)
    editor = table.findChild(QLineEdit)
    assert editor.accessibleName().startswith("Số bản chính: ")
    desk.press(Qt.Key.Key_Return, on=editor)
    wait_for(lambda: table.documents.items[1].document.originals == 3)
    sets = _line(desk, "sets")
    sets.setFocus()
    sets.selectAll()
    for key in (Qt.Key.Key_K, Qt.Key.Key_0):
        desk.press(key, on=sets)
    assert sets.text() == "0"
    desk.press(Qt.Key.Key_Tab, on=sets)
    assert sets.text() == "1"
    assert "Chỉ từ 1 đến 99; đã ghi 1." in desk.find(QLabel, "setsWords").text()
