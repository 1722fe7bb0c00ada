"""This machine: printer, scan folder, backup folder, light or dark."""

from __future__ import annotations

from PySide6.QtWidgets import QCheckBox, QFileDialog, QHBoxLayout

from desktop.services.office import Office
from desktop.services.outcomes import Change
from desktop.services.settings import (
    read_preference,
    read_settings,
    save_desk_choices,
    save_preference,
)
from desktop.ui.papers.printing import printer_names
from desktop.ui.settings.section import Section
from desktop.ui.shell.context import UiContext
from desktop.ui.widgets.buttons import button
from desktop.ui.widgets.cards import Card, label
from desktop.ui.widgets.fields import ChoiceField, TextField

_DARK_PREFERENCE = "dark"
_ASK = "Hỏi mỗi lần in"


class DeskSection(Section):
    """Choices of this machine take effect at once."""

    key = "desk"
    title = "Máy này, máy in"
    icon_name = "printer"
    advice = "Chỉ áp dụng cho máy đang dùng."
    changes = frozenset({Change.OFFICE})
    # What is printed, and when without asking; the province's desk has its own words.
    printing = "In giấy tiếp nhận"
    printer_chosen = "Chọn máy in để Ctrl+Enter in ngay, không hỏi."
    no_printer = "Máy này chưa cài máy in; giấy tiếp nhận sẽ hiện để xem và lưu PDF."
    scans_dossiers = True

    def __init__(self, context: UiContext) -> None:
        super().__init__(context)
        card = Card(self.printing)
        names = printer_names()
        self.printer = ChoiceField(
            "Máy in", "deskPrinter", [(_ASK, ""), *((name, name) for name in names)]
        )
        self.printer.changed.connect(lambda: self._save(printer=str(self.printer.value)))
        card.body.addWidget(self.printer)
        advice = self.printer_chosen if names else self.no_printer
        card.body.addWidget(label(advice, "caption", wrap=True))
        self.body.addWidget(card)
        self.scan_folder: TextField | None = None
        if self.scans_dossiers:
            self.scan_folder = self._folder_card(
                "Thư mục máy quét",
                "Tệp PDF, ảnh mới trong thư mục này được đề nghị đính kèm vào hồ sơ đang mở.",
                "scan_folder",
                "Ctrl+1",
                "Ctrl+Shift+1",
            )
        self.backup_folder = self._folder_card(
            "Thư mục sao lưu thứ hai",
            "Nên là USB hoặc ổ đĩa khác: khi đóng chương trình, một bản được ghi vào đây, tệp đính "
            "kèm nằm trong thư mục “attachments” bên cạnh. Bản cũ tự bỏ bớt; hãy giữ cả thư mục.",
            "backup_folder",
            "Ctrl+2",
            "Ctrl+Shift+2",
        )
        look = Card("Giao diện")
        self.dark = QCheckBox("Nền tối")
        self.dark.setShortcut("Ctrl+T")
        self.dark.setToolTip("Chữ sáng trên nền tối, dịu mắt buổi tối\nPhím tắt: Ctrl+T")
        self.dark.setObjectName("darkMode")
        self.dark.toggled.connect(self._toggle_dark)
        look.body.addWidget(self.dark)
        self.body.addWidget(look)
        self.body.addStretch(1)

    def enter(self) -> None:
        """Shows what is chosen."""
        settings = read_settings(self.context.office)
        self.printer.choose(settings.printer)
        if self.scan_folder is not None:
            self.scan_folder.set_text(settings.scan_folder)
        self.backup_folder.set_text(settings.backup_folder)
        office = self.context.office
        self.context.runner.query(lambda _: likes_dark(office), self._show_dark, owner=self)

    def _folder_card(
        self, title: str, advice: str, key: str, choose_key: str, clear_key: str
    ) -> TextField:
        card = Card(title)
        row = QHBoxLayout()
        field = TextField("", key)
        field.edit.setReadOnly(True)
        field.edit.setPlaceholderText("Chưa chọn")
        field.edit.setAccessibleName(title)
        choose = button("Chọn thư mục", name=f"choose_{key}", icon_name="folder", key=choose_key)
        clear = button("Bỏ chọn", role="quiet", name=f"clear_{key}", key=clear_key)
        choose.clicked.connect(lambda: self._choose_folder(title, key))
        clear.clicked.connect(lambda: self._save(**{key: ""}))
        row.addWidget(field, 1)
        row.addWidget(choose)
        row.addWidget(clear)
        card.body.addLayout(row)
        card.body.addWidget(label(advice, "caption", wrap=True))
        self.body.addWidget(card)
        return field

    def _choose_folder(self, title: str, key: str) -> None:
        chosen = QFileDialog.getExistingDirectory(self, title)
        if chosen:
            self._save(**{key: chosen})

    def _save(self, **choices: str) -> None:
        office = self.context.office
        self.context.runner.command(
            lambda _: save_desk_choices(office, **choices),
            lambda _: self.context.messages.say("Đã lưu lựa chọn của máy này."),
            owner=self,
        )

    def _show_dark(self, dark: bool) -> None:
        self.dark.blockSignals(True)
        self.dark.setChecked(dark)
        self.dark.blockSignals(False)

    def _toggle_dark(self, dark: bool) -> None:
        office = self.context.office
        self.context.runner.command(
            lambda _: save_preference(office, _DARK_PREFERENCE, dark),
            lambda _: self.context.change_look(dark),
            owner=self,
        )


def likes_dark(office: Office) -> bool:
    """Whether the signed-in user chose the dark look."""
    return bool(read_preference(office, _DARK_PREFERENCE))
