"""Acts of the day on paper: the power cut, the unit's own declaration, scans."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QListWidget

from desktop.services.printing import print_form
from desktop.tour.hands import dialogs, open_dossier, search_for, top_dialog, top_name
from desktop.tour.props import word_template
from desktop.tour.stage import Stage
from desktop.ui.settings.declarations import DeclarationSection

_CONTROL = Qt.KeyboardModifier.ControlModifier
_CONTROL_SHIFT = _CONTROL | Qt.KeyboardModifier.ShiftModifier


def print_blank_receipts(stage: Stage) -> None:
    """The power will be cut at noon: receipts with numbers are printed beforehand."""
    stage.o_clock(11, 10)
    stage.press(Qt.Key.Key_K, _CONTROL, on=stage.window)
    stage.type("giay tiep nhan trang")
    stage.press(Qt.Key.Key_Return)
    stage.wait_for("blankCount")
    stage.find_kind(QLineEdit, "blankCount").setText("6")
    stage.picture("24-in-giay-trang", top_dialog(stage))
    stage.press(Qt.Key.Key_Return, _CONTROL, on=top_dialog(stage))
    stage.wait(lambda: top_name(stage) == "previewDialog", "the blank receipts")
    stage.picture("25-xem-giay-trang", top_dialog(stage))
    stage.press(Qt.Key.Key_Escape, on=top_dialog(stage))


def key_in_after_the_power_cut(stage: Stage) -> None:
    """Power is back: the sheets with the hour that a hand wrote on them."""
    stage.o_clock(13, 35)
    stage.press(Qt.Key.Key_F2, on=stage.window)
    stage.press(Qt.Key.Key_B, _CONTROL_SHIFT, on=stage.window)
    _key_in_a_sheet(stage, "1140", "Vũ Văn Mẫu", "079080000013")
    stage.press(Qt.Key.Key_Return, _CONTROL, on=stage.window.current)
    _key_in_a_sheet(stage, "1205", "Ngô Thị Mẫu", "079185000024")
    stage.close_banner()
    stage.picture("26-nhap-bu")
    stage.press(Qt.Key.Key_Return, _CONTROL, on=stage.window.current)


def _key_in_a_sheet(stage: Stage, clock: str, name: str, number: str) -> None:
    stage.press(Qt.Key.Key_Return, on=stage.wait_for("sheetNumber"))
    stage.type(clock, stage.find("sheetClock"))
    stage.press(Qt.Key.Key_Return, on=stage.find("sheetClock"))
    stage.type(number, stage.find_kind(QLineEdit, "idNumber"))
    stage.type(name, stage.find_kind(QLineEdit, "applicantName"))
    picker = stage.find("procedure")
    stage.type("1.004873", picker)
    stage.press(Qt.Key.Key_Return, on=picker)


def fill_a_declaration(stage: Stage, code: str) -> None:
    """The unit's own Word declaration, from what the counter knows already."""
    stage.o_clock(14, 30)
    open_dossier(stage, code)
    stage.press(Qt.Key.Key_K, _CONTROL_SHIFT, on=stage.window)
    first = stage.wait_for("blank0")
    stage.type("0900000013", first)
    for name, text in (("blank1", "Cha đẻ"), ("blank2", "Trích lục khai sinh"), ("blank3", "02")):
        stage.type(text, stage.find(name))
    stage.picture("27-dien-to-khai", top_dialog(stage))
    stage.press(Qt.Key.Key_Return, _CONTROL, on=top_dialog(stage))
    stage.wait(lambda: dialogs(stage) == [], "the declaration attached")


def work_on_one_dossier(stage: Stage, code: str) -> None:
    """One dossier over the whole page; a scan is pasted in and looked at beside it."""
    stage.o_clock(14, 40)
    scan = stage.folder.parent / "Bản quét giấy khai sinh.pdf"
    print_form(stage.window.office, "receipt", code, scan)
    field = search_for(stage, code)
    stage.press(Qt.Key.Key_Return, on=field)
    stage.press(Qt.Key.Key_Return, on=stage.find("dossierTable"))
    stage.wait_for("dossierDetail")
    stage.paste_file(scan, stage.find("addFile"))
    files = stage.find_kind(QListWidget, "attachmentList")
    stage.wait(lambda: files.count() == 2, "the pasted scan")
    stage.press(Qt.Key.Key_Down, on=files)
    stage.close_banner()
    stage.picture("28-ho-so-toan-trang")
    stage.press(Qt.Key.Key_Escape, on=stage.window.current)


def take_in_a_template(stage: Stage) -> None:
    """The administrator takes the unit's declaration in, once."""
    stage.window.open_page("settings/declarations")
    section = stage.find_kind(DeclarationSection, "section_declarations")
    section.add_file(word_template(stage.folder.parent))
    stage.settle()
    stage.close_banner()
    stage.picture("29-mau-to-khai")
