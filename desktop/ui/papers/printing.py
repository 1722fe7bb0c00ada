"""Sending a PDF to a printer, page by page, without asking when the printer is known."""

from __future__ import annotations

from PySide6.QtCore import QMarginsF, QRectF, QSizeF
from PySide6.QtGui import QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

from desktop.domain.errors import EnvironmentProblem, Surroundings
from desktop.services.previews import count_pdf_pages, page_image
from desktop.ui.papers.page_view import to_image

_DPI = 300
_POINT = 1.0


def printer_names() -> list[str]:
    """The printers that the machine knows, the usual one first."""
    usual = QPrinterInfo.defaultPrinterName()
    names = list(QPrinterInfo.availablePrinterNames())
    return sorted(names, key=lambda name: name != usual)


def print_pdf(pdf: bytes, printer_name: str, copies: int = 1) -> None:
    """Prints every page at its paper size. Raises EnvironmentProblem(PRINTER_FAILED)."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setPrinterName(printer_name)
    printer.setCopyCount(copies)
    if not printer.isValid():
        raise EnvironmentProblem(Surroundings.PRINTER_FAILED, printer=printer_name)
    _paint(pdf, printer, printer_name)


def _paint(pdf: bytes, printer: QPrinter, printer_name: str) -> None:
    painter = QPainter()
    for number in range(count_pdf_pages(pdf)):
        page = page_image(pdf, number, _DPI)
        size = QSizeF(page.paper_width, page.paper_height)
        wide = size.width() > size.height()
        upright = size.transposed() if wide else size
        orientation = (
            QPageLayout.Orientation.Landscape if wide else QPageLayout.Orientation.Portrait
        )
        layout = QPageLayout(
            QPageSize(upright, QPageSize.Unit.Point), orientation, QMarginsF(0, 0, 0, 0)
        )
        layout.setMode(QPageLayout.Mode.FullPageMode)
        printer.setPageLayout(layout)
        started = painter.begin(printer) if number == 0 else printer.newPage()
        if not started:
            raise EnvironmentProblem(Surroundings.PRINTER_FAILED, printer=printer_name)
        area = QRectF(printer.pageLayout().fullRectPixels(printer.resolution()))
        painter.drawImage(area, to_image(page))
    painter.end()
