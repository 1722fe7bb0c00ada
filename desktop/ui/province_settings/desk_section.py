"""Bàn tỉnh: who it is, its keys that units compare, the letterhead of its papers."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.domain.errors import InputRefused
from desktop.domain.roles import Permission
from desktop.services.outcomes import Change
from desktop.services.provinces.health import DeskState, desk_state
from desktop.services.provinces.key_rotation import ProvinceKeyState, rotate_province_keys
from desktop.services.settings import read_settings, save_settings
from desktop.ui.settings.section import Section
from desktop.ui.shell.context import UiContext
from desktop.ui.widgets.buttons import button
from desktop.ui.widgets.cards import Card, label
from desktop.ui.widgets.entry_dialog import EntryDialog
from desktop.ui.widgets.fields import Field, NumberField, TextField, focus_first
from desktop.ui.widgets.permits import permit
from desktop.wording.problems import entry_text
from desktop.wording.sync import spoken_key


class ProvinceSection(Section):
    """The letterhead is saved as a whole; keys change only on purpose."""

    key = "province"
    title = "Bàn tỉnh"
    icon_name = "building"
    advice = "Tiêu đề in trên mọi danh sách, báo cáo của bàn tỉnh."

    def __init__(self, context: UiContext) -> None:
        super().__init__(context)
        self.state: DeskState | None = None
        keys = Card("Khóa của tỉnh")
        self.who = label("", wrap=True, name="deskName")
        self.shown = label("", name="deskFingerprint", wrap=True)
        self.shown.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.copy_button = button(
            "Sao chép mã nhận dạng", name="copyDeskKey", icon_name="copy", key="Ctrl+Shift+C"
        )
        self.copy_button.clicked.connect(self._copy)
        keys.body.addWidget(self.who)
        keys.body.addWidget(self.shown)
        keys.body.addWidget(
            label(
                "Ghi mã này trong công văn gửi các đơn vị. Đơn vị nhìn thấy mã khi mở giấy mời và "
                "so hai bên trước khi kết nối.",
                "caption",
                wrap=True,
            )
        )
        self.rotate_button = button(
            "Đổi khóa", name="rotateKeys", icon_name="refresh", key="Ctrl+Shift+K"
        )
        permit(self.rotate_button, context.office, Permission.RUN_PROVINCE)
        self.rotate_button.clicked.connect(lambda: RotateDialog(context, self).open())
        row = QHBoxLayout()
        row.addWidget(self.copy_button)
        row.addWidget(self.rotate_button)
        row.addStretch(1)
        keys.body.addLayout(row)
        self.body.addWidget(keys)
        card = Card("Tiêu đề và quy ước")
        self.parent_body = TextField("Cơ quan chủ quản", "deskParentBody")
        self.shop_name = TextField("Tên cơ quan", "deskShopName")
        self.place_name = TextField("Địa danh trên dòng ngày tháng", "deskPlaceName")
        self.idle = NumberField(
            "Khóa màn hình sau số phút không dùng (0: không khóa)", "deskIdle", highest=240
        )
        for field in self._fields().values():
            card.body.addWidget(field)
        self.body.addWidget(card)
        self.body.addStretch(1)
        self.save_button = button(
            "Lưu thiết lập", role="primary", name="saveDesk", icon_name="device-floppy",
            key="Ctrl+S",
        )  # fmt: skip
        permit(self.save_button, context.office, Permission.EDIT_OFFICE)
        self.save_button.clicked.connect(self.save)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.save_button)
        self.body.addLayout(row)

    def enter(self) -> None:
        """Reads keys and letterhead."""
        office = self.context.office
        settings = read_settings(office)
        self.parent_body.set_text(settings.parent_body)
        self.shop_name.set_text(settings.shop_name)
        self.place_name.set_text(settings.place_name)
        self.idle.set_value(settings.idle_lock_minutes)
        self._read_state()

    def refresh(self, changes: frozenset[Change]) -> None:
        """Keys and counts are read again; what is being typed stays."""
        if changes & {Change.SYNC, Change.OFFICE} and self.isVisible():
            self._read_state()

    def save(self) -> None:
        """Stores the letterhead, or says what is wrong beside its field."""
        office = self.context.office
        new = replace(
            read_settings(office),
            parent_body=self.parent_body.text,
            shop_name=self.shop_name.text,
            place_name=self.place_name.text,
            idle_lock_minutes=self.idle.value or 0,
        )
        for field in self._fields().values():
            field.clear_words()
        empty = [f for f in (self.parent_body, self.shop_name, self.place_name) if not f.text]
        for field in empty:
            field.show_error("Hãy điền dòng này; nó in trên mọi danh sách.")
        if empty:
            empty[0].entry.setFocus()
            return
        self.context.runner.command(
            lambda _: save_settings(office, new),
            lambda _: self.context.messages.say("Đã lưu thiết lập bàn tỉnh."),
            button=self.save_button,
            owner=self,
            on_error=self._refused,
        )

    def _fields(self) -> dict[str, Field]:
        return {
            "parent_body": self.parent_body,
            "shop_name": self.shop_name,
            "place_name": self.place_name,
            "idle_lock_minutes": self.idle,
        }

    def _refused(self, error: Exception) -> bool:
        if not isinstance(error, InputRefused):
            return False
        fields = self._fields()
        for problem in error.problems:
            if problem.field in fields:
                fields[problem.field].show_error(entry_text(problem))
        focus_first(list(fields.values()))
        return all(problem.field in fields for problem in error.problems)

    def _show(self, state: DeskState) -> None:
        self.state = state
        self.who.setText(f"{state.name}, mã {state.code}. Mã nhận dạng khóa:")
        self.shown.setText(spoken_key(state.fingerprint))

    def _read_state(self) -> None:
        office = self.context.office
        self.context.runner.query(
            lambda _: desk_state(office), self._show, owner=self, key="desk keys"
        )

    def _copy(self) -> None:
        if self.state is not None:
            QGuiApplication.clipboard().setText(self.state.fingerprint)
            self.context.messages.say("Đã sao chép mã nhận dạng khóa của tỉnh.")


class RotateDialog(EntryDialog):
    """New keys cannot be taken back: the former ones only open what was sealed for them."""

    def __init__(self, context: UiContext, parent: QWidget) -> None:
        super().__init__(parent, "Đổi khóa của tỉnh", "Đổi khóa", "danger")
        self.setObjectName("rotateDialog")
        self._context = context
        self.explain(
            "Nên đổi khi người giữ bàn tỉnh thay đổi hoặc nghi lộ khóa. Lần nhận gói tới đặt lời "
            "báo khóa mới, ký bằng khóa cũ, cho mọi đơn vị; gói cũ vẫn mở được. Mã nhận dạng sẽ "
            "khác: hãy ghi mã mới vào công văn, và sao lưu lại."
        )
        self.finish()
        self.go.clicked.connect(self._rotate)

    def _rotate(self) -> None:
        office = self._context.office

        def done(state: ProvinceKeyState) -> None:
            self._context.messages.say(
                f"Đã đổi khóa. Mã nhận dạng mới: {spoken_key(state.fingerprint)}"
            )
            self.accept()

        self._context.runner.command(
            lambda _: rotate_province_keys(office), done, button=self.go, owner=self
        )
