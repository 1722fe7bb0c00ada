"""Ticks the office's own sending and tells where it stands; the work itself is in services."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.domain.sending import Turn
from desktop.services.office import Office
from desktop.services.outcomes import Outcome
from desktop.services.progress import Progress
from desktop.services.syncing.joined import has_joined
from desktop.ui.shell.runner import Job, Runner
from desktop.wording.dates import moment
from desktop.wording.roads import turn_text

if TYPE_CHECKING:
    from desktop.services.syncing.status import RoadView

_LOOK_MS = 20_000
_TELL_MS = 1_000


class SendWatch(QObject):
    """One for the window; ``told`` gives the strip's line and its hint."""

    told = Signal(str, str)

    def __init__(self, office: Office, runner: Runner, parent: QObject) -> None:
        super().__init__(parent)
        self._office = office
        self._runner = runner
        self._job: Job | None = None
        # A turn that came to nothing is not taken again before the next tick.
        self._is_resting = False
        self._look = QTimer(self)
        self._look.setInterval(_LOOK_MS)
        self._look.timeout.connect(self._tick)
        self._look.start()
        self._tell = QTimer(self)
        self._tell.setInterval(_TELL_MS)
        self._tell.timeout.connect(self._tell_progress)

    def _tick(self) -> None:
        self._is_resting = False
        self.look()

    def look(self) -> None:
        """Looks whether a turn is due; cheap, beside everything else."""
        self._runner.query(
            lambda _: _view_of(self._office), self._seen, key="send-watch", owner=self
        )

    def stop(self) -> None:
        """Takes no new turn; one that runs stops at its next block."""
        self._look.stop()
        if self._job is not None:
            self._job.progress.cancel()

    def _seen(self, found: RoadView | None) -> None:
        if found is None:
            return
        if self._job is None:
            self.told.emit(_text(found), _hint(found))
            is_due = found.planned is not None and found.planned.turn is Turn.DUE
            if is_due and self._look.isActive() and not self._is_resting:
                self._begin()

    def _begin(self) -> None:
        self._job = self._runner.background(
            lambda progress: _take_turn(self._office, progress),
            lambda _: self._ended(),
            owner=self,
            on_error=self._failed,
        )
        self._tell.start()

    def _failed(self, _error: Exception) -> bool:
        """Shown like any other error of ours; the next tick tries again."""
        self._ended()
        return False

    def _ended(self) -> None:
        self._job = None
        self._is_resting = True
        self._tell.stop()
        self.look()

    def _tell_progress(self) -> None:
        if self._job is not None and self._job.progress.what:
            self.told.emit(self._job.progress.what, "")


# What sends is loaded by the threads that send: the window opens without it.
def _view_of(office: Office) -> RoadView | None:
    if not has_joined(office):
        return None
    from desktop.services.syncing.status import road_view

    return road_view(office)


def _take_turn(office: Office, progress: Progress) -> Outcome[Any]:
    from desktop.services.syncing.turns import take_due_turn

    return take_due_turn(office, progress)


def _text(view: RoadView) -> str:
    """Only what the state of the province beside it does not say already."""
    planned = view.planned
    if planned is None or view.paused_why:
        return ""
    if planned.turn is Turn.DUE or (planned.state.reached_at and not planned.state.failures):
        return ""
    return turn_text(planned.turn, planned.at, planned.state, view.waiting)


def _hint(view: RoadView) -> str:
    last = view.last_acknowledged
    lines = [
        view.province,
        f"{view.waiting} gói chờ tỉnh xác nhận.",
        f"Tỉnh trả lời lần cuối: {moment(last)}." if last else "Tỉnh chưa trả lời lần nào.",
    ]
    if view.paused_why:
        lines.append(f"Tạm dừng: {view.paused_why}.")
    if view.planned is not None and view.planned.state.message:
        lines.append(view.planned.state.message)
    return "\n".join(lines)
