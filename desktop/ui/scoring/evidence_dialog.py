"""What is written on a document, and the lines it proves: proposed as the words come."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from desktop.domain.errors import InputRefused
from desktop.domain.moments import parse_date
from desktop.domain.text import clean, matches_all, words
from desktop.services.assessments.documents import SeenDocument, propose_lines
from desktop.services.assessments.evidence import DocumentFacts, EvidenceRow
from desktop.services.assessments.sheets import ScoreSheet, SheetLine
from desktop.ui.widgets.buttons import button
from desktop.ui.widgets.cards import label
from desktop.ui.widgets.fields import TextField, field_line
from desktop.wording.criteria_advice import NO_SIGNATURE, READ_FROM_FILE
from desktop.wording.dates import day
from desktop.wording.problems import entry_text

_THINKING_MS = 180
_ID = Qt.ItemDataRole.UserRole


@dataclass(frozen=True, slots=True)
class ProofEntry:
    """What the dialog gives: lines, facts, where in the document."""

    items: tuple[str, ...]
    facts: DocumentFacts
    pages: str


class EvidenceDialog(QDialog):
    """Tells ``confirmed`` with the entry; Esc leaves everything as it was."""

    confirmed = Signal(object)

    def __init__(self, sheet: ScoreSheet, file_name: str, action: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("evidenceDialog")
        self.setWindowTitle(f"Tài liệu kiểm chứng: {file_name}")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(760, 560)
        self._sheet = sheet
        self._file_name = file_name
        self._ticked: set[str] = set()
        self._chooses_lines = True
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(_THINKING_MS)
        self._wait.timeout.connect(self._propose)
        self._build(action)

    @classmethod
    def for_file(
        cls,
        sheet: ScoreSheet,
        line: SheetLine,
        file_name: str,
        seen: SeenDocument,
        parent: QWidget,
    ) -> EvidenceDialog:
        """For a new file, with the shown line ticked and what its pages say filled in."""
        made = cls(sheet, file_name, "Thêm tài liệu", parent)
        made._ticked = {line.id}
        made._show_seen(seen)
        made._propose()
        return made

    @classmethod
    def for_document(cls, sheet: ScoreSheet, proof: EvidenceRow, parent: QWidget) -> EvidenceDialog:
        """For a document that is there: its facts and pages only."""
        made = cls(sheet, proof.file_name, "Ghi lại", parent)
        made._show_facts(proof.facts)
        made.pages.set_text(proof.pages)
        made._chooses_lines = False
        made._ticked = {proof.item_id, *proof.other_lines}
        made._lines_part.setVisible(False)
        made.resize(640, 300)
        return made

    @classmethod
    def for_explanation(
        cls,
        sheet: ScoreSheet,
        item_id: str,
        file_name: str,
        seen: SeenDocument,
        parent: QWidget,
    ) -> EvidenceDialog:
        """For a new file of one line's explanation."""
        made = cls(sheet, file_name, "Thêm vào giải trình", parent)
        made._show_seen(seen)
        made._chooses_lines = False
        made._ticked = {item_id}
        made._lines_part.setVisible(False)
        made.resize(640, 300)
        return made

    def _show_seen(self, seen: SeenDocument) -> None:
        self._show_facts(seen.facts)
        said = [READ_FROM_FILE] if seen.facts != DocumentFacts() else []
        said += [NO_SIGNATURE] if seen.lacks_signature else []
        self.read_words.setText(" ".join(said))
        self.read_words.setVisible(bool(said))

    def _show_facts(self, facts: DocumentFacts) -> None:
        self.number.set_text(facts.number)
        self.dated.set_text(day(facts.dated))
        self.signer.set_text(facts.signer)
        self.issuer.set_text(facts.issuer)
        self.summary.set_text(facts.summary)

    def _build(self, action: str) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(8)
        self.number = TextField("Số, ký hiệu", "proofNumber", placeholder="12/KH-UBND")
        self.dated = TextField("Ngày văn bản", "proofDate", placeholder="15/01/2026", most=20)
        self.pages = TextField("Trang, mục chứng minh", "proofPages", placeholder="2–3; mục II")
        self.summary = TextField("Trích yếu", "proofSummary")
        self.signer = TextField("Người ký", "proofSigner")
        self.issuer = TextField("Cơ quan ban hành", "proofIssuer")
        self.read_words = label("", "warning", wrap=True, name="proofRead")
        column.addWidget(self.read_words)
        self.read_words.setVisible(False)
        column.addLayout(field_line(((self.number, 3), (self.dated, 2), (self.pages, 3))))
        column.addWidget(self.summary)
        column.addLayout(field_line(((self.signer, 1), (self.issuer, 1))))
        self._lines_part = QWidget()
        below = QVBoxLayout(self._lines_part)
        below.setContentsMargins(0, 6, 0, 0)
        below.setSpacing(6)
        self.told = label("", "muted", wrap=True, name="proofAdvice")
        self.search = TextField("", "proofSearch", placeholder="Tìm dòng khác")
        self.search.edit.setAccessibleName("Tìm dòng khác")
        self.list = QListWidget()
        self.list.setObjectName("proofLines")
        self.list.setAccessibleName("Các dòng mà tài liệu chứng minh")
        self.list.itemChanged.connect(self._tick)
        below.addWidget(label("Chứng minh các dòng", "section"))
        below.addWidget(self.told)
        below.addWidget(self.search)
        below.addWidget(self.list, 1)
        column.addWidget(self._lines_part, 1)
        self.summary.changed.connect(self._wait.start)
        self.number.changed.connect(self._wait.start)
        self.search.changed.connect(self._wait.start)
        row = QHBoxLayout()
        row.addStretch(1)
        later = button("Để sau", name="proofLater", tip="Phím tắt: Esc")
        self.go = button(action, role="primary", name="proofGo", key="Ctrl+Return")
        later.clicked.connect(self.reject)
        self.go.clicked.connect(self._confirm)
        row.addWidget(later)
        row.addWidget(self.go)
        column.addLayout(row)
        self.number.edit.setFocus()

    def _propose(self) -> None:
        """Ticked lines first, then proposals with their why, then what the search finds."""
        if not self._chooses_lines:
            return
        criteria = self._sheet.criteria
        stem = self._file_name.rpartition(".")[0]
        text = f"{stem.replace('_', ' ').replace('-', ' ')} {self.summary.text}"
        proposed = {p.item.id: p for p in propose_lines(criteria, text)}
        query = words(self.search.text)
        self.list.blockSignals(True)
        self.list.clear()
        for line in self._sheet.lines:
            if line.id in self._ticked:
                self._add_line(line, "")
        for item_id, found in proposed.items():
            if item_id not in self._ticked:
                shared = ", ".join(f"“{term}”" for term in found.shared)
                self._add_line(self._sheet.line(item_id), f"gợi ý, cùng nói: {shared}")
        for line in self._sheet.lines:
            known = line.id in self._ticked or line.id in proposed or not line.is_scored
            if query and not known and _found(line, query):
                self._add_line(line, "")
        self.list.blockSignals(False)
        more = len([i for i in proposed if i not in self._ticked])
        self.told.setText(
            f"{more} dòng được gợi ý theo tên tệp và trích yếu; hãy xem lại trước khi chọn."
            if more
            else "Gõ trích yếu để chương trình gợi ý dòng, hoặc tìm theo tên dòng."
        )

    def _add_line(self, line: SheetLine, beside: str) -> None:
        text = f"{line.id}  {line.item.name}" + (f"\n{beside}" if beside else "")
        item = QListWidgetItem(text)
        item.setData(_ID, line.id)
        item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
        on = line.id in self._ticked
        item.setCheckState(Qt.CheckState.Checked if on else Qt.CheckState.Unchecked)
        self.list.addItem(item)

    def _tick(self, item: QListWidgetItem) -> None:
        item_id = str(item.data(_ID))
        on = item.checkState() == Qt.CheckState.Checked
        (self._ticked.add if on else self._ticked.discard)(item_id)

    def _confirm(self) -> None:
        try:
            dated = parse_date(self.dated.text, "document_date") if self.dated.text else None
        except InputRefused as refused:
            self.dated.show_error(entry_text(refused.problems[0]))
            self.dated.edit.setFocus()
            return
        if not self._ticked:
            self.told.setText("Hãy chọn ít nhất một dòng mà tài liệu này chứng minh.")
            self.list.setFocus()
            return
        facts = DocumentFacts(
            self.number.text, dated, self.signer.text, self.issuer.text, self.summary.text
        )
        order = [line.id for line in self._sheet.lines if line.id in self._ticked]
        self.confirmed.emit(ProofEntry(tuple(order), facts, clean(self.pages.text)))
        self.accept()


def _found(line: SheetLine, query: list[str]) -> bool:
    starts = line.id.startswith(".".join(query))
    return starts or matches_all(query, words(f"{line.item.name} {line.item.evidence}"))
