"""The recovery code: shown once when the office is made, used when a password is forgotten."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from desktop.ui.sign_in.window import grow_to_fit
from desktop.ui.sign_in.wizard_steps import Step
from desktop.ui.sign_in.words import error_words
from desktop.ui.theme import colours
from desktop.ui.widgets.buttons import button
from desktop.ui.widgets.cards import label
from desktop.ui.widgets.fields import ChoiceField, PasswordField, TextField
from desktop.ui.widgets.work import BackgroundWork


class RecoveryStep(Step):
    """The recovery code, shown once; the last group is typed back."""

    heading = "Mã khôi phục: chỉ hiện một lần"
    next_words = "Xong, vào làm việc"
    print_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._code = ""
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(
            label(
                "Nếu quên mật khẩu, đây là cách duy nhất để mở lại dữ liệu. Hãy in hoặc chép ra "
                "giấy, niêm phong và cất trong két của đơn vị.",
                wrap=True,
            )
        )
        self.code = label("", name="recoveryCode")
        self.code.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.code.setStyleSheet(
            f"font-size: 26px; font-weight: 600; letter-spacing: 1px; padding: 18px;"
            f"background: {colours().surface}; border: 1px solid {colours().border};"
            "border-radius: 8px;"
        )
        column.addWidget(self.code)
        self.print_button = button(
            "In mã khôi phục", name="printCode", icon_name="printer", key="Ctrl+P"
        )
        self.print_button.clicked.connect(self.print_wanted)
        column.addWidget(self.print_button, 0, Qt.AlignmentFlag.AlignLeft)
        self.typed = TextField("Gõ lại nhóm cuối để chắc chắn đã chép đúng", "recoveryLast", most=5)
        self.typed.setMaximumWidth(360)
        column.addWidget(self.typed)
        self.kept = QCheckBox("Tôi đã cất mã ở nơi an toàn")
        self.kept.setObjectName("recoveryKept")
        column.addWidget(self.kept)
        self.more = label("", "muted", wrap=True, name="recoveryMore")
        self.more.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        column.addWidget(self.more)
        column.addStretch(1)

    def say_more(self, text: str) -> None:
        """What else is worth keeping with the code."""
        self.more.setText(text)

    def show_code(self, code: str) -> None:
        """The code of the new office."""
        self._code = code
        self.code.setText(code)

    def missing(self) -> str:
        """The last group typed back, and a tick."""
        if self.typed.text.upper() != self._code.rsplit("-", 1)[-1]:
            return "Nhóm cuối chưa khớp; hãy nhìn lại mã trên giấy."
        return "" if self.kept.isChecked() else "Hãy đánh dấu rằng mã đã được cất."

    def focus_start(self) -> None:
        """The field to type back."""
        self.typed.entry.setFocus()


class RecoveryWindow(QWidget):
    """Opening an office with the printed code, and giving a new password."""

    opened = Signal(object)
    given_up = Signal()
    province_wanted = Signal()

    def __init__(
        self,
        names: tuple[str, ...],
        recover: Callable[[str, str, str], object],
        *,
        is_province: bool = False,
    ) -> None:
        super().__init__()
        self.setObjectName("recoveryWindow")
        self.setWindowTitle("Sổ Một Cửa – quên mật khẩu")
        self.setMinimumSize(520, 500)
        self.setStyleSheet(f"#recoveryWindow {{ background: {colours().window}; }}")
        self._recover = recover
        self._work = BackgroundWork(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(40, 28, 40, 24)
        column.setSpacing(10)
        column.addWidget(label("Đặt lại mật khẩu bằng mã khôi phục", "section"))
        column.addWidget(
            label("Lấy tờ mã khôi phục cất trong két và gõ lại cả 5 nhóm.", "muted", wrap=True)
        )
        self.name = ChoiceField("Người dùng", "recoverName", [(name, name) for name in names])
        self.code = TextField("Mã khôi phục", "recoverCode", placeholder="XXXXX-XXXXX-…", most=40)
        self.password = PasswordField("Mật khẩu mới", "recoverPassword")
        self.again = PasswordField("Gõ lại mật khẩu mới", "recoverPasswordAgain")
        for field in (self.name, self.code, self.password, self.again):
            column.addWidget(field)
        self.error = label("", "error", wrap=True, name="recoverError")
        column.addWidget(self.error)
        column.addStretch(1)
        row = QHBoxLayout()
        back = button("Quay lại", name="recoverBack", key="Alt+Left")
        self.go = button("Đặt lại và mở", role="primary", name="recoverGo", key="Ctrl+Return")
        back.clicked.connect(self.given_up)
        self.go.clicked.connect(self._start)
        row.addWidget(back)
        row.addStretch(1)
        row.addWidget(self.go)
        lost = button(
            "Mất cả mã khôi phục: nhờ tỉnh mở lại", role="quiet", name="askProvince", key="Alt+T"
        )
        lost.clicked.connect(self.province_wanted)
        if is_province:
            # Nobody above a province holds the other half of its key.
            lost.hide()
        column.addWidget(lost, 0, Qt.AlignmentFlag.AlignLeft)
        column.addLayout(row)
        self.again.edit.returnPressed.connect(self._start)
        self.code.entry.setFocus()

    def _start(self) -> None:
        if self.password.text != self.again.text:
            self.again.show_error("Hai lần gõ chưa giống nhau.")
            self.again.entry.setFocus()
            return
        self.go.setEnabled(False)
        self.error.setText("")
        name, code, password = str(self.name.value), self.code.text, self.password.text
        self._work.run(lambda: self._recover(name, code, password), self.opened.emit, self._failed)

    def _failed(self, error: Exception) -> None:
        self.go.setEnabled(True)
        self.error.setText(error_words(error))
        grow_to_fit(self)
