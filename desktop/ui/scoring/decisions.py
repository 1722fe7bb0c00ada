"""The steps of approval at the page: which button, what it asks, what it does."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QPushButton, QWidget

from desktop.domain.criteria.rounds import Stage
from desktop.domain.roles import Permission
from desktop.services.assessments.approval import approve, hand_in, reopen, send_back
from desktop.services.assessments.opening import change_version
from desktop.services.assessments.sheets import ScoreSheet
from desktop.services.assessments.since_approval import changes_since_approval
from desktop.services.assessments.stages import RoundStatus
from desktop.services.outcomes import Outcome
from desktop.ui.scoring.approval import Decision, DecisionDialog
from desktop.ui.scoring.version_dialog import VersionDialog
from desktop.ui.shell.context import UiContext
from desktop.ui.widgets.permits import permit

_DECIDES: dict[Stage, tuple[Decision, str, Permission]] = {
    Stage.OPEN: (Decision.HAND_IN, "Trình lãnh đạo", Permission.ASSESS),
    Stage.HANDED_IN: (Decision.APPROVE, "Duyệt", Permission.APPROVE_ASSESSMENT),
}
_BACK: dict[Stage, tuple[Decision, str]] = {
    Stage.HANDED_IN: (Decision.SEND_BACK, "Trả lại"),
    Stage.APPROVED: (Decision.REOPEN, "Mở lại"),
    Stage.SUBMITTED: (Decision.REOPEN, "Mở lại"),
}
_DONE: dict[Decision, str] = {
    Decision.HAND_IN: "Đã trình lãnh đạo; các dòng tạm khóa.",
    Decision.APPROVE: "Đã duyệt và khóa; bản duyệt được giữ nguyên. Bước sau: nộp cho tỉnh.",
    Decision.SEND_BACK: "Đã trả lại kèm ý kiến.",
    Decision.REOPEN: "Đã mở lại; bản đã duyệt vẫn còn.",
}


class Decisions:
    """Asks and runs one decision at a time; after the approval the round goes on elsewhere."""

    def __init__(self, context: UiContext, parent: QWidget, show_open: Callable[[], None]) -> None:
        self._context = context
        self._parent = parent
        self._show_open = show_open

    def name_buttons(self, status: RoundStatus, main: QPushButton, back: QPushButton) -> None:
        """The actions of the stage; who may not do them reads who may."""
        keys = main.shortcut()
        if status.stage in _DECIDES:
            _, text, permission = _DECIDES[status.stage]
            main.setText(text)
            permit(main, self._context.office, permission)
        main.setShortcut(keys)
        if status.stage in _BACK:
            keys = back.shortcut()
            back.setText(_BACK[status.stage][1])
            back.setShortcut(keys)
        permit(back, self._context.office, Permission.APPROVE_ASSESSMENT)

    @staticmethod
    def goes_back(status: RoundStatus) -> bool:
        """Whether the leader can give it back or open it again."""
        return status.stage in _BACK

    @staticmethod
    def decides(status: RoundStatus) -> bool:
        """Whether the main action is a decision."""
        return status.stage in _DECIDES

    def main(self, sheet: ScoreSheet | None, status: RoundStatus | None) -> None:
        """Hand in or approve."""
        if sheet is not None and status is not None and status.stage in _DECIDES:
            self.ask(_DECIDES[status.stage][0], sheet)

    def back(self, sheet: ScoreSheet | None, status: RoundStatus | None) -> None:
        """Send back, or open again, with a remark."""
        if sheet is not None and status is not None and status.stage in _BACK:
            self.ask(_BACK[status.stage][0], sheet)

    def ask(self, decision: Decision, sheet: ScoreSheet) -> None:
        """Says what it means, then does it."""
        dialog = DecisionDialog(decision, sheet, self._parent.window())
        dialog.confirmed.connect(lambda remark: self._run(decision, sheet, remark))
        dialog.lines_wanted.connect(self._show_open)
        dialog.open()
        if decision in (Decision.HAND_IN, Decision.APPROVE):
            office, row = self._context.office, sheet.assessment
            self._context.runner.query(
                lambda _: changes_since_approval(office, row.year, row.set_code),
                dialog.show_since,
                owner=dialog,
            )

    def change_version(self, sheet: ScoreSheet | None) -> None:
        """Shows what would become of each answer; moves when that is wanted."""
        if sheet is None:
            return
        dialog = VersionDialog(self._context, sheet, self._parent.window())
        dialog.confirmed.connect(lambda: self._move_version(sheet))
        dialog.open()
        dialog.read()

    def _move_version(self, sheet: ScoreSheet) -> None:
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
