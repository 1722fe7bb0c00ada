"""Print preview: the real page, the printer, print or save; Esc goes back."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QHBoxLayout,
    QLabel,
    QVBoxLayout,
    QWidget,
)

from desktop.domain.errors import EnvironmentProblem, Surroundings
from desktop.ui.papers.page_view import PageView
from desktop.ui.papers.printing import print_pdf, printer_names
from desktop.ui.shell.messages import Teller
from desktop.ui.widgets.buttons import button, icon_button
from desktop.ui.widgets.cards import label
from desktop.ui.widgets.permits import allow
from desktop.ui.widgets.save_file import ask_where


class PreviewDialog(QDialog):
    """Shows one PDF. ``printer_chosen`` tells the printer to remember."""

    printer_chosen = Signal(str)

    def __init__(
        self,
        pdf: bytes,
        title: str,
        file_name: str,
        messages: Teller,
        parent: QWidget,
        printer: str = "",
    ) -> None:
        super().__init__(parent)
        self.setObjectName("previewDialog")
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(860, 720)
        self._pdf = pdf
        self._file_name = file_name
        self._messages = messages
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 12, 14, 12)
        self.view = PageView()
        column.addLayout(self._tools(printer))
        if printer and self.printers.findText(printer) < 0:
            column.addWidget(
                label(
                    f"Không thấy máy in “{printer}” đã chọn. Hãy xem dây, nguồn của máy in rồi mở "
                    "lại trang này, chọn máy khác, hoặc lưu PDF để in sau; hồ sơ đã được ghi.",
                    "warning",
                    wrap=True,
                    name="printerGone",
                )
            )
        column.addWidget(self.view, 1)

    def showEvent(self, event: object) -> None:
        """The page is drawn once the width of the window is known."""
        super().showEvent(event)  # type: ignore[arg-type]
        self.view.show_pdf(self._pdf)
        (self.print_button if self.print_button.isEnabled() else self.save_button).setFocus()

    def _tools(self, printer: str) -> QHBoxLayout:
        row = QHBoxLayout()
        smaller = icon_button("zoom-out", "Thu nhỏ", name="zoomOut", key="Ctrl+-")
        larger = icon_button("zoom-in", "Phóng to", name="zoomIn", key="Ctrl+=")
        percent = QLabel("100 %")
        percent.setMinimumWidth(52)
        percent.setAlignment(Qt.AlignmentFlag.AlignCenter)
        fit = button("Vừa chiều rộng", role="quiet", name="zoomFit", key="Ctrl+0")
        self.view.zoomed.connect(lambda value: percent.setText(f"{value} %"))
        smaller.clicked.connect(self.view.zoom_out)
        larger.clicked.connect(self.view.zoom_in)
        fit.clicked.connect(self.view.fit_width)
        for widget in (smaller, percent, larger, fit):
            row.addWidget(widget)
        row.addStretch(1)
        self.printers = QComboBox()
        self.printers.setObjectName("printers")
        self.printers.setAccessibleName("Máy in")
        self.printers.setMinimumWidth(200)
        names = printer_names()
        self.printers.addItems(names)
        if printer in names:
            self.printers.setCurrentText(printer)
        self.save_button = button("Lưu PDF", name="savePdf", icon_name="download", key="Ctrl+S")
        self.print_button = button(
            "In", role="primary", name="printNow", icon_name="printer", key="Ctrl+P"
        )
        allow(
            self.print_button, bool(names), "Máy này chưa cài máy in; hãy lưu PDF để in nơi khác."
        )
        if not names:
            self.printers.addItem("Máy này chưa cài máy in")
            self.printers.setEnabled(False)
        self.save_button.clicked.connect(self._save)
        self.print_button.clicked.connect(self._print)
        row.addWidget(self.printers)
        row.addWidget(self.save_button)
        row.addWidget(self.print_button)
        return row

    def _print(self) -> None:
        name = self.printers.currentText()
        try:
            print_pdf(self._pdf, name)
        except EnvironmentProblem as problem:
            self._messages.tell_error(problem)
            return
        self.printer_chosen.emit(name)
        self.accept()

    def _save(self) -> None:
        target = ask_where(self, "Lưu PDF", self._file_name, "PDF (*.pdf)")
        if target is not None:
            self.save_to(target)

    def save_to(self, target: Path) -> None:
        """Writes the PDF; tells what went wrong otherwise."""
        try:
            target.write_bytes(self._pdf)
        except OSError:
            self._messages.tell_error(
                EnvironmentProblem(Surroundings.FILE_NOT_WRITABLE, file=target)
            )
            return
        self._messages.say(f"Đã lưu {target}.")
        self.accept()
