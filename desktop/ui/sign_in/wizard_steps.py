"""The steps of the wizard before the office is made: unit, letterhead, hours, administrator."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from desktop import resources
from desktop.domain.errors import InputRefused
from desktop.domain.units import Unit, find_units
from desktop.domain.work_calendar import usual_week
from desktop.services.setting_up import usual_letterhead
from desktop.ui.settings.sessions import SessionsEditor
from desktop.ui.widgets.cards import label
from desktop.ui.widgets.fields import Field, NumberField, PasswordField, TextField, focus_first
from desktop.wording.problems import entry_text
from desktop.wording.terms import term

_TYPING_MS = 80


class Step(QWidget):
    """One step of a wizard; ``chosen`` goes on as the button does."""

    heading = ""
    next_words = "Tiếp tục"
    chosen = Signal()

    def missing(self) -> str:
        """What must be done before going on; empty when all is there."""
        return ""

    def focus_start(self) -> None:
        """Puts the cursor where the step begins."""

    def fields(self) -> dict[str, Field]:
        """The fields that a problem may name."""
        return {}

    def show_problems(self, refused: InputRefused) -> bool:
        """Words beside the fields; whether any problem has its field here."""
        fields = self.fields()
        mine = [problem for problem in refused.problems if problem.field in fields]
        for problem in mine:
            fields[problem.field].show_error(entry_text(problem))
        return bool(mine)


class UnitStep(Step):
    """The unit, found among 3,321 by typing without accents."""

    heading = "Đơn vị của bạn là xã, phường nào?"

    def __init__(self) -> None:
        super().__init__()
        self.unit: Unit | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        self.search = QLineEdit()
        self.search.setObjectName("unitSearch")
        self.search.setAccessibleName("Tìm đơn vị")
        self.search.setPlaceholderText("Gõ tên không dấu, ví dụ: quang phu lam dong")
        self.list = QListWidget()
        self.list.setObjectName("unitList")
        self.list.setAccessibleName("Danh sách đơn vị")
        column.addWidget(self.search)
        column.addWidget(self.list, 1)
        column.addWidget(label("Danh mục 3.321 xã, phường, đặc khu (tháng 7/2026).", "caption"))
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(_TYPING_MS)
        self._typing.timeout.connect(self._find)
        self.search.textChanged.connect(lambda _text: self._typing.start())
        self.list.currentItemChanged.connect(lambda item, _old: self._mark(item))
        self.list.itemActivated.connect(lambda _item: self.chosen.emit())
        self._find()

    def missing(self) -> str:
        """A unit must be chosen; what was typed last counts, even when Enter came at once."""
        if self._typing.isActive():
            self._typing.stop()
            self._find()
        return "" if self.unit else "Hãy chọn đơn vị trong danh sách."

    def focus_start(self) -> None:
        """The search field."""
        self.search.setFocus()

    def _find(self) -> None:
        self.list.clear()
        for unit in find_units(resources.communes(), self.search.text(), 60):
            item = QListWidgetItem(f"{unit.name}, {unit.province_name}   ({unit.code})")
            item.setData(Qt.ItemDataRole.UserRole, unit)
            item.setToolTip(term(unit.kind))
            self.list.addItem(item)
        if self.search.text().strip() and self.list.count():
            self.list.setCurrentRow(0)

    def _mark(self, item: QListWidgetItem | None) -> None:
        self.unit = item.data(Qt.ItemDataRole.UserRole) if item is not None else None


class LetterheadStep(Step):
    """What every paper says on top."""

    heading = "Tiêu đề trên giấy tờ"

    def __init__(self) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        self.parent_body = TextField("Cơ quan chủ quản", "parentBody")
        self.shop_name = TextField("Tên bộ phận tiếp nhận", "shopName")
        self.place_name = TextField("Địa danh trên dòng ngày tháng", "placeName")
        self.address = TextField("Địa chỉ trụ sở", "officeAddress")
        self.phone = TextField("Điện thoại liên hệ", "officePhone")
        self.prefix = TextField(
            "Mã định danh cơ quan (phần đầu của mã hồ sơ)",
            "codePrefix",
            tip="Theo QĐ 20/2020/QĐ-TTg, ví dụ H56.14; chưa có thì dùng mã đơn vị 5 số",
        )
        for field in (
            self.parent_body,
            self.shop_name,
            self.place_name,
            self.address,
            self.phone,
            self.prefix,
        ):
            column.addWidget(field)
        column.addWidget(label("Có thể sửa sau ở Danh mục, thiết lập.", "caption"))
        column.addStretch(1)
        self._suggested_for = ""

    def suggest(self, unit: Unit) -> None:
        """The usual lines of a unit; what was typed for the same unit stays."""
        if self._suggested_for == unit.code:
            return
        self._suggested_for = unit.code
        parent_body, shop_name, place_name = usual_letterhead(unit)
        self.parent_body.set_text(parent_body)
        self.shop_name.set_text(shop_name)
        self.place_name.set_text(place_name)
        self.prefix.set_text(unit.code)

    def missing(self) -> str:
        """Two lines and a place are needed."""
        needed = (self.parent_body, self.shop_name, self.place_name)
        return "" if all(f.text for f in needed) else "Hãy điền ba dòng đầu."

    def focus_start(self) -> None:
        """What is not known yet."""
        self.address.entry.setFocus()


class HoursStep(Step):
    """The sessions that due dates are counted in."""

    heading = "Giờ làm việc"

    def __init__(self) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        self.sessions = SessionsEditor(usual_week())
        column.addWidget(self.sessions)
        column.addStretch(1)

    def missing(self) -> str:
        """The hours must be readable."""
        try:
            self.sessions.week()
        except InputRefused as refused:
            return " ".join(map(entry_text, refused.problems))
        return ""

    def focus_start(self) -> None:
        """The first hours."""
        self.sessions.weekdays.entry.setFocus()


class AdminStep(Step):
    """The desk number and the first administrator."""

    heading = "Quầy này và người quản trị"
    next_words = "Lập văn phòng"

    def __init__(self, *, asks_desk: bool = True) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        self.desk = NumberField(
            "Số quầy của máy này (mỗi máy một số)", "desk", lowest=1, highest=99
        )
        self.name = TextField("Họ tên người quản trị", "adminName")
        self.password = PasswordField("Mật khẩu", "adminPassword")
        self.again = PasswordField("Gõ lại mật khẩu", "adminPasswordAgain")
        for field in (self.desk, self.name, self.password, self.again):
            column.addWidget(field)
        if not asks_desk:
            self.desk.hide()
        column.addWidget(
            label("Ít nhất 8 ký tự, có chữ hoa, chữ thường, số và ký tự đặc biệt.", "caption")
        )
        column.addStretch(1)

    def missing(self) -> str:
        """Both passwords alike; the rest is checked when the office is made."""
        if self.password.text != self.again.text:
            self.again.show_error("Hai lần gõ mật khẩu chưa giống nhau.")
            self.again.entry.setFocus()
            return "Hãy gõ lại mật khẩu ở ô cuối."
        return ""

    def fields(self) -> dict[str, Field]:
        """Desk, name, password."""
        return {"desk": self.desk, "admin": self.name, "password": self.password}

    def focus_start(self) -> None:
        """What is wrong, else the name."""
        self.name.entry.setFocus()
        focus_first([self.desk, self.name, self.password, self.again])
