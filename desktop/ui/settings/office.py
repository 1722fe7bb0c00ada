"""The unit: letterhead, code prefix, working sessions, rules of the house."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from desktop.domain.errors import InputRefused
from desktop.domain.roles import Permission
from desktop.services.outcomes import Change
from desktop.services.settings import OfficeSettings, read_settings, save_settings
from desktop.ui.settings.section import Section
from desktop.ui.settings.sessions import SessionsEditor
from desktop.ui.shell.context import UiContext
from desktop.ui.widgets.buttons import button
from desktop.ui.widgets.cards import Card
from desktop.ui.widgets.fields import ChoiceField, Field, NumberField, TextField, focus_first
from desktop.ui.widgets.permits import permit
from desktop.wording.dates import WEEKDAYS
from desktop.wording.problems import entry_text


class OfficeSection(Section):
    """Saved as a whole; nothing changes before the button."""

    key = "office"
    title = "Đơn vị, giờ làm việc"
    icon_name = "building"
    advice = "Những dòng này in trên mọi giấy tờ."
    changes = frozenset({Change.OFFICE})

    def __init__(self, context: UiContext) -> None:
        super().__init__(context)
        settings = read_settings(context.office)
        area = QScrollArea()
        area.setWidgetResizable(True)
        holder = QWidget()
        self.column = QVBoxLayout(holder)
        self.column.setContentsMargins(0, 0, 8, 0)
        self.column.setSpacing(12)
        area.setWidget(holder)
        self.body.addWidget(area, 1)
        self._build_letterhead(settings)
        card = Card("Giờ làm việc")
        self.sessions = SessionsEditor(settings.week)
        card.body.addWidget(self.sessions)
        self.column.addWidget(card)
        self._build_rules(settings)
        self.column.addStretch(1)
        self.save_button = button(
            "Lưu thiết lập",
            role="primary",
            name="saveOffice",
            icon_name="device-floppy",
            key="Ctrl+S",
        )
        permit(self.save_button, context.office, Permission.EDIT_OFFICE)
        self.save_button.clicked.connect(self.save)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.save_button)
        self.body.addLayout(row)

    def entered(self) -> OfficeSettings:
        """The settings as entered. Raises InputRefused."""
        old = read_settings(self.context.office)
        return replace(
            old,
            parent_body=self.parent_body.text,
            shop_name=self.shop_name.text,
            place_name=self.place_name.text,
            address=self.address.text,
            phone=self.phone.text,
            code_prefix=self.prefix.text,
            week=self.sessions.week(),
            receipt_paper=str(self.paper.value),
            receipt_copies=self.copies.value or 1,
            idle_lock_minutes=self.idle.value or 0,
            undo_hours=self.undo.value or 0,
            due_soon_days=self.soon.value or 1,
            head_title=self.head_title.text,
            head_name=self.head_name.text,
            no_appointment_day=int(str(self.no_appointment.value)),
            on_time_target=self.target.value or 0,
        )

    def save(self) -> None:
        """Stores everything, or says what is wrong beside its field."""
        fields: dict[str, Field] = {
            "code_prefix": self.prefix,
            "sessions": self.sessions.weekdays,
        }
        for field in fields.values():
            field.clear_words()
        office = self.context.office

        def failed(error: Exception) -> bool:
            if not isinstance(error, InputRefused):
                return False
            for problem in error.problems:
                if problem.field in fields:
                    fields[problem.field].show_error(entry_text(problem))
            focus_first(list(fields.values()))
            return True

        try:
            new = self.entered()
        except InputRefused as refused:
            failed(refused)
            return
        self.context.runner.command(
            lambda _: save_settings(office, new),
            lambda _: self.context.messages.say("Đã lưu thiết lập đơn vị."),
            button=self.save_button,
            owner=self,
            on_error=failed,
        )

    def _build_letterhead(self, settings: OfficeSettings) -> None:
        card = Card("Tiêu đề giấy tờ")
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        self.parent_body = _text("Cơ quan chủ quản", "parentBody", settings.parent_body)
        self.shop_name = _text("Tên bộ phận tiếp nhận", "shopName", settings.shop_name)
        self.place_name = _text("Địa danh trên dòng ngày tháng", "placeName", settings.place_name)
        self.prefix = _text("Phần đầu mã hồ sơ", "codePrefix", settings.code_prefix)
        self.prefix.entry.setToolTip(
            "Mã định danh cơ quan theo QĐ 20/2020/QĐ-TTg, ví dụ H56.14.\n"
            "Mã của hồ sơ đã cấp không bao giờ đổi."
        )
        self.address = _text("Địa chỉ trụ sở", "officeAddress", settings.address)
        self.phone = _text("Điện thoại liên hệ", "officePhone", settings.phone)
        self.head_title = _text("Chức danh người đứng đầu", "headTitle", settings.head_title)
        self.head_title.entry.setToolTip("In ở chỗ ký của mẫu 05 và trang khóa sổ, ví dụ GIÁM ĐỐC")
        self.head_name = _text("Họ tên người đứng đầu", "headName", settings.head_name)
        for place, field in enumerate(
            (
                self.parent_body,
                self.shop_name,
                self.place_name,
                self.prefix,
                self.address,
                self.phone,
                self.head_title,
                self.head_name,
            )
        ):
            grid.addWidget(field, place // 2, place % 2)
        card.body.addLayout(grid)
        self.column.addWidget(card)

    def _build_rules(self, settings: OfficeSettings) -> None:
        card = Card("Cách làm việc")
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        papers = [
            ("A5, mỗi liên một tờ", "A5"),
            ("A4, mỗi liên một tờ", "A4"),
            ("A4 ngang, hai liên trên một tờ", "A4x2"),
        ]
        self.paper = ChoiceField("Giấy tiếp nhận in trên khổ", "receiptPaper", papers)
        self.paper.choose(settings.receipt_paper)
        self.copies = _number("Số liên", "receiptCopies", 1, 2, settings.receipt_copies)
        self.idle = _number(
            "Tự khóa khi rời máy (phút, 0 là không)",
            "idleMinutes",
            0,
            240,
            settings.idle_lock_minutes,
        )
        self.undo = _number(
            "Tự hoàn tác được trong (giờ)", "undoHours", 0, 720, settings.undo_hours
        )
        self.soon = _number(
            "“Sắp đến hạn” là trong (ngày)", "dueSoonDays", 1, 30, settings.due_soon_days
        )
        days = [("Không có", -1), *((name, place) for place, name in enumerate(WEEKDAYS))]
        self.no_appointment = ChoiceField("Ngày “không hẹn” trong tuần", "noAppointmentDay", days)
        self.no_appointment.choose(settings.no_appointment_day)
        self.target = _number(
            "Chỉ tiêu đúng hạn của tỉnh (%, 0 là chưa có)",
            "onTimeTarget",
            0,
            100,
            settings.on_time_target,
        )
        rules = (
            self.paper,
            self.copies,
            self.idle,
            self.undo,
            self.soon,
            self.no_appointment,
            self.target,
        )
        for place, field in enumerate(rules):
            grid.addWidget(field, place // 3, place % 3)
        card.body.addLayout(grid)
        self.column.addWidget(card)


def _text(heading: str, name: str, value: str) -> TextField:
    field = TextField(heading, name)
    field.set_text(value)
    return field


def _number(heading: str, name: str, lowest: int, highest: int, value: int) -> NumberField:
    field = NumberField(heading, name, lowest=lowest, highest=highest)
    field.set_value(value)
    return field
