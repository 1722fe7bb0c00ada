"""Documents that the office has already: one of them can prove an explanation too."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from desktop.services.assessments.known_documents import KnownDocument
from desktop.ui.theme import colours
from desktop.ui.widgets.buttons import button
from desktop.ui.widgets.cards import label
from desktop.ui.widgets.fields import TextField
from desktop.ui.widgets.table_or_advice import TableOrAdvice
from desktop.ui.widgets.tables import RowsTable
from desktop.wording.dates import day


class KnownDialog(QDialog):
    """Tells ``chosen`` with the document's id and the pages; Ctrl+Enter takes the marked one."""

    chosen = Signal(int, str)

    def __init__(self, about: str, documents: tuple[KnownDocument, ...], parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("knownDialog")
        self.setWindowTitle("Dùng tài liệu đã có cho giải trình")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(780, 440)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(8)
        column.addWidget(label(about, "section", wrap=True))
        self.table = RowsTable(
            "knownDialogTable",
            "Tài liệu đã có trong năm",
            ("Số, ngày", "Trích yếu, tệp", "Đang chứng minh"),
            (200, 0, 150),
        )
        self.table.doubleClicked.connect(lambda _index: self._take())
        holder = TableOrAdvice(
            self.table,
            "folder",
            "Chưa có tài liệu nào trong năm",
            "Hãy thêm tệp mới vào giải trình; lần sau tài liệu đó hiện ở đây.",
        )
        column.addWidget(holder, 1)
        self.pages = TextField("Trang, mục chứng minh", "knownDialogPages", placeholder="2–3")
        column.addWidget(self.pages)
        row = QHBoxLayout()
        row.addStretch(1)
        later = button("Để sau", name="knownDialogLater", tip="Phím tắt: Esc")
        self.go = button(
            "Dùng tài liệu này", role="primary", name="knownDialogGo", key="Ctrl+Return"
        )
        later.clicked.connect(self.reject)
        self.go.clicked.connect(self._take)
        row.addWidget(later)
        row.addWidget(self.go)
        column.addLayout(row)
        holder.show_table(bool(documents))
        self.table.show_rows([_row(document) for document in documents])
        self.go.setEnabled(bool(documents))
        (self.table if documents else later).setFocus()

    def _take(self) -> None:
        document_id = self.table.current_value()
        if document_id is not None:
            self.chosen.emit(document_id, self.pages.text)
            self.accept()


def _row(document: KnownDocument) -> tuple[list[str], int, str | None]:
    named = " ngày ".join(part for part in (document.number, day(document.dated)) if part)
    about = " · ".join(part for part in (document.summary, document.file_name) if part)
    if document.is_lost:
        about = f"tệp không còn trên đĩa · {about}"
    tone = colours().overdue if document.is_lost else None
    items = ", ".join(document.items) or "giải trình"
    return [named or "chưa ghi số", about, items], document.document_id, tone
