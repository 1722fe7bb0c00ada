"""How documents of proof look in their list: two lines, a sign, what to look at again."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QFrame, QListWidgetItem, QVBoxLayout

from desktop.services.assessments.evidence import EvidenceRow, EvidenceWarning
from desktop.ui.icons import icon
from desktop.ui.theme import colours
from desktop.ui.widgets.cards import label
from desktop.wording.criteria_advice import EVIDENCE_WARNINGS
from desktop.wording.dates import day

ROW = 54
_PDF = "application/pdf"
_DROP_WORDS = (
    "Kéo tệp PDF, ảnh vào đây, tháng nào cũng được. Một tài liệu chứng minh được nhiều dòng."
)


class DropZone(QFrame):
    """Where files are dropped; says so."""

    def __init__(self, words: str = _DROP_WORDS) -> None:
        super().__init__()
        self.setObjectName("dropZone")
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 8, 10, 8)
        column.addWidget(label(words, "muted", wrap=True))
        self.show_ready(False)

    def show_ready(self, on: bool) -> None:
        """A file hangs over it."""
        c = colours()
        edge, ground = (c.accent, c.accent_soft) if on else (c.strong_border, "transparent")
        self.setStyleSheet(
            f"#dropZone {{ border: 1px dashed {edge}; border-radius: 6px; background: {ground}; }}"
        )


def document_item(proof: EvidenceRow) -> QListWidgetItem:
    """One row: number, date and subject; file, pages, signer; a sign when it needs a look."""
    c = colours()
    name = "file-type-pdf" if proof.media_type == _PDF else "file-text"
    tone = c.muted
    if proof.warnings:
        name, tone = "alert-triangle", c.due
    item = QListWidgetItem(icon(name, tone), "\n".join(_lines(proof)))
    words = [*_lines(proof), warning_words(proof)]
    item.setToolTip("\n".join(word for word in words if word))
    item.setSizeHint(QSize(0, ROW))
    return item


def _lines(proof: EvidenceRow) -> list[str]:
    facts = proof.facts
    named = " ngày ".join(part for part in (facts.number, day(facts.dated)) if part)
    first = " · ".join(part for part in (named, facts.summary) if part)
    by = ", ".join(part for part in (facts.signer, facts.issuer) if part)
    where = f"trang {proof.pages}" if proof.pages else ""
    pages = f"{proof.page_count} trang" if proof.page_count else ""
    second = " · ".join(part for part in (proof.file_name, pages, where, by) if part)
    return [first or "Chưa ghi số, ngày, trích yếu (F4 để ghi)", second]


def warning_words(proof: EvidenceRow) -> str:
    """What to look at again; empty when nothing."""
    said = []
    for warning in proof.warnings:
        words = EVIDENCE_WARNINGS[warning]
        others = ", ".join(proof.other_lines)
        said.append(f"{words} ({others})" if warning is EvidenceWarning.ALREADY_USED else words)
    return f"Lưu ý: {'; '.join(said)}." if said else ""
