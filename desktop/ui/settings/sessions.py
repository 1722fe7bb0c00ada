"""Working sessions of the week, entered as hours: "07:00-11:30, 13:30-17:00"."""

from __future__ import annotations

import re
from datetime import time

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QGridLayout, QWidget

from desktop.domain.errors import Entry, InputProblem, InputRefused
from desktop.domain.work_calendar import Session, WorkWeek
from desktop.ui.widgets.cards import label
from desktop.ui.widgets.fields import TextField

_SESSION = re.compile(r"(\d{1,2})[:hg](\d{2})?\s*-\s*(\d{1,2})[:hg](\d{2})?")


class SessionsEditor(QWidget):
    """Monday to Friday together, Saturday and Sunday apart."""

    changed = Signal()

    def __init__(self, week: WorkWeek) -> None:
        super().__init__()
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(10)
        self.weekdays = TextField(
            "Thứ Hai đến thứ Sáu", "sessionsWeekdays", placeholder="07:00-11:30, 13:30-17:00"
        )
        self.saturday = TextField(
            "Thứ Bảy (bỏ trống là nghỉ)", "sessionsSaturday", placeholder="07:00-11:30"
        )
        self.counted = QCheckBox("Thứ Bảy tính là ngày làm việc khi tính thời hạn")
        self.counted.setToolTip("Bỏ chọn nếu sáng thứ Bảy chỉ tiếp nhận hồ sơ")
        grid.addWidget(self.weekdays, 0, 0)
        grid.addWidget(self.saturday, 0, 1)
        grid.addWidget(self.counted, 1, 0, 1, 2)
        advice = "Giờ làm việc quyết định ngày hẹn trả: nhận sau giờ được tính sang buổi sau."
        grid.addWidget(label(advice, "caption", wrap=True), 2, 0, 1, 2)
        self.weekdays.set_text(_text(week.sessions[0]))
        self.saturday.set_text(_text(week.sessions[5]))
        self.counted.setChecked(week.counted[5])
        for field in (self.weekdays, self.saturday):
            field.changed.connect(self.changed)
        self.counted.toggled.connect(lambda _on: self.changed.emit())

    def week(self) -> WorkWeek:
        """The week as entered. Raises InputRefused for hours that cannot be read."""
        usual, saturday = _sessions(self.weekdays.text), _sessions(self.saturday.text)
        if not usual:
            raise InputRefused(InputProblem("sessions", Entry.REQUIRED))
        return WorkWeek(
            (usual,) * 5 + (saturday, ()),
            (True,) * 5 + (self.counted.isChecked() and bool(saturday), False),
        )


def _text(sessions: tuple[Session, ...]) -> str:
    return ", ".join(f"{s.start:%H:%M}-{s.end:%H:%M}" for s in sessions)


def _sessions(text: str) -> tuple[Session, ...]:
    found = []
    for part in filter(None, (piece.strip() for piece in text.split(","))):
        match = _SESSION.fullmatch(part)
        try:
            if match is None:
                raise ValueError(part)
            start = time(int(match[1]), int(match[2] or 0))
            end = time(int(match[3]), int(match[4] or 0))
        except ValueError:
            problem = InputProblem("sessions", Entry.SESSIONS_OVERLAP)
            raise InputRefused(problem) from None
        found.append(Session(start, end))
    return tuple(found)
