"""Khó khăn, vướng mắc and đề xuất, kiến nghị of the year: they leave with the submission."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from desktop.services.assessments.records import AssessmentRow
from desktop.ui.widgets.buttons import button
from desktop.ui.widgets.cards import label
from desktop.ui.widgets.fields import NoteField


class WriteUpDialog(QDialog):
    """Tells ``confirmed`` with both texts; ``why_locked`` says why they only can be read."""

    confirmed = Signal(str, str)

    def __init__(self, row: AssessmentRow, why_locked: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("writeUpDialog")
        self.setWindowTitle(f"Khó khăn, đề xuất năm {row.year}")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(680, 480)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(10)
        if why_locked:
            column.addWidget(label(why_locked, "warning", wrap=True, name="writeUpLocked"))
        self.difficulties = NoteField(
            "Khó khăn, vướng mắc",
            "difficulties",
            lines=6,
            placeholder="Điều gì làm đơn vị mất điểm, vì sao",
        )
        self.proposals = NoteField(
            "Đề xuất, kiến nghị", "proposals", lines=6, placeholder="Đơn vị đề nghị tỉnh điều gì"
        )
        self.difficulties.set_text(row.difficulties)
        self.proposals.set_text(row.proposals)
        for field in (self.difficulties, self.proposals):
            field.edit.setReadOnly(bool(why_locked))
            column.addWidget(field)
        column.addStretch(1)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        later = button("Đóng" if why_locked else "Để sau", name="writeUpLater", tip="Phím tắt: Esc")
        self.go = button("Ghi lại", role="primary", name="writeUpGo", key="Ctrl+Return")
        later.clicked.connect(self.reject)
        self.go.clicked.connect(self._confirm)
        buttons.addWidget(later)
        buttons.addWidget(self.go)
        column.addLayout(buttons)
        self.go.setVisible(not why_locked)
        self.difficulties.edit.setFocus()

    def _confirm(self) -> None:
        self.confirmed.emit(self.difficulties.text, self.proposals.text)
        self.accept()
