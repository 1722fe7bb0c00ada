"""On top of the page: the steps of the round, what runs out next, the deadlines."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from desktop.domain.roles import Permission
from desktop.services.assessments.stages import RoundStatus
from desktop.services.office import Office
from desktop.ui.scoring.rounds.round_words import deadline_words, step_words, steps_of
from desktop.ui.theme import colours
from desktop.ui.widgets.buttons import button
from desktop.ui.widgets.cards import ElidedLabel
from desktop.ui.widgets.permits import permit


class RoundBar(QWidget):
    """One line; the button is the leader's."""

    def __init__(self, office: Office) -> None:
        super().__init__()
        self.setObjectName("roundBar")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        self.steps = QLabel()
        self.steps.setObjectName("roundSteps")
        self.steps.setTextFormat(Qt.TextFormat.RichText)
        self.deadline = ElidedLabel("")
        self.deadline.setObjectName("roundDeadline")
        self.deadline.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.dates = button(
            "Hạn của đợt", role="quiet", name="roundDates", icon_name="calendar", key="Ctrl+Shift+H"
        )
        self.dates.setToolTip("Xem, đặt, gia hạn các hạn của đợt\nPhím tắt: Ctrl+Shift+H")
        permit(self.dates, office, Permission.ASSIGN_LINES)
        row.addWidget(self.steps)
        row.addWidget(self.deadline, 1)
        row.addWidget(self.dates)

    def show_status(self, status: RoundStatus, today: date) -> None:
        """Replaces what is shown."""
        c = colours()
        parts = []
        for step in steps_of(status.stage):
            if step.is_next:
                parts.append(f'<b><span style="color:{c.accent}">{step.name}</span></b>')
            else:
                mark = "✓ " if step.is_done else ""
                tone = c.good if step.is_done else c.muted
                parts.append(f'<span style="color:{tone}">{mark}{step.name}</span>')
        self.steps.setText(f'<span style="color:{c.muted}"> › </span>'.join(parts))
        self.steps.setAccessibleName(step_words(status.stage))
        self.steps.setToolTip(step_words(status.stage))
        words, tone_name = deadline_words(status, today)
        self.deadline.setText(words)
        self.deadline.setStyleSheet(f"color: {getattr(c, tone_name)};")
