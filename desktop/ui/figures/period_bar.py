"""Choosing the period: a kind, the one before or after, or any two days."""

from __future__ import annotations

from datetime import date, timedelta

from PySide6.QtCore import QDate, Qt, Signal
from PySide6.QtWidgets import QComboBox, QDateEdit, QHBoxLayout, QLabel, QWidget

from desktop.domain.figures import Period
from desktop.domain.figures_periods import NamedPeriod, Preset, before, named
from desktop.ui.widgets.buttons import icon_button
from desktop.ui.widgets.cards import label
from desktop.ui.widgets.day_edit import DayEdit


class PeriodBar(QWidget):
    """Tells ``changed`` with the named period."""

    changed = Signal(object)

    def __init__(self, presets: tuple[Preset, ...], today: date) -> None:
        super().__init__()
        self.setObjectName("periodBar")
        self._presets = presets
        self._today = today
        usual = next(preset for preset in presets if preset.key == "month")
        self.period: NamedPeriod = usual.holding(today)
        self._build()
        self._show()

    def choose(self, period: NamedPeriod) -> None:
        """Shows a period and tells it."""
        self.period = period
        self._show()
        self.changed.emit(period)

    def _build(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        self.kind = QComboBox()
        self.kind.setObjectName("periodKind")
        self.kind.setAccessibleName("Loại kỳ")
        for preset in self._presets:
            self.kind.addItem(preset.name, preset.key)
        self.kind.addItem("Khoảng ngày tự chọn", "")
        self.kind.activated.connect(self._kind_chosen)
        self.earlier = icon_button(
            "chevron-left", "Kỳ trước", name="periodEarlier", key="Ctrl+Left"
        )
        self.later = icon_button("chevron-right", "Kỳ sau", name="periodLater", key="Ctrl+Right")
        self.earlier.clicked.connect(self._go_earlier)
        self.later.clicked.connect(self._go_later)
        self.name = label("", "section", name="periodName")
        self.start = self._date("periodStart", "Từ ngày")
        self.end = self._date("periodEnd", "Đến ngày")
        row.addWidget(self.kind)
        row.addWidget(self.earlier)
        row.addWidget(self.later)
        row.addWidget(self.name, 1)
        row.addWidget(QLabel("Từ"))
        row.addWidget(self.start)
        row.addWidget(QLabel("đến hết"))
        row.addWidget(self.end)

    def _date(self, name: str, text: str) -> QDateEdit:
        made = DayEdit()
        made.setObjectName(name)
        made.setAccessibleName(text)
        made.setDisplayFormat("dd/MM/yyyy")
        made.setCalendarPopup(True)
        made.setDateRange(QDate(1990, 1, 1), QDate(2100, 12, 31))
        made.setKeyboardTracking(False)
        made.dateChanged.connect(lambda _date: self._days_chosen())
        return made

    def _show(self) -> None:
        days = self.period.period
        for edit, day in ((self.start, days.start), (self.end, days.end)):
            edit.blockSignals(True)
            edit.setDate(QDate(day.year, day.month, day.day))
            edit.blockSignals(False)
        place = self.kind.findData(self.period.preset)
        self.kind.setCurrentIndex(place)
        self.kind.setToolTip(self.kind.currentText())
        self.name.setText(self.period.label or f"{days.days} ngày")
        self.name.setTextFormat(Qt.TextFormat.PlainText)

    def _kind_chosen(self) -> None:
        key = self.kind.currentData()
        preset = next((one for one in self._presets if one.key == key), None)
        if preset is None:
            self.start.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        day = min(self.period.period.end, self._today)
        self.choose(preset.holding(day))

    def _days_chosen(self) -> None:
        start, end = _python(self.start.date()), _python(self.end.date())
        if end < start:
            # The other end follows, so that typing one of them is never an error.
            moved = self.start if self.sender() is self.end else self.end
            start = end = end if moved is self.start else start
        self.choose(named(Period(start, end), self._presets))

    def _go_earlier(self) -> None:
        self.choose(before(self.period.period, self._presets))

    def _go_later(self) -> None:
        days, key = self.period.period, self.period.preset
        following = days.end + timedelta(days=1)
        preset = next((one for one in self._presets if one.key == key), None)
        if preset is None:
            end = following + timedelta(days=days.days - 1)
            self.choose(named(Period(following, end), self._presets))
        else:
            self.choose(preset.holding(following))


def _python(value: QDate) -> date:
    return date(value.year(), value.month(), value.day())
