"""Own points beside the computed ones, with their reason."""

from __future__ import annotations

from decimal import Decimal

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from desktop.domain.criteria.numbers import plain, read_points
from desktop.domain.errors import Entry, InputProblem, InputRefused
from desktop.services.assessments.sheets import SheetLine
from desktop.ui.widgets.fields import Field, TextField, field_line
from desktop.wording.problems import entry_text


class OwnPoints(QWidget):
    """Tells ``edited`` while typing and ``settled`` when a field is left."""

    edited = Signal()
    settled = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("ownPoints")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        self.tick = QCheckBox("Tự chấm khác điểm tính được")
        self.tick.setObjectName("ownTick")
        self.tick.setToolTip("Ghi điểm của đơn vị và lý do; điểm tính được vẫn hiện bên cạnh")
        self.tick.clicked.connect(self._ticked)
        column.addWidget(self.tick)
        self.points = TextField("Điểm tự chấm", "ownPointsValue", most=12)
        self.why = TextField("Lý do (bắt buộc)", "ownPointsWhy", most=1000)
        self._fields = QWidget()
        row = field_line(((self.points, 1), (self.why, 4)))
        row.setContentsMargins(0, 0, 0, 0)
        self._fields.setLayout(row)
        self._fields.setVisible(False)
        column.addWidget(self._fields)
        for field in (self.points, self.why):
            field.changed.connect(self.edited)
            field.edit.editingFinished.connect(self.settled)

    def show_line(self, line: SheetLine) -> None:
        """Replaces what is entered."""
        self.tick.setChecked(line.own is not None)
        self._fields.setVisible(line.own is not None)
        own = "" if line.own is None else plain(abs(line.own)).replace(".", ",")
        self.points.set_text(own)
        self.why.set_text(line.own_why if line.own is not None else "")

    @property
    def is_on(self) -> bool:
        """Whether own points are given."""
        return self.tick.isChecked()

    def read(self) -> Decimal | None:
        """The points, None while the field is empty. Raises InputRefused, shown at the field."""
        text = self.points.text
        if not text:
            return None
        value = read_points(text)
        if value is None:
            problem = InputProblem("points", Entry.NOT_A_NUMBER, {"text": text})
            self.points.show_error(entry_text(problem))
            raise InputRefused(problem)
        return value

    def field(self, name: str) -> Field | None:
        """The field that a problem of a command is about."""
        return {"points": self.points, "why": self.why}.get(name)

    def _ticked(self, on: bool) -> None:
        self._fields.setVisible(on)
        if on:
            self.points.edit.setFocus()
        self.edited.emit()
        if not on:
            self.settled.emit()
