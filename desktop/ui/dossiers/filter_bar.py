"""Search as you type, chips, and the finer filters behind one button."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from PySide6.QtCore import QDate, QTimer, Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from desktop.domain.dossiers import Channel, DossierState
from desktop.domain.moments import local_date
from desktop.domain.text import clean
from desktop.services.dossier_filters import DossierFilter, Quick, Sort
from desktop.services.figures.slices import FeeMark
from desktop.ui.dossiers.views_button import ViewsButton
from desktop.ui.icons import icon
from desktop.ui.shell.context import UiContext
from desktop.ui.theme import colours
from desktop.ui.widgets.buttons import button
from desktop.ui.widgets.fields import ChoiceField, DateField
from desktop.ui.widgets.flow import FlowLayout
from desktop.wording.terms import term

# Long enough that a fast typist asks once, short enough to feel at once.
_TYPING_MS = 60
CHIPS = (
    (Quick.IN_PROGRESS, "Đang xử lý"),
    (Quick.OVERDUE, "Quá hạn"),
    (Quick.DUE_TODAY, "Đến hạn hôm nay"),
    (Quick.DUE_SOON, "Sắp đến hạn"),
    (Quick.WAITING, "Chờ bổ sung"),
    (Quick.READY, "Có kết quả chờ trả"),
    (Quick.NOT_HANDED_OVER, "Chưa bàn giao"),
    (Quick.HAND_OVER_WAITING, "Chờ xác nhận nhận"),
    (Quick.MINE, "Của tôi"),
)
_ALL = "Tất cả"
_FEES = (
    ("Trực tiếp", FeeMark.PAID_DIRECT),
    ("Trực tuyến", FeeMark.PAID_ONLINE),
    ("Chưa nộp", FeeMark.UNPAID),
    ("Chưa ghi cách nộp", FeeMark.UNRECORDED),
)


class FilterBar(QWidget):
    """Tells ``changed`` with the whole filter."""

    changed = Signal(object)

    def __init__(self, context: UiContext) -> None:
        super().__init__()
        self._today = local_date(context.office.now())
        self.views = ViewsButton(context)
        self.views.chosen.connect(self.show_filter)
        self.changed.connect(self.views.show_filter)
        self._filter = DossierFilter()
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(_TYPING_MS)
        self._typing.timeout.connect(self._typed)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(self._search_row())
        column.addLayout(self._chip_row())
        self.more = self._more_row()
        self.more.hide()
        column.addWidget(self.more)

    @property
    def filter(self) -> DossierFilter:
        """What is chosen now."""
        return self._filter

    def show_filter(self, wanted: DossierFilter) -> None:
        """Sets every control to a filter and tells it."""
        self._filter = wanted
        self.search.setText(wanted.text)
        for quick, chip in self._chips.items():
            chip.setChecked(quick == wanted.quick)
        self.field.choose(wanted.field)
        self.state.choose(wanted.state)
        self.channel.choose(wanted.channel)
        self.fee.choose(wanted.fee)
        self._show_period(wanted)
        kinds = wanted.field or wanted.state or wanted.channel or wanted.fee
        fine = kinds or wanted.received_from
        self.more_button.setChecked(bool(fine) or self.more_button.isChecked())
        self.changed.emit(wanted)

    def set_fields(self, fields: list[str]) -> None:
        """The fields (lĩnh vực) to choose from."""
        chosen = self._filter.field
        self.field.set_choices([(_ALL, ""), *((name, name) for name in fields)])
        self.field.choose(chosen)

    def _search_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        self.search = QLineEdit()
        self.search.setObjectName("dossierSearch")
        self.search.setAccessibleName("Tìm hồ sơ")
        self.search.setPlaceholderText(
            "Tìm mã, họ tên, số định danh, điện thoại, thủ tục; không cần gõ dấu"
        )
        self.search.setClearButtonEnabled(True)
        self.search.setToolTip("Tìm trong sổ\nPhím tắt: Ctrl+F")
        self.search.addAction(
            icon("search", colours().muted), QLineEdit.ActionPosition.LeadingPosition
        )
        self.search.textChanged.connect(lambda _text: self._typing.start())
        self.more_button = button("Lọc thêm", name="moreFilters", icon_name="filter", key="Ctrl+M")
        self.more_button.setCheckable(True)
        self.more_button.toggled.connect(lambda on: self.more.setVisible(on))
        self.clear_button = button("Bỏ lọc", role="quiet", name="clearFilters", key="Ctrl+0")
        self.clear_button.clicked.connect(lambda: self.show_filter(DossierFilter()))
        row.addWidget(self.search, 1)
        row.addWidget(self.views)
        row.addWidget(self.more_button)
        row.addWidget(self.clear_button)
        return row

    def _chip_row(self) -> FlowLayout:
        row = FlowLayout()
        self._chips = {}
        group = QButtonGroup(self)
        group.setExclusive(False)
        for quick, text in CHIPS:
            chip = button(text, role="chip", name=f"chip_{quick}")
            chip.setCheckable(True)
            chip.clicked.connect(lambda on, q=quick: self._choose_quick(q if on else None))
            self._chips[quick] = chip
            row.addWidget(chip)
        return row

    def _more_row(self) -> QWidget:
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        self.field = ChoiceField("Lĩnh vực", "filterField", [(_ALL, "")])
        states = [(_ALL, None), *((term(state), state) for state in DossierState)]
        self.state = ChoiceField("Trạng thái", "filterState", states)
        channels = [(_ALL, None), *((term(channel), channel) for channel in Channel)]
        self.channel = ChoiceField("Hình thức nộp", "filterChannel", channels)
        self.fee = ChoiceField("Nộp phí", "filterFee", [(_ALL, None), *_FEES])
        self.period = ChoiceField(
            "Thời gian tiếp nhận",
            "filterPeriod",
            [
                ("Mọi lúc", "all"),
                ("Hôm nay", "today"),
                ("Tuần này", "week"),
                ("Tháng này", "month"),
                ("Năm nay", "year"),
                ("Từ ngày – đến ngày", "custom"),
            ],
        )
        self.start = DateField("Từ ngày", "filterFrom")
        self.end = DateField("Đến ngày", "filterTo")
        chosen = (self.field, self.state, self.channel, self.fee, self.period)
        for widget in (*chosen, self.start, self.end):
            row.addWidget(widget, 1)
            widget.changed.connect(self._fine_changed)
        for widget in (self.start, self.end):
            widget.set_value(QDate(self._today.year, self._today.month, self._today.day))
            widget.hide()
        return holder

    def _typed(self) -> None:
        text = clean(self.search.text())
        if text != self._filter.text:
            self._filter = replace(self._filter, text=text)
            self.changed.emit(self._filter)

    def _choose_quick(self, quick: Quick | None) -> None:
        for known, chip in self._chips.items():
            chip.setChecked(known is quick)
        sort = Sort.DUE_FIRST if quick in _BY_DUE else Sort.NEWEST
        self._filter = replace(self._filter, quick=quick, sort=sort)
        self.changed.emit(self._filter)

    def set_sort(self, sort: Sort) -> None:
        """Another order of the same list."""
        self._filter = replace(self._filter, sort=sort)
        self.changed.emit(self._filter)

    def _fine_changed(self) -> None:
        start, end = self._period()
        custom = self.period.value == "custom"
        self.start.setVisible(custom)
        self.end.setVisible(custom)
        self._filter = replace(
            self._filter,
            field=str(self.field.value or ""),
            state=self.state.value,  # type: ignore[arg-type]
            channel=self.channel.value,  # type: ignore[arg-type]
            fee=self.fee.value,  # type: ignore[arg-type]
            received_from=start,
            received_to=end,
        )
        self.changed.emit(self._filter)

    def _period(self) -> tuple[date | None, date | None]:
        today = self._today
        starts = {
            "today": today,
            "week": today - timedelta(days=today.weekday()),
            "month": today.replace(day=1),
            "year": today.replace(month=1, day=1),
        }
        chosen = str(self.period.value)
        if chosen == "custom":
            return _python_date(self.start.value), _python_date(self.end.value)
        return starts.get(chosen), None

    def _show_period(self, wanted: DossierFilter) -> None:
        bounded = wanted.received_from is not None
        self.start.setVisible(bounded)
        self.end.setVisible(bounded)
        if wanted.received_from is None:
            self.period.choose("all")
            return
        self.period.choose("custom")
        end = wanted.received_to or self._today
        start = wanted.received_from
        for field, value in ((self.start, start), (self.end, end)):
            field.blockSignals(True)
            field.set_value(QDate(value.year, value.month, value.day))
            field.blockSignals(False)


_BY_DUE = (Quick.OVERDUE, Quick.DUE_TODAY, Quick.DUE_SOON, Quick.DUE_THIS_WEEK)


def _python_date(value: QDate) -> date:
    return date(value.year(), value.month(), value.day())
