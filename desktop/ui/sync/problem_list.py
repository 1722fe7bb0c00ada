"""What is not as it should be, each with the next step beside it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from desktop.domain.errors import Surroundings
from desktop.domain.packages import SyncProblem
from desktop.ui.icons import pixmap
from desktop.ui.theme import colours
from desktop.ui.widgets.buttons import button
from desktop.ui.widgets.cards import Card, clear_layout, label
from desktop.wording.dates import number
from desktop.wording.sync_page import age

if TYPE_CHECKING:
    from desktop.services.syncing.status import Notice

_MOST_HIGH = 132
# Margins, sign and scroll bar.
_BESIDE = 76
# The next step of a problem, where the window has one.
_STEPS: dict[SyncProblem | Surroundings, str] = {
    SyncProblem.WAITING_LONG: "Chép lại ra USB",
    SyncProblem.QUARANTINED: "Mở hồ sơ",
    SyncProblem.NEWER_AT_PROVINCE: "Mở hồ sơ",
    SyncProblem.REJECTED: "Chép lại ra USB",
    SyncProblem.FILES_WAIT_FOR_STICK: "Chép ra USB",
    SyncProblem.SENT_AFTER_BACKUP: "Tiếp nhận",
    SyncProblem.RULES_WAITING: "Xem và chọn…",
    SyncProblem.RULES_REFUSED: "Xem…",
}
# What the road itself has trouble with is mended where the road is set and tried.
ROAD_STEP = "Thử đường…"
NEW_INVITATION = "Dùng giấy mời mới…"


class ProblemList(Card):
    """Tells ``step_wanted`` with the notice whose button was pressed; unseen without problems."""

    step_wanted = Signal(object)

    def __init__(self) -> None:
        super().__init__(margins=12, spacing=6)
        self.setObjectName("syncProblems")
        self.heading = label("", "section", name="syncProblemsTitle")
        self.head.addWidget(self.heading)
        self.body.insertLayout(0, self.head)
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        holder = QWidget()
        self._lines: list[tuple[QLabel, QPushButton | None]] = []
        self._rows = QVBoxLayout(holder)
        self._rows.setContentsMargins(0, 0, 6, 0)
        self._rows.setSpacing(4)
        self._area.setWidget(holder)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.body.addWidget(self._area)
        self.hide()

    def show_notices(self, notices: Sequence[Notice], now: datetime) -> None:
        """Replaces the lines, each with its age."""
        clear_layout(self._rows)
        self._lines.clear()
        self.setVisible(bool(notices))
        self.heading.setText(f"Cần xem: {number(len(notices))}")
        for place, notice in enumerate(notices, start=1):
            self._rows.addWidget(self._line(place, notice, now))
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Wrapped words are higher in a narrow window."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """As high as its lines, and not higher than a few of them."""
        wide = max(self.width() - _BESIDE, 200)
        high = 0
        for text, step in self._lines:
            room = wide - (step.sizeHint().width() + 8 if step is not None else 0)
            needed = text.heightForWidth(room)
            text.setMinimumHeight(needed)
            high += max(needed, step.sizeHint().height() if step is not None else 0)
        self._area.setFixedHeight(min(high + 4 * len(self._lines), _MOST_HIGH))

    def _line(self, place: int, notice: Notice, now: datetime) -> QWidget:
        row = QWidget()
        across = QHBoxLayout(row)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(8)
        picture = QLabel()
        picture.setPixmap(pixmap("alert-triangle", colours().due))
        across.addWidget(picture, 0, Qt.AlignmentFlag.AlignVCenter)
        since = f" ({age(notice.since, now)})" if notice.since is not None else ""
        text = label(f"{notice.message}{since}", wrap=True, name=f"syncProblem{place}")
        text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        across.addWidget(text, 1)
        step = ROAD_STEP if is_of_road(notice) else _STEPS.get(notice.code)
        step = NEW_INVITATION if wants_invitation(notice) else step
        made: QPushButton | None = None
        if step:
            key = f"Ctrl+{place}" if place < 10 else ""
            tip = "" if key else "Phím tắt: Tab, Enter"
            made = button(step, role="quiet", name=f"syncStep{place}", key=key, tip=tip)
            made.clicked.connect(lambda: self.step_wanted.emit(notice))
            across.addWidget(made, 0, Qt.AlignmentFlag.AlignVCenter)
        self._lines.append((text, made))
        return row


def wants_invitation(notice: Notice) -> bool:
    """Whether the province does not know this machine, or no longer: nothing else helps."""
    return notice.wants_invitation or notice.code is SyncProblem.ENROLMENT_UNANSWERED


def is_of_road(notice: Notice) -> bool:
    """Whether the road or the mailbox is meant: its setting and trial are the next step."""
    return isinstance(notice.code, Surroundings) or notice.code is SyncProblem.MAILBOX_CLOSED
