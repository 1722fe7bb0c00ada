"""Opening a further desk: the invitation as a file, scanned from a screen, or pasted; its code."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from desktop.domain.code_frames import FrameCollector, FrameProblem
from desktop.ui.widgets.buttons import button
from desktop.ui.widgets.cards import label
from desktop.ui.widgets.fields import NoteField, TextField
from desktop.wording.desks import FRAME_WORDS, frames_read

_END = "\n"


class JoinDesk(QDialog):
    """Tells ``given`` with the text, the code and the name of the file, if it was one."""

    given = Signal(str, str, str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("joinDesk")
        self.setWindowTitle("Mở quầy mới")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(520)
        self._frames = FrameCollector()
        self._text, self._file = "", ""
        self.scan = NoteField(
            "Quét các mã QR trên màn hình quầy đầu, hoặc dán chữ của giấy mời",
            "deskScan",
            lines=3,
            placeholder="Đặt con trỏ ở đây rồi quét",
        )
        self.scan.edit.setInputMethodHints(Qt.InputMethodHint.ImhPreferNumbers)
        self.file = button("Chọn tệp giấy mời…", name="deskFile", icon_name="folder", key="Ctrl+O")
        self.again = button("Quét lại từ đầu", role="quiet", name="deskAgain", key="Ctrl+R")
        self.read = label("", "muted", wrap=True, name="deskRead")
        self.code = TextField("Mã mở giấy mời, hiện ở quầy đầu", "deskCode", most=60)
        self.go = button("Mở quầy", role="primary", name="deskGo", key="Ctrl+Return")
        later = button("Để sau", name="deskLater", tip="Phím tắt: Esc")
        later.clicked.connect(self.reject)
        self._build(later)
        self.scan.changed.connect(self._typed)
        self.file.clicked.connect(self._choose)
        self.again.clicked.connect(self._begin_again)
        self.go.clicked.connect(self._take)
        self._show("")

    def _build(self, later: QWidget) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(12)
        column.addWidget(self.scan)
        row = QHBoxLayout()
        row.addWidget(self.file)
        row.addWidget(self.again)
        row.addStretch(1)
        column.addLayout(row)
        column.addWidget(self.read)
        column.addWidget(self.code)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(later)
        foot.addWidget(self.go)
        column.addLayout(foot)

    def read_file(self, path: Path) -> None:
        """Takes an invitation from a file; what is wrong with it is said when it is opened."""
        from desktop.services.syncing.desk_invitations import read_invitation_text

        self._text, self._file = read_invitation_text(path), path.name
        self._show(f"Đã chọn tệp {path.name}.")
        self.code.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def _choose(self) -> None:
        chosen, _ = QFileDialog.getOpenFileName(
            self, "Chọn giấy mời quầy", "", "Giấy mời quầy (*.moi)"
        )
        if chosen:
            self.read_file(Path(chosen))

    def _begin_again(self) -> None:
        self._frames, self._text, self._file = FrameCollector(), "", ""
        self._clear_scan()
        self.scan.clear_words()
        self._show("")
        self.scan.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def _typed(self) -> None:
        """A scanner ends each code with Enter; a pasted invitation is one line of JSON."""
        text = self.scan.edit.toPlainText()
        if text.lstrip().startswith("{") and text.rstrip().endswith("}"):
            self._text, self._file = text.strip(), ""
            self._show("Đã dán chữ của giấy mời.")
            return
        if _END not in text or text.lstrip().startswith("{"):
            return
        lines = [line for line in text.split(_END) if line.strip()]
        self._clear_scan()
        for line in lines:
            self._add(line)

    def _add(self, line: str) -> None:
        problem: FrameProblem | None = self._frames.add(line)
        if problem is not None:
            self.scan.show_error(FRAME_WORDS[problem])
            return
        self.scan.clear_words()
        whole = self._frames.text()
        if whole is not None:
            self._text, self._file = whole, ""
            self.code.edit.setFocus(Qt.FocusReason.OtherFocusReason)
        self._show(frames_read(self._frames.count, self._frames.total, self._frames.missing))

    def _clear_scan(self) -> None:
        self.scan.edit.blockSignals(True)
        self.scan.edit.clear()
        self.scan.edit.blockSignals(False)

    def _show(self, said: str) -> None:
        self.read.setText(said)
        self.read.setVisible(bool(said))

    def _take(self) -> None:
        if not self._text:
            self.scan.show_error("Hãy quét, dán hoặc chọn tệp giấy mời trước.")
            self.scan.edit.setFocus(Qt.FocusReason.OtherFocusReason)
        elif not self.code.text:
            self.code.show_error("Hãy gõ mã mở giấy mời.")
            self.code.edit.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.given.emit(self._text, self.code.text, self._file)
            self.accept()
