"""The evidence of a line, looked at inside the program, at the page that the unit points to."""

from __future__ import annotations

import re

from PySide6.QtCore import QSize, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from desktop.domain.errors import EnvironmentProblem, RuleViolation
from desktop.services.attachments import FileContent
from desktop.services.provinces.lines import Proof, UnitLine
from desktop.services.provinces.sheets import open_proof
from desktop.ui.dossiers.attachments import FileViewer
from desktop.ui.icons import icon
from desktop.ui.papers.file_view import FileView
from desktop.ui.shell.context import UiContext
from desktop.ui.theme import colours
from desktop.ui.widgets.buttons import icon_button
from desktop.ui.widgets.cards import Card, label
from desktop.wording.problems import message

_ROW = 50
_MOST_ROWS = 3
# Somebody who holds an arrow key down does not want every document opened on the way.
_WAIT_MS = 120
_PDF = "application/pdf"


class ProofPanel(QWidget):
    """Shows the documents of one line; the first one is opened by itself."""

    shown = Signal()

    def __init__(self, context: UiContext) -> None:
        super().__init__()
        self.setObjectName("proofPanel")
        self._context = context
        self._line: UnitLine | None = None
        self._content: FileContent | None = None
        self._opened = ""
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(_WAIT_MS)
        self._wait.timeout.connect(self._read)
        self._build()

    def _build(self) -> None:
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        card = Card("", margins=12, spacing=6)
        outer.addWidget(card)
        column = card.body
        row = QHBoxLayout()
        self.title = label("Tài liệu kiểm chứng", "section", name="proofTitle")
        self.enlarge = icon_button("zoom-in", "Xem to trong cửa sổ riêng", name="enlargeProof")
        self.enlarge.setToolTip("Xem to trong cửa sổ riêng\nPhím tắt: Space ở bảng, hoặc F4")
        self.enlarge.setShortcut("F4")
        self.enlarge.clicked.connect(self.open_large)
        row.addWidget(self.title)
        row.addStretch(1)
        row.addWidget(self.enlarge)
        column.addLayout(row)
        self.wanted = label("", "caption", wrap=True, name="proofWanted")
        column.addWidget(self.wanted)
        self.list = QListWidget()
        self.list.setObjectName("provinceProofs")
        self.list.setAccessibleName("Tài liệu kiểm chứng của dòng")
        self.list.currentRowChanged.connect(lambda _row: self._wait.start())
        self.list.itemActivated.connect(lambda _item: self.open_large())
        column.addWidget(self.list)
        self.where = label("", "caption", wrap=True, name="proofWhere")
        column.addWidget(self.where)
        self.view = FileView("Chọn một dòng để xem tài liệu")
        column.addWidget(self.view, 1)

    def show_line(self, line: UnitLine) -> None:
        """Another line, or the same read anew: what is looked at stays."""
        same = self._line is not None and _keys(self._line) == _keys(line)
        self._line = line
        wanted = line.item.evidence
        self.wanted.setText(f"Bộ tiêu chí yêu cầu: {wanted}" if wanted else "")
        self.wanted.setVisible(bool(wanted))
        if same:
            return
        self._content, self._opened = None, ""
        self.list.blockSignals(True)
        self.list.clear()
        for proof in line.proofs:
            self.list.addItem(_item(proof))
        self.list.blockSignals(False)
        self.list.setFixedHeight(min(len(line.proofs), _MOST_ROWS) * _ROW + 8)
        self.list.setVisible(bool(line.proofs))
        self.where.setVisible(False)
        self.enlarge.setEnabled(False)
        if not line.proofs:
            self.view.show_nothing(
                "Đơn vị không gửi tài liệu cho dòng này",
                "Nếu cần, chấm kèm “Đề nghị giải trình” để đơn vị gửi bổ sung.",
            )
            return
        self.view.show_nothing("Đang mở tài liệu…")
        self.list.setCurrentRow(_first(line.proofs))
        self._wait.start()

    def show_nothing(self) -> None:
        """No line is chosen."""
        self._line, self._content, self._opened = None, None, ""
        self._wait.stop()
        self.list.clear()
        self.list.setVisible(False)
        for part in (self.wanted, self.where):
            part.setVisible(False)
        self.enlarge.setEnabled(False)
        self.view.show_nothing("Chọn một dòng để xem tài liệu")

    def open_large(self) -> None:
        """The same document in a window of its own."""
        if self._content is not None:
            FileViewer(self._content, self).open()

    @property
    def is_shown(self) -> bool:
        """Whether the marked document is on the screen."""
        return self._content is not None

    def _marked(self) -> Proof | None:
        place = self.list.currentRow()
        if self._line is None or not 0 <= place < len(self._line.proofs):
            return None
        return self._line.proofs[place]

    def _read(self) -> None:
        proof, line = self._marked(), self._line
        if proof is None or line is None:
            return
        self.where.setText(f"Đơn vị chỉ tới: {proof.pages}" if proof.pages else "")
        self.where.setVisible(bool(proof.pages))
        if not proof.has_come:
            self._content = None
            self.view.show_nothing(
                "Tệp này còn trên đường",
                "Đơn vị đã ghi tên tài liệu, tệp đi trong gói sau. Nhận gói rồi mở lại.",
            )
            return
        office = self._context.office

        def failed(error: Exception) -> bool:
            if isinstance(error, (EnvironmentProblem, RuleViolation)):
                words = message(error)
                self.view.show_nothing(words.what, words.do)
                return True
            return False

        self._context.runner.query(
            lambda _: open_proof(office, line.unit_code, proof),
            lambda content: self._show(proof, content),
            key="provinceProof",
            owner=self,
            on_error=failed,
        )

    def _show(self, proof: Proof, content: FileContent) -> None:
        if self._marked() != proof:
            return
        try:
            self.view.show_content(content)
        except (EnvironmentProblem, RuleViolation) as problem:
            words = message(problem)
            self.view.show_nothing(words.what, words.do)
            return
        self._content = content
        self.enlarge.setEnabled(True)
        page = first_page(proof.pages)
        if page is not None and content.media_type == _PDF:
            self.view.pages.show_page(page)
        self.shown.emit()


def first_page(pages: str) -> int | None:
    """The first page that a pointer names: "tr. 2–3" and "trang 2, mục II" are page 2.

    A bare number counts; "mục 4" alone does not name a page.
    """
    found = re.search(r"(?:tr(?:ang)?\.?\s*)(\d{1,4})", pages.casefold())
    if found is None:
        found = re.match(r"\s*(\d{1,4})(?!\d|/)", pages)
    return int(found.group(1)) if found else None


def _keys(line: UnitLine) -> tuple[object, ...]:
    return line.unit_code, line.item.id, line.proofs


def _first(proofs: tuple[Proof, ...]) -> int:
    """What came with the explanation is what is to be looked at now."""
    return next((n for n, proof in enumerate(proofs) if proof.of_explanation), 0)


def _item(proof: Proof) -> QListWidgetItem:
    c = colours()
    sign, tone = ("file-type-pdf" if proof.media_type == _PDF else "file-text"), c.muted
    if not proof.has_come:
        sign, tone = "hourglass", c.due
    elif proof.of_explanation:
        tone = c.accent
    dated = "/".join(reversed(proof.dated.split("-"))) if proof.dated else ""
    named = " ngày ".join(part for part in (proof.number, dated) if part)
    first = " · ".join(part for part in (named, proof.summary) if part) or proof.name
    marks = ["gửi cùng giải trình"] if proof.of_explanation else []
    if not proof.has_come:
        marks.append("tệp còn trên đường")
    second = " · ".join(part for part in (proof.name, proof.pages, *marks) if part)
    item = QListWidgetItem(icon(sign, tone), f"{first}\n{second}")
    item.setToolTip(f"{first}\n{second}")
    item.setSizeHint(QSize(0, _ROW))
    return item
