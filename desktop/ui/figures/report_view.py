"""One report on the screen: how its rows are grouped, the table, what is said under it."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHBoxLayout,
    QMenu,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from desktop.services.reports.building import BuiltReport
from desktop.services.reports.catalogue import Grouping, ReportDefinition
from desktop.services.reports.cells import report_head
from desktop.services.reports.grouped import ROW_HEADINGS
from desktop.ui.figures.report_head import ReportHead
from desktop.ui.figures.report_model import ReportTableModel
from desktop.ui.theme import ROW_HEIGHT, colours
from desktop.ui.widgets.buttons import button
from desktop.ui.widgets.cards import EmptyState, label

_SMALLEST = 44
_NAMES = 120
_SHORT = 18
_SHORT_TEXT = 130
_MEASURED = 200
_HEAD_MARGINS = 10


class ReportView(QWidget):
    """Tells ``list_wanted`` with row name and column key, ``grouping_chosen`` with its name.

    ``typed_wanted``: the figures typed by hand are to be seen.
    ``override_wanted`` comes with row name, column key, the column's words and the cell's text.
    """

    list_wanted = Signal(str, str)
    override_wanted = Signal(str, str, str, str)
    grouping_chosen = Signal(str)
    typed_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("reportView")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        self.title = label("", "section", wrap=True, name="reportTitle")
        self.basis = label("", "muted", wrap=True, name="reportBasis")
        head = QHBoxLayout()
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self.title)
        words.addWidget(self.basis)
        head.addLayout(words, 1)
        self.grouping_label = label("Theo", "muted")
        self.grouping = QComboBox()
        self.grouping.setObjectName("reportGrouping")
        self.grouping.setAccessibleName("Mỗi dòng là")
        self.grouping.activated.connect(
            lambda _place: self.grouping_chosen.emit(str(self.grouping.currentData()))
        )
        self.typed = button("", name="reportTyped", icon_name="edit")
        self.typed.clicked.connect(self.typed_wanted)
        head.addWidget(self.typed)
        head.addWidget(self.grouping_label)
        head.addWidget(self.grouping)
        column.addLayout(head)
        self.problems = label("", "warning", wrap=True, name="reportProblems")
        column.addWidget(self.problems)
        self.model = ReportTableModel()
        self.table = _Table(self.model)
        self.table.opened.connect(self._open)
        self.table.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.table.customContextMenuRequested.connect(self._menu)
        self.empty = EmptyState(
            "chart-bar", "Kỳ này chưa có gì để báo cáo", "Hãy chọn kỳ khác ở trên."
        )
        column.addWidget(self.table, 1)
        column.addWidget(self.empty, 1)
        self.notes = label("", "caption", wrap=True, name="reportNotes")
        column.addWidget(self.notes)

    def show_report(self, report: BuiltReport) -> None:
        """Replaces the report."""
        table, definition = report.table, report.request.definition
        self.title.setText(f"{definition.menu} – {table.subtitle}")
        basis = f"Căn cứ: {definition.source}"
        if not definition.confirmed:
            basis += " · DỮ LIỆU MẪU: chưa có văn bản ban hành xác nhận bố cục này"
        self.basis.setText(basis)
        self._show_groupings(definition, report.request.grouping)
        self.problems.setText("\n".join(table.problems))
        self.problems.setVisible(bool(table.problems))
        self.notes.setText("\n".join(table.notes))
        self.notes.setVisible(bool(table.notes))
        self.table.scrollToTop()
        self.model.show(report)
        self.table.head.show_head(report_head(report))
        self.table.fit()
        self.typed.setText(f"Số nhập tay ({len(report.overrides)})")
        self.typed.setVisible(bool(report.overrides))
        self.table.setVisible(bool(table.rows))
        self.empty.setVisible(not table.rows)

    def _show_groupings(self, definition: ReportDefinition, chosen: Grouping) -> None:
        groupings = [one for one in definition.groupings if one is not Grouping.NONE]
        self.grouping.clear()
        for grouping in groupings:
            self.grouping.addItem(ROW_HEADINGS[grouping], str(grouping))
        self.grouping.setCurrentIndex(max(self.grouping.findData(str(chosen)), 0))
        for widget in (self.grouping, self.grouping_label):
            widget.setVisible(len(groupings) > 1)

    def _open(self, index: QModelIndex) -> None:
        if index.isValid() and self.model.columns[index.column()].is_door:
            self.list_wanted.emit(*self.model.place_of(index))

    def ask_override(self) -> None:
        """For the marked cell, when it holds a number of the report."""
        index = self.table.currentIndex()
        if not index.isValid():
            return
        column = self.model.columns[index.column()]
        if column.is_numeric and column.key != "order":
            row, key = self.model.place_of(index)
            self.override_wanted.emit(row, key, column.about, str(index.data()))

    def _menu(self, at: QPoint) -> None:
        index = self.table.indexAt(at)
        if not index.isValid():
            return
        self.table.setCurrentIndex(index)
        menu = QMenu(self)
        opening = menu.addAction("Mở danh sách hồ sơ\tEnter", lambda: self._open(index))
        opening.setEnabled(self.model.columns[index.column()].is_door)
        typing = menu.addAction("Nhập số khác…\tCtrl+T", self.ask_override)
        column = self.model.columns[index.column()]
        typing.setEnabled(column.is_numeric and column.key != "order")
        menu.addAction("Sao chép\tCtrl+C", self.table.copy)
        menu.popup(self.table.viewport().mapToGlobal(at))


class _Table(QTableView):
    """Cells chosen one by one; Enter opens the list behind one, Ctrl+C copies what is marked."""

    opened = Signal(QModelIndex)

    def __init__(self, model: ReportTableModel) -> None:
        super().__init__()
        self.setObjectName("reportTable")
        self.setAccessibleName("Bảng báo cáo")
        self._report_model = model
        self.setModel(model)
        self.setShowGrid(True)
        self.setStyleSheet(f"gridline-color: {colours().border};")
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ContiguousSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(ROW_HEIGHT)
        self.head = ReportHead(self)
        self.setHorizontalHeader(self.head)
        self.doubleClicked.connect(self.opened)

    def fit(self) -> None:
        """Widths by their shares of the view; numbers are never cut."""
        columns = self._report_model.columns
        whole = sum(column.width for column in columns) or 1
        room = self.viewport().width() - 2
        needed = [self._needed(place) for place in range(len(columns))]
        for place, column in enumerate(columns):
            self.setColumnWidth(place, max(int(room * column.width / whole), needed[place]))
        spare = sum(self.columnWidth(place) for place in range(len(columns))) - room
        widest = max(range(len(columns)), key=self.columnWidth, default=None)
        if spare > 0 and widest is not None:
            kept = max(self.columnWidth(widest) - spare, needed[widest], _NAMES)
            self.setColumnWidth(widest, kept)

    def _needed(self, place: int) -> int:
        """What the longest entry takes; long texts may be cut and say all in their tip."""
        column = self._report_model.columns[place]
        rows = min(self._report_model.rowCount(), _MEASURED)
        texts = (str(self._report_model.index(row, place).data()) for row in range(rows))
        last = str(self._report_model.index(self._report_model.rowCount() - 1, place).data())
        longest = max((*texts, last), key=len, default="")
        word = max(column.heading.split(), key=len, default="")
        heading = self.fontMetrics().horizontalAdvance(word) + _HEAD_MARGINS
        if not column.is_numeric and len(longest) > _SHORT:
            return max(_SHORT_TEXT, heading)
        cells = self.fontMetrics().horizontalAdvance(longest) + 26
        return max(_SMALLEST, cells, heading)

    def resizeEvent(self, event: object) -> None:
        """Keeps the shares."""
        super().resizeEvent(event)  # type: ignore[arg-type]
        self.fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens, Ctrl+C copies with tabs between cells."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self.opened.emit(self.currentIndex())
        elif event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        else:
            super().keyPressEvent(event)

    def copy(self) -> None:
        """The marked cells as text with tabs."""
        QGuiApplication.clipboard().setText(self._marked_text())

    def _marked_text(self) -> str:
        lines: dict[int, list[str]] = {}
        for index in sorted(self.selectedIndexes(), key=lambda i: (i.row(), i.column())):
            lines.setdefault(index.row(), []).append(str(index.data()))
        return "\n".join("\t".join(cells) for cells in lines.values())
