"""Documents that already prove other lines: one of them can prove this line too."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from desktop.services.assessments.evidence import EvidenceRow
from desktop.services.assessments.sheets import ScoreSheet, SheetLine
from desktop.ui.widgets.buttons import button
from desktop.ui.widgets.cards import label
from desktop.ui.widgets.fields import TextField
from desktop.ui.widgets.tables import RowsTable
from desktop.wording.dates import day


class KnownDocuments(QDialog):
    """Tells ``chosen`` with the document's id and the pages; Enter takes the marked one."""

    chosen = Signal(int, str)

    def __init__(self, sheet: ScoreSheet, line: SheetLine, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("knownDocuments")
        self.setWindowTitle(f"Dùng tài liệu đã có cho dòng {line.id}")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(760, 440)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(8)
        column.addWidget(label(f"{line.id}  {line.item.name}", "section", wrap=True))
        self.table = RowsTable(
            "knownTable",
            "Tài liệu đã có",
            ("Số, ngày", "Trích yếu, tệp", "Đang chứng minh"),
            (190, 0, 150),
        )
        self.table.doubleClicked.connect(lambda _index: self._take())
        column.addWidget(self.table, 1)
        self.pages = TextField("Trang, mục chứng minh", "knownPages", placeholder="2–3; mục II")
        column.addWidget(self.pages)
        row = QHBoxLayout()
        row.addStretch(1)
        later = button("Để sau", name="knownLater", tip="Phím tắt: Esc")
        go = button("Dùng tài liệu này", role="primary", name="knownGo", key="Ctrl+Return")
        later.clicked.connect(self.reject)
        go.clicked.connect(self._take)
        row.addWidget(later)
        row.addWidget(go)
        column.addLayout(row)
        self.table.show_rows([_row(proof) for proof in _others(sheet, line)])
        self.table.setFocus()

    def _take(self) -> None:
        document_id = self.table.current_value()
        if document_id is not None:
            self.chosen.emit(document_id, self.pages.text)
            self.accept()


def _others(sheet: ScoreSheet, line: SheetLine) -> list[EvidenceRow]:
    """Each document once, without those that stand at this line."""
    here = {proof.document_id for proof in line.evidence}
    found: dict[int, EvidenceRow] = {}
    for one in sheet.lines:
        for proof in one.evidence:
            if proof.document_id not in here:
                found.setdefault(proof.document_id, proof)
    return list(found.values())


def _row(proof: EvidenceRow) -> tuple[list[str], int, str | None]:
    facts = proof.facts
    named = " ngày ".join(part for part in (facts.number, day(facts.dated)) if part)
    about = " · ".join(part for part in (facts.summary, proof.file_name) if part)
    lines = ", ".join((proof.item_id, *proof.other_lines))
    return [named or "chưa ghi số", about, lines], proof.document_id, None
