"""Which sheet of paper is keyed in, and the hour written on it."""

from __future__ import annotations

from datetime import datetime, time

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from desktop.domain.dossier_codes import code_in_scan
from desktop.domain.errors import Entry, InputProblem, InputRefused
from desktop.domain.moments import at, local, parse_clock
from desktop.services.reserved_codes import ReservedCode, codes_typed
from desktop.ui.shell.context import UiContext
from desktop.ui.widgets.cards import Card, label
from desktop.ui.widgets.fields import Field, TextField
from desktop.wording.dates import moment, spoken_day
from desktop.wording.problems import entry_text


class SheetBar(Card):
    """The number is found while it is typed or scanned; Enter goes on to the hour, then on.

    ``chosen`` tells a ReservedCode or None, ``unknown`` a whole number that is not in the list,
    ``entered`` that the hour is there and the person comes next.
    """

    chosen = Signal(object)
    unknown = Signal(str)
    changed = Signal()
    entered = Signal()

    def __init__(self, context: UiContext) -> None:
        super().__init__(margins=12)
        self._context = context
        self._known: tuple[ReservedCode, ...] = ()
        self.sheet: ReservedCode | None = None
        self.number = TextField(
            "Số trên giấy",
            "sheetNumber",
            placeholder="Quét QR hoặc gõ số cuối",
            tip="Quét mã QR trên giấy, hoặc gõ vài số cuối; Enter sang ô giờ\nPhím tắt: F7",
            most=300,
        )
        self.clock = TextField(
            "Giờ ghi trên giấy",
            "sheetClock",
            placeholder="0815",
            tip="Gõ 0815, 815 hoặc 8h15; ngày lấy theo số trên giấy",
            most=8,
        )
        self.code = label("", "big", name="sheetCode")
        self.about = label("", "muted", wrap=True, name="sheetAbout")
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self.code)
        words.addWidget(self.about)
        row = QHBoxLayout()
        row.setSpacing(16)
        self.number.setFixedWidth(230)
        self.clock.setFixedWidth(150)
        row.addWidget(self.number, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.clock, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        self.body.addLayout(row)
        self.body.addWidget(self.number.words)
        self.body.addWidget(self.clock.words)
        self._connect()

    def fields(self) -> dict[str, Field]:
        """Fields by the names that checks use."""
        return {"reserved_code": self.number, "received_at": self.clock}

    def show_sheets(self, sheets: tuple[ReservedCode, ...]) -> None:
        """The numbers that wait; when the chosen one is done, the next one is chosen."""
        self._known = sheets
        if self.sheet is not None and self.sheet not in sheets:
            done = (self.sheet.day, self.sheet.code)
            after = (sheet for sheet in sheets if (sheet.day, sheet.code) > done)
            self.choose(next(after, sheets[0] if sheets else None))
        elif self.sheet is None and sheets:
            self.choose(sheets[0])

    def choose(self, sheet: ReservedCode | None) -> None:
        """Chooses a number and shows its last digits, selected, to be typed over."""
        self.number.set_text(sheet.code.rpartition("-")[2] if sheet else "")
        self.number.edit.selectAll()
        self._take(sheet)

    def choose_code(self, code: str) -> None:
        """Chooses a scanned or stored number; ``unknown`` when it does not wait."""
        found = codes_typed(self._known, code)
        if found:
            self.choose(found[0])
            self.clock.edit.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.unknown.emit(code_in_scan(code) or code)

    def received_at(self) -> datetime:
        """The hour on the sheet's day. Raises InputRefused for what is missing or wrong."""
        problems = []
        clock: time | None = None
        if self.sheet is None:
            problems.append(InputProblem("reserved_code", Entry.REQUIRED))
        if not self.clock.text:
            problems.append(InputProblem("received_at", Entry.REQUIRED))
        else:
            try:
                clock = parse_clock(self.clock.text, "received_at")
            except InputRefused as refused:
                problems += refused.problems
        if problems or self.sheet is None or clock is None:
            raise InputRefused(*problems)
        return at(self.sheet.day, clock)

    def start(self) -> None:
        """Ready for the next sheet: the number stands there, the hour is empty."""
        self.clock.set_text("")
        self.number.edit.setFocus(Qt.FocusReason.OtherFocusReason)
        self.number.edit.selectAll()

    def _connect(self) -> None:
        self.number.changed.connect(self._typed)
        self.number.edit.returnPressed.connect(self._number_entered)
        self.clock.changed.connect(self.changed)
        self.clock.edit.returnPressed.connect(self._clock_entered)

    def _typed(self) -> None:
        found = codes_typed(self._known, self.number.text)
        if len(found) == 1:
            self._take(found[0])
        elif found:
            self._take(None)
            self.about.setText(f"{len(found)} số có đuôi này; hãy gõ thêm chữ số.")
        else:
            self._take(None)

    def _number_entered(self) -> None:
        if code_in_scan(self.number.text):
            self.choose_code(self.number.text)
        elif self.sheet is not None:
            self.clock.edit.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.number.show_error("Không có số nào đang chờ khớp với số vừa gõ.")

    def _clock_entered(self) -> None:
        try:
            self.received_at()
        except InputRefused as refused:
            self.clock.show_error(entry_text(refused.problems[-1]))
            return
        self.entered.emit()

    def _take(self, sheet: ReservedCode | None) -> None:
        self.sheet = sheet
        self.code.setText(sheet.code if sheet else "—")
        self.about.setText(self._about(sheet) if sheet else "Chưa chọn số nào.")
        self.chosen.emit(sheet)
        self.changed.emit()

    def _about(self, sheet: ReservedCode) -> str:
        today = local(self._context.office.now()).date()
        text = (
            f"{spoken_day(sheet.day, today)} · {sheet.reserved_by} in {moment(sheet.reserved_at)}"
        )
        return text + (" · đã nhập rồi hủy, nhập lại" if sheet.voided_id is not None else "")
