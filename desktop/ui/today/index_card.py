"""The index on the Today page: the score so far, the best step, last days, the province's news."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout

from desktop.services.assessments.today import Deadline, DeadlineKind, IndexToday, News, NewsKind
from desktop.ui.icons import pixmap
from desktop.ui.theme import colours
from desktop.ui.widgets.cards import Card, ElidedLabel, clear_layout, label
from desktop.wording.criteria import points
from desktop.wording.criteria_advice import step_text
from desktop.wording.index_today import deadline_text, news_text, standing_text, turn_text

_MOST_TURNS, _MOST_DEADLINES, _MOST_NEWS = 2, 2, 1
_SOON_DAYS = 14
# The view of the appraisal's differences on the page of self-assessment.
_COMPARED = "compare"


class IndexCard(Card):
    """Tells ``page_wanted`` with the place that a line opens."""

    page_wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__("Chỉ số CCHC", spacing=2)
        self.setObjectName("indexCard")
        self.mark = label("", "warning", name="indexMark")
        self.head.addWidget(self.mark)
        self.lines = QVBoxLayout()
        self.lines.setSpacing(0)
        self.body.addLayout(self.lines)

    def show_index(self, found: IndexToday, today: date) -> None:
        """Replaces the lines."""
        clear_layout(self.lines)
        self.mark.setText("dữ liệu mẫu" if found.is_sample else "")
        place = f"scoring/{found.year}/{found.set_code}"
        c = colours()
        self._add(
            "list-check", f"Năm {found.year}: {standing_text(found)}", f"{place}/sheet", bold=True
        )
        for turn in found.turns[:_MOST_TURNS]:
            where = f"scoring/{turn.year}/{turn.set_code}/sheet"
            self._add("message-report", turn_text(turn), where, colour=c.due)
        if found.best is not None:
            step = found.best
            text = f"Nên làm: +{points(step.gain)} điểm, {step.item.id} {step.item.name}"
            self._add("arrow-right", text, f"{place}/{step.item.id}", tip=step_text(step))
        for due in found.deadlines[:_MOST_DEADLINES]:
            left = (due.on - today).days
            colour = c.overdue if left < 0 else c.due if left <= _SOON_DAYS else c.text
            self._add("clock", deadline_text(due, today), _due_place(due), colour=colour)
        for news in found.news[:_MOST_NEWS]:
            self._add("mail", news_text(news), _news_place(news))

    def _add(
        self,
        icon_name: str,
        text: str,
        place: str,
        *,
        colour: str = "",
        tip: str = "",
        bold: bool = False,
    ) -> None:
        made = _Line(icon_name, text, colour, tip or text, bold)
        made.clicked.connect(lambda: self.page_wanted.emit(place))
        self.lines.addWidget(made)


class _Line(QPushButton):
    """One sentence; Enter or a click opens what it speaks of."""

    def __init__(self, icon_name: str, text: str, colour: str, tip: str, bold: bool) -> None:
        super().__init__()
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setProperty("role", "line")
        self.setObjectName("indexLine")
        self.setAccessibleName(text)
        self.setToolTip(tip)
        across = QHBoxLayout(self)
        across.setContentsMargins(6, 0, 6, 0)
        across.setSpacing(8)
        sign = QLabel()
        sign.setPixmap(pixmap(icon_name, colour or colours().accent, 16))
        said = ElidedLabel(text)
        if bold:
            said.setStyleSheet("font-weight: 600;")
        elif colour:
            said.setStyleSheet(f"color: {colour};")
        across.addWidget(sign)
        across.addWidget(said, 1)
        for child in (sign, said):
            child.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)


def _due_place(due: Deadline) -> str:
    place = f"scoring/{due.year}/{due.set_code}"
    if due.kind is DeadlineKind.MY_LINES:
        return f"{place}/{due.item}"
    return f"{place}/{_COMPARED if due.kind is DeadlineKind.EXPLAIN else 'sheet'}"


def _news_place(news: News) -> str:
    if news.kind is NewsKind.RULES:
        return "sync"
    return f"scoring/{news.year}/{news.set_code}/{_COMPARED}"
