"""For a dossier that was lodged elsewhere (phi địa giới): a tick, and when it was lodged there."""

from __future__ import annotations

from datetime import UTC, datetime

from PySide6.QtCore import QDate, QDateTime, Qt, QTime, Signal
from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from desktop.domain.moments import VIETNAM, local
from desktop.ui.shell.context import UiContext
from desktop.ui.widgets.day_edit import MomentEdit
from desktop.ui.widgets.fields import Field
from desktop.wording.payments import BOUNDARY_HINT


class BoundaryBox(QWidget):
    """``tick`` stands where the form puts it; the time is asked for only when it is set."""

    changed = Signal()

    def __init__(self, context: UiContext) -> None:
        super().__init__()
        self._context = context
        self.tick = QCheckBox("Phi địa giới")
        self.tick.setObjectName("outsideBoundary")
        # Rare: the way with Tab does not lead through it, a key sets it.
        self.tick.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.tick.setShortcut("Ctrl+B")
        self.tick.setToolTip(f"{BOUNDARY_HINT}\nPhím tắt: Ctrl+B")
        self._edit = MomentEdit()
        self._edit.setDisplayFormat("HH:mm dd/MM/yyyy")
        self._edit.setCalendarPopup(True)
        self.time = Field("Đã nộp ở nơi khác lúc", self._edit, "submittedAt")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.time)
        column.addWidget(self.time.words)
        self.tick.toggled.connect(self._toggled)
        self._edit.dateTimeChanged.connect(lambda _moment: self.changed.emit())
        self.hide()

    @property
    def is_outside(self) -> bool:
        """Whether it came from outside the area."""
        return self.tick.isChecked()

    @property
    def submitted_at(self) -> datetime | None:
        """When it was lodged there; None in the usual case."""
        if not self.is_outside:
            return None
        day, clock = self._edit.date(), self._edit.time()
        time = clock.hour(), clock.minute()
        made = datetime(day.year(), day.month(), day.day(), *time, tzinfo=VIETNAM)
        return made.astimezone(UTC)

    def clear(self) -> None:
        """The usual case."""
        self.tick.setChecked(False)

    def state(self) -> str | None:
        """Plain data for the draft."""
        return self.submitted_at.isoformat() if self.submitted_at else None

    def set_state(self, state: str | None) -> None:
        """Puts a draft back."""
        self.tick.setChecked(state is not None)
        if state is not None:
            self._show(datetime.fromisoformat(state))

    def _toggled(self, is_outside: bool) -> None:
        if is_outside:
            self._show(self._context.office.now())
        self.setVisible(is_outside)
        if is_outside and self.tick.hasFocus():  # set by a hand: the time is what it says next
            self._edit.setFocus(Qt.FocusReason.OtherFocusReason)
        self.changed.emit()

    def _show(self, moment: datetime) -> None:
        at = local(moment)
        self._edit.setDateTime(
            QDateTime(QDate(at.year, at.month, at.day), QTime(at.hour, at.minute))
        )
