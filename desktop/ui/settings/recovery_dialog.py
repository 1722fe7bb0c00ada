"""A new recovery code for the office: the own password first, then the code, shown once."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from desktop.domain.errors import RuleViolation
from desktop.services.outcomes import Outcome
from desktop.services.recovery_renewal import renew_recovery_code
from desktop.services.recovery_sheets import recovery_sheet_pdf
from desktop.ui.papers.desk_printer import DeskPrinter
from desktop.ui.shell.context import UiContext
from desktop.ui.sign_in.recovery import RecoveryStep
from desktop.ui.widgets.buttons import button
from desktop.ui.widgets.cards import label
from desktop.ui.widgets.fields import PasswordField
from desktop.wording.problems import message

_ADVICE = (
    "Dùng khi tờ mã bị mất, bị lộ hoặc chưa kịp in. Từ lúc cấp, mã cũ không mở được sổ nữa; riêng "
    "các bản sao lưu đã có vẫn mở bằng mã cũ, nên hãy sao lưu lại sau khi cấp."
)


class RecoveryDialog(QDialog):
    """Nothing changes before the password is right; then the old code is gone."""

    def __init__(self, context: UiContext, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("recoveryDialog")
        self.setWindowTitle("Cấp mã khôi phục mới")
        self.setMinimumWidth(680)
        self._context = context
        self._code = ""
        self.password = PasswordField("Mật khẩu của bạn", "recoveryOwnPassword")
        self.step = RecoveryStep()
        self.step.print_wanted.connect(self._print)
        asking = QWidget()
        asked = QVBoxLayout(asking)
        asked.setContentsMargins(0, 0, 0, 0)
        asked.addWidget(label(_ADVICE, wrap=True))
        asked.addWidget(self.password)
        asked.addStretch(1)
        self.parts = QStackedWidget()
        self.parts.addWidget(asking)
        self.parts.addWidget(self.step)
        self.error = label("", "error", wrap=True, name="recoveryError")
        self.later = button("Để sau", name="recoveryLater", tip="Phím tắt: Esc")
        self.go = button("Cấp mã mới", role="primary", name="recoveryGo", key="Ctrl+Return")
        self.later.clicked.connect(self.reject)
        self.go.clicked.connect(self._go)
        self.password.edit.returnPressed.connect(self._go)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.later)
        row.addWidget(self.go)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 18, 24, 16)
        column.setSpacing(12)
        column.addWidget(self.parts, 1)
        column.addWidget(self.error)
        column.addLayout(row)
        self.password.entry.setFocus()

    def reject(self) -> None:
        """Esc: before the code is there. After that the paper must be checked first."""
        if self._code and self.step.missing():
            self.error.setText("Mã cũ đã hết dùng. " + self.step.missing())
            return
        super().reject()

    def _go(self) -> None:
        if self._code:
            self.error.setText(self.step.missing())
            if not self.step.missing():
                self.accept()
            return
        office, password = self._context.office, self.password.text
        self._context.runner.command(
            lambda _: Outcome(renew_recovery_code(office, password), frozenset()),
            self._renewed,
            button=self.go,
            owner=self,
            on_error=self._refused,
        )

    def _renewed(self, code: str) -> None:
        self._code = code
        self.error.setText("")
        self.step.show_code(code)
        self.parts.setCurrentWidget(self.step)
        self.later.hide()
        self.go.setText("Xong")
        self.step.focus_start()

    def _refused(self, error: Exception) -> bool:
        if not isinstance(error, RuleViolation):
            return False
        self.password.show_error(" ".join(message(error).lines))
        self.password.edit.selectAll()
        self.password.entry.setFocus()
        return True

    def _print(self) -> None:
        office = self._context.office
        whose = f"{office.info.unit_name}, {office.info.province_name}"
        pdf = recovery_sheet_pdf(whose, self._code, office.folder)
        DeskPrinter(self._context, self).show_pdf(pdf, "In mã khôi phục", "ma-khoi-phuc.pdf")
