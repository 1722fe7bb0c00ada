"""Days off and swapped Saturdays: see, add, confirm, take out, import."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

from PySide6.QtCore import QDate, Qt
from PySide6.QtWidgets import QFileDialog, QHBoxLayout

from desktop.domain.moments import local_date
from desktop.domain.roles import Permission
from desktop.domain.work_calendar import DayKind, SpecialDay
from desktop.services.calendar import list_special_days, remove_special_day, set_special_day
from desktop.services.calendar_import import import_calendar
from desktop.services.outcomes import Change
from desktop.ui.settings.import_report import ImportReport
from desktop.ui.settings.section import Section
from desktop.ui.shell.context import UiContext
from desktop.ui.theme import colours
from desktop.ui.widgets.buttons import button
from desktop.ui.widgets.cards import Card
from desktop.ui.widgets.fields import ChoiceField, DateField, TextField
from desktop.ui.widgets.permits import permit
from desktop.ui.widgets.tables import RowsTable
from desktop.wording.dates import day, weekday
from desktop.wording.terms import term


class CalendarSection(Section):
    """The dates with a rule of their own, by year."""

    key = "calendar"
    title = "Lịch làm việc"
    icon_name = "calendar"
    advice = (
        "Ngày chưa có thông báo chính thức được đánh dấu; ngày hẹn trả nói rõ khi đi qua những "
        "ngày đó. Buổi làm việc đặt ở mục Đơn vị."
    )
    changes = frozenset({Change.CALENDAR})

    def __init__(self, context: UiContext) -> None:
        super().__init__(context)
        self.import_button = button(
            "Nhập từ tệp", name="importCalendar", icon_name="upload", key="Ctrl+O"
        )
        permit(self.import_button, context.office, Permission.EDIT_CALENDAR)
        self.import_button.clicked.connect(self._choose_file)
        self.action_bar.addWidget(self.import_button)
        today = local_date(context.office.now())
        years = [(str(year), year) for year in range(2019, today.year + 4)]
        self.year = ChoiceField("Năm", "calendarYear", years)
        self.year.choose(today.year)
        self.year.setFixedWidth(120)
        self.year.changed.connect(self.enter)
        self.body.addWidget(self.year)
        self.table = RowsTable(
            "calendarTable",
            "Ngày nghỉ, ngày làm bù",
            ("Ngày", "Loại", "Nội dung", "Tình trạng"),
            (190, 150, 0, 210),
        )
        self.body.addWidget(self.table, 1)
        row = QHBoxLayout()
        self.confirm_button = button(
            "Xác nhận ngày này", name="confirmDay", icon_name="check", key="Ctrl+Y"
        )
        self.ignore_button = button(
            "Không phải ngày nghỉ", name="ignoreDay", icon_name="x", key="Ctrl+Shift+Y"
        )
        self.remove_button = button(
            "Xóa khỏi lịch", name="removeDay", icon_name="trash", key="Ctrl+Delete"
        )
        for made in (self.confirm_button, self.ignore_button, self.remove_button):
            permit(made, context.office, Permission.EDIT_CALENDAR)
            row.addWidget(made)
            self.table.offer(made)
        row.addStretch(1)
        self.body.addLayout(row)
        self.confirm_button.clicked.connect(lambda: self._decide(True))
        self.ignore_button.clicked.connect(lambda: self._decide(False))
        self.remove_button.clicked.connect(self._remove)
        self._build_add(today)

    def enter(self) -> None:
        """Reads the chosen year."""
        office, year = self.context.office, int(str(self.year.value))
        self.context.runner.query(
            lambda _: list_special_days(office, year), self._show, key="calendar", owner=self
        )

    def import_file(self, path: Path) -> None:
        """Shows what a file would change, then writes it."""
        office = self.context.office
        self.context.runner.query(
            lambda _: import_calendar(office, path, dry_run=True).value,
            lambda result: ImportReport(
                self, path.name, result, "ngày", "Ghi vào lịch", lambda: self._import_now(path)
            ).open(),
            owner=self,
            label="Đang đọc lịch",
        )

    def _build_add(self, today: date) -> None:
        card = Card("Thêm hoặc sửa một ngày")
        row = QHBoxLayout()
        self.day = DateField("Ngày", "newDay")
        self.day.set_value(QDate(today.year, today.month, today.day))
        self.kind = ChoiceField("Loại", "newDayKind", [(term(kind), kind) for kind in DayKind])
        self.note = TextField("Nội dung, số thông báo", "newDayNote")
        self.add_button = button("Ghi vào lịch", role="primary", name="addDay", key="Ctrl+Return")
        permit(self.add_button, self.context.office, Permission.EDIT_CALENDAR)
        self.add_button.clicked.connect(self._add)
        row.addWidget(self.day)
        row.addWidget(self.kind)
        row.addWidget(self.note, 1)
        row.addWidget(self.add_button, 0, Qt.AlignmentFlag.AlignBottom)
        card.body.addLayout(row)
        self.body.addWidget(card)

    def _show(self, days: tuple[SpecialDay, ...]) -> None:
        due = colours().due
        rows = []
        for special in days:
            state = "Đã xác nhận"
            if not special.confirmed:
                state = (
                    "Dự kiến, đang áp dụng" if special.in_force else "Chưa xác nhận, chưa áp dụng"
                )
            texts = [
                f"{weekday(special.day)} {day(special.day)}",
                term(special.kind),
                special.note,
                state,
            ]
            rows.append((texts, special, None if special.confirmed else due))
        self.table.show_rows(rows)

    def _decide(self, is_real: bool) -> None:
        special: SpecialDay | None = self.table.current_value()
        if special is not None:
            self._store(replace(special, confirmed=True, in_force=is_real))

    def _add(self) -> None:
        value = self.day.value
        chosen = date(value.year(), value.month(), value.day())
        kind = self.kind.value
        assert isinstance(kind, DayKind)
        self._store(SpecialDay(chosen, kind, self.note.text))
        self.year.choose(chosen.year)

    def _store(self, special: SpecialDay) -> None:
        office = self.context.office
        self.context.runner.command(
            lambda _: set_special_day(office, special),
            lambda _: self.context.messages.say(f"Đã ghi ngày {day(special.day)} vào lịch."),
            owner=self,
        )

    def _remove(self) -> None:
        special: SpecialDay | None = self.table.current_value()
        if special is None:
            return
        office, kept = self.context.office, special
        self.context.runner.command(
            lambda _: remove_special_day(office, kept.day),
            lambda _: self.context.messages.say(
                f"Đã xóa ngày {day(kept.day)} khỏi lịch.", lambda: self._store(kept)
            ),
            owner=self,
        )

    def _choose_file(self) -> None:
        chosen, _ = QFileDialog.getOpenFileName(
            self, "Chọn tệp lịch nghỉ", "", "Bảng tính (*.xlsx *.xls *.ods *.csv)"
        )
        if chosen:
            self.import_file(Path(chosen))

    def _import_now(self, path: Path) -> None:
        office = self.context.office
        self.context.runner.command(
            lambda _: import_calendar(office, path),
            lambda result: self.context.messages.say(
                f"Đã nhập lịch: thêm {result.added}, sửa {result.changed} ngày."
            ),
            owner=self,
        )
