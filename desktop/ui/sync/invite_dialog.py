"""The invitation of a further desk on the screen: QR codes in turn, text, file, code."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QPixmap
from PySide6.QtWidgets import QDialog, QFileDialog, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desktop.ui.shell.context import UiContext
from desktop.ui.widgets.buttons import button
from desktop.ui.widgets.cards import label
from desktop.wording.dates import moment

if TYPE_CHECKING:
    from desktop.services.syncing.desk_invitations import DeskInvited

_SIDE = 430
_STEPS = (
    "1. Ở máy mới, lần mở đầu tiên: bấm Máy này là quầy thêm của đơn vị (Alt+5).",
    "2. Quét từng mã bên trái bằng máy quét, thứ tự nào cũng được.",
    "Không có máy quét: lưu tệp, hoặc chép chữ rồi dán ở máy mới.",
    "3. Gõ mã mở giấy mời dưới đây. Mã đi riêng, đừng gửi cùng tệp hay cùng ảnh.",
)


class InviteDialog(QDialog):
    """Shown once: when it is closed, the code cannot be seen again."""

    def __init__(
        self, context: UiContext, invited: DeskInvited, pictures: tuple[bytes, ...], parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.setObjectName("inviteDialog")
        self.setWindowTitle(f"Mời quầy {invited.desk_number}")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._context, self._invited, self._pictures = context, invited, pictures
        self._place = 0
        self.picture = QLabel()
        self.picture.setObjectName("inviteCode")
        self.picture.setFixedSize(_SIDE, _SIDE)
        self.picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        # A scanner needs dark on light, in the dark look too.
        self.picture.setStyleSheet("background: white;")
        self.place = label("", "section", name="invitePlace")
        self.place.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.back = button("Mã trước", name="inviteBack", icon_name="chevron-left", key="Left")
        self.forward = button("Mã tiếp", name="inviteNext", icon_name="chevron-right", key="Right")
        self.save = button(
            "Lưu tệp giấy mời…", name="inviteSave", icon_name="device-floppy", key="Ctrl+S"
        )
        self.copy = button(
            "Chép chữ",
            name="inviteCopy",
            icon_name="copy",
            key="Ctrl+Shift+C",
            tip="Chép cả giấy mời dưới dạng chữ, để dán ở máy mới",
        )
        self.close_button = button("Xong", role="primary", name="inviteDone", tip="Phím tắt: Esc")
        self._build()
        self.back.clicked.connect(lambda: self._turn(-1))
        self.forward.clicked.connect(lambda: self._turn(1))
        self.save.clicked.connect(self._ask_save)
        self.copy.clicked.connect(self._copy)
        self.close_button.clicked.connect(self.accept)
        self._turn(0)
        self.forward.setFocus(Qt.FocusReason.OtherFocusReason)

    def _build(self) -> None:
        left = QVBoxLayout()
        left.addWidget(self.picture)
        left.addWidget(self.place)
        turn = QHBoxLayout()
        turn.addWidget(self.back)
        turn.addWidget(self.forward)
        left.addLayout(turn)
        left.addStretch(1)
        right = QVBoxLayout()
        right.setSpacing(10)
        for step in _STEPS:
            right.addWidget(label(step, wrap=True))
        code = label(self._invited.code, "big", wrap=True, name="inviteSecret")
        code.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        code.setAccessibleName(f"Mã mở giấy mời: {self._invited.code}")
        right.addWidget(code)
        until = moment(self._invited.expires_at)
        right.addWidget(
            label(f"Dùng cho đúng một máy, đến {until}. Mã chỉ hiện lần này.", "muted", wrap=True)
        )
        files = QHBoxLayout()
        files.addWidget(self.save)
        files.addWidget(self.copy)
        files.addStretch(1)
        right.addLayout(files)
        self.said = label("", "good", wrap=True, name="inviteSaid")
        right.addWidget(self.said)
        right.addStretch(1)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.close_button)
        right.addLayout(foot)
        across = QHBoxLayout(self)
        across.setContentsMargins(20, 16, 20, 16)
        across.setSpacing(20)
        across.addLayout(left)
        across.addLayout(right, 1)
        self.setMinimumWidth(_SIDE + 460)

    def _turn(self, by: int) -> None:
        self._place = (self._place + by) % len(self._pictures)
        drawn = QPixmap()
        drawn.loadFromData(self._pictures[self._place])
        self.picture.setPixmap(drawn)
        words = f"Mã {self._place + 1} trong {len(self._pictures)} mã"
        self.place.setText(words)
        self.picture.setAccessibleName(f"{words} QR của giấy mời")

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._invited.text)
        self.said.setText("Đã chép chữ của giấy mời.")

    def _ask_save(self) -> None:
        chosen, _ = QFileDialog.getSaveFileName(
            self, "Lưu giấy mời quầy", "giay-moi-quay.moi", "Giấy mời quầy (*.moi)"
        )
        if chosen:
            self.save_to(Path(chosen))

    def save_to(self, target: Path) -> None:
        """Writes the same invitation as a file."""
        from desktop.services.syncing.desk_invitations import write_invitation

        invited = self._invited
        self._context.runner.query(
            lambda _: write_invitation(invited, target),
            lambda path: self.said.setText(f"Đã lưu {path}."),
            owner=self,
        )
