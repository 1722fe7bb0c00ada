"""Đường gửi về tỉnh: the mailbox, how is sent, and trying it before it is saved."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from desktop.domain.errors import InputRefused
from desktop.domain.roles import Permission
from desktop.services.office import Office
from desktop.services.outcomes import Change, Outcome
from desktop.ui.settings.section import Section
from desktop.ui.shell.context import UiContext
from desktop.ui.shell.runner import Job, JobProgress
from desktop.ui.sync.mailbox_fields import MailboxFields
from desktop.ui.sync.sending_fields import SendingFields
from desktop.ui.sync.trial_view import TrialView
from desktop.ui.widgets.buttons import button
from desktop.ui.widgets.cards import EmptyState
from desktop.ui.widgets.fields import focus_first
from desktop.ui.widgets.permits import permit
from desktop.wording.problems import entry_text

if TYPE_CHECKING:
    from desktop.domain.sending import RoadSettings
    from desktop.services.syncing.road_form import MailboxInput, RoadForm
    from desktop.services.syncing.road_trial import RoadTrial

_TRIAL_WIDE = 320


class RoadSection(Section):
    """Form on the left, the trial on the right; saved as a whole with Ctrl+S."""

    key = "road"
    title = "Đường gửi về tỉnh"
    icon_name = "transfer"
    advice = "Mật khẩu và khóa được cất trong dữ liệu đã mã hóa của văn phòng, không hiện lại."

    def __init__(self, context: UiContext) -> None:
        super().__init__(context)
        self._form: RoadForm | None = None
        self._job: Job | None = None
        self.mailbox, self.sending, self.trial = MailboxFields(), SendingFields(), TrialView()
        self.pause = button("", name="roadPause", icon_name="player-stop", key="Ctrl+Shift+D")
        self.save_button = button(
            "Lưu", role="primary", name="saveRoad", icon_name="device-floppy", key="Ctrl+S"
        )
        self.empty = EmptyState(
            "plug-off",
            "Chưa kết nối với tỉnh",
            "Mở giấy mời của tỉnh ở trang Đồng bộ (Alt+7); sau đó đặt đường gửi ở đây.",
        )
        self.stack = QStackedWidget()
        self.stack.addWidget(self.empty)
        self.stack.addWidget(self._build_form())
        self.body.addWidget(self.stack, 1)
        self._connect()

    def enter(self) -> None:
        """Reads the road as it is set."""
        office = self.context.office
        self.context.runner.query(lambda _: _read(office), self._show, owner=self, key="road")

    def refresh(self, changes: frozenset[Change]) -> None:
        """A pause changes the button; what is being typed stays."""
        if Change.SYNC in changes and self.isVisible():
            office = self.context.office
            self.context.runner.query(
                lambda _: _read(office), self._show_pause, owner=self, key="road pause"
            )

    def entered(self) -> tuple[MailboxInput, RoadSettings]:
        """What stands in the form."""
        assert self._form is not None
        return self.mailbox.entered(), self.sending.entered(self._form.settings)

    def save(self) -> None:
        """Stores everything, or says what is wrong beside its field."""
        office, (mailbox, settings) = self.context.office, self.entered()
        self._clear_words()
        self.context.runner.command(
            lambda _: _save(office, mailbox, settings),
            self._saved,
            button=self.save_button,
            owner=self,
            label="Đang lưu",
            on_error=self._refused,
        )

    def try_now(self) -> None:
        """Goes the road as entered, beside the counter's work."""
        office, (mailbox, settings) = self.context.office, self.entered()
        self._clear_words()
        self.trial.clear()
        self.trial.go.setEnabled(False)
        self._job = self.context.runner.query(
            lambda progress: _try(office, mailbox, settings, progress),
            self.trial.show_trial,
            owner=self,
            key="road trial",
            label="Đang thử đường",
            on_error=self._refused,
        )

    def _build_form(self) -> QWidget:
        area = QScrollArea()
        area.setWidgetResizable(True)
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 8, 0)
        column.setSpacing(12)
        column.addWidget(self.mailbox)
        column.addWidget(self.sending)
        column.addStretch(1)
        area.setWidget(holder)
        self.trial.setFixedWidth(_TRIAL_WIDE)
        across = QHBoxLayout()
        across.setSpacing(12)
        across.addWidget(area, 1)
        across.addWidget(self.trial)
        foot = QHBoxLayout()
        foot.addWidget(self.pause)
        foot.addStretch(1)
        foot.addWidget(self.save_button)
        form = QWidget()
        whole = QVBoxLayout(form)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addLayout(across, 1)
        whole.addLayout(foot)
        return form

    def _connect(self) -> None:
        office = self.context.office
        permit(self.save_button, office, Permission.JOIN_PROVINCE)
        for made in (self.trial.go, self.pause):
            permit(made, office, Permission.SEND)
        self.save_button.clicked.connect(self.save)
        self.pause.clicked.connect(self._toggle_pause)
        self.trial.wanted.connect(self.try_now)
        self.trial.host_key_taken.connect(self.mailbox.use_host_key)
        self.mailbox.changed.connect(self.trial.clear)
        self.context.runner.job_finished.connect(self._finished)

    def _show(self, form: RoadForm | None) -> None:
        self._form = form
        self.stack.setCurrentIndex(int(form is not None))
        if form is None:
            return
        self.mailbox.show_form(form)
        self.sending.show_settings(form.settings, form.asked)
        self._show_pause(form)

    def _show_pause(self, form: RoadForm | None) -> None:
        if form is None:
            return
        paused = form.settings.paused
        self.pause.setText("Cho gửi tiếp qua mạng" if paused else "Tạm dừng gửi qua mạng")
        self.pause.setVisible(form.road is not None)

    def _saved(self, form: RoadForm) -> None:
        self._show(form)
        self.context.messages.say("Đã lưu đường gửi về tỉnh. Hãy bấm Thử đường (Ctrl+T).")

    def _finished(self, job: Job) -> None:
        """Also when a person has had enough of it."""
        if job is self._job:
            self._job = None
            permit(self.trial.go, self.context.office, Permission.SEND)

    def _refused(self, error: Exception) -> bool:
        if not isinstance(error, InputRefused):
            return False
        fields = self.mailbox.fields() | self.sending.fields()
        for problem in error.problems:
            if problem.field in fields:
                fields[problem.field].show_error(entry_text(problem))
        focus_first(list(fields.values()))
        return all(problem.field in fields for problem in error.problems)

    def _clear_words(self) -> None:
        for field in (self.mailbox.fields() | self.sending.fields()).values():
            field.clear_words()

    def _toggle_pause(self) -> None:
        assert self._form is not None
        office = self.context.office
        pausing = self.pause.text().startswith("Tạm dừng")
        self.context.runner.command(
            lambda _: _pause(office, pausing),
            lambda _: self.context.messages.say(
                "Đã tạm dừng gửi qua mạng; hồ sơ vẫn được ghi và chờ gửi."
                if pausing
                else "Đã cho gửi tiếp qua mạng."
            ),
            button=self.pause,
            owner=self,
        )


# The services of the road load keys and seals: not before the section is opened.
def _read(office: Office) -> RoadForm | None:
    from desktop.services.syncing.road_form import read_road

    return read_road(office)


def _save(office: Office, mailbox: MailboxInput, settings: RoadSettings) -> Outcome[RoadForm]:
    from desktop.services.syncing.road_form import save_road

    return save_road(office, mailbox, settings)


def _try(
    office: Office, mailbox: MailboxInput, settings: RoadSettings, progress: JobProgress
) -> RoadTrial:
    from desktop.services.syncing.road_trial import try_road

    return try_road(office, mailbox, settings, progress)


def _pause(office: Office, pausing: bool) -> Outcome[None]:
    from desktop.services.outcomes import Outcome as Done
    from desktop.services.syncing.roads import lift_pause, pause

    if pausing:
        return pause(office)
    lift_pause(office)
    return Done(None, frozenset({Change.SYNC}))
