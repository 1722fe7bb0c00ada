"""The steps of a province's wizard: which province, where its data lie, its mailbox."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
)

from desktop import resources
from desktop.domain.text import matches_all, words
from desktop.services.provinces.probing import DatabaseLook, look_at_database
from desktop.ui.sign_in.wizard_steps import Step
from desktop.ui.sign_in.words import error_words
from desktop.ui.theme import colours
from desktop.ui.widgets.buttons import Segments, button
from desktop.ui.widgets.cards import label
from desktop.ui.widgets.fields import Field, TextField
from desktop.ui.widgets.work import BackgroundWork
from desktop.wording.province_desk import database_seen

_SERVER_ADVICE = (
    "Mật khẩu không ghi trong địa chỉ: đặt trong tệp mà biến PGPASSFILE chỉ tới, hoặc trong "
    "~/.pgpass. Cách dựng máy chủ: tài liệu “Vận hành bàn tỉnh”."
)
_MAILBOX_ADVICE = (
    "Một thư mục mà tỉnh và đơn vị cùng thấy, hoặc địa chỉ https, sftp, s3. Bỏ trống nếu chỉ "
    "dùng USB. Hộp thư trên mạng cần tên và mật khẩu: khai sau, ở Thiết lập, mục Hộp thư."
)


class ProvinceStep(Step):
    """The province, found by typing without accents."""

    heading = "Bàn này của tỉnh, thành phố nào?"

    def __init__(self) -> None:
        super().__init__()
        named = {unit.province_code: unit.province_name for unit in resources.communes()}
        self._provinces = sorted(named.items())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        self.search = QLineEdit()
        self.search.setObjectName("provinceSearch")
        self.search.setAccessibleName("Tìm tỉnh, thành phố")
        self.search.setPlaceholderText("Gõ tên không dấu, ví dụ: dak lak")
        self.list = QListWidget()
        self.list.setObjectName("provinceList")
        self.list.setAccessibleName("Danh sách tỉnh, thành phố")
        column.addWidget(self.search)
        column.addWidget(self.list, 1)
        self.search.textChanged.connect(self._find)
        self.list.itemActivated.connect(lambda _item: self.chosen.emit())
        self._find("")

    @property
    def code(self) -> str:
        """The code of the marked province, empty without one."""
        marked = self.list.selectedItems()
        return str(marked[0].data(Qt.ItemDataRole.UserRole)) if marked else ""

    def missing(self) -> str:
        """A province must be chosen."""
        return "" if self.code else "Hãy chọn tỉnh, thành phố trong danh sách."

    def focus_start(self) -> None:
        """The search field."""
        self.search.setFocus()

    def _find(self, text: str) -> None:
        query = words(text)
        self.list.clear()
        for code, name in self._provinces:
            if matches_all(query, words(f"{name} {code}")):
                item = QListWidgetItem(f"{name}   ({code})")
                item.setData(Qt.ItemDataRole.UserRole, code)
                self.list.addItem(item)
        if text.strip() and self.list.count():
            self.list.setCurrentRow(0)


class DataStep(Step):
    """In the folder or on a server; the mailbox, if there is one already."""

    heading = "Dữ liệu và hộp thư"

    def __init__(self) -> None:
        super().__init__()
        self._work = BackgroundWork(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(label("Dữ liệu các đơn vị gửi về nằm ở đâu?", "section"))
        self.where = Segments(
            [("Trong thư mục này (không cần cài gì)", False), ("Máy chủ PostgreSQL", True)],
            "databaseWhere",
        )
        self.where.setAccessibleName("Nơi đặt dữ liệu")
        column.addWidget(self.where)
        self.database = TextField(
            "Địa chỉ máy chủ",
            "databaseAddress",
            placeholder="postgresql://ban_tinh@may-chu/ban_tinh",
        )
        self.test_button = button(
            "Thử kết nối", name="testDatabase", icon_name="transfer", key="Ctrl+T"
        )
        row = QHBoxLayout()
        row.addWidget(self.database, 1)
        row.addWidget(self.test_button, 0, Qt.AlignmentFlag.AlignBottom)
        column.addLayout(row)
        self.seen = label("", "muted", wrap=True, name="databaseSeen")
        column.addWidget(self.seen)
        self.advice = label(_SERVER_ADVICE, "caption", wrap=True)
        column.addWidget(self.advice)
        column.addSpacing(12)
        column.addWidget(label("Hộp thư chung với các đơn vị", "section"))
        self.mailbox = TextField("Hộp thư", "provinceMailbox")
        self.choose_button = button(
            "Chọn thư mục", name="chooseMailbox", icon_name="folder", key="Ctrl+O"
        )
        row = QHBoxLayout()
        row.addWidget(self.mailbox, 1)
        row.addWidget(self.choose_button, 0, Qt.AlignmentFlag.AlignBottom)
        column.addLayout(row)
        column.addWidget(label(_MAILBOX_ADVICE, "caption", wrap=True))
        column.addStretch(1)
        self.where.chosen.connect(lambda _on: self._show_server())
        self.test_button.clicked.connect(self.test)
        self.choose_button.clicked.connect(self._choose)
        self.database.changed.connect(lambda: self.seen.setText(""))
        self._show_server()

    @property
    def address(self) -> str:
        """The server's address; empty for the folder."""
        return self.database.text if self.where.value else ""

    def missing(self) -> str:
        """A server needs an address; whether it answers is asked when the desk is made."""
        if self.where.value and not self.database.text:
            return "Hãy ghi địa chỉ máy chủ, hoặc chọn Trong thư mục này."
        return ""

    def fields(self) -> dict[str, Field]:
        """Database and mailbox."""
        return {"database": self.database, "mailbox": self.mailbox}

    def focus_start(self) -> None:
        """Where most have nothing to do: the mailbox."""
        (self.database if self.where.value else self.mailbox).entry.setFocus()

    def test(self) -> None:
        """Connects in a thread and says what it found."""
        address = self.database.text
        self.test_button.setEnabled(False)
        self.seen.setText("Đang kết nối…")
        self._work.run(lambda: look_at_database(address), self._looked, self._failed)

    def _looked(self, look: DatabaseLook) -> None:
        self.test_button.setEnabled(True)
        good = look.use == "free"
        self._say(database_seen(look.place, look.version, look.use), good)

    def _failed(self, error: Exception) -> None:
        self.test_button.setEnabled(True)
        self._say(error_words(error), False)

    def _say(self, text: str, good: bool) -> None:
        c = colours()
        self.seen.setStyleSheet(f"color: {c.good if good else c.overdue};")
        self.seen.setText(("✓ " if good else "✗ ") + text)

    def _show_server(self) -> None:
        for widget in (self.database, self.test_button, self.advice, self.seen):
            widget.setVisible(bool(self.where.value))

    def _choose(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, "Chọn thư mục làm hộp thư chung")
        if chosen:
            self.mailbox.set_text(chosen)
