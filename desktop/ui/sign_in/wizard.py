"""Setting up an office: unit, letterhead, hours, desk and administrator, recovery code."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QFileDialog,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from desktop import resources
from desktop.domain.errors import InputRefused
from desktop.domain.units import Unit, find_units
from desktop.domain.work_calendar import usual_week
from desktop.services.recovery_sheets import recovery_sheet_pdf
from desktop.services.setting_up import CreatedOffice, NewOffice, usual_letterhead
from desktop.ui.papers.preview_dialog import PreviewDialog
from desktop.ui.settings.sessions import SessionsEditor
from desktop.ui.shell.messages import Teller
from desktop.ui.sign_in.words import error_words
from desktop.ui.theme import colours
from desktop.ui.widgets.buttons import button
from desktop.ui.widgets.cards import label
from desktop.ui.widgets.fields import Field, NumberField, PasswordField, TextField, focus_first
from desktop.ui.widgets.work import BackgroundWork
from desktop.wording.problems import entry_text
from desktop.wording.terms import term

_TYPING_MS = 80


class Wizard(QWidget):
    """Steps in order; nothing is written before the last one. ``finished`` opens sign-in."""

    finished = Signal()
    given_up = Signal()

    def __init__(
        self,
        folder: Path,
        create: Callable[[NewOffice], CreatedOffice],
        messages: Teller,
    ) -> None:
        super().__init__()
        self.setObjectName("wizard")
        self.setWindowTitle("Sổ Một Cửa – lập văn phòng")
        self.setMinimumSize(760, 620)
        self.setStyleSheet(f"#wizard {{ background: {colours().window}; }}")
        self._folder = folder
        self._create = create
        self._messages = messages
        self._created: CreatedOffice | None = None
        self._work = BackgroundWork(self)
        self.unit_step = UnitStep()
        self.letterhead_step = LetterheadStep()
        self.hours_step = HoursStep()
        self.admin_step = AdminStep()
        self.recovery_step = RecoveryStep()
        self.steps: list[Step] = [
            self.unit_step,
            self.letterhead_step,
            self.hours_step,
            self.admin_step,
            self.recovery_step,
        ]
        self._build()
        self._show(0)

    def go_on(self) -> None:
        """Checks the step and goes to the next; the fourth makes the office."""
        place = self.stack.currentIndex()
        step = self.steps[place]
        words = step.missing()
        if words:
            self.error.setText(words)
            return
        if step is self.unit_step and self.unit_step.unit is not None:
            self.letterhead_step.suggest(self.unit_step.unit)
        if step is self.admin_step:
            self._make()
            return
        if step is self.recovery_step:
            self.finished.emit()
            return
        self._show(place + 1)

    def go_back(self) -> None:
        """The step before; from the first one, out."""
        place = self.stack.currentIndex()
        if place == 0:
            self.given_up.emit()
        else:
            self._show(place - 1)

    def new_office(self) -> NewOffice:
        """What was entered."""
        unit = self.unit_step.unit
        letterhead = self.letterhead_step
        return NewOffice(
            unit.code if unit else "",
            self.admin_step.name.text,
            self.admin_step.password.text,
            desk_number=self.admin_step.desk.value or 1,
            parent_body=letterhead.parent_body.text,
            shop_name=letterhead.shop_name.text,
            place_name=letterhead.place_name.text,
            address=letterhead.address.text,
            phone=letterhead.phone.text,
            code_prefix=letterhead.prefix.text,
            week=self.hours_step.sessions.week(),
        )

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(40, 28, 40, 24)
        column.setSpacing(10)
        self.where = label("", "muted", name="wizardWhere")
        self.heading = label("", "big", wrap=True, name="wizardHeading")
        column.addWidget(self.where)
        column.addWidget(self.heading)
        self.stack = QStackedWidget()
        for step in self.steps:
            self.stack.addWidget(step)
        column.addWidget(self.stack, 1)
        self.error = label("", "error", wrap=True, name="wizardError")
        column.addWidget(self.error)
        row = QHBoxLayout()
        self.back = button("Quay lại", name="wizardBack", key="Alt+Left")
        self.next = button("Tiếp tục", role="primary", name="wizardNext", key="Ctrl+Return")
        self.back.clicked.connect(self.go_back)
        self.next.clicked.connect(self.go_on)
        row.addWidget(self.back)
        row.addStretch(1)
        row.addWidget(self.next)
        column.addLayout(row)
        self.unit_step.chosen.connect(self.go_on)
        self.recovery_step.print_wanted.connect(self._print_code)

    def _show(self, place: int) -> None:
        step = self.steps[place]
        self.stack.setCurrentIndex(place)
        self.where.setText(f"Bước {place + 1} trên {len(self.steps)}")
        self.heading.setText(step.heading)
        self.error.setText("")
        self.back.setVisible(step is not self.recovery_step)
        self.next.setText(step.next_words)
        QTimer.singleShot(0, step.focus_start)

    def _make(self) -> None:
        try:
            new = self.new_office()
        except InputRefused as refused:
            self.error.setText(error_words(refused))
            return
        self.next.setEnabled(False)
        self.error.setText("")
        self.where.setText("Đang lập văn phòng, mã hóa dữ liệu…")
        self._work.run(lambda: self._create(new), self._made, self._failed)

    def _made(self, created: CreatedOffice) -> None:
        self._created = created
        self.next.setEnabled(True)
        self.recovery_step.show_code(created.recovery_code)
        self._show(len(self.steps) - 1)

    def _failed(self, error: Exception) -> None:
        self.next.setEnabled(True)
        self._show(self.steps.index(self.admin_step))
        if isinstance(error, InputRefused):
            self.admin_step.show_problems(error)
        self.error.setText(error_words(error))

    def _print_code(self) -> None:
        if self._created is None:
            return
        pdf = recovery_sheet_pdf(self._created.unit, self._created.recovery_code, self._folder)
        dialog = PreviewDialog(
            pdf, "In mã khôi phục", "ma-khoi-phuc.pdf", self._messages, self.window()
        )
        dialog.open()


class Step(QWidget):
    """One step of the wizard."""

    heading = ""
    next_words = "Tiếp tục"

    def missing(self) -> str:
        """What must be done before going on; empty when all is there."""
        return ""

    def focus_start(self) -> None:
        """Puts the cursor where the step begins."""


class UnitStep(Step):
    """The unit, found among 3,321 by typing without accents."""

    heading = "Đơn vị của bạn là xã, phường nào?"
    chosen = Signal()

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
        self.search.returnPressed.connect(self._enter)
        self.list.currentItemChanged.connect(lambda item, _old: self._mark(item))
        self.list.itemActivated.connect(lambda _item: self.chosen.emit())
        self._find()

    def missing(self) -> str:
        """A unit must be chosen."""
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

    def _enter(self) -> None:
        self._find()
        if self.unit is not None:
            self.chosen.emit()

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
        column.addWidget(label("Có thể sửa sau ở Danh mục và thiết lập.", "caption"))
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

    def __init__(self) -> None:
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
        column.addWidget(
            label("Ít nhất 8 ký tự, có chữ hoa, chữ thường, số và ký tự đặc biệt.", "caption")
        )
        column.addStretch(1)

    def missing(self) -> str:
        """Both passwords alike; the rest is checked when the office is made."""
        if self.password.text != self.again.text:
            self.again.entry.setFocus()
            return "Hai lần gõ mật khẩu chưa giống nhau."
        return ""

    def show_problems(self, refused: InputRefused) -> None:
        """Words beside the fields."""
        fields: dict[str, Field] = {
            "desk": self.desk,
            "admin": self.name,
            "password": self.password,
        }
        for problem in refused.problems:
            if problem.field in fields:
                fields[problem.field].show_error(entry_text(problem))
        focus_first(list(fields.values()))

    def focus_start(self) -> None:
        """The name."""
        self.name.entry.setFocus()


class RecoveryStep(Step):
    """The recovery code, shown once; the last group is typed back."""

    heading = "Mã khôi phục: chỉ hiện một lần"
    next_words = "Xong, vào làm việc"
    print_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._code = ""
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(
            label(
                "Nếu quên mật khẩu, đây là cách duy nhất để mở lại dữ liệu. Hãy in hoặc chép ra "
                "giấy, niêm phong và cất trong két của đơn vị.",
                wrap=True,
            )
        )
        self.code = label("", name="recoveryCode")
        self.code.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.code.setStyleSheet(
            f"font-size: 26px; font-weight: 600; letter-spacing: 1px; padding: 18px;"
            f"background: {colours().surface}; border: 1px solid {colours().border};"
            "border-radius: 8px;"
        )
        column.addWidget(self.code)
        self.print_button = button("In mã khôi phục", name="printCode", icon_name="printer")
        self.print_button.clicked.connect(self.print_wanted)
        column.addWidget(self.print_button, 0, Qt.AlignmentFlag.AlignLeft)
        self.typed = TextField("Gõ lại nhóm cuối để chắc chắn đã chép đúng", "recoveryLast", most=5)
        self.typed.setMaximumWidth(360)
        column.addWidget(self.typed)
        self.kept = QCheckBox("Tôi đã cất mã ở nơi an toàn")
        self.kept.setObjectName("recoveryKept")
        column.addWidget(self.kept)
        column.addStretch(1)

    def show_code(self, code: str) -> None:
        """The code of the new office."""
        self._code = code
        self.code.setText(code)

    def missing(self) -> str:
        """The last group typed back, and a tick."""
        if self.typed.text.upper() != self._code.rsplit("-", 1)[-1]:
            return "Nhóm cuối chưa khớp; hãy nhìn lại mã trên giấy."
        return "" if self.kept.isChecked() else "Hãy đánh dấu rằng mã đã được cất."

    def focus_start(self) -> None:
        """The field to type back."""
        self.typed.entry.setFocus()


class RecoveryWindow(QWidget):
    """Opening an office with the printed code, and giving a new password."""

    opened = Signal(object)
    given_up = Signal()

    def __init__(self, names: tuple[str, ...], recover: Callable[[str, str, str], object]) -> None:
        super().__init__()
        self.setObjectName("recoveryWindow")
        self.setWindowTitle("Sổ Một Cửa – quên mật khẩu")
        self.setMinimumSize(520, 460)
        self.setStyleSheet(f"#recoveryWindow {{ background: {colours().window}; }}")
        self._recover = recover
        self._work = BackgroundWork(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(40, 28, 40, 24)
        column.setSpacing(10)
        column.addWidget(label("Đặt lại mật khẩu bằng mã khôi phục", "section"))
        column.addWidget(
            label("Lấy tờ mã khôi phục cất trong két và gõ lại cả 5 nhóm.", "muted", wrap=True)
        )
        self.name = TextField("Người dùng", "recoverName")
        self.name.set_text(names[0] if names else "")
        self.name.entry.setToolTip(", ".join(names))
        self.code = TextField("Mã khôi phục", "recoverCode", placeholder="XXXXX-XXXXX-…", most=40)
        self.password = PasswordField("Mật khẩu mới", "recoverPassword")
        for field in (self.name, self.code, self.password):
            column.addWidget(field)
        self.error = label("", "error", wrap=True, name="recoverError")
        column.addWidget(self.error)
        column.addStretch(1)
        row = QHBoxLayout()
        back = button("Quay lại", name="recoverBack")
        self.go = button("Đặt lại và mở", role="primary", name="recoverGo")
        back.clicked.connect(self.given_up)
        self.go.clicked.connect(self._start)
        row.addWidget(back)
        row.addStretch(1)
        row.addWidget(self.go)
        column.addLayout(row)

    def _start(self) -> None:
        self.go.setEnabled(False)
        self.error.setText("")
        name, code, password = self.name.text, self.code.text, self.password.text
        self._work.run(lambda: self._recover(name, code, password), self.opened.emit, self._failed)

    def _failed(self, error: Exception) -> None:
        self.go.setEnabled(True)
        self.error.setText(error_words(error))


def choose_folder(parent: QWidget | None, title: str) -> Path | None:
    """A folder from the user, None when the dialog was closed."""
    chosen = QFileDialog.getExistingDirectory(parent, title)
    return Path(chosen) if chosen else None
