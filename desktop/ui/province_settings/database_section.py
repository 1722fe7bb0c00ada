"""Dữ liệu: in the folder or on a server, how much of it, and what to do when a server moved."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout

from desktop.domain.roles import Permission
from desktop.services.outcomes import Change
from desktop.services.provinces.health import DeskState, desk_state
from desktop.services.provinces.probing import DatabaseLook, DatabaseUse, look_at_own_database
from desktop.services.provinces.storing import move_database
from desktop.ui.settings.section import Section
from desktop.ui.shell.context import UiContext
from desktop.ui.sign_in.words import error_words
from desktop.ui.theme import colours
from desktop.ui.widgets.buttons import button
from desktop.ui.widgets.cards import Card, label
from desktop.ui.widgets.fields import TextField
from desktop.ui.widgets.permits import allow, permit
from desktop.wording.dates import number, size
from desktop.wording.province_desk import database_seen

_IN_FOLDER = (
    "Dữ liệu các đơn vị nằm ngay trong thư mục này, mã hóa; không cần cài gì. Sao lưu thư mục là "
    "đủ. Tỉnh lớn hơn có thể chọn máy chủ PostgreSQL khi lập bàn tỉnh."
)
_ON_SERVER = (
    "Dữ liệu các đơn vị nằm trên máy chủ; khóa, người dùng, nhật ký và tệp minh chứng vẫn ở trong "
    "thư mục này. Phải sao lưu cả hai (xem tài liệu Vận hành bàn tỉnh)."
)
_TRY_FIRST = "Hãy bấm Thử kết nối trước; chỉ dùng được chỗ có dữ liệu của chính bàn tỉnh này."


class DatabaseSection(Section):
    """The state in words; moving is offered where there is a server."""

    key = "database"
    title = "Dữ liệu"
    icon_name = "database"
    changes = frozenset({Change.OFFICE, Change.SYNC})

    def __init__(self, context: UiContext) -> None:
        super().__init__(context)
        card = Card("Đang dùng")
        self.where = label("…", "section", wrap=True, name="databasePlace")
        self.about = label("", "muted", wrap=True, name="databaseAbout")
        self.counts = label("", wrap=True, name="databaseCounts")
        for widget in (self.where, self.about, self.counts):
            card.body.addWidget(widget)
        self.body.addWidget(card)
        self.moving = Card("Máy chủ đã chuyển chỗ")
        self.moving.body.addWidget(
            label(
                "Sau khi chuyển máy chủ hoặc khôi phục từ bản sao lưu, chỉ cho bàn tỉnh địa chỉ "
                "mới. Mật khẩu không ghi trong địa chỉ.",
                "muted",
                wrap=True,
            )
        )
        self.address = TextField(
            "Địa chỉ mới", "newDatabase", placeholder="postgresql://ban_tinh@may-chu/ban_tinh"
        )
        self.test_button = button(
            "Thử kết nối", name="tryDatabase", icon_name="transfer", key="Ctrl+T"
        )
        row = QHBoxLayout()
        row.addWidget(self.address, 1)
        row.addWidget(self.test_button, 0, Qt.AlignmentFlag.AlignBottom)
        self.moving.body.addLayout(row)
        self.seen = label("", wrap=True, name="tryDatabaseSeen")
        self.moving.body.addWidget(self.seen)
        self.move_button = button(
            "Dùng chỗ này", role="primary", name="moveDatabase", key="Ctrl+Return"
        )
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.move_button)
        self.moving.body.addLayout(row)
        self.body.addWidget(self.moving)
        self.body.addStretch(1)
        self.moving.hide()
        self.address.changed.connect(self._forget)
        self.test_button.clicked.connect(self.test)
        self.move_button.clicked.connect(self.move_there)
        self._forget()
        permit(self.test_button, context.office, Permission.RUN_PROVINCE)

    def enter(self) -> None:
        """Asks the database."""
        office = self.context.office
        self.context.runner.query(
            lambda _: desk_state(office),
            self._show,
            owner=self,
            key="desk state",
            on_error=self._unreachable,
        )

    def test(self) -> None:
        """Connects and says what it found."""
        office, address = self.context.office, self.address.text
        self.seen.setText("Đang kết nối…")
        self.context.runner.query(
            lambda _: look_at_own_database(office, address),
            self._looked,
            owner=self,
            key="database look",
            on_error=self._refused,
        )

    def move_there(self) -> None:
        """From the next start on, the desk looks there."""
        office, address = self.context.office, self.address.text
        self.context.runner.command(
            lambda _: move_database(office, address),
            lambda place: self.context.messages.say(
                f"Bàn tỉnh dùng dữ liệu trên {place} từ lần mở sau. Hãy đóng rồi mở lại."
            ),
            button=self.move_button,
            owner=self,
            on_error=self._refused,
        )

    def _show(self, state: DeskState) -> None:
        self.moving.setVisible(bool(state.server))
        if state.server:
            self.where.setText(f"PostgreSQL {state.version} tại {state.server}")
            self.about.setText(_ON_SERVER)
        else:
            self.where.setText("Trong thư mục của bàn tỉnh")
            self.about.setText(_IN_FOLDER)
        self.counts.setText(
            f"{size(state.size)} · {number(state.units)} đơn vị đã kết nối · "
            f"{number(state.packages)} gói · {number(state.dossiers)} hồ sơ · "
            f"{number(state.files)} tệp minh chứng"
        )

    def _unreachable(self, error: Exception) -> bool:
        self.where.setText("Không mở được dữ liệu trên máy chủ")
        self.about.setText(error_words(error))
        self.counts.setText("")
        self.moving.show()
        return True

    def _looked(self, look: DatabaseLook) -> None:
        is_ours = look.use is DatabaseUse.OURS
        self._say(database_seen(look.place, look.version, look.use), is_ours)
        allow(self.move_button, is_ours, _TRY_FIRST)

    def _refused(self, error: Exception) -> bool:
        self._say(error_words(error), False)
        return True

    def _say(self, text: str, good: bool) -> None:
        self.seen.setStyleSheet(f"color: {colours().good if good else colours().overdue};")
        self.seen.setText(("✓ " if good else "✗ ") + text)

    def _forget(self) -> None:
        self.seen.setText("")
        allow(self.move_button, False, _TRY_FIRST)
