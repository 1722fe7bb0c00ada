"""One field for the procedure: a list that narrows by letters without accents."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFocusEvent, QFont, QHideEvent, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from desktop.services.procedures import ProcedureRow
from desktop.ui.icons import icon
from desktop.ui.theme import colours, ui_font
from desktop.wording.dates import limit_text

_TIP = "Gõ vài chữ, chữ cái đầu (ks là khai sinh) hoặc mã; ↓ mở danh sách"
_ROWS = 8
_ROW_HEIGHT = 46
Index = QModelIndex | QPersistentModelIndex
_DATA = int(Qt.ItemDataRole.UserRole)


class ProcedurePicker(QLineEdit):
    """Tells ``picked`` with a ProcedureRow; arrow keys and Enter choose."""

    picked = Signal(object)

    def __init__(self, find: Callable[[str], list[ProcedureRow]]) -> None:
        super().__init__()
        self.setObjectName("procedure")
        self.setAccessibleName("Thủ tục")
        self.setToolTip(_TIP)
        self.setPlaceholderText("Gõ vài chữ không dấu hoặc mã thủ tục")
        self.addAction(icon("search", colours().muted), QLineEdit.ActionPosition.LeadingPosition)
        self._find = find
        self._chosen: ProcedureRow | None = None
        self._popup: QListWidget | None = None
        self.textEdited.connect(lambda _text: self._show_hits())

    @property
    def chosen(self) -> ProcedureRow | None:
        """The procedure that was picked."""
        return self._chosen

    def choose(self, procedure: ProcedureRow | None) -> None:
        """Sets the procedure without telling."""
        self._chosen = procedure
        self.setText(procedure.shown_name if procedure else "")
        self.setCursorPosition(0)
        self.setToolTip(procedure.facts.name if procedure else _TIP)
        self._hide()

    def close_list(self) -> None:
        """A card was scanned here: what its letters found is of no use."""
        self._hide()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Down opens the list; Enter takes the marked one; Esc closes."""
        popup = self._popup
        shown = popup is not None and popup.isVisible()
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            if not shown:
                self._show_hits()
            elif popup is not None:
                step = 1 if event.key() == Qt.Key.Key_Down else -1
                row = min(max(popup.currentRow() + step, 0), popup.count() - 1)
                popup.setCurrentRow(row)
            return
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers()
        if enter and shown and popup is not None and popup.currentItem() is not None:
            self._take(popup.currentItem())
            return
        if event.key() == Qt.Key.Key_Escape and shown:
            self._hide()
            return
        super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Everything is selected, so that typing begins a new search."""
        super().focusInEvent(event)
        self.selectAll()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """A half-typed search goes back to what was chosen."""
        super().focusOutEvent(event)
        self._hide()
        if self._chosen is not None:
            self.setText(self._chosen.shown_name)
            self.setCursorPosition(0)

    def hideEvent(self, event: QHideEvent) -> None:
        """The list goes with the page."""
        super().hideEvent(event)
        self._hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The list moves with the window."""
        if event.type() in (QEvent.Type.Move, QEvent.Type.Resize, QEvent.Type.Hide):
            self._hide()
        return False

    def _show_hits(self) -> None:
        text = self.text()
        if self._chosen is not None and text == self._chosen.shown_name:
            text = ""
        hits = self._find(text)
        popup = self._list()
        popup.clear()
        for row in hits:
            item = QListWidgetItem(
                f"{row.shown_name}, {row.facts.field}, {limit_text(row.facts.limit)}"
            )
            item.setData(_DATA, row)
            item.setToolTip(f"{row.code} · {row.facts.name}")
            item.setSizeHint(QSize(10, _ROW_HEIGHT))
            popup.addItem(item)
        if not hits:
            item = QListWidgetItem("Không có thủ tục nào khớp; hãy gõ ít chữ hơn.")
            item.setFlags(Qt.ItemFlag.NoItemFlags)
            popup.addItem(item)
        popup.setCurrentRow(0)
        height = min(popup.count(), _ROWS) * _ROW_HEIGHT + 10
        place = self.mapTo(self.window(), QPoint(0, self.height() + 2))
        popup.setGeometry(QRect(place, QSize(max(self.width(), 420), height)))
        popup.show()
        popup.raise_()

    def _list(self) -> QListWidget:
        if self._popup is None:
            popup = QListWidget(self.window())
            popup.setObjectName("procedureList")
            popup.setAccessibleName("Danh sách thủ tục")
            popup.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            popup.setItemDelegate(_TwoLines(popup))
            popup.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
            popup.setMouseTracking(True)
            popup.itemClicked.connect(self._take)
            self.window().installEventFilter(self)
            self._popup = popup
        return self._popup

    def _take(self, item: QListWidgetItem) -> None:
        row = item.data(_DATA)
        if isinstance(row, ProcedureRow):
            self.choose(row)
            self.picked.emit(row)

    def _hide(self) -> None:
        if self._popup is not None:
            self._popup.hide()


class _TwoLines(QStyledItemDelegate):
    """Name on the first line; code, field and limit on the second."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draws one procedure."""
        row = index.data(_DATA)
        if not isinstance(row, ProcedureRow):
            super().paint(painter, option, index)
            return
        c = colours()
        painter.save()
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        if selected:
            painter.setBrush(QColor(c.selected))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.drawRoundedRect(option.rect.adjusted(2, 1, -2, -1), 5, 5)
        area = option.rect.adjusted(12, 4, -10, -4)
        painter.setFont(ui_font(14, QFont.Weight.Medium))
        painter.setPen(QColor(c.text))
        name = painter.fontMetrics().elidedText(
            row.shown_name, Qt.TextElideMode.ElideRight, area.width()
        )
        painter.drawText(area, int(Qt.AlignmentFlag.AlignTop), name)
        painter.setFont(ui_font(12))
        painter.setPen(QColor(c.muted))
        words = f"{row.code} · {row.facts.field} · {limit_text(row.facts.limit)}"
        second = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, area.width())
        painter.drawText(area, int(Qt.AlignmentFlag.AlignBottom), second)
        painter.restore()
