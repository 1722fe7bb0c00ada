"""The annex on the screen: the grid, why the marked cell says what it says, its doors."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from desktop.domain.statistics.forms import Place, ValueType
from desktop.services.periodic.desk import PeriodicDesk
from desktop.services.periodic.explaining import Door, Explanation
from desktop.services.periodic.forms import form_info
from desktop.ui.periodic.annex_model import FIXED, AnnexModel
from desktop.ui.theme import ROW_HEIGHT, colours
from desktop.ui.widgets.buttons import button
from desktop.ui.widgets.cards import clear_layout, label

_WIDTHS = (58, 0, 98)
_LABEL = 240
_ORIGIN = 120
_VALUE = 88
_WHY = 72
_DOORS = 36
_MOST_DOORS = 4
Index = QModelIndex | QPersistentModelIndex


class AnnexView(QWidget):
    """Tells ``typed`` with a place and a text, ``explain_wanted`` with a place, ``opened``."""

    typed = Signal(object, str)
    explain_wanted = Signal(object)
    opened = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("annexView")
        self.model = AnnexModel()
        self.model.typed.connect(self._typed)
        self._build()

    @property
    def place(self) -> Place | None:
        """The marked cell."""
        return self.model.place_at(self.table.currentIndex())

    def show_desk(self, desk: PeriodicDesk) -> None:
        """Replaces the form; the mark stays where it was."""
        marked = self.place
        info = form_info(desk.sheet.form, "")
        said = f"{info.title}, phiên bản {info.version}"
        if info.is_sample:
            said += " · DỮ LIỆU MẪU"
        elif info.unconfirmed:
            said += " · chưa có văn bản xác nhận biểu này"
        self.about.setText(said)
        self.about.setToolTip(info.source)
        self.model.show(desk.sheet)
        self.table.fit()
        if marked is not None and marked in desk.sheet.cells:
            self.mark(marked)
        self._moved()

    def mark(self, place: Place) -> None:
        """Marks a cell and brings it into view."""
        index = self.model.index_of(place)
        self.table.setCurrentIndex(index)
        self.table.scrollTo(index)

    def show_explanation(self, why: Explanation) -> None:
        """Why the marked cell says what it says."""
        self.why.setText("\n".join(why.lines))
        clear_layout(self.doors)
        for number, door in enumerate(why.doors[:_MOST_DOORS], start=1):
            self.doors.addWidget(self._door(number, door))
        self.doors.addStretch(1)

    def _door(self, number: int, door: Door) -> QWidget:
        made = button(
            f"Hồ sơ: {door.label}",
            role="quiet",
            name=f"annexDoor{number}",
            icon_name="arrow-right",
            key=f"Ctrl+{number}",
        )
        made.clicked.connect(lambda: self.opened.emit(door.opens))
        return made

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        head = QHBoxLayout()
        self.about = label("", "muted", wrap=True, name="annexAbout")
        head.addWidget(self.about, 1)
        self.carry_button = button(
            "Lấy số kỳ trước",
            name="annexCarry",
            key="Ctrl+D",
            tip="Chỉ vào ô còn trống của những dòng ít đổi: biên chế, số đơn vị…",
        )
        head.addWidget(self.carry_button)
        column.addLayout(head)
        self.table = _Grid(self.model)
        self.table.selectionModel().currentChanged.connect(lambda *_marks: self._moved())
        self.table.cleared.connect(self._clear)
        column.addWidget(self.table, 1)
        self.why = label("", wrap=True, name="annexWhy")
        self.why.setMinimumHeight(_WHY)  # steady, so that the marked row stays in sight
        self.why.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.why)
        bar = QWidget()
        bar.setFixedHeight(_DOORS)
        self.doors = QHBoxLayout(bar)
        self.doors.setContentsMargins(0, 0, 0, 0)
        self.doors.setSpacing(6)
        column.addWidget(bar)

    def _moved(self) -> None:
        place = self.place
        if place is None:
            self.show_explanation(Explanation((_LEGEND,), ()))
        else:
            self.explain_wanted.emit(place)

    def _typed(self, place: Place, text: str) -> None:
        self.typed.emit(place, text)
        self.table.go_on()

    def _clear(self) -> None:
        place = self.place
        sheet = self.model.sheet
        if place is not None and sheet is not None and place in sheet.typed:
            self.typed.emit(place, "")


_LEGEND = (
    "Ô nền xanh dương, chữ nghiêng: tự tính. Nền xanh lá: tự điền từ sổ. Nền cam: nhập đè số máy "
    "tính. Nền đỏ: cần điền. Chọn một ô để biết vì sao có số đó."
)


class _Grid(QTableView):
    """Typing begins at once; Enter types too and then goes down; Delete takes back."""

    cleared = Signal()

    def __init__(self, model: AnnexModel) -> None:
        super().__init__()
        self.setObjectName("annexTable")
        self.setAccessibleName("Phụ lục số liệu")
        self._annex = model
        self.setModel(model)
        self.setItemDelegate(_Delegate(self))
        self.setShowGrid(True)
        self.setStyleSheet(f"gridline-color: {colours().border};")
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ContiguousSelection)
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.AnyKeyPressed
            | QAbstractItemView.EditTrigger.DoubleClicked
        )
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(ROW_HEIGHT)
        self.horizontalHeader().setHighlightSections(False)

    def fit(self) -> None:
        """Widths: the label takes what the others leave, and never less than it needs."""
        last = self._annex.columnCount() - 1
        metrics = self.horizontalHeader().fontMetrics()
        rest = self.viewport().width()
        for place in range(last + 1):
            if place == 1:
                continue
            heading = str(self._annex.headerData(place, Qt.Orientation.Horizontal))
            needed = metrics.horizontalAdvance(heading) + 24
            usual = _WIDTHS[place] if place < FIXED else _VALUE
            if self._annex.says_origin and place == last:
                usual = _ORIGIN
            self.setColumnWidth(place, max(usual, needed))
            rest -= self.columnWidth(place)
        if last >= 1:
            self.setColumnWidth(1, max(rest, _LABEL))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keeps the label's share."""
        super().resizeEvent(event)
        self.fit()

    def go_on(self) -> None:
        """To the next cell below that is not a heading."""
        index = self.currentIndex()
        for row in range(index.row() + 1, self._annex.rowCount()):
            below = self._annex.index(row, index.column())
            if self._annex.place_at(below) is not None:
                self.setCurrentIndex(below)
                return

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter, Delete, Ctrl+C; other keys type."""
        is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if is_enter and self.state() == QAbstractItemView.State.EditingState:
            return  # the entry has taken it and closes in a moment
        if is_enter and not event.modifiers():
            self._begin()
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.cleared.emit()
        elif event.matches(QKeySequence.StandardKey.Copy):
            QGuiApplication.clipboard().setText(self._marked_text())
        else:
            super().keyPressEvent(event)

    def _begin(self) -> None:
        index = self.currentIndex()
        if self._annex.place_at(index) is not None:
            self.edit(index)

    def _marked_text(self) -> str:
        lines: dict[int, list[str]] = {}
        for index in sorted(self.selectedIndexes(), key=lambda i: (i.row(), i.column())):
            lines.setdefault(index.row(), []).append(str(index.data()).strip())
        return "\n".join("\t".join(cells) for cells in lines.values())


class _Delegate(QStyledItemDelegate):
    """A line for values, a list for choices; the ground that says where a value comes from."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """The style sheet draws no ground of a single cell: it is laid under."""
        ground = index.data(int(Qt.ItemDataRole.BackgroundRole))
        if isinstance(ground, QColor):
            painter.fillRect(option.rect, ground)
        super().paint(painter, option, index)

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        """The entry that fits the cell; only cells that hold values ask for one."""
        model = index.model()
        assert isinstance(model, AnnexModel)
        place = model.place_at(index)
        assert place is not None
        assert model.sheet is not None
        if model.sheet.form.type_at(place) is ValueType.CHOICE:
            box = QComboBox(parent)
            box.addItems(["", *model.sheet.form.row_by_key[place[0]].choices])
            return box
        line = QLineEdit(parent)
        line.setFrame(False)
        line.setAlignment(Qt.AlignmentFlag.AlignRight)
        return line

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        """What stands in the cell."""
        text = str(index.data(int(Qt.ItemDataRole.EditRole)) or "")
        if isinstance(editor, QComboBox):
            editor.setCurrentIndex(max(editor.findText(text), 0))
        elif isinstance(editor, QLineEdit):
            editor.setText(text)
            editor.selectAll()

    def setModelData(self, editor: QWidget, model: object, index: Index) -> None:
        """What was typed."""
        assert isinstance(model, AnnexModel)
        if isinstance(editor, QComboBox):
            model.setData(index, editor.currentText())
        elif isinstance(editor, QLineEdit):
            model.setData(index, editor.text())
