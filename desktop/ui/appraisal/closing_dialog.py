"""Ending a round: for which units, what happens to the rest, what goes out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from PySide6.QtCore import QDate, Signal
from PySide6.QtWidgets import QCheckBox, QDialog, QHBoxLayout, QVBoxLayout, QWidget

from desktop.domain.appraisals import ROUNDS
from desktop.services.provinces.closing import Closing
from desktop.services.provinces.rounds import UnitWork
from desktop.ui.widgets.buttons import Segments, button
from desktop.ui.widgets.cards import label
from desktop.ui.widgets.fields import DateField, NoteField
from desktop.ui.widgets.wrap_check import WrapCheck
from desktop.wording.appraisal import CLOSE_MEANS, CLOSE_REST, round_name

_DAYS_TO_EXPLAIN = 10
_NAMED = 6


class ClosingDialog(QDialog):
    """Tells ``confirmed`` with the units' codes and how the round is closed."""

    confirmed = Signal(object, object)

    def __init__(
        self,
        chosen: Sequence[UnitWork],
        shown: Sequence[UnitWork],
        today: date,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("closingDialog")
        self.setWindowTitle("Kết thúc vòng thẩm định")
        self.setMinimumWidth(580)
        self._chosen, self._shown = list(chosen), list(shown)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(10)
        chosen_count, shown_count = len(_sendable(chosen)), len(_sendable(shown))
        self.which = Segments(
            [
                (f"Đơn vị đang chọn ({chosen_count})", False),
                (f"Mọi đơn vị đang hiện đã nộp ({shown_count})", True),
            ],
            "closingWhich",
        )
        self.rounds = Segments([(round_name(n), n) for n in ROUNDS], "closingRound")
        self.told = label("", "section", wrap=True, name="closingTold")
        self.waiting = label("", "warning", wrap=True, name="closingOpen")
        self.rest = WrapCheck(CLOSE_REST)
        self.rest.tick.setObjectName("closingRest")
        self.explains = QCheckBox("Cho đơn vị giải trình, đến hết ngày")
        self.explains.setObjectName("closingExplains")
        self.until = DateField("", "closingUntil")
        self.until.date_edit.setAccessibleName("Hạn giải trình")
        last = today + timedelta(days=_DAYS_TO_EXPLAIN)
        self.until.set_value(QDate(last.year, last.month, last.day))
        self.note = NoteField("Lời gửi kèm (nếu có)", "closingNote", lines=2)
        row = QHBoxLayout()
        row.addWidget(self.explains)
        row.addWidget(self.until)
        row.addStretch(1)
        for part in (self.which, self.rounds, self.told, self.waiting, self.rest):
            column.addWidget(part)
        column.addLayout(row)
        column.addWidget(self.note)
        column.addWidget(label(CLOSE_MEANS, "muted", wrap=True))
        column.addStretch(1)
        column.addLayout(self._buttons())
        self.which.chosen.connect(lambda _on: self._tell(choose_round=True))
        self.rounds.chosen.connect(lambda _n: self._round_changed())
        self._tell(choose_round=True)
        self._round_changed()
        self.go.setFocus()

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.addStretch(1)
        later = button("Để sau", name="closingLater", tip="Phím tắt: Esc")
        self.go = button("", role="primary", name="closingGo", key="Ctrl+Return")
        later.clicked.connect(self.reject)
        self.go.clicked.connect(self._confirm)
        row.addWidget(later)
        row.addWidget(self.go)
        return row

    @property
    def units(self) -> list[UnitWork]:
        """The units of the choice that have something to send."""
        return _sendable(self._shown if self.which.value else self._chosen)

    @property
    def round(self) -> int:
        """Which round ends."""
        value = self.rounds.value
        assert isinstance(value, int)
        return value

    def _tell(self, *, choose_round: bool = False) -> None:
        units = self.units
        if choose_round and units:
            # One word goes out at a time: the round most of them stand in.
            seconds = sum(unit.closed_round >= 1 for unit in units)
            self.rounds.choose(ROUNDS[1] if seconds * 2 > len(units) else ROUNDS[0])
        names = ", ".join(unit.unit_name for unit in units[:_NAMED])
        more = f" và {len(units) - _NAMED} đơn vị khác" if len(units) > _NAMED else ""
        name = round_name(self.round).lower()
        self.told.setText(
            f"Kết thúc {name} của {len(units)} đơn vị: {names}{more}."
            if units
            else "Không có đơn vị nào trong số này gửi được kết quả."
        )
        waiting = [unit for unit in units if unit.tally.open]
        lines = sum(unit.tally.open for unit in waiting)
        again = sum(unit.closed_round >= self.round for unit in units)
        warnings = []
        if lines:
            warnings.append(f"Còn {lines} dòng chưa chấm ở {len(waiting)} đơn vị.")
        if again:
            warnings.append(f"{again} đơn vị đã nhận vòng này: gửi lại là bản đính chính.")
        self.waiting.setText(" ".join(warnings))
        self.waiting.setVisible(bool(warnings))
        self.rest.setVisible(bool(lines))
        keys = self.go.shortcut()
        self.go.setText(f"Kết thúc {name}, gửi {len(units)} đơn vị")
        self.go.setShortcut(keys)
        self.go.setEnabled(bool(units))

    def _round_changed(self) -> None:
        """After the second round there is usually nothing more to explain."""
        self.explains.setChecked(self.round == ROUNDS[0])
        self._tell()

    def _confirm(self) -> None:
        picked = self.until.value
        until = None
        if self.explains.isChecked():
            until = date(picked.year(), picked.month(), picked.day())
        rest = self.rest.is_checked and bool(sum(unit.tally.open for unit in self.units))
        closing = Closing(self.round, rest, until, self.note.text)
        self.confirmed.emit([unit.unit_code for unit in self.units], closing)
        self.accept()


def _sendable(units: Sequence[UnitWork]) -> list[UnitWork]:
    return [unit for unit in units if unit.is_submitted and not unit.is_published]
