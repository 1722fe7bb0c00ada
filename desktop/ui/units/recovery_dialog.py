"""A locked office of a unit asks for help: its request, the call, the code, the reply."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from desktop.domain.errors import EnvironmentProblem, RuleViolation
from desktop.services.provinces.board import UnitRow
from desktop.services.provinces.recovering import RequestView, answer_request, look_at_request
from desktop.ui.shell.context import UiContext
from desktop.ui.theme import colours
from desktop.ui.widgets.buttons import button
from desktop.ui.widgets.cards import label
from desktop.ui.widgets.entry_dialog import EntryDialog
from desktop.ui.widgets.fields import TextField
from desktop.wording.dates import moment
from desktop.wording.problems import message

_EXPLAIN = (
    "Đơn vị mất mật khẩu và mã khôi phục gửi tệp yêu cầu (Quên mật khẩu → Nhờ tỉnh mở lại). "
    "Tệp trả lời mở được văn phòng ấy: chỉ viết khi lãnh đạo đơn vị xác nhận qua điện thoại."
)
_CALL = (
    "Hãy gọi lãnh đạo {unit} theo số đã biết từ trước, không theo số ghi trong thư. Nghe đọc mã "
    "tám chữ số đang hiện ở máy đơn vị và gõ vào ô dưới."
)
_OTHER_UNIT = (
    "Yêu cầu này của {asking}, không phải của {chosen}. Chưa trả lời gì. Hãy chọn {asking} trong "
    "danh sách, hoặc xin đúng tệp."
)


class RecoveryDialog(EntryDialog):
    """The reply is written only when the code that was heard fits the request."""

    def __init__(self, context: UiContext, row: UnitRow, parent: QWidget) -> None:
        super().__init__(parent, f"Giúp {row.name} mở lại văn phòng", "Viết tệp trả lời")
        self.setObjectName("recoveryDialog")
        self.setMinimumWidth(560)
        self._context, self._row = context, row
        self._view: RequestView | None = None
        self._answered = False
        self.explain(_EXPLAIN)
        self.request = TextField("1. Tệp yêu cầu của đơn vị", "requestFile")
        choose = button("Chọn tệp", name="requestChoose", icon_name="folder", key="Ctrl+O")
        self.add_beside("request", self.request, choose)
        self.asks = label("", wrap=True, name="requestAsks")
        self.asks.hide()
        self.column.addWidget(self.asks)
        self.code = TextField("2. Mã đơn vị đọc qua điện thoại", "requestCode", most=12)
        self.add("code", self.code)
        self.reply = TextField("3. Ghi tệp trả lời vào", "replyFile")
        save = button("Chọn chỗ ghi", name="replyChoose", icon_name="folder", key="Ctrl+Shift+O")
        self.add_beside("reply", self.reply, save)
        self.told = label("", wrap=True, name="replyTold")
        self.told.hide()
        self.column.addWidget(self.told)
        self.finish()
        self._allow(False)
        choose.clicked.connect(self._choose_request)
        save.clicked.connect(self._choose_reply)
        self.request.edit.editingFinished.connect(lambda: self.look_at(self.request.text))
        self.go.clicked.connect(self.answer)

    def look_at(self, path: str) -> None:
        """Reads a request; nothing is answered yet."""
        if not path or self._answered:
            return
        office, file = self._context.office, Path(path)
        self._view = None
        self._allow(False)
        self.request.clear_words()
        self._context.runner.query(
            lambda _: look_at_request(office, file),
            self._show_request,
            owner=self,
            on_error=self._refused,
        )

    def answer(self) -> None:
        """Writes the reply; the second press, when it is written, closes."""
        if self._answered:
            self.accept()
            return
        for field in (self.code, self.reply):
            field.clear_words()
        if not self.code.text:
            self.code.show_error("Hãy gõ mã tám chữ số nghe qua điện thoại.")
            self.code.entry.setFocus()
            return
        if not self.reply.text:
            self.reply.show_error("Hãy chọn chỗ ghi tệp trả lời, ví dụ trên USB.")
            self.reply.entry.setFocus()
            return
        office, request = self._context.office, Path(self.request.text)
        code, out = self.code.text, Path(self.reply.text)
        self._context.runner.command(
            lambda _: answer_request(office, request, code, out),
            self._done,
            button=self.go,
            owner=self,
            on_error=self._code_differs,
        )

    def _show_request(self, view: RequestView) -> None:
        if view.unit_code != self._row.code:
            self.request.show_error(
                _OTHER_UNIT.format(asking=view.unit_name, chosen=self._row.name)
            )
            return
        self._view = view
        who = f"{view.person} ở {view.office} xin mở lại, lập lúc {moment(view.made_at)}."
        self.asks.setText(f"{who} {_CALL.format(unit=view.unit_name)}")
        self.asks.setStyleSheet(f"color: {colours().text};")
        self.asks.show()
        self._allow(True)
        self.code.entry.setFocus()
        self.adjustSize()

    def _done(self, view: RequestView) -> None:
        self._answered = True
        self.told.setText(
            f"✓ Mã khớp. Đã viết {self.reply.text}.\n\nHãy chuyển tệp cho {view.unit_name}; chỉ "
            f"máy đã lập yêu cầu mở được: Quên mật khẩu → Nhờ tỉnh mở lại → Mở tệp trả lời của "
            f"tỉnh, gõ mật khẩu mới mà {view.person} đã chọn."
        )
        self.told.show()
        self.go.setText("Xong")
        self.go.setFocus()
        self.adjustSize()

    def _refused(self, error: Exception) -> bool:
        """A file that cannot be read, or is no request, is told beside its field."""
        if not isinstance(error, (RuleViolation, EnvironmentProblem)):
            return False
        self.request.show_error(" ".join(message(error).lines))
        self.adjustSize()
        return True

    def _code_differs(self, error: Exception) -> bool:
        if not isinstance(error, RuleViolation):
            return False
        self.code.show_error(" ".join(message(error).lines))
        self.code.entry.setFocus()
        self.adjustSize()
        return True

    def _allow(self, allowed: bool) -> None:
        for widget in (self.code, self.reply, self.go):
            widget.setEnabled(allowed)

    def _choose_request(self) -> None:
        file, _ = QFileDialog.getOpenFileName(
            self, "Tệp yêu cầu của đơn vị", "", "Yêu cầu (*.json)"
        )
        if file:
            self.request.set_text(file)
            self.look_at(file)

    def _choose_reply(self) -> None:
        name = f"tra-loi-{self._row.code}.json"
        file, _ = QFileDialog.getSaveFileName(self, "Ghi tệp trả lời", name, "Trả lời (*.json)")
        if file:
            self.reply.set_text(file)
