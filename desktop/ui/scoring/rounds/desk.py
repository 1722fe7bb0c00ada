"""What the round's buttons do: deadlines, texts, submission, explanations; one command each."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from desktop.domain.criteria.rounds import Stage
from desktop.domain.moments import local_date
from desktop.domain.roles import Permission, has
from desktop.services.assessments.deadlines import Deadlines, set_deadlines
from desktop.services.assessments.differences import Differences
from desktop.services.assessments.explaining import send_explanations
from desktop.services.assessments.stages import RoundStatus
from desktop.services.assessments.submission_preview import SubmissionPreview, preview_submission
from desktop.services.assessments.submitting import Submitted, submit, write_up
from desktop.ui.scoring.rounds.deadlines_dialog import DeadlinesDialog
from desktop.ui.scoring.rounds.round_words import lock_words
from desktop.ui.scoring.rounds.send_dialog import SendDialog
from desktop.ui.scoring.rounds.submit_dialog import SubmitDialog
from desktop.ui.scoring.rounds.write_up_dialog import WriteUpDialog
from desktop.ui.scoring.undo_stack import UndoStack
from desktop.ui.shell.context import UiContext
from desktop.ui.widgets.permits import REASONS

_SYNC_PAGE = "sync"


class RoundDesk:
    """Asks, then acts, for the assessment whose status it was given."""

    def __init__(self, context: UiContext, undo: UndoStack, parent: QWidget) -> None:
        self._context = context
        self._undo = undo
        self._parent = parent

    def ask_deadlines(self, status: RoundStatus | None) -> None:
        """The leader's dates; what they were before can be taken back."""
        if status is None or not self._may(Permission.ASSIGN_LINES):
            return
        today = local_date(self._context.office.now())
        dialog = DeadlinesDialog(status, today, self._parent.window())
        dialog.confirmed.connect(lambda wanted: self._set_deadlines(status, wanted))
        dialog.open()

    def ask_write_up(self, status: RoundStatus | None) -> None:
        """Difficulties and proposals; read only once they are handed in."""
        if status is None:
            return
        dialog = WriteUpDialog(status.assessment, self._why_fixed(status), self._parent.window())
        dialog.confirmed.connect(lambda hard, wish: self._write_up(status, hard, wish))
        dialog.open()

    def ask_submit(self, status: RoundStatus | None) -> None:
        """Shows what leaves first."""
        if status is None:
            return
        office, row = self._context.office, status.assessment
        self._context.runner.query(
            lambda _: preview_submission(office, row.year, row.set_code),
            self._show_preview,
            key="submissionPreview",
            owner=self._parent,
            label="Đang xem bản sẽ gửi",
        )

    def ask_send(self, found: Differences | None) -> None:
        """The explanations that wait, then they are queued."""
        if found is None or not self._may(Permission.APPROVE_ASSESSMENT):
            return
        dialog = SendDialog(found, self._parent.window())
        dialog.confirmed.connect(lambda: self._send(found))
        dialog.open()

    def open_sync(self) -> None:
        """The page that sends."""
        self._context.open_page(_SYNC_PAGE)

    def _may(self, permission: Permission) -> bool:
        return has(self._context.office.user.role, permission)

    def _why_fixed(self, status: RoundStatus) -> str:
        if not self._may(Permission.ASSESS):
            return REASONS[Permission.ASSESS]
        if status.stage is not Stage.OPEN:
            return (
                "Bản tự chấm đã trình hoặc đã nộp: chỉ xem. Lãnh đạo trả lại, mở lại thì sửa được."
            )
        return lock_words(status)

    def _set_deadlines(self, status: RoundStatus, wanted: Deadlines) -> None:
        office, row = self._context.office, status.assessment
        before = Deadlines(row.score_until, row.submit_until, row.explain_until)
        if before == wanted:
            return

        def put_back() -> None:
            self._context.runner.command(
                lambda _: set_deadlines(office, row.year, before, row.set_code),
                lambda _: self._context.messages.say("Các hạn trở lại như trước."),
                owner=self._parent,
            )

        self._context.runner.command(
            lambda _: set_deadlines(office, row.year, wanted, row.set_code),
            lambda _: self._context.messages.say("Đã đặt hạn.", self._undo.push(put_back)),
            owner=self._parent,
            label="Đang ghi hạn",
        )

    def _write_up(self, status: RoundStatus, difficulties: str, proposals: str) -> None:
        office, row = self._context.office, status.assessment

        def put_back() -> None:
            self._context.runner.command(
                lambda _: write_up(
                    office,
                    row.year,
                    difficulties=row.difficulties,
                    proposals=row.proposals,
                    set_code=row.set_code,
                ),
                lambda _: self._context.messages.say("Khó khăn, đề xuất trở lại như trước."),
                owner=self._parent,
            )

        self._context.runner.command(
            lambda _: write_up(
                office,
                row.year,
                difficulties=difficulties,
                proposals=proposals,
                set_code=row.set_code,
            ),
            lambda _: self._context.messages.say(
                "Đã ghi khó khăn, đề xuất.", self._undo.push(put_back)
            ),
            owner=self._parent,
            label="Đang ghi",
        )

    def _show_preview(self, seen: SubmissionPreview) -> None:
        needed = Permission.APPROVE_ASSESSMENT
        reason = "" if self._may(needed) else REASONS[needed]
        dialog = SubmitDialog(seen, self._parent.window(), may_submit=reason)
        dialog.confirmed.connect(lambda: self._submit(seen.status))
        dialog.sync_wanted.connect(self.open_sync)
        dialog.open()

    def _submit(self, status: RoundStatus) -> None:
        office, row = self._context.office, status.assessment

        def done(sent: Submitted) -> None:
            where = f"trong gói số {sent.package}" if sent.package else "chờ đóng gói ở lần gửi tới"
            self._context.messages.say(
                f"Đã nộp, {where}. Gửi đi ở trang Đồng bộ; có biên nhận mới là tỉnh đã nhận."
            )

        self._context.runner.command(
            lambda _: submit(office, row.year, row.set_code),
            done,
            owner=self._parent,
            label="Đang đóng gói bản nộp",
        )

    def _send(self, found: Differences) -> None:
        office, row = self._context.office, found.status.assessment
        self._context.runner.command(
            lambda _: send_explanations(office, row.year, row.set_code),
            lambda count: self._context.messages.say(
                f"Đã xếp {count} giải trình chờ gửi. Gửi đi ở trang Đồng bộ; "
                "có biên nhận mới là tỉnh đã nhận."
            ),
            owner=self._parent,
            label="Đang xếp giải trình",
        )
