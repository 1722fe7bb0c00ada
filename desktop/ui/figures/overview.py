"""Tổng quan: figures of the period with the period before, and charts; every mark is a door."""

from __future__ import annotations

from decimal import Decimal
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from desktop.domain.figure_marks import Mark
from desktop.domain.figures import Figure, Share, percent
from desktop.services.figures.marks import MarkSlice
from desktop.services.figures.overview import Overview, OverviewChart
from desktop.services.figures.shares import ShareValue
from desktop.services.figures.slices import FigureSlice
from desktop.ui.figures.charts import chart_for
from desktop.ui.figures.charts.base import Chart, decimal_text
from desktop.ui.theme import colours
from desktop.ui.widgets.buttons import Button
from desktop.ui.widgets.cards import Card, ElidedLabel, label
from desktop.wording.dates import day, number
from desktop.wording.figures import FIGURE_WORDS, SHARE_WORDS, FigureWords

_COUNTS = (
    Figure.RECEIVED,
    Figure.SETTLED,
    Figure.SETTLED_LATE,
    Figure.IN_PROGRESS,
    Figure.IN_PROGRESS_OVER,
)
_SHARES = (Share.ON_TIME, Share.ONLINE, Share.DIGITISED, Share.RETURNED_BY_POST, Share.MEAN_HOURS)
_NO_EARLIER = "không có kỳ trước"
_MORE_IS_WORSE = (Figure.SETTLED_LATE, Figure.IN_PROGRESS_OVER, Share.MEAN_HOURS)
# A tile is narrow: what is said in full in its tip and to screen readers.
_SHORT = {
    Figure.IN_PROGRESS_OVER: "Đang xử lý quá hạn",
    Share.ON_TIME: "Trước và đúng hạn",
    Share.RETURNED_BY_POST: "Trả qua bưu chính",
    Share.MEAN_HOURS: "Thời gian bình quân",
}
# Shares whose dossiers a figure counts.
_BEHIND = {Share.ON_TIME: Figure.SETTLED, Share.ONLINE: Figure.RECEIVED_ONLINE}
_MARKED_BEHIND = {
    Share.DIGITISED: Mark.DIGITISED,
    Share.RETURNED_BY_POST: Mark.RETURNED_BY_POST,
    Share.MEAN_HOURS: Mark.WITH_RESULT,
}
# Row, column and columns taken, by the name of the chart.
_PLACES = {
    "months": (0, 0, 1),
    "onTime": (0, 1, 1),
    "channels": (0, 2, 1),
    "fields": (1, 0, 1),
    "hours": (1, 1, 2),
}


class OverviewView(QWidget):
    """Tells ``opened`` with the slice whose list somebody wants to see."""

    opened = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("overview")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        self._cards: dict[Figure | Share, FigureTile] = {}
        for line in (_COUNTS, _SHARES):
            row = QHBoxLayout()
            row.setSpacing(10)
            for key in line:
                words = FIGURE_WORDS[key] if isinstance(key, Figure) else SHARE_WORDS[key]
                tile = FigureTile(words, f"tile_{key}", _SHORT.get(key, words.title))
                tile.opened.connect(self.opened)
                self._cards[key] = tile
                row.addWidget(tile, 1)
            column.addLayout(row)
        self.note = label("", "muted", wrap=True, name="overviewNote")
        self.note.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Maximum)
        column.addWidget(self.note)
        self._grid = QGridLayout()
        self._grid.setSpacing(10)
        for place, stretch in enumerate((5, 4, 3)):
            self._grid.setColumnStretch(place, stretch)
        column.addLayout(self._grid, 1)
        self._charts: dict[str, Chart] = {}
        self._opens: dict[str, OverviewChart] = {}

    def show_overview(self, overview: Overview) -> None:
        """Replaces all figures and charts."""
        for figure in _COUNTS:
            tile = self._cards[figure]
            past = overview.past.counted[figure] if overview.past else None
            worse = figure in _MORE_IS_WORSE
            tile.show_count(overview.now.counted[figure], past, worse)
            tile.wanted = FigureSlice(figure, overview.days)
        for share in _SHARES:
            unit = "giờ" if share is Share.MEAN_HOURS else "%"
            now = overview.now.shares[share]
            past_share = overview.past.shares[share] if overview.past else None
            self._cards[share].show_share(now, past_share, unit, share in _MORE_IS_WORSE)
            if share in _BEHIND:
                in_time = share is Share.ON_TIME
                self._cards[share].wanted = FigureSlice(
                    _BEHIND[share], overview.days, in_time=in_time
                )
            else:
                self._cards[share].wanted = MarkSlice(_MARKED_BEHIND[share], overview.days)
        self.note.setText(_compared_with(overview))
        for chart in overview.charts:
            self._show_chart(chart)

    def _show_chart(self, shown: OverviewChart) -> None:
        name = shown.name
        if name not in self._charts:
            chart = chart_for(shown.series.kind, f"chart_{name}")
            chart.opened.connect(partial(self._open_mark, name))
            self._charts[name] = chart
            card = Card(shown.series.title, margins=12, spacing=4)
            card.body.addWidget(chart, 1)
            row, place, wide = _PLACES[name]
            self._grid.addWidget(card, row, place, 1, wide)
        self._opens[name] = shown
        self._charts[name].show_series(shown.series)

    def _open_mark(self, name: str, key: str, place: int) -> None:
        wanted = self._opens[name].opens.get((key, place))
        if wanted is not None:
            self.opened.emit(wanted)


class FigureTile(Button):
    """One figure: its name, its value, how it changed, and its meaning in the tooltip.

    Tells ``opened`` with the slice of its list, when it has one.
    """

    opened = Signal(object)

    def __init__(self, words: FigureWords, name: str, short: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setProperty("role", "figure")
        self.wanted = None
        self._words = words
        self._explain("")
        column = QVBoxLayout(self)
        column.setContentsMargins(11, 7, 8, 7)
        column.setSpacing(0)
        title = ElidedLabel(short)
        title.setProperty("role", "muted")
        self.value = QLabel("…")
        self.value.setStyleSheet("font-size: 20px; font-weight: 600;")
        self.value.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        self.parts = ElidedLabel("")
        self.parts.setProperty("role", "caption")
        self.change = ElidedLabel("")
        middle = QHBoxLayout()
        middle.setSpacing(5)
        middle.addWidget(self.value)
        middle.addWidget(self.parts, 1, Qt.AlignmentFlag.AlignBottom)
        column.addWidget(title)
        column.addLayout(middle)
        column.addWidget(self.change)
        for widget in (title, self.value, self.parts, self.change):
            widget.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.clicked.connect(self._open)

    def show_count(self, now: int, past: int | None, worse: bool) -> None:
        """A count; its change in dossiers and percent."""
        self._show(number(now), "")
        if past is None:
            self._told(_NO_EARLIER, colours().muted)
            return
        change = now - past
        share = percent(change, past, 0)
        ratio = f" ({_signed(int(share))} %)" if share is not None and change else ""
        self._told(f"{_signed(change)}{ratio}", _tone(change, worse))

    def show_share(self, now: ShareValue, past: ShareValue | None, unit: str, worse: bool) -> None:
        """A share or mean; its change in points."""
        if now.value is None:
            self._show("–", "")
            self._told("chưa có để tính" if now.known else "sổ chưa ghi", colours().muted)
            return
        of = f"{number(now.part)}/{number(now.whole)}" if now.part is not None and now.whole else ""
        self._show(f"{decimal_text(now.value)} {unit}", of)
        if past is None or past.value is None:
            self._told(_NO_EARLIER, colours().muted)
            return
        change = now.value - past.value
        told = f"{_signed(change)} {'điểm' if unit == '%' else unit}" if change else _signed(change)
        self._told(told, _tone(change, worse))

    @property
    def wanted(self) -> FigureSlice | MarkSlice | None:
        """The list behind the figure."""
        return self._wanted

    @wanted.setter
    def wanted(self, wanted: FigureSlice | MarkSlice | None) -> None:
        self._wanted = wanted
        hand, arrow = Qt.CursorShape.PointingHandCursor, Qt.CursorShape.ArrowCursor
        self.setCursor(hand if wanted is not None else arrow)

    def _show(self, text: str, detail: str) -> None:
        self.value.setText(text)
        self.parts.setText(detail)
        self._explain(f"{text} = {detail}" if detail else "")
        self.setAccessibleName(f"{self._words.title}: {text} {detail}".strip())

    def _explain(self, made_of: str) -> None:
        words = self._words
        lines = (words.title, made_of, words.meaning, f"Căn cứ: {words.source}")
        self.setToolTip("\n".join(line for line in lines if line))

    def _told(self, text: str, colour: str) -> None:
        self.change.setText(text)
        self.change.setStyleSheet(f"color: {colour};")

    def _open(self) -> None:
        if self.wanted is not None:
            self.opened.emit(self.wanted)


def _compared_with(overview: Overview) -> str:
    """What the small numbers under the figures compare with."""
    earlier, days = overview.earlier, overview.earlier.period
    label_before = earlier.label or f"{day(days.start)} – {day(days.end)}"
    if overview.past is None and overview.is_empty:
        return "Sổ chưa có hồ sơ nào: con số và biểu đồ hiện ra khi có hồ sơ đầu tiên."
    if overview.past is None:
        return f"Không có kỳ trước ({label_before}) để so sánh: sổ bắt đầu sau kỳ đó."
    text = f"Số nhỏ: thay đổi so với kỳ trước ({label_before})."
    if overview.begun_on is not None:
        text += f" Sổ bắt đầu từ ngày {day(overview.begun_on)}, nên kỳ trước chưa trọn."
    return text


def _signed(value: int | Decimal) -> str:
    text = number(abs(value)) if isinstance(value, int) else decimal_text(abs(value))
    return f"+{text}" if value > 0 else f"−{text}" if value < 0 else "không đổi"


def _tone(change: int | Decimal, worse: bool) -> str:
    if not change:
        return colours().muted
    return colours().overdue if (change > 0) is worse else colours().good
