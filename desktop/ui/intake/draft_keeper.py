"""What is typed of a dossier, kept on disk half a second later, so that it survives a crash."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QObject, QTimer

from desktop.domain.errors import EnvironmentProblem
from desktop.services.drafts import Draft, drop_draft, keep_draft, read_draft
from desktop.services.procedures import ProcedureRow, list_procedures
from desktop.ui.shell.context import UiContext
from desktop.wording.problems import message

_WAIT_MS = 500
_NOT_KEPT = "Những gì đang gõ chưa giữ lại được, sẽ mất nếu máy tắt; hồ sơ đã lưu vẫn còn nguyên."


class DraftKeeper(QObject):
    """``state`` gives plain data of the form, or None while there is nothing to keep."""

    def __init__(
        self,
        context: UiContext,
        kind: str,
        state: Callable[[], dict[str, Any] | None],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._kind = kind
        self._state = state
        self._is_warned = False
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(_WAIT_MS)
        self._wait.timeout.connect(self._keep)

    def start(self) -> None:
        """Something was typed: it is kept when the hand rests."""
        self._wait.start()

    def stop(self) -> None:
        """Nothing is waiting any more: the dossier is saved, or the form is empty."""
        self._wait.stop()

    def keep_now(self) -> None:
        """The window closes: what waits to be kept is kept at once."""
        if self._wait.isActive():
            self._wait.stop()
            self._keep()

    def drop(self) -> None:
        """Forgets what was kept."""
        office, kind = self._context.office, self._kind
        self._context.runner.command(lambda _: drop_draft(office, kind))

    def restore(self, put_back: Callable[[Draft, ProcedureRow | None], None]) -> None:
        """Gives the draft of the last time, with its procedure, if there is one."""
        office, kind = self._context.office, self._kind

        def read(_: object) -> tuple[Draft | None, ProcedureRow | None]:
            draft = read_draft(office, kind)
            code = draft.content["procedure"]["procedure"] if draft else ""
            known = (row for row in list_procedures(office) if row.code == code)
            return draft, next(known, None)

        def found(answer: tuple[Draft | None, ProcedureRow | None]) -> None:
            draft, procedure = answer
            if draft is not None:
                put_back(draft, procedure)

        self._context.runner.query(read, found, owner=self)

    def _keep(self) -> None:
        content = self._state()
        if content is None:
            return
        office, kind = self._context.office, self._kind

        def kept(_: object) -> None:
            self._is_warned = False

        self._context.runner.command(
            lambda _: keep_draft(office, kind, content), kept, on_error=self._not_kept
        )

    def _not_kept(self, error: Exception) -> bool:
        """Said once and beside the work: a dialog would take the keys from who is typing."""
        if not isinstance(error, EnvironmentProblem):
            return False
        if not self._is_warned:
            self._is_warned = True
            words = message(error)
            self._context.messages.warn(replace(words, safe=_NOT_KEPT))
        return True
