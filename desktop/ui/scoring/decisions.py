"""The steps of approval at the page: which button, what it asks, what it does."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QPushButton, QWidget

from desktop.domain.criteria.progress import AssessmentState
from desktop.domain.roles import Permission
from desktop.services.assessments.approval import approve, hand_in, reopen, send_back
from desktop.services.assessments.opening import change_version
from desktop.services.assessments.sheets import ScoreSheet
from desktop.services.outcomes import Outcome
from desktop.ui.scoring.approval import Decision, DecisionDialog
from desktop.ui.shell.context import UiContext
from desktop.ui.widgets.permits import permit

_MAIN: dict[AssessmentState, tuple[Decision, str, Permission]] = {
    AssessmentState.OPEN: (Decision.HAND_IN, "Trình lãnh đạo", Permission.ASSESS),
    AssessmentState.HANDED_IN: (Decision.APPROVE, "Duyệt", Permission.APPROVE_ASSESSMENT),
    AssessmentState.APPROVED: (Decision.REOPEN, "Mở lại", Permission.APPROVE_ASSESSMENT),
}
_DONE: dict[Decision, str] = {
    Decision.HAND_IN: "Đã trình lãnh đạo; các dòng tạm khóa.",
    Decision.APPROVE: "Đã duyệt và khóa; bản duyệt được giữ nguyên.",
    Decision.SEND_BACK: "Đã trả lại kèm ý kiến.",
    Decision.REOPEN: "Đã mở lại; bản đã duyệt vẫn còn.",
}


class Decisions:
    """Asks and runs one decision at a time."""

    def __init__(self, context: UiContext, parent: QWidget, show_open: Callable[[], None]) -> None:
        self._context = context
        self._parent = parent
        self._show_open = show_open

    def name_buttons(self, sheet: ScoreSheet, main: QPushButton, back: QPushButton) -> None:
        """The main action of the state; who may not do it reads who may."""
        _, text, permission = _MAIN[sheet.assessment.state]
        keys = main.shortcut()
        main.setText(text)
        main.setShortcut(keys)
        permit(main, self._context.office, permission)
        permit(back, self._context.office, Permission.APPROVE_ASSESSMENT)

    def main(self, sheet: ScoreSheet | None) -> None:
        """Hand in, approve or open again."""
        if sheet is not None:
            self.ask(_MAIN[sheet.assessment.state][0], sheet)

    def back(self, sheet: ScoreSheet | None) -> None:
        """Send back with a remark."""
        if sheet is not None:
            self.ask(Decision.SEND_BACK, sheet)

    def ask(self, decision: Decision, sheet: ScoreSheet) -> None:
        """Says what it means, then does it."""
        dialog = DecisionDialog(decision, sheet, self._parent.window())
        dialog.confirmed.connect(lambda remark: self._run(decision, sheet, remark))
        dialog.lines_wanted.connect(self._show_open)
        dialog.open()

    def change_version(self, sheet: ScoreSheet | None) -> None:
        """Moves to the newest version; tells which lines are asked again."""
        if sheet is None:
            return
        office, row = self._context.office, sheet.assessment

        def done(asked: tuple[str, ...]) -> None:
            lines = f" Cần trả lời lại: {', '.join(asked)}." if asked else ""
            self._context.messages.say(f"Đã chuyển sang phiên bản mới của bộ tiêu chí.{lines}")

        self._context.runner.command(
            lambda _: change_version(office, row.year, row.set_code), done, owner=self._parent
        )

    def _run(self, decision: Decision, sheet: ScoreSheet, remark: str) -> None:
        work = self._work(decision, sheet, remark)
        self._context.runner.command(
            lambda _: work(),
            lambda _: self._context.messages.say(_DONE[decision]),
            owner=self._parent,
            label="Đang ghi",
        )

    def _work(
        self, decision: Decision, sheet: ScoreSheet, remark: str
    ) -> Callable[[], Outcome[str] | Outcome[None]]:
        office, row = self._context.office, sheet.assessment
        works: dict[Decision, Callable[[], Outcome[str] | Outcome[None]]] = {
            Decision.HAND_IN: lambda: hand_in(office, row.year, row.set_code),
            Decision.APPROVE: lambda: approve(office, row.year, row.set_code),
            Decision.SEND_BACK: lambda: send_back(office, row.year, remark, row.set_code),
            Decision.REOPEN: lambda: reopen(office, row.year, remark, row.set_code),
        }
        return works[decision]
