"""A newer version of the set: what becomes of each answer, shown before anything moves."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from desktop.domain.criteria.carrying import Fate
from desktop.services.assessments.opening import CarriedLine, VersionChange, preview_version
from desktop.services.assessments.sheets import ScoreSheet
from desktop.ui.shell.context import UiContext
from desktop.ui.theme import colours
from desktop.ui.widgets.buttons import button
from desktop.ui.widgets.cards import label
from desktop.ui.widgets.tables import RowsTable
from desktop.wording.criteria_advice import FATE_WORDS, version_words

# What needs a person first.
_ORDER = (Fate.ASKED, Fate.GONE, Fate.MOVED, Fate.KEPT)


class VersionDialog(QDialog):
    """Tells ``confirmed``; Esc leaves the assessment at its version."""

    confirmed = Signal()

    def __init__(self, context: UiContext, sheet: ScoreSheet, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("versionDialog")
        self.setWindowTitle("Chuyển sang phiên bản mới của bộ tiêu chí")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(900, 520)
        self._context = context
        self._sheet = sheet
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(8)
        self.summary = label("Đang so hai phiên bản…", "section", wrap=True, name="versionSummary")
        safe = label(
            "Ghi chú, tài liệu và người được giao đi theo dòng. Câu trả lời không còn hợp vẫn nằm "
            "trong lịch sử, tài liệu vẫn ở “Tài liệu đã có”.",
            "muted",
            wrap=True,
        )
        self.table = RowsTable(
            "versionTable",
            "Các dòng đã có câu trả lời, ghi chú hoặc tài liệu",
            ("Dòng", "Số mới", "Sau khi chuyển"),
            (380, 90, 0),
        )
        column.addWidget(self.summary)
        column.addWidget(safe)
        column.addWidget(self.table, 1)
        row = QHBoxLayout()
        row.addStretch(1)
        later = button("Để sau", name="versionLater", tip="Phím tắt: Esc")
        self.go = button("Chuyển", role="primary", name="versionGo", key="Ctrl+Return")
        self.go.setEnabled(False)
        later.clicked.connect(self.reject)
        self.go.clicked.connect(self._confirm)
        row.addWidget(later)
        row.addWidget(self.go)
        column.addLayout(row)

    def read(self) -> None:
        """Compares the versions; nothing is written."""
        office, row = self._context.office, self._sheet.assessment
        self._context.runner.query(
            lambda _: preview_version(office, row.year, row.set_code),
            self._show,
            key="versionPreview",
            owner=self,
            label="Đang so hai phiên bản",
            on_error=self._refused,
        )

    def _refused(self, error: Exception) -> bool:
        """A version that cannot be scored by: the page says why, nothing is left to confirm."""
        self.reject()
        self._context.messages.tell_error(error)
        return True

    def _show(self, seen: VersionChange) -> None:
        counts = {fate: sum(line.fate is fate for line in seen.lines) for fate in Fate}
        self.summary.setText(version_words(seen.before, seen.after, counts))
        ordered = sorted(seen.lines, key=lambda line: _ORDER.index(line.fate))
        self.table.show_rows([_row(line) for line in ordered])
        self.go.setEnabled(seen.before != seen.after)
        self.go.setFocus()

    def _confirm(self) -> None:
        self.confirmed.emit()
        self.accept()


def _row(line: CarriedLine) -> tuple[list[str], CarriedLine, str | None]:
    new = line.new_id if line.new_id is not None and line.new_id != line.item_id else ""
    tone = colours().muted if line.fate in (Fate.KEPT, Fate.MOVED) else None
    return [f"{line.item_id}  {line.name}", new, FATE_WORDS[line.fate]], line, tone
