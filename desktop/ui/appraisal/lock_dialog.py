"""The last days of the steps, for all units and exceptions for single ones."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QDate, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from desktop.domain.appraisals import Step
from desktop.domain.errors import InputRefused
from desktop.services.provinces.locks import LockRow, SetLock, list_locks, set_lock
from desktop.ui.shell.context import UiContext
from desktop.ui.widgets.buttons import Segments, button
from desktop.ui.widgets.cards import label
from desktop.ui.widgets.fields import ChoiceField, DateField, TextField, field_line
from desktop.ui.widgets.table_or_advice import TableOrAdvice
from desktop.ui.widgets.tables import RowsTable
from desktop.wording.appraisal import LOCK_MEANS
from desktop.wording.dates import day
from desktop.wording.problems import entry_text
from desktop.wording.province import STEPS


class LockDialog(QDialog):
    """Sets one lock at a time; the list beside shows what stands."""

    written = Signal(object)

    def __init__(
        self,
        context: UiContext,
        year: int,
        units: Sequence[tuple[str, str]],
        today: date,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("lockDialog")
        self.setWindowTitle(f"Hạn của các bước năm {year}")
        self.resize(640, 460)
        self._context, self._year = context, year
        self._names = {code: name for name, code in units}
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(10)
        column.addWidget(label(LOCK_MEANS, "muted", wrap=True))
        self.list = RowsTable(
            "lockList",
            "Các hạn đang có",
            ("Bước", "Áp dụng cho", "Đến hết ngày", "Lý do"),
            (170, 160, 110, 0),
        )
        self.lists = TableOrAdvice(
            self.list,
            "calendar",
            "Chưa đặt hạn nào",
            "Chọn bước, ngày cuối rồi Đặt hạn. Đơn vị cần thêm ngày thì đặt riêng, ghi lý do.",
        )
        column.addWidget(self.lists, 1)
        self.step = Segments([(_capital(STEPS[step]), step) for step in Step], "lockStep")
        self.step.choose(Step.APPRAISE)
        self.unit = ChoiceField("Áp dụng cho", "lockUnit", [("Mọi đơn vị", ""), *units])
        self.day = DateField("Ngày cuối", "lockDay")
        self.day.set_value(QDate(today.year, today.month, today.day))
        self.reason = TextField("Lý do (ngoại lệ cần ghi)", "lockReason", most=200)
        column.addWidget(self.step)
        column.addLayout(field_line(((self.unit, 2), (self.day, 1), (self.reason, 3))))
        row = QHBoxLayout()
        row.addStretch(1)
        later = button("Đóng", name="lockClose", tip="Phím tắt: Esc")
        self.go = button("Đặt hạn", role="primary", name="lockGo", key="Ctrl+Return")
        later.clicked.connect(self.reject)
        self.go.clicked.connect(self._write)
        row.addWidget(later)
        row.addWidget(self.go)
        column.addLayout(row)
        self._read()

    def _read(self) -> None:
        office, year = self._context.office, self._year
        self._context.runner.query(
            lambda _: list_locks(office, year), self._show, key="locks", owner=self
        )

    def _show(self, rows: tuple[LockRow, ...]) -> None:
        self.lists.show_table(bool(rows))
        self.list.show_rows([(self._texts(row), row, None) for row in rows])

    def _texts(self, row: LockRow) -> list[str]:
        whom = self._names.get(row.unit_code, row.unit_code) if row.unit_code else "Mọi đơn vị"
        return [_capital(STEPS[row.step]), whom, day(row.last_day), row.reason]

    def _write(self) -> None:
        step = self.step.value
        assert isinstance(step, Step)
        picked = self.day.value
        last_day = date(picked.year(), picked.month(), picked.day())
        office, year = self._context.office, self._year
        unit, reason = str(self.unit.value or ""), self.reason.text

        def done(made: SetLock) -> None:
            self._read()
            self.reason.set_text("")
            self.written.emit(made)

        def failed(error: Exception) -> bool:
            if isinstance(error, InputRefused):
                self.reason.show_error(entry_text(error.problems[0]))
                self.reason.edit.setFocus()
                return True
            return False

        self._context.runner.command(
            lambda _: set_lock(office, year, step, last_day, unit, reason),
            done,
            button=self.go,
            owner=self,
            on_error=failed,
        )


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
