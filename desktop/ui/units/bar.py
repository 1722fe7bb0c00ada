"""Search, year, order, and chips over the list of units."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from desktop.domain.text import clean
from desktop.services.provinces.board import UnitFilter
from desktop.ui.icons import icon
from desktop.ui.theme import colours
from desktop.ui.widgets.buttons import button
from desktop.ui.widgets.fields import ChoiceField
from desktop.ui.widgets.flow import FlowLayout
from desktop.wording import units_page as words

_TYPING_MS = 60


class UnitBar(QWidget):
    """Tells ``changed`` when another list is wanted, ``year_chosen`` for another year."""

    changed = Signal()
    year_chosen = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.chosen = UnitFilter.ALL
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(_TYPING_MS)
        self._typing.timeout.connect(self.changed)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(self._search_row())
        column.addLayout(self._chip_row())

    @property
    def text(self) -> str:
        """What was typed."""
        return clean(self.search.text())

    @property
    def year(self) -> int | None:
        """The chosen year, None before the years are known."""
        value = self.years.value
        return value if isinstance(value, int) else None

    @property
    def sort(self) -> str:
        """The chosen order."""
        return str(self.order.value)

    def set_years(self, years: tuple[int, ...]) -> None:
        """The years to choose from, the usual one first."""
        usual = years[0]
        self.years.combo.blockSignals(True)
        self.years.set_choices([(f"Năm {year}", year) for year in sorted(years, reverse=True)])
        self.years.choose(usual)
        self.years.combo.blockSignals(False)

    def choose(self, wanted: UnitFilter) -> None:
        """Narrows the list."""
        self.chosen = wanted
        for known, chip in self.chips.items():
            chip.setChecked(known is wanted)
        self.changed.emit()

    def clear(self) -> None:
        """The whole list."""
        self.search.clear()
        self.choose(UnitFilter.ALL)

    def show_counts(self, counts: dict[UnitFilter, int]) -> None:
        """How many units each chip would show; an empty one cannot be chosen."""
        for wanted, chip in self.chips.items():
            count = counts[wanted]
            chip.setText(f"{words.FILTERS[wanted]} {count}")
            chip.setVisible(count > 0 or wanted in (UnitFilter.ALL, self.chosen))

    def _search_row(self) -> QHBoxLayout:
        self.search = QLineEdit()
        self.search.setObjectName("unitSearch")
        self.search.setAccessibleName("Tìm đơn vị")
        self.search.setPlaceholderText("Tìm tên hoặc mã đơn vị; không cần gõ dấu")
        self.search.setClearButtonEnabled(True)
        self.search.setToolTip("Tìm đơn vị\nPhím tắt: Ctrl+F")
        self.search.addAction(
            icon("search", colours().muted), QLineEdit.ActionPosition.LeadingPosition
        )
        self.search.textChanged.connect(lambda _text: self._typing.start())
        self.years = ChoiceField("", "unitYear")
        self.years.combo.setAccessibleName("Năm")
        self.years.combo.setMinimumWidth(120)
        self.years.combo.currentIndexChanged.connect(self._year)
        self.order = ChoiceField("", "unitOrder", words.SORTS)
        self.order.combo.setAccessibleName("Thứ tự")
        self.order.combo.setMinimumWidth(190)
        self.order.combo.currentIndexChanged.connect(lambda _n: self.changed.emit())
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.search, 1)
        row.addWidget(self.years)
        row.addWidget(self.order)
        return row

    def _chip_row(self) -> FlowLayout:
        row = FlowLayout()
        self.chips = {}
        for wanted in UnitFilter:
            tip = words.FILTER_TIPS[wanted]
            chip = button(words.FILTERS[wanted], role="chip", name=f"chip_{wanted}", tip=tip)
            chip.setCheckable(True)
            chip.clicked.connect(lambda on, w=wanted: self.choose(w if on else UnitFilter.ALL))
            self.chips[wanted] = chip
            row.addWidget(chip)
        self.chips[UnitFilter.ALL].setChecked(True)
        return row

    def _year(self, _place: int) -> None:
        if self.year is not None:
            self.year_chosen.emit(self.year)
