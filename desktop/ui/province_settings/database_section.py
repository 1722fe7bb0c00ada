"""Dữ liệu: in the folder or on a server, how much of it, onto a server, or after a server moved."""

from __future__ import annotations

from desktop.services.outcomes import Change
from desktop.services.provinces.health import DeskState, desk_state
from desktop.services.provinces.moving import Moved, move_to_server
from desktop.services.provinces.probing import DatabaseUse
from desktop.services.provinces.storing import move_database
from desktop.ui.province_settings.server_card import ServerCard, ServerWords
from desktop.ui.settings.section import Section
from desktop.ui.shell.context import UiContext
from desktop.ui.sign_in.words import error_words
from desktop.ui.widgets.cards import Card, label
from desktop.wording.dates import number, size

_IN_FOLDER = (
    "Dữ liệu các đơn vị nằm ngay trong thư mục này, mã hóa; không cần cài gì. Sao lưu thư mục là "
    "đủ."
)
_ON_SERVER = (
    "Dữ liệu các đơn vị nằm trên máy chủ; khóa, người dùng, nhật ký và tệp minh chứng vẫn ở trong "
    "thư mục này. Phải sao lưu cả hai (xem tài liệu Vận hành bàn tỉnh)."
)
_MOVED_SERVER = ServerWords(
    "Máy chủ đã chuyển chỗ",
    "Sau khi chuyển máy chủ hoặc khôi phục từ bản sao lưu, chỉ cho bàn tỉnh địa chỉ mới. Mật khẩu "
    "không ghi trong địa chỉ.",
    "Địa chỉ mới",
    "Dùng chỗ này",
    "Hãy bấm Thử kết nối trước; chỉ dùng được chỗ có dữ liệu của chính bàn tỉnh này.",
    ("newDatabase", "tryDatabase", "tryDatabaseSeen", "moveDatabase"),
    frozenset({DatabaseUse.OURS}),
)
_ONTO_SERVER = ServerWords(
    "Chuyển lên máy chủ PostgreSQL",
    "Dành cho tỉnh nhiều đơn vị, nhiều hồ sơ. Chương trình chép toàn bộ dữ liệu lên một cơ sở dữ "
    "liệu trống, so lại từng dòng, rồi mới dùng ở đó; bản trong thư mục vẫn giữ nguyên. Trong lúc "
    "chuyển không nhận được gói. Mật khẩu không ghi trong địa chỉ.",
    "Địa chỉ máy chủ",
    "Chuyển dữ liệu lên đó",
    "Hãy bấm Thử kết nối trước; chỉ chuyển được vào một cơ sở dữ liệu trống.",
    ("serverAddress", "tryServer", "tryServerSeen", "moveToServer"),
    # OURS: a former try got that far; its copy is compared and used.
    frozenset({DatabaseUse.FREE, DatabaseUse.OURS}),
)


class DatabaseSection(Section):
    """The state in words, and the one card that fits it."""

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
        self.moving = ServerCard(context, _MOVED_SERVER, self.use_there)
        self.onto = ServerCard(context, _ONTO_SERVER, self.move_onto)
        for shown in (card, self.moving, self.onto):
            self.body.addWidget(shown)
        self.body.addStretch(1)
        self.moving.hide()
        self.onto.hide()

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

    def use_there(self, address: str) -> None:
        """From the next start on, the desk looks there."""
        office = self.context.office
        self.context.runner.command(
            lambda _: move_database(office, address),
            lambda place: self.context.messages.say(
                f"Bàn tỉnh dùng dữ liệu trên {place} từ lần mở sau. Hãy đóng rồi mở lại."
            ),
            button=self.moving.go_button,
            owner=self,
            on_error=self.moving.refused,
        )

    def move_onto(self, address: str) -> None:
        """Copies everything there, compares it, and works there at once."""
        office = self.context.office
        self.context.runner.command(
            lambda progress: move_to_server(office, address, progress),
            self._moved,
            button=self.onto.go_button,
            owner=self,
            on_error=self.onto.refused,
        )

    def _moved(self, moved: Moved) -> None:
        self.context.messages.say(
            f"Đã chuyển {number(moved.rows)} dòng ({number(moved.dossiers)} hồ sơ) lên "
            f"{moved.place}, so lại giống hệt. Từ nay phải sao lưu cả máy chủ."
        )

    def _show(self, state: DeskState) -> None:
        self.moving.setVisible(bool(state.server))
        self.onto.setVisible(not state.server)
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
        self.onto.hide()
        return True
