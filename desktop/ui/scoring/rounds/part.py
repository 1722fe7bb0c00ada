"""The page's part in the round: its bar, its view, the actions that follow the approval."""

from __future__ import annotations

from PySide6.QtWidgets import QMenu, QPushButton, QWidget

from desktop.domain.criteria.rounds import Stage
from desktop.domain.moments import local_date
from desktop.domain.roles import Permission
from desktop.services.assessments.sheets import ScoreSheet
from desktop.services.assessments.stages import RoundStatus
from desktop.ui.icons import icon
from desktop.ui.scoring.rounds.assigning import Assigning
from desktop.ui.scoring.rounds.compare_view import CompareView
from desktop.ui.scoring.rounds.desk import RoundDesk
from desktop.ui.scoring.rounds.round_bar import RoundBar
from desktop.ui.scoring.rounds.round_words import (
    is_open_for_answers,
    lock_words,
    submission_words,
)
from desktop.ui.scoring.undo_stack import UndoStack
from desktop.ui.shell.context import UiContext
from desktop.ui.theme import colours
from desktop.ui.widgets.permits import permit

Notice = tuple[str, str, str]


class RoundPart:
    """Holds the status of the shown assessment; the page tells it which view is shown."""

    def __init__(self, context: UiContext, undo: UndoStack, page: QWidget) -> None:
        self._context = context
        self.status: RoundStatus | None = None
        self.bar = RoundBar(context.office)
        self.view = CompareView(context, undo)
        self.desk = RoundDesk(context, undo, page)
        self.assigning = Assigning(context, undo, page)
        self.bar.dates.clicked.connect(lambda: self.desk.ask_deadlines(self.status))

    @property
    def is_open(self) -> bool:
        """Whether answers and proof may be changed today."""
        return self.status is not None and is_open_for_answers(self.status)

    @property
    def notice(self) -> Notice | None:
        """What the page must say of lock or submission; None when neither."""
        if self.status is None:
            return None
        lock, sent = lock_words(self.status), submission_words(self.status)
        if lock:
            return lock, "lock", colours().due
        stage, submission = self.status.stage, self.status.submission
        came = submission is not None and submission.acknowledged_at is not None
        if sent and (stage is Stage.SUBMITTED or (came and stage is not Stage.PUBLISHED)):
            return sent, "transfer", colours().accent
        return None

    def show_status(self, status: RoundStatus) -> None:
        """The round of the sheet that is about to be shown."""
        self.status = status
        self.bar.show_status(status, local_date(self._context.office.now()))

    def fill_menu(self, menu: QMenu) -> None:
        """What belongs to the papers that leave."""
        menu.addAction(
            icon("edit"), "Khó khăn, đề xuất…", lambda: self.desk.ask_write_up(self.status)
        )
        menu.addAction(
            icon("transfer"), "Xem bản nộp cho tỉnh…", lambda: self.desk.ask_submit(self.status)
        )

    def name_main(self, main: QPushButton) -> None:
        """The main action after the approval; hidden where nothing is left to do."""
        if self.status is None:
            return
        stage, comparing = self.status.stage, self.view.isVisible()
        keys = main.shortcut()
        texts = {
            Stage.APPROVED: "Nộp cho tỉnh",
            Stage.SUBMITTED: "Xem bản đã nộp",
            Stage.PUBLISHED: "" if comparing else "Xem kết quả",
        }
        waiting = self.status.explanations_waiting
        sending = f"Gửi {waiting} giải trình" if waiting else "Gửi giải trình"
        text = texts.get(stage, sending if comparing else "Đối chiếu thẩm định")
        main.setVisible(bool(text))
        main.setText(text)
        main.setShortcut(keys)
        permit(main, self._context.office, self._needed(stage, comparing))
        if comparing and stage not in texts and not waiting:
            main.setEnabled(False)
            main.setToolTip("Chưa có giải trình nào chờ gửi: viết ở từng dòng trước.")

    def main(self) -> bool:
        """Does it; False when the way leads to the view of both sides."""
        if self.status is None:
            return True
        stage = self.status.stage
        if stage in (Stage.APPROVED, Stage.SUBMITTED):
            self.desk.ask_submit(self.status)
        elif stage is not Stage.PUBLISHED and self.view.isVisible():
            self.view.panel.form.commit()
            self.desk.ask_send(self.view.found)
        else:
            return False
        return True

    def step(self, to_sheet: object) -> None:
        """The button of the view that has nothing to compare yet."""
        stage = self.status.stage if self.status is not None else Stage.OPEN
        if stage in (Stage.OPEN, Stage.HANDED_IN):
            assert callable(to_sheet)
            to_sheet()
        elif stage is Stage.APPROVED:
            self.desk.ask_submit(self.status)
        else:
            self.desk.open_sync()

    def assign(self, sheet: ScoreSheet | None, marked: list[str]) -> None:
        """Giao dòng."""
        self.assigning.ask(sheet, marked)

    @staticmethod
    def _needed(stage: Stage, comparing: bool) -> Permission:
        sends = comparing and stage not in (Stage.APPROVED, Stage.SUBMITTED, Stage.PUBLISHED)
        return Permission.APPROVE_ASSESSMENT if sends else Permission.ASSESS
