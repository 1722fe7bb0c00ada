"""Who did what when: the history of a dossier as a line of steps."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.domain.dossiers import DossierEvent
from desktop.domain.moments import parse_moment
from desktop.domain.payments import Payment
from desktop.services.dossier_rows import HistoryEntry
from desktop.ui.theme import colours
from desktop.ui.widgets.cards import clear_layout, label
from desktop.wording.dates import day, moment
from desktop.wording.payments import paid_words
from desktop.wording.terms import term

_LEFT = 22


class Timeline(QWidget):
    """Newest step first."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("timeline")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)

    def show_history(self, history: tuple[HistoryEntry, ...]) -> None:
        """Replaces the steps."""
        clear_layout(self._column)
        for place, entry in enumerate(reversed(history)):
            self._column.addWidget(_Step(entry, is_last=place == len(history) - 1))


class _Step(QWidget):
    def __init__(self, entry: HistoryEntry, is_last: bool) -> None:
        super().__init__()
        self._entry = entry
        self._is_last = is_last
        column = QVBoxLayout(self)
        column.setContentsMargins(_LEFT, 0, 0, 10)
        column.setSpacing(1)
        title = label(_title(entry), wrap=True)
        font = title.font()
        font.setStrikeOut(entry.undone)
        font.setBold(not entry.undone)
        title.setFont(font)
        column.addWidget(title)
        column.addWidget(label(_who(entry), "caption", wrap=True))
        for text in (_details(entry), entry.reason):
            if text:
                column.addWidget(label(text, wrap=True))
        self.setAccessibleName(f"{_title(entry)}, {_who(entry)}")

    def paintEvent(self, _event: QPaintEvent) -> None:
        """A dot and the line to the step before."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colour = QColor(colours().muted if self._entry.undone else colours().accent)
        painter.setPen(QPen(QColor(colours().border), 2))
        if not self._is_last:
            painter.drawLine(7, 16, 7, self.height())
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        painter.drawEllipse(QRectF(2.5, 5, 9, 9))


def _title(entry: HistoryEntry) -> str:
    if entry.event is DossierEvent.UNDO and "undone" in entry.data:
        return f"Hoàn tác: {term(DossierEvent(entry.data['undone'])).lower()}"
    return term(entry.event) + (" (đã hoàn tác)" if entry.undone else "")


def _who(entry: HistoryEntry) -> str:
    text = f"{moment(entry.at)} · {entry.user_name or 'không rõ'}"
    late = (entry.recorded_at - entry.at).total_seconds()
    if late > 3600:
        text += f" · ghi vào sổ lúc {moment(entry.recorded_at)}"
    return text


def _details(entry: HistoryEntry) -> str:
    data = entry.data
    parts = []
    if data.get("to"):
        parts.append(f"Nơi nhận: {data['to']}")
    if data.get("items"):
        parts.append("Cần bổ sung: " + "; ".join(data["items"]))
    if data.get("new_due"):
        parts.append(f"Hẹn lại: {moment(parse_moment(data['new_due']))}")
    if data.get("due"):
        parts.append(f"Hẹn trả mới: {moment(parse_moment(data['due']))}")
    if data.get("result_number"):
        parts.append(f"Số kết quả: {data['result_number']}")
    if data.get("result_date"):
        parts.append(f"Ngày ký: {day(parse_moment(data['result_date']).date())}")
    if data.get("signer"):
        parts.append(f"Người ký: {data['signer']}")
    if data.get("receiver"):
        parts.append(f"Người nhận: {data['receiver']}")
    if data.get("payment"):
        paid_on = f" ngày {day(date.fromisoformat(data['paid_on']))}" if "paid_on" in data else ""
        parts.append(f"Phí, lệ phí: {paid_words(Payment(data['payment']))}{paid_on}")
    return " · ".join(parts)
