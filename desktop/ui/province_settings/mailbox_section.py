"""Hộp thư: the province's mailbox, tried before it is saved."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from desktop.domain.errors import InputRefused
from desktop.domain.roles import Permission
from desktop.services.provinces.mailbox_form import (
    read_desk_mailbox,
    save_desk_mailbox,
    try_desk_mailbox,
)
from desktop.services.syncing.road_form import RoadForm
from desktop.services.syncing.road_trial import RoadTrial
from desktop.ui.settings.section import Section
from desktop.ui.shell.context import UiContext
from desktop.ui.sync.mailbox_fields import MailboxFields
from desktop.ui.sync.trial_view import TrialView
from desktop.ui.widgets.buttons import button
from desktop.ui.widgets.fields import focus_first
from desktop.ui.widgets.permits import permit
from desktop.wording.problems import entry_text

_TRIAL_WIDE = 320


class MailboxSection(Section):
    """Form on the left, the trial on the right; saved as a whole with Ctrl+S."""

    key = "mailbox"
    title = "Hộp thư"
    icon_name = "mail"
    advice = (
        "Chỗ chung để đơn vị đặt gói và tỉnh đặt biên nhận. Mật khẩu của tỉnh không bao giờ nằm "
        "trong giấy mời; mỗi đơn vị nên có tài khoản riêng."
    )

    def __init__(self, context: UiContext) -> None:
        super().__init__(context)
        self.mailbox = MailboxFields("Hộp thư của tỉnh")
        self.trial = TrialView("Tôi đã so khóa máy chủ ở trên với người quản trị máy chủ.")
        self.save_button = button(
            "Lưu", role="primary", name="saveMailbox", icon_name="device-floppy", key="Ctrl+S"
        )
        permit(self.save_button, context.office, Permission.RUN_PROVINCE)
        area = QScrollArea()
        area.setWidgetResizable(True)
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 8, 0)
        column.addWidget(self.mailbox)
        column.addStretch(1)
        area.setWidget(holder)
        self.trial.setFixedWidth(_TRIAL_WIDE)
        across = QHBoxLayout()
        across.setSpacing(12)
        across.addWidget(area, 1)
        across.addWidget(self.trial)
        self.body.addLayout(across, 1)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.save_button)
        self.body.addLayout(foot)
        self.save_button.clicked.connect(self.save)
        self.trial.wanted.connect(self.try_now)
        self.trial.host_key_taken.connect(self.mailbox.use_host_key)
        self.mailbox.changed.connect(self.trial.clear)

    def enter(self) -> None:
        """Reads the mailbox as it is set."""
        office = self.context.office
        self.context.runner.query(
            lambda _: read_desk_mailbox(office), self.mailbox.show_form, owner=self, key="mailbox"
        )

    def save(self) -> None:
        """Stores everything, or says what is wrong beside its field."""
        office, entered = self.context.office, self.mailbox.entered()
        self._clear_words()
        self.context.runner.command(
            lambda _: save_desk_mailbox(office, entered),
            self._saved,
            button=self.save_button,
            owner=self,
            label="Đang lưu",
            on_error=self._refused,
        )

    def try_now(self) -> None:
        """Goes the road as entered; nothing is kept by it."""
        office, entered = self.context.office, self.mailbox.entered()
        self._clear_words()
        self.trial.clear()
        self.trial.go.setEnabled(False)
        self.context.runner.query(
            lambda progress: try_desk_mailbox(office, entered, progress),
            self._tried,
            owner=self,
            key="mailbox trial",
            label="Đang thử đường",
            on_error=self._not_tried,
        )

    def _tried(self, trial: RoadTrial) -> None:
        self.trial.go.setEnabled(True)
        self.trial.show_trial(trial)

    def _not_tried(self, error: Exception) -> bool:
        self.trial.go.setEnabled(True)
        return self._refused(error)

    def _saved(self, form: RoadForm) -> None:
        self.mailbox.show_form(form)
        self.context.messages.say(
            "Đã lưu hộp thư; giấy mời viết từ nay mang địa chỉ này."
            if form.address
            else "Đã bỏ hộp thư; gói chỉ nhận qua USB."
        )

    def _refused(self, error: Exception) -> bool:
        if not isinstance(error, InputRefused):
            return False
        fields = self.mailbox.fields()
        for problem in error.problems:
            if problem.field in fields:
                fields[problem.field].show_error(entry_text(problem))
        focus_first(list(fields.values()))
        return all(problem.field in fields for problem in error.problems)

    def _clear_words(self) -> None:
        for field in self.mailbox.fields().values():
            field.clear_words()
