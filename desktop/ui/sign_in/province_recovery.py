"""Passwords and recovery code are lost: the request to the province, and its reply."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from desktop.ui.sign_in.window import grow_to_fit
from desktop.ui.sign_in.words import error_words
from desktop.ui.theme import colours
from desktop.ui.widgets.buttons import button
from desktop.ui.widgets.cards import Card, label
from desktop.ui.widgets.fields import ChoiceField, PasswordField
from desktop.ui.widgets.work import BackgroundWork

if TYPE_CHECKING:
    from desktop.services.province_recovery import Recovered, RequestMade

Request = Callable[[str, str, Path], "RequestMade"]
Finish = Callable[[Path, str], "Recovered"]


class ProvinceRecovery(QWidget):
    """Three steps in one window; the steps of the province lie between the second and third."""

    opened = Signal(object)
    given_up = Signal()

    def __init__(
        self,
        names: tuple[str, ...],
        pending: RequestMade | None,
        request: Request,
        finish: Finish,
    ) -> None:
        super().__init__()
        self.setObjectName("provinceRecovery")
        self.setWindowTitle("Sổ Một Cửa – nhờ tỉnh mở lại")
        self.setMinimumSize(620, 620)
        self.setStyleSheet(f"#provinceRecovery {{ background: {colours().window}; }}")
        self._request, self._finish = request, finish
        self._work = BackgroundWork(self)
        self._recovered: Recovered | None = None
        self.name = ChoiceField("Người dùng", "askName", [(name, name) for name in names])
        self.password = PasswordField("Mật khẩu mới", "askPassword")
        self.again = PasswordField("Gõ lại mật khẩu mới", "askPasswordAgain")
        self.save = button(
            "Lưu tệp yêu cầu…", role="primary", name="askSave", icon_name="mail", key="Ctrl+S"
        )
        self.code = label("", "big", name="askCode")
        self.code.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.waits = label("", "muted", wrap=True, name="askWaits")
        self.reply = button(
            "Mở tệp trả lời của tỉnh…", name="askReply", icon_name="folder", key="Ctrl+O"
        )
        self.error = label("", "error", wrap=True, name="askError")
        self.new_code = label("", "big", wrap=True, name="newRecoveryCode")
        self.enter = button("Đã ghi mã ra giấy, vào làm việc", role="primary", name="askEnter")
        self.enter.setToolTip("Phím tắt: Tab, Enter")
        self.back = button("Quay lại", name="askBack", key="Alt+Left")
        self._build()
        self.save.clicked.connect(self._choose_request)
        self.reply.clicked.connect(self._choose_reply)
        self.enter.clicked.connect(self._go_in)
        self.back.clicked.connect(self.given_up)
        self._show_request(pending)

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(40, 24, 40, 20)
        column.setSpacing(10)
        column.addWidget(label("Mất mật khẩu và mã khôi phục: nhờ tỉnh mở lại", "section"))
        column.addWidget(label(_ADVICE, "muted", wrap=True))
        first = Card("1. Lập yêu cầu", margins=14)
        for field in (self.name, self.password, self.again):
            first.body.addWidget(field)
        first.body.addWidget(self.save, 0, Qt.AlignmentFlag.AlignLeft)
        self.second = Card("2. Tỉnh gọi lại: đọc mã này", margins=14)
        self.second.body.addWidget(self.code)
        self.second.body.addWidget(self.waits)
        self.second.body.addWidget(self.reply, 0, Qt.AlignmentFlag.AlignLeft)
        self.third = Card("3. Mã khôi phục mới: chỉ hiện một lần", margins=14)
        self.third.body.addWidget(self.new_code)
        self.third.body.addWidget(self.enter, 0, Qt.AlignmentFlag.AlignLeft)
        self.first = first
        for card in (first, self.second, self.third):
            column.addWidget(card)
        column.addWidget(self.error)
        column.addStretch(1)
        row = QHBoxLayout()
        row.addWidget(self.back)
        row.addStretch(1)
        column.addLayout(row)
        self.third.hide()

    def _show_request(self, made: RequestMade | None) -> None:
        self.second.setVisible(made is not None)
        if made is None:
            return
        self.code.setText(made.code)
        self.code.setAccessibleName(f"Mã để đọc cho tỉnh: {made.code}")
        self.waits.setText(
            f"Gửi tệp {made.file.name} cho {made.province}. Có tệp trả lời thì mở ở đây, "
            f"gõ đúng mật khẩu mới đã chọn cho {made.person} ở trên."
        )
        self.name.choose(made.person)
        grow_to_fit(self)

    def _choose_request(self) -> None:
        if not self._passwords_agree():
            return
        chosen, _ = QFileDialog.getSaveFileName(
            self, "Lưu tệp yêu cầu gửi tỉnh", "yeu-cau-mo-lai.json", "Yêu cầu (*.json)"
        )
        if chosen:
            name, password, out = str(self.name.value), self.password.text, Path(chosen)
            self._run(lambda: self._request(name, password, out), self._show_request)

    def _choose_reply(self) -> None:
        if not self.password.text:
            self.password.show_error("Hãy gõ mật khẩu mới đã chọn lúc lập yêu cầu.")
            self.password.edit.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        chosen, _ = QFileDialog.getOpenFileName(
            self, "Chọn tệp trả lời của tỉnh", "", "Trả lời (*.json)"
        )
        if chosen:
            reply, password = Path(chosen), self.password.text
            self._run(lambda: self._finish(reply, password), self._show_recovered)

    def _passwords_agree(self) -> bool:
        if self.password.text != self.again.text:
            self.again.show_error("Hai lần gõ chưa giống nhau.")
            self.again.edit.setFocus(Qt.FocusReason.OtherFocusReason)
            return False
        return True

    def _show_recovered(self, found: Recovered) -> None:
        self._recovered = found
        self.new_code.setText(found.recovery_code)
        self.new_code.setAccessibleName(f"Mã khôi phục mới: {found.recovery_code}")
        for card in (self.first, self.second, self.back):
            card.hide()
        self.third.show()
        self.enter.setFocus(Qt.FocusReason.OtherFocusReason)

    def _go_in(self) -> None:
        if self._recovered is not None:
            self.opened.emit(self._recovered.office)

    def _run(self, work: Callable[[], object], done: Callable[..., None]) -> None:
        self.error.setText("")
        for made in (self.save, self.reply):
            made.setEnabled(False)

        def finished(value: object) -> None:
            self._free()
            done(value)

        self._work.run(work, finished, self._failed)

    def _free(self) -> None:
        for made in (self.save, self.reply):
            made.setEnabled(True)

    def _failed(self, error: Exception) -> None:
        self._free()
        self.error.setText(error_words(error))
        grow_to_fit(self)


_ADVICE = (
    "Dữ liệu vẫn khóa. Văn phòng giữ một nửa chìa, tỉnh giữ nửa kia: phải có cả hai mới mở được. "
    "Nửa của văn phòng nằm trong chính thư mục này, nên tỉnh không tự mở được gì."
)
