"""Papers and files: the real page in the preview, the print door, attachments by content."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QColor, QDropEvent, QGuiApplication, QImage
from PySide6.QtWidgets import QComboBox, QLabel, QPushButton

from desktop.services.dossier_cards import dossier_card
from desktop.services.settings import save_desk_choices
from desktop.ui.papers.desk_printer import DeskPrinter
from tests.factory import MARITAL_STATUS, a_received
from tests.ui.desk import Desk, PrintDoor, wait_for, wait_shown


@pytest.fixture
def shown_code(desk: Desk) -> str:
    """A dossier that stands in the panel."""
    code = a_received(desk.office, MARITAL_STATUS).code
    desk.window.context.open_dossier(code)
    desk.settle()
    page: Any = desk.window.current
    wait_for(lambda: page.panel.card is not None)
    return code


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    """A real PNG with a misleading name."""
    image = QImage(60, 40, QImage.Format.Format_RGB32)
    image.fill(QColor("red"))
    file = tmp_path / "to-khai.pdf"
    assert image.save(str(file), "PNG")  # type: ignore[call-overload]
    return file


def test_the_preview_shows_the_real_page_and_zooms(
    desk: Desk, shown_code: str, print_door: PrintDoor
) -> None:
    desk.find(QPushButton, "print_receipt").click()
    dialog = wait_shown("previewDialog")
    wait_for(lambda: dialog.view._labels and not dialog.view._labels[0].pixmap().isNull())
    page = dialog.view._labels[0].pixmap()
    image = page.toImage()
    dark = sum(
        image.pixelColor(x, y).lightness() < 90
        for x in range(0, image.width(), 3)
        for y in range(0, image.height(), 3)
    )
    assert dark > 100, "the page is not blank"
    assert page.height() / page.width() > 1.2 or page.width() / page.height() > 1.2
    before = page.width()
    dialog.findChild(QLabel, "zoomPercent")
    dialog.view.zoom_in()
    assert dialog.view._labels[0].pixmap().width() > before
    assert dialog.print_button.hasFocus()
    assert dialog.findChild(QComboBox, "printers").currentText() == "Máy in quầy"
    dialog.print_button.click()
    wait_for(lambda: print_door.printed)
    assert print_door.printed[0][0].startswith(b"%PDF")


def test_without_a_printer_the_page_can_be_saved(
    desk: Desk, shown_code: str, print_door: PrintDoor, tmp_path: Path
) -> None:
    print_door.known.clear()
    desk.find(QPushButton, "print_receipt").click()
    dialog = wait_shown("previewDialog")
    assert not dialog.print_button.isEnabled()
    assert "lưu PDF" in dialog.print_button.toolTip()
    assert dialog.save_button.hasFocus()
    dialog.save_to(tmp_path / "giay.pdf")
    assert (tmp_path / "giay.pdf").read_bytes().startswith(b"%PDF")


def test_a_remembered_printer_that_is_gone_is_named_with_what_to_do(
    desk: Desk, shown_code: str, print_door: PrintDoor
) -> None:
    save_desk_choices(desk.office, printer="Máy in đã rút dây")
    DeskPrinter(desk.window.context, desk.window.current).print_form("receipt", shown_code)
    dialog = wait_shown("previewDialog")
    said = dialog.findChild(QLabel, "printerGone")
    assert said is not None
    assert "Máy in đã rút dây" in said.text()
    assert print_door.printed == []
    dialog.close()


def test_a_real_printer_driver_gets_every_page(tmp_path: Path, desk: Desk, shown_code: str) -> None:
    """Qt's own PDF writer stands behind the same painting as a printer."""
    from PySide6.QtPrintSupport import QPrinter

    from desktop.services.previews import count_pdf_pages
    from desktop.services.printing import form_pdf
    from desktop.ui.papers.printing import _paint

    pdf = form_pdf(desk.office, "receipt", shown_code)
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "in.pdf"))
    _paint(pdf, printer, "PDF")
    assert count_pdf_pages((tmp_path / "in.pdf").read_bytes()) == count_pdf_pages(pdf) == 2


def test_a_dropped_file_is_known_by_content_and_can_be_looked_at(
    desk: Desk, shown_code: str, picture: Path
) -> None:
    panel = desk.window.current.panel  # type: ignore[attr-defined]
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(picture))])
    drop = QDropEvent(
        QPointF(5, 5),
        Qt.DropAction.CopyAction,
        mime,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    panel.files.dropEvent(drop)
    wait_for(lambda: dossier_card(desk.office, shown_code).attachments)
    file = dossier_card(desk.office, shown_code).attachments[0]
    assert file.file_name == "to-khai.pdf.png"
    assert file.media_type == "image/png"
    wait_for(lambda: "đổi phần đuôi" in desk.said)
    wait_for(lambda: panel.files.list.count() == 1)
    desk.find(QPushButton, "addFile")
    panel.files.view_button.click()
    viewer = wait_shown("fileViewer")
    wait_for(lambda: not viewer.view.pages._labels[0].pixmap().isNull())
    viewer.close()
    panel.files.remove_button.click()
    wait_for(lambda: not dossier_card(desk.office, shown_code).attachments)
    wait_for(lambda: "Đã gỡ" in desk.said)
    desk.window.messages.undo_last()
    wait_for(lambda: dossier_card(desk.office, shown_code).attachments)


def test_a_pasted_picture_is_attached(desk: Desk, shown_code: str) -> None:
    image = QImage(30, 30, QImage.Format.Format_RGB32)
    image.fill(QColor("blue"))
    QGuiApplication.clipboard().setImage(image)
    desk.window.current.panel.files.paste()  # type: ignore[attr-defined]
    wait_for(lambda: dossier_card(desk.office, shown_code).attachments)
    QGuiApplication.clipboard().setText("chỉ có chữ")
    desk.window.current.panel.files.paste()  # type: ignore[attr-defined]
    assert "Chưa sao chép ảnh hay tệp nào" in desk.said


def test_one_broken_file_does_not_stop_the_others(
    desk: Desk, shown_code: str, picture: Path, tmp_path: Path
) -> None:
    broken = tmp_path / "lạ.pdf"
    broken.write_bytes(b"khong phai tep")
    gone = tmp_path / "đã rút USB.pdf"
    files = desk.window.current.panel.files  # type: ignore[attr-defined]
    files.add_paths([broken, picture, gone])
    wait_for(lambda: len(dossier_card(desk.office, shown_code).attachments) == 1)
    # All of them in one word: the last refusal does not wipe the one before.
    wait_for(lambda: desk.said.startswith("Đã đính kèm 1 tệp. 2 tệp không nhận được"))
    assert "lạ.pdf" in desk.said
    assert "đã rút USB.pdf" in desk.said
    files.add_paths([picture])
    wait_for(lambda: "đã có trong hồ sơ" in desk.said)
    assert len(dossier_card(desk.office, shown_code).attachments) == 1
    page = desk.page("intake")
    page.procedure.files.add_paths([broken, picture, picture, gone])
    assert [file.path for file in page.procedure.files.files] == [picture]
    assert desk.said.startswith("2 tệp không nhận được")
