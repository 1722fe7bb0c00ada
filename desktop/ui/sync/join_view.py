"""Joining: what the invitation says, whom this machine would trust, one tick, one button."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from desktop.domain.roles import Permission
from desktop.services.office import Office
from desktop.services.outcomes import Outcome
from desktop.ui.dossiers.rich_words import definition_rows
from desktop.ui.shell.context import UiContext
from desktop.ui.widgets.buttons import button
from desktop.ui.widgets.cards import Card, EmptyState, label
from desktop.ui.widgets.fields import TextField
from desktop.ui.widgets.permits import allow, permit
from desktop.ui.widgets.shortcuts import keys_inside
from desktop.ui.widgets.wrap_check import WrapCheck
from desktop.wording.dates import moment
from desktop.wording.roads import asked_words
from desktop.wording.sync import spoken_key

if TYPE_CHECKING:
    from desktop.services.syncing.joining import InvitationView, Joined

_WIDE = 720


class JoinView(QStackedWidget):
    """First what joining is, then the invitation. Tells ``opened``, ``joined`` and ``left``."""

    opened = Signal()
    joined = Signal(object)
    left = Signal()

    def __init__(self, context: UiContext) -> None:
        super().__init__()
        self.setObjectName("syncJoin")
        self._context = context
        self._view: InvitationView | None = None
        self.open_button = button(
            "Mở giấy mời của tỉnh…",
            role="primary",
            name="openInvitation",
            icon_name="mail",
            key="Ctrl+O",
        )
        permit(self.open_button, context.office, Permission.JOIN_PROVINCE)
        self.open_button.clicked.connect(self.choose)
        self.empty = EmptyState("plug-off", _TITLE, _ADVICE, self.open_button)
        self.addWidget(self.empty)
        self.addWidget(self._build_invitation())
        keys_inside(self, ("Esc", self.go_back))

    def choose(self) -> None:
        """Asks for the file."""
        chosen, _ = QFileDialog.getOpenFileName(
            self, "Chọn giấy mời của tỉnh", "", "Giấy mời (*.json)"
        )
        if chosen:
            self.read(Path(chosen))

    def read(self, path: Path) -> None:
        """Shows what an invitation says; nothing is trusted yet."""
        office = self._context.office
        self._context.runner.query(
            lambda _: _look(office, path), self._show, owner=self, key="invitation"
        )

    def go_back(self) -> None:
        """Leaves the invitation; nothing was changed."""
        self._view = None
        self.setCurrentIndex(0)
        self.left.emit()

    def _build_invitation(self) -> QWidget:
        card = Card("Giấy mời của tỉnh", margins=20, spacing=12)
        card.setMaximumWidth(_WIDE)
        self.facts = label("", name="invitationFacts", wrap=True)
        self.facts.setTextFormat(Qt.TextFormat.RichText)
        self.facts.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.trouble = label("", "error", wrap=True, name="invitationTrouble")
        self.mailbox = TextField(
            "Hộp thư nhìn từ máy này (bỏ trống nếu gửi bằng USB)",
            "invitationMailbox",
            tip="Thư mục dùng chung mà máy này thấy, nếu khác với địa chỉ trong giấy mời",
        )
        self.compared = WrapCheck(_COMPARED)
        self.compared.tick.setObjectName("invitationCompared")
        self.compared.tick.toggled.connect(lambda _on: self._offer())
        self.go = button(
            "Kết nối", role="primary", name="joinNow", icon_name="check", key="Ctrl+Return"
        )
        self.back = button("Quay lại", name="joinBack", tip="Phím tắt: Esc")
        self.go.clicked.connect(self._join)
        self.back.clicked.connect(self.go_back)
        after = label(_AFTER, "muted", wrap=True, name="invitationAfter")
        for widget in (self.facts, self.trouble, self.mailbox, after, self.compared):
            card.body.addWidget(widget)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.back)
        row.addWidget(self.go)
        card.body.addLayout(row)
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(card)
        column.addStretch(1)
        return holder

    def _show(self, view: InvitationView) -> None:
        self._view = view
        unit = f"{view.unit_name} ({view.unit_code})" if view.unit_name else view.unit_code
        self.facts.setText(
            definition_rows(
                (
                    ("Tỉnh sẽ được tin cậy", view.province),
                    ("Mã nhận dạng khóa của tỉnh", spoken_key(view.fingerprint)),
                    ("Mời đơn vị", unit),
                    ("Hộp thư", view.mailbox or "gửi bằng USB hoặc thư mục"),
                    ("Bản quét của hồ sơ", asked_words(view.scans)),
                    ("Dùng được đến", moment(view.expires_at)),
                    ("Tệp", view.file.name),
                )
            )
        )
        self.mailbox.set_text(view.mailbox)
        self.trouble.setText(_trouble(view, self._context.office))
        self.trouble.setVisible(bool(self.trouble.text()))
        self.compared.tick.setChecked(False)
        self.setCurrentIndex(1)
        self.opened.emit()
        self._offer()
        self.compared.tick.setFocus(Qt.FocusReason.OtherFocusReason)

    def _offer(self) -> None:
        if not permit(self.go, self._context.office, Permission.JOIN_PROVINCE):
            return
        usable = self._view is not None and not self.trouble.text()
        allow(self.go, usable and self.compared.is_checked, _WHY_NOT)

    def _join(self) -> None:
        if self._view is None:
            return
        office, path, mailbox = self._context.office, self._view.file, self.mailbox.text
        self._context.runner.command(
            lambda _: _do_join(office, path, mailbox),
            self._done,
            button=self.go,
            owner=self,
            label="Đang kết nối",
        )

    def _done(self, joined: Joined) -> None:
        self._view = None
        self.setCurrentIndex(0)
        self._context.messages.say(
            f"Đã mở giấy mời của {joined.province}. Gói đầu tiên sẽ đăng ký máy này với tỉnh."
        )
        self.joined.emit(joined)


def _look(office: Office, path: Path) -> InvitationView:
    from desktop.services.syncing.joining import look_at_invitation

    return look_at_invitation(office, path)


def _do_join(office: Office, path: Path, mailbox: str) -> Outcome[Joined]:
    from desktop.services.syncing.joining import join

    return join(office, path, mailbox)


def _trouble(view: InvitationView, office: Office) -> str:
    if not view.is_for_us:
        return f"Giấy mời này không gửi cho {office.info.unit_name} ({office.info.unit_code})."
    if view.is_expired:
        return (
            f"Giấy mời đã hết hạn (đồng hồ máy này: {moment(office.now())}). "
            "Nếu đồng hồ máy đúng, hãy xin tỉnh giấy mời mới."
        )
    return ""


_TITLE = "Chưa kết nối với tỉnh"
_ADVICE = (
    "Tỉnh trao cho đơn vị một tệp giấy mời. Mở tệp đó một lần, máy này sẽ gửi số liệu về tỉnh\n"
    "bằng USB, thư mục dùng chung hoặc mạng, và nhận lại biên nhận cho từng hồ sơ.\n"
    "Chưa kết nối thì hồ sơ vẫn nhận, trả, in, báo cáo như thường và chờ gửi."
)
_COMPARED = (
    "Tôi nhận tệp này từ người của tỉnh và đã đối chiếu mã nhận dạng khóa với tỉnh "
    "(gọi điện hoặc xem trên công văn)."
)
_AFTER = (
    "Khi bấm Kết nối: máy này tự tạo khóa riêng (khóa không rời máy) và mọi hồ sơ đã có trong sổ "
    "chờ gửi. Có hộp thư thì máy tự gửi khi có đường; dùng USB thì chưa có gì rời máy cho đến khi "
    "chép. Gói đầu tiên sẽ đăng ký máy này với tỉnh. Nếu sau này mất cả mật khẩu và mã khôi phục, "
    "tỉnh giúp mở lại được: nửa chìa dự phòng nằm trong máy này, tỉnh giữ nửa kia."
)
_WHY_NOT = "Hãy đối chiếu mã nhận dạng khóa với tỉnh và đánh dấu vào ô trên rồi mới kết nối."
