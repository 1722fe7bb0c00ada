"""Đồng bộ: one sentence, what waits to leave, what the province answered, what needs a look."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from desktop.domain.packages import SyncProblem
from desktop.domain.roles import Permission
from desktop.services.office import Office
from desktop.services.outcomes import Change, Outcome
from desktop.ui.shell.context import UiContext
from desktop.ui.shell.page import Page
from desktop.ui.sync.answers_view import AnswersView
from desktop.ui.sync.carrying import Carrying
from desktop.ui.sync.join_view import JoinView
from desktop.ui.sync.problem_list import ProblemList, is_of_road, wants_invitation
from desktop.ui.sync.state_card import StateCard
from desktop.ui.sync.waiting_view import WaitingView
from desktop.ui.widgets.buttons import button
from desktop.ui.widgets.permits import permit
from desktop.wording.dates import number

if TYPE_CHECKING:
    from desktop.services.syncing.key_rotation import KeyState
    from desktop.services.syncing.status import Notice, SyncStatus

_MINUTE_MS = 60_000
# Told by a turn alone: the status does not know of them.
_OF_A_TURN = (SyncProblem.RECEIPT_REFUSED,)


class SyncPage(Page):
    """The page of the way to the province."""

    key = "sync"
    title = "Đồng bộ"
    icon_name = "transfer"
    place = 7

    def __init__(self, context: UiContext) -> None:
        super().__init__(context)
        self._status: SyncStatus | None = None
        self._of_turn: tuple[Notice, ...] = ()
        self.carrying = Carrying(context, self)
        self.card = StateCard(context.office)
        self.problems = ProblemList()
        self.waiting = WaitingView(context)
        self.answers = AnswersView(context, self)
        self.join = JoinView(context)
        self._build_actions()
        self._build_body()
        self._connect()
        self._clock = QTimer(self)
        self._clock.setInterval(_MINUTE_MS)
        self._clock.timeout.connect(self._minute)
        self._clock.start()

    def enter(self) -> None:
        """Reads where sending stands."""
        self._read()
        self.answers.read()

    def refresh(self, changes: frozenset[Change]) -> None:
        """Every dossier changes what waits."""
        if not self.isVisible():
            return
        if changes & {Change.SYNC, Change.DOSSIERS, Change.OFFICE}:
            self._read()
        if Change.SYNC in changes:
            self.answers.read()

    def help_keys(self) -> tuple[tuple[str, str], ...]:
        """For the F1 sheet."""
        return (
            ("Ctrl+F", "tìm gói theo số gói hoặc mã hồ sơ"),
            ("↑ ↓", "xem từng gói, từng mục"),
            ("Enter", "mở hồ sơ của mục đang chọn"),
        )

    def _build_actions(self) -> None:
        self.fetch = button(
            "Đọc biên nhận từ USB…", name="syncImport", icon_name="package-import", key="Ctrl+R"
        )
        self.stick = button("Chép ra USB…", name="syncExport", icon_name="upload", key="Ctrl+E")
        self.turn = button(
            "Gửi và nhận", role="primary", name="syncRun", icon_name="transfer", key="Ctrl+Return"
        )
        for made in (self.fetch, self.stick, self.turn):
            made.hide()
            self.action_bar.addWidget(made)

    def _build_body(self) -> None:
        main = QWidget()
        column = QVBoxLayout(main)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(self.card)
        column.addWidget(self.problems)
        across = QHBoxLayout()
        across.setSpacing(12)
        across.addWidget(self.waiting, 1)
        across.addWidget(self.answers, 1)
        column.addLayout(across, 1)
        column.addLayout(self._build_foot())
        self.stack = QStackedWidget()
        self.stack.addWidget(main)
        self.stack.addWidget(self.join)
        self._main = main
        self.content.addWidget(self.stack, 1)

    def _build_foot(self) -> QHBoxLayout:
        self.again = button(
            "Gửi lại toàn bộ sổ",
            role="quiet",
            name="syncResend",
            icon_name="refresh",
            key="Ctrl+Shift+E",
            tip="Khi tỉnh mất dữ liệu và yêu cầu gửi lại; điều tỉnh đã có không bị ghi hai lần",
        )
        self.other = button(
            "Dùng giấy mời mới…",
            role="quiet",
            name="syncRejoin",
            icon_name="mail",
            key="Ctrl+Shift+O",
            tip="Khi tỉnh đã thu hồi máy này, hoặc đổi khóa",
        )
        self.keys = button(
            "Đổi khóa của máy",
            role="quiet",
            name="syncKeys",
            icon_name="lock",
            key="Ctrl+Shift+K",
            tip="Khóa mới được báo cho tỉnh bằng chữ ký của khóa cũ; gói cũ vẫn mở được",
        )
        self.rules = button(
            "Quy định của tỉnh",
            role="quiet",
            name="syncRules",
            icon_name="list-check",
            key="Ctrl+Shift+Q",
            tip="Bộ tiêu chí, danh mục, lịch, mẫu giấy mà tỉnh đã gửi; gói nào chờ đơn vị xem",
        )
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.rules)
        foot.addWidget(self.keys)
        foot.addWidget(self.again)
        foot.addWidget(self.other)
        return foot

    def _connect(self) -> None:
        office = self.context.office
        for made in (self.fetch, self.stick, self.turn):
            permit(made, office, Permission.SEND)
        self.keys.clicked.connect(self._rotate)
        self.rules.clicked.connect(lambda: self._open_rules())
        for made in (self.again, self.other, self.keys):
            permit(made, office, Permission.JOIN_PROVINCE)
        self.fetch.clicked.connect(self._choose_to_read)
        self.stick.clicked.connect(self._choose_to_write)
        self.turn.clicked.connect(self.carrying.send_and_fetch)
        self.again.clicked.connect(self._send_again)
        self.other.clicked.connect(self.join.choose)
        self.card.resume.clicked.connect(self._resume)
        self.card.road_button.clicked.connect(lambda: self.context.open_page("settings/road"))
        self.problems.step_wanted.connect(self._step)
        self.carrying.busy.connect(self._show_busy)
        self.carrying.reported.connect(self._note_turn)
        self.join.opened.connect(lambda: self.stack.setCurrentWidget(self.join))
        self.join.joined.connect(lambda _joined: self._read())
        self.join.left.connect(self._show_place)

    def _read(self) -> None:
        office = self.context.office
        self.context.runner.query(
            lambda _: _status(office), self._show, key="sync status", owner=self
        )

    def _show(self, status: SyncStatus | None) -> None:
        first, self._status = self._status is None, status
        self._show_place()
        if status is None:
            self.state.setText("Hồ sơ được ghi đầy đủ trên máy và chờ gửi")
            return
        self.state.setText(
            f"{status.province} · đơn vị {status.unit_code} · máy {str(status.device)[:8]}"
        )
        self.card.show_status(status, self.context.office.now())
        # Why sending rests is the big sentence itself.
        problems = [p for p in status.problems if p.code is not SyncProblem.SENDING_PAUSED]
        self.problems.show_notices([*self._of_turn, *problems], self.context.office.now())
        self.waiting.show_status(status)
        if first and self.isVisible():
            self.waiting.table.setFocus()

    def _show_place(self) -> None:
        """Joined or not; an opened invitation stays in front."""
        joined = self._status is not None
        if self.join.currentIndex() == 0:
            self.stack.setCurrentWidget(self._main if joined else self.join)
        for made in (self.fetch, self.stick):
            made.setVisible(joined)
        self.turn.setVisible(self._status is not None and bool(self._status.mailbox))

    def _note_turn(self, problems: tuple[Notice, ...]) -> None:
        self._of_turn = tuple(p for p in problems if p.code in _OF_A_TURN)
        self._read()

    def _show_busy(self, busy: bool) -> None:
        for made in (self.fetch, self.stick, self.turn):
            made.setEnabled(not busy)
        if not busy:
            for made in (self.fetch, self.stick, self.turn):
                permit(made, self.context.office, Permission.SEND)
            self._read()

    def _choose_to_write(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, "Chọn USB hoặc thư mục để chép gói ra")
        if chosen:
            self.carrying.write_stick(Path(chosen))

    def _choose_to_read(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, "Chọn USB hoặc thư mục có biên nhận")
        if chosen:
            self.carrying.read_stick(Path(chosen))

    def _send_again(self) -> None:
        office = self.context.office
        self.context.runner.command(
            lambda _: _again(office),
            lambda count: self.context.messages.say(
                f"Đã xếp {number(count)} bản ghi chờ gửi lại. Điều tỉnh đã có không bị ghi hai lần."
            ),
            button=self.again,
            owner=self,
            label="Đang xếp gửi lại",
        )

    def _rotate(self) -> None:
        office = self.context.office
        self.context.runner.command(
            lambda _: _rotate(office),
            lambda state: self.context.messages.say(
                f"Đã đổi khóa của máy ({state.device}). Gói tiếp theo báo tỉnh bằng khóa cũ."
            ),
            button=self.keys,
            owner=self,
            label="Đang đổi khóa",
        )

    def _resume(self) -> None:
        office = self.context.office
        self.context.runner.command(
            lambda _: _resume(office),
            lambda _value: self.context.messages.say(
                "Đã cho gửi tiếp. Điều mới hơn ở tỉnh được giữ nguyên."
            ),
            button=self.card.resume,
            owner=self,
            label="Đang cho gửi tiếp",
        )

    def _open_rules(self, pack: str = "") -> None:
        from desktop.ui.sync.rules_dialog import RulesDialog

        RulesDialog(self.context, self, pack).open()

    def _step(self, notice: Notice) -> None:
        if notice.code in (SyncProblem.RULES_WAITING, SyncProblem.RULES_REFUSED):
            self._open_rules(notice.pack)
        elif notice.label:
            self.context.open_dossier(notice.label)
        elif notice.code is SyncProblem.NOT_JOINED or wants_invitation(notice):
            self.join.choose()
        elif is_of_road(notice):
            self.context.open_page("settings/road")
        elif notice.code is SyncProblem.SENT_AFTER_BACKUP:
            self.context.open_page("intake")
        else:
            self._choose_to_write()

    def _minute(self) -> None:
        """The age of the last word grows under an open window."""
        if self.isVisible() and self._status is not None:
            self.card.show_status(self._status, self.context.office.now())


def _status(office: Office) -> SyncStatus | None:
    from desktop.services.syncing.status import sync_status

    return sync_status(office)


def _again(office: Office) -> Outcome[int]:
    from desktop.services.syncing.joining import send_everything_again

    return send_everything_again(office)


def _rotate(office: Office) -> Outcome[KeyState]:
    from desktop.services.syncing.key_rotation import rotate_keys

    return rotate_keys(office)


def _resume(office: Office) -> Outcome[None]:
    from desktop.services.syncing.sending import resume

    return resume(office)
